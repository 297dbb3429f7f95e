// SPDX-License-Identifier: MIT
// A staged text with the match between two carets, as the parts of the staged scan are handed it.
#ifndef NEXOENV_TESTS_PLACE_H
#define NEXOENV_TESTS_PLACE_H

#include "check.h"

#include "parse/staged_call.h"

#define K     "a8dJ3kfL0qPz7XyB2nM4vC6t" // as a generator draws it
#define BRAND STR("nexorouter")

// The text stands in memory of its own, with nothing behind it, until the next call.
static inline struct staged_place place_of(const char *marked, const char *path)
{
    static char *room;
    struct str s = str_of(marked);
    size_t first = str_chr(s, '^'), last = str_rchr(s, '^');
    struct staged_place p = {.at = first, .n = last > first ? last - first - 1 : 0};
    free(room);
    room = malloc(s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '^')
            room[n++] = s.p[i];
    room = realloc(room, n + !n);
    p.text = (struct str){room, n};
    size_t begin = str_rchr(str_slice(p.text, 0, p.at), '\n') + 1; // STR_NOWHERE + 1 is 0
    p.line = str_slice(p.text, begin, p.at + str_until(str_from(p.text, p.at), "\n"));
    p.path = str_of(path);
    p.uses = true;
    return p;
}

#define assert_value(got, want, shown)                                                             \
    do {                                                                                           \
        struct str value = (got), wanted = str_of(want);                                           \
        if (!str_same(value, wanted))                                                              \
            fail_msg("%s: '%.*s'", (shown), STR_ARG(value));                                       \
    } while (0)

#endif
