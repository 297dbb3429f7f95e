// SPDX-License-Identifier: MIT
// References in values, as the JavaScript loaders resolve them: dotenv-expand 12 and 5, the copy
// inside @next/env 16, c12 3 and dotenvx 2. All of them replace in the text again and again, so
// what one replacement brings in is looked at by the next; load_spend bounds that.
#include "parse/dotenv_impl.h"

#include <string.h>

static void add_replacement(struct buf *out, struct str whole, struct str what, size_t at,
                            struct str with)
{
    for (size_t i = 0; i < with.n; i++) {
        char next = with.p[i] == '$' && i + 1 < with.n ? with.p[i + 1] : 0;
        i += byte_in(next, "$&`'");
        if (next == '&')
            buf_add(out, what);
        else if (next == '`')
            buf_add(out, str_slice(whole, 0, at));
        else if (next == '\'')
            buf_add(out, str_from(whole, at + what.n));
        else
            buf_byte(out, next == '$' ? '$' : with.p[i]);
        if (out->n > 64 * (whole.n + 4096)) // $` doubles; load_spend refuses the result
            return;
    }
}

// String.prototype.replace with a text as pattern: the first occurrence, wherever it is; $$, $&,
// $` and $' in `with` mean what they mean there.
static struct str js_replace(struct load *l, struct str whole, struct str what, struct str with)
{
    size_t at = str_find(whole, what);
    if (at == STR_NOWHERE || !load_spend(l, whole.n + with.n))
        return whole;
    struct buf out = buf_in(l->a);
    buf_add(&out, str_slice(whole, 0, at));
    add_replacement(&out, whole, what, at, with);
    buf_add(&out, str_from(whole, at + what.n));
    return load_spend(l, out.n) ? buf_str(&out) : whole;
}

static struct str unescape_dollar(struct load *l, struct str s)
{
    return replace_all(s, STR("\\$"), STR("$"), l->a);
}

static size_t word_end(struct str s, size_t i)
{
    while (i < s.n && byte_is_word(s.p[i]))
        i++;
    return i;
}

static struct str pairs_value(const struct pairs *t, struct str name)
{
    const struct pair *p = t ? pairs_find(t, name) : NULL;
    return p ? p->value : STR_NONE;
}

// --- dotenv-expand 12 and dotenvx ---

struct reference {
    struct str whole, key, op, rest; // "${K:-d}", "K", ":-", "d"
};

// "${", something without braces, "}", or "$name", at a dollar without a backslash in front.
static bool reference_at(struct str s, size_t at, struct str *expression, size_t *end)
{
    if (at + 1 >= s.n || (at > 0 && s.p[at - 1] == '\\'))
        return false;
    if (s.p[at + 1] == '{') {
        size_t i = at + 2;
        while (i < s.n && s.p[i] != '{' && s.p[i] != '}')
            i++;
        *expression = str_slice(s, at + 2, i);
        *end = i + 1;
        return expression->n && i < s.n && s.p[i] == '}';
    }
    *end = word_end(s, at + 1);
    *expression = str_slice(s, at + 1, *end);
    return byte_is_alpha(s.p[at + 1]) || s.p[at + 1] == '_';
}

// The first of ":+", "+", ":-", "-" splits; without one the program splits at the text "null".
static void split(struct reference *r, struct str e)
{
    r->op = STR("null");
    for (size_t i = 0; i < e.n; i++) {
        size_t colon = e.p[i] == ':';
        if (i + colon < e.n && byte_in(e.p[i + colon], "+-")) {
            r->op = str_slice(e, i, i + colon + 1);
            break;
        }
    }
    size_t at = str_find(e, r->op);
    r->key = str_slice(e, 0, at);
    r->rest = at == STR_NOWHERE ? STR("") : str_from(e, at + r->op.n);
}

static bool first_reference(struct str s, struct reference *r)
{
    struct str expression;
    for (size_t at = str_chr(s, '$'), end; at < s.n; at++)
        if (s.p[at] == '$' && reference_at(s, at, &expression, &end)) {
            r->whole = str_slice(s, at, end);
            split(r, expression);
            return true;
        }
    return false;
}

struct expander {
    const struct pairs *env, *raw, *done; // process.env, what config() put there, what is expanded
    const struct pairs *literals;         // dotenvx only
};

