// SPDX-License-Identifier: MIT
// Proxy values as Go reads them: net/url and golang.org/x/net/http/httpproxy.
#include "clients/family.h"

struct go_url {
    bool ok;
    struct str scheme, host; // host with brackets and port, as Go keeps it
    bool login;
};

// Every '%' is followed by two hex digits.
static bool escapes_ok(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '%' && (i + 2 >= s.n || !byte_is_hex(s.p[i + 1]) || !byte_is_hex(s.p[i + 2])))
            return false;
    return true;
}

static bool only(struct str s, const char *others)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && !(s.p[i] && strchr(others, s.p[i])))
            return false;
    return true;
}

static bool port_ok(struct str s) // "" or ":digits"
{
    if (s.n && s.p[0] != ':')
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (!byte_is_digit(s.p[i]))
            return false;
    return true;
}

// Bytes a host may hold as they are.
static bool host_byte(char c)
{
    return byte_is_alnum(c) || (c && strchr("!$&'()*+,;=:[]<>\"-_.~", c));
}

// A host is decoded: escapes stand for bytes above 0x7f alone, or for "%" itself; in the zone of an
// address for what a host may hold too, and a blank. False: an escape or a byte that is neither.
static bool decode_host(struct buf *out, struct str s, bool zone)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c != '%') {
            if ((unsigned char)c < 0x80 && !host_byte(c))
                return false;
            buf_byte(out, c);
            continue;
        }
        if (i + 2 >= s.n || !byte_is_hex(s.p[i + 1]) || !byte_is_hex(s.p[i + 2]))
            return false;
        int byte = byte_hex(s.p[i + 1]) * 16 + byte_hex(s.p[i + 2]);
        bool fine = zone ? byte == ' ' || host_byte((char)byte) : byte >= 0x80;
        if (!fine && byte != '%')
            return false;
        buf_byte(out, (char)byte);
        i += 2;
    }
    return true;
}

static bool read_authority(struct go_url *u, struct str s, struct arena *a)
{
    struct buf decoded = buf_in(a);
    size_t at = str_rchr(s, '@');
    u->host = at == STR_NOWHERE ? s : str_from(s, at + 1);
    u->login = at != STR_NOWHERE;
    bool bracket = u->host.n && u->host.p[0] == '[';
    size_t cut = bracket ? str_rchr(u->host, ']') : str_rchr(u->host, ':');
    if (bracket && cut == STR_NOWHERE)
        return false;
    if (cut != STR_NOWHERE && !port_ok(str_from(u->host, cut + bracket)))
        return false;
    size_t zone = bracket ? str_find(str_slice(u->host, 0, cut), STR("%25")) : STR_NOWHERE;
    if (!decode_host(&decoded, str_slice(u->host, 0, zone), false) ||
        (zone != STR_NOWHERE && (!decode_host(&decoded, str_slice(u->host, zone, cut), true) ||
                                 !decode_host(&decoded, str_from(u->host, cut), false))))
        return false;
    u->host = buf_str(&decoded);
    struct str login = str_slice(s, 0, at);
    return !u->login || (only(login, "-._:~!$&'()*+,;=%@") && escapes_ok(login));
}

// The scheme; -1: error, 0: none.
static long scheme_length(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (byte_is_alpha(c))
            continue;
        if (byte_is_digit(c) || c == '+' || c == '-' || c == '.') {
            if (i == 0)
                return 0;
        } else if (c == ':') {
            return i == 0 ? -1 : (long)i;
        } else {
            return 0;
        }
    }
    return 0;
}

