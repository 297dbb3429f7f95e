# SPDX-License-Identifier: MIT
"""The real program behind the real hooks: a key breaks, the warning comes once, and goes."""
import os
import re
import shutil
import signal
import socket
import subprocess
import time

from table import case, equal, has, lacks
from term import ROOT, STUB, Shell

PROGRAM = os.environ.get("NEXOENV") or os.path.join(ROOT, "build/release/nexoenv")
KEY = "sk-nexo-TEST01aB3dE5fG7hJ9kL1"


def line_end(kind):
    return "\n" if kind == "bash" else "\r"


def project(s, env="NEXOROUTER_API_KEY=%s\n" % KEY):
    with open(s.home + "/work/.env", "w") as f:
        f.write(env)
    with open(s.home + "/work/package.json", "w") as f:
        f.write('{"dependencies":{"openai":"^6.0.0","dotenv":"^16.0.0"},"scripts":{"start":"node -r dotenv/config x.js"}}\n')


def quiet(s, line, times=2):
    """The line, and then prompts until stamps are settled: nothing is said."""
    equal(s.run(line), "", line)
    for _ in range(times):
        equal(s.run("true"), "")


@case("D1 a key breaks, the warning appears once, and disappears")
def d1(kind):
    with Shell(kind, program=PROGRAM) as s:
        quiet(s, s.export("NEXOROUTER_API_KEY", KEY))
        bad = {"bash": "export NEXOROUTER_API_KEY=$'%s\\r'", "zsh": "export NEXOROUTER_API_KEY=$'%s\\r'",
               "fish": "set -gx NEXOROUTER_API_KEY %s\\r"}[kind] % KEY
        text = s.run(bad)
        has(text, "nexoenv: ")
        has(text, "nexoenv explain key.crlf")
        lacks(text, KEY[:12])
        equal(text.count("\n") <= 2, True, repr(text))
        for _ in range(10):
            equal(s.run("true"), "")
        equal(s.run("sh -c 'exit 3'"), "")
        equal(s.status, 3)
        text = s.run(s.export("NEXOROUTER_API_KEY", KEY))
        has(text, "nexoenv: ")
        equal(len(text.split()), 2, "the end in one word: %r" % text)
        for _ in range(3):
            equal(s.run("true"), "")


@case("D2 set but not exported: only the shell can know")
def d2(kind):
    with Shell(kind, program=PROGRAM) as s:
        text = s.run(s.set("NEXOROUTER_API_KEY", KEY))
        has(text, "loaded.not-exported")
        lacks(text, KEY[:12])
        text = s.run(s.export("NEXOROUTER_API_KEY", KEY))
        equal(len(text.split()), 2, repr(text))


@case("D3 a dotenv file in the project: edited, broken, repaired, removed")
def d3(kind):
    with Shell(kind, program=PROGRAM) as s:
        project(s)
        s.run("true")
        time.sleep(0.05)
        s.run("true")
        s.run("true")
        env = s.home + "/work/.env"
        with open(env, "w") as f:
            f.write("NEXOROUTER_API_KEY=your-api-key-here\n")
        text = s.run("true")
        has(text, "nexoenv: ")
        for _ in range(3):
            equal(s.run("true"), "")
        with open(env, "w") as f:
            f.write("NEXOROUTER_API_KEY=%s\n" % KEY)
        text = s.run("true")
        has(text, "nexoenv: ")


@case("D4 flapping within a few prompts is told once, and so is its end")
def d4(kind):
    with Shell(kind, program=PROGRAM) as s:
        text = ""
        for _ in range(3):
            text += s.run(s.export("NEXOROUTER_API_KEY", "your-api-key-here"))
            text += s.run(s.export("NEXOROUTER_API_KEY", KEY))
        equal((text.count("explain"), text.count("nexoenv: ok")), (1, 1), repr(text))


