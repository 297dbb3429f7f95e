// SPDX-License-Identifier: MIT
// Proxies as far as they can be judged without a packet (causes.md 5, clients.md 3 to 6). Every
// row asks the predictions: what this client does, what others do, what it would do if ....
#include "parse/names.h"
#include "parse/url.h"
#include "rules/layers.h"
#include "rules/node_options.h"
#include "rules/proxy_common.h"
#include "rules/words.h"

// Names come in any mixture of case: an environment may hold thousands of proxy variables.
enum { TRIES_MAX = 32, TYPOS_MAX = 4 };

static bool is_socks(struct str scheme)
{
    return str_starts(scheme, STR("socks"));
}

// ---- proxy.malformed ----

// The variable whose value stops the client: the one the prediction names, else the first one
// without which it would not stop.
static const struct variable *culprit(struct inquiry *q)
{
    const struct variable *v = proxy_variable(q, q->here->route_from);
    if (v)
        return v;
    for (size_t i = 0, tries = 0; i < q->context->vars.n && tries < TRIES_MAX; i++) {
        struct changes c = {0};
        struct arena keep = *q->arena;
        v = &q->context->vars.items[i];
        if (!value_is_set(&v->value) || name_role(v->name) != NAME_PROXY)
            continue;
        tries++;
        change_add(&c, CHANGE_UNSET, v->name, STR_NONE);
        bool stops = what_if(q, q->client, &c).route == ROUTE_ERROR;
        *q->arena = keep;
        if (!stops)
            return v;
    }
    return NULL;
}

// The first set of changes after which the client takes a route; the last resort is to unset.
static bool repair(struct inquiry *q, const struct variable *v, struct changes *c)
{
    static const enum change_how ways[][2] = {
        {CHANGE_BARE, CHANGE_BARE},
        {CHANGE_HTTP, CHANGE_HTTP},
        {CHANGE_BARE, CHANGE_HTTP},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct changes one = {0};
        change_add(&one, ways[i][0], v->name, STR_NONE);
        if (ways[i][1] != ways[i][0])
            change_add(&one, ways[i][1], v->name, STR_NONE);
        if (what_if(q, q->client, &one).route == ROUTE_PROXY) {
            *c = one;
            return true;
        }
    }
    *c = (struct changes){0};
    change_add(c, CHANGE_UNSET, v->name, STR_NONE);
    return false;
}

static void fix_value(struct finding *f, struct inquiry *q, const struct variable *v)
{
    struct changes c;
    bool mended = repair(q, v, &c);
    mend_all(f, q,
             str_fmt(q->arena,
                     mended ? "Write %.*s as http://host:port"
                            : "Unset %.*s, or give it a proxy as http://host:port",
                     STR_ARG(v->name)),
             &c);
}

// A value that is no proxy by any reading, though this client goes on without a word.
static bool silently_dropped(struct inquiry *q, const struct variable **v)
{
    struct url u;
    if (q->here->route != ROUTE_DIRECT || !any_proxy_set(q))
        return false;
    struct changes none = {0};
    struct prediction other = what_if(q, client_find(STR("curl")), &none);
    if (other.route != ROUTE_ERROR || strs_have(&q->here->ignored, other.route_from))
        return false;
    *v = proxy_variable(q, other.route_from);
    return *v && !is_socks(scheme_of(*v, q->arena)) && url_parse((*v)->value.text, &u) != URL_OK;
}

static void check_malformed(const struct rule *rule, struct inquiry *q)
{
    const struct variable *v = NULL;
    bool dropped = false;
    if (q->here->route == ROUTE_ERROR)
        v = culprit(q);
    else
        dropped = silently_dropped(q, &v);
    if (!v || is_socks(scheme_of(v, q->arena)))
        return;
    struct finding *f = finding_add(q, rule, v->name);
    finding_variable(f, q, v);
    if (dropped) {
        f->severity = SEVERITY_WARNING;
        finding_evidence(f, q, str_of(q->client->id),
                         STR("goes direct without a word; other clients stop"), (struct origin){0});
    } else {
        finding_evidence(f, q, str_fmt(q->arena, "%s says", q->client->id), q->here->error,
                         (struct origin){0});
    }
    if (q->here->dies_at_start)
        finding_evidence(f, q, STR("when"), STR("at start, before the first line of the program"),
                         (struct origin){0});
    f->here = proxy_public(v->value.text, q->arena);
    f->title =
        str_fmt(q->arena, "%s cannot use the value of %.*s", q->client->id, STR_ARG(v->name));
    f->short_text = str_fmt(q->arena, "%.*s is no proxy for %s%.*s", STR_ARG(v->name),
                            q->client->id, STR_ARG(from_words(&v->origin, q->arena)));
    fix_value(f, q, v);
}

