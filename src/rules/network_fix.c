// SPDX-License-Identifier: MIT
// How a diagnosis reads: title with the facts of this case, evidence, and the fixes. Commands are
// offered only after the prediction says that they help (mend.h).
#include "parse/url.h"
#include "rules/mend.h"
#include "rules/network.h"
#include "rules/words.h"

enum remedy {
    BY_WORDS,     // nothing that this machine's user can do in the shell
    WITHOUT,      // the direct way works: take the proxy's variables away
    PLAIN_SCHEME, // http:// in place of https://
    THROUGH,      // the proxy that works
    INCLUDE,      // take the gateway out of NO_PROXY
    TRUST,        // another store
};

// {host} {proxy} {address} {issuer} {offers} {location} {filter} {page} {status} {seconds} {names}
// {server} {off} {shown} {server-of} {doubt} {loss} {follow} {elsewise}: what this case showed.
// clang-format off
static const struct told {
    char id[32], title[160], fix[200];
    enum remedy remedy;
} told[] = {
    {"proxy.dead-listener",     "Nothing listens on the local proxy {proxy}", "Start the proxy program, or take its variables away", WITHOUT},
    {"proxy.unresolvable",      "The proxy's name in {proxy} does not resolve", "Correct the name of the proxy, or take the variable away where no proxy is needed", WITHOUT},
    {"proxy.unreachable",       "The proxy {proxy} does not answer", "Check host, port and VPN, or take the variable away where no proxy is needed", WITHOUT},
    {"proxy.tls-to-plain-proxy", "{proxy} is spoken to over TLS, but speaks plain HTTP", "Write http:// in front of the proxy: the variable's name says for which URLs it is, not how to talk to it", PLAIN_SCHEME},
    {"proxy.not-a-proxy",       "{proxy} answers, but not as a proxy of that kind", "Correct port or scheme of the proxy, or take the variable away where no proxy is needed", WITHOUT},
    {"proxy.auth-required",     "The proxy {proxy} wants a login (407{offers})", "Put the login into the proxy URL (http://USER:PASSWORD@HOST:PORT), or run a local forwarder that logs in", WITHOUT},
    {"proxy.refuses-tunnel",    "The proxy {proxy} refuses a tunnel to {host} ({connect})", "Ask the owner of the proxy to allow CONNECT to {host}:443", WITHOUT},
    {"proxy.cannot-reach",      "The proxy {proxy} cannot reach {host} ({connect})", "Ask the owner of the proxy whether it can resolve and reach {host}:443", WITHOUT},
    {"proxy.needed-not-set",    "The direct way to {host} is closed, and the proxy {other} works", "Set HTTPS_PROXY to the proxy that works", THROUGH},
    {"proxy.no-proxy-excludes", "NO_PROXY sends {host} past a proxy that it needs", "Take {host} out of NO_PROXY", INCLUDE},
    {"proxy.pac-only",          "The direct way to {host} is closed, and the system has only a proxy script (PAC)", "Read in the script which proxy it gives for {host}, and set HTTPS_PROXY to it", BY_WORDS},
    {"net.offline",             "No connection leaves this machine", "Check cable, Wi-Fi, VPN and route", BY_WORDS},
    {"dns.resolver-down",       "No name resolves: the resolver {server} {silence}", "Check /etc/resolv.conf and the VPN", BY_WORDS},
    {"dns.nxdomain",            "The resolver {server} says that {host} does not exist, and knows other names", "Ask the owner of the resolver to allow {host}, or use another resolver", BY_WORDS},
    {"dns.servfail",            "The resolver {server} fails on {host} and knows other names", "Ask the owner of the resolver, or use another resolver", BY_WORDS},
    {"dns.timeout",             "The resolver {server} is silent on {host} and answers for other names", "Ask the owner of the network or the resolver", BY_WORDS},
    {"dns.sinkhole",            "{host} is blocked by name: the resolver answers {address}", "Allow {host} in the blocker", BY_WORDS},
    {"dns.hosts-file",          "The hosts file sends {host} to {address}, which does not serve it", "Remove the line from the hosts file (needs root)", BY_WORDS},
    {"dns.forged-answer",       "The resolver gives a wrong address for {host} ({address})", "Use another resolver, or a proxy that resolves the name itself", BY_WORDS},
    {"tcp.filtered",            "A firewall drops the way to {host}:443", "Ask the owner of the network to allow {host} on TCP port 443", BY_WORDS},
    {"tcp.refused",             "The connection to {host} is refused on the way, while other hosts connect", "Ask the owner of the network to allow {host} on TCP port 443", BY_WORDS},
    {"tcp.unreachable",         "{host} cannot be reached from here ({reason}), while other hosts connect", "Check route and VPN; ask the owner of the network to allow {host} on TCP port 443", BY_WORDS},
    {"tcp.broken-ipv6",         "One address family to {host} does not work ({address})", "Repair that family on this network, or prefer the other one", BY_WORDS},
    {"tcp.mtu-blackhole",       "Small packets to {host} pass and large ones vanish", "Lower the MTU of the tunnel or clamp the MSS on the router", BY_WORDS},
    {"tls.inspection-untrusted", "TLS is opened on the way by {issuer}, which this client does not trust", "Get that root certificate from the owner of the network and name its file in {ca}", TRUST},
    {"tls.runtime-own-roots",   "The certificate is good for the system's store, but not for the roots that this client uses", "Let this client use the system's store", TRUST},
    {"tls.antivirus",           "The antivirus {issuer} opens TLS, and this client does not trust it", "Exclude {host} from HTTPS scanning, or name the file of its root in {ca}", TRUST},
    {"tls.incomplete-chain",    "{host} does not send the certificate of {issuer}", "The server must send the whole chain; until then name a bundle that holds the missing certificate", BY_WORDS},
    {"tls.untrusted-issuer",    "The certificate {shown} is signed by {issuer}, which is not trusted", "Find out who answers at {address}; do not switch verification off", BY_WORDS},
    {"tls.name-mismatch",       "The certificate {shown} is for another name{names}{doubt}", "Compare the address {address} with one from another network", BY_WORDS},
    {"tls.expired",             "The certificate {shown} is outside its dates{dates}", "Whoever runs {server-of}, or the device that signed it, must renew it", BY_WORDS},
    {"tls.clock-skew",          "The clock of this machine is off by {off}", "Set the clock (needs root)", BY_WORDS},
    {"tls.reset",               "The connection to {host} is cut right after the first TLS message", "Ask the owner of the network to allow {host}; try another network to be sure", BY_WORDS},
    {"tls.silent",              "{host} never answers the first TLS message, while other hosts do", "Ask the owner of the network to allow {host}; try another network to be sure", BY_WORDS},
    {"tls.protocol",            "No common TLS with {host}, or no TLS on that port", "Check scheme and port of the base URL", BY_WORDS},
    {"http.captive-portal",     "The network wants a login in a browser first", "Open any http:// page in a browser, log in, and run nexoenv again", BY_WORDS},
    {"http.block-page",         "{filter} answers in place of {host} (HTTP {status}{page})", "Ask the owner of the filter to allow {host}", BY_WORDS},
    {"http.edge-challenge",     "The CDN in front of {host} wants to see a browser (HTTP {status})", "Try another egress address; report it to the vendor", BY_WORDS},
    {"http.edge-user-agent",    "The CDN in front of {host} refuses this library's User-Agent", "Set a plain User-Agent in the client, and report it to the vendor", BY_WORDS},
    {"http.not-the-gateway",    "What answers for {host} is not the gateway (HTTP {status}{page})", "{elsewise}", BY_WORDS},
    {"url.redirect-drops-auth", "The base URL redirects to {location}, and {loss}", "{follow}", BY_WORDS},
};
// clang-format on