@case("D5 a nested shell, and the same shell again by exec: not told twice; another terminal: once")
def d5(kind):
    with Shell(kind, program=PROGRAM) as s:
        text = s.run(s.export("NEXOROUTER_API_KEY", "your-api-key-here"))
        has(text, "nexoenv: ")
        command = {"bash": "bash --noprofile", "zsh": "zsh -d", "fish": "fish"}[kind]
        lacks(s.run(command), "explain")
        lacks(s.run("exec " + command), "explain")
        told = s.run("printenv NEXOENV_TOLD").strip()
        equal(bool(told), True)
        env = {"NEXOENV_TOLD": told, "NEXOROUTER_API_KEY": "your-api-key-here"}
        with Shell(kind, program=PROGRAM, env=env) as other:
            has(other.start_text, "explain")


@case("D6 type-ahead: nothing is said in the middle of a paste, but at its end")
def d6(kind):
    with Shell(kind, program=PROGRAM) as s:
        end = line_end(kind)
        lines = [s.export("NEXOROUTER_API_KEY", "your-api-key-here")] + ["sleep 0.1", "echo pasted"] * 3
        s.send(end.join(lines) + end)
        stop = time.monotonic() + 20
        while s.clean(s.raw).count("\npasted\n") < 3 and time.monotonic() < stop:
            s.pump(0.1)
        while s.pump(0.3):
            pass
        s.prompts = s.prompt_count()
        s.mark = len(s.clean(s.raw))
        for _ in range(2):
            s.run("true")
        text = s.clean(s.raw)
        equal(text.count("explain"), 1, repr(text[-600:]))
        last = text.rfind("pasted\n")
        equal(text.find("explain") > last, True, "after the paste")


@case("E1 .env is a FIFO, a directory, a device, a gigabyte, unreadable: a prompt within a moment")
def e1(kind):
    with Shell(kind, program=PROGRAM, env={"NEXOROUTER_API_KEY": KEY}) as s:
        env = s.home + "/work/.env"
        makers = [lambda: os.mkfifo(env), lambda: os.mkdir(env), lambda: os.symlink("/dev/zero", env),
                  lambda: open(env, "wb").truncate(1 << 30), lambda: os.symlink(env, env),
                  lambda: (open(env, "w").close(), os.chmod(env, 0))]
        for make in makers:
            make()
            start = time.monotonic()
            s.run("cd .")
            s.run("true")
            equal(time.monotonic() - start < 10, True)
            equal(s.alive(), True)
            os.rmdir(env) if os.path.isdir(env) and not os.path.islink(env) else os.remove(env)
            s.run("true")


@case("W4 a hostile name is escaped")
def w4(kind):
    with Shell(kind, program=PROGRAM) as s:
        os.makedirs(s.home + "/work/a\x1b[31mb")
        with open(s.home + "/work/a\x1b[31mb/.env", "w") as f:
            f.write("NEXOROUTER_API_KEY='%s\n" % KEY)
        start = len(s.raw)
        s.run("cd a*")
        raw = s.raw[start:]
        for part in raw.split(b"nexoenv: ")[1:]:
            equal(b"\x1b[31mb" in part.split(b"\n")[0], False)


@case("N4 the hook's text is printed byte for byte, and by eval does the same")
def n4(kind):
    from term import hook
    done = subprocess.run([PROGRAM, "hook", kind], capture_output=True)
    equal(done.stdout, open(hook(kind), "rb").read())
    with Shell(kind, program=PROGRAM, hooked=None,
               before={"fish": "nexoenv hook fish | source\n"}.get(kind, 'eval "$(nexoenv hook %s)"\n' % kind)) as s:
        has(s.run(s.set("NEXOROUTER_API_KEY", KEY)), "loaded.not-exported")
    done = subprocess.run([PROGRAM, "hook", kind, "--remove"], capture_output=True, text=True)
    has(done.stdout, "nexoenv_unhook")


