// SPDX-License-Identifier: MIT
// httpx: proxy values and list entries are URLs, one parser for both (clients.md 12.4).
#include "clients/httpx.h"

static const char *package(const struct rules *rules)
{
    return rules->form & FORM_HTTPX2 ? "httpx2" : "httpx";
}

static bool check_printable(struct str s, struct httpx_url *u, struct arena *a)
{
    size_t at = 0; // Python counts characters
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c == 0x7f) {
            u->error =
                str_fmt(a, "Invalid non-printable ASCII character in URL, %.*s at position %zu.",
                        STR_ARG(python_repr(str_slice(s, i, i + 1), a)), at);
            return false;
        }
        at += (c & 0xc0) != 0x80;
    }
    return true;
}

// [a-zA-Z][a-zA-Z0-9+.-]*:
static size_t scheme_length(struct str s)
{
    size_t i = 0;
    if (!s.n || !byte_is_alpha(s.p[0]))
        return 0;
    while (i < s.n && (byte_is_alnum(s.p[i]) || memchr("+.-", s.p[i], 3)))
        i++;
    return i < s.n && s.p[i] == ':' ? i : 0;
}

static void read_port(struct httpx_url *u, struct str text, struct arena *a)
{
    if (!text.n)
        return;
    if (!python_int(text, &u->port)) {
        u->error = str_fmt(a, "Invalid port: %.*s", STR_ARG(python_repr(text, a)));
        return;
    }
    bool usual = (str_eq(u->scheme, STR("http")) && u->port == 80) ||
                 (str_eq(u->scheme, STR("https")) && u->port == 443);
    u->port_written = !usual;
}

static bool four_numbers(struct str s)
{
    size_t dots = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && i > 0 && s.p[i - 1] != '.')
            dots++;
        else if (!byte_is_digit(s.p[i]))
            return false;
    }
    return dots == 3 && s.p[s.n - 1] != '.';
}

// A label that IDNA cannot encode: letters beyond ASCII beside what no host name holds.
static bool label_is_bad(struct str host)
{
    struct str label;
    while (str_present(host) && str_cut(&host, '.', &label)) {
        bool wide = false, odd = false;
        for (size_t i = 0; i < label.n; i++) {
            wide = wide || (unsigned char)label.p[i] >= 0x80;
            odd = odd || ((unsigned char)label.p[i] < 0x80 && !byte_is_alnum(label.p[i]) &&
                          label.p[i] != '-');
        }
        if (wide && (odd || python_idna_refuses(label)))
            return true;
    }
    return false;
}

// ipaddress takes a zone behind an IPv6 address.
static struct str without_zone(struct str s)
{
    size_t percent = str_chr(s, '%');
    bool zone = percent != STR_NOWHERE && str_chr(str_slice(s, 0, percent), ':') != STR_NOWHERE &&
                percent + 1 < s.n && str_chr(str_from(s, percent + 1), '%') == STR_NOWHERE;
    return zone ? str_slice(s, 0, percent) : s;
}

// (userinfo@)?([...]|[^:@]*):?port
static void read_authority(struct httpx_url *u, struct str s, struct arena *a)
{
    size_t at = str_rchr(s, '@'), end = 0;
    struct address address;
    u->userinfo = at == STR_NOWHERE ? STR("") : str_slice(s, 0, at);
    s = at == STR_NOWHERE ? s : str_from(s, at + 1);
    size_t close = s.n && s.p[0] == '[' ? str_rchr(s, ']') : STR_NOWHERE;
    if (close != STR_NOWHERE) {
        end = close + 1;
    } else {
        while (end < s.n && s.p[end] != ':' && s.p[end] != '@')
            end++;
    }
    u->host = str_lower(str_slice(s, 0, end), a);
    s = str_from(s, end);
    if (s.n && s.p[0] == ':')
        s = str_from(s, 1);
    if (close != STR_NOWHERE) {
        struct str inner = str_slice(u->host, 1, u->host.n - 1);
        if (!address_parse(without_zone(inner), &address) || address.family != 6)
            u->error = str_fmt(a, "Invalid IPv6 address: %.*s", STR_ARG(python_repr(u->host, a)));
        u->host = inner;
    } else if (label_is_bad(u->host)) {
        u->error = str_fmt(a, "Invalid IDNA hostname: %.*s", STR_ARG(python_repr(u->host, a)));
    } else if (four_numbers(u->host) && !address_parse(u->host, &address)) {
        u->error = str_fmt(a, "Invalid IPv4 address: %.*s", STR_ARG(python_repr(u->host, a)));
    }
    if (!str_present(u->error))
        read_port(u, s, a);
}

