// SPDX-License-Identifier: MIT
#include "rules/places.h"

enum { NAMED_IN_TITLE = 3, SHOWN = 20 };

static void show(struct finding *f, struct inquiry *q, const struct place *p)
{
    finding_evidence(f, q, p->what, p->value, p->origin);
}

static void tell_one(const struct rule *rule, struct inquiry *q, const struct place *p,
                     const struct telling *how)
{
    struct finding *f = how->one(rule, q, p);
    show(f, q, p);
    if (how->more)
        how->more(q, f, p);
}

static struct str title_of_many(struct inquiry *q, const struct places *rest,
                                const struct telling *how)
{
    struct buf b = buf_in(q->arena);
    buf_fmt(&b, "%.*s in %zu %s: ", STR_ARG(how->many), rest->n, how->noun ? how->noun : "places");
    size_t named = rest->n > NAMED_IN_TITLE ? NAMED_IN_TITLE : rest->n;
    for (size_t i = 0; i < named; i++)
        buf_fmt(&b, "%s%.*s",
                i == 0             ? ""
                : i + 1 == rest->n ? " and "
                                   : ", ",
                STR_ARG(origin_text(&rest->items[i].origin, q->arena)));
    if (rest->n > named)
        buf_fmt(&b, " and %zu more", rest->n - named);
    return buf_str(&b);
}

static void tell_many(const struct rule *rule, struct inquiry *q, const struct places *rest,
                      const struct telling *how)
{
    struct finding *f = how->one(rule, q, &rest->items[0]);
    f->title = title_of_many(q, rest, how);
    f->here = STR_NONE; // one place's, not that of all
    f->fixes.n = 0;
    finding_fix(f, q, how->many_fix, STR_NONE);
    size_t shown = rest->n > SHOWN ? SHOWN : rest->n;
    for (size_t i = 0; i < shown; i++)
        show(f, q, &rest->items[i]);
    if (rest->n > shown)
        finding_evidence(f, q, str_fmt(q->arena, "and %zu more", rest->n - shown), STR_NONE,
                         (struct origin){0});
}

void places_tell(const struct rule *rule, struct inquiry *q, const struct places *places,
                 const struct telling *how)
{
    struct places rest = {0};
    for (size_t i = 0; i < places->n; i++) {
        if (places->items[i].context == q->context)
            tell_one(rule, q, &places->items[i], how);
        else
            *arena_push(&rest, q->arena) = places->items[i];
    }
    if (rest.n == 1)
        tell_one(rule, q, &rest.items[0], how);
    else if (rest.n)
        tell_many(rule, q, &rest, how);
}
