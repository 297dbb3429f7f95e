# SPDX-License-Identifier: MIT
# nexoenv prompt hook for bash 4.4 and later. Load it last in ~/.bashrc, with one of
#     source /usr/local/share/nexoenv/hooks/nexoenv.bash
#     eval "$(nexoenv hook bash)"
# Off for now: NEXOENV_DISABLE=1.  Off for this shell: nexoenv_unhook.
#
# While nothing changed, a prompt forks nothing: one text is built from the directory and the
# watched variables and compared with the last one, and the times of the watched files are
# compared with those of their stamps. Only a difference runs `nexoenv status --style hook`.
#
# What the two say to each other (the same for all three shells)
#
# The hook sets two variables in the program's environment, and never a value in an argument:
#   NEXOENV_HOOK  "1 SHELL COUNT NAME=LENGTH ..."  protocol, shell, number of this prompt, then the
#                 relevant names that are set here but not exported, with the length of the value
#                 (0: empty). The number rises by one a prompt; a nested shell starts at 1 again.
#   NEXOENV_TOLD  what the program answered last as "told"; exported, so that a nested shell does
#                 not repeat the warning. It holds the terminal's name and ids, no value. At its
#                 end the hook writes ",load:SHELL:PID" until its first prompt, and ",off:SHELL:PID"
#                 once it has switched itself off, and in zsh ",gone:SHELL:PID" once it was taken out
#                 of its list: so `nexoenv doctor` can say that it does not run.
# Standard input is the terminal, so that the program can see that somebody is pasting.
# Warnings go to standard error, by the program itself, when that is a terminal. The answer is data,
# never code: at most 8192 bytes on standard output,
#   nexoenv 1             protocol
#   told WORD             to be kept in NEXOENV_TOLD, [A-Za-z0-9:,@./_-]*; "told -" removes it
#   real PATH             look again when the directory PATH has become a link (at most 16)
#   file PATH<TAB>STAMP   watch PATH: changed when its time differs from STAMP's, in either
#                         direction, or one of the two is missing (at most 8)
#   none PATH             look again when PATH is a regular file (at most 8)
# to be asked in this order, and the first "yes" ends it: nothing below a link is looked at, because
# it may lead to a mount that hangs, and no PATH is followed that has become one;
#   again                 look again at the next prompt (input is waiting)
#   end
# Any other answer counts as a failure; three in a row end the hook in this shell, silently.
# A PATH is absolute, or begins with . or .. and counts from the directory of the answer; none holds
# a control character.

# shellcheck disable=SC1007,SC2034,SC2154,SC2178
# No word of this text is to be an alias of the user's.
\builtin shopt -q expand_aliases && __nexoenv_aliases=-s || __nexoenv_aliases=-u
\builtin shopt -u expand_aliases
if [[ $- == *i* && $- != *r* && ${BASH_VERSINFO[0]}${BASH_VERSINFO[1]} -ge 44 &&
    ${TERM:-dumb} != @(dumb|unknown) && -z ${MC_SID-} ]]; then

__nexoenv_failed=0 __nexoenv_count=0 __nexoenv_busy= __nexoenv_seen= __nexoenv_bin= __nexoenv_pwd=
__nexoenv_keys=(
    NEXOROUTER_API_KEY OPENAI_API_KEY NEXOROUTER_KEY NEXOROUTER_TOKEN NEXO_ROUTER_API_KEY
    LLM_API_KEY OPENAI_KEY OPEN_AI_API_KEY OPENAI_CUSTOM_HEADERS NEXT_PUBLIC_NEXOROUTER_API_KEY
    VITE_NEXOROUTER_API_KEY
)
__nexoenv_plain=(
    NEXOROUTER_BASE_URL OPENAI_BASE_URL OPENAI_API_BASE NEXOROUTER_MODEL OPENAI_MODEL
    OPENAI_ORG_ID OPENAI_PROJECT_ID OPENAI_API_TYPE HTTP_PROXY http_proxy HTTPS_PROXY
    https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy SSL_CERT_FILE SSL_CERT_DIR
    REQUESTS_CA_BUNDLE CURL_CA_BUNDLE NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED
    NODE_USE_ENV_PROXY NODE_OPTIONS NODE_ENV
)