static struct str route_host(struct str route)
{
    struct url u;
    return url_parse(route, &u) == URL_OK ? u.host : STR_NONE;
}

static const struct certificate *top(const struct observation *o)
{
    return o && o->chain.n ? &o->chain.items[o->chain.n - 1] : NULL;
}

// "CN = Zscaler Root CA, O = ..." -> "Zscaler Root CA"
static struct str common_name(struct str dn)
{
    size_t at = str_find_icase(dn, STR("CN"));
    if (at == STR_NOWHERE)
        return dn;
    struct str rest = str_trim_left_set(str_from(dn, at + 2), " =");
    size_t end = str_chr(rest, ',');
    return str_slice(rest, 0, end == STR_NOWHERE ? rest.n : end);
}

static struct str offers(const struct observation *o, struct arena *a)
{
    static const struct {
        int bit;
        const char *name;
    } schemes[] = {{1, "Basic"}, {2, "Digest"}, {4, "Negotiate"}, {8, "NTLM"}, {64, "Bearer"}};
    struct buf b = buf_in(a);
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (o->proxy_auth & schemes[i].bit)
            buf_fmt(&b, "%s%s", b.n ? ", " : ", offers ", schemes[i].name);
    return buf_str(&b);
}

static struct str duration(int64_t s, struct arena *a)
{
    int64_t v = s < 0 ? -s : s;
    if (v >= 172800)
        return str_fmt(a, "%lld days", (long long)(v / 86400));
    if (v >= 7200)
        return str_fmt(a, "%lld hours", (long long)(v / 3600));
    return str_fmt(a, "%lld minutes", (long long)(v / 60));
}

