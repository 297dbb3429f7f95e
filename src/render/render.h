// SPDX-License-Identifier: MIT
// Judgement in, bytes out. Pure: nothing is asked, nothing is decided here. A `_term` function
// escapes everything; a `_json` function writes one object and a line feed (DESIGN 5).
//
// Scratch and result live in the buffer's arena.
#ifndef NEXOENV_RENDER_RENDER_H
#define NEXOENV_RENDER_RENDER_H

#include "render/style.h"
#include "rules/report.h"

struct symptom_match; // rules/symptoms.h
struct client_row;    // rules/differs.h

// What a report does not know of its own run.
struct occasion {
    struct str command; // "doctor"
    struct str started; // "2026-11-22T13:00:00Z"
    int64_t elapsed_ms; // -1: not said (then neither form shows it)
};

// doctor, check, run, report.
void render_report_term(const struct report *r, const struct occasion *o, const struct style *s,
                        struct buf *b);
// `r` is the first of `n`, one for each client asked for.
void render_report_json(const struct report *r, size_t n, const struct occasion *o, struct buf *b);
void render_report_sarif(const struct report *r, size_t n, const struct occasion *o, struct buf *b);
void render_report_github(const struct report *r, struct buf *b);

// compare: one report per context, in the order of the columns. `show`: the variable whose value
// is printed in full (DESIGN 5), absent: none.
struct compared {
    const struct report *items;
    size_t n;
    struct str show;
    struct strs idle;   // contexts that do not call the gateway, and are not judged
    struct strs unread; // manifests that are recognised and not read, with the reason
    struct strs beyond; // contexts for which there is no more room
};
void render_compare_term(const struct compared *c, const struct style *s, struct buf *b);
void render_compare_json(const struct compared *c, struct buf *b);

// clients: what each would do with `url`, and how they differ from the first.
// `asked_url`: --url was given, so that the base URL of each decides nothing.
void render_clients_term(const struct client_row *rows, size_t n, struct str url, bool asked_url,
                         const struct style *s, struct buf *b);
void render_clients_json(const struct client_row *rows, size_t n, struct str url, struct buf *b);

// rules, explain.
void render_rules_term(const struct style *s, struct buf *b);
void render_rules_json(struct buf *b);
void render_explain_rule_term(const struct rule *r, const struct style *s, struct buf *b);
void render_explain_rule_json(const struct rule *r, struct buf *b);
void render_explain_code_term(const struct gateway_code *c, const struct style *s, struct buf *b);
void render_explain_code_json(const struct gateway_code *c, struct buf *b);
// explain -: what an error text points to, likeliest first.
void render_symptoms_term(const struct symptom_match *m, size_t n, const struct style *s,
                          struct buf *b);
void render_symptoms_json(const struct symptom_match *m, size_t n, struct buf *b);

// status: at most two lines, the rest counted; nothing for nothing. `gone`: problems that were
// told before and are there no longer.
void render_status_term(const struct findings *f, size_t gone, const struct style *s,
                        struct buf *b);
void render_status_json(const struct findings *f, struct buf *b);

// models: the gateway's list, or how one id stands to it.
struct models_answer {
    const struct strs *ids;
    struct str asked; // absent: the whole list
    bool found;
    struct strs near; // nearest ids, best first
};
void render_models_term(const struct models_answer *m, const struct style *s, struct buf *b);
void render_models_json(const struct models_answer *m, struct buf *b);

// playground show.
void render_profile_term(const struct profile *p, const struct style *s, struct buf *b);
void render_profile_json(const struct profile *p, struct buf *b);

// Pieces that several forms share.
// A command of a fix in the user's syntax; absent when it has no form there, or when it holds bytes
// that a terminal must not get.
struct str render_command(struct str posix, enum syntax syntax, struct arena *a);
// The documentation that explains findings of this rule. Static.
struct str render_docs(const struct rule *r);
// "1.40.0", "unknown".
struct str render_version(struct version v, struct arena *a);
// What may be shown of a value: plain text (URLs without userinfo, query and fragment), a masked
// proxy, "…9f3c (51 bytes)" for a secret; "(empty)", "(unset)".
struct str render_value(struct str name, const struct value *v, struct arena *a);
struct str render_seconds(double seconds, struct arena *a); // "600 s", "none"

#endif
