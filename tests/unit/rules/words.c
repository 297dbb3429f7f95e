// SPDX-License-Identifier: MIT
#include "scene.h"

#include "rules/words.h"

static void values_without_secrets(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    static const struct {
        const char *name, *bytes, *words;
    } rows[] = {
        {"NEXOROUTER_API_KEY", KEY_TEXT, "43 bytes, ends in U0vW"},
        {"NEXOROUTER_API_KEY", "short", "5 bytes"},
        {"NEXOROUTER_API_KEY", "", "empty"},
        {"OPENAI_BASE_URL", "https://h/v1?q=geheim", "https://h/v1"},
        {"OPENAI_BASE_URL", "h/v1", "h/v1"},
        {"HTTPS_PROXY", "http://p:3128", "http://p:3128"},
        {"NODE_ENV", "production", "production"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct value v = scene_value(s, rows[i].name, rows[i].bytes);
        assert_str(value_words(&v, &s->arena), rows[i].words);
    }
    char many[300] = {0};
    memset(many, 'x', sizeof many - 1);
    struct value v = scene_value(s, "NODE_ENV", many);
    assert_str(value_words(&v, &s->arena), "299 bytes");
    v = scene_value(s, "HTTPS_PROXY", "http://me:geheim12@p:1");
    assert_false(str_has(value_words(&v, &s->arena), STR("geheim")));
    v = (struct value){.state = VALUE_SET, .opaque = true};
    assert_str(value_words(&v, &s->arena), "set elsewhere, not visible from here");
    assert_str(value_words(NULL, &s->arena), "not set");
}

static void where_a_variable_is_from(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct variable v = {.name = STR("A"), .origin = {.kind = ORIGIN_ENVIRONMENT}};
    assert_str(variable_words(&v, &s->arena), "A");
    v.origin = origin_file((struct loc){STR(".env"), 3, 1});
    assert_str(variable_words(&v, &s->arena), "A (from .env:3)");
    v.name = STR(IN_CODE);
    assert_str(variable_words(&v, &s->arena), "The key in .env:3");
}

static void hosts_that_are_trusted(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    static const struct {
        const char *url, *host;
        bool trusted;
    } rows[] = {
        {"https://api.nexorouter.com/v1", "api.nexorouter.com", true},
        {"https://API.NexoRouter.com:443", "API.NexoRouter.com", true},
        {"https://api.nexorouter.com.evil.test/v1", "api.nexorouter.com.evil.test", false},
        {"https://api.nexorouter.com@evil.test/v1", "evil.test", false},
        {"https://nexorouter.com/v1", "nexorouter.com", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str host = host_of(str_of(rows[i].url));
        assert_str(host, rows[i].host);
        assert_int_equal(host_trusted(&s->profile, host), rows[i].trusted);
    }
    assert_false(str_present(host_of(STR_NONE)));
    assert_false(host_trusted(&s->profile, STR_NONE));
    assert_true(accepted_name(&s->profile, STR("OPENAI_API_KEY")));
    assert_false(accepted_name(&s->profile, STR("openai_api_key")));
}

static void keys_that_could_be_one(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    static const struct {
        const char *bytes;
        bool plausible;
    } rows[] = {
        {KEY_TEXT, true},        {KEY_TEXT "\r", true}, // damaged, but one
        {"YOUR_API_KEY", false}, {"$KEY", false},       {"https://h", false},
        {"sk-ab...Yz90", false}, {"", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct value v = scene_value(s, "NEXOROUTER_API_KEY", rows[i].bytes);
        if (key_plausible(&v) != rows[i].plausible)
            fail_msg("%s", rows[i].bytes);
    }
    struct value none = VALUE_NONE;
    assert_false(key_plausible(&none));
}

// Of a line that loaders read differently, what most of them read.
static void the_reading_of_most(void **state)
{
    (void)state;
    struct dotenv_reading readings[] = {
        {.loaders = 1, .value = value_plain(STR("one"))},
        {.loaders = 6, .value = value_plain(STR("two"))},
        {.loaders = 0xff00, .value = VALUE_NONE},
        {.loaders = 24, .value = value_plain(STR("as many"))},
    };
    struct dotenv_entry e = {.items = readings, .n = COUNT(readings)};
    assert_ptr_equal(entry_value(&e), &readings[1].value);
    e.n = 0;
    assert_null(entry_value(&e));
}

static void parts_of_paths(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"a/b/.env", "a/b", ".env"},
        {".env", ".", ".env"},
        {"/x", "/", "x"},
        {"a/", "a", ""},
        {"", ".", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_str(dir_of(str_of(rows[i][0])), rows[i][1]);
        assert_str(base_of(str_of(rows[i][0])), rows[i][2]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_without_secrets), cmocka_unit_test(where_a_variable_is_from),
        cmocka_unit_test(hosts_that_are_trusted), cmocka_unit_test(keys_that_could_be_one),
        cmocka_unit_test(the_reading_of_most),    cmocka_unit_test(parts_of_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
