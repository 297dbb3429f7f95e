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

static bool excepted(const struct situation *s)
{
    struct choice list = property(s, "http.nonProxyHosts"); // for both schemes
    struct str host = s->target.host;
    if (s->target.address.family == 6)
        host = str_fmt(s->a, "[%.*s]", STR_ARG(host));
    if (str_present(list.value) && !list.value.n)
        return false;
    s->p->list_from = list.name;
    return list_has(list.value, host) || list_has(STR("localhost|127.*|[::1]|0.0.0.0|[::0]"), host);
}

void predict_java(struct situation *s)
{
    static const struct {
        const char *host, *port;
        bool https, http, socks;
    } rows[] = {{"https.proxyHost", "https.proxyPort", true, false, false},
                {"http.proxyHost", "http.proxyPort", false, true, false},
                {"proxyHost", "proxyPort", true, true, false},
                {"socksProxyHost", "socksProxyPort", true, true, true}};
    bool https = s->target.https;
    struct prediction *p = s->p;
    p->route = ROUTE_DIRECT;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct choice c = property(s, rows[i].host);
        if (!(https ? rows[i].https : rows[i].http) || !c.value.n)
            continue;
        p->route_from = c.name;
        if (excepted(s)) {
            p->excepted = true;
            return;
        }
        if (rows[i].socks && str_eq(str_of(s->client->id), STR("java-httpclient")))
            return; // java.net.http knows HTTP proxies only
        if (str_has_any(c.value, ":/")) {
            p->route = ROUTE_ERROR;
            p->error = STR("java.net.UnknownHostException: proxyHost is a host, not a URL");
            return;
        }
        uint32_t port = port_property(s, rows[i].port);
        if (!port && i < 2)
            port = port_property(s, "proxyPort");
        if (!port && i == 2)
            port = port_property(s, https ? "https.proxyPort" : "http.proxyPort");
        p->route = ROUTE_PROXY;
        p->scheme = rows[i].socks ? STR("socks5") : STR("http");
        p->host = c.value;
        p->port = port ? port : rows[i].socks ? 1080 : https ? 443 : 80;
        return;
    }
}
