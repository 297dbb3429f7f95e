// SPDX-License-Identifier: MIT
// axios' own list of exceptions (lib/helpers/shouldBypassProxy.js, 1.15 and later): hosts and
// entries are brought into one spelling first, short and octal addresses too.
#include "clients/family.h"

// One number of an address: decimal, 0x hexadecimal, 0 octal; "08" is none.
static bool number(struct str s, uint64_t *out)
{
    bool hex = s.n > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X');
    unsigned base = hex ? 16 : s.n > 1 && s.p[0] == '0' ? 8 : 10;
    *out = 0;
    if (hex)
        s = str_from(s, 2);
    for (size_t i = 0; i < s.n; i++) {
        int digit = byte_hex(s.p[i]);
        if (digit < 0 || (unsigned)digit >= base || *out > UINT32_MAX)
            return false;
        *out = *out * base + (unsigned)digit;
    }
    return s.n > 0;
}

// "127.1" and "10.1.2.003": two to four numbers, the last one fills what is left.
static bool short_address(struct str s, struct address *out)
{
    struct str rest = s, piece;
    uint64_t n[4];
    size_t count = 0;
    *out = (struct address){0};
    while (str_present(rest) && str_cut(&rest, '.', &piece))
        if (count == 4 || !number(piece, &n[count++]))
            return false;
    if (count < 2 || n[count - 1] >= UINT64_C(1) << (8 * (5 - count)))
        return false;
    for (size_t i = 0; i + 1 < count; i++) {
        if (n[i] > 255)
            return false;
        out->bytes[i] = (unsigned char)n[i];
    }
    for (size_t i = 3; i + 1 >= count; i--, n[count - 1] >>= 8)
        out->bytes[i] = (unsigned char)(n[count - 1] & 0xff);
    out->family = 4;
    return true;
}

static bool any_address(struct str s, struct address *out)
{
    return str_chr(s, ':') == STR_NOWHERE ? short_address(s, out) : address_parse(s, out);
}

// One spelling for every host.
static struct str normal(struct str host, struct arena *a)
{
    struct address address;
    if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = str_slice(host, 1, host.n - 1);
    host = str_trim_right_set(host, ".");
    if (!any_address(host, &address))
        return host;
    address = address_unmapped(&address);
    return address_text(&address, a);
}

static bool loopback(struct str host)
{
    static const unsigned char none[16];
    struct address address;
    if (str_eq(host, STR("localhost")))
        return true;
    return address_parse(host, &address) &&
           (address_is_loopback(&address) || memcmp(address.bytes, none, sizeof none) == 0);
}

static bool in_network(struct str entry, struct str host)
{
    struct address net, address;
    size_t slash = str_rchr(entry, '/');
    struct str base = str_slice(entry, 0, slash), digits = str_from(entry, slash + 1);
    bool both = base.n >= 2 && base.p[0] == '[' && base.p[base.n - 1] == ']';
    uint64_t bits;
    if (!str_to_u64(digits, &bits) || digits.n > 3 || (digits.n > 1 && digits.p[0] == '0'))
        return false;
    if (both && str_chr(base, ':') != STR_NOWHERE)
        base = str_slice(base, 1, base.n - 1);
    if (!any_address(base, &net) || !address_parse(host, &address))
        return false;
    bool mapped = net.family == 6 && address_unmapped(&net).family == 4;
    if (mapped && bits < 96)
        return false;
    bits = mapped ? bits - 96 : bits;
    net = address_unmapped(&net);
    return bits <= (net.family == 4 ? 32u : 128u) && address_in(&address, &net, (unsigned)bits);
}

static struct str take_port(struct str entry, uint64_t *port)
{
    size_t close = entry.p[0] == '[' ? str_chr(entry, ']') : STR_NOWHERE;
    size_t colon = str_chr(entry, ':');
    *port = 0;
    if (close != STR_NOWHERE) {
        struct str rest = str_from(entry, close + 1);
        if (!rest.n || rest.p[0] != ':' || !str_to_u64(str_from(rest, 1), port))
            *port = 0;
        return str_slice(entry, 1, close);
    }
    if (colon == STR_NOWHERE || colon != str_rchr(entry, ':') ||
        !str_to_u64(str_from(entry, colon + 1), port))
        return entry;
    return str_slice(entry, 0, colon);
}

static bool entry_matches(struct str entry, struct str host, uint32_t target_port, struct arena *a)
{
    uint64_t port;
    if (str_eq(entry, STR("*")))
        return true;
    if (str_chr(entry, '/') != STR_NOWHERE)
        return in_network(entry, host);
    struct str name = normal(take_port(entry, &port), a);
    if (!name.n || (port && port != target_port))
        return false;
    if (name.p[0] == '*')
        name = str_from(name, 1);
    if (name.n && name.p[0] == '.')
        return str_ends(host, name);
    return str_eq(host, name) || (loopback(host) && loopback(name));
}

bool list_axios(struct str list, const struct target *t, struct arena *a)
{
    struct str rest = str_lower(list, a), entry, host = normal(t->host, a);
    while (str_word(&rest, " \t\n\v\f\r,", &entry) && entry.n)
        if (entry_matches(entry, host, t->port, a))
            return true;
    return false;
}
