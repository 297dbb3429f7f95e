// SPDX-License-Identifier: MIT
// Node's own parser (20.6; 20.20; 22.20 and 24), Deno 2.9, which ports it, and Bun 1.4
// (dotenv.md 4, D2).
#include "parse/dotenv_impl.h"

// --- Node 20.6: one line, one variable; the first one counts and beats the environment ---

void parse_node_206(struct load *l)
{
    struct str line;
    for (size_t at = 0, from = 0; next_line(l->text, &at, &line); from = at) {
        size_t eq = str_chr(line, '=');
        struct str key = str_trim(str_slice(line, 0, eq));
        if (eq == STR_NOWHERE || key.n == 0 || key.p[0] == '#')
            continue;
        struct str v = str_from(line, eq + 1);
        if (v.n && byte_in(v.p[0], "`\"'")) {
            size_t close = str_rchr(v, v.p[0]);
            if (close == 0)
                continue;
            v = str_slice(v, 1, close);
        } else {
            v = str_trim(str_slice(v, 0, str_chr(v, '#')));
        }
        load_set_first(l, key, v, from);
    }
}

// --- Node 20.20 and later, Deno ---

// What 20.x trims: spaces, and only where a space is the first (last) character; later, more.
static struct str trim(const struct load *l, struct str s)
{
    return str_trim_set(s, l->d->flags & NODE_OLD ? " " : " \t\n");
}

static size_t skip_blank(const struct load *l, struct str s, size_t at)
{
    const char *set = l->d->flags & NODE_OLD ? " " : " \t\n";
    while (at < s.n && byte_in(s.p[at], set))
        at++;
    return at;
}

// Behind the next line feed at or after `at`.
static size_t next_start(struct str s, size_t at)
{
    size_t end = str_chr(str_from(s, at), '\n');
    return end == STR_NOWHERE ? s.n : at + end + 1;
}

struct node { // reading positions of one file
    struct str s;
    size_t at;
    size_t unclosed[3];  // no quote of that kind closes behind this offset
    size_t no_equals;    // no "=" behind this offset
    struct pairs latest; // Deno: what a reference sees; the program sees the first value
    bool stopped;
};

static struct str deno_value(struct load *l, const struct node *n, struct str name)
{
    struct str v = load_env(l, name);
    const struct pair *p = pairs_find(&n->latest, name);
    return str_present(v) || !p ? v : p->value;
}

// "$letters-and-digits" or "${anything}"; "\$" is a dollar.
static struct str deno_expand(struct load *l, const struct node *n, struct str v)
{
    if (str_chr(v, '$') == STR_NOWHERE)
        return v;
    struct buf out = buf_in(l->a);
    size_t seen = 0;
    for (size_t i = 0; i < v.n;) {
        if (v.p[i] == '\\' && i + 1 < v.n && v.p[i + 1] == '$') {
            buf_byte(&out, '$');
            i += 2;
            continue;
        }
        if (v.p[i] != '$') {
            buf_byte(&out, v.p[i++]);
            continue;
        }
        bool brace = i + 1 < v.n && v.p[i + 1] == '{';
        size_t from = i + 1 + brace, end = from;
        while (end < v.n && (brace ? v.p[end] != '}' : byte_is_word(v.p[end])))
            end++;
        buf_add(&out, deno_value(l, n, str_slice(v, from, end)));
        i = end + (brace && end < v.n);
        if (!load_spend_growth(l, &seen, out.n))
            break;
    }
    return buf_str(&out);
}

static void node_set(struct load *l, struct node *n, struct str key, struct str v, bool expands,
                     size_t pos)
{
    if (!(l->d->flags & NODE_DENO)) {
        load_set(l, key, v, pos);
        return;
    }
    v = expands ? deno_expand(l, n, v) : v;
    // A NUL byte ends the file with a warning; an empty name ends the program.
    n->stopped = n->stopped || str_chr(key, 0) != STR_NOWHERE || str_chr(v, 0) != STR_NOWHERE;
    if (key.n == 0 && !n->stopped)
        load_fail_at(l, "a name that cannot stand in an environment", pos);
    pairs_put(&n->latest, key, l->a)->value = v;
    if (!n->stopped)
        load_set_first(l, key, v, pos);
}

// Deno: a quote with nothing but a comment behind it closes, looked for on the line of the first
// quote; else the first one does.
static size_t deno_closing(struct str s, size_t open, size_t first)
{
    for (size_t i = first; i < s.n && s.p[i] != '\n'; i++) {
        size_t end = i + 1;
        while (end < s.n && byte_in(s.p[end], " \t"))
            end++;
        bool clean = end >= s.n || s.p[end] == '\n' || s.p[end] == '#';
        if (s.p[i] == s.p[open] && clean)
            return i;
    }
    return first;
}

static size_t closing(const struct load *l, struct str s, size_t open)
{
    size_t n = str_chr(str_from(s, open + 1), s.p[open]);
    size_t first = n == STR_NOWHERE ? s.n : open + 1 + n;
    return first < s.n && l->d->flags & NODE_DENO ? deno_closing(s, open, first) : first;
}

