#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Neither the key nor eight bytes of it in any output of any command, in argv, or in a file.
load helper

PROXY_PASSWORD=hunter2-TEST-proxy-pw

world() {
    git init -q .
    printf 'NEXOROUTER_API_KEY=%s\nOPENAI_API_KEY=%s\n' "$KEY" "${KEY}x" >.env
    printf 'NEXOROUTER_API_KEY="%s"\n' "$KEY" >.env.local
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env.example
    printf 'const key = "%s"\n' "$KEY" >leak.js
    printf '{"scripts":{"dev":"next dev"},"dependencies":{"openai":"4.0.0","next":"16.0.0"}}' >package.json
    printf 'services:\n  web:\n    environment:\n      NEXOROUTER_API_KEY: %s\n' "$KEY" >compose.yaml
    git add -A -f
    printf 'export NEXOROUTER_API_KEY=%s\n' "$KEY" >"$HOME_DIR/.bashrc"
    printf 'proxy = http://u:%s@p:1\n' "$PROXY_PASSWORD" >"$HOME_DIR/.curlrc"
    printf 'machine api.nexorouter.com login u password %s\n' "$PROXY_PASSWORD" >"$HOME_DIR/.netrc"
    printf '//registry/:_authToken=%s\n' "$PROXY_PASSWORD" >"$HOME_DIR/.npmrc"
    printf 'curl https://api.nexorouter.com/v1/models -H "Authorization: %s"\n' "$KEY" >call.sh
}

commands=(
    "doctor --offline" "doctor --offline --json" "doctor --offline --verbose" "check" "check --json"
    "check --format sarif" "check --format github" "check --staged" "check --staged --json" "status"
    "status --json" "status --style short" "compare" "compare --json" "compare --snippet call.sh"
    "compare --snippet call.sh --json" "clients" "clients --json" "snapshot --offline" "explain key.crlf"
    "rules" "playground" "report --offline" "report --offline --json" "run --warn-only -- true"
    "run --json --warn-only -- true" "models --offline" "check --env-file .env --context dotenv:dotenv"
)

# Every command of the table, with what it needs to do its work.
arguments() {
    case $1 in
    doctor | report | snapshot | models) echo "$1 --offline" ;;
    run) echo "run --warn-only -- true" ;;
    compare) echo "compare --snippet call.sh" ;;
    explain) echo "explain -" ;;
    playground) echo "playground import call.sh" ;;
    hook | completion) echo "$1 bash" ;;
    *) echo "$1" ;;
    esac
}

# The same in every format; what a command does not print it refuses, and that is looked at too.
whole_table() {
    local name line
    commands=()
    while read -r name; do
        line=$(arguments "$name")
        for how in "" "--format text" "--format json" "--format sarif" "--format github" --verbose --quiet; do
            commands+=("${line%% *} $how${line#"${line%% *}"}")
        done
    done < <("$RELEASE" completion list | awk -F'\t' '$1 == "command" { print $2 }')
    [ "${#commands[@]}" -ge 98 ]
}

# Runs them all, two at a time, and looks into what they print: see every_command.py.
every_command() {
    printf '%s\n' "${commands[@]}" | python3 "$BATS_TEST_DIRNAME/every_command.py" call.sh "$KEY" "$PROXY_PASSWORD" -- \
        env -i HOME="$HOME_DIR" PATH="$PATH" "$@" "$NX"
}

@test "a clean key" {
    world
    every_command NEXOROUTER_API_KEY="$KEY" HTTPS_PROXY="http://u:$PROXY_PASSWORD@p:3128"
}

@test "every command of the table in every format" {
    world
    whole_table
    every_command NEXOROUTER_API_KEY="$KEY" OPENAI_API_KEY="Bearer $KEY" HTTPS_PROXY="http://u:$PROXY_PASSWORD@p:3128"
}

