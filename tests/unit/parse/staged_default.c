// SPDX-License-Identifier: MIT
#include "place.h"

#include "parse/staged_default.h"

static void the_default_of_a_variable(void **state)
{
    (void)state;
    // What follows the name.
    static const char *const given[] = {
        " ?? \"" K "\"",          "?.trim() || '" K "'",
        "\n  ?? \"" K "\"",       ": z.string().default(\"" K "\")",
        "\", default=\"" K "\")", "\").unwrap_or(\"" K "\".into())",
        "\").orElse(\"" K "\")",  "\").unwrap_or_else(|_| String::from(\"" K "\"))",
        "\"] or b'" K "'",
        ",default=" K "\"`", // a tag of Go's
    };
    static const char *const none[] = {
        " ?? other; x = \"" K "\"",
        "\") == \"" K "\"",
        "\nx = \"" K "\"",
        " ?? \"short\"",
        ", \"" K "\"",
        " ?? \"" K,
        "",
        ",default=short,x",
        "\").expect(\"" K "\")",
        ")))))) ?? \"" K "\"",
    };
    for (size_t i = 0; i < COUNT(given); i++)
        assert_value(staged_default(tight(str_of(given[i])), 0), K, given[i]);
    for (size_t i = 0; i < COUNT(none); i++)
        assert_value(staged_default(tight(str_of(none[i])), 0), NULL, none[i]);
    char far[600];
    memset(far, ' ', sizeof far);
    memcpy(far, " ||", 3);
    memcpy(far + 500, "\"" K "\"", 26);
    assert_value(staged_default((struct str){far, sizeof far}, 0), NULL, "too far away");
    assert_value(staged_default(STR("x"), 9), NULL, "behind the end");
}

static void where_a_default_begins(void **state)
{
    (void)state;
    static const struct {
        const char *before;
        size_t operand; // STR_NOWHERE: no default
    } rows[] = {
        {"x ?? ", 2},
        {"x || ", 2},
        {"x ?: ", 2},
        {"x or ", 1},
        {"x.orElse(", 2},
        {"f(x, default=", 5},
        {"x.unwrap_or(", 2},
        {"x ?? Some(", 2},
        {"x ?? b", 2},
        {"x = ", STR_NOWHERE},
        {"x == ", STR_NOWHERE},
        {"f(", STR_NOWHERE},
        {"", STR_NOWHERE},
        {"default", STR_NOWHERE},
        {"orders(", STR_NOWHERE},
        {"((((((((", STR_NOWHERE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t operand = STR_NOWHERE;
        bool is = staged_begins_default(tight(str_of(rows[i].before)), &operand);
        if (is != (rows[i].operand != STR_NOWHERE) || (is && operand != rows[i].operand))
            fail_msg("%s: %d, %zu", rows[i].before, is, operand);
    }
}

static void feed(struct str s)
{
    size_t operand;
    staged_begins_default(s, &operand);
    for (size_t at = 0; at <= s.n; at++)
        staged_default(s, at);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("\\\"X\\\"]?.a() ?? Some(b\"" K "\") || y.or_else(|_| '"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_of_a_variable),
        cmocka_unit_test(where_a_default_begins),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
