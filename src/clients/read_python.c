// SPDX-License-Identifier: MIT
// Proxy values as Python's clients read them: urllib.request, urllib3 (requests), httpx, yarl
// (aiohttp). Each is its library's own splitting, with its own words.
#include "base/utf8.h"
#include "clients/blanks.h"
#include "clients/httpx.h"

static struct str strip(struct str s)
{
    return blanks_trimmed(s, BLANKS_PYTHON);
}

bool python_int(struct str s, uint64_t *out)
{
    uint64_t v = 0;
    s = strip(s);
    if (s.n && s.p[0] == '+')
        s = str_from(s, 1);
    if (!s.n)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '_' && i > 0 && i + 1 < s.n && s.p[i - 1] != '_')
            continue;
        if (!byte_is_digit(s.p[i]))
            return false;
        v = v > 1000000000 ? v : v * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = v;
    return true;
}

// Copied along and not seen: NBSP, soft hyphens, zero-width marks, smart quotes, BOM. IDNA knows
// none of them.
bool python_idna_refuses(struct str host)
{
    for (size_t i = 0; i + 1 < host.n; i++) {
        const unsigned char *p = (const unsigned char *)host.p + i;
        if (p[0] == 0xc2 && (p[1] == 0xa0 || p[1] == 0xad))
            return true;
        if (i + 2 < host.n && p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x80 && p[2] <= 0x9f)
            return true;
        if (i + 2 < host.n && p[0] == 0xef && p[1] >= 0xbb) // the mark, full-width letters
            return true;
    }
    return false;
}

static bool has_control(struct str s, unsigned char upto)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= upto || s.p[i] == 0x7f)
            return true;
    return false;
}

struct str python_repr(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    bool single = str_chr(s, '\'') != STR_NOWHERE && str_chr(s, '"') == STR_NOWHERE;
    buf_byte(&b, single ? '"' : '\'');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n' || c == '\r' || c == '\t')
            buf_fmt(&b, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        else if (c < 0x20 || c == 0x7f)
            buf_fmt(&b, "\\x%02x", c);
        else if (c == '\\' || (c == '\'' && !single))
            buf_fmt(&b, "\\%c", c);
        else
            buf_byte(&b, (char)c);
    }
    buf_byte(&b, single ? '"' : '\'');
    return buf_str(&b);
}

bool python_netloc_refused(struct str netloc)
{
    bool opens = str_chr(netloc, '[') != STR_NOWHERE, closes = str_chr(netloc, ']') != STR_NOWHERE;
    size_t at = str_rchr(netloc, '@');
    struct str host = at == STR_NOWHERE ? netloc : str_from(netloc, at + 1);
    size_t open = str_chr(host, '['), close = str_chr(host, ']');
    struct address a;
    if (!opens && !closes)
        return false;
    if (opens != closes || open != 0 || close == STR_NOWHERE)
        return true;
    if (close + 1 < host.n && host.p[close + 1] != ':')
        return true;
    host = str_slice(host, 1, close);
    host = str_slice(host, 0, str_chr(host, '%'));
    return !address_parse(host, &a) || a.family != 6;
}

// --- urllib ---------------------------------------------------------------------------------

// _splittype: "name:rest" where the name holds no slash and no colon.
static bool split_type(struct str s, struct str *type, struct str *rest)
{
    size_t colon = str_chr(s, ':'), slash = str_chr(s, '/');
    if (colon == STR_NOWHERE || colon == 0 || (slash != STR_NOWHERE && slash < colon)) {
        *type = STR_NONE;
        *rest = s;
        return false;
    }
    *type = str_slice(s, 0, colon);
    *rest = str_from(s, colon + 1);
    return true;
}

// An error that only shows when the proxy is used.
static struct proxy_read fails_in_use(struct str words)
{
    return (struct proxy_read){.fate = FATE_OK, .error = words};
}

