// SPDX-License-Identifier: MIT
#include "net/probe.h"

#include "net/answer.h"
#include "net/stage.h"

#include <time.h>

#define NEUTRAL_AGENT "nexoenv/" NEXOENV_VERSION

enum { BODY_MOST = 1 << 20, BODY_SMALL = 1 << 16 };

// clang-format off
const struct probe_row probe_rows[P_COUNT] = {
    [P_GATEWAY]       = {"gateway",        "the gateway",                    WAY_ROUTE,  TO_GATEWAY,       STORE_CLIENT, 0},
    [P_OWN]           = {"gateway-nokey",  "the client's own certificates",  WAY_ROUTE,  TO_GATEWAY,       STORE_OWN,    0},
    [P_DIRECT]        = {"gateway-direct", "the gateway without a proxy",    WAY_DIRECT, TO_GATEWAY,       STORE_CLIENT, 0},
    [P_PROXY]         = {"proxy:1",        "the gateway through a proxy",    WAY_PROXY,  TO_GATEWAY,       STORE_CLIENT, 0},
    [P_PROXY + 1]     = {"proxy:2",        "the gateway through a proxy",    WAY_PROXY,  TO_GATEWAY,       STORE_CLIENT, 0},
    [P_PROXY + 2]     = {"proxy:3",        "the gateway through a proxy",    WAY_PROXY,  TO_GATEWAY,       STORE_CLIENT, 0},
    [P_PROXY + 3]     = {"proxy:4",        "the gateway through a proxy",    WAY_PROXY,  TO_GATEWAY,       STORE_CLIENT, 0},
    [P_PROXY + 4]     = {"proxy:5",        "the gateway through a proxy",    WAY_PROXY,  TO_GATEWAY,       STORE_CLIENT, 0},
    [P_V4]            = {"gateway-4",      "the gateway over IPv4",          WAY_DIRECT, TO_GATEWAY,       STORE_CLIENT, 4},
    [P_V6]            = {"gateway-6",      "the gateway over IPv6",          WAY_DIRECT, TO_GATEWAY,       STORE_CLIENT, 6},
    [P_WEB]           = {"website",        "the website",                    WAY_ROUTE,  TO_WEBSITE,       STORE_CLIENT, 0},
    [P_WEB_DIRECT]    = {"website",        "the website without a proxy",    WAY_DIRECT, TO_WEBSITE,       STORE_CLIENT, 0},
    [P_CONTROL_HTTP]  = {"control-http",   "a neutral host",                 WAY_DIRECT, TO_CONTROL_HTTP,  STORE_SYSTEM, 0},
    [P_CONTROL_HTTPS] = {"control-https",  "a neutral host over TLS",        WAY_DIRECT, TO_CONTROL_HTTPS, STORE_CLIENT, 0},
    [P_CONTROL_ROUTE] = {"control-https",  "a neutral host by this route",   WAY_ROUTE,  TO_CONTROL_HTTPS, STORE_CLIENT, 0},
    [P_CHAIN]         = {"chain",          "who signed the certificate",     WAY_ROUTE,  TO_GATEWAY,       STORE_CHAIN,  0},
    [P_CHAIN_SYSTEM]  = {"chain",          "the machine's own certificates", WAY_ROUTE,  TO_GATEWAY,       STORE_CHAIN_SYSTEM, 0},
    [P_CHAIN_CONTROL] = {"chain",          "who signed the neutral host's",  WAY_ROUTE,  TO_CONTROL_HTTPS, STORE_CHAIN,  0},
    [P_AGENT]         = {"gateway-nokey",  "another User-Agent",             WAY_ROUTE,  TO_GATEWAY,       STORE_CLIENT, 0},
    [P_DOH]           = {"doh",            "a second opinion on the name",   WAY_DIRECT, TO_DOH,           STORE_SYSTEM, 0},
    [P_DOH_GATEWAY]   = {"doh",            "the address of that opinion",    WAY_DIRECT, TO_GATEWAY,       STORE_CLIENT, 0},
    [P_REQUEST]       = {"request",        "the Playground's request",       WAY_ROUTE,  TO_REQUEST,       STORE_CLIENT, 0},
};
// clang-format on

int64_t probe_now_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

void probe_tell(const struct run *r, const char *format, const char *what)
{
    if (r->plan->progress)
        r->plan->progress(r->plan->progress_ctx, str_fmt(r->arena, "%s%s", format, what));
}

const struct way *probe_way(const struct run *r, enum probe_id id)
{
    static const struct way straight = {{"direct", 6}, {"", 0}};
    if (probe_rows[id].way == WAY_PROXY)
        return &r->plan->proxies[id - P_PROXY];
    return probe_rows[id].way == WAY_ROUTE ? &r->plan->route : &straight;
}

struct str probe_url(const struct run *r, enum probe_id id)
{
    const struct plan *p = r->plan;
    switch (probe_rows[id].to) {
    case TO_GATEWAY: return p->gateway_url;
    case TO_WEBSITE: return p->website_url;
    case TO_CONTROL_HTTP: return p->control_http;
    case TO_CONTROL_HTTPS: return p->control_https;
    case TO_DOH: return p->doh;
    case TO_REQUEST: break;
    }
    return p->request_url;
}

static const struct store *store_of(const struct run *r, enum probe_id id)
{
    switch (probe_rows[id].store) {
    case STORE_OWN: return &r->plan->own;
    case STORE_CLIENT: return &r->plan->trust;
    case STORE_SYSTEM:
    case STORE_CHAIN:
    case STORE_CHAIN_SYSTEM: break;
    }
    return &r->plan->system;
}

