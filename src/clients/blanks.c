// SPDX-License-Identifier: MIT
#include "clients/blanks.h"

#include "base/utf8.h"

bool is_blank(uint32_t c, enum blanks how)
{
    if ((c >= 9 && c <= 13) || c == ' ')
        return true;
    if (how == BLANKS_ASCII)
        return false;
    if (c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
        c == 0x202f || c == 0x205f || c == 0x3000)
        return true;
    if (how == BLANKS_PYTHON && c >= 0x1c && c <= 0x1f)
        return true;
    return how == BLANKS_JS ? c == 0xfeff : c == 0x85;
}

// Mapped to nothing by UTS 46.
static bool is_unseen(uint32_t c)
{
    return c == 0xad || c == 0x200b || c == 0x2060 || c == 0x2064 || c == 0xfeff ||
           (c >= 0xfe00 && c <= 0xfe0f);
}

struct str blanks_trimmed(struct str s, enum blanks how)
{
    size_t from = s.n, to = 0, n;
    uint32_t code;
    if (!str_present(s))
        return s;
    for (size_t i = 0; i < s.n; i += n) {
        n = utf8_at(s, i, &code);
        if (is_blank(code, how))
            continue;
        from = i < from ? i : from;
        to = i + n;
    }
    return from < to ? str_slice(s, from, to) : STR("");
}

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || (s.p[i] >= 0x1c && s.p[i] <= 0x1f))
            return false;
    return true;
}

struct str blanks_plain(struct str s, enum blanks how, struct arena *a)
{
    struct buf b = buf_in(a);
    uint32_t code;
    size_t n;
    if (how == BLANKS_ASCII || is_plain(s))
        return s;
    for (size_t i = 0; i < s.n; i += n) {
        n = utf8_at(s, i, &code);
        if (is_blank(code, how) && !is_blank(code, BLANKS_ASCII))
            buf_byte(&b, ' ');
        else if (how != BLANKS_IDNA || !is_unseen(code))
            buf_add(&b, str_slice(s, i, i + n));
    }
    return buf_str(&b);
}
