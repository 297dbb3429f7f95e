// SPDX-License-Identifier: MIT
// White space beyond ASCII, which comes along with text copied from a page. Private to clients/.
#ifndef NEXOENV_CLIENTS_BLANKS_H
#define NEXOENV_CLIENTS_BLANKS_H

#include "base/str.h"

enum blanks {
    BLANKS_ASCII,   // C, Ruby, PHP, Bun
    BLANKS_PYTHON,  // str.isspace()
    BLANKS_JS,      // \s and trim()
    BLANKS_UNICODE, // White_Space: Rust, Go
    BLANKS_IDNA,    // the same; and marks that no eye sees are no part of a name (Go's list)
};

bool is_blank(uint32_t code, enum blanks how);
// Without white space at both ends. Absent stays absent.
struct str blanks_trimmed(struct str s, enum blanks how);
// Every such blank as the one that all know. The text itself when it holds none.
struct str blanks_plain(struct str s, enum blanks how, struct arena *a);

#endif
