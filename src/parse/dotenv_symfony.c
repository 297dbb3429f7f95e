// SPDX-License-Identifier: MIT
// symfony/dotenv 5.4 and 7, without symfony/process (dotenv.md 4, D10). What it cannot read is an
// exception, and then nothing of the file is set.
#include "parse/dotenv_impl.h"

static void skip_empty(struct load *l, size_t *at)
{
    struct str s = l->text;
    for (;;) {
        *at = skip_spaces(s, *at, SPACES_ASCII);
        if (*at >= s.n || s.p[*at] != '#')
            return;
        while (*at < s.n && s.p[*at] != '\n')
            ++*at;
    }
}

// _?[A-Za-z][A-Za-z0-9_]*
static size_t name_end(struct str s, size_t i)
{
    size_t first = i + (i < s.n && s.p[i] == '_');
    if (first >= s.n || !byte_is_alpha(s.p[first]))
        return i;
    while (first < s.n && byte_is_word(s.p[first]))
        first++;
    return first;
}

static bool read_name(struct load *l, size_t *at, struct str *name)
{
    struct str s = l->text;
    size_t from = *at;
    bool exported = false;
    if (str_starts(str_from(s, from), STR("export"))) {
        size_t after = from + 6;
        while (after < s.n && byte_in(s.p[after], " \t"))
            after++;
        exported = after > from + 6 && name_end(s, after) > after;
        from = exported ? after : from;
    }
    size_t end = name_end(s, from);
    *name = str_slice(s, from, end);
    const char *why = NULL;
    if (end == from)
        why = "invalid character in variable name";
    else if (end == s.n || s.p[end] == '\n' || s.p[end] == '#')
        why = exported ? "unable to unset an environment variable" : "missing = in the declaration";
    else if (byte_in(s.p[end], " \t"))
        why = "blank behind the variable name";
    else if (s.p[end] != '=')
        why = "missing = in the declaration";
    if (why)
        load_fail_at(l, why, *at);
    *at = end + 1;
    return !why;
}

// --- references ---

struct reference {
    struct str name, fallback; // fallback absent: none; else with its ":-" or ":="
    bool opened, closed;
    size_t end;
};

static struct reference read_reference(struct str s, size_t dollar)
{
    struct reference r = {.fallback = STR_NONE};
    size_t at = dollar + 1;
    r.opened = at < s.n && s.p[at] == '{';
    at += r.opened;
    size_t end = name_end(s, at);
    r.name = str_slice(s, at, end);
    if (end + 1 < s.n && s.p[end] == ':' && byte_in(s.p[end + 1], "-=")) {
        size_t stop = end + 2;
        while (stop < s.n && s.p[stop] != '}')
            stop++;
        r.fallback = str_slice(s, end, stop);
        end = stop;
    }
    r.closed = end < s.n && s.p[end] == '}';
    r.end = end + r.closed;
    return r;
}

static void resolve_one(struct load *l, const struct reference *r, struct buf *out)
{
    if (r->opened && !r->closed) {
        load_fail(l, "unclosed braces on variable expansion", 0);
        return;
    }
    struct str v = load_env_first(l, r->name);
    if (v.n == 0 && r->fallback.n) {
        if (str_has_any(r->fallback, "'\"{$"))
            load_fail(l, "unsupported character in a default value", 0);
        v = str_from(r->fallback, 2);
        if (r->fallback.p[1] == '=') {
            struct pair *p = pairs_put(&l->file, r->name, l->a);
            p->value = v;
            p->file = l->file_index;
            p->line = p->line ? p->line : l->line;
        }
    }
    buf_add(out, v);
    if (!r->opened && r->closed)
        buf_byte(out, '}');
}

static struct str resolve_variables(struct load *l, struct str s)
{
    struct buf out = buf_in(l->a);
    size_t seen = 0;
    for (size_t i = 0; i < s.n && !l->failed;) {
        size_t slashes = i;
        while (slashes < s.n && s.p[slashes] == '\\')
            slashes++;
        bool here =
            slashes < s.n && s.p[slashes] == '$' && !(slashes + 1 < s.n && s.p[slashes + 1] == '(');
        if (!here) {
            size_t stop = slashes > i ? slashes : i + 1;
            buf_add(&out, str_slice(s, i, stop));
            i = stop;
            continue;
        }
        struct reference r = read_reference(s, slashes);
        bool odd = (slashes - i) % 2;
        // Without a name it is text, unless what may follow a name is there.
        if (odd || (r.name.n == 0 && !r.closed && !str_present(r.fallback))) {
            buf_add(&out, str_slice(s, i + odd, r.end));
        } else {
            buf_add(&out, str_slice(s, i, slashes));
            resolve_one(l, &r, &out);
        }
        i = r.end;
        if (!load_spend_growth(l, &seen, out.n))
            break;
    }
    return buf_str(&out);
}

