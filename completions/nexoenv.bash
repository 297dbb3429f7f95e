# SPDX-License-Identifier: MIT
# bash completion for nexoenv. Every word comes from `nexoenv completion list`, which prints the
# tables that the program itself reads; it is asked once a shell.

# The words of a kind, in __nexoenv_words. $1: kind; $2: text of the second field, or ""; $3: number
# of the field that is wanted.
__nexoenv_pick() {
    local IFS=$'\n' row fields
    __nexoenv_words=()
    for row in $__nexoenv_table; do
        case $row in "$1"$'\t'*) ;; *) continue ;; esac
        # Two tabs in a row would count as one separator: an empty field becomes a dash.
        row=${row//$'\t\t'/$'\t-\t'}
        row=${row//$'\t\t'/$'\t-\t'}
        IFS=$'\t' read -r -a fields <<<"$row"
        [[ -z $2 || ${fields[1]} == "$2" ]] && __nexoenv_words+=("${fields[$3]}")
    done
    return 0
}

# What may follow an option that takes a value.
__nexoenv_value() {
    local IFS=$'\n' row fields kind=
    for row in $__nexoenv_table; do
        row=${row//$'\t\t'/$'\t-\t'}
        row=${row//$'\t\t'/$'\t-\t'}
        IFS=$'\t' read -r -a fields <<<"$row"
        [[ ${fields[0]} == option && (${fields[2]} == "$1" || ${fields[3]} == "$1") ]] || continue
        kind=${fields[4]} words=${fields[5]}
        break
    done
    __nexoenv_words=()
    case $1:$kind in
    *:- | *:) return 1 ;; # a flag
    --for:*) __nexoenv_pick client "" 1 ;;
    --context:*) __nexoenv_pick context "" 1 ;;
    --loader:*) __nexoenv_pick loader "" 1 ;;
    *:FILE) mapfile -t COMPREPLY < <(compgen -f -- "$cur") && compopt -o filenames 2>/dev/null ;;
    *:DIR) mapfile -t COMPREPLY < <(compgen -d -- "$cur") && compopt -o filenames 2>/dev/null ;;
    *) [[ $words == - ]] || IFS='|' read -r -a __nexoenv_words <<<"$words" ;;
    esac
    return 0
}

_nexoenv() {
    local IFS=$' \t\n' line=${COMP_LINE:0:COMP_POINT} cur prev words command="" skip="" i k typed
    COMPREPLY=()
    [[ -n ${__nexoenv_table-} ]] || __nexoenv_table=$("${COMP_WORDS[0]}" completion list 2>/dev/null) || return 0
    read -r -a typed <<<"$line"
    case $line in *[[:blank:]]) typed+=("") ;; esac
    cur=${typed[-1]} prev=${typed[-2]-}
    for ((i = 1; i < ${#typed[@]} - 1; i++)); do
        if [[ -n $skip ]]; then
            skip=
        elif [[ ${typed[i]} == -- && $command == run ]]; then
            # From here on it is somebody else's command line.
            if declare -F _command_offset >/dev/null; then
                for ((k = 0; k < COMP_CWORD; k++)); do
                    [[ ${COMP_WORDS[k]} != -- ]] || break
                done
                _command_offset $((k + 1))
            else
                mapfile -t COMPREPLY < <(compgen -c -f -- "$cur")
            fi
            return 0
        elif [[ ${typed[i]} == -* ]]; then
            [[ ${typed[i]} == *=* ]] || { __nexoenv_value "${typed[i]}" && skip=1; }
        elif [[ -z $command ]]; then
            command=${typed[i]}
        fi
    done
    COMPREPLY=() __nexoenv_words=()
    if [[ $cur == --*=* ]]; then
        prev=${cur%%=*} cur=${cur#*=}
        __nexoenv_value "$prev"
    elif [[ $prev == -* ]] && __nexoenv_value "$prev"; then
        :
    elif [[ $cur == -* ]]; then
        __nexoenv_pick option "${command:-doctor}" 2
    elif [[ -z $command ]]; then
        __nexoenv_pick command "" 1
    else
        case $command in
        explain)
            __nexoenv_pick rule "" 1
            words=("${__nexoenv_words[@]}")
            __nexoenv_pick code "" 1
            __nexoenv_words+=("${words[@]}" -)
            ;;
        compare) __nexoenv_pick context "" 1 ;;
        playground)
            if [[ $prev == import ]]; then
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
                compopt -o filenames 2>/dev/null
            else
                __nexoenv_pick word "$command" 2
            fi
            ;;
        *) __nexoenv_pick word "$command" 2 ;;
        esac
    fi
    if [[ ${#__nexoenv_words[@]} -gt 0 ]]; then
        mapfile -t COMPREPLY < <(IFS=$'\n' && compgen -W "${__nexoenv_words[*]}" -- "$cur")
    fi
    # readline has split the line at : and = and replaces only what stands behind the last of them.
    if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
        for i in "${!COMPREPLY[@]}"; do
            COMPREPLY[i]=${COMPREPLY[i]#"${cur%"${cur##*:}"}"}
        done
    fi
    # A kind of context is not finished at its colon.
    [[ ${COMPREPLY[*]-} != *: ]] || compopt -o nospace 2>/dev/null
    return 0
}

complete -F _nexoenv nexoenv
