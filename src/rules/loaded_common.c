// SPDX-License-Identifier: MIT
#include "rules/loaded_common.h"

#include "rules/words.h"

// The key variable that documented code reads.
struct str main_key_name(const struct inquiry *q)
{
    return q->profile->key_variables.items[0];
}

const struct source_fact *key_in_code(const struct inquiry *q)
{
    bool here = q->context->kind == CONTEXT_SHELL || q->context->kind == CONTEXT_DOTENV;
    for (size_t i = 0; here && !q->asked->snippet && i < q->snap->project.sources.n; i++)
        if (q->snap->project.sources.items[i].kind == SOURCE_KEY)
            return &q->snap->project.sources.items[i];
    return NULL;
}

// Nothing accepted is set, and the context is one where that means something.
bool key_missing(const struct inquiry *q)
{
    return q->uses.key == NULL && !context_may_have_more(q->context) && !key_in_code(q);
}

// A variable of an accepted name, in the context, in that state.
const struct variable *accepted_in(const struct inquiry *q, enum value_state state)
{
    for (size_t i = 0; i < q->profile->key_variables.n; i++) {
        const struct variable *v =
            variable_find(&q->context->vars, q->profile->key_variables.items[i]);
        if (v && v->exported && v->value.state == state)
            return v;
    }
    return NULL;
}
