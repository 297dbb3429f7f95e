// SPDX-License-Identifier: MIT
#include "check.h"

#include "base/term.h"
#include "base/utf8.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void what_a_terminal_obeys_is_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text, *safe;
    } rows[] = {
        {"", ""},
        {"plain text ~", "plain text ~"},
        {"a\x1b[31mb\r\n\t\x7f", "a\\x1b[31mb\\x0d\\x0a\\x09\\x7f"},
        {"\xe2\x80\xae"
         "evil",
         "\\xe2\\x80\\xaeevil"}, // U+202E
        {"\xc2\x9b"
         "31m",
         "\\xc2\\x9b31m"}, // C1 CSI
        {"\xef\xbb\xbfx", "\\xef\\xbb\\xbfx"},
        {"a\xc2\xad", "a\\xc2\\xad"},                 // soft hyphen
        {"\xf3\xa0\x81\x81", "\\xf3\\xa0\\x81\\x81"}, // a tag
        {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
        {"\xff\xc3", "\\xff\\xc3"},
        {"\xed\xa0\x80\xc0\xaf", "\\xed\\xa0\\x80\\xc0\\xaf"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(term_safe(tight(str_of(rows[i].text)), &arena), rows[i].safe);
    assert_str(term_safe((struct str){"a\0b", 3}, &arena), "a\\x00b");
    assert_str(term_safe(STR_NONE, &arena), "");
    struct str clean = STR("nothing to do");
    assert_ptr_equal(term_safe(clean, &arena).p, clean.p);
}

// The ranges that the header names, at both their ends and one beyond.
static void ranges_end_where_they_say(void **state)
{
    (void)state;
    static const struct {
        uint32_t first, last;
    } rows[] = {
        {0x0, 0x1f},      {0x7f, 0x9f},     {0xad, 0xad},     {0x200b, 0x200f},   {0x2028, 0x202e},
        {0x2060, 0x206f}, {0xd800, 0xdfff}, {0xfeff, 0xfeff}, {0xe0000, 0xe0fff},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(rows[i].first == 0 || !term_obeys(rows[i].first - 1));
        assert_true(term_obeys(rows[i].first));
        assert_true(term_obeys(rows[i].last));
        assert_false(term_obeys(rows[i].last + 1));
    }
    assert_true(term_obeys(UTF8_BAD));
    assert_true(term_obeys(0x110000));
}

// Whatever the bytes are, what comes out holds nothing to obey, and escaping it again does nothing.
static void nothing_gets_through(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        struct arena scratch = arena;
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
        }
        struct str safe = term_safe(tight((struct str){bytes, sizeof bytes}), &scratch);
        assert_true(utf8_valid(safe));
        for (size_t at = 0; at < safe.n;) {
            uint32_t code;
            at += utf8_at(safe, at, &code);
            assert_false(term_obeys(code));
        }
        assert_true(str_eq(term_safe(safe, &scratch), safe));
    }
}

static void width_counts_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width, columns, fits; // fits: bytes into so many columns
    } rows[] = {
        {"", 0, 0, 0},
        {"abc", 3, 2, 2},
        {"abc", 3, 3, 3},
        {"abc", 3, 99, 3},
        {"\xe4\xb8\xad\xe6\x96\x87", 4, 3, 3},
        {"\xe4\xb8\xad\xe6\x96\x87", 4, 1, 0},
        {"e\xcc\x81x", 2, 1, 3}, // the accent belongs to what fits
        {"\xf0\x9f\x98\x80", 2, 2, 4},
        {"\xc3\xbc", 1, 1, 2},
        {"\xff\xff", 2, 1, 1},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str s = tight(str_of(rows[i].text));
        assert_int_equal(term_width(s), rows[i].width);
        assert_int_equal(term_fit(s, rows[i].columns), rows[i].fits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_terminal_obeys_is_escaped),
        cmocka_unit_test(ranges_end_where_they_say),
        cmocka_unit_test(nothing_gets_through),
        cmocka_unit_test(width_counts_columns),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