// ---- proxy.socks-unsupported ----

// Clients that take the value and speak HTTP to the SOCKS port (clients.md 5), and what makes the
// others speak SOCKS.
// clang-format off
static const struct {
    char client[20];
    bool speaks_http;
    char remedy[64]; // empty: none
} socks_ways[] = {
    {"python-urllib",    true,  ""},
    {"python-aiohttp",   true,  "Use aiohttp_socks' ProxyConnector"},
    {"node-axios",       true,  "Use socks-proxy-agent as httpsAgent"},
    {"ruby-net-http",    true,  ""},
    {"ruby-faraday",     true,  ""},
    {"python-requests",  false, "Run pip install 'requests[socks]', and write socks5h://"},
    {"python-httpx",     false, "Run pip install 'httpx[socks]', and write socks5://"},
    {"python-httpx2",    false, "Run pip install 'httpx2[socks]', and write socks5://"},
    {"python-openai",    false, "Run pip install socksio, and keep socks5:// as the scheme"},
    {"python-anthropic", false, "Run pip install socksio, and keep socks5:// as the scheme"},
};
// clang-format on

enum { SOCKS_WAYS = sizeof socks_ways / sizeof *socks_ways };

static size_t socks_way(const struct client *c)
{
    size_t i = 0;
    while (i < SOCKS_WAYS && !str_eq(str_of(c->id), str_of(socks_ways[i].client)))
        i++;
    return i;
}

static void unset_everywhere(struct inquiry *q, struct changes *c, struct str name)
{
    for (size_t i = 0; i < q->context->vars.n; i++)
        if (str_eq_icase(q->context->vars.items[i].name, name))
            change_add(c, CHANGE_UNSET, q->context->vars.items[i].name, STR_NONE);
}

static void check_socks(const struct rule *rule, struct inquiry *q)
{
    size_t way = socks_way(q->client);
    bool stops = q->here->route == ROUTE_ERROR;
    bool misread = way < SOCKS_WAYS && socks_ways[way].speaks_http && q->here->route == ROUTE_PROXY;
    const struct variable *v = stops     ? culprit(q)
                               : misread ? proxy_variable(q, q->here->route_from)
                                         : NULL;
    if (!v || !is_socks(scheme_of(v, q->arena)))
        return;
    struct finding *f = finding_add(q, rule, v->name);
    finding_variable(f, q, v);
    finding_evidence(f, q, str_of(q->client->id),
                     misread ? STR("speaks HTTP to the SOCKS port") : q->here->error,
                     (struct origin){0});
    f->here = proxy_public(v->value.text, q->arena);
    f->title =
        str_fmt(q->arena, "%s cannot use the SOCKS proxy in %.*s", q->client->id, STR_ARG(v->name));
    f->short_text = str_fmt(q->arena, "%s cannot use %.*s (%.*s://)", q->client->id,
                            STR_ARG(v->name), STR_ARG(scheme_of(v, q->arena)));
    struct changes c = {0};
    unset_everywhere(q, &c, v->name);
    struct prediction then = what_if(q, q->client, &c);
    mend_all(f, q,
             then.route == ROUTE_PROXY
                 ? str_fmt(q->arena, "Unset %.*s: %.*s is enough", STR_ARG(v->name),
                           STR_ARG(then.route_from))
                 : str_fmt(q->arena,
                           "Unset %.*s; if the proxy is needed, put the URL of its HTTP port "
                           "into HTTPS_PROXY",
                           STR_ARG(v->name)),
             &c);
    if (way < SOCKS_WAYS && *socks_ways[way].remedy)
        finding_fix(f, q, str_of(socks_ways[way].remedy), STR_NONE);
}

