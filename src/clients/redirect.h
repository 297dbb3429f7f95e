// SPDX-License-Identifier: MIT
// Private to clients/: how a client follows a redirect, and how far it carries the key then. Rows
// of clients/rules.c name a rule by number, as their other parts (clients/family.h).
#ifndef NEXOENV_CLIENTS_REDIRECT_H
#define NEXOENV_CLIENTS_REDIRECT_H

#include <stdint.h>

enum redirects {
    REDIRECT_AS_FETCH, // follows all; the key stays with the origin; POST becomes GET but on 307, 308
    REDIRECT_NEVER,
    REDIRECT_CURL,
    REDIRECT_CURL_7_58,
    REDIRECT_WGET,
    REDIRECT_URLLIB,
    REDIRECT_URLLIB_3_10,
    REDIRECT_URLLIB3,
    REDIRECT_REQUESTS,
    REDIRECT_HTTPX,
    REDIRECT_HTTPX_SDK,
    REDIRECT_AIOHTTP_3_8,
    REDIRECT_GOT,
    REDIRECT_NPM_FETCH,
    REDIRECT_OPENAI_JS_4,
    REDIRECT_AXIOS_1_20,
    REDIRECT_GO,
    REDIRECT_GO_1_19,
    REDIRECT_REQWEST,
    REDIRECT_URL_CONNECTION,
    REDIRECT_ASKED,
    REDIRECT_DOTNET,
};

enum follow_when { FOLLOW_ALWAYS, FOLLOW_ASKED, FOLLOW_NEVER };

// How the next URL compares with the one that was called. 0: the same.
enum near_host {
    HOST_SAME,
    HOST_BELOW,
    HOST_ANY,
    HOST_NONE
}; // below: or a sub-domain; none: never
enum near_port {
    PORT_SAME,    // the one in use
    PORT_TEXT,    // the one that is written, the scheme's own counting as none: 80 and 443 are one
    PORT_FIXED,   // the same, and across schemes only the schemes' own
    PORT_LITERAL, // the same, and written in both URLs or in none
    PORT_ANY,
};
enum near_scheme { SCHEME_SAME, SCHEME_UP, SCHEME_ANY }; // up: or from http to https

struct redirect_rule {
    enum follow_when when;
    enum near_scheme leads;   // it follows to these
    uint8_t get_stops;        // statuses that end a GET (REDIRECT_301 ...)
    uint8_t post_stops, gets; // ... that end a POST, that make it a GET
    enum near_host host;      // what the key goes along to: all three hold
    enum near_port port;
    enum near_scheme scheme;
};

#endif
