// SPDX-License-Identifier: MIT
#include "parse/dotenv_impl.h"

#include <string.h>

bool byte_in(char c, const char *set)
{
    return c && strchr(set, c);
}

bool byte_is_word(char c)
{
    return byte_is_alnum(c) || c == '_';
}

// Bytes a sequence that starts with `lead` has, and the range of its second byte (RFC 3629).
static size_t utf8_shape(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = 0x80, *high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef) {
        *low = lead == 0xe0 ? 0xa0 : 0x80;
        *high = lead == 0xed ? 0x9f : 0xbf;
        return 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        *low = lead == 0xf0 ? 0x90 : 0x80;
        *high = lead == 0xf4 ? 0x8f : 0xbf;
        return 4;
    }
    return lead < 0x80 ? 1 : 0;
}

// Valid bytes at `i`: sets *whole when they are a character.
static size_t utf8_prefix(struct str s, size_t i, bool *whole)
{
    unsigned char low, high;
    size_t want = utf8_shape((unsigned char)s.p[i], &low, &high);
    size_t have = 1;
    while (have < want && i + have < s.n) {
        unsigned char c = (unsigned char)s.p[i + have];
        if (c < (have == 1 ? low : 0x80) || c > (have == 1 ? high : 0xbf))
            break;
        have++;
    }
    *whole = want && have == want;
    return have;
}

size_t utf8_len(struct str s, size_t i, uint32_t *cp)
{
    bool whole;
    size_t n = utf8_prefix(s, i, &whole);
    if (!whole)
        return 0;
    if (cp) {
        uint32_t value = (unsigned char)s.p[i];
        value = n == 1 ? value : value & (0x7fu >> n);
        for (size_t k = 1; k < n; k++)
            value = value << 6 | ((unsigned char)s.p[i + k] & 0x3fu);
        *cp = value;
    }
    return n;
}

static size_t first_invalid(struct str s, size_t i)
{
    bool whole = true;
    while (i < s.n) {
        size_t n = utf8_prefix(s, i, &whole);
        if (!whole)
            return i;
        i += n;
    }
    return i;
}

bool utf8_ok(struct str s)
{
    return first_invalid(s, 0) == s.n;
}

struct str utf8_replace(struct str s, struct str with, bool each_byte, struct arena *a)
{
    size_t bad = first_invalid(s, 0);
    if (bad == s.n)
        return s;
    struct buf out = buf_in(a);
    for (size_t from = 0;; bad = first_invalid(s, from)) {
        buf_add(&out, str_slice(s, from, bad));
        if (bad == s.n)
            return buf_str(&out);
        bool whole;
        size_t n = utf8_prefix(s, bad, &whole);
        buf_add(&out, with);
        from = bad + (each_byte ? 1 : n);
    }
}

static bool between(uint32_t cp, uint32_t low, uint32_t high)
{
    return cp >= low && cp <= high;
}

bool is_number(uint32_t cp)
{
    return between(cp, '0', '9') || cp == 0xb2 || cp == 0xb3 || cp == 0xb9 ||
           between(cp, 0xbc, 0xbe) || between(cp, 0x660, 0x669) || between(cp, 0x2070, 0x2079) ||
           between(cp, 0x2080, 0x2089) || between(cp, 0x2150, 0x218b) ||
           between(cp, 0x2460, 0x249b) || between(cp, 0xff10, 0xff19);
}

// Blocks that hold no letters, where look-alikes and invisible characters live.
static bool symbol_block(uint32_t cp)
{
    return cp < 0xaa || (cp > 0xaa && cp < 0xb5) || between(cp, 0xb6, 0xb9) ||
           between(cp, 0xbb, 0xbf) || cp == 0xd7 || cp == 0xf7 || between(cp, 0x2000, 0x2070) ||
           between(cp, 0x20a0, 0x20ff) || between(cp, 0x2190, 0x2bff) ||
           between(cp, 0x3000, 0x3004) || between(cp, 0x3008, 0x3020) ||
           between(cp, 0xd800, 0xf8ff) || between(cp, 0xfe00, 0xfe6f) || cp == 0xfeff ||
           between(cp, 0xff01, 0xff20) || between(cp, 0xff3b, 0xff40) ||
           between(cp, 0xff5b, 0xff65) || between(cp, 0xffe0, 0xffff) || cp >= 0x1f000;
}

bool letter_or_digit(uint32_t cp)
{
    if (cp < 0x80)
        return byte_is_alnum((char)cp);
    return is_number(cp) || !symbol_block(cp);
}

