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
    return launch_read(&words, script, NULL, NULL, &arena);
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
    assert_str(read("flask run").loader, "flask-3");
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
    assert_str(l.assigned.items[0].name, "NODE_ENV");
    assert_str(l.assigned.items[0].value, "development");
    assert_str(read("npm start").env_files.items[0], ".env.production");
    l = read("pnpm both");
    assert_str(l.loader, "vite-8");
    assert_str(l.mode, "staging");
    assert_str(l.env_files.items[0], ".env.my file");
    assert_false(str_present(read("npm run loop").loader)); // bounded
    assert_false(str_present(read("npm run missing").loader));
}

static struct launch text(const char *t)
{
    return launch_read_text(str_of(t), script, NULL, &arena);
}

static void preloads(void **state)
{
    (void)state;
    assert_str(read("node -r dotenv/config x.js").loader, "dotenv-17");
    assert_str(read("node --import=dotenv/config x.js").loader, "dotenv-17");
    assert_str(read("tsx --require dotenv-flow/config x.ts").loader, "dotenv-flow-4");
    assert_str(read("ruby -rdotenv/load x.rb").loader, "ruby-dotenv-3.2");
    struct launch l = read("node -r dotenv/config x.js dotenv_config_path=conf.env");
    assert_str(l.env_files.items[0], "conf.env");
    l = read("DOTENV_CONFIG_OVERRIDE=true node -r dotenv/config x.js");
    assert_true(l.overrides);
    assert_str(text("NODE_OPTIONS='-r dotenv/config' node x.js").loader, "dotenv-17");
    assert_false(str_present(read("node -r ./dotenv/other x.js").loader));
}

static void wrappers(void **state)
{
    (void)state;
    assert_str(read("python3 -m flask run").loader, "flask-3");
    assert_str(read("flask --app x run").loader, "flask-3");
    assert_str(read("timeout -k 1 5 next dev").loader, "next-16");
    assert_str(read("npm --silent run dev").loader, "next-16");
    assert_str(read("npm exec -- next dev").loader, "next-16");
    assert_str(read("yarn next dev").loader, "next-16");
    assert_str(read("node --run dev").loader, "next-16");
    assert_str(read("concurrently npm:dev").loader, "next-16");
    assert_false(str_present(read("npm --prefix web run dev").loader)); // another package.json
    assert_str(read("doppler run -- next dev").untold, "doppler");
}

static void what_is_set_in_front(void **state)
{
    (void)state;
    struct launch l = read("env -u A B=2 C= node x.js");
    assert_int_equal(l.assigned.n, 3);
    assert_false(str_present(l.assigned.items[0].value));
    assert_str(l.assigned.items[1].value, "2");
    assert_str(l.assigned.items[2].value, "");
    assert_false(l.cleared);
    assert_true(read("env -i B=2 node x.js").cleared);
    assert_true(read("sudo node x.js").cleared);
    assert_false(read("sudo -E node x.js").cleared);
    l = read("B=$x node x.js"); // no shell reads this word again
    assert_str(l.assigned.items[0].value, "$x");
    l = text("OPENAI_API_KEY=$(pass x) node x.js");
    assert_int_equal(l.assigned.n, 0);
    assert_true(str_present(l.untold));
    assert_false(str_present(text("PORT=$P PYTHONPATH=`pwd` node x.js").untold));
    l = text("OPENAI_BASE_URL=$URL node x.js"); // unknown, but no key comes with it
    assert_false(str_present(l.untold));
    assert_false(str_present(l.assigned.items[0].value));
    l = read("A=1 sudo -nu www --preserve-env=OPENAI_API_KEY,HTTPS_PROXY C=3 -- node x.js");
    assert_true(l.cleared);
    assert_int_equal(l.kept.n, 2);
    assert_int_equal(l.assigned.n, 1);
    assert_str(l.assigned.items[0].name, "C");
    assert_false(read("sudo -nE node x.js").cleared);
    assert_true(read("sudo -uE next dev").cleared); // a user called E
    assert_str(read("sudo -u www next dev").loader, "next-16");
    assert_true(str_present(read("sudo -i node x.js").untold));
    l = text("export B=2 && node x.js");
    assert_str(l.assigned.items[0].value, "2");
}

static void texts(void **state)
{
    (void)state;
    assert_str(text("tsc&&next dev|pino-pretty").loader, "next-16");
    assert_str(text("next dev & tsc -w").loader, "next-16");
    assert_str(text("(cd x; sh -c 'next start')").loader, "next-16");
    struct launch l = text("set -a; . ./.env; set +a; node x.js");
    assert_str(l.loader, "bash-source");
    assert_str(l.env_files.items[0], "./.env");
    assert_true(l.only_named);
    assert_false(str_present(text(". ./.env; node x.js").loader)); // set, but not exported
    l = text("export $(grep -v '^#' .env.x | xargs) && node x.js");
    assert_str(l.loader, "bash-export-xargs");
    assert_str(l.env_files.items[0], ".env.x");
    assert_false(str_present(text("echo 'next dev'").loader));
    assert_false(str_present(text("npm run loop; npm run loop; npm run loop").loader));
    assert_false(str_present(text("'$(\"").loader));
}

static void containers(void **state)
{
    (void)state;
    struct launch l = read("docker run -it -p 1:1 -e A -eB=2 --env=C=3 img -e D=4");
    assert_int_equal(l.passed.n, 3);
    assert_str(l.passed.items[0].name, "A");
    assert_false(str_present(l.passed.items[0].value));
    assert_str(l.passed.items[1].value, "2");
    assert_str(l.passed.items[2].name, "C");
    assert_true(l.only_named);
    l = read("docker compose --profile p -f a.yml up --scale web=2 -d web");
    assert_str(l.service, "web");
    l = read("docker compose run --rm -e A=1 web cmd");
    assert_str(l.service, "web");
    assert_str(l.passed.items[0].value, "1");
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

static void languages(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"gunicorn app:app", "python"},
        {"python3.12 -m x", "python"},
        {"./manage.py runserver", "python"},
        {"npx next dev", "node"},
        {"node a.js", "node"},
        {"uv run node a.js", "node"},
        {"npm exec -- python a.py", "python"},
        {"sudo -E /usr/bin/php8.2 artisan", "php"},
        {"bundle exec rails s", "ruby"},
        {"go run .", "go"},
        {"./gradlew run", "java"},
        {"nohup sh -c 'celery -A x worker'", "python"},
        {"curl -s https://x", "curl"},
        {"docker run img python a.py", "(absent)"},
        {"./server", "(absent)"},
        {"make dev", "(absent)"},
        {"gopher", "(absent)"},
        {"nodes", "(absent)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(read(rows[i][0]).language, rows[i][1]);
    // Deno takes a file behind "=" alone, Bun's switch turns its loading off.
    struct launch l = read("deno run --env-file a.ts");
    assert_str(l.loader, "deno-2.9");
    assert_int_equal(l.env_files.n, 0);
    l = read("deno run --env-file=x.env a.ts");
    assert_str(l.env_files.items[0], "x.env");
    assert_str(read("deno run a.ts").without, "deno-2.9");
    assert_str(read("bun --env-file x.env a.ts").env_files.items[0], "x.env");
    assert_str(read("bun --no-env-file a.ts").without, "bun-1.4");
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
        cmocka_unit_test(preloads),
        cmocka_unit_test(wrappers),
        cmocka_unit_test(what_is_set_in_front),
        cmocka_unit_test(texts),
        cmocka_unit_test(containers),
        cmocka_unit_test(languages),
    };
    return cmocka_run_group_tests_name("parse/launch", tests, NULL, NULL);
}
