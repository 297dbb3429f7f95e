// SPDX-License-Identifier: MIT
#include "base/utf8.h"

#include <string.h>

// First byte -> length, bits of the first byte, least code point (shorter forms are overlong).
struct form {
    unsigned char mask, lead;
    size_t length;
    uint32_t least;
};

static const struct form forms[] = {
    {0x80, 0x00, 1, 0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

static bool is_character(uint32_t code)
{
    return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}

size_t utf8_at(struct str s, size_t at, uint32_t *code)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    *code = UTF8_BAD;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct form *f = &forms[i];
        if ((p[0] & f->mask) != f->lead)
            continue;
        if (f->length > s.n - at)
            return 1;
        uint32_t c = p[0] & (unsigned char)~f->mask;
        for (size_t k = 1; k < f->length; k++) {
            if ((p[k] & 0xc0) != 0x80)
                return 1;
            c = c << 6 | (p[k] & 0x3f);
        }
        if (c < f->least || !is_character(c))
            return 1;
        *code = c;
        return f->length;
    }
    return 1;
}

bool utf8_valid(struct str s)
{
    uint32_t code;
    for (size_t at = 0; at < s.n;) {
        at += utf8_at(s, at, &code);
        if (code == UTF8_BAD)
            return false;
    }
    return true;
}

struct str utf8_clean(struct str s, struct arena *a)
{
    if (utf8_valid(s))
        return s;
    struct buf b = buf_in(a);
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t code;
        n = utf8_at(s, at, &code);
        if (code == UTF8_BAD)
            buf_fmt(&b, "\\x%02x", (unsigned)(unsigned char)s.p[at]);
        else
            buf_add(&b, str_slice(s, at, at + n));
    }
    return buf_str(&b);
}

void utf8_add(struct buf *b, uint32_t code)
{
    if (!is_character(code))
        code = 0xfffd;
    if (code < 0x80) {
        buf_byte(b, (char)code);
        return;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    buf_byte(b, (char)(forms[length - 1].lead | code >> (6 * (length - 1))));
    for (size_t k = length - 1; k-- > 0;)
        buf_byte(b, (char)(0x80 | ((code >> (6 * k)) & 0x3f)));
}
