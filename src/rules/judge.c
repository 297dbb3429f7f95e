// SPDX-License-Identifier: MIT
// The judgement: one client's call in one context, and what that means for the project's others.
#include "rules/decide.h"
#include "rules/staged.h"
#include "rules/words.h"

enum { OTHERS = 12 }; // clients predicted besides the chosen one

// Everything a verdict needs, for one client in one context.
static const struct finding *ask(struct inquiry *q)
{
    if (!q->asked->staged_only)
        rules_run(q);
    consequences_find(q);
    findings_settle(q);
    return root_find(q->findings);
}

static bool is_other(const struct report *r, const struct client *c)
{
    if (c == NULL || c == r->client)
        return false;
    for (size_t i = 0; i < r->others.n; i++)
        if (str_eq(r->others.items[i].client, str_of(c->id)))
            return false;
    return r->others.n < OTHERS;
}

static void keep_prediction(struct report *r, const struct prediction *p, struct arena *a)
{
    struct prediction *all = arena_many(a, struct prediction, r->prediction_count + 1);
    for (size_t i = 0; i < r->prediction_count; i++)
        all[i] = r->predictions[i];
    all[r->prediction_count++] = *p;
    r->predictions = all;
}

static bool same_way(const struct inquiry *a, const struct inquiry *b)
{
    return str_eq(prediction_route(a->here, a->arena), prediction_route(b->here, a->arena));
}

static bool same_trust(const struct inquiry *a, const struct inquiry *b)
{
    const struct trust *x = &a->here->trust, *y = &b->here->trust;
    bool same = x->base == y->base && x->verify == y->verify && str_same(x->file, y->file) &&
                str_same(x->dir, y->dir) && x->adds.n == y->adds.n;
    for (size_t i = 0; same && i < x->adds.n; i++)
        same = str_eq(x->adds.items[i], y->adds.items[i]);
    return same && same_way(a, b);
}

// A certificate that is expired, for another name, or sent without its issuer fails whoever looks.
static bool same_way_verified(const struct inquiry *a, const struct inquiry *b)
{
    return b->here->trust.verify && same_way(a, b);
}

static bool plain_trust(const struct trust *t)
{
    return t->verify && t->base != TRUST_NONE && !t->file_from.n && !t->dir_from.n && !t->adds.n;
}

// The roots that every program brings along are much the same, as long as nothing is added to them.
static bool same_roots(const struct inquiry *a, const struct inquiry *b)
{
    const struct trust *x = &a->here->trust, *y = &b->here->trust;
    return y->verify && ((plain_trust(x) && plain_trust(y)) || same_trust(a, b));
}

// Both go direct because a list of exceptions says so.
static bool same_exception(const struct inquiry *a, const struct inquiry *b)
{
    return a->here->excepted && b->here->excepted && same_way(a, b);
}

// Only who neither races the families nor falls back is stopped.
static bool same_family(const struct inquiry *a, const struct inquiry *b)
{
    return b->here->fails_on_ipv6 && same_way(a, b);
}

// The gateway judges the key whatever way it came.
static bool same_key(const struct inquiry *a, const struct inquiry *b)
{
    return a->uses.key && b->uses.key && value_same(&a->uses.key->value, &b->uses.key->value) &&
           str_same(a->uses.model, b->uses.model);
}

// What the probes showed of the chosen client's call is true of this one's too, where the two have
// in common what the fault depends on.
static bool shares_fault(const struct report *r, const struct inquiry *q)
{
    // clang-format off
    static const struct {
        char id[24]; // its beginning; the first that fits counts
        bool (*alike)(const struct inquiry *, const struct inquiry *);
    } rows[] = {
        {"tcp.broken-ipv6", same_family}, {"proxy.no-proxy-excludes", same_exception},
        {"net.", same_way},  {"dns.", same_way},  {"tcp.", same_way},
        {"proxy.", same_way}, {"http.", same_way}, {"api.", same_key},
        {"tls.expired", same_way_verified},    {"tls.name-mismatch", same_way_verified},
        {"tls.clock-skew", same_way_verified}, {"tls.incomplete-chain", same_way_verified},
        {"tls.silent", same_way}, {"tls.reset", same_way}, {"tls.protocol", same_way},
        {"tls.", same_trust},
    };
    // clang-format on
    const struct inquiry *mine = &r->inquiry;
    if (!r->root || !r->asked->probes_ran || !strpbrk(r->root->rule->mode, "NK") ||
        !str_eq_icase(host_of(q->uses.base_url), host_of(mine->uses.base_url)))
        return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_starts(str_of(r->root->rule->id), str_of(rows[i].id)))
            return rows[i].alike(mine, q);
    return false;
}

