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

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

// cmocka's string assertion over views; {NULL, 0} shows as "(absent)".
#define assert_str(got, want)                                                                      \
    do {                                                                                           \
        struct arena check_arena = arena_new(1 << 20);                                             \
        struct str check_got = (got);                                                              \
        assert_string_equal(str_present(check_got) ? str_z(check_got, &check_arena) : "(absent)",  \
                            (want));                                                               \
        arena_free(&check_arena);                                                                  \
    } while (0)

// A copy with nothing behind it: AddressSanitizer sees a look beyond. Until the next call.
static inline char *tight_copy(struct str s)
{
    static char *room;
    free(room);
    room = malloc(s.n + !s.n);
    assert_non_null(room);
    memcpy(room, s.n ? s.p : "", s.n);
    return room;
}

static inline struct str tight(struct str s)
{
    return (struct str){tight_copy(s), s.n};
}

// Gives `feed` every beginning of the text, and the text with each byte in turn made one that a
// reader may stumble over: it must neither read beyond the end nor run for ever.
static inline void torn(struct str text, void (*feed)(struct str))
{
    static const char hard[] = {'\0', '\xff', '"', '\'', '\\', '\n', '\r', '$', '{', '(', '[', '}'};
    for (size_t n = 0; n <= text.n; n++)
        feed(tight(str_slice(text, 0, n)));
    for (size_t at = 0; at < text.n; at++)
        for (size_t k = 0; k < sizeof hard; k++) {
            char *copy = tight_copy(text);
            copy[at] = hard[k];
            feed((struct str){copy, text.n});
        }
}

#endif
