// SPDX-License-Identifier: MIT
#include "rules/loaded_common.h"

#include "rules/words.h"

// The key variable that documented code reads.
struct str main_key_name(const struct inquiry *q)
{
    return q->profile->key_variables.items[0];
}

// Nothing accepted is set, and the context is one where that means something.
bool key_missing(const struct inquiry *q)
{
    return q->uses.key == NULL && !context_may_have_more(q->context);
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
