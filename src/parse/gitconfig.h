// SPDX-License-Identifier: MIT
// git's configuration files, as git itself reads them (config.c).
#ifndef NEXOENV_PARSE_GITCONFIG_H
#define NEXOENV_PARSE_GITCONFIG_H

#include "base/str.h"

struct gitconfig {
    struct str rest;
    uint32_t line, at; // where it is, and where what was read last begins; from 1
    struct str section;
    bool broke;  // the last byte that was read ends a line
    bool failed; // git stops here: "bad config line N", which is `at`
    struct arena *a;
};

struct gitconfig gitconfig_of(struct str bytes, struct arena *a);
// The next variable as "section.name" or "section.Sub.section.name"; `value` is absent where there
// is no "=". False at the end and where git stops.
bool gitconfig_next(struct gitconfig *g, struct str *key, struct str *value);

#endif
