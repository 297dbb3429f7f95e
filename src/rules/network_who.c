// SPDX-License-Identifier: MIT
// The last two stages: whose certificate, and whose page.
#include "rules/network.h"

#include "parse/url.h"

static struct diagnosis says(const char *id, const struct observation *seen,
                             const struct observation *by)
{
    return (struct diagnosis){id, NULL, seen, by};
}

// Names that inspection products and antivirus programs write into the certificates they make.
// clang-format off
static const char inspectors[][20] = {
    "zscaler", "netskope", "fortinet", "fortigate", "palo alto", "cisco umbrella", "umbrella root", "forcepoint",
    "websense", "blue coat", "bluecoat", "symantec web", "mcafee web", "skyhigh", "sophos", "barracuda",
    "check point", "checkpoint", "watchguard", "sonicwall", "cato networks", "iboss", "menlo", "contentkeeper",
    "lightspeed", "securly", "smoothwall", "untangle", "squid", "mitmproxy", "charles proxy", "fiddler",
    "burp", "portswigger", "proxyman", "ssl inspection", "ssl-inspection", "tls inspection", "decrypt",
    "web gateway", "ssl proxy", "inspection",
};
static const char antiviruses[][20] = {
    "avast", "avg ", "avg technologies", "kaspersky", "norton", "eset", "bitdefender", "dr.web", "drweb", "adguard",
    "mcafee", "trend micro", "g data", "f-secure", "bullguard", "360 total",
};
// clang-format on

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool names_any(struct str text, const char (*words)[20], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_find_icase(text, str_of(words[i])) != STR_NOWHERE)
            return true;
    return false;
}

static bool chain_names(const struct observation *o, const char (*words)[20], size_t n)
{
    for (size_t i = 0; o && i < o->chain.n; i++)
        if (names_any(o->chain.items[i].issuer, words, n) ||
            (i > 0 && names_any(o->chain.items[i].subject, words, n)))
            return true;
    return false;
}

static const struct certificate *leaf(const struct observation *o)
{
    return o && o->chain.n ? &o->chain.items[0] : NULL;
}

static bool same_issuer(const struct observation *a, const struct observation *b)
{
    const struct certificate *x = leaf(a), *y = leaf(b);
    return x && y && x->issuer.n && str_eq(x->issuer, y->issuer);
}

static bool holds_subject(const struct observation *o, struct str subject)
{
    for (size_t i = 0; o && i < o->chain.n; i++)
        if (str_eq(o->chain.items[i].subject, subject))
            return true;
    return false;
}

// The certificate is for that name, whoever signed it.
static bool covers(const struct certificate *c, struct str host)
{
    struct str rest = c ? c->names : STR_NONE, name;
    size_t dot = str_chr(host, '.');
    while (str_word(&rest, ", ", &name)) {
        if (str_starts(name, STR("DNS:")))
            name = str_from(name, 4);
        if (str_eq_icase(name, host) || (str_starts(name, STR("*.")) && dot != STR_NOWHERE &&
                                         str_eq_icase(str_from(name, 1), str_from(host, dot))))
            return true;
    }
    return false;
}

// The last certificate of the chain names an issuer that did not come with it. A private root is
// left out the same way, so there must be a sign of a public intermediate: it is in the chain of a
// host that verified, it says where it can be fetched, or its name says what it is.
static bool incomplete(const struct network *n)
{
    static const char words[][20] = {"intermediate", "issuing", "sub ca", "subca", "subordinate"};
    const struct observation *o = n->chain;
    if (!o || !o->chain.n)
        return false;
    const struct certificate *last = &o->chain.items[o->chain.n - 1];
    if (last->self_signed || !last->issuer.n)
        return false;
    return (observation_ok(n->web) && holds_subject(n->web, last->issuer)) ||
           (observation_ok(n->control_https) && holds_subject(n->control_https, last->issuer)) ||
           last->has_aia || names_any(last->issuer, words, COUNT(words));
}

static struct diagnosis unknown_issuer(const struct network *n, const struct observation *o)
{
    const struct observation *chain = n->chain ? n->chain : o;
    if (observation_ok(n->doh_gateway) && !covers(leaf(n->chain), n->host))
        return says("dns.forged-answer", o, n->doh_gateway);
    if (observation_ok(n->chain_system))
        return says("tls.runtime-own-roots", o, n->chain_system);
    if (chain_names(chain, antiviruses, COUNT(antiviruses)))
        return says("tls.antivirus", chain, NULL);
    if (chain_names(chain, inspectors, COUNT(inspectors)) || same_issuer(chain, n->chain_control))
        return says("tls.inspection-untrusted", chain, n->chain_control);
    if (incomplete(n))
        return says("tls.incomplete-chain", chain, NULL);
    return says("tls.untrusted-issuer", chain, n->control_https);
}

