// SPDX-License-Identifier: MIT
#include "check.h"

#include "base/utf8.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static bool is_character(uint32_t code)
{
    return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
}

// What is written reads back, in as few bytes as there can be.
static void every_character_goes_round(void **state)
{
    (void)state;
    char room[8];
    for (uint32_t code = 0; code <= 0x110000; code++) {
        struct buf b = {.p = room, .cap = sizeof room, .a = &arena};
        utf8_add(&b, code);
        uint32_t back;
        size_t wants = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        size_t n = utf8_at(buf_str(&b), 0, &back);
        if (!is_character(code)) {
            assert_int_equal(back, 0xfffd);
        } else if (back != code || n != wants || b.n != wants) {
            fail_msg("U+%04X comes back as U+%04X of %zu bytes", code, back, n);
        }
    }
}

static void what_is_none_is_one_bad_byte(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *clean;
    } rows[] = {
        {"\x80", "\\x80"},                                     // a second byte without a first
        {"\xbf\xbf", "\\xbf\\xbf"},                            //
        {"\xc0\xaf", "\\xc0\\xaf"},                            // overlong "/"
        {"\xc1\xbf", "\\xc1\\xbf"},                            //
        {"\xe0\x9f\xbf", "\\xe0\\x9f\\xbf"},                   // overlong, three bytes
        {"\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf"},          // overlong, four bytes
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"},                   // the first surrogate
        {"\xed\xbf\xbf", "\\xed\\xbf\\xbf"},                   // the last one
        {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},          // U+110000
        {"\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"},          //
        {"\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80"}, // five bytes
        {"\xfe\xff", "\\xfe\\xff"},                            //
        {"\xe2\x82", "\\xe2\\x82"},                            // cut off
        {"\xf0\x9f\x98", "\\xf0\\x9f\\x98"},                   //
        {"\xc3(", "\\xc3("},                                   // the byte behind is kept
        {"\xe2\x82\x61", "\\xe2\\x82\x61"},                    //
        {"a\xff\xc3\xbc", "a\\xff\xc3\xbc"},                   // and the character behind as well
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str s = tight(str_of(rows[i].bytes));
        assert_false(utf8_valid(s));
        assert_str(utf8_clean(s, &arena), rows[i].clean);
    }
}

static void the_bounds_are_characters(void **state)
{
    (void)state;
    static const char *const good[] = {
        "",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf4\x8f\xbf\xbf",
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        struct str s = tight(str_of(good[i])), clean = utf8_clean(s, &arena);
        assert_true(utf8_valid(s));
        assert_ptr_equal(clean.p, s.p); // as it is, not a copy
        assert_int_equal(clean.n, s.n);
    }
    assert_true(utf8_valid((struct str){"a\0b", 3})); // NUL is a character
    assert_true(utf8_valid(STR_NONE));
    assert_false(str_present(utf8_clean(STR_NONE, &arena)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_goes_round),
        cmocka_unit_test(what_is_none_is_one_bad_byte),
        cmocka_unit_test(the_bounds_are_characters),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
