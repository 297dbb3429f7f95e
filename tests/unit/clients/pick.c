// SPDX-License-Identifier: MIT
// Which variable counts. What each client makes of whole environments is held by vectors.
#include "check.h"

#include "clients/family.h"

static struct variable items[8];
static struct variables vars;

// "A=b c=" as exported variables, in that order.
static struct world with(const char *text)
{
    static struct arena arena;
    if (!arena.at)
        arena = arena_new(1 << 24);
    struct str rest = str_of(text), pair, name;
    vars = (struct variables){.items = items, .cap = COUNT(items)};
    while (str_word(&rest, " ", &pair)) {
        struct str value = pair;
        str_cut(&value, '=', &name);
        items[vars.n++] = (struct variable){.name = name,
                                            .value = value_plain(value),
                                            .origin = {.kind = ORIGIN_ENVIRONMENT},
                                            .exported = true};
    }
    return (struct world){.vars = &vars};
}

static void the_first_group_that_is_set(void **state)
{
    (void)state;
    static const struct {
        const char *env, *names, *name;
    } rows[] = {
        {"a=1 A=2", "a|A", "a"},  {"A=2 a=1", "a|A", "a"}, // the order is the client's, not the environment's
        {"A=2", "a|A", "A"},      {"a= A=2", "a|A", NULL}, // an empty one stands for its group
        {"a= b=1", "a|A;b", "b"}, {"b=1", "a;b", "b"},     {"b=1 a=2", "a;b", "a"},
        {"", "a;b", NULL},        {"a=1", "", NULL},       {"aa=1", "a", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world w = with(rows[i].env);
        struct choice c = pick_first(&w, rows[i].names);
        if (!str_same(c.name, str_of(rows[i].name)))
            fail_msg("%s, %s: %.*s", rows[i].env, rows[i].names, STR_ARG(c.name));
    }
    struct world none = {0};
    assert_false(str_present(pick_first(&none, "a").name));
}

static void as_python_looks(void **state)
{
    (void)state;
    static const struct {
        const char *env, *name;
    } rows[] = {
        {"HTTP_PROXY=1", "HTTP_PROXY"},
        {"Http_Proxy=1", "Http_Proxy"},
        {"HTTP_PROXY=1 http_proxy=2", "http_proxy"}, // the small letters win
        {"http_proxy=2 HTTP_PROXY=1", "http_proxy"},
        {"HTTP_PROXY=1 http_proxy=", NULL}, // even when empty
        {"HTTP_PROXY=", NULL},
        {"HTTPS_PROXY=1", NULL},
        {"XHTTP_PROXY=1 HTTP-PROXY=1 HTTP_PROXYS=1", NULL},
        {"HTTP_PROXY=1 REQUEST_METHOD=GET", NULL}, // a header may have set it
        {"http_proxy=1 REQUEST_METHOD=GET", "http_proxy"},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world w = with(rows[i].env);
        struct choice c = pick_python(&w, STR("http"));
        if (!str_same(c.name, str_of(rows[i].name)))
            fail_msg("%s: %.*s", rows[i].env, STR_ARG(c.name));
    }
    struct world w = with("HTTPS_PROXY=1 REQUEST_METHOD=GET");
    assert_str(pick_python(&w, STR("https")).name, "HTTPS_PROXY"); // only http's can be forged
}

// What the shell alone knows reaches no program.
static void what_reaches_a_program(void **state)
{
    (void)state;
    struct world w = with("a=1");
    assert_true(world_has(&w, "a"));
    assert_str(world_value(&w, "a"), "1");
    assert_false(world_has(&w, "A"));
    items[0].exported = false;
    items[0].origin.kind = ORIGIN_SHELL;
    assert_false(world_has(&w, "a"));
    items[0].origin.kind = ORIGIN_FILE; // a loader gives it to the program
    assert_true(world_has(&w, "a"));
    items[0].value = VALUE_NONE;
    assert_false(world_has(&w, "a"));
    items[0].value = value_plain(STR(""));
    assert_true(world_has(&w, "a"));
    assert_int_equal(world_value(&w, "a").n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_group_that_is_set),
        cmocka_unit_test(as_python_looks),
        cmocka_unit_test(what_reaches_a_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
