// SPDX-License-Identifier: MIT
// Internationalised labels as people read them, and as they stand in DNS (RFC 3492).
#ifndef NEXOENV_BASE_PUNYCODE_H
#define NEXOENV_BASE_PUNYCODE_H

#include "base/str.h"

// "xn--..." decoded to UTF-8; the label itself when it is none, or is damaged. Labels are at most
// 63 bytes, longer ones are returned as they are.
struct str punycode_label(struct str label, struct arena *a);
// "xn--..." of a label's characters, at most 63.
struct str punycode_of(const uint32_t *codes, size_t n, struct arena *a);

#endif