// The value at n->at, which is not empty and stands on this line.
static void node_value(struct load *l, struct node *n, struct str key, size_t pos)
{
    struct str s = n->s;
    size_t quote = str_chr(STR("'\"`"), s.p[n->at]), stop = next_start(s, n->at);
    if (quote != STR_NOWHERE && n->at < n->unclosed[quote]) {
        size_t close = closing(l, s, n->at);
        if (close < s.n) {
            struct str v = str_slice(s, n->at + 1, close);
            bool dquote = s.p[n->at] == '"';
            v = dquote ? unescape(v, "n", "\n", l->a) : v;
            node_set(l, n, key, v, dquote, pos);
            n->at = next_start(s, close + 1);
            return;
        }
        n->unclosed[quote] = n->at;
    }
    struct str line = str_slice(s, n->at, stop);
    bool feed = line.n && line.p[line.n - 1] == '\n';
    line.n -= feed;
    if (quote != STR_NOWHERE) {
        if (feed || !(l->d->flags & NODE_OLD)) // 20.x loses it on a last line without line feed
            node_set(l, n, key, line, false, pos);
    } else {
        node_set(l, n, key, trim(l, str_slice(line, 0, str_chr(line, '#'))), true, pos);
    }
    n->at = stop;
}

static struct str without_export(const struct load *l, struct str key)
{
    if (!str_starts(key, STR("export ")))
        return key;
    key = str_from(key, 7);
    return l->d->flags & NODE_OLD ? key : trim(l, key);
}

// Where the "=" of a statement at `at` is; the end of the text when there is none. Later versions
// look for it on the line only.
static size_t equals(const struct load *l, struct node *n)
{
    size_t i = n->at;
    bool old = l->d->flags & NODE_OLD;
    if (old && i >= n->no_equals)
        return n->s.n;
    while (i < n->s.n && n->s.p[i] != '=' && (old || n->s.p[i] != '\n'))
        i++;
    if (old && i == n->s.n)
        n->no_equals = n->at;
    return i < n->s.n && n->s.p[i] == '=' ? i : n->s.n;
}

static bool node_statement(struct load *l, struct node *n)
{
    bool old = l->d->flags & NODE_OLD;
    size_t from = n->at, eq = equals(l, n);
    if (eq == n->s.n) {
        n->at = next_start(n->s, from);
        n->at = old ? n->at : skip_blank(l, n->s, n->at);
        return old || n->at < n->s.n;
    }
    struct str key = trim(l, str_slice(n->s, from, eq));
    n->at = eq + 1;
    if (!old && (n->at >= n->s.n || n->s.p[n->at] == '\n')) {
        node_set(l, n, key, STR(""), false, from);
        return true;
    }
    n->at = skip_blank(l, n->s, n->at);
    if (key.n == 0)
        return !old;
    key = without_export(l, key);
    if (n->at >= n->s.n) {
        node_set(l, n, key, STR(""), false, from);
        return false;
    }
    node_value(l, n, key, from);
    n->at = old ? n->at : skip_blank(l, n->s, n->at);
    return true;
}

void parse_node(struct load *l)
{
    l->text = trim(l, without_cr(l->text, l->a));
    struct node n = {l->text, 0, {SIZE_MAX, SIZE_MAX, SIZE_MAX}, SIZE_MAX, {0}, false};
    size_t before = l->file.n;
    while (n.at < n.s.n) {
        char c = n.s.p[n.at];
        bool skip = c == '\n' || c == '#';
        bool last = str_chr(str_from(n.s, n.at), '\n') == STR_NOWHERE;
        if (skip && !(last && l->d->flags & NODE_OLD))
            n.at = next_start(n.s, n.at);
        else if (!node_statement(l, &n))
            break;
    }
    if (l->d->flags & NODE_SORTS)
        pairs_sort(&l->file, before, l->a);
}

// --- Bun ---

static bool bun_space(struct str s, size_t i)
{
    return i < s.n && byte_in(s.p[i], "\t\v\f \n\r");
}

static size_t bun_skip(struct str s, size_t i)
{
    while (bun_space(s, i))
        i++;
    return i;
}

static bool bun_key(struct str s, size_t *at, struct str *key, bool exports)
{
    size_t from = exports ? bun_skip(s, *at) : *at, end = from;
    *at = from;
    while (end < s.n && (byte_is_word(s.p[end]) || byte_in(s.p[end], "-.")))
        end++;
    size_t next = bun_skip(s, end);
    if (end == from || next >= s.n)
        return false;
    *key = str_slice(s, from, end);
    size_t inner = next;
    if (exports && next > end && str_eq(*key, STR("export")) && bun_key(s, &inner, key, false)) {
        *at = inner;
        return true;
    }
    *key = str_slice(s, from, end);
    bool colon = s.p[next] == ':' && bun_space(s, next + 1);
    *at = s.p[next] == '=' ? next + 1 : colon ? next + 2 : from;
    return *at != from;
}

