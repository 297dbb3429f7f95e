// SPDX-License-Identifier: MIT
// jansson with our texts. Everything made here is owned as jansson says: give it to a parent with
// the _new functions, or json_decref it.
#ifndef NEXOENV_PARSE_JSONIO_H
#define NEXOENV_PARSE_JSONIO_H

#include "base/str.h"
#include "model/problem.h"

#include <jansson.h>

// null for an absent text; bytes that are no UTF-8 as \xHH.
json_t *json_from_str(struct str s, struct arena *a);
// null for NUMBER_NONE; an integer where the number is one.
json_t *json_from_number(double d);

// Two blanks of indentation, keys in the order they were set, no final newline.
struct str json_text(const json_t *j, struct arena *a);

// Parses a bounded text, with comments and trailing commas stripped when `jsonc`. Duplicate keys
// are refused unless `jsonc`, numbers too large for a double as well. NULL and *problem on failure.
json_t *json_read(struct str bytes, struct str path, bool jsonc, struct arena *a,
                  struct problem *problem);

// Text of a string member: absent when there is none or it is no string. A view into `object`.
struct str json_member(const json_t *object, const char *key);

// The text with // and /* */ comments and commas before ] and } replaced by blanks, so that every
// place stays where it was.
struct str jsonc_strip(struct str bytes, struct arena *a);

#endif
