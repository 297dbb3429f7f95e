// SPDX-License-Identifier: MIT
// Text as pointer and length, and a growing buffer in an arena.
//
// A `struct str` is a view: it owns nothing and may hold any bytes, NUL included. Two kinds of
// nothing are told apart, because an environment does: {NULL, 0} is *absent* (an unset variable),
// {p, 0} with p != NULL is *empty*.
#ifndef NEXOENV_BASE_STR_H
#define NEXOENV_BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *p;
    size_t n;
};

#define STR(literal)   ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NONE       ((struct str){NULL, 0})
#define STR_ARG(s)     (int)(s).n, (s).p ? (s).p : "" // for "%.*s"
#define str_present(s) ((s).p != NULL)

// View of a C string; absent for NULL.
struct str str_of(const char *z);
struct str str_slice(struct str s, size_t from, size_t to); // clamps both ends
struct str str_from(struct str s, size_t from);             // to the end

// Byte comparisons. Absent equals only absent in str_same; str_eq compares the bytes alone.
bool str_eq(struct str a, struct str b);
bool str_same(struct str a, struct str b);
bool str_eq_icase(struct str a, struct str b); // ASCII letters only
int str_cmp(struct str a, struct str b);       // order of bytes, shorter first
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_starts_icase(struct str s, struct str prefix);
bool str_ends_icase(struct str s, struct str suffix);

// Positions; SIZE_MAX when there is none.
#define STR_NOWHERE SIZE_MAX
size_t str_chr(struct str s, char c);
size_t str_rchr(struct str s, char c);
size_t str_count(struct str s, char c); // how often
size_t str_find(struct str s, struct str needle);
size_t str_find_icase(struct str s, struct str needle);
bool str_has(struct str s, struct str needle);
size_t str_until(struct str s, const char *bytes); // what stands before any byte of the C string
bool str_has_any(struct str s, const char *bytes); // any byte of the C string
bool str_has_control(struct str s);                // a byte below the blank, or DEL

// Trimming: the blanks of C's isspace in the C locale, or the bytes given.
struct str str_trim(struct str s);
struct str str_trim_set(struct str s, const char *bytes);
struct str str_trim_left_set(struct str s, const char *bytes);
struct str str_trim_right_set(struct str s, const char *bytes);

// Takes what stands before the first `sep` off the front of *rest and returns it; false when
// *rest is used up (absent). A text without `sep` is one piece; "a," is two, the second empty.
bool str_cut(struct str *rest, char sep, struct str *piece);
// The same with the set of separators; runs of separators count once and empty pieces are skipped.
bool str_word(struct str *rest, const char *seps, struct str *piece);
// Takes one line off, without LF or CRLF.
bool str_line(struct str *rest, struct str *line);

// Decimal number that is the whole text; false when it is not, or does not fit.
bool str_to_u64(struct str s, uint64_t *out);

// Copies, all in the arena; str_z ends in NUL. str_fmt is printf.
struct str str_dup(struct str s, struct arena *a);
char *str_z(struct str s, struct arena *a);
struct str str_lower(struct str s, struct arena *a);
struct str str_fmt(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str str_join(struct str a, struct str b, struct arena *arena);

// A buffer that grows. `buf_str` is a view that stays valid until the next addition.
struct buf {
    char *p;
    size_t n, cap;
    struct arena *a;
};

struct buf buf_in(struct arena *a);
void buf_byte(struct buf *b, char c);
void buf_add(struct buf *b, struct str s);
void buf_z(struct buf *b, const char *z);
void buf_number(struct buf *b, uint64_t n); // decimal; much quicker than printf
void buf_fmt(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *b, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
struct str buf_str(const struct buf *b); // empty, never absent

// ASCII classes without a locale.
bool byte_is_alpha(char c);
bool byte_is_digit(char c);
bool byte_is_alnum(char c);
bool byte_is_space(char c); // space \t \n \v \f \r
bool byte_is_hex(char c);
char byte_lower(char c);
int byte_hex(char c); // 0..15, or -1

// A list of texts, the shape arena_push wants.
struct strs {
    struct str *items;
    size_t n, cap;
};

void strs_add(struct strs *list, struct str s, struct arena *a);
bool strs_have(const struct strs *list, struct str s);

// Optimal string alignment distance (insert, delete, change, swap of neighbours), ASCII case kept.
// Gives up beyond `most` and returns most + 1. For "did you mean".
size_t str_distance(struct str a, struct str b, size_t most);

#endif
