// SPDX-License-Identifier: MIT
// Proxy values as wget, Ruby and .NET read them.
#include "clients/family.h"
#include "clients/whatwg.h"

// --- wget (src/url.c 1.21) ---------------------------------------------------------------------

struct wget_url {
    struct str scheme, host;
    uint32_t port;
    bool port_written, login;
    struct str error;
};

static struct str wget_scheme(struct str s)
{
    static const char *const schemes[] = {"http", "https", "ftp", "ftps"};
    for (size_t i = 0; i < 4; i++) {
        struct str name = str_of(schemes[i]);
        if (str_starts_icase(s, name) && str_starts(str_from(s, name.n), STR("://")))
            return name;
    }
    return STR_NONE;
}

// rewrite_shorthand_url: "host:8080" becomes http, "host:path" becomes ftp.
static struct str wget_shorthand(struct str s, struct arena *a)
{
    size_t p = 0, digits;
    while (p < s.n && s.p[p] != ':' && s.p[p] != '/')
        p++;
    if (str_present(wget_scheme(s)) || p == 0)
        return s;
    struct str rest = str_from(s, p);
    if (str_starts(rest, STR("://")))
        return s;
    if (!rest.n || rest.p[0] == '/')
        return str_join(STR("http://"), s, a);
    for (digits = 1; digits < rest.n && byte_is_digit(rest.p[digits]);)
        digits++;
    if (digits > 1 && (digits == rest.n || rest.p[digits] == '/'))
        return str_join(STR("http://"), s, a);
    return str_fmt(a, "ftp://%.*s/%.*s", STR_ARG(str_slice(s, 0, p)), STR_ARG(str_from(rest, 1)));
}

static struct str wget_no_scheme(struct str s, struct arena *a)
{
    size_t n = 0;
    while (n < s.n && (byte_is_alnum(s.p[n]) || s.p[n] == '-' || s.p[n] == '+'))
        n++;
    if (n && n < s.n && s.p[n] == ':')
        return str_fmt(a, "Unsupported scheme ‘%.*s’", STR_ARG(str_slice(s, 0, n)));
    return STR("Scheme missing");
}

static struct wget_url wget_parse(struct str s, struct arena *a)
{
    struct wget_url u = {.scheme = wget_scheme(s)};
    size_t skip = 0, end = 0;
    if (!str_present(u.scheme)) {
        u.error = wget_no_scheme(s, a);
        return u;
    }
    s = str_from(s, u.scheme.n + 3);
    while (skip < s.n && !memchr("@/?#", s.p[skip], 4))
        skip++;
    u.login = skip < s.n && s.p[skip] == '@';
    if (u.login && (skip == 0 || s.p[0] == ':'))
        u.error = STR("Invalid user name");
    s = u.login ? str_from(s, skip + 1) : s;
    if (s.n && s.p[0] == '[') {
        size_t close = str_chr(s, ']');
        struct address address;
        u.host = str_slice(s, 1, close);
        if (close == STR_NOWHERE)
            u.error = STR("Unterminated IPv6 numeric address");
        else if (!address_parse(u.host, &address))
            u.error = STR("Invalid IPv6 numeric address");
        s = close == STR_NOWHERE ? STR("") : str_from(s, close + 1);
    } else {
        while (end < s.n && !memchr(":/?#;", s.p[end], 5))
            end++;
        struct str written = str_lower(str_slice(s, 0, end), a);
        u.host = percent_decoded(written, a);
        if (u.host.n && memchr(u.host.p, 0, u.host.n))
            u.host = written;
        s = str_from(s, end);
    }
    if (!u.host.n)
        u.error = STR("Invalid host name");
    u.port = str_eq(u.scheme, STR("https")) ? 443 : 80;
    if (!s.n || s.p[0] != ':')
        return u;
    for (end = 1; end < s.n && !memchr("/?#", s.p[end], 3);)
        end++;
    uint64_t port;
    struct str text = str_slice(s, 1, end);
    u.port_written = text.n > 0;
    if (text.n && (!str_to_u64(text, &port) || port > 65535))
        u.error = STR("Bad port number");
    else if (text.n)
        u.port = (uint32_t)port;
    return u;
}

