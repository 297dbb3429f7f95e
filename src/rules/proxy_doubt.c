// SPDX-License-Identifier: MIT
// Suspicions about proxies that only a packet proves (mode SN): said as "not verified", dropped
// where a probe of the call's own path got through, raised by the network's rules where it did not.
#include "parse/names.h"
#include "parse/url.h"
#include "rules/layers.h"
#include "rules/proxy_common.h"
#include "rules/repair.h"
#include "rules/words.h"

enum { BYPASS_MAX = 64 };

// ---- proxy.dead-listener ----

static bool nothing_listens(const struct inquiry *q, struct str host, uint32_t port)
{
    for (size_t i = 0; i < q->snap->listeners.n; i++) {
        const struct listener *l = &q->snap->listeners.items[i];
        if (l->port == port && str_eq_icase(l->host, host))
            return l->state == LISTENER_CLOSED;
    }
    return false;
}

// Every variable that leads this client to that proxy, in the order in which it would take them.
static struct changes away_from(struct inquiry *q, const struct prediction *from)
{
    struct changes c = {0};
    struct prediction p = *from;
    while (c.n < 6 && p.route == ROUTE_PROXY && p.port == from->port &&
           str_eq_icase(p.host, from->host) && variable_find(&q->context->vars, p.route_from)) {
        change_add(&c, CHANGE_UNSET, p.route_from, STR_NONE);
        p = what_if(q, q->client, &c);
    }
    return c;
}

static void check_dead(const struct rule *rule, struct inquiry *q)
{
    const struct prediction *p = q->here;
    if (p->route != ROUTE_PROXY || !host_is_loopback(p->host) ||
        !nothing_listens(q, p->host, p->port))
        return;
    struct finding *f = finding_add(q, rule, p->route_from);
    const struct rc_assignment *rc = rc_find(q, p->route_from, true);
    f->severity = SEVERITY_ERROR; // this machine's own refusal is the proof
    f->proven = true;
    finding_variable(f, q, proxy_variable(q, p->route_from));
    if (rc)
        finding_evidence(f, q, STR("set in"), STR_NONE, origin_file(rc->loc));
    finding_evidence(f, q, str_fmt(q->arena, "%.*s:%u", STR_ARG(p->host), (unsigned)p->port),
                     STR("nothing listens there"), (struct origin){.kind = ORIGIN_PROBE});
    f->title =
        str_fmt(q->arena, "The proxy on this machine, port %u, is not running", (unsigned)p->port);
    f->short_text = str_fmt(q->arena, "%.*s: no proxy listens on port %u", STR_ARG(p->route_from),
                            (unsigned)p->port);
    struct changes c = away_from(q, p);
    mend_all(f, q, STR("Start the proxy, or unset what names it"), &c);
}

// ---- proxy.tls-to-plain-proxy ----

static void check_tls_scheme(const struct rule *rule, struct inquiry *q)
{
    const struct prediction *p = q->here;
    bool usual = p->port == 443 || p->port == 8443; // where proxies do speak TLS
    if (p->route != ROUTE_PROXY || !str_eq_icase(p->scheme, STR("https")) || usual || path_works(q))
        return;
    const struct variable *v = proxy_variable(q, p->route_from);
    if (!v)
        return;
    struct finding *f = finding_add(q, rule, v->name);
    finding_variable(f, q, v);
    f->title = str_fmt(q->arena, "%.*s begins with https://, as if the proxy itself spoke TLS",
                       STR_ARG(v->name));
    f->short_text =
        str_fmt(q->arena, "%.*s begins with https://: does the proxy speak TLS?", STR_ARG(v->name));
    struct changes c = {0};
    change_add(&c, has_login(v) ? CHANGE_PLAIN : CHANGE_SET, v->name,
               has_login(v)
                   ? STR_NONE
                   : str_join(STR("http"), str_from(str_trim(v->value.text), 5), q->arena));
    mend_all(f, q, str_fmt(q->arena, "Write http:// in %.*s", STR_ARG(v->name)), &c);
}

// ---- proxy.needed-not-set, proxy.pac-only ----

static bool entry_excepts(struct str entry, struct str host)
{
    entry = str_trim_set(entry, " '\"[]");
    if (str_starts(entry, STR("*")))
        entry = str_from(entry, 1);
    return entry.n && (str_eq_icase(entry, host) || str_ends_icase(host, entry));
}

static bool excepts(const struct system_proxy *s, struct str host)
{
    struct str rest = s->bypass, entry;
    for (size_t i = 0; i < BYPASS_MAX && str_word(&rest, ",;| ", &entry); i++)
        if (entry_excepts(entry, host))
            return true;
    return false;
}

// The system's proxy for this URL: the one for https, else http, else SOCKS.
static const struct system_proxy *system_proxy(const struct inquiry *q, bool script)
{
    static const char *const schemes[] = {"https", "http", "socks"};
    const struct system_proxies *all = &q->snap->system_proxies;
    for (size_t i = 0; script && i < all->n; i++)
        if (all->items[i].kind != SYSPROXY_MANUAL)
            return &all->items[i];
    for (size_t k = 0; !script && k < 3; k++)
        for (size_t i = 0; i < all->n; i++)
            if (all->items[i].kind == SYSPROXY_MANUAL && value_is_set(&all->items[i].value) &&
                str_eq(all->items[i].scheme, str_of(schemes[k])) &&
                !excepts(&all->items[i], target_host(q)))
                return &all->items[i];
    return NULL;
}

