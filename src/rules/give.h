// SPDX-License-Identifier: MIT
// How a variable is given to a program, by the place where that runs.
#ifndef NEXOENV_RULES_GIVE_H
#define NEXOENV_RULES_GIVE_H

#include "model/snapshot.h"

struct str give_words(const struct context *c, struct arena *a);

#endif
