// SPDX-License-Identifier: MIT
// What doctor, check, run, compare, ... have in common: configuration, profile, snapshot, question.
#ifndef NEXOENV_CLI_SESSION_H
#define NEXOENV_CLI_SESSION_H

#include "cli/command.h"
#include "gather/config.h"
#include "gather/gather.h"
#include "render/render.h"
#include "rules/report.h"

struct session {
    struct snapshot snap;
    struct profile profile;
    struct config config;
    struct asked asked;
    struct gather_ask ask;
    struct gathering g;
    struct occasion occasion;
    bool later; // programs and manifests are looked at while the network is waited for
};

// Reads configuration and profile, looks at this machine (or reads --from), and puts the question
// into `asked`. Returns 0, or STATUS_USAGE with the message printed. `s` is filled in place: the
// gathering points into it.
int session_open(struct invocation *inv, enum gather_depth depth, struct session *s);

// The parts of session_open, for commands that need no snapshot. session_paths fills s->g so far
// that configuration files can be found.
void session_paths(struct invocation *inv, enum gather_depth depth, struct session *s);
int session_config(struct invocation *inv, struct session *s);
int session_profile(struct invocation *inv, struct session *s);
// Reads a snippet from a file or, for "-", standard input. 0, or STATUS_USAGE and the message.
int session_snippet(struct invocation *inv, struct str path, struct snippet *out);

// 0 when the context exists; else STATUS_USAGE with the message printed.
int session_check_context(struct invocation *inv, const struct session *s, struct str name);

// What `later` left out. Idempotent.
void session_look_further(struct invocation *inv, struct session *s);

// Prints the report in the form that was asked for; `fd` 1 or 2.
void session_print(struct invocation *inv, struct session *s, const struct report *r, int fd);
// elapsed_ms up to now.
void session_stop_clock(struct invocation *inv, struct session *s);

// What `check` and `run` say of this environment. Where gather_git found plain answers in files, git
// is asked after all when a fix leaves a copy, and judged again.
struct report session_verdict(struct invocation *inv, struct session *s);

// One report for each --for, that client first: printed, and the worst of their statuses. JSON stays
// one document (the first client's, the rest in `reports`), SARIF has a run for each.
typedef struct report session_judge(struct invocation *inv, struct session *s);
int session_each_client(struct invocation *inv, struct session *s, session_judge *judgement);
size_t session_reports(const struct session *s); // how many these are

// The embedded profile, before any file of the user.
struct profile session_embedded_profile(void);

#endif
