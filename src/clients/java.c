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

static uint32_t port_property(const struct situation *s, const char *name)
{
    uint64_t v;
    return str_to_u64(property(s, name).value, &v) && v <= 65535 ? (uint32_t)v : 0;
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

// For http the selector answers, with the exceptions of http. A TLS socket that was told "direct"
// asks again on its own, and then only socksNonProxyHosts counts (JDK 17, tried).
static void by_socket(struct situation *s)
{
    struct choice c = property(s, "socksProxyHost");
    struct prediction *p = s->p;
    const char *list = s->target.https ? "socksNonProxyHosts" : "http.nonProxyHosts";
    if (!c.value.n || excepted(s, list))
        return;
    uint32_t port = port_property(s, "socksProxyPort");
    p->route = ROUTE_PROXY;
    p->route_from = c.name;
    p->scheme = STR("socks5");
    p->host = c.value;
    p->port = port ? port : 1080;
    p->excepted = false;
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
    if (str_has_any(c.value, ":/")) {
        p->route = ROUTE_ERROR;
        p->error = STR("java.net.UnknownHostException: proxyHost is a host, not a URL");
        return true;
    }
    uint32_t port = port_property(s, port_name);
    port = port ? port : port_property(s, other_port);
    p->route = ROUTE_PROXY;
    p->scheme = STR("http");
    p->host = c.value;
    p->port = port ? port : s->target.https ? 443 : 80;
    return true;
}

void predict_java(struct situation *s)
{
    bool https = s->target.https;
    const char *host = https ? "https.proxyHost" : "http.proxyHost";
    const char *port = https ? "https.proxyPort" : "http.proxyPort";
    s->p->route = ROUTE_DIRECT;
    bool found =
        by_property(s, host, port, "proxyPort") || by_property(s, "proxyHost", "proxyPort", port);
    if (s->p->route != ROUTE_DIRECT || (found && !https))
        return;
    // java.net.http knows HTTP proxies only.
    if (!str_eq(str_of(s->client->id), STR("java-httpclient")))
        by_socket(s);
}
