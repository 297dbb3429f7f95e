// SPDX-License-Identifier: MIT
// Where clients read the same proxy settings differently: each rule where it fires, and a near miss.
#include "scene.h"

static struct report with(struct scene **out, const char *client, const char *base,
                          const char *const (*env)[2])
{
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    s->asked.base_url = str_of(base);
    strs_add(&s->asked.clients, str_of(client), &s->arena);
    for (size_t i = 0; i < 3 && env[i][0]; i++)
        scene_set(s, env[i][0], env[i][1]);
    *out = s;
    return scene_judge(s);
}

#define GATEWAY "https://api.nexorouter.com/v1"

static void rules(void **state)
{
    (void)state;
    static const struct {
        const char *id, *client, *base, *env[3][2];
        bool found;
    } rows[] = {
        {"proxy.case-mismatch",
         "curl",
         GATEWAY,
         {{"https_proxy", "http://a:1"}, {"HTTPS_PROXY", "http://b:2"}},
         true},
        {"proxy.case-mismatch",
         "curl",
         GATEWAY,
         {{"https_proxy", "http://a:1"}, {"HTTPS_PROXY", "http://a:1"}},
         false},
        {"proxy.case-mismatch", "curl", GATEWAY, {{"NO_PROXY", "a"}, {"no_proxy", "b"}}, false},
        {"proxy.no-proxy-semantics",
         "curl",
         GATEWAY,
         {{"https_proxy", "http://a:1"},
          {"HTTPS_PROXY", "http://a:1"},
          {"NO_PROXY", "*.nexorouter.com"}},
         true},
        {"proxy.no-proxy-semantics",
         "curl",
         GATEWAY,
         {{"https_proxy", "http://a:1"}, {"HTTPS_PROXY", "http://a:1"}, {"NO_PROXY", "other.test"}},
         false},
        {"proxy.no-proxy-semantics", "curl", GATEWAY, {{"NO_PROXY", "*.nexorouter.com"}}, false},
        {"proxy.captures-localhost",
         "curl",
         "http://localhost:3001/v1",
         {{"http_proxy", "http://a:1"}},
         true},
        {"proxy.captures-localhost",
         "curl",
         "http://localhost:3001/v1",
         {{"http_proxy", "http://a:1"}, {"no_proxy", "localhost"}},
         false},
        {"proxy.captures-localhost",
         "curl",
         "http://localhost:3001/v1",
         {{"https_proxy", "http://a:1"}},
         false}, // not the scheme's
        {"proxy.captures-localhost", "curl", GATEWAY, {{"https_proxy", "http://a:1"}}, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene *s;
        struct report r = with(&s, rows[i].client, rows[i].base, rows[i].env);
        const struct finding *f = scene_find(&r, rows[i].id);
        if ((f != NULL) != rows[i].found)
            fail_msg("row %zu: %s", i, rows[i].id);
        if (f)
            assert_true(f->evidence.n >= 2 && f->fixes.n >= 1);
    }
}

// The list that a fix writes is one that every client reads alike.
static void the_list_that_all_read(void **state)
{
    (void)state;
    struct scene *s;
    static const char *const env[3][2] = {{"https_proxy", "http://a:1"},
                                          {"HTTPS_PROXY", "http://a:1"},
                                          {"NO_PROXY", "*.nexorouter.com,https://Other.Test:8443"}};
    struct report r = with(&s, "curl", GATEWAY, env);
    const struct finding *f = scene_find(&r, "proxy.no-proxy-semantics");
    assert_non_null(f);
    struct str command = f->fixes.items[0].command;
    assert_true(str_has(command, STR("api.nexorouter.com")));
    assert_true(str_has(command, STR("other.test")));
    assert_false(str_has_any(command, "*;"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules),
        cmocka_unit_test(the_list_that_all_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
