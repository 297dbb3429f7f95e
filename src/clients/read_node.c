// SPDX-License-Identifier: MIT
// Proxy values in Node's world: undici (fetch and EnvHttpProxyAgent), Node's own http module,
// proxy-from-env (axios, proxy-agent). All of them end in new URL().
#include "clients/whatwg.h"

static bool is_http(struct str scheme)
{
    return str_eq(scheme, STR("http")) || str_eq(scheme, STR("https"));
}

static bool at_start(const struct reading *r)
{
    return r->rules->form & FORM_FETCH_FIRST;
}

static struct proxy_read coded(const struct reading *r, const char *name, const char *code,
                               const char *words)
{
    if (at_start(r))
        return proxy_error(str_fmt(r->a, "%s: %s", name, words));
    return proxy_error(str_fmt(r->a, "%s[%s]: %s", name, code, words));
}

static struct str not_found(const struct reading *r, struct str host)
{
    return str_fmt(r->a, "%sgetaddrinfo ENOTFOUND %.*s",
                   at_start(r) ? "TypeError: fetch failed <- Error[ENOTFOUND]: "
                               : "Error[ENOTFOUND]: ",
                   STR_ARG(host));
}

static uint32_t port_of(const struct whatwg_url *u, uint32_t other)
{
    if (u->port || u->port_zero)
        return u->port;
    return str_eq(u->scheme, STR("https")) ? 443 : other;
}

static struct proxy_read finish(const struct reading *r, const struct whatwg_url *u,
                                struct str scheme, uint32_t port)
{
    if (!u->port && !u->port_zero && host_is_nowhere(r->world, u->host))
        return (struct proxy_read){.fate = FATE_OK, .error = not_found(r, u->host)};
    return proxy_ok(scheme, u->host, port, u->user.n > 0 || u->password.n > 0);
}

// undici's ProxyAgent: URL, then the login, then the client's origin (lib/dispatcher/proxy-agent).
struct proxy_read read_undici(const struct reading *r)
{
    struct whatwg_url u = whatwg_parse(r->text, r->a);
    struct address address;
    if (!u.ok)
        return coded(r, "TypeError", "ERR_INVALID_URL", "Invalid URL");
    if (u.user.n && u.password.n && (percent_is_broken(u.user) || percent_is_broken(u.password)))
        return proxy_error(STR("URIError: URI malformed"));
    bool socks = str_eq(u.scheme, STR("socks5")) || str_eq(u.scheme, STR("socks"));
    if (socks && (r->rules->form & FORM_SOCKS))
        return finish(r, &u, STR("socks5h"), u.port ? u.port : 1080);
    if (!is_http(u.scheme))
        return coded(r, "InvalidArgumentError", "UND_ERR_INVALID_ARG",
                     "Invalid URL protocol: the URL must start with `http:` or `https:`.");
    if (!str_eq(u.path, STR("/")) || u.query.n || u.hash)
        return coded(r, "InvalidArgumentError", "UND_ERR_INVALID_ARG", "invalid url");
    if ((r->rules->form & FORM_NO_IP_TLS) && str_eq(u.scheme, STR("https")) &&
        address_parse(u.host, &address))
        return (struct proxy_read){
            .fate = FATE_OK,
            .error = str_fmt(r->a,
                             "TypeError: fetch failed <- TypeError[ERR_INVALID_ARG_VALUE]: "
                             "The property 'options.servername' Setting the TLS ServerName to an "
                             "IP address is not permitted. Received '%.*s'",
                             STR_ARG(u.host))};
    return finish(r, &u, u.scheme, port_of(&u, 80));
}

