#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# run: CMD gets exactly what it would have got without us.
load helper

BAD=NEXOROUTER_API_KEY=

@test "arguments and environment reach CMD untouched" {
    nx NEXOROUTER_API_KEY=$KEY A= -- run -- printf '<%s>' a "b c" '' '*' --json
    is_status 0
    [ "$output" = '<a><b c><><*><--json>' ]
    with=$(env -i HOME="$HOME_DIR" PATH="$PATH" NEXOROUTER_API_KEY=$KEY B=$'x\ny' "$NX" run -- env -0 | sort -z | tr '\0' '\n')
    without=$(env -i HOME="$HOME_DIR" PATH="$PATH" NEXOROUTER_API_KEY=$KEY B=$'x\ny' env -0 | sort -z | tr '\0' '\n')
    [ "$with" = "$without" ]
}

@test "its exit status is CMD's own; 126 and 127 are ours" {
    nx NEXOROUTER_API_KEY=$KEY -- run -- sh -c 'exit 41'
    is_status 41
    nx NEXOROUTER_API_KEY=$KEY -- run -- ./missing
    is_status 127
    nx NEXOROUTER_API_KEY=$KEY -- run -- no-such-program-anywhere
    is_status 127
    touch plain
    nx NEXOROUTER_API_KEY=$KEY -- run -- ./plain
    is_status 126
}

@test "errors stop it, --warn-only does not, findings go to stderr" {
    nx $BAD -- run -- touch started
    is_status 1
    [ ! -e started ]
    nx $BAD -- run --warn-only -- touch started
    is_status 0
    [ -e started ]
    out=$(env -i HOME="$HOME_DIR" PATH="$PATH" $BAD "$NX" run --warn-only -- echo mine 2>/dev/null)
    [ "$out" = mine ]
}

@test "a healthy machine adds no word" {
    nx NEXOROUTER_API_KEY=$KEY -- run -- true
    is_status 0
    [ -z "$output" ]
}

@test "descriptors, signals, limits, umask, cwd and timers are the same" {
    cat >"$T/probe" <<'P'
#!/bin/sh
ls /proc/self/fd | tr '\n' ' '
grep -E '^(Sig(P|B|I|C)|ShdPnd|Umask|Groups|NoNewPrivs|CapEff)' /proc/self/status
cat /proc/self/limits
pwd
python3 -c 'import signal; print(signal.getitimer(signal.ITIMER_REAL))'
P
    chmod +x "$T/probe"
    git init -q .
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env # so that git is started, too
    around() {
        (
            umask 027
            ulimit -n 200
            trap '' PIPE USR1 CHLD
            exec 7</dev/null 9>/dev/null
            env -i HOME="$HOME_DIR" PATH="$PATH" NEXOROUTER_API_KEY=$KEY "$@" 2>/dev/null
        )
    }
    around "$T/probe" >"$T/without"
    around "$RELEASE" run --warn-only -- "$T/probe" >"$T/with"
    diff "$T/without" "$T/with"
}

@test "a closed descriptor stays closed" {
    run bash -c "env -i PATH='$PATH' NEXOROUTER_API_KEY=$KEY '$RELEASE' run -- sh -c 'ls /proc/self/fd' <&-"
    without=$(bash -c "env -i PATH='$PATH' sh -c 'ls /proc/self/fd' <&-")
    [ "$output" = "$without" ]
}

@test "CMD is needed" {
    nx -- run
    is_status 2
    nx -- run --
    is_status 2
}

@test "what stands in front of the command, and what a container is given, counts" {
    nx A=1 -- run -- env NEXOROUTER_API_KEY=$KEY true
    is_status 0
    nx NEXOROUTER_API_KEY=$KEY -- run -- env -u NEXOROUTER_API_KEY touch started
    is_status 1
    mkdir bin
    printf '#!/bin/sh\nexit 0\n' >bin/docker
    chmod +x bin/docker
    PATH=$PWD/bin:$PATH nx NEXOROUTER_API_KEY=$KEY -- run -- docker run -e NEXOROUTER_API_KEY image
    is_status 0
    PATH=$PWD/bin:$PATH nx NEXOROUTER_API_KEY=$KEY -- run -- docker run image
    is_status 1
}

