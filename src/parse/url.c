// SPDX-License-Identifier: MIT
#include "parse/url.h"

#include <stdio.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct scheme {
    char name[8];
    uint32_t port;
};

static const struct scheme schemes[] = {
    {"http", 80},     {"https", 443},    {"socks", 1080}, {"socks4", 1080}, {"socks4a", 1080},
    {"socks5", 1080}, {"socks5h", 1080}, {"ftp", 21},     {"ws", 80},       {"wss", 443},
};

static uint32_t default_port(struct str scheme)
{
    for (size_t i = 0; i < COUNT(schemes); i++)
        if (str_eq_icase(scheme, str_of(schemes[i].name)))
            return schemes[i].port;
    return 0;
}

static bool has_reference(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++) {
        char c = s.p[i], next = s.p[i + 1];
        if (c == '$' && (next == '{' || next == '(' || next == '_' || byte_is_alpha(next)))
            return true;
        if (c == '{' && next == '{')
            return true;
    }
    // %NAME%: a percent sign that no two hex digits follow, and another one behind a name.
    size_t open = str_chr(s, '%');
    if (open == STR_NOWHERE)
        return false;
    size_t end = open + 1;
    while (end < s.n && (byte_is_alnum(s.p[end]) || s.p[end] == '_'))
        end++;
    return end < s.n && s.p[end] == '%' && end > open + 3;
}

// Damage of the text as a whole, in the order in which it is most telling.
static enum url_fault whole_fault(struct str text)
{
    if (text.n == 0)
        return URL_EMPTY;
    if (has_reference(text))
        return URL_UNEXPANDED;
    struct str bare = str_trim(text);
    if (str_has_any(str_slice(bare, 0, 1), "\"'`") ||
        str_has_any(str_from(bare, bare.n ? bare.n - 1 : 0), "\"'`"))
        return URL_QUOTES;
    if (str_has_any(text, " \t"))
        return URL_BLANK;
    return str_has_control(text) ? URL_CONTROL : URL_OK;
}

static bool is_scheme(struct str s)
{
    if (s.n == 0 || !byte_is_alpha(s.p[0]))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && !memchr("+-.", s.p[i], 3))
            return false;
    return true;
}

// "http//host", "https:/host", "http:host": a scheme was meant.
static bool botched_scheme(struct str text)
{
    if (!str_starts_icase(text, STR("http")))
        return false;
    struct str rest = str_from(text, 4);
    if (rest.n && byte_lower(rest.p[0]) == 's')
        rest = str_from(rest, 1);
    return rest.n && (rest.p[0] == ':' || rest.p[0] == '/');
}

static enum url_fault cut_scheme(struct str *text, struct url *out)
{
    size_t at = str_find(*text, STR("://"));
    size_t stop = 0;
    while (stop < text->n && !memchr("/?#", text->p[stop], 3))
        stop++;
    if (at == STR_NOWHERE || at + 1 > stop) // "://" behind the path is no scheme's
        return botched_scheme(*text) ? URL_BAD_SCHEME : URL_NO_SCHEME;
    out->scheme = str_slice(*text, 0, at);
    *text = str_from(*text, at + 3);
    if (!is_scheme(out->scheme))
        return URL_BAD_SCHEME;
    out->port = default_port(out->scheme);
    return out->port ? URL_OK : URL_BAD_SCHEME;
}

static bool is_host(struct str host)
{
    for (size_t i = 0; i < host.n; i++) {
        char c = host.p[i];
        // A label may hold an underscore or UTF-8 (IDN): resolvers take the one, clients the other.
        if (!byte_is_alnum(c) && !memchr("-._", c, 3) && (unsigned char)c < 0x80)
            return false;
        if (c == '.' && (i == 0 || host.p[i - 1] == '.'))
            return false;
    }
    return true;
}

static bool is_ipv6(struct str host)
{
    size_t colons = 0;
    struct str zone = STR_NONE;
    size_t percent = str_chr(host, '%');
    if (percent != STR_NOWHERE) {
        zone = str_from(host, percent);
        host = str_slice(host, 0, percent);
    }
    for (size_t i = 0; i < host.n; i++) {
        if (host.p[i] == ':')
            colons++;
        else if (!byte_is_hex(host.p[i]) && host.p[i] != '.')
            return false;
    }
    return colons >= 2 && colons <= 7 && (!zone.p || zone.n > 1);
}

static enum url_fault read_port(struct str digits, struct url *out)
{
    out->port_text = digits;
    if (digits.n == 0)
        return URL_OK; // RFC 3986: "host:" means the default
    uint64_t port;
    if (!str_to_u64(digits, &port) || port == 0 || port > 65535)
        return URL_BAD_PORT;
    out->port = (uint32_t)port;
    out->port_written = true;
    return URL_OK;
}

