// SPDX-License-Identifier: MIT
#include "rules/proxy_common.h"

#include "parse/names.h"
#include "rules/words.h"

static bool on_panel(const struct panel *p, const struct client *c)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->items[i] == c)
            return true;
    return false;
}

static void invite(struct panel *p, const struct client *c)
{
    if (c && p->n < PANEL_MAX && !on_panel(p, c))
        p->items[p->n++] = c;
}

struct panel panel_of(const struct inquiry *q)
{
    static const char *const everywhere[] = {"curl", "python-requests", "python-openai", "go"};
    struct panel p = {0};
    invite(&p, q->client);
    for (size_t i = 0; i < q->snap->project.clients.n; i++)
        invite(&p, client_find(q->snap->project.clients.items[i].id));
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        invite(&p, client_find(str_of(everywhere[i])));
    return p;
}

bool leaves_through_proxy(const struct prediction *p)
{
    return p->route == ROUTE_PROXY;
}

bool same_route(const struct prediction *a, const struct prediction *b)
{
    if (a->route != b->route)
        return false;
    return a->route != ROUTE_PROXY || (str_eq_icase(a->scheme, b->scheme) &&
                                       str_eq_icase(a->host, b->host) && a->port == b->port);
}

struct str route_words(const struct prediction *p, struct arena *a)
{
    if (p->route == ROUTE_ERROR)
        return str_fmt(a, "stops: %.*s", STR_ARG(p->error));
    return prediction_route(p, a);
}

const struct variable *proxy_variable(const struct inquiry *q, struct str name)
{
    const struct variable *v = variable_find(&q->context->vars, name);
    return v && value_is_set(&v->value) && name_role(name) == NAME_PROXY ? v : NULL;
}

bool any_proxy_set(const struct inquiry *q)
{
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (value_is_set(&v->value) && name_role(v->name) == NAME_PROXY)
            return true;
    }
    return false;
}

bool has_login(const struct variable *v)
{
    return str_chr(v->value.text, '@') != STR_NOWHERE;
}

struct str scheme_of(const struct variable *v, struct arena *a)
{
    struct str text = str_trim_set(v->value.text, " \t\r\n\"'");
    size_t at = str_find(text, STR("://"));
    return at == STR_NOWHERE ? STR("") : str_lower(str_slice(text, 0, at), a);
}

static const struct observation *probe_along(const struct inquiry *q, struct str route)
{
    const struct observation *by_proxy = NULL;
    for (size_t i = 0; i < q->snap->probes.n; i++) {
        const struct observation *o = &q->snap->probes.items[i];
        if (o->state == PROBE_SKIPPED || !str_eq(o->route, route))
            continue;
        if (str_eq(o->name, STR("gateway")) || str_eq(o->name, STR("gateway-nokey")) ||
            str_eq(o->name, STR("gateway-direct")))
            return o;
        if (str_starts(o->name, STR("proxy:")))
            by_proxy = o;
    }
    return by_proxy;
}

static const struct observation *own_probe(const struct inquiry *q)
{
    const struct observation *o = observation_find(&q->snap->probes, "gateway");
    if (!o || o->state == PROBE_SKIPPED)
        o = observation_find(&q->snap->probes, "gateway-nokey");
    if (o && o->state == PROBE_SKIPPED)
        o = NULL;
    // The probe of the gateway went the chosen client's way, which need not be this one's.
    return !o || q->asked->probes_ran ? o : probe_along(q, prediction_route(q->here, q->arena));
}

static bool got_through(const struct observation *o)
{
    return o->state == PROBE_OK || o->stage >= STAGE_HTTP;
}

bool path_works(const struct inquiry *q)
{
    const struct observation *o = own_probe(q);
    return o && got_through(o);
}

bool path_fails(const struct inquiry *q)
{
    const struct observation *o = own_probe(q);
    return o && !got_through(o);
}

int route_probed(const struct inquiry *q, struct str route)
{
    int seen = -1;
    for (size_t i = 0; i < q->snap->probes.n; i++) {
        const struct observation *o = &q->snap->probes.items[i];
        if (o->state == PROBE_SKIPPED || !str_starts(o->name, STR("gateway")) ||
            !str_eq(o->route, route))
            continue;
        if (got_through(o))
            return 1;
        seen = 0;
    }
    for (size_t i = 0; i < q->snap->probes.n; i++) {
        const struct observation *o = &q->snap->probes.items[i];
        if (o->state != PROBE_SKIPPED && str_starts(o->name, STR("proxy:")) &&
            str_eq(o->route, route))
            return got_through(o);
    }
    return seen;
}

bool route_dead(const struct inquiry *q, struct str route)
{
    bool dead = false;
    for (size_t i = 0; i < q->snap->probes.n; i++) {
        const struct observation *o = &q->snap->probes.items[i];
        if (o->state == PROBE_SKIPPED || !str_eq(o->route, route))
            continue;
        if (o->state == PROBE_OK || o->stage != STAGE_PROXY || o->us.tcp > 0)
            return false; // it took the connection
        dead = true;
    }
    return dead;
}

void panel_evidence(struct finding *f, struct inquiry *q, const struct panel *panel)
{
    struct changes none = {0};
    for (size_t i = 0; i < panel->n; i++) {
        struct prediction p = what_if(q, panel->items[i], &none);
        finding_evidence(f, q, str_of(panel->items[i]->id), route_words(&p, q->arena),
                         (struct origin){0});
    }
}

struct str target_host(const struct inquiry *q)
{
    return host_of(q->uses.base_url);
}
