// SPDX-License-Identifier: MIT
#include "rules/network.h"

static const struct diagnosis nothing = {NULL, NULL, NULL, NULL};

static struct diagnosis says(const char *id, const struct observation *seen,
                             const struct observation *by)
{
    return (struct diagnosis){id, NULL, seen, by};
}

// The proxy's own refusals, by reason (causes.md 15.2).
// clang-format off
static const struct { const char *reason, *id; } proxy_reasons[] = {
    {"proxy_auth",         "proxy.auth-required"},
    {"proxy_refused",      "proxy.refuses-tunnel"},
    {"proxy_status",       "proxy.cannot-reach"},
    {"not_a_proxy",        "proxy.not-a-proxy"},
    {"connection_reset",   "proxy.not-a-proxy"},
    {"eof_error",          "proxy.not-a-proxy"},
};
// An https:// proxy's own certificate.
static const struct { const char *reason, *id; } proxy_certificates[] = {
    {"ssl_unknown_authority",   "tls.untrusted-issuer"},
    {"ssl_invalid_hostname",    "tls.name-mismatch"},
    {"ssl_invalid_certificate", "tls.expired"},
};
// clang-format on

// The same host and port, spoken to in the other way, is a proxy that works.
static const struct observation *other_scheme(const struct network *n, const struct observation *o)
{
    size_t mine = str_find(o->route, STR("://"));
    for (size_t i = 0; i < NETWORK_PROXIES && mine != STR_NOWHERE; i++) {
        const struct observation *p = n->proxies[i];
        size_t at = p ? str_find(p->route, STR("://")) : STR_NOWHERE;
        bool speaks = observation_ok(p) || observation_is(p, "proxy_auth");
        if (speaks && at != STR_NOWHERE && str_eq(str_from(p->route, at), str_from(o->route, mine)))
            return p;
    }
    return NULL;
}

struct diagnosis network_proxy(const struct network *n, const struct observation *o)
{
    const struct observation *swapped = other_scheme(n, o);
    if (o->curl_code == 5)
        return says("proxy.unresolvable", o, NULL);
    bool plain = n->https_proxy && swapped && str_starts_icase(swapped->route, STR("http:"));
    if (swapped && !observation_is(o, "proxy_auth"))
        return says(plain ? "proxy.tls-to-plain-proxy" : "proxy.not-a-proxy", o, swapped);
    if (observation_is(o, "tls_protocol") || observation_is(o, "ssl_failed_handshake"))
        return says(n->https_proxy ? "proxy.tls-to-plain-proxy" : "proxy.not-a-proxy", o, NULL);
    if (n->https_proxy && o->address.n && observation_silent(o)) // connected, as its address says
        return says("proxy.tls-to-plain-proxy", o, NULL);
    if (n->https_proxy && (observation_is(o, "eof_error") || observation_is(o, "connection_reset")))
        return says("proxy.tls-to-plain-proxy", o, NULL);
    for (size_t i = 0; i < sizeof proxy_certificates / sizeof *proxy_certificates; i++)
        if (observation_is(o, proxy_certificates[i].reason))
            return says(proxy_certificates[i].id, o, NULL);
    const struct observation *served = observation_ok(n->control_route) ? n->control_route
                                       : observation_ok(n->web)         ? n->web
                                                                        : NULL;
    if (served && observation_silent(o)) // it works, and waits for the gateway itself
        return says("proxy.cannot-reach", o, served);
    for (size_t i = 0; i < sizeof proxy_reasons / sizeof *proxy_reasons; i++)
        if (observation_is(o, proxy_reasons[i].reason))
            return says(proxy_reasons[i].id, o, NULL);
    if (n->loopback_proxy && observation_is(o, "connection_refused"))
        return says("proxy.dead-listener", o, NULL);
    return says("proxy.unreachable", o, NULL);
}

