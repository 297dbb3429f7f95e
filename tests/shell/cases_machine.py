# SPDX-License-Identifier: MIT
"""What the machine does to the hook: hanging programs and mounts, full and closed disks, no home."""
import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from cases_real import KEY, PROGRAM, line_end, project
from table import case, equal, has, lacks
from term import STUB, Shell, hook

BAD = "your-api-key-here"
LOOP = "char *getcwd(char *b, unsigned long n)\n{\n    (void)b, (void)n;\n    for (;;)\n        ;\n}\n"


@case("C2 the real program in an endless loop: cut off, silent, three times, then no more")
def c2(kind):
    if not shutil.which("cc"):
        return "no compiler"
    # The real one as it hangs, behind a script that counts.
    text = '#!/bin/sh\necho call >>"$STUB/log"\nLD_PRELOAD=$STUB/loop.so exec "$STUB/real" "$@"\n'
    with Shell(kind, program=STUB) as s:
        source = s.write("loop.c", LOOP)
        subprocess.run(["cc", "-shared", "-fPIC", "-o", s.home + "/loop.so", source], check=True)
        shutil.copy(PROGRAM, s.home + "/real")
        os.remove(s.home + "/log")
        from term import install
        install(text, s.bin)
        for where in ("/", "/tmp", "/usr", "/etc", "/var"):
            equal(s.run("cd " + where), "")
        equal(len(s.calls()), 3)
        equal(s.alive(), True)


OFF = "switched itself off in this"
NEVER = "but it never ran"
# $1..: how a start file after the hook takes its place.
LOST = {"bash": "PROMPT_COMMAND=(true)\n", "zsh": "precmd_functions=(true)\n", "fish": "functions -e __nexoenv_prompt\n"}


def doctor(s, before=""):
    """What doctor says, on one line."""
    return " ".join(s.run(before + "$STUB/real doctor --offline --color never").split())


@case("C1 a hook that has switched itself off: doctor says so, in this shell and nowhere else")
def c1_doctor(kind):
    with Shell(kind, program=STUB) as s:
        shutil.copy(PROGRAM, s.home + "/real")
        lacks(doctor(s), "prompt hook")
        s.write("behave", "exit 1\n")
        for where in ("/", "/tmp"):
            s.run("cd " + where)
        lacks(doctor(s), "prompt hook")
        s.run("cd /usr")
        has(doctor(s), OFF + " " + kind)
        has(" ".join(s.run("sh -c '$STUB/real doctor --offline; true'").split()), OFF)
        has(s.run("$STUB/real doctor --offline --json | grep -A1 'prompt hook' | tail -n 1"), OFF)
        lacks(doctor(s, "setsid -w "), "prompt hook")  # another terminal's
        s.write("behave", "")
        s.run("exec %s" % {"bash": "bash --noprofile", "zsh": "zsh -d", "fish": "fish"}[kind])
        lacks(doctor(s), "prompt hook")
        equal(len(s.calls()) >= 5, True)
        lacks(s.calls()[-1][2], "off")  # what the program gets to read is what was told alone
        lacks(s.calls()[-1][2], "load")
        s.run("nexoenv_unhook")
        equal(s.run("env | grep -c NEXOENV_").strip(), "0")


@case("R2 a start file puts another hook in the place of ours: doctor says so")
def r2_doctor(kind):
    with Shell(kind, program=STUB, after=LOST[kind]) as s:
        shutil.copy(PROGRAM, s.home + "/real")
        equal(len(s.calls()), 0)
        has(doctor(s), NEVER)
        s.run(s.export("NEXOROUTER_API_KEY", KEY))
        has(doctor(s, "NEXOROUTER_BASE_URL=https://api.nexorouter.com/v1 "), NEVER)
        equal(s.alive(), True)


@case("R2 the list is assigned anew behind a hook that has run: doctor says so, until it is back", ("zsh",))
def r2_gone(kind):
    with Shell(kind, program=STUB) as s:
        shutil.copy(PROGRAM, s.home + "/real")
        lacks(doctor(s), "prompt hook")
        lacks(doctor(s, "precmd_functions=(); "), "prompt hook")  # not before a line begins without it
        has(doctor(s), "something took it out of precmd_functions in this zsh")
        s.run("setopt nounset ksh_arrays")
        has(doctor(s), "something took it out of precmd_functions in this zsh")
        s.run("unset precmd_functions")
        has(doctor(s), "something took it out of precmd_functions in this zsh")
        s.run("source %s" % hook(kind))
        s.run("true")
        lacks(doctor(s), "prompt hook")
        equal(s.run("unset precmd_functions; nexoenv_unhook"), "")
        equal(s.run("env | grep -c NEXOENV_; (( ${+preexec_functions} ))"), "0\n")
        equal(s.alive(), True)