// HTTP_PROXY alone says nothing of https URLs.
static const struct variable *http_only(const struct inquiry *q)
{
    static const char *const names[] = {"http_proxy", "HTTP_PROXY"};
    struct url u;
    url_parse(q->uses.base_url, &u);
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (value_is_set(&v->value) &&
            (str_eq_icase(v->name, STR("https_proxy")) || str_eq_icase(v->name, STR("all_proxy"))))
            return NULL;
    }
    for (size_t i = 0; i < 2 && str_eq_icase(u.scheme, STR("https")); i++) {
        const struct variable *v = proxy_variable(q, str_of(names[i]));
        if (v)
            return v;
    }
    return NULL;
}

static bool already_proxied(const struct inquiry *q)
{
    return q->here->route != ROUTE_DIRECT || q->here->ignored.n || path_works(q) ||
           host_is_private(target_host(q));
}

// HTTPS_PROXY from the given value, and what else this client needs to read it.
static void fix_needed(struct finding *f, struct inquiry *q, enum change_how how, struct str from)
{
    struct changes c = {0};
    change_add(&c, how, STR("HTTPS_PROXY"), from);
    if (what_if(q, q->client, &c).route != ROUTE_PROXY)
        change_add(&c, CHANGE_SET, STR("NODE_USE_ENV_PROXY"), STR("1"));
    if (what_if(q, q->client, &c).route == ROUTE_PROXY)
        mend_all(f, q, STR("If the direct path is closed, set HTTPS_PROXY to that proxy"), &c);
    else
        finding_fix(
            f, q,
            str_fmt(q->arena, "If the direct path is closed, give %s that proxy", q->client->id),
            STR_NONE);
}

static struct str with_scheme(const struct system_proxy *s, struct arena *a)
{
    struct str text = str_trim(s->value.text);
    if (str_has(text, STR("://")))
        return text;
    return str_join(str_eq(s->scheme, STR("socks")) ? STR("socks5h://") : STR("http://"), text, a);
}

static void check_needed(const struct rule *rule, struct inquiry *q)
{
    const struct system_proxy *s = system_proxy(q, false);
    const struct variable *v = http_only(q);
    if (already_proxied(q) || (!s && !v))
        return;
    struct finding *f = finding_add(q, rule, STR("HTTPS_PROXY"));
    if (v)
        finding_variable(f, q, v);
    if (s)
        finding_evidence(f, q, STR("system's proxy"), proxy_public(s->value.text, q->arena),
                         s->origin);
    finding_evidence(f, q, str_of(q->client->id), STR("goes direct"), (struct origin){0});
    struct str name = v ? v->name : STR("");
    f->title = str_fmt(q->arena, "%s goes direct, while %.*s names a proxy", q->client->id,
                       STR_ARG(s ? STR("the system") : name));
    f->short_text = s ? STR("the system has a proxy, HTTPS_PROXY is not set")
                      : str_fmt(q->arena, "%.*s is set, HTTPS_PROXY is not", STR_ARG(name));
    if (v)
        fix_needed(f, q, CHANGE_COPY, v->name);
    else if (s->value.class == VALUE_PLAIN || str_chr(s->value.text, '@') == STR_NOWHERE)
        fix_needed(f, q, CHANGE_SET, with_scheme(s, q->arena));
    else
        finding_fix(f, q,
                    STR("If the direct path is closed, set HTTPS_PROXY to that proxy, with "
                        "its login"),
                    STR_NONE);
}

static void check_pac(const struct rule *rule, struct inquiry *q)
{
    const struct system_proxy *s = system_proxy(q, true);
    if (!s || already_proxied(q) || any_proxy_set(q) || system_proxy(q, false))
        return;
    struct finding *f = finding_add(q, rule, STR("pac"));
    bool wpad = s->kind == SYSPROXY_WPAD;
    finding_evidence(f, q, wpad ? STR("automatic discovery") : STR("proxy script"),
                     wpad ? STR("on") : url_public(s->value.text, q->arena), s->origin);
    finding_evidence(f, q, str_of(q->client->id), STR("goes direct: no client here runs scripts"),
                     (struct origin){0});
    f->title = STR("The browser's proxy comes from a script that this client does not run");
    f->short_text = STR("the system's proxy is a script, which no command-line client runs");
    finding_fix(f, q,
                STR("If the direct path is closed, look up in the script which proxy it names "
                    "for the gateway, and export it as HTTPS_PROXY"),
                STR_NONE);
}

// ---- proxy.no-proxy-excludes ----

