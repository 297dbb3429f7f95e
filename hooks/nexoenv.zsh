# SPDX-License-Identifier: MIT
# nexoenv prompt hook for zsh. Load it last in ~/.zshrc, with one of
#     source /usr/local/share/nexoenv/hooks/nexoenv.zsh
#     eval "$(nexoenv hook zsh)"
# Off for now: NEXOENV_DISABLE=1.  Off for this shell: nexoenv_unhook.
#
# What it does and what it says to `nexoenv status --style hook`: see nexoenv.bash.
# zsh keeps $? and pipestatus around its hooks by itself. No chpwd: `cd -q` skips it, and a
# sub-shell's cd would print from there; comparing $PWD before the prompt is complete.

# No word of this text is to be an alias of the user's (`eval` has read it all before).
[[ -o aliases ]] && __nexoenv_aliases=aliases || __nexoenv_aliases=no_aliases
\builtin setopt no_aliases
if [[ -o interactive && ! -o restricted && -z ${MC_SID-} && ${TERM:-dumb} != dumb &&
    $TERM != unknown ]]; then

typeset -g __nexoenv_seen= __nexoenv_bin= __nexoenv_busy= __nexoenv_pwd=
typeset -gi __nexoenv_failed=0 __nexoenv_count=0
typeset -ga __nexoenv_keys __nexoenv_plain
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