// wget speaks plain HTTP to whatever it is, and wants the scheme to be http or the target's own.
struct proxy_read read_wget(const struct reading *r)
{
    struct str text = wget_shorthand(r->text, r->a);
    struct wget_url u = wget_parse(text, r->a);
    if (str_present(u.error))
        return proxy_error(
            str_fmt(r->a, "Error parsing proxy URL %.*s: %.*s.", STR_ARG(text), STR_ARG(u.error)));
    if (!str_eq(u.scheme, STR("http")) && !str_eq(u.scheme, r->target->scheme))
        return proxy_error(str_fmt(r->a, "Error in proxy URL %.*s: Must be HTTP.", STR_ARG(text)));
    bool nowhere = !u.port_written && host_is_nowhere(r->world, u.host);
    if (nowhere || str_has_any(u.host, "@ \r\n"))
        return proxy_error(
            str_fmt(r->a, "wget: unable to resolve host address ‘%.*s’", STR_ARG(u.host)));
    return proxy_ok(STR("http"), u.host, u.port, u.login);
}

// --- Ruby (uri 0.11: RFC 3986) -------------------------------------------------------------------

struct ruby_uri {
    bool ok;
    struct str scheme, host, port_text; // absent: not there
    bool login;
};

static bool uri_text(struct str s, const char *others)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%') {
            if (i + 2 >= s.n || !byte_is_hex(s.p[i + 1]) || !byte_is_hex(s.p[i + 2]))
                return false;
            i += 2;
        } else if (!byte_is_alnum(s.p[i]) && !(s.p[i] && strchr(others, s.p[i]))) {
            return false;
        }
    }
    return true;
}

static bool ruby_authority(struct ruby_uri *u, struct str s)
{
    size_t at = str_chr(s, '@');
    struct address address;
    u->login = at != STR_NOWHERE;
    if (u->login && !uri_text(str_slice(s, 0, at), "!$&'()*+,-.:;=_~"))
        return false;
    s = u->login ? str_from(s, at + 1) : s;
    if (s.n && s.p[0] == '[') {
        size_t close = str_chr(s, ']');
        if (close == STR_NOWHERE || !address_parse(str_slice(s, 1, close), &address) ||
            address.family != 6)
            return false;
        u->host = str_slice(s, 1, close);
        s = str_from(s, close + 1);
    } else {
        size_t colon = str_chr(s, ':');
        u->host = str_slice(s, 0, colon);
        s = colon == STR_NOWHERE ? STR("") : str_from(s, colon);
        if (!uri_text(u->host, "!$&'()*+,-.;=_~"))
            return false;
    }
    if (s.n && s.p[0] != ':')
        return false;
    u->port_text = s.n ? str_from(s, 1) : STR_NONE;
    for (size_t i = 0; i < u->port_text.n; i++)
        if (!byte_is_digit(u->port_text.p[i]))
            return false;
    return true;
}

static struct ruby_uri ruby_parse(struct str s)
{
    static const char path_bytes[] = "!$&'()*+,-./:;=?@_~";
    struct ruby_uri u = {0};
    size_t n = 0, end = 2;
    if (s.n && byte_is_alpha(s.p[0]))
        while (n < s.n && (byte_is_alnum(s.p[n]) || memchr("+-.", s.p[n], 3)))
            n++;
    bool has = n > 0 && n < s.n && s.p[n] == ':';
    if (has) {
        u.scheme = str_slice(s, 0, n);
        s = str_from(s, n + 1);
    } else if (str_chr(str_slice(s, 0, str_chr(s, '/')), ':') != STR_NOWHERE) {
        return u; // the first segment of a relative reference holds no colon
    }
    size_t hash = str_chr(s, '#');
    struct str fragment = hash == STR_NOWHERE ? STR("") : str_from(s, hash + 1);
    s = str_slice(s, 0, hash);
    if (str_starts(s, STR("//"))) {
        while (end < s.n && s.p[end] != '/' && s.p[end] != '?')
            end++;
        if (!ruby_authority(&u, str_slice(s, 2, end)))
            return u;
        s = str_from(s, end);
    }
    u.ok = uri_text(s, path_bytes) && uri_text(fragment, path_bytes);
    return u;
}

static struct str ruby_quoted(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_byte(&b, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '"' || c == '\\')
            buf_fmt(&b, "\\%c", c);
        else if (c == '\n' || c == '\r' || c == '\t')
            buf_fmt(&b, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        else
            buf_byte(&b, c);
    }
    buf_byte(&b, '"');
    return buf_str(&b);
}

