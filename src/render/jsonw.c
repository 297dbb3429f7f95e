// SPDX-License-Identifier: MIT
#include "render/jsonw.h"

#include "base/term.h"
#include "base/utf8.h"

enum { DEPTH_MAX = 62 };

struct jsonw jw_to(struct buf *b)
{
    return (struct jsonw){.b = b};
}

static void new_line(struct jsonw *w)
{
    buf_byte(w->b, '\n');
    for (unsigned i = 0; i < w->depth; i++)
        buf_z(w->b, "  ");
}

// What stands between the last thing and the next value or key.
static void separate(struct jsonw *w)
{
    if (w->keyed) {
        w->keyed = false;
        return;
    }
    uint64_t bit = UINT64_C(1) << w->depth;
    if (w->filled & bit)
        buf_byte(w->b, ',');
    if (w->depth)
        new_line(w);
    w->filled |= bit;
}

void jw_open(struct jsonw *w, char bracket)
{
    separate(w);
    buf_byte(w->b, bracket);
    if (w->depth < DEPTH_MAX)
        w->depth++;
    w->filled &= ~(UINT64_C(1) << w->depth);
}

void jw_close(struct jsonw *w, char bracket)
{
    bool any = w->filled >> w->depth & 1;
    if (w->depth)
        w->depth--;
    if (any)
        new_line(w);
    buf_byte(w->b, bracket);
    if (w->depth == 0)
        buf_byte(w->b, '\n');
}

static void add_unit(struct buf *b, uint32_t unit)
{
    buf_fmt(b, "\\u%04x", (unsigned)unit);
}

static void add_code(struct buf *b, uint32_t code)
{
    if (code < 0x10000) {
        add_unit(b, code);
        return;
    }
    code -= 0x10000;
    add_unit(b, 0xd800 + (code >> 10));
    add_unit(b, 0xdc00 + (code & 0x3ff));
}

static bool add_short(struct buf *b, uint32_t code)
{
    static const char from[] = "\"\\\n\r\t", to[] = "\"\\nrt";
    for (size_t i = 0; i < sizeof from - 1; i++)
        if (code == (uint32_t)from[i]) {
            buf_byte(b, '\\');
            buf_byte(b, to[i]);
            return true;
        }
    return false;
}

static void add_quoted(struct buf *b, struct str s)
{
    s = utf8_clean(s, b->a);
    buf_byte(b, '"');
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t code;
        n = utf8_at(s, at, &code);
        if (add_short(b, code))
            continue;
        if (term_obeys(code))
            add_code(b, code);
        else
            buf_add(b, str_slice(s, at, at + n));
    }
    buf_byte(b, '"');
}

void jw_key(struct jsonw *w, const char *key)
{
    separate(w);
    add_quoted(w->b, str_of(key));
    buf_z(w->b, ": ");
    w->keyed = true;
}

void jw_str(struct jsonw *w, struct str s)
{
    if (!str_present(s)) {
        jw_null(w);
        return;
    }
    separate(w);
    add_quoted(w->b, s);
}

void jw_z(struct jsonw *w, const char *z)
{
    jw_str(w, str_of(z));
}

void jw_int(struct jsonw *w, int64_t n)
{
    separate(w);
    buf_fmt(w->b, "%lld", (long long)n);
}

void jw_number(struct jsonw *w, double d)
{
    if (!(d > -1e300 && d < 1e300)) { // also false for what is no number
        jw_null(w);
        return;
    }
    separate(w);
    buf_fmt(w->b, "%.15g", d);
}

void jw_bool(struct jsonw *w, bool v)
{
    separate(w);
    buf_z(w->b, v ? "true" : "false");
}

void jw_null(struct jsonw *w)
{
    separate(w);
    buf_z(w->b, "null");
}

void jw_put(struct jsonw *w, const char *key, struct str s)
{
    jw_key(w, key);
    jw_str(w, s);
}

void jw_put_z(struct jsonw *w, const char *key, const char *z)
{
    jw_put(w, key, str_of(z));
}

void jw_put_int(struct jsonw *w, const char *key, int64_t n)
{
    jw_key(w, key);
    jw_int(w, n);
}

void jw_put_bool(struct jsonw *w, const char *key, bool v)
{
    jw_key(w, key);
    jw_bool(w, v);
}

void jw_put_null(struct jsonw *w, const char *key)
{
    jw_key(w, key);
    jw_null(w);
}

void jw_open_key(struct jsonw *w, const char *key, char bracket)
{
    jw_key(w, key);
    jw_open(w, bracket);
}

void jw_put_strs(struct jsonw *w, const char *key, const struct strs *list)
{
    jw_open_key(w, key, '[');
    for (size_t i = 0; i < list->n; i++)
        jw_str(w, list->items[i]);
    jw_close(w, ']');
}
