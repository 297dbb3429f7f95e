// SPDX-License-Identifier: MIT
// What the rules about other places share: contexts.c, contexts_places.c, contexts_stale.c.
#ifndef NEXOENV_RULES_CONTEXTS_H
#define NEXOENV_RULES_CONTEXTS_H

#include "rules/rule.h"

// Lowers what does not concern the chosen context.
void context_place(struct inquiry *q, struct finding *f, const struct context *c);
// "14:02" in the local time zone of the machine that was looked at.
struct str context_clock(const struct inquiry *q, int64_t ns);
// "next dev, pid 4312, port 3000, started 14:02"
struct str context_process(const struct inquiry *q, const struct context *c);
struct origin context_origin(const struct context *c); // the process
bool context_is_program(const struct context *c);      // a running one that could be looked at
extern const char *const context_key_names[2];
bool context_in_dotenv(const struct inquiry *q, struct str name); // a file names it

void context_check_stale(const struct rule *rule, struct inquiry *q);
void context_check_container(const struct rule *rule, struct inquiry *q);
void context_check_deploy(const struct rule *rule, struct inquiry *q);
void context_check_store(const struct rule *rule, struct inquiry *q);
void context_check_guest(const struct rule *rule, struct inquiry *q);
void context_check_limit(const struct rule *rule, struct inquiry *q);

#endif
