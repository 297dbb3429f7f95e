// SPDX-License-Identifier: MIT
#include "rules/network.h"

#include "parse/url.h"

static bool named(const struct observation *o, const char *name)
{
    return str_eq(o->name, str_of(name));
}

static bool on_host(const struct observation *o, struct str host)
{
    struct url u;
    return url_parse(o->url, &u) == URL_OK && str_eq_icase(u.host, host);
}

static void place_proxy(struct network *n, const struct observation *o)
{
    size_t i = o->name.n > 6 ? (size_t)(o->name.p[6] - '1') : NETWORK_PROXIES;
    if (i < NETWORK_PROXIES)
        n->proxies[i] = o;
}

static void place(struct network *n, const struct observation *o)
{
    bool direct = str_eq(o->route, STR("direct"));
    bool route = !n->proxied || !direct;
    if (o->state == PROBE_SKIPPED)
        return;
    if (named(o, "gateway"))
        n->gateway = o;
    else if (named(o, "gateway-nokey"))
        *(str_eq(o->client_trust, STR("own")) ? &n->own : &n->agent) = o;
    else if (named(o, "gateway-direct"))
        n->direct = o;
    else if (named(o, "gateway-4"))
        n->v4 = o;
    else if (named(o, "gateway-6"))
        n->v6 = o;
    else if (str_starts(o->name, STR("proxy:")))
        place_proxy(n, o);
    else if (named(o, "website"))
        *(route ? &n->web : &n->web_direct) = o;
    else if (named(o, "control-http"))
        n->control_http = o;
    else if (named(o, "control-https"))
        *(n->proxied && !direct ? &n->control_route : &n->control_https) = o;
    else if (named(o, "chain"))
        *(!on_host(o, n->host)                     ? &n->chain_control
          : str_eq(o->client_trust, STR("system")) ? &n->chain_system
                                                   : &n->chain) = o;
    else if (named(o, "doh"))
        *(on_host(o, n->host) ? &n->doh_gateway : &n->doh) = o;
    else if (named(o, "request"))
        n->request = o;
    else if (named(o, "write-small"))
        n->small = o;
}

static bool only_scripts(const struct system_proxies *list)
{
    bool script = false;
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].kind == SYSPROXY_MANUAL)
            return false;
        script = true;
    }
    return script;
}

struct network network_read(const struct inquiry *q)
{
    struct network n = {
        .all = &q->snap->probes, .here = q->here, .hosts_ip = q->snap->machine.hosts_ip};
    const struct observation *g = NULL;
    struct url u;
    for (size_t i = 0; i < n.all->n && !g; i++)
        if (named(&n.all->items[i], "gateway"))
            g = &n.all->items[i];
    if (!g)
        return n;
    n.now_s = q->snap->machine.now_ns / 1000000000;
    n.proxied = str_present(g->route) && !str_eq(g->route, STR("direct"));
    n.https_proxy = str_starts_icase(g->route, STR("https:"));
    (void)url_parse(g->route, &u);
    n.loopback_proxy = n.proxied && host_is_loopback(u.host);
    n.pac_only = only_scripts(&q->snap->system_proxies);
    const struct trust *t = q->here ? &q->here->trust : NULL;
    n.client_verifies_system =
        !t || (t->base == TRUST_SYSTEM && !t->file.n && !t->dir.n && !t->adds.n);
    if (url_parse(g->url, &u) == URL_OK)
        n.host = u.host;
    for (size_t i = 0; i < n.all->n; i++)
        place(&n, &n.all->items[i]);
    return n;
}

bool observation_ok(const struct observation *o)
{
    return o && o->state == PROBE_OK;
}

bool observation_is(const struct observation *o, const char *reason)
{
    return o && str_eq(o->reason, str_of(reason));
}

bool observation_silent(const struct observation *o)
{
    return observation_is(o, "generic_timeout_error");
}

bool observation_connected(const struct observation *o)
{
    return o && (observation_ok(o) || o->status || o->stage > STAGE_PROXY);
}

bool network_portal(const struct network *n)
{
    const struct observation *c = n->control_http;
    return c && c->state == PROBE_FAILED && c->stage == STAGE_HTTP && !c->expected &&
           (c->status / 100 == 3 || c->status / 100 == 2 || c->status == 511);
}

static bool address_in(struct str a, const struct observation *o)
{
    for (size_t i = 0; i < o->addresses.n; i++)
        if (str_eq(o->addresses.items[i], a))
            return true;
    return str_eq(o->address, a);
}

bool network_nowhere(struct str a)
{
    return str_eq(a, STR("0.0.0.0")) || str_starts(a, STR("127.")) || str_eq(a, STR("::")) ||
           str_eq(a, STR("::1"));
}

bool network_sinkholed(const struct network *n, const struct observation *o)
{
    for (size_t i = 0; i < o->addresses.n; i++) {
        bool bad = network_nowhere(o->addresses.items[i]);
        for (size_t k = 0; k < n->all->n && !bad; k++)
            bad = n->all->items[k].dns_server.n &&
                  str_eq(n->all->items[k].dns_server, o->addresses.items[i]);
        if (!bad)
            return false;
    }
    return o->addresses.n > 0 && !n->proxied && !host_is_loopback(n->host);
}

