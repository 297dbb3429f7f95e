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

// It begins in the room, goes on in the reservation when that is full, and comes back by a wipe.
static void a_room_comes_first(void **state)
{
    (void)state;
    static _Alignas(16) unsigned char room[4096];
    struct arena a = arena_begin(room, sizeof room, 4 << 20);
    unsigned char *first = arena_many(&a, unsigned char, 1000);
    assert_ptr_equal(first, room);
    memset(first, 'x', 1000);
    struct arena scratch = a; // a copy goes on alone
    unsigned char *far = arena_many(&scratch, unsigned char, 5000);
    assert_true(far < room || far >= room + sizeof room);
    assert_true(arena_left(&a) >= (4 << 20) - 64);
    unsigned char *second = arena_many(&a, unsigned char, 1000);
    assert_true(second > first && second < room + sizeof room);
    unsigned char *third = arena_many(&a, unsigned char, 3000);
    assert_ptr_equal(third, far);
    memset(third, 'y', 3000);
    assert_true(closed(third + 3000));
    arena_wipe(&a);
    assert_true(closed(third));
    assert_ptr_equal(arena_many(&a, unsigned char, 1), room);
    assert_int_equal(first[0], 0);
    arena_free(&a);
    for (size_t i = 0; i < sizeof room; i++)
        assert_int_equal(room[i], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_zero_and_aligned),
        cmocka_unit_test(overruns_are_seen),
        cmocka_unit_test(the_last_byte_can_be_had),
        cmocka_unit_test(a_room_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