static struct str or_words(struct str s, const char *otherwise)
{
    return s.n ? s : str_of(otherwise);
}

// Of two kinds: the certificate is the proxy's own or the gateway's; the redirect leads to the
// gateway or away from it.
static struct str word_of_answer(struct str name, const struct network *n,
                                 const struct diagnosis *d, struct arena *a)
{
    const struct observation *o = d->seen;
    bool proxy = o->stage == STAGE_PROXY;
    bool home = str_eq_icase(route_host(o->location), n->host);
    if (str_eq(name, STR("shown")))
        return proxy ? str_fmt(a, "that the proxy %.*s shows", STR_ARG(o->route))
                     : str_fmt(a, "shown for %.*s", STR_ARG(n->host));
    if (str_eq(name, STR("server-of")))
        return proxy ? o->route : n->host;
    if (str_eq(name, STR("doubt")))
        return proxy ? STR("") : STR("; the DNS answer may be forged");
    if (str_eq(name, STR("loss")))
        return redirect_words(n, o, a);
    if (str_eq(name, STR("follow")))
        return home ? STR("Use the address that the redirect points to as base URL")
                    : str_fmt(a,
                              "Set the base URL to the gateway's own address; if it is that "
                              "already, ask the owner of the network who redirects %.*s",
                              STR_ARG(n->host));
    // {elsewise}: a failing front is not the caller's doing.
    return o->status >= 500 && o->verified
               ? STR("Try again in a minute; then look at the Status page of the vendor")
               : STR("Check host and path of the base URL");
}

static struct str word_of(struct str name, const struct network *n, const struct diagnosis *d,
                          struct arena *a)
{
    const struct observation *o = d->seen, *g = n->gateway;
    const struct certificate *c = top(n->chain) ? top(n->chain) : top(o);
    struct str at = o->address.n ? o->address : o->addresses.n ? o->addresses.items[0] : STR_NONE;
    if (str_eq(name, STR("host")))
        return or_words(n->host, "the gateway");
    if (str_eq(name, STR("proxy")))
        return g->route;
    if (str_eq(name, STR("other")))
        return d->by ? d->by->route : STR("");
    if (str_eq(name, STR("address")))
        return or_words(at, "an address unknown");
    if (str_eq(name, STR("issuer")))
        return or_words(c ? common_name(c->issuer) : STR_NONE, "an unknown issuer");
    if (str_eq(name, STR("offers")))
        return offers(o, a);
    if (str_eq(name, STR("connect")))
        return o->connect_code ? str_fmt(a, "HTTP %d", o->connect_code) : observation_reason(o);
    if (str_eq(name, STR("reason")))
        return observation_reason(o);
    if (str_eq(name, STR("server")))
        return or_words(o->dns_server, "of this machine");
    if (str_eq(name, STR("silence")))
        return o->dns_rcode == 3                            ? STR("denies every name")
               : o->dns_rcode > 0                           ? STR("refuses")
               : observation_is(o, "generic_timeout_error") ? STR("is silent")
                                                            : STR("cannot be asked");
    if (str_eq(name, STR("location")))
        return or_words(o->location, "another address");
    if (str_eq(name, STR("filter")))
        return o->filter.n ? o->filter : STR("A filter");
    if (str_eq(name, STR("page")))
        return o->title.n ? str_fmt(a, ", \"%.*s\"", STR_ARG(o->title)) : STR("");
    if (str_eq(name, STR("status")))
        return str_fmt(a, "%d", o->status);
    if (str_eq(name, STR("names")))
        return n->chain && n->chain->chain.n
                   ? str_fmt(a, " (%.*s)", STR_ARG(common_name(n->chain->chain.items[0].subject)))
                   : STR("");
    if (str_eq(name, STR("dates")))
        return n->chain && n->chain->chain.n
                   ? str_fmt(a, " (%.*s to %.*s)", STR_ARG(n->chain->chain.items[0].not_before),
                             STR_ARG(n->chain->chain.items[0].not_after))
                   : STR("");
    if (str_eq(name, STR("off")))
        return duration(d->by ? d->by->clock_skew_s : 0, a);
    return word_of_answer(name, n, d, a);
}