@case("R2 doctor has nothing to say of a hook that waits, is off by wish, or has no prompt to come")
def r2_quiet(kind):
    command = {"bash": "bash --noprofile -ic", "zsh": "zsh -d -i -c", "fish": "fish -i -c"}[kind]
    with Shell(kind, program=STUB) as s:
        shutil.copy(PROGRAM, s.home + "/real")
        lacks(doctor(s), "prompt hook")
        lacks(" ".join(s.run("%s '$STUB/real doctor --offline; true'" % command).split()), "prompt hook")
        lacks(" ".join(s.run("bash --norc -c '$STUB/real doctor --offline; true'").split()), "prompt hook")
        os.remove(s.bin + "/nexoenv")
        s.run("cd /")
        lacks(doctor(s), "prompt hook")
    with Shell(kind, program=STUB, env={"NEXOENV_DISABLE": "1"}, after=LOST[kind]) as s:
        shutil.copy(PROGRAM, s.home + "/real")
        lacks(doctor(s), "prompt hook")
    with Shell(kind, program=STUB, after={"fish": "set -g NEXOENV_DISABLE 1\n"}.get(kind, "NEXOENV_DISABLE=1\n")) as s:
        shutil.copy(PROGRAM, s.home + "/real")
        lacks(doctor(s), "prompt hook")


def mounted(s):
    """A FUSE mount with a .env, and its server; or why there is none."""
    if not (shutil.which("bindfs") and shutil.which("fusermount3") and os.access("/dev/fuse", os.W_OK)):
        return None, "bindfs or /dev/fuse is not there"
    source, mount = s.home + "/source", s.home + "/mount"
    os.mkdir(source), os.mkdir(mount)
    s.write("source/.env", "NEXOROUTER_API_KEY=%s\n" % KEY)
    server = subprocess.Popen(["bindfs", "-f", "--no-allow-other", source, mount], stderr=subprocess.DEVNULL)
    end = time.monotonic() + 10
    while not os.path.ismount(mount) and server.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    if os.path.ismount(mount):
        return server, ""
    unmounted(s, server)
    return None, "no FUSE mounts here"


def stop(server):
    """Every thread of it: none may have taken a request that it then never answers, for such a wait no signal ends."""
    server.send_signal(signal.SIGSTOP)
    tasks = "/proc/%d/task/" % server.pid
    end = time.monotonic() + 20
    while time.monotonic() < end:
        states = [open(tasks + t + "/stat").read().rsplit(")", 1)[1].split()[0] for t in os.listdir(tasks)]
        if set(states) == {"T"}:
            return
        time.sleep(0.01)
    raise AssertionError("the server does not stop")


def unmounted(s, server):
    server.send_signal(signal.SIGCONT)
    subprocess.run(["fusermount3", "-u", "-z", s.home + "/mount"], stderr=subprocess.DEVNULL)
    server.terminate()
    server.wait()


@case("E1 .env lies on a mount whose server has stopped: a prompt all the same, and silence")
def e1(kind):
    with Shell(kind, program=PROGRAM, env={"NEXOROUTER_API_KEY": KEY}) as s:
        server, why = mounted(s)
        if not server:
            return why
        try:
            # It is there and read while the server works. The shells themselves never look at it: their
            # own stat could not be cut off.
            os.mkdir(s.home + "/project")
            os.symlink(s.home + "/mount/.env", s.home + "/project/.env")
            for _ in range(3):
                equal(s.run("cd $STUB/project"), "")
            stop(server)
            for line in ("true", s.export("OPENAI_MODEL", "m"), "cd /", "cd $STUB/project", "true", "cd /tmp"):
                equal(s.run(line), "", line)
            equal(s.alive(), True)
        finally:
            unmounted(s, server)


