// SPDX-License-Identifier: MIT
#include "gather/network.h"
#include "rules/mend.h"

#include "parse/base64.h"
#include "parse/names.h"
#include "parse/url.h"

#define CONTROL_HTTP  "http://detectportal.firefox.com/success.txt"
#define CONTROL_HTTPS "https://www.cloudflare.com/cdn-cgi/trace"
#define DOH           "https://cloudflare-dns.com/dns-query"

// What the client says of itself: an edge that refuses a library refuses this (causes.md 9).
// clang-format off
static const struct { char id[20], format[28], version[12]; } agents[] = {
    {"curl",             "curl/%.*s",            "7.88.1"},
    {"python-openai",    "OpenAI/Python %.*s",   "2.54.0"},
    {"node-openai",      "OpenAI/JS %.*s",       "6.9.0"},
    {"python-requests",  "python-requests/%.*s", "2.32.5"},
    {"python-httpx",     "python-httpx/%.*s",    "0.28.1"},
    {"python-urllib3",   "python-urllib3/%.*s",  "2.5.0"},
    {"python-urllib",    "Python-urllib/%.*s",   "3.11"},
    {"python-aiohttp",   "Python/3.11 aiohttp/%.*s", "3.13.2"},
    {"node-axios",       "axios/%.*s",           "1.13.2"},
    {"node-fetch",       "node",                 ""},
    {"go",               "Go-http-client/1.1",   ""},
    {"wget",             "Wget/%.*s",            "1.21.3"},
};
// clang-format on

static struct str agent_of(const struct report *r, struct arena *a)
{
    struct str id = str_of(r->client->id), version = r->version_text;
    for (size_t i = 0; i < sizeof agents / sizeof *agents; i++) {
        if (!str_eq(id, str_of(agents[i].id)))
            continue;
        struct str v = version.n ? version : str_of(agents[i].version);
        struct str format = str_of(agents[i].format);
        size_t hole = str_find(format, STR("%.*s"));
        if (hole == STR_NOWHERE)
            return format;
        return str_fmt(a, "%.*s%.*s", (int)hole, format.p, STR_ARG(v));
    }
    return STR("nexoenv/" NEXOENV_VERSION);
}

// "user:password" of a proxy value, as written (clients percent-decode it, so does libcurl).
static struct str login_of(struct str value)
{
    size_t scheme = str_find(value, STR("://"));
    struct str rest = scheme == STR_NOWHERE ? value : str_from(value, scheme + 3);
    size_t slash = str_chr(rest, '/');
    struct str authority = slash == STR_NOWHERE ? rest : str_slice(rest, 0, slash);
    size_t at = str_rchr(authority, '@');
    return at == STR_NOWHERE ? STR_NONE : str_slice(authority, 0, at);
}

static void keep_secret(struct plan *plan, struct str login, struct arena *a)
{
    size_t colon = str_chr(login, ':');
    if (!login.n)
        return;
    strs_add(&plan->secrets, login, a);
    strs_add(&plan->secrets, base64_encode(login, a), a);
    if (colon != STR_NOWHERE && colon + 1 < login.n)
        strs_add(&plan->secrets, str_from(login, colon + 1), a);
}

// The way through a proxy: the label without, the URL with the login that its own value carried.
static struct way make_way(struct gathering *g, struct plan *plan, struct str label,
                           const struct value *value)
{
    struct arena *a = secrets_arena(g->secrets);
    struct str login = value ? login_of(secrets_reveal(g->secrets, value)) : STR_NONE;
    struct way w = {label, label};
    size_t scheme = str_find(label, STR("://"));
    if (login.n && scheme != STR_NOWHERE)
        w.proxy = str_fmt(a, "%.*s%.*s@%.*s", (int)scheme + 3, label.p, STR_ARG(login),
                          STR_ARG(str_from(label, scheme + 3)));
    keep_secret(plan, login, a);
    return w;
}

static const struct value *route_value(const struct gathering *g, const struct inquiry *q,
                                       const struct prediction *p)
{
    const struct variable *v = variable_find(&q->context->vars, p->route_from);
    if (v)
        return &v->value;
    for (size_t i = 0; p->host.n && i < g->snap->settings.n; i++)
        if (str_has(g->snap->settings.items[i].value.text, p->host))
            return &g->snap->settings.items[i].value;
    return NULL;
}

static struct way client_way(struct gathering *g, struct plan *plan, const struct inquiry *q,
                             const struct prediction *p)
{
    if (p->route != ROUTE_PROXY)
        return (struct way){STR("direct"), STR("")};
    const struct value *v = p->proxy_has_login ? route_value(g, q, p) : NULL;
    return make_way(g, plan, prediction_route(p, g->arena), v);
}