// ---- proxy.name-typo ----

// The variable that was meant.
static struct str meant(struct str name, struct arena *a)
{
    static const char *const names[] = {"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"};
    size_t best = 0, least = STR_NOWHERE;
    struct str upper = str_dup(name, a);
    struct buf b = buf_in(a);
    for (size_t i = 0; i < upper.n; i++)
        buf_byte(&b, byte_is_alpha(upper.p[i]) ? (char)(upper.p[i] & ~0x20) : upper.p[i]);
    upper = buf_str(&b);
    if (str_has(upper, STR("HTTPS")))
        return str_of(names[0]);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t d = str_distance(upper, str_of(names[i]), 8);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    return str_of(names[best]);
}

static bool either_case_exists(const struct inquiry *q, struct str name)
{
    for (size_t i = 0; i < q->context->vars.n; i++)
        if (str_eq_icase(q->context->vars.items[i].name, name))
            return true;
    return false;
}

static void check_typo(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0, found = 0; i < q->context->vars.n && found < TYPOS_MAX; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (name_role(v->name) != NAME_PROXY_NEAR || !value_is_set(&v->value))
            continue;
        struct str right = meant(v->name, q->arena);
        if (either_case_exists(q, right))
            continue; // the right one is there: this one is litter
        found++;
        struct finding *f = finding_add(q, rule, v->name);
        finding_variable(f, q, v);
        finding_evidence(f, q, right, STR("not set"), (struct origin){0});
        f->title = str_fmt(q->arena, "No client reads %.*s; %.*s is the name", STR_ARG(v->name),
                           STR_ARG(right));
        f->short_text =
            str_fmt(q->arena, "%.*s: did you mean %.*s?", STR_ARG(v->name), STR_ARG(right));
        struct changes c = {0};
        change_add(&c, CHANGE_COPY, right, v->name);
        struct prediction then = what_if(q, q->client, &c);
        if (path_fails(q) && then.route == ROUTE_PROXY &&
            route_probed(q, prediction_route(&then, q->arena)) == 1)
            f->severity = SEVERITY_ERROR;
        change_add(&c, CHANGE_UNSET, v->name, STR_NONE);
        mend_all(f, q, str_fmt(q->arena, "Call it %.*s", STR_ARG(right)), &c);
    }
}

// ---- proxy.ignored-by-client ----

// What could make this client use the proxy, in the order in which it is tried on it.
static bool way_in(struct inquiry *q, const struct prediction *wanted, struct changes *c)
{
    struct str from = wanted->route_from;
    for (int way = 0; way < 4; way++) {
        *c = (struct changes){0};
        if (way == 0)
            change_add(c, CHANGE_SET, STR("NODE_USE_ENV_PROXY"), STR("1"));
        if (way == 1)
            change_add(c, CHANGE_COPY, STR("HTTPS_PROXY"), from);
        if (way == 2)
            change_add(c, CHANGE_COPY, STR("https_proxy"), from);
        if (way == 3)
            change_add(c, CHANGE_COPY, STR("http_proxy"), from);
        struct prediction p = what_if(q, q->client, c);
        if (p.route == ROUTE_PROXY && str_eq_icase(p.host, wanted->host))
            return true;
    }
    return false;
}

// For clients that no variable can move.
static struct str other_way(const struct inquiry *q, const struct prediction *wanted)
{
    struct str id = str_of(q->client->id);
    struct arena *a = q->arena;
    if (str_eq(id, STR("python-aiohttp")))
        return STR("Create the session with aiohttp.ClientSession(trust_env=True)");
    if (str_starts(id, STR("java")) || str_starts(id, STR("okhttp")))
        return str_fmt(a, "Start Java with -Dhttps.proxyHost=%.*s -Dhttps.proxyPort=%u",
                       STR_ARG(wanted->host), (unsigned)wanted->port);
    if (str_starts(id, STR("node")))
        return STR("Run Node 22.21, 24 or newer with NODE_USE_ENV_PROXY=1, or give the SDK a fetch "
                   "with undici's EnvHttpProxyAgent");
    if (str_eq(id, STR("php-stream")))
        return STR("Give the stream context a proxy, or use PHP's curl");
    return STR("Give the client its proxy in the code");
}

