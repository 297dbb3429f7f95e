// SPDX-License-Identifier: MIT
// compose-go, the parser of docker compose 2: `.env` and env_file (dotenv.md 4, D4).
#include "parse/dotenv_impl.h"

#include <string.h>

// --- references: $V ${V} ${V-d} ${V:-d} ${V+r} ${V:+r} ${V?e} ${V:?e}, nested; $$ is a dollar ---

enum { NESTED_MOST = 64 };

static void substitute(struct load *l, struct str s, struct buf *out, int depth);

static size_t name_end(struct str s, size_t i)
{
    if (i < s.n && !byte_is_alpha(s.p[i]) && s.p[i] != '_')
        return i;
    while (i < s.n && byte_is_word(s.p[i]))
        i++;
    return i;
}

// The brace that closes the one at `open`; the character behind each inner one is not looked at.
static size_t closing(struct str s, size_t open)
{
    size_t depth = 0;
    for (size_t i = open; i < s.n; i++) {
        if (s.p[i] == '}' && --depth == 0)
            return i;
        if (s.p[i] == '{')
            depth++, i++;
    }
    return STR_NOWHERE;
}

static void choose(struct load *l, struct str name, struct str op, struct str rest, struct buf *out,
                   int depth)
{
    struct str v = load_env_first(l, name);
    char kind = op.p[op.n - 1];
    bool good = str_present(v) && (op.n == 1 || v.n);
    if (good == (kind == '+') && kind != '?')
        substitute(l, rest, out, depth + 1);
    else if (kind == '?' && !good)
        load_fail(l, "a required variable has no value", 0);
    else
        buf_add(out, v);
}

struct line { // looked up once for a line
    size_t end, brace;
};

// Last "}" on the line of `from`: the pattern behind an operator goes as far as it can.
static size_t last_brace(struct str s, size_t from, struct line *line)
{
    if (from >= line->end) {
        struct str rest = str_from(s, from);
        size_t end = str_chr(rest, '\n');
        line->end = end == STR_NOWHERE ? s.n : from + end + 1;
        line->brace = str_rchr(str_slice(s, 0, line->end), '}');
    }
    return line->brace != STR_NOWHERE && line->brace >= from ? line->brace : STR_NOWHERE;
}

static size_t braced(struct load *l, struct str s, size_t at, struct line *line, struct buf *out,
                     int depth)
{
    size_t end = name_end(s, at + 2), op = end;
    struct str name = str_slice(s, at + 2, end);
    op += op < s.n && s.p[op] == ':';
    bool has_op = op < s.n && byte_in(s.p[op], "-+?");
    size_t far = has_op ? last_brace(s, op, line) : end;
    if (name.n == 0 || far == STR_NOWHERE || (!has_op && (end >= s.n || s.p[end] != '}'))) {
        load_fail(l, "invalid template", 0);
        return s.n;
    }
    if (!has_op) {
        struct str v = load_env_first(l, name);
        buf_add(out, v);
        return end + 1;
    }
    size_t close = closing(str_slice(s, 0, far + 1), at + 1);
    close = close == STR_NOWHERE ? far : close;
    choose(l, name, str_slice(s, end, op + 1), str_slice(s, op + 1, close), out, depth);
    return close + 1;
}

static void substitute(struct load *l, struct str s, struct buf *out, int depth)
{
    if (depth > NESTED_MOST)
        load_fail(l, "the references of a value are nested too deeply", 0);
    struct line line = {0};
    size_t seen = out->n;
    for (size_t i = 0; i < s.n && !l->failed;) {
        char next = s.p[i] == '$' && i + 1 < s.n ? s.p[i + 1] : 0;
        size_t end = next ? name_end(s, i + 1) : i; // only behind a dollar: else quadratic
        if (next == '$') {
            buf_byte(out, '$');
            i += 2;
        } else if (next == '{') {
            i = braced(l, s, i, &line, out, depth);
        } else if (next && end > i + 1) {
            buf_add(out, load_env_first(l, str_slice(s, i + 1, end)));
            i = end;
        } else {
            buf_byte(out, s.p[i++]);
        }
        if (next && !load_spend_growth(l, &seen, out->n))
            return;
    }
}

static struct str expanded(struct load *l, struct str v)
{
    struct buf out = buf_in(l->a);
    substitute(l, v, &out, 0);
    return buf_str(&out);
}

// --- statements ---

static bool name_character(struct str s, size_t i, size_t *n)
{
    uint32_t cp = 0;
    *n = utf8_len(s, i, &cp);
    if (*n == 0)
        return false;
    return space_at(s, i, SPACES_GO_LINE) || byte_in(s.p[i], "_.-[]") || letter_or_digit(cp);
}

