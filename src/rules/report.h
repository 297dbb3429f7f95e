// SPDX-License-Identifier: MIT
// The judgement: everything a report shows (DESIGN 5). Made by judge(), read by render/.
#ifndef NEXOENV_RULES_REPORT_H
#define NEXOENV_RULES_REPORT_H

#include "rules/rule.h"

enum verdict { VERDICT_WORKS, VERDICT_CLEAN, VERDICT_FAILS, VERDICT_UNKNOWN };

struct comparison_row {
    struct str setting, playground, here; // absent playground: "not documented"
    struct origin origin;
    int same; // 1, 0, -1: cannot be told
};

struct other { // another client or context of the project, predicted
    struct str client, context;
    enum verdict verdict;
    struct str root_cause;
};

struct not_checked {
    struct str what, why;
};

struct report {
    const struct snapshot *snap;
    const struct profile *profile;
    const struct asked *asked;
    const struct client *client;
    struct version version, runtime;
    struct str version_text;      // absent: unknown
    const char *client_chosen_by; // "option", "project", "process", "default"
    struct loc client_shown;      // what in the project chose it
    const struct context *context;
    const char *context_chosen_by; // "option", "project", "default"
    enum verdict verdict;
    const struct finding *root; // NULL unless the verdict is fails
    struct str summary;         // one sentence a person can act on
    struct findings
        findings; // errors by rank, consequences under their cause, then warnings, notes
    struct prediction *predictions; // of every client asked about
    size_t prediction_count;
    struct {
        struct comparison_row *items;
        size_t n, cap;
    } comparison;
    struct {
        struct other *items;
        size_t n, cap;
    } others;
    struct {
        struct not_checked *items;
        size_t n, cap;
    } not_checked;
    struct {
        struct str *items;
        size_t n, cap;
    } changed;              // what differs since it last worked
    struct inquiry inquiry; // what the call uses
};

// Pure: the same snapshot, profile and question give the same report.
struct report judge(const struct snapshot *s, const struct profile *p, const struct asked *asked,
                    struct arena *a);

// DESIGN 3: 1 any error (with strict any warning), else 3 verdict unknown, else 0.
int report_status(const struct report *r);
const char *verdict_name(enum verdict v); // "works", "clean", "fails", "unknown"

#endif
