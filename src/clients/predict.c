// SPDX-License-Identifier: MIT
// A prediction, put together: what the SDK calls, the way there (clients/route.c), whom it trusts
// (clients/trust.c).
#include "clients/rules.h"

static bool at_least(struct version have, struct version want)
{
    if (have.major != want.major)
        return have.major > want.major;
    if (have.minor != want.minor)
        return have.minor > want.minor;
    return have.patch >= want.patch;
}

// The row of a version and the runtime beneath it: the last one asks for nothing.
const struct rules *row_for(const struct rules *rows, struct version v, struct version node)
{
    while (!at_least(v, rows->since) || !at_least(node, rows->runtime))
        rows++;
    return rows;
}

// An SDK's rules, with what the httpx beneath it does in its own way: how values are read, and which
// CA files it passes over.
static const struct rules *rules_on(const struct rules *sdk, struct version httpx, struct arena *a)
{
    if (!sdk->beneath)
        return sdk;
    const struct rules *beneath = row_for(rules_of_way(sdk->beneath), httpx, httpx);
    struct rules *own = arena_one(a, struct rules);
    *own = *sdk;
    own->form |= beneath->form;
    own->trust_flags |= beneath->trust_flags;
    return own;
}

struct version version_parse(struct str text)
{
    struct version v = {0};
    unsigned *const parts[] = {&v.major, &v.minor, &v.patch};
    size_t i = text.n && (text.p[0] == 'v' || text.p[0] == 'V') ? 1 : 0;
    for (size_t part = 0; part < 3; part++) {
        if (i >= text.n || !byte_is_digit(text.p[i]))
            break;
        v.known = true;
        while (i < text.n && byte_is_digit(text.p[i])) {
            *parts[part] = *parts[part] > 99999 ? *parts[part]
                                                : *parts[part] * 10 + (unsigned)(text.p[i] - '0');
            i++;
        }
        if (i >= text.n || text.p[i] != '.')
            break;
        i++;
    }
    size_t dot = str_chr(text, '.');
    v.major_only =
        v.known && (dot == STR_NOWHERE || dot + 1 >= text.n || !byte_is_digit(text.p[dot + 1]));
    return v;
}

// A Node given by its major version alone is the newest of that line, as version managers read it.
static struct version node_of_line(struct version v)
{
    static const struct version newest[] = {{.major = 18, .minor = 20, .patch = 8},
                                            {.major = 20, .minor = 20, .patch = 2},
                                            {.major = 22, .minor = 23, .patch = 3},
                                            {.major = 24, .minor = 21, .patch = 0}};
    for (size_t i = 0; v.major_only && i < sizeof newest / sizeof *newest; i++)
        if (newest[i].major == v.major)
            v.minor = newest[i].minor, v.patch = newest[i].patch;
    return v;
}

static void predict_netrc(struct situation *s)
{
    const struct netrc *n = s->world->netrc;
    bool entry = false;
    if (!n || n->syntax_error || !(s->rules->netrc_replaces || s->rules->netrc_raises))
        return;
    for (size_t i = 0; i < n->n; i++) {
        const struct netrc_entry *e = &n->items[i];
        if (s->rules->netrc_raises && str_ends(e->loc.file, STR("_netrc")))
            continue; // aiohttp knows that name on Windows alone
        bool fits = !str_present(e->machine) || str_eq(e->machine, s->target.host);
        bool filled = e->has_login || e->has_password || !s->rules->netrc_filled;
        entry = entry || (fits && filled);
    }
    s->p->netrc_replaces_auth = entry;
    if (!entry || !s->rules->netrc_raises)
        return;
    s->p->netrc_error = STR("builtins.ValueError: Cannot combine AUTHORIZATION header with AUTH "
                            "argument or credentials encoded in URL");
    s->p->never_connects = true;
    s->p->never_words = s->p->netrc_error;
}

static void predict_rest(struct situation *s)
{
    const struct rules *rules = s->rules;
    struct prediction *p = s->p;
    if (p->route == ROUTE_DIRECT && rules->ipv6_direct_error && s->target.address.family == 6)
        set_error(s,
                  str_fmt(s->a, "Error[ENOTFOUND]: getaddrinfo ENOTFOUND [%.*s]",
                          STR_ARG(s->target.host)),
                  STR_NONE);
    p->absolute_form =
        p->route == ROUTE_PROXY && s->target.https && (rules->form & FORM_TUNNEL_NEVER);
    p->redirects = (int)rules->redirects;
    p->waits_for_ipv6 = rules->waits_ipv6;
    // Node races the address families from version 20 on.
    p->fails_on_ipv6 = rules->ipv6_fails || (s->client->lang == LANG_NODE && p->runtime.major < 20);
    p->timeout_s = rules->timeout_s;
    p->connect_timeout_s = rules->connect_s;
    p->retries = rules->retries;
}

struct prediction client_predict(const struct client *c, struct version version,
                                 struct version runtime, const struct world *w,
                                 const struct call *call, struct arena *a)
{
    static const struct call no_call;
    struct prediction p = {.client = c};
    p.version = version.known ? version : version_parse(str_of(c->newest));
    p.runtime = node_of_line(runtime.known ? runtime : version_parse(str_of(c->runtime)));
    if (c->is_runtime)
        p.version = node_of_line(p.version);
    if (c->is_runtime)
        p.runtime = p.version;
    // An httpx that is only assumed tells nothing about what goes together.
    struct version beneath = c->lang == LANG_PYTHON ? runtime : p.runtime;
    struct situation s = {
        .client = c,
        .rules = rules_on(row_for(rules_of_client((enum client_rules)c->rules), p.version, beneath),
                          p.runtime, a),
        .world = w,
        .call = call ? call : &no_call,
        .p = &p,
        .a = a};
    p.trust.verify = true;
    if (s.rules->passes_proxies) {
        p.never_connects = true;
        p.never_words = STR("builtins.TypeError: Client.__init__() got an unexpected keyword "
                            "argument 'proxies'");
    }
    predict_sdk(&s);
    s.target = target_parse(str_present(s.call->url)     ? s.call->url
                            : str_present(p.request_url) ? p.request_url
                                                         : p.base_url,
                            a);
    if (!s.target.known)
        s.target.scheme = str_present(s.target.scheme) ? s.target.scheme : STR("https");
    s.target.https = str_eq(s.target.scheme, STR("https"));
    predict_route(&s);
    predict_trust(&s);
    predict_netrc(&s);
    tool_stops(&s);
    predict_rest(&s);
    return p;
}
