// SPDX-License-Identifier: MIT
// Does a place of a deployment call the gateway at all? A database beside the application does not,
// and is not judged.
#ifndef NEXOENV_RULES_CALLS_H
#define NEXOENV_RULES_CALLS_H

#include "model/snapshot.h"

bool name_of_call(struct str name); // key, base URL or model
// False only for a place in a manifest that names none of these.
bool context_calls(const struct context *c);

#endif
