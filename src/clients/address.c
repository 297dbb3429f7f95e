// SPDX-License-Identifier: MIT
#include "clients/address.h"

static bool parse_v4(struct str s, unsigned char out[4])
{
    struct str rest = s, piece;
    size_t n = 0;
    while (str_present(rest) && str_cut(&rest, '.', &piece)) {
        uint64_t v;
        if (n == 4 || piece.n == 0 || piece.n > 3 || (piece.n > 1 && piece.p[0] == '0'))
            return false;
        if (!str_to_u64(piece, &v) || v > 255)
            return false;
        out[n++] = (unsigned char)v;
    }
    return n == 4;
}

static bool parse_group(struct str s, unsigned *out)
{
    if (s.n == 0 || s.n > 4)
        return false;
    unsigned v = 0;
    for (size_t i = 0; i < s.n; i++) {
        int h = byte_hex(s.p[i]);
        if (h < 0)
            return false;
        v = v * 16 + (unsigned)h;
    }
    *out = v;
    return true;
}

// Groups of one side of "::"; the last may be dotted. Returns their count, or -1.
static int parse_groups(struct str s, unsigned groups[8])
{
    int n = 0;
    struct str rest = s, piece;
    if (s.n == 0)
        return 0;
    while (str_present(rest) && str_cut(&rest, ':', &piece)) {
        unsigned char v4[4];
        if (n < 7 && !str_present(rest) && parse_v4(piece, v4)) {
            groups[n++] = (unsigned)v4[0] << 8 | v4[1];
            groups[n++] = (unsigned)v4[2] << 8 | v4[3];
            return n;
        }
        if (n == 8 || !parse_group(piece, &groups[n]))
            return -1;
        n++;
    }
    return n;
}

static bool parse_v6(struct str s, unsigned char out[16])
{
    unsigned front[8] = {0}, back[8] = {0}, all[8] = {0};
    size_t gap = str_find(s, STR("::"));
    int nf, nb = 0;
    if (gap == STR_NOWHERE) {
        nf = parse_groups(s, front);
        if (nf != 8)
            return false;
    } else {
        nf = parse_groups(str_slice(s, 0, gap), front);
        nb = parse_groups(str_from(s, gap + 2), back);
        if (nf < 0 || nb < 0 || nf + nb > 7)
            return false;
    }
    for (int i = 0; i < nf; i++)
        all[i] = front[i];
    for (int i = 0; i < nb; i++)
        all[8 - nb + i] = back[i];
    for (int i = 0; i < 8; i++) {
        out[2 * i] = (unsigned char)(all[i] >> 8);
        out[2 * i + 1] = (unsigned char)(all[i] & 0xff);
    }
    return true;
}

bool address_parse(struct str s, struct address *out)
{
    *out = (struct address){0};
    if (s.n == 0 || s.n > 45)
        return false;
    if (str_chr(s, ':') == STR_NOWHERE) {
        if (parse_v4(s, out->bytes))
            out->family = 4;
    } else if (parse_v6(s, out->bytes)) {
        out->family = 6;
    }
    return out->family != 0;
}

bool address_same(const struct address *a, const struct address *b)
{
    return a->family == b->family && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

struct address address_unmapped(const struct address *a)
{
    static const unsigned char prefix[12] = {[10] = 0xff, [11] = 0xff};
    struct address v4 = {.family = 4};
    if (a->family != 6 || memcmp(a->bytes, prefix, sizeof prefix) != 0)
        return *a;
    memcpy(v4.bytes, a->bytes + 12, 4);
    return v4;
}

bool address_is_loopback(const struct address *a)
{
    static const unsigned char one[16] = {[15] = 1};
    if (a->family == 4)
        return a->bytes[0] == 127;
    return a->family == 6 && memcmp(a->bytes, one, sizeof one) == 0;
}

bool address_in(const struct address *host, const struct address *net, unsigned bits)
{
    if (host->family == 0 || host->family != net->family)
        return false;
    for (unsigned i = 0; i < bits; i++) {
        unsigned shift = 7 - i % 8;
        if ((host->bytes[i / 8] >> shift & 1) != (net->bytes[i / 8] >> shift & 1))
            return false;
    }
    return true;
}

bool network_parse(struct str s, struct address *net, unsigned *bits)
{
    size_t slash = str_chr(s, '/');
    uint64_t n;
    if (slash == STR_NOWHERE || !address_parse(str_slice(s, 0, slash), net))
        return false;
    if (!str_to_u64(str_from(s, slash + 1), &n) || n > (net->family == 4 ? 32u : 128u))
        return false;
    *bits = (unsigned)n;
    return true;
}

struct str address_text(const struct address *a, struct arena *arena)
{
    const unsigned char *b = a->bytes;
    if (a->family == 4)
        return str_fmt(arena, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
    unsigned g[8];
    int best = -1, best_n = 1; // a single zero group is written out
    for (int i = 0; i < 8; i++)
        g[i] = (unsigned)b[2 * i] << 8 | b[2 * i + 1];
    for (int i = 0; i < 8; i++) {
        int n = 0;
        while (i + n < 8 && g[i + n] == 0)
            n++;
        if (n > best_n)
            best = i, best_n = n;
    }
    struct buf out = buf_in(arena);
    for (int i = 0; i < 8; i++) {
        if (i == best) {
            buf_z(&out, "::");
            i += best_n - 1;
            continue;
        }
        if (out.n && out.p[out.n - 1] != ':')
            buf_byte(&out, ':');
        buf_fmt(&out, "%x", g[i]);
    }
    return buf_str(&out);
}
