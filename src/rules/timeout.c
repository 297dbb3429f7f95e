// SPDX-License-Identifier: MIT
// Layer "timeout": limits that a slow answer does not meet.
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

#define SHORT_PROMPT "The Playground sends one short prompt and waits for its answer itself."

// Seconds that a variable or source line says; 0: nothing usable.
static double seconds_of(struct str text)
{
    uint64_t whole = 0;
    struct str head = str_slice(text, 0, str_chr(text, '.'));
    return str_to_u64(head, &whole) && whole < 1000000 ? (double)whole : 0;
}

static bool is_retries(struct str name)
{
    return str_find_icase(name, STR("RETR")) != STR_NOWHERE;
}

// A reasoning model's answer may take three minutes.
static double advised(const struct inquiry *q)
{
    static const char *const slow[] = {"reason", "think", "-r1", "deepseek-r", "o1", "o3"};
    for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++)
        if (str_find_icase(q->uses.model, str_of(slow[i])) != STR_NOWHERE)
            return q->profile->timeout_slow_s;
    return q->profile->timeout_s;
}

// ---- timeout.client-too-short ----

static struct finding *add_short(const struct rule *rule, struct inquiry *q, struct str subject,
                                 double s, struct origin o)
{
    struct arena *a = q->arena;
    struct finding *f = finding_add(q, rule, subject);
    f->title = str_fmt(a, "The client's timeout of %g s%.*s is below the advised %g s", s,
                       STR_ARG(from_words(&o, a)), advised(q));
    f->short_text = f->title;
    f->playground = str_fmt(a, "at least %g s advised", advised(q));
    f->here = str_fmt(a, "%g s", s);
    finding_evidence(f, q, subject, str_fmt(a, "%g s", s), o);
    finding_place(f, &o);
    return f;
}

static void check_too_short(const struct rule *rule, struct inquiry *q)
{
    double least = advised(q);
    for (size_t i = 0; i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        if (s->kind != SOURCE_TIMEOUT || s->number <= 0 || s->number >= least)
            continue;
        struct origin o = origin_file(s->loc);
        struct finding *f = add_short(rule, q, origin_text(&o, q->arena), s->number, o);
        finding_fix(f, q,
                    str_fmt(q->arena, "Raise the timeout in %.*s to at least %g s",
                            STR_ARG(origin_text(&o, q->arena)), least),
                    STR_NONE);
    }
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        double s = seconds_of(v->value.text);
        if (name_role(v->name) != NAME_TIMEOUT || is_retries(v->name) ||
            v->value.class != VALUE_PLAIN || s <= 0 || s >= least)
            continue;
        struct finding *f = add_short(rule, q, v->name, s, v->origin);
        finding_fix(f, q, str_fmt(q->arena, "Raise %.*s to at least %g s", STR_ARG(v->name), least),
                    v->origin.kind == ORIGIN_ENVIRONMENT
                        ? repair_set(q, v->name, str_fmt(q->arena, "%g", least))
                        : STR_NONE);
    }
}

// ---- timeout.retry-storm ----

enum { MANY_RETRIES = 5 }; // SDKs retry twice by default (clients.md 9.3)

static void add_storm(const struct rule *rule, struct inquiry *q, struct str subject, double n,
                      struct origin o)
{
    struct arena *a = q->arena;
    struct finding *f = finding_add(q, rule, subject);
    f->title = str_fmt(a, "%g retries%.*s send every timed-out call again, up to %g times", n,
                       STR_ARG(from_words(&o, a)), n);
    f->short_text = str_fmt(a, "%g retries are configured%.*s", n, STR_ARG(from_words(&o, a)));
    f->playground = STR("one request");
    f->here = str_fmt(a, "%g retries", n);
    finding_evidence(f, q, subject, str_fmt(a, "%g", n), o);
    finding_place(f, &o);
    finding_fix(f, q,
                str_fmt(a,
                        "Retry at most twice, with growing pauses, and raise the timeout to %g s "
                        "instead: each retry is a new request and may be billed again",
                        q->profile->timeout_s),
                o.kind == ORIGIN_ENVIRONMENT ? repair_set(q, subject, STR("2")) : STR_NONE);
}

static void check_retry_storm(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        struct origin o = origin_file(s->loc);
        if (s->kind == SOURCE_RETRIES && s->number >= MANY_RETRIES)
            add_storm(rule, q, origin_text(&o, q->arena), s->number, o);
    }
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (name_role(v->name) == NAME_TIMEOUT && is_retries(v->name) &&
            v->value.class == VALUE_PLAIN && seconds_of(v->value.text) >= MANY_RETRIES)
            add_storm(rule, q, v->name, seconds_of(v->value.text), v->origin);
    }
}

const struct rule timeout_rules[] = {
    {.id = "timeout.client-too-short",
     .rank = 92,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title =
         "a configured client timeout below the advice (60 s; up to 180 s for reasoning models)",
     .why =
         "A long answer that is not streamed takes longer than that: the client gives up while the "
         "gateway still works, and the request is billed.",
     .escape = SHORT_PROMPT,
     .explain = "Set 60 s for chat and up to 180 s for slow reasoning models.",
     .check = check_too_short},
    {.id = "timeout.retry-storm",
     .rank = 92,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "retries configured so that each timeout is sent again at once",
     .why =
         "Every retry of a timed-out call is a new request: it meets the same slow model, counts "
         "towards the rate limit and may be billed again.",
     .escape = SHORT_PROMPT,
     .explain = "Retry at most twice, with growing pauses, and raise the timeout instead.",
     .check = check_retry_storm},
};
const size_t timeout_rules_n = sizeof(timeout_rules) / sizeof(timeout_rules[0]);
