# SPDX-License-Identifier: MIT
# nexoenv prompt hook for fish 3.4 and later (the times of files are watched from 3.6 on). Load it
# in ~/.config/fish/config.fish, with one of
#     source /usr/local/share/nexoenv/hooks/nexoenv.fish
#     nexoenv hook fish | source
# Off for now: set -g NEXOENV_DISABLE 1.  Off for this shell: nexoenv_unhook.
#
# What it does and what it says to `nexoenv status --style hook`: see nexoenv.bash. Variables and
# the directory announce themselves here (more often than they change, so what they say is compared
# before anything is started). fish keeps $status around its event handlers by itself.

if status is-interactive
    and not contains -- "$TERM" "" dumb unknown
    and not set -q MC_SID

    set -g __nexoenv_changed 1
    set -g __nexoenv_seen
    set -g __nexoenv_bin
    set -g __nexoenv_busy
    set -g __nexoenv_failed 0
    set -g __nexoenv_count 0
    set -g __nexoenv_ticks
    set -g __nexoenv_watched
    set -g __nexoenv_keys \
        NEXOROUTER_API_KEY OPENAI_API_KEY NEXOROUTER_KEY NEXOROUTER_TOKEN NEXO_ROUTER_API_KEY \
        LLM_API_KEY OPENAI_KEY OPEN_AI_API_KEY OPENAI_CUSTOM_HEADERS \
        NEXT_PUBLIC_NEXOROUTER_API_KEY VITE_NEXOROUTER_API_KEY
    set -g __nexoenv_plain \
        NEXOROUTER_BASE_URL OPENAI_BASE_URL OPENAI_API_BASE NEXOROUTER_MODEL OPENAI_MODEL \
        OPENAI_ORG_ID OPENAI_PROJECT_ID OPENAI_API_TYPE HTTP_PROXY http_proxy HTTPS_PROXY \
        https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy SSL_CERT_FILE SSL_CERT_DIR \
        REQUESTS_CA_BUNDLE CURL_CA_BUNDLE NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED \
        NODE_USE_ENV_PROXY NODE_OPTIONS NODE_ENV

    # One handler for all of them: it only remembers that something was said.
    function __nexoenv_note --on-variable PWD \
        --on-variable NEXOROUTER_API_KEY --on-variable OPENAI_API_KEY \
        --on-variable NEXOROUTER_KEY --on-variable NEXOROUTER_TOKEN \
        --on-variable NEXO_ROUTER_API_KEY --on-variable LLM_API_KEY --on-variable OPENAI_KEY \
        --on-variable OPEN_AI_API_KEY --on-variable OPENAI_CUSTOM_HEADERS \
        --on-variable NEXT_PUBLIC_NEXOROUTER_API_KEY --on-variable VITE_NEXOROUTER_API_KEY \
        --on-variable NEXOROUTER_BASE_URL --on-variable OPENAI_BASE_URL \
        --on-variable OPENAI_API_BASE --on-variable NEXOROUTER_MODEL \
        --on-variable OPENAI_MODEL --on-variable OPENAI_ORG_ID --on-variable OPENAI_PROJECT_ID \
        --on-variable OPENAI_API_TYPE --on-variable HTTP_PROXY --on-variable http_proxy \
        --on-variable HTTPS_PROXY --on-variable https_proxy --on-variable ALL_PROXY \
        --on-variable all_proxy --on-variable NO_PROXY --on-variable no_proxy \
        --on-variable SSL_CERT_FILE --on-variable SSL_CERT_DIR \
        --on-variable REQUESTS_CA_BUNDLE --on-variable CURL_CA_BUNDLE \
        --on-variable NODE_EXTRA_CA_CERTS --on-variable NODE_TLS_REJECT_UNAUTHORIZED \
        --on-variable NODE_USE_ENV_PROXY --on-variable NODE_OPTIONS --on-variable NODE_ENV
        set -g __nexoenv_changed 1
    end

    function __nexoenv_prompt --on-event fish_prompt
        # Counting without a substitution; sixteen quiet prompts are as good as a thousand.
        set -q __nexoenv_ticks[16]
        or set -g -a __nexoenv_ticks x
        # One test of everything: every other builtin would cost as much as two files.
        if test $__nexoenv_changed = 1 -o -z "$__nexoenv_bin" $__nexoenv_watched
            __nexoenv_look
        end
    end

    # Something announced itself, or a file differs. Asks when it is so.
    function __nexoenv_look
        if test "$__nexoenv_failed" -ge 3
            return
        end
        __nexoenv_mark
        if test -n "$NEXOENV_DISABLE"
            return
        end
        if test -n "$__nexoenv_busy" # Ctrl-C ended the program
            set -g __nexoenv_busy
            __nexoenv_fail
            return
        end
        set -g __nexoenv_changed 0
        set -l signature (__nexoenv_signature | string collect)
        if test "$signature" != "$__nexoenv_seen" -o -z "$__nexoenv_bin" $__nexoenv_watched
            __nexoenv_ask $signature
        end
    end

    # Keys: set or not, length, first three characters, exported or not. The others: the value,
    # unless it contains an @ and so may hold a password.
    function __nexoenv_signature
        echo $PWD
        for name in $__nexoenv_keys $__nexoenv_plain
            set -q $name
            or continue
            set -l exported local
            set -qx $name
            and set exported exported
            if contains -- $name $__nexoenv_keys
                or string match -q -- '*@*' "$$name"
                echo $name $exported (string length -- "$$name") (string sub -l 3 -- "$$name")
            else
                echo $name $exported "$$name"
            end
        end
    end

    # The slow path: one exec. $argv: what is to be taken as seen when it went well.
    function __nexoenv_ask
        if not test -f "$__nexoenv_bin" -a -x "$__nexoenv_bin"
            set -g __nexoenv_bin
            for dir in $PATH
                if string match -q -- '/*' $dir
                    and test -f $dir/nexoenv -a -x $dir/nexoenv
                    set -g __nexoenv_bin $dir/nexoenv
                    break
                end
            end
            test -n "$__nexoenv_bin"
            or return
        end
        set -l loose
        for name in $__nexoenv_keys $__nexoenv_plain
            if set -q $name
                and not set -qx $name
                set -a loose $name=(string length -- "$$name")
            end
        end
        set -g __nexoenv_busy 1
        set -g __nexoenv_count (math $__nexoenv_count + (count $__nexoenv_ticks))
        set -g __nexoenv_ticks
        set -l out (NEXOENV_HOOK="1 fish $__nexoenv_count $loose" $__nexoenv_bin status --style hook)
        set -g __nexoenv_busy
        set -g __nexoenv_seen $argv
        if __nexoenv_learn $out
            set -g __nexoenv_failed 0
        else
            __nexoenv_fail
            __nexoenv_retry
        end
    end

    # $argv: what doctor is to know of this shell's hook: load, off, or nothing.
    function __nexoenv_mark
        set -l told (string replace -r ',(load|off|gone):.*' '' -- "$NEXOENV_TOLD")
        if test -n "$argv"
            set told "$told,$argv:fish:$fish_pid"
        end
        if test -n "$told"
            set -gx NEXOENV_TOLD $told
        else
            set -e NEXOENV_TOLD
        end
    end

    function __nexoenv_fail
        set -g __nexoenv_failed (math $__nexoenv_failed + 1)
        if test $__nexoenv_failed -ge 3
            __nexoenv_mark off
        end
    end

    # At the next prompt nothing counts as seen.
    function __nexoenv_retry
        set -g __nexoenv_seen
        set -g __nexoenv_changed 1
    end

    function __nexoenv_learn
        set -g __nexoenv_watched
        set -l watched
        test (count $argv) -ge 2 -a (count $argv) -le 48
        and test "$argv[1]" = "nexoenv 1" -a "$argv[-1]" = end
        or return 1
        set -l files 0
        set -l none 0
        set -l real 0
        for line in $argv[2..-2]
            switch $line
                case 'told -'
                    set -e NEXOENV_TOLD
                case 'told *'
                    string match -qr -- '^told [A-Za-z0-9:,@./_-]{1,2048}$' $line
                    or return 1
                    set -gx NEXOENV_TOLD (string sub -s 6 -- $line)
                case 'file /*' 'file .*'
                    set -l pair (string split -m 1 \t -- (string sub -s 6 -- $line))
                    test (count $pair) = 2 -a $files -lt 8
                    or return 1
                    # Missing files: -nt and -ot take them as older than every file.
                    set -a watched -o -L $pair[1] -o $pair[1] -nt $pair[2] -o $pair[1] -ot $pair[2]
                    set files (math $files + 1)
                case 'none /*' 'none .*'
                    test $none -lt 8
                    or return 1
                    set -l path (string sub -s 6 -- $line)
                    set -a watched -o -L $path -o -f $path
                    set none (math $none + 1)
                case 'real /*' 'real .*'
                    test $real -lt 16
                    or return 1
                    set -a watched -o -L (string sub -s 6 -- $line)
                    set real (math $real + 1)
                case again
                    __nexoenv_retry
                case '*'
                    return 1
            end
        end
        # Without `path` there is no way to see a file's time without a process: names only.
        if builtin -q path
            set -g __nexoenv_watched $watched
        end
        return 0
    end

    # Takes our functions and variables away.
    function nexoenv_unhook
        functions -e __nexoenv_prompt __nexoenv_look __nexoenv_note __nexoenv_signature __nexoenv_ask __nexoenv_learn \
            __nexoenv_retry __nexoenv_mark __nexoenv_fail
        for name in (set -n | string match -r '^__nexoenv_.*')
            set -e $name
        end
        set -e NEXOENV_TOLD
        functions -e nexoenv_unhook
    end

    if test -z "$NEXOENV_DISABLE"
        __nexoenv_mark load
    end
end
