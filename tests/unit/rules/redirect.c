// SPDX-License-Identifier: MIT
// What is said of a redirect is what the chosen client does with it.
#include "check.h"
#include "clients/client.h"
#include "rules/network.h"

#define HERE "https://api.nexorouter.com/v1"

static const struct {
    const char *client, *to;
    int status;
    const char *words;
    bool arrives;
} rows[] = {
    {"curl", HERE "/x", 308, "curl follows it only where it is asked to", false},
    {"ruby-net-http", HERE "/x", 308, "Net::HTTP in Ruby does not follow it", false},
    {"python-openai", HERE "/x", 301, "OpenAI SDK for Python turns a POST into a GET on the way",
     false},
    {"python-openai", HERE "/x", 308, "OpenAI SDK for Python sends each call twice", true},
    {"python-openai", "/v2/models", 307, "OpenAI SDK for Python sends each call twice", true},
    {"python-openai", "//example.com/v1", 307, "OpenAI SDK for Python drops the key on the way",
     false},
    {"python-openai", HERE "/models", 307, "OpenAI SDK for Python sends each call twice", false},
    {"node-fetch", "https://example.com/v1", 302,
     "fetch in Node drops the key on the way, and turns a POST into a GET", false},
    {"node-fetch", HERE "/x", 308, "fetch in Node sends each call twice", true},
    {"wget", "https://example.com/v1", 307, "wget takes the key along to that host", false},
};

static void says_what_the_client_does(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)1 << 22);
    struct version none = {0};
    struct variables vars = {0};
    struct world w = {.vars = &vars};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct client *c = client_find(str_of(rows[i].client));
        struct prediction p = client_predict(c, none, none, &w, NULL, &a);
        struct network n = {.here = &p};
        struct observation o = {
            .url = STR(HERE "/models"), .status = rows[i].status, .location = str_of(rows[i].to)};
        assert_str(redirect_words(&n, &o, &a), rows[i].words);
        assert_int_equal(redirect_arrives(&n, &o, &a), rows[i].arrives);
    }
    struct network n = {0};
    struct observation o = {.url = STR(HERE), .status = 308, .location = STR(HERE "/x")};
    assert_true(str_has(redirect_words(&n, &o, &a), STR("clients drop the key")));
    assert_false(redirect_arrives(&n, &o, &a));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(says_what_the_client_does)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
