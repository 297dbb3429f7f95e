// SPDX-License-Identifier: MIT
// What changed since it last worked (issue: network, 10). After a run that works, what the call
// used is kept per project, client and context; when a later run fails, the report names what
// differs. Nothing secret is kept: a secret stands as an HMAC under a key that never leaves the
// cache, which is enough to say "another key than last time" (DESIGN 8).
#ifndef NEXOENV_GATHER_HISTORY_H
#define NEXOENV_GATHER_HISTORY_H

#include "gather/gather.h"
#include "rules/report.h"

// Verdict works: writes. Verdict fails or unknown: fills r->changed from what was written. Problems
// with the cache are no findings: then nothing is known of the past.
void history_step(struct gathering *g, struct report *r);

#endif
