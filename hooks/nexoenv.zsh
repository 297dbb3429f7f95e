# SPDX-License-Identifier: MIT
# nexoenv prompt hook for zsh. Load it last in ~/.zshrc, with one of
#     source /usr/local/share/nexoenv/hooks/nexoenv.zsh
#     eval "$(nexoenv hook zsh)"
# Off for now: NEXOENV_DISABLE=1.  Off for this shell: nexoenv_unhook.
#
# What it does and what it says to `nexoenv status --style hook`: see nexoenv.bash.
# zsh keeps $? and pipestatus around its hooks by itself. No chpwd: `cd -q` skips it, and a
# sub-shell's cd would print from there; comparing $PWD before the prompt is complete.

if [[ -o interactive && ! -o restricted && -z ${MC_SID-} && ${TERM:-dumb} != dumb &&
    $TERM != unknown ]]; then

typeset -g __nexoenv_seen= __nexoenv_bin= __nexoenv_busy=
typeset -gi __nexoenv_failed=0 __nexoenv_count=0 __nexoenv_watched=0
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

__nexoenv_prompt() {
    # Before anything else: one error under nounset would cost the user every later precmd
    # function, and `emulate` alone does not stop a trace, which would print values.
    emulate -L zsh -o no_xtrace
    [[ -z ${NEXOENV_DISABLE-} && $__nexoenv_failed -lt 3 ]] || return 0
    # powerlevel10k has drawn a prompt already: the next one is early enough.
    [[ -z ${__p9k_instant_prompt_active-} ]] || return 0
    __nexoenv_count+=1
    if [[ -n $__nexoenv_busy ]]; then # Ctrl-C ended the program
        __nexoenv_busy= __nexoenv_failed+=1
        return 0
    fi
    # Keys: set or not, length, first three characters, type. The others: value and type.
    local keys plain name
    keys="$PWD
${+NEXOROUTER_API_KEY}${#NEXOROUTER_API_KEY}${NEXOROUTER_API_KEY[1,3]}${(t)NEXOROUTER_API_KEY}
${+OPENAI_API_KEY}${#OPENAI_API_KEY}${OPENAI_API_KEY[1,3]}${(t)OPENAI_API_KEY}
${+NEXOROUTER_KEY}${#NEXOROUTER_KEY}${NEXOROUTER_KEY[1,3]}${(t)NEXOROUTER_KEY}
${+NEXOROUTER_TOKEN}${#NEXOROUTER_TOKEN}${NEXOROUTER_TOKEN[1,3]}${(t)NEXOROUTER_TOKEN}
${+NEXO_ROUTER_API_KEY}${#NEXO_ROUTER_API_KEY}${NEXO_ROUTER_API_KEY[1,3]}${(t)NEXO_ROUTER_API_KEY}
${+LLM_API_KEY}${#LLM_API_KEY}${LLM_API_KEY[1,3]}${(t)LLM_API_KEY}
${+OPENAI_KEY}${#OPENAI_KEY}${OPENAI_KEY[1,3]}${(t)OPENAI_KEY}
${+OPEN_AI_API_KEY}${#OPEN_AI_API_KEY}${OPEN_AI_API_KEY[1,3]}${(t)OPEN_AI_API_KEY}
${+OPENAI_CUSTOM_HEADERS}${#OPENAI_CUSTOM_HEADERS}${OPENAI_CUSTOM_HEADERS[1,3]}${(t)OPENAI_CUSTOM_HEADERS}
${+NEXT_PUBLIC_NEXOROUTER_API_KEY}${#NEXT_PUBLIC_NEXOROUTER_API_KEY}${NEXT_PUBLIC_NEXOROUTER_API_KEY[1,3]}${(t)NEXT_PUBLIC_NEXOROUTER_API_KEY}
${+VITE_NEXOROUTER_API_KEY}${#VITE_NEXOROUTER_API_KEY}${VITE_NEXOROUTER_API_KEY[1,3]}${(t)VITE_NEXOROUTER_API_KEY}"
    plain="${+NEXOROUTER_BASE_URL}${NEXOROUTER_BASE_URL}${(t)NEXOROUTER_BASE_URL}
${+OPENAI_BASE_URL}${OPENAI_BASE_URL}${(t)OPENAI_BASE_URL}
${+OPENAI_API_BASE}${OPENAI_API_BASE}${(t)OPENAI_API_BASE}
${+NEXOROUTER_MODEL}${NEXOROUTER_MODEL}${(t)NEXOROUTER_MODEL}
${+OPENAI_MODEL}${OPENAI_MODEL}${(t)OPENAI_MODEL}
${+OPENAI_ORG_ID}${OPENAI_ORG_ID}${(t)OPENAI_ORG_ID}
${+OPENAI_PROJECT_ID}${OPENAI_PROJECT_ID}${(t)OPENAI_PROJECT_ID}
${+OPENAI_API_TYPE}${OPENAI_API_TYPE}${(t)OPENAI_API_TYPE}
${+HTTP_PROXY}${HTTP_PROXY}${(t)HTTP_PROXY}
${+http_proxy}${http_proxy}${(t)http_proxy}
${+HTTPS_PROXY}${HTTPS_PROXY}${(t)HTTPS_PROXY}
${+https_proxy}${https_proxy}${(t)https_proxy}
${+ALL_PROXY}${ALL_PROXY}${(t)ALL_PROXY}
${+all_proxy}${all_proxy}${(t)all_proxy}
${+NO_PROXY}${NO_PROXY}${(t)NO_PROXY}
${+no_proxy}${no_proxy}${(t)no_proxy}
${+SSL_CERT_FILE}${SSL_CERT_FILE}${(t)SSL_CERT_FILE}
${+SSL_CERT_DIR}${SSL_CERT_DIR}${(t)SSL_CERT_DIR}
${+REQUESTS_CA_BUNDLE}${REQUESTS_CA_BUNDLE}${(t)REQUESTS_CA_BUNDLE}
${+CURL_CA_BUNDLE}${CURL_CA_BUNDLE}${(t)CURL_CA_BUNDLE}
${+NODE_EXTRA_CA_CERTS}${NODE_EXTRA_CA_CERTS}${(t)NODE_EXTRA_CA_CERTS}
${+NODE_TLS_REJECT_UNAUTHORIZED}${NODE_TLS_REJECT_UNAUTHORIZED}${(t)NODE_TLS_REJECT_UNAUTHORIZED}
${+NODE_USE_ENV_PROXY}${NODE_USE_ENV_PROXY}${(t)NODE_USE_ENV_PROXY}
${+NODE_OPTIONS}${NODE_OPTIONS}${(t)NODE_OPTIONS}
${+NODE_ENV}${NODE_ENV}${(t)NODE_ENV}"
    if [[ $plain == *@* ]]; then
        # What contains an @ may hold a password: like a key then.
        plain=
        for name in $__nexoenv_plain; do
            if [[ ${(P)name-} == *@* ]]; then
                plain+="${#${(P)name}}${${(P)name}[1,3]}${(Pt)name}"$'\n'
            else
                plain+="${(P)+name}${(P)name-}${(Pt)name}"$'\n'
            fi
        done
    fi
    # -nt and -ot are false here when one of the two is missing: hence the -e.
    if [[ $__nexoenv_seen != "$keys$plain" || -z $__nexoenv_bin ||
        $__nexoenv_watched -gt 0 && (
        ! -e $__nexoenv_f0 || ! -e $__nexoenv_s0 || $__nexoenv_f0 -nt $__nexoenv_s0 || $__nexoenv_f0 -ot $__nexoenv_s0 ||
        ! -e $__nexoenv_f1 || ! -e $__nexoenv_s1 || $__nexoenv_f1 -nt $__nexoenv_s1 || $__nexoenv_f1 -ot $__nexoenv_s1 ||
        -f $__nexoenv_n0 || -f $__nexoenv_n1 ) ||
        $__nexoenv_watched -gt 2 && (
        ! -e $__nexoenv_f2 || ! -e $__nexoenv_s2 || $__nexoenv_f2 -nt $__nexoenv_s2 || $__nexoenv_f2 -ot $__nexoenv_s2 ||
        ! -e $__nexoenv_f3 || ! -e $__nexoenv_s3 || $__nexoenv_f3 -nt $__nexoenv_s3 || $__nexoenv_f3 -ot $__nexoenv_s3 ||
        -f $__nexoenv_n2 || -f $__nexoenv_n3 ) ||
        $__nexoenv_watched -gt 4 && (
        ! -e $__nexoenv_f4 || ! -e $__nexoenv_s4 || $__nexoenv_f4 -nt $__nexoenv_s4 || $__nexoenv_f4 -ot $__nexoenv_s4 ||
        ! -e $__nexoenv_f5 || ! -e $__nexoenv_s5 || $__nexoenv_f5 -nt $__nexoenv_s5 || $__nexoenv_f5 -ot $__nexoenv_s5 ||
        ! -e $__nexoenv_f6 || ! -e $__nexoenv_s6 || $__nexoenv_f6 -nt $__nexoenv_s6 || $__nexoenv_f6 -ot $__nexoenv_s6 ||
        ! -e $__nexoenv_f7 || ! -e $__nexoenv_s7 || $__nexoenv_f7 -nt $__nexoenv_s7 || $__nexoenv_f7 -ot $__nexoenv_s7 ||
        -f $__nexoenv_n4 || -f $__nexoenv_n5 || -f $__nexoenv_n6 || -f $__nexoenv_n7 ) ]]; then
        __nexoenv_ask "$keys$plain"
    fi
    return 0
}

# The slow path: one fork, one exec. $1: what is to be taken as seen when it went well.
__nexoenv_ask() {
    local out name loose= dir
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
        if (( ${(P)+name} )) && [[ ${(Pt)name} != scalar*export* && ${(Pt)name} != (integer|float)*export* ]]; then
            loose+=" $name=${#${(P)name}}"
        fi
    done
    __nexoenv_busy=1
    # Only the program may speak here, not zsh about its death.
    { out=$(NEXOENV_HOOK="1 zsh $__nexoenv_count$loose" \
        $__nexoenv_bin status --style hook 2>&3 3>&-) } 3>&2 2>/dev/null || :
    __nexoenv_busy=
    if [[ ${#out} -le 8192 && $out == $'nexoenv 1\n'*end ]] && __nexoenv_learn "$out" "$1"; then
        __nexoenv_failed=0
    else
        __nexoenv_failed+=1
    fi
}

__nexoenv_learn() {
    local line seen=$2
    local -i nf=0 nn=0 i
    local -a lines
    lines=("${(@f)1}")
    for i in {0..7}; do # an unused place: a file beside itself, and one that cannot be
        typeset -g __nexoenv_f$i=/ __nexoenv_s$i=/ __nexoenv_n$i=/dev/null/.
    done
    [[ $lines[-1] == end ]] || return 1
    for line in "${(@)lines[2,-2]}"; do
        case $line in
        'told -') unset NEXOENV_TOLD ;;
        ('told '*[^A-Za-z0-9:,@./_-]*|'told ') return 1 ;;
        'told '*) typeset -gx NEXOENV_TOLD=${line[6,-1]} ;;
        'file /'*$'\t'/*)
            (( nf < 8 )) || return 1
            line=${line[6,-1]}
            typeset -g __nexoenv_f$nf=${line%%$'\t'*} __nexoenv_s$nf=${line#*$'\t'}
            nf+=1
            ;;
        'none /'*)
            (( nn < 8 )) || return 1
            typeset -g __nexoenv_n$nn=${line[6,-1]}
            nn+=1
            ;;
        again) seen= ;;
        *) return 1 ;;
        esac
    done
    __nexoenv_watched=$(( nf > nn ? nf : nn )) __nexoenv_seen=$seen
}

# Takes exactly our entry out of the list, and forgets everything.
nexoenv_unhook() {
    emulate -L zsh -o no_xtrace
    precmd_functions=("${(@)precmd_functions:#__nexoenv_prompt}")
    (( ${#precmd_functions} )) || unset precmd_functions
    unset -m '__nexoenv_*'
    unset NEXOENV_TOLD
    unfunction __nexoenv_prompt __nexoenv_ask __nexoenv_learn __nexoenv_install nexoenv_unhook
}

__nexoenv_install() {
    emulate -L zsh -o no_xtrace
    typeset -ga precmd_functions
    (( ${precmd_functions[(Ie)__nexoenv_prompt]} )) || precmd_functions+=(__nexoenv_prompt)
}
__nexoenv_install

fi
