#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What `nexoenv clients` concludes under its table.
load helper

sdk=(OPENAI_API_KEY="$KEY" OPENAI_BASE_URL=https://api.nexorouter.com/v1)
vars=(HTTPS_PROXY=http://proxy.corp:3128 OPENAI_API_KEY=sk-nexo-TEST01)

# beside CHOSEN OTHER...: the report is on one client, and has a verdict on each of the others.
beside() {
    python3 -c 'import json, sys
r = json.loads(sys.argv[1])
others = {o["client"] for o in r["others"] if o["verdict"] in ("clean", "fails", "unknown")}
assert r["client"]["name"] == sys.argv[2], r["client"]
assert others >= set(sys.argv[3:]), others' "$output" "$@"
}

@test "ways to different hosts are never called the same way" {
    nx "${vars[@]}" NO_PROXY=api.nexorouter.com -- clients
    lacks "go the same way"
    has "--url compares the ways to one"
}

@test "no base URL: SDK, fetch and curl are compared on the way to one host" {
    nx "${vars[@]}" -- clients --for curl --for node-fetch --for node-openai@6
    has "≠ node-fetch, node-openai: do not read HTTPS_PROXY"
    has "NODE_USE_ENV_PROXY="
    nx "${vars[@]}" -- clients --for curl --for node-openai@4
    has "pass a proxy agent in the code"
    nx ALL_PROXY=socks5://127.0.0.1:1080 -- clients --for curl --for go --for node-axios
    has "set the spelling that it reads"
    has "takes ALL_PROXY for http://127.0.0.1:1080"
}

@test "a blank at the end of the base URL is shown, and taken off" {
    nx "OPENAI_BASE_URL=https://api.nexorouter.com/v1 " -- clients --for curl --for python-openai --for node-openai
    has "python-openai 3.3.1  direct  system   with its blanks"
    has "    take the blanks off: export OPENAI_BASE_URL='https://api.nexorouter.com/v1'"
    has "takes the blanks off OPENAI_BASE_URL; curl does not"
    lacks "nexorouter.com/v1 ,"
}

@test "one host: the variable that makes the difference is named" {
    nx "${vars[@]}" -- clients --url https://api.nexorouter.com/v1
    has "do not read HTTPS_PROXY"
    lacks "different hosts"
}

# locked VERSION: what `doctor` says of the client's version, with a range in package.json.
locked() {
    nx NEXOROUTER_API_KEY=$KEY -- doctor --offline --json
    has '"name": "node-openai"'
    has "\"version\": \"$1\""
}

@test "a locked version stands before the first number of a range" {
    echo '{"dependencies":{"openai":"^4.0.0"}}' >package.json
    locked 4.0.0
    printf '# yarn lockfile v1\n\nopenai@^4.0.0:\n  version "4.104.0"\n' >yarn.lock
    locked 4.104.0
    rm yarn.lock
    printf "lockfileVersion: '9.0'\npackages:\n\n  openai@4.77.0:\n    resolution: {}\n" >pnpm-lock.yaml
    locked 4.77.0
}

@test "a workspace's lock file lies at its root" {
    git init -q .
    mkdir -p apps/web
    echo '{"workspaces":["apps/*"]}' >package.json
    echo '{"lockfileVersion":3,"packages":{"node_modules/openai":{"version":"6.49.0"}}}' >package-lock.json
    echo '{"dependencies":{"openai":"^6"}}' >apps/web/package.json
    cd apps/web
    locked 6.49.0
}

@test "a module of Go with a major version, Gradle in Kotlin, a project of .NET" {
    printf 'module x\n\nrequire github.com/openai/openai-go/v3 v3.52.0\n' >go.mod
    nx -- doctor --offline --json
    has '"name": "openai-go"'
    rm go.mod
    touch build.gradle.kts
    nx -- doctor --offline --json
    has '"name": "java-httpclient"'
    rm build.gradle.kts
    touch app.csproj
    nx -- doctor --offline --json
    has '"name": "dotnet-httpclient"'
}

@test "the second name of netrc, and a NETRC that names nothing" {
    echo 'machine api.nexorouter.com login u password p' >"$HOME_DIR/_netrc"
    chmod 600 "$HOME_DIR/_netrc"
    nx NEXOROUTER_API_KEY=$KEY -- check --for python-requests
    has "netrc"
    nx NEXOROUTER_API_KEY=$KEY NETRC= -- check --for python-requests
    lacks "netrc"
}

@test "a backend in Python and a front end in Node, seen from the root of both" {
    git init -q .
    mkdir backend frontend
    echo 'openai==2.54.0' >backend/requirements.txt
    echo '{"dependencies":{"openai":"^6"}}' >frontend/package.json
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://127.0.0.1:9 -- check --json
    has '"name": "python-openai"'
    has '"version": "2.54.0"'
    has '"client": "node-openai"'
}

@test "the part where one stands, or the root, goes before the others, and these stand beside it" {
    git init -q .
    mkdir frontend cmd
    echo 'openai==2.54.0' >requirements.txt
    echo '{"dependencies":{"openai":"^6","vite":"^7"}}' >frontend/package.json
    printf 'module x\n\ngo 1.22\n' >cmd/go.mod
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- check
    [ "$status" = 1 ]
    has "client: python-openai 2.54.0, found in requirements.txt:1"
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- check --json
    beside python-openai go node-openai
    cd frontend
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- check --json
    has '"shown": "frontend/package.json:1"'
    has '"verdict": "clean"'
    beside node-openai go python-openai
    cd ../cmd
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- check --json
    beside python-openai go node-openai
}

@test "a bare client where one stands goes before an SDK in another language" {
    git init -q .
    mkdir web
    echo '{"dependencies":{"axios":"^1.21.0"}}' >web/package.json
    printf 'module x\n\ngo 1.22\n\nrequire github.com/openai/openai-go/v3 v3.52.0\n' >go.mod
    cd web
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    beside node-axios openai-go
    cd ..
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    beside openai-go node-axios
}

@test "parts that no package tells of are known by their files" {
    git init -q .
    mkdir -p services/api web
    printf 'module x\n\ngo 1.22\n' >services/api/go.mod
    echo '{}' >web/package.json
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- check
    has "client: go 1.22, found in services/api/go.mod"
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    beside go node-fetch
}

@test "go.sum alone shows Go; what brings a client along does not give it its version" {
    printf 'github.com/openai/openai-go/v2 v2.1.0/go.mod h1:a=\ngithub.com/openai/openai-go/v3 v3.9.0 h1:b=\n' >go.sum
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    beside openai-go go
    has '"version": "3.9.0"'
    rm go.sum
    echo "implementation 'com.openai:openai-java:4.1.0'" >build.gradle
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    beside okhttp java-httpclient
    lacks '"version": "4.1.0"'
}

@test "a running server says which of the project's clients is at work" {
    git init -q .
    echo 'openai==2.54.0' >requirements.txt
    echo '{"dependencies":{"openai":"^6"}}' >package.json
    nx NEXOROUTER_API_KEY=$KEY -- doctor --offline --json
    beside node-openai python-openai
    python3 -c 'import http.server as h
s = h.ThreadingHTTPServer(("127.0.0.1", 0), h.SimpleHTTPRequestHandler)
print("ready", flush=True)
s.serve_forever()' >ready 3>&- &
    local server=$!
    until [ -s ready ]; do sleep 0.05; done
    nx NEXOROUTER_API_KEY=$KEY -- doctor --offline --json
    beside python-openai node-openai
    has '"chosen_by": "process"'
    rm package.json requirements.txt
    nx NEXOROUTER_API_KEY=$KEY -- check --json --pid $server
    has '"name": "python-openai"'
    kill $server
}

@test "Node by its major version is the newest of that line; .nvmrc goes before engines; one Node runs all" {
    echo '{"dependencies":{"openai":"^6"},"engines":{"node":">=18"}}' >package.json
    echo v22 >.nvmrc
    nx "${vars[@]}" NODE_USE_ENV_PROXY=1 -- clients --for node-openai --for node-fetch --url https://api.nexorouter.com/v1
    has "node-fetch 22.23"
    has "go the same way"
    echo 20.20.2 >.nvmrc
    nx "${vars[@]}" NODE_USE_ENV_PROXY=1 -- clients --for curl --for node-got --url https://api.nexorouter.com/v1
    has "use Node 22.21 or newer"
}

@test "an option that this Node does not take ends it, and is taken out" {
    nx NODE_OPTIONS="--no-warnings --use-env-proxy" -- clients --for curl --for node-fetch@20.20
    has "dies at start"
    has "export NODE_OPTIONS='--no-warnings'"
    lacks "http://\$NODE_OPTIONS"
    nx NODE_OPTIONS="--use-env-proxy" -- clients --for curl --for node-fetch@22.23
    lacks "dies at start"
}

@test "what stops the first client itself is told, and a broken store is no example" {
    nx SSL_CERT_FILE=/nowhere.pem -- clients --for curl --for python-requests --for node-fetch
    has "curl: stops on SSL_CERT_FILE"
    lacks "export REQUESTS_CA_BUNDLE"
    lacks "export NODE_EXTRA_CA_CERTS"
    nx https_proxy="http://proxy.corp:3128 " -- clients --for curl --for python-openai
    has "curl: fails on https_proxy"
    has "export https_proxy="
    nx https_proxy="http://user:p@ss@proxy.corp:3128" -- clients --for curl
    has "write the @ in the password as %40"
}

@test "a command of several statements stands in lines that fit, and a variable's name stays whole" {
    nx ALL_PROXY=socks5://127.0.0.1:1080 OPENAI_API_KEY=sk-nexo-TEST01 -- clients
    has "      export HTTPS_PROXY=\"\$ALL_PROXY\""
    ! grep -q '.\{81\}' <<<"$output"
    nx HTTPS_PROXY=http://proxy.corp:3128 OPENAI_API_KEY=sk-nexo-TEST01 SSL_CERT_FILE=/nope.pem -- clients
    has "  SSL_CERT_FILE"
}

@test "a scheme is put in front of a proxy alone" {
    nx HTTPS_PROXY=http://p:3128 NODE_OPTIONS=--title -- clients --for curl --for node-fetch
    has "fails on NODE_OPTIONS: node: --title requires an argument"
    has "unset NODE_OPTIONS"
    lacks "write the scheme"
    nx HTTPS_PROXY=http://p:3128 "NO_PROXY=[::1]" -- clients --for curl --for python-httpx
    has "fails on NO_PROXY"
    lacks "write the scheme"
    nx HTTPS_PROXY=proxy.corp:3128 NODE_USE_ENV_PROXY=1 -- clients --for curl --for node-fetch
    has "write the scheme http:// in front"
}

@test "a certificate that is cut off, or has other text in it, is none" {
    cut=$'-----BEGIN CERTIFICATE-----\nMIIBhTCC\n' end=$'-----END CERTIFICATE-----\n'
    printf 'CN=x\r\n%s%s' "$cut" "$end" >whole.pem
    printf '%s' "$cut" >cut.pem
    printf '%s####%s' "$cut" "$end" >wrong.pem
    for name in cut wrong; do
        nx "SSL_CERT_FILE=$PWD/$name.pem" -- clients --for curl --for go
        has "curl: stops on SSL_CERT_FILE"
        lacks "go: stops"
    done
    nx "SSL_CERT_FILE=$PWD/whole.pem" -- clients --for curl --for go
    lacks "stops on"
}

@test "httpx passes over a CA variable that names nothing, until 0.28 stops on it" {
    nx SSL_CERT_FILE=/nowhere.pem -- clients --for python-httpx@0.27.2
    lacks "stops on"
    nx SSL_CERT_FILE=/nowhere.pem -- clients --for python-httpx@0.28.1
    has "stops on SSL_CERT_FILE"
}

@test "check: one report for each --for, the others beside it in JSON" {
    nx ALL_PROXY=socks://127.0.0.1:1080/ NEXOROUTER_API_KEY=$KEY -- check --for curl --for python-openai@2.54.0
    has "curl:"
    has "python-openai@2.54.0:"
    has "python-openai cannot use"
    [ "$status" = 1 ]
    nx ALL_PROXY=socks://127.0.0.1:1080/ NEXOROUTER_API_KEY=$KEY -- check --json --for python-openai@2.54.0 --for node-openai
    has '"client": "node-openai"'
    python3 -c 'import json,sys; assert len(json.loads(sys.argv[1])["others"]) == 1' "$output"
}

@test "JSON and SARIF hold a whole report for each --for" {
    nx https_proxy=http://127.0.0.1:9 NEXOROUTER_API_KEY=$KEY -- doctor --json --no-history --timeout 3 --for node-fetch@20 --for curl --for wget
    [ "$status" = 1 ]
    python3 -c '
import json, sys
r = json.loads(sys.argv[1])
assert r["client"]["name"] == "node-fetch" and r["verdict"] != "works", r["client"]
assert r["root_cause"] != "proxy.dead-listener"
assert [x["client"]["name"] for x in r["reports"]] == ["curl", "wget"]
for x in r["reports"]:
    assert x["schema"] == r["schema"] and x["root_cause"] == "proxy.dead-listener", x["root_cause"]
    assert set(x) == set(r) - {"reports"}
    assert x["probes"] and x["probes"][0]["route"] == "http://127.0.0.1:9", x["probes"]
' "$output"
    nx NEXOROUTER_API_KEY=$KEY -- check --json --for curl
    lacks '"reports"'
    nx ALL_PROXY=socks://127.0.0.1:1080/ NEXOROUTER_API_KEY=$KEY -- check --format sarif --for curl --for python-openai@2
    python3 -c '
import json, sys
runs = json.loads(sys.argv[1])["runs"]
assert [x["automationDetails"]["id"] for x in runs] == ["nexoenv/curl/", "nexoenv/python-openai/"]
assert [x["invocations"][0]["exitCode"] for x in runs] == [1, 1]
' "$output"
    nx NEXOROUTER_API_KEY=$KEY -- check --format github --for curl --for python-openai
    has "curl:"
    has "python-openai:"
}

@test "the screen says once what is the same for all" {
    nx "${vars[@]}" OPENAI_BASE_URL=https://api.nexorouter.com/v1 -- clients
    has "for https://api.nexorouter.com/v1, key from OPENAI_API_KEY"
    has "http://proxy.corp:3128  "
    lacks "base URL"
    nx "${vars[@]}" -- clients
    has "base URL"
    has "api.openai.com/v1"
}

@test "properties of Java beside a login in the same variable" {
    nx "JAVA_TOOL_OPTIONS=-Dhttps.proxyHost=proxy.corp -Dhttps.proxyPort=3128 -Dx=https://joe:secretTEST12345678@h/" -- clients --json --for java-httpclient --url https://api.nexorouter.com/v1
    has '"route": "http://proxy.corp:3128"'
    lacks secretTEST
}

@test "conda, included requirements, Maven and Gradle show their clients" {
    printf 'dependencies:\n  - pip:\n      - openai==1.40.0\n' >environment.yml
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    has '"name": "python-openai"'
    has '"version": "1.40.0"'
    rm environment.yml
    mkdir deps
    printf -- '-r deps/base\n-r /etc/hostname\n-r ../other\n' >requirements.txt
    echo 'openai==1.2.3' >deps/base
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    has '"version": "1.2.3"'
    rm requirements.txt
    echo '<dependency><groupId>com.openai</groupId><artifactId>openai-java</artifactId></dependency>' >pom.xml
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    has '"name": "okhttp"'
    has '"client": "java-httpclient"'
}

@test "doctor: one report for each --for, each with probes; a saved snapshot keeps its own" {
    nx HTTPS_PROXY=http://127.0.0.1:9 NEXOROUTER_API_KEY=$KEY -- doctor --offline --for curl --for node-openai@5
    has "curl:"
    has "node-openai@5:"
    has proxy.ignored-by-client
    nx https_proxy=http://127.0.0.1:9 NEXOROUTER_API_KEY=$KEY -- doctor --no-history --timeout 2 --for curl --for wget
    has "curl:"
    has "wget:"
    [ "$(grep -c '^✗ proxy.dead-listener' <<<"$output")" = 2 ]
    nx https_proxy=http://127.0.0.1:9 NEXOROUTER_API_KEY=$KEY -- snapshot --timeout 2 --for curl
    has '"probes"'
    printf '%s' "$output" >"$T/saved.json"
    nx -- doctor --from "$T/saved.json" --for curl --for wget
    lacks "not checked: the network"
    lacks "not checked: probes"
    [ "$(grep -c '^✗ proxy.dead-listener' <<<"$output")" = 2 ]
}

# screen LINES NAME=VALUE...: the matrix of the usual clients takes no more than so many lines.
screen() {
    local most=$1
    shift
    nx "$@" -- clients
    [ "$(wc -l <<<"$output")" -le "$most" ]
    [ "$(awk '{print length}' <<<"$output" | sort -n | tail -n 1)" -le 110 ]
}

@test "one fault fits 24 lines, three at once 35, each with its variable and its fix" {
    local key=OPENAI_API_KEY=sk-nexo-TEST0123456789 base=https://api.nexorouter.com/v1
    screen 24 HTTPS_PROXY=http://proxy.corp.example.com:8080 $key OPENAI_BASE_URL=$base
    has "node-openai, node-fetch: do not read HTTPS_PROXY"
    has "export NODE_USE_ENV_PROXY='1'"
    screen 35 HTTPS_PROXY=socks://127.0.0.1:1080 $key SSL_CERT_FILE=/nope.pem "OPENAI_BASE_URL= $base"
    has "curl, python-openai, python-httpx: stop on SSL_CERT_FILE: curl: (77)"
    has "name a file that exists, or unset the variable: unset SSL_CERT_FILE"
    has "python-openai, python-requests, python-httpx: fail on HTTPS_PROXY:"
    has "unset the variable that it cannot use: unset HTTPS_PROXY"
    has "take the blanks off: export OPENAI_BASE_URL='$base'"
    [ "$(grep -c 'unset SSL_CERT_FILE' <<<"$output")" = 1 ]
    screen 35 HTTPS_PROXY=127.0.0.1:3128 NODE_USE_ENV_PROXY=1 SSL_CERT_FILE=/nope $key "OPENAI_BASE_URL=\"$base\""
    has "node-openai, node-fetch, node-axios: fail on HTTPS_PROXY: TypeError: Invalid"
    has 'export HTTPS_PROXY="http://$HTTPS_PROXY"'
    has "http://127.0.0.1:3128  ≠ stops"
}

@test "a workspace that locks two versions: each part has its own; constraints and deno.lock pin" {
    git init -q .
    mkdir -p packages/a packages/b
    echo '{"workspaces":["packages/*"]}' >package.json
    echo '{"dependencies":{"openai":"^6"}}' >packages/a/package.json
    echo '{"dependencies":{"openai":"^4"}}' >packages/b/package.json
    echo '{"lockfileVersion":3,"packages":{"node_modules/openai":{"version":"6.49.0"},"packages/b/node_modules/openai":{"version":"4.104.0"}}}' >package-lock.json
    (cd packages/a && locked 6.49.0)
    (cd packages/b && locked 4.104.0)
    rm -r package.json package-lock.json packages
    echo '{"imports":{"openai":"npm:openai@^4"}}' >deno.json
    echo '{"version":"5","specifiers":{"npm:openai@^4":"4.77.0"}}' >deno.lock
    locked 4.77.0
    rm deno.json deno.lock
    printf -- '-c pins.txt\nopenai\n' >requirements.txt
    printf 'openai==1.33.0\nrequests==2.31.0\n' >pins.txt
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    has '"version": "1.33.0"'
    lacks python-requests
}

@test "a script without a manifest shows its client by what it calls, where doctor reads it" {
    printf 'from openai import OpenAI\n\nclient = OpenAI(base_url="https://api.nexorouter.com/v1")\n' >app.py
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- doctor --offline
    has "client: python-openai, found in app.py:3"
    rm app.py
    printf 'await fetch("https://api.nexorouter.com/v1/models", { headers: {} })\n' >app.mjs
    nx NEXOROUTER_API_KEY=$KEY -- doctor --offline --json
    has '"name": "node-fetch"'
    has '"shown": "app.mjs:1"'
    # Whose service it calls is what counts, and a manifest goes before it.
    printf 'await fetch("https://example.com/v1/models") // nexorouter\n' >app.mjs
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- doctor --offline
    has "client: curl"
    printf 'import requests\nrequests.get("https://api.nexorouter.com/v1/models")\n' >app.py
    echo 'openai==2.54.0' >requirements.txt
    nx NEXOROUTER_API_KEY=$KEY HTTPS_PROXY=http://proxy.corp:abc -- doctor --offline
    has "client: python-openai 2.54.0, found in requirements.txt:1"
}

@test "what the code says goes through a snapshot as it is" {
    git init -q .
    printf '"use client"\nconst k = process.env.OPENAI_API_KEY\n' >page.tsx
    printf 'from openai import OpenAI\nclient = OpenAI(api_key="YOUR_API_KEY", base_url="https://api.nexorouter.com/v1")\n' >app.py
    nx NEXOROUTER_API_KEY=$KEY -- snapshot --offline
    printf '%s\n' "$output" >kept.json
    for kind in env-client key client; do has "\"kind\": \"$kind\""; done
    nx -- doctor --offline --from kept.json
    has "The key in app.py:2 holds a placeholder"
}

# chosen NAME: what the project's files choose.
chosen() {
    nx NEXOROUTER_API_KEY=$KEY -- check --json
    [ "$(node -p 'JSON.parse(require("fs").readFileSync(0)).client.name' <<<"$output")" = "$1" ]
}

@test "what only development wants, or another package brings along, is not the program's client" {
    echo '{"dependencies":{"axios":"^1"},"devDependencies":{"openai":"^6"}}' >package.json
    chosen node-axios
    has '"client": "node-openai"'
    echo '{"dependencies":{"next":"14"},"devDependencies":{"openai":"^6"}}' >package.json
    chosen node-openai
    echo '{"dependencies":{"some-sdk":"1"}}' >package.json
    echo '{"lockfileVersion":3,"packages":{"node_modules/openai":{"version":"6.49.0"}}}' >package-lock.json
    chosen node-fetch
    rm package.json package-lock.json
    echo requests >requirements.txt
    echo openai >requirements-dev.txt
    chosen python-requests
    rm requirements*
    printf 'module x\ngo 1.22\nrequire (\n a/b v1.0.0\n github.com/openai/openai-go v1.0.0 // indirect\n)\n' >go.mod
    chosen go
    rm go.mod
    echo '{"require":{"openai-php/client":"^0.10"}}' >composer.json
    echo '{"packages":[{"name":"guzzlehttp/guzzle","version":"7.9.2"}]}' >composer.lock
    chosen php-guzzle
    has '"version": "7.9.2"'
    has '"shown": "composer.json:1"'
    rm composer.json composer.lock
    echo 'gem "openai"' >Gemfile
    printf 'GEM\n  specs:\n    openai (0.16.0)\n' >Gemfile.lock
    chosen ruby-net-http
    lacks 0.16.0
}

@test "members of a workspace are found where its file says, however deep, and files that others include" {
    git init -q .
    mkdir -p modules/a/b srv/x/y/api reqs
    echo '{"private":true}' >package.json
    printf 'packages:\n  - "modules/**"\n' >pnpm-workspace.yaml
    echo '{"dependencies":{"openai":"^4"}}' >modules/a/b/package.json
    printf "packages:\n\n  openai@4.56.4:\n    resolution: {}\n" >pnpm-lock.yaml
    chosen node-openai
    has '"version": "4.56.4"'
    has '"shown": "modules/a/b/package.json:1"'
    rm package.json pnpm-workspace.yaml
    printf 'go 1.23\nuse ./srv/x/y/api\n' >go.work
    printf 'module x\nrequire github.com/openai/openai-go/v2 v2.1.0\n' >srv/x/y/api/go.mod
    chosen openai-go
    has '"version": "2.1.0"'
    rm go.work
    echo '-r reqs/base.txt' >requirements.txt
    echo '-r more.txt' >reqs/base.txt
    printf -- '-r ../requirements.txt\nopenai==1.2.4\n' >reqs/more.txt
    chosen python-openai
    has '"version": "1.2.4"'
}

@test "a snapshot whose key in the code says nothing of it, or whose variable is no name, is read all the same" {
    cat >odd.json <<'END'
{"schema":"nexoenv.snapshot/1","version":"0.1.0","contexts":[{"name":"shell","state":"complete","vars":[]}],
 "project":{"state":"complete","dir":".","sources":[{"kind":"key","loc":{"file":"a.sh","line":1}}]}}
END
    nx -- doctor --offline --from odd.json
    is_status 1
    has "NEXOROUTER_API_KEY is not set"
    sed -i 's/"kind":"key"/"kind":"key-elsewhere","text":"A; touch x"/' odd.json
    nx -- doctor --offline --from odd.json
    is_status 1
    has "NEXOROUTER_API_KEY is not set"
    lacks "touch"
}

@test "an SDK of Anthropic's stands among the others only where a variable leads it to the gateway" {
    printf 'openai\nanthropic\n' >requirements.txt
    nx "${sdk[@]}" -- doctor --offline --json
    beside python-openai
    lacks '"python-anthropic"'
    nx "${sdk[@]}" ANTHROPIC_BASE_URL=https://api.nexorouter.com -- doctor --offline --json
    beside python-openai python-anthropic
}
