// SPDX-License-Identifier: MIT
#include "check.h"

#include "rules/hosts.h"

static struct profile profile(struct arena *a)
{
    struct profile p = {.host = STR("api.nexorouter.com"), .website_host = STR("nexorouter.com")};
    strs_add(&p.trusted_hosts, p.host, a);
    return p;
}

static void kinds(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        enum host_kind kind;
    } rows[] = {
        {"", HOST_NONE},
        {"api.nexorouter.com", HOST_GATEWAY},
        {"API.NexoRouter.com.", HOST_GATEWAY},
        {"localhost", HOST_LOOPBACK},
        {"127.8.9.1", HOST_LOOPBACK},
        {"::1", HOST_LOOPBACK},
        {"0.0.0.0", HOST_LOOPBACK},
        {"nexorouter.com", HOST_WEBSITE},
        {"docs.nexorouter.com", HOST_WEBSITE},
        {"dashboard.nexorouter.com", HOST_WEBSITE},
        {"eu.gateway.nexorouter.com", HOST_OTHER},
        {"apl.nexorouter.com", HOST_LOOKALIKE},
        {"api.nexorouter.com.evil.io", HOST_LOOKALIKE},
        {"api-nexorouter.com", HOST_LOOKALIKE},
        {"nexorouter.co", HOST_LOOKALIKE},
        {"api.nexoroutor.com", HOST_LOOKALIKE},
        {"api.nexorutor.com", HOST_LOOKALIKE},
        {"apinexorouter.com", HOST_LOOKALIKE},
        {"nex0router.com", HOST_LOOKALIKE},
        {"api.xn--nexrouter-22h.com", HOST_LOOKALIKE},
        {"api.nex\xd0\xbeRouter.com", HOST_LOOKALIKE},
        {"nexorouter.evil.example", HOST_LOOKALIKE},
        {"my-nexorouter-mirror.example.org", HOST_LOOKALIKE},
        {"nexorouter.corp", HOST_PRIVATE},
        {"nexorouter", HOST_PRIVATE},
        {"10.0.0.7", HOST_PRIVATE},
        {"api.openai.com", HOST_FOREIGN},
        {"corp.openai.azure.com", HOST_FOREIGN},
        {"bedrock-runtime.eu-west-1.amazonaws.com", HOST_FOREIGN},
        {"gw-1.eu-west-1.elb.amazonaws.com", HOST_OTHER},
        {"evil-api.openai.com.example.org", HOST_OTHER},
        {"openrouter.ai", HOST_FOREIGN},
        {"llm.example.com", HOST_OTHER},
        {"router.example.com", HOST_OTHER},
        {"netrouter.example.com", HOST_OTHER},
        {"openrouter.example.com", HOST_OTHER},
        {"xn--.example.com", HOST_OTHER},
        {"203.0.113.7", HOST_OTHER},
    };
    struct arena a = arena_new(1 << 24);
    struct profile p = profile(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *how = NULL, *vendor = NULL;
        enum host_kind got = host_kind(&p, str_of(rows[i].host), &vendor, &how, a);
        if (got != rows[i].kind)
            fail_msg("%s is %d, wanted %d", rows[i].host, (int)got, (int)rows[i].kind);
        assert_int_equal(how != NULL, got == HOST_LOOKALIKE);
        assert_int_equal(vendor != NULL, got == HOST_FOREIGN);
    }
    arena_free(&a);
}

// A gateway of one's own has no brand that other names could resemble.
static void own_profile(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct profile p = {.host = STR("10.0.0.7")};
    assert_int_equal(host_kind(&p, STR("10.0.0.7"), NULL, NULL, a), HOST_GATEWAY);
    assert_int_equal(host_kind(&p, STR("api.nexorouter.com"), NULL, NULL, a), HOST_OTHER);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(own_profile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
