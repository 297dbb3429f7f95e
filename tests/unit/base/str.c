// SPDX-License-Identifier: MIT
#include "check.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void absent_is_not_empty(void **state)
{
    (void)state;
    struct str none = str_of(NULL), empty = STR("");
    assert_false(str_present(none));
    assert_true(str_present(empty));
    assert_true(str_eq(none, empty));
    assert_false(str_same(none, empty));
    assert_true(str_same(none, STR_NONE));
    assert_false(str_present(str_slice(none, 0, 9)));
    assert_false(str_present(str_dup(none, &arena)));
    assert_false(str_present(str_lower(none, &arena)));
    assert_false(str_present(str_trim(none)));
    assert_true(str_present(str_dup(empty, &arena)));
    assert_true(str_present(str_lower(empty, &arena)));
    assert_string_equal(str_z(none, &arena), "");
    struct buf b = buf_in(&arena);
    assert_true(str_present(buf_str(&b)));
}

static void slices_are_clamped(void **state)
{
    (void)state;
    static const struct {
        size_t from, to;
        const char *want;
    } rows[] = {
        {0, 3, "abc"}, {1, 2, "b"}, {0, 99, "abc"},    {2, 1, ""},
        {3, 3, ""},    {9, 99, ""}, {SIZE_MAX, 0, ""}, {1, SIZE_MAX, "bc"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(str_slice(STR("abc"), rows[i].from, rows[i].to), rows[i].want);
    assert_str(str_from(STR("abc"), 1), "bc");
    assert_str(str_from(STR("abc"), STR_NOWHERE), "");
}

static void bytes_are_compared(void **state)
{
    (void)state;
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("ab"), STR("a")) > 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0); // bytes, not signed characters
    assert_int_equal(str_cmp(STR(""), STR_NONE), 0);
    assert_false(str_eq((struct str){"a\0b", 3}, (struct str){"a\0c", 3}));
    assert_true(str_eq_icase(STR("aZ[\xc3\xa4"), STR("Az[\xc3\xa4")));
    assert_false(str_eq_icase(STR("["), STR("{"))); // a bit apart, but no letters
    assert_false(str_eq_icase(STR("\xc3\xa4"), STR("\xc3\x84")));
    assert_true(str_starts(STR("abc"), STR("")));
    assert_true(str_starts(STR("abc"), STR("abc")));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_false(str_ends(STR("bc"), STR("abc")));
    assert_true(str_starts_icase(STR("HTTPS://"), STR("https:")));
    assert_true(str_ends_icase(STR("a.ENV"), STR(".env")));
    assert_false(str_ends_icase(STR("env"), STR(".env")));
}

static void places_are_found(void **state)
{
    (void)state;
    assert_int_equal(str_chr(STR("abcb"), 'b'), 1);
    assert_int_equal(str_rchr(STR("abcb"), 'b'), 3);
    assert_int_equal(str_chr(STR("abc"), '\0'), STR_NOWHERE);
    assert_int_equal(str_rchr(STR_NONE, 'a'), STR_NOWHERE);
    assert_int_equal(str_find(STR("aab"), STR("ab")), 1);
    assert_int_equal(str_find(STR("ab"), STR("abc")), STR_NOWHERE);
    assert_int_equal(str_find(STR(""), STR("")), 0);
    assert_int_equal(str_find_icase(STR("xBEARER"), STR("bearer")), 1);
    assert_int_equal(str_find_icase(STR("bearer"), STR("bearers")), STR_NOWHERE);
    assert_true(str_has(STR("abc"), STR("c")));
    assert_int_equal(str_until(STR("a=b"), "=:"), 1);
    assert_int_equal(str_until(STR("ab\xff"), "\xff"), 2);
    assert_int_equal(str_until(STR("abc"), ""), 3);
    assert_false(str_has_any((struct str){"a\0b", 3}, "xyz"));
    assert_true(str_has_control(STR("a\x7f")));
    assert_true(str_has_control((struct str){"\0", 1}));
    assert_false(str_has_control(STR("a \xff~")));
}