// lib/internal/http.js: what does not begin with the literal scheme is somebody else's.
struct proxy_read read_node_http(const struct reading *r)
{
    bool mine = str_starts(r->text, STR("http://")) || str_starts(r->text, STR("https://"));
    struct whatwg_url u = whatwg_parse(r->text, r->a);
    if (str_has_any(r->text, "\r\n") || (mine && !u.ok))
        return proxy_error(str_fmt(
            r->a, "Error [ERR_PROXY_INVALID_CONFIG]: Invalid proxy URL: %.*s", STR_ARG(r->text)));
    if (!mine)
        return proxy_fate(FATE_DIRECT);
    if (percent_is_broken(u.user) || percent_is_broken(u.password))
        return proxy_error(STR("URIError: URI malformed"));
    return finish(r, &u, u.scheme, port_of(&u, 80));
}

// --- proxy-from-env -------------------------------------------------------------------------

static struct proxy_read read_agents(const struct reading *r, const struct whatwg_url *u,
                                     struct str text)
{
    static const struct {
        const char *scheme, *route;
    } socks[] = {{"socks", "socks5h"},
                 {"socks5h", "socks5h"},
                 {"socks5", "socks5"},
                 {"socks4a", "socks4a"},
                 {"socks4", "socks4"}};
    if (!u->ok)
        return coded(r, "TypeError", "ERR_INVALID_URL", "Invalid URL");
    bool broken = percent_is_broken(u->user) || percent_is_broken(u->password);
    // SOCKS 4 has room for an IPv4 address alone: what is none goes as a name, and what is one does not.
    uint32_t family = r->target->address.family;
    struct str four = str_eq(u->scheme, STR("socks4")) && family == 6    ? STR("socks4a")
                      : str_eq(u->scheme, STR("socks4a")) && family == 4 ? STR("socks4")
                                                                         : STR_NONE;
    for (size_t i = 0; i < sizeof socks / sizeof *socks && !broken; i++)
        if (str_eq(u->scheme, str_of(socks[i].scheme)) && u->v6) // asks the resolver for "[::1]"
            return proxy_error(
                str_fmt(r->a, "Error: getaddrinfo ENOTFOUND [%.*s]", STR_ARG(u->host)));
        else if (str_eq(u->scheme, str_of(socks[i].scheme)))
            return finish(r, u, str_present(four) ? four : str_of(socks[i].route),
                          u->port ? u->port : 1080);
    if (!is_http(u->scheme) && !str_starts(u->scheme, STR("socks")))
        return proxy_error(
            str_fmt(r->a, "Error: Unsupported protocol for proxy URL: %.*s", STR_ARG(text)));
    if (broken)
        return proxy_error(STR("URIError: URI malformed"));
    return finish(r, u, u->scheme, port_of(u, 80));
}

struct proxy_read read_proxy_from_env(const struct reading *r)
{
    uint32_t form = r->rules->form;
    bool bare = str_find(r->text, STR("://")) == STR_NOWHERE;
    struct str text =
        bare ? str_fmt(r->a, "%.*s://%.*s", STR_ARG(r->target->scheme), STR_ARG(r->text)) : r->text;
    struct whatwg_url u = whatwg_parse(text, r->a);
    if (form & FORM_AGENTS)
        return read_agents(r, &u, text);
    if (!u.ok)
        return coded(r, "TypeError", "ERR_INVALID_URL", "Invalid URL");
    if (!is_http(u.scheme) && (form & FORM_SCHEME_ASSERT))
        return proxy_error(STR("AssertionError[ERR_ASSERTION]: protocol mismatch"));
    // For an http target the proxy itself is called: no other scheme, and "[::1]" is asked of the
    // resolver. Version 1.6 does the same for https.
    bool called = !r->target->https || (form & FORM_TUNNEL_NEVER);
    if (called && !is_http(u.scheme))
        return proxy_error(str_fmt(r->a,
                                   "TypeError[ERR_INVALID_PROTOCOL]: Protocol \"%.*s:\" not "
                                   "supported. Expected \"http:\"",
                                   STR_ARG(u.scheme)));
    if (called && u.v6)
        return proxy_error(
            str_fmt(r->a, "Error[ENOTFOUND]: getaddrinfo ENOTFOUND [%.*s]", STR_ARG(u.host)));
    struct str scheme = is_http(u.scheme) ? u.scheme : STR("http");
    // axios 1.21 tunnels by https-proxy-agent 5, to which port 0 is none.
    if ((form & FORM_ANY_SCHEME) && !called)
        u.port_zero = false;
    return finish(r, &u, scheme, port_of(&u, 80));
}

