// SPDX-License-Identifier: MIT
#include "check.h"

#include "model/snapshot.h"

static void the_first_of_a_name(void **state)
{
    (void)state;
    struct variable items[] = {
        {.name = STR("A"), .value = value_plain(STR("1"))},
        {.name = STR("B")},
        {.name = STR("A"), .value = value_plain(STR("2"))},
    };
    const struct variables vars = {.items = items, .n = 3}, none = {0};
    assert_ptr_equal(variable_find(&vars, STR("A")), &items[0]);
    assert_ptr_equal(variable_find_z(&vars, "B"), &items[1]);
    assert_null(variable_find(&vars, STR("a"))); // names have a case
    assert_null(variable_find(&vars, STR("AB")));
    assert_null(variable_find(&vars, STR("")));
    assert_null(variable_find(&none, STR("A")));
}

static void contexts_and_paths(void **state)
{
    (void)state;
    struct context contexts[] = {{.name = STR("shell")}, {.name = STR("dotenv:next")}};
    struct path_fact paths[] = {{.path = STR("/a")}, {.path = STR("/a/b")}};
    struct snapshot s = {0};
    assert_null(context_find(&s, STR("shell")));
    assert_null(path_fact_find(&s, STR("/a")));
    s.contexts.items = contexts;
    s.contexts.n = 2;
    s.paths.items = paths;
    s.paths.n = 2;
    assert_ptr_equal(context_find(&s, STR("dotenv:next")), &contexts[1]);
    assert_null(context_find(&s, STR("dotenv")));
    assert_ptr_equal(path_fact_find(&s, STR("/a/b")), &paths[1]);
    assert_null(path_fact_find(&s, STR("/a/")));
}

// The words go into JSON: each kind has one, and no two the same.
static void every_kind_has_a_name(void **state)
{
    (void)state;
    for (int i = CONTEXT_SHELL; i <= CONTEXT_TOOL; i++)
        for (int k = i + 1; k <= CONTEXT_TOOL; k++)
            assert_string_not_equal(context_kind_name((enum context_kind)i),
                                    context_kind_name((enum context_kind)k));
    static const enum seen seen[] = {SEEN_NOT_ASKED, SEEN_COMPLETE, SEEN_PARTIAL,
                                     SEEN_DENIED,    SEEN_ABSENT,   SEEN_FAILED};
    for (size_t i = 0; i < COUNT(seen); i++)
        for (size_t k = i + 1; k < COUNT(seen); k++)
            assert_string_not_equal(seen_name(seen[i]), seen_name(seen[k]));
    assert_string_equal(seen_name(SEEN_NOT_ASKED), "not-asked");
    assert_string_equal(context_kind_name(CONTEXT_MANIFEST), "manifest");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_of_a_name),
        cmocka_unit_test(contexts_and_paths),
        cmocka_unit_test(every_kind_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
