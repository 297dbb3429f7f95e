// SPDX-License-Identifier: MIT
// A snapshot keeps no password: what it keeps must lead every client the same way.
#include "check.h"
#include "clients/client.h"
#include "parse/keyfacts.h"

static struct str route(const struct client *c, struct value value, struct arena *a)
{
    static const char *const names[] = {"https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"};
    struct variables vars = {0};
    for (size_t i = 0; i < 4; i++) {
        struct variable *v = arena_push(&vars, a);
        v->name = str_of(names[i]);
        v->value = value;
        v->exported = true;
    }
    struct variable *v = arena_push(&vars, a);
    v->name = STR("NODE_USE_ENV_PROXY");
    v->value = value_plain(STR("1"));
    v->exported = true;
    struct world w = {.vars = &vars};
    struct call call = {.url = STR("https://api.nexorouter.com/v1")};
    struct version none = {0};
    struct prediction p = client_predict(c, none, none, &w, &call, a);
    p.never_connects = false;
    return prediction_route(&p, a);
}

static void proxies(void **state)
{
    (void)state;
    static const char *const values[] = {
        "http://user:secret@127.0.0.1:3128",   "http://user:pa%40ss@127.0.0.1:3128",
        "http://user@127.0.0.1:3128",          "http://user:@127.0.0.1:3128",
        "http://user:p@ss@127.0.0.1:3128",     "http://user:p%zz@127.0.0.1:3128",
        "http://user:\xc3\xa9@127.0.0.1:3128", "user:secret@127.0.0.1:3128",
        "http://user:se cret@127.0.0.1:3128",  " http://user:secret@127.0.0.1:3128",
        "http://user:secret@127.0.0.1:3128\r", "\"http://user:secret@127.0.0.1:3128\"",
        "socks5://user:secret@127.0.0.1:1080", "https://user:secret@proxy.corp:3129",
        "http://user:secret@[::1]:3128",       "http://127.0.0.1:3128",
        "http://user:sec\\ret@127.0.0.1:3128",
    };
    struct arena a = arena_new((size_t)256 << 20);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct value real = value_plain(str_of(values[i]));
        struct value shape = value_read_as(VALUE_PROXY, str_of(values[i]), &a);
        assert_false(str_has(shape.text, STR("secret")));
        for (size_t k = 0; k < client_count(); k++) {
            struct str want = route(client_at(k), real, &a), got = route(client_at(k), shape, &a);
            if (!str_eq(want, got))
                print_error("%s with %s: %.*s, by its shape %.*s\n", client_at(k)->id, values[i],
                            STR_ARG(want), STR_ARG(got));
            assert_true(str_eq(want, got));
        }
    }
    arena_free(&a);
}

static enum key_fate fate(const struct client *c, struct value value, struct arena *a)
{
    struct variables vars = {0};
    struct variable *v = arena_push(&vars, a);
    *v = (struct variable){.name = STR("OPENAI_API_KEY"), .value = value, .exported = true};
    struct world w = {.vars = &vars};
    struct call call = {.url = STR("https://api.nexorouter.com/v1"),
                        .key_from = STR("OPENAI_API_KEY")};
    struct version none = {0};
    return client_predict(c, none, none, &w, &call, a).key_fate;
}

static void keys(void **state)
{
    (void)state;
    static const char *const values[] = {"sk-nexo-TEST0123456789",
                                         "sk-nexo-TEST0123456789\n",
                                         "sk-nexo-TEST0123456789\r\n",
                                         " sk-nexo-TEST0123456789",
                                         "sk-nexo-TEST 0123456789",
                                         "sk-nexo-TEST\n0123456789",
                                         "\"sk-nexo-TEST0123456789\"",
                                         "sk-nexo-TEST\xc3\xa9",
                                         "\xe2\x80\x9csk-nexo\xe2\x80\x9d",
                                         "Bearer sk-nexo-TEST01",
                                         "sk-nexo\x01TEST",
                                         "",
                                         "   ",
                                         "\n",
                                         "sk-nexo-TEST\xe2\x80\x8b"};
    struct arena a = arena_new((size_t)256 << 20);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct value real = value_plain(str_of(values[i]));
        struct value shape = value_read_as(VALUE_SECRET, str_of(values[i]), &a);
        for (size_t k = 0; k < client_count(); k++)
            assert_int_equal(fate(client_at(k), real, &a), fate(client_at(k), shape, &a));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(proxies), cmocka_unit_test(keys)};
    return cmocka_run_group_tests_name("clients/shapes", tests, NULL, NULL);
}
