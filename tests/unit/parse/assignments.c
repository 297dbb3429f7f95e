// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/assignments.h"

static void words(void **state)
{
    (void)state;
    assert_true(assignment_is(STR("A=")));
    assert_true(assignment_is(STR("_a1=x=y")));
    static const char *const none[] = {"", "=", "=x", "A", "1A=x", "A-B=x", "--env=x", "A B=x"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(assignment_is(str_of(none[i])));
    struct assignment a = assignment_of(STR("A=x=y"));
    assert_str(a.name, "A");
    assert_str(a.value, "x=y");
    a = assignment_of(STR("A="));
    assert_true(str_present(a.value) && a.value.n == 0);
    a = assignment_of(STR("A")); // `-e A`: the host's value
    assert_str(a.name, "A");
    assert_false(str_present(a.value));
}

static void the_last_counts(void **state)
{
    (void)state;
    struct assignment items[] = {assignment_of(STR("A=1")), assignment_of(STR("B=2")),
                                 assignment_of(STR("A=3"))};
    struct assignments list = {items, 3, 3};
    assert_str(assignments_find(&list, STR("A"))->value, "3");
    assert_str(assignments_find(&list, STR("B"))->value, "2");
    assert_null(assignments_find(&list, STR("C")));
    assert_null(assignments_find(&(struct assignments){0}, STR("A")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(the_last_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
