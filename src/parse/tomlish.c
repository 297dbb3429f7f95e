// SPDX-License-Identifier: MIT
#include "parse/tomlish.h"

#include <string.h>

enum { KEY_BYTES = 200, DEPTH = 8 };

struct walk {
    struct str s, file;
    size_t at, line_start;
    uint32_t line;
    char table[KEY_BYTES], key[KEY_BYTES];
    size_t table_n, key_n, tables;
    toml_visit visit;
    void *ctx;
    bool partial;
};

static char at(const struct walk *w)
{
    return w->at < w->s.n ? w->s.p[w->at] : '\0';
}

static bool ended(const struct walk *w)
{
    return w->at >= w->s.n;
}

static void step(struct walk *w)
{
    if (at(w) == '\n') {
        w->line++;
        w->line_start = w->at + 1;
    }
    w->at++;
}

static void blanks(struct walk *w, bool lines)
{
    for (;;) {
        char c = at(w);
        if (c == '#')
            while (!ended(w) && at(w) != '\n')
                step(w);
        else if (!ended(w) && (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')))
            step(w);
        else
            return;
    }
}

static void skip_line(struct walk *w)
{
    while (!ended(w) && at(w) != '\n')
        step(w);
}

// "...", '...', and the same three times, which may hold line ends.
static bool quoted(struct walk *w, struct str *out)
{
    char quote = at(w);
    struct str rest = str_from(w->s, w->at);
    char mark[3] = {quote, quote, quote};
    bool triple = str_starts(rest, (struct str){mark, 3});
    for (int i = 0; i < (triple ? 3 : 1); i++)
        step(w);
    size_t from = w->at;
    while (!ended(w)) {
        if (!triple && at(w) == '\n')
            return false;
        if (at(w) == '\\' && quote == '"')
            step(w);
        else if (at(w) == quote &&
                 (!triple || str_starts(str_from(w->s, w->at), (struct str){mark, 3})))
            break;
        step(w);
    }
    if (ended(w))
        return false;
    *out = str_slice(w->s, from, w->at);
    for (int i = 0; i < (triple ? 3 : 1); i++)
        step(w);
    return true;
}

static bool is_key_byte(char c)
{
    return byte_is_alnum(c) || c == '_' || c == '-';
}

// a."b c".d, appended to `room` behind a dot; the quotes go.
static bool dotted(struct walk *w, char *room, size_t *n)
{
    for (;;) {
        blanks(w, false);
        struct str part;
        size_t from = w->at;
        if (at(w) == '"' || at(w) == '\'') {
            if (!quoted(w, &part))
                return false;
        } else {
            while (is_key_byte(at(w)))
                step(w);
            part = str_slice(w->s, from, w->at);
            if (part.n == 0)
                return false;
        }
        if (*n + 1 + part.n > KEY_BYTES)
            return false;
        if (*n)
            room[(*n)++] = '.';
        if (part.n)
            memcpy(room + *n, part.p, part.n);
        *n += part.n;
        blanks(w, false);
        if (at(w) != '.')
            return true;
        step(w);
    }
}

static void tell(struct walk *w, struct str value, bool string, size_t index, struct loc loc)
{
    struct toml_event e = {.table = {w->table, w->table_n},
                           .table_count = w->tables,
                           .key = {w->key, w->key_n},
                           .value = value,
                           .string = string,
                           .index = index,
                           .loc = loc};
    w->visit(w->ctx, &e);
}

static bool value(struct walk *w, size_t index, int depth);

static bool list(struct walk *w, int depth)
{
    step(w);
    for (size_t i = 0;; i++) {
        blanks(w, true);
        if (at(w) == ']' || ended(w))
            break;
        if (!value(w, i, depth + 1))
            return false;
        blanks(w, true);
        if (at(w) == ',')
            step(w);
        else if (at(w) != ']')
            return false;
    }
    if (ended(w))
        return false;
    step(w);
    return true;
}

static bool inline_table(struct walk *w, int depth)
{
    step(w);
    for (;;) {
        blanks(w, true);
        if (at(w) == '}' || ended(w))
            break;
        size_t before = w->key_n;
        bool fine = dotted(w, w->key, &w->key_n) && at(w) == '=';
        if (fine) {
            step(w);
            fine = value(w, 0, depth + 1);
        }
        w->key_n = before;
        blanks(w, true);
        if (fine && at(w) == ',')
            step(w);
        else if (!fine || at(w) != '}')
            return false;
    }
    if (ended(w))
        return false;
    step(w);
    return true;
}

static bool value(struct walk *w, size_t index, int depth)
{
    struct str text;
    if (depth > DEPTH)
        return false;
    blanks(w, false);
    struct loc loc = {w->file, w->line, (uint32_t)(w->at - w->line_start) + 1};
    if (at(w) == '[')
        return list(w, depth);
    if (at(w) == '{')
        return inline_table(w, depth);
    if (at(w) == '"' || at(w) == '\'') {
        if (!quoted(w, &text))
            return false;
        tell(w, text, true, index, loc);
        return true;
    }
    size_t from = w->at;
    while (!ended(w) && !strchr(",]}#\r\n", at(w)))
        step(w);
    text = str_trim(str_slice(w->s, from, w->at));
    if (text.n)
        tell(w, text, false, index, loc);
    return text.n > 0;
}

static bool header(struct walk *w)
{
    step(w);
    bool array = at(w) == '[';
    if (array)
        step(w);
    w->table_n = 0;
    w->tables++;
    bool fine = dotted(w, w->table, &w->table_n) && at(w) == ']';
    skip_line(w);
    return fine;
}

static bool line(struct walk *w)
{
    if (at(w) == '[')
        return header(w);
    w->key_n = 0;
    if (!dotted(w, w->key, &w->key_n) || at(w) != '=')
        return false;
    step(w);
    if (!value(w, 0, 0))
        return false;
    blanks(w, false);
    return ended(w) || at(w) == '\n';
}

bool toml_walk(struct str bytes, struct str path, toml_visit visit, void *ctx)
{
    struct walk w = {.s = bytes, .file = path, .line = 1, .visit = visit, .ctx = ctx};
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        w.at = w.line_start = 3;
    for (;;) {
        blanks(&w, true);
        if (ended(&w))
            return !w.partial;
        if (!line(&w)) {
            w.partial = true;
            skip_line(&w);
        }
    }
}
