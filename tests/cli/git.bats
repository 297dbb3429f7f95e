#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# check and run start no git where a .gitignore and a small index plainly answer; else git decides.
load helper

repository() { # [LINE OF .gitignore...]
    REAL=$(command -v git)
    git init -q .
    printf 'NEXOROUTER_API_KEY=%s\nNEXOROUTER_BASE_URL=https://api.nexorouter.com/v1\n' "$KEY" >.env
    [ $# -eq 0 ] || printf '%s\n' "$@" >.gitignore
    mkdir -p "$T/bin"
    printf '#!/bin/sh\necho "$*" >>"%s/asked"\nexec %s "$@"\n' "$T" "$REAL" >"$T/bin/git"
    chmod +x "$T/bin/git"
}

look() { # [NAME=VALUE...] -- ARGS
    rm -f "$T/asked"
    nx PATH="$T/bin:$PATH" NEXOROUTER_API_KEY="$KEY" NEXOROUTER_BASE_URL=https://api.nexorouter.com/v1 "$@"
}

asked() {
    [ -e "$T/asked" ] || {
        echo "git was not asked: $output"
        return 1
    }
}

not_asked() {
    [ ! -e "$T/asked" ] || {
        cat "$T/asked"
        return 1
    }
}

@test "a healthy repository: check and run start no git" {
    repository node_modules/ .env
    git add .gitignore
    look -- check
    [ "$status" -eq 0 ]
    not_asked
    look -- run -- true
    [ "$status" -eq 0 ]
    not_asked
}

@test "where there is something to say, git says what a fix needs to know" {
    local list check
    for list in .env '.env*'; do # the copy that the fix leaves is not ignored, or it is
        [ -e .git ] || repository
        printf '%s\n' "$list" >.gitignore
        printf 'OPENAI_API_KEY=%s\nOPENAI_BASE_URL=https://nexorouter.com/v1\n' "$KEY" >.env
        rm -f "$T/asked"
        nx PATH="$T/bin:$PATH" -- check --context dotenv:python-dotenv --for python-openai --json
        has nexoenv.bak
        asked
        check=$(jq -c '[.findings[].fix]' <<<"$output")
        nx -- doctor --offline --context dotenv:python-dotenv --for python-openai --json
        [ "$check" = "$(jq -c '[.findings[].fix]' <<<"$output")" ]
    done
}

@test "what is not plain is git's to say" {
    repository .env
    git add -f .env # tracked, ignored or not
    look -- check
    asked
    has key.in-git
    git rm -q --cached .env
    look -- check
    not_asked

    printf '.env\n!.env\n' >.gitignore
    look -- check
    asked
    has key.dotenv-not-ignored
    mv .gitignore "$T/list"
    look -- check
    asked
    printf '.env\n' >"$T/list"
    ln -s "$T/list" .gitignore # which git does not follow
    look -- check
    asked
    has key.dotenv-not-ignored
    rm .gitignore
    printf '.env\n' >.gitignore
    look GIT_INDEX_FILE="$PROJECT/.git/index" -- check
    asked
    git config core.worktree "$T"
    look -- check
    asked
}

@test "what a .gitignore plainly says, git says too" {
    local plain=0
    repository
    RANDOM=4711
    local words=('.env' '.env*' '*.local' '/.env' '!.env' '!.env.local' '*' '#.env' '.env/' '.env ' $'.env\r' '.env.*' '[.]env'
        '\.env' '**/.env' '*env' 'env' '' ' .env' '!*' '.env.local' '*.env' '.e*v' '?env' '.ENV' '!/.env*' $'.env\t' '*/')
    cp .env .env.local
    for _ in $(seq 80); do
        : >.gitignore
        for _ in $(seq $((RANDOM % 4 + 1))); do
            printf '%s\n' "${words[RANDOM % ${#words[@]}]}" >>.gitignore
        done
        rm -f "$T/asked"
        env -i HOME="$HOME_DIR" PATH="$T/bin:$PATH" NEXOROUTER_API_KEY="$KEY" "$RELEASE" check >/dev/null 2>&1 || true
        if [ ! -e "$T/asked" ]; then
            "$REAL" check-ignore -q .env && "$REAL" check-ignore -q .env.local || {
                cat -A .gitignore
                return 1
            }
            plain=$((plain + 1))
        fi
    done
    echo "plain: $plain"
    [ "$plain" -ge 5 ]
}
