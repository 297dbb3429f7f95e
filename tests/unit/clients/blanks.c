// SPDX-License-Identifier: MIT
#include "check.h"

#include "base/utf8.h"
#include "clients/blanks.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void what_each_language_calls_blank(void **state)
{
    (void)state;
    // In the order of enum blanks: ASCII, Python, JavaScript, Unicode, IDNA.
    static const struct {
        uint32_t code;
        const char *is;
    } rows[] = {
        {' ', "11111"},    {'\t', "11111"},   {'\v', "11111"},   {'\r', "11111"},
        {'a', "00000"},    {0, "00000"},      {0x1c, "01000"},   {0x1f, "01000"},
        {0x85, "01011"},   {0xa0, "01111"},   {0x1680, "01111"}, {0x2000, "01111"},
        {0x200a, "01111"}, {0x200b, "00000"}, {0x2028, "01111"}, {0x202f, "01111"},
        {0x3000, "01111"}, {0xfeff, "00100"}, {0x180e, "00000"}, {UTF8_BAD, "00000"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        for (int how = BLANKS_ASCII; how <= BLANKS_IDNA; how++)
            if (is_blank(rows[i].code, (enum blanks)how) != (rows[i].is[how] == '1'))
                fail_msg("U+%04X, %d", rows[i].code, how);
}

static void both_ends_and_nothing_between(void **state)
{
    (void)state;
    assert_str(blanks_trimmed(STR(" \t a b\r\n"), BLANKS_ASCII), "a b");
    assert_str(blanks_trimmed(STR("\xc2\xa0 a\xc2\xa0"), BLANKS_JS), "a");
    assert_str(blanks_trimmed(STR("\xc2\xa0 a\xc2\xa0"), BLANKS_ASCII), "\xc2\xa0 a\xc2\xa0");
    assert_str(blanks_trimmed(STR("\xef\xbb\xbf"
                                  "a"),
                              BLANKS_JS),
               "a");
    assert_str(blanks_trimmed(STR("\xef\xbb\xbf"
                                  "a"),
                              BLANKS_UNICODE),
               "\xef\xbb\xbf"
               "a");
    assert_str(blanks_trimmed(STR(" \xa0 "), BLANKS_JS), "\xa0"); // half a character is none
    assert_str(blanks_trimmed(STR(" \t"), BLANKS_ASCII), "");
    assert_true(str_present(blanks_trimmed(STR(" "), BLANKS_JS)));
    assert_false(str_present(blanks_trimmed(STR_NONE, BLANKS_JS)));
}

static void blanks_that_all_know(void **state)
{
    (void)state;
    assert_str(blanks_plain(STR("a\xc2\xa0"
                                "b\t"),
                            BLANKS_JS, &arena),
               "a b\t");
    assert_str(blanks_plain(STR("a\x1c"
                                "b"),
                            BLANKS_PYTHON, &arena),
               "a b");
    assert_str(blanks_plain(STR("a\x1c"
                                "b"),
                            BLANKS_JS, &arena),
               "a\x1c"
               "b");
    assert_str(blanks_plain(STR("a\xc2\xad\xe2\x80\x8b"
                                "b"),
                            BLANKS_IDNA, &arena),
               "ab");
    assert_str(blanks_plain(STR("a\xe2\x80\x8b"
                                "b"),
                            BLANKS_UNICODE, &arena),
               "a\xe2\x80\x8b"
               "b");
    assert_str(blanks_plain(STR("a\xff"
                                "b"),
                            BLANKS_JS, &arena),
               "a\xff"
               "b");
    struct str plain = STR("a b");
    assert_ptr_equal(blanks_plain(plain, BLANKS_JS, &arena).p, plain.p);
    struct str other = STR("a\xc2\xa0"
                           "b");
    assert_ptr_equal(blanks_plain(other, BLANKS_ASCII, &arena).p, other.p);
}

static void feed(struct str s)
{
    struct arena scratch = arena;
    for (int how = BLANKS_ASCII; how <= BLANKS_IDNA; how++) {
        blanks_trimmed(s, (enum blanks)how);
        blanks_plain(s, (enum blanks)how, &scratch);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR(" \xc2\xa0\xe3\x80\x80"
             "a\xef\xbb\xbf\x85 "),
         feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_each_language_calls_blank),
        cmocka_unit_test(both_ends_and_nothing_between),
        cmocka_unit_test(blanks_that_all_know),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
