#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Input that is not what it should be: never a hang, a crash or a byte that a terminal obeys.
load helper

both() { # status and check, under a healthy environment
    for c in "check" "status" "doctor --offline"; do
        # shellcheck disable=SC2086
        nx NEXOROUTER_API_KEY=$KEY -- $c
        [ "$status" -le 3 ]
        ! LC_ALL=C grep -q $'[\001-\010\013-\037]' <<<"$output" || return 1
    done
}

@test ".env is a FIFO without a writer" {
    mkfifo .env
    both
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    has "FIFO"
}

@test ".env is a device, a socket, a directory" {
    ln -s /dev/zero .env
    both
    rm .env
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(".env")'
    both
    rm .env
    mkdir .env
    both
}

@test ".env is a symlink loop, and a link that goes nowhere" {
    ln -s .env .env
    both
    rm .env
    ln -s nowhere .env
    both
}

@test ".env cannot be read" {
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    chmod 0 .env
    # Root reads everything: nobody is asked then, with a copy of the program that nobody may run.
    local as=()
    if [ "$(id -u)" = 0 ]; then
        cp "$NX" "$T/nexoenv"
        chmod 755 "$T" "$PROJECT" "$T/nexoenv"
        chown 65534 "$PROJECT" .env "$HOME_DIR"
        as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
        NX=$T/nexoenv
    fi
    run timeout 60 "${as[@]}" env -i HOME="$HOME_DIR" PATH="$PATH" "$NX" check
    no_sanitizer
    is_status 1
    has "loaded.unset"
    has ".env"
    has "permission denied"
}

@test ".env is huge, binary, UTF-16, full of NUL bytes" {
    head -c 2000000 /dev/zero | tr '\0' 'A' >.env
    both
    head -c 300000 /dev/urandom >.env
    both
    printf '\xff\xfeN\0E\0X\0O\0R\0=\0x\0\n\0' >.env
    both
    printf 'NEXOROUTER_API_KEY=a\0b\0c\nOPENAI_BASE_URL=\0\n' >.env
    both
}

@test "one line of a mebibyte" {
    { printf 'NEXOROUTER_API_KEY='; head -c 1000000 /dev/zero | tr '\0' 'k'; } >.env
    both
    { printf 'OPENAI_BASE_URL="'; head -c 1000000 /dev/zero | tr '\0' '$'; } >.env
    both
}

@test "control sequences in names, values and file names" {
    printf 'NEXOROUTER_API_KEY=\033]0;owned\007%s\nOPENAI_BASE_URL=http://\033[2Jx/\n' "$KEY" >.env
    printf 'OPENAI_API_KEY=x\n' >.env.$'\033[31mred'
    both
    nx OPENAI_BASE_URL=$'http://\033]2;x\007/v1' NEXOROUTER_API_KEY=$KEY -- check
    ! LC_ALL=C grep -q $'\033' <<<"$output" || return 1
}

@test "a YAML bomb and deep nesting as compose file" {
    {
        echo 'a: &a [x,x,x,x,x,x,x,x,x]'
        p=a
        for n in b c d e f g h i j k l; do
            echo "$n: &$n [*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p]"
            p=$n
        done
        echo "services: *$p"
    } >compose.yaml
    both
    head -c 200000 /dev/zero | tr '\0' '[' >compose.yaml
    both
}

@test "package.json, lock files and pyproject that are garbage" {
    head -c 100000 /dev/zero | tr '\0' '[' >package.json
    head -c 100000 /dev/urandom >package-lock.json
    printf '[[[[[\n"' >pyproject.toml
    both
}