static struct str fill(const char *template, const struct network *n, const struct diagnosis *d,
                       struct arena *a)
{
    struct str rest = str_of(template);
    struct buf b = buf_in(a);
    for (size_t open; (open = str_chr(rest, '{')) != STR_NOWHERE;) {
        size_t close = str_chr(rest, '}');
        buf_add(&b, str_slice(rest, 0, open));
        buf_add(&b, word_of(str_slice(rest, open + 1, close), n, d, a));
        rest = str_from(rest, close + 1);
    }
    buf_add(&b, rest);
    return buf_str(&b);
}

static bool goes_direct(const struct prediction *p)
{
    return p->route == ROUTE_DIRECT;
}

// Takes away one deciding variable after the other until the client goes direct.
static bool changes_to_direct(struct inquiry *q, struct changes *c)
{
    for (int i = 0; i < 4; i++) {
        struct prediction p = what_if(q, q->client, c);
        if (goes_direct(&p))
            return c->n > 0;
        if (!variable_find(&q->context->vars, p.route_from))
            return false; // a tool's own file: not the shell's to change
        change_add(c, CHANGE_UNSET, p.route_from, STR_NONE);
    }
    return false;
}

static void fix_without(struct finding *f, struct inquiry *q, const struct network *n)
{
    struct changes c = {0};
    if (!observation_ok(n->direct) || !changes_to_direct(q, &c))
        return;
    mend_all(f, q, STR("The gateway answers without the proxy: take the variables away"), &c);
}

static void fix_plain_scheme(struct finding *f, struct inquiry *q)
{
    struct str name = q->here ? q->here->route_from : STR_NONE;
    const struct variable *v = variable_find(&q->context->vars, name);
    if (!v || !str_starts_icase(v->value.text, STR("https://")))
        return;
    struct str text = STR("Write http:// in front of the proxy");
    if (!q->here->proxy_has_login) {
        mend_set(f, q, text, name, str_join(STR("http://"), str_from(v->value.text, 8), q->arena));
        return;
    }
    // The value holds a login: the shell rewrites it without showing it.
    if (v->origin.kind == ORIGIN_ENVIRONMENT)
        finding_fix(
            f, q, text,
            str_fmt(q->arena, "export %.*s=\"http://${%.*s#*://}\"", STR_ARG(name), STR_ARG(name)));
}

static bool routes_to(const struct inquiry *q, const struct changes *c, struct str label)
{
    struct prediction p = what_if(q, q->client, c);
    return p.route == ROUTE_PROXY && str_eq(prediction_route(&p, q->arena), label);
}

