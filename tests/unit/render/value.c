// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/keyfacts.h"
#include "render/render.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void what_may_be_shown(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes, *shown;
    } rows[] = {
        {"NEXOROUTER_API_KEY", "sk-nexo-TEST01abcDEF2345XyZ9", "…XyZ9 (28 bytes)"},
        {"NEXOROUTER_API_KEY", "short", "(5 bytes)"},
        {"NEXOROUTER_API_KEY", "x", "(1 byte)"},
        {"NEXOROUTER_API_KEY", "", "(empty)"},
        {"NEXOROUTER_API_KEY", NULL, "(unset)"},
        {"OPENAI_BASE_URL", "https://h/v1", "https://h/v1"},
        {"OPENAI_BASE_URL", "https://h/v1?x=geheim#y", "https://h/v1"},
        {"HTTPS_PROXY", "http://p:3128", "http://p:3128"},
        {"NODE_ENV", "production", "production"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str name = str_of(rows[i].name);
        struct value v = value_read(name, str_of(rows[i].bytes), &arena);
        assert_str(render_value(name, &v, &arena), rows[i].shown);
    }
    struct value login = value_read(STR("HTTPS_PROXY"), STR("http://me:geheim12@p:1"), &arena);
    struct str shown = render_value(STR("HTTPS_PROXY"), &login, &arena);
    assert_false(str_has(shown, STR("geheim")));
    assert_true(str_has(shown, STR("p:1")));
    struct value opaque = {.state = VALUE_SET, .opaque = true};
    assert_str(render_value(STR("A"), &opaque, &arena), "(set, not visible from here)");
}

static void versions_seconds_and_pages(void **state)
{
    (void)state;
    assert_str(render_version(version_parse(STR("v1.40.2-rc1")), &arena), "1.40.2");
    assert_str(render_version((struct version){0}, &arena), "unknown");
    assert_str(render_seconds(600, &arena), "600 s");
    assert_str(render_seconds(0.5, &arena), "0.5 s");
    assert_str(render_seconds(0, &arena), "none");
    assert_str(render_seconds(-1, &arena), "none");
    assert_str(render_seconds(__builtin_nan(""), &arena), "none");
    assert_str(render_seconds(__builtin_inf(), &arena), "none");
    for (size_t i = 0; i < rule_count(); i++)
        assert_true(str_starts(render_docs(rule_at(i)), STR("https://nexorouter.com/en/docs/")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_be_shown),
        cmocka_unit_test(versions_seconds_and_pages),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
