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

// Finds the first unmistakable key of another provider in a text (for staged files); returns its
// length and sets *at, 0 when there is none. Linear, keyword prefilter first (key-formats.md 9).
size_t key_scan(struct str text, size_t *at, struct str *provider);

// The same for many short texts: the filter is made once.
struct key_filter {
    unsigned char first[256], second[256], third[256];
};
void key_filter_make(struct key_filter *f);
size_t key_scan_with(const struct key_filter *f, struct str text, size_t *at, struct str *provider);

#endif