// The variable of the context that names the proxy which works; NULL: it is the system's.
static const struct variable *variable_of(const struct inquiry *q, struct str label)
{
    size_t at = str_find(label, STR("://"));
    struct str host = at == STR_NOWHERE ? STR_NONE : str_from(label, at + 3); // and port
    const struct variables *vars = &q->context->vars;
    for (size_t i = 0; i < vars->n; i++)
        if (vars->items[i].value.class == VALUE_PROXY || vars->items[i].value.class == VALUE_PLAIN)
            if (host.n && str_has(vars->items[i].value.text, host) &&
                str_ends_icase(vars->items[i].name, STR("proxy")) &&
                !str_ends_icase(vars->items[i].name, STR("no_proxy")))
                return &vars->items[i];
    return NULL;
}

static bool system_login(const struct inquiry *q, struct str label)
{
    struct str host = route_host(label);
    for (size_t i = 0; i < q->snap->system_proxies.n; i++) {
        struct str v = q->snap->system_proxies.items[i].value.text;
        if (host.n && str_has(v, host) && str_has(v, STR("@")))
            return true;
    }
    return false;
}

static void fix_through(struct finding *f, struct inquiry *q, const struct diagnosis *d)
{
    static const char *const names[] = {"HTTPS_PROXY", "https_proxy"};
    struct str label = d->by ? d->by->route : STR_NONE;
    const struct variable *from = variable_of(q, label);
    if (!label.n || (!from && system_login(q, label)))
        return;
    for (size_t i = 0; i < 2 * sizeof names / sizeof *names; i++) {
        struct changes c = {0};
        struct str name = str_of(names[i % 2]);
        if (from)
            change_add(&c, CHANGE_COPY, name, from->name);
        else
            change_add(&c, CHANGE_SET, name, label);
        if (i >= 2)
            change_add(&c, CHANGE_SET, STR("NODE_USE_ENV_PROXY"), STR("1"));
        if (routes_to(q, &c, label)) {
            mend_all(f, q, str_fmt(q->arena, "Set %.*s to %.*s", STR_ARG(name), STR_ARG(label)),
                     &c);
            return;
        }
    }
}

// The entry is the host or a domain above it, in the ways that clients write it.
static bool entry_takes(struct str entry, struct str host)
{
    size_t colon = str_rchr(entry, ':');
    if (colon != STR_NOWHERE)
        entry = str_slice(entry, 0, colon);
    entry = str_trim_left_set(entry, "*.");
    return !entry.n || str_eq_icase(entry, host) ||
           (str_ends_icase(host, entry) && host.p[host.n - entry.n - 1] == '.');
}

static struct str without_host(struct str list, struct str host, struct arena *a)
{
    struct buf b = buf_in(a);
    struct str rest = list, entry;
    while (str_word(&rest, ", \t", &entry))
        if (!entry_takes(entry, host))
            buf_fmt(&b, "%s%.*s", b.n ? "," : "", STR_ARG(entry));
    return buf_str(&b);
}

static void fix_include(struct finding *f, struct inquiry *q, const struct network *n,
                        const struct diagnosis *d)
{
    static const char *const names[] = {"NO_PROXY", "no_proxy"};
    struct changes c = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct variable *v = variable_find_z(&q->context->vars, names[i]);
        if (!v || v->value.class != VALUE_PLAIN || !value_is_set(&v->value))
            continue;
        struct str kept = without_host(v->value.text, n->host, q->arena);
        if (kept.n)
            change_add(&c, CHANGE_SET, v->name, kept);
        else
            change_add(&c, CHANGE_UNSET, v->name, STR_NONE);
    }
    if (c.n && d->by && routes_to(q, &c, d->by->route))
        mend_all(f, q, STR("Take the gateway out of NO_PROXY"), &c);
}

static bool trusts(const struct prediction *p, struct str bundle)
{
    return p->route != ROUTE_ERROR && p->trust.verify &&
           (str_eq(p->trust.file, bundle) || strs_have(&p->trust.adds, bundle));
}

// The variable that gave this client other roots than its own.
static struct str given_roots(const struct prediction *p)
{
    return p->trust.file_from.n ? p->trust.file_from : p->trust.dir_from;
}

