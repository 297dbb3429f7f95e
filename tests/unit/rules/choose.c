// SPDX-License-Identifier: MIT
// Which client in which context is judged.
#include "scene.h"

static void client(struct scene *s, const char *id, struct project_client p)
{
    p.id = str_of(id);
    *arena_push(&s->snap.project.clients, &s->arena) = p;
}

static void is(struct scene *s, const char *id, const char *by)
{
    struct report r = scene_judge(s);
    assert_string_equal(r.client->id, id);
    assert_string_equal(r.client_chosen_by, by);
}

static void the_client(void **state)
{
    (void)state;
    const struct loc package = {STR("package.json"), 3, 1};
    struct scene *s = scene_new();
    is(s, "curl", "default");
    client(s, "python-httpx", (struct project_client){.shown = package});
    is(s, "python-httpx", "project");
    client(s, "python-openai", (struct project_client){.shown = package});
    is(s, "python-openai", "project"); // an SDK before what it stands on
    client(s, "node-openai", (struct project_client){.shown = package, .development = true});
    is(s, "python-openai", "project"); // what only development uses comes behind
    client(s, "node-axios", (struct project_client){.shown = package, .running = true});
    is(s, "node-axios", "process"); // what runs is what is asked about
    s->asked.project_client = STR("go");
    is(s, "go", "project"); // the project's own word
    strs_add(&s->asked.clients, STR("wget"), &s->arena);
    is(s, "wget", "option"); // the user's
}

static void the_client_of_a_command(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"python", "python-openai"},
        {"node", "node-openai"},
        {"go", "go"},
        {"ruby", "ruby-net-http"},
        {"php", "php-curl"},
        {"java", "java-httpclient"},
        {"rust", "rust-reqwest"},
        {"dotnet", "dotnet-httpclient"},
        {"wget", "wget"},
        {"cobol", "curl"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene *s = scene_new();
        s->asked.language = str_of(rows[i][0]);
        is(s, rows[i][1], "process");
    }
    struct scene *s = scene_new();
    s->asked.language = STR("node");
    client(s, "python-openai", (struct project_client){.shown = {STR("a"), 1, 1}});
    client(s, "node-axios", (struct project_client){.shown = {STR("a"), 1, 1}});
    is(s, "node-axios", "project"); // of the project's, one of that language
}

static void versions(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    client(s, "python-openai",
           (struct project_client){.version = STR("1.40.2"), .shown = {STR("a"), 1, 1}});
    struct report r = scene_judge(s);
    assert_int_equal(r.version.minor, 40);
    assert_str(r.version_text, "1.40.2");
    strs_add(&s->asked.clients, STR("python-openai@2.0.1"), &s->arena);
    r = scene_judge(s);
    assert_int_equal(r.version.major, 2);
    assert_str(r.version_text, "2.0.1");
    s = scene_new();
    s->snap.machine.curl_version = STR("8.5.0");
    r = scene_judge(s);
    assert_int_equal(r.version.major, 8);
    s = scene_new();
    strs_add(&s->asked.clients, STR("node-openai@6.0.0/node@22.1.0"), &s->arena);
    r = scene_judge(s);
    assert_str(r.version_text, "6.0.0");
    assert_int_equal(r.runtime.major, 22);
}

static void dotenv(struct scene *s, const char *name, const char *loader, const char *shown)
{
    *arena_push(&s->snap.contexts, &s->arena) =
        (struct context){.name = str_of(name),
                         .kind = CONTEXT_DOTENV,
                         .state = SEEN_COMPLETE,
                         .loader = str_of(loader),
                         .shown = {.file = str_of(shown), .line = 1}};
}

static void the_context(void **state)
{
    (void)state;
    static const struct {
        const char *loader, *shown, *client, *asked, *context;
    } rows[] = {
        {"next-16", "package.json", "node-openai", NULL, "dotenv:x"},
        {"next-16", "package.json", "python-openai", NULL, "shell"}, // another language's
        {"python-dotenv", "a.py", "python-openai", NULL, "dotenv:x"},
        {"python-dotenv", "a.py", "node-openai", NULL, "shell"},
        {"dotenvx", "package.json", "python-openai", NULL, "dotenv:x"}, // starts any program
        {"compose-2", "compose.yml", "python-openai", NULL, "shell"},   // a context of its own
        {"next-16", NULL, "node-openai", NULL, "shell"},                // nothing shows it
        {"next-16", "package.json", "python-openai", "dotenv:x", "dotenv:x"},
        {"next-16", "package.json", "python-openai", "dotenv", "dotenv:x"},
        {"next-16", "package.json", "node-openai", "shell", "shell"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene *s = scene_new();
        dotenv(s, "dotenv:x", rows[i].loader, rows[i].shown);
        strs_add(&s->asked.clients, str_of(rows[i].client), &s->arena);
        s->asked.context = str_of(rows[i].asked);
        struct report r = scene_judge(s);
        if (!str_eq(r.context->name, str_of(rows[i].context)))
            fail_msg("row %zu: %.*s", i, STR_ARG(r.context->name));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_client),
        cmocka_unit_test(the_client_of_a_command),
        cmocka_unit_test(versions),
        cmocka_unit_test(the_context),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
