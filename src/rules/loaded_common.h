// SPDX-License-Identifier: MIT
// What the rows of rank 10 share. Private to loaded.c and loaded_names.c.
#ifndef NEXOENV_RULES_LOADED_COMMON_H
#define NEXOENV_RULES_LOADED_COMMON_H

#include "rules/rule.h"

#define DASHBOARD "The dashboard supplies the key itself: nothing is copied, loaded or named there."

// The key variable that documented code reads.
struct str main_key_name(const struct inquiry *q);
// Nothing accepted is set, and the context is one where that means something.
bool key_missing(const struct inquiry *q);
// A call in the client's language is given no key, and no other is: the client reads its own variable
// (`text`). One of the gateway comes before one that names no URL (`number`). NULL: there is none, or
// the code may fill that variable.
const struct source_fact *key_by_default(const struct inquiry *q);
// A variable of an accepted name, in the context, in that state; NULL: none.
const struct variable *accepted_in(const struct inquiry *q, enum value_state state);

#endif
