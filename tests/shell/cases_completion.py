# SPDX-License-Identifier: MIT
"""Completions in the shells themselves: the Tab key is pressed, and the screen is read."""
import os
import re
import subprocess
import time

from table import case, lacks
from term import LIMIT, ROOT, Shell

PROGRAM = os.environ.get("NEXOENV") or os.path.join(ROOT, "build/release/nexoenv")
COMPLETIONS = os.path.join(ROOT, "completions")

# Control-T says that all keys before it were answered: the choices are on the screen by then.
AFTER = {
    "bash": "bind 'set completion-query-items 0'; bind 'set page-completions off'; bind 'set show-all-if-ambiguous on'\n"
            "bind -x '\"\\C-t\": echo the-end-$((40 + 2))'\n. %s/nexoenv.bash\n" % COMPLETIONS,
    "zsh": "fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D\nLISTMAX=10000; unsetopt list_beep list_ambiguous always_last_prompt\n"
           "fini() { zle -I; print -r -- the-end-$((40 + 2)) }; zle -N fini; bindkey '^T' fini\n" % COMPLETIONS,
}


class Completer:
    """choices(line) -> the words that Tab offers, or the one that it wrote: {word: description}."""

    def __init__(self, kind):
        self.kind = kind
        self.shell = None
        if kind != "fish":
            self.shell = Shell(kind, program=PROGRAM, hooked=None, after=AFTER[kind], env={"LANG": "C.UTF-8"})
            self.shell.resize(500, 250)
        else:
            self.shell = Shell(kind, program=PROGRAM, hooked=None)
        self.where = self.shell.home + "/work"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shell.close()

    def choices(self, line):
        if self.kind == "fish":
            argv = ["fish", "--no-config", "-c", "source %s/nexoenv.fish; cd $argv[1]; complete -C $argv[2]" % COMPLETIONS, self.where, line]
            out = subprocess.run(argv, env=self.shell.env, capture_output=True, text=True, timeout=60).stdout
            return dict((row.split("\t") + [""])[:2] for row in out.splitlines())
        s = self.shell
        start = len(s.raw)
        s.send(line + "\t\x14")
        end = time.monotonic() + LIMIT
        # zsh's terminal is in line mode while the widget writes, and would take the Control-U that follows
        # for itself: the line must be drawn anew first.
        told = b"the-end-42.*READY>" if self.kind == "zsh" else b"the-end-42"
        while not re.search(told, s.raw[start:], re.S):
            if time.monotonic() > end:
                raise AssertionError("%r: no answer: %r" % (line, s.clean(s.raw[start:])[-300:]))
            s.pump(0.2)
        screen = s.clean(s.raw[start:]).split("the-end-42")[0]
        s.send("\x15")
        s.run("true")
        return self.read(line, screen)

    def read(self, line, screen):
        found = {}
        for row in re.split(r"[\r\n]+", screen.replace("\x07", "").replace("READY>", "READY>\n")):
            while "\x08" in row:
                row = re.sub(r".?\x08", "", row, count=1)
            if row.startswith("nexoenv "):  # the line itself, perhaps with a word that was completed
                word = re.split(r"[ =]", row.rstrip())[-1]
                if row.rstrip() != line.rstrip():
                    found[word.replace("\\", "")] = ""
            elif " -- " in row:
                word, said = row.split(" -- ", 1)
                for name in word.split():
                    found[name.replace("\\", "")] = said.strip()
            else:
                found.update((word, "") for word in row.split())
        return found


