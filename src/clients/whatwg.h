// SPDX-License-Identifier: MIT
// URLs as browsers and Node read them (url.spec.whatwg.org), as far as proxies and base URLs need.
// Private to clients/.
#ifndef NEXOENV_CLIENTS_WHATWG_H
#define NEXOENV_CLIENTS_WHATWG_H

#include "clients/family.h"

struct whatwg_url {
    bool ok;
    struct str scheme;         // lower case, without ':'
    struct str user, password; // as written; absent: none
    struct str host;           // lower case, IPv6 without brackets; empty: none
    bool v6;
    uint32_t port;    // 0: the scheme's default, or none written
    bool port_zero;   // ":0": a port that nobody listens on
    struct str path;  // "/..." ; what follows the scheme for a URL without authority
    struct str query; // absent: none
    bool hash;        // has a fragment that is not empty
    bool special;     // http, https, ftp, ws, wss
};

struct whatwg_url whatwg_parse(struct str text, struct arena *a);
// Every '%' with two hex digits behind it as the byte that it stands for.
struct str percent_decoded(struct str s, struct arena *a);
// decodeURIComponent() throws: a '%' without two hex digits behind it, or bytes that are no UTF-8.
bool percent_is_broken(struct str s);

#endif
