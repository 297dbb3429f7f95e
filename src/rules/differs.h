// SPDX-License-Identifier: MIT
// "curl works and my Node code does not": how a client differs from the one it is compared with,
// which variable makes the difference, and what would make it do the same. Every fix was tried on
// the prediction before it is offered (rules/mend.h).
#ifndef NEXOENV_RULES_DIFFERS_H
#define NEXOENV_RULES_DIFFERS_H

#include "rules/mend.h"

enum {
    CELL_ROUTE = 1 << 0,
    CELL_TRUST = 1 << 1,
    CELL_KEY = 1 << 2,
    CELL_URL = 1 << 3,
};

struct difference {
    struct str why;     // "does not read HTTPS_PROXY", ends without a full stop
    struct str words;   // what the client itself says then; absent: nothing
    struct str fix;     // words; absent: nothing is known that helps
    struct str command; // POSIX sh, or absent
};

struct client_row {
    const struct prediction *p;
    bool assumed;   // nothing here shows which version: it is the newest known
    uint32_t cells; // enum above: what differs from the first row
    struct difference items[4];
    size_t n;
};

// `first` is what the others are compared with; `other` may be the same. `q->call` is the call that
// was predicted.
struct client_row client_differs(const struct inquiry *first, const struct inquiry *other);

#endif
