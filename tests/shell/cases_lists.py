# SPDX-License-Identifier: MIT
"""Registration: forms of PROMPT_COMMAND, other tools before and after, and being taken out again."""
import os
import re
import shutil

from table import case, equal, has, lacks
from term import STUB, Shell, load

BASH = ("bash",)

# Stand-ins that register as the real ones do (shell-hooks.md 1.1); the real direnv, zoxide and
# bash-completion are used where they are installed.
STARSHIP = {
    "bash": r"""
starship_precmd() { STARSHIP_STATUS=$?; PS1="{$STARSHIP_STATUS}READY>"; return $STARSHIP_STATUS; }
starship_old() { return "$1"; }
if [[ -n ${PROMPT_COMMAND-} ]]; then _old=("${PROMPT_COMMAND[@]}"); fi
if [[ ${BASH_VERSINFO[0]} -ge 5 ]]; then PROMPT_COMMAND[0]="starship_precmd${_old[0]:+;${_old[0]}}"; else PROMPT_COMMAND=starship_precmd; fi
trap 'true' DEBUG
""",
    "zsh": "setopt promptsubst\nautoload -Uz add-zsh-hook\nsp() { SP=$? }; add-zsh-hook precmd sp\n"
           "pe() { : }; add-zsh-hook preexec pe\nPROMPT='{$(echo $SP)}READY>'\n",
    "fish": "function fish_prompt\n set -l s $status\n echo $s >>$STUB/.prompts\n echo -n (echo \"{$s}READY>\")\nend\n",
}
OMZ = {
    "bash": "__bash_it() { local s=$?; return $s; }\nPROMPT_COMMAND=\"__bash_it;${PROMPT_COMMAND-}\"\nPROMPT_COMMAND=\"${PROMPT_COMMAND%;}\"\n",
    "zsh": "autoload -Uz add-zsh-hook compinit; compinit -u -d $HOME/.zcd 2>/dev/null\nsetopt autocd autopushd pushdignoredups promptsubst\n"
           "omz_termsupport_precmd() { true }; add-zsh-hook precmd omz_termsupport_precmd\n"
           "omz_termsupport_preexec() { true }; add-zsh-hook preexec omz_termsupport_preexec\n"
           "precmd() { OMZ=1 }\n",
    "fish": "function _omf --on-event fish_prompt\n true\nend\nfunction _omf2 --on-variable PWD\n true\nend\n",
}
PREEXEC = r"""
# As bash-preexec 0.5 does it: installed at the first prompt, restores $? before each function.
bash_preexec_imported=defined __bp_imported=defined
declare -a precmd_functions preexec_functions
__bp_set_ret() { return "${1:-}"; }
__bp_precmd_invoke_cmd() {
    local last=$? f
    for f in "${precmd_functions[@]}"; do
        if type -t "$f" >/dev/null; then __bp_set_ret "$last"; $f; fi
    done
    __bp_set_ret "$last"
}
PROMPT_COMMAND=$'__bp_precmd_invoke_cmd\n'"${PROMPT_COMMAND-}"
trap '__bp_x=1' DEBUG
"""
VTE = "PROMPT_COMMAND=\"__vte_prompt_command\"\n__vte_prompt_command() { local s=$?; printf '\\033]777;x\\007'; return $s; }\n"
ENVIRONMENTS = {
    "bash": {"starship-like": STARSHIP["bash"], "bash-it-like": OMZ["bash"], "bash-preexec-like": PREEXEC, "vte": VTE,
             "trailing semicolon": "PROMPT_COMMAND='true;'\n", "trailing comment": "PROMPT_COMMAND='true # note'\n",
             "array": "PROMPT_COMMAND=(true 'x=$?')\n", "array, first empty": "PROMPT_COMMAND=('' true)\n",
             "array with holes": "PROMPT_COMMAND=([3]=true [7]='y=1')\n", "exported": "export PROMPT_COMMAND='true'\n",
             "bash-completion": "[ -r /usr/share/bash-completion/bash_completion ] && . /usr/share/bash-completion/bash_completion\n",
             "direnv": "command -v direnv >/dev/null && eval \"$(direnv hook bash)\"\n",
             "zoxide": "command -v zoxide >/dev/null && eval \"$(zoxide init bash)\"\n"},
    "zsh": {"starship-like": STARSHIP["zsh"], "oh-my-zsh-like": OMZ["zsh"],
            "direnv": "command -v direnv >/dev/null && eval \"$(direnv hook zsh)\"\n",
            "zoxide": "command -v zoxide >/dev/null && eval \"$(zoxide init zsh)\"\n"},
    "fish": {"starship-like": STARSHIP["fish"], "omf-like": OMZ["fish"],
             "direnv": "command -v direnv >/dev/null; and direnv hook fish | source\n",
             "zoxide": "command -v zoxide >/dev/null; and zoxide init fish | source\n"},
}
# Whoever assigns all of PROMPT_COMMAND behind us takes us out: nothing breaks, nothing is asked.
LOST = {("vte", "after"): False}


