// SPDX-License-Identifier: MIT
// A damaged key in a header that the code builds: what each client of JavaScript makes of it. Each
// row was seen at the real client (Node 26, axios 1.21 and 1.6, undici 7, got 14, Bun, Deno).
#include "check.h"
#include "clients/client.h"

static void fates(void **state)
{
    static const struct {
        const char *client, *key, *sent; // NULL: refused
    } rows[] = {
        {"node-fetch", "k\n", "k"},
        {"node-fetch", "k\r\n", "k"},
        {"node-fetch", "k\t", "k"},
        {"node-fetch", "\nk", NULL},
        {"node-fetch", "a\nb", NULL},
        {"node-fetch", "k\xc2\xa0", "k\xc2\xa0"},
        {"node-fetch", "a\xc3\xa9", "a\xc3\xa9"},
        {"node-fetch", "k\xef\xbb\xbf", NULL},
        {"node-http", "k ", "k"},
        {"node-http", "k\n", NULL},
        {"node-http", "k\xc2\xa0", "k\xc2\xa0"},
        {"node-got", "k\r", NULL},
        {"npm-node-fetch", "k\n", NULL},
        {"node-undici", "k\n", NULL},
        {"node-undici-env", "k\xe2\x80\x8b", NULL},
        {"node-axios", "k\n", "k"},
        {"node-axios", "a\nb", "ab"},
        {"node-axios",
         "a\x01"
         "b",
         "ab"},
        {"node-axios", "\xef\xbb\xbfk", "k"},
        {"node-axios",
         "a\xe2\x80\x8b"
         "b",
         "ab"},
        {"node-axios", "k\xc2\xa0", "k\xc2\xa0"},
        {"node-axios@1.6.8", "k\n", NULL},
        {"node-axios@1.15.0", "k\n", NULL},
        {"bun-fetch", "k\n", "k"},
        {"bun-fetch", "a\nb", NULL},
        {"deno-fetch", "k\r", "k"},
        {"deno-fetch", "k\xef\xbb\xbf", NULL},
    };
    struct arena a = arena_new((size_t)16 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct variable key = {.name = STR("OPENAI_API_KEY"),
                               .value = {.state = VALUE_SET, .text = str_of(rows[i].key)},
                               .exported = true};
        struct variables vars = {.items = &key, .n = 1};
        struct world w = {.vars = &vars};
        struct call call = {.base_url = STR("https://a.com/v1"), .key_from = key.name};
        const struct client *c;
        struct version version, runtime;
        assert_true(client_choose(str_of(rows[i].client), &c, &version, &runtime));
        struct prediction p = client_predict(c, version, runtime, &w, &call, &a);
        struct str want = str_join(STR("Bearer "), str_of(rows[i].sent ? rows[i].sent : ""), &a);
        if (rows[i].sent ? !str_eq(p.auth, want) : p.key_fate != KEY_FATE_REFUSED)
            fail_msg("%s, row %zu: %.*s", rows[i].client, i, STR_ARG(p.auth));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fates)};
    return cmocka_run_group_tests_name("clients/header", tests, NULL, NULL);
}
