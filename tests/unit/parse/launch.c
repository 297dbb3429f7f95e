// SPDX-License-Identifier: MIT
#include "parse/launch.h"
#include "check.h"

static struct arena arena;

static struct str script(void *ctx, struct str name, struct loc *loc)
{
    (void)ctx;
    static const char *const scripts[][2] = {
        {"dev", "NODE_ENV=development next dev -p 3000"},
        {"start", "node --env-file=.env.production server.js"},
        {"loop", "npm run loop"},
        {"both", "tsc && dotenv -e '.env.my file' -- vite --mode staging"},
    };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (str_eq(name, str_of(scripts[i][0]))) {
            *loc = (struct loc){STR("package.json"), (uint32_t)i + 3, 5};
            return str_of(scripts[i][1]);
        }
    return STR_NONE;
}

static struct launch read(const char *line)
{
    struct strs words = {0};
    struct str rest = str_of(line), word;
    while (str_word(&rest, " ", &word))
        strs_add(&words, word, &arena);
    return launch_read(&words, script, NULL, &arena);
}

static void frameworks(void **state)
{
    (void)state;
    assert_str(read("next dev").loader, "next-16");
    assert_str(read("next dev").mode, "development");
    assert_str(read("next start").mode, "production");
    assert_str(read("./node_modules/.bin/vite").loader, "vite-8");
    assert_str(read("vite --mode staging").mode, "staging");
    assert_str(read("vite build").mode, "production");
    assert_str(read("flask run").loader, "python-dotenv-1.2");
    assert_str(read("npx next dev").loader, "next-16");
}

static void files(void **state)
{
    (void)state;
    struct launch l = read("node --env-file=a.env --env-file-if-exists b.env x.js");
    assert_str(l.loader, "node-24.21");
    assert_int_equal(l.env_files.n, 2);
    assert_str(l.env_files.items[1], "b.env");
    l = read("uv run --env-file x.env python main.py");
    assert_str(l.loader, "dotenvy-0.15");
    assert_str(l.env_files.items[0], "x.env");
    l = read("docker run --rm --env-file p.env image");
    assert_str(l.loader, "docker-run-28");
    assert_str(l.env_files.items[0], "p.env");
}

static void what_loads_nothing(void **state)
{
    (void)state;
    assert_false(str_present(read("node server.js").loader));
    assert_str(read("node server.js").without, "node-24.21");
    assert_false(str_present(read("uv run python main.py").loader));
    assert_false(str_present(read("uvicorn app:app").loader));
    assert_false(str_present(read("python main.py").loader));
    assert_false(str_present(read("npm install").loader));
    assert_false(str_present(read("docker ps").loader));
    assert_false(str_present(read("").loader));
}

static void scripts(void **state)
{
    (void)state;
    struct launch l = read("npm run dev");
    assert_str(l.loader, "next-16");
    assert_int_equal(l.shown.line, 3);
    assert_str(l.assigned.items[0], "NODE_ENV=development");
    assert_str(read("npm start").env_files.items[0], ".env.production");
    l = read("pnpm both");
    assert_str(l.loader, "vite-8");
    assert_str(l.mode, "staging");
    assert_str(l.env_files.items[0], ".env.my file");
    assert_false(str_present(read("npm run loop").loader)); // bounded
    assert_false(str_present(read("npm run missing").loader));
}

static void compose(void **state)
{
    (void)state;
    assert_true(read("docker compose up").compose);
    assert_str(read("docker compose up").service, "");
    assert_str(read("docker compose up -d web db").service, "web");
    assert_str(read("docker-compose up web").service, "web");
    assert_str(read("docker compose -f x.yml up web").service, "web");
    assert_false(read("docker composer").compose);
}

int main(void)
{
    arena = arena_new(16 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frameworks),
        cmocka_unit_test(files),
        cmocka_unit_test(what_loads_nothing),
        cmocka_unit_test(scripts),
        cmocka_unit_test(compose),
    };
    return cmocka_run_group_tests_name("parse/launch", tests, NULL, NULL);
}
