// SPDX-License-Identifier: MIT
// Names that stand for a key or a base URL in a staged file: `const apiKey = process.env.X` and
// then `Authorization: apiKey`; `BASE = "https://..."` and then `base_url=BASE`.
#ifndef NEXOENV_PARSE_STAGED_NAMES_H
#define NEXOENV_PARSE_STAGED_NAMES_H

#include "parse/staged_call.h"

// The match is the name of a key variable: the name that its line gives to the value, as it stands
// in the text. Absent when there is none, or when something is put in front of the value.
struct str staged_alias(const struct staged_place *p);

// The match is the word "authorization": the name that is sent as its value without Bearer (or
// glued to it, see *what). Absent when it is not plainly one name.
struct str staged_sent(const struct staged_place *p, enum staged_what *what);

// The line assigns the URL that begins at `from` to a name which the text uses as a base URL, or in
// front of an endpoint.
bool staged_used_as_base(const struct staged_place *p, size_t from);

#endif
