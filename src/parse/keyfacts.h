// SPDX-License-Identifier: MIT
// Reads a value's bytes into what may be known of it (model/value.h; key-formats.md 1 to 6).
#ifndef NEXOENV_PARSE_KEYFACTS_H
#define NEXOENV_PARSE_KEYFACTS_H

#include "base/str.h"
#include "model/value.h"

// Fills everything but `print` and `secret` (gather's). `bytes` absent: unset. Only `text` of the
// result is taken from the arena, and for secrets nothing of `bytes` but the last four survives.
struct value value_read(struct str name, struct str bytes, struct arena *a);

// The same with the class given, for values that carry no telling name.
struct value value_read_as(enum value_class class, struct str bytes, struct arena *a);

// True when the bytes have a form that key-formats.md calls a key, whatever the name: such a value
// is never printed. `provider` (may be NULL) gets its name, static.
bool key_like(struct str bytes, struct str *provider);

// Finds the first unmistakable key of another provider in a text; returns its length and sets *at,
// 0 when there is none.
size_t key_scan(struct str text, size_t *at, struct str *provider);

// For texts that are too long to ask at every byte (key-formats.md 9): what such a key begins with
// (NULL behind the last; at least three bytes), and the length of the one at the head of a text,
// 0 when there is none. It stands behind no letter, digit or underscore.
enum { KEY_FORM_MIN = 18, KEY_FORM_MAX = 4200 };
const char *key_form_prefix(size_t i);
size_t key_at_head(struct str text, struct str *provider);

#endif
