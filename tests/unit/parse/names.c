// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/names.h"

struct row {
    const char *name;
    enum name_role role;
};

static void check(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum name_role got = name_role(str_of(rows[i].name));
        if (got != rows[i].role)
            fail_msg("%s: role %d, expected %d", rows[i].name, got, rows[i].role);
    }
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void names_have_roles(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"NEXOROUTER_API_KEY", NAME_KEY},
        {"OPENAI_API_KEY", NAME_KEY},
        {"OPENAI_BASE_URL", NAME_BASE_URL},
        {"AI21_API_KEY", NAME_FOREIGN_KEY}, // the table's first
        {"_JAVA_OPTIONS", NAME_RUNTIME},    // and its last
        {"AZURE_OPENAI_ENDPOINT", NAME_AZURE},
        {"OPENAI_ORG_ID", NAME_ORG},
        {"DOTENV_CONFIG_PATH", NAME_MODE},
        {"http_proxy", NAME_PROXY},
        {"Https_Proxy", NAME_PROXY},
        {"NO_PROXY", NAME_NO_PROXY},
        {"npm_config_noproxy", NAME_NO_PROXY},
        {"NEXT_PUBLIC_OPENAI_API_KEY", NAME_PUBLIC_KEY},
        {"VITE_NEXOROUTER_API_KEY", NAME_PUBLIC_KEY},
        {"VITE_OPENAI_KEY", NAME_PUBLIC_KEY},
        {"REACT_APP_ANTHROPIC_API_KEY", NAME_PUBLIC_KEY},
    };
    CHECK(rows);
}

static void near_misses_are_seen(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"OPEN_AI_API_KEY", NAME_KEY_NEAR},
        {"OPENAI_KEY", NAME_KEY_NEAR},
        {"OPENAI_SECRET_KEY", NAME_KEY_NEAR},
        {"NEXOROUTER_SECRET_KEY", NAME_KEY_NEAR},
        {"NEXOROUTER_API_KEY_PRODUCTION", NAME_KEY_NEAR},
        {"API_KEY", NAME_KEY_NEAR},
        {"NEXT_PUBLIC_API_KEY", NAME_IRRELEVANT},
        {"MAPS_API_KEY", NAME_IRRELEVANT},
        {"SECRET_KEY", NAME_IRRELEVANT},
        {"API_SECRET_KEY", NAME_IRRELEVANT},
        {"NEXOROUTER_KEY", NAME_KEY_NEAR},
        {"NEXO_ROUTER", NAME_KEY_NEAR},
        {"LLM_KEY", NAME_KEY_NEAR},
        {"LLM_API_KEY", NAME_KEY_NEAR},
        {"NEXO_ROUTER_API_KEY", NAME_KEY_NEAR},
        {"NEXOROUTER_APIKEY", NAME_KEY_NEAR},
        {"NEXROUTER_API_KEY", NAME_KEY_NEAR},
        {"NEXOROUTER_API_KYE", NAME_KEY_NEAR},
        {"NEXOROUTER_API_KEYS", NAME_KEY_NEAR},
        {"nexorouter_api_key", NAME_KEY_NEAR},
        {"API_KEY_NEXOROUTER", NAME_KEY_NEAR},
        {"OPENAI_APIKEY", NAME_KEY_NEAR},
        {"OPENAI_API_TOKEN", NAME_KEY_NEAR},
        {"OPNEAI_API_KEY", NAME_KEY_NEAR},
        {"OPENAI_API_KYE", NAME_KEY_NEAR},
        {"MY_OPENAI_API_KEY", NAME_KEY_NEAR},
        {"openai_base_url", NAME_BASE_URL},
        {"OPENAI_BASE_ULR", NAME_BASE_URL},
        {"URL_OPENAI", NAME_BASE_URL},
        {"NEXOROUTER_BASEURL", NAME_BASE_URL},
        {"NEXOROUTER_ENDPOINT", NAME_BASE_URL},
        {"NEXROUTER_BASE_URL", NAME_BASE_URL},
        {"HTTP_PORXY", NAME_PROXY_NEAR},
        {"HTTPS_PROXYS", NAME_PROXY_NEAR},
        {"PROXY_HTTPS", NAME_PROXY_NEAR},
        {"HTTPSPROXY", NAME_PROXY_NEAR},
        {"HTPS_PROXY", NAME_PROXY_NEAR},
        {"https_porxy", NAME_PROXY_NEAR},
        {"NOPROXY", NAME_PROXY_NEAR},
        {"ALL_PROXIES", NAME_PROXY_NEAR},
        {"NO_PORXY", NAME_PROXY_NEAR},
    };
    CHECK(rows);
    assert_true(str_eq(name_near_of(STR("LLM_KEY")), STR("NEXOROUTER_API_KEY")));
    assert_true(str_eq(name_near_of(STR("OPENAI_KEY")), STR("OPENAI_API_KEY")));
    assert_false(str_present(name_near_of(STR("OPENAI_API_KEY"))));
}