@test "damaged keys, in every variable that might hold one" {
    world
    every_command NEXOROUTER_API_KEY="$KEY"$'\r'
    every_command NEXOROUTER_API_KEY=" $KEY " OPENAI_API_KEY="Bearer $KEY"
    every_command NEXOROUTER_KEY="$KEY" OPENAI_CUSTOM_HEADERS="Authorization: Bearer $KEY"
    every_command NEXT_PUBLIC_NEXOROUTER_API_KEY="$KEY" OPENAI_API_KEY="'$KEY'"
}

@test "keys and passwords where they do not belong: URL, proxy" {
    world
    every_command NEXOROUTER_API_KEY="$KEY" OPENAI_BASE_URL="https://$KEY@api.nexorouter.com/v1?key=$KEY"
    every_command NEXOROUTER_API_KEY=x https_proxy="u:$PROXY_PASSWORD@p:1" ALL_PROXY="socks5://u:$PROXY_PASSWORD@p"
}

@test "nothing is written to disk" {
    world
    every_command NEXOROUTER_API_KEY="$KEY" XDG_RUNTIME_DIR="$T/runtime" XDG_CACHE_HOME="$T/cache"
    ! grep -rqF "${KEY:0:16}" "$T/runtime" "$T/cache" "$HOME_DIR/.config" "$HOME_DIR/.cache" 2>/dev/null || return 1
}

@test "helper programs get no key in argv" {
    command -v strace >/dev/null || skip "no strace"
    world
    strace -f -s 4096 -e trace=execve -o "$T/trace" env -i HOME="$HOME_DIR" PATH="$PATH" \
        bash -c 'read -r NEXOROUTER_API_KEY < "$1"; export NEXOROUTER_API_KEY; exec "$2" doctor --offline' \
        - <(printf '%s\n' "$KEY") "$RELEASE" >/dev/null || true
    # envp is shown as a pointer: only argv is in the trace.
    ! grep -qF "${KEY:0:12}" "$T/trace" || return 1
    grep -q ls-files "$T/trace"
}

@test "the process is not dumpable, and drops the pages of its secrets" {
    command -v strace >/dev/null || skip "no strace"
    strace -e trace=prctl,madvise -o "$T/trace" env -i NEXOROUTER_API_KEY=$KEY "$RELEASE" check >/dev/null || true
    grep -Eq 'PR_SET_DUMPABLE, (0|SUID_DUMP_DISABLE)' "$T/trace"
    [ "$(grep -c MADV_DONTNEED "$T/trace")" -ge 2 ]
}

@test "code that names its dotenv file by a secret variable has it nowhere in a report" {
    echo '{"dependencies":{"dotenv":"17.2.0","openai":"6.49.0"}}' >package.json
    printf 'import dotenv from "dotenv"\ndotenv.config({ path: `.env.${process.env.%s}` })\n' DB_PASSWORD >a.mjs
    printf 'import dotenv from "dotenv"\ndotenv.config({ path: process.env.%s })\n' ANTHROPIC_API_KEY >b.mjs
    printf 'from dotenv import load_dotenv\nload_dotenv(os.environ["%s"])\n' WORDS >c.py
    echo "NEXOROUTER_API_KEY=$KEY" >.env.local
    for command in "doctor --offline" "doctor --offline --json" "compare --json" "snapshot --offline" check; do
        # shellcheck disable=SC2086
        nx DB_PASSWORD=correct-horse-1 ANTHROPIC_API_KEY=plain-other-2 "WORDS=battery staple" -- $command
        [ "$status" -le 3 ]
        for text in correct-horse plain-other "battery staple"; do lacks "$text"; done
    done
    # What may be shown is: a mode.
    printf 'import dotenv from "dotenv"\ndotenv.config({ path: `.env.${process.env.MODE}` })\n' >a.mjs
    rm b.mjs c.py
    nx MODE=local -- compare --json
    has '".env.local:1"'
}
