// SPDX-License-Identifier: MIT
#include "parse/jsonwalk.h"

enum { NESTED_MAX = 200 };

struct walk {
    struct str s, file;
    size_t at, line_start;
    uint32_t line;
    struct str path[JSON_DEPTH];
    size_t index[JSON_DEPTH];
    bool array[NESTED_MAX];
    size_t depth; // of containers
    json_visit visit;
    void *ctx;
};

static char at(const struct walk *w)
{
    return w->at < w->s.n ? w->s.p[w->at] : '\0';
}

static void step(struct walk *w)
{
    if (at(w) == '\n') {
        w->line++;
        w->line_start = w->at + 1;
    }
    w->at++;
}

static void comment(struct walk *w)
{
    bool block = w->at + 1 < w->s.n && w->s.p[w->at + 1] == '*';
    struct str rest = str_from(w->s, w->at + 2);
    size_t n = block ? str_find(rest, STR("*/")) : str_chr(rest, '\n');
    size_t end = n == STR_NOWHERE ? w->s.n : w->at + 2 + n + (block ? 2 : 0);
    while (w->at < end)
        step(w);
}

static void blanks(struct walk *w)
{
    for (;;) {
        bool more = w->at + 1 < w->s.n;
        if (byte_is_space(at(w)) && w->at < w->s.n)
            step(w);
        else if (at(w) == '/' && more && (w->s.p[w->at + 1] == '/' || w->s.p[w->at + 1] == '*'))
            comment(w);
        else
            return;
    }
}

static bool text(struct walk *w, struct str *out)
{
    size_t from = ++w->at;
    while (w->at < w->s.n && at(w) != '"' && at(w) != '\n') {
        if (at(w) == '\\' && w->at + 1 < w->s.n)
            w->at++;
        w->at++;
    }
    *out = str_slice(w->s, from, w->at);
    if (at(w) != '"')
        return false;
    w->at++;
    return true;
}

static struct str bare(struct walk *w)
{
    size_t from = w->at;
    while (byte_is_alnum(at(w)) || at(w) == '.' || at(w) == '-' || at(w) == '+')
        w->at++;
    return str_slice(w->s, from, w->at);
}

static void tell(struct walk *w, struct str value, bool string, bool object, struct loc loc)
{
    if (w->depth > JSON_DEPTH)
        return;
    struct json_event e = {.path = w->path,
                           .depth = w->depth,
                           .value = value,
                           .string = string,
                           .object = object,
                           .loc = loc};
    e.index = w->depth ? w->index[w->depth - 1] : 0;
    w->visit(w->ctx, &e);
}

static bool open(struct walk *w, struct loc loc)
{
    if (w->depth == NESTED_MAX)
        return false;
    tell(w, STR(""), false, true, loc);
    w->array[w->depth++] = at(w) == '[';
    if (w->depth <= JSON_DEPTH) {
        w->path[w->depth - 1] = STR("[]");
        w->index[w->depth - 1] = 0;
    }
    step(w);
    return true;
}

static struct loc place(const struct walk *w)
{
    return (struct loc){w->file, w->line, (uint32_t)(w->at - w->line_start) + 1};
}

// A value, with its key in an object; containers are only opened.
static bool item(struct walk *w)
{
    struct loc loc = place(w);
    struct str value;
    if (w->depth && !w->array[w->depth - 1]) {
        if (at(w) != '"' || !text(w, &value))
            return false;
        if (w->depth <= JSON_DEPTH)
            w->path[w->depth - 1] = value;
        blanks(w);
        if (at(w) != ':')
            return false;
        step(w);
        blanks(w);
    }
    if (at(w) == '{' || at(w) == '[')
        return open(w, loc);
    bool string = at(w) == '"';
    if (string ? !text(w, &value) : (value = bare(w)).n == 0)
        return false;
    tell(w, value, string, false, loc);
    return true;
}

bool json_walk(struct str bytes, struct str path, json_visit visit, void *ctx)
{
    struct walk w = {.s = bytes, .file = path, .line = 1, .visit = visit, .ctx = ctx};
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        w.at = w.line_start = 3;
    for (;;) {
        blanks(&w);
        char c = at(&w);
        if (w.depth && (c == '}' || c == ']')) {
            if ((c == ']') != w.array[w.depth - 1])
                return false;
            w.depth--;
            step(&w);
        } else if (w.depth && c == ',') {
            if (w.depth <= JSON_DEPTH)
                w.index[w.depth - 1]++;
            step(&w);
            continue;
        } else if (w.at >= w.s.n || !item(&w)) {
            return false;
        }
        if (w.depth == 0) { // the one value is complete
            blanks(&w);
            return w.at >= w.s.n;
        }
    }
}
