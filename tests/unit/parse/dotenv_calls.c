// SPDX-License-Identifier: MIT
#include "parse/dotenv_calls.h"
#include "check.h"

static struct arena arena, scratch;

static struct str env(void *ctx, struct str name)
{
    (void)ctx;
    if (str_eq(name, STR("SET_HERE")))
        return STR("conf/set.env");
    return str_eq(name, STR("NODE_ENV")) ? STR("staging") : STR_NONE;
}

// "dotenv:.env.local:1 dotenv:root/server/.env:2", "own" for the loader's own search, "?" for what
// is not told, "!" where the file is to win.
static struct str calls(const char *file, const char *code)
{
    struct dotenv_calls out = {0};
    struct buf b = buf_in(&arena);
    dotenv_calls_read(str_of(code), str_of(file), env, NULL, &out, &arena, scratch);
    for (size_t i = 0; i < out.n; i++) {
        const struct dotenv_call *c = &out.items[i];
        struct str path = c->kind == DOTENV_CALL_OWN      ? STR("own")
                          : c->kind == DOTENV_CALL_UNTOLD ? STR("?")
                                                          : c->path;
        buf_fmt(&b, "%s%s:%s%.*s:%u%s", b.n ? " " : "", c->family, c->at_root ? "root/" : "",
                STR_ARG(path), (unsigned)c->loc.line, c->overrides ? "!" : "");
    }
    return buf_str(&b);
}

#define JS(code) calls("server/a.mjs", code)
#define PY(code) calls("app/core/a.py", code)

static void javascript(void **state)
{
    (void)state;
    assert_str(JS("require('dotenv').config()"), "dotenv:own:1");
    assert_str(JS("require('dotenv').config({ path: '.env.local' });"), "dotenv:.env.local:1");
    assert_str(JS("import 'dotenv/config'"), "dotenv:own:1");
    assert_str(JS("import dotenv from 'dotenv';\ndotenv.config({ override: true })"),
               "dotenv:own:2!");
    assert_str(JS("import { config } from 'dotenv';\nconfig({ path: ['.env.local', '.env'] })"),
               "dotenv:.env.local:2 dotenv:.env:2");
    assert_str(JS("import { config as load } from 'dotenv'\nload({ path: './conf/../x.env' })"),
               "dotenv:x.env:2");
    assert_str(JS("import * as env from 'dotenv'\nenv.config({ path: '.env.a' })"),
               "dotenv:.env.a:2");
    assert_str(JS("const env = require('dotenv')\nenv.config({ path: '.env.a' })"),
               "dotenv:.env.a:2");
    assert_str(JS("import dotenv from 'dotenv'\nconst path = '.env.b'\ndotenv.config({ path })"),
               "dotenv:.env.b:3");
    assert_str(JS("process.loadEnvFile('.env.local') // not dotenv"), "node:.env.local:1");
    assert_str(JS("process.loadEnvFile()"), "node:own:1");
}

#define NOTEBOOK(file, source)                                                                     \
    calls(file, "{\"cells\": [{\"cell_type\": \"code\",\n\"source\": [\n" source "]}]}")

static void other_languages_name_files(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"app/a.py", "cfg = dotenv_values('conf/x.env')", "python-dotenv:conf/x.env:1"},
        {"app/a.py", "cfg = {**dotenv_values(), **os.environ}", "python-dotenv:own:1"},
        {"public/index.php", "<?php\n$d = Dotenv\\Dotenv::createImmutable(__DIR__ . '/..');",
         "phpdotenv:root/.env:2"},
        {"public/index.php", "<?php Dotenv::createImmutable(dirname(__DIR__, 1), '.env.local');",
         "phpdotenv:root/.env.local:1"},
        {"a/b/c.php", "<?php Dotenv::createMutable(dirname(__DIR__, 2))->load();",
         "phpdotenv:root/.env:1!"},
        {"a/b.php", "<?php Dotenv::createUnsafeImmutable([__DIR__, __DIR__ . '/../conf'])",
         "phpdotenv:root/a/.env:1 phpdotenv:root/conf/.env:1"},
        {"a/b.php", "<?php $root = dirname(__DIR__);\nDotenv::createImmutable($root . '/conf/');",
         "phpdotenv:root/conf/.env:2"},
        {"a/b.php", "<?php Dotenv::createImmutable(base_path());", "phpdotenv:own:1"},
        {"a/b.php", "<?php Dotenv::createImmutable(base_path(), $name);", "phpdotenv:?:1"},
        {"a/b.php", "<?php // Dotenv::createImmutable(__DIR__);", ""},
        {"src/main.rs", "dotenvy::from_filename(\".env.local\").ok();", "dotenvy:.env.local:1"},
        {"src/main.rs", "dotenvy::from_path(Path::new(\"conf/.env\"))?;", "dotenvy:conf/.env:1"},
        {"src/main.rs", "dotenvy::from_path_override(&path)?;", "dotenvy:?:1!"},
        {"src/main.rs", "dotenvy::dotenv().ok();", ""},
        {"main.go", "cleanenv.ReadConfig(\".env\", &cfg)", "godotenv:.env:1"},
        {"main.go", "cleanenv.ReadConfig(\"config.yml\", &cfg)", ""},
        {"main.ts", "import \"jsr:@std/dotenv/load\";", "deno:own:1"},
        {"main.ts", "import { load } from \"jsr:@std/dotenv\";", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(calls(rows[i][0], rows[i][1]), rows[i][2]);
}

