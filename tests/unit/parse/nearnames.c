// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/nearnames.h"

static void keys(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum near near;
    } rows[] = {
        {"OPEN_AI_API_KEY", NEAR_OPENAI},
        {"KEY_OPENAI", NEAR_OPENAI},
        {"openai_api_key", NEAR_OPENAI},
        {"OPENAI-API-KEY", NEAR_OPENAI},
        {"OPENAI.API.KEY", NEAR_OPENAI},
        {"OPENAI_APIKEY", NEAR_OPENAI},
        {"OPENAI_KEY", NEAR_OPENAI},
        {"OPENAI_SECRET_KEY", NEAR_OPENAI},
        {"MY_PROD_OPENAI_TOKEN", NEAR_OPENAI},
        {"OPENIA_API_KEY", NEAR_OPENAI},  // swapped
        {"OPNAI_API_KEY", NEAR_OPENAI},   // one lost
        {"OPENAI_API_KEYY", NEAR_OPENAI}, // one too many
        {"NEXO_ROUTER", NEAR_NEXOROUTER},
        {"NEXOROUTER_KEY", NEAR_NEXOROUTER},
        {"NEXO_ROUTER_API_KEY", NEAR_NEXOROUTER},
        {"NEXROUTER_API_KEY", NEAR_NEXOROUTER},
        {"NEXOROUTR_API_KY", NEAR_NEXOROUTER}, // two slips
        {"LLM_KEY", NEAR_NEXOROUTER},
        {"GPT_API_KEY", NEAR_NEXOROUTER},
        // Other services, and what is no key at all.
        {"OPENAQ_API_KEY", NEAR_NONE},
        {"OPENCV_API_KEY", NEAR_NONE},
        {"NEXO_API_KEY", NEAR_NONE},
        {"NEXTAUTH_SECRET", NEAR_NONE},
        {"ROUTER_API_KEY", NEAR_NONE},
        {"OPENAI_BASE_URL", NEAR_NONE},
        {"OPENAI_OPENAI_KEY", NEAR_NONE},
        {"OPENAI", NEAR_NONE},
        {"API_KEY", NEAR_NONE},
        {"SECRET_KEY", NEAR_NONE},
        {"APP_API_KEY", NEAR_NONE},
        {"PRODUCTION_DEVELOPMENT_OPENAI_KEY", NEAR_NONE}, // longer than anybody writes it
        {"KEY", NEAR_NONE},
        {"", NEAR_NONE},
        {"_______", NEAR_NONE},
        {"\xff\xff\xff\xff\xff\xff\xff", NEAR_NONE},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (near_key(tight(str_of(rows[i].name))) != rows[i].near)
            fail_msg("%s: %d", rows[i].name, near_key(str_of(rows[i].name)));
}

static void bases(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "openai_base_url",      "URL_OPENAI",       "NEXOROUTER_ENDPOINT",
        "NEXO_ROUTER_BASE_URL", "LLM_BASE_URL",     "OPENAI_API_HOST",
        "OPENAI_BASEURL",       "OPENAI_BASE_URLL", "NEXOROUTR_BAES_URL",
    };
    static const char *const no[] = {"BASE_URL",        "OPENAI_API_KEY", "NEXO_URL", "ROUTER_URL",
                                     "OPENAQ_BASE_URL", "OPENI_BASE_ULR", "",         "URL",
                                     "DATABASE_URL",    "OPENAI_KEY_URL"};
    for (size_t i = 0; i < COUNT(yes); i++)
        if (!near_base(tight(str_of(yes[i]))))
            fail_msg("should be near: %s", yes[i]);
    for (size_t i = 0; i < COUNT(no); i++)
        if (near_base(tight(str_of(no[i]))))
            fail_msg("should not be near: %s", no[i]);
}

static void proxies(void **state)
{
    (void)state;
    static const char *const yes[] = {"HTTP_PORXY",  "HTTPS_PROXYS", "PROXY_HTTPS", "HTTPSPROXY",
                                      "HTTP-PROXY",  "http_prxy",    "NO_PROXIES",  "ALLPROXY",
                                      "HTPPS_PROXY", "PROXY_NO"};
    static const char *const no[] = {"GOPROXY",
                                     "HTTP_PROXY_HOST",
                                     "HTTP_PROTO",
                                     "HTTP2_PROXY",
                                     "HTTPX_PROXY",
                                     "PROXY",
                                     "",
                                     "_PROXY",
                                     "MY_PROXY",
                                     "PROXY_URL",
                                     "HTTP_PROXY_FOR_EVERYTHING"};
    for (size_t i = 0; i < COUNT(yes); i++)
        if (!near_proxy(tight(str_of(yes[i]))))
            fail_msg("should be near: %s", yes[i]);
    for (size_t i = 0; i < COUNT(no); i++)
        if (near_proxy(tight(str_of(no[i]))))
            fail_msg("should not be near: %s", no[i]);
}

// A name may be as long as an environment holds.
static void long_names(void **state)
{
    (void)state;
    static char name[5000];
    memset(name, '_', sizeof name);
    memcpy(name, "OPENAIKEY", 9);
    static const size_t sizes[] = {28, 29, 63, 64, 65, 66, 5000};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct str s = tight((struct str){name, sizes[i]});
        assert_int_equal(near_key(s), sizes[i] <= 64 ? NEAR_OPENAI : NEAR_NONE);
        assert_false(near_base(s));
        assert_false(near_proxy(s));
    }
    memset(name, 'A', sizeof name);
    for (size_t n = 0; n < 200; n++)
        assert_int_equal(near_key(tight((struct str){name, n})), NEAR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys),
        cmocka_unit_test(bases),
        cmocka_unit_test(proxies),
        cmocka_unit_test(long_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
