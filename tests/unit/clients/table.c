// SPDX-License-Identifier: MIT
#include "check.h"
#include "clients/client.h"

static struct variables vars_of(const char *const *pairs, struct arena *a)
{
    struct variables vars = {0};
    for (size_t i = 0; pairs[i]; i += 2) {
        struct variable *v = arena_push(&vars, a);
        v->name = str_of(pairs[i]);
        v->value = value_plain(str_of(pairs[i + 1]));
        v->exported = true;
    }
    return vars;
}

static struct str route(const char *spec, const char *const *pairs, const char *url,
                        struct arena *a)
{
    const struct client *c;
    struct version version, runtime;
    struct variables vars = vars_of(pairs, a);
    struct world w = {.vars = &vars};
    struct call call = {.url = str_of(url)};
    assert_true(client_choose(str_of(spec), &c, &version, &runtime));
    struct prediction p = client_predict(c, version, runtime, &w, &call, a);
    p.never_connects = false; // of keys nothing is said here
    return prediction_route(&p, a);
}

#define GATEWAY "https://api.nexorouter.com/v1"

static void rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < client_count(); i++) {
        const struct client *c = client_at(i);
        assert_non_null(c->title);
        assert_non_null(c->packages);
        assert_true(version_parse(str_of(c->newest)).known);
        assert_ptr_equal(client_find(str_of(c->id)), c);
        if (i)
            assert_true(str_cmp(str_of(client_at(i - 1)->id), str_of(c->id)) < 0);
        if (c->lang == LANG_NODE)
            assert_non_null(c->runtime);
    }
    assert_null(client_find(STR("python")));
    assert_null(client_find(STR("")));
}

static void choosing(void **state)
{
    (void)state;
    const struct client *c;
    struct version v, node;
    assert_true(client_choose(STR("node-openai@6/node@24"), &c, &v, &node));
    assert_string_equal(c->id, "node-openai");
    assert_int_equal(v.major, 6);
    assert_int_equal(node.major, 24);
    assert_true(client_choose(STR("python-aiohttp+trust_env"), &c, &v, &node));
    assert_false(v.known);
    assert_true(client_choose(STR("rust-reqwest-0.11"), &c, &v, &node));
    assert_true(client_choose(STR("go@1.19"), &c, &v, &node));
    assert_int_equal(v.minor, 19);
    assert_false(client_choose(STR("go@"), &c, &v, &node));
    assert_false(client_choose(STR("go@new"), &c, &v, &node));
    assert_false(client_choose(STR("nothing@1"), &c, &v, &node));
}

static void versions(void **state)
{
    (void)state;
    struct version v = version_parse(STR("v24.1.0-rc1"));
    assert_true(v.known);
    assert_int_equal(v.major, 24);
    assert_int_equal(v.minor, 1);
    assert_int_equal(v.patch, 0);
    assert_false(version_parse(STR("latest")).known);
    assert_false(version_parse(STR("")).known);
    assert_true(version_parse(STR("99999999999999999999.1")).known); // no overflow
}

// The same variables, other ways: the reason why this room exists.
static void same_shell_other_ways(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)64 << 20);
    static const char *const upper[] = {"HTTPS_PROXY", "http://127.0.0.1:3128", NULL};
    assert_str(route("curl", upper, GATEWAY, &a), "http://127.0.0.1:3128");
    assert_str(route("node-fetch@24", upper, GATEWAY, &a), "direct");
    assert_str(route("wget", upper, GATEWAY, &a), "direct");
    static const char *const on[] = {"HTTPS_PROXY", "http://127.0.0.1:3128", "NODE_USE_ENV_PROXY",
                                     "1", NULL};
    assert_str(route("node-fetch@24", on, GATEWAY, &a), "http://127.0.0.1:3128");
    assert_str(route("node-fetch@20", on, GATEWAY, &a), "direct");
    assert_str(route("node-openai@4/node@24", on, GATEWAY, &a), "direct");
    static const char *const list[] = {"HTTPS_PROXY",
                                       "http://p.corp:3128",
                                       "NO_PROXY",
                                       "*.nexorouter.com",
                                       "NODE_USE_ENV_PROXY",
                                       "1",
                                       NULL};
    assert_str(route("curl", list, GATEWAY, &a), "http://p.corp:3128");
    assert_str(route("go@1.19", list, GATEWAY, &a), "direct");
    assert_str(route("node-fetch@22.23", list, GATEWAY, &a), "direct");
    static const char *const socks[] = {"HTTPS_PROXY", "http://p.corp:3128", "all_proxy",
                                        "socks://127.0.0.1:1080/", NULL};
    assert_str(route("python-requests", socks, GATEWAY, &a), "http://p.corp:3128");
    assert_str(route("python-openai", socks, GATEWAY, &a), "error");
    arena_free(&a);
}

