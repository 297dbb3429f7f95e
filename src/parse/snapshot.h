// SPDX-License-Identifier: MIT
// The snapshot as JSON (nexoenv.snapshot/1) and back. One table of fields serves both directions
// (snapshot_fields.c). What is written holds no secret because a snapshot holds none; what is read
// is a stranger's text.
#ifndef NEXOENV_PARSE_SNAPSHOT_H
#define NEXOENV_PARSE_SNAPSHOT_H

#include "model/problem.h"
#include "model/snapshot.h"

enum { SNAPSHOT_BYTES_MAX = 8 << 20 };

// Handles of secrets are not written. Texts that are no UTF-8 stand as {"base64": "..."}.
struct str snapshot_write(const struct snapshot *s, struct arena *a);

// Reads what snapshot_write wrote. False and *problem for anything else: no JSON, another schema, a
// wrong type, a name that is none, no context "shell" in the first place, more than 200,000 items.
// Unknown members are skipped.
bool snapshot_read(struct str bytes, struct str path, struct snapshot *s, struct arena *a,
                   struct problem *problem);

#endif