@case("L2 no library of curl or TLS is opened, no program started, no connection made", ("bash",))
def l2(kind):
    with Shell(kind, program=PROGRAM, hooked=None) as s:
        project(s)
        log = s.home + "/log2"
        done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=openat,execve,clone,fork,vfork,socket,connect", "-o", log,
                               PROGRAM, "status", "--style", "hook"], cwd=s.home + "/work",
                              env=dict(s.env, NEXOENV_HOOK="1 bash 1", NEXOROUTER_API_KEY=KEY), capture_output=True, text=True)
        if "strace" in done.stderr or not os.path.exists(log):
            return "strace may not attach here"
        text = open(log).read()
        for word in ("libcurl", "libssl", "libgnutls", "fork", "socket(", "connect(", "/proc/1/"):
            lacks(text, word)
        # Itself, to be left behind, where something is mounted that may not answer.
        equal(re.findall(r"\bclone\(.*flags=([A-Z_|]+)", text) in ([], ["CLONE_VM|SIGCHLD"]), True, text)
        equal(text.count("execve("), 1)
        has(done.stdout, "nexoenv 1\n")


@case("C2 the program is cut off when it hangs, and ends itself quietly when it crashes", ("bash",))
def c2(kind):
    with Shell(kind, program=PROGRAM, hooked=None) as s:
        for number, want in ((signal.SIGSEGV, 70), (signal.SIGABRT, 70)):
            # strace sends the signal when the program asks for its directory.
            log = s.home + "/log3"
            done = subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", "trace=setitimer,getcwd", "-e",
                                   "inject=getcwd:signal=%d:when=1" % number, PROGRAM, "status", "--style", "hook"],
                                  cwd=s.home + "/work", env=dict(s.env, NEXOENV_HOOK="1 fish 1"), capture_output=True, text=True)
            if not os.path.exists(log):
                return "strace may not attach here"
            text = open(log).read()
            has(text, "setitimer(ITIMER_REAL")
            has(text, "tv_usec=150000")
            if done.returncode == 0:
                raise AssertionError("the signal did not arrive")
            equal(done.returncode, want)


@case("J1 status for other prompts: short, symbol, json", ("bash",))
def j1(kind):
    with Shell(kind, program=PROGRAM, hooked=None) as s:
        import json

        def status(*words, **env):
            return subprocess.run([PROGRAM, "status"] + list(words), cwd=s.home + "/work", env=dict(s.env, **env),
                                  capture_output=True, text=True)
        fine, broken = {"NEXOROUTER_API_KEY": KEY}, {"NEXOROUTER_API_KEY": "your-api-key-here"}
        for words in (("--style", "short"), ("--style", "symbol")):
            equal((status(*words, **fine).stdout, status(*words, **fine).returncode), ("", 0))
            done = status(*words, **broken)
            equal((len(done.stdout.splitlines()), done.returncode), (1, 0))
            lacks(done.stdout, "your-api-key")
        equal(json.loads(status("--json", **broken).stdout)["schema"], "nexoenv.status/1")
        equal(len(status("--style", "symbol", **broken).stdout.strip()) <= 4, True)


@case("A record of a session: what a person sees")
def record(kind):
    """Writes build/shell-sessions/KIND.txt: a key breaks, the warning appears once, it disappears."""
    with Shell(kind, program=PROGRAM) as s:
        start = len(s.clean(s.raw))
        bad = {"bash": "export NEXOROUTER_API_KEY=$'%s\\r'", "zsh": "export NEXOROUTER_API_KEY=$'%s\\r'",
               "fish": "set -gx NEXOROUTER_API_KEY %s\\r"}[kind] % KEY
        for line in (s.export("NEXOROUTER_API_KEY", KEY), "echo work", bad, "echo work", "echo more work",
                     s.export("NEXOROUTER_API_KEY", KEY), "echo work"):
            s.run(line)
        # Line editors draw letters twice: what a backspace or a return went back over is gone.
        text = re.sub(r".\x08", "", s.clean(s.raw)[start:])
        lines = [line.strip("\r").split("\r") for line in text.split("\n")]
        text = "\n".join(p[-1] if "READY>" in p[-1] or "READY>" not in p[0] else p[0] + p[-1] for p in lines)
        text = re.sub(r"\{\d+\}READY>", "$ ", text)
        where = os.path.join(ROOT, "build", "shell-sessions")
        os.makedirs(where, exist_ok=True)
        with open(os.path.join(where, kind + ".txt"), "w") as f:
            f.write(text)
        equal(text.count("explain key.crlf"), 1)


