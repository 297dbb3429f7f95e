// SPDX-License-Identifier: MIT
// "Playground | here": one row per setting that decides a call. What the profile does not know stays
// absent, and the report then says "not documented".
#include "base/number.h"
#include "parse/url.h"
#include "rules/decide.h"
#include "rules/words.h"

static void add(struct report *r, struct arena *a, struct comparison_row row)
{
    *arena_push(&r->comparison, a) = row;
}

// Of a place that could not be looked at nothing is known: not that a name is set, nor that it is not.
static bool is_unseen(const struct context *c)
{
    return c->state != SEEN_COMPLETE && c->state != SEEN_PARTIAL;
}

// A program that loads files itself may have got it later.
static struct str not_set(const struct context *c)
{
    return c->kind == CONTEXT_DOTENV ? STR("not told") : STR("not set when it was started");
}

static void key_row(struct report *r, struct arena *a)
{
    const struct variable *v = r->inquiry.uses.key;
    const struct str *last4 = &r->profile->key_last4;
    struct comparison_row row = {.setting = STR("key"), .here = STR("not set"), .same = -1};
    row.playground = last4->n ? str_fmt(a, "a key of your account, ends in %.*s", STR_ARG(*last4))
                              : STR("an active key of your account");
    if (v) {
        row.here = str_fmt(a, "%.*s, %.*s", STR_ARG(v->name), STR_ARG(value_words(&v->value, a)));
        row.origin = v->origin;
        if (last4->n && v->value.last4[0])
            row.same = str_eq(*last4, str_of(v->value.last4));
    } else if (key_in_code(&r->inquiry)) {
        const struct source_fact *s = key_in_code(&r->inquiry);
        row.here = str_fmt(a, "a key in the code, %.0f bytes%s%.*s", s->number,
                           s->text.n ? ", ends in " : "", STR_ARG(s->text));
        row.origin = origin_file(s->loc);
        if (last4->n && s->text.n)
            row.same = str_eq(*last4, s->text);
    } else if (key_filled(&r->inquiry)) {
        row.here = STR("not seen: the code gets it");
        row.origin = origin_file(key_filled(&r->inquiry)->loc);
    } else if (is_unseen(r->context)) {
        row.here = STR("not seen");
    } else if (r->context->self_loading) {
        row.here = not_set(r->context);
    } else if (!context_may_have_more(r->context)) {
        row.same = 0;
    }
    add(r, a, row);
}

// The same address: the letters of scheme and host may differ in case, those of the path may not,
// and a slash at the end counts for nothing.
static bool same_address(struct str x, struct str y)
{
    struct url a, b;
    if (url_parse(x, &a) != URL_OK || url_parse(y, &b) != URL_OK)
        return false;
    return str_eq_icase(a.scheme, b.scheme) && str_eq_icase(a.host, b.host) && a.port == b.port &&
           str_eq(str_trim_right_set(a.path, "/"), str_trim_right_set(b.path, "/")) &&
           !a.userinfo.n && !a.query.n && !a.fragment.n;
}

static void url_row(struct report *r, struct arena *a)
{
    const struct inquiry *q = &r->inquiry;
    struct comparison_row row = {.setting = STR("base-url"),
                                 .playground = r->profile->base_url,
                                 .here = STR("not known"),
                                 .origin = q->uses.base_url_origin,
                                 .same = -1};
    if (is_unseen(q->context)) {
        row.here = STR("not seen");
        row.origin = (struct origin){0};
    } else if (q->context->self_loading && q->uses.base_url_origin.kind == ORIGIN_DEFAULT) {
        row.here = not_set(q->context);
        row.origin = (struct origin){0};
    } else if (str_present(q->uses.base_url)) {
        struct str url = q->uses.base_url;
        const struct variable *v = variable_find(&q->context->vars, q->uses.base_url_name);
        // A key was pasted there: its text is not kept.
        row.here = url.n == 0                            ? STR("empty")
                   : v && v->value.class == VALUE_SECRET ? value_words(&v->value, a)
                                                         : url_public(url, a);
        row.same = same_address(url, r->profile->base_url);
    }
    add(r, a, row);
}

static void model_row(struct report *r, struct arena *a)
{
    const struct inquiry *q = &r->inquiry;
    bool known = str_present(q->uses.model);
    add(r, a,
        (struct comparison_row){.setting = STR("model"),
                                .playground = r->profile->model,
                                .here = known ? q->uses.model : STR("not known here"),
                                .origin = q->uses.model_origin,
                                .same = known && str_present(r->profile->model)
                                            ? str_eq(q->uses.model, r->profile->model)
                                            : -1});
}

static struct str trust_words(const struct trust *t, struct arena *a)
{
    static const char *const stores[] = {[TRUST_SYSTEM] = "the system's roots",
                                         [TRUST_BUILTIN] = "roots built into the client",
                                         [TRUST_CERTIFI] = "certifi's roots",
                                         [TRUST_JAVA] = "Java's roots",
                                         [TRUST_NONE] = "only what is named"};
    struct buf b = buf_in(a);
    if (!t->verify)
        return STR("certificates are not verified");
    buf_z(&b, stores[t->base]);
    if (str_present(t->file))
        buf_fmt(&b, ", %.*s", STR_ARG(t->file));
    else if (t->dir_from.n)
        buf_fmt(&b, ", %.*s", STR_ARG(t->dir));
    for (size_t i = 0; i < t->adds.n; i++)
        buf_fmt(&b, ", plus %.*s", STR_ARG(t->adds.items[i]));
    return buf_str(&b);
}

static void path_rows(struct report *r, struct arena *a)
{
    const struct prediction *p = r->inquiry.here;
    struct str route = prediction_route(p, a);
    if (p->route == ROUTE_ERROR && p->error.n)
        route = str_fmt(a, "error: %.*s", STR_ARG(p->error));
    else if (p->never_connects)
        route = STR("none: the client stops before it connects");
    struct origin from = {.kind = ORIGIN_NONE};
    const struct variable *v = variable_find(&r->context->vars, p->route_from);
    if (v)
        from = v->origin;
    add(r, a,
        (struct comparison_row){.setting = STR("route"),
                                .here = route,
                                .origin = from,
                                .same = p->route == ROUTE_ERROR ? 0 : -1});
    add(r, a,
        (struct comparison_row){.setting = STR("trust"),
                                .here = trust_words(&p->trust, a),
                                .same = p->trust.verify ? -1 : 0});
}

static struct str seconds(double s, struct arena *a)
{
    return s > 0 ? str_join(number_text(s, a), STR(" s"), a) : STR("none");
}

static void timeout_row(struct report *r, struct arena *a)
{
    const struct snapshot *s = r->snap;
    double here = r->inquiry.here->timeout_s;
    struct origin from = {.kind = ORIGIN_DEFAULT};
    for (size_t i = 0; i < s->project.sources.n; i++)
        if (s->project.sources.items[i].kind == SOURCE_TIMEOUT) {
            here = s->project.sources.items[i].number;
            from = origin_file(s->project.sources.items[i].loc);
            break;
        }
    add(r, a,
        (struct comparison_row){.setting = STR("timeout"),
                                .playground =
                                    str_fmt(a, "at least %.*s s advised",
                                            STR_ARG(number_text(r->profile->timeout_s, a))),
                                .here = seconds(here, a),
                                .origin = from,
                                .same = here > 0 && here < r->profile->timeout_s ? 0 : 1});
}

void comparison_fill(struct report *r, struct arena *a)
{
    key_row(r, a);
    url_row(r, a);
    model_row(r, a);
    path_rows(r, a);
    timeout_row(r, a);
}