@case("E1 a watched file, or one that was absent, becomes a link to a mount whose server has stopped")
def e1_link(kind):
    for name in (".env", ".env.local"):
        with Shell(kind, program=PROGRAM, env={"NEXOROUTER_API_KEY": KEY}) as s:
            server, why = mounted(s)
            if not server:
                return why
            try:
                project(s)
                s.write("work/.env", "OPENAI_MODEL=m\n")
                for _ in range(3):
                    equal(s.run("cd ."), "")
                os.symlink(s.home + "/mount/.env", s.home + "/link")
                stop(server)
                os.rename(s.home + "/link", s.home + "/work/" + name)
                for _ in range(5):
                    equal(s.run("true"), "", name)
                equal(s.alive(), True)
            finally:
                unmounted(s, server)


def stopped(kind, lay, break_):
    """`lay` puts a project there while all is well; the mount's server stops; `break_` leads a way there. Then
    five prompts must come, and say nothing."""
    with Shell(kind, program=PROGRAM, env={"NEXOROUTER_API_KEY": KEY}) as s:
        server, why = mounted(s)
        if not server:
            return why
        try:
            project(s)
            lay(s)
            for _ in range(3):
                equal(s.run("cd ."), "")
            os.symlink(s.home + "/mount", s.home + "/link")
            stop(server)
            break_(s)
            for _ in range(5):
                equal(s.run("true"), "")
            equal(s.alive(), True)
        finally:
            unmounted(s, server)
    return None


# Takes every question and answers none but the first, "who are you". A wait for it cannot be killed.
MUTE = """
import os, struct, sys
fd = int(sys.argv[1])
head = struct.unpack_from("<IIQ", os.read(fd, 1 << 17))
os.write(fd, struct.pack("<IiQ", 80, 0, head[2]) + struct.pack("<IIIIHHIIHHI", 7, 31, 65536, 0, 16, 12, 65536, 1, 32, 0, 0) + bytes(28))
print("mounted", flush=True)
while True:
    os.read(fd, 1 << 17)
"""


@contextlib.contextmanager
def mute(s):
    """A project whose .env lies on such a mount; why there is none."""
    libc = ctypes.CDLL(None, use_errno=True)
    mount = (s.home + "/mount").encode()
    os.mkdir(mount), os.mkdir(s.home + "/project")
    os.symlink("../mount/.env", s.home + "/project/.env")
    try:
        fd = os.open("/dev/fuse", os.O_RDWR)
    except OSError:
        yield "no /dev/fuse"
        return
    options = b"fd=%d,rootmode=40000,user_id=0,group_id=0" % fd
    if libc.mount(b"nexoenv-test", mount, b"fuse", 6, options):
        os.close(fd)
        yield "no FUSE mounts here"
        return
    server = subprocess.Popen([sys.executable, "-c", MUTE, str(fd)], pass_fds=[fd], stdout=subprocess.PIPE)
    os.close(fd)
    try:
        equal(server.stdout.readline(), b"mounted\n")
        yield ""
    finally:
        server.kill()
        server.wait()
        libc.umount2(mount, 2)


@case("E1 .env lies on a mount that takes the question and never answers, as one over a dead network does")
def e1_mute(kind):
    with Shell(kind, program=PROGRAM, env={"NEXOROUTER_API_KEY": KEY}) as s, mute(s) as why:
        for line in ("cd $STUB/project", "true", s.export("OPENAI_MODEL", "m"), "cd /", "true") if not why else ():
            equal(s.run(line), "", line)
        equal(s.alive(), True)
        return why or None


@case("E1 the same for the prompts of other tools: nothing, to both outputs' end, and the status says so", ("bash",))
def e1_styles(kind):
    with Shell(kind, program=PROGRAM) as s, mute(s) as why:
        env = {"HOME": s.home, "PATH": "/usr/bin:/bin", "NEXOROUTER_API_KEY": BAD}
        for words in (["--style", "short"], ["--style", "symbol"], ["--json"], []) if not why else ():
            # To the end of both: what is left behind must hold neither.
            done = subprocess.run([PROGRAM, "status"] + words, cwd=s.home + "/project", env=env, capture_output=True)
            equal((done.returncode, done.stdout, done.stderr), (3, b"", b""), " ".join(words))
        for words, status, out, err in (
                (["--style", "symbol"], 0, "\u2717\n", ""), (["--style", "wrong"], 2, "", "--style"),
                (["--json"], 0, "key.placeholder", "")) if not why else ():
            done = subprocess.run([PROGRAM, "status"] + words, cwd=s.home, env=dict(env, LANG="C.UTF-8"), capture_output=True, text=True)
            equal(done.returncode, status, done.stderr)
            has(done.stdout, out), has(done.stderr, err)
        return why or None


