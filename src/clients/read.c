// SPDX-License-Identifier: MIT
// What the readers of proxy values share, and the URL that is called.
#include "clients/family.h"

struct proxy_read proxy_ok(struct str scheme, struct str host, uint32_t port, bool login)
{
    return (struct proxy_read){
        .fate = FATE_OK, .scheme = scheme, .host = host, .port = port, .login = login};
}

struct proxy_read proxy_error(struct str words)
{
    return (struct proxy_read){.fate = FATE_ERROR, .error = words};
}

struct proxy_read proxy_fate(enum value_fate fate)
{
    return (struct proxy_read){.fate = fate};
}

bool host_is_nowhere(const struct world *w, struct str host)
{
    if (!host.n)
        return true;
    for (size_t i = 0; i < w->resolved_n; i++)
        if (str_eq_icase(w->resolved[i].host, host))
            return false;
    uint64_t number; // "2130706433" is an address for every resolver
    return str_chr(host, '.') == STR_NOWHERE && str_chr(host, ':') == STR_NOWHERE &&
           !str_eq_icase(host, STR("localhost")) &&
           !(byte_is_digit(host.p[0]) && str_to_u64(host, &number));
}

static uint32_t default_port(struct str scheme)
{
    if (str_eq(scheme, STR("https")))
        return 443;
    return str_eq(scheme, STR("http")) ? 80 : 0;
}

// host[:port] into its parts; false for a port that is none.
static bool split_netloc(struct target *t)
{
    struct str n = t->netloc, port = STR_NONE;
    if (n.n && n.p[0] == '[') {
        size_t end = str_chr(n, ']');
        if (end == STR_NOWHERE)
            return false;
        t->host = str_slice(n, 1, end);
        if (end + 1 < n.n)
            port = str_from(n, end + 1);
        if (str_present(port) && port.n && port.p[0] != ':')
            return false;
        port = port.n ? str_from(port, 1) : STR_NONE;
    } else {
        size_t colon = str_rchr(n, ':');
        t->host = str_slice(n, 0, colon);
        port = colon == STR_NOWHERE ? STR_NONE : str_from(n, colon + 1);
    }
    t->port = default_port(t->scheme);
    if (port.n) {
        uint64_t v;
        if (!str_to_u64(port, &v) || v > 65535)
            return false;
        t->port_written = true;
        t->port_words = port;
        t->port = (uint32_t)v;
    }
    return t->host.n > 0;
}

// The browser rules of the URL standard: any number of slashes after the scheme, backslashes too.
struct target target_parse(struct str url, struct arena *a)
{
    struct target t = {0};
    struct str s = str_trim(url);
    size_t colon = str_chr(s, ':');
    if (colon == STR_NOWHERE)
        return t;
    t.scheme = str_lower(str_slice(s, 0, colon), a);
    t.https = str_eq(t.scheme, STR("https"));
    s = str_trim_left_set(str_from(s, colon + 1), "/\\");
    size_t end = str_until(s, "/\\?#");
    t.path = str_from(s, end);
    t.path = str_slice(t.path, 0, str_until(t.path, "?#"));
    t.path = str_slice(t.path, 0, t.path.n - str_ends(t.path, STR("/")));
    s = str_slice(s, 0, end);
    size_t at = str_rchr(s, '@');
    t.login = at == STR_NOWHERE ? STR_NONE : str_slice(s, 0, at);
    t.netloc = str_lower(at == STR_NOWHERE ? s : str_from(s, at + 1), a);
    t.localhost = str_eq(str_slice(s, at == STR_NOWHERE ? 0 : at + 1, s.n), STR("localhost")) ||
                  str_starts(str_from(s, at == STR_NOWHERE ? 0 : at + 1), STR("localhost:"));
    t.known = split_netloc(&t) && default_port(t.scheme) != 0;
    if (address_parse(t.host, &t.address) && t.address.family == 6) {
        struct str text = address_text(&t.address, a);
        t.host_short = text.n < t.host.n ? text : STR_NONE;
    }
    struct buf b = buf_in(a);
    buf_add(&b, t.host);
    buf_byte(&b, ':');
    buf_number(&b, t.port);
    t.host_port = buf_str(&b);
    if (!t.port_written)
        t.port_words = str_from(t.host_port, t.host.n + 1);
    return t;
}
