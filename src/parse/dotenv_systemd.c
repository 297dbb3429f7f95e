// SPDX-License-Identifier: MIT
// systemd 252, EnvironmentFile= (dotenv.md 4, D8).
#include "parse/dotenv_impl.h"

enum state {
    PRE_KEY,
    KEY,
    PRE_VALUE,
    VALUE,
    ESCAPED,
    SINGLE,
    DOUBLE,
    DOUBLE_ESCAPED,
    COMMENT,
    COMMENT_ESCAPED
};

struct reader {
    struct load *l;
    enum state now;
    size_t key_from, key_to; // key_to: behind its last byte that is no white space
    struct buf value;
    size_t value_blank; // value's length without the white space at its end; SIZE_MAX: none
};

static bool blank(char c)
{
    return byte_in(c, " \t\n\r");
}

static bool name_ok(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_word(s.p[i]))
            return false;
    return s.n > 0 && !byte_is_digit(s.p[0]);
}

static void push(struct reader *r, bool chomp)
{
    struct load *l = r->l;
    struct str key = str_slice(l->text, r->key_from, r->key_to);
    struct str value = str_dup(buf_str(&r->value), l->a);
    if (chomp && r->value_blank != SIZE_MAX)
        value = str_slice(value, 0, r->value_blank);
    r->value.n = 0;
    r->now = PRE_KEY;
    if (!utf8_ok(key) || !utf8_ok(value))
        load_fail_at(l, "invalid UTF-8", r->key_from);
    else if (name_ok(key))
        load_set(l, key, value, r->key_from);
}

static void in_key(struct reader *r, char c, size_t i)
{
    if (byte_in(c, "\n\r")) {
        r->now = PRE_KEY;
    } else if (c == '=') {
        r->now = PRE_VALUE;
        r->value_blank = SIZE_MAX;
    } else if (!blank(c)) {
        r->key_to = i + 1;
    }
}

static void in_pre_value(struct reader *r, char c)
{
    if (byte_in(c, "\n\r")) {
        push(r, false);
    } else if (c == '\'' || c == '"' || c == '\\') {
        r->now = c == '\'' ? SINGLE : c == '"' ? DOUBLE : ESCAPED;
    } else if (!blank(c)) {
        r->now = VALUE;
        buf_byte(&r->value, c);
    }
}

static void in_value(struct reader *r, char c)
{
    if (byte_in(c, "\n\r")) {
        push(r, true);
        return;
    }
    if (c == '\\') {
        r->now = ESCAPED;
        r->value_blank = SIZE_MAX;
        return;
    }
    if (!blank(c))
        r->value_blank = SIZE_MAX;
    else if (r->value_blank == SIZE_MAX)
        r->value_blank = r->value.n;
    buf_byte(&r->value, c);
}

static void in_quotes(struct reader *r, char c)
{
    if (c == (r->now == SINGLE ? '\'' : '"'))
        r->now = PRE_VALUE;
    else if (c == '\\' && r->now == DOUBLE)
        r->now = DOUBLE_ESCAPED;
    else
        buf_byte(&r->value, c);
}

static void in_escape(struct reader *r, char c)
{
    bool twice = r->now == DOUBLE_ESCAPED;
    r->now = twice ? DOUBLE : VALUE;
    if (twice && c != '\n' && !byte_in(c, "\"\\`$"))
        buf_byte(&r->value, '\\');
    if (twice ? c != '\n' : !byte_in(c, "\n\r"))
        buf_byte(&r->value, c);
}

static void feed(struct reader *r, char c, size_t i)
{
    switch (r->now) {
    case PRE_KEY:
        r->key_from = i, r->key_to = i + 1;
        r->now = byte_in(c, "#;") ? COMMENT : blank(c) ? PRE_KEY : KEY;
        break;
    case KEY: in_key(r, c, i); break;
    case PRE_VALUE: in_pre_value(r, c); break;
    case VALUE: in_value(r, c); break;
    case SINGLE:
    case DOUBLE: in_quotes(r, c); break;
    case ESCAPED:
    case DOUBLE_ESCAPED: in_escape(r, c); break;
    case COMMENT:
        r->now = c == '\\' ? COMMENT_ESCAPED : byte_in(c, "\n\r") ? PRE_KEY : COMMENT;
        break;
    case COMMENT_ESCAPED: r->now = COMMENT; break; // of the line end too, up to v253
    }
}

void parse_systemd(struct load *l)
{
    struct reader r = {.l = l, .value = buf_in(l->a), .value_blank = SIZE_MAX};
    if (str_chr(l->text, 0) != STR_NOWHERE)
        load_fail(l, "a NUL byte in the file", 1);
    for (size_t i = 0; i < l->text.n && !l->failed; i++)
        feed(&r, l->text.p[i], i);
    if (r.now >= PRE_VALUE && r.now <= DOUBLE_ESCAPED && !l->failed)
        push(&r, r.now == VALUE);
}
