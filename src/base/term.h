// SPDX-License-Identifier: MIT
// Text from outside on its way to a terminal (DESIGN 8: everything that reaches one is escaped).
#ifndef NEXOENV_BASE_TERM_H
#define NEXOENV_BASE_TERM_H

#include "base/str.h"

// Appends the text with every byte written as \xHH that belongs to: a control character (ESC, LF,
// TAB, DEL, the C1 set), a bidi or other invisible control (U+200B..U+200F, U+202A..U+202E,
// U+2060..U+206F, U+FEFF, soft hyphen, line and paragraph separator, tags), or no UTF-8 at all.
void term_escape(struct buf *b, struct str s);
// The same as a text of its own; `s` itself when nothing needs escaping. Absent becomes empty.
struct str term_safe(struct str s, struct arena *a);

// True for a code point that term_escape would not let through, UTF8_BAD included.
bool term_obeys(uint32_t code);

// Columns that an escaped text takes: 2 for wide East Asian characters and emoji, 0 for combining
// marks. Escape sequences are not understood: measure before colouring.
size_t term_width(struct str s);
// How many bytes fit into `columns`.
size_t term_fit(struct str s, size_t columns);

#endif
