// SPDX-License-Identifier: MIT
// NAME=VALUE as command lines, shells and the files of task runners write it.
#ifndef NEXOENV_PARSE_ASSIGNMENTS_H
#define NEXOENV_PARSE_ASSIGNMENTS_H

#include "base/str.h"

struct assignment {
    struct str name, value; // absent value: taken away (`env -u NAME`), or the host's (`-e NAME`)
};

struct assignments {
    struct assignment *items;
    size_t n, cap;
};

// A word that a shell takes for an assignment.
bool assignment_is(struct str word);
// "NAME=VALUE"; without an equals sign the whole is a name without a value.
struct assignment assignment_of(struct str word);
// The last one of that name counts; NULL: there is none.
const struct assignment *assignments_find(const struct assignments *list, struct str name);

#endif