static void many_programs(void **state)
{
    (void)state;
    struct dotenv_calls out = {0};
    struct str code = STR("load_dotenv()\nload_dotenv()\nload_dotenv()\n");
    for (size_t i = 0; i < 100; i++)
        dotenv_calls_read(code, STR("a.py"), env, NULL, &out, &arena, scratch);
    assert_int_equal(out.n, 300);
    for (size_t i = 0; i < 100; i++) // of a repository no more than that
        dotenv_calls_read(code, STR("a.py"), env, NULL, &out, &arena, scratch);
    assert_int_equal(out.n, 512);
    struct buf one = buf_in(&arena);
    for (size_t i = 0; i < 50; i++)
        buf_add(&one, code);
    out.n = 0;
    dotenv_calls_read(buf_str(&one), STR("a.py"), env, NULL, &out, &arena, scratch);
    assert_int_equal(out.n, 16);
}

static void notebooks(void **state)
{
    (void)state;
    assert_str(NOTEBOOK("a.ipynb", "\"%load_ext dotenv\\n\",\n\"%dotenv -o\""),
               "python-dotenv:own:4!");
    assert_str(NOTEBOOK("work/a.ipynb", "\"load_dotenv('x.env')\""),
               "python-dotenv:root/work/x.env:3");
    assert_str(NOTEBOOK("work/a.ipynb", "\"load_dotenv('../.env')\""), "python-dotenv:root/.env:3");
    assert_str(NOTEBOOK("a.ipynb", "\"load_dotenv('../.env')\""), "python-dotenv:?:3");
    assert_str(NOTEBOOK("a.ipynb", "\"%cd ..\\n\", \"load_dotenv('x.env')\""), "python-dotenv:?:3");
    assert_str(calls("a.ipynb", "{\"cells\": [{\"cell_type\": \"markdown\", "
                                "\"source\": [\"load_dotenv()\"]}]}"),
               "");
}

static void beside_the_file(void **state)
{
    (void)state;
#define CONFIG(path) "import dotenv from 'dotenv'; dotenv.config({ path: " path ", quiet: true })"
    assert_str(JS(CONFIG("path.join(__dirname, '.env')")), "dotenv:root/server/.env:1");
    assert_str(JS(CONFIG("path.resolve(__dirname, '../.env')")), "dotenv:root/.env:1");
    assert_str(JS(CONFIG("__dirname + '/.env'")), "dotenv:root/server/.env:1");
    assert_str(JS(CONFIG("`${__dirname}/../.env.local`")), "dotenv:root/.env.local:1");
    assert_str(JS(CONFIG("new URL('.env', import.meta.url)")), "dotenv:root/server/.env:1");
    assert_str(JS(CONFIG("fileURLToPath(new URL('../.env', import.meta.url))")),
               "dotenv:root/.env:1");
    assert_str(JS(CONFIG("path.resolve(process.cwd(), '.env.local')")), "dotenv:.env.local:1");
    assert_str(
        JS("const here = dirname(fileURLToPath(import.meta.url))\n" CONFIG("join(here, '.env')")),
        "dotenv:root/server/.env:2");
    assert_str(JS(CONFIG("`.env.${process.env.NODE_ENV || 'development'}`")),
               "dotenv:.env.staging:1");
    assert_str(JS(CONFIG("'.env.' + (process.env.MODE ?? 'dev')")), "dotenv:.env.dev:1");
    assert_str(JS(CONFIG("process.env.SET_HERE")), "dotenv:conf/set.env:1");
}

