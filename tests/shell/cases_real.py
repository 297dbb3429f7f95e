# SPDX-License-Identifier: MIT
"""The real program behind the real hooks: a key breaks, the warning comes once, and goes."""
import os
import re
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


@case("D4 flapping within a few prompts is told once")
def d4(kind):
    with Shell(kind, program=PROGRAM) as s:
        told = 0
        for _ in range(3):
            told += "explain" in s.run(s.set("NEXOROUTER_API_KEY", KEY) if kind != "bash" else
                                       "export -n NEXOROUTER_API_KEY; NEXOROUTER_API_KEY='%s'" % KEY)
            s.run(s.export("NEXOROUTER_API_KEY", KEY))
            if kind == "zsh":
                s.run("typeset +x NEXOROUTER_API_KEY")
                s.run("export NEXOROUTER_API_KEY")
        equal(told, 1)


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
        for word in ("libcurl", "libssl", "libgnutls", "clone", "fork", "socket(", "connect(", "/proc/1/"):
            lacks(text, word)
        equal(text.count("execve("), 1)
        has(done.stdout, "nexoenv 1\n")


@case("C2 the program is cut off when it hangs, and ends itself quietly when it crashes", ("bash",))
def c2(kind):
    with Shell(kind, program=PROGRAM, hooked=None) as s:
        import signal
        for number, want in ((signal.SIGSEGV, 70), (signal.SIGABRT, 70)):
            # strace sends the signal when the program asks for its directory.
            log = s.home + "/log3"
            done = subprocess.run(["strace", "-qq", "-o", log, "-e", "trace=setitimer,getcwd", "-e",
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
