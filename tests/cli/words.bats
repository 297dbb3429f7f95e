#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a person may type, and what wrong words get.
load helper

@test "no command: help on stderr, status 2" {
    nx --
    is_status 2
    has "usage: nexoenv COMMAND"
}

@test "--help and --version" {
    nx -- --help
    is_status 0
    has "doctor"
    nx -- --version
    is_status 0
    [[ $output =~ ^nexoenv\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "every command has help of its own that fits 80 columns" {
    for c in $("$RELEASE" completion list | awk -F'\t' '$1 == "command" {print $2}'); do
        nx -- "$c" --help
        is_status 0
        has "usage: nexoenv $c"
        ! grep -nE '^.{81}' <<<"$output" || return 1
        # Every option of the table stands in it, and no other.
        for o in $("$RELEASE" completion list | awk -F'\t' -v c="$c" '$1 == "option" && $2 == c {print $3}'); do
            has "$o"
        done
    done
}

@test "a mistyped command is near to one" {
    nx -- docter
    is_status 2
    has "did you mean 'doctor'"
    nx -- stat
    has "did you mean 'status'"
    nx -- zzzzzz
    is_status 2
    lacks "did you mean"
}

@test "a mistyped option is near to one that the command uses" {
    nx -- doctor --ofline
    is_status 2
    has "did you mean '--offline'"
    nx -- rules --ofline
    is_status 2
    lacks "did you mean '--offline'"
}

@test "an option that a command does not use is wrong usage" {
    nx -- rules --for curl
    is_status 2
    has "'rules' does not use --for"
    nx -- status --timeout 3
    is_status 2
    nx -- doctor --warn-only
    is_status 2
}

@test "values: missing, not wanted, out of the set" {
    nx -- doctor --timeout
    is_status 2
    has "needs a value"
    nx -- doctor --offline=yes
    is_status 2
    has "takes no value"
    nx -- check --format xml
    is_status 2
    has "text|json|sarif|github"
    nx -- check --timeout=1e9
    is_status 2
}

@test "options stand before or behind the command, with = or without" {
    nx NEXOROUTER_API_KEY=$KEY -- --json check
    is_status 0
    has '"command": "check"'
    nx NEXOROUTER_API_KEY=$KEY -- check --format=json
    has '"command": "check"'
}

@test "-C changes the directory first" {
    mkdir sub
    printf 'OPENAI_MODEL=x\n' >sub/.env
    nx NEXOROUTER_API_KEY=$KEY -- snapshot --offline -C sub
    is_status 0
    has '"path": ".env"'
    nx -- check -C /nowhere
    is_status 2
}

@test "operands: too few, too many" {
    nx -- explain
    is_status 2
    nx -- doctor now
    is_status 2
    nx -- hook bash zsh
    is_status 2
}

@test "an unknown client or context is wrong usage and the near one is named" {
    nx NEXOROUTER_API_KEY=$KEY -- check --for python-opnai
    is_status 2
    has "did you mean 'python-openai'"
    nx NEXOROUTER_API_KEY=$KEY -- check --context shel
    is_status 2
    has "did you mean 'shell'"
}

@test "hook and completion print the files byte for byte" {
    for s in bash zsh fish; do
        "$RELEASE" hook $s | cmp - "$TOP/hooks/nexoenv.$s"
    done
    "$RELEASE" hook pre-commit | cmp - "$TOP/hooks/pre-commit"
    "$RELEASE" completion bash | cmp - "$TOP/completions/nexoenv.bash"
    "$RELEASE" completion zsh | cmp - "$TOP/completions/_nexoenv"
    "$RELEASE" completion fish | cmp - "$TOP/completions/nexoenv.fish"
    nx -- hook tcsh
    is_status 2
    has "bash, zsh, fish, pre-commit"
}

@test "explain knows every id and every gateway code, and never repeats its input" {
    for id in $("$RELEASE" rules --json | python3 -c 'import json,sys
for r in json.load(sys.stdin)["rules"]: print(r["id"])') \
        $("$RELEASE" completion list | awk -F'\t' '$1 == "code" {print $2}'); do
        run env -i "$RELEASE" explain "$id"
        is_status 0
    done
    nx -- explain key.clrf
    is_status 2
    has "did you mean 'key.crlf'"
    nx -- explain "Incorrect API key provided: $KEY"
    is_status 2
    keeps_secret "$KEY"
}

@test "explain - maps error texts and repeats nothing of them" {
    run bash -c "echo 'openai.APIConnectionError: Connection error. $KEY' | env -i '$NX' explain -"
    is_status 0
    keeps_secret "$KEY"
    [ -n "$output" ]
}

@test "colours only when asked for, or on a terminal" {
    nx -- check
    lacks $'\033'
    nx -- check --color always
    has $'\033['
    nx NO_COLOR=1 -- check --color auto
    lacks $'\033'
}

@test "--ascii leaves ASCII" {
    nx -- check --ascii
    ! LC_ALL=C grep -q '[^ -~]' <<<"$output" || return 1
}

@test "statuses: 0 healthy, 1 error, 1 warning with --strict" {
    nx NEXOROUTER_API_KEY=$KEY -- check
    is_status 0
    nx NEXOROUTER_API_KEY= -- check
    is_status 1
    nx NEXOROUTER_API_KEY=$KEY OPENAI_ORG_ID=org-x -- check --for python-openai
    is_status 0
    nx NEXOROUTER_API_KEY=$KEY OPENAI_ORG_ID=org-x -- check --for python-openai --strict
    is_status 1
}

@test "a healthy machine gets one line" {
    nx NEXOROUTER_API_KEY=$KEY -- check
    is_status 0
    [ "${#lines[@]}" = 1 ]
}

@test "snapshot and --from: the same report on another machine" {
    nx NEXOROUTER_API_KEY="$KEY"$'\r' HTTPS_PROXY=http://u:pw12345678@127.0.0.1:1 -- snapshot --offline
    is_status 0
    keeps_secret "$KEY"
    lacks pw12345678
    printf '%s\n' "$output" >"$T/s.json"
    nx -- doctor --from "$T/s.json" --json
    is_status 1
    finding key.crlf error
    nx -- doctor --from "$T/s.json" --pid 1
    is_status 2
    nx -- doctor --from /nowhere.json
    is_status 2
}

@test "a snapshot that is none is refused with a place" {
    for text in '' '{' '[]' '{}' '{"schema":"nexoenv.snapshot/1"}' \
        '{"schema":"nexoenv.snapshot/1","contexts":[{"name":"x","kind":"dotenv"}]}' \
        '{"schema":"nexoenv.snapshot/1","contexts":[{"name":"shell","vars":[{"name":"a b"}]}]}' \
        '{"schema":"nexoenv.snapshot/1","contexts":7}'; do
        printf '%s' "$text" >"$T/s.json"
        nx -- check --from "$T/s.json"
        is_status 2
        has "s.json"
    done
}

@test "compare: contexts side by side; --show refuses keys" {
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    nx OPENAI_BASE_URL=https://u:p@api.nexorouter.com/v1 -- compare shell dotenv:dotenv
    is_status 0
    keeps_secret "$KEY"
    nx -- compare --show NEXOROUTER_API_KEY
    is_status 2
    nx OPENAI_BASE_URL=https://u:p12345678@h/v1 -- compare --show OPENAI_BASE_URL
    is_status 2
    lacks p12345678
    nx OPENAI_BASE_URL=https://h/v1 -- compare --show OPENAI_BASE_URL
    is_status 0
    nx -- compare shell nonsense
    is_status 2
}

@test "compare --snippet finds what is wrong with a call" {
    cat >call.sh <<'S'
curl https://api.nexorouter.com/v1/chat/completions \
  -H "Content-Type: application/json" \
  -H "Authorization: $NEXOROUTER_API_KEY" \
  -d '{"model":"m","messages":[]}'
S
    nx NEXOROUTER_API_KEY=$KEY -- compare --snippet call.sh --json
    is_status 0
    finding key.bearer-missing error
}

py_call() { # VARIABLE
    cat >call.py <<S
from openai import OpenAI
import os
client = OpenAI(api_key=os.environ["$1"], base_url="https://api.nexorouter.com/v1")
client.chat.completions.create(model="some-model", messages=[{"role": "user", "content": "hi"}])
S
}

@test "compare --snippet: the variable that the call reads is the one that counts" {
    py_call TEAM_GATEWAY
    nx NEXOROUTER_API_KEY=$KEY -- compare --snippet call.py --json
    finding loaded.wrong-name error
    has "Let the call read NEXOROUTER_API_KEY (call.py:3)"
    has '"some-model"'
    nx -- compare --snippet call.py --json
    finding loaded.unset error
    has "TEAM_GATEWAY is not set"
    nx TEAM_GATEWAY=$KEY -- compare --snippet call.py --json
    has '"verdict": "clean"'
    keeps_secret "$KEY"
    nx TEAM_GATEWAY="$KEY"$'\r' -- compare --snippet call.py --json
    finding key.crlf error
    echo "TEAM_GATEWAY=$KEY" >.env
    nx -- compare --snippet call.py --context dotenv:python-dotenv --json
    has '"verdict": "clean"'
    keeps_secret "$KEY"
    nx -- compare --snippet call.py
    lacks "exit " # it shows, and its status is 0
    has "compare sends nothing"
}

url_call() { # what stands between the key and the end
    cat >call.py <<S
from openai import OpenAI
import os
client = OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"]$1)
client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}])
S
}

@test "compare --snippet: a call without a base URL, or with one from a variable" {
    local right=https://api.nexorouter.com
    url_call ""
    nx NEXOROUTER_API_KEY=$KEY -- compare --snippet call.py --json
    finding url.unset-default-host error
    nx NEXOROUTER_API_KEY=$KEY OPENAI_BASE_URL=$right/v1 -- compare --snippet call.py --json
    has '"verdict": "clean"'
    url_call ', base_url=os.environ["TEAM_LLM"]'
    nx NEXOROUTER_API_KEY=$KEY -- compare --snippet call.py --json
    finding url.unset-default-host error
    has "export TEAM_LLM='$right/v1'"
    nx NEXOROUTER_API_KEY=$KEY TEAM_LLM= -- compare --snippet call.py --json
    finding url.empty-variable error
    nx NEXOROUTER_API_KEY=$KEY TEAM_LLM=$right -- compare --snippet call.py --json
    finding url.missing-v1 error
    nx NEXOROUTER_API_KEY=$KEY TEAM_LLM=$right/v1 -- compare --snippet call.py --json
    has '"verdict": "clean"'
}

@test "compare --snippet: curl with the base URL in a variable" {
    local right=https://api.nexorouter.com
    cat >call.sh <<'S'
curl "$TEAM_LLM/v1/chat/completions" -H "Authorization: Bearer $NEXOROUTER_API_KEY" \
  --json '{"model":"m","messages":[{"role":"user","content":"x"}]}'
S
    nx NEXOROUTER_API_KEY=$KEY -- compare --snippet call.sh --json
    finding url.empty-variable error
    has "export TEAM_LLM='$right'"
    lacks url.malformed
    nx NEXOROUTER_API_KEY=$KEY TEAM_LLM=$right -- compare --snippet call.sh --json
    has '"verdict": "clean"'
    nx NEXOROUTER_API_KEY=$KEY TEAM_LLM=$right/v1 -- compare --snippet call.sh --json
    finding url.double-v1 error
    nx NEXOROUTER_API_KEY=$KEY TEAM_LLM=http://api.nexorouter.com -- compare --snippet call.sh --json
    finding url.plain-http error
    has "export TEAM_LLM='$right'"
}

@test "compare --snippet: a secret that the call takes for its base URL is not printed" {
    url_call ', base_url=os.environ["TEAM_PASSWORD"]'
    nx NEXOROUTER_API_KEY=$KEY TEAM_PASSWORD=not-to-be-seen -- compare --snippet call.py
    lacks not-to-be-seen
    nx NEXOROUTER_API_KEY=$KEY TEAM_PASSWORD=not-to-be-seen -- compare --snippet call.py --json
    lacks not-to-be-seen
}

@test "the calm line says when calls do not go to the gateway" {
    local right=https://api.nexorouter.com
    nx NEXOROUTER_API_KEY=$KEY OPENAI_BASE_URL=https://llm.example.com/v1 -- check --for python-openai
    is_status 0
    has "calls go to llm.example.com, not to the gateway"
    nx NEXOROUTER_API_KEY=$KEY OPENAI_BASE_URL=$right:8443/v1 -- check --for python-openai
    has "calls go to port 8443 of the gateway"
    nx NEXOROUTER_API_KEY=$KEY OPENAI_BASE_URL=$right/v1/ -- check --for python-openai
    is_status 0
    lacks "calls go to"
    [ "${#lines[@]}" = 1 ]
    [ "${#lines[0]}" -le 80 ]
}

@test "paths differ by case, hosts do not; a cut-off key of another provider says its length" {
    nx NEXOROUTER_API_KEY=$KEY OPENAI_BASE_URL=https://api.nexorouter.com/V1 -- check --for python-openai
    has "≠ base-url"
    nx NEXOROUTER_API_KEY=$KEY OPENAI_BASE_URL=https://API.nexorouter.com/v1 -- check --for python-openai --verbose
    lacks "≠ base-url"
    nx NEXOROUTER_API_KEY=gsk_TESTab -- check
    has "10 bytes, a whole one has 54 to 58"
}

@test "a key variable that only the user's profile names is one all the same" {
    printf 'key:\n  variables: [TEAM_GATEWAY]\n' >"$T/team.yaml"
    nx TEAM_GATEWAY=$KEY -- check --profile "$T/team.yaml" --json
    is_status 0
    has '"verdict": "clean"'
    keeps_secret "$KEY"
    nx NEXOROUTER_API_KEY=$KEY -- check --profile "$T/team.yaml" --json
    is_status 1
    finding loaded.unset error
}

@test "playground: show, import, another host refused, reset" {
    nx -- playground show
    is_status 0
    has "api.nexorouter.com"
    cat >"$T/call.py" <<S
from openai import OpenAI
client = OpenAI(api_key="$KEY", base_url="https://api.nexorouter.com/v1")
client.chat.completions.create(model="some-model", messages=[{"role": "user", "content": "hi"}], temperature=0.3)
S
    nx -- playground import "$T/call.py"
    is_status 0
    keeps_secret "$KEY"
    has some-model
    [ "$(stat -c %a "$HOME_DIR/.config/nexoenv/playground.yaml")" = 600 ]
    ! grep -q "${KEY:0:20}" "$HOME_DIR/.config/nexoenv/playground.yaml" || return 1
    nx -- playground show --json
    has '"some-model"'
    sed -i s/api.nexorouter.com/evil.example/ "$T/call.py"
    nx -- playground import "$T/call.py"
    is_status 2
    has evil.example
    has api.nexorouter.com
    sed -i -e s/evil.example/api.nexorouter.com/ -e "s/$KEY/\$NEXOROUTER_API_KEY/" "$T/call.py"
    nx -- playground reset
    nx -- playground import "$T/call.py"
    has "key             not documented"
    nx -- playground reset
    is_status 0
    nx -- playground show
    lacks some-model
}

@test "a profile inside the project needs --trust-project" {
    printf 'request:\n  model: theirs\n' >p.yaml
    nx NEXOROUTER_API_KEY=$KEY -- check --profile p.yaml
    is_status 2
    has trust-project
    cp p.yaml "$T/outside.yaml"
    nx NEXOROUTER_API_KEY=$KEY -- check --profile "$T/outside.yaml"
    is_status 0
}

@test "the user's config: bad lines are wrong usage with a place" {
    mkdir -p "$HOME_DIR/.config/nexoenv"
    printf '[probe]\ntimeout = soon\n' >"$HOME_DIR/.config/nexoenv/config.ini"
    nx NEXOROUTER_API_KEY=$KEY -- check
    is_status 2
    has "config.ini:2"
    printf '[probe]\ntimeout = 3\n[playground]\nkey_last4 = %s\n' "${KEY: -4}" >"$HOME_DIR/.config/nexoenv/config.ini"
    nx NEXOROUTER_API_KEY=$KEY -- check
    is_status 0
}

@test "status: nothing when all is well, a short line when not" {
    nx NEXOROUTER_API_KEY=$KEY -- status
    is_status 0
    [ -z "$output" ]
    nx NEXOROUTER_API_KEY="$KEY"$'\r' -- status
    is_status 0
    has key.crlf
    [ "${#lines[@]}" -le 2 ]
    nx NEXOROUTER_API_KEY="$KEY"$'\r' -- status --style short
    [ "${#lines[@]}" = 1 ]
    nx NEXOROUTER_API_KEY="$KEY"$'\r' -- status --style symbol
    [ "${#output}" -le 4 ]
    nx NEXOROUTER_API_KEY="$KEY"$'\r' -- status --json
    has '"key.crlf"'
    nx -- status --style hook
    is_status 2
}

@test "status: in doubt whether the code loads the file it says nothing" {
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    chmod 600 .env
    echo '{"type":"module","dependencies":{"openai":"6.49.0"}}' >package.json
    mkdir src
    echo 'new OpenAI({ apiKey: process.env.NEXOROUTER_API_KEY });' >src/ask.js
    nx -- status
    has ".env is not loaded"
    for code in 'process.loadEnvFile()' 'envSchema({ dotenv: true })' 'read("../.env")'; do
        echo "$code" >src/env.js
        nx -- status
        is_status 0
        [ -z "$output" ]
    done
    rm src/env.js
    for i in $(seq 50); do echo "export const a = 1;" >"src/a$i.js"; done # more than a glance
    nx -- status
    [ -z "$output" ]
}

@test "status: a name of the code's own is no slip, a misspelled one is" {
    printf 'LLM_API_KEY=%s\n' "$KEY" >.env
    chmod 600 .env
    printf 'openai==2.54.0\npython-dotenv==1.2.1\n' >requirements.txt
    echo 'load_dotenv(); OpenAI(api_key=os.environ["LLM_API_KEY"])' >app.py
    nx -- status
    [ -z "$output" ]
    echo 'load_dotenv(); OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"])' >app.py
    nx -- status
    has "LLM_API_KEY should be"
    printf 'NEXOROUTER_APIKEY=%s\n' "$KEY" >.env
    nx -- status
    has "NEXOROUTER_APIKEY should be"
}

@test "status: the URL that the code gives is one" {
    echo openai==2.54.0 >requirements.txt
    echo 'OpenAI()' >app.py
    nx OPENAI_API_KEY="$KEY" -- status
    has url.unset-default-host
    echo 'from openai import OpenAI; OpenAI(base_url="https://api.nexorouter.com/v1")' >app.py
    nx OPENAI_API_KEY="$KEY" -- status
    [ -z "$output" ]
}

@test "nobody without anything of the gateway hears that a key is missing" {
    nx -- status
    [ -z "$output" ]
}

@test "forms that only findings have; what looks here does not go with --from" {
    nx -- rules --format sarif
    is_status 2
    nx -- check --from "$T/x.json" --staged
    is_status 2
    has "look here"
}

@test "playground import: what the gateway would refuse is no reference, and the place is named" {
    printf '%s\n' 'curl https://api.nexorouter.com/v1/chat/completions \' \
        '  -H "Authorization: Bearer $NEXOROUTER_API_KEY" \' \
        "  -d '{\"model\": \"deepseek-v4-flash\", \"messages\": []}'" >"$T/call.sh"
    nx -- playground import "$T/call.sh"
    is_status 2
    has "cannot be the reference: $T/call.sh:3:"
    has "messages is empty"
    [ ! -e "$HOME_DIR/.config/nexoenv/playground.yaml" ]
}

@test "the prompt says nothing of an odd line that only loaders of other projects mind" {
    printf '{"dependencies": {"next": "15.0.0", "openai": "5.0.0"}}' >package.json
    printf 'NEXOROUTER_API_KEY=%s\n/* a remark */\n' "$KEY" >.env
    nx -- status
    is_status 0
    [ -z "$output" ]
    nx -- doctor --offline
    has "! dotenv.syntax"
    printf 'package main\n' >main.go
    printf 'module x\nrequire github.com/joho/godotenv v1.5.1\n' >go.mod
    rm package.json
    nx -- status
    has "dotenv.syntax"
}

@test "the prompt: a container's --env-file says nothing of a program whose code may load the file" {
    printf 'openai\n' >requirements.txt
    printf 'from dotenv import load_dotenv\nload_dotenv()\n' >main.py
    printf 'docker run --env-file .env image\n' >start.sh
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    nx -- status
    is_status 0
    [ -z "$output" ]
    printf 'print(1)\n' >main.py
    nx -- status
    has ".env is not loaded"
}

@test "explain without an operand reads an error text from a pipe, and asks at a terminal" {
    run bash -c "echo 'curl: (6) Could not resolve host: api.nexorouter.com' | '$NX' explain"
    is_status 0
    has "dns.nxdomain"
    run timeout 20 script -qec "'$NX' explain" /dev/null </dev/null
    has "explain what?"
}