struct httpx_url httpx_parse(struct str text, struct arena *a)
{
    struct httpx_url u = {.scheme = STR(""), .userinfo = STR(""), .host = STR("")};
    struct str s = text;
    if (s.n > 65536)
        u.error = STR("URL too long");
    if (s.n > 65536 || !check_printable(s, &u, a))
        return u;
    size_t n = scheme_length(s), end;
    if (n) {
        u.scheme = str_lower(str_slice(s, 0, n), a);
        s = str_from(s, n + 1);
    }
    if (str_starts(s, STR("//"))) {
        end = 2;
        while (end < s.n && !memchr("/?#", s.p[end], 3))
            end++;
        read_authority(&u, str_slice(s, 2, end), a);
        s = str_from(s, end);
    }
    size_t hash = str_chr(s, '#');
    s = str_slice(s, 0, hash);
    end = str_chr(s, '?');
    u.path = str_slice(s, 0, end);
    u.query = end == STR_NOWHERE ? STR_NONE : str_from(s, end + 1);
    return u;
}

// Percent-encodes what httpx does in a path; a valid %HH stays.
static void quote_path(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c >= 0x7f || memchr("\"#<>?`{}", c, 8))
            buf_fmt(b, "%%%02X", c);
        else
            buf_byte(b, (char)c);
    }
}

struct str httpx_repr(const struct httpx_url *u, struct arena *a)
{
    struct buf b = buf_in(a);
    size_t colon = str_chr(u->userinfo, ':');
    if (u->scheme.n)
        buf_fmt(&b, "%.*s:", STR_ARG(u->scheme));
    if (u->host.n || u->userinfo.n || u->port_written) {
        buf_z(&b, "//");
        if (u->userinfo.n)
            buf_fmt(&b, "%.*s%s@", STR_ARG(str_slice(u->userinfo, 0, colon)),
                    colon == STR_NOWHERE ? "" : ":[secure]");
        bool v6 = str_chr(u->host, ':') != STR_NOWHERE;
        buf_fmt(&b, v6 ? "[%.*s]" : "%.*s", STR_ARG(u->host));
        if (u->port_written)
            buf_fmt(&b, ":%u", (unsigned)u->port);
    }
    quote_path(&b, u->path);
    return str_fmt(a, "URL(%.*s)", STR_ARG(python_repr(buf_str(&b), a)));
}

static bool rfc_text(struct str s, const char *others)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            if (i + 2 >= s.n || !byte_is_hex(s.p[i + 1]) || !byte_is_hex(s.p[i + 2]))
                return false;
            i += 2;
        } else if (!byte_is_alnum(c) && (unsigned char)c < 0x80 &&
                   !(c && strchr("_.~-!$&'()*+,;=", c)) && !(c && strchr(others, c))) {
            return false;
        }
    }
    return true;
}

