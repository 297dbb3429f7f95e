// SPDX-License-Identifier: MIT
#include "rules/calls.h"

#include "parse/manifest.h"
#include "parse/names.h"

bool name_of_call(struct str name)
{
    enum name_role role = name_role(name);
    return role == NAME_KEY || role == NAME_BASE_URL || role == NAME_MODEL;
}

bool context_calls(const struct context *c)
{
    bool local = c->kind == CONTEXT_SHELL || c->kind == CONTEXT_DOTENV ||
                 c->kind == CONTEXT_PROCESS || c->kind == CONTEXT_TOOL;
    // An image that the project builds is its own code, whatever it is told.
    if (local || str_eq(c->program, STR("build")))
        return true;
    for (size_t i = 0; i < c->vars.n; i++)
        if (name_of_call(c->vars.items[i].name) &&
            !str_eq(c->vars.items[i].why, str_of(manifest_not_given)))
            return true;
    return false;
}