// An entry that names the host or its domain was meant; "*" and "com" take out more than that.
static bool names_domain(struct str entry, struct str host)
{
    entry = str_trim_set(entry, " \t\r\n");
    while (str_starts(entry, STR("*")) || str_starts(entry, STR(".")))
        entry = str_from(entry, 1);
    size_t colon = str_chr(entry, ':');
    if (colon != STR_NOWHERE && colon == str_rchr(entry, ':'))
        entry = str_slice(entry, 0, colon);
    if (str_chr(entry, '.') == STR_NOWHERE || !str_ends_icase(host, entry))
        return false;
    return host.n == entry.n || host.p[host.n - entry.n - 1] == '.';
}

static const struct variable *list_in_use(const struct inquiry *q)
{
    static const char *const names[] = {"no_proxy", "NO_PROXY"};
    for (size_t i = 0; i < 2; i++) {
        const struct variable *v = variable_find_z(&q->context->vars, names[i]);
        if (v && value_is_set(&v->value))
            return v;
    }
    return NULL;
}

static void check_excludes(const struct rule *rule, struct inquiry *q)
{
    const struct variable *v = list_in_use(q);
    struct changes c = {0};
    struct str rest, entry, host = target_host(q);
    if (!v || q->here->route != ROUTE_DIRECT || path_works(q) || host_is_private(host))
        return;
    change_add(&c, CHANGE_UNSET, STR("NO_PROXY"), STR_NONE);
    change_add(&c, CHANGE_UNSET, STR("no_proxy"), STR_NONE);
    struct prediction without = what_if(q, q->client, &c);
    if (without.route != ROUTE_PROXY)
        return;
    rest = v->value.text;
    for (size_t i = 0; i < BYPASS_MAX && str_word(&rest, ", \t\r\n", &entry); i++)
        if (names_domain(entry, host))
            return;
    struct finding *f = finding_add(q, rule, v->name);
    finding_variable(f, q, v);
    finding_evidence(f, q, STR("without it"), prediction_route(&without, q->arena),
                     (struct origin){0});
    f->title = str_fmt(q->arena, "%.*s takes every host out of the proxy, the gateway too",
                       STR_ARG(v->name));
    f->short_text = str_fmt(q->arena, "%.*s takes the gateway out of the proxy", STR_ARG(v->name));
    mend_all(f, q, str_fmt(q->arena, "If the direct path is closed, unset %.*s", STR_ARG(v->name)),
             &c);
}

// clang-format off
const struct rule proxy_doubt_rules[] = {
    {
        .id = "proxy.needed-not-set", .rank = 43, .severity = SEVERITY_ERROR, .mode = "SN",
        .title = "the direct path is closed, and the system, the browser or another variable names a proxy that does not apply to this client and URL",
        .why = "Command-line clients read HTTPS_PROXY, not the system's settings; HTTP_PROXY does not apply to https URLs.",
        .escape = "A browser uses the system's proxy settings.",
        .explain = "See the system's setting (gsettings list-recursively org.gnome.system.proxy, /etc/environment) and export it as HTTPS_PROXY.",
        .check = check_needed,
    },
    {
        .id = "proxy.no-proxy-excludes", .rank = 43, .severity = SEVERITY_ERROR, .mode = "SN",
        .title = "NO_PROXY takes the gateway out of a proxy that it needs: the direct path is closed, the proxy works",
        .why = "With the exception the client goes direct, and only the proxy leads out.",
        .escape = "A browser has its own list of exceptions.",
        .explain = "Look in NO_PROXY (and no_proxy) for *, for a domain that ends the gateway's name, or for the name itself, and take it out.",
        .check = check_excludes,
    },
    {
        .id = "proxy.pac-only", .rank = 43, .severity = SEVERITY_ERROR, .mode = "SN",
        .title = "the same, with a PAC or WPAD script as the only source",
        .why = "The system's proxy is chosen by a script; browsers run it, command-line clients do not.",
        .escape = "A browser runs the script.",
        .explain = "Open the script's URL, find what FindProxyForURL returns for the gateway, and export that proxy as HTTPS_PROXY.",
        .check = check_pac,
    },
    {
        .id = "proxy.dead-listener", .rank = 45, .severity = SEVERITY_ERROR, .mode = "SN",
        .title = "the proxy is on loopback and nothing listens there",
        .why = "The variable outlived the program: every call is refused at once.",
        .escape = "The system's own proxy setting was cleared when the proxy program ended.",
        .explain = "Start the proxy program, or unset the variable; nexoenv names the rc file that sets it where it can.",
        .check = check_dead,
    },
    {
        .id = "proxy.tls-to-plain-proxy", .rank = 46, .severity = SEVERITY_ERROR, .mode = "SN",
        .title = "https:// proxy scheme towards a proxy that speaks plain HTTP",
        .why = "HTTPS_PROXY means \"the proxy for https URLs\", not \"a proxy that speaks https\": "
               "the client starts TLS with a plain proxy (WRONG_VERSION_NUMBER, curl 35).",
        .escape = "A browser takes the proxy's kind from the system's settings.",
        .explain = "Write http:// in the variable, unless your proxy really speaks TLS.",
        .check = check_tls_scheme,
    },
};
// clang-format on
const size_t proxy_doubt_rules_n = sizeof proxy_doubt_rules / sizeof *proxy_doubt_rules;
