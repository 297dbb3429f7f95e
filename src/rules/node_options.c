// SPDX-License-Identifier: MIT
#include "rules/node_options.h"

#include "rules/words.h"

static const char variable[] = "NODE_OPTIONS";

bool change_node_options(const struct inquiry *q, struct changes *c)
{
    const struct variable *v = variable_find_z(&q->context->vars, variable);
    struct prediction p = *q->here;
    if (!v || !p.refused.n || v->value.class != VALUE_PLAIN)
        return false;
    struct str text = v->value.text;
    for (int i = 0; i < 4 && p.refused.n; i++) {
        text = node_options_without(text, p.refused, q->arena);
        *c = (struct changes){0};
        change_add(c, text.n ? CHANGE_SET : CHANGE_UNSET, str_of(variable), text);
        p = what_if(q, q->client, c);
    }
    return true;
}

void check_node_options(const struct rule *rule, struct inquiry *q, bool for_trust)
{
    const struct variable *v = variable_find_z(&q->context->vars, variable);
    struct str option = q->here->refused;
    struct version node = q->here->runtime;
    struct changes c;
    if (!v || !option.n || str_ends(option, STR("system-ca")) != for_trust)
        return;
    struct finding *f = finding_add(q, rule, str_of(variable));
    f->severity = SEVERITY_ERROR;
    finding_variable(f, q, v);
    finding_evidence(f, q, str_fmt(q->arena, "Node %u.%u says", node.major, node.minor),
                     q->here->error, (struct origin){0});
    f->title = str_fmt(q->arena, "Node %u.%u does not start: it does not take %.*s in NODE_OPTIONS",
                       node.major, node.minor, STR_ARG(option));
    f->why =
        STR("Node reads NODE_OPTIONS before any program, and an option that it does not take there "
            "ends it with status 9.");
    f->escape = STR("A browser reads no such variable.");
    f->short_text = str_fmt(q->arena, "Node %u.%u ends at %.*s in NODE_OPTIONS", node.major,
                            node.minor, STR_ARG(option));
    const char *newer = for_trust ? "22.15 or newer" : "22.21, 24.5 or newer";
    struct str text =
        str_ends(option, STR("system-ca")) || str_ends(option, STR("env-proxy"))
            ? str_fmt(q->arena, "Take %.*s out, or use Node %s", STR_ARG(option), newer)
        : str_starts(option, STR("--env-file"))
            ? str_fmt(q->arena, "Take %.*s out; node takes it on its own command line",
                      STR_ARG(option))
            : str_fmt(q->arena, "Take %.*s out", STR_ARG(option));
    if (change_node_options(q, &c))
        mend_all(f, q, text, &c);
    else
        finding_fix(f, q, str_fmt(q->arena, "Take %.*s out of NODE_OPTIONS", STR_ARG(option)),
                    STR_NONE);
}
