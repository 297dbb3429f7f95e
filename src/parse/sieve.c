// SPDX-License-Identifier: MIT
#include "parse/sieve.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <tmmintrin.h>
#endif

void sieve_make(struct sieve *s, uint8_t words)
{
    memset(s, 0, sizeof *s);
    s->words = words;
#if defined(__x86_64__)
    unsigned a, b, c, d;
    s->wide = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3);
#endif
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
#define WIDE __attribute__((target("ssse3")))

struct tables {
    __m128i low[SIEVE_MARK], high[SIEVE_MARK], word_low, word_high, buckets, words;
};

static __m128i load(const void *p)
{
    return _mm_loadu_si128((const __m128i *)p);
}

WIDE static __m128i pick(__m128i low, __m128i high, __m128i bytes)
{
    const __m128i nibble = _mm_set1_epi8(15);
    __m128i above = _mm_and_si128(_mm_srli_epi16(bytes, 4), nibble);
    return _mm_and_si128(_mm_shuffle_epi8(low, _mm_and_si128(bytes, nibble)),
                         _mm_shuffle_epi8(high, above));
}

// Of a byte that ends no word one bit is set: 1 by its upper half alone, 2 behind the digits, 4 at
// @ and `, 8 behind z and Z but for the underscore, 16 the rest of the row of z.
static const uint8_t no_word_low[16] = {5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 27, 27, 27, 27, 19};
static const uint8_t no_word_high[16] = {1, 1, 1, 2, 4, 8, 4, 24, 1, 1, 1, 1, 1, 1, 1, 1};

// The marks of sixteen places; zero where there is none.
WIDE static __m128i look_wide(const struct tables *t, const char *p)
{
    __m128i found = t->buckets;
    for (size_t i = 0; i < SIEVE_MARK; i++)
        found = _mm_and_si128(found, pick(t->low[i], t->high[i], load(p + i)));
    __m128i behind_word =
        _mm_cmpeq_epi8(pick(t->word_low, t->word_high, load(p - 1)), _mm_setzero_si128());
    return _mm_andnot_si128(_mm_and_si128(behind_word, t->words), found);
}

// Places from `*at` in whole groups of sixteen.
WIDE static size_t look_groups(const struct sieve *s, uint8_t buckets, struct str text, size_t *at,
                               size_t to, size_t begin, struct sieve_hit *hits)
{
    struct tables t = {.word_low = load(no_word_low), .word_high = load(no_word_high)};
    size_t n = 0;
    t.buckets = _mm_set1_epi8((char)buckets);
    t.words = _mm_set1_epi8((char)s->words);
    for (size_t i = 0; i < SIEVE_MARK; i++) {
        t.low[i] = load(s->low[i]);
        t.high[i] = load(s->high[i]);
    }
    for (; *at + 16 <= to; *at += 16) {
        __m128i found = look_wide(&t, text.p + *at);
        unsigned none = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(found, _mm_setzero_si128()));
        if (none == 0xffff)
            continue;
        uint8_t each[16];
        _mm_storeu_si128((__m128i *)each, found);
        for (unsigned some = none ^ 0xffff; some; some &= some - 1) {
            unsigned i = (unsigned)__builtin_ctz(some);
            hits[n++] = (struct sieve_hit){(uint16_t)(*at - begin + i), each[i]};
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
        if (found)
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
