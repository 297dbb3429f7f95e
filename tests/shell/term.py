# SPDX-License-Identifier: MIT
"""A real interactive shell on a pseudo-terminal, driven line by line.

Each shell gets a home of its own. Its prompt is `{STATUS}READY>`; run() types a line, waits for the
next prompt and returns what stood between the echoed line and that prompt. Waiting ends when the
prompt is there; the long limit only keeps a broken shell from hanging the suite.
"""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import tempfile
import termios
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
HOOKS = os.path.join(ROOT, "hooks")
SHELLS = ["bash", "zsh", "fish"]
LIMIT = 30
ESCAPES = re.compile(rb"\x1b\[[0-9;?>=<]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0-9A-B]?"
                     rb"|\x1bP[^\x1b]*\x1b\\|\x1b[78ckM]|[\x0e\x0f]")

PROMPT = {
    "bash": "PS1='{$?}READY>'; PS2=; PS0=; HISTFILE=$HOME/.hist\nbind 'set enable-bracketed-paste off' 2>/dev/null\n",
    "zsh": "PROMPT='{%?}READY>'; RPROMPT=; PS2=; unsetopt prompt_sp prompt_cr\nunset zle_bracketed_paste\n"
           "HISTFILE=$HOME/.hist; HISTSIZE=100; SAVEHIST=100\n",
    "fish": "function fish_prompt\n    set -l s $status\n    echo $s >>$STUB/.prompts\n"
            "    echo -n \"{$s}READY>\"\nend\nfunction fish_greeting\nend\nfunction fish_title\nend\n",
}
RC = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}


def hook(shell):
    return os.path.join(HOOKS, "nexoenv." + shell)


def load(shell, how="source"):
    if how == "source":
        return "source %s\n" % hook(shell)
    return {"bash": 'eval "$(cat %s)"\n', "zsh": 'eval "$(cat %s)"\n', "fish": "cat %s | source\n"}[shell] % hook(shell)


class Dead(Exception):
    pass


def size(fd, rows, cols):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))