def holds(s, kind):
    for line, want in (("sh -c 'exit 7'", 7), ("true", 0)):
        s.run(line)
        equal(s.status, want)
    before = len(s.calls())
    text = s.run("cd /")
    for word in ("error", "not found", "unbound"):
        lacks(text, word)
    asked = len(s.calls()) - before
    s.run("true")
    equal(len(s.calls()) - before, asked)
    equal(s.alive(), True)
    return asked


@case("F1 other tools, loaded before and after, sourced once and twice: asked once, status kept")
def f1(kind):
    for name, text in ENVIRONMENTS[kind].items():
        for order in ("before", "after"):
            for twice in (False, True):
                where = {order: text}
                if twice:
                    where["after"] = where.get("after", "") + load(kind)
                keep = "PS1" in text or "PROMPT=" in text or "fish_prompt\n set" in text
                try:
                    with Shell(kind, program=STUB, **where) as s:
                        if keep:  # the tool's own prompt shows the status
                            pass
                        asked = holds(s, kind)
                        replaced = kind == "bash" and order == "after" and not twice and re.search(
                            r"^(export )?PROMPT_COMMAND=\(", text, re.M)
                        equal(asked, 0 if replaced else 1, "asked")
                except Exception as e:
                    raise AssertionError("%s, %s, %s: %s" % (name, order, "twice" if twice else "once", e))


@case("N2 a read-only PROMPT_COMMAND: the hook stays out without a word", BASH)
def n2(kind):
    with Shell(kind, program=STUB, before="PROMPT_COMMAND=true; readonly PROMPT_COMMAND\n") as s:
        equal(s.start_text, "{0}READY>")
        equal(s.run("cd /"), "")
        equal(s.calls(), [])


@case("N2 a child of a shell that exports PROMPT_COMMAND says nothing", BASH)
def n2b(kind):
    with Shell(kind, program=STUB, before="export PROMPT_COMMAND=true\n") as s:
        text = s.run("PS1='{$?}READY>' bash --norc --noprofile")
        lacks(text, "nexoenv")
        equal(s.run("cd /"), "")


@case("R1 nexoenv_unhook restores the lists exactly")
def r1(kind):
    show = {"bash": "declare -p PROMPT_COMMAND 2>&1; declare -p precmd_functions 2>&1; compgen -v -A function | grep -i nexo",
            "zsh": "typeset -p precmd_functions 2>&1; typeset -p +m '*nexo*'; functions -m '*nexo*'",
            "fish": "functions -a | grep -i nexo; set -n | grep -i nexo; functions --handlers-type generic | grep -i nexo"}[kind]
    befores = {"bash": ["", "PROMPT_COMMAND='true'\n", "PROMPT_COMMAND=(true 'x=1')\n", PREEXEC], "zsh": ["", OMZ["zsh"]], "fish": [""]}[kind]
    for before in befores:
        with Shell(kind, program=STUB, before=before, hooked=None) as s:
            clean = s.run(show)
        with Shell(kind, program=STUB, before=before) as s:
            s.run("nexoenv_unhook")
            equal(s.run(show).replace("=()", ""), clean, repr(before))
            count = len(s.calls())
            equal(s.run("cd /"), "")
            equal(len(s.calls()), count)
            # and in again
            s.run(load(kind).strip())
            s.run("cd /tmp")
            equal(len(s.calls()) > count, True)


