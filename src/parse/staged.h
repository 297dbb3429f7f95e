// SPDX-License-Identifier: MIT
// Finds in a text what must not be committed: keys, and calls of the gateway that cannot work
// (key-formats.md 7 to 9). One pass for everything that is known literally (Wu and Manber's
// shifts), one for the forms of other providers.
//
//   struct staged_scanner *s = staged_scanner(&ask, a);
//   staged_begin(s, path);
//   while (...) taken = staged_feed(s, window, last, &snap->staged, a);
#ifndef NEXOENV_PARSE_STAGED_H
#define NEXOENV_PARSE_STAGED_H

#include "base/arena.h"
#include "model/snapshot.h"

enum {
    STAGED_KEY_MIN = 16,   // shorter values are words that stand in any text
    STAGED_OVERLAP = 8192, // no match and no line that is looked at is longer
};

struct staged_key { // a key that this machine knows
    struct str bytes;
    struct str name; // variable
};

struct staged_allow { // a row of [allow] in .nexoenv.ini
    struct str sha16, path;
};

struct staged_ask {
    struct {
        struct staged_key *items;
        size_t n, cap;
    } keys;
    struct {
        struct staged_allow *items;
        size_t n, cap;
    } allow;
    struct strs key_variables;         // NEXOROUTER_API_KEY, OPENAI_API_KEY
    struct str api_host, website_host; // "api.nexorouter.com", "nexorouter.com"
};

struct staged_scanner;

// Adds a key: blanks and one pair of quotes are taken off; too short and repeated ones are left.
void staged_know(struct staged_ask *ask, struct str bytes, struct str name, struct arena *a);

// Reads the rows of [allow] out of the text of a .nexoenv.ini.
void staged_read_allow(struct staged_ask *ask, struct str ini, struct arena *a);

// `ask` must stay. Takes about 200 KiB from the arena.
struct staged_scanner *staged_scanner(const struct staged_ask *ask, struct arena *a);

// The next file.
void staged_begin(struct staged_scanner *s, struct str path);

// Looks at the next piece of the file and returns how many of its bytes are done with: the rest
// must stand at the beginning of the next piece. With `last` all of it is. Pieces but the last are
// larger than 2 * STAGED_OVERLAP. Hits are added to `out`, texts taken from `a`.
size_t staged_feed(struct staged_scanner *s, struct str text, bool last, struct staged *out,
                   struct arena *a);

#endif
