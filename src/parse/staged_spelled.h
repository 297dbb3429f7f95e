// SPDX-License-Identifier: MIT
// Keys that are spelled out under a general name: `apiKey: "..."`, `with_api_key("...")`, a header
// with Bearer. Whose key it is, the section says in which it stands, or the file.
#ifndef NEXOENV_PARSE_STAGED_SPELLED_H
#define NEXOENV_PARSE_STAGED_SPELLED_H

#include "base/str.h"

struct staged_spelling {
    bool bare;    // a value needs no quotes in this file
    bool weak;    // said here: the word is `key` or the like, which means ours only beside others
    size_t names; // counted here: names that were looked for in the text; not very many are
};

// The key that is spelled out at `at`; absent when there is none.
struct str staged_spelled(struct str text, size_t at, struct staged_spelling *how);
// `KEY = "..."`: the literal that the text gives a name, when it looks like a real key.
struct str staged_literal_of(struct str text, struct str name);
// What such a place begins with, in any case of letters; NULL behind the last.
const char *staged_spelled_word(size_t i);

#endif
