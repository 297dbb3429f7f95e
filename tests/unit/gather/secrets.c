// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gather/secrets.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

// The reference vector of the SipHash paper: key 00..0f, input 00..0e.
static void siphash_matches_the_paper(void **state)
{
    (void)state;
    struct secrets s = {.key = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u}};
    char input[15];
    for (int i = 0; i < 15; i++)
        input[i] = (char)i;
    assert_int_equal(secrets_print(&s, (struct str){input, 15}), 0xa129ca6149be45e5u);
}

static void fingerprints_differ_between_runs(void **state)
{
    (void)state;
    struct secrets a = secrets_new(NULL, 0), b = secrets_new(NULL, 0);
    struct str text = STR("sk-nexo-TEST0123456789");
    assert_int_equal(secrets_print(&a, text), secrets_print(&a, text));
    assert_int_not_equal(secrets_print(&a, text), secrets_print(&b, text));
    assert_int_not_equal(secrets_print(&a, text), secrets_print(&a, STR("sk-nexo-TEST012345678")));
    secrets_wipe(&a);
    secrets_wipe(&b);
}

static void a_kept_secret_is_not_in_the_value(void **state)
{
    (void)state;
    struct secrets s = secrets_new(NULL, 0);
    struct arena a = arena_new(1 << 20);
    struct str key = STR("sk-nexo-TEST0123456789abcdef");
    struct value v = secrets_keep(&s, STR("NEXOROUTER_API_KEY"), key, &a);
    assert_int_equal(v.class, VALUE_SECRET);
    assert_true(v.secret != 0);
    assert_true(str_eq(secrets_reveal(&s, &v), key));
    // Nothing of it in the arena that the snapshot lives in, but the last four.
#ifdef __SANITIZE_ADDRESS__
    ASAN_UNPOISON_MEMORY_REGION(a.rest.beg, (size_t)(a.at - a.rest.beg)); // the gaps between blocks
#endif
    struct str all = {(const char *)a.rest.beg, (size_t)(a.at - a.rest.beg)};
    for (size_t i = 0; i + 8 <= key.n; i++)
        assert_false(str_has(all, str_slice(key, i, i + 8)));
    assert_string_equal(v.last4, "cdef");
    secrets_wipe(&s);
    arena_free(&a);
}

static void absent_empty_and_set_stay_apart(void **state)
{
    (void)state;
    struct secrets s = secrets_new(NULL, 0);
    struct arena a = arena_new(1 << 20);
    struct value unset = secrets_keep(&s, STR("NEXOROUTER_API_KEY"), STR_NONE, &a);
    struct value empty = secrets_keep(&s, STR("NEXOROUTER_API_KEY"), STR(""), &a);
    assert_int_equal(unset.state, VALUE_UNSET);
    assert_int_equal(unset.print, 0);
    assert_int_equal(empty.state, VALUE_EMPTY);
    assert_false(str_present(secrets_reveal(&s, &unset)));
    assert_true(str_present(secrets_reveal(&s, &empty)));
    secrets_wipe(&s);
    arena_free(&a);
}

static void the_same_again_is_kept_once(void **state)
{
    (void)state;
    struct secrets s = secrets_new(NULL, 0);
    struct arena a = arena_new(1 << 20);
    struct str key = STR("sk-nexo-TEST0123456789abcdef"), name = STR("NEXOROUTER_API_KEY");
    struct value first = secrets_keep(&s, name, key, &a);
    size_t kept = s.n;
    struct value again = secrets_keep(&s, name, key, &a);
    assert_int_equal(s.n, kept);
    assert_int_equal(again.secret, first.secret);
    // Another name or other bytes are another matter.
    struct value other = secrets_keep(&s, name, STR("sk-nexo-TEST0123456789abcdeg"), &a);
    assert_false(value_same(&first, &other));
    assert_int_equal(secrets_keep(&s, STR("HTTPS_PROXY"), key, &a).class, VALUE_PROXY);
    secrets_wipe(&s);
    assert_false(str_present(secrets_reveal(&s, &again)));
    arena_free(&a);
}

static void wiping_covers_scratch_space(void **state)
{
    (void)state;
    struct secrets s = secrets_new(NULL, 0);
    struct arena scratch = secrets_scratch(&s);
    char *p = arena_many(&scratch, char, 4096);
    memset(p, 'K', 4096);
    secrets_wipe(&s);
#ifndef __SANITIZE_ADDRESS__
    for (int i = 0; i < 4096; i++)
        assert_int_equal(p[i], 0);
#endif
}

// What a scratch copy wrote beyond the mark is gone as well.
static void the_room_is_empty_after_the_wipe(void **state)
{
    (void)state;
    static _Alignas(16) unsigned char room[8192];
    struct secrets s = secrets_new(room, sizeof room);
    struct arena a = arena_new(1 << 20), scratch = secrets_scratch(&s);
    secrets_keep(&s, STR("NEXOROUTER_API_KEY"), STR("sk-nexo-TEST0123456789abcdef"), &a);
    unsigned char *p = arena_many(&scratch, unsigned char, 1000);
    memset(p, 'x', 1000);
    assert_true(p >= room && p < room + sizeof room);
    secrets_wipe(&s);
#ifdef __SANITIZE_ADDRESS__
    ASAN_UNPOISON_MEMORY_REGION(room, sizeof room);
#endif
    for (size_t i = 0; i < sizeof room; i++)
        assert_int_equal(room[i], 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(siphash_matches_the_paper),
        cmocka_unit_test(fingerprints_differ_between_runs),
        cmocka_unit_test(a_kept_secret_is_not_in_the_value),
        cmocka_unit_test(absent_empty_and_set_stay_apart),
        cmocka_unit_test(the_same_again_is_kept_once),
        cmocka_unit_test(wiping_covers_scratch_space),
        cmocka_unit_test(the_room_is_empty_after_the_wipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
