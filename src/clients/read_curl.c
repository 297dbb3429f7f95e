// SPDX-License-Identifier: MIT
// Proxy values as libcurl's URL API reads them (curl lib/urlapi.c, lib/url.c: parse_proxy), and
// as git hands them to it (credential_from_url).
#include "clients/family.h"

struct curl_url {
    struct str scheme, host; // scheme absent: none written
    uint32_t port;
    bool port_written;     // 0 is one too: nobody listens there
    bool login, login_bad; // bad: an escaped control in it
    const char *fault;     // curl 8's words; NULL: fine
};

static const char fault_input[] = "Malformed input to a URL function";
static const char fault_slashes[] = "Unsupported number of slashes following scheme";
static const char fault_no_host[] = "No host part in the URL";
static const char fault_host[] = "Bad hostname";
static const char fault_port[] = "Port number was not a decimal number between 0 and 65535";
static const char fault_v6[] = "Bad IPv6 address";

// Controls and blanks are refused wherever they stand.
static bool has_junk(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f)
            return true;
    return false;
}

// "scheme:/": a colon without a slash is a port.
static size_t scheme_length(struct str s)
{
    size_t i = 0;
    if (!s.n || !byte_is_alpha(s.p[0]))
        return 0;
    while (i < s.n && i < 40 && (byte_is_alnum(s.p[i]) || memchr("+-.", s.p[i], 3)))
        i++;
    return i + 1 < s.n && s.p[i] == ':' && s.p[i + 1] == '/' ? i : 0;
}

static void read_port(struct curl_url *u, struct str text)
{
    uint64_t port;
    if (!text.n && str_present(u->scheme))
        return; // browsers ignore a bare colon, and so does curl when a scheme is there
    if (!str_to_u64(text, &port) || port > 65535)
        u->fault = fault_port;
    else
        u->port = (uint32_t)port, u->port_written = true;
}

static bool host_is_bad(struct str host)
{
    for (size_t i = 0; i < host.n; i++)
        if (memchr(" \r\n\t/:#?!@{}[]\\$'\"^`*<>=;,+&()", host.p[i], 31))
            return true;
    return false;
}

// A name is percent-decoded, once its bytes are found fit; an escaped control is not.
static void decode_host(struct curl_url *u, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < u->host.n; i++) {
        const char *p = u->host.p + i;
        bool escape = *p == '%' && i + 2 < u->host.n && byte_is_hex(p[1]) && byte_is_hex(p[2]);
        int c = escape ? byte_hex(p[1]) * 16 + byte_hex(p[2]) : (unsigned char)*p;
        if (escape && c < 0x20)
            u->fault = fault_host;
        buf_byte(&b, (char)c);
        i += escape ? 2 : 0;
    }
    u->host = buf_str(&b);
}

static bool has_escape(struct str s, int below)
{
    for (size_t i = 0; i + 2 < s.n; i++)
        if (s.p[i] == '%' && byte_is_hex(s.p[i + 1]) && byte_is_hex(s.p[i + 2]) &&
            byte_hex(s.p[i + 1]) * 16 + byte_hex(s.p[i + 2]) < below)
            return true;
    return false;
}

static void read_authority(struct curl_url *u, struct str s, struct arena *a)
{
    size_t at = str_chr(s, '@'); // the first one: "@" in a password breaks the host
    if (at != STR_NOWHERE) {
        u->login = at > 0;
        u->login_bad = has_escape(str_slice(s, 0, at), 0x20);
        s = str_from(s, at + 1);
    }
    if (s.n && s.p[0] == '[') {
        size_t end = str_chr(s, ']');
        struct str inside = end == STR_NOWHERE ? STR("") : str_slice(s, 1, end);
        struct address ip;
        size_t zone = str_chr(inside, '%'); // "[fe80::1%25eth0]"
        u->host = str_slice(inside, 0, zone);
        if (!address_parse(u->host, &ip) || ip.family != 6 || zone + 1 == inside.n) {
            u->fault = fault_v6;
            return;
        }
        s = str_from(s, end + 1);
        if (s.n && s.p[0] != ':')
            u->fault = fault_port;
        else if (s.n)
            read_port(u, str_from(s, 1));
        return;
    }
    size_t colon = str_chr(s, ':');
    u->host = str_slice(s, 0, colon);
    if (colon != STR_NOWHERE)
        read_port(u, str_from(s, colon + 1));
    if (!u->fault && !u->host.n)
        u->fault = fault_no_host;
    if (!u->fault && host_is_bad(u->host))
        u->fault = fault_host;
    else if (!u->fault && str_chr(u->host, '%') != STR_NOWHERE)
        decode_host(u, a);
}

