// SPDX-License-Identifier: MIT
// IP addresses as text, number and network. Pure.
#ifndef NEXOENV_CLIENTS_ADDRESS_H
#define NEXOENV_CLIENTS_ADDRESS_H

#include "base/str.h"

struct address {
    int family; // 0: not an address, 4, 6
    unsigned char bytes[16];
};

// Strict: four decimal numbers without leading zeros, or IPv6 (RFC 4291) without brackets or zone.
bool address_parse(struct str s, struct address *out);
bool address_same(const struct address *a, const struct address *b);
struct address address_unmapped(const struct address *a); // ::ffff:1.2.3.4 as 1.2.3.4
bool address_is_loopback(const struct address *a);        // 127/8, ::1
// The first `bits` bits are equal.
bool address_in(const struct address *host, const struct address *net, unsigned bits);
// "address/bits"; false when it is not of that form, or the bits do not fit the family.
bool network_parse(struct str s, struct address *net, unsigned *bits);
// Dots and colons again, IPv6 in its shortest form (RFC 5952).
struct str address_text(const struct address *a, struct arena *arena);

#endif
