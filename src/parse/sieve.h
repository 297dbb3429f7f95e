// SPDX-License-Identifier: MIT
// Where in a text one of many marks of three bytes may stand: the first look of the staged scan.
// Each mark lies in one of eight buckets; of a bucket the halves of the bytes that may stand first,
// second and third are known; where all fit, and the three together are a mark's by a hash, there
// is a hit. So a hit is a suspicion, but no mark is missed. Tables of sixteen are what AVX2 looks up
// thirty-two times at once (Hyperscan's "Teddy"); elsewhere the places are looked at one by one.
#ifndef NEXOENV_PARSE_SIEVE_H
#define NEXOENV_PARSE_SIEVE_H

#include "base/str.h"

enum { SIEVE_MARK = 3, SIEVE_SPAN = 4096, SIEVE_SLOTS = 4096 };

struct sieve {
    uint8_t low[SIEVE_MARK][16], high[SIEVE_MARK][16]; // buckets, by the halves of a byte
    uint8_t slots[SIEVE_SLOTS / 8];                    // a bit for each sieve_slot of a mark
    uint8_t words; // buckets whose marks never stand behind a letter, a digit or an underscore
    bool wide;     // look at many at once
};

struct sieve_hit {
    uint16_t at; // from where the look began
    uint8_t buckets;
};

// A number below SIEVE_SLOTS, the same for capitals and small letters, which differ in one bit.
static inline size_t sieve_slot(const char *mark)
{
    const unsigned char *p = (const unsigned char *)mark;
    return ((p[0] & 0x5fu) ^ (p[1] & 0x5fu) << 3 ^ (p[2] & 0x5fu) << 6) % SIEVE_SLOTS;
}

void sieve_make(struct sieve *s, uint8_t words);

// Puts a mark into that one of the buckets that then lets the fewest other bytes through; with
// `fold` in capitals and small letters.
void sieve_add(struct sieve *s, uint8_t buckets, const char *mark, bool fold);

// Looks at the next SIEVE_SPAN places, or at as many as there are from `from` to `to`. Returns how
// many hits it has written, in order, at most one for each place.
size_t sieve_look(const struct sieve *s, uint8_t buckets, struct str text, size_t from, size_t to,
                  struct sieve_hit *hits);

#endif
