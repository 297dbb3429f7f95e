// SPDX-License-Identifier: MIT
#include "rules/url_common.h"

#include "parse/url.h"
#include "rules/mend.h"
#include "rules/words.h"

// The variable that gives the base URL; NULL when an option, the source or a default does.
const struct variable *url_variable(const struct inquiry *q)
{
    return str_present(q->uses.base_url_name)
               ? variable_find(&q->context->vars, q->uses.base_url_name)
               : NULL;
}

const struct variable *url_named(const struct inquiry *q, const char *name)
{
    return variable_find_z(&q->context->vars, name);
}

bool variable_set(const struct variable *v)
{
    return v && value_is_set(&v->value);
}

enum host_kind url_kind(const struct inquiry *q, const char **vendor, const char **how)
{
    struct str url = q->uses.base_url;
    return str_present(url) ? host_kind(q->profile, host_of(url), vendor, how, *q->arena)
                            : HOST_NONE;
}

static void url_evidence(struct finding *f, struct inquiry *q)
{
    const struct variable *v = url_variable(q);
    f->playground = q->profile->base_url;
    f->here = url_public(q->uses.base_url, q->arena);
    if (v) {
        finding_variable(f, q, v);
        return;
    }
    finding_evidence(f, q, STR("base URL"), f->here, q->uses.base_url_origin);
    finding_place(f, &q->uses.base_url_origin);
}

struct str url_right(const struct inquiry *q)
{
    const struct snippet *call = q->asked->snippet;
    struct str right = q->profile->base_url;
    struct str added = call ? request_base(call->base_url_rest) : STR_NONE;
    return added.n && str_ends(right, added) ? str_slice(right, 0, right.n - added.n) : right;
}

// The one fix of nearly every row: the gateway's base URL where the wrong one stands.
void url_fix(struct finding *f, struct inquiry *q)
{
    struct str right = url_right(q);
    const struct variable *v = url_variable(q);
    const struct origin *o = &q->uses.base_url_origin;
    struct arena *a = q->arena;
    if (v) {
        mend_set(f, q, str_fmt(a, "Set %.*s to the gateway's base URL", STR_ARG(v->name)), v->name,
                 right);
        return;
    }
    struct str where = o->kind == ORIGIN_FILE ? str_fmt(a, "in %.*s", STR_ARG(origin_text(o, a)))
                                              : origin_text(o, a);
    finding_fix(f, q, str_fmt(a, "Give %.*s as base URL %.*s", STR_ARG(right), STR_ARG(where)),
                STR_NONE);
}

struct finding *url_add(const struct rule *rule, struct inquiry *q)
{
    struct finding *f = finding_add(q, rule, q->uses.base_url_name);
    url_evidence(f, q);
    return f;
}

struct str url_short(const struct inquiry *q, const char *what)
{
    struct str name = str_present(q->uses.base_url_name) ? q->uses.base_url_name : STR("base URL");
    return str_fmt(q->arena, "%.*s %s%.*s", STR_ARG(name), what,
                   STR_ARG(from_words(&q->uses.base_url_origin, q->arena)));
}
