// SPDX-License-Identifier: MIT
// Proxy values in Rust: the http crate's Uri (hyper-util, deno) and the url crate (reqwest 0.11).
#include "clients/whatwg.h"

struct rust_uri {
    bool ok;
    struct str scheme, authority; // scheme empty: none written
};

static bool uri_byte(char c)
{
    return byte_is_alnum(c) || (c && strchr("!#$&'()*+,-./:;=?@[]_~", c));
}

// http::uri::Authority::parse: where it ends; STR_NOWHERE for an error.
static size_t authority_end(struct str s)
{
    unsigned colons = 0;
    bool open = false, closed = false, percent = false;
    size_t end = s.n, at = STR_NOWHERE;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '/' || c == '?' || c == '#') {
            end = i;
            break;
        }
        if (c == ':' && ++colons > 8)
            return STR_NOWHERE;
        if (c == '[' && (percent || open))
            return STR_NOWHERE;
        if (c == ']' && (!open || closed))
            return STR_NOWHERE;
        if (c == '[')
            open = true;
        if (c == ']')
            closed = true;
        if (c == '@')
            at = i;
        if (c == ']' || c == '@')
            colons = 0, percent = false;
        if (c == '%')
            percent = true;
        else if (!uri_byte(c))
            return STR_NOWHERE;
    }
    bool bad = open != closed || colons > 1 || percent || (end > 0 && at == end - 1);
    return bad ? STR_NOWHERE : end;
}

// http::uri::PathAndQuery: what stands behind the authority, up to a fragment.
static bool path_ok(struct str s)
{
    bool query = false;
    for (size_t i = 0; i < s.n && s.p[i] != '#'; i++) {
        unsigned char c = (unsigned char)s.p[i];
        query = query || c == '?';
        if (c < 0x21 || memchr("<>", c, 2) || c == (query ? '"' : '`'))
            return false;
    }
    return true;
}

static size_t uri_scheme(struct str s)
{
    size_t i = 0;
    while (i < s.n && (byte_is_alnum(s.p[i]) || memchr("+-.", s.p[i], 3)))
        i++;
    return i <= 64 && str_starts(str_from(s, i), STR("://")) ? i : 0;
}

static struct rust_uri uri_parse(struct str s, struct arena *a)
{
    struct rust_uri u = {.scheme = STR("")};
    if (!s.n || s.p[0] == '/' || s.n > 65534)
        return u;
    size_t n = uri_scheme(s);
    if (n) {
        u.scheme = str_slice(s, 0, n);
        if (str_eq_icase(u.scheme, STR("http")) || str_eq_icase(u.scheme, STR("https")))
            u.scheme = str_lower(u.scheme, a);
        s = str_from(s, n + 3);
    }
    size_t end = authority_end(s);
    if (end == STR_NOWHERE || end == 0 || (!n && end != s.n) || !path_ok(str_from(s, end)))
        return u;
    u.authority = str_slice(s, 0, end);
    u.ok = true;
    return u;
}

// host[:port] behind the last '@'. False when the port is no port; u16::from_str() takes a plus sign.
static bool host_port(struct str s, struct str *host, uint32_t *port)
{
    uint64_t v;
    size_t at = str_rchr(s, '@');
    s = at == STR_NOWHERE ? s : str_from(s, at + 1);
    size_t close = str_rchr(s, ']'), colon = str_rchr(s, ':');
    if (close != STR_NOWHERE && colon != STR_NOWHERE && colon < close)
        colon = STR_NOWHERE;
    *host = str_slice(s, 0, colon);
    if (host->n >= 2 && host->p[0] == '[')
        *host = str_slice(*host, 1, host->n - 1);
    *port = 0;
    if (colon == STR_NOWHERE || colon + 1 == s.n)
        return true;
    struct str text = str_from(s, colon + 1);
    if (!str_to_u64(str_starts(text, STR("+")) ? str_from(text, 1) : text, &v) || v > 65535)
        return false;
    *port = (uint32_t)v;
    return true;
}

static uint32_t rust_port(struct str scheme, uint32_t port)
{
    if (port)
        return port;
    if (str_eq(scheme, STR("https")))
        return 443;
    return str_starts(scheme, STR("socks")) ? 1080 : 80;
}

static bool one_of(struct str scheme, const char *names)
{
    struct str rest = str_of(names), name;
    while (str_word(&rest, " ", &name) && name.n)
        if (str_eq(scheme, name))
            return true;
    return false;
}

// hyper-util's matcher only parses; what it hands on may still be no address.
struct proxy_read read_hyper(const struct reading *r)
{
    struct rust_uri u = uri_parse(r->text, r->a);
    struct str host;
    uint32_t port;
    if (!u.ok || (u.scheme.n && !one_of(u.scheme, "http https socks4 socks4a socks5 socks5h")))
        return proxy_fate(FATE_UNSET);
    struct str scheme = u.scheme.n ? u.scheme : STR("http");
    if (!host_port(u.authority, &host, &port) || !host.n)
        return proxy_error(str_fmt(r->a, "matcher hands on %.*s://%.*s/, which cannot be connected",
                                   STR_ARG(scheme), STR_ARG(u.authority)));
    return proxy_ok(scheme, str_lower(host, r->a), rust_port(scheme, port),
                    str_chr(u.authority, '@') != STR_NOWHERE);
}

