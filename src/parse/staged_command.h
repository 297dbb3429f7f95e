// SPDX-License-Identifier: MIT
// Keys in commands of a shell: `curl -u user:...`, `echo ... | gh secret set NAME`, `--value ...`.
#ifndef NEXOENV_PARSE_STAGED_COMMAND_H
#define NEXOENV_PARSE_STAGED_COMMAND_H

#include "parse/staged_call.h"

// The match is a host: the password in front of it in its URL, or that the command logs in with.
struct str staged_login(const struct staged_place *p);

// The match is the name of a key: the value that the same command hands over apart from it.
struct str staged_handed(const struct staged_place *p);

// The match is a host: the key that stands beside its URL as the next or the last argument.
struct str staged_beside(const struct staged_place *p);

// The line at `at` and those that a backslash joins to it.
struct str staged_command_at(struct str text, size_t at, size_t most);

#endif