static void frameworks(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)16 << 20);
    static const char *const pairs[] = {"OPENAI_PROXY",
                                        "http://p.corp:1",
                                        "HTTPS_PROXY",
                                        "http://q.corp:2",
                                        "NO_PROXY",
                                        "nexorouter.com",
                                        "OPENAI_API_BASE",
                                        "https://a.example/v1",
                                        "OPENAI_BASE_URL",
                                        "https://b.example/v1",
                                        NULL};
    assert_str(route("langchain-python", pairs, GATEWAY, &a), "http://p.corp:1");
    assert_str(route("llamaindex", pairs, GATEWAY, &a), "direct");
    struct variables vars = vars_of(pairs, &a);
    struct world w = {.vars = &vars};
    struct version none = {0};
    static const char *const bases[][2] = {
        {"langchain-python", "OPENAI_API_BASE"}, {"langchain-js", "OPENAI_API_BASE"},
        {"llamaindex", "OPENAI_API_BASE"},       {"litellm", "OPENAI_BASE_URL"},
        {"python-openai", "OPENAI_BASE_URL"},    {"vercel-ai", "OPENAI_BASE_URL"}};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        const struct client *c = client_find(str_of(bases[i][0]));
        assert_str(client_predict(c, none, none, &w, NULL, &a).base_url_from, bases[i][1]);
    }
    arena_free(&a);
}

// Real Node 22.23, 24.21 and 26.10, tried by hand: at start only node:http is loaded, so a line end
// in https_proxy alone ends no program that calls fetch; the sheet's rows had it in every variable.
static void line_end_in_one_variable(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)64 << 20);
    static const char *const https[] = {"https_proxy", "http://127.0.0.1:3128\n",
                                        "NODE_USE_ENV_PROXY", "1", NULL};
    assert_str(route("node-fetch@24.21.0", https, GATEWAY, &a), "http://127.0.0.1:3128");
    assert_str(route("node-http@24.21.0", https, GATEWAY, &a), "error");
    static const char *const http[] = {"http_proxy", "http://127.0.0.1:3128\n",
                                       "NODE_USE_ENV_PROXY", "1", NULL};
    assert_str(route("node-fetch@24.21.0", http, GATEWAY, &a), "error");
    arena_free(&a);
}

// What the shell alone knows reaches no program.
static void not_exported(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)16 << 20);
    static const char *const pairs[] = {"https_proxy", "http://127.0.0.1:3128", NULL};
    struct variables vars = vars_of(pairs, &a);
    struct world w = {.vars = &vars};
    struct call call = {.url = STR(GATEWAY)};
    struct version none = {0};
    vars.items[0].exported = false;
    vars.items[0].origin.kind = ORIGIN_SHELL;
    struct prediction p = client_predict(client_find(STR("curl")), none, none, &w, &call, &a);
    assert_int_equal(p.route, ROUTE_DIRECT);
    arena_free(&a);
}

// Who may not read a CA file says so in other words than who does not find it.
static void ca_files(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *variable;
        enum seen seen;
        const char *words; // NULL: it goes on
    } table[] = {
        {"python-requests@2.34", "REQUESTS_CA_BUNDLE", SEEN_DENIED, "Permission denied"},
        {"python-requests@2.34", "REQUESTS_CA_BUNDLE", SEEN_ABSENT, "invalid path: /ca.pem"},
        {"python-httpx@0.28", "SSL_CERT_FILE", SEEN_DENIED, "Permission denied"},
        {"python-httpx@0.28", "SSL_CERT_FILE", SEEN_ABSENT, "No such file"},
        {"python-httpx@0.23", "SSL_CERT_FILE", SEEN_DENIED, "Permission denied"},
        {"python-httpx@0.23", "SSL_CERT_FILE", SEEN_ABSENT, NULL},
        {"node-fetch@24", "NODE_EXTRA_CA_CERTS", SEEN_DENIED, NULL},
        {"python-urllib", "SSL_CERT_FILE", SEEN_ABSENT, NULL},
    };
    struct arena a = arena_new((size_t)1 << 24);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct client *c;
        struct version version, runtime;
        const char *pairs[] = {table[i].variable, "/ca.pem", NULL};
        struct variables vars = vars_of(pairs, &a);
        struct path_facts facts = {0};
        *arena_push(&facts, &a) =
            (struct path_fact){.path = STR("/ca.pem"), .state = table[i].seen};
        struct world w = {.vars = &vars, .paths = &facts};
        struct call call = {.url = STR(GATEWAY)};
        assert_true(client_choose(str_of(table[i].spec), &c, &version, &runtime));
        struct prediction p = client_predict(c, version, runtime, &w, &call, &a);
        assert_int_equal(p.never_connects, table[i].words != NULL);
        assert_true(!table[i].words || str_has(p.never_words, str_of(table[i].words)));
    }
    arena_free(&a);
}

