// SPDX-License-Identifier: MIT
#include "base/index.h"

#include "../check.h"

static void names_find_their_places(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 22);
    struct index x = {0};
    assert_int_equal(index_find(&x, STR("none")), STR_NOWHERE);
    for (size_t i = 0; i < 5000; i++) {
        size_t *at = index_at(&x, str_fmt(&a, "name-%zu", i), &a);
        assert_int_equal(*at, STR_NOWHERE);
        *at = i;
    }
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(index_find(&x, str_fmt(&a, "name-%zu", i)), i);
    assert_int_equal(index_find(&x, STR("name-5000")), STR_NOWHERE);
    *index_at(&x, STR("name-7"), &a) = 99;
    assert_int_equal(index_find(&x, STR("name-7")), 99);
    assert_int_equal(x.n, 5000);
    assert_int_equal(*index_at(&x, STR(""), &a), STR_NOWHERE);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_find_their_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
