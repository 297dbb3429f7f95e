// SPDX-License-Identifier: MIT
// The steps of judge(), one file each. Private to the judgement.
#ifndef NEXOENV_RULES_DECIDE_H
#define NEXOENV_RULES_DECIDE_H

#include "rules/report.h"

// choose.c: client and context of the question (DESIGN 3, 7).
void choose_client(struct report *r);
void choose_context(struct report *r);
// The context that a client of the project runs in by default.
const struct context *context_for(const struct snapshot *s, const struct client *c, bool any);

// uses.c: what the call uses (DESIGN 5.1), and the prediction for it.
struct inquiry inquiry_make(const struct report *r, const struct client *c, struct version version,
                            struct version runtime, const struct context *context, struct arena *a);

// consequences.c: which finding is the consequence of which; what that raises.
void consequences_find(struct inquiry *q);

// comparison.c
void comparison_fill(struct report *r, struct arena *a);

// verdict.c
void findings_settle(struct inquiry *q); // overrides, what a probe disproved, what does not concern
const struct finding *root_find(const struct findings *all);
enum verdict verdict_find(const struct inquiry *q, const struct finding *root);
void findings_sort(struct findings *all, struct arena *a);

// summary.c: one sentence a person can act on.
struct str summary_make(const struct report *r, struct arena *a);
void not_checked_fill(struct report *r, struct arena *a);

#endif