// SCHEME://HOST:PORT of a proxy value, however it is written; absent when it is none.
static struct str label_of(struct str value, struct arena *a)
{
    struct url u;
    struct str text = str_trim(value);
    if (str_find(text, STR("://")) == STR_NOWHERE)
        text = str_join(STR("http://"), text, a);
    if (!text.n || url_parse(text, &u) != URL_OK || !u.host.n || host_is_link_local(u.host))
        return STR_NONE;
    static const char *const schemes[] = {"http",    "https",  "socks4",
                                          "socks4a", "socks5", "socks5h"};
    struct str scheme = str_lower(u.scheme, a);
    bool known = false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        known |= str_eq(scheme, str_of(schemes[i]));
    if (str_eq(scheme, STR("socks"))) {
        scheme = STR("socks5h");
        known = true;
    }
    uint32_t port = u.port ? u.port : 1080;
    return known ? str_fmt(a, u.ipv6 ? "%.*s://[%.*s]:%u" : "%.*s://%.*s:%u", STR_ARG(scheme),
                           STR_ARG(u.host), (unsigned)port)
                 : STR_NONE;
}

static void add_proxy(struct gathering *g, struct plan *plan, const struct value *value)
{
    struct str label = value_is_set(value) ? label_of(value->text, g->arena) : STR_NONE;
    if (!label.n || str_eq(label, plan->route.label) || plan->proxies_n == PLAN_PROXIES)
        return;
    for (size_t i = 0; i < plan->proxies_n; i++)
        if (str_eq(plan->proxies[i].label, label))
            return;
    plan->proxies[plan->proxies_n++] = make_way(g, plan, label, value);
}

// The client's own proxy in another manner: an HTTP proxy called SOCKS or over TLS, and the other
// way round, is a common slip that the answer alone does not show.
static void add_other_schemes(struct gathering *g, struct plan *plan, const struct inquiry *q)
{
    static const char *const manners[] = {"http", "socks5h", "https"};
    size_t at = str_find(plan->route.label, STR("://"));
    struct str mine = str_slice(plan->route.label, 0, at == STR_NOWHERE ? 0 : at);
    // A login that was to travel in TLS does not travel in clear text.
    bool login = q->here->proxy_has_login && !str_eq(mine, STR("https"));
    const struct value *v = login ? route_value(g, q, q->here) : NULL;
    for (size_t i = 0; mine.n && i < sizeof manners / sizeof *manners; i++) {
        bool same = str_eq(mine, str_of(manners[i])) ||
                    (str_starts(mine, STR("socks")) && str_eq(str_of(manners[i]), STR("socks5h")));
        if (same || plan->proxies_n == PLAN_PROXIES)
            continue;
        struct str label =
            str_fmt(g->arena, "%s%.*s", manners[i], STR_ARG(str_from(plan->route.label, at)));
        plan->proxies[plan->proxies_n++] = make_way(g, plan, label, v);
    }
}

// Proxies that the user or the system names and that this client does not take for this URL.
static void add_proxies(struct gathering *g, struct plan *plan, const struct network_ask *ask)
{
    const struct variables *vars = &ask->report->context->vars;
    for (size_t i = 0; i < vars->n; i++) {
        const struct variable *v = &vars->items[i];
        enum name_role role = name_role(v->name);
        if ((role == NAME_PROXY || role == NAME_PROXY_NEAR) &&
            (!v->origin.in_project || ask->trust_project))
            add_proxy(g, plan, &v->value);
    }
    for (size_t i = 0; i < g->snap->system_proxies.n; i++) {
        const struct system_proxy *s = &g->snap->system_proxies.items[i];
        if (s->kind == SYSPROXY_MANUAL && (!s->origin.in_project || ask->trust_project))
            add_proxy(g, plan, &s->value);
    }
}

static struct str or_default(struct str given, const char *otherwise)
{
    return given.n ? given : str_of(otherwise);
}

static void set_controls(struct plan *plan, const struct network_ask *ask)
{
    const struct config *c = ask->config;
    plan->control_http = or_default(c->control_http, CONTROL_HTTP);
    plan->control_http_expect = c->control_http.n ? c->control_http_expect : STR("success");
    plan->control_https = or_default(c->control_https, CONTROL_HTTPS);
    plan->control_https_expect = c->control_https.n ? c->control_https_expect : STR("h=");
    if (ask->report->profile->embedded)
        plan->doh = or_default(c->doh, DOH);
    plan->no_control = ask->no_control;
}

// The URL of one endpoint by the client's own joining.
static struct str endpoint(const struct gathering *g, const struct inquiry *q, const char *path)
{
    struct call call = q->call;
    struct world w = world_of(g->snap, &q->context->vars);
    call.path = str_of(path);
    struct prediction p = client_predict(q->client, q->version, q->runtime, &w, &call, g->arena);
    if (p.request_url.n)
        return p.request_url;
    struct str base = str_trim_right_set(q->uses.base_url, "/");
    return base.n ? str_fmt(g->arena, "%.*s%s", STR_ARG(base), path) : STR_NONE;
}

static void json_text(struct buf *b, struct str s)
{
    buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\' || c < 0x20)
            buf_fmt(b, "\\u%04x", c);
        else
            buf_byte(b, s.p[i]);
    }
    buf_byte(b, '"');
}

