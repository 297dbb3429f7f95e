// SPDX-License-Identifier: MIT
#include "base/term.h"

#include "base/utf8.h"

struct range {
    uint32_t first, last;
};

// Characters that a reader cannot see but a terminal obeys, or that reorder what stands around
// them. Ascending, as are the tables below.
// clang-format off
static const struct range hidden[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x061c, 0x061c}, {0x115f, 0x1160},
    {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
    {0x3164, 0x3164}, {0xd800, 0xdfff}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb},
    {0xfffe, 0xffff}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}, {0xf0000, UINT32_MAX},
};

static const struct range combining[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a}, {0x064b, 0x065f},
    {0x06d6, 0x06dc}, {0x0900, 0x0902}, {0x093c, 0x093c}, {0x0941, 0x0948}, {0x0e31, 0x0e31},
    {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff},
    {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

static const struct range wide[] = {
    {0x1100, 0x115f}, {0x231a, 0x231b}, {0x23e9, 0x23ec}, {0x23f0, 0x23f0}, {0x2614, 0x2615},
    {0x2648, 0x2653}, {0x26a1, 0x26a1}, {0x26bd, 0x26be}, {0x26c4, 0x26c5}, {0x2705, 0x2705},
    {0x270a, 0x270b}, {0x2728, 0x2728}, {0x274c, 0x274c}, {0x2753, 0x2757}, {0x2795, 0x2797},
    {0x2b1b, 0x2b1c}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff},
    {0xa000, 0xa4cf}, {0xa960, 0xa97f}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
    {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf},
    {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
};
// clang-format on

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool within(const struct range *table, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n && table[i].first <= code; i++)
        if (code <= table[i].last)
            return true;
    return false;
}

static bool is_plain(char c)
{
    return c >= ' ' && c <= '~';
}

bool term_obeys(uint32_t code)
{
    return within(hidden, COUNT(hidden), code); // UTF8_BAD is in the last range
}

void term_escape(struct buf *b, struct str s)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t code;
        n = utf8_at(s, at, &code);
        if (!term_obeys(code)) {
            buf_add(b, str_slice(s, at, at + n));
            continue;
        }
        for (size_t k = 0; k < n; k++)
            buf_fmt(b, "\\x%02x", (unsigned)(unsigned char)s.p[at + k]);
    }
}

struct str term_safe(struct str s, struct arena *a)
{
    bool clean = true;
    for (size_t i = 0; i < s.n && clean; i++)
        clean = is_plain(s.p[i]);
    if (clean)
        return str_present(s) ? s : STR("");
    struct buf b = buf_in(a);
    term_escape(&b, s);
    return buf_str(&b);
}

static size_t columns_of(uint32_t code)
{
    if (code < 0x300)
        return 1;
    return within(combining, COUNT(combining), code) ? 0 : within(wide, COUNT(wide), code) ? 2 : 1;
}

size_t term_fit(struct str s, size_t columns)
{
    size_t at = 0;
    while (at < s.n) {
        uint32_t code;
        size_t n = utf8_at(s, at, &code), wants = columns_of(code);
        if (wants > columns)
            break;
        columns -= wants;
        at += n;
    }
    return at;
}

size_t term_width(struct str s)
{
    size_t width = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t code;
        at += utf8_at(s, at, &code);
        width += columns_of(code);
    }
    return width;
}
