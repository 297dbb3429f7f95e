// SPDX-License-Identifier: MIT
// Each rule of the path where it fires, and a near miss where it must not.
#include "scene.h"

static const char *const ids[] = {"url.missing-v1", "url.double-v1",   "url.full-endpoint",
                                  "url.wrong-path", "url.azure-shape", "url.conflict"};

// The rules of the path that fire, in the order above: "missing-v1 conflict".
static struct str fired(struct scene *s)
{
    struct report r = scene_judge(s);
    struct buf b = buf_in(&s->arena);
    for (size_t i = 0; i < COUNT(ids); i++)
        if (scene_find(&r, ids[i]))
            buf_fmt(&b, "%s%s", b.n ? " " : "", ids[i] + 4);
    return buf_str(&b);
}

static struct scene *scene_of(const char *client)
{
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "OPENAI_API_KEY", KEY_TEXT);
    strs_add(&s->asked.clients, str_of(client), &s->arena);
    return s;
}

static void paths(void **state)
{
    (void)state;
    static const struct {
        const char *base, *fired;
    } rows[] = {
        {"https://api.nexorouter.com/v1", ""},
        {"https://api.nexorouter.com/v1/", ""},
        {"https://api.nexorouter.com//v1//", ""}, // servers and clients take it so
        {"https://api.nexorouter.com", "missing-v1"},
        {"https://api.nexorouter.com/", "missing-v1"},
        {"https://api.nexorouter.com/v1/v1", "double-v1"},
        {"https://api.nexorouter.com/v1/chat/completions", "full-endpoint"},
        {"https://api.nexorouter.com/v1/models/", "full-endpoint"},
        {"https://api.nexorouter.com/api/v1", "wrong-path"},
        {"https://api.nexorouter.com/V1", "wrong-path"},
        {"https://api.nexorouter.com/v10", "wrong-path"},
        {"https://llm.example.com", ""}, // somebody's own server
        {"http://localhost:3001", ""},
        {"api.nexorouter.com", ""}, // url.malformed comes first
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene *s = scene_of("python-openai");
        scene_set(s, "OPENAI_BASE_URL", rows[i].base);
        struct str got = fired(s);
        if (!str_eq(got, str_of(rows[i].fired)))
            fail_msg("%s: %.*s", rows[i].base, STR_ARG(got));
    }
}

static void variables_that_disagree(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *fired;
    } rows[] = {
        {"OPENAI_API_BASE", "https://other.example/v1", "conflict"},
        {"OPENAI_API_BASE", "https://api.nexorouter.com/v1/", ""}, // the same
        {"OPENAI_API_BASE", " https://api.nexorouter.com/v1", ""},
        {"OPENAI_API_BASE", "", ""},
        {"BASE_URL", "https://other.example/v1", ""}, // no client's
        {"OPENAI_API_TYPE", "azure", "azure-shape"},
        {"OPENAI_API_TYPE", "Azure_AD", "azure-shape"},
        {"OPENAI_API_TYPE", "openai", ""},
        {"OPENAI_API_VERSION", "2024-06-01", "azure-shape"},
        {"AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com", ""}, // complete, of its own
        {"AZURE_OPENAI_ENDPOINT", "https://api.nexorouter.com", "azure-shape"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene *s = scene_of("python-openai");
        scene_set(s, "OPENAI_BASE_URL", "https://api.nexorouter.com/v1");
        scene_set(s, rows[i].name, rows[i].value);
        struct str got = fired(s);
        if (!str_eq(got, str_of(rows[i].fired)))
            fail_msg("%s=%s: %.*s", rows[i].name, rows[i].value, STR_ARG(got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths),
        cmocka_unit_test(variables_that_disagree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
