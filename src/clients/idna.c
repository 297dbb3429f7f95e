// SPDX-License-Identifier: MIT
// Of UTS 46 what stands in names of hosts: capitals of Latin, Greek and Cyrillic, full-width forms,
// dots of other scripts, marks that no eye sees. Letters that are composed are taken as they are.
#include "clients/idna.h"

#include "base/punycode.h"
#include "base/utf8.h"

enum { LABEL_MAX = 63 };

static bool is_wide(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

static bool within(uint32_t c, uint32_t from, uint32_t to)
{
    return c >= from && c <= to;
}

static uint32_t lower(uint32_t c)
{
    if (within(c, 'A', 'Z') || (within(c, 0xc0, 0xde) && c != 0xd7) || within(c, 0x391, 0x3a9) ||
        within(c, 0x410, 0x42f))
        return c + 0x20;
    if (within(c, 0x400, 0x40f))
        return c + 0x50;
    if (within(c, 0x100, 0x137) || within(c, 0x14a, 0x177))
        return c | 1;
    if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17e))
        return c + (c & 1);
    return c == 0x178 ? 0xff : c;
}

static bool is_dot(uint32_t c)
{
    return c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61;
}

static bool is_unseen(uint32_t c)
{
    return c == 0xad || c == 0x200b || c == 0x2060 || c == 0x2064 || c == 0xfeff ||
           within(c, 0xfe00, 0xfe0f);
}

static bool parts_names(uint32_t c)
{
    return is_dot(c) || (c < 0x80 && !byte_is_alnum((char)c) && c != '-' && c != '_');
}

struct label {
    uint32_t codes[LABEL_MAX];
    size_t n;
    bool wide;
};

static void end_label(struct buf *out, struct label *l, struct arena *a)
{
    if (l->wide)
        buf_add(out, punycode_of(l->codes, l->n, a));
    for (size_t i = 0; i < l->n && !l->wide; i++)
        buf_byte(out, (char)l->codes[i]);
    *l = (struct label){.n = 0};
}

// Label by label; what parts them stays.
static struct str to_ascii(struct str text, struct arena *a)
{
    struct buf out = buf_in(a);
    struct label l = {.n = 0};
    uint32_t c;
    if (!is_wide(text))
        return text;
    for (size_t i = 0; i < text.n;) {
        i += utf8_at(text, i, &c);
        if (c == UTF8_BAD)
            return text;
        if (parts_names(c)) {
            end_label(&out, &l, a);
            buf_byte(&out, is_dot(c) ? '.' : (char)c);
            continue;
        }
        if (is_unseen(c))
            continue;
        c = lower(within(c, 0xff01, 0xff5e) ? c - 0xfee0 : c);
        if (l.n == LABEL_MAX)
            return text;
        l.codes[l.n++] = c;
        l.wide = l.wide || c >= 0x80;
    }
    end_label(&out, &l, a);
    return buf_str(&out);
}

static struct str to_lower(struct str text, struct arena *a)
{
    struct buf out = buf_in(a);
    uint32_t c;
    if (!is_wide(text) || !utf8_valid(text))
        return text;
    for (size_t i = 0; i < text.n;) {
        i += utf8_at(text, i, &c);
        utf8_add(&out, lower(c));
    }
    return buf_str(&out);
}

static struct str to_readable(struct str host, struct arena *a)
{
    struct buf out = buf_in(a);
    struct str rest = host, label;
    if (!str_has(host, STR("xn--")))
        return to_lower(host, a);
    while (str_present(rest) && str_cut(&rest, '.', &label)) {
        buf_add(&out, punycode_label(label, a));
        if (str_present(rest))
            buf_byte(&out, '.');
    }
    return buf_str(&out);
}

struct str idna_host(struct str host, enum names how, struct arena *a)
{
    switch (how) {
    case NAMES_ASCII:
    case NAMES_ASCII_BOTH: return to_ascii(host, a);
    case NAMES_LOWER: return to_lower(host, a);
    case NAMES_READABLE: return to_readable(host, a);
    case NAMES_BY_START:
        return str_starts(host, STR("xn--")) ? to_readable(host, a) : to_lower(host, a);
    case NAMES_AS_WRITTEN: break;
    }
    return host;
}

struct str idna_list(struct str list, enum names how, struct arena *a)
{
    if (how == NAMES_ASCII_BOTH)
        return to_ascii(list, a);
    return how == NAMES_LOWER || how == NAMES_READABLE ? to_lower(list, a) : list;
}
