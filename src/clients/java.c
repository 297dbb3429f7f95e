// SPDX-License-Identifier: MIT
// Java: no variable but those that carry -D properties (clients.md 12.11, DefaultProxySelector).
#include "clients/family.h"

// The value of -Dname= in a text of options; the last one counts. Quotes group (launcher's rule).
static struct str property_in(struct str text, struct str name, struct arena *a)
{
    struct str found = STR_NONE;
    size_t i = 0;
    while (i < text.n) {
        struct buf word = buf_in(a);
        char quote = 0;
        while (i < text.n && byte_is_space(text.p[i]))
            i++;
        for (; i < text.n && (quote || !byte_is_space(text.p[i])); i++) {
            if (quote ? text.p[i] == quote : text.p[i] == '"' || text.p[i] == '\'')
                quote = quote ? 0 : text.p[i];
            else
                buf_byte(&word, text.p[i]);
        }
        struct str w = buf_str(&word);
        if (!str_starts(w, STR("-D")))
            continue;
        struct str rest = str_from(w, 2);
        if (str_starts(rest, name) && rest.n > name.n && rest.p[name.n] == '=')
            found = str_from(rest, name.n + 1);
        else if (str_eq(rest, name))
            found = STR("");
    }
    return found;
}

// Strongest first. JAVA_OPTS is a habit of start scripts, not of Java.
static const char *const carriers[] = {"_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"};

static struct choice property(const struct situation *s, const char *name)
{
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
        struct str text = world_value(s->world, carriers[i]);
        struct str v = str_present(text) ? property_in(text, str_of(name), s->a) : STR_NONE;
        if (str_present(v))
            return (struct choice){str_fmt(s->a, "%s -D%s", carriers[i], name), v};
    }
    return (struct choice){STR_NONE, STR_NONE};
}

// Integer.decode: a sign, then 0x, # or a leading 0. What is no number counts as not set.
static long number_property(const struct situation *s, const char *name)
{
    struct str v = property(s, name).value;
    bool minus = str_starts(v, STR("-"));
    unsigned base = 10;
    v = minus || str_starts(v, STR("+")) ? str_from(v, 1) : v;
    if (str_starts_icase(v, STR("0x")))
        base = 16, v = str_from(v, 2);
    else if (str_starts(v, STR("#")))
        base = 16, v = str_from(v, 1);
    else if (v.n > 1 && v.p[0] == '0')
        base = 8, v = str_from(v, 1);
    uint64_t n = 0;
    for (size_t i = 0; i < v.n; i++) {
        unsigned digit = byte_is_hex(v.p[i]) ? (unsigned)byte_hex(v.p[i]) : base;
        if (digit >= base || (n = n * base + digit) > INT32_MAX)
            return 0;
    }
    return minus ? -(long)n : (long)n;
}

// "*" counts at the start or the end of an entry, not inside.
static bool entry_matches(struct str entry, struct str host)
{
    bool front = str_starts(entry, STR("*")), back = str_ends(entry, STR("*"));
    if (str_eq(entry, STR("*")))
        return true;
    struct str text = str_slice(entry, front, entry.n - back);
    if (front && back)
        return str_find_icase(host, text) != STR_NOWHERE;
    if (front)
        return str_ends_icase(host, text);
    return back ? str_starts_icase(host, text) : str_eq_icase(host, text);
}

static bool list_has(struct str list, struct str host)
{
    struct str entry;
    while (str_present(list) && str_cut(&list, '|', &entry))
        if (entry.n && entry_matches(entry, host))
            return true;
    return false;
}

static bool excepted(const struct situation *s, const char *name)
{
    struct choice list = property(s, name);
    struct str host = s->target.host;
    if (s->target.address.family == 6)
        host = str_fmt(s->a, "[%.*s]", STR_ARG(host));
    if (str_present(list.value) && !list.value.n)
        return false;
    s->p->list_from = list.name;
    return list_has(list.value, host) || list_has(STR("localhost|127.*|[::1]|0.0.0.0|[::0]"), host);
}

static bool is_httpclient(const struct situation *s)
{
    return str_eq(str_of(s->client->id), STR("java-httpclient"));
}

static void refuse(struct situation *s, struct str words)
{
    s->p->route = ROUTE_ERROR;
    s->p->error = words;
}