// "$(" something ")" asks for symfony/process, which is not there; "\$(...)" loses the backslash.
static struct str resolve_commands(struct load *l, struct str s)
{
    struct buf out = buf_in(l->a);
    bool closed = str_chr(s, ')') != STR_NOWHERE;
    for (size_t i = 0; i < s.n; i++) {
        bool escaped = s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '$';
        size_t at = i + escaped, depth = 1, end = at + 2;
        bool opens = closed && str_starts(str_from(s, at), STR("$("));
        if (opens && !load_spend(l, (s.n - at) / 8))
            break;
        for (; opens && end < s.n && depth; end++)
            depth += (size_t)(s.p[end] == '(') - (size_t)(s.p[end] == ')');
        if (opens && !depth && end > at + 3) {
            if (!escaped)
                load_fail(l, "resolving commands requires the Symfony Process component", 0);
            buf_add(&out, str_slice(s, at, end));
            i = end - 1;
        } else {
            buf_byte(&out, s.p[i]);
        }
    }
    return buf_str(&out);
}

static struct str resolve(struct load *l, struct str s)
{
    if (str_chr(s, '$') != STR_NOWHERE)
        s = resolve_variables(l, resolve_commands(l, s));
    return replace_all(s, STR("\\\\"), STR("\\"), l->a);
}

// --- the parts of a value ---

static void single(struct load *l, size_t *at, struct buf *out)
{
    size_t close = str_chr(str_from(l->text, *at + 1), '\'');
    if (close == STR_NOWHERE) {
        load_fail_at(l, "missing quote to end the value", *at);
        return;
    }
    buf_add(out, str_slice(l->text, *at + 1, *at + 1 + close));
    *at += close + 2;
}

static void dquoted(struct load *l, size_t *at, struct buf *out)
{
    struct str s = l->text;
    size_t i = *at + 1;
    while (i < s.n && (s.p[i] != '"' || (s.p[i - 1] == '\\' && s.p[i - 2] != '\\')))
        i++;
    if (i >= s.n) {
        load_fail_at(l, "missing quote to end the value", *at);
        return;
    }
    struct str v = replace_all(str_slice(s, *at + 1, i), STR("\\\""), STR("\""), l->a);
    v = replace_all(v, STR("\\r"), STR("\r"), l->a);
    buf_add(out, resolve(l, replace_all(v, STR("\\n"), STR("\n"), l->a)));
    *at = i + 1;
}

// "(" up to its ")" on the same line.
static bool nested(struct load *l, size_t *at, struct buf *out)
{
    struct str s = l->text;
    size_t depth = 1, i = *at + 1;
    while (i < s.n && s.p[i] != '\n' && depth) {
        depth += (size_t)(s.p[i] == '(') - (size_t)(s.p[i] == ')');
        i++;
    }
    if (depth)
        load_fail_at(l, "missing closing parenthesis", *at);
    buf_add(out, str_slice(s, *at, i));
    *at = i;
    return !depth;
}

// True when a comment ended it.
static bool bare(struct load *l, size_t *at, struct buf *out)
{
    struct str s = l->text;
    struct buf raw = buf_in(l->a);
    char before = s.p[*at - 1];
    while (*at < s.n && !byte_in(s.p[*at], "\n\"'") &&
           !(byte_in(before, " \t") && s.p[*at] == '#')) {
        if (s.p[*at] == '\\' && *at + 1 < s.n && byte_in(s.p[*at + 1], "\"'"))
            ++*at;
        before = s.p[(*at)++];
        buf_byte(&raw, before);
        if (before == '$' && *at < s.n && s.p[*at] == '(' && !nested(l, at, &raw))
            return true;
    }
    struct str v = str_trim_right_set(buf_str(&raw), " \t\n\r\v");
    struct str done = resolve(l, v);
    if (str_eq(done, v) && str_has_any(v, " \t\n\v\f\r"))
        load_fail_at(l, "a value with spaces must be quoted", *at);
    buf_add(out, done);
    return *at < s.n && s.p[*at] == '#';
}

static bool nothing_here(struct str s, size_t at)
{
    while (at < s.n && byte_in(s.p[at], " \t"))
        at++;
    return at >= s.n || s.p[at] == '\n' || s.p[at] == '#';
}

static struct str read_value(struct load *l, size_t *at)
{
    struct str s = l->text;
    struct buf out = buf_in(l->a);
    if (nothing_here(s, *at)) {
        while (*at < s.n && s.p[*at] != '\n')
            ++*at;
        return STR("");
    }
    if (byte_in(s.p[*at], " \t"))
        load_fail_at(l, "blank in front of the value", *at);
    bool comment = false;
    while (!l->failed && !comment && *at < s.n && s.p[*at] != '\n') {
        if (s.p[*at] == '\'')
            single(l, at, &out);
        else if (s.p[*at] == '"')
            dquoted(l, at, &out);
        else
            comment = bare(l, at, &out);
    }
    return buf_str(&out);
}

void parse_symfony(struct load *l)
{
    l->text = cr_to_lf(l->text, l->a);
    if (str_starts(l->text, STR("\xef\xbb\xbf")))
        load_fail(l, "files with a byte-order mark are not supported", 1);
    size_t at = 0;
    struct str name;
    skip_empty(l, &at);
    while (!l->failed && at < l->text.n) {
        size_t from = at;
        load_line(l, from);
        if (!read_name(l, &at, &name))
            break;
        struct str v = at < l->text.n ? read_value(l, &at) : STR("");
        load_set(l, name, v, from);
        skip_empty(l, &at);
    }
}