@case("W2 A, then A and B: only B is told; A gone for long and back: told again")
def w2(kind):
    with Shell(kind, program=PROGRAM) as s:
        bad, good = s.export("NEXOROUTER_API_KEY", "your-api-key-here"), s.export("NEXOROUTER_API_KEY", KEY)
        has(s.run(bad), "explain key.placeholder")
        text = s.run(s.export("HTTPS_PROXY", "htp://nowhere"))
        has(text, "explain proxy.")
        lacks(text, "explain key.")
        equal(s.run(s.unset("HTTPS_PROXY")), "", "A alone again")
        has(s.run(good), "nexoenv: ok")
        for where in ["/", "/tmp"] * 10:
            equal(s.run("cd " + where), "")
        has(s.run(bad), "explain key.placeholder")


@case("W2 another damage of the same key is another problem", ("bash", "zsh"))
def w2b(kind):
    with Shell(kind, program=PROGRAM) as s:
        has(s.run("export NEXOROUTER_API_KEY=$'%s\\n'" % KEY), "explain key.whitespace")
        has(s.run(s.export("NEXOROUTER_API_KEY", KEY[:20] + " and " + KEY[20:])), "explain key.whitespace")


@case("W5 standard error is a file: silent; NO_COLOR: plain")
def w5(kind):
    with Shell(kind, program=PROGRAM) as s:
        # A shell of its own, whose standard error is a file; its prompt goes elsewhere or nowhere.
        inner = {"bash": "bash --noprofile -i", "zsh": "zsh -d -i", "fish": "fish -i"}[kind]
        s.send("%s 2>%s/err" % (inner, s.home) + line_end(kind))
        for line in (s.export("NEXOROUTER_API_KEY", "your-api-key-here"), "cd /", "cd /tmp", "touch %s/there" % s.home, "exit"):
            s.send(line + line_end(kind))
        end = time.monotonic() + 20
        while not os.path.exists(s.home + "/there") and time.monotonic() < end:
            s.pump(0.1)
        equal(os.path.exists(s.home + "/there"), True)
        lacks(open(s.home + "/err", errors="replace").read(), "nexoenv:")
        lacks(s.clean(s.raw), "explain")
    for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        with Shell(kind, program=PROGRAM, env=env) as s:
            start = len(s.raw)
            s.run(s.export("NEXOROUTER_API_KEY", "your-api-key-here"))
            line = next(x for x in s.raw[start:].split(b"\n") if b"explain" in x)
            told = line[line.index(b"nexoenv:"):]
            if not coloured:
                equal(b"\x1b[" in told, False, repr(told))


@case("P5 cp -p, an atomic rename, two writes in one tick: told at the latest at the second prompt")
def p5(kind):
    with Shell(kind, program=PROGRAM) as s:
        project(s)
        s.run("true")
        for _ in range(3):
            s.run("true")
        env, bad, good = s.home + "/work/.env", "NEXOROUTER_API_KEY=your-api-key-here\n", "NEXOROUTER_API_KEY=%s\n" % KEY

        def renamed():
            s.write("work/new", bad)
            os.rename(s.home + "/work/new", env)

        def copied():
            old = s.write("old", bad)
            os.utime(old, (1000, 1000))
            shutil.copy2(old, env)

        def twice():
            s.write("work/.env", good)
            s.run("true")  # seen as it is between the two
            now = os.stat(env)
            s.write("work/.env", bad)
            os.utime(env, ns=(now.st_atime_ns, now.st_mtime_ns + 1))
        for change in (renamed, copied, twice):
            change()
            has(s.run("true") + s.run("true"), "explain")
            s.write("work/.env", good)
            has(s.run("true") + s.run("true"), "nexoenv: ok")
            for where in ["/", "~/work"] * 6:  # until what was told is forgotten
                s.run("cd " + where)


