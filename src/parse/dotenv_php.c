// SPDX-License-Identifier: MIT
// vlucas/phpdotenv 5.4 and 5.6 (dotenv.md 4, D10). Symfony's is in dotenv_symfony.c.
#include "parse/dotenv_impl.h"

#include <string.h>

static struct str php_trim(struct str s)
{
    size_t from = 0, to = s.n;
    while (from < to && (s.p[from] == 0 || byte_in(s.p[from], " \t\n\r\v")))
        from++;
    while (to > from && (s.p[to - 1] == 0 || byte_in(s.p[to - 1], " \t\n\r\v")))
        to--;
    return str_slice(s, from, to);
}

// --- which lines belong together ---

// Quotes with a character that is no backslash in front, pairs of backslashes not counted.
static size_t free_quotes(struct str line)
{
    size_t n = 0;
    char before = 0;
    bool any = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '\\' && i + 1 < line.n && line.p[i + 1] == '\\') {
            i++;
            continue;
        }
        n += any && line.p[i] == '"' && before != '\\';
        before = line.p[i];
        any = true;
    }
    return n;
}

static bool stops(struct str line, bool started)
{
    return str_eq(line, STR("\"")) || free_quotes(line) > (size_t)started;
}

static bool starts(struct str line)
{
    return str_has(line, STR("=\"")) && !stops(line, true);
}

// --- one entry ---

// 5.6: letters with case, marks, numbers of any script; before, ASCII.
static bool valid_name(const struct load *l, struct str name)
{
    for (size_t i = 0, n; i < name.n; i += n) {
        uint32_t cp = 0;
        n = utf8_len(name, i, &cp);
        bool wide = l->d->flags & PHP_UNICODE_NAMES && n > 1 && letter_or_digit(cp) &&
                    (cp < 0x530 || is_number(cp) || (cp >= 0x1e00 && cp < 0x2000));
        if (n == 0 || (!wide && !byte_is_word(name.p[i]) && name.p[i] != '.'))
            return false;
    }
    return name.n > 0;
}

static size_t characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

static struct str entry_name(struct str name)
{
    if (characters(name) > 8 && str_starts(name, STR("export")) && byte_is_space(name.p[6]))
        name = str_trim_left_set(str_from(name, 6), " \t\n\r\v\f");
    struct str inside = characters(name) < 3 ? STR_NONE : quoted_pair(name, "'\"");
    return str_present(inside) ? inside : name;
}

enum state { START, PLAIN, SINGLE, DOUBLE, ESCAPE, BLANK, COMMENT };

struct php_value { // text, and where a "$" stands that may begin a reference
    struct buf text;
    struct {
        size_t *items;
        size_t n, cap;
    } dollars;
};

static void add(struct load *l, struct php_value *v, char c, bool reference)
{
    if (reference)
        *arena_push(&v->dollars, l->a) = v->text.n;
    buf_byte(&v->text, c);
}

static const char *escape(struct load *l, struct php_value *v, char c)
{
    static const char from[] = "\"\\$fnrtv", to[] = "\"\\$\f\n\r\t\v";
    if (!byte_in(c, from))
        return "an unexpected escape sequence";
    add(l, v, to[strchr(from, c) - from], false);
    return NULL;
}

static enum state outside(struct load *l, struct php_value *v, enum state now, char c)
{
    if (c == '#')
        return COMMENT;
    if (now == START && (c == '\'' || c == '"'))
        return c == '"' ? DOUBLE : SINGLE;
    if (now == PLAIN && byte_is_space(c))
        return BLANK;
    add(l, v, c, c == '$');
    return PLAIN;
}

// The state machine of its parser; its tokens are single bytes here, which comes to the same.
static const char *read_value(struct load *l, struct str s, struct php_value *v)
{
    enum state now = START;
    const char *error = NULL;
    for (size_t i = 0; i < s.n && !error; i++) {
        char c = s.p[i];
        if (now == START || now == PLAIN)
            now = outside(l, v, now, c);
        else if (now == SINGLE && c != '\'')
            add(l, v, c, false);
        else if (now == DOUBLE && c == '\\')
            now = ESCAPE;
        else if (now == DOUBLE && c != '"')
            add(l, v, c, c == '$');
        else if (now == SINGLE || now == DOUBLE)
            now = BLANK;
        else if (now == ESCAPE)
            error = escape(l, v, c), now = DOUBLE;
        else if (now == BLANK && c == '#')
            now = COMMENT;
        else if (now == BLANK && !byte_is_space(c))
            error = "unexpected whitespace";
    }
    if (!error && (now == SINGLE || now == DOUBLE || now == ESCAPE))
        error = "a missing closing quote";
    return error;
}

