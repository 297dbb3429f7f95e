// SPDX-License-Identifier: MIT
// The judgement with the network: predict, probe, judge again; what changed since it last worked;
// a line of progress on a terminal while it runs.
#ifndef NEXOENV_CLI_NETWORK_H
#define NEXOENV_CLI_NETWORK_H

#include "cli/session.h"

// Judges; unless --offline or --from, sends the probes and judges again. `list_only`: only the
// gateway's list is wanted.
struct report session_diagnose(struct invocation *inv, struct session *s, bool list_only);

#endif
