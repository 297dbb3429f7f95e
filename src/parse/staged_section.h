// SPDX-License-Identifier: MIT
// Whose a general name is, like `apiKey` or `token`: said by the words of the whole name, by the
// object, table, mapping, element or call that it stands in, and by the URL that stands beside it.
#ifndef NEXOENV_PARSE_STAGED_SECTION_H
#define NEXOENV_PARSE_STAGED_SECTION_H

#include "base/str.h"

enum staged_section {
    SECTION_NONE,    // in nothing
    SECTION_GENERAL, // in what could be anybody's: `config`, `OpenAI(`, `headers`
    SECTION_OURS,    // in something that is named after the gateway
    SECTION_CALL,    // in a call of something unknown
    SECTION_OTHER,   // in a mapping or a table that has a name of its own
    SECTION_NAMED,   // the name itself is another's: `weatherApiKey`, `stripe.api_key`
};

// `brand`: in small letters; `_` and `-` in a name do not count. `keyed`: configuration, where
// `name:` alone on a line is the head of a mapping.
enum staged_section staged_section_of(struct str text, size_t at, struct str brand, bool keyed);

// The name that ends at `at` says by its words that it is a model's or the gateway's: LLM_KEY.
bool staged_says_model(struct str text, size_t at, struct str brand);

// Which URLs stand in the same object, call, command or, in configuration, mapping.
enum staged_near { NEAR_NONE, NEAR_OURS, NEAR_OTHER };
enum staged_near staged_near(struct str text, size_t at, struct str host, struct str brand,
                             bool keyed);

// The brand begins here; the byte in front does not matter.
bool staged_is_brand(struct str text, struct str brand);

// The text begins with the brand: the name there when all else in it means a key. Absent otherwise.
struct str staged_key_name(struct str text, struct str brand);

#endif