// Around every bound of sixteen bytes and of the rounds that are added up.
static void counting_is_exact(void **state)
{
    (void)state;
    static char text[5000];
    memset(text, 'x', sizeof text);
    static const size_t sizes[] = {0, 1, 15, 16, 17, 31, 32, 2031, 2032, 2033, 4064, 4081, 5000};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct str s = tight((struct str){text, sizes[i]});
        assert_int_equal(str_count(s, 'x'), sizes[i]);
        assert_int_equal(str_count(s, 'y'), 0);
    }
    assert_int_equal(str_count(STR("a\xff"
                                   "b\xff"),
                               '\xff'),
                     2);
}

static void pieces_come_off(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cut, *words, *lines; // pieces, each with a bar behind it
    } rows[] = {
        {"", "|", "", ""},
        {"a", "a|", "a|", "a|"},
        {"a,", "a||", "a|", "a,|"},
        {",", "||", "", ",|"},
        {",,a", "||a|", "a|", ",,a|"},
        {"a,b", "a|b|", "a|b|", "a,b|"},
        {"a\n", "a\n|", "a\n|", "a|"},
        {"a\r\nb", "a\r\nb|", "a\r\nb|", "a|b|"},
        {"\n\n", "\n\n|", "\n\n|", "||"},
        {"a\rb\r", "a\rb\r|", "a\rb\r|", "a\rb|"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf cut = buf_in(&arena), words = buf_in(&arena), lines = buf_in(&arena);
        struct str rest = str_of(rows[i].text), piece;
        while (str_cut(&rest, ',', &piece))
            buf_fmt(&cut, "%.*s|", STR_ARG(piece));
        rest = str_of(rows[i].text);
        while (str_word(&rest, ",", &piece))
            buf_fmt(&words, "%.*s|", STR_ARG(piece));
        rest = str_of(rows[i].text);
        while (str_line(&rest, &piece))
            buf_fmt(&lines, "%.*s|", STR_ARG(piece));
        assert_str(buf_str(&cut), rows[i].cut);
        assert_str(buf_str(&words), rows[i].words);
        assert_str(buf_str(&lines), rows[i].lines);
    }
}

static void blanks_are_trimmed(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t\n\v\f\ra b\r\n")), "a b");
    assert_str(str_trim(STR(" \n ")), "");
    assert_str(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x"); // no blank of C's
    assert_str(str_trim_set(STR("\"'a'\""), "\"'"), "a");
    assert_str(str_trim_left_set(STR("xxaxx"), "x"), "axx");
    assert_str(str_trim_right_set(STR("xxaxx"), "x"), "xxa");
    assert_int_equal(str_trim((struct str){" \0 ", 3}).n, 1);
}

static void whole_numbers_fit_or_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "-1",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "0x1",
                                      "1a",
                                      "18446744073709551616",
                                      "99999999999999999999999"};
    uint64_t n = 7;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(str_to_u64(tight(str_of(bad[i])), &n));
    assert_int_equal(n, 7);
    assert_true(str_to_u64(tight(STR("18446744073709551615")), &n));
    assert_true(n == UINT64_MAX);
    assert_true(str_to_u64(STR("000"), &n));
    assert_int_equal(n, 0);
}

static void a_buffer_keeps_every_byte(void **state)
{
    (void)state;
    struct buf b = buf_in(&arena);
    for (int i = 0; i < 1000; i++)
        buf_byte(&b, (char)i);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(b.p[i], (char)i);
    b = buf_in(&arena);
    buf_number(&b, 0);
    buf_z(&b, " ");
    buf_number(&b, UINT64_MAX);
    buf_fmt(&b, " %s:%d", "x", 5);
    buf_add(&b, STR_NONE);
    assert_str(buf_str(&b), "0 18446744073709551615 x:5");
    b = buf_in(&arena); // a text that just fills the room is not cut
    for (size_t n = 0; n < 70; n++) {
        struct buf line = buf_in(&arena);
        buf_z(&line, "1234567");
        buf_fmt(&line, "%*s", (int)n, "");
        assert_int_equal(line.n, 7 + n);
    }
    assert_str(str_join(STR("a"), STR_NONE, &arena), "a");
    assert_str(str_join(STR_NONE, STR_NONE, &arena), "");
    assert_str(str_fmt(&arena, "%s", ""), "");
    assert_str(str_lower(STR("AbC\xc3\x84[Z"), &arena), "abc\xc3\x84[z");
}