static struct proxy_read urllib_connect(const struct reading *r, struct str scheme,
                                        struct str hostport, bool login)
{
    bool https = r->target->https;
    size_t colon = str_rchr(hostport, ':'), bracket = str_rchr(hostport, ']');
    uint64_t port = https || str_eq(scheme, STR("https")) ? 443 : 80;
    struct str host = hostport;
    if (colon != STR_NOWHERE && (bracket == STR_NOWHERE || colon > bracket)) {
        struct str text = str_from(hostport, colon + 1);
        host = str_slice(hostport, 0, colon);
        if (text.n && !python_int(text, &port))
            return fails_in_use(
                str_fmt(r->a, "http.client.InvalidURL: nonnumeric port: '%.*s'", STR_ARG(text)));
    }
    if (has_control(host, 0x20))
        return fails_in_use(STR("http.client.InvalidURL: URL can't contain control characters"));
    if (port > 65535)
        return fails_in_use(STR("OverflowError: connect(): port must be 0-65535."));
    struct address address;
    bool both = host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
    host = both ? str_slice(host, 1, host.n - 1) : host;
    bool colons = str_chr(host, ':') != STR_NOWHERE && !address_parse(host, &address);
    struct proxy_read out = proxy_ok(https ? STR("http") : scheme, host, (uint32_t)port, login);
    if (!host.n || colons || (host_is_nowhere(r->world, host) && colon == STR_NOWHERE))
        out.error =
            STR("urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>");
    return out;
}

// urllib.parse.unquote: an escape that is none stays.
static struct str unquote(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        bool escape =
            s.p[i] == '%' && i + 2 < s.n && byte_is_hex(s.p[i + 1]) && byte_is_hex(s.p[i + 2]);
        buf_byte(&b, escape ? (char)(byte_hex(s.p[i + 1]) * 16 + byte_hex(s.p[i + 2])) : s.p[i]);
        i += escape ? 2 : 0;
    }
    return buf_str(&b);
}

struct proxy_read read_urllib(const struct reading *r)
{
    struct str type, rest, authority;
    split_type(r->text, &type, &rest);
    if (!str_starts(rest, STR("/"))) {
        type = STR_NONE;
        authority = r->text;
    } else if (!str_starts(rest, STR("//"))) {
        return proxy_error(str_fmt(r->a, "ValueError: proxy URL with no authority: %.*s",
                                   STR_ARG(python_repr(r->text, r->a))));
    } else {
        size_t at = str_chr(rest, '@'), from = at == STR_NOWHERE ? 2 : at;
        size_t end = str_chr(str_from(rest, from), '/');
        authority = str_slice(rest, 2, end == STR_NOWHERE ? end : from + end);
    }
    size_t at = str_rchr(authority, '@');
    struct str hostport =
        unquote(at == STR_NOWHERE ? authority : str_from(authority, at + 1), r->a);
    struct str scheme = str_present(type) ? str_lower(type, r->a) : r->target->scheme;
    // An https target is tunnelled in plain HTTP, whatever the scheme says; for http the
    // handler of the proxy's scheme takes over.
    if (!r->target->https && !str_eq(scheme, STR("http")) && !str_eq(scheme, STR("https")))
        return fails_in_use(str_fmt(r->a,
                                    "urllib.error.URLError: <urlopen error unknown url type: %.*s>",
                                    STR_ARG(scheme)));
    return urllib_connect(r, scheme, hostport, at != STR_NOWHERE);
}

// --- urllib3, as requests uses it --------------------------------------------------------------

struct url3 {
    struct str scheme, auth, host, port, path; // absent: not there
    bool bad;
};

static bool reg_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (memchr("[]:/?#", s.p[i], 6))
            return false;
        if (s.p[i] == '%' && (i + 2 >= s.n || !byte_is_hex(s.p[i + 1]) || !byte_is_hex(s.p[i + 2])))
            return false;
    }
    return true;
}

