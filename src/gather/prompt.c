// SPDX-License-Identifier: MIT
// What the prompt hook of a shell has left in the environment about itself (hooks/nexoenv.bash):
// at the end of NEXOENV_TOLD stands ",load:SHELL:PID" from its loading to its first prompt, and
// ",off:SHELL:PID" once it has switched itself off, or ",gone:SHELL:PID" (zsh, which has a list for
// that moment) once it was taken out of the list that runs it. What another shell left is nobody's here.
#include "gather/gather.h"
#include "os/os.h"
#include "os/proc.h"

// `bash -ic COMMAND` loads the start file and never shows a prompt.
static bool only_runs_a_command(int32_t pid, struct arena *a)
{
    struct os_process p;
    struct str word, rest;
    if (!os_process_get(pid, &p, a) || !str_present(p.args))
        return true;
    rest = p.args;
    (void)str_cut(&rest, '\0', &word);
    while (str_cut(&rest, '\0', &word)) {
        bool is_long = str_starts(word, STR("--"));
        if (is_long ? str_starts(word, STR("--command"))
                    : str_starts(word, STR("-")) && str_chr(word, 'c') != STR_NOWHERE)
            return true;
    }
    return false;
}

struct str gather_prompt_hook(struct gathering *g, struct str shell, int32_t pid)
{
    static const char *const states[] = {"off", "gone", "load"};
    struct str told = gather_env_get(g, "NEXOENV_TOLD");
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct str mark = str_fmt(g->arena, "%s:%.*s:%ld", states[i], STR_ARG(shell), (long)pid);
        if (!str_ends(told, str_join(STR(","), mark, g->arena)))
            continue;
        struct arena scratch = *g->arena;
        if (i < 2 || !only_runs_a_command(pid, &scratch))
            return mark;
    }
    return STR_NONE;
}