// --- references: ${NAME} only, the last one first, so that a name can be put together ---

struct back { // grows to the left
    char *p;
    size_t from, cap;
};

static void prepend(struct back *b, struct str s, struct arena *a)
{
    if (b->from < s.n) {
        size_t used = b->cap - b->from, cap = 2 * (used + s.n) + 64;
        char *p = arena_many(a, char, cap);
        if (used)
            memcpy(p + cap - used, b->p + b->from, used);
        *b = (struct back){p, cap - used, cap};
    }
    b->from -= s.n;
    if (s.n)
        memcpy(b->p + b->from, s.p, s.n);
}

static size_t reference(struct str s)
{
    size_t i = 2;
    while (i < s.n && (byte_is_word(s.p[i]) || s.p[i] == '.'))
        i++;
    bool closed = i > 2 && i < s.n && s.p[i] == '}' && s.p[1] == '{';
    return closed ? i + 1 : 0;
}

static struct str resolve(struct load *l, const struct php_value *v)
{
    struct str text = buf_str(&v->text);
    struct back out = {0};
    size_t to = text.n;
    for (size_t k = v->dollars.n; k > 0; k--) {
        size_t at = v->dollars.items[k - 1];
        prepend(&out, str_slice(text, at, to), l->a);
        to = at;
        struct str rest = {out.p + out.from, out.cap - out.from};
        size_t end = rest.n > 3 ? reference(rest) : 0;
        if (!end || !load_spend(l, end))
            continue;
        struct str with = load_env_first(l, str_slice(rest, 2, end - 1));
        if (!str_present(with))
            continue;
        out.from += end;
        prepend(&out, with, l->a);
        if (!load_spend(l, with.n))
            break;
    }
    prepend(&out, str_slice(text, 0, to), l->a);
    return (struct str){out.p ? out.p + out.from : "", out.cap - out.from};
}

struct entry {
    struct str name;
    struct php_value value;
    bool has_value;
    size_t pos;
};

struct entries {
    struct entry *items;
    size_t n, cap;
};

static void read_entry(struct load *l, struct str raw, size_t pos, struct entries *all)
{
    size_t eq = str_chr(raw, '=');
    struct str name = eq == STR_NOWHERE ? raw : php_trim(str_slice(raw, 0, eq));
    struct entry e = {.name = entry_name(name), .has_value = eq != STR_NOWHERE, .pos = pos};
    e.value.text = buf_in(l->a);
    const char *error = NULL;
    if (name.n == 0)
        error = "an unexpected equals";
    else if (!valid_name(l, e.name))
        error = "an invalid name";
    else if (e.has_value)
        error = read_value(l, php_trim(str_from(raw, eq + 1)), &e.value);
    if (error)
        load_fail_at(l, error, pos);
    *arena_push(all, l->a) = e;
}

static bool is_comment(struct str raw)
{
    raw = php_trim(raw);
    return raw.n == 0 || raw.p[0] == '#';
}

// A name that is set in the environment is left alone, also by a line without "=".
static void apply(struct load *l, const struct entries *all)
{
    for (size_t i = 0; i < all->n && !l->failed; i++) {
        const struct entry *e = &all->items[i];
        struct str v = e->has_value ? resolve(l, &e->value) : STR_NONE;
        load_set(l, e->name, v, e->pos);
    }
}

// Lines of a value that is never closed are lost without a word.
void parse_phpdotenv(struct load *l)
{
    struct entries all = {0};
    struct str line;
    l->text = cr_to_lf(l->text, l->a);
    size_t open = STR_NOWHERE;
    for (size_t at = 0, from = 0; !l->failed && next_line(l->text, &at, &line); from = at) {
        bool started = (open == STR_NOWHERE || !(l->d->flags & PHP_UNICODE_NAMES)) && starts(line);
        if (started && open == STR_NOWHERE)
            open = from;
        if (open != STR_NOWHERE && !stops(line, started))
            continue;
        size_t first = open == STR_NOWHERE ? from : open;
        struct str raw = str_slice(l->text, first, from + line.n);
        open = STR_NOWHERE;
        if (!is_comment(raw))
            read_entry(l, raw, first, &all);
    }
    apply(l, &all);
}