static struct str known(const struct expander *x, struct str name)
{
    const struct pairs *order[] = {x->env, x->raw, x->done};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (str_present(pairs_value(order[i], name)))
            return pairs_value(order[i], name);
    return STR_NONE;
}

// Texts that the value has had before count as "refers to itself".
static struct str expand12_choose(const struct expander *x, const struct reference *r,
                                  const struct pairs *seen)
{
    struct str have = known(x, r->key);
    if (str_ends(r->op, STR("+")))
        return have.n ? r->rest : STR("");
    return have.n && !pairs_find(seen, have) ? have : r->rest;
}

static struct str expand12(struct load *l, const struct expander *x, struct str value)
{
    struct pairs seen = {0};
    struct reference r;
    while (!l->failed && first_reference(value, &r)) {
        pairs_put(&seen, value, l->a);
        value = js_replace(l, value, r.whole, expand12_choose(x, &r, &seen));
        if (str_same(pairs_value(x->done, r.key), value))
            break;
    }
    return value;
}

void expand_expand12(struct load *l)
{
    struct pairs raw = {0}, done = {0};
    for (size_t i = 0; i < l->file.n; i++)
        pairs_put(&raw, l->file.items[i].name, l->a)->value = l->file.items[i].value;
    struct expander x = {.env = l->env, .raw = &raw, .done = &done};
    for (size_t i = 0; i < l->file.n; i++) {
        struct pair *p = &l->file.items[i];
        struct str have = load_env(l, p->name);
        struct str value = have.n && !str_eq(have, p->value) ? have : expand12(l, &x, p->value);
        pairs_put(&done, p->name, l->a)->value = unescape_dollar(l, value);
    }
    for (size_t i = 0; i < l->file.n; i++)
        l->file.items[i].value = done.items[i].value;
}

// vite's copy looks at all values of the files, those in front in their final form.
void expand_vite(struct load *l)
{
    struct expander x = {.env = l->env, .done = &l->file};
    for (size_t i = 0; i < l->file.n; i++) {
        struct pair *p = &l->file.items[i];
        struct str have = load_env(l, p->name);
        struct str value = have.n && !str_eq(have, p->value) ? have : expand12(l, &x, p->value);
        p->value = unescape_dollar(l, value);
    }
}

static struct str dotenvx_choose(const struct expander *x, const struct reference *r)
{
    struct str have = known(x, r->key);
    if (str_eq(r->op, STR("-")))
        return str_present(have) ? have : r->rest;
    if (str_eq(r->op, STR("+")))
        return str_present(have) ? r->rest : STR("");
    if (str_eq(r->op, STR(":+")))
        return have.n ? r->rest : STR("");
    if (str_eq(r->op, STR(":-")))
        return have.n ? have : r->rest;
    return have.n ? have : STR("");
}

static bool has_reference(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] != '$')
            continue;
        if (byte_is_alpha(s.p[i + 1]) || s.p[i + 1] == '_')
            return true;
        if (s.p[i + 1] == '{')
            return str_chr(str_from(s, i + 2), '}') - 1 < s.n;
    }
    return false;
}

static struct str dotenvx_look(void *ctx, struct str name)
{
    const struct expander *x = ctx; // here what was read beats the environment
    struct str value = pairs_value(x->done, name);
    return str_present(value) ? value : pairs_value(x->env, name);
}

// $(...) with balanced parentheses; a command that is no plain echo cannot be told.
static struct str dotenvx_commands(struct load *l, struct expander *x, struct str value)
{
    size_t at = str_find(value, STR("$("));
    struct buf out = buf_in(l->a);
    while (at != STR_NOWHERE && !l->failed) {
        size_t depth = 1, end = at + 2;
        for (; end < value.n && depth; end++)
            depth += (size_t)(value.p[end] == '(') - (size_t)(value.p[end] == ')');
        if (depth)
            break;
        struct str said = shell_echo(l, str_slice(value, at + 2, end - 1), dotenvx_look, x);
        if (!str_present(said))
            load_fail(l, "a value runs a command: what it prints cannot be told", 0);
        buf_add(&out, str_slice(value, 0, at));
        buf_add(&out, said);
        value = str_from(value, end);
        at = str_find(value, STR("$("));
    }
    buf_add(&out, value);
    return buf_str(&out);
}

