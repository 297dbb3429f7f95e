# SPDX-License-Identifier: MIT
# fish completion for nexoenv. Every word comes from `nexoenv completion list`, which prints the
# tables that the program itself reads; it is asked once a shell.

function __nexoenv_table
    set -q __nexoenv_rows
    or set -g __nexoenv_rows (command nexoenv completion list 2>/dev/null)
    printf '%s\n' $__nexoenv_rows
end

# The words on the line that are no options and no values of options, without the last.
function __nexoenv_operands
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if string match -q -- '-*' $word
            if not string match -q -- '*=*' $word
                and __nexoenv_table | string match -qr -- '^option\t[^\t]*\t('(string escape --style=regex -- $word)'\t[^\t]*|[^\t]*\t'(string escape --style=regex -- $word)')\t[^\t]'
                set skip 1
            end
        else
            echo $word
        end
    end
end

# argv: kind, text of the second field or "", number of the field wanted, of its description.
function __nexoenv_pick
    for row in (__nexoenv_table)
        set -l fields (string split \t -- $row)
        test "$fields[1]" = $argv[1]
        or continue
        test -z "$argv[2]" -o "$fields[2]" = "$argv[2]"
        or continue
        printf '%s\t%s\n' $fields[$argv[3]] "$fields[$argv[4]]"
    end
end

function __nexoenv_at
    set -l operands (__nexoenv_operands)
    test "$operands[1]" = "$argv[1]"
end

function __nexoenv_options
    set -l operands (__nexoenv_operands)
    set -l command doctor
    set -q operands[1]
    and set command $operands[1]
    __nexoenv_pick option $command 3 7
end

function __nexoenv_words
    set -l operands (__nexoenv_operands)
    switch "$operands[1]"
        case ''
            __nexoenv_pick command "" 2 3
        case explain
            __nexoenv_pick rule "" 2 3
            __nexoenv_pick code "" 2 3
        case compare
            __nexoenv_pick context "" 2 3
        case playground
            if test "$operands[-1]" = import
                __fish_complete_path (commandline -ct)
            else
                __nexoenv_pick word playground 3 4
            end
        case run
            __fish_complete_subcommand --fcs-skip=2
        case '*'
            __nexoenv_pick word "$operands[1]" 3 4
    end
end

complete -c nexoenv -e
complete -c nexoenv -f -a '(__nexoenv_words)'
complete -c nexoenv -f -n 'string match -q -- "-*" (commandline -ct)' -a '(__nexoenv_options)'
# True when the command on the line has the option.
function __nexoenv_has
    set -l operands (__nexoenv_operands)
    set -l command doctor
    set -q operands[1]
    and set command $operands[1]
    __nexoenv_table | string match -q -- option\t$command\t$argv[1]\t'*'
end

# fish must know which options take a value, and what stands there: argv is a row of the table.
function __nexoenv_declare
    set -l form -l (string sub -s 3 -- $argv[3])
    string match -q -- '--*' $argv[3]
    or set form -s (string sub -s 2 -- $argv[3])
    set -l words (string split '|' -- $argv[6])
    set -l what -x
    switch $argv[5]
        case CLIENT
            set what -x -a '(__nexoenv_pick client "" 2 3)'
        case PID
            set what -x -a '(__fish_complete_pids)'
        case FILE
            set what -r -F
        case DIR
            set what -x -a '(__fish_complete_directories (commandline -ct))'
        case '*'
            switch $argv[3]
                case --context
                    set what -x -a '(__nexoenv_pick context "" 2 3)'
                case --loader
                    set what -x -a '(__nexoenv_pick loader "" 2 3)'
                case '*'
                    test -n "$words"
                    and set what -x -a "$words"
            end
    end
    complete -c nexoenv -n "__nexoenv_has $argv[3]" $form -d $argv[7] $what
end

set -l __nexoenv_done
for row in (__nexoenv_table | string match -r '^option\t[^\t]*\t[^\t]*\t[^\t]*\t[^\t].*')
    set -l fields (string split \t -- $row)
    if not contains -- $fields[3] $__nexoenv_done
        set -a __nexoenv_done $fields[3]
        __nexoenv_declare $fields
    end
end
