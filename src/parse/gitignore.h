// SPDX-License-Identifier: MIT
// The one thing about a .gitignore that is plain: a line that names a file, or names it but for one
// star, and no exception behind it. Everything else is git's to say.
#ifndef NEXOENV_PARSE_GITIGNORE_H
#define NEXOENV_PARSE_GITIGNORE_H

#include "base/str.h"

// True when this .gitignore ignores the file `name` beside it, whatever other lists say: the one
// nearest to the file decides (gitignore(5); `git check-ignore` 2.39 agrees, tests/cli/git.bats).
// False when it does not, and when git has to be asked.
bool gitignore_surely(struct str bytes, struct str name);

#endif
