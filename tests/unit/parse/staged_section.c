// SPDX-License-Identifier: MIT
#include "place.h"

#include "parse/staged_section.h"

static void whose_a_name_is(void **state)
{
    (void)state;
    static const char *const shown[] = {"none", "general", "ours", "call", "other", "named"};
    static const struct {
        const char *text;
        bool keyed;
        const char *section;
    } rows[] = {
        {"^apiKey: ", false, "none"},
        {"config = { ^apiKey: ", false, "general"},
        {"OpenAI(^api_key=", false, "general"},
        {"{\"NexoRouter\": {\"^apiKey\": ", false, "ours"},
        {"{\"nexo_router\": {\"o\": {}, \"^apiKey\": ", false, "ours"},
        {"nexorouter = dict(^api_key=", false, "ours"},
        {"nexoRouter^ApiKey = ", false, "ours"},
        {"NexoRouter(^api_key=", false, "ours"},
        {"Stripe(^api_key=", false, "call"},
        {"{\"Stripe\": {\"^apiKey\": ", false, "other"},
        {"{\"Stripe\": {}, \"^apiKey\": ", false, "general"},
        {"weather^ApiKey = ", false, "named"},
        {"stripe.^api_key = ", false, "named"},
        {"class Stripe:\n    pass\nStripe(^api_key=", false, "none"}, // of this very text
        {"nexorouter:\n  ^api_key: ", true, "ours"},
        {"nexorouter:\n  m: x\nstripe:\n  ^api_key: ", true, "other"},
        {"config:\n  ^api_key: ", true, "general"},
        {"[nexorouter]\n^api-key = ", true, "ours"},
        {"[nexorouter]\na = 1\n[stripe]\n^api-key = ", true, "other"},
        {"# nexorouter:\n  ^api_key: ", true, "none"},
        {"<nexorouter ^apiKey=\"", false, "ours"},
        {"<stripe><^apiKey>", false, "other"},
        {"aws apigateway get --^api-key ", false, "other"},
        {"curl --^api-key ", false, "none"},
        {"^", false, "none"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct staged_place p = place_of(rows[i].text, "f");
        enum staged_section got = staged_section_of(p.text, p.at, BRAND, rows[i].keyed);
        if (strcmp(shown[got], rows[i].section) != 0)
            fail_msg("%s: %s", rows[i].text, shown[got]);
    }
}

static void names_of_models(void **state)
{
    (void)state;
    static const char *const yes[] = {"LLM_^",         "OPENAI_^", "chatGPT^",
                                      "nexo-router-^", "nexo_^",   "agents_^"};
    static const char *const no[] = {"WEATHER_^", "my_^", "^", "x = ^", "weather_agents_^"};
    for (size_t i = 0; i < COUNT(yes) + COUNT(no); i++) {
        const char *text = i < COUNT(yes) ? yes[i] : no[i - COUNT(yes)];
        struct staged_place p = place_of(text, "f");
        if (staged_says_model(p.text, p.at, BRAND) != (i < COUNT(yes)))
            fail_msg("%s", text);
    }
}

static void urls_beside_a_key(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool keyed;
        enum staged_near near;
    } rows[] = {
        {"{url: \"https://api.nexorouter.com/v1\", ^key: ", false, NEAR_OURS},
        {"{^key: 1, url: \"https://api.NexoRouter.com/v1\"}", false, NEAR_OURS},
        {"{^key: 1, url: \"https://other.test\"}", false, NEAR_OTHER},
        {"{^key: 1, referer: \"https://other.test\"}", false, NEAR_NONE},
        {"{^key: 1}\n{url: \"https://api.nexorouter.com/v1\"}", false, NEAR_NONE},
        {"x = {a: {^key: 1}, url: \"https://api.nexorouter.com/v1\"}", false, NEAR_OURS},
        {"curl https://api.nexorouter.com/v1 \\\n -H ^key", false, NEAR_OURS},
        {"curl https://api.nexorouter.com/v1\ncurl -H ^key", false, NEAR_NONE},
        {"a:\n  url: https://api.nexorouter.com\n  ^key: x\n", true, NEAR_OURS},
        {"a:\n  url: https://api.nexorouter.com\n  ^key: x\n", false, NEAR_NONE},
        {"a:\n  url: https://api.nexorouter.com\nb:\n  ^key: x\n", true, NEAR_NONE},
        {"a:\n- url: https://api.nexorouter.com\n- ^key: x\n  url: https://o.test\n", true,
         NEAR_OTHER},
        {"^", true, NEAR_NONE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct staged_place p = place_of(rows[i].text, "f");
        enum staged_near got =
            staged_near(p.text, p.at, STR("nexorouter.com"), BRAND, rows[i].keyed);
        if (got != rows[i].near)
            fail_msg("%s: %d", rows[i].text, (int)got);
    }
}

static void the_brand_in_a_name(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool brand;
        const char *name; // when all else means a key
    } rows[] = {
        {"nexorouter", true, NULL},
        {"Nexo_Router-ApiKey", true, "Nexo_Router-ApiKey"},
        {"NEXOROUTER_API_KEY = 1", true, "NEXOROUTER_API_KEY"},
        {"nexoRouterSecret.token", true, "nexoRouterSecret.token"},
        {"nexorouter_api_key_2", true, NULL},
        {"nexorouter_base_url", true, NULL},
        {"nexo router", false, NULL},
        {"_nexorouter", false, NULL},
        {"nexoroute", false, NULL},
        {"", false, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str s = tight(str_of(rows[i].text));
        if (staged_is_brand(s, BRAND) != rows[i].brand)
            fail_msg("%s", rows[i].text);
        if (rows[i].brand)
            assert_value(staged_key_name(s, BRAND), rows[i].name, rows[i].text);
    }
}

static void feed(struct str s)
{
    for (size_t at = 0; at <= s.n; at += 5) {
        staged_section_of(s, at, BRAND, true);
        staged_says_model(s, at, BRAND);
        staged_near(s, at, STR("h.t"), BRAND, true);
        staged_key_name(str_from(s, at), BRAND);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("a:\n- name: b\n  <c d=\"e\">{f: g(\"--h\", [apiKey: 'https://h.t'\n---\nmetadata:\n"),
         feed);
    static char deep[20000];
    static const char bytes[] = "([{<\n-:.";
    for (size_t i = 0; i + 1 < sizeof bytes; i++) {
        memset(deep, bytes[i], sizeof deep);
        struct str s = {deep, sizeof deep};
        staged_section_of(s, s.n, BRAND, true);
        staged_near(s, s.n / 2, STR("h.t"), BRAND, true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whose_a_name_is),   cmocka_unit_test(names_of_models),
        cmocka_unit_test(urls_beside_a_key), cmocka_unit_test(the_brand_in_a_name),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