enum { CLOCK_OFF_S = 300 };

static const struct observation *a_clock(const struct network *n)
{
    const struct observation *clocks[] = {n->control_http, n->control_https, n->control_route,
                                          n->web};
    for (size_t i = 0; i < COUNT(clocks); i++)
        if (clocks[i] && clocks[i]->clock_known)
            return clocks[i];
    return NULL;
}

static struct diagnosis dates(const struct network *n, const struct observation *o)
{
    const struct observation *clock = a_clock(n);
    const struct certificate *c = leaf(n->chain);
    const struct observation *verified = observation_ok(n->control_https)   ? n->control_https
                                         : observation_ok(n->control_route) ? n->control_route
                                         : observation_ok(n->web)           ? n->web
                                                                            : NULL;
    if (!clock) // a chain that is valid today by the local clock speaks for the clock
        return verified ? says("tls.expired", o, verified) : says(NULL, o, NULL);
    int64_t off = clock->clock_skew_s < 0 ? -clock->clock_skew_s : clock->clock_skew_s;
    int64_t there = n->now_s - clock->clock_skew_s;
    bool good_there = !c || c->not_after_s <= 0 || !n->now_s ||
                      (there >= c->not_before_s && there <= c->not_after_s);
    if (off > CLOCK_OFF_S && good_there)
        return says("tls.clock-skew", o, clock);
    return says("tls.expired", o, clock);
}

static bool stuck(const struct observation *o)
{
    return o && o->stage == STAGE_TLS && observation_silent(o) && o->unacked > 0;
}

static struct diagnosis silence(const struct network *n, const struct observation *o)
{
    const struct observation *control = n->proxied ? n->control_route : n->control_https;
    bool small = observation_ok(n->small);
    if (stuck(o) && small && (network_control_tls(n) || stuck(control)))
        return says("tcp.mtu-blackhole", o, n->small);
    if (network_control_tls(n))
        return says("tls.silent", o, control);
    return says(NULL, o, NULL);
}

struct diagnosis network_tls(const struct network *n, const struct observation *o)
{
    const struct observation *control = n->proxied ? n->control_route : n->control_https;
    if (network_pinned(n, o))
        return says("dns.hosts-file", o, control);
    if (network_sinkholed(n, o)) // a blocker's own page
        return says("dns.sinkhole", o, NULL);
    if (observation_is(o, "ssl_invalid_hostname"))
        return observation_ok(n->doh_gateway) ? says("dns.forged-answer", o, n->doh_gateway)
                                              : says("tls.name-mismatch", o, n->chain);
    if (observation_is(o, "ssl_invalid_certificate"))
        return o->curl_code == 77 ? says(NULL, o, NULL) : dates(n, o);
    if (observation_is(o, "ssl_unknown_authority"))
        return unknown_issuer(n, o);
    if (observation_is(o, "connection_reset") || observation_is(o, "eof_error"))
        return network_control_tls(n) ? says("tls.reset", o, control) : says(NULL, o, NULL);
    if (observation_silent(o))
        return silence(n, o);
    return says("tls.protocol", o, NULL);
}

static bool elsewhere(struct str location, struct str host)
{
    struct url u;
    return url_parse(location, &u) == URL_OK && !str_eq_icase(u.host, host);
}

struct diagnosis network_http(const struct network *n, const struct observation *o)
{
    bool portal = !o->verified && network_portal(n);
    if (o->status == 407)
        return says("proxy.auth-required", o, NULL);
    if (portal && (o->status / 100 == 3 || o->html))
        return says("http.captive-portal", o, n->control_http);
    if (o->edge_banned_ua || (o->status == 403 && n->agent && n->agent->is_gateway))
        return says("http.edge-user-agent", o, n->agent);
    if (o->challenge)
        return says("http.edge-challenge", o, NULL);
    if (o->filter.n && !o->is_gateway)
        return says("http.block-page", o, NULL);
    if (o->status / 100 == 3)
        return says(elsewhere(o->location, n->host) && o->html && !o->verified
                        ? "http.not-the-gateway"
                        : "url.redirect-drops-auth",
                    o, NULL);
    if (o->x_squid_error)
        return says(o->status >= 500 ? "proxy.cannot-reach" : "http.block-page", o, NULL);
    if (o->cf_ray && o->html && o->status >= 400 && o->status < 500)
        return says("http.edge-challenge", o, NULL);
    return says("http.not-the-gateway", o, NULL);
}
