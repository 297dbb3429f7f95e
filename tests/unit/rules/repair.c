// SPDX-License-Identifier: MIT
// Commands of fixes over hostile data: a stranger's file names and names of variables reach eval only
// as single-quoted words, or not at all.
#include "scene.h"

#include "rules/repair.h"

static struct inquiry inquiry_of(struct scene *s)
{
    return (struct inquiry){.snap = &s->snap, .profile = &s->profile, .arena = &s->arena};
}

static void paths_are_quoted(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct inquiry q = inquiry_of(s);
    assert_str(repair_path(&q, STR(".env")), "'.env'");
    assert_str(repair_path(&q, STR("-rf")), "'./-rf'");
    assert_str(repair_path(&q, STR("a';id;'b")), "'a'\\'';id;'\\''b'");
    assert_str(repair_path(&q, STR("$(id)`id`")), "'$(id)`id`'");
    assert_false(str_present(repair_path(&q, STR("a\0b"))));
    s->snap.project.dir = STR("packages/web");
    assert_str(repair_path(&q, STR(".env")), "'../../.env'");
    assert_str(repair_path(&q, STR("/etc/x")), "'/etc/x'");
}

static void names_are_checked(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct inquiry q = inquiry_of(s);
    struct str evil = STR("A;id");
    assert_false(str_present(repair_unset(&q, evil)));
    assert_false(str_present(repair_copy(&q, STR("A"), evil)));
    assert_false(str_present(repair_variable(&q, evil, "cat")));
    assert_false(str_present(repair_set(&q, evil, STR("x"))));
    assert_false(str_present(repair_take(&q, evil, (struct loc){.file = STR(".env"), .line = 1})));
    assert_str(repair_set(&q, STR("A"), STR("it's")), "export A='it'\\''s'");
}

static void a_copy_comes_first(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct inquiry q = inquiry_of(s);
    struct loc loc = {.file = STR(".env"), .line = 3};
    assert_str(repair_line(&q, loc, "s/^/# /"),
               "cp -p '.env' '.env.nexoenv.bak' && sed '3s/^/# /' < '.env.nexoenv.bak' > '.env'");
    loc.line = 0;
    assert_false(str_present(repair_line(&q, loc, "s/^/# /")));
}

// Two fixes of one report, and what earlier ones left: each has its own name.
static void copies_overwrite_nothing(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct findings all = {0};
    struct inquiry q = inquiry_of(s);
    q.findings = &all;
    struct loc rc = {.file = STR("/home/u/.bashrc"), .line = 1};
    struct rc_assignment *a = arena_push(&s->snap.rc, &s->arena);
    *a = (struct rc_assignment){.name = STR("A"), .loc = rc, .copies = 2};
    assert_str(repair_copy_words(&q, rc.file),
               " (a copy stays in /home/u/.bashrc.nexoenv.bak3; delete it when all is well)");
    struct finding *f = arena_push(&all, &s->arena);
    finding_fix(f, &q, STR("x"), repair_line(&q, rc, "s/^/# /"));
    assert_true(str_has(f->fixes.items[0].command, STR(".nexoenv.bak3'")));
    assert_true(str_has(repair_line(&q, rc, "s/^/# /"), STR(".nexoenv.bak4'")));
    rc.file = STR("/home/u/.zshrc");
    assert_true(str_has(repair_line(&q, rc, "s/^/# /"), STR(".nexoenv.bak'")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_quoted),
        cmocka_unit_test(names_are_checked),
        cmocka_unit_test(a_copy_comes_first),
        cmocka_unit_test(copies_overwrite_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