// A probe with the chosen client's own roots proves nothing for other ones.
static bool seen_alike(const struct observation *o, const struct inquiry *a,
                       const struct inquiry *b)
{
    return !str_eq(o->client_trust, STR("own")) || same_trust(a, b);
}

// Some probe went this one's way, with roots like its own, and the gateway answered.
static bool way_proven(const struct report *r, const struct inquiry *q, struct arena *a)
{
    if (!str_eq_icase(host_of(q->uses.base_url), host_of(r->inquiry.uses.base_url)) ||
        !same_roots(&r->inquiry, q))
        return false;
    struct str route = prediction_route(q->here, a);
    for (size_t i = 0; i < r->snap->probes.n; i++) {
        const struct observation *o = &r->snap->probes.items[i];
        if (str_starts(o->name, STR("gateway")) && str_eq(o->route, route) &&
            seen_alike(o, &r->inquiry, q) &&
            (o->state == PROBE_OK || (o->is_gateway && o->verified)))
            return true;
    }
    return false;
}

// Where probes were made, but none its way, nothing is known of it; nor where the chosen client's call
// could not be made whole (no key is sent along a way that a stranger's file chooses).
static enum verdict other_verdict(const struct report *r, const struct inquiry *q,
                                  const struct finding *root, struct arena *a)
{
    enum verdict v = verdict_find(q, root);
    bool seen = v != VERDICT_CLEAN || !r->asked->probes_ran ||
                (r->verdict != VERDICT_UNKNOWN && way_proven(r, q, a));
    return seen ? v : VERDICT_UNKNOWN;
}

// Before anything is sent, and by the probes along its own way.
static void other_add(struct report *r, const struct client *c, struct version version,
                      struct version runtime, struct arena *a)
{
    if (!is_other(r, c))
        return;
    struct asked asked = *r->asked;
    asked.probes_ran = false;
    struct report view = *r;
    view.asked = &asked;
    const struct context *context =
        r->asked->context.n ? r->context : context_for(r->snap, c, false);
    struct inquiry q = inquiry_make(&view, c, version, runtime, context, a);
    const struct finding *root = ask(&q);
    if (!root && shares_fault(r, &q))
        root = r->root;
    *arena_push(&r->others, a) = (struct other){
        .client = str_of(c->id),
        .context = context->name,
        .verdict = other_verdict(r, &q, root, a),
        .root_cause = root ? str_of(root->rule->id) : STR_NONE,
    };
    keep_prediction(r, q.here, a);
}

// ---- the same client in the project's other places ----

// The place means this gateway: its own key variable is set there, or OpenAI's with the URL.
static bool means_gateway(const struct report *r, const struct context *c)
{
    const struct strs *names = &r->profile->key_variables;
    const struct variable *url = variable_find_z(&c->vars, "OPENAI_BASE_URL");
    for (size_t i = 0; i < names->n; i++) {
        const struct variable *v = variable_find(&c->vars, names->items[i]);
        if (v && value_is_set(&v->value) &&
            (i == 0 || (url && host_trusted(r->profile, host_of(url->value.text)))))
            return true;
    }
    return false;
}