static void check_ignored(const struct rule *rule, struct inquiry *q)
{
    const struct client *reader = client_find(STR("curl"));
    struct changes none = {0}, c;
    check_node_options(rule, q, false);
    if (q->here->route != ROUTE_DIRECT || q->here->ignored.n == 0 || !reader || path_works(q))
        return;
    struct prediction wanted = what_if(q, reader, &none);
    if (wanted.route != ROUTE_PROXY || !strs_have(&q->here->ignored, wanted.route_from))
        return; // nothing is lost: the list of exceptions, or another scheme
    const struct variable *v = proxy_variable(q, wanted.route_from);
    struct finding *f = finding_add(q, rule, wanted.route_from);
    finding_variable(f, q, v);
    finding_evidence(f, q, str_of(q->client->id), STR("does not read it, and goes direct"),
                     (struct origin){0});
    finding_evidence(f, q, STR("curl here"), route_words(&wanted, q->arena), (struct origin){0});
    f->title = str_fmt(q->arena, "%.*s is set, but %s does not read it", STR_ARG(wanted.route_from),
                       q->client->id);
    f->short_text =
        str_fmt(q->arena, "%s does not use %.*s", q->client->id, STR_ARG(wanted.route_from));
    if (path_fails(q) && !route_dead(q, prediction_route(&wanted, q->arena))) {
        f->severity = SEVERITY_ERROR;
        f->proven = true;
    }
    if (way_in(q, &wanted, &c))
        mend_all(f, q, str_fmt(q->arena, "Make %s use the proxy", q->client->id), &c);
    else
        finding_fix(f, q, other_way(q, &wanted), STR_NONE);
}

#define P3                                                                                         \
    "A browser uses the system's proxy settings, bypasses loopback and signs in silently; it "     \
    "reads no variables."
// clang-format off
const struct rule proxy_rules[] = {
    {
        .id = "proxy.malformed", .rank = 40, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "the proxy value cannot be parsed by this client",
        .why = "Each client reads a damaged value in its own way: it stops, goes direct without a word, or takes "
               "another port. OpenAI's Python SDK parses every proxy variable when the client is made, also those for other schemes.",
        .escape = P3,
        .explain = "Write the whole value: http://host:port, without quotes, blanks or line ends in it.\n"
                   "nexoenv clients shows what each client makes of it.",
        .check = check_malformed,
    },
    {
        .id = "proxy.socks-unsupported", .rank = 40, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "the scheme is one this client cannot use (with the exact remedy)",
        .why = "ALL_PROXY=socks://... is what GNOME exports, socks5:// what proxy tools export. httpx, and so OpenAI's "
               "Python SDK, stops on it when the client is made, even if HTTPS_PROXY is good or NO_PROXY excepts the host.",
        .escape = "Browsers speak SOCKS.",
        .explain = "Most proxy tools have an HTTP port beside the SOCKS port: use that in HTTPS_PROXY and unset ALL_PROXY.\n"
                   "Or install the client's SOCKS extra and write socks5:// (never socks://).",
        .check = check_socks,
    },
    {
        .id = "proxy.name-typo", .rank = 41, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "a near-miss proxy variable name (error when the chosen client's path needs that proxy)",
        .why = "No client reads that name: the proxy is not used.",
        .escape = P3,
        .explain = "The names are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, or the same in lower case.",
        .check = check_typo,
    },
    {
        .id = "proxy.ignored-by-client", .rank = 42, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "proxy variables are set but this client does not read them (error when the direct path fails)",
        .why = "Node's fetch, the OpenAI SDK on it, aiohttp and Java go direct whatever the variables say; "
               "where only the proxy leads out, curl works and they fail.",
        .escape = P3,
        .explain = "Node from 22.21 and 24 reads them with NODE_USE_ENV_PROXY=1; aiohttp with trust_env=True; Java wants properties.\n"
                   "nexoenv clients shows the route of each client.",
        .check = check_ignored,
    },
};
// clang-format on
const size_t proxy_rules_n = sizeof proxy_rules / sizeof *proxy_rules;
