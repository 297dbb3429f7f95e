// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/codepath.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)64 << 20);
    return 0;
}

static struct str env(void *ctx, struct str name)
{
    (void)ctx;
    return str_eq(name, STR("SET")) ? STR("conf/.env") : STR_NONE;
}

static struct path_reader reader(struct str code, enum code_language language)
{
    return path_reader_of(code, STR("src/app/settings.py"), language, env, NULL, &arena);
}

// "?" untold, "none", "unset", "searched"; a path of the root behind "/".
static struct str shown(struct code_path p)
{
    static const char *const words[] = {"?", "none", "", "unset", "searched"};
    return str_fmt(&arena, "%s%s%.*s", words[p.told], p.told == PATH_TOLD && p.at_root ? "/" : "",
                   STR_ARG(p.told == PATH_TOLD ? p.text : STR("")));
}

static void spells(enum code_language language, const char *const (*rows)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct path_reader r = reader(tight(str_of(rows[i][0])), language);
        struct str got = shown(path_expression(&r));
        if (!str_eq(got, str_of(rows[i][1])))
            fail_msg("%s: %.*s, not %s", rows[i][0], STR_ARG(got), rows[i][1]);
    }
}

static void what_python_spells(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"'.env'", ".env"},
        {"'a//./b/../.env'", "a/.env"},
        {"'../.env'", "../.env"},
        {"'a/..'", "."},
        {"'/etc/env'", "?"},
        {"'~/env'", "?"},
        {"__file__", "/src/app/settings.py"},
        {"Path(__file__).parent / '.env'", "/src/app/.env"},
        {"Path(__file__).resolve().parent.parent / \"a\" / \".env\"", "/src/a/.env"},
        {"Path(__file__).parents[1] / '.env'", "/src/.env"},
        {"Path(__file__).parents[2]", "/."},
        {"Path(__file__).parents[3]", "?"}, // above the root
        {"os.path.join(os.path.dirname(__file__), '..', '.env')", "/src/.env"},
        {"os.path.join('a', 'b', 'c', 'd', 'e', 'f')", "a/b/c/d/e/f"},
        {"os.path.join('a', 'b', 'c', 'd', 'e', 'f', 'g')", "?"}, // more than are looked at
        {"os.path.join('a', b)", "?"},
        {"os.path.join('a', key='b')", "?"},
        {"os.path.abspath('.env')", ".env"},
        {"Path.cwd() / '.env'", ".env"},
        {"os.getcwd() + '/.env'", ".env"},
        {"os.getcwd() + '.env'", "?"},
        {"Path('a').joinpath('b', '.env')", "a/b/.env"},
        {"f\"{os.getcwd()}/.env\"", ".env"},
        {"f'{x}/.env'", "?"},
        {"'.env.' + 'local'", ".env.local"},
        {"os.getenv('SET')", "conf/.env"},
        {"os.getenv('UNSET')", "unset"},
        {"os.getenv('UNSET', '.env')", ".env"},
        {"os.getenv('SET', '.env')", "conf/.env"},
        {"os.environ['SET']", "conf/.env"},
        {"os.environ.get('UNSET') or '.env'", ".env"},
        {"None or '.env'", ".env"},
        {"None", "none"},
        {"find_dotenv()", "searched"},
        {"Path('a').read_text()", "?"},
        {"(Path('a') / 'b')", "a/b"},
        {"Path('a' 'b')", "?"},
        {"path('a')", "?"},
        {"Path(*parts)", "?"},
        {"", "?"},
    };
    spells(CODE_PYTHON, rows, COUNT(rows));
}

static void what_javascript_spells(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"path.join(__dirname, '..', '.env')", "/src/.env"},
        {"path.resolve(process.cwd(), \".env\")", ".env"},
        {"`${__dirname}/.env`", "/src/app/.env"},
        {"`.env.${process.env.UNSET}`", "?"},
        {"`a/${process.env.SET}`", "a/conf/.env"},
        {"new URL('.env', import.meta.url)", "/src/app/.env"},
        {"fileURLToPath(new URL('../.env', import.meta.url))", "/src/.env"},
        {"import.meta.dirname + '/.env'", "/src/app/.env"},
        {"process.env.UNSET ?? '.env'", ".env"},
        {"process.env['SET'] || '.env'", "conf/.env"},
        {"undefined", "none"},
        {"dirname(__filename)", "/src/app"},
    };
    spells(CODE_JAVASCRIPT, rows, COUNT(rows));
}

static void names_and_ends(void **state)
{
    (void)state;
    struct path_reader r = reader(STR("BASE / '.env', path('x'), OTHER)"), CODE_PYTHON);
    path_remember(&r, STR("BASE"), path_at_root(&r, STR("a"), STR("b")));
    path_remember(&r, STR("path"), path_at_root(&r, STR("a"), STR("c")));
    assert_str(shown(path_expression(&r)), "/a/b/.env");
    assert_true(path_ended(&r));
    assert_true(path_take(&r, ","));
    assert_str(shown(path_expression(&r)), "?"); // a call is not the name
    assert_true(path_take(&r, ","));
    assert_str(shown(path_expression(&r)), "?");
    assert_true(path_closes(&r));
    assert_false(path_opens(&r));
    assert_str(shown(path_at_root(&r, STR("a/b"), STR("../.env"))), "/a/.env");
    assert_str(shown(path_at_root(&r, STR("a"), STR("../../.env"))), "?");
    assert_str(shown(path_at_root(&r, STR("."), STR("."))), "/.");
    assert_str(shown(path_at_root(&r, STR("a"), STR("/etc"))), "?");
    char long_name[500];
    memset(long_name, 'a', sizeof long_name);
    assert_str(shown(path_at_root(&r, STR("a"), (struct str){long_name, sizeof long_name})), "?");
}

static void feed(struct str code)
{
    struct arena scratch = arena;
    for (int language = CODE_PYTHON; language <= CODE_JAVASCRIPT; language++) {
        struct path_reader r = reader(code, (enum code_language)language);
        while (r.token.kind != TOKEN_END) {
            path_expression(&r);
            path_step(&r);
        }
    }
    arena = scratch;
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("os.path.join(Path(__file__).parents[1], f\"{x}/.env\", os.environ['SET'] or 'y')"),
         feed);
    torn(STR("new URL(`a${process.env.SET}`, import.meta.url) ?? path.join(__dirname, '..')"),
         feed);
    static const char *const openers[] = {
        "(",     "Path(", "Path('a').joinpath(", "`${", "f'{", "os.environ[", "str(", "x.", "a/",
        "a or ", "new "};
    for (size_t i = 0; i < COUNT(openers); i++) {
        struct buf b = buf_in(&arena);
        for (int k = 0; k < 30000; k++)
            buf_z(&b, openers[i]);
        feed(buf_str(&b));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_python_spells),
        cmocka_unit_test(what_javascript_spells),
        cmocka_unit_test(names_and_ends),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
