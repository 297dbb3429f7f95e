// SPDX-License-Identifier: MIT
#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct str str_of(const char *z)
{
    return z ? (struct str){z, strlen(z)} : STR_NONE;
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (struct str){s.p ? s.p + from : NULL, to - from};
}

struct str str_from(struct str s, size_t from)
{
    return str_slice(s, from, s.n);
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_same(struct str a, struct str b)
{
    return str_present(a) == str_present(b) && str_eq(a, b);
}

bool str_eq_icase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (byte_lower(a.p[i]) != byte_lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

bool str_starts_icase(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq_icase(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends_icase(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq_icase(str_from(s, s.n - suffix.n), suffix);
}

size_t str_chr(struct str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : STR_NOWHERE;
}

size_t str_rchr(struct str s, char c)
{
    const char *at = s.n ? memrchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : STR_NOWHERE;
}

// Sixteen bytes at a time, added up before a place can overflow.
size_t str_count(struct str s, char c)
{
    typedef int8_t bytes __attribute__((vector_size(16)));
    size_t n = 0, i = 0;
    while (i + sizeof(bytes) <= s.n) {
        bytes sums = {0}, there;
        for (size_t round = 0; round < INT8_MAX && i + sizeof there <= s.n; round++) {
            memcpy(&there, s.p + i, sizeof there);
            sums -= there == (int8_t)c; // -1 where they are the same
            i += sizeof there;
        }
        for (size_t k = 0; k < sizeof sums; k++)
            n += (size_t)sums[k];
    }
    for (; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    const char *at = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    return at ? (size_t)(at - s.p) : STR_NOWHERE;
}

size_t str_find_icase(struct str s, struct str needle)
{
    for (size_t i = 0; i + needle.n <= s.n; i++)
        if (str_eq_icase(str_slice(s, i, i + needle.n), needle))
            return i;
    return STR_NOWHERE;
}

bool str_has(struct str s, struct str needle)
{
    return str_find(s, needle) != STR_NOWHERE;
}

static bool in_set(char c, const char *bytes)
{
    for (; *bytes; bytes++) // sets are short: a call costs more than looking
        if (*bytes == c)
            return true;
    return false;
}

bool str_has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return true;
    return false;
}

size_t str_until(struct str s, const char *bytes)
{
    uint64_t set[4] = {0};
    size_t n = 0;
    for (; *bytes; bytes++)
        set[(unsigned char)*bytes >> 6] |= (uint64_t)1 << (*bytes & 63);
    while (n < s.n && !(set[(unsigned char)s.p[n] >> 6] >> (s.p[n] & 63) & 1))
        n++;
    return n;
}

bool str_has_any(struct str s, const char *bytes)
{
    return str_until(s, bytes) < s.n;
}

#define BLANKS " \t\n\v\f\r"

struct str str_trim(struct str s)
{
    return str_trim_set(s, BLANKS);
}

struct str str_trim_left_set(struct str s, const char *bytes)
{
    while (s.n && in_set(s.p[0], bytes))
        s.p++, s.n--;
    return s;
}

struct str str_trim_right_set(struct str s, const char *bytes)
{
    while (s.n && in_set(s.p[s.n - 1], bytes))
        s.n--;
    return s;
}

struct str str_trim_set(struct str s, const char *bytes)
{
    return str_trim_right_set(str_trim_left_set(s, bytes), bytes);
}

bool str_cut(struct str *rest, char sep, struct str *piece)
{
    if (!str_present(*rest))
        return false;
    size_t at = str_chr(*rest, sep);
    *piece = str_slice(*rest, 0, at);
    *rest = at == STR_NOWHERE ? STR_NONE : str_from(*rest, at + 1);
    return true;
}

bool str_word(struct str *rest, const char *seps, struct str *piece)
{
    *rest = str_trim_left_set(*rest, seps);
    size_t n = str_until(*rest, seps);
    *piece = str_slice(*rest, 0, n);
    *rest = str_from(*rest, n);
    return n > 0;
}

bool str_line(struct str *rest, struct str *line)
{
    if (rest->n == 0)
        return false;
    size_t at = str_chr(*rest, '\n');
    *line = str_slice(*rest, 0, at);
    *rest = at == STR_NOWHERE ? STR_NONE : str_from(*rest, at + 1);
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

bool str_to_u64(struct str s, uint64_t *out)
{
    uint64_t value = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!byte_is_digit(s.p[i]))
            return false;
        unsigned digit = (unsigned)(s.p[i] - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

struct str str_dup(struct str s, struct arena *a)
{
    if (!str_present(s))
        return s;
    char *p = arena_many(a, char, s.n);
    if (s.n)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

char *str_z(struct str s, struct arena *a)
{
    char *p = arena_many(a, char, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

struct str str_lower(struct str s, struct arena *a)
{
    char *p = arena_many(a, char, s.n);
    for (size_t i = 0; i < s.n; i++)
        p[i] = byte_lower(s.p[i]);
    return (struct str){str_present(s) ? p : NULL, s.n};
}

struct str str_fmt(struct arena *a, const char *format, ...)
{
    struct buf b = buf_in(a);
    va_list args;
    va_start(args, format);
    buf_vfmt(&b, format, args);
    va_end(args);
    return buf_str(&b);
}

struct buf buf_in(struct arena *a)
{
    return (struct buf){.a = a};
}

static void make_room(struct buf *b, size_t more)
{
    size_t want = b->n + more;
    assert(want >= b->n);
    if (want <= b->cap)
        return;
    // What is written in one go (str_fmt) gets no more than it needs; what grows gets room.
    size_t cap = b->cap ? b->cap * 2 : more < 8 ? 32 : want;
    while (cap < want)
        cap *= 2;
    char *p = arena_many(b->a, char, cap);
    if (b->n)
        memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
}

struct str str_join(struct str a, struct str b, struct arena *arena)
{
    struct buf out = buf_in(arena);
    make_room(&out, a.n + b.n);
    buf_add(&out, a);
    buf_add(&out, b);
    return buf_str(&out);
}

void buf_byte(struct buf *b, char c)
{
    make_room(b, 1);
    b->p[b->n++] = c;
}

void buf_add(struct buf *b, struct str s)
{
    if (s.n == 0)
        return;
    make_room(b, s.n);
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_z(struct buf *b, const char *z)
{
    buf_add(b, str_of(z));
}

void buf_number(struct buf *b, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    buf_add(b, (struct str){digits + at, sizeof digits - at});
}

void buf_vfmt(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    size_t left = b->cap - b->n;
    int n = vsnprintf(left ? b->p + b->n : NULL, left, format, args);
    assert(n >= 0);
    if ((size_t)n >= left) {
        make_room(b, (size_t)n + 1);
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
    }
    b->n += (size_t)n;
    va_end(again);
}

void buf_fmt(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vfmt(b, format, args);
    va_end(args);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p ? b->p : "", b->n};
}

bool byte_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool byte_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool byte_is_alnum(char c)
{
    return byte_is_alpha(c) || byte_is_digit(c);
}

bool byte_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool byte_is_hex(char c)
{
    return byte_hex(c) >= 0;
}

char byte_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int byte_hex(char c)
{
    if (byte_is_digit(c))
        return c - '0';
    c = byte_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void strs_add(struct strs *list, struct str s, struct arena *a)
{
    *arena_push(list, a) = s;
}

bool strs_have(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->items[i], s))
            return true;
    return false;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Which bytes there are; two that share a bit only make two texts look nearer than they are.
static uint64_t bytes_in(struct str s)
{
    uint64_t set = 0;
    for (size_t i = 0; i < s.n; i++)
        set |= UINT64_C(1) << (s.p[i] & 63);
    return set;
}

static bool more_than(size_t most, uint64_t set)
{
    size_t n = 0;
    for (; set && n <= most; n++)
        set &= set - 1;
    return n > most;
}

// A byte that the other text has nowhere costs a change of its own, whichever side it stands on.
static bool is_far(struct str a, struct str b, size_t most)
{
    uint64_t in_a = bytes_in(a), in_b = bytes_in(b);
    return more_than(most, in_a & ~in_b) || more_than(most, in_b & ~in_a);
}

size_t str_distance(struct str a, struct str b, size_t most)
{
    enum { LONGEST = 63 };
    if (a.n > LONGEST || b.n > LONGEST || (a.n > b.n ? a.n - b.n : b.n - a.n) > most ||
        is_far(a, b, most))
        return most + 1;
    size_t row[3][LONGEST + 1]; // the last two rows and the one in work
    size_t nearest = 0;         // in the row above: what no way through it comes below
    for (size_t j = 0; j <= b.n; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = row[i % 3], *up = row[(i + 2) % 3], *upup = row[(i + 1) % 3];
        size_t above = nearest;
        nearest = now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = up[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            now[j] = least(change, least(up[j], now[j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1];
            if (swapped)
                now[j] = least(now[j], upup[j - 2] + 1);
            nearest = least(nearest, now[j]);
        }
        if (nearest > most && above > most) // a swap steps over one row
            return most + 1;
    }
    size_t found = row[a.n % 3][b.n];
    return found <= most ? found : most + 1;
}