# Writes the hook itself for what is set and watched now, out of names that stand in this file: no
# call, no loop, and no expansion for what is not set; a call alone costs zsh as much as ten files.
# In the text that is compared stand the directory, for keys type, length and first three
# characters, for the others type and value; but what contains an @ may hold a password, and counts
# as a key then. $1: the conditions on files.
__nexoenv_write() {
    emulate -L zsh -o no_xtrace -o no_aliases
    local name changed='-z $__nexoenv_bin || $PWD != "$__nexoenv_pwd"' compared='$PWD'
    for name in $__nexoenv_keys $__nexoenv_plain; do
        if (( ! ${(P)+name} )); then
            changed+=" || -v $name"
        elif (( ${__nexoenv_keys[(Ie)$name]} )) || [[ ${(P)name} == *@* ]]; then
            changed+=" || ! -v $name" compared+=$'\n'"\${(t)$name}\${#$name}=\${${name}[1,3]}"
        else
            changed+=" || ! -v $name" compared+=$'\n'"\${(t)$name}=\$$name"
        fi
    done
    builtin eval "__nexoenv_compared() { __nexoenv_seen=\"$compared\" }
    __nexoenv_prompt() {
        # Before anything else: one error under nounset would cost the user every later precmd
        # function, and 'emulate' alone does not stop a trace, which would print values.
        emulate -L zsh -o no_xtrace
        __nexoenv_count+=1
        if [[ $changed${1-} || \$__nexoenv_seen != \"$compared\" || -n \$__nexoenv_busy ]]; then
            __nexoenv_ask
        fi
        return 0
    }"
}
__nexoenv_write
__nexoenv_seen=

# The slow path: one fork, one exec.
__nexoenv_ask() {
    (( __nexoenv_failed < 3 )) || return 0
    __nexoenv_mark ''
    [[ -z ${NEXOENV_DISABLE-} ]] || return 0
    # powerlevel10k has drawn a prompt already: the next one is early enough.
    [[ -z ${__p9k_instant_prompt_active-} ]] || return 0
    if [[ -n $__nexoenv_busy ]]; then # Ctrl-C ended the program
        __nexoenv_busy=
        __nexoenv_fail
        return 0
    fi
    local out name loose= dir again= watched=
    if [[ ! -f $__nexoenv_bin || ! -x $__nexoenv_bin ]]; then
        __nexoenv_bin=
        for dir in $path; do
            if [[ $dir == /* && -f $dir/nexoenv && -x $dir/nexoenv ]]; then
                __nexoenv_bin=$dir/nexoenv
                break
            fi
        done
        [[ -n $__nexoenv_bin ]] || return 0
    fi
    for name in $__nexoenv_keys $__nexoenv_plain; do
        # An array is exported in name only.
        if (( ${(P)+name} )) && [[ ${(Pt)name} != scalar*export* && ${(Pt)name} != integer*export* &&
            ${(Pt)name} != float*export* ]]; then
            loose+=" $name=${#${(P)name}}"
        fi
    done
    __nexoenv_busy=1
    # Only the program may speak here, not zsh about its death.
    { out=$(NEXOENV_HOOK="1 zsh $__nexoenv_count$loose" \
        $__nexoenv_bin status --style hook 2>&3 3>&-) } 3>&2 2>/dev/null || :
    __nexoenv_busy=
    if [[ ${#out} -le 8192 && $out == $'nexoenv 1\n'*end ]] && __nexoenv_learn "$out"; then
        __nexoenv_failed=0
    else
        __nexoenv_fail
        again=1
    fi
    __nexoenv_pwd=$PWD
    __nexoenv_write "$watched"
    __nexoenv_compared
    [[ -z $again ]] || __nexoenv_seen=
}

# Before a command: was the hook taken out of its list since the last one? doctor is to know. A test
# alone while nothing happened.
__nexoenv_preexec() {
    emulate -L zsh -o no_xtrace
    if (( ! ${precmd_functions[(Ie)__nexoenv_prompt]:-0} )); then
        # One that never ran, or is off, has its mark already.
        (( ! __nexoenv_count || __nexoenv_failed >= 3 )) || [[ -n ${NEXOENV_DISABLE-} ]] || __nexoenv_mark gone
    elif [[ ${NEXOENV_TOLD-} == *,gone:* ]]; then
        __nexoenv_mark ''
    fi
    return 0
}

# $1: what doctor is to know of this shell's hook: load, off, gone, or nothing.
__nexoenv_mark() {
    local told="${${NEXOENV_TOLD-}%%,(load|off|gone):*}${1:+,$1:zsh:$$}"
    if [[ -n $told ]]; then
        typeset -gx NEXOENV_TOLD=$told
    else
        unset NEXOENV_TOLD
    fi
}

__nexoenv_fail() {
    __nexoenv_failed+=1
    (( __nexoenv_failed < 3 )) || __nexoenv_mark off
}

__nexoenv_learn() {
    local line
    local -i f=0 n=0 r=0
    local -a lines
    lines=("${(@f)1}")
    [[ $lines[-1] == end ]] || return 1
    for line in "${(@)lines[2,-2]}"; do
        case $line in
        'told -') unset NEXOENV_TOLD ;;
        ('told '*[^A-Za-z0-9:,@./_-]*|'told ') return 1 ;;
        'told '*) typeset -gx NEXOENV_TOLD=${line[6,-1]} ;;
        'file '[./]*$'\t'/*)
            (( f < 8 )) || return 1
            line=${line[6,-1]}
            typeset -g __nexoenv_f$f=${line%%$'\t'*} __nexoenv_s$f=${line#*$'\t'}
            # -nt and -ot are false here when one of the two is missing: hence the -e.
            watched+=" || -L \$__nexoenv_f$f || ! -e \$__nexoenv_f$f || ! -e \$__nexoenv_s$f"
            watched+=" || \$__nexoenv_f$f -nt \$__nexoenv_s$f || \$__nexoenv_f$f -ot \$__nexoenv_s$f"
            f+=1
            ;;
        'none '[./]*)
            (( n < 8 )) || return 1
            typeset -g __nexoenv_n$n=${line[6,-1]}
            watched+=" || -L \$__nexoenv_n$n || -f \$__nexoenv_n$n"
            n+=1
            ;;
        'real '[./]*)
            (( r < 16 )) || return 1
            typeset -g __nexoenv_r$r=${line[6,-1]}
            watched+=" || -L \$__nexoenv_r$r"
            r+=1
            ;;
        again) again=1 ;;
        *) return 1 ;;
        esac
    done
}

# Takes exactly our entry out of the list, and forgets everything.
nexoenv_unhook() {
    emulate -L zsh -o no_xtrace
    precmd_functions=("${(@)precmd_functions:#__nexoenv_prompt}")
    preexec_functions=("${(@)preexec_functions:#__nexoenv_preexec}")
    (( ${#precmd_functions} )) || unset precmd_functions
    (( ${#preexec_functions} )) || unset preexec_functions
    unset -m '__nexoenv_*'
    unset NEXOENV_TOLD
    unfunction __nexoenv_prompt __nexoenv_preexec __nexoenv_compared __nexoenv_write __nexoenv_ask __nexoenv_mark \
        __nexoenv_fail __nexoenv_learn __nexoenv_install nexoenv_unhook
}

__nexoenv_install() {
    emulate -L zsh -o no_xtrace
    typeset -ga precmd_functions preexec_functions
    (( ${preexec_functions[(Ie)__nexoenv_preexec]} )) || preexec_functions+=(__nexoenv_preexec)
    (( ${precmd_functions[(Ie)__nexoenv_prompt]:-0} )) || precmd_functions+=(__nexoenv_prompt)
    [[ -n ${NEXOENV_DISABLE-} ]] || __nexoenv_mark load
}
__nexoenv_install

fi
\builtin setopt $__nexoenv_aliases
\builtin unset __nexoenv_aliases