static void classes_are_of_ascii(void **state)
{
    (void)state;
    static const char hex[] = "0123456789abcdef";
    for (int c = 0; c < 256; c++) {
        char byte = (char)c;
        bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z';
        bool alpha = upper || (c >= 'a' && c <= 'z');
        assert_int_equal(byte_is_digit(byte), digit);
        assert_int_equal(byte_is_alpha(byte), alpha);
        assert_int_equal(byte_is_alnum(byte), alpha || digit);
        assert_int_equal(byte_is_space(byte), c != 0 && strchr(" \t\n\v\f\r", c) != NULL);
        assert_int_equal(byte_lower(byte), (char)(upper ? c + 32 : c));
        const char *at = c ? strchr(hex, byte_lower(byte)) : NULL;
        assert_int_equal(byte_hex(byte), at ? at - hex : -1);
        assert_int_equal(byte_is_hex(byte), at != NULL);
    }
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t most, distance;
    } rows[] = {
        {"", "", 2, 0},          {"", "ab", 2, 2},     {"abc", "abc", 0, 0},
        {"abc", "abd", 2, 1},    {"abc", "acb", 2, 1}, {"abc", "abcd", 2, 1},
        {"abc", "bc", 2, 1},     {"abc", "ABC", 2, 3}, {"ca", "abc", 5, 3},
        {"abcdef", "ghi", 9, 6}, {"ab", "ba", 0, 1},   {"kitten", "sitting", 9, 3},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t got = str_distance(str_of(rows[i].a), str_of(rows[i].b), rows[i].most);
        if (got != rows[i].distance)
            fail_msg("%s, %s: %zu", rows[i].a, rows[i].b, got);
    }
    char text[80];
    memset(text, 'a', sizeof text);
    assert_int_equal(str_distance((struct str){text, 63}, (struct str){text, 62}, 2), 1);
    assert_int_equal(str_distance((struct str){text, 80}, (struct str){text, 80}, 2), 3);
}

// What is turned away early is as far as the whole calculation says.
static void a_near_bound_changes_no_distance(void **state)
{
    (void)state;
    static const char letters[] = "ABKEY_";
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[2][8];
        struct str s[2];
        for (int k = 0; k < 2; k++) {
            seed = seed * 1664525 + 1013904223;
            s[k] = (struct str){text[k], seed >> 29};
            for (size_t i = 0; i < s[k].n; i++) {
                seed = seed * 1664525 + 1013904223;
                text[k][i] = letters[(seed >> 16) % 6];
            }
        }
        size_t exact = str_distance(s[0], s[1], 60);
        for (size_t most = 1; most < 4; most++)
            assert_int_equal(str_distance(s[0], s[1], most), exact <= most ? exact : most + 1);
    }
}

static void lists_compare_bytes(void **state)
{
    (void)state;
    struct strs list = {0};
    assert_false(strs_have(&list, STR("")));
    for (int i = 0; i < 100; i++)
        strs_add(&list, str_fmt(&arena, "%d", i), &arena);
    assert_int_equal(list.n, 100);
    assert_true(strs_have(&list, STR("99")));
    assert_false(strs_have(&list, STR("100")));
    assert_false(strs_have(&list, STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_is_not_empty),
        cmocka_unit_test(slices_are_clamped),
        cmocka_unit_test(bytes_are_compared),
        cmocka_unit_test(places_are_found),
        cmocka_unit_test(counting_is_exact),
        cmocka_unit_test(pieces_come_off),
        cmocka_unit_test(blanks_are_trimmed),
        cmocka_unit_test(whole_numbers_fit_or_are_refused),
        cmocka_unit_test(a_buffer_keeps_every_byte),
        cmocka_unit_test(classes_are_of_ascii),
        cmocka_unit_test(distances),
        cmocka_unit_test(a_near_bound_changes_no_distance),
        cmocka_unit_test(lists_compare_bytes),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