static enum url_fault read_authority(struct str authority, struct url *out)
{
    size_t at = str_rchr(authority, '@');
    if (at != STR_NOWHERE) {
        out->userinfo = str_slice(authority, 0, at);
        authority = str_from(authority, at + 1);
    }
    if (authority.n && authority.p[0] == '[') {
        size_t close = str_chr(authority, ']');
        out->host = str_slice(authority, 1, close == STR_NOWHERE ? authority.n : close);
        out->ipv6 = true;
        if (close == STR_NOWHERE || !is_ipv6(out->host))
            return URL_BAD_HOST;
        authority = str_from(authority, close + 1);
        if (authority.n == 0)
            return URL_OK;
        return authority.p[0] == ':' ? read_port(str_from(authority, 1), out) : URL_BAD_HOST;
    }
    size_t colon = str_chr(authority, ':');
    out->host = str_slice(authority, 0, colon == STR_NOWHERE ? authority.n : colon);
    if (out->host.n == 0)
        return URL_NO_HOST;
    if (!is_host(out->host))
        return URL_BAD_HOST;
    return colon == STR_NOWHERE ? URL_OK : read_port(str_from(authority, colon + 1), out);
}

enum url_fault url_parse(struct str text, struct url *out)
{
    memset(out, 0, sizeof *out);
    enum url_fault first = whole_fault(text);
    struct str rest = str_trim_set(str_trim(text), "\"'`");
    enum url_fault scheme = cut_scheme(&rest, out);
    size_t end = 0;
    while (end < rest.n && !memchr("/?#", rest.p[end], 3))
        end++;
    enum url_fault authority = read_authority(str_slice(rest, 0, end), out);
    rest = str_from(rest, end);
    size_t hash = str_chr(rest, '#');
    if (hash != STR_NOWHERE) {
        out->fragment = str_from(rest, hash + 1);
        rest = str_slice(rest, 0, hash);
    }
    size_t mark = str_chr(rest, '?');
    if (mark != STR_NOWHERE) {
        out->query = str_from(rest, mark + 1);
        rest = str_slice(rest, 0, mark);
    }
    out->path = rest;
    return first != URL_OK ? first : scheme != URL_OK ? scheme : authority;
}

const char *url_fault_text(enum url_fault f)
{
    static const char *const texts[] = {
        [URL_OK] = "is a URL",
        [URL_EMPTY] = "is empty",
        [URL_NO_SCHEME] = "has no scheme (https://)",
        [URL_BAD_SCHEME] = "has a scheme that is none (https:// was meant)",
        [URL_BLANK] = "has a blank in it",
        [URL_QUOTES] = "has quotes around it",
        [URL_CONTROL] = "has a control character in it",
        [URL_UNEXPANDED] = "holds a reference that nothing expanded",
        [URL_NO_HOST] = "has no host",
        [URL_BAD_HOST] = "has a host that is none",
        [URL_BAD_PORT] = "has a port that is none",
    };
    return texts[f];
}

// Where the part begins that may hold a login: behind the scheme.
static size_t login_start(struct str text)
{
    size_t at = str_find(text, STR("://"));
    return at == STR_NOWHERE ? 0 : at + 3;
}

struct str url_public(struct str text, struct arena *a)
{
    struct url u;
    enum url_fault fault = url_parse(text, &u);
    bool is_url = u.scheme.n && u.host.n && fault != URL_BAD_SCHEME;
    if (!is_url && str_has_any(text, "@?"))
        return STR("(not a URL)");
    if (!is_url)
        return text;
    size_t start = login_start(text), at = str_rchr(text, '@');
    struct str head = str_slice(text, 0, start);
    struct str tail = str_from(text, at == STR_NOWHERE || at < start ? start : at + 1);
    for (size_t i = 0; i < tail.n; i++)
        if (tail.p[i] == '?' || tail.p[i] == '#') {
            tail = str_slice(tail, 0, i);
            break;
        }
    return head.n + tail.n == text.n ? text : str_join(head, tail, a);
}

struct str proxy_public(struct str text, struct arena *a)
{
    size_t start = login_start(text), at = str_rchr(text, '@');
    if (at == STR_NOWHERE || at < start)
        return text;
    struct str login = str_slice(text, start, at);
    size_t colon = str_chr(login, ':');
    struct str head = str_slice(text, 0, start);
    struct str user = str_slice(login, 0, colon == STR_NOWHERE ? login.n : colon);
    const char *masked = colon == STR_NOWHERE ? "" : ":***";
    return str_fmt(a, "%.*s%.*s%s%.*s", STR_ARG(head), STR_ARG(user), masked,
                   STR_ARG(str_from(text, at)));
}