static struct curl_url curl_parse(struct str s, struct arena *a)
{
    struct curl_url u = {0};
    size_t n = scheme_length(s), slashes = 0, end = 0;
    if (has_junk(s)) {
        u.fault = fault_input;
        return u;
    }
    if (n) {
        u.scheme = str_slice(s, 0, n);
        s = str_from(s, n + 1);
        while (slashes < s.n && s.p[slashes] == '/')
            slashes++;
        if (slashes > 3)
            u.fault = fault_slashes;
        s = str_from(s, slashes);
    }
    while (end < s.n && !memchr("/?#", s.p[end], 3))
        end++;
    if (!u.fault && end == 0)
        u.fault = n ? fault_no_host : "No host present";
    if (!u.fault)
        read_authority(&u, str_slice(s, 0, end), a);
    return u;
}

static struct str curl_words(const struct reading *r, int code, struct str words)
{
    if (r->rules->form & FORM_PHP)
        return words;
    return str_fmt(r->a, "curl: (%d) %.*s", code, STR_ARG(words));
}

static struct proxy_read curl_refuses(const struct reading *r, const struct curl_url *u)
{
    bool brief = r->rules->form & FORM_SHORT_TEXT;
    struct str words = str_fmt(r->a, "Unsupported proxy syntax in '%.*s'%s%s", STR_ARG(r->text),
                               brief ? "" : ": ", brief ? "" : u->fault);
    return proxy_error(curl_words(r, 5, words));
}

static const char *const curl_schemes[] = {"http",    "https",  "socks5h", "socks5",
                                           "socks4a", "socks4", "socks"};

static uint32_t curl_port(const struct reading *r, struct str scheme)
{
    if (r->rules->form & FORM_PORT_1080)
        return str_eq(scheme, STR("https")) ? 443 : 1080;
    if (str_eq(scheme, STR("https")))
        return 443;
    return str_eq(scheme, STR("http")) ? 80 : 1080;
}

static struct proxy_read curl_resolve(const struct reading *r, struct str host)
{
    struct str words = str_fmt(r->a, "Could not resolve proxy: %.*s", STR_ARG(host));
    return proxy_error(curl_words(r, 5, words));
}

// SOCKS 4 has no room for an IPv6 address.
static bool socks4_cannot(const struct reading *r, struct str scheme)
{
    return str_eq(scheme, STR("socks4")) && r->target->address.family == 6;
}

static struct str socks4_words(const struct reading *r)
{
    return str_fmt(r->a, "SOCKS4 connection to %.*s not supported", STR_ARG(r->target->host));
}

struct proxy_read read_curl(const struct reading *r)
{
    struct curl_url u = curl_parse(r->text, r->a);
    struct str scheme = str_present(u.scheme) ? str_lower(u.scheme, r->a) : STR("http");
    bool known = false;
    if (u.fault)
        return curl_refuses(r, &u);
    for (size_t i = 0; i < sizeof curl_schemes / sizeof *curl_schemes; i++)
        known = known || str_eq(scheme, str_of(curl_schemes[i]));
    if (!known)
        return proxy_error(curl_words(
            r, 7, str_fmt(r->a, "Unsupported proxy scheme for '%.*s'", STR_ARG(r->text))));
    if (!u.port_written && host_is_nowhere(r->world, u.host))
        return curl_resolve(r, u.host);
    if (str_eq(scheme, STR("socks")))
        scheme = STR("socks4");
    // The failure to decode it was no failure of the call before 8.21: the proxy was just not set.
    if (u.login_bad && (r->rules->form & FORM_PORT_1080))
        return proxy_fate(FATE_DIRECT);
    if (u.login_bad)
        return proxy_error(curl_words(r, 3, STR("URL using bad/illegal format or missing URL")));
    if (socks4_cannot(r, scheme))
        return (struct proxy_read){.fate = FATE_OK, .error = curl_words(r, 97, socks4_words(r))};
    return proxy_ok(scheme, u.host, u.port_written ? u.port : curl_port(r, scheme), u.login);
}