static bool resolver_reached_nothing(const struct network *n)
{
    bool asked = false;
    for (size_t i = 0; i < n->all->n; i++) {
        const struct observation *o = &n->all->items[i];
        if (!str_eq(o->name, STR("resolver")))
            continue;
        asked = true;
        if (!observation_is(o, "network_unreachable") && !observation_is(o, "network_down") &&
            !observation_is(o, "host_unreachable"))
            return false;
    }
    return asked;
}

// What the nameservers said of the gateway's name, and whether they know any other. The system asks
// them in their order: the first that gives or denies an address decides, the next is not asked.
struct names {
    const struct observation *answer, *denial, *failure, *silence, *other;
};

static void about_gateway(struct names *s, const struct observation *o)
{
    const struct observation *first = s->answer ? s->answer : s->denial;
    if (first && !str_eq(first->dns_server, o->dns_server))
        return;
    if (o->addresses.n) {
        s->answer = o;
        s->denial = NULL;
    } else if (o->dns_rcode == 0 || o->dns_rcode == 3) {
        s->denial = s->answer ? NULL : o;
    } else if (o->dns_rcode > 0) {
        s->failure = o;
    } else {
        s->silence = o;
    }
}

static struct names read_names(const struct network *n)
{
    struct names s = {0};
    for (size_t i = 0; i < n->all->n; i++) {
        const struct observation *o = &n->all->items[i];
        if (!str_eq(o->name, STR("resolver")))
            continue;
        if (str_eq_icase(o->dns_name, n->host))
            about_gateway(&s, o);
        else if (o->addresses.n)
            s.other = o;
    }
    return s;
}

static bool past_names(const struct observation *o)
{
    return o && (o->state == PROBE_OK || (o->stage > STAGE_DNS && o->stage != STAGE_PROXY));
}

// A nameserver knows the name, and the system's own lookup ends without it.
static struct diagnosis despite_answer(const struct network *n, const struct observation *o,
                                       const struct observation *answer)
{
    const struct observation *others[] = {n->web, n->control_https, n->control_http};
    if (observation_silent(o))
        return nothing; // it had not come to that nameserver yet
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (past_names(others[i]))
            return says("dns.servfail", o, answer);
    return says("dns.resolver-down", o, answer);
}

struct diagnosis network_names(const struct network *n, const struct observation *o)
{
    struct names s = read_names(n);
    if (s.answer && o->curl_code != 5)
        return despite_answer(n, o, s.answer);
    const struct observation *other = s.other                             ? s.other
                                      : past_names(n->control_https)      ? n->control_https
                                      : past_names(n->control_http)       ? n->control_http
                                      : !n->proxied && past_names(n->web) ? n->web
                                                                          : NULL;
    if (!other)
        return says(resolver_reached_nothing(n) ? "net.offline" : "dns.resolver-down",
                    s.silence   ? s.silence
                    : s.failure ? s.failure
                    : s.denial  ? s.denial
                                : o,
                    NULL);
    if (s.denial)
        return says("dns.nxdomain", s.denial, other);
    if (s.failure)
        return says("dns.servfail", s.failure, other);
    return says("dns.timeout", s.silence ? s.silence : o, other);
}

static bool closed(const struct observation *o)
{
    return o && o->state == PROBE_FAILED && o->stage <= STAGE_TCP;
}

// Neither the gateway nor its website nor the control: every connection fails.
static bool nothing_connects(const struct network *n)
{
    return closed(n->gateway) && closed(n->web) && closed(n->control_http) &&
           closed(n->control_https);
}

struct diagnosis network_tcp(const struct network *n, const struct observation *o)
{
    if (network_pinned(n, o))
        return says("dns.hosts-file", o, n->control_https);
    if (network_sinkholed(n, o))
        return says("dns.sinkhole", o, NULL);
    if (nothing_connects(n))
        return says("net.offline", o, n->control_https);
    if (!network_control_connects(n))
        return nothing; // no control, no verdict (causes.md 15.1)
    const struct observation *by =
        observation_connected(n->control_https) ? n->control_https : n->control_http;
    if (observation_silent(o))
        return says("tcp.filtered", o, by);
    if (observation_is(o, "connection_refused") || observation_is(o, "connection_reset"))
        return says("tcp.refused", o, by);
    return says("tcp.unreachable", o, by);
}