static size_t after_export(struct str s, size_t at)
{
    if (!str_starts(str_from(s, at), STR("export")) || !space_at(s, at + 6, SPACES_RE2))
        return at;
    return skip_spaces(s, at + 6, SPACES_GO_LINE);
}

// The name up to "=", ":" or the end of the line (then it takes the host's value).
static bool read_name(struct load *l, size_t *at, struct str *name, bool *bare)
{
    struct str s = l->text;
    size_t from = after_export(s, *at), i = from, n;
    if (from >= s.n)
        load_fail_at(l, "zero length string", *at);
    while (i < s.n && !byte_in(s.p[i], "=:\n") && name_character(s, i, &n))
        i += n;
    bool ended = i < s.n && byte_in(s.p[i], "=:\n");
    if (i < s.n && !ended) {
        load_fail_at(l, "unexpected character in a variable name", i);
        return false;
    }
    *bare = ended && s.p[i] == '\n';
    *name = trim_right(str_slice(s, from, ended ? i : from), SPACES_UNICODE);
    *at = skip_spaces(s, ended ? i + 1 : from, SPACES_GO_LINE);
    if (str_chr(*name, ' ') != STR_NOWHERE)
        load_fail_at(l, "a name cannot contain a space", from);
    return !l->failed;
}

static size_t octal(struct str s, size_t i, struct buf *out)
{
    unsigned value = 0;
    size_t n = 0;
    while (n < 3 && i + n < s.n && byte_is_digit(s.p[i + n]))
        n++;
    bool good = n == 3;
    for (size_t k = 0; k < n && good; k++) {
        good = s.p[i + k] <= '7';
        value = value * 8 + (unsigned)(s.p[i + k] - '0');
    }
    if (!good || value > 255) {
        buf_byte(out, '\\'); // the zero is lost
        buf_add(out, str_slice(s, i, i + n));
    } else if (value < 0x80) {
        buf_byte(out, (char)value);
    } else { // a rune of that number
        buf_byte(out, (char)(0xc0 | value >> 6));
        buf_byte(out, (char)(0x80 | (value & 0x3f)));
    }
    return i + n;
}

static struct str escapes(struct load *l, struct str s)
{
    static const char from[] = "abfnrtv\"\\", to[] = "\a\b\f\n\r\t\v\"\\";
    struct buf out = buf_in(l->a);
    for (size_t i = 0; i < s.n;) {
        char next = s.p[i] == '\\' && i + 1 < s.n ? s.p[i + 1] : 0;
        const char *known = next ? strchr(from, next) : NULL;
        if (next == '0') {
            i = octal(s, i + 2, &out);
            continue;
        }
        if (next == '$')
            buf_add(&out, STR("$$"));
        else
            buf_byte(&out, known ? to[known - from] : s.p[i]);
        i += next == '$' || known ? 2 : 1;
    }
    return buf_str(&out);
}

static struct str quoted(struct load *l, size_t *at)
{
    struct str s = l->text;
    char mark = s.p[*at];
    struct buf out = buf_in(l->a);
    size_t i = *at + 1;
    for (; i < s.n && s.p[i] != mark; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n) {
            i++;
            if (s.p[i] != mark)
                buf_byte(&out, '\\');
        }
        buf_byte(&out, s.p[i]);
    }
    if (i >= s.n) {
        load_fail_at(l, "unterminated quoted value", *at);
        return STR("");
    }
    *at = i + 1;
    return mark == '"' ? expanded(l, escapes(l, buf_str(&out))) : buf_str(&out);
}

static struct str unquoted(struct load *l, size_t *at)
{
    struct str rest = str_from(l->text, *at);
    size_t end = str_chr(rest, '\n');
    struct str v = str_slice(rest, 0, end);
    *at += v.n + (end != STR_NOWHERE);
    v = str_slice(v, 0, str_find(v, STR(" #")));
    return expanded(l, trim_right(v, SPACES_UNICODE));
}

static void statement(struct load *l, size_t *at)
{
    struct str s = l->text, name;
    bool bare;
    size_t from = *at;
    if (!read_name(l, at, &name, &bare))
        return;
    if (bare) {
        struct str host = load_env(l, name);
        if (str_present(host))
            load_set(l, name, host, from);
        return;
    }
    load_line(l, from);
    bool mark = *at < s.n && byte_in(s.p[*at], "'\"");
    struct str v = mark ? quoted(l, at) : unquoted(l, at);
    if (name.n)
        load_set(l, name, v, from);
}

void parse_compose(struct load *l)
{
    struct str s = l->text;
    for (size_t at = 0; !l->failed;) {
        at = skip_spaces(s, at, SPACES_UNICODE);
        if (at >= s.n)
            return;
        if (s.p[at] != '#') {
            statement(l, &at);
            continue;
        }
        size_t end = str_chr(str_from(s, at), '\n');
        at = end == STR_NOWHERE ? s.n : at + end;
    }
}