static void not_told(void **state)
{
    (void)state;
    assert_str(JS(CONFIG("find()")), "dotenv:?:1");
    assert_str(JS(CONFIG("production ? '.env.production' : '.env'")), "dotenv:?:1");
    assert_str(JS(CONFIG("`.env.${process.env.MODE}`")), "dotenv:?:1");
    assert_str(JS(CONFIG("'/etc/app.env'")), "dotenv:?:1");
    assert_str(JS("import dotenv from 'dotenv'; dotenv.config({ ...rest })"), "dotenv:?:1");
    assert_str(JS("import dotenv from 'dotenv'; dotenv.config(settings)"), "dotenv:?:1");
    assert_str(JS("import dotenv from 'dotenv'\nlet f = '.env'\nif (p) f = '.env.p'\n"
                  "dotenv.config({ path: f })"),
               "dotenv:?:4");
    assert_str(JS("app.config({ path: '.env.x' }) // not of dotenv"), "");
    assert_str(JS("// require('dotenv').config()"), "");
    assert_str(JS("config({ path: 'x' })"), ""); // nothing speaks of dotenv
    assert_str(calls("a.txt", "load_dotenv()"), "");
    assert_str(JS("import dotenv from 'dotenv'; dotenv.config({ path: "), "dotenv:?:1");
}

static void python(void **state)
{
    (void)state;
    assert_str(PY("load_dotenv()"), "python-dotenv:own:1");
    assert_str(PY("from dotenv import load_dotenv\nload_dotenv('.env.local', override=True)"),
               "python-dotenv:.env.local:2!");
    assert_str(PY("dotenv.load_dotenv(dotenv_path='conf/.env')"), "python-dotenv:conf/.env:1");
    assert_str(PY("load_dotenv(override=True)"), "python-dotenv:own:1!");
    assert_str(PY("load_dotenv(override=False)"), "python-dotenv:own:1");
    assert_str(PY("load_dotenv(find_dotenv())"), "python-dotenv:own:1");
    assert_str(PY("load_dotenv(Path(__file__).parent / '.env')"),
               "python-dotenv:root/app/core/.env:1");
    assert_str(PY("BASE = Path(__file__).resolve().parents[2]\nload_dotenv(BASE / '.env', True)"),
               "python-dotenv:root/.env:2");
    assert_str(PY("load_dotenv(os.path.join(os.path.dirname(__file__), '..', '.env'))"),
               "python-dotenv:root/app/.env:1");
    assert_str(PY("load_dotenv(f\".env.{os.environ.get('ENV', 'dev')}\")"),
               "python-dotenv:.env.dev:1");
    assert_str(PY("load_dotenv(dotenv_path=None)"), "python-dotenv:own:1");
    assert_str(PY("load_dotenv(stream=open('.env'))"), "python-dotenv:?:1");
    assert_str(PY("load_dotenv(*where)"), "python-dotenv:?:1");
    assert_str(PY("load_dotenv(]"), "python-dotenv:own:1");
    assert_str(PY("load_dotenv(settings.env_file)"), "python-dotenv:?:1");
    assert_str(PY("load_dotenv('.env.local')\nload_dotenv()"),
               "python-dotenv:.env.local:1 python-dotenv:own:2");
}

static void others(void **state)
{
    (void)state;
    assert_str(calls("main.go", "err := godotenv.Load()"), "godotenv:own:1");
    assert_str(calls("main.go", "godotenv.Load(\".env.local\", \"conf/.env\")"),
               "godotenv:.env.local:1 godotenv:conf/.env:1");
    assert_str(calls("main.go", "godotenv.Overload(file)"), "godotenv:?:1!");
    assert_str(calls("a.rb", "require 'dotenv'\nDotenv.load"), "ruby-dotenv:own:2");
    assert_str(calls("a.rb", "Dotenv.load('.env.local', '.env')"),
               "ruby-dotenv:.env.local:1 ruby-dotenv:.env:1");
    assert_str(calls("a.rb", "Dotenv.load! '.env.local'\nputs 1"), "ruby-dotenv:.env.local:1");
    assert_str(calls("a.rb", "Dotenv.overload(*files)"), "ruby-dotenv:?:1!");
}

int main(void)
{
    arena = arena_new(1 << 26);
    scratch = arena_new(1 << 26);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(javascript),      cmocka_unit_test(other_languages_name_files),
        cmocka_unit_test(many_programs),   cmocka_unit_test(notebooks),
        cmocka_unit_test(beside_the_file), cmocka_unit_test(not_told),
        cmocka_unit_test(python),          cmocka_unit_test(others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