@case("R2 the user assigns the list anew: nothing breaks")
def r2(kind):
    lines = {"bash": ["PROMPT_COMMAND='true'", "PROMPT_COMMAND=(true)", "unset PROMPT_COMMAND"],
             "zsh": ["precmd_functions=()", "unset precmd_functions"],
             "fish": ["functions -e __nexoenv_prompt"]}[kind]
    for line in lines:
        with Shell(kind, program=STUB) as s:
            equal(s.run(line), "")
            equal(s.run("cd /"), "")
            equal(s.alive(), True)


@case("T1 tmux: panes of their own, split, respawn; no word twice")
def t1(kind):
    if not shutil.which("tmux"):
        return "tmux is not installed"
    with Shell(kind, program=STUB) as s:
        s.run("true")
        socket = s.home + "/tm"
        command = {"bash": "bash --noprofile", "zsh": "zsh -d", "fish": "fish"}[kind]
        s.run("tmux -S %s -f /dev/null new-session -d -x 100 -y 20 '%s'" % (socket, command))
        import subprocess
        import time

        def screen(pane):
            return subprocess.run(["tmux", "-S", socket, "capture-pane", "-p", "-t", pane], capture_output=True, text=True).stdout

        def wait(pane, word):
            end = time.monotonic() + 15
            while word not in screen(pane) and time.monotonic() < end:
                time.sleep(0.05)
            return screen(pane)
        try:
            has(wait("0.0", "READY>"), "READY>")
            s.write("warn", "nexoenv: told in a pane\n")
            subprocess.run(["tmux", "-S", socket, "split-window", "-d", "-t", "0.0", command], env=s.env)
            has(wait("0.1", "READY>"), "nexoenv: told in a pane")
            subprocess.run(["tmux", "-S", socket, "resize-pane", "-t", "0.1", "-y", "4"])
            subprocess.run(["tmux", "-S", socket, "send-keys", "-t", "0.1", "cd /", "Enter"])
            time.sleep(0.3)
            equal(screen("0.1").count("told in a pane") <= 1, True)
            # What the first pane's shell was told does not reach the server's other panes.
            lacks(screen("0.0"), "told in a pane")
        finally:
            subprocess.run(["tmux", "-S", socket, "kill-server"], stderr=subprocess.DEVNULL)


@case("T3 marks of terminals (OSC 133) stay whole and in order")
def t3(kind):
    marks = {"bash": "PS1='\\[\\e]133;A\\a\\]{$?}READY>\\[\\e]133;B\\a\\]'\n",
             "zsh": "PROMPT=$'%{\\e]133;A\\a%}{%?}READY>%{\\e]133;B\\a%}'\n",
             "fish": "function fish_prompt\n set -l s $status\n echo $s >>$STUB/.prompts\n printf '\\e]133;A\\a{%s}READY>\\e]133;B\\a' $s\nend\n"}[kind]
    with Shell(kind, program=STUB, after="", prompt=True) as s:
        path = s.home + "/marks"
        open(path, "w").write(marks)
        s.run("source " + path)
        s.write("warn", "nexoenv: x\n")
        start = len(s.raw)
        s.run("cd /")
        raw = s.raw[start:]
        i = raw.find(b"nexoenv: x")
        a = raw.find(b"\x1b]133;A\x07", i)
        b = raw.find(b"\x1b]133;B\x07", a)
        equal(0 <= i < a < b, True, repr(raw))
