// SPDX-License-Identifier: MIT
#include "parse/recipes.h"
#include "check.h"

static struct arena arena;

static struct recipe make(const char *text, const char *target)
{
    return recipe_of_makefile(str_of(text), STR("Makefile"), str_of(target), &arena);
}

static void recipes_of_make(void **state)
{
    (void)state;
    static const char text[] =
        "PORT ?= 1\nPY := python3\nall: dev\n\ndev start: build\n"
        "\t@echo hi; \\\n\t  $(PY) app.py $$HOME\n\t-next dev\n\nbuild:\n\ttrue\n";
    struct recipe r = make(text, "start");
    assert_true(r.found && !r.loader);
    assert_int_equal(r.loc.line, 5);
    assert_str(r.commands, "echo hi;  python3 app.py $HOME\nnext dev\n");
    assert_str(make(text, "").commands, "echo hi;  python3 app.py $HOME\nnext dev\n");
    assert_false(make(text, "nothing").found);
}

static void environment_of_make(void **state)
{
    (void)state;
    struct recipe r = make("ifneq (,$(wildcard ./.env))\n    include .env\n    export\nendif\n"
                           "dev:\n\tpython3 a.py\n",
                           "dev");
    assert_string_equal(r.loader, "make-include");
    assert_str(r.env_files.items[0], ".env");
    assert_null(make("include .env\ndev:\n\tx\n", "dev").loader); // not exported: nobody sees it
    assert_string_equal(
        make("include .env\nexport $(shell sed 's/=.*//' .env)\ndev:\n\tx\n", "dev").loader,
        "make-include");
    r = make("export A = 1\nB = 2\nC = 3\nexport C\ndev: D = 4\ndev:\n\tx\n", "dev");
    assert_int_equal(r.exported.n, 2);
    assert_str(r.exported.items[0].name, "A");
    assert_str(r.exported.items[0].value, "1");
    assert_str(r.exported.items[1].name, "C");
}

static void just(void **state)
{
    (void)state;
    static const char text[] =
        "set dotenv-load\nport := '1'\n\n# runs it\n[private]\n@dev *args: build\n"
        "    @next dev\n    echo done\n\nbuild:\n    true\n";
    struct recipe r = recipe_of_justfile(str_of(text), STR("justfile"), STR("dev"), &arena);
    assert_true(r.found);
    assert_string_equal(r.loader, "dotenvy-0.15");
    assert_str(r.commands, "next dev\necho done\n");
    assert_int_equal(r.loc.line, 6);
    r = recipe_of_justfile(STR("set dotenv-load := false\ndev:\n  x\n"), STR("justfile"), STR(""),
                           &arena);
    assert_true(r.found && !r.loader);
    r = recipe_of_justfile(STR("set dotenv-filename := \".env.dev\"\ndev:\n  x\n"), STR("justfile"),
                           STR("dev"), &arena);
    assert_str(r.env_files.items[0], ".env.dev");
}

static void task(void **state)
{
    (void)state;
    static const char text[] =
        "version: '3'\ndotenv: ['.env.local', '.env']\nenv:\n  A: b\ntasks:\n"
        "  dev:\n    cmds:\n      - next dev\n      - cmd: echo x\n  one: vite\n";
    struct recipe r = recipe_of_taskfile(str_of(text), STR("Taskfile.yml"), STR("dev"), &arena);
    assert_true(r.found);
    assert_string_equal(r.loader, "godotenv-1.5");
    assert_str(r.env_files.items[1], ".env");
    assert_str(r.commands, "next dev\necho x\n");
    assert_str(r.exported.items[0].name, "A");
    assert_str(r.exported.items[0].value, "b");
    assert_str(recipe_of_taskfile(str_of(text), STR("t"), STR("one"), &arena).commands, "vite\n");
    assert_false(recipe_of_taskfile(str_of(text), STR("t"), STR("none"), &arena).found);
}

int main(void)
{
    arena = arena_new(16 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recipes_of_make),
        cmocka_unit_test(environment_of_make),
        cmocka_unit_test(just),
        cmocka_unit_test(task),
    };
    return cmocka_run_group_tests_name("parse/recipes", tests, NULL, NULL);
}