@case("E1 .env becomes a FIFO, a socket, a directory, a device, and a file again: the shell sees both")
def e1b(kind):
    with Shell(kind, program=PROGRAM) as s:
        project(s)
        env = s.home + "/work/.env"

        def listen():
            with socket.socket(socket.AF_UNIX) as there:
                there.bind(env)
        s.run("true")
        for _ in range(3):
            s.run("true")
        for make in (lambda: os.mkfifo(env), listen, lambda: os.mkdir(env), lambda: os.symlink("/dev/tty", env)):
            os.remove(env)
            make()
            has(s.run("true"), "explain")
            equal(s.run("true"), "")
            os.rmdir(env) if os.path.isdir(env) else os.remove(env)
            s.write("work/.env", "NEXOROUTER_API_KEY=%s\n" % KEY)
            has(s.run("true"), "nexoenv: ok")
            for where in ["/", "~/work"] * 6:
                s.run("cd " + where)


@case("E2 a directory with a newline, with bytes that are no UTF-8, unreadable: no error")
def e2(kind):
    with Shell(kind, program=PROGRAM) as s:
        for name in (b"new\nline", b"\xff\xfe", b"closed"):
            os.makedirs(os.fsencode(s.home) + b"/work/" + name)
        os.chmod(s.home + "/work/closed", 0)
        for line in {"fish": ("cd $STUB/work/(printf 'new\\nline' | string collect)", "cd $STUB/work/\\xff\\xfe", "cd $STUB/work/closed")}.get(
                kind, ("cd $STUB/work/$'new\\nline'", "cd $STUB/work/$'\\xff\\xfe'", "cd $STUB/work/closed")):
            lacks(s.run(line), "nexoenv")
            lacks(s.run("true"), "nexoenv")
        os.chmod(s.home + "/work/closed", 0o700)
        equal(s.alive(), True)


@case("E3 the runtime directory is a file, somebody else's, open to all, read-only: names are still watched")
def e3(kind):
    for break_it in (lambda d: (os.rmdir(d), open(d, "w").close()), lambda d: os.chown(d, 65534, 65534), lambda d: os.chmod(d, 0o777),
                     lambda d: os.chmod(d, 0o500)):
        with Shell(kind, program=PROGRAM) as s:
            directory = s.home + "/run2"
            os.mkdir(directory, 0o700)
            if os.geteuid() == 0 or break_it.__code__.co_names[-1:] != ("chown",):
                break_it(directory)
            s.run(s.export("XDG_RUNTIME_DIR", directory))
            equal(s.run("cd /"), "")
            has(s.run(s.export("NEXOROUTER_API_KEY", "your-api-key-here")), "explain key.placeholder")
            equal(s.run("true"), "")
            has(s.run(s.export("NEXOROUTER_API_KEY", KEY)), "nexoenv: ok")


@case("V1 a key that is an array, exported in name only, an integer, read-only, a reference", ("bash", "zsh"))
def v1(kind):
    with Shell(kind, program=PROGRAM) as s:
        text = s.run("declare -xa NEXOROUTER_API_KEY; NEXOROUTER_API_KEY=(%s b)" % KEY)
        has(text, "loaded.not-exported")
        lacks(text, KEY[:12])
        for line in ("unset NEXOROUTER_API_KEY; declare -i NEXOROUTER_API_KEY=5", "unset NEXOROUTER_API_KEY; true", s.export("NEXOROUTER_API_KEY", KEY),
                     "readonly NEXOROUTER_API_KEY", "cd /") + (("declare -n OPENAI_API_KEY=NEXOROUTER_API_KEY", "cd /tmp") if kind == "bash" else ()):
            text = s.run(line)
            for word in ("rror", "readonly", "bad", "invalid"):
                lacks(text, word)
        equal(s.alive(), True)