# Line, words that must be offered, words that must not be.
CASES = [
    ("nexoenv doc", ["doctor"], ["check"]),
    ("nexoenv c", ["check", "clients", "compare", "completion"], ["doctor", "curl"]),
    ("nexoenv check --sta", ["--staged", "--staged-only"], ["--timeout"]),
    ("nexoenv check --st", ["--strict", "--staged"], ["--style"]),
    ("nexoenv doctor --for python-op", ["python-openai"], ["curl"]),
    ("nexoenv doctor --for=python-op", ["python-openai"], ["curl"]),
    ("nexoenv doctor --format ", ["text", "json", "sarif", "github"], ["doctor"]),
    ("nexoenv doctor --format=", ["text", "json", "sarif", "github"], ["doctor"]),
    ("nexoenv doctor --format=sa", ["sarif"], ["json"]),
    ("nexoenv check --color=al", ["always"], ["auto"]),
    ("nexoenv explain key.cr", ["key.crlf"], ["proxy.malformed"]),
    ("nexoenv explain insufficient_q", ["insufficient_quota"], []),
    ("nexoenv compare compo", ["compose:"], ["shell"]),
    ("nexoenv compare --loader nex", ["next"], ["vite"]),
    ("nexoenv compare --loader=nex", ["next"], ["vite"]),
    ("nexoenv doctor --context dotenv:nex", ["dotenv:next"], ["shell"]),
    ("nexoenv doctor --context=dotenv:nex", ["dotenv:next"], ["shell"]),
    ("nexoenv hook pre", ["pre-commit"], ["bash"]),
    ("nexoenv hook ", ["bash", "zsh", "fish", "pre-commit"], ["doctor"]),
    ("nexoenv completion ", ["bash", "zsh", "fish"], ["pre-commit"]),
    ("nexoenv playground im", ["import"], ["show"]),
    ("nexoenv playground import ot", ["other.env"], ["show"]),
    ("nexoenv doctor --env-file ot", ["other.env"], ["doctor"]),
    ("nexoenv doctor --env-file=ot", ["other.env"], ["doctor"]),
    ("nexoenv check --from ot", ["other.env"], ["doctor"]),
    ("nexoenv check -C sub", ["subdir/"], ["other.env"]),
    ("nexoenv status --style sy", ["symbol"], ["short"]),
    ("nexoenv --for python-op", ["python-openai"], []),
    ("nexoenv -q --offl", ["--offline"], []),
    ("nexoenv run -- ca", ["cat"], ["check"]),
    ("nexoenv run --warn-only -- cat ot", ["other.env"], ["check"]),
]


@case("completion: commands, options, values, clients, contexts, loaders, ids, codes, files")
def completion(kind):
    with Completer(kind) as c:
        open(c.where + "/other.env", "w").close()
        os.mkdir(c.where + "/subdir")
        for line, wanted, unwanted in CASES:
            got = c.choices(line)
            # Readline replaces, and so shows, only what stands behind the last colon.
            words = set(got) | {w.rsplit("=", 1)[-1] for w in got} | {"dotenv:" + w for w in got if c.kind == "bash" and "dotenv:" in line}
            for word in wanted:
                if word not in words:
                    raise AssertionError("%r: no %r in %r" % (line, word, sorted(got)[:20]))
            for word in unwanted:
                if word in words:
                    raise AssertionError("%r: %r should not be in %r" % (line, word, sorted(got)[:20]))


@case("completion: words come with what they mean", ("zsh", "fish"))
def described(kind):
    with Completer(kind) as c:
        for line, word, part in (("nexoenv ", "doctor", "full diagnosis"), ("nexoenv check --st", "--strict", "warnings fail"),
                                 ("nexoenv explain key.cr", "key.cross-provider", None), ("nexoenv hook ", "fish", None)):
            got = c.choices(line)
            if part and part not in got.get(word, ""):
                raise AssertionError("%r: %r is described as %r; all: %r" % (line, word, got.get(word), sorted(got)[:20]))


@case("completion: without the program, and with one that fails, the line stays as it is")
def without(kind):
    with Completer(kind) as c:
        os.rename(c.shell.bin + "/nexoenv", c.shell.bin + "/away")
        for _ in range(2):
            got = c.choices("nexoenv doc")
            if "doctor" in got:
                raise AssertionError("from where? %r" % got)
            lacks(" ".join(got), "rror")
            with open(c.shell.bin + "/nexoenv", "w") as f:
                f.write("#!/bin/sh\necho nonsense; exit 1\n")
            os.chmod(c.shell.bin + "/nexoenv", 0o755)
