// SPDX-License-Identifier: MIT
// dotenvy 0.15, the parser of `uv run --env-file` (dotenv.md 4, D9). Lines are set one by one, so an
// error keeps what stood before it, and what is set already can be referred to.
#include "parse/dotenv_impl.h"

static size_t character(struct str s, size_t i, uint32_t *cp)
{
    size_t n = utf8_len(s, i, cp);
    return n ? n : 1;
}

// --- which lines belong together ---

enum line_state { WHOLE, ESCAPED, STRONG, STRONG_ESCAPED, WEAK, WEAK_ESCAPED, COMMENT, BLANK };

static enum line_state opens(char c)
{
    return c == '\\' ? ESCAPED : c == '"' ? WEAK : c == '\'' ? STRONG : WHOLE;
}

static enum line_state step(enum line_state now, struct str s, size_t i)
{
    char c = s.p[i];
    switch (now) {
    case BLANK: return c == '#' ? COMMENT : opens(c);
    case WHOLE:
        if (c != '\n' && c != '\r' && space_at(s, i, SPACES_UNICODE))
            return BLANK;
        return opens(c);
    case WEAK: return c == '\\' ? WEAK_ESCAPED : c == '"' ? WHOLE : WEAK;
    case WEAK_ESCAPED: return WEAK;
    case STRONG: return c == '\\' ? STRONG_ESCAPED : c == '\'' ? WHOLE : STRONG;
    case STRONG_ESCAPED: return STRONG;
    case ESCAPED:
    case COMMENT: break;
    }
    return WHOLE;
}

// The next logical line from *at on; false at the end. An end inside quotes, or behind a blank
// without a line feed, is an error.
static bool logical_line(struct load *l, size_t *at, struct str *line)
{
    struct str s = l->text;
    size_t from = *at, stop = from;
    if (from >= s.n)
        return false;
    enum line_state now = WHOLE;
    bool comment = false;
    while (stop < s.n) {
        size_t start = stop, end = str_chr(str_from(s, stop), '\n');
        stop = end == STR_NOWHERE ? s.n : start + end + 1;
        if (!utf8_ok(str_slice(s, start, stop))) {
            load_fail_at(l, "invalid UTF-8", start);
            return false;
        }
        size_t first = skip_spaces(s, from, SPACES_UNICODE);
        *at = stop;
        *line = str_slice(s, from, stop);
        if (first < stop && s.p[first] == '#') {
            *line = STR("");
            return true;
        }
        for (size_t i = start, n; i < stop && !comment; i += n) {
            n = character(s, i, NULL);
            now = step(now, s, i);
            comment = now == COMMENT;
            if (comment)
                *line = str_slice(s, from, i);
        }
        if (comment || now == WHOLE)
            return true;
    }
    load_fail_at(l, "the line has no end", from);
    return false;
}

// --- one line ---

static void substitute(struct load *l, struct buf *name, struct buf *out)
{
    struct str n = buf_str(name);
    struct str v = load_env(l, n);
    if (!str_present(v))
        v = load_file_value(l, n);
    name->n = 0;
    if (load_spend(l, v.n))
        buf_add(out, v);
}

enum reference { NO_REFERENCE, BARE, BRACED };

struct parser {
    struct load *l;
    struct buf out, name;
    bool strong, weak, escaped, expect_end, comment, bad;
    enum reference reference;
};

static void in_reference(struct parser *p, struct str c, uint32_t cp)
{
    if (letter_or_digit(cp)) {
        buf_add(&p->name, c);
    } else if (p->reference == BRACED && cp != '}') {
        buf_add(&p->name, c);
    } else if (p->reference == BARE && cp == '{' && p->name.n == 0) {
        p->reference = BRACED;
    } else {
        bool braced = p->reference == BRACED;
        substitute(p->l, &p->name, &p->out);
        p->reference = !braced && cp == '$' ? BARE : NO_REFERENCE;
        if (!braced && cp != '$')
            buf_add(&p->out, c);
    }
}

static void in_escape(struct parser *p, struct str c)
{
    p->escaped = false;
    p->bad = !byte_in(c.p[0], "\\'\"$ n");
    buf_byte(&p->out, c.p[0] == 'n' ? '\n' : c.p[0]);
}

static void in_weak(struct parser *p, struct str c)
{
    if (c.p[0] == '"')
        p->weak = false;
    else if (c.p[0] == '\\')
        p->escaped = true;
    else
        buf_add(&p->out, c);
}

static void in_plain(struct parser *p, struct str c)
{
    switch (c.p[0]) {
    case '\'': p->strong = true; break;
    case '"': p->weak = true; break;
    case '\\': p->escaped = true; break;
    case ' ':
    case '\t': p->expect_end = true; break;
    default: buf_add(&p->out, c);
    }
}

static void feed(struct parser *p, struct str c, uint32_t cp)
{
    if (p->expect_end) {
        p->comment = cp == '#';
        p->bad = cp != ' ' && cp != '\t' && cp != '#';
    } else if (p->escaped) {
        in_escape(p, c);
    } else if (p->strong) {
        p->strong = cp != '\'';
        if (p->strong)
            buf_add(&p->out, c);
    } else if (p->reference != NO_REFERENCE) {
        in_reference(p, c, cp);
    } else if (cp == '$') {
        p->reference = BARE;
    } else if (p->weak) {
        in_weak(p, c);
    } else {
        in_plain(p, c);
    }
}

static bool read_value(struct load *l, struct str s, struct str *v)
{
    struct parser p = {.l = l, .out = buf_in(l->a), .name = buf_in(l->a)};
    for (size_t i = 0, n; i < s.n && !p.comment && !p.bad; i += n) {
        uint32_t cp = 0;
        n = character(s, i, &cp);
        feed(&p, str_slice(s, i, i + n), cp);
    }
    if (p.bad || p.reference == BRACED || p.strong || p.weak)
        return false;
    substitute(l, &p.name, &p.out);
    *v = buf_str(&p.out);
    return true;
}

static bool read_key(struct str *line, struct str *key)
{
    size_t end = 0;
    while (end < line->n && (byte_is_word(line->p[end]) || line->p[end] == '.'))
        end++;
    *key = str_slice(*line, 0, end);
    *line = trim_left(str_from(*line, end), SPACES_UNICODE);
    return end > 0 && !byte_is_digit(key->p[0]) && key->p[0] != '.';
}

static bool expect_equal(struct str *line)
{
    bool yes = line->n && line->p[0] == '=';
    *line = str_from(*line, yes);
    return yes;
}

static bool one_line(struct load *l, struct str line, size_t pos)
{
    struct str key, v = STR("");
    line = trim_spaces(line, SPACES_UNICODE);
    if (line.n == 0 || line.p[0] == '#')
        return true;
    if (!read_key(&line, &key))
        return false;
    if (!expect_equal(&line) &&
        (!str_eq(key, STR("export")) || !read_key(&line, &key) || !expect_equal(&line)))
        return false;
    line = trim_left(line, SPACES_UNICODE);
    if (line.n && line.p[0] != '#' && !read_value(l, line, &v))
        return false;
    if (str_chr(v, 0) != STR_NOWHERE)
        return false;
    load_set_first(l, key, v, pos);
    return true;
}

void parse_dotenvy(struct load *l)
{
    struct str line;
    for (size_t at = 0, from = 0; !l->failed && logical_line(l, &at, &line); from = at) {
        struct str plain = str_ends(line, STR("\n")) ? str_slice(line, 0, line.n - 1) : line;
        if (!one_line(l, plain, from))
            load_fail_at(l, "error parsing line", from);
    }
}
