// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/staged_yaml.h"

static void what_stands_before_a_value(void **state)
{
    (void)state;
    static const struct {
        const char *before, *s, *value; // NULL: nothing is taken
    } rows[] = {
        {"", ": |\n  x", "x"},
        {"", ": >-\n  x", "x"},
        {"", ": |2+ # c\r\n  x", "x"},
        {"", ": |x\n", NULL},
        {"", ": !!str x", "x"},
        {"", ": !<tag:yaml.org,2002:str> x", "x"},
        {"", ": !secret x", NULL},
        {"", ":\n  x", "x"},
        {"", "\":\r\n  x", "x"},
        {"  ", ":\n   x", "x"},
        {"  ", ":\n  x", NULL}, // not further in
        {"", ":\n  x: y", NULL},
        {"", ":\n  - x", NULL},
        {"", ": \"\\\n  x", "x"},
        {"? ", "\n: x", "x"},
        {"? ", ": x", NULL},
        {"- ? ", "\n: x", "x"},
        {"", ": x", NULL},
        {"", "= x", NULL},
        {"", "", NULL},
        {"", ":", NULL},
        {"", ": |", NULL},
        {"? ", "\n", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str s = tight(str_of(rows[i].s)), was = s;
        bool taken = staged_take_yaml(str_of(rows[i].before), &s);
        const char *want = rows[i].value ? rows[i].value : rows[i].s;
        if (taken != (rows[i].value != NULL) || !str_eq(s, str_of(want)))
            fail_msg("%s: %d, %.*s", rows[i].s, taken, STR_ARG(s));
        assert_true(taken || s.p == was.p);
    }
}

static void feed(struct str s)
{
    struct str rest = s;
    staged_take_yaml(STR("? "), &rest);
    staged_take_yaml(s, &s);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("\n:  !!str |2-  # c\n   \"\\\n x"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_before_a_value),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