// The Playground's request, with the model that the code here uses.
static struct str request_body(const struct inquiry *q, struct arena *a)
{
    const struct profile *p = q->profile;
    struct buf b = buf_in(a);
    buf_z(&b, "{\"model\":");
    json_text(&b, q->uses.model.n ? q->uses.model : p->model);
    buf_z(&b, ",\"messages\":[");
    for (size_t i = 0; i < p->message_count; i++) {
        buf_z(&b, i ? ",{\"role\":" : "{\"role\":");
        json_text(&b, p->messages[i].role);
        buf_z(&b, ",\"content\":");
        json_text(&b, p->messages[i].content);
        buf_byte(&b, '}');
    }
    buf_byte(&b, ']');
    if (p->temperature == p->temperature)
        buf_fmt(&b, ",\"temperature\":%g", p->temperature);
    if (p->top_p == p->top_p)
        buf_fmt(&b, ",\"top_p\":%g", p->top_p);
    if (p->max_tokens == p->max_tokens)
        buf_fmt(&b, ",\"max_tokens\":%.0f", p->max_tokens);
    if (p->stream >= 0)
        buf_fmt(&b, ",\"stream\":%s", p->stream ? "true" : "false");
    buf_byte(&b, '}');
    return buf_str(&b);
}

static void withheld(struct gathering *g, const char *name, struct str why)
{
    struct observation *o = arena_push(&g->snap->probes, g->arena);
    o->name = str_of(name);
    o->state = PROBE_SKIPPED;
    o->skipped_why = why;
    o->dns_rcode = -1;
    o->unacked = -1;
}

static void set_key(struct gathering *g, struct plan *plan, const struct network_ask *ask)
{
    const struct inquiry *q = &ask->report->inquiry;
    struct arena *a = secrets_arena(g->secrets);
    struct str bytes, why;
    bool project = false;
    why = permit_key(g, ask, q->here, &bytes, &project);
    // Whether or not it is sent: nothing that comes back may repeat it.
    if (q->uses.key)
        strs_add(&plan->secrets, secrets_reveal(g->secrets, &q->uses.key->value), a);
    if (str_present(why)) {
        if (!ask->no_key)
            withheld(g, "with the key", why);
        if (project) // nor the proxy's login (DESIGN 8)
            plan->route.proxy = plan->route.proxy.n ? plan->route.label : plan->route.proxy;
        return;
    }
    struct str scheme = q->profile->scheme;
    plan->authorization =
        scheme.n ? str_fmt(a, "%.*s %.*s", STR_ARG(scheme), STR_ARG(bytes)) : bytes;
    plan->header = q->profile->header;
}

// The system's proxies may cost a program's start: they are looked for when the call fails.
struct finder {
    struct gathering *g;
    const struct network_ask *ask;
};

static void find_proxies(void *ctx, struct plan *plan)
{
    struct finder *f = ctx;
    if (f->g->ask->sysproxy_later)
        gather_sysproxy(f->g);
    add_proxies(f->g, plan, f->ask);
    add_other_schemes(f->g, plan, &f->ask->report->inquiry);
}

struct net_result gather_network(struct gathering *g, const struct network_ask *ask)
{
    const struct inquiry *q = &ask->report->inquiry;
    struct plan plan = {.profile = q->profile,
                        .progress = ask->progress,
                        .progress_ctx = ask->progress_ctx,
                        .now_s = ask->now_s,
                        .timeout_s = ask->timeout_s,
                        .idle = ask->idle,
                        .idle_ctx = ask->idle_ctx};
    struct finder finder = {g, ask};
    struct url u = {0};
    struct str off = permit_contact(g, ask, q->here);
    if (str_present(off)) {
        withheld(g, "gateway", off);
        return (struct net_result){0};
    }
    struct stores stores = stores_find(g, ask, q->here);
    plan.trust = stores.client;
    plan.system = stores.system;
    plan.pinned = g->snap->machine.hosts_ip.n > 0;
    plan.own = stores.own;
    plan.own_asked = stores.own_asked;
    plan.gateway_url = endpoint(g, q, "/models");
    if (url_parse(plan.gateway_url, &u) == URL_OK)
        plan.gateway_host = u.host;
    plan.route = client_way(g, &plan, q, q->here);
    plan.user_agent = agent_of(ask->report, g->arena);
    set_key(g, &plan, ask);
    if (!ask->list_only) {
        if (!host_is_loopback(u.host)) {
            plan.find_proxies = find_proxies;
            plan.find_ctx = &finder;
            plan.website_url =
                str_fmt(g->arena, "https://%.*s/", STR_ARG(q->profile->website_host));
            set_controls(&plan, ask);
        }
        if (ask->request && str_present(plan.authorization)) {
            plan.request_url = endpoint(g, q, "/chat/completions");
            plan.request_body = request_body(q, g->arena);
        }
    }
    return net_run(&plan, &g->snap->probes, g->arena);
}
