// SPDX-License-Identifier: MIT
// Contexts side by side with the Playground: at most four in a table of 80 columns, the next four
// in another one below.
#include "render/parts.h"
#include "rules/calls.h"

enum { SIDE_BY_SIDE = 4, SETTING = 10 };

static const struct comparison_row *row_of(const struct report *r, struct str setting)
{
    for (size_t i = 0; i < r->comparison.n; i++)
        if (str_eq(r->comparison.items[i].setting, setting))
            return &r->comparison.items[i];
    return NULL;
}

// Every setting that any context compares, in the order of first mention.
static struct strs settings_of(const struct report *reports, size_t n, struct arena *a)
{
    struct strs list = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < reports[i].comparison.n; k++)
            if (!strs_have(&list, reports[i].comparison.items[k].setting))
                strs_add(&list, reports[i].comparison.items[k].setting, a);
    return list;
}

static struct str playground_of(const struct report *reports, size_t n, struct str setting)
{
    for (size_t i = 0; i < n; i++) {
        const struct comparison_row *row = row_of(&reports[i], setting);
        if (row && str_present(row->playground))
            return row->playground;
    }
    return STR_NONE;
}

static struct table columns(size_t contexts, const struct style *s)
{
    struct table t = {.n = contexts + 2, .indent = 1, .gap = 1};
    size_t room = style_width(s) - sign_width(s) - 1 - SETTING - (contexts + 1);
    t.width[0] = SETTING;
    for (size_t i = 1; i < t.n; i++)
        t.width[i] = room / (contexts + 1);
    return t;
}

// The report whose key the others are held against: the first one that shows a key, in whichever
// table it stands.
static const struct report *first_with_key(const struct compared *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct variable *v = c->items[i].inquiry.uses.key;
        if (v && v->value.state == VALUE_SET && !v->value.opaque)
            return &c->items[i];
    }
    return c->items;
}

// A key by its last four, and whether it is the first one: the columns are narrow.
static struct str key_text(const struct report *r, const struct report *first, struct arena *a)
{
    const struct variable *v = r->inquiry.uses.key, *other = first->inquiry.uses.key;
    if (!v || v->value.opaque)
        return v ? STR("set elsewhere") : STR_NONE;
    const char *last4 = v->value.last4[0] ? v->value.last4 : "short";
    if (r == first || !other || other->value.opaque)
        return str_fmt(a, "…%s", last4);
    return str_fmt(a, "…%s %s", last4, value_same(&v->value, &other->value) ? "same" : "other");
}

static struct str here_text(const struct comparison_row *row, const struct report *r,
                            const struct report *first, struct arena *a)
{
    struct str key = str_eq(row->setting, STR("key")) ? key_text(r, first, a) : STR_NONE;
    if (str_present(key))
        return key;
    return row->same == 1 ? STR("same") : row->here;
}

struct group { // of one table
    const struct report *items, *first;
    size_t n;
};

static struct cell cell_of(const struct report *r, const struct report *first, struct str setting,
                           struct arena *a)
{
    const struct comparison_row *row = row_of(r, setting);
    if (!row || !str_present(row->here))
        return (struct cell){STR("?"), TONE_DIM};
    bool told = row->origin.kind != ORIGIN_ENVIRONMENT && row->origin.kind != ORIGIN_DEFAULT;
    struct str from = told ? origin_text(&row->origin, a) : STR(""); // the columns are narrow
    struct str text = here_text(row, r, first, a);
    if (from.n)
        text = str_fmt(a, "%.*s (%.*s)", STR_ARG(text), STR_ARG(from));
    return (struct cell){text, row->same == 0 ? TONE_ERROR : row->same == 1 ? TONE_OK : TONE_PLAIN};
}

static void setting_row(const struct group *g, struct str setting, const struct table *t,
                        const struct style *s, struct buf *b)
{
    const struct report *reports = g->items;
    size_t n = g->n;
    struct str expected = playground_of(reports, n, setting);
    struct cell cells[TABLE_COLUMNS] = {{setting, TONE_STRONG}};
    bool differs = false;
    cells[1] = str_present(expected) ? (struct cell){expected, TONE_PLAIN}
                                     : (struct cell){STR("not documented"), TONE_DIM};
    for (size_t i = 0; i < n; i++) {
        const struct comparison_row *row = row_of(&reports[i], setting);
        cells[i + 2] = cell_of(&reports[i], g->first, setting, b->a);
        differs |= row && row->same == 0;
    }
    table_row(b, s, t, cells, differs ? SIGN_DIFFERS : SIGN_NONE);
}

static struct str shown_value(const struct report *r, struct str name, struct arena *a)
{
    const struct variable *v = r->context ? variable_find(&r->context->vars, name) : NULL;
    if (!v)
        return STR("(unset)");
    if (v->value.state == VALUE_SET && v->value.class == VALUE_PLAIN)
        return v->value.text;
    return render_value(name, &v->value, a);
}

