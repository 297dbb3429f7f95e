// SPDX-License-Identifier: MIT
// The names in git's index, versions 2 and 3 (Documentation/gitformat-index of git). What is written
// any other way (compressed names, a split or sparse index, SHA-256) is left to git itself.
#ifndef NEXOENV_PARSE_GITINDEX_H
#define NEXOENV_PARSE_GITINDEX_H

#include "base/str.h"

// Regular files relative to the root, in the order of the index, at most `most`; names are views of
// `bytes`. False, *names untouched, when git has to be asked.
bool gitindex_read(struct str bytes, size_t most, struct strs *names, struct arena *a);

// Does this .git/config leave the repository an ordinary one, whose root is the directory above?
bool gitconfig_is_plain(struct str bytes);

#endif