struct str expand_dotenvx(struct load *l, struct str name, struct str value, char quote,
                          struct pairs *literals)
{
    if (quote == '\'') {
        pairs_put(literals, name, l->a)->value = value;
        return value;
    }
    struct expander x = {.env = l->env, .done = &l->file, .literals = literals};
    struct str have = load_env(l, name);
    bool command = str_has(value, STR("$("));
    if (command && (!str_present(have) || str_eq(have, value)))
        return dotenvx_commands(l, &x, value);
    if (have.n)
        return value;
    struct reference r;
    while (!l->failed && first_reference(value, &r)) {
        value = js_replace(l, value, r.whole, dotenvx_choose(&x, &r));
        struct str now = known(&x, r.key);
        if ((str_present(now) && str_eq(value, now)) || has_reference(pairs_value(literals, r.key)))
            break;
    }
    return unescape_dollar(l, value);
}

// --- @next/env: the last dollar first ---

static size_t last_dollar(struct str s)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '$' && !(i >= 2 && s.p[i - 2] == '\\'))
            return i - 1;
    return STR_NOWHERE;
}

// "${NAME:-default}" with every part but the name optional, at `at`.
static bool next_reference(struct str s, size_t at, struct reference *r)
{
    size_t from = at + 1 + (at + 1 < s.n && s.p[at + 1] == '{'), end = word_end(s, from);
    r->key = str_slice(s, from, end);
    r->rest = STR_NONE;
    if (str_starts(str_from(s, end), STR(":-"))) {
        size_t stop = end + 2;
        while (stop < s.n && s.p[stop] != '}' && s.p[stop] != '\\')
            stop++;
        r->rest = str_slice(s, end + 2, stop);
        end = stop;
    }
    end += end < s.n && s.p[end] == '}';
    r->whole = str_slice(s, at, end);
    return r->key.n > 0;
}

// The program calls itself once for each replacement and dies when that goes too deep.
enum { NEXT_DEPTH = 8000 };

static struct str next_value(struct load *l, const struct pairs *env, struct str value)
{
    struct reference r;
    for (int depth = 0;; depth++) {
        size_t at = last_dollar(value);
        if (at == STR_NOWHERE || l->failed || !next_reference(value, at, &r))
            return value;
        struct str with = pairs_value(env, r.key);
        if (!with.n)
            with = r.rest.n ? r.rest : load_file_value(l, r.key);
        value = js_replace(l, value, r.whole, with);
        if (depth > NEXT_DEPTH || l->failed) { // either way its stack overflows
            l->failed = false;
            load_fail(l, "a value refers to itself", 0);
        }
    }
}

// Existing variables of the same name are expanded too, and replaced. A file that makes it fail
// is dropped with a message, and the program goes on.
void expand_next(struct load *l)
{
    for (size_t i = 0; i < l->file.n && !l->failed; i++) {
        struct pair *p = &l->file.items[i];
        struct str have = load_env(l, p->name);
        p->value = next_value(l, l->env, str_present(have) ? have : p->value);
        p->value = unescape_dollar(l, p->value);
    }
}

// --- dotenv-expand 5 and c12: every reference of the text in turn, each resolved to its end ---

// The character in front, the dollar, optional "{", name, "}".
struct old_reference {
    struct str prefix, whole, key; // whole: without the prefix; key absent: no name
    size_t end;
};

static bool old_reference(struct str s, size_t from, bool colon, struct old_reference *r)
{
    size_t dollar = str_chr(str_from(s, from), '$');
    if (dollar == STR_NOWHERE)
        return false;
    dollar += from;
    size_t prefix = dollar;
    if (dollar > from && !js_line_end_at(s, dollar - 1) &&
        !(dollar >= from + 3 && js_line_end_at(s, dollar - 3) == 3))
        prefix--; // one byte of the character is enough to tell a backslash
    if (prefix == dollar && dollar + 1 < s.n && s.p[dollar + 1] == '$')
        dollar++; // a dollar can be the character in front
    size_t at = dollar + 1 + (dollar + 1 < s.n && s.p[dollar + 1] == '{'), end = at;
    while (end < s.n && (byte_is_word(s.p[end]) || (colon && s.p[end] == ':')))
        end++;
    r->prefix = str_slice(s, prefix, dollar);
    r->key = end > at ? str_slice(s, at, end) : STR_NONE;
    end += end < s.n && s.p[end] == '}';
    r->whole = str_slice(s, dollar, end);
    r->end = end;
    return true;
}

