// SPDX-License-Identifier: MIT
// The Playground profile (DESIGN 4) from YAML and back. The embedded src/profiles/playground.yaml
// says every field; a user's file says what differs and is laid over it.
#ifndef NEXOENV_PARSE_PROFILE_H
#define NEXOENV_PARSE_PROFILE_H

#include "model/problem.h"
#include "model/profile.h"

enum { PROFILE_BYTES_MAX = 256 * 1024 };

// An empty profile: numbers NAN, stream -1, everything else absent.
struct profile profile_none(void);

// Reads `bytes` over *p: what the text says replaces, what it leaves out stays. `path` goes into
// places and into p->origin. Aliases, tags, unknown fields, a second document, wrong types and
// values out of range are refused: false, *p untouched, *problem filled.
bool profile_read(struct str bytes, struct str path, struct profile *p, struct arena *a,
                  struct problem *problem);

// As YAML that profile_read reads back to the same; `head` (may be absent) are comment lines.
struct str profile_write(const struct profile *p, struct str head, struct arena *a);

#endif