// What is wrong with key or URL there, as a warning here. Its network is another machine's, and
// secrets of a store are told of by the rules on contexts.
static void warn_of(struct inquiry *q, const struct finding *root, const struct context *there)
{
    struct str layer = rule_layer(root->rule);
    if (!(str_eq(layer, STR("key")) || str_eq(layer, STR("url"))) ||
        str_eq(str_of(root->rule->id), STR("key.secret-store-newline")))
        return;
    struct finding *f = arena_push(q->findings, q->arena);
    *f = *root;
    f->severity = SEVERITY_WARNING;
    f->concerns = false;
    f->subject = str_fmt(q->arena, "%.*s %.*s", STR_ARG(there->name), STR_ARG(root->subject));
    f->title = str_fmt(q->arena, "In %.*s: %.*s", STR_ARG(there->name), STR_ARG(root->title));
    f->short_text =
        str_fmt(q->arena, "%.*s: %.*s", STR_ARG(there->name), STR_ARG(root->short_text));
}

static void other_places(struct report *r, struct inquiry *mine)
{
    struct asked asked = *r->asked;
    asked.probes_ran = false;
    struct report view = *r;
    view.asked = &asked;
    for (size_t i = 0; i < r->snap->contexts.n && r->others.n < OTHERS; i++) {
        const struct context *c = &r->snap->contexts.items[i];
        if (c == r->context || c->kind == CONTEXT_SHELL || c->kind == CONTEXT_TOOL ||
            context_is_blind(c) || !means_gateway(r, c))
            continue;
        struct inquiry q = inquiry_make(&view, r->client, r->version, r->runtime, c, mine->arena);
        const struct finding *root = ask(&q);
        *arena_push(&r->others, mine->arena) = (struct other){
            .client = str_of(r->client->id),
            .context = c->name,
            .verdict = verdict_find(&q, root),
            .root_cause = root ? str_of(root->rule->id) : STR_NONE,
        };
        if (root)
            warn_of(mine, root, c);
    }
}

// An SDK of Anthropic's in the project speaks to Anthropic, unless a variable leads it here.
static bool speaks_to_its_vendor(const struct report *r, const struct project_client *p)
{
    const struct variable *v = variable_find_z(&r->context->vars, "ANTHROPIC_BASE_URL");
    return str_ends(p->id, STR("-anthropic")) &&
           !(v && host_trusted(r->profile, host_of(v->value.text)));
}

static void others_fill(struct report *r, struct arena *a)
{
    for (size_t i = 1; i < r->asked->clients.n; i++) {
        const struct client *c = NULL;
        struct version version = {0}, runtime = {0};
        if (client_choose(r->asked->clients.items[i], &c, &version, &runtime))
            other_add(r, c, version, runtime, a);
    }
    for (size_t i = 0; i < r->snap->project.clients.n; i++) {
        const struct project_client *p = &r->snap->project.clients.items[i];
        if (speaks_to_its_vendor(r, p))
            continue;
        other_add(r, client_find(p->id), version_parse(p->version), version_parse(p->runtime), a);
    }
}

struct report judge(const struct snapshot *s, const struct profile *p, const struct asked *asked,
                    struct arena *a)
{
    struct report r = {.snap = s, .profile = p, .asked = asked};
    choose_client(&r);
    choose_context(&r);
    r.inquiry = inquiry_make(&r, r.client, r.version, r.runtime, r.context, a);
    struct inquiry *q = &r.inquiry;
    if (!asked->status && !asked->staged_only)
        other_places(&r, q);
    staged_findings(q);
    const struct finding *root = ask(q);
    r.verdict = verdict_find(q, root);
    struct str root_id = root ? str_of(root->rule->id) : STR_NONE,
               subject = root ? root->subject : STR_NONE;
    findings_sort(q->findings, a);
    r.findings = *q->findings;
    for (size_t i = 0; root && i < r.findings.n && r.root == NULL; i++)
        if (str_eq(str_of(r.findings.items[i].rule->id), root_id) &&
            str_same(r.findings.items[i].subject, subject))
            r.root = &r.findings.items[i];
    keep_prediction(&r, q->here, a);
    if (!asked->status && !asked->staged_only)
        others_fill(&r, a);
    if (!asked->staged_only) // this environment was not looked at
        comparison_fill(&r, a);
    not_checked_fill(&r, a);
    r.summary = summary_make(&r, a);
    return r;
}
