// SPDX-License-Identifier: MIT
// What an error text points to: for `explain -` (what an SDK, curl or a runtime printed). A hint,
// never a finding: the text is read, matched against a table of rows, and never repeated.
#ifndef NEXOENV_RULES_SYMPTOMS_H
#define NEXOENV_RULES_SYMPTOMS_H

#include "rules/rule.h"

struct symptom_match {
    const struct rule *rule; // NULL: the row names a gateway code or nothing of the catalogue
    struct str id;           // catalogue id
    struct str reason;       // why this text points there, in our words; static
    unsigned score;          // higher is likelier
};

struct symptom_matches {
    struct symptom_match *items;
    size_t n, cap;
};

// The likely ids, best first, each once; none for a text that no row knows. Reads at most 1 MiB,
// in linear time for a given table.
struct symptom_matches symptoms_read(struct str text, struct arena *a);

#endif