// The httpx beneath counts when it is known: an assumed one tells nothing.
static void sdk_and_httpx(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        struct version sdk, httpx;
        bool starts;
    } table[] = {
        {"python-openai", {1, 55, 2, true, false}, {0, 28, 1, true, false}, false},
        {"python-openai", {1, 55, 3, true, false}, {0, 28, 1, true, false}, true},
        {"python-openai", {1, 55, 2, true, false}, {0, 27, 2, true, false}, true},
        {"python-openai", {1, 55, 2, true, false}, {0}, true},
        {"python-openai", {2, 0, 0, true, false}, {0, 28, 1, true, false}, true},
        {"python-anthropic", {0, 39, 0, true, false}, {0, 28, 0, true, false}, false},
        {"python-anthropic", {0, 40, 0, true, false}, {0, 28, 0, true, false}, true},
    };
    struct arena a = arena_new((size_t)1 << 24);
    const char *pairs[] = {"OPENAI_API_KEY", "sk-nexo-TEST01", "ANTHROPIC_API_KEY",
                           "sk-nexo-TEST02", NULL};
    struct variables vars = vars_of(pairs, &a);
    struct world w = {.vars = &vars};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct prediction p = client_predict(client_find(str_of(table[i].id)), table[i].sdk,
                                             table[i].httpx, &w, NULL, &a);
        assert_int_equal(p.never_connects, !table[i].starts);
        assert_true(table[i].starts || str_has(p.never_words, STR("'proxies'")));
    }
    arena_free(&a);
}

static void keys(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)16 << 20);
    static const char *const pairs[] = {"OPENAI_API_KEY", "sk-nexo-TEST01\n", "OPENAI_BASE_URL",
                                        " " GATEWAY "/ ", NULL};
    struct variables vars = vars_of(pairs, &a);
    struct world w = {.vars = &vars};
    struct version none = {0};
    struct prediction p =
        client_predict(client_find(STR("python-openai")), none, none, &w, NULL, &a);
    assert_int_equal(p.key_fate, KEY_FATE_REFUSED);
    assert_true(p.never_connects); // the blank in front: no scheme
    p = client_predict(client_find(STR("node-openai")), none, none, &w, NULL, &a);
    assert_int_equal(p.key_fate, KEY_FATE_TRIMMED);
    assert_str(p.request_url, GATEWAY "/chat/completions");
    assert_str(p.base_url_from, "OPENAI_BASE_URL");
    struct call call = {.key_from = STR("OPENAI_API_KEY"), .url = STR(GATEWAY)};
    p = client_predict(client_find(STR("curl")), none, none, &w, &call, &a);
    assert_int_equal(p.key_fate, KEY_FATE_SPLIT);
    arena_free(&a);
}

// An SDK reads proxies as the httpx beneath it does: 0.26 learned socks5h, 0.24 to stop on a list.
static void httpx_beneath(void **state)
{
    (void)state;
    struct arena a = arena_new((size_t)64 << 20);
    static const struct {
        const char *httpx, *name, *value, *route;
    } rows[] = {
        {"0.28.1", "ALL_PROXY", "socks5h://p.corp:1080", "socks5h://p.corp:1080"},
        {"0.26.0", "ALL_PROXY", "socks5h://p.corp:1080", "socks5h://p.corp:1080"},
        {"0.25.2", "ALL_PROXY", "socks5h://p.corp:1080", "error"},
        {"0.25.2", "ALL_PROXY", "socks5://p.corp:1080", "socks5h://p.corp:1080"},
        {"0.28.1", "NO_PROXY", "[::1]", "error"},
        {"0.24.0", "NO_PROXY", "[::1]", "error"},
        {"0.23.3", "NO_PROXY", "[::1]", "http://p.corp:3128"},
        {"", "NO_PROXY", "[::1]", "error"}, // not known: the newest
    };
    static const char *const clients[] = {"python-anthropic", "langchain-python", "llamaindex",
                                          "litellm", "python-openai"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < sizeof clients / sizeof *clients; k++) {
            const char *const pairs[] = {"HTTPS_PROXY", "http://p.corp:3128", rows[i].name,
                                         rows[i].value, NULL};
            // A SOCKS proxy alone: HTTPS_PROXY would go before it.
            bool alone = rows[i].name[0] == 'A';
            struct variables vars = vars_of(pairs + (alone ? 2 : 0), &a);
            struct world w = {.vars = &vars, .python_socks = true};
            struct call call = {.url = STR(GATEWAY)};
            struct version sdk = k == 4 ? version_parse(STR("1.55.3")) : (struct version){0};
            struct prediction p =
                client_predict(client_find(str_of(clients[k])), sdk,
                               version_parse(str_of(rows[i].httpx)), &w, &call, &a);
            p.never_connects = false;
            assert_str(prediction_route(&p, &a), rows[i].route);
        }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(choosing),
        cmocka_unit_test(versions),
        cmocka_unit_test(same_shell_other_ways),
        cmocka_unit_test(line_end_in_one_variable),
        cmocka_unit_test(not_exported),
        cmocka_unit_test(keys),
        cmocka_unit_test(ca_files),
        cmocka_unit_test(sdk_and_httpx),
        cmocka_unit_test(frameworks),
        cmocka_unit_test(httpx_beneath),
    };
    return cmocka_run_group_tests_name("clients/table", tests, NULL, NULL);
}