static void some_contexts(const struct group *g, struct str show, const struct style *s,
                          struct buf *b)
{
    const struct report *reports = g->items;
    size_t n = g->n;
    struct table t = columns(n, s);
    struct cell head[TABLE_COLUMNS] = {{STR(""), TONE_PLAIN}, {STR("Playground"), TONE_DIM}};
    struct cell verdicts[TABLE_COLUMNS] = {{STR("verdict"), TONE_STRONG}, {STR("works"), TONE_DIM}};
    struct strs settings = settings_of(reports, n, b->a);
    for (size_t i = 0; i < n; i++) {
        const struct report *r = &reports[i];
        bool fails = r->verdict == VERDICT_FAILS;
        struct str cause = r->root ? str_of(r->root->rule->id) : STR_NONE;
        head[i + 2] = (struct cell){r->context ? r->context->name : STR("?"), TONE_STRONG};
        verdicts[i + 2].text = str_present(cause) ? str_fmt(b->a, "fails: %.*s", STR_ARG(cause))
                                                  : str_of(verdict_name(r->verdict));
        verdicts[i + 2].tone = fails ? TONE_ERROR : TONE_PLAIN;
    }
    table_row(b, s, &t, head, SIGN_NONE);
    for (size_t i = 0; i < settings.n; i++)
        setting_row(g, settings.items[i], &t, s, b);
    if (str_present(show)) {
        struct cell cells[TABLE_COLUMNS] = {{show, TONE_STRONG}, {STR("-"), TONE_DIM}};
        for (size_t i = 0; i < n; i++)
            cells[i + 2] = (struct cell){shown_value(&reports[i], show, b->a), TONE_PLAIN};
        table_row(b, s, &t, cells, SIGN_NONE);
    }
    table_row(b, s, &t, verdicts, SIGN_NONE);
}

// "compose:web NEXOROUTER_API_KEY: compose.yaml:9 wins over prod.env:1 (…bbbb)"
static void hidden_lines(const struct report *r, const struct style *s, struct buf *b)
{
    for (size_t i = 0; r->context && i < r->context->vars.n; i++) {
        const struct variable *v = &r->context->vars.items[i], *loser = v->hidden;
        if (!loser || !name_of_call(v->name) || loser->value.state == VALUE_UNSET ||
            value_same(&v->value, &loser->value))
            continue;
        struct str line =
            str_fmt(b->a, "%.*s %.*s: %.*s wins over %.*s in %.*s", STR_ARG(r->context->name),
                    STR_ARG(v->name), STR_ARG(origin_text(&v->origin, b->a)),
                    STR_ARG(render_value(v->name, &loser->value, b->a)),
                    STR_ARG(origin_text(&loser->origin, b->a)));
        buf_byte(b, ' ');
        wrap_text(b, s, TONE_DIM, 1, 3, line);
        buf_byte(b, '\n');
    }
}

static void rest_line(const char *what, const struct strs *names, const struct style *s,
                      struct buf *b)
{
    struct buf line = buf_in(b->a);
    for (size_t i = 0; i < names->n; i++)
        buf_fmt(&line, "%s%.*s", i ? ", " : what, STR_ARG(names->items[i]));
    if (!names->n)
        return;
    buf_byte(b, ' ');
    wrap_text(b, s, TONE_DIM, 1, 3, buf_str(&line));
    buf_byte(b, '\n');
}

void render_compare_term(const struct compared *c, const struct style *s, struct buf *b)
{
    for (size_t i = 0; i < c->n; i += SIDE_BY_SIDE) {
        struct group g = {c->items + i, first_with_key(c),
                          c->n - i < SIDE_BY_SIDE ? c->n - i : SIDE_BY_SIDE};
        if (i)
            buf_byte(b, '\n');
        some_contexts(&g, c->show, s, b);
    }
    struct buf rest = buf_in(b->a);
    for (size_t i = 0; i < c->n; i++)
        hidden_lines(&c->items[i], s, &rest);
    rest_line("Not judged, as nothing there names a key, base URL or model: ", &c->idle, s, &rest);
    rest_line("Not read: ", &c->unread, s, &rest);
    rest_line("More contexts, shown when named: ", &c->beyond, s, &rest);
    if (rest.n)
        buf_byte(b, '\n');
    buf_add(b, buf_str(&rest));
}

static void put_row(struct jsonw *w, const struct report *reports, size_t n, struct str setting)
{
    jw_open(w, '{');
    jw_put(w, "setting", setting);
    jw_put(w, "playground", playground_of(reports, n, setting));
    jw_open_key(w, "cells", '[');
    for (size_t i = 0; i < n; i++) {
        const struct comparison_row *row = row_of(&reports[i], setting);
        jw_open(w, '{');
        jw_put(w, "context", reports[i].context ? reports[i].context->name : STR_NONE);
        jw_put(w, "value", row ? row->here : STR_NONE);
        jw_put(w, "origin",
               row && row->origin.kind != ORIGIN_NONE ? origin_text(&row->origin, w->b->a)
                                                      : STR_NONE);
        jw_key(w, "same");
        !row || row->same < 0 ? jw_null(w) : jw_bool(w, row->same);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_close(w, '}');
}

static void put_verdict(struct jsonw *w, const struct report *r)
{
    jw_open(w, '{');
    jw_put(w, "context", r->context ? r->context->name : STR_NONE);
    jw_put_z(w, "verdict", verdict_name(r->verdict));
    jw_put_z(w, "root_cause", r->root ? r->root->rule->id : NULL);
    jw_close(w, '}');
}

void render_compare_json(const struct compared *c, struct buf *b)
{
    struct jsonw w = jw_to(b);
    struct strs settings = settings_of(c->items, c->n, b->a);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.compare/1");
    jw_open_key(&w, "contexts", '[');
    for (size_t i = 0; i < c->n; i++)
        if (c->items[i].context)
            json_context(&w, c->items[i].context, c->items[i].profile, c->show);
    jw_close(&w, ']');
    jw_open_key(&w, "rows", '[');
    for (size_t i = 0; i < settings.n; i++)
        put_row(&w, c->items, c->n, settings.items[i]);
    jw_close(&w, ']');
    jw_open_key(&w, "verdicts", '[');
    for (size_t i = 0; i < c->n; i++)
        put_verdict(&w, &c->items[i]);
    jw_close(&w, ']');
    jw_put_strs(&w, "not_judged", &c->idle);
    jw_put_strs(&w, "not_read", &c->unread);
    jw_put_strs(&w, "not_shown", &c->beyond);
    jw_close(&w, '}');
}
