// SPDX-License-Identifier: MIT
// URLs as httpx reads them (httpx/_urlparse.py, 0.28.1; httpx2 is the same code). Private to
// clients/.
#ifndef NEXOENV_CLIENTS_HTTPX_H
#define NEXOENV_CLIENTS_HTTPX_H

#include "clients/family.h"

struct httpx_url {
    struct str scheme, userinfo, host; // lower case; empty when not there
    struct str path, query;            // as written; query absent without "?"
    uint64_t port;
    bool port_written; // and not the scheme's default
    struct str error;  // "Invalid port: 'abc'"; absent: fine
};

struct httpx_url httpx_parse(struct str text, struct arena *a);
// URL(...) as Python prints it, the password hidden.
struct str httpx_repr(const struct httpx_url *u, struct arena *a);
// repr() of a text, short of non-ASCII.
struct str python_repr(struct str s, struct arena *a);
// int() as far as ports go: blanks around, underscores between digits, a sign.
bool python_int(struct str s, uint64_t *out);
// urllib.parse.urlsplit() refuses an authority whose brackets hold no IPv6 address.
bool python_netloc_refused(struct str netloc);
bool python_idna_refuses(struct str host); // holds what no host name may, beyond ASCII

#endif
