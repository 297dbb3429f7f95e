# SPDX-License-Identifier: MIT
"""What the hook notices and when it asks; against a stub that keeps a line for each call."""
import os
import re
import subprocess
import time

from table import case, equal, has, lacks
from term import STUB, Shell, hook, install, load

KEY = "nxr-test-0123456789abcdefghij"


def asked(s, line, times=1):
    """The line makes the next prompt ask that often, and the one after not at all."""
    before = len(s.calls())
    text = s.run(line)
    equal(len(s.calls()) - before, times, "calls after %r" % line)
    s.run("true")
    equal(len(s.calls()) - before, times, "calls one prompt after %r" % line)
    return text


def traced(s, command, times):
    """System calls that start something, seen by strace, while the command runs often."""
    log = os.path.join(s.home, "trace")
    tracer = subprocess.Popen(["strace", "-f", "-qq", "-e", "trace=clone,clone3,fork,vfork,execve",
                               "-o", log, "-p", str(s.pid)], stderr=subprocess.PIPE)
    end = time.monotonic() + 10
    while "TracerPid:\t0\n" in open("/proc/%d/status" % s.pid).read():
        if tracer.poll() is not None or time.monotonic() > end:
            return None
        time.sleep(0.01)
    for _ in range(times):
        s.run(command)
    tracer.terminate()
    tracer.wait()
    return [line for line in open(log) if "CLONE_THREAD" not in line and  # fish reads ahead in threads
            re.search(r"\b(clone|clone3|fork|vfork|execve)\(", line)]


@case("P1 nothing changed: no fork, no exec")
def p1(kind):
    with Shell(kind, program=STUB) as s:
        s.write("watch", "file %s/f\t%s/f\nnone %s/absent\n" % ((s.home,) * 3))
        s.write("f", "")
        s.run(s.export("OPENAI_API_KEY", KEY))
        s.run("true")
        got = traced(s, "", 100)
        if got is None:
            return "strace may not attach here"
        equal(got, [])
        got = traced(s, "true", 100)
        equal(got, [])
        equal(len(s.calls()), 2)


@case("P2 a change costs one fork and one exec")
def p2(kind):
    with Shell(kind, program=STUB.replace("#!/bin/sh", "#!/bin/sh", 1)) as s:
        log = traced(s, s.export("OPENAI_API_KEY", KEY), 1)
        if log is None:
            return "strace may not attach here"
        shell = [line for line in log if line.startswith("%d " % s.pid)]
        equal(len(shell), 1, "forks of the shell itself")
        equal(len([line for line in log if 'execve("%s' % s.bin in line]), 1)


@case("P3 a variable is set, exported, changed, emptied, unset")
def p3(kind):
    with Shell(kind, program=STUB) as s:
        asked(s, s.set("OPENAI_API_KEY", KEY))
        has(s.calls()[-1][1], "OPENAI_API_KEY=%d" % len(KEY))
        asked(s, s.export("OPENAI_API_KEY", KEY))
        lacks(s.calls()[-1][1], "OPENAI_API_KEY")
        asked(s, s.export("OPENAI_API_KEY", KEY + "1"))
        asked(s, s.export("OPENAI_API_KEY", "abc" + KEY[2:]))
        asked(s, s.export("OPENAI_API_KEY", ""))
        asked(s, s.unset("OPENAI_API_KEY"))
        asked(s, s.set("HTTPS_PROXY", ""))
        has(s.calls()[-1][1], "HTTPS_PROXY=0")
        asked(s, s.export("HTTPS_PROXY", "http://u:secret@h:1"))
        asked(s, s.export("HTTPS_PROXY", "http://u:secret@h:12"))
        asked(s, s.export("OPENAI_BASE_URL", "https://api.nexorouter.com/v1"))
        asked(s, s.export("OPENAI_BASE_URL", "https://api.nexorouter.com/v2"))
        asked(s, s.set("SOME_OTHER", "x"), 0)
        # No value is ever an argument, nor in what the hook hands over.
        for call in s.calls():
            lacks("|".join(call), KEY[:8])
            lacks("|".join(call), "secret")
            equal(call[0], "status --style hook")


