// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/options.h"

static struct arena arena;

static int make(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *store(struct options *o, const char *name, const char *value)
{
    const struct option_row *row = option_find(str_of(name));
    assert_non_null(row);
    return option_store(o, row, str_of(value), &arena);
}

static void rows_stand_in_the_order_of_the_enum(void **state)
{
    (void)state;
    for (int i = 0; i < OPT_COUNT; i++) {
        const struct option_row *row = option_row((enum option_id)i);
        assert_int_equal(row->id, i);
        assert_true(row->name[0]);
        assert_true(row->help[0]);
        assert_ptr_equal(option_find(str_of(row->name)), row);
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(row->name, option_row((enum option_id)k)->name);
            if (row->letter[0])
                assert_string_not_equal(row->letter, option_row((enum option_id)k)->letter);
        }
    }
}

// A row without a field to go to would be read and forgotten.
static void every_option_leaves_a_trace(void **state)
{
    (void)state;
    for (int i = 0; i < OPT_COUNT; i++) {
        const struct option_row *row = option_row((enum option_id)i);
        struct options none = {0}, one = {0};
        const char *value = row->words[0]   ? strchr(row->words, '|') + 1
                            : row->value[0] ? "5"
                                            : NULL;
        struct str text = str_of(value);
        if (row->words[0])
            text = str_slice(text, 0, str_chr(text, '|'));
        assert_null(option_store(&one, row, text, &arena));
        assert_int_equal(one.given, OPT(i));
        one.given = 0;
        assert_memory_not_equal(&none, &one, sizeof none);
    }
}

static void seconds_may_have_a_fraction(void **state)
{
    (void)state;
    struct options o = {0};
    assert_null(store(&o, "--timeout", "1.5"));
    assert_int_equal(o.timeout_ms, 1500);
    assert_null(store(&o, "--timeout", ".25"));
    assert_int_equal(o.timeout_ms, 250);
    assert_null(store(&o, "--timeout", "8"));
    assert_int_equal(o.timeout_ms, 8000);
    static const char *const bad[] = {"",       ".",   "x",    "-1",  "1e3",
                                      "1.2345", "0",   "0.01", "601", "99999999999999999999",
                                      "1 ",     "0x10"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(store(&o, "--timeout", bad[i]));
    assert_int_equal(o.timeout_ms, 8000);
}

static void numbers_and_words_are_checked(void **state)
{
    (void)state;
    struct options o = {0};
    assert_non_null(store(&o, "--port", "0"));
    assert_non_null(store(&o, "--port", "65536"));
    assert_non_null(store(&o, "--pid", "99999999999"));
    assert_non_null(store(&o, "--format", "xml"));
    assert_non_null(store(&o, "--color", ""));
    assert_non_null(store(&o, "--context", ""));
    assert_null(store(&o, "--port", "65535"));
    assert_null(store(&o, "--format", "sarif"));
    assert_int_equal(o.format, FORMAT_SARIF);
}

static void near_options_are_found(void **state)
{
    (void)state;
    assert_true(str_eq(option_near(STR("--ofline"), UINT64_MAX), STR("--offline")));
    assert_true(str_eq(option_near(STR("--jsno"), UINT64_MAX), STR("--json")));
    assert_true(str_eq(option_near(STR("--off"), UINT64_MAX), STR("--offline")));
    assert_false(str_present(option_near(STR("--zebra"), UINT64_MAX)));
    // What the command does not use is not suggested.
    assert_false(str_present(option_near(STR("--ofline"), OPT(OPT_HELP))));
}

static void lists_grow(void **state)
{
    (void)state;
    struct options o = {0};
    assert_null(store(&o, "--for", "curl"));
    assert_null(store(&o, "--for", "go@1.19"));
    assert_int_equal(o.clients.n, 2);
    assert_true(str_eq(o.clients.items[1], STR("go@1.19")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_in_the_order_of_the_enum),
        cmocka_unit_test(every_option_leaves_a_trace),
        cmocka_unit_test(seconds_may_have_a_fraction),
        cmocka_unit_test(numbers_and_words_are_checked),
        cmocka_unit_test(near_options_are_found),
        cmocka_unit_test(lists_grow),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