__nexoenv_prompt() {
    \builtin local nx_status="$?" nx_flags="$-" nx_text # quoted: after \builtin the words are split
    # This function's options alone; the redirection keeps a trace of the user's free of ours.
    case $- in *[efkuvxET]*) { \builtin local -; \builtin set +efkuvxET; } 2>/dev/null ;; esac
    if [[ $__nexoenv_failed -lt 3 ]]; then
        __nexoenv_count=$((__nexoenv_count + 1))
        if [[ -n ${NEXOENV_DISABLE-}$__nexoenv_busy ]]; then
            __nexoenv_rest
        else
            ! __nexoenv_moved || __nexoenv_ask
        fi
    fi
    # bash gives the next element of the array the user's $? by itself. In the string form the next
    # command sees ours; but under errexit a status after Ctrl-C would close the shell.
    if [[ ${__nexoenv_form-} == string && $nx_flags != *e* ]]; then
        \builtin return "$nx_status"
    fi
    \builtin return 0
}

# Instead of looking: the user wants none; or Ctrl-C ended the program, and bash starts the whole
# list again, so not once more now.
__nexoenv_rest() {
    if [[ -n ${NEXOENV_DISABLE-} ]]; then
        __nexoenv_mark ''
    else
        __nexoenv_busy=
        __nexoenv_fail
    fi
}

# In kitty's terminal, whose integration comes after ~/.bashrc and takes a list with an empty first
# place for none: it holds that place. What is joined to it sees the user's $?.
__nexoenv_first() {
    \builtin set -- "$?"
    [[ $- == *e* ]] || \builtin return "$1"
}

# True when something changed. __nexoenv_write replaces it after every answer.
__nexoenv_moved() { :; }

