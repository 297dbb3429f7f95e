// SPDX-License-Identifier: MIT
// Keys that are spelled out under a general name: `apiKey: "..."`, `with_api_key("...")`, a header
// with Bearer. Whose key it is, the section says in which it stands, or the file.
#ifndef NEXOENV_PARSE_STAGED_SPELLED_H
#define NEXOENV_PARSE_STAGED_SPELLED_H

#include "base/str.h"

// The key that is spelled out at `at`. `bare`: a value needs no quotes in this file. Absent when
// there is none.
struct str staged_spelled(struct str text, size_t at, bool bare);
// What such a place begins with, in any case of letters; NULL behind the last.
const char *staged_spelled_word(size_t i);

#endif