// The quote that is open at `to`, or 0.
static char quote_open(struct str text, size_t to)
{
    char open = 0;
    for (size_t i = 0; i < to; i++) {
        char c = text.p[i];
        if (open ? c == open : c == '"' || c == '\'')
            open = open ? 0 : c;
    }
    return open;
}

// Behind the value: at a blank or '&' that no quote holds (-Dx.password="two words"), or at the end
// of the quote that the name stands in ("-Dx.password=two words").
static size_t value_end(struct str text, size_t from)
{
    char outer = quote_open(text, from), open = outer;
    for (size_t i = from; i < text.n; i++) {
        char c = text.p[i];
        if (outer && c == outer)
            return i;
        if (open ? c == open : c == '"' || c == '\'')
            open = open ? 0 : c;
        else if (!open && (byte_is_space(c) || c == '&'))
            return i;
    }
    return text.n;
}

size_t secret_parameter(struct str text, size_t from, size_t *end)
{
    static const char *const words[] = {"password", "passwd", "key", "token", "secret"};
    for (size_t at; (at = str_chr(str_from(text, from), '=')) != STR_NOWHERE; from += at + 1) {
        size_t value = from + at + 1;
        struct str before = str_slice(text, value > 24 ? value - 24 : 0, value - 1);
        bool named = false;
        for (size_t i = 0; i < COUNT(words); i++)
            named |= str_ends_icase(before, str_of(words[i]));
        if (!named)
            continue;
        *end = value_end(text, value);
        if (*end > value)
            return value;
    }
    return STR_NOWHERE;
}

// Four decimal numbers; the way inet_aton reads other forms is not a host people write.
static bool ipv4(struct str host, unsigned out[4])
{
    struct str rest = host, piece;
    for (size_t i = 0; i < 4; i++) {
        uint64_t number;
        if (!str_cut(&rest, '.', &piece) || piece.n > 3 || !str_to_u64(piece, &number) ||
            number > 255)
            return false;
        out[i] = (unsigned)number;
    }
    return !str_present(rest);
}

static struct str bare_host(struct str host)
{
    if (host.n > 1 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = str_slice(host, 1, host.n - 1);
    return str_ends(host, STR(".")) ? str_slice(host, 0, host.n - 1) : host;
}

bool host_is_loopback(struct str host)
{
    unsigned n[4];
    host = bare_host(host);
    if (ipv4(host, n))
        return n[0] == 127;
    if (str_starts_icase(host, STR("::ffff:127.")))
        return true;
    return str_eq_icase(host, STR("localhost")) || str_ends_icase(host, STR(".localhost")) ||
           str_eq(host, STR("::1")) || str_eq(host, STR("0:0:0:0:0:0:0:1"));
}

bool host_is_link_local(struct str host)
{
    unsigned n[4];
    host = bare_host(host);
    if (str_starts_icase(host, STR("::ffff:")))
        host = str_from(host, 7);
    if (ipv4(host, n))
        return n[0] == 169 && n[1] == 254;
    // fe80::/10 is fe80 to febf
    return str_starts_icase(host, STR("fe")) && host.n > 4 && host.p[4] == ':' &&
           memchr("89abAB", host.p[2], 6) != NULL;
}

static bool private_ipv4(const unsigned n[4])
{
    return n[0] == 10 || (n[0] == 172 && n[1] >= 16 && n[1] <= 31) ||
           (n[0] == 192 && n[1] == 168) || (n[0] == 100 && n[1] >= 64 && n[1] <= 127) ||
           n[0] == 127 || n[0] == 0;
}

bool host_is_private(struct str host)
{
    static const char *const domains[] = {".local", ".lan",  ".internal", ".intranet",
                                          ".corp",  ".home", ".test",     ".home.arpa"};
    unsigned n[4];
    host = bare_host(host);
    if (host_is_loopback(host) || host_is_link_local(host))
        return true;
    if (ipv4(host, n))
        return private_ipv4(n);
    if (str_chr(host, ':') != STR_NOWHERE) // fc00::/7
        return host.n > 1 && byte_lower(host.p[0]) == 'f' && memchr("cdCD", host.p[1], 4) != NULL;
    for (size_t i = 0; i < COUNT(domains); i++)
        if (str_ends_icase(host, str_of(domains[i])))
            return true;
    return host.n > 0 && str_chr(host, '.') == STR_NOWHERE;
}
