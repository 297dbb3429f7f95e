// SPDX-License-Identifier: MIT
// Base URLs as SDKs join them, at the edges that no recorded run shows.
#include "check.h"

#include "clients/client.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

// The URL that is called, or the client's own words.
static struct str joined(const char *client, struct str base, const char *path)
{
    const struct client *c;
    struct version version, runtime;
    struct call call = {.base_url = base, .base_url_from = STR("option"), .path = str_of(path)};
    struct world w = {.vars = &(struct variables){0}};
    assert_true(client_choose(str_of(client), &c, &version, &runtime));
    struct prediction p = client_predict(c, version, runtime, &w, &call, &arena);
    return str_present(p.base_url_error) ? p.base_url_error : p.request_url;
}

static void bases_and_paths(void **state)
{
    (void)state;
    static const struct {
        const char *base, *python, *node; // ending in "..." : words that begin so
    } rows[] = {
        {"https://h/v1", "https://h/v1/models", "https://h/v1/models"},
        {"https://h/v1/", "https://h/v1/models", "https://h/v1/models"},
        {"https://h", "https://h/models", "https://h/models"},
        {"https://h:443/v1", "https://h/v1/models", "https://h/v1/models"},
        {"https://h:8443", "https://h:8443/models", "https://h:8443/models"},
        {"https://[::1]:80/v1", "https://[::1]:80/v1/models", "https://[::1]:80/v1/models"},
        {"HTTPS://H/v1", "https://h/v1/models", "https://h/v1/models"},
        {"https://h/v1?a=b", "https://h/v1?a=b/models", "https://h/v1?a=b%2Fmodels"},
        {"https://h/v1#a", "https://h/v1/models", "https://h/v1"},
        {"h/v1", "openai.APIConnectionError: ...", "TypeError[ERR_INVALID_URL]: ..."},
        {"ftp://h/v1", "openai.APIConnectionError: ...", "Error: Connection error. ..."},
        {"https://", "openai.APIConnectionError: ...", "https://models/..."},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        for (int node = 0; node < 2; node++) {
            const char *want = node ? rows[i].node : rows[i].python;
            struct str got = joined(node ? "node-openai" : "python-openai",
                                    tight(str_of(rows[i].base)), "/models");
            struct str head = str_of(want);
            bool open = str_ends(head, STR("..."));
            head = str_slice(head, 0, head.n - (open ? 3 : 0));
            if (open ? !str_starts(got, head) : !str_eq(got, head))
                fail_msg("%s: %.*s", rows[i].base, STR_ARG(got));
        }
}

static void feed(struct str base)
{
    static const char *const clients[] = {"python-openai",    "node-openai", "node-openai@4.20.0",
                                          "python-anthropic", "go-openai",   "curl"};
    for (size_t i = 0; i < COUNT(clients); i++) {
        const struct client *c;
        struct version version, runtime;
        struct arena keep = arena;
        if (client_choose(str_of(clients[i]), &c, &version, &runtime))
            joined(clients[i], base, "/chat/completions");
        arena = keep;
    }
}

static void hostile_bases_end(void **state)
{
    (void)state;
    torn(STR("https://u:p%40@h:0443/v1/./%2e%zz/?a=b+c&a=%41#d"), feed);
    torn(STR("//[::1]:/\xc3\xbc"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bases_and_paths),
        cmocka_unit_test(hostile_bases_end),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
