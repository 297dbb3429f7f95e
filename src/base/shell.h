// SPDX-License-Identifier: MIT
// Quoting for shells. Every datum in a fix's command passes through here (DESIGN 5.1).
#ifndef NEXOENV_BASE_SHELL_H
#define NEXOENV_BASE_SHELL_H

#include "base/str.h"

// One word in single quotes that sh, bash, dash, ksh and zsh read back as exactly these bytes; a
// quote inside becomes '\''. Always quoted, also when it need not be. Absent for a text with a NUL
// byte, which no shell word can hold: the caller then has no command.
struct str shell_quote(struct str s, struct arena *a);
// The same for fish, whose single quotes know \\ and \'.
struct str shell_quote_fish(struct str s, struct arena *a);

// [A-Za-z_][A-Za-z0-9_]*: the only names a command may hold unquoted.
bool shell_name(struct str s);

#endif
