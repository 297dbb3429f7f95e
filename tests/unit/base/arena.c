// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

#include <stdbool.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
static bool closed(const void *p)
{
    return __asan_address_is_poisoned(p);
}
#else
static bool closed(const void *p)
{
    (void)p;
    return true;
}
#endif

static void blocks_are_zero_and_aligned(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    char *first = arena_many(&a, char, 3);
    uint64_t *second = arena_many(&a, uint64_t, 5);
    assert_int_equal((uintptr_t)second % _Alignof(uint64_t), 0);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(second[i], 0);
    memset(first, 'x', 3);
    arena_wipe(&a);
    assert_ptr_equal(arena_many(&a, char, 3), first);
    assert_int_equal(first[0], 0);
    arena_free(&a);
}

// Whatever the sizes: the byte behind a block, and what is free far behind it, may not be touched.
static void overruns_are_seen(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)64 << 20);
    static const size_t sizes[] = {1, 4000, 1 << 20, 3 << 20, 17, 5 << 20, (1 << 20) - 16, 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *p = arena_many(&a, char, sizes[i]);
        p[sizes[i] - 1] = 'x';
        assert_true(closed(p + sizes[i]));
        assert_true(closed(a.at + 100));
        assert_true(closed(a.at + ((size_t)1 << 20) - 1));
    }
    struct arena scratch = a;
    char *p = arena_many(&scratch, char, 9 << 20);
    assert_true(closed(p + (9 << 20)));
    p = arena_many(&a, char, 10);
    assert_true(closed(p + 10));
    arena_wipe(&a);
    assert_true(closed(p));
    arena_free(&a);
}

static void the_last_byte_can_be_had(void **state)
{
    (void)state;
    struct arena a = arena_new(3 << 20);
    size_t left = arena_left(&a) - 16;
    char *p = arena_many(&a, char, left);
    p[left - 1] = 'x';
    assert_true(arena_left(&a) <= 16);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_zero_and_aligned),
        cmocka_unit_test(overruns_are_seen),
        cmocka_unit_test(the_last_byte_can_be_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