// Real names of other things must never look like slips of ours.
static void other_names_are_left_alone(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"OPENROUTER_API_KEY", NAME_FOREIGN_KEY},
        {"NEXTAUTH_SECRET", NAME_IRRELEVANT},
        {"NEXTAUTH_URL", NAME_IRRELEVANT},
        {"NEXT_PUBLIC_API_KEY", NAME_IRRELEVANT},
        {"NEXT_PUBLIC_FIREBASE_API_KEY", NAME_IRRELEVANT},
        {"NEXT_PUBLIC_GOOGLE_API_KEY", NAME_IRRELEVANT},
        {"VITE_BASE_URL", NAME_IRRELEVANT},
        {"NEXO_API_KEY", NAME_IRRELEVANT},
        {"OPENAQ_API_KEY", NAME_IRRELEVANT},
        {"OPENAIP_API_KEY", NAME_IRRELEVANT},
        {"OPENUV_API_KEY", NAME_IRRELEVANT},
        {"OPENWEATHER_API_KEY", NAME_IRRELEVANT},
        {"OPENSEA_API_KEY", NAME_IRRELEVANT},
        {"OPENPAY_API_KEY", NAME_IRRELEVANT},
        {"OPENAI_API_KEY_FILE", NAME_IRRELEVANT},
        {"KEY", NAME_IRRELEVANT},
        {"ROUTER_KEY", NAME_IRRELEVANT},
        {"OPENAI", NAME_IRRELEVANT},
        {"PATH", NAME_IRRELEVANT},
        {"GITHUB_TOKEN", NAME_IRRELEVANT},
        {"base_url", NAME_IRRELEVANT},
        {"DATABASE_URL", NAME_IRRELEVANT},
        {"ROUTER_URL", NAME_IRRELEVANT},
        {"ROUTER_BASE_URL", NAME_IRRELEVANT},
        {"OPENWEBUI_URL", NAME_IRRELEVANT},
        {"OPENAM_BASE_URL", NAME_IRRELEVANT},
        {"GOPROXY", NAME_IRRELEVANT},
        {"GONOPROXY", NAME_IRRELEVANT},
        {"PROXY", NAME_IRRELEVANT},
        {"PROXY_URL", NAME_IRRELEVANT},
        {"HTTP_PROXY_HOST", NAME_IRRELEVANT},
        {"HTTP_PORT", NAME_IRRELEVANT},
        {"HTTP_PROTO", NAME_IRRELEVANT},
        {"HTTP_PROBE", NAME_IRRELEVANT},
        {"RSYNC_PROXY", NAME_IRRELEVANT},
        {"SSH_AUTH_SOCK", NAME_IRRELEVANT},
        {"", NAME_IRRELEVANT},
    };
    CHECK(rows);
}

static void classes_hide_secrets(void **state)
{
    (void)state;
    struct str key = STR("sk-nexo-TEST01abcDEF23456789");
    assert_int_equal(name_class(STR("NEXOROUTER_API_KEY"), key), VALUE_SECRET);
    assert_int_equal(name_class(STR("OPENAI_KEY"), STR("x")), VALUE_SECRET);
    assert_int_equal(name_class(STR("OPENAI_CUSTOM_HEADERS"), STR("X: y")), VALUE_SECRET);
    assert_int_equal(name_class(STR("AZURE_OPENAI_API_KEY"), STR("y")), VALUE_SECRET);
    assert_int_equal(name_class(STR("AZURE_OPENAI_ENDPOINT"), STR("https://a")), VALUE_PLAIN);
    assert_int_equal(name_class(STR("HTTPS_PROXY"), STR("http://p:1")), VALUE_PROXY);
    assert_int_equal(name_class(STR("OPENAI_BASE_URL"), STR("https://h/v1")), VALUE_PLAIN);
    assert_int_equal(name_class(STR("OPENAI_BASE_URL"), STR("https://u:p@h/v1")), VALUE_PROXY);
    assert_int_equal(name_class(STR("OPENAI_BASE_URL"), key), VALUE_SECRET); // swapped fields
    assert_int_equal(name_class(STR("MY_PASSWORD"), STR("x")), VALUE_SECRET);
    assert_int_equal(name_class(STR("JAVA_TOOL_OPTIONS"), STR("-Dhttp.proxyPassword=x")),
                     VALUE_PROXY);
    assert_int_equal(name_class(STR("HOME"), STR("/root")), VALUE_PLAIN);
}

static void copies_are_counted_by_their_names(void **state)
{
    (void)state;
    static const char *const none[] = {".env",
                                       ".env.nexoenv.bak1",
                                       ".env.nexoenv.bak02",
                                       ".env.nexoenv.bak2x",
                                       ".env.nexoenv.bak100",
                                       ".env.nexoenv.bak4294967298",
                                       "x.env.nexoenv.bak",
                                       ""};
    static char memory[4096];
    struct arena a = arena_begin(memory, sizeof memory, sizeof memory);
    for (uint32_t n = 1; n < 100; n++) {
        struct arena scratch = a;
        struct str name = copy_name(STR(".env"), n - 1, &scratch);
        assert_int_equal(copy_number(STR(".env"), name, 99), n);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(copy_number(STR(".env"), str_of(none[i]), 99), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_roles),
        cmocka_unit_test(near_misses_are_seen),
        cmocka_unit_test(other_names_are_left_alone),
        cmocka_unit_test(classes_hide_secrets),
        cmocka_unit_test(copies_are_counted_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