@case("P3 what the hook keeps for comparing holds no key and no password")
def p3_kept(kind):
    with Shell(kind, program=STUB) as s:
        if kind != "fish":
            s.run("IFS=X")  # how words are joined is the user's affair
        s.run(s.export("OPENAI_API_KEY", KEY))
        s.run(s.export("NEXOROUTER_MODEL", "some-model"))
        s.run(s.export("HTTPS_PROXY", "http://u:pass-of-proxy@h:1"))
        s.run(s.export("OPENAI_BASE_URL", "https://me:pass-of-url@h/v1"))
        s.run("true")
        kept = s.run({"bash": "declare -p ${!__nexoenv_@}; declare -f", "zsh": "typeset -pm '__nexoenv_*'; functions",
                      "fish": "set -L | string match '__nexoenv_*'; functions __nexoenv_prompt"}[kind])
        has(kept, "some-model")
        for secret in (KEY[8:16], "pass-of-proxy", "pass-of-url"):
            lacks(kept, secret)
        asked(s, s.export("HTTPS_PROXY", "http://u:pass-of-proxy2@h:1"))
        asked(s, s.export("HTTPS_PROXY", "http://h:1"))
        asked(s, s.export("HTTPS_PROXY", "http://h:2"))


@case("P3 every name that is watched is watched, set to something, empty, or not exported")
def p3_all(kind):
    with open(hook(kind)) as f:
        names = re.findall(r"\b(?:[A-Z]+_)+[A-Z]+\b|\b[a-z]+_proxy\b",
                           re.search(r"__nexoenv_keys.*?NODE_ENV", f.read(), re.S).group(0))
    equal(len(names), 36)
    with Shell(kind, program=STUB) as s:
        for name in names:
            before = len(s.calls())
            for line in (s.export(name, "x"), s.export(name, ""), s.unset(name), s.set(name, ""), s.unset(name)):
                s.run(line)
            equal(len(s.calls()) - before, 5, name)
        asked(s, "; ".join(s.export(name, "x") for name in names))
        asked(s, "true", 0)
        before = len(s.calls())
        for i, name in enumerate(names):
            s.run(s.export(name, "y@" if i % 2 else "yy"))
        equal(len(s.calls()) - before, len(names), "changed among many")
        asked(s, "true", 0)


@case("P4 cd in every form, and none from a sub-shell")
def p4(kind):
    with Shell(kind, program=STUB) as s:
        os.mkdir(s.home + "/work/a")
        asked(s, "cd a")
        equal(s.calls()[-1][3], s.home + "/work/a")
        asked(s, "cd ..")
        asked(s, "pushd a")
        asked(s, "popd")
        if kind == "zsh":
            asked(s, "cd -q a")
            asked(s, "setopt autocd", 0)
            asked(s, "..")
        if kind != "fish":
            asked(s, "(cd /tmp; true)", 0)


@case("P5 a watched file is edited, replaced, touched back, removed, created, relinked")
def p5(kind):
    with Shell(kind, program=STUB) as s:
        f, stamp = s.home + "/.env", s.home + "/stamp"

        def restamp():
            os.utime(stamp, ns=(0, os.stat(f).st_mtime_ns)) if os.path.exists(f) else None
        s.write(".env", "A=1")
        s.write("stamp", "")
        restamp()
        s.write("watch", "file %s\t%s\nnone %s/later\n" % (f, stamp, s.home))
        asked(s, "cd /")

        def change(line, do):
            do()
            before = len(s.calls())
            s.run("true")
            equal(len(s.calls()) - before, 1, line)
            restamp()
            s.run("true")
            s.run("true")
        change("edit", lambda: s.write(".env", "A=2"))

        def older():
            s.write("old", "A=0")
            os.utime(s.home + "/old", (1, 1))
            os.rename(s.home + "/old", f)
        change("an older file in its place", older)
        change("touched back", lambda: os.utime(f, (0, 1000000)))

        def relink():
            s.write("t1", "")
            os.utime(s.home + "/t1", (5, 5))
            os.remove(f)
            os.symlink(s.home + "/t1", f)
        change("a link in its place", relink)
        s.write("later", "")
        s.run("true")
        count = len(s.calls())
        os.remove(s.home + "/later")
        s.run("true")
        s.run("true")
        os.remove(f)
        s.run("true")
        equal(len(s.calls()) > count, True, "removed")


