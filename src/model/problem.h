// SPDX-License-Identifier: MIT
// Bad input: where, and what was expected there. A parser that returns false fills one; it is
// always the last parameter and stays untouched on success.
#ifndef NEXOENV_MODEL_PROBLEM_H
#define NEXOENV_MODEL_PROBLEM_H

#include "model/loc.h"

struct problem {
    struct loc loc;
    struct str text; // "expected a number from 0 to 2 for temperature"; never a secret's bytes
};

// "FILE:LINE:COLUMN: text", as far as the place is known.
struct str problem_text(const struct problem *p, struct arena *a);

#endif
