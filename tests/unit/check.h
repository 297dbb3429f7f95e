// SPDX-License-Identifier: MIT
// What every unit test needs: cmocka in the order it wants its headers, and texts compared as text.
#ifndef NEXOENV_TESTS_CHECK_H
#define NEXOENV_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

// cmocka's string assertion over views; {NULL, 0} shows as "(absent)".
#define assert_str(got, want)                                                                      \
    do {                                                                                           \
        struct arena check_arena = arena_new(1 << 20);                                             \
        struct str check_got = (got);                                                              \
        assert_string_equal(str_present(check_got) ? str_z(check_got, &check_arena) : "(absent)",  \
                            (want));                                                               \
        arena_free(&check_arena);                                                                  \
    } while (0)

#endif
