# SPDX-License-Identifier: MIT
"""Completions in the shells themselves: what would stand on the line after the Tab key."""
import os
import subprocess
import tempfile

from table import case, equal
from term import ROOT

PROGRAM = os.environ.get("NEXOENV") or os.path.join(ROOT, "build/release/nexoenv")
COMPLETIONS = os.path.join(ROOT, "completions")

BASH = r"""
PATH="$2:$PATH"; . "$1/nexoenv.bash"; cd "$3"
line=$4; COMP_LINE=$line COMP_POINT=${#line} COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
# as readline splits it
read -r -a COMP_WORDS <<<"${line//:/ : }"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_nexoenv 2>/dev/null; printf '%s\n' "${COMPREPLY[@]}"
"""
# zsh completes only inside its line editor: a second zsh under zpty.
ZSH = r"""
zmodload zsh/zpty; cd $3
zpty z "PATH=$2:\$PATH TERM=dumb zsh -f -i"
zpty -w z "PROMPT= PS2=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w z "zstyle ':completion:*' list-grouped false; unsetopt list_beep; cd ${(q)3}"
zpty -w z "comppostfuncs=(); c() { compadd -A reply_x \"\$@\" 2>/dev/null; builtin compadd \"\$@\" }"
zpty -w z "zle -C list list-choices _main_complete; bindkey '^T' list; LISTMAX=10000; LINES=500; COLUMNS=300; print ready"
zpty -r z out '*ready*ready*' 2>/dev/null || zpty -r z out '*ready*'
zpty -w -n z "$4"$'\t'$'\t'
sleep 0.7
while zpty -r -t z line; do print -rn -- $line; sleep 0.05; done
zpty -d z
"""


def words(shell, line, where):
    with tempfile.TemporaryDirectory() as home:
        bindir = os.path.join(home, "bin")
        os.mkdir(bindir)
        os.symlink(PROGRAM, os.path.join(bindir, "nexoenv"))
        env = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, PATH=bindir + ":/usr/bin:/bin", LANG="C.UTF-8")
        if shell == "bash":
            argv = ["bash", "--norc", "-c", BASH, "x", COMPLETIONS, bindir, where, line]
        elif shell == "zsh":
            argv = ["zsh", "-f", "-c", ZSH, "x", COMPLETIONS, bindir, where, line]
        else:
            argv = ["fish", "--no-config", "-c", "source %s/nexoenv.fish; cd $argv[1]; complete -C $argv[2]" % COMPLETIONS, where, line]
        out = subprocess.run(argv, env=env, capture_output=True, text=True, errors="replace", timeout=60).stdout
    if shell == "zsh":
        return out
    return [w.split("\t")[0].rstrip() for w in out.splitlines()]


CASES = [
    ("nexoenv doc", ["doctor"], []),
    ("nexoenv check --sta", ["--staged", "--staged-only"], ["--timeout"]),
    ("nexoenv doctor --for python-op", ["python-openai"], ["curl"]),
    ("nexoenv doctor --format ", ["text", "json", "sarif", "github"], ["doctor"]),
    ("nexoenv explain key.cr", ["key.crlf"], ["proxy.malformed"]),
    ("nexoenv explain insufficient_q", ["insufficient_quota"], []),
    ("nexoenv compare compo", ["compose:"], ["shell"]),
    ("nexoenv compare --loader nex", ["next"], ["vite"]),
    ("nexoenv hook pre", ["pre-commit"], ["bash"]),
    ("nexoenv playground im", ["import"], ["show"]),
    ("nexoenv doctor --env-file ot", ["other.env"], ["doctor"]),
    ("nexoenv status --style sy", ["symbol"], ["short"]),
]


@case("completion: commands, options, values, clients, contexts, loaders, ids, codes, files")
def completion(kind):
    with tempfile.TemporaryDirectory() as where:
        open(os.path.join(where, "other.env"), "w").close()
        for line, wanted, unwanted in CASES:
            got = words(kind, line, where)
            if kind == "zsh":  # a screen: the line itself is completed, or the choices are listed
                for word in wanted:
                    if word.replace("\\", "") not in got.replace("\\", "").replace("\x08", ""):
                        raise AssertionError("%r: no %r in %r" % (line, word, got[-300:]))
                continue
            for word in wanted:
                if word not in got:
                    raise AssertionError("%r: no %r in %r" % (line, word, got[:20]))
            for word in unwanted:
                if word in got:
                    raise AssertionError("%r: %r should not be in %r" % (line, word, got[:20]))


@case("completion: context names with a colon, as readline splits them", ("bash",))
def colon(kind):
    with tempfile.TemporaryDirectory() as where:
        got = words(kind, "nexoenv doctor --context dotenv:nex", where)
        equal("next" in got, True, got)
        got = words(kind, "nexoenv doctor --format=j", where)
        equal("json" in got, True, got)
