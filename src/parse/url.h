// SPDX-License-Identifier: MIT
// URLs as RFC 3986 writes them, and the two ways they are printed. How a *client* reads a proxy
// value is clients/'s business; this is the strict reading that rules and reports use.
#ifndef NEXOENV_PARSE_URL_H
#define NEXOENV_PARSE_URL_H

#include "base/str.h"

enum url_fault {
    URL_OK,
    URL_EMPTY,
    URL_NO_SCHEME,
    URL_BAD_SCHEME, // "htps:", "http//"
    URL_BLANK,      // white space inside or at an end
    URL_QUOTES,
    URL_CONTROL,
    URL_UNEXPANDED, // $NAME, ${NAME}, %NAME%
    URL_NO_HOST,
    URL_BAD_HOST,
    URL_BAD_PORT,
};

struct url { // views into the text
    struct str scheme, userinfo, host, path, query, fragment;
    struct str port_text;
    uint32_t port;           // the scheme's default when none is written; 0 unknown scheme
    bool port_written, ipv6; // host of an IPv6 literal stands without brackets
};

// Fills what can be filled even on a fault.
enum url_fault url_parse(struct str text, struct url *out);
const char *url_fault_text(enum url_fault f); // "has no scheme (https://)"

// For reports: without userinfo, query and fragment; a text that is no URL is returned as it is
// unless it holds '@' or '?', then "(not a URL)".
struct str url_public(struct str text, struct arena *a);
// For proxies: "http://user:***@host:3128"; scheme-less values likewise.
struct str proxy_public(struct str text, struct arena *a);

// The next secret that a text hands over by name: ?api_key=..., &token=..., -Dx.proxyPassword=...
// Returns where its value begins, at or behind `from`, and sets *end; STR_NOWHERE: none.
size_t secret_parameter(struct str text, size_t from, size_t *end);

bool host_is_loopback(struct str host);   // localhost, *.localhost, 127/8, ::1
bool host_is_private(struct str host);    // RFC 1918, fc00::/7, link-local, one label, .local ...
bool host_is_link_local(struct str host); // 169.254/16, fe80::/10: never contacted

#endif
