// SPDX-License-Identifier: MIT
// Escaping for terminals and quoting for shells.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/shell.h"
#include "base/term.h"
#include "base/utf8.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void same(struct str got, const char *expected)
{
    assert_string_equal(str_z(got, &arena), expected);
}

static void control_and_bidi_are_escaped(void **state)
{
    (void)state;
    same(term_safe(STR("plain text ~"), &arena), "plain text ~");
    same(term_safe(STR("a\x1b[31mb\r\n\t\x7f"), &arena), "a\\x1b[31mb\\x0d\\x0a\\x09\\x7f");
    same(term_safe(STR("\xe2\x80\xae"
                       "evil"),
                   &arena),
         "\\xe2\\x80\\xaeevil"); // U+202E
    same(term_safe(STR("\xc2\x9b"
                       "31m"),
                   &arena),
         "\\xc2\\x9b31m"); // C1 CSI
    same(term_safe(STR("\xef\xbb\xbfx"), &arena), "\\xef\\xbb\\xbfx");
    same(term_safe((struct str){"a\0b", 3}, &arena), "a\\x00b");
    same(term_safe(STR("gr\xc3\xbc\xc3\x9f"), &arena), "gr\xc3\xbc\xc3\x9f");
    same(term_safe(STR("\xff\xc3"), &arena), "\\xff\\xc3");
    same(term_safe(STR("\xed\xa0\x80\xc0\xaf"), &arena), "\\xed\\xa0\\x80\\xc0\\xaf");
    same(term_safe(STR_NONE, &arena), "");
}

static void json_text_is_utf8(void **state)
{
    (void)state;
    same(utf8_clean(STR("ok \xc3\xbc"), &arena), "ok \xc3\xbc");
    same(utf8_clean(STR("a\xfe\x1b"), &arena), "a\\xfe\x1b");
    struct buf b = buf_in(&arena);
    utf8_add(&b, 0x41);
    utf8_add(&b, 0xfc);
    utf8_add(&b, 0x20ac);
    utf8_add(&b, 0x1f600);
    utf8_add(&b, 0xd800);
    same(buf_str(&b), "A\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd");
}

static void width_counts_columns(void **state)
{
    (void)state;
    assert_int_equal(term_width(STR("abc")), 3);
    assert_int_equal(term_width(STR("\xe4\xb8\xad\xe6\x96\x87")), 4);
    assert_int_equal(term_width(STR("e\xcc\x81")), 1);
    assert_int_equal(term_fit(STR("\xe4\xb8\xad\xe6\x96\x87"), 3), 3);
    assert_int_equal(term_fit(STR("abcdef"), 4), 4);
}

static void quoting_is_always_there(void **state)
{
    (void)state;
    same(shell_quote(STR("plain"), &arena), "'plain'");
    same(shell_quote(STR(""), &arena), "''");
    same(shell_quote(STR("it's $HOME `x` \\ !"), &arena), "'it'\\''s $HOME `x` \\ !'");
    same(shell_quote_fish(STR("it's \\ $x"), &arena), "'it\\'s \\\\ $x'");
    assert_false(str_present(shell_quote((struct str){"a\0b", 3}, &arena)));
    assert_true(shell_name(STR("_A1")));
    assert_false(shell_name(STR("1A")));
    assert_false(shell_name(STR("A-B")));
    assert_false(shell_name(STR("")));
    assert_false(shell_name(STR("A;rm")));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_and_bidi_are_escaped),
        cmocka_unit_test(json_text_is_utf8),
        cmocka_unit_test(width_counts_columns),
        cmocka_unit_test(a_near_bound_changes_no_distance),
        cmocka_unit_test(quoting_is_always_there),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
