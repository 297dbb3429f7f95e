// SPDX-License-Identifier: MIT
// The sentence that a report begins with, and what it says was not looked at.
#include "scene.h"

static struct scene *clean(void)
{
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    s->asked.base_url = STR("https://api.nexorouter.com/v1");
    return s;
}

static void sentences(void **state)
{
    (void)state;
    struct scene *s = clean();
    assert_str(scene_judge(s).summary,
               "Nothing wrong was found for curl in shell; not checked: the network.");
    s->asked.base_url = STR("https://llm.example.com/v1"); // no fault, and told all the same
    assert_true(
        str_has(scene_judge(s).summary, STR("; calls go to llm.example.com, not to the gateway")));
    s->asked.base_url = STR("https://api.nexorouter.com:8443/v1");
    assert_true(str_has(scene_judge(s).summary, STR("; calls go to port 8443 of the gateway")));
    s = clean();
    s->asked.staged_only = true;
    assert_true(str_has(scene_judge(s).summary, STR("taged")));
}

// A root cause and its first fix are one sentence, which shows nothing of the key.
static void of_a_root_cause(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", "YOUR_API_KEY");
    s->asked.base_url = STR("https://api.nexorouter.com/v1");
    struct report r = scene_judge(s);
    assert_string_equal(scene_root(&r), "key.placeholder");
    assert_true(str_ends(r.summary, STR(".")));
    assert_false(str_ends(r.summary, STR("..")));
    assert_false(str_has(r.summary, STR("YOUR_API_KEY")));
    assert_true(str_starts(r.summary, str_slice(r.root->title, 0, 20)));
    assert_true(r.root->fixes.n > 0);
}

static struct str why_not(const struct report *r, const char *what)
{
    for (size_t i = 0; i < r->not_checked.n; i++)
        if (str_eq(r->not_checked.items[i].what, str_of(what)))
            return r->not_checked.items[i].why;
    return STR_NONE;
}

static void what_was_not_looked_at(void **state)
{
    (void)state;
    struct scene *s = clean();
    struct report r = scene_judge(s);
    assert_str(why_not(&r, "probes"), "--offline");
    assert_false(str_present(why_not(&r, "base URL")));
    s->asked.offline = false;
    s->asked.command = STR("check");
    r = scene_judge(s);
    assert_str(why_not(&r, "probes"), "check sends nothing");
    s->asked.base_url = STR_NONE;
    *arena_push(&s->snap.notes, &s->arena) = STR("a.ini:3: unknown key");
    *arena_push(&s->snap.notes, &s->arena) = STR("alone");
    *arena_push(&s->snap.notes, &s->arena) = STR("alone");
    *arena_push(&s->snap.contexts, &s->arena) =
        (struct context){.name = STR("process:7"), .kind = CONTEXT_PROCESS, .state = SEEN_DENIED};
    r = scene_judge(s);
    assert_str(why_not(&r, "a.ini:3"), "unknown key");
    assert_str(why_not(&r, "alone"), "not used");
    assert_str(why_not(&r, "process:7"), "denied");
    size_t times = 0;
    for (size_t i = 0; i < r.not_checked.n; i++)
        times += str_eq(r.not_checked.items[i].what, STR("alone"));
    assert_int_equal(times, 1);
}

// The workers of a server are one line.
static void many_processes(void **state)
{
    (void)state;
    for (size_t n = 3; n <= 5; n++) {
        struct scene *s = clean();
        for (size_t i = 0; i < n; i++)
            *arena_push(&s->snap.contexts, &s->arena) =
                (struct context){.name = str_fmt(&s->arena, "process:%zu", i + 1),
                                 .kind = CONTEXT_PROCESS,
                                 .state = SEEN_COMPLETE,
                                 .self_loading = true};
        struct report r = scene_judge(s);
        assert_int_equal(str_present(why_not(&r, "process:1")), n == 3);
        const char *all = n == 4 ? "process:1, process:2, process:3 and 1 more"
                                 : "process:1, process:2, process:3 and 2 more";
        assert_int_equal(str_present(why_not(&r, all)), n > 3);
    }
}

static void the_prompts_hook(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"off:bash:7",
         "it switched itself off in this bash after three failures in a row; exec bash "
         "loads it again"},
        {"gone:zsh:7",
         "something took it out of precmd_functions in this zsh; exec zsh loads it again"},
        {"never:bash:7", "loaded in this bash, but it never ran: something replaced PROMPT_COMMAND "
                         "after it; load it last"},
        {"", NULL},
        {"off", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene *s = clean();
        s->snap.machine.prompt_hook = str_of(rows[i][0]);
        struct report r = scene_judge(s);
        if (!str_same(why_not(&r, "prompt hook"), str_of(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], STR_ARG(why_not(&r, "prompt hook")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences),
        cmocka_unit_test(of_a_root_cause),
        cmocka_unit_test(what_was_not_looked_at),
        cmocka_unit_test(many_processes),
        cmocka_unit_test(the_prompts_hook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
