// SPDX-License-Identifier: MIT
#include "check.h"

#include "model/loc.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return 0;
}

static void paths_from_the_root(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {".", ".env", ".env"},
        {"", ".env", ".env"},
        {"a/b", ".env", "a/b/.env"},
        {"a/b", "./.env", "a/b/.env"},
        {"a/b", "../.env", "a/.env"},
        {"a/b", "../../.env", ".env"},
        {"a/b", "./.././../.env", ".env"},
        {"a/b", "../../../.env", NULL}, // above the root
        {".", "../.env", NULL},
        {"", "../.env", NULL},
        {"a", "/etc/env", "/etc/env"},
        {".", "", ""},
        {"a", "..", "a/.."},
        {"a", "..env", "a/..env"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str got = loc_path(str_of(rows[i][0]), tight(str_of(rows[i][1])), &arena);
        if (!str_same(got, str_of(rows[i][2])))
            fail_msg("%s, %s: %.*s", rows[i][0], rows[i][1], STR_ARG(got));
    }
}

static void who_said_so(void **state)
{
    (void)state;
    const struct {
        struct origin origin;
        const char *text;
    } rows[] = {
        {{.kind = ORIGIN_NONE}, ""},
        {{.kind = ORIGIN_ENVIRONMENT}, "environment"},
        {{.kind = ORIGIN_SHELL}, "shell, not exported"},
        {{.kind = ORIGIN_FILE, .loc = {STR(".env"), 3, 9}}, ".env:3"},
        {{.kind = ORIGIN_FILE, .loc = {STR(".env"), 0, 0}}, ".env"},
        {{.kind = ORIGIN_FILE, .loc = {STR(".env"), UINT32_MAX, 0}}, ".env:4294967295"},
        {{.kind = ORIGIN_PROCESS, .pid = 4312}, "pid 4312"},
        {{.kind = ORIGIN_OPTION, .name = STR("--base-url")}, "--base-url"},
        {{.kind = ORIGIN_PROFILE}, "profile"},
        {{.kind = ORIGIN_DEFAULT}, "default"},
        {{.kind = ORIGIN_PROBE}, "probe"},
        {{.kind = ORIGIN_SYSTEM, .name = STR("gsettings")}, "gsettings"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(origin_text(&rows[i].origin, &arena), rows[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_from_the_root),
        cmocka_unit_test(who_said_so),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