enum { DEPTH_MOST = 200 };

struct chain { // the names being resolved
    struct str name;
    const struct chain *up;
    int depth;
};

static struct str cra_get(const struct load *l, const struct pairs *now, struct str key)
{
    struct str name = str_present(key) ? key : STR("undefined");
    struct str value = pairs_value(now, name);
    value = str_present(value) ? value : load_env_first(l, name);
    return str_present(value) ? value : STR("");
}

// `now`: process.env as it is, raw values of the file included. A value that refers to itself ends
// the program (its stack overflows).
static struct str cra_value(struct load *l, const struct pairs *now, struct str value, int depth)
{
    struct old_reference r;
    struct str out = value;
    if (depth > DEPTH_MOST)
        load_fail(l, "a value refers to itself", 0);
    for (size_t at = 0; !l->failed && old_reference(value, at, false, &r); at = r.end) {
        if (str_eq(r.prefix, STR("\\"))) {
            struct str escaped = str_join(r.prefix, r.whole, l->a);
            out = js_replace(l, out, escaped, js_replace(l, escaped, STR("\\$"), STR("$$")));
            continue;
        }
        struct str with = cra_value(l, now, cra_get(l, now, r.key), depth + 1);
        out = js_replace(l, out, r.whole, with);
    }
    return out;
}

void expand_cra(struct load *l)
{
    struct pairs done = {0};
    for (size_t i = 0; i < l->file.n && !l->failed; i++) {
        struct pair *p = &l->file.items[i];
        struct str have = load_env(l, p->name);
        struct str value = cra_value(l, l->env, str_present(have) ? have : p->value, 0);
        pairs_put(&done, p->name, l->a)->value = value;
    }
    for (size_t i = 0; i < done.n && !l->failed; i++)
        l->file.items[i].value = done.items[i].value;
    for (size_t i = 0; i < l->file.n && l->failed; i++) {
        struct str have = load_env(l, l->file.items[i].name);
        if (str_present(have))
            l->file.items[i].value = have;
    }
}

static bool in_chain(const struct chain *c, struct str key)
{
    for (; c; c = c->up)
        if (str_same(c->name, key))
            return true;
    return false;
}

// Names that are being resolved make the whole text empty, with a warning.
static struct str c12_value(struct load *l, const struct pairs *all, struct str value,
                            const struct chain *up)
{
    struct old_reference r;
    struct str out = value;
    if (up && up->depth > DEPTH_MOST)
        load_fail(l, "the references in this file go too deep", 0);
    for (size_t at = 0; !l->failed && old_reference(value, at, true, &r); at = r.end) {
        if (str_eq(r.prefix, STR("\\"))) {
            struct str escaped = str_join(r.prefix, r.whole, l->a);
            out = js_replace(l, out, escaped, js_replace(l, escaped, STR("\\$"), STR("$$")));
            continue;
        }
        if (in_chain(up, r.key)) {
            out = STR("");
            continue;
        }
        struct chain here = {r.key, up, up ? up->depth + 1 : 0};
        struct str name = str_present(r.key) ? r.key : STR("undefined");
        struct str with = pairs_value(all, name);
        if (str_present(with))
            out = js_replace(l, out, r.whole, c12_value(l, all, with, &here));
    }
    return out;
}

// Environment and file are one table that is resolved in place, in its order.
void expand_c12(struct load *l)
{
    struct pairs all = {0};
    const struct pairs *from[] = {l->env, &l->file};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < from[k]->n; i++) {
            struct pair *p = pairs_put(&all, from[k]->items[i].name, l->a);
            if (!str_present(p->value))
                p->value = from[k]->items[i].value;
        }
    for (size_t i = 0; i < all.n && !l->failed; i++)
        all.items[i].value = c12_value(l, &all, all.items[i].value, NULL);
    for (size_t i = 0; i < l->file.n; i++) {
        struct pair *p = &l->file.items[i];
        p->value = pairs_value(&all, p->name);
        if (str_starts(p->name, STR("_")))
            p->value = STR_NONE;
    }
}