@case("C2 nobody reads the answer: the program ends by its own timer", ("bash",))
def c2b(kind):
    with Shell(kind, program=PROGRAM, hooked=None) as s:
        read, write = os.pipe()
        os.set_blocking(write, False)
        try:
            while True:
                os.write(write, b"x" * 4096)
        except BlockingIOError:
            os.set_blocking(write, True)
        done = subprocess.run([PROGRAM, "status", "--style", "hook"], stdout=write, cwd=s.home + "/work", timeout=60,
                              env=dict(s.env, NEXOENV_HOOK="1 bash 1"), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        equal(done.returncode, -signal.SIGALRM)
        os.close(read)
        os.close(write)


@case("S3 kitty's own integration, which writes the list anew where it finds nothing in it", ["bash"])
def s3_kitty(kind):
    script = "/usr/lib/kitty/shell-integration/bash/kitty.bash"
    if not os.path.exists(script):
        return "kitty-shell-integration is not installed"
    text = "KITTY_SHELL_INTEGRATION=no-prompt-mark source %s\n" % script
    redraw = "PROMPT_COMMAND+=('PS1=\"{\\$?}READY>\"')\n"
    for where in ("before", "after"):
        files = {where: text}
        files["before"] = "export KITTY_WINDOW_ID=1\n" + files.get("before", "")
        files["after"] = files.get("after", "") + redraw
        with Shell(kind, program=PROGRAM, **files) as s:
            has(s.run(s.export("NEXOROUTER_API_KEY", "your-api-key-here")), "explain ")
            equal(re.sub("[\x01\x02]", "", s.run("false")), "", where)  # marks that it writes into the prompt
            equal(s.status, 1, where)
            has(s.run(s.export("NEXOROUTER_API_KEY", KEY)), "nexoenv: ok")
            s.run("nexoenv_unhook")
            equal(re.sub("[\x01\x02]", "", s.run("false")), "", where)  # marks that it writes into the prompt
            equal(s.status, 1, where)
            lacks(s.run("declare -p PROMPT_COMMAND; compgen -v -A function"), "nexoenv")


PLUGINS = {
    "zsh": ["zsh-autosuggestions/zsh-autosuggestions.zsh", "zsh-syntax-highlighting/zsh-syntax-highlighting.zsh",
            "liquidprompt/liquidprompt"],
    "bash": ["liquidprompt/liquidprompt", "bash-completion/bash_completion"],
}
# liquidprompt draws the prompt itself: the tests' own comes after it, at every prompt.
REDRAW = {"zsh": "__redraw() { PROMPT='{%?}READY>' }; precmd_functions+=(__redraw)\n",
          "bash": "PROMPT_COMMAND+=('PS1=\"{\\$?}READY>\"')\n"}


@case("S3 plugins that Debian has, loaded before the hook and after it: told once, and its end", ["bash", "zsh"])
def s3(kind):
    there = ["/usr/share/" + name for name in PLUGINS[kind] if os.path.exists("/usr/share/" + name)]
    if not there:
        return "none of them is installed"
    for path in there:
        for where in ("before", "after"):
            text = {where: "source %s\n" % path}
            text["after"] = text.get("after", "") + (REDRAW[kind] if "liquidprompt" in path else "")
            with Shell(kind, program=PROGRAM, **text) as s:
                has(s.run(s.export("NEXOROUTER_API_KEY", "your-api-key-here")), "explain ")
                equal(s.run("false"), "", path)
                equal(s.status, 1, path + " " + where)
                has(s.run(s.export("NEXOROUTER_API_KEY", KEY)), "nexoenv: ok")
                equal(s.alive(), True, path)