@case("P6 other files come and go: nothing is asked")
def p6(kind):
    with Shell(kind, program=STUB) as s:
        s.run("true")
        before = len(s.calls())
        for i in range(200):
            open(s.home + "/work/%d" % i, "w").close()
        s.run("true")
        equal(len(s.calls()), before)


@case("W1 a warning stands on its own line, once, before the prompt")
def w1(kind):
    with Shell(kind, program=STUB) as s:
        s.write("warn", "nexoenv: key ends in CR (from .env:3) \u00b7 nexoenv explain key.crlf\n")
        text = s.run(s.export("OPENAI_API_KEY", KEY))
        equal(text, "nexoenv: key ends in CR (from .env:3) \u00b7 nexoenv explain key.crlf\n")
        for _ in range(50):
            equal(s.run("true"), "")


@case("W3 what was told is exported, for nested shells; nothing else is")
def w3(kind):
    with Shell(kind, program=STUB) as s:
        s.run("true")
        text = s.run("env | grep -i nexoenv")
        equal(text.strip().replace("\r", ""), "NEXOENV_TOLD=pts:1,abc@3")
        # The same shell again, as a child with its own rc file, and in place of this one.
        s.run({"bash": "bash --noprofile", "zsh": "zsh -d", "fish": "fish"}[kind])
        equal(s.calls()[-1][2], "pts:1,abc@3")
        s.run("exec " + {"bash": "bash --noprofile", "zsh": "zsh -d", "fish": "fish"}[kind])
        equal(s.calls()[-1][2], "pts:1,abc@3")
        equal(s.alive(), True)


@case("W5 standard error is a file or closed: silent", ("bash", "zsh"))  # fish has no such `exec`
def w5(kind):
    with Shell(kind, program=STUB) as s:
        s.write("warn", "nexoenv: x\n")
        s.send("exec 2>%s/err\n" % s.home if kind == "bash" else "exec 2>%s/err\r" % s.home)
        time.sleep(0.3)
        s.send("cd /; exec 2>/dev/tty\n" if kind == "bash" else "cd /; exec 2>/dev/tty\r")
        time.sleep(0.5)
        lacks(open(s.home + "/err").read(), "nexoenv: x")
        os.path.exists(s.home + "/warn") and os.remove(s.home + "/warn")
    with Shell(kind, program=STUB) as s:
        s.write("warn", "nexoenv: x\n")
        s.send("cd /; exec 2>&-\n" if kind == "bash" else "cd /; exec 2>&-\r")
        time.sleep(0.5)
        s.send("exec 2>/dev/tty\n" if kind == "bash" else "exec 2>/dev/tty\r")
        time.sleep(0.5)
        while s.pump(0.1):
            pass
        lacks(s.clean(s.raw).lower(), "bad file descriptor")
        lacks(s.clean(s.raw), "__nexoenv")


@case("W6 dumb terminals and Midnight Commander: the hook stays out")
def w6(kind):
    for env in ({"TERM": "dumb"}, {"TERM": "unknown"}, {"MC_SID": "1"}):
        with Shell(kind, program=STUB, env=env, wait=False) as s:
            time.sleep(0.7)
            while s.pump(0.2):
                pass
            equal(s.calls(), [], str(env))


@case("C1 Ctrl-C while the program runs: a prompt after one press; off after three failures")
def c1(kind):
    with Shell(kind, program=STUB) as s:
        s.write("behave", "sleep 60\n")
        # zsh and fish do not start the hook again by themselves: there, the prompt after a failure
        # counts it and does not ask.
        for i in range(8):
            before = len(s.calls())
            s.send("cd /%s" % ("tmp" if i % 2 else "") + ("\n" if kind == "bash" else "\r"))
            end = time.monotonic() + 1
            while len(s.calls()) == before and time.monotonic() < end and s.prompt_count() == s.prompts:
                s.pump(0.05)
            if len(s.calls()) > before:
                time.sleep(0.1)
                s.send("\x03")
            s.wait_prompt(10)
        equal(len(s.calls()), 4, "calls until the hook gave up")
        os.remove(s.home + "/behave")
        equal(s.alive(), True)


