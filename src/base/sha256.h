// SPDX-License-Identifier: MIT
// SHA-256 (FIPS 180-4), for names of things, not for speed.
#ifndef NEXOENV_BASE_SHA256_H
#define NEXOENV_BASE_SHA256_H

#include "base/str.h"

void sha256(struct str bytes, unsigned char out[32]);
// The first `n` hex digits of it (at most 64), as a C string of n + 1 bytes.
void sha256_hex(struct str bytes, char *out, size_t n);

#endif