// What the host of a proxy may be; HttpClient builds a URI of it, with the rules of 1998 for names:
// the last label begins with a letter.
static bool is_uri_host(struct str host)
{
    struct address address;
    size_t dot = str_rchr(str_ends(host, STR(".")) ? str_slice(host, 0, host.n - 1) : host, '.');
    size_t label = dot == STR_NOWHERE ? 0 : dot + 1;
    if (address_parse(host, &address))
        return true;
    for (size_t i = 0; i < host.n; i++)
        if (!byte_is_alnum(host.p[i]) && host.p[i] != '-' && host.p[i] != '.')
            return false;
    return label < host.n && byte_is_alpha(host.p[label]);
}

// Host and port of a proxy. False: the call fails, and that is said.
static bool take_proxy(struct situation *s, struct str host, long port, uint32_t usual)
{
    struct prediction *p = s->p;
    struct address address;
    if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = str_slice(host, 1, host.n - 1);
    bool number = address_parse(host, &address);
    if (port < 0 || port > 65535)
        refuse(s, is_httpclient(s)
                      ? str_fmt(s->a, "java.lang.IllegalArgumentException: port out of range:%ld",
                                port)
                      : STR("java.io.IOException: Failed to select a proxy"));
    else if (!number && str_has_any(host, ":/@ "))
        refuse(s, STR("java.net.UnknownHostException: proxyHost is a host, not a URL"));
    else if (is_httpclient(s) && !is_uri_host(host))
        refuse(
            s,
            STR("java.io.IOException: java.net.URISyntaxException: Illegal character in hostname"));
    else if (is_httpclient(s) && s->target.https && s->target.address.family == 6)
        refuse(s, STR("java.lang.IllegalArgumentException: Contains non-LDH ASCII characters"));
    p->host = host;
    p->port = port ? (uint32_t)port : usual;
    return p->route != ROUTE_ERROR;
}

// The selector answers with the exceptions of http, for https too. A TLS socket that was told
// "direct" asks again on its own, and then socksNonProxyHosts counts (JDK 17, tried).
static bool asks_socks(const struct situation *s, bool told_direct)
{
    if (!told_direct && !excepted(s, "http.nonProxyHosts"))
        return true;
    return s->target.https && !is_httpclient(s) && !excepted(s, "socksNonProxyHosts");
}

static void by_socket(struct situation *s, bool told_direct)
{
    struct choice c = property(s, "socksProxyHost");
    struct prediction *p = s->p;
    long port = number_property(s, "socksProxyPort");
    if (!c.value.n || !asks_socks(s, told_direct))
        return;
    // java.net.http knows HTTP proxies only, but it has asked.
    if (is_httpclient(s) && port >= 0 && port <= 65535)
        return;
    bool four = number_property(s, "socksProxyVersion") == 4; // every other number is 5
    struct address to = address_unmapped(&s->target.address);
    p->route_from = c.name;
    p->scheme = four ? STR("socks4") : STR("socks5");
    p->excepted = false;
    if (four && to.family == 6)
        refuse(s, STR("java.net.SocketException: SOCKS V4 requires IPv4 only addresses"));
    else if (take_proxy(s, c.value, port, 1080))
        p->route = ROUTE_PROXY;
}

static bool by_property(struct situation *s, const char *host, const char *port_name,
                        const char *other_port)
{
    struct choice c = property(s, host);
    struct prediction *p = s->p;
    if (!c.value.n)
        return false;
    p->route_from = c.name;
    if (excepted(s, "http.nonProxyHosts")) { // of both schemes
        p->excepted = true;
        return true;
    }
    long port = number_property(s, port_name);
    port = port ? port : number_property(s, other_port);
    p->scheme = STR("http");
    if (take_proxy(s, c.value, port, s->target.https ? 443 : 80))
        p->route = ROUTE_PROXY;
    return true;
}

void predict_java(struct situation *s)
{
    bool https = s->target.https;
    const char *host = https ? "https.proxyHost" : "http.proxyHost";
    const char *port = https ? "https.proxyPort" : "http.proxyPort";
    s->p->route = ROUTE_DIRECT;
    if (is_httpclient(s) && https && str_ends(s->target.host, STR("."))) {
        refuse(s, STR("java.lang.IllegalArgumentException: Server name value of host_name cannot "
                      "have the trailing dot"));
        return;
    }
    bool found =
        by_property(s, host, port, "proxyPort") || by_property(s, "proxyHost", "proxyPort", port);
    if (s->p->route == ROUTE_DIRECT && (https || !found))
        by_socket(s, found);
}