// The first variable with which this client trusts the bundle, and the change that sets it.
static struct str reads_bundle(struct inquiry *q, struct str bundle, struct changes *change)
{
    static const char *const names[] = {"SSL_CERT_FILE",  "REQUESTS_CA_BUNDLE",
                                        "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS",
                                        "DENO_CERT",      "GIT_SSL_CAINFO"};
    for (size_t i = 0; q->here && bundle.n && i < sizeof names / sizeof *names; i++) {
        struct changes c = {0};
        change_add(&c, CHANGE_SET, str_of(names[i]), bundle);
        struct prediction p = what_if(q, q->client, &c);
        if (trusts(&p, bundle)) {
            *change = c;
            return str_of(names[i]);
        }
    }
    return STR_NONE;
}

// "{ca}": the variable by which this client is told of a further root.
static struct str name_ca(struct str text, struct inquiry *q)
{
    size_t at = str_find(text, STR("{ca}"));
    if (at == STR_NOWHERE)
        return text;
    struct changes c = {0};
    struct str name = reads_bundle(q, q->snap->machine.ca_bundle, &c);
    if (!name.n)
        name = STR("the variable this client reads");
    return str_fmt(q->arena, "%.*s%.*s%.*s", (int)at, text.p, STR_ARG(name),
                   STR_ARG(str_from(text, at + 4)));
}

// The chain is good for the system's store: hand that to the client, or take the variable away that
// keeps the client from it.
static void fix_trust(struct finding *f, struct inquiry *q, const struct network *n)
{
    struct str bundle = q->snap->machine.ca_bundle;
    bool good = observation_ok(n->chain_system) || (n->own && observation_ok(n->gateway));
    if (!good || !q->here)
        return;
    struct str from = given_roots(q->here);
    if (from.n && variable_find(&q->context->vars, from)) {
        struct changes c = {0};
        change_add(&c, CHANGE_UNSET, from, STR_NONE);
        struct prediction p = what_if(q, q->client, &c);
        if (p.trust.base == TRUST_SYSTEM && !p.trust.file.n) {
            mend_all(f, q, str_fmt(q->arena, "Take %.*s away", STR_ARG(from)), &c);
            return;
        }
    }
    struct changes c = {0};
    struct str name = reads_bundle(q, bundle, &c);
    if (name.n)
        mend_all(f, q, str_fmt(q->arena, "Set %.*s to the system's certificates", STR_ARG(name)),
                 &c);
}

// The same proxy, spoken to in the way that works.
static bool fix_scheme(struct finding *f, struct inquiry *q, const struct diagnosis *d)
{
    struct str name = q->here ? q->here->route_from : STR_NONE;
    const struct variable *v = variable_find(&q->context->vars, name);
    size_t at = d->by ? str_find(d->by->route, STR("://")) : STR_NOWHERE;
    if (!v || at == STR_NOWHERE || !str_starts(d->by->name, STR("proxy:")) ||
        q->here->proxy_has_login)
        return false;
    struct str text =
        str_fmt(q->arena, "Write %.*s:// in front of the proxy", (int)at, d->by->route.p);
    mend_set(f, q, text, name, d->by->route);
    return true;
}

static void add_fixes(struct finding *f, struct inquiry *q, const struct network *n,
                      const struct diagnosis *d, const struct told *t)
{
    struct str text = fill(str_z(name_ca(str_of(t->fix), q), q->arena), n, d, q->arena);
    size_t before = f->fixes.n;
    switch (t->remedy) {
    case BY_WORDS: break;
    case WITHOUT:
        if (!fix_scheme(f, q, d))
            fix_without(f, q, n);
        break;
    case PLAIN_SCHEME: fix_plain_scheme(f, q); break;
    case THROUGH: fix_through(f, q, d); break;
    case INCLUDE: fix_include(f, q, n, d); break;
    case TRUST: fix_trust(f, q, n); break;
    }
    if (f->fixes.n == before || t->remedy == WITHOUT)
        finding_fix(f, q, text, STR_NONE);
}

static void add_chain(struct finding *f, struct inquiry *q, const struct observation *o)
{
    struct origin probe = {.kind = ORIGIN_PROBE};
    struct str host = route_host(o->url);
    for (size_t i = 0; i < o->chain.n; i++)
        finding_evidence(f, q,
                         i ? STR("signed by")
                           : str_fmt(q->arena, "shown by %.*s", STR_ARG(host.n ? host : o->url)),
                         o->chain.items[i].subject, probe);
    if (o->chain.n && !o->chain.items[o->chain.n - 1].self_signed)
        finding_evidence(f, q, STR("issuer"), o->chain.items[o->chain.n - 1].issuer, probe);
}

