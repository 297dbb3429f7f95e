// SPDX-License-Identifier: MIT
// dotenv for Node: 16 and 17, 10 (what react-scripts 5 loads), and dotenvx 2 (dotenv.md 4, D1).
// What expands their values is in dotenv_expand.c.
#include "parse/dotenv_impl.h"

static const struct d1 grammar = {
    .spaces = SPACES_JS, .key_extra = "-.", .quotes = "'\"`", .colon = true, .js_lines = true};

// Where a quote stands at the end of a line, the last such place behind `from`; else SIZE_MAX.
static size_t last_at_line_end(struct str s, char quote, size_t from)
{
    for (size_t i = s.n; i > from + 1; i--)
        if (s.p[i - 1] == quote && (i == s.n || js_line_end_at(s, i)))
            return i - 1;
    return STR_NOWHERE;
}

// The outer quotes of a line of the value: "^" and "$" mean lines there, and U+2028 ends one.
static struct str strip_quotes(struct str s, struct arena *a)
{
    struct str inside = quoted_pair(s, "'\"`");
    if (str_present(inside))
        return inside;
    for (size_t at = 0, n; at < s.n; at++) {
        if (byte_in(s.p[at], "'\"`")) {
            size_t close = last_at_line_end(s, s.p[at], at);
            if (close == STR_NOWHERE)
                return s;
            struct buf out = buf_in(a);
            buf_add(&out, str_slice(s, 0, at));
            buf_add(&out, str_slice(s, at + 1, close));
            buf_add(&out, str_from(s, close + 1));
            return buf_str(&out);
        }
        while (at < s.n && !(n = js_line_end_at(s, at)))
            at++;
        at += at < s.n ? n - 1 : 0;
    }
    return s;
}

static struct str value_of(struct load *l, struct str raw)
{
    struct str v = trim_spaces(raw, SPACES_JS);
    char first = v.n ? v.p[0] : 0;
    v = strip_quotes(v, l->a);
    return first == '"' ? unescape(v, "nr", "\n\r", l->a) : v;
}

void parse_dotenv(struct load *l)
{
    struct d1_match m;
    l->text = cr_to_lf(l->text, l->a);
    for (size_t at = 0; d1_next(&grammar, l->text, at, &m); at = m.end) {
        struct str raw = str_present(m.value) ? m.value : STR("");
        load_set(l, m.key, value_of(l, raw), m.start);
    }
}

// --- dotenv 10: line by line, no comments behind values, no "export" ---

static struct str old_value(struct load *l, struct str raw)
{
    if (raw.n == 1 && byte_in(raw.p[0], "'\"")) // substring(1, 0) swaps its arguments
        return raw;
    struct str inside = quoted_pair(raw, "'\"");
    if (!str_present(inside))
        return trim_spaces(raw, SPACES_JS);
    return raw.p[0] == '"' ? unescape(inside, "n", "\n", l->a) : inside;
}

// "." stops at U+2028; behind it only white space may stand.
static bool old_line(struct str line, struct str *key, struct str *raw)
{
    size_t at = skip_spaces(line, 0, SPACES_JS), end = at;
    while (end < line.n && (byte_is_word(line.p[end]) || byte_in(line.p[end], ".-")))
        end++;
    size_t eq = skip_spaces(line, end, SPACES_JS);
    if (end == at || eq >= line.n || line.p[eq] != '=')
        return false;
    size_t from = skip_spaces(line, eq + 1, SPACES_JS), stop = from;
    while (stop < line.n && !js_line_end_at(line, stop))
        stop++;
    *key = str_slice(line, at, end);
    *raw = str_slice(line, from, stop);
    return skip_spaces(line, stop, SPACES_JS) == line.n;
}

void parse_dotenv10(struct load *l)
{
    struct str line, key, raw;
    l->text = cr_to_lf(l->text, l->a);
    for (size_t at = 0, from = 0; next_line(l->text, &at, &line); from = at)
        if (old_line(line, &key, &raw))
            load_set(l, key, old_value(l, raw), from);
}

// --- dotenvx: the grammar of dotenv, values that are used while the rest is still unread ---

static struct str dotenvx_unquote(struct load *l, struct str raw, char *quote)
{
    struct str v = trim_spaces(raw, SPACES_JS);
    *quote = v.n && byte_in(v.p[0], "'\"`") ? v.p[0] : 0;
    v = strip_quotes(v, l->a);
    if (*quote == '\'')
        return unescape(v, "'", "'", l->a);
    return *quote == '"' ? unescape(v, "nrt", "\n\r\t", l->a) : v;
}

void parse_dotenvx(struct load *l)
{
    struct d1_match m;
    char quote;
    l->text = cr_to_lf(l->text, l->a);
    struct pairs literals = {0};
    for (size_t at = 0; d1_next(&grammar, l->text, at, &m); at = m.end) {
        struct str raw = str_present(m.value) ? m.value : STR("");
        struct str v = dotenvx_unquote(l, raw, &quote);
        if (str_present(load_env(l, m.key)))
            v = load_env(l, m.key);
        v = expand_dotenvx(l, m.key, v, quote, &literals);
        load_set(l, m.key, v, m.start);
    }
}
