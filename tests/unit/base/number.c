// SPDX-License-Identifier: MIT
#include "check.h"

#include "base/number.h"

static void a_number_as_people_write_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"0", 0},
        {"-0", 0},
        {"60", 60},
        {"+5", 5},
        {"-5", -5},
        {"0.7", 0.7},
        {".5", .5},
        {"5.", 5},
        {"-.5", -.5},
        {"1_000", 1000},
        {"1_0.2_5", 10.25},
        {"1e3", 1000},
        {"1E+3", 1000},
        {"25e-1", 2.5},
        {"1e22", 1e22},
        {"007", 7},
        {"123456789012345678", 123456789012345678.0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double got = -1;
        if (!str_to_double(tight(str_of(rows[i].text)), &got) || got != rows[i].value)
            fail_msg("%s: %g", rows[i].text, got);
    }
}

static void what_is_none_leaves_the_place_alone(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1e5x",
        "1 ",
        " 1",
        "1__0",
        "_1",
        "1_",
        "1.2.3",
        "0x10",
        "1,5",
        "NaN",
        "inf",
        "1e999",
        "--1",
        "1-2",
        "1e-999",
        "1\xffx",
        "1e99999999999999999",
        "1234567890123456789", // 19 digits
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double got = 42;
        if (str_to_double(tight(str_of(rows[i])), &got) || got != 42)
            fail_msg("%s: taken for %g", rows[i], got);
    }
    double got = 42;
    assert_false(str_to_double((struct str){"1\0", 2}, &got));
    assert_false(str_to_double(STR_NONE, &got));
}

static void the_text_of_a_number(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0, "0"},        {60, "60"},   {-3, "-3"},
        {0.7, "0.7"},    {2.5, "2.5"}, {999999999999999, "999999999999999"},
        {1e20, "1e+20"},
    };
    struct arena a = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(number_text(rows[i].value, &a), rows[i].text);
    arena_free(&a);
    assert_false(number_is(NUMBER_NONE));
    assert_true(number_is(0));
    assert_true(number_is(-1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_as_people_write_it),
        cmocka_unit_test(what_is_none_leaves_the_place_alone),
        cmocka_unit_test(the_text_of_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