static struct proxy_read deno_fails(const struct reading *r, struct str words)
{
    return proxy_error(str_fmt(r->a,
                               "TypeError: fetch failed <- Error: error sending request for url "
                               "(%.*s://%.*s): client error (Connect): %.*s",
                               STR_ARG(r->target->scheme), STR_ARG(r->target->netloc),
                               STR_ARG(words)));
}

// "unix:/path" and "vsock:1:2" are proxies to deno. There is no host to follow them to: what it
// says here is what it says when nobody listens there.
static bool deno_socket(struct str text)
{
    struct str rest = str_from(text, 6), cid;
    uint64_t number;
    if (str_starts(text, STR("unix:")))
        return true;
    return str_starts(text, STR("vsock:")) && str_cut(&rest, ':', &cid) &&
           str_to_u64(cid, &number) && str_present(rest) && str_to_u64(rest, &number);
}

// What rustls takes for a name: labels of letters, digits, "_" and inner "-", the last of them not
// digits alone. An address is none.
static bool names_a_server(struct str host)
{
    struct address address;
    if (address_parse(host, &address))
        return true;
    struct str rest = str_ends(host, STR(".")) ? str_slice(host, 0, host.n - 1) : host, label;
    bool digits = true;
    while (str_present(rest) && str_cut(&rest, '.', &label)) {
        digits = true;
        if (!label.n || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
            return false;
        for (size_t i = 0; i < label.n; i++) {
            if (!byte_is_alnum(label.p[i]) && !strchr("_-", label.p[i]))
                return false;
            digits = digits && byte_is_digit(label.p[i]);
        }
    }
    return !digits;
}

struct proxy_read read_deno(const struct reading *r)
{
    if (deno_socket(r->text))
        return deno_fails(r, STR("No such file or directory (os error 2)"));
    if (str_starts(r->text, STR("vsock:")))
        return proxy_fate(FATE_UNSET);
    struct rust_uri u = uri_parse(r->text, r->a);
    struct str host;
    uint32_t port;
    size_t at = str_chr(u.authority, '@');
    if (!u.ok || (u.scheme.n && !one_of(u.scheme, "http https socks5 socks5h")))
        return proxy_fate(FATE_UNSET);
    if (at != STR_NOWHERE && str_chr(str_slice(u.authority, 0, at), ':') == STR_NOWHERE)
        return proxy_fate(FATE_UNSET); // a user without password: not a proxy for deno
    struct str scheme = u.scheme.n ? u.scheme : STR("http");
    host_port(u.authority, &host, &port); // what is no port counts as none
    if (!host.n || (!port && host_is_nowhere(r->world, host)))
        return deno_fails(r, STR("dns error: failed to lookup address information: Name or service "
                                 "not known"));
    if (str_eq(scheme, STR("https")) && !names_a_server(host))
        return deno_fails(r, STR("invalid dns name"));
    // Names go to the proxy with either SOCKS scheme.
    return proxy_ok(str_starts(scheme, STR("socks")) ? STR("socks5h") : scheme, host,
                    rust_port(scheme, port), at != STR_NOWHERE);
}

// reqwest 0.11: the url crate; without a host "http://" is put in front.
struct proxy_read read_reqwest(const struct reading *r)
{
    struct whatwg_url u = whatwg_parse(r->text, r->a);
    struct str trimmed = str_trim(r->text);
    bool relative = !trimmed.n || !byte_is_alpha(trimmed.p[0]) ||
                    str_chr(trimmed, ':') == STR_NOWHERE || !u.scheme.n;
    if ((!u.ok && relative) || (u.ok && !u.host.n))
        u = whatwg_parse(str_join(STR("http://"), r->text, r->a), r->a);
    bool tls = str_eq(u.scheme, STR("https"));
    if (!u.ok || (!tls && !str_eq(u.scheme, STR("http"))))
        return proxy_fate(FATE_UNSET);
    if (!u.v6 && authority_end(u.host) != u.host.n)
        return proxy_fate(FATE_UNSET);
    if (!u.port && host_is_nowhere(r->world, u.host))
        return proxy_error(str_fmt(
            r->a,
            "reqwest::Error { kind: Request, url: %.*s://%.*s, source: hyper::Error(Connect, "
            "ConnectError(\"dns error\", Custom { kind: Uncategorized, error: \"failed to lookup "
            "address information: Name or service not known\" })) }",
            STR_ARG(r->target->scheme), STR_ARG(r->target->netloc)));
    return proxy_ok(u.scheme, u.host, u.port ? u.port : tls ? 443 : 80, u.password.n > 0);
}