@test "code that opens brackets without an end, where a dotenv call would be looked for" {
    echo '{"dependencies":{"dotenv":"17","openai":"6"}}' >package.json
    echo "NEXOROUTER_API_KEY=$KEY" >.env.local
    python3 -c 'import sys
for i, text in enumerate(["x=(f(", "x=`${", "dotenv.config({path:[", "load(]"]):
    open(f"{i}.mjs", "w").write("import dotenv, { config as load } from \"dotenv\"\n" + text * (120000 // len(text)))'
    nx -- check
    [ "$status" -le 3 ]
    nx -- doctor --offline
    [ "$status" -le 3 ]
}

@test "config files: long lines, NUL bytes, a directory" {
    { printf '[rules]\n'; head -c 5000 /dev/zero | tr '\0' 'x'; } >.nexoenv.ini
    both
    printf '[rules]\nkey.crlf\0 = off\n' >.nexoenv.ini
    both
    rm .nexoenv.ini
    mkdir .nexoenv.ini
    both
}

@test "rc files, curlrc, netrc and npmrc that are garbage" {
    for f in .bashrc .curlrc .netrc .npmrc .wgetrc .gitconfig; do
        head -c 50000 /dev/urandom >"$HOME_DIR/$f"
    done
    both
    rm "$HOME_DIR/.curlrc" && mkfifo "$HOME_DIR/.curlrc"
    rm "$HOME_DIR/.bashrc" && mkdir "$HOME_DIR/.bashrc"
    both
}

@test "100,000 variables" {
    run bash -c "printf 'NEXOROUTER_API_KEY=%s\0PATH=%s\0' $KEY '$PATH' | timeout 60 '$TOOLS/rawenv' 100000 '$NX' check"
    no_sanitizer
    is_status 0
}

@test "100,000 times the same variable; an entry without '='; an empty name" {
    run bash -c "{ yes NEXOROUTER_API_KEY=$KEY | head -n 20000 | tr '\n' '\0'; printf 'NOEQUALS\0=x\0'; } | timeout 60 '$TOOLS/rawenv' 0 '$NX' check"
    no_sanitizer
    is_status 0
}

@test "a name twice: the first counts, as getenv() has it" {
    run bash -c "printf 'NEXOROUTER_API_KEY=%s\0NEXOROUTER_API_KEY=\0' $KEY | '$TOOLS/rawenv' 0 '$NX' check"
    is_status 0
    run bash -c "printf 'NEXOROUTER_API_KEY=\0NEXOROUTER_API_KEY=%s\0' $KEY | '$TOOLS/rawenv' 0 '$NX' check"
    is_status 1
}

@test "no environment at all, closed descriptors, a deleted directory" {
    run env -i "$NX" check
    no_sanitizer
    [ "$status" -le 3 ]
    run bash -c "env -i NEXOROUTER_API_KEY=$KEY '$NX' check <&- >&- 2>&-"
    is_status 0
    mkdir gone
    run bash -c "cd gone && rmdir ../gone && env -i NEXOROUTER_API_KEY=$KEY '$NX' check"
    no_sanitizer
    is_status 0
}

@test "standard output that is closed early" {
    run bash -c "env -i NEXOROUTER_API_KEY= '$NX' rules | head -n 1"
    is_status 0
}

@test "50,000 files beside it cost nothing" {
    command -v strace >/dev/null || skip "no strace"
    mkdir many
    (cd many && seq 50000 | xargs touch)
    calls() {
        strace -f -o "$T/trace" env -i HOME="$HOME_DIR" NEXOROUTER_API_KEY=$KEY "$RELEASE" check -C "$1" >/dev/null
        wc -l <"$T/trace"
    }
    mkdir few
    few=$(calls few)
    lots=$(calls many)
    echo "few $few, many $lots"
    [ "$lots" -lt $((few + 200)) ]
}

@test "git that the system cannot start is not said to be missing" {
    git init -q .
    run bash -c "exec 3>&- 4>&-; ulimit -n 4; exec env -i PATH=/usr/bin:/bin HOME='$HOME_DIR' '$RELEASE' check --staged-only"
    is_status 3
    has "the system could not start git"
    run env -i PATH=/nonexistent HOME="$HOME_DIR" "$RELEASE" check --staged-only
    is_status 3
    has "git is not installed"
}