def local(s, where):
    """A dotenv file in a directory of its own, and .env as a link to it."""
    os.makedirs(s.home + "/" + where)
    s.write(where + "/real.env", "OPENAI_MODEL=m\n")
    os.remove(s.home + "/work/.env")
    os.symlink(s.home + "/" + where + "/real.env", s.home + "/work/.env")
    time.sleep(0.05)  # older than the clock's tick, so that its time is told


@case("E1 .env was a link already, and is turned to a mount whose server has stopped")
def e1_turned(kind):
    def turn(s):
        os.symlink(s.home + "/mount/.env", s.home + "/turned")
        os.rename(s.home + "/turned", s.home + "/work/.env")
    return stopped(kind, lambda s: local(s, "work/keys"), turn)


@case("E1 the directory of what .env leads to becomes a link to a mount whose server has stopped")
def e1_target(kind):
    def replace(s):
        os.rename(s.home + "/work/keys", s.home + "/work/old")
        os.rename(s.home + "/link", s.home + "/work/keys")
    return stopped(kind, lambda s: local(s, "work/keys"), replace)


@case("E1 the project's directory becomes a link to a mount whose server has stopped")
def e1_project(kind):
    def lay(s):
        s.write("work/.env", "OPENAI_MODEL=m\n")

    def replace(s):
        os.rename(s.home + "/work", s.home + "/work.old")
        os.rename(s.home + "/link", s.home + "/work")
    return stopped(kind, lay, replace)


@case("E1 the settings' directory becomes a link to a mount whose server has stopped")
def e1_settings(kind):
    def replace(s):
        os.rename(s.home + "/.config/nexoenv", s.home + "/.config/old")
        os.rename(s.home + "/link", s.home + "/.config/nexoenv")

    def lay(s):
        os.makedirs(s.home + "/.config/nexoenv")
        s.write(".config/nexoenv/config.ini", "[prompt]\nhook = on\n")
        time.sleep(0.05)
    return stopped(kind, lay, replace)


@case("P5 what .env is a link to is edited, and the link is turned elsewhere")
def p5_link(kind):
    with Shell(kind, program=PROGRAM) as s:
        project(s)
        local(s, "work/keys")

        def soon(part):
            """At the next prompt, or the one after while a time is too young to be told."""
            time.sleep(0.05)
            text = s.run("true") + s.run("true")
            has(text, part)
            time.sleep(0.05)
            s.run("true")
            equal(s.run("true"), "")
        s.run("cd .")
        s.run("true")
        s.write("work/keys/real.env", "NEXOROUTER_API_KEY=%s\n" % BAD)
        soon("explain key.placeholder")
        s.write("work/keys/good.env", "NEXOROUTER_API_KEY=%s\n" % KEY)
        os.symlink("keys/good.env", s.home + "/work/turned")
        os.rename(s.home + "/work/turned", s.home + "/work/.env")
        soon("nexoenv: ok")


def told_and_gone(s):
    has(s.run(s.export("NEXOROUTER_API_KEY", BAD)), "explain ")
    equal(s.run("true"), "")
    has(s.run(s.export("NEXOROUTER_API_KEY", KEY)), "nexoenv: ok")


@case("E3 the runtime directory's disk is full: names are still watched, no word about it")
def e3(kind):
    with Shell(kind, program=PROGRAM) as s:
        disk = s.home + "/disk"
        os.mkdir(disk, 0o700)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=3,mode=700", "none", disk], stderr=subprocess.DEVNULL).returncode:
            return "no tmpfs may be mounted here"
        try:
            try:
                with open(disk + "/fill", "w") as f:
                    f.write("x" * 8192)
            except OSError:
                pass
            project(s)
            equal(s.run(s.export("XDG_RUNTIME_DIR", disk)), "")
            equal(s.run(s.export("NEXOROUTER_API_KEY", KEY)), "")
            told_and_gone(s)
        finally:
            subprocess.run(["umount", "-l", disk])


