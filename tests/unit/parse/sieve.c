// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/sieve.h"

#include <string.h>

enum { WORDS = 1, OTHERS = 6 };

static const char *const words[] = {"sk-", "ghp", "A3T"};
static const char *const others[] = {"T01", "aB3", "@`_", "\xff\x80z"};

static struct sieve made(void)
{
    struct sieve s;
    sieve_make(&s, WORDS);
    for (size_t i = 0; i < 3; i++)
        sieve_add(&s, WORDS, words[i], false);
    for (size_t i = 0; i < 4; i++)
        sieve_add(&s, OTHERS, others[i], i == 1);
    return s;
}

// Drawn without the C library's generator: the same texts everywhere.
static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void fill(char *p, size_t n, uint32_t seed)
{
    static const char bytes[] = "skghpA3T01aB-_`@Zz[{/:9\xff\x80 \n";
    for (size_t i = 0; i < n; i++)
        p[i] = bytes[draw(&seed) % (sizeof bytes - 1)];
}

static void many_as_one(void **state)
{
    (void)state;
    static char text[3 * SIEVE_SPAN];
    static struct sieve_hit wide[SIEVE_SPAN], plain[SIEVE_SPAN];
    struct sieve with = made(), without = with;
    without.wide = false;
    for (uint32_t seed = 1; seed < 200; seed++) {
        size_t n = seed * 61 % sizeof text, from = seed * 7 % (n + 1);
        fill(text, n, seed);
        struct str s = {text, n};
        size_t a = sieve_look(&with, UINT8_MAX, s, from, n, wide);
        size_t b = sieve_look(&without, UINT8_MAX, s, from, n, plain);
        assert_int_equal(a, b);
        for (size_t i = 0; i < a; i++) {
            assert_int_equal(wide[i].at, plain[i].at);
            assert_int_equal(wide[i].buckets, plain[i].buckets);
        }
    }
}

// Every mark is found wherever it stands, behind every byte: after a word only what may stand there.
static void no_mark_is_missed(void **state)
{
    (void)state;
    static struct sieve_hit hits[SIEVE_SPAN];
    struct sieve s = made();
    for (int wide = 0; wide < 2; wide++) {
        s.wide = s.wide && wide;
        for (size_t at = 1; at < 60; at++)
            for (int before = 0; before < 256; before++) {
                char text[64];
                memset(text, ' ', sizeof text);
                text[at - 1] = (char)before;
                memcpy(text + at, before & 1 ? words[1] : others[0], SIEVE_MARK);
                size_t n = sieve_look(&s, UINT8_MAX, (struct str){text, 64}, 0, 64, hits);
                bool word = byte_is_alnum((char)before) || before == '_';
                assert_int_equal(n, before & 1 && word ? 0 : 1);
                assert_true(n == 0 || hits[0].at == at);
            }
    }
}

static void ends_are_ends(void **state)
{
    (void)state;
    static struct sieve_hit hits[SIEVE_SPAN];
    struct sieve s = made();
    assert_int_equal(sieve_look(&s, UINT8_MAX, STR(""), 0, 100, hits), 0);
    assert_int_equal(sieve_look(&s, UINT8_MAX, STR("T0"), 0, 100, hits), 0);
    assert_int_equal(sieve_look(&s, UINT8_MAX, STR("T01"), 0, 100, hits), 1);
    assert_int_equal(sieve_look(&s, UINT8_MAX, STR("T01"), 3, 100, hits), 0);
    assert_int_equal(sieve_look(&s, UINT8_MAX, STR(" T01"), 0, 1, hits), 0); // begins behind it
    assert_int_equal(sieve_look(&s, WORDS, STR("T01"), 0, 100, hits), 0);
    assert_int_equal(sieve_look(&s, UINT8_MAX, STR("Ab3 AB3 ab3"), 0, 100, hits), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_as_one),
        cmocka_unit_test(no_mark_is_missed),
        cmocka_unit_test(ends_are_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