@test "sudo keeps what it is told to keep, and its loss is said" {
    mkdir bin
    printf '#!/bin/sh\nexit 0\n' >bin/sudo
    chmod +x bin/sudo
    PATH=$PWD/bin:$PATH nx NEXOROUTER_API_KEY=$KEY -- run -- sudo -u www true
    is_status 1
    has "--preserve-env=NEXOROUTER_API_KEY"
    for with in -E --preserve-env=NEXOROUTER_API_KEY NEXOROUTER_API_KEY=$KEY; do
        PATH=$PWD/bin:$PATH nx NEXOROUTER_API_KEY=$KEY -- run -- sudo $with true
        is_status 0
    done
}

@test "a target of make is followed to its recipe, with the dotenv file that the Makefile exports" {
    printf '.env\n' >.gitignore
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    chmod 600 .env
    recipe='\n\nall: dev\n\ndev:\n\t@printf "<%%s>" "$$NEXOROUTER_API_KEY" >seen\n'
    # The real make hands the key on, and nexoenv knows it.
    printf "include .env\nexport$recipe" >Makefile
    nx -- run -- make -s
    is_status 0
    lacks "loaded."
    [ "$(cat seen)" = "<$KEY>" ]
    rm seen
    # It includes the file and exports nothing: make starts the program without the key.
    printf "include .env$recipe" >Makefile
    nx -- run -- make dev
    is_status 1
    [ ! -e seen ]
    nx -- run --warn-only -- make dev
    [ "$(cat seen)" = "<>" ]
    nx -- run -- make dev NEXOROUTER_API_KEY=$KEY
    is_status 0
    [ "$(cat seen)" = "<$KEY>" ]
    # A target that is not there is make's business, and said.
    nx -- run -- make other
    is_status 2
    has "not checked: make (its target was not found here)"
}

@test "what runs in another package is said to be not checked" {
    mkdir bin
    for program in turbo pnpm; do
        printf '#!/bin/sh\nexit 0\n' >bin/$program
        chmod +x bin/$program
    done
    PATH=$PWD/bin:$PATH nx -- run -- turbo dev
    is_status 0
    has "not checked: turbo"
    PATH=$PWD/bin:$PATH nx -- run -- pnpm -F web dev
    is_status 0
    has "not checked: the other package"
}

@test "a command of another language than the project's is judged with that language's client" {
    mkdir bin
    for program in gunicorn node php; do
        printf '#!/bin/sh\nexit 0\n' >bin/$program
        chmod +x bin/$program
    done
    printf '.env\n' >.gitignore
    printf 'NEXOROUTER_API_KEY=%s\n' "$KEY" >.env
    chmod 600 .env
    printf '{"dependencies":{"dotenv":"17.4.2","openai":"6.49.0"}}\n' >package.json
    PATH=$PWD/bin:$PATH nx -- run --json -- node a.js
    is_status 0
    has '"name": "node-openai"'
    has '"name": "dotenv:dotenv"'
    # Nobody knows whether its code loads the file: that stops nothing, and is said.
    PATH=$PWD/bin:$PATH nx -- run -- gunicorn app
    is_status 0
    has "not checked: this command's own code (python"
    # The project says what its Python uses: nothing loads the file.
    printf 'openai==2.54.0\n' >requirements.txt
    PATH=$PWD/bin:$PATH nx -- run --json -- gunicorn app
    is_status 1
    has '"name": "python-openai"'
    has loaded.dotenv-never-loaded
    printf 'openai==2.54.0\npython-dotenv==1.2.2\n' >requirements.txt
    PATH=$PWD/bin:$PATH nx -- run -- gunicorn app
    is_status 0
    PATH=$PWD/bin:$PATH nx -- run --json -- node a.js
    has '"name": "node-openai"'
    # Without a file anywhere the key is missing in any language.
    rm .env
    PATH=$PWD/bin:$PATH nx -- run -- php artisan serve
    is_status 1
}