static struct go_url go_parse(struct str text, struct arena *a)
{
    struct go_url u = {.scheme = STR("")};
    struct str s = str_slice(text, 0, str_chr(text, '#'));
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return u;
    long n = scheme_length(s);
    if (n < 0)
        return u;
    if (n > 0) {
        u.scheme = str_lower(str_slice(s, 0, (size_t)n), a);
        s = str_from(s, (size_t)n + 1);
    }
    s = str_slice(s, 0, str_chr(s, '?'));
    u.ok = true;
    if (!str_starts(s, STR("/"))) {
        struct str segment = str_slice(s, 0, str_chr(s, '/'));
        u.ok = u.scheme.n > 0 || (str_chr(segment, ':') == STR_NOWHERE && escapes_ok(s));
        return u;
    }
    if (str_starts(s, STR("//")) && (u.scheme.n || !str_starts(s, STR("///")))) {
        struct str authority = str_from(s, 2);
        size_t slash = str_chr(authority, '/');
        s = slash == STR_NOWHERE ? STR("") : str_from(authority, slash);
        u.ok = read_authority(&u, str_slice(authority, 0, slash), a);
    }
    u.ok = u.ok && escapes_ok(s);
    return u;
}

static bool scheme_is(const struct go_url *u, const char *name)
{
    return str_eq(u->scheme, str_of(name));
}

// Up to Go 1.23 three schemes are known; x/net from 0.33 on takes any with a host.
static bool bogus(const struct go_url *u, bool old)
{
    if (!u->ok)
        return true;
    if (old)
        return !scheme_is(u, "http") && !scheme_is(u, "https") && !scheme_is(u, "socks5");
    return !u->scheme.n || !u->host.n;
}

static struct proxy_read dial_error(const struct reading *r, const char *words, struct str host)
{
    return proxy_error(str_fmt(r->a, "Get \"%.*s://%.*s\": proxyconnect tcp: dial tcp: %s %.*s%s",
                               STR_ARG(r->target->scheme), STR_ARG(r->target->netloc), words,
                               STR_ARG(host),
                               words[0] == 'l' ? ": no such host" : ": invalid port"));
}

struct proxy_read read_go(const struct reading *r)
{
    bool old = r->rules->form & FORM_GO_119;
    struct go_url u = go_parse(r->text, r->a);
    if (bogus(&u, old)) {
        struct go_url again = go_parse(str_join(STR("http://"), r->text, r->a), r->a);
        if (!again.ok && !u.ok)
            return proxy_fate(FATE_DIRECT); // unparsable: no proxy, and no word about it
        u = again.ok ? again : u;
    }
    struct str host = u.host;
    size_t colon = str_rchr(host, ':');
    if (colon != STR_NOWHERE && !port_ok(str_from(host, colon)))
        colon = STR_NOWHERE;
    struct str port_text = colon == STR_NOWHERE ? STR("") : str_from(host, colon + 1);
    host = str_slice(host, 0, colon);
    if (host.n >= 2 && host.p[0] == '[')
        host = str_slice(host, 1, host.n - 1);
    if (str_chr(host, ':') != STR_NOWHERE)
        host = str_slice(host, 0, str_chr(host, '%')); // the zone is no part of a route
    bool socks =
        scheme_is(&u, "socks5") || (scheme_is(&u, "socks5h") && r->version.major > 0 && !old);
    bool tls = scheme_is(&u, "https");
    uint64_t port = socks ? 1080 : tls ? 443 : 80;
    // Parsed with a scheme that has no port of its own, and used all the same.
    if (!port_text.n && !socks && !tls && !scheme_is(&u, "http"))
        return proxy_error(str_fmt(
            r->a,
            "Get \"%.*s://%.*s\": proxyconnect tcp: dial tcp %.*s:0: connect: connection refused",
            STR_ARG(r->target->scheme), STR_ARG(r->target->netloc), STR_ARG(host)));
    if (port_text.n && (!str_to_u64(port_text, &port) || port > 65535))
        return dial_error(r, "address", port_text);
    if (!host.n)
        host = STR("127.0.0.1"); // Go dials ":80"
    else if (!port_text.n && host_is_nowhere(r->world, host))
        return dial_error(r, "lookup", host);
    return proxy_ok(socks ? STR("socks5h")
                    : tls ? STR("https")
                          : STR("http"),
                    host, (uint32_t)port, u.login);
}
