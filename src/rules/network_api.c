// SPDX-License-Identifier: MIT
// What the gateway answered: every documented code with its first check, the wait, the request id;
// model ids against the list (nexorouter.md 8, 10).
#include "rules/network.h"

#include "rules/words.h"

// Documented codes are the profile's; for others the status decides (nexorouter.md 8: only then).
static const struct {
    int from, to;
    char id[28];
} by_status[] = {
    {401, 401, "api.invalid-key"},       {402, 402, "api.insufficient-quota"},
    {403, 403, "api.invalid-key"},       {404, 404, "api.model-not-found"},
    {413, 413, "api.request-too-large"}, {429, 429, "api.rate-limited"},
    {504, 504, "api.upstream-timeout"},  {502, 503, "api.upstream-unavailable"},
    {500, 599, "api.gateway-error"},     {400, 499, "api.invalid-request"},
};

static const struct gateway_code *documented(const struct profile *p, struct str code)
{
    for (size_t i = 0; code.n && i < p->codes.n; i++)
        if (str_eq(p->codes.items[i].code, code))
            return &p->codes.items[i];
    return NULL;
}

static const char *id_of(const struct inquiry *q, const struct observation *o)
{
    const struct gateway_code *c = documented(q->profile, o->code);
    if (!c && str_find_icase(o->message, STR("billing configuration")) != STR_NOWHERE)
        return "api.gateway-error"; // its own state, whatever status it takes (nexorouter.md 8)
    if (c)
        return c->id.p ? str_z(c->id, q->arena) : "api.gateway-error";
    for (size_t i = 0; i < sizeof by_status / sizeof *by_status; i++)
        if (o->status >= by_status[i].from && o->status <= by_status[i].to)
            return by_status[i].id;
    return NULL;
}

static bool listed(const struct observation *list, struct str id)
{
    for (size_t i = 0; i < list->models.n; i++)
        if (str_eq(list->models.items[i], id))
            return true;
    return false;
}

// Near: the same but for case or the maker's prefix, or two letters off.
static struct str nearest(const struct observation *list, struct str id)
{
    struct str best = STR_NONE;
    size_t least = 3;
    for (size_t i = 0; i < list->models.n; i++) {
        struct str m = list->models.items[i];
        size_t slash = str_rchr(m, '/'), mine = str_rchr(id, '/');
        struct str bare = slash == STR_NOWHERE ? m : str_from(m, slash + 1);
        struct str own = mine == STR_NOWHERE ? id : str_from(id, mine + 1);
        if (str_eq_icase(m, id) || str_eq_icase(bare, own))
            return m;
        size_t d = m.n < 200 && id.n < 200 ? str_distance(m, id, 2) : 3;
        if (d < least) {
            least = d;
            best = m;
        }
    }
    return best;
}

struct str network_nearest_model(const struct observation *list, struct str id)
{
    return nearest(list, id);
}

static void tell_answer(struct finding *f, struct inquiry *q, const struct observation *o)
{
    struct origin probe = {.kind = ORIGIN_PROBE};
    finding_evidence(f, q, o->name, observation_line(o, q->arena), probe);
    if (o->message.n)
        finding_evidence(f, q, STR("message"), o->message, probe);
    if (o->request_id.n)
        finding_evidence(f, q, STR("request id"), o->request_id, probe);
    if (o->retry_after.n)
        finding_evidence(f, q, STR("retry-after"), o->retry_after, probe);
}

// Seconds, or a date as it stands.
static struct str wait_words(struct str retry_after, struct arena *a)
{
    uint64_t s = 0;
    if (!retry_after.n)
        return STR("");
    if (!str_to_u64(retry_after, &s))
        return str_fmt(a, " until %.*s", STR_ARG(retry_after));
    if (s == 0)
        return STR("");
    if (s == 1)
        return STR(" one second");
    if (s >= 7200)
        return str_fmt(a, " %llu hours", (unsigned long long)((s + 3599) / 3600));
    if (s >= 120)
        return str_fmt(a, " %llu minutes", (unsigned long long)((s + 59) / 60));
    return str_fmt(a, " %llu seconds", (unsigned long long)s);
}

static void fix_answer(struct finding *f, struct inquiry *q, const struct observation *o)
{
    const struct gateway_code *c = documented(q->profile, o->code);
    struct str wait = wait_words(o->retry_after, q->arena);
    if (o->status == 429 && wait.n)
        finding_fix(
            f, q,
            str_fmt(q->arena, "Wait%.*s, then send fewer requests at the same time", STR_ARG(wait)),
            STR_NONE);
    struct str first = c && c->first.n ? c->first : str_of(f->rule->explain);
    finding_fix(f, q, first, STR_NONE);
}