static void add_evidence(struct finding *f, struct inquiry *q, const struct observation *o)
{
    struct origin probe = {.kind = ORIGIN_PROBE};
    if (!o)
        return;
    if (str_eq(o->name, STR("chain")) && o->chain.n)
        add_chain(f, q, o);
    else
        finding_evidence(f, q, o->name, observation_line(o, q->arena), probe);
}

static void add_route(struct finding *f, struct inquiry *q)
{
    const struct prediction *p = q->here;
    if (!p || !p->route_from.n)
        return;
    const struct variable *v = variable_find(&q->context->vars, p->route_from);
    if (v)
        finding_variable(f, q, v);
    else
        finding_evidence(f, q, p->route_from, prediction_route(p, q->arena),
                         (struct origin){.kind = ORIGIN_SYSTEM, .name = p->route_from});
}

// Which roots it tried, where a variable chose them, and whose accept the same certificate.
static void add_roots(struct finding *f, struct inquiry *q, const struct network *n)
{
    struct str from = q->here ? given_roots(q->here) : STR_NONE;
    const struct variable *v = from.n ? variable_find(&q->context->vars, from) : NULL;
    if (v)
        finding_variable(f, q, v);
    if (observation_ok(n->chain_system))
        finding_evidence(f, q, STR("system's store"), STR("accepts the certificate"),
                         (struct origin){.kind = ORIGIN_PROBE});
}

// A static rule told what differs; the probes told which of the ways works: that one comes first.
static void through_first(struct finding *f, struct inquiry *q, const struct network *n,
                          const struct diagnosis *d)
{
    struct finding fresh = {0};
    struct diagnosis way = {d->id, NULL, d->seen, network_other_proxy(n)};
    bool proxy = str_starts(str_of(f->rule->id), STR("proxy."));
    if (proxy && way.by)
        fix_through(&fresh, q, &way);
    else if (proxy)
        fix_without(&fresh, q, n);
    for (size_t i = 0; fresh.fixes.n && i < f->fixes.n; i++)
        finding_fix(&fresh, q, f->fixes.items[i].text, f->fixes.items[i].command);
    if (fresh.fixes.n)
        f->fixes.items = fresh.fixes.items, f->fixes.n = fresh.fixes.n,
        f->fixes.cap = fresh.fixes.cap;
}

void network_tell(struct finding *f, struct inquiry *q, const struct network *n,
                  const struct diagnosis *d)
{
    const struct told *t = NULL;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (str_eq(str_of(told[i].id), str_of(f->rule->id)))
            t = &told[i];
    bool on_proxy = str_starts(str_of(f->rule->id), STR("proxy."));
    if (on_proxy && !f->evidence.n)
        add_route(f, q);
    if (str_eq(str_of(f->rule->id), STR("dns.hosts-file")) && !f->evidence.n)
        finding_evidence(f, q, n->host, n->hosts_ip, origin_file(q->snap->machine.hosts_loc));
    if (d->seen != n->gateway && d->seen && str_eq(d->seen->name, STR("chain")))
        add_evidence(f, q, n->gateway);
    add_evidence(f, q, d->seen);
    if (str_eq(str_of(f->rule->id), STR("tls.runtime-own-roots")))
        add_roots(f, q, n);
    if (d->by != n->chain_system)
        add_evidence(f, q, d->by);
    if (n->chain && n->chain != d->seen && n->chain != d->by &&
        str_starts(str_of(f->rule->id), STR("tls.")))
        add_evidence(f, q, n->chain);
    if (!t) {
        through_first(f, q, n, d);
        return;
    }
    if (f->fixes.n && f->fixes.items[0].command.n)
        return; // a static rule said it already
    f->title = fill(t->title, n, d, q->arena);
    f->fixes.n = 0;
    add_fixes(f, q, n, d, t);
}
