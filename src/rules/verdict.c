// SPDX-License-Identifier: MIT
// From findings to the verdict (DESIGN 5.1).
#include "rules/decide.h"
#include "rules/staged.h"
#include "rules/words.h"

enum { SECRET_RANKS = 10 }; // ranks below concern secrets, not the call

static const struct observation *gateway(const struct inquiry *q)
{
    return observation_find(&q->snap->probes, "gateway");
}

static bool gateway_answered(const struct inquiry *q)
{
    const struct observation *o = gateway(q);
    return q->asked->probes_ran && o && o->state == PROBE_OK && o->with_key && o->status >= 200 &&
           o->status < 300;
}

static bool is_static(const struct rule *r)
{
    return r->mode[0] == 'S';
}

// What .nexoenv.ini says, within DESIGN 3: any row may be raised; only what would be a warning or a
// note may be lowered, and never a leak into git or a row of TLS.
static void override(struct finding *f, const struct asked *asked)
{
    struct str id = str_of(f->rule->id);
    for (size_t i = 0; i < asked->override_count; i++) {
        enum severity to = asked->overrides[i].severity;
        if (!str_eq(asked->overrides[i].id, id))
            continue;
        if (to > f->severity) {
            f->raised = to == SEVERITY_ERROR;
            f->severity = to;
        } else if (f->severity != SEVERITY_ERROR && !str_starts(id, STR("tls.")) &&
                   !str_eq(id, STR("key.dotenv-not-ignored"))) {
            f->severity = to;
        }
    }
}

void findings_settle(struct inquiry *q)
{
    bool works = gateway_answered(q);
    size_t kept = 0;
    for (size_t i = 0; i < q->findings->n; i++) {
        struct finding *f = &q->findings->items[i];
        // The gateway answered this very call: a suspicion about its path is disproved.
        if (works && is_static(f->rule) && f->rule->mode[1] && f->severity == SEVERITY_ERROR)
            f->severity = SEVERITY_WARNING;
        if (!f->concerns && f->severity == SEVERITY_ERROR && f->rule->rank >= SECRET_RANKS)
            f->severity = SEVERITY_WARNING;
        override(f, q->asked);
        if (f->severity != SEVERITY_OFF)
            q->findings->items[kept++] = *f;
    }
    q->findings->n = kept;
}

const struct finding *root_find(const struct findings *all)
{
    const struct finding *root = NULL;
    for (size_t i = 0; i < all->n; i++) {
        const struct finding *f = &all->items[i];
        if (f->severity != SEVERITY_ERROR || !f->concerns || f->raised ||
            str_present(f->consequence_of) || f->rule->rank < SECRET_RANKS)
            continue;
        if (root == NULL || f->rule->rank < root->rule->rank)
            root = f;
    }
    return root;
}

// Something that the verdict needs could not be looked at, and nobody switched it off.
static bool blind(const struct inquiry *q)
{
    if (q->context->kind != CONTEXT_SHELL && context_is_blind(q->context))
        return true;
    if (q->uses.key == NULL && !key_in_code(q))
        return true; // not missing by any rule, so not seen: a context of parts
    return !str_present(q->uses.base_url);
}

enum verdict verdict_find(const struct inquiry *q, const struct finding *root)
{
    if (root)
        return VERDICT_FAILS;
    if (gateway_answered(q))
        return VERDICT_WORKS;
    if (staged_is_blind(q->snap))
        return VERDICT_UNKNOWN;
    if (q->asked->staged_only)
        return VERDICT_CLEAN;
    if (blind(q))
        return VERDICT_UNKNOWN;
    if (!q->asked->probes_ran)
        return VERDICT_CLEAN;
    // With --no-key the path is what was asked about, and an answer of the gateway proves it.
    const struct observation *o = gateway(q);
    if (q->asked->no_key && o && o->state == PROBE_OK)
        return VERDICT_CLEAN;
    return VERDICT_UNKNOWN;
}

int report_status(const struct report *r)
{
    bool error = false, warning = false;
    if (r->asked->snippet)
        return 0; // compare shows, and judges nothing
    for (size_t i = 0; i < r->findings.n; i++) {
        error = error || r->findings.items[i].severity == SEVERITY_ERROR;
        warning = warning || r->findings.items[i].severity == SEVERITY_WARNING;
    }
    if (error || (r->asked->strict && warning))
        return 1;
    return r->verdict == VERDICT_UNKNOWN ? 3 : 0;
}

const char *verdict_name(enum verdict v)
{
    static const char *const names[] = {[VERDICT_WORKS] = "works",
                                        [VERDICT_CLEAN] = "clean",
                                        [VERDICT_FAILS] = "fails",
                                        [VERDICT_UNKNOWN] = "unknown"};
    return names[v];
}

// ---- the order of the report ----

// Errors by rank, then warnings, then notes; a consequence goes with its cause.
static unsigned place_of(const struct finding *f)
{
    unsigned group = (unsigned)(SEVERITY_ERROR - f->severity);
    return group * 100 + f->rule->rank;
}

static bool has_cause(const struct findings *all, const struct finding *f)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(str_of(all->items[i].rule->id), f->consequence_of))
            return true;
    return false;
}

static void add_with_consequences(struct findings *to, const struct findings *all, size_t i,
                                  struct arena *a)
{
    *arena_push(to, a) = all->items[i];
    struct str id = str_of(all->items[i].rule->id);
    for (size_t k = 0; k < i; k++)
        if (str_eq(str_of(all->items[k].rule->id), id))
            return; // the first of that id took them
    for (size_t k = 0; k < all->n; k++)
        if (str_present(all->items[k].consequence_of) && str_eq(all->items[k].consequence_of, id))
            *arena_push(to, a) = all->items[k];
}

void findings_sort(struct findings *all, struct arena *a)
{
    struct findings sorted = {.cut = all->cut};
    for (size_t i = 0; i < all->n; i++)
        if (str_present(all->items[i].consequence_of) && !has_cause(all, &all->items[i]))
            all->items[i].consequence_of = STR_NONE;
    for (unsigned place = 0; place < 300; place++)
        for (size_t i = 0; i < all->n; i++)
            if (place_of(&all->items[i]) == place && !str_present(all->items[i].consequence_of))
                add_with_consequences(&sorted, all, i, a);
    *all = sorted;
}
