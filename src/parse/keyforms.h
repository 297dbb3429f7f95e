// SPDX-License-Identifier: MIT
// The forms of other providers' keys (key-formats.md 2 to 4): a prefix, an alphabet, lengths.
#ifndef NEXOENV_PARSE_KEYFORMS_H
#define NEXOENV_PARSE_KEYFORMS_H

#include "base/str.h"

enum form_fit {
    FORM_NONE,
    FORM_PREFIX, // begins as one provider's keys alone begin, and then is too short, long or wrong
    FORM_FULL,   // is one, as far as bytes tell
};

// `core` is a key without copy damage. `provider` (may be NULL) gets a static name.
enum form_fit key_form(struct str core, const char **provider);

// Bytes that whole keys of the provider have, over all its forms; false: not one of the table.
bool key_form_lengths(struct str provider, size_t *least, size_t *most);

// Shapes that several providers share, this gateway perhaps among them (key-formats.md 4): "sk-"
// and letters, 32, 40 or 64 hex digits, a JWT.
bool key_ambiguous(struct str core);

// An id that people paste for a key: org-..., proj_..., asst_..., pk-...
bool key_is_id(struct str core);

#endif
