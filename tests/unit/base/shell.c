// SPDX-License-Identifier: MIT
#include "check.h"

#include "base/shell.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void quoting_is_always_there(void **state)
{
    (void)state;
    static const struct {
        const char *text, *sh, *fish;
    } rows[] = {
        {"", "''", "''"},
        {"plain", "'plain'", "'plain'"},
        {"'", "''\\'''", "'\\''"},
        {"\\", "'\\'", "'\\\\'"},
        {"\\'", "'\\'\\'''", "'\\\\\\''"},
        {"it's $HOME `x` \\ !", "'it'\\''s $HOME `x` \\ !'", "'it\\'s $HOME `x` \\\\ !'"},
        {"a\nb\xff", "'a\nb\xff'", "'a\nb\xff'"},
        {"'; rm -rf ~ #", "''\\''; rm -rf ~ #'", "'\\'; rm -rf ~ #'"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_str(shell_quote(tight(str_of(rows[i].text)), &arena), rows[i].sh);
        assert_str(shell_quote_fish(tight(str_of(rows[i].text)), &arena), rows[i].fish);
    }
    assert_false(str_present(shell_quote((struct str){"a\0b", 3}, &arena)));
    assert_false(str_present(shell_quote_fish((struct str){"\0", 1}, &arena)));
}

static void names_are_what_a_shell_takes(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        char name[] = {(char)c, 'A'}, tail[] = {'A', (char)c};
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        assert_int_equal(shell_name((struct str){name, 2}), letter);
        assert_int_equal(shell_name((struct str){tail, 2}), letter || (c >= '0' && c <= '9'));
    }
    assert_false(shell_name(STR("")));
    assert_false(shell_name(STR_NONE));
    assert_false(shell_name(STR("A;rm")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoting_is_always_there),
        cmocka_unit_test(names_are_what_a_shell_takes),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
