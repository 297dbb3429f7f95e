# SPDX-License-Identifier: MIT
# Every test has a home and a project of its own and an environment with nothing in it. The binary
# shellcheck disable=SC2034,SC2154  # bats sets status and output, the tests use the rest
# is the one under AddressSanitizer where it is built.
TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
NX=${NEXOENV_ASAN:-$TOP/build/asan/nexoenv}
[ -x "$NX" ] || NX=${NEXOENV:-$TOP/build/release/nexoenv}
RELEASE=${NEXOENV:-$TOP/build/release/nexoenv}
TOOLS=$TOP/build/asan/tools
[ -x "$TOOLS/rawenv" ] || TOOLS=$TOP/build/release/tools
KEY=sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW

setup() {
    T=$(mktemp -d)
    export T HOME_DIR=$T/home PROJECT=$T/project
    mkdir "$HOME_DIR" "$PROJECT"
    cd "$PROJECT" || return 1
}

teardown() {
    cd /
    chmod -R u+rwx "$T"
    rm -rf "$T"
}

# nx [NAME=VALUE...] -- ARGS: output and errors together in $output, as bats does.
nx() {
    local vars=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        vars+=("$1")
        shift
    done
    shift
    run timeout 60 env -i HOME="$HOME_DIR" PATH="$PATH" "${vars[@]}" "$NX" "$@"
    no_sanitizer
}

no_sanitizer() {
    case $output in *AddressSanitizer* | *"runtime error"*)
        echo "$output"
        return 1
        ;;
    esac
}

has() {
    case $output in *"$1"*) ;; *)
        echo "wanted: $1"
        echo "got: $output"
        return 1
        ;;
    esac
}

lacks() {
    case $output in *"$1"*)
        echo "not wanted: $1"
        echo "got: $output"
        return 1
        ;;
    esac
}

is_status() {
    [ "$status" = "$1" ] || {
        echo "status $status, wanted $1: $output"
        return 1
    }
}

# Neither the key nor any 8 bytes of it stand in $output or in the files given.
keeps_secret() {
    local key=$1 i
    for ((i = 0; i + 8 <= ${#key}; i++)); do
        lacks "${key:i:8}" || return 1
    done
}

finding() { # finding ID SEVERITY in the JSON in $output
    python3 -c '
import json, sys
found = {f["id"]: f["severity"] for f in json.load(sys.stdin)["findings"]}
sys.exit(0 if found.get(sys.argv[1]) == sys.argv[2] else "found: %s" % found)' "$1" "$2" <<<"$output"
}