// [login@]name[:digits], "$" letting one LF pass: the rfc3986 package, whose failure was silent.
static bool rfc_authority(struct str s, struct httpx_url *u)
{
    size_t at = str_chr(s, '@');
    s = str_ends(s, STR("\n")) ? str_slice(s, 0, s.n - 1) : s;
    if (at == 0 || (at != STR_NOWHERE && !rfc_text(str_slice(s, 0, at), ":")))
        return false;
    u->userinfo = at == STR_NOWHERE ? STR("") : str_slice(s, 0, at);
    s = at == STR_NOWHERE ? s : str_from(s, at + 1);
    size_t close = s.n && s.p[0] == '[' ? str_chr(s, ']') : STR_NOWHERE;
    size_t colon = str_rchr(s, ':');
    struct address a;
    if (close != STR_NOWHERE && colon != STR_NOWHERE && colon < close)
        colon = STR_NOWHERE;
    struct str port = colon == STR_NOWHERE ? STR("") : str_from(s, colon + 1);
    u->host = str_slice(s, 0, colon);
    if (port.n > 5 || (port.n && !str_to_u64(port, &u->port)))
        return false;
    if (close == STR_NOWHERE)
        return rfc_text(u->host, "");
    struct str inside = str_slice(u->host, 1, close);
    if ((colon != close + 1 && s.n != close + 1) || !address_parse(inside, &a))
        return false;
    u->host = a.family == 6 ? inside : u->host; // only what holds a colon loses its brackets
    return true;
}

// httpx before 0.24: what is no authority is no host, and no error.
static struct httpx_url httpx_parse_old(struct str text, struct arena *a)
{
    struct httpx_url u = {.scheme = STR(""), .userinfo = STR(""), .host = STR("")};
    size_t n = scheme_length(text), end = 2;
    struct str s = n ? str_from(text, n + 1) : text;
    u.scheme = str_lower(str_slice(text, 0, n), a);
    if (!str_starts(s, STR("//"))) {
        u.path = s;
        return u;
    }
    while (end < s.n && !memchr("\\/?#", s.p[end], 4))
        end++;
    u.path = str_from(s, end);
    if (!rfc_authority(str_slice(s, 2, end), &u)) {
        u.host = u.userinfo = STR("");
        u.port = 0;
    }
    if (label_is_bad(u.host) || str_has(u.host, STR("\xe3\x80\x82"))) // no dot to it
        u.error = str_fmt(a, "The authority (%.*s) is not valid.", STR_ARG(str_slice(s, 2, end)));
    if (!u.host.n) // only an absolute URL is normalized
        u.scheme = str_slice(text, 0, n);
    u.host = str_lower(u.host, a);
    u.port_written = u.port && u.port != (str_eq(u.scheme, STR("https")) ? 443u : 80u);
    return u;
}

static struct httpx_url parse_as(const struct rules *rules, struct str text, struct arena *a)
{
    return rules->form & FORM_HTTPX_OLD ? httpx_parse_old(text, a) : httpx_parse(text, a);
}

static const char no_socks[] = "builtins.ImportError: Using SOCKS proxy, but the 'socksio' package "
                               "is not installed. Make sure to install httpx using `pip install "
                               "httpx[socks]`.";

struct proxy_read read_httpx(const struct reading *r)
{
    bool bare = str_find(r->text, STR("://")) == STR_NOWHERE;
    struct str text = bare ? str_join(STR("http://"), r->text, r->a) : r->text;
    struct httpx_url u = parse_as(r->rules, text, r->a);
    const char *name = package(r->rules);
    if (str_present(u.error))
        return proxy_error(str_fmt(r->a, "%s.InvalidURL: %.*s", name, STR_ARG(u.error)));
    bool socks = str_eq(u.scheme, STR("socks5")) ||
                 (str_eq(u.scheme, STR("socks5h")) && !(r->rules->form & FORM_SOCKS5H_UNKNOWN));
    bool tls = str_eq(u.scheme, STR("https"));
    if (!socks && !tls && !str_eq(u.scheme, STR("http")))
        return proxy_error(str_fmt(r->a, "builtins.ValueError: Unknown scheme for proxy URL %.*s",
                                   STR_ARG(httpx_repr(&u, r->a))));
    if (socks && !r->world->python_socks)
        return proxy_error(str_of(no_socks));
    if (!u.host.n || u.host.p[0] == '[' || (!u.port_written && host_is_nowhere(r->world, u.host)))
        return (struct proxy_read){.fate = FATE_OK,
                                   .scheme = STR_NONE, // fails only when it is used
                                   .error = str_fmt(r->a,
                                                    "%s.ConnectError: [Errno -2] Name or "
                                                    "service not known",
                                                    name)};
    if (u.port_written && u.port > 65535)
        return (struct proxy_read){.fate = FATE_OK,
                                   .error = STR("OverflowError: connect(): port must be 0-65535.")};
    // 5 and 5h alike leave the name to the proxy.
    return proxy_ok(socks ? STR("socks5h") : u.scheme, u.host,
                    u.port_written ? (uint32_t)u.port
                    : socks        ? 1080
                    : tls          ? 443
                                   : 80,
                    u.userinfo.n > 0);
}

