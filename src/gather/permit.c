// SPDX-License-Identifier: MIT
// Where the key may go (DESIGN 8): only where the profile trusts the host, the certificate is
// verified, and everything that chooses the path comes from the user.
#include "gather/network.h"

#include "parse/names.h"
#include "parse/url.h"

enum { KEY_MAX = 1024 };

// Facts of the byte checks with which nothing is sent.
static const uint32_t not_a_key =
    KEY_INNER_BLANK | KEY_INNER_NEWLINE | KEY_CONTROL | KEY_NON_ASCII | KEY_QUOTED | KEY_BEARER |
    KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH | KEY_JSON | KEY_EMAIL |
    KEY_ASSIGNMENT | KEY_FOREIGN | KEY_BASE64_TEXT | KEY_LITERAL_ESCAPE;

const struct variable *permit_project_variable(const struct inquiry *q, struct str name)
{
    const struct variable *v = name.n ? variable_find(&q->context->vars, name) : NULL;
    return v && v->origin.in_project ? v : NULL;
}

static struct str place(const struct origin *o, struct arena *a)
{
    struct str text = origin_text(o, a);
    return text.n ? text : STR("the project");
}

// Variables that turn a client's path without being named as its source.
static const char *const switches[] = {"NODE_USE_ENV_PROXY",
                                       "NODE_OPTIONS",
                                       "NODE_USE_SYSTEM_CA",
                                       "NO_PROXY",
                                       "no_proxy",
                                       "NODE_EXTRA_CA_CERTS",
                                       "NODE_TLS_REJECT_UNAUTHORIZED",
                                       "JAVA_TOOL_OPTIONS",
                                       "DENO_TLS_CA_STORE",
                                       "REQUEST_METHOD"};

// A proxy or bundle of the user's that a file of the project empties: the way is the project's choice.
static const struct variable *emptied(const struct gathering *g, const struct inquiry *q)
{
    const struct variables *vars = &q->context->vars;
    for (size_t i = 0; i < vars->n; i++) {
        const struct variable *v = &vars->items[i];
        enum name_role role = name_role(v->name);
        if (v->origin.in_project && !value_is_set(&v->value) &&
            (role == NAME_PROXY || role == NAME_CA) &&
            gather_env_get(g, str_z(v->name, g->arena)).n)
            return v;
    }
    return NULL;
}

static const struct variable *project_path(const struct gathering *g, const struct inquiry *q,
                                           const struct prediction *p)
{
    const struct str names[] = {p->route_from, p->trust.file_from, p->trust.dir_from,
                                p->trust.verify_from};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (permit_project_variable(q, names[i]))
            return permit_project_variable(q, names[i]);
    for (size_t i = 0; i < p->trust.adds_from.n; i++)
        if (permit_project_variable(q, p->trust.adds_from.items[i]))
            return permit_project_variable(q, p->trust.adds_from.items[i]);
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        if (permit_project_variable(q, str_of(switches[i])))
            return permit_project_variable(q, str_of(switches[i]));
    return emptied(g, q);
}

// A tool's own file in the project (.npmrc) that names the proxy.
static const struct setting *project_setting(const struct gathering *g, const struct prediction *p)
{
    for (size_t i = 0; p->route == ROUTE_PROXY && i < g->snap->settings.n; i++) {
        const struct setting *s = &g->snap->settings.items[i];
        if (s->origin.in_project && p->host.n && str_has(s->value.text, p->host))
            return s;
    }
    return NULL;
}

static bool same_place(struct str a, struct str b)
{
    struct url x, y;
    return url_parse(a, &x) == URL_OK && url_parse(b, &y) == URL_OK &&
           str_eq_icase(x.scheme, y.scheme) && str_eq_icase(x.host, y.host) && x.port == y.port;
}

static bool is_local_gateway(const struct profile *p, const struct prediction *here, struct str url)
{
    struct url u;
    return url_parse(url, &u) == URL_OK && host_is_loopback(u.host) &&
           same_place(url, p->local_url) && here->route == ROUTE_DIRECT;
}

static struct str url_of(const struct inquiry *q)
{
    return q->uses.base_url.n ? q->uses.base_url : q->here->base_url;
}

