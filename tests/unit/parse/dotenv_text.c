// SPDX-License-Identifier: MIT
// What the dialects share. That a whole loader reads a file as its program does is held by vectors.
#include "check.h"

#include "base/utf8.h"
#include "parse/dotenv_impl.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void white_space_of_each_language(void **state)
{
    (void)state;
    // In the order of enum spaces: ASCII, RE2, Unicode, JS, Python, godotenv.
    static const struct {
        const char *bytes, *is;
    } rows[] = {
        {" ", "111111"},
        {"\t", "111111"},
        {"\r", "111111"},
        {"\f", "111111"},
        {"\n", "111110"},
        {"\v", "101111"},
        {"\x1c", "000010"},
        {"\x1f", "000010"},
        {"\xc2\xa0", "001111"},
        {"\xc2\x85", "001011"},
        {"\xe3\x80\x80", "001110"},
        {"\xe2\x80\xa8", "001110"},
        {"\xef\xbb\xbf", "000100"},
        {"\xe2\x80\x8b", "000000"},
        {"a", "000000"},
        {"\xc2", "000000"},
        {"\xe2\x80", "000000"},
        {"\xff", "000000"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        for (int kind = SPACES_ASCII; kind <= SPACES_GO_LINE; kind++) {
            struct str s = tight(str_of(rows[i].bytes));
            size_t want = rows[i].is[kind] == '1' ? s.n : 0;
            if (space_at(s, 0, (enum spaces)kind) != want)
                fail_msg("row %zu, kind %d", i, kind);
            assert_int_equal(space_at(s, s.n, (enum spaces)kind), 0);
        }
    assert_str(trim_spaces(STR("\xc2\xa0 a \xe3\x80\x80"), SPACES_JS), "a");
    assert_str(trim_spaces(STR("\xc2\xa0 a"), SPACES_ASCII), "\xc2\xa0 a");
    assert_str(trim_spaces(STR(" \t "), SPACES_JS), "");
    assert_str(trim_right(STR("a\xa0"), SPACES_JS), "a\xa0"); // half a character
    assert_int_equal(skip_spaces(STR("  a"), 0, SPACES_ASCII), 2);
}

// The two readers of UTF-8 in the program agree on every sequence of up to three bytes.
static void utf8_is_one_thing(void **state)
{
    (void)state;
    static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
                                          0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
                                          0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xf8, 0xff};
    char bytes[4];
    for (size_t n = 1; n <= 4; n++)
        for (size_t i = 0; i < COUNT(edges) * COUNT(edges) * COUNT(edges) * COUNT(edges); i++) {
            size_t rest = i;
            for (size_t k = 0; k < 4; k++, rest /= COUNT(edges))
                bytes[k] = (char)edges[rest % COUNT(edges)];
            uint32_t one = 0, other = 0;
            struct str s = {bytes, n};
            size_t a = utf8_at(s, 0, &one), b = utf8_len(s, 0, &other);
            if (one == UTF8_BAD ? b != 0 : a != b || one != other)
                fail_msg("%02x %02x %02x %02x", edges[0], bytes[1], bytes[2], bytes[3]);
        }
}

static void what_is_no_utf8_is_replaced(void **state)
{
    (void)state;
    assert_str(utf8_replace(STR("a\xff"
                                "b"),
                            STR("?"), true, &arena),
               "a?b");
    assert_str(utf8_replace(STR("a\xe2\x82"), STR("?"), true, &arena), "a??");
    assert_str(utf8_replace(STR("a\xe2\x82"), STR("?"), false, &arena),
               "a?"); // one, as in a browser
    assert_str(utf8_replace(STR("\xc3\xbc"), STR("?"), true, &arena), "\xc3\xbc");
    assert_true(utf8_ok(STR("")));
    assert_false(utf8_ok(STR("\xed\xa0\x80")));
}

static void pieces_of_values(void **state)
{
    (void)state;
    assert_str(replace_all(STR("aXbXX"), STR("X"), STR("yz"), &arena), "ayzbyzyz");
    assert_str(replace_all(STR("aa"), STR("aaa"), STR(""), &arena), "aa");
    assert_str(unescape(STR("a\\nb\\q\\\\\\"), "n\\", "\n\\", &arena), "a\nb\\q\\\\");
    assert_str(drop_backslashes(STR("\\a\\$\\\nb\\"), "$", false, &arena), "a\\$\\\nb\\");
    assert_str(drop_backslashes(STR("\\\nb"), "", true, &arena), "\nb");
    assert_str(without_cr(STR("\ra\r\nb"), &arena), "a\nb");
    assert_str(cr_to_lf(STR("\ra\r\nb\r"), &arena), "\na\nb\n");
    assert_str(quoted_pair(STR("'a'"), "'\""), "a");
    assert_str(quoted_pair(STR("''"), "'\""), "");
    assert_false(str_present(quoted_pair(STR("'"), "'\"")));
    assert_false(str_present(quoted_pair(STR("'a\""), "'\"")));
    assert_false(str_present(quoted_pair(STR(""), "'\"")));
    assert_int_equal(js_line_end_at(STR("\xe2\x80\xa9"), 0), 3);
    assert_int_equal(js_line_end_at(tight(STR("\xe2\x80")), 0), 0);
    assert_int_equal(js_line_end_at(STR("\r\n"), 0), 1);
    assert_int_equal(js_line_end_at(STR("a"), 1), 0);
    assert_false(byte_in('\0', "abc"));
    assert_true(byte_is_word('_'));
    assert_false(byte_is_word('-'));
}

static void lines_without_their_end(void **state)
{
    (void)state;
    struct buf b = buf_in(&arena);
    struct str text = tight(STR("a\n\nb\r\nc")), line;
    for (size_t at = 0; next_line(text, &at, &line);)
        buf_fmt(&b, "%.*s|", STR_ARG(line));
    assert_str(buf_str(&b), "a||b\r|c|");
    size_t at = 0;
    assert_false(next_line(STR(""), &at, &line));
}

static void pairs_keep_their_order(void **state)
{
    (void)state;
    struct pairs t = {0};
    for (int i = 0; i < 300; i++)
        pairs_put(&t, str_fmt(&arena, "N%d", (i * 7) % 100), &arena)->value = STR("v");
    assert_int_equal(t.n, 100);
    assert_str(t.items[1].name, "N7");
    assert_non_null(pairs_find(&t, STR("N99")));
    assert_null(pairs_find(&t, STR("N100")));
    pairs_sort(&t, 1, &arena);
    assert_str(t.items[0].name, "N0");
    assert_str(t.items[1].name, "N1");
    assert_str(t.items[2].name, "N10");
    assert_str(pairs_find(&t, STR("N99"))->name, "N99"); // found where it is now
}

static void letters_beyond_ascii(void **state)
{
    (void)state;
    static const uint32_t yes[] = {'a', 'Z', '0', 0xe4, 0x3b1, 0x43f, 0x4e2d, 0xb2, 0x660};
    static const uint32_t no[] = {' ',    '_',    '-',    0xa0,   0xd7,
                                  0x200b, 0x2028, 0x3000, 0xfeff, 0x1f600};
    for (size_t i = 0; i < COUNT(yes); i++)
        assert_true(letter_or_digit(yes[i]));
    for (size_t i = 0; i < COUNT(no); i++)
        assert_false(letter_or_digit(no[i]));
    assert_true(is_number(0xff11));
    assert_false(is_number('a'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_of_each_language), cmocka_unit_test(utf8_is_one_thing),
        cmocka_unit_test(what_is_no_utf8_is_replaced),  cmocka_unit_test(pieces_of_values),
        cmocka_unit_test(lines_without_their_end),      cmocka_unit_test(pairs_keep_their_order),
        cmocka_unit_test(letters_beyond_ascii),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