// ^(name|IPv4|[IPv6])(?::0*(|0|[1-9][0-9]{0,4}))?$ where "$" lets one LF pass.
static void url3_host_port(struct url3 *u, struct str s)
{
    size_t end = s.n && s.p[0] == '[' ? str_chr(s, ']') : STR_NOWHERE;
    size_t colon = str_chr(end == STR_NOWHERE ? s : str_from(s, end), ':');
    struct address a;
    if (end != STR_NOWHERE && colon != STR_NOWHERE)
        colon += end;
    u->host = str_slice(s, 0, colon);
    u->port = colon == STR_NOWHERE ? STR_NONE : str_from(s, colon + 1);
    struct str *last = colon == STR_NOWHERE ? &u->host : &u->port;
    if (str_present(u->port) && str_ends(*last, STR("\n")))
        *last = str_slice(*last, 0, last->n - 1);
    if (s.n && s.p[0] == '[')
        u->bad = end == STR_NOWHERE || u->host.n != end + 1 ||
                 !address_parse(str_slice(s, 1, end), &a) || a.family != 6;
    else
        u->bad = !reg_name(u->host) || python_idna_refuses(u->host);
    if (!str_present(u->port))
        return;
    struct str digits = str_trim_left_set(u->port, "0");
    uint64_t port;
    if (digits.n && (digits.n > 5 || !str_to_u64(digits, &port) || port > 65535))
        u->bad = true;
    if (!u->port.n)
        u->port = STR_NONE;
}

// [a-zA-Z][a-zA-Z0-9+-]*:, or a slash: else the text is an authority.
static bool url3_has_scheme(struct str s)
{
    size_t i = 0;
    if (s.n && s.p[0] == '/')
        return true;
    if (!s.n || !byte_is_alpha(s.p[0]))
        return false;
    while (i < s.n && (byte_is_alnum(s.p[i]) || s.p[i] == '+' || s.p[i] == '-'))
        i++;
    return i < s.n && s.p[i] == ':';
}

static struct url3 url3_parse(struct str s, struct arena *a)
{
    struct url3 u = {0};
    if (!url3_has_scheme(s)) {
        s = str_join(STR("//"), s, a);
    } else if (s.p[0] != '/') {
        size_t colon = str_chr(s, ':');
        u.scheme = str_lower(str_slice(s, 0, colon), a);
        s = str_from(s, colon + 1);
    }
    if (str_starts(s, STR("//"))) {
        size_t end = 2;
        while (end < s.n && !memchr("\\/?#", s.p[end], 4))
            end++;
        struct str authority = str_slice(s, 2, end);
        s = str_from(s, end);
        size_t at = str_rchr(authority, '@');
        if (at != STR_NOWHERE && at > 0)
            u.auth = str_slice(authority, 0, at);
        if (authority.n)
            url3_host_port(&u, at == STR_NOWHERE ? authority : str_from(authority, at + 1));
    }
    size_t cut = 0;
    while (cut < s.n && s.p[cut] != '?' && s.p[cut] != '#')
        cut++;
    u.path = cut ? str_slice(s, 0, cut) : STR_NONE;
    if (cut && s.p[0] != '/')
        u.path = str_join(STR("/"), u.path, a);
    return u;
}

// requests' prepend_scheme_if_needed: without an authority the path takes its place.
static struct str prepend_scheme(const struct url3 *u, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_add(&b, str_present(u->scheme) ? u->scheme : STR("http"));
    buf_z(&b, "://");
    if (u->auth.n) {
        buf_add(&b, u->auth);
        buf_byte(&b, '@');
    }
    if (u->host.n) {
        buf_add(&b, u->host);
        if (u->port.n)
            buf_fmt(&b, ":%.*s", STR_ARG(u->port));
        buf_add(&b, u->path);
    } else {
        buf_add(&b, u->path);
    }
    return buf_str(&b);
}

