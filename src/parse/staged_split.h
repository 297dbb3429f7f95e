// SPDX-License-Identifier: MIT
// A key that is written as several literals which the language joins: "abc" + "def", 'abc' 'def'
// on two lines, a string that goes on behind a backslash at the end of its line.
#ifndef NEXOENV_PARSE_STAGED_SPLIT_H
#define NEXOENV_PARSE_STAGED_SPLIT_H

#include "base/arena.h"
#include "base/str.h"

enum { STAGED_ANCHOR = 8 }; // of a key's beginning or end, as much must stand in one piece

// Bytes of the text from `at` on that make the whole key, joints among them; 0 when they do not, or
// when there is no joint.
size_t staged_split_known(struct str text, size_t at, struct str key);

// The same where the text holds the end of the key at `at`: looks for its beginning in front, and
// moves `at` there.
size_t staged_split_ending(struct str text, size_t *at, struct str key);

// A key, or its first piece, may begin at `at`: so many bytes of a key follow that no form and no
// piece is shorter.
bool staged_split_begins(struct str text, size_t at);

// What the literals from `at` on make together, up to `most` bytes, and in *span the bytes of the
// text up to where it ends. Absent where nothing is joined, or where a piece is so short that
// somebody has taken a made-up key apart for the scanners' sake.
struct str staged_split_joined(struct str text, size_t at, size_t most, size_t *span,
                               struct arena *a);

#endif