static bool keyed(const struct run *r, enum probe_id id)
{
    return (id == P_GATEWAY || id == P_REQUEST) && str_present(r->plan->authorization);
}

// The question travels in the URL, so that the answer may come from any cache (RFC 8484, 4.1).
static struct str doh_url(const struct run *r)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char q[512] = {0};
    int n = resolver_question(r->plan->gateway_host, 4, q, sizeof q - 3);
    if (n < 12)
        return STR_NONE;
    q[0] = q[1] = 0;
    struct buf b = buf_in(r->arena);
    buf_fmt(&b, "%.*s?dns=", STR_ARG(r->plan->doh));
    for (int i = 0; i < n; i += 3) {
        unsigned v = (unsigned)q[i] << 16 | (unsigned)q[i + 1] << 8 | q[i + 2];
        for (int k = 0; k < 4 && i * 4 / 3 + k < (n * 4 + 2) / 3; k++)
            buf_byte(&b, digits[v >> (18 - 6 * k) & 63]);
    }
    return buf_str(&b);
}

static struct request request_of(const struct run *r, enum probe_id id)
{
    const struct plan *p = r->plan;
    const struct store *s = store_of(r, id);
    bool to_gateway = probe_rows[id].to == TO_GATEWAY || probe_rows[id].to == TO_REQUEST;
    struct request q = {
        .url = id == P_DOH ? doh_url(r) : probe_url(r, id),
        .proxy = probe_way(r, id)->proxy,
        .user_agent = to_gateway && id != P_AGENT ? p->user_agent : STR(NEUTRAL_AGENT),
        .accept = id == P_DOH  ? STR("application/dns-message")
                  : to_gateway ? STR("application/json")
                               : STR("*/*"),
        .ca_file = s->file,
        .ca_dir = s->dir,
        .ca_blob = s->blob,
        .family = probe_rows[id].family,
        .verify = s->verify && probe_rows[id].store != STORE_CHAIN,
        .any_name = probe_rows[id].store == STORE_CHAIN_SYSTEM,
        .handshake_only = probe_rows[id].store >= STORE_CHAIN,
        .most = to_gateway ? BODY_MOST : BODY_SMALL,
    };
    if (id == P_DOH_GATEWAY)
        q.address = r->doh_address;
    if (keyed(r, id)) {
        q.authorization = p->authorization;
        q.header = p->header;
    }
    if (id == P_REQUEST)
        q.body = p->request_body;
    return q;
}

bool probe_start(struct run *r, enum probe_id id)
{
    struct transfer *t = &r->t[id];
    if (r->started[id] || r->skipped[id] || !probe_url(r, id).n)
        return false;
    r->started[id] = true;
    r->begun_us[id] = probe_now_us();
    t->arena = r->arena;
    t->ask = request_of(r, id);
    probe_tell(r, "trying ", probe_rows[id].shown);
    if (!transfer_start(t))
        t->ended = true;
    return true;
}

void probe_judge(struct run *r, enum probe_id id)
{
    const struct plan *p = r->plan;
    struct transfer *t = &r->t[id];
    const struct way *w = probe_way(r, id);
    struct stage_context c = {
        .proxied = w->proxy.n > 0,
        .https_proxy = str_starts_icase(w->proxy, STR("https:")),
        .socks = str_starts_icase(w->proxy, STR("socks")),
        .tls = str_starts_icase(t->ask.url, STR("https:")),
        .tunnel_asked = t->tunnel_asked,
        .ended = t->ended,
        .handshake_only = t->ask.handshake_only,
    };
    struct answer_context a = {ANSWER_GATEWAY, p->profile, STR_NONE, &p->secrets, p->now_s};
    if (probe_rows[id].to == TO_WEBSITE || probe_rows[id].to == TO_DOH)
        a.kind = ANSWER_WEBSITE;
    if (probe_rows[id].to == TO_CONTROL_HTTP || probe_rows[id].to == TO_CONTROL_HTTPS) {
        a.kind = ANSWER_CONTROL;
        a.expect =
            probe_rows[id].to == TO_CONTROL_HTTP ? p->control_http_expect : p->control_https_expect;
    }
    t->seen.interrupted = r->interrupted && !t->ended;
    t->seen.with_key = keyed(r, id);
    t->seen.dns_rcode = -1;
    stage_read(&t->seen, &c);
    t->seen.verified = t->ask.verify && c.tls && t->seen.us.tls > 0 &&
                       (t->seen.state == PROBE_OK || t->seen.stage > STAGE_TLS);
    if (t->link_local && t->seen.state == PROBE_FAILED) {
        t->seen.skipped_why = STR("link-local addresses are not contacted");
        t->seen.state = PROBE_SKIPPED;
    }
    answer_read(t, &a);
    if (id == P_DOH)
        t->seen.addresses.n = 0; // its own so far; now those that it answers
    if (id == P_DOH && t->seen.status == 200)
        resolver_read((const unsigned char *)t->body.p, t->body.n, &t->seen, r->arena);
}

void probe_describe(const struct run *r, enum probe_id id, struct observation *o)
{
    o->name = str_of(probe_rows[id].name);
    o->url = url_public(probe_url(r, id), r->arena);
    o->route = probe_way(r, id)->label;
    o->family = probe_rows[id].family;
    o->client_trust =
        probe_rows[id].store == STORE_CHAIN ? STR("none")
        : probe_rows[id].store == STORE_SYSTEM || probe_rows[id].store == STORE_CHAIN_SYSTEM
            ? STR("system")
        : probe_rows[id].store == STORE_OWN ? STR("own")
                                            : STR("client");
}