// The ports that URI's classes come with; a file has none, whatever is written.
static uint32_t ruby_port(struct str scheme)
{
    static const struct {
        const char *scheme;
        uint32_t port;
    } rows[] = {{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}, {"ftp", 21}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_icase(scheme, str_of(rows[i].scheme)))
            return rows[i].port;
    return 0;
}

// Net::HTTP takes host and port off the URI and speaks plain HTTP there, whatever the scheme.
struct proxy_read read_ruby(const struct reading *r)
{
    for (size_t i = 0; i < r->text.n; i++)
        if ((unsigned char)r->text.p[i] >= 0x80)
            return proxy_error(str_fmt(r->a, "URI::InvalidURIError: URI must be ascii only %.*s",
                                       STR_ARG(ruby_quoted(r->text, r->a))));
    struct ruby_uri u = ruby_parse(r->text);
    if (!u.ok)
        return proxy_error(str_fmt(r->a, "URI::InvalidURIError: bad URI(is not URI?): %.*s",
                                   STR_ARG(ruby_quoted(r->text, r->a))));
    bool http = str_eq_icase(u.scheme, STR("http")), tls = str_eq_icase(u.scheme, STR("https"));
    bool file = str_eq_icase(u.scheme, STR("file")), faraday = r->rules->form & FORM_HOST_NEEDED;
    bool written = u.port_text.n && !file;
    uint64_t port = ruby_port(u.scheme);
    if (written && (!str_to_u64(u.port_text, &port) || port > 65535))
        port = 0;
    else if (!written && !port && faraday)
        port = 80; // Net::HTTP's own, when it is handed none
    struct str host = u.host;
    if (!host.n && faraday && !file)
        return proxy_fate(FATE_UNSET);
    if (!host.n && (str_present(host) ? !file || faraday : http || tls))
        host = STR("127.0.0.1"); // an empty name is this machine; none at all is none
    if (!port || !host.n || (host_is_nowhere(r->world, host) && (!u.port_text.n || !(http || tls))))
        return proxy_error(str_fmt(r->a,
                                   "SocketError: Failed to open TCP connection to %.*s%s%.*s "
                                   "(getaddrinfo: Name or service not known)",
                                   STR_ARG(host), u.port_text.n ? ":" : "", STR_ARG(u.port_text)));
    return proxy_ok(STR("http"), host, (uint32_t)port, u.login);
}

// --- .NET (HttpEnvironmentProxy.cs) --------------------------------------------------------------

struct proxy_read read_dotnet(const struct reading *r)
{
    static const struct {
        char prefix[12], scheme[8];
        uint32_t port;
    } known[] = {{"http://", "http", 80},
                 {"https://", "https", 443},
                 {"socks4://", "socks4", 1080},
                 {"socks4a://", "socks4a", 1080},
                 {"socks5://", "socks5", 1080}};
    struct str s = r->text, scheme = STR("http");
    uint64_t port = 80;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts_icase(s, str_of(known[i].prefix))) {
            scheme = str_of(known[i].scheme);
            port = known[i].port;
            s = str_from(s, strlen(known[i].prefix));
            break;
        }
    size_t at = str_rchr(s, '@'), close, colon, n;
    s = at == STR_NOWHERE ? s : str_from(s, at + 1);
    close = str_chr(s, ']');
    colon = str_rchr(s, ':');
    if (colon != STR_NOWHERE && close != STR_NOWHERE && colon < close)
        colon = STR_NOWHERE;
    struct str host = str_slice(s, 0, colon);
    if (colon != STR_NOWHERE) {
        struct str digits = str_from(s, colon + 1);
        for (n = 0; n < digits.n && byte_is_digit(digits.p[n]);)
            n++;
        if (!str_to_u64(str_slice(digits, 0, n), &port) || port > 65535)
            return proxy_fate(FATE_UNSET);
    }
    host = str_slice(host, 0, str_chr(host, '/')); // what UriBuilder makes of it
    if (host.n >= 2 && host.p[0] == '[')
        host = str_slice(host, 1, host.n - 1);
    if (!host.n || str_has_any(host, " \t\r\n\"\\<>^`{|}/?#"))
        return proxy_fate(FATE_UNSET);
    return proxy_ok(scheme, str_lower(host, r->a), (uint32_t)port, at != STR_NOWHERE);
}