@case("E3 a home that cannot be written to, and none from the start")
def e3b(kind):
    with Shell(kind, program=PROGRAM) as s:
        # Its files are the shell's own business; ours are neither made nor missed.
        os.makedirs(s.home + "/ro")
        os.chmod(s.home + "/ro", 0o500)
        equal(s.run(s.export("HOME", s.home + "/ro")), "")
        told_and_gone(s)
        equal(os.listdir(s.home + "/ro"), [])
    if kind == "fish":
        return  # fish itself complains of a missing home
    with Shell(kind, program=PROGRAM) as s:
        rc = s.home + "/" + {"bash": ".bashrc", "zsh": ".zshrc"}[kind]
        env = {k: v for k, v in s.env.items() if k not in ("HOME", "ZDOTDIR")}
        argv = {"bash": ["bash", "--noprofile", "--rcfile", rc, "-i"], "zsh": ["zsh", "-d", "-f", "-i"]}[kind]
        with Shell(kind, program=PROGRAM, argv=argv, env=dict(env, HOME=None), wait=kind == "bash") as t:
            if kind == "zsh":
                t.send("source %s\r" % (t.home + "/.zshrc"))
                t.wait_prompt()
            lacks(t.clean(t.raw), "nexoenv:")
            told_and_gone(t)


@case("W4 CR, newline, and letters that turn the line around, in names of directories and files")
def w4(kind):
    for name in ("a\rb", "new\nline", "\u202eenv", "bell\x07", "\x9b31m", "back\x08\x08"):
        with Shell(kind, program=PROGRAM) as s:
            top = os.path.join(s.home, "work", name)
            os.makedirs(top)
            with open(os.path.join(top, ".env" + name), "w") as f:
                f.write("NEXOROUTER_API_KEY=" + BAD + "\n")
            os.symlink(".env" + name, os.path.join(top, ".env"))
            with open(os.path.join(top, ".nexoenv.ini"), "w", newline="") as f:
                f.write("[project]\nenv_files = .env%s, .env\n" % name)
            start = len(s.raw)
            s.run("cd $STUB/work/*" if kind != "fish" else "cd $STUB/work/*")
            s.run("true")
            raw = s.raw[start:]
            told = [line.rstrip(b"\r") for line in re.split(b"(?<=\r)\n", raw[raw.find(b"nexoenv: "):]) if b"nexoenv: " in line]
            equal(bool(told), True, "told at all, in %r" % name)
            for line in told:
                line = re.sub(rb"\x1b\[[0-9;]*m", b"", line[line.index(b"nexoenv: "):].split(b"explain ")[0])
                for byte in (b"\r", b"\n", b"\x07", b"\x08", b"\x1b", b"\xe2\x80\xae", b"\xc2\x9b"):
                    equal(byte in line, False, "%r in %r" % (byte, line))


@case("W5 standard error is closed: silent", ("fish",))
def w5(kind):
    with Shell(kind, program=PROGRAM) as s:
        s.send("fish -i 2>&-" + line_end(kind))
        for line in (s.export("NEXOROUTER_API_KEY", BAD), "cd /", "cd /tmp", "touch %s/there" % s.home, "exit"):
            s.send(line + line_end(kind))
        end = time.monotonic() + 20
        while not os.path.exists(s.home + "/there") and time.monotonic() < end:
            s.pump(0.1)
        equal(os.path.exists(s.home + "/there"), True)
        for word in ("explain", "__nexoenv", "descriptor"):
            lacks(s.clean(s.raw), word)


@case("R1 the user's settings silence the hook, and give it its voice again, at once")
def r1(kind):
    with Shell(kind, program=PROGRAM) as s:
        os.makedirs(s.home + "/.config/nexoenv")
        has(s.run(s.export("NEXOROUTER_API_KEY", BAD)), "explain key.placeholder")
        s.write(".config/nexoenv/config.ini", "[prompt]\nhook = off\n")
        for line in ("true", "true", s.export("NEXOROUTER_API_KEY", "\"x"), "cd /", s.export("NEXOROUTER_API_KEY", BAD)):
            equal(s.run(line), "", line)
        time.sleep(0.05)
        s.run("true")
        s.write(".config/nexoenv/config.ini", "[prompt]\nhook = on\n")
        has(s.run("true") + s.run("true"), "explain key.placeholder")


@case("L1 the program is linked with no library of curl or TLS", ("bash",))
def l1(kind):
    if not shutil.which("readelf"):
        return "readelf is not installed"
    out = subprocess.run(["readelf", "-d", PROGRAM], capture_output=True, text=True).stdout
    needed = set(re.findall(r"NEEDED.*\[([^\]]+)\]", out))
    allowed = re.compile(r"(libc|libyaml-0|libinih|libjansson|libresolv|libdl|ld-linux-.*)\.so\.\d+$")
    equal(sorted(name for name in needed if not allowed.match(name)), [])
    equal("libc.so.6" in needed, True)