struct str permit_contact(const struct gathering *g, const struct network_ask *ask,
                          const struct prediction *p)
{
    const struct inquiry *q = &ask->report->inquiry;
    struct str base = url_of(q);
    struct url u;
    struct arena *a = g->arena;
    if (!base.n)
        return STR("the base URL is not known");
    if (p->route == ROUTE_ERROR || p->dies_at_start)
        return p->error.n ? p->error : STR("this client does not start here");
    if (p->base_url_error.n)
        return p->base_url_error;
    enum url_fault fault = url_parse(base, &u);
    if (fault != URL_OK)
        return str_fmt(a, "the base URL %s", url_fault_text(fault));
    if (host_is_link_local(u.host) || host_is_link_local(p->host))
        return STR("link-local addresses are not contacted");
    bool own = same_place(base, q->profile->base_url);
    if (q->uses.base_url_origin.in_project && !own && !ask->trust_project &&
        !is_local_gateway(q->profile, p, base)) {
        struct str from = place(&q->uses.base_url_origin, a);
        return str_fmt(a,
                       "only %.*s names %.*s, and the project may be a stranger's "
                       "(--trust-project)",
                       STR_ARG(from), STR_ARG(u.host));
    }
    const struct variable *v = permit_project_variable(q, p->route_from);
    const struct setting *s = project_setting(g, p);
    if (p->route == ROUTE_PROXY && (v || s) && !ask->trust_project) {
        struct str from = place(v ? &v->origin : &s->origin, a);
        return str_fmt(a,
                       "only %.*s names the proxy, and the project may be a stranger's "
                       "(--trust-project)",
                       STR_ARG(from));
    }
    bool trusted = str_eq_icase(u.host, q->profile->host) ||
                   strs_have(&q->profile->trusted_hosts, str_lower(u.host, a));
    if (!own && !trusted && !host_is_loopback(u.host))
        return str_fmt(a, "%.*s is not the gateway", STR_ARG(u.host));
    return STR_NONE;
}

// What the client would send of it, by its own trimming.
static struct str sent_bytes(struct str bytes, enum key_fate fate)
{
    return fate == KEY_FATE_TRIMMED ? str_trim_set(bytes, " \t\r\n\v\f") : bytes;
}

static bool printable(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x21 || (unsigned char)s.p[i] > 0x7e)
            return false;
    return s.n > 0 && s.n <= KEY_MAX;
}

static struct str permit_place(const struct gathering *g, const struct network_ask *ask,
                               const struct prediction *p, bool *project)
{
    const struct inquiry *q = &ask->report->inquiry;
    struct str base = url_of(q);
    struct url u;
    if (url_parse(base, &u) != URL_OK)
        return STR("the base URL is not usable");
    if (is_local_gateway(q->profile, p, base))
        return STR_NONE;
    if (!str_eq_icase(u.scheme, STR("https")) || p->absolute_form)
        return STR("it would travel in clear text");
    if (!str_eq_icase(u.host, q->profile->host) &&
        !strs_have(&q->profile->trusted_hosts, str_lower(u.host, g->arena)))
        return str_fmt(g->arena, "the profile does not trust %.*s", STR_ARG(u.host));
    if (!p->trust.verify)
        return str_fmt(g->arena, "%.*s switches the verification of certificates off",
                       STR_ARG(p->trust.verify_from));
    if (ask->trust_project)
        return STR_NONE;
    const struct variable *v = project_path(g, q, p);
    if (v) {
        *project = true;
        struct str from = place(&v->origin, g->arena);
        return str_fmt(g->arena,
                       "%.*s in %.*s chooses its way, and the project may be a "
                       "stranger's (--trust-project)",
                       STR_ARG(v->name), STR_ARG(from));
    }
    if (q->uses.base_url_origin.in_project && !same_place(base, q->profile->base_url)) {
        *project = true;
        struct str from = place(&q->uses.base_url_origin, g->arena);
        return str_fmt(g->arena,
                       "the base URL comes from %.*s, and the project may be a "
                       "stranger's (--trust-project)",
                       STR_ARG(from));
    }
    return STR_NONE;
}

struct str permit_key(const struct gathering *g, const struct network_ask *ask,
                      const struct prediction *p, struct str *bytes, bool *project)
{
    const struct inquiry *q = &ask->report->inquiry;
    const struct variable *key = q->uses.key;
    *bytes = STR_NONE;
    *project = false;
    if (ask->no_key)
        return STR("--no-key");
    if (!key || !value_is_set(&key->value))
        return STR("there is no key here");
    if (p->key_fate == KEY_FATE_REFUSED || p->key_fate == KEY_FATE_SPLIT ||
        p->key_fate == KEY_FATE_MISSING)
        return STR("this client cannot send these bytes");
    struct str sent = sent_bytes(secrets_reveal(g->secrets, &key->value), p->key_fate);
    if (!printable(sent) || (key->value.facts & not_a_key))
        return STR("these bytes cannot be a key");
    struct str why = permit_place(g, ask, p, project);
    if (!str_present(why) && q->asked->code_variable.n && !q->asked->code_variable_known &&
        !ask->trust_project) {
        *project = true;
        struct origin o = {.kind = ORIGIN_FILE, .loc = q->asked->code_variable_loc};
        why = str_fmt(g->arena,
                      "%.*s chooses %.*s as the key, and the project may be a stranger's "
                      "(--trust-project)",
                      STR_ARG(place(&o, g->arena)), STR_ARG(key->name));
    }
    if (!str_present(why))
        *bytes = sent;
    return why;
}
