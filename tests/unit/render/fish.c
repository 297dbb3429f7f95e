// SPDX-License-Identifier: MIT
// What tests/fish runs in a real fish is asked there; here the forms, and what has none.
#include "check.h"

#include "render/render.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void commands_in_fish(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"export A='b'", "set -gx A 'b'"},
        {"export A=b C=", "set -gx A b; set -gx C ''"},
        {"export A", "set -gx A $A"},
        {"unset A B", "set -e A B"},
        {"A='b c'", "set -g A 'b c'"},
        {"A=b c d", "A=b c d"},
        {"a && b || c | d; e\nf", "a && b || c | d; e\nf"},
        {"echo 'it'\\''s \\'", "echo 'it'\\''s \\\\'"},
        {"echo \"a $B \\$ \\\" \\\\ \\q\"", "echo \"a $B \\$ \\\" \\\\ \\\\q\""},
        {"echo ${A}b", "echo $A\"\"b"},
        {"echo $A[1]", "echo $A\"\"[1]"},
        {"export A=\"$(cat k)\"", "set -gx A \"$(cat k)\""},
        {"a\\ b \\$c", "a\\ b \\$c"},
        {"a\\nb \\x41", "anb x41"}, // a letter, which in fish would be a line end
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str got = render_command(tight(str_of(rows[i][0])), SYNTAX_FISH, &arena);
        if (!str_same(got, str_of(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], STR_ARG(got));
        assert_str(render_command(STR("if x; then y; fi"), SYNTAX_POSIX, &arena),
                   "if x; then y; fi");
    }
}

static void what_has_no_form(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "if a; then b; fi",
        "a &",
        "(a)",
        "{ a; }",
        "a << E",
        "`a`",
        "\"`a`\"",
        "${A%b}",
        "${A:-b}",
        "$1",
        "$",
        "'a",
        "\"a",
        "$(a",
        "a )",
        "# a",
        "export 1=a",
        "export A-B",
        "set -e",
        "! a",
        "$(a $(b $(c $(d $(e)))))",
        ". a",
        "\"$A",
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_present(render_command(tight(str_of(rows[i])), SYNTAX_FISH, &arena)))
            fail_msg("%s: %.*s", rows[i],
                     STR_ARG(render_command(str_of(rows[i]), SYNTAX_FISH, &arena)));
    assert_false(str_present(render_command(STR_NONE, SYNTAX_FISH, &arena)));
}

// A command that a terminal must not get is none, in either syntax.
static void what_a_terminal_obeys(void **state)
{
    (void)state;
    static const char *const rows[] = {"a \x1b[m", "a\r", "a \xe2\x80\xae", "a \xff", "a\tb"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_false(str_present(render_command(str_of(rows[i]), SYNTAX_POSIX, &arena)));
        assert_false(str_present(render_command(str_of(rows[i]), SYNTAX_FISH, &arena)));
    }
    assert_true(str_present(render_command(STR("a '\xc3\xbc'\nb"), SYNTAX_POSIX, &arena)));
}

static void feed(struct str s)
{
    struct arena scratch = arena;
    render_command(s, SYNTAX_FISH, &scratch);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("export A=\"$(cat 'b' | c)\" && d ${E}f \\g; unset H"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_in_fish),
        cmocka_unit_test(what_has_no_form),
        cmocka_unit_test(what_a_terminal_obeys),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
