// SPDX-License-Identifier: MIT
#include "parse/base64.h"
#include "check.h"

static void decodes(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct str out;
    assert_true(base64_decode(STR("c2stYQ=="), &out, &a));
    assert_str(out, "sk-a");
    assert_true(base64_decode(STR("c2stYQo="), &out, &a));
    assert_str(out, "sk-a\n");
    assert_true(base64_decode(STR("c2st\nYQ"), &out, &a)); // wrapped, without padding
    assert_str(out, "sk-a");
    assert_false(base64_decode(STR("c2st!"), &out, &a));
    assert_false(base64_decode(STR("c"), &out, &a));
    assert_false(base64_decode(STR("c2st===="), &out, &a));
    arena_free(&a);
}

static void round_trip(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    for (size_t n = 0; n < 40; n++) {
        char raw[40];
        for (size_t i = 0; i < n; i++)
            raw[i] = (char)(i * 37 + n);
        struct str back, bytes = {raw, n};
        assert_true(base64_decode(base64_encode(bytes, &a), &back, &a));
        assert_true(str_eq(back, bytes));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(decodes), cmocka_unit_test(round_trip)};
    return cmocka_run_group_tests_name("parse/base64", tests, NULL, NULL);
}