// --- the list -------------------------------------------------------------------------------

static struct str pattern_of(const struct rules *rules, struct str entry, struct arena *a)
{
    struct address address;
    if (rules->form & FORM_HTTPX_OLD)
        return str_join(STR("all://*"), entry, a);
    struct str front = str_slice(entry, 0, str_chr(entry, '/'));
    if (str_find(entry, STR("://")) != STR_NOWHERE)
        return entry;
    if (address_parse(without_zone(front), &address))
        return str_fmt(a, address.family == 4 ? "all://%.*s" : "all://[%.*s]", STR_ARG(entry));
    if (str_eq_icase(entry, STR("localhost")))
        return str_join(STR("all://"), entry, a);
    return str_join(STR("all://*"), entry, a);
}

static bool pattern_host(struct str pattern, struct str host)
{
    bool below = str_starts(pattern, STR("*.")), star = str_starts(pattern, STR("*"));
    struct str domain = str_from(pattern, below ? 2 : star ? 1 : 0);
    if (!pattern.n || str_eq(pattern, STR("*")))
        return true;
    if (!star || (!below && str_eq(host, domain)))
        return str_eq(host, domain);
    return host.n > domain.n + 1 && host.p[host.n - domain.n - 1] == '.' && str_ends(host, domain);
}

static bool pattern_matches(const struct httpx_url *u, const struct target *t)
{
    bool all = str_eq(u->scheme, STR("all")) || !u->scheme.n;
    bool port_told = t->port_written && t->port != (t->https ? 443u : 80u);
    if (!all && !str_eq(u->scheme, t->scheme))
        return false;
    if (u->port_written && !(port_told && u->port == t->port))
        return false;
    return pattern_host(u->host, t->host);
}

bool list_httpx(const struct situation *s, struct str list, struct str *error)
{
    struct str rest = list, entry;
    bool matched = false;
    while (str_present(rest) && str_cut(&rest, ',', &entry))
        if (str_eq(blanks_trimmed(entry, BLANKS_PYTHON), STR("*")))
            return true;
    rest = list;
    while (str_present(rest) && str_cut(&rest, ',', &entry)) {
        entry = blanks_trimmed(entry, BLANKS_PYTHON);
        if (!entry.n)
            continue;
        struct httpx_url u = parse_as(s->rules, pattern_of(s->rules, entry, s->a), s->a);
        if (str_present(u.error)) {
            *error = str_fmt(s->a, "%s.InvalidURL: %.*s", package(s->rules), STR_ARG(u.error));
            return false;
        }
        // A pattern without host and port yields to the proxies, which stand before it.
        bool hostless = (!u.host.n || str_eq(u.host, STR("*"))) && !u.port_written;
        matched = matched || (!hostless && pattern_matches(&u, &s->target));
    }
    return matched;
}

// --- yarl -----------------------------------------------------------------------------------

struct yarl_url {
    struct str scheme, user, host, rest; // rest: path and what follows
    uint64_t port;
    bool port_written, authority;
    const char *error;
};

static bool scheme_char(char c)
{
    return byte_is_alnum(c) || c == '+' || c == '-' || c == '.';
}