// --- bun ------------------------------------------------------------------------------------

// A sign in front, underscores between: Zig's parseInt.
static bool zig_port(struct str s, uint64_t *port)
{
    if (s.n > 1 && s.p[0] == '+')
        s = str_from(s, 1);
    if (!s.n || s.p[0] == '_' || s.p[s.n - 1] == '_')
        return false;
    *port = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '_')
            continue;
        if (!byte_is_digit(s.p[i]))
            return false;
        *port = *port * 10 + (uint64_t)(s.p[i] - '0');
        if (*port > 65535)
            return false;
    }
    return true;
}

// Bun's own lenient splitting: what follows the port in a value is not looked at, and a port that
// is no number is none.
struct proxy_read read_bun(const struct reading *r)
{
    struct str s = r->text, scheme = STR("http");
    size_t sep = str_find(s, STR("://"));
    // Without a scheme no login is looked for: "user@host" is a name, "user:..." a host and a port.
    bool logins = sep != STR_NOWHERE || str_starts(s, STR("//")) || str_starts(s, STR("@"));
    if (sep != STR_NOWHERE) {
        scheme = str_slice(s, 0, sep);
        s = str_from(s, sep + 3);
    } else if (str_starts(s, STR("//"))) {
        s = str_from(s, 2);
    }
    bool tls = str_eq_icase(scheme, STR("https"));
    bool known = tls || str_eq_icase(scheme, STR("http"));
    bool junk = str_has_any(scheme, " \t\r\n\"'");
    if (sep && sep != STR_NOWHERE && !known && byte_is_alnum(r->text.p[0]) &&
        str_eq_icase(r->name, STR("all_proxy")))
        return proxy_fate(FATE_DIRECT); // there without a word, and no other spelling is asked
    if (sep != STR_NOWHERE && !known)
        return junk ? proxy_error(STR("TypeError[ENOTFOUND]: getaddrinfo ENOTFOUND "))
                    : proxy_error(str_fmt(r->a,
                                          "TypeError[UnsupportedProxyProtocol]: "
                                          "UnsupportedProxyProtocol fetching \"%.*s://%.*s\"",
                                          STR_ARG(r->target->scheme), STR_ARG(r->target->netloc)));
    s = str_slice(s, 0, str_until(s, "/?#"));
    size_t at = logins ? str_rchr(s, '@') : STR_NOWHERE;
    bool login = at != STR_NOWHERE;
    s = login ? str_from(s, at + 1) : s;
    size_t close = s.n && s.p[0] == '[' ? str_chr(s, ']') : STR_NOWHERE;
    size_t colon = close == STR_NOWHERE ? str_chr(s, ':') : str_chr(str_from(s, close), ':');
    colon = close != STR_NOWHERE && colon != STR_NOWHERE ? colon + close : colon;
    struct str host = str_slice(s, 0, colon);
    uint64_t port = 0;
    bool written = colon != STR_NOWHERE && zig_port(str_from(s, colon + 1), &port);
    struct address six;
    bool bracketed = close != STR_NOWHERE;
    host = bracketed ? str_slice(host, 1, close) : host;
    bool none = !host.n || str_has_control(host) || str_chr(host, '@') != STR_NOWHERE ||
                (bracketed && (!address_parse(host, &six) || six.family != 6));
    for (size_t i = 0; i < host.n; i++) // the resolver gets the bytes as they are
        none = none || (unsigned char)host.p[i] >= 0x80;
    if (none || (!written && host_is_nowhere(r->world, host)))
        return proxy_error(
            str_fmt(r->a, "TypeError[ENOTFOUND]: getaddrinfo ENOTFOUND %.*s", STR_ARG(host)));
    return proxy_ok(tls ? STR("https") : STR("http"), host,
                    written ? (uint32_t)port
                    : tls   ? 443
                            : 80,
                    login);
}
