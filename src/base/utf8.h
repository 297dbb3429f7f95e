// SPDX-License-Identifier: MIT
// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
#ifndef NEXOENV_BASE_UTF8_H
#define NEXOENV_BASE_UTF8_H

#include "base/str.h"

#define UTF8_BAD UINT32_MAX

// Length in bytes of the character at `at` (1 for a bad byte), and its code point or UTF8_BAD.
// `at` must lie inside the text.
size_t utf8_at(struct str s, size_t at, uint32_t *code);
bool utf8_valid(struct str s);

// The text with every byte that is no UTF-8 written as \xHH (DESIGN 5): fit for JSON. A valid text
// is returned as it is.
struct str utf8_clean(struct str s, struct arena *a);

// Appends the code point in UTF-8; U+FFFD for what is no character.
void utf8_add(struct buf *b, uint32_t code);

#endif
