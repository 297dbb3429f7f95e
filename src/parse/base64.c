// SPDX-License-Identifier: MIT
#include "parse/base64.h"

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (byte_is_digit(c))
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

bool base64_decode(struct str text, struct str *out, struct arena *a)
{
    char *p = arena_many(a, char, text.n / 4 * 3 + 3);
    uint32_t bits = 0;
    size_t have = 0, n = 0, digits = 0, padding = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (byte_is_space(text.p[i]))
            continue;
        if (text.p[i] == '=') {
            padding++;
            continue;
        }
        int d = digit(text.p[i]);
        if (d < 0 || padding)
            return false;
        bits = bits << 6 | (uint32_t)d;
        have += 6;
        digits++;
        if (have >= 8) {
            have -= 8;
            p[n++] = (char)(bits >> have & 0xff);
        }
    }
    if (digits % 4 == 1 || padding > 2)
        return false;
    *out = (struct str){p, n};
    return true;
}

struct str base64_encode(struct str bytes, struct arena *a)
{
    static const char table[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct buf b = buf_in(a);
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i;
        uint32_t v = (uint32_t)(unsigned char)bytes.p[i] << 16;
        v |= left > 1 ? (uint32_t)(unsigned char)bytes.p[i + 1] << 8 : 0;
        v |= left > 2 ? (uint32_t)(unsigned char)bytes.p[i + 2] : 0;
        buf_byte(&b, table[v >> 18]);
        buf_byte(&b, table[v >> 12 & 63]);
        buf_byte(&b, left > 1 ? table[v >> 6 & 63] : '=');
        buf_byte(&b, left > 2 ? table[v & 63] : '=');
    }
    return buf_str(&b);
}