class Shell:
    """kind: bash, zsh or fish. before/after: lines of the rc file around the hook."""

    def __init__(self, kind, before="", after="", hooked="source", env=None, program=None, cwd=None,
                 argv=None, home=None, prompt=True, wait=True):
        self.kind = kind
        self.own_home = home is None
        self.home = home or tempfile.mkdtemp(prefix="nx-shell-")
        self.bin = os.path.join(self.home, "bin")
        # Where the last one lacks, fish reads every manual page of the machine in the background.
        for d in ("bin", "run", "work", ".config/fish", ".local/share/fish/generated_completions"):
            os.makedirs(os.path.join(self.home, d), exist_ok=True)
        os.chmod(os.path.join(self.home, "run"), 0o700)
        if program:
            install(program, self.bin)
        rc = os.path.join(self.home, RC[kind])
        text = before + (load(kind, hooked) if hooked else "") + after + (PROMPT[kind] if prompt else "")
        with open(rc, "w") as f:
            f.write(text)
        self.env = {"HOME": self.home, "PATH": self.bin + ":/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8",
                    "XDG_RUNTIME_DIR": os.path.join(self.home, "run"), "SHELL": "/usr/bin/" + kind,
                    "STUB": self.home, "fish_features": "no-query-term"}
        self.env.update(env or {})
        self.env = {k: v for k, v in self.env.items() if v is not None}
        self.raw = b""
        self.prompts = 0
        # zsh: no global rc files, which set up a prompt of the distribution's own
        self.argv = argv or {"bash": ["bash", "--noprofile", "-i"], "zsh": ["zsh", "-d", "-i"], "fish": ["fish", "-i"]}[kind]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd or os.path.join(self.home, "work"))
                size(0, 24, 200)  # before the shell is there: a change later makes it draw its prompt anew
                # A suite in the background has them ignored, and that is inherited.
                for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):
                    signal.signal(number, signal.SIG_DFL)
                os.execvpe(self.argv[0], self.argv, self.env)
            finally:
                os._exit(127)
        try:
            self.start_text = self.wait_prompt() if wait else ""
        except BaseException:  # no `with` has it yet, so nobody else would end it
            self.close()
            raise

    # -- the terminal
    def resize(self, rows, cols):
        size(self.fd, rows, cols)

    def pump(self, seconds):
        """Reads what is there; False when nothing came within the time."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            got = b""
        if not got:
            raise Dead("the shell is gone; last: %r" % self.clean(self.raw)[-400:])
        # fish asks the terminal who it is, and waits for the answer
        if b"\x1b[c" in got or b"\x1b[0c" in got:
            os.write(self.fd, b"\x1b[?62;22c")
        self.raw += got
        return True

    def send(self, text):
        data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        os.write(self.fd, data)

    @staticmethod
    def clean(raw):
        text = ESCAPES.sub(b"", raw).replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
        # fish marks the end of output that lacks a newline by blanks over the whole line
        return re.sub(r"\u23ce? {20,}\r ?\r?|\u23ce ?\r", "", text)

    def prompt_count(self):
        if self.kind == "fish":
            try:
                with open(os.path.join(self.home, ".prompts")) as f:
                    asked = f.read().count("\n")
            except OSError:
                return 0
            return min(asked, 10 ** 6) if "READY>" in self.clean(self.raw)[self.mark:] or asked > self.prompts else self.prompts
        return len(re.findall(r"\{\d+\}READY>", self.clean(self.raw)))

    mark = 0

    def wait_prompt(self, limit=LIMIT):
        """Waits for one more prompt and returns the text since the last one."""
        end = time.monotonic() + limit
        while self.prompt_count() <= self.prompts:
            if time.monotonic() > end:
                raise Dead("no prompt; last: %r" % self.clean(self.raw)[-400:])
            self.pump(0.2)
        if self.kind == "fish":  # the prompt is asked for before it is drawn
            while not self.clean(self.raw)[self.mark:].rstrip(" \r").endswith("READY>"):
                if time.monotonic() > end or not self.pump(0.3):
                    break
        while self.pump(0.02):
            pass
        self.prompts = self.prompt_count()
        text = self.clean(self.raw)
        part, self.mark = text[self.mark:], len(text)
        return part

    def run(self, line, limit=LIMIT):
        """Types a line; returns what stood between it and the next prompt."""
        self.send(line + ("\r" if self.kind != "bash" else "\n"))
        part = self.wait_prompt(limit)
        self.last = part
        found = re.findall(r"\{(\d+)\}READY>", part)
        self.status = int(found[-1]) if found else None
        body = part[:part.rfind("{")] if "{" in part else part
        body = body.split("\n", 1)[1] if "\n" in body else ""
        return body.replace("\r", "")

    def alive(self):
        try:
            return "still-42" in self.run('echo "still-$((40+2))"' if self.kind != "fish" else "echo still-(math 40+2)")
        except (Dead, OSError):
            return False

    def close(self):
        try:
            os.close(self.fd)
        except OSError:
            pass
        try:
            os.kill(self.pid, signal.SIGHUP)
            for _ in range(100):
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    break
                time.sleep(0.02)
            else:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        except (OSError, ChildProcessError):
            pass
        if self.own_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # -- the stub's log
    def calls(self):
        try:
            with open(os.path.join(self.home, "log")) as f:
                return [line.rstrip("\n").split("|") for line in f]
        except OSError:
            return []

    def write(self, name, text):
        path = os.path.join(self.home, name)
        with open(path, "w") as f:
            f.write(text)
        return path

    # -- what differs between the shells
    def export(self, name, value):
        return "set -gx %s %s" % (name, quote(value)) if self.kind == "fish" else "export %s=%s" % (name, quote(value))

    def set(self, name, value):
        return "set -g %s %s" % (name, quote(value)) if self.kind == "fish" else "%s=%s" % (name, quote(value))

    def unset(self, name):
        return "set -e %s" % name if self.kind == "fish" else "unset %s" % name


def quote(value):
    return "'" + value.replace("'", "'\\''") + "'"


def install(program, where):
    """Puts a program into a shell's own PATH as nexoenv: a file to copy or the text of a script."""
    path = os.path.join(where, "nexoenv")
    fresh = path + ".new"
    if program.startswith("#!"):
        with open(fresh, "w") as f:
            f.write(program)
    else:
        shutil.copy(program, fresh)
    os.chmod(fresh, 0o755)
    os.rename(fresh, path)


# Answers as the protocol wants and keeps a line for each call. $STUB/warn is said once on standard
# error, $STUB/watch holds lines for the answer, $STUB/behave is run first when it is there.
STUB = r"""#!/bin/sh
printf '%s|%s|%s|%s\n' "$*" "${NEXOENV_HOOK-}" "${NEXOENV_TOLD-}" "$PWD" >>"$STUB/log"
if [ -e "$STUB/behave" ]; then . "$STUB/behave"; fi
if [ -s "$STUB/warn" ] && [ -t 2 ]; then cat "$STUB/warn" >&2; rm -f "$STUB/warn"; fi
echo "nexoenv 1"
echo "told pts:1,abc@3"
if [ -e "$STUB/watch" ]; then cat "$STUB/watch"; fi
echo end
"""
