// SPDX-License-Identifier: MIT
// The literal that stands for a variable which is not set: `process.env.X?.trim() ?? "..."`,
// `env::var("X").unwrap_or("...")`, `X: z.string().default("...")`, `str(X, default="...")`.
#ifndef NEXOENV_PARSE_STAGED_DEFAULT_H
#define NEXOENV_PARSE_STAGED_DEFAULT_H

#include "base/str.h"

// `end`: behind the variable's name. The default that its own statement gives it, when it looks
// like a real key; absent otherwise.
struct str staged_default(struct str text, size_t end);

// The text ends where a default begins: `?? `, `.orElse(`, `default=`. What it is the default of is
// then what stands before `*operand`, which ends at the operator or the call.
bool staged_begins_default(struct str before, size_t *operand);

#endif