// A key that is damaged explains why it is refused.
static void explain_key(struct inquiry *q, struct finding *f)
{
    if (!str_eq(str_of(f->rule->id), STR("api.invalid-key")))
        return;
    for (size_t i = 0; i < q->findings->n; i++) {
        struct finding *k = &q->findings->items[i];
        if (k != f && str_starts(str_of(k->rule->id), STR("key.")) && k->rule->rank >= 20 &&
            k->severity == SEVERITY_ERROR && k->concerns) {
            f->consequence_of = str_of(k->rule->id);
            return;
        }
    }
}

static struct finding *answer(struct inquiry *q, const struct observation *o, const char *id)
{
    struct finding *f = id ? network_finding(q, id) : NULL;
    if (!f)
        return NULL;
    tell_answer(f, q, o);
    f->title = o->code.n ? str_fmt(q->arena, "The gateway answers %.*s (HTTP %d)", STR_ARG(o->code),
                                   o->status)
                         : str_fmt(q->arena, "The gateway answers HTTP %d", o->status);
    fix_answer(f, q, o);
    explain_key(q, f);
    return f;
}

// model_not_found is a typo, a scope, or neither: the list tells.
static const char *model_id(const struct inquiry *q, const struct network *n, struct str *near)
{
    const struct observation *list = n->gateway && n->gateway->models.n ? n->gateway : NULL;
    struct str id = q->uses.model.n ? q->uses.model : q->profile->model;
    *near = STR_NONE;
    if (!list || !id.n)
        return "api.model-not-found";
    if (listed(list, id))
        return "api.model-out-of-scope";
    *near = nearest(list, id);
    return near->n ? "api.model-id-typo" : "api.model-not-found";
}

static void name_nearest(struct finding *f, struct inquiry *q, struct str near)
{
    if (!f || !near.n)
        return;
    f->title = str_fmt(q->arena, "The model %.*s is not in the gateway's list; nearest: %.*s",
                       STR_ARG(q->uses.model), STR_ARG(near));
    struct fix first = {str_fmt(q->arena, "Use %.*s", STR_ARG(near)), STR_NONE};
    finding_fix(f, q, first.text, first.command);
    struct fix last = f->fixes.items[f->fixes.n - 1];
    for (size_t i = f->fixes.n - 1; i > 0; i--)
        f->fixes.items[i] = f->fixes.items[i - 1];
    f->fixes.items[0] = last;
}

// The list came, and the model that the code names is not in it.
static void check_model(struct inquiry *q, const struct network *n)
{
    const struct observation *g = n->gateway;
    if (!observation_ok(g) || !g->models.n || !q->uses.model.n || listed(g, q->uses.model) ||
        n->request)
        return;
    struct str near = nearest(g, q->uses.model);
    struct finding *f = network_finding(q, near.n ? "api.model-id-typo" : "api.model-not-found");
    if (!f)
        return;
    finding_evidence(f, q, STR("model"), q->uses.model, q->uses.model_origin);
    f->title =
        str_fmt(q->arena, "The model %.*s is not in the gateway's list", STR_ARG(q->uses.model));
    if (!near.n)
        f->severity = SEVERITY_WARNING; // a list may leave out what a key may use
    finding_fix(f, q, STR("Copy the id from the Models page or from: nexoenv models"), STR_NONE);
    name_nearest(f, q, near);
}

enum { BURST_US = 100000, SLOW_US = 800000 };

static bool buffered(const struct inquiry *q, const struct observation *o)
{
    return q->profile->stream == 1 && observation_ok(o) &&
           str_has(o->content_type, STR("event-stream")) && o->first_body_us > 0 &&
           o->last_body_us - o->first_body_us < BURST_US && o->us.total > SLOW_US;
}

static void check_request(struct inquiry *q, const struct network *n)
{
    const struct observation *o = n->request;
    struct str near;
    if (!o || o->state == PROBE_SKIPPED)
        return;
    if (buffered(q, o)) {
        struct finding *f = network_finding(q, "http.stream-buffered");
        if (f) {
            f->severity = SEVERITY_WARNING;
            tell_answer(f, q, o);
            finding_fix(f, q, str_of(f->rule->explain), STR_NONE);
        }
    }
    if (o->state != PROBE_FAILED || !observation_ok(n->gateway))
        return;
    if (!o->is_gateway) {
        struct finding *f = network_finding(q, "http.upload-blocked");
        if (f) {
            tell_answer(f, q, o);
            finding_fix(f, q, str_of(f->rule->explain), STR_NONE);
        }
        return;
    }
    bool model = str_eq(o->code, STR("model_not_found")) || (!o->code.n && o->status == 404);
    const char *id = model ? model_id(q, n, &near) : id_of(q, o);
    struct finding *f = answer(q, o, id);
    if (model && f)
        name_nearest(f, q, near);
}

void network_api_prove(struct inquiry *q, const struct network *n)
{
    const struct observation *g = n->gateway;
    if (g->stage == STAGE_API && g->state == PROBE_FAILED && g->with_key)
        (void)answer(q, g, id_of(q, g));
    check_model(q, n);
    check_request(q, n);
}