@case("C1 other hooks still run after Ctrl-C")
def c1b(kind):
    other = {"bash": "PROMPT_COMMAND+=('echo other')\n", "zsh": "precmd_functions+=(o); o() { echo other }\n",
             "fish": "function o --on-event fish_prompt\n echo other\nend\n"}[kind]
    with Shell(kind, program=STUB, after=other) as s:
        s.write("behave", ": > \"$STUB/asleep\"\nsleep 60\n")
        s.send("cd /" + ("\n" if kind == "bash" else "\r"))
        end = time.monotonic() + 10
        while not os.path.exists(s.home + "/asleep") and time.monotonic() < end:
            s.pump(0.05)
        while s.pump(0.2):  # until the shell has said all and waits: before, it may take the key for text
            pass
        s.send("\x03")
        s.wait_prompt(10)
        os.remove(s.home + "/behave")
        has(s.run("true"), "other")


@case("C3 the program is missing, not executable, crashes, prints garbage or too much: silent")
def c3(kind):
    with Shell(kind) as s:
        equal(s.start_text.replace("\r", "").replace("{0}READY>", ""), "")
        equal(s.run("true"), "")
        open(s.bin + "/nexoenv", "w").close()  # not executable
        equal(s.run("cd /"), "")
    # fish speaks of crashes of any program; the real one ends itself quietly (cases_real.py).
    for what in ("kill -ALRM $$" if kind == "fish" else "kill -SEGV $$", "exit 3", "head -c 4000 /dev/urandom; exit", "echo nexoenv 2; exit",
                 "head -c 3000000 /dev/zero | tr '\\0' x; exit", "printf 'nexoenv 1\\nfile relative\\tx\\nend\\n'; exit",
                 "printf 'nexoenv 1\\ntold $(touch pwned)\\nend\\n'; exit", "printf 'nexoenv 1\\ntold x\\n'; exit"):
        with Shell(kind, program=STUB) as s:
            s.write("behave", what + "\n")
            for line in ("cd /", "cd /tmp", "cd /usr", "cd /etc", "cd /var"):
                equal(s.run(line), "", what)
            equal(len(s.calls()), 4, "three failures and no more: " + what)
            equal(os.path.exists("/tmp/pwned"), False)
            equal(s.alive(), True)


@case("C4 the program is replaced, moved away and put back while the shell is open")
def c4(kind):
    with Shell(kind, program=STUB) as s:
        binary = s.bin + "/nexoenv"
        s.write("stamp", "")
        os.utime(s.home + "/stamp", ns=(0, os.stat(binary).st_mtime_ns))
        s.write("watch", "file %s\t%s/stamp\n" % (binary, s.home))
        asked(s, "cd /")
        time.sleep(0.02)
        install(STUB, s.bin)  # an upgrade
        before = len(s.calls())
        s.run("true")
        equal(len(s.calls()) - before, 1)
        os.utime(s.home + "/stamp", ns=(0, os.stat(binary).st_mtime_ns))
        s.run("true")
        os.rename(binary, binary + ".away")
        for line in ("true", "cd /tmp", "true"):
            equal(s.run(line), "")
        os.rename(binary + ".away", binary)
        before = len(s.calls())
        s.run("true")
        equal(len(s.calls()) - before, 1, "found again")


@case("C5 a relative entry of PATH is never used, nor a variable that names the program")
def c5(kind):
    env = {"__nexoenv_bin": "/tmp/nexoenv-evil", "NEXOENV_BIN": "/tmp/nexoenv-evil"}
    with Shell(kind, env=dict(env, PATH=".:work::/usr/bin:/bin")) as s:
        install("#!/bin/sh\ntouch $STUB/evil\n", s.home + "/work")
        for line in ("cd /tmp", "cd ~/work", "cd ~"):
            s.run(line)
        equal(os.path.exists(s.home + "/evil"), False)


@case("E2 odd directories: deleted, with newline, $( ), blanks, a dash in front")
def e2(kind):
    with Shell(kind, program=STUB) as s:
        for name in ("a b", "$(touch pwned)", "`touch pwned`", "-rf", "new\nline", "\u2713", "'\""):
            os.makedirs(s.home + "/work/" + name, exist_ok=True)
        s.run("cd " + s.home + "/work")
        for name in ("a b", "$(touch pwned)", "`touch pwned`", "-rf", "\u2713"):
            quoted = "'" + name + "'"
            equal(s.run("cd ./" + quoted), "", name)
            equal(s.run("cd .."), "")
        os.mkdir(s.home + "/work/gone")
        s.run("cd gone")
        os.rmdir(s.home + "/work/gone")
        equal(s.run("true"), "")
        s.run("cd /")
        equal(s.alive(), True)
        found = subprocess.run(["find", s.home, "-name", "pwned"], capture_output=True, text=True).stdout
        equal(found, "")


