// SPDX-License-Identifier: MIT
#include "rules/loaded_common.h"

#include "parse/source.h"
#include "rules/words.h"

// The key variable that documented code reads.
struct str main_key_name(const struct inquiry *q)
{
    return q->profile->key_variables.items[0];
}

// The code is run from the shell or with its dotenv files; beside the user's own call it says nothing.
static bool code_counts(const struct inquiry *q)
{
    return !q->asked->snippet &&
           (q->context->kind == CONTEXT_SHELL || q->context->kind == CONTEXT_DOTENV);
}

const struct source_fact *key_in_code(const struct inquiry *q)
{
    for (size_t i = 0; code_counts(q) && i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        if (s->kind == SOURCE_KEY && s->value.facts == KEY_LOOKS_REAL)
            return s;
    }
    return NULL;
}

// The code sets the variable to a text that stands there.
static bool set_in_code(const struct inquiry *q, struct str name)
{
    for (size_t i = 0; name.n && i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        if (s->kind == SOURCE_KEY && str_eq(s->url, name))
            return true;
    }
    return false;
}

const struct source_fact *damaged_key_in_code(const struct inquiry *q)
{
    const struct source_fact *found = NULL;
    struct str language = client_language(q->client);
    for (size_t i = 0; code_counts(q) && i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        bool key = s->kind == SOURCE_KEY && value_is_set(&s->value);
        bool elsewhere = (s->kind == SOURCE_KEY_ELSEWHERE || s->kind == SOURCE_KEY_DEFAULT) &&
                         !set_in_code(q, s->text);
        if ((!key && !elsewhere) || !str_eq(source_language(s->loc.file), language))
            continue;
        if (elsewhere || s->value.facts == KEY_LOOKS_REAL)
            return NULL; // which of the calls is made is not known: one of them is well
        if (!found)
            found = s;
    }
    return found;
}

const struct source_fact *key_by_default(const struct inquiry *q)
{
    const struct source_fact *found = NULL;
    struct str language = client_language(q->client);
    for (size_t i = 0; code_counts(q) && i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        if (s->kind == SOURCE_KEY_NAMED)
            return NULL;
        if (!str_eq(source_language(s->loc.file), language))
            continue;
        if (s->kind == SOURCE_KEY || s->kind == SOURCE_KEY_ELSEWHERE)
            return NULL;
        if (s->kind == SOURCE_KEY_DEFAULT && (!found || s->number > found->number))
            found = s;
    }
    return found;
}

const struct source_fact *key_filled(const struct inquiry *q)
{
    return code_counts(q)
               ? source_key_filled(q->snap->project.sources.items, q->snap->project.sources.n,
                                   client_language(q->client))
               : NULL;
}

// Nothing accepted is set, and the context is one where that means something.
bool key_missing(const struct inquiry *q)
{
    return q->uses.key == NULL && !context_may_have_more(q->context) && !key_in_code(q) &&
           !key_filled(q);
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