static void yarl_netloc(struct yarl_url *u, struct str s, bool strict)
{
    size_t at = str_rchr(s, '@');
    if (at != STR_NOWHERE)
        u->user = str_slice(s, 0, at);
    struct str h = at == STR_NOWHERE ? s : str_from(s, at + 1);
    size_t open = str_chr(h, '['), close = str_chr(h, ']'), colon;
    if (python_netloc_refused(s)) {
        u->error = "builtins.ValueError: Invalid IPv6 URL";
        return;
    }
    if (open != STR_NOWHERE) {
        u->host = str_slice(h, open + 1, close);
        colon = str_chr(str_from(h, close), ':');
        colon = colon == STR_NOWHERE ? colon : colon + close;
    } else {
        colon = str_chr(h, ':');
        u->host = str_slice(h, 0, colon);
    }
    struct str port = colon == STR_NOWHERE ? STR("") : str_from(h, colon + 1);
    if (!port.n)
        return;
    u->port_written = !(strict && str_eq(str_trim_left_set(port, "0"), STR("")));
    if (strict ? !str_to_u64(port, &u->port) : !python_int(port, &u->port))
        u->error = "builtins.ValueError: Invalid URL: port can't be converted to integer";
    else if (u->port > 65535)
        u->error = "builtins.ValueError: Port out of range 0-65535";
}

static struct yarl_url yarl_parse(struct str text, bool strict, struct arena *a)
{
    struct yarl_url u = {.scheme = STR(""), .host = STR("")};
    struct buf b = buf_in(a);
    size_t lead = 0, i = 0;
    while (lead < text.n && (unsigned char)text.p[lead] <= 0x20)
        lead++;
    for (size_t k = lead; k < text.n; k++)
        if (!memchr("\t\r\n", text.p[k], 3))
            buf_byte(&b, text.p[k]);
    struct str s = buf_str(&b);
    size_t colon = str_chr(s, ':');
    while (colon != STR_NOWHERE && i < colon && scheme_char(s.p[i]))
        i++;
    if (colon != STR_NOWHERE && colon > 0 && i == colon) {
        u.scheme = str_lower(str_slice(s, 0, colon), a);
        s = str_from(s, colon + 1);
    }
    if (str_starts(s, STR("//"))) {
        size_t end = 2;
        while (end < s.n && !memchr("/?#", s.p[end], 3))
            end++;
        u.authority = end > 2;
        if (u.authority)
            yarl_netloc(&u, str_slice(s, 2, end), strict);
        s = str_from(s, end);
    }
    u.rest = s;
    return u;
}

// aiohttp with trust_env: every variable is parsed; TLS to a proxy is not known and passed over.
struct proxy_read read_yarl(const struct reading *r)
{
    struct yarl_url u = yarl_parse(r->text, r->rules->form & FORM_YARL_OLD, r->a);
    bool needs_host = r->rules->form & FORM_YARL_OLD || str_starts(u.scheme, STR("http"));
    if (!u.error && u.authority && !u.host.n && needs_host)
        u.error = "builtins.ValueError: Invalid URL: host is required for absolute urls";
    if (u.error)
        return proxy_error(str_of(u.error));
    struct str login = str_slice(u.user, 0, str_chr(u.user, ':'));
    if (str_find_icase(login, STR("%3a")) != STR_NOWHERE)
        return proxy_error(
            STR("builtins.ValueError: A \":\" is not allowed in login (RFC 7617#section-2)"));
    if (str_eq(u.scheme, STR("https")) || str_eq(u.scheme, STR("wss")))
        return proxy_fate(FATE_DIRECT);
    struct str words =
        str_fmt(r->a, "aiohttp.client_exceptions.InvalidURL: %.*s", STR_ARG(r->text));
    if (!u.host.n) // fails only when it is used
        return (struct proxy_read){.fate = FATE_OK, .error = words};
    bool has_port = str_eq(u.scheme, STR("http")) || str_eq(u.scheme, STR("ws"));
    if (!u.port_written && !has_port)
        return (struct proxy_read){.fate = FATE_OK, .error = STR("builtins.AssertionError: ")};
    if (!u.port_written && host_is_nowhere(r->world, u.host))
        return (struct proxy_read){
            .fate = FATE_OK,
            .error = str_fmt(r->a,
                             "aiohttp.client_exceptions.ClientConnectorDNSError: Cannot "
                             "connect to host %.*s:80 ssl:default [Name or service not known]",
                             STR_ARG(u.host))};
    return proxy_ok(STR("http"), str_lower(u.host, r->a), u.port_written ? (uint32_t)u.port : 80,
                    str_present(u.user));
}
