// SPDX-License-Identifier: MIT
// Redirects at the edges that no recorded run shows: versions, hosts that only look related, ports
// that are written out, headers of another name.
#include "check.h"
#include "clients/client.h"

static const char *seen(const char *client, const struct hop *hop, struct arena *a)
{
    const struct client *c;
    struct version version, runtime;
    struct call call = {.url = hop->from};
    struct world w = {.vars = &(struct variables){0}};
    assert_true(client_choose(str_of(client), &c, &version, &runtime));
    struct prediction p = client_predict(c, version, runtime, &w, &call, a);
    struct redirect r = prediction_redirect(&p, hop, a);
    return r.followed ? r.keeps_key ? "kept" : "dropped" : "ends";
}

static void key_goes_along(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    static const struct {
        const char *client, *from, *to, *want;
    } rows[] = {
        {"node-fetch", "https://a.com:443/v1", "https://A.com/x", "kept"},
        {"node-fetch", "https://a.com/v1", "https://a.com:444/x", "dropped"},
        {"node-fetch", "https://a.com/v1", "mailto:me@a.com", "ends"},
        {"python-aiohttp@3.8.4", "https://a.com/v1", "https://a.com:443/", "dropped"},
        {"python-aiohttp@3.8.4", "https://a.com:443/v1", "https://a.com:443/", "kept"},
        {"python-aiohttp@3.14.3", "https://a.com/v1", "https://a.com:443/", "kept"},
        {"npm-node-fetch", "https://a.com/v1", "https://b.a.com:99/", "kept"},
        {"npm-node-fetch", "https://a.com/v1", "https://ba.com/", "dropped"},
        {"npm-node-fetch", "https://b.a.com/v1", "https://a.com/", "dropped"},
        {"go@1.19.8", "https://a.com/v1", "https://b.a.com/", "kept"},
        {"go@1.19.8", "https://a.com/v1", "https://b.a.com:99/", "dropped"},
        {"go@1.19.8", "http://a.com/v1", "https://a.com/", "dropped"},
        {"go@1.24.0", "http://a.com/v1", "https://a.com/", "kept"},
        {"go@1.24.0", "http://a.com/v1", "https://ba.com/", "dropped"},
        {"python-requests", "http://a.com:8080/v1", "https://a.com:8080/", "dropped"},
        {"python-requests", "http://a.com:80/v1", "https://a.com:443/", "kept"},
        {"node-got", "http://a.com:8080/v1", "https://a.com:8080/", "kept"},
        {"node-axios@1.20.0", "http://a.com/v1", "https://a.com/", "kept"},
        {"node-axios@1.20.0", "https://a.com/v1", "http://a.com/", "dropped"},
        {"node-axios@1.20.0", "https://a.com/v1", "https://b.a.com/", "kept"},
        {"node-axios@1.21.0", "https://a.com/v1", "https://b.a.com/", "dropped"},
        {"curl@7.82.0", "http://a.com/v1", "https://a.com/", "kept"},
        {"curl@7.83.0", "http://a.com/v1", "https://a.com/", "dropped"},
        {"dotnet-httpclient", "https://a.com/v1", "https://a.com/x", "dropped"},
        {"dotnet-httpclient", "https://a.com/v1", "http://a.com/x", "ends"},
        {"java-urlconnection", "http://a.com/v1", "https://a.com/x", "ends"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct hop hop = {302, STR("GET"), str_of(rows[i].from), str_of(rows[i].to)};
        const char *got = seen(rows[i].client, &hop, &a);
        if (strcmp(got, rows[i].want))
            fail_msg("%s, row %zu: %s", rows[i].client, i, got);
    }
    arena_free(&a);
}

static void statuses(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    static const struct {
        const char *client, *method, *want;
        unsigned status;
    } rows[] = {
        {"python-urllib@3.10.0", "GET", "ends", 308},
        {"python-urllib@3.11.0", "GET", "kept", 308},
        {"python-urllib@3.11.0", "POST", "ends", 308},
        {"python-urllib", "POST", "kept", 303},
        {"node-fetch", "GET", "ends", 304},
        {"node-fetch", "GET", "ends", 300},
        {"java-urlconnection", "GET", "ends", 308},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct hop hop = {rows[i].status, str_of(rows[i].method), STR("https://a.com/v1"),
                          STR("https://a.com/x")};
        const char *got = seen(rows[i].client, &hop, &a);
        if (strcmp(got, rows[i].want))
            fail_msg("%s, row %zu: %s", rows[i].client, i, got);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_goes_along),
        cmocka_unit_test(statuses),
    };
    return cmocka_run_group_tests_name("clients/redirect", tests, NULL, NULL);
}
