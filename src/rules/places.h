// SPDX-License-Identifier: MIT
// One fault in many places: a monorepo whose 200 deployments lack the same key has one fault to
// mend, and so have the 30 workers of one server. The chosen context is told on its own, the others
// together.
#ifndef NEXOENV_RULES_PLACES_H
#define NEXOENV_RULES_PLACES_H

#include "rules/rule.h"

struct place {
    const struct context *context;
    struct str what, value; // the evidence of this place
    struct origin origin;
    const void *with; // the rule's own
};

struct places {
    struct place *items;
    size_t n, cap;
};

// How a rule tells them. `one` makes the finding of a single place, but for that place's evidence.
struct telling {
    struct finding *(*one)(const struct rule *, struct inquiry *, const struct place *);
    struct str many;     // "OPENAI_API_KEY is not given"; the number and the first places follow
    struct str many_fix; // in place of the single one's
    const char *noun;    // what they are; NULL: "places"
    // Further evidence of a single place, behind its own; may be NULL.
    void (*more)(struct inquiry *, struct finding *, const struct place *);
};

void places_tell(const struct rule *rule, struct inquiry *q, const struct places *places,
                 const struct telling *how);

#endif
