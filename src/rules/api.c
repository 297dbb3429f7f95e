// SPDX-License-Identifier: MIT
// Layer "api", what can be seen without the gateway's answer.
#include "rules/layers.h"
#include "rules/words.h"

// ---- api.other-than-playground ----

static void check_other_key(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    const struct variable *v = q->uses.key;
    struct str last4 = q->profile->key_last4;
    if (v == NULL || last4.n == 0 || v->value.last4[0] == '\0' || !uses_gateway(q) ||
        str_eq(last4, str_of(v->value.last4)))
        return;
    struct finding *f = finding_add(q, rule, v->name);
    f->title = str_fmt(a, "%.*s ends in %s, the key that the Playground uses ends in %.*s",
                       STR_ARG(variable_words(v, a)), v->value.last4, STR_ARG(last4));
    f->short_text = str_fmt(a, "%.*s is another key than the Playground's", STR_ARG(v->name));
    f->playground = str_fmt(a, "a key that ends in %.*s", STR_ARG(last4));
    f->here = str_fmt(a, "a key that ends in %s", v->value.last4);
    finding_variable(f, q, v);
    finding_evidence(f, q, STR("playground key"), str_fmt(a, "ends in %.*s", STR_ARG(last4)),
                     q->profile->origin);
    finding_fix(f, q,
                STR("Use the same key in both places, or look in the dashboard (API Keys) whether "
                    "this one is active, has budget left and may use the model"),
                STR_NONE);
}

// ---- api.request-shape ----

static void check_request_shape(const struct rule *rule, struct inquiry *q)
{
    const struct snippet *s = q->asked->snippet;
    for (size_t i = 0; s && i < s->faults.n; i++) {
        const struct snippet_fault *fault = &s->faults.items[i];
        struct origin o = origin_file(fault->loc);
        struct finding *f = finding_add(q, rule, fault->field);
        f->title = str_fmt(q->arena, "The body of the call breaks a documented rule: %.*s",
                           STR_ARG(fault->text));
        f->short_text = fault->text;
        f->here = fault->text;
        finding_evidence(f, q, fault->field, fault->text, o);
        finding_place(f, &o);
        finding_fix(f, q, str_fmt(q->arena, "Correct %.*s in the call", STR_ARG(fault->field)),
                    STR_NONE);
    }
}

const struct rule api_rules[] = {
    {.id = "api.other-than-playground",
     .rank = 81,
     .severity = SEVERITY_WARNING,
     .mode = "SK",
     .title = "the local key's last four differ from the key that the Playground uses",
     .why = "Another key may be disabled, expired, out of budget or limited to other models: then "
            "the same call fails here and works there.",
     .escape = "The Playground uses one active key of the account, which need not be this one.",
     .explain =
         "Compare the last four characters with the dashboard (API Keys), and the key's state, "
         "expiry, budget and model scope.",
     .check = check_other_key},
    {.id = "api.request-shape",
     .rank = 84,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "the call's own body breaks a documented rule (empty messages, max_tokens, "
              "temperature, top_p, missing model)",
     .why = "The gateway rejects such a body with invalid_request before it forwards anything.",
     .escape = "The Playground fills the body itself, from fields that cannot leave their range.",
     .explain =
         "model and a non-empty messages are required; temperature lies in 0 to 2, top_p in 0 "
         "to 1, max_tokens is a whole number above 0.",
     .check = check_request_shape},
};
const size_t api_rules_n = sizeof(api_rules) / sizeof(api_rules[0]);