# Writes __nexoenv_moved for what is set and watched now, out of names that stand in this file: no
# loop, no empty place, and no expansion for what is not set. In the text that is compared stand the
# directory, for keys attributes, length and first three characters, for the others attributes and
# value; but what contains an @ may hold a password, and counts as a key then.
__nexoenv_write() {
    \builtin local nx_name nx_i=0 nx_compared='$PWD' nx_new=
    \builtin local nx_changed='-z $__nexoenv_bin || $PWD != "$__nexoenv_pwd"'
    for nx_name in "${__nexoenv_keys[@]}" "${__nexoenv_plain[@]}"; do
        nx_i=$((nx_i + 1))
        if [[ ! -v $nx_name ]]; then
            nx_new+="\${$nx_name+1}"
            continue
        fi
        nx_changed+=" || ! -v $nx_name" nx_compared+=$'\n'"\${$nx_name@a}"
        if [[ $nx_i -le ${#__nexoenv_keys[@]} || ${!nx_name} == *@* ]]; then
            nx_compared+="\${#$nx_name}=\${$nx_name:0:3}"
        else
            nx_compared+="=\$$nx_name"
        fi
    done
    \builtin shopt -q expand_aliases && nx_i=-s || nx_i=-u
    \builtin shopt -u expand_aliases # of the user's, who may have one named [[
    \builtin eval "__nexoenv_moved() {
        [[ $nx_changed${nx_new:+ || -n $nx_new}$nx_watched ]] || { nx_text=\"$nx_compared\"; [[ \$nx_text != \"\$__nexoenv_seen\" ]]; }
    }"
    \builtin shopt "$nx_i" expand_aliases
}

# The slow path: one fork, one exec.
__nexoenv_ask() {
    \builtin local nx_out nx_name nx_loose= nx_dir nx_rest nx_again= nx_watched=
    __nexoenv_mark ''
    if [[ ! -f $__nexoenv_bin || ! -x $__nexoenv_bin ]]; then
        __nexoenv_bin= nx_rest=${PATH-}:
        while [[ -n $nx_rest ]]; do
            nx_dir=${nx_rest%%:*}
            nx_rest=${nx_rest:${#nx_dir}+1}
            if [[ $nx_dir == /* && -f $nx_dir/nexoenv && -x $nx_dir/nexoenv ]]; then
                __nexoenv_bin=$nx_dir/nexoenv
                break
            fi
        done
        [[ -n $__nexoenv_bin ]] || \builtin return 0
    fi
    for nx_name in "${__nexoenv_keys[@]}" "${__nexoenv_plain[@]}"; do
        # An array is exported in name only.
        if [[ -n ${!nx_name+s} && (${!nx_name@a} != *x* || ${!nx_name@a} == *[aA]*) ]]; then
            nx_rest=${!nx_name}
            nx_loose+=" $nx_name=${#nx_rest}"
        fi
    done
    __nexoenv_busy=1
    # Only the program may speak here, not bash about its death.
    { nx_out=$(NEXOENV_HOOK="1 bash $__nexoenv_count$nx_loose" \
        "$__nexoenv_bin" status --style hook 2>&3 3>&-); } 3>&2 2>/dev/null || :
    __nexoenv_busy=
    if [[ ${#nx_out} -le 8192 && $nx_out == 'nexoenv 1'$'\n'*'end' ]] &&
        __nexoenv_learn "$nx_out"; then
        __nexoenv_failed=0
    else
        __nexoenv_fail
        nx_again=1
    fi
    __nexoenv_pwd=${PWD-}
    __nexoenv_write
    nx_text= __nexoenv_seen=
    __nexoenv_moved || :
    [[ -n $nx_again ]] || __nexoenv_seen=$nx_text
    \builtin return 0
}

# $1: what doctor is to know of this shell's hook: load, off, or nothing.
__nexoenv_mark() {
    NEXOENV_TOLD=${NEXOENV_TOLD-} NEXOENV_TOLD=${NEXOENV_TOLD%%,load:*}
    NEXOENV_TOLD=${NEXOENV_TOLD%%,off:*} NEXOENV_TOLD=${NEXOENV_TOLD%%,gone:*}${1:+,$1:bash:$$}
    if [[ -n $NEXOENV_TOLD ]]; then
        \builtin export NEXOENV_TOLD
    else
        \builtin unset -v NEXOENV_TOLD
    fi
}

__nexoenv_fail() {
    __nexoenv_failed=$((__nexoenv_failed + 1))
    [[ $__nexoenv_failed -lt 3 ]] || __nexoenv_mark off
}

__nexoenv_learn() {
    \builtin local nx_rest="${1:10}" nx_line nx_f=0 nx_n=0 nx_r=0
    while [[ $nx_rest == *$'\n'* ]]; do
        nx_line=${nx_rest%%$'\n'*}
        nx_rest=${nx_rest:${#nx_line}+1}
        case $nx_line in
        'told -') \builtin unset -v NEXOENV_TOLD ;;
        'told '*[!A-Za-z0-9:,@./_-]* | 'told ') \builtin return 1 ;;
        'told '*) \builtin export NEXOENV_TOLD="${nx_line:5}" ;;
        'file '[./]*$'\t'/*)
            [[ $nx_f -lt 8 ]] || \builtin return 1
            nx_line=${nx_line:5}
            \builtin printf -v "__nexoenv_f$nx_f" %s "${nx_line%%$'\t'*}"
            \builtin printf -v "__nexoenv_s$nx_f" %s "${nx_line#*$'\t'}"
            nx_watched+=" || -L \$__nexoenv_f$nx_f || \$__nexoenv_f$nx_f -nt \$__nexoenv_s$nx_f"
            nx_watched+=" || \$__nexoenv_f$nx_f -ot \$__nexoenv_s$nx_f"
            nx_f=$((nx_f + 1))
            ;;
        'none '[./]*)
            [[ $nx_n -lt 8 ]] || \builtin return 1
            \builtin printf -v "__nexoenv_n$nx_n" %s "${nx_line:5}"
            nx_watched+=" || -L \$__nexoenv_n$nx_n || -f \$__nexoenv_n$nx_n"
            nx_n=$((nx_n + 1))
            ;;
        'real '[./]*)
            [[ $nx_r -lt 16 ]] || \builtin return 1
            \builtin printf -v "__nexoenv_r$nx_r" %s "${nx_line:5}"
            nx_watched+=" || -L \$__nexoenv_r$nx_r"
            nx_r=$((nx_r + 1))
            ;;
        again) nx_again=1 ;;
        *) \builtin return 1 ;;
        esac
    done
    [[ $nx_rest == end ]]
}

# Takes exactly our entry out of every list it may be in, and forgets everything.
nexoenv_unhook() {
    \builtin local - nx_i
    { \builtin set +eux; } 2>/dev/null
    if [[ -n ${BLE_VERSION-} && ${__nexoenv_form-} == ble ]]; then
        blehook PRECMD-=__nexoenv_prompt
    fi
    for nx_i in "${!precmd_functions[@]}"; do
        [[ ${precmd_functions[nx_i]} != __nexoenv_prompt ]] || \builtin unset "precmd_functions[$nx_i]"
    done
    for nx_i in "${!PROMPT_COMMAND[@]}"; do
        if [[ ${PROMPT_COMMAND[nx_i]} == __nexoenv_prompt ]]; then
            \builtin unset "PROMPT_COMMAND[$nx_i]"
        elif [[ ${PROMPT_COMMAND[nx_i]} == __nexoenv_first ]]; then
            PROMPT_COMMAND[nx_i]=''
        elif [[ ${__nexoenv_form-} == string ]]; then
            PROMPT_COMMAND[nx_i]=${PROMPT_COMMAND[nx_i]/"${__nexoenv_text-}"/}
        fi
    done
    # An array that we made of a string, or of nothing, becomes that again.
    if [[ ${__nexoenv_before-} == string && ${#PROMPT_COMMAND[@]} -eq 1 ]]; then
        nx_i=${PROMPT_COMMAND[0]-}
        \builtin unset -v PROMPT_COMMAND
        PROMPT_COMMAND=$nx_i
    fi
    if [[ ${__nexoenv_before-} == unset && -z ${PROMPT_COMMAND[*]-} ]]; then
        \builtin unset -v PROMPT_COMMAND
    fi
    # Another tool may have made it a part of its own text: it stays, and does nothing.
    [[ ${PROMPT_COMMAND[*]-} == *__nexoenv_first* ]] || \builtin unset -f __nexoenv_first
    \builtin unset -v "${!__nexoenv_@}" NEXOENV_TOLD
    \builtin unset -f __nexoenv_prompt __nexoenv_moved __nexoenv_write __nexoenv_ask \
        __nexoenv_rest __nexoenv_mark __nexoenv_fail __nexoenv_learn __nexoenv_install nexoenv_unhook
}

# $1: array or string, what this bash can do with PROMPT_COMMAND.
__nexoenv_install() {
    \builtin local - nx_part
    { \builtin set +eux; } 2>/dev/null
    if [[ ${PROMPT_COMMAND@a}${PROMPT_COMMAND[*]@a} == *r* ]]; then
        \builtin return 0 # somebody wants it so
    fi
    \builtin set -- "$1" "${!nx_@}" "${!__nexoenv_@}"
    while [[ $# -gt 1 ]]; do # a name of ours that cannot be written would be an error at each prompt
        [[ ${!2@a} != *r* ]] || \builtin return 0
        \builtin set -- "$1" "${@:3}"
    done
    [[ -n ${NEXOENV_DISABLE-} ]] || __nexoenv_mark load
    for nx_part in "${PROMPT_COMMAND[@]}" "${precmd_functions[@]}"; do
        [[ $nx_part != *__nexoenv_prompt* ]] || \builtin return 0
    done
    __nexoenv_before=array
    if [[ -n ${BLE_VERSION-} ]]; then
        __nexoenv_form=ble
        blehook PRECMD+=__nexoenv_prompt
    elif [[ -n ${bash_preexec_imported-}${__bp_imported-} ]]; then
        __nexoenv_form=list
        precmd_functions+=(__nexoenv_prompt)
    elif [[ $1 == array ]]; then
        __nexoenv_form=array
        if [[ ${PROMPT_COMMAND[*]@a} != *a* ]]; then
            __nexoenv_before=${PROMPT_COMMAND+string}
            __nexoenv_before=${__nexoenv_before:-unset}
        fi
        # The first element stays free for tools that assign to the plain name.
        PROMPT_COMMAND[0]=${PROMPT_COMMAND[0]-}
        if [[ -z ${PROMPT_COMMAND[0]} && -n ${KITTY_WINDOW_ID-}${KITTY_SHELL_INTEGRATION-} ]]; then
            PROMPT_COMMAND[0]=__nexoenv_first
        fi
        PROMPT_COMMAND+=(__nexoenv_prompt)
    else
        __nexoenv_form=string __nexoenv_text=__nexoenv_prompt
        # A child of this shell may inherit the text, but never the function.
        [[ ${PROMPT_COMMAND@a} != *x* ]] || __nexoenv_text='${__nexoenv_form:+__nexoenv_prompt}'
        [[ -z ${PROMPT_COMMAND-} ]] || __nexoenv_text+=';'
        PROMPT_COMMAND=$__nexoenv_text${PROMPT_COMMAND-}
    fi
}

if [[ ${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]} == @(4.*|5.0) ]]; then
    __nexoenv_install string
else
    __nexoenv_install array
fi

fi
\builtin shopt "$__nexoenv_aliases" expand_aliases
\builtin unset -v __nexoenv_aliases
