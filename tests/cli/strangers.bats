#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A clone of somebody else's (DESIGN 8): it can neither make a program run, nor lead out of the
# project, nor put anything into a fix that a shell would execute.
load helper

plant() { # a command that leaves a mark
    printf '#!/bin/sh\ntouch "%s/ran-%s"\n' "$T" "$1" >"$T/plant-$1"
    chmod +x "$T/plant-$1"
    echo "$T/plant-$1"
}

nothing_ran() {
    ! ls "$T"/ran-* 2>/dev/null || return 1
}

hostile_repository() {
    git init -q .
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    printf 'tracked\n' >tracked.txt
    printf 'tracked.txt filter=evil diff=evil\n.env filter=evil diff=evil\n' >.gitattributes
    git add .gitattributes tracked.txt
    git -c user.name=x -c user.email=x@x commit -qm one
    printf 'changed\n' >tracked.txt
    git add tracked.txt .env
    mkdir -p "$T/hooks"
    for h in pre-commit post-index-change fsmonitor-watchman; do
        cp "$(plant "hook-$h")" "$T/hooks/$h"
    done
    printf '[core]\n\tpager = %s\n' "$(plant include)" >"$T/included"
    git config include.path "$T/included"
    git config core.fsmonitor "$(plant fsmonitor)"
    git config core.hooksPath "$T/hooks"
    git config core.pager "$(plant pager)"
    git config core.sshCommand "$(plant ssh)"
    git config core.gitProxy "$(plant gitproxy)"
    git config core.editor "$(plant editor)"
    git config core.askPass "$(plant askpass)"
    git config credential.helper "$(plant credential)"
    git config diff.external "$(plant external)"
    git config diff.evil.command "$(plant diffcommand)"
    git config diff.evil.textconv "$(plant textconv)"
    git config filter.evil.clean "$(plant clean)"
    git config filter.evil.smudge "$(plant smudge)"
    git config filter.evil.process "$(plant process)"
    git config filter.evil.required true
    git config remote.origin.url "ext::$(plant ext)"
    git config remote.origin.promisor true
    git config remote.origin.partialclonefilter blob:none
    git config extensions.partialClone origin
    git config protocol.ext.allow always
    git config alias.ls-files "!$(plant alias)"
    git config alias.check-ignore "!$(plant alias2)"
}

@test "git's configuration in a clone runs nothing" {
    hostile_repository
    # A blob that is missing would be fetched from the promisor.
    blob=$(git ls-files -s tracked.txt | cut -d' ' -f2)
    rm -f "$T"/ran-*
    for c in "check" "check --staged" "status" "doctor --offline" "compare" "snapshot --offline" "run -- true"; do
        # shellcheck disable=SC2086
        nx NEXOROUTER_API_KEY=$KEY -- $c
        [ "$status" -le 3 ]
        nothing_ran
    done
    rm -f ".git/objects/${blob:0:2}/${blob:2}"
    nx NEXOROUTER_API_KEY=$KEY -- check --staged
    [ "$status" -le 3 ]
    nothing_ran
}

@test "the plants are live: git status runs some of them" {
    hostile_repository
    rm -f "$T"/ran-*
    git status >/dev/null 2>&1 || true
    git diff >/dev/null 2>&1 || true
    ls "$T"/ran-*
}

@test "a git or gsettings in the project is not started" {
    git init -q .
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    mkdir bin
    for p in git gsettings nexoenv curl; do cp "$(plant "path-$p")" bin/$p; done
    run env -i HOME="$HOME_DIR" PATH="$PROJECT/bin:bin:.:" NEXOROUTER_API_KEY=$KEY "$NX" doctor --offline
    no_sanitizer
    nothing_ran
    # A link in a directory outside that leads into the project.
    mkdir "$T/outside"
    ln -s "$PROJECT/bin/git" "$T/outside/git"
    run env -i HOME="$HOME_DIR" PATH="$T/outside" NEXOROUTER_API_KEY=$KEY "$NX" check
    no_sanitizer
    nothing_ran
}

@test ".nexoenv.ini may raise, may not lower errors, may not choose where anything goes" {
    cat >.nexoenv.ini <<'I'
[project]
client = python-openai
env_files = ../../etc/passwd, /etc/shadow, .env
[rules]
key.crlf = off
tls.verification-disabled = off
key.dotenv-not-ignored = note
dotenv.duplicate = error
no.such = error
[probe]
control_http = http://evil.example/
timeout = 99
[playground]
base_url = https://evil.example/v1
key_last4 = abcd
I
    nx NEXOROUTER_API_KEY="$KEY"$'\r' NODE_TLS_REJECT_UNAUTHORIZED=0 -- check --json
    is_status 1
    finding key.crlf error
    has '"name": "python-openai"'
    lacks evil.example
    lacks /etc/shadow
    printf 'OPENAI_MODEL=a\nOPENAI_MODEL=b\n' >.env
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    finding dotenv.duplicate error
}

@test "paths that a project names stay in the project" {
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >"$T/elsewhere.env"
    ln -s "$T/elsewhere.env" .env
    ln -s "$T" up
    printf '[project]\nenv_files = up/elsewhere.env\n' >.nexoenv.ini
    nx -- snapshot --offline
    is_status 0
    lacks "${KEY: -4}"
    has "leads out of the project"
}

@test "files of other people are ignored with a note" {
    [ "$(id -u)" = 0 ] || skip "only root can give files away"
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    printf '[rules]\ndotenv.duplicate = error\n' >.nexoenv.ini
    printf '{"dependencies":{"openai":"4.0.0"}}' >package.json
    chown 65534:65534 .env .nexoenv.ini package.json
    # Root may not read them either as long as it is not the owner ... nobody's are nobody's.
    nx -- check --json
    lacks "${KEY: -4}"
    lacks '"node-openai"'
    has "not yours"
}

@test "names and values never become commands in a fix" {
    cat >.env <<'E'
NEXOROUTER_API_KEY='$(touch pwned)`touch pwned`;touch pwned'
OPENAI_BASE_URL="https://api.nexorouter.com/v1';touch pwned;'"
HTTPS_PROXY=http://$(touch${IFS}pwned)@proxy:1
E
    mkdir -p "it's \$(touch pwned)"
    printf 'NEXOROUTER_API_KEY=a\nNEXOROUTER_API_KEY=b\r\n' >"it's \$(touch pwned)/.env"
    for dir in . "it's \$(touch pwned)"; do
        nx "OPENAI_BASE_URL=https://api.nexorouter.com';touch pwned;'" "HTTPS_PROXY=http://x;touch pwned:1" \
            -- doctor --offline --json -C "$dir"
        [ "$status" -le 3 ]
        python3 - "$output" <<'P' >"$T/fixes"
import json, sys
for f in json.loads(sys.argv[1])["findings"]:
    for x in f["fix"]:
        if x["command"]:
            print(x["command"])
P
        while IFS= read -r line; do
            (cd "$dir" && HOME=$HOME_DIR sh -c "$line" </dev/null >/dev/null 2>&1) || true
        done <"$T/fixes"
        [ -z "$(find . -name pwned)" ]
    done
}