// requests hands the value to urlsplit() besides, which looks behind "//" alone.
static bool split_refuses(struct str s)
{
    size_t n = 0;
    while (s.n && (unsigned char)s.p[0] <= 0x20)
        s = str_from(s, 1);
    if (s.n && byte_is_alpha(s.p[0]))
        while (n < s.n && (byte_is_alnum(s.p[n]) || memchr("+-.", s.p[n], 3)))
            n++;
    if (n && n < s.n && s.p[n] == ':')
        s = str_from(s, n + 1);
    if (!str_starts(s, STR("//")))
        return false;
    s = str_from(s, 2);
    return python_netloc_refused(str_slice(s, 0, str_until(s, "/?#")));
}

// The header is Latin-1; without a name there is none.
static bool login_is_wide(struct str login, struct arena *a)
{
    struct str text = unquote(login, a);
    uint32_t code;
    bool wide = false;
    for (size_t i = 0; i < text.n;) {
        i += utf8_at(text, i, &code);
        wide = wide || code > 0xff; // also what is no UTF-8, which unquote() replaces
    }
    return wide && str_chr(login, ':') != 0;
}

struct proxy_read read_urllib3(const struct reading *r)
{
    struct url3 u = url3_parse(r->text, r->a);
    if ((r->rules->form & FORM_PORT_FIVE) && u.port.n > 5)
        u.bad = true;
    if (!u.bad)
        u = url3_parse(prepend_scheme(&u, r->a), r->a);
    if (u.bad)
        return proxy_error(str_fmt(r->a, "requests.exceptions.InvalidURL: Failed to parse: %.*s",
                                   STR_ARG(r->text)));
    if (split_refuses(r->text))
        return proxy_error(STR("builtins.ValueError: Invalid IPv6 URL"));
    if (!u.host.n)
        return proxy_error(STR("requests.exceptions.InvalidProxyURL: Please check proxy URL. It is "
                               "malformed and could be missing the host."));
    bool socks = str_starts(u.scheme, STR("socks"));
    if (socks && !r->world->python_socks)
        return proxy_error(STR("requests.exceptions.InvalidSchema: Missing dependencies for SOCKS "
                               "support."));
    if (str_eq(u.scheme, STR("socks")))
        return proxy_error(str_fmt(r->a, "ValueError: Unable to determine SOCKS version from %.*s",
                                   STR_ARG(r->text)));
    if (!socks && !str_eq(u.scheme, STR("http")) && !str_eq(u.scheme, STR("https")))
        return proxy_error(str_fmt(r->a,
                                   "requests.exceptions.InvalidURL: Proxy URL had unsupported "
                                   "scheme %.*s, should use http:// or https://",
                                   STR_ARG(u.scheme)));
    if (!socks && login_is_wide(u.auth, r->a))
        return proxy_error(STR("builtins.UnicodeEncodeError: 'latin-1' codec can't encode "
                               "characters: ordinal not in range(256)"));
    struct str host = u.host.p[0] == '[' ? str_slice(u.host, 1, u.host.n - 1) : u.host;
    host = str_lower(host, r->a);
    if (!socks && has_control(host, 0x20))
        return proxy_error(
            str_fmt(r->a,
                    "requests.exceptions.ConnectionError: ('Connection aborted.', InvalidURL(\"URL "
                    "can't contain control characters. %.*s\"))",
                    STR_ARG(python_repr(host, r->a))));
    uint64_t port = socks ? 1080 : str_eq(u.scheme, STR("https")) ? 443 : 80;
    if (!u.port.n && host_is_nowhere(r->world, host))
        return proxy_error(str_fmt(
            r->a,
            "requests.exceptions.ProxyError: HTTPSConnectionPool(host='%.*s', port=%u): Max "
            "retries exceeded (Caused by ProxyError('Unable to connect to proxy', "
            "NameResolutionError(\"Failed to resolve '%.*s'\")))",
            STR_ARG(r->target->host), r->target->port, STR_ARG(host)));
    uint64_t written = 0;
    if (u.port.n && str_to_u64(u.port, &written) && written)
        port = written; // ":0" counts as none
    return proxy_ok(u.scheme, host, (uint32_t)port, u.auth.n > 0);
}
