// SPDX-License-Identifier: MIT
// From the diagnosis to findings: confirms what static rules suspected, adds what only probes find.
#include "rules/network.h"
#include "rules/layers.h"

struct finding *network_suspicion(struct inquiry *q, const char *id)
{
    for (size_t i = 0; i < q->findings->n; i++) {
        struct finding *f = &q->findings->items[i];
        if (str_eq(str_of(f->rule->id), str_of(id)) && f->concerns &&
            f->severity >= SEVERITY_WARNING)
            return f;
    }
    return NULL;
}

struct finding *network_finding(struct inquiry *q, const char *id)
{
    struct finding *f = network_suspicion(q, id);
    const struct rule *rule = f ? f->rule : rule_find(str_of(id));
    if (!rule)
        return NULL;
    if (!f)
        f = finding_add(q, rule, STR_NONE);
    f->proven = true;
    f->concerns = true;
    f->severity = SEVERITY_ERROR; // the call was stopped by it
    return f;
}

static struct finding *confirm(struct inquiry *q, const struct network *n, const char *id,
                               const struct diagnosis *d)
{
    struct finding *f = network_finding(q, id);
    if (f)
        network_tell(f, q, n, d);
    return f;
}

// Variables that decide differently for different clients: the chosen client's way fails, another
// way that a variable names works, so the difference is what stops it.
static const char *const differences[] = {"proxy.name-typo", "proxy.ignored-by-client",
                                          "proxy.case-mismatch", "proxy.no-proxy-semantics"};

static const char *difference(struct inquiry *q, const struct network *n, const struct diagnosis *d)
{
    bool other = network_other_proxy(n) || (n->proxied && observation_ok(n->direct));
    bool by_way = d->id && (str_starts(str_of(d->id), STR("proxy.")) || !n->proxied);
    if (!other || !by_way || n->gateway->stage > STAGE_TLS)
        return NULL;
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (network_suspicion(q, differences[i]))
            return differences[i];
    return NULL;
}

static struct diagnosis with_variables(struct inquiry *q, const struct network *n,
                                       struct diagnosis d)
{
    bool needed = d.id && str_eq(str_of(d.id), STR("proxy.needed-not-set"));
    struct str from = q->here ? q->here->route_from : STR_NONE;
    if (needed && str_eq_icase(from, STR("NO_PROXY")) && !n->proxied)
        d.id = "proxy.no-proxy-excludes";
    const char *why = difference(q, n, &d);
    if (why && needed)
        d.id = why;
    else if (why)
        d.cause = why;
    return d;
}

// A wrong path of the base URL explains an answer that is not the gateway's.
static void explain_path(struct inquiry *q, struct diagnosis *d)
{
    static const char *const paths[] = {"url.missing-v1", "url.double-v1", "url.full-endpoint",
                                        "url.wrong-path", "url.plain-http"};
    bool odd = d->id && (str_eq(str_of(d->id), STR("http.not-the-gateway")) ||
                         str_eq(str_of(d->id), STR("url.redirect-drops-auth")));
    for (size_t i = 0; odd && !d->cause && i < sizeof paths / sizeof *paths; i++)
        if (network_suspicion(q, paths[i]))
            d->cause = paths[i];
}

static void broken_family(struct inquiry *q, const struct network *n)
{
    const struct observation *seen = NULL;
    if (!network_broken_family(n, &seen))
        return;
    struct finding *f = finding_add(q, rule_find(STR("tcp.broken-ipv6")), STR_NONE);
    struct diagnosis d = {"tcp.broken-ipv6", NULL, seen, n->gateway};
    f->proven = true;
    f->severity = q->here && q->here->fails_on_ipv6 ? SEVERITY_ERROR : SEVERITY_WARNING;
    network_tell(f, q, n, &d);
}

// What a working way disproves: a proxy that this client does not use, or that works.
static void disprove(struct inquiry *q, const struct network *n)
{
    static const char *const ways[] = {"proxy.needed-not-set", "proxy.no-proxy-excludes",
                                       "proxy.pac-only",       "dns.hosts-file",
                                       "url.missing-v1",       "url.double-v1",
                                       "url.wrong-path",       "proxy.tls-to-plain-proxy"};
    if (!n->gateway->is_gateway)
        return;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct finding *f = network_suspicion(q, ways[i]);
        if (f)
            f->severity = SEVERITY_OFF; // findings_settle drops it
    }
}

// It does speak TLS: the scheme is right, whatever else is wrong.
static void disprove_scheme(struct inquiry *q, const struct network *n)
{
    struct finding *f = network_suspicion(q, "proxy.tls-to-plain-proxy");
    const struct observation *o = n->gateway;
    bool certificate = o->stage == STAGE_PROXY && str_starts(o->reason, STR("ssl_")) &&
                       !observation_is(o, "ssl_failed_handshake");
    if (f && n->https_proxy && (certificate || o->stage > STAGE_PROXY || o->connect_code))
        f->severity = SEVERITY_OFF; // findings_settle drops it
}

// A client that follows with all it has is served.
static void spare_follower(struct inquiry *q, const struct network *n, const struct diagnosis *d)
{
    struct finding *f = network_suspicion(q, "url.redirect-drops-auth");
    if (f && redirect_arrives(n, d->seen, q->arena))
        f->severity = SEVERITY_WARNING;
}

void network_prove(struct inquiry *q)
{
    struct network n = network_read(q);
    if (!n.gateway)
        return;
    disprove_scheme(q, &n);
    struct diagnosis d = with_variables(q, &n, network_decide(&n));
    explain_path(q, &d);
    if (d.id)
        (void)confirm(q, &n, d.id, &d);
    if (d.id && d.cause) {
        struct diagnosis cause = {d.cause, NULL, d.seen, d.by};
        if (str_eq(str_of(d.cause), STR("http.captive-portal")))
            cause.seen = n.control_http;
        (void)confirm(q, &n, d.cause, &cause);
        struct finding *f = network_suspicion(q, d.id); // may have moved
        if (f)
            f->consequence_of = str_of(d.cause);
    }
    if (!d.id)
        disprove(q, &n);
    spare_follower(q, &n, &d);
    broken_family(q, &n);
    network_api_prove(q, &n);
}