// --- git ------------------------------------------------------------------------------------

// git chooses the type by the first letters of the text, cuts out what stands between "://", a
// login and the path, and passes that on: the scheme is gone, so "host:" is an error there.
static struct str git_scheme(struct str text)
{
    static const char *const prefixes[] = {"socks5h", "socks5", "socks4a"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts(text, str_of(prefixes[i])))
            return str_of(prefixes[i]);
    if (str_starts(text, STR("socks")))
        return STR("socks4");
    return str_starts(text, STR("https")) ? STR("https") : STR("http");
}

static struct str git_host(struct str text, bool *login, bool *no_password)
{
    size_t sep = str_find(text, STR("://"));
    struct str cp = sep == STR_NOWHERE ? text : str_from(text, sep + 3);
    size_t at = str_chr(cp, '@'), slash = 0;
    while (slash < cp.n && !memchr("/?#", cp.p[slash], 3))
        slash++;
    *login = at != STR_NOWHERE && at < slash;
    *no_password = *login && str_chr(str_slice(cp, 0, at), ':') == STR_NOWHERE;
    return str_slice(cp, *login ? at + 1 : 0, slash);
}

// Only seen when the proxy is used; a missing password is asked for in any case.
static struct proxy_read git_fails(struct str words)
{
    return (struct proxy_read){.fate = FATE_OK, .error = words};
}

struct proxy_read read_git(const struct reading *r)
{
    bool login, no_password;
    struct str host = git_host(r->text, &login, &no_password);
    struct reading inner = *r;
    struct str scheme = git_scheme(r->text);
    // credential.c, before anything is called
    if (str_chr(r->text, '\n') != STR_NOWHERE || str_starts(r->text, STR("://")) ||
        str_find_icase(r->text, STR("%0a")) != STR_NOWHERE)
        return proxy_error(STR("fatal: credential url cannot be parsed"));
    if (!host.n)
        return proxy_fate(FATE_DIRECT); // an empty option: no proxy at all
    if (no_password)
        return proxy_error(str_fmt(r->a,
                                   "fatal: could not read Password for '%.*s://%.*s': No such "
                                   "device or address",
                                   STR_ARG(scheme), STR_ARG(host)));
    if (login &&
        has_escape(r->text, 1)) // the option itself is refused, whether it is needed or not
        return proxy_error(str_fmt(r->a,
                                   "fatal: unable to access '%.*s': URL using bad/illegal format "
                                   "or missing URL",
                                   STR_ARG(r->target->netloc)));
    inner.text = host;
    struct curl_url u = curl_parse(host, r->a);
    if (u.fault)
        return git_fails(
            str_fmt(r->a, "fatal: unable to access '%.*s': Unsupported proxy syntax in '%.*s'",
                    STR_ARG(r->target->netloc), STR_ARG(host)));
    if (!u.port_written && host_is_nowhere(r->world, u.host))
        return git_fails(str_fmt(r->a,
                                 "fatal: unable to access '%.*s': Could not resolve proxy: %.*s",
                                 STR_ARG(r->target->netloc), STR_ARG(u.host)));
    if (socks4_cannot(r, scheme))
        return git_fails(str_fmt(r->a, "fatal: unable to access '%.*s': %.*s",
                                 STR_ARG(r->target->netloc), STR_ARG(socks4_words(r))));
    return proxy_ok(scheme, u.host, u.port_written ? u.port : curl_port(&inner, scheme),
                    login || u.login);
}