// The quoted form ends at the first quote without a backslash in front; the rest of that line is
// dropped.
static bool bun_quoted(struct load *l, struct str s, size_t *at, struct str *v)
{
    char mark = s.p[*at];
    size_t i = *at + 1;
    while (i < s.n && s.p[i] != mark)
        i += s.p[i] == '\\' ? 2 : 1;
    if (i >= s.n)
        return false;
    *v = cr_to_lf(str_slice(s, *at + 1, i), l->a);
    *v = mark == '"' ? unescape(*v, "nr", "\n\r", l->a) : *v;
    while (i < s.n && !byte_in(s.p[i], "\r\n"))
        i++;
    *at = i;
    return true;
}

static struct str bun_value(struct load *l, struct str s, size_t *at)
{
    size_t open = bun_skip(s, *at), end = *at;
    struct str v;
    if (open >= s.n) {
        *at = s.n;
        return STR("");
    }
    if (byte_in(s.p[open], "`\"'") && bun_quoted(l, s, &open, &v)) {
        *at = open;
        return v;
    }
    while (end < s.n && !byte_in(s.p[end], "#\r\n"))
        end++;
    v = str_trim_set(str_slice(s, *at, end), "\t\v\f \n\r");
    *at = end;
    return v;
}

static size_t bun_name_end(struct str v, size_t at)
{
    while (at < v.n && byte_is_word(v.p[at]))
        at++;
    return at;
}

// The "}" that closes the "${" whose inside begins at `at`; STR_NOWHERE: none. Only "${" nests.
static size_t bun_close(struct str v, size_t at)
{
    for (size_t depth = 1; at < v.n; at++) {
        if (v.p[at] == '\\')
            at++;
        else if (v.p[at] == '$' && at + 1 < v.n && v.p[at + 1] == '{')
            depth++, at++;
        else if (v.p[at] == '}' && --depth == 0)
            return at;
    }
    return STR_NOWHERE;
}

static void bun_expand(struct load *l, struct str v, int depth, struct buf *out);

// "${NAME}" or "${NAME:-default}" with the dollar at `at`; returns where it ends. What is neither
// is text, and so is everything behind one that is not closed.
static size_t bun_braced(struct load *l, struct str v, size_t at, int depth, struct buf *out)
{
    size_t close = bun_close(v, at + 2), name = bun_name_end(v, at + 2);
    struct str rest = close == STR_NOWHERE ? STR("") : str_slice(v, name, close);
    bool fallback = str_starts(rest, STR(":-"));
    if (close == STR_NOWHERE || (rest.n && !fallback)) {
        size_t end = close == STR_NOWHERE ? v.n : close + 1;
        buf_add(out, str_slice(v, at, end));
        return end;
    }
    struct str with = load_env_first(l, str_slice(v, at + 2, name));
    if (fallback && !str_present(with))
        bun_expand(l, str_from(rest, 2), depth + 1, out);
    else if (load_spend(l, with.n))
        buf_add(out, with);
    return close + 1;
}

// What a reference brings in is not looked at again.
static void bun_expand(struct load *l, struct str v, int depth, struct buf *out)
{
    enum { BUN_DEPTH = 100 };
    if (depth > BUN_DEPTH || !load_spend(l, v.n)) {
        load_fail(l, "the references in this file go too deep", 0);
        return;
    }
    for (size_t at = 0; at < v.n && !l->failed;) {
        char next = at + 1 < v.n ? v.p[at + 1] : 0;
        size_t end = v.p[at] == '$' ? bun_name_end(v, at + 1) : 0;
        if (v.p[at] == '\\' && next == '$') {
            buf_byte(out, '$');
            at += 2;
        } else if (v.p[at] == '$' && next == '{') {
            at = bun_braced(l, v, at, depth, out);
        } else if (end > at + 1) {
            struct str with = load_env_first(l, str_slice(v, at + 1, end));
            if (load_spend(l, with.n))
                buf_add(out, with);
            at = end;
        } else {
            buf_byte(out, v.p[at++]);
        }
    }
}

static void bun_settle(struct load *l, struct pair *p)
{
    struct buf out = buf_in(l->a);
    bun_expand(l, p->value, 0, &out);
    p->value = buf_str(&out);
}

void parse_bun(struct load *l)
{
    struct str s = l->text, key;
    for (size_t at = 0; at < s.n;) {
        size_t from = bun_skip(s, at);
        if (bun_key(s, &at, &key, true)) {
            load_set(l, key, bun_value(l, s, &at), from);
            continue;
        }
        while (at < s.n && !byte_in(s.p[at], "\r\n"))
            at++;
        at += at < s.n;
    }
    for (size_t i = 0; i < l->file.n && !l->failed; i++)
        if (str_chr(l->file.items[i].value, '$') != STR_NOWHERE)
            bun_settle(l, &l->file.items[i]);
}
