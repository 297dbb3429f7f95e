// SPDX-License-Identifier: MIT
#include "parse/sieve.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

#if defined(__x86_64__)
// The processor knows AVX2, and the system keeps the registers (Intel SDM volume 1, 14.3). Not
// __builtin_cpu_supports: what it brings asks the processor at each start of the program.
static bool can_wide(void)
{
    enum { XMM_AND_YMM = 6 };
    unsigned a, b, c, d, kept, more;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_AVX))
        return false;
    __asm__("xgetbv" : "=a"(kept), "=d"(more) : "c"(0));
    return (kept & XMM_AND_YMM) == XMM_AND_YMM && __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
           (b & bit_AVX2);
}
#else
static bool can_wide(void)
{
    return false;
}
#endif

void sieve_make(struct sieve *s, uint8_t words)
{
    memset(s, 0, sizeof *s);
    s->words = words;
    s->wide = can_wide();
}

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static size_t count(const uint8_t table[16], unsigned bit)
{
    size_t n = 0;
    for (size_t i = 0; i < 16; i++)
        n += (table[i] & bit) != 0;
    return n;
}

static void put(struct sieve *s, unsigned bit, size_t i, char c)
{
    unsigned char u = (unsigned char)c;
    s->low[i][u & 15] |= (uint8_t)bit;
    s->high[i][u >> 4] |= (uint8_t)bit;
}

static void put_mark(struct sieve *s, unsigned bit, const char *mark, bool fold)
{
    for (size_t i = 0; i < SIEVE_MARK; i++) {
        put(s, bit, i, fold ? byte_lower(mark[i]) : mark[i]);
        if (fold)
            put(s, bit, i, capital(mark[i]));
    }
}

// How many texts of three bytes pass.
static size_t passes(const struct sieve *s, unsigned bit)
{
    size_t n = 1;
    for (size_t i = 0; i < SIEVE_MARK; i++)
        n *= count(s->low[i], bit) * count(s->high[i], bit);
    return n;
}

void sieve_add(struct sieve *s, uint8_t buckets, const char *mark, bool fold)
{
    unsigned best = 0;
    size_t least = SIZE_MAX;
    for (unsigned bit = 1; bit < 256; bit <<= 1) {
        if (!(buckets & bit))
            continue;
        struct sieve with = *s;
        put_mark(&with, bit, mark, fold);
        size_t more = passes(&with, bit) - passes(s, bit);
        if (more < least) {
            least = more;
            best = bit;
        }
    }
    put_mark(s, best, mark, fold);
    size_t slot = sieve_slot(mark);
    s->slots[slot / 8] |= (uint8_t)(1u << slot % 8);
}

// By the hash; the buckets let many more through than they hold.
static bool is_mark(const struct sieve *s, const char *p)
{
    size_t slot = sieve_slot(p);
    return s->slots[slot / 8] >> slot % 8 & 1;
}

static bool word_ends(struct str text, size_t at)
{
    return at > 0 && (byte_is_alnum(text.p[at - 1]) || text.p[at - 1] == '_');
}

static uint8_t look_at(const struct sieve *s, uint8_t buckets, struct str text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.p + at;
    unsigned found = buckets;
    for (size_t i = 0; i < SIEVE_MARK; i++)
        found &= (unsigned)s->low[i][p[i] & 15] & s->high[i][p[i] >> 4];
    return (uint8_t)(found & s->words && word_ends(text, at) ? found & ~s->words : found);
}

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2")))

enum { GROUP = 32 };

struct tables {
    __m256i low[SIEVE_MARK], high[SIEVE_MARK], word_low, word_high, buckets, words;
};

WIDE static __m256i load(const char *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

// A table of sixteen in both halves: each half of a register looks up its own.
WIDE static __m256i twice(const uint8_t table[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

WIDE static __m256i pick(__m256i low, __m256i high, __m256i bytes)
{
    const __m256i nibble = _mm256_set1_epi8(15);
    __m256i above = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
    return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, nibble)),
                            _mm256_shuffle_epi8(high, above));
}

// The places where `found` is zero, a bit each.
WIDE static uint32_t zeros(__m256i found)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
}

// Of a byte that ends no word one bit is set: 1 by its upper half alone, 2 behind the digits, 4 at
// @ and `, 8 behind z and Z but for the underscore, 16 the rest of the row of z.
static const uint8_t no_word_low[16] = {5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 27, 27, 27, 27, 19};
static const uint8_t no_word_high[16] = {1, 1, 1, 2, 4, 8, 4, 24, 1, 1, 1, 1, 1, 1, 1, 1};

// The marks of a group of places; zero where there is none.
WIDE static __m256i look_wide(const struct tables *t, const char *p)
{
    __m256i found = t->buckets;
#pragma GCC unroll 3
    for (size_t i = 0; i < SIEVE_MARK; i++)
        found = _mm256_and_si256(found, pick(t->low[i], t->high[i], load(p + i)));
    if (zeros(found) == UINT32_MAX)
        return found;
    __m256i behind_word =
        _mm256_cmpeq_epi8(pick(t->word_low, t->word_high, load(p - 1)), _mm256_setzero_si256());
    return _mm256_andnot_si256(_mm256_and_si256(behind_word, t->words), found);
}

// Places from `*at` in whole groups.
WIDE static size_t look_groups(const struct sieve *s, uint8_t buckets, struct str text, size_t *at,
                               size_t to, size_t begin, struct sieve_hit *hits)
{
    struct tables t = {.word_low = twice(no_word_low), .word_high = twice(no_word_high)};
    size_t n = 0;
    t.buckets = _mm256_set1_epi8((char)buckets);
    t.words = _mm256_set1_epi8((char)s->words);
    for (size_t i = 0; i < SIEVE_MARK; i++) {
        t.low[i] = twice(s->low[i]);
        t.high[i] = twice(s->high[i]);
    }
    for (; *at + GROUP <= to; *at += GROUP) {
        __m256i found = look_wide(&t, text.p + *at);
        uint32_t some = ~zeros(found);
        if (!some)
            continue;
        uint8_t each[GROUP];
        _mm256_storeu_si256((__m256i *)each, found);
        for (; some; some &= some - 1) {
            unsigned i = (unsigned)__builtin_ctz(some);
            hits[n] = (struct sieve_hit){(uint16_t)(*at - begin + i), each[i]};
            n += is_mark(s, text.p + *at + i); // nobody could guess it: no branch
        }
    }
    return n;
}
#endif

size_t sieve_look(const struct sieve *s, uint8_t buckets, struct str text, size_t from, size_t to,
                  struct sieve_hit *hits)
{
    size_t n = 0, places = text.n < SIEVE_MARK ? 0 : text.n - SIEVE_MARK + 1, at = from;
    to = to < places ? to : places;
    to = to - from < SIEVE_SPAN || to < from ? to : from + SIEVE_SPAN;
    for (bool grouped = !s->wide; at < to; at++) {
        uint8_t found = look_at(s, buckets, text, at);
        if (found && is_mark(s, text.p + at))
            hits[n++] = (struct sieve_hit){(uint16_t)(at - from), found};
#if defined(__x86_64__)
        if (!grouped) { // the first place may have nothing in front
            at++;
            n += look_groups(s, buckets, text, &at, to, from, hits + n);
            at--;
            grouped = true;
        }
#endif
    }
    return n;
}