@case("E3 HOME, PATH, XDG_RUNTIME_DIR unset: silent")
def e3(kind):
    with Shell(kind, program=STUB) as s:
        for name in ("XDG_RUNTIME_DIR", "HOME"):
            equal(s.run(s.unset(name)), "", name)
        s.run(s.set("PATH", "/nowhere") if kind != "fish" else "set -gx PATH /nowhere")
        equal(s.run("true" if kind != "fish" else "true"), "")
        equal(s.alive(), True)


@case("N1 shells that are not interactive print nothing and are not slowed")
def n1(kind):
    with Shell(kind, program=STUB) as s:
        rc = s.home + "/" + {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[kind]
        for argv in ([kind, "-c", "echo hello"], [kind, "-c", "source %s; echo hello" % rc]):
            done = subprocess.run(argv, env=dict(s.env, BASH_ENV=rc, ENV=rc), capture_output=True, text=True,
                                  stdin=subprocess.DEVNULL)
            equal(done.stdout.splitlines()[-1:], ["hello"])
            lacks(done.stdout + done.stderr, "nexoenv")
            if "source" not in argv[2]:
                equal(done.stdout, "hello\n")
                equal(done.stderr, "")
        before = len(s.calls())
        if kind == "bash":  # interactive by its options, but there is no prompt
            done = subprocess.run(["bash", "-ic", "echo hello"], env=s.env, capture_output=True, text=True,
                                  stdin=subprocess.DEVNULL)
            has(done.stdout, "hello")
            lacks(done.stdout + done.stderr, "nexoenv")
        equal(len(s.calls()), before)


@case("N3 a shell that reads its commands from a pipe, as scp and ssh do: nothing of ours")
def n3(kind):
    with Shell(kind, program=STUB) as s:
        before = len(s.calls())
        done = subprocess.run([kind], input="echo one\ncd /\necho two\n", env=s.env, capture_output=True, text=True)
        equal((done.stdout, done.stderr), ("one\ntwo\n", ""))
        equal(len(s.calls()), before)


@case("R1 NEXOENV_DISABLE works at once, also from the first prompt")
def r1(kind):
    with Shell(kind, program=STUB) as s:
        s.run(s.set("NEXOENV_DISABLE", "1"))
        before = len(s.calls())
        s.run("cd /")
        equal(len(s.calls()), before)
        s.run(s.unset("NEXOENV_DISABLE"))
        equal(len(s.calls()), before + 1)
    with Shell(kind, program=STUB, env={"NEXOENV_DISABLE": "1"}) as s:
        s.run("cd /")
        equal(s.calls(), [])


@case("R3 loaded twice is loaded once; by eval as well")
def r3(kind):
    for how in ("source", "eval"):
        with Shell(kind, program=STUB, hooked=how, before=load(kind, how)) as s:
            equal(len(s.calls()), 1, how)
            s.write("warn", "nexoenv: one\n")
            equal(s.run("cd /"), "nexoenv: one\n")
            equal(len(s.calls()), 2)
            s.run(load(kind).strip())
            before = len(s.calls())
            s.run("cd /tmp")
            equal(len(s.calls()) - before, 1)


@case("T2 resize while the shell waits: nothing is asked, nothing is drawn")
def t2(kind):
    with Shell(kind, program=STUB) as s:
        s.run("true")
        before = len(s.calls())
        for size in ((10, 40), (50, 132), (24, 80), (24, 200)):
            s.resize(*size)
            s.pump(0.1)
        lacks(s.run("true"), "nexoenv")
        equal(len(s.calls()), before)


@case("H1 the history holds what was typed and nothing else")
def h1(kind):
    with Shell(kind, program=STUB) as s:
        s.run("echo one")
        s.run("cd /")
        text = s.run({"bash": "history", "zsh": "history 1", "fish": "history"}[kind])
        has(text, "echo one")
        lacks(text, "nexoenv")