static size_t wide_space(struct str s, size_t i, enum spaces kind)
{
    uint32_t cp = 0;
    size_t n = utf8_len(s, i, &cp);
    if (cp == 0xa0)
        return n;
    if (cp == 0x85)
        return kind == SPACES_JS ? 0 : n;
    if (kind == SPACES_GO_LINE)
        return 0;
    bool space = cp == 0x1680 || between(cp, 0x2000, 0x200a) || cp == 0x2028 || cp == 0x2029 ||
                 cp == 0x202f || cp == 0x205f || cp == 0x3000 ||
                 (kind == SPACES_JS && cp == 0xfeff);
    return space ? n : 0;
}

size_t space_at(struct str s, size_t i, enum spaces kind)
{
    if (i >= s.n)
        return 0;
    char c = s.p[i];
    if (c == ' ' || c == '\t' || c == '\f' || c == '\r')
        return 1;
    if (c == '\n')
        return kind != SPACES_GO_LINE;
    if (c == '\v')
        return kind != SPACES_RE2;
    if (kind == SPACES_PYTHON && c >= 0x1c && c <= 0x1f)
        return 1;
    if ((unsigned char)c < 0x80 || kind == SPACES_ASCII || kind == SPACES_RE2)
        return 0;
    return wide_space(s, i, kind);
}

size_t skip_spaces(struct str s, size_t i, enum spaces kind)
{
    for (size_t n; (n = space_at(s, i, kind)) != 0;)
        i += n;
    return i;
}

struct str trim_left(struct str s, enum spaces kind)
{
    return str_from(s, skip_spaces(s, 0, kind));
}

struct str trim_right(struct str s, enum spaces kind)
{
    for (;;) {
        size_t n = 1;
        while (n <= 3 && n <= s.n && space_at(s, s.n - n, kind) != n)
            n++;
        if (n > 3 || n > s.n)
            return s;
        s.n -= n;
    }
}

struct str trim_spaces(struct str s, enum spaces kind)
{
    return trim_right(trim_left(s, kind), kind);
}

size_t js_line_end_at(struct str s, size_t i)
{
    if (i >= s.n)
        return 0;
    if (s.p[i] == '\n' || s.p[i] == '\r')
        return 1;
    if (s.p[i] != '\xe2' || i + 2 >= s.n || s.p[i + 1] != '\x80')
        return 0;
    return s.p[i + 2] == '\xa8' || s.p[i + 2] == '\xa9' ? 3 : 0;
}

struct str replace_all(struct str s, struct str what, struct str with, struct arena *a)
{
    size_t at = str_find(s, what);
    if (at == STR_NOWHERE)
        return s;
    struct buf out = buf_in(a);
    for (; at != STR_NOWHERE; at = str_find(s, what)) {
        buf_add(&out, str_slice(s, 0, at));
        buf_add(&out, with);
        s = str_from(s, at + what.n);
    }
    buf_add(&out, s);
    return buf_str(&out);
}

struct str unescape(struct str s, const char *from, const char *to, struct arena *a)
{
    if (str_chr(s, '\\') == STR_NOWHERE)
        return s;
    struct buf out = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        bool pair = s.p[i] == '\\' && i + 1 < s.n && byte_in(s.p[i + 1], from);
        buf_byte(&out, pair ? to[strchr(from, s.p[i + 1]) - from] : s.p[i]);
        i += pair;
    }
    return buf_str(&out);
}

struct str drop_backslashes(struct str s, const char *but, bool newline, struct arena *a)
{
    if (str_chr(s, '\\') == STR_NOWHERE)
        return s;
    struct buf out = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n && !byte_in(s.p[i + 1], but) &&
            (newline || s.p[i + 1] != '\n'))
            i++;
        buf_byte(&out, s.p[i]);
    }
    return buf_str(&out);
}

struct str without_cr(struct str s, struct arena *a)
{
    return replace_all(s, STR("\r"), STR(""), a);
}

struct str cr_to_lf(struct str s, struct arena *a)
{
    if (str_chr(s, '\r') == STR_NOWHERE)
        return s;
    return replace_all(replace_all(s, STR("\r\n"), STR("\n"), a), STR("\r"), STR("\n"), a);
}

struct str quoted_pair(struct str s, const char *marks)
{
    if (s.n < 2 || !byte_in(s.p[0], marks) || s.p[s.n - 1] != s.p[0])
        return STR_NONE;
    return str_slice(s, 1, s.n - 1);
}

bool next_line(struct str text, size_t *at, struct str *line)
{
    if (*at >= text.n)
        return false;
    struct str rest = str_from(text, *at);
    size_t end = str_chr(rest, '\n');
    *line = str_slice(rest, 0, end);
    *at += line->n + (end != STR_NOWHERE);
    return true;
}
