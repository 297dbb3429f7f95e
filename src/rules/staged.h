// SPDX-License-Identifier: MIT
// What is staged for the next commit, as findings: one per place, each with file, line and column.
#ifndef NEXOENV_RULES_STAGED_H
#define NEXOENV_RULES_STAGED_H

#include "rules/report.h"

// Adds a finding per hit of snap->staged. They are about the call that the staged code would make,
// so they concern the question whatever its client.
void staged_findings(struct inquiry *q);

// True when what is staged was asked for and could not be looked at as a whole.
bool staged_is_blind(const struct snapshot *s);

// The rows of "not checked" that follow from it.
void staged_not_checked(struct report *r, struct arena *a);

#endif
