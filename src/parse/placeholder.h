// SPDX-License-Identifier: MIT
// What stands where a key should stand (key-formats.md 5). Every answer is a static text for
// people, or NULL.
#ifndef NEXOENV_PARSE_PLACEHOLDER_H
#define NEXOENV_PARSE_PLACEHOLDER_H

#include "base/str.h"

// Words, brackets, repeated characters, sequences, documentation samples. `name` is the variable's
// own. A text drawn at random is none, also when it happens to hold "test" or "key".
const char *placeholder_kind(struct str core, struct str name);

// $NAME, ${NAME}, %NAME%, $(command), ${{ CI }}, templates, secret managers' references.
const char *reference_kind(struct str core);

// Copied from a list view: "sk-abc...xyz", stars, bullets.
bool looks_masked(struct str core);

#endif