// Without another opinion the address may be right and the way closed, unless it is nowhere.
bool network_pinned(const struct network *n, const struct observation *o)
{
    if (n->proxied || !n->hosts_ip.n || !address_in(n->hosts_ip, o))
        return false;
    if (network_nowhere(n->hosts_ip))
        return true;
    for (size_t i = 0; i < n->all->n; i++) {
        const struct observation *r = &n->all->items[i];
        if (str_eq(r->name, STR("resolver")) && str_eq_icase(r->dns_name, n->host) &&
            r->addresses.n && !address_in(n->hosts_ip, r))
            return true;
    }
    return false;
}

static bool reached(const struct observation *o)
{
    return observation_ok(o) || (o && o->stage > STAGE_TCP && o->stage != STAGE_PROXY);
}

bool network_control_connects(const struct network *n)
{
    return n->proxied ? reached(n->control_route) || reached(n->control_https)
                      : reached(n->control_https) || reached(n->control_http);
}

static bool handshake(const struct observation *o)
{
    return observation_ok(o) ||
           (o &&
            (o->stage > STAGE_TLS || (o->stage == STAGE_TLS && str_starts(o->reason, STR("ssl_")) &&
                                      !observation_is(o, "ssl_failed_handshake"))));
}

bool network_control_tls(const struct network *n)
{
    return handshake(n->proxied ? n->control_route : n->control_https);
}

const struct observation *network_other_proxy(const struct network *n)
{
    for (size_t i = 0; i < NETWORK_PROXIES; i++)
        if (observation_ok(n->proxies[i]))
            return n->proxies[i];
    return NULL;
}

bool network_broken_family(const struct network *n, const struct observation **seen)
{
    const struct observation *g = n->gateway, *six = n->v6, *four = n->v4;
    if (!g || n->proxied || !observation_ok(g))
        return false;
    bool by4 = str_chr(g->address, ':') == STR_NOWHERE;
    const struct observation *other = by4 ? six : four;
    *seen = other;
    // No address of that family, or no network of that family at all, is no fault: nobody waits.
    return other && other->state == PROBE_FAILED && other->stage == STAGE_TCP &&
           !observation_is(other, "network_unreachable") && other->addresses.n &&
           (observation_silent(other) || !observation_is(other, "network_down"));
}

// The reasons of causes.md 15.1 for people.
// clang-format off
static const struct { char reason[32], words[44]; } plain[] = {
    {"generic_timeout_error", "no answer"},
    {"connection_refused",    "connection refused"},
    {"connection_reset",      "connection reset"},
    {"eof_error",             "connection closed"},
    {"host_unreachable",      "host unreachable"},
    {"network_unreachable",   "no route"},
    {"network_down",          "network down"},
    {"dns_nxdomain_error",    "no such name (NXDOMAIN)"},
    {"dns_servfail_error",    "the server failed (SERVFAIL)"},
    {"dns_refused_error",     "the server refuses (REFUSED)"},
    {"dns_no_answer",         "no address"},
    {"dns_temporary_failure", "the name does not resolve"},
    {"ssl_unknown_authority", "issuer not trusted"},
    {"ssl_invalid_hostname",  "certificate for another name"},
    {"ssl_invalid_certificate", "certificate outside its dates"},
    {"ssl_failed_handshake",  "handshake failed"},
    {"tls_protocol",          "no common TLS"},
    {"proxy_auth",            "login wanted"},
    {"proxy_refused",         "tunnel refused"},
    {"proxy_status",          "tunnel failed"},
    {"not_a_proxy",           "no proxy of that kind"},
    {"http_unexpected_status_code",  "refused"},
    {"http_unexpected_redirect_url", "redirected"},
    {"json_parse_error",      "not the gateway's answer"},
};
// clang-format on

struct str observation_reason(const struct observation *o)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (observation_is(o, plain[i].reason))
            return str_of(plain[i].words);
    return o->reason;
}

struct str observation_line(const struct observation *o, struct arena *a)
{
    struct buf b = buf_in(a);
    if (o->state == PROBE_OK)
        buf_z(&b, "answered");
    else
        buf_fmt(&b, "%s: %.*s", probe_stage_name(o->stage), STR_ARG(observation_reason(o)));
    if (o->connect_code && o->connect_code != 200)
        buf_fmt(&b, ", CONNECT %d", o->connect_code);
    if (o->status)
        buf_fmt(&b, ", HTTP %d", o->status);
    if (o->code.n)
        buf_fmt(&b, " %.*s", STR_ARG(o->code));
    if (o->address.n)
        buf_fmt(&b, ", %.*s", STR_ARG(o->address));
    else if (o->addresses.n)
        buf_fmt(&b, ", %.*s", STR_ARG(o->addresses.items[0]));
    if (o->dns_server.n)
        buf_fmt(&b, ", %.*s asked %.*s", STR_ARG(o->dns_name), STR_ARG(o->dns_server));
    else
        buf_fmt(&b, ", %.*s", STR_ARG(o->route));
    return buf_str(&b);
}
