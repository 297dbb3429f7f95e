// SPDX-License-Identifier: MIT
#include "model/snapshot.h"

const struct variable *variable_find(const struct variables *vars, struct str name)
{
    for (size_t i = 0; i < vars->n; i++)
        if (str_eq(vars->items[i].name, name))
            return &vars->items[i];
    return NULL;
}

const struct variable *variable_find_z(const struct variables *vars, const char *name)
{
    return variable_find(vars, str_of(name));
}

const struct context *context_find(const struct snapshot *s, struct str name)
{
    for (size_t i = 0; i < s->contexts.n; i++)
        if (str_eq(s->contexts.items[i].name, name))
            return &s->contexts.items[i];
    return NULL;
}

const struct path_fact *path_fact_find(const struct snapshot *s, struct str path)
{
    for (size_t i = 0; i < s->paths.n; i++)
        if (str_eq(s->paths.items[i].path, path))
            return &s->paths.items[i];
    return NULL;
}

const char *context_kind_name(enum context_kind kind)
{
    static const char *const names[] = {
        [CONTEXT_SHELL] = "shell",           [CONTEXT_DOTENV] = "dotenv",
        [CONTEXT_PROCESS] = "process",       [CONTEXT_COMPOSE] = "compose",
        [CONTEXT_KUBERNETES] = "kubernetes", [CONTEXT_ACTIONS] = "actions",
        [CONTEXT_GITLAB] = "gitlab",         [CONTEXT_SYSTEMD] = "systemd",
        [CONTEXT_MANIFEST] = "manifest",     [CONTEXT_TOOL] = "tool",
    };
    return names[kind];
}

const char *seen_name(enum seen state)
{
    static const char *const names[] = {
        [SEEN_NOT_ASKED] = "not-asked", [SEEN_COMPLETE] = "complete", [SEEN_PARTIAL] = "partial",
        [SEEN_DENIED] = "denied",       [SEEN_ABSENT] = "absent",     [SEEN_FAILED] = "failed",
    };
    return names[state];
}
