// SPDX-License-Identifier: MIT
// Layer "timeout": limits that a slow answer does not meet.
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

#define SHORT_PROMPT "The Playground sends one short prompt and waits for its answer itself."

// What a number is followed by, in seconds.
// clang-format off
static const struct { char unit[8]; double seconds; } units[] = {
    {"", 1}, {"s", 1}, {"sec", 1}, {"secs", 1}, {"seconds", 1}, {"ms", 0.001}, {"m", 60}, {"min", 60},
};
// clang-format on

// Seconds that a variable says: "30", "0.5", "30s", "500ms"; a name in _MS counts milliseconds.
// 0: nothing usable.
static double seconds_of(struct str name, struct str text)
{
    double value = 0, scale = str_ends_icase(name, STR("_MS")) ? 0.001 : 1, place = 1;
    size_t i = 0;
    text = str_trim(text);
    for (bool point = false; i < text.n && i < 12 && (byte_is_digit(text.p[i]) || !point); i++) {
        if (text.p[i] == '.') {
            point = true;
        } else if (!byte_is_digit(text.p[i])) {
            break;
        } else if (point) {
            place /= 10;
            value += (text.p[i] - '0') * place;
        } else {
            value = value * 10 + (text.p[i] - '0');
        }
    }
    struct str unit = str_trim(str_from(text, i));
    for (size_t k = 0; i > 0 && k < sizeof(units) / sizeof(units[0]); k++)
        if (str_eq_icase(unit, str_of(units[k].unit)))
            return value * (unit.n ? units[k].seconds : scale);
    return 0;
}

static bool is_retries(struct str name)
{
    return str_find_icase(name, STR("RETR")) != STR_NOWHERE;
}

// The word stands in the id as one: "o1" in "openai/o1-mini", not in "demo1".
static bool has_word(struct str id, const char *word)
{
    struct str w = str_of(word);
    for (size_t at = 0; at + w.n <= id.n; at++) {
        bool starts = at == 0 || !byte_is_alnum(id.p[at - 1]);
        if (starts && str_starts_icase(str_from(id, at), w))
            return true;
    }
    return false;
}

// A reasoning model's answer may take three minutes.
static double advised(const struct inquiry *q)
{
    static const char *const slow[] = {"reason", "think", "r1", "o1", "o3", "o4"};
    for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++)
        if (has_word(q->uses.model, slow[i]))
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
        double s = seconds_of(v->name, v->value.text);
        if (name_role(v->name) != NAME_TIMEOUT || is_retries(v->name) ||
            v->value.class != VALUE_PLAIN || s <= 0 || s >= least)
            continue;
        double per_second = str_ends_icase(v->name, STR("_MS")) ? 1000 : 1;
        struct finding *f = add_short(rule, q, v->name, s, v->origin);
        finding_fix(f, q, str_fmt(q->arena, "Raise %.*s to at least %g s", STR_ARG(v->name), least),
                    v->origin.kind == ORIGIN_ENVIRONMENT
                        ? repair_set(q, v->name, str_fmt(q->arena, "%g", least * per_second))
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
            v->value.class == VALUE_PLAIN && seconds_of(v->name, v->value.text) >= MANY_RETRIES)
            add_storm(rule, q, v->name, seconds_of(v->name, v->value.text), v->origin);
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