// A good answer that had begun and did not come to its end: who gave it cannot be told.
static bool unfinished(const struct observation *o)
{
    bool cut = observation_silent(o) || observation_is(o, "eof_error") ||
               observation_is(o, "connection_reset");
    return cut && o->status < 300 && !o->html;
}

static struct diagnosis http_stage(const struct network *n, const struct observation *o)
{
    if (o->status && unfinished(o))
        return nothing;
    if (o->status)
        return network_http(n, o);
    if (o->unacked > 0 && observation_silent(o) && network_control_tls(n))
        return says("tcp.mtu-blackhole", o, n->control_https);
    return nothing;
}

// A way that works, and that the client does not take, comes before what closed its own way.
static struct diagnosis instead(const struct network *n, struct diagnosis d)
{
    const struct observation *other = network_other_proxy(n);
    bool way_closed = d.seen && n->gateway && n->gateway->stage < STAGE_HTTP && !n->proxied;
    // A script as the only source: what it says for this host cannot be known here.
    bool names = d.id && (str_eq(str_of(d.id), STR("dns.sinkhole")) ||
                          str_eq(str_of(d.id), STR("dns.hosts-file")));
    bool no_route = d.seen && (observation_is(d.seen, "network_unreachable") ||
                               observation_is(d.seen, "network_down"));
    if (!other && way_closed && n->pac_only && d.id && !names && !no_route &&
        n->gateway->stage <= STAGE_TCP)
        return (struct diagnosis){"proxy.pac-only", NULL, n->gateway, d.by};
    if (!other || !way_closed)
        return d;
    return (struct diagnosis){"proxy.needed-not-set", NULL, n->gateway, other};
}

static struct diagnosis stage_of(const struct network *n, const struct observation *o)
{
    switch (o->stage) {
    case STAGE_PROXY: return network_proxy(n, o);
    case STAGE_DNS: return network_names(n, o);
    case STAGE_TCP: return network_tcp(n, o);
    case STAGE_TLS: return network_tls(n, o);
    case STAGE_HTTP: return http_stage(n, o);
    case STAGE_NONE:
    case STAGE_API:
    case STAGE_DONE: break;
    }
    return nothing; // the gateway answered: network_api.c
}

// Behind a proxy whose name does not resolve, or that no packet reaches, lies what explains it.
static struct diagnosis behind_proxy(const struct network *n, struct diagnosis d)
{
    const struct observation *o = n->gateway;
    if (o->stage != STAGE_PROXY)
        return d;
    if (o->curl_code == 5) {
        struct diagnosis names = network_names(n, o);
        if (names.id && (str_eq(str_of(names.id), STR("dns.resolver-down")) ||
                         str_eq(str_of(names.id), STR("net.offline"))))
            d.cause = names.id;
    } else if (observation_is(o, "network_unreachable") || observation_is(o, "network_down")) {
        d.cause = "net.offline";
    }
    return d;
}

struct diagnosis network_decide(const struct network *n)
{
    const struct observation *o = n->gateway;
    if (!o || o->interrupted)
        return nothing;
    if (o->state == PROBE_OK) {
        bool own = n->own && n->own->state == PROBE_FAILED && n->own->stage == STAGE_TLS &&
                   str_starts(n->own->reason, STR("ssl_"));
        return own ? says("tls.runtime-own-roots", n->own, o) : nothing;
    }
    struct diagnosis d = behind_proxy(n, stage_of(n, o));
    if (!d.id && !network_other_proxy(n))
        return d;
    if (!d.id)
        d.seen = o;
    d = instead(n, d);
    bool on_the_way =
        o->stage < STAGE_HTTP && !n->proxied && d.id && !str_starts(str_of(d.id), STR("proxy."));
    if (on_the_way && network_portal(n))
        d.cause = "http.captive-portal";
    return d;
}
