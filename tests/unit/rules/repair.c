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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_quoted),
        cmocka_unit_test(names_are_checked),
        cmocka_unit_test(a_copy_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
