// SPDX-License-Identifier: MIT
// Names in letters beyond ASCII, as clients bring them into one spelling before they compare.
// Private to clients/.
#ifndef NEXOENV_CLIENTS_IDNA_H
#define NEXOENV_CLIENTS_IDNA_H

#include "base/str.h"

// Which spelling of the URL's host stands against a list of exceptions.
enum names {
    NAMES_AS_WRITTEN,
    NAMES_LOWER,      // ... in lower case, on both sides (Python's str.lower())
    NAMES_ASCII,      // "xn--..."; the list as it is
    NAMES_ASCII_BOTH, // the list's names too
    NAMES_READABLE,   // "xn--..." decoded, and lower case on both sides (yarl)
    NAMES_BY_START,   // decoded where the first label is such a one; the list as it is (httpx)
};

// A host, or a list of them: the text itself where nothing is to be changed.
struct str idna_host(struct str host, enum names how, struct arena *a);
struct str idna_list(struct str list, enum names how, struct arena *a);

#endif
