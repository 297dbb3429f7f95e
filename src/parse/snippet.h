// SPDX-License-Identifier: MIT
// Reads a call as curl, Python or JavaScript writes it (model/snippet.h): the Playground's own
// snippets for `playground import`, the user's failing call for `compare --snippet`.
#ifndef NEXOENV_PARSE_SNIPPET_H
#define NEXOENV_PARSE_SNIPPET_H

#include "model/problem.h"
#include "model/snippet.h"

enum { SNIPPET_BYTES_MAX = 64 * 1024 };

// False with *problem filled when the text is no such call, or its quotes and brackets do not
// close. What is merely wrong for the gateway (no Bearer, temperature 9) is no problem here: it
// stands in `auth` and `faults`. A literal key does not survive beyond its last four.
bool snippet_read(struct str bytes, struct str path, struct snippet *out, struct arena *a,
                  struct problem *problem);

#endif
