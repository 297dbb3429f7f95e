// SPDX-License-Identifier: MIT
// base64 (RFC 4648), standard and URL-safe alphabets.
#ifndef NEXOENV_PARSE_BASE64_H
#define NEXOENV_PARSE_BASE64_H

#include "base/str.h"

// Decodes; blanks and line ends are skipped, padding may lack. False, *out untouched, when a byte
// does not belong or the length cannot be. *out may hold any bytes.
bool base64_decode(struct str text, struct str *out, struct arena *a);
struct str base64_encode(struct str bytes, struct arena *a); // standard alphabet, padded

#endif
