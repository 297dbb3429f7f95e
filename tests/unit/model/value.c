// SPDX-License-Identifier: MIT
#include "check.h"

#include "model/value.h"

static void states(void **state)
{
    (void)state;
    struct value unset = value_plain(STR_NONE), empty = value_plain(STR("")),
                 set = value_plain(STR("ab"));
    assert_int_equal(unset.state, VALUE_UNSET);
    assert_int_equal(empty.state, VALUE_EMPTY);
    assert_int_equal(set.state, VALUE_SET);
    assert_int_equal(set.class, VALUE_PLAIN);
    assert_int_equal(set.length, 2);
    assert_false(value_is_set(&unset));
    assert_false(value_is_set(&empty)); // exists, but is not set to anything
    assert_true(value_is_set(&set));
}

static void the_same_bytes(void **state)
{
    (void)state;
    const struct value unset = VALUE_NONE, empty = value_plain(STR("")), a = value_plain(STR("a")),
                       b = value_plain(STR("b"));
    struct value printed = a, other = b, secret = a, second = a;
    printed.print = 7;
    other.print = 7;
    secret.class = second.class = VALUE_SECRET; // two shapes
    const struct {
        const struct value *one, *two;
        bool same;
    } rows[] = {
        {&unset, &unset, true},    {&empty, &empty, true}, {&unset, &empty, false},
        {&empty, &a, false},       {&a, &a, true},         {&a, &b, false},
        {&printed, &other, true},  // by print, whatever is shown
        {&printed, &a, true},      // one without: by text
        {&secret, &second, false}, // equal shapes prove nothing
        {&secret, &a, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (value_same(rows[i].one, rows[i].two) != rows[i].same ||
            value_same(rows[i].two, rows[i].one) != rows[i].same)
            fail_msg("row %zu", i);
    second.print = 8;
    secret.print = 9;
    assert_false(value_same(&secret, &second));
    secret.print = 8;
    assert_true(value_same(&secret, &second));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(states), cmocka_unit_test(the_same_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
