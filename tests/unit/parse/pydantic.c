// SPDX-License-Identifier: MIT
#include "parse/pydantic.h"
#include "check.h"

static struct arena arena, scratch;

static struct str env(void *ctx, struct str name)
{
    (void)ctx;
    return str_eq(name, STR("SET_HERE")) ? STR("conf/set.env") : STR_NONE;
}

static struct pydantic_facts read(const char *code)
{
    struct pydantic_facts f = {0};
    pydantic_read(str_of(code), STR("app/core/config.py"), env, NULL, &f, &arena, scratch);
    return f;
}

// "cwd:.env root:app/.env", "?" for what is not told, "" for nothing.
static struct str told(const char *code)
{
    struct pydantic_facts f = read(code);
    struct buf b = buf_in(&arena);
    for (size_t i = 0; i < f.files.n; i++)
        buf_fmt(&b, "%s%s:%.*s", b.n ? " " : "", f.files.items[i].at_root ? "root" : "cwd",
                STR_ARG(f.files.items[i].path));
    if (str_present(f.untold.file))
        buf_fmt(&b, "%s?", b.n ? " " : "");
    if (str_present(f.searched.file))
        buf_fmt(&b, "%ssearched", b.n ? " " : "");
    return buf_str(&b);
}

#define V2(before, value)                                                                          \
    "from pydantic_settings import BaseSettings, SettingsConfigDict\n" before                      \
    "class Settings(BaseSettings):\n"                                                              \
    "    model_config = SettingsConfigDict(env_prefix='X_', env_file=" value ", extra='ignore')\n" \
    "    key: str = 'x'\n"

static void plain(void **state)
{
    (void)state;
    assert_str(told(V2("", "'.env'")), "cwd:.env");
    assert_str(told(V2("", "('.env', \".env.local\")")), "cwd:.env cwd:.env.local");
    assert_str(told(V2("", "['a/.env',]")), "cwd:a/.env");
    assert_str(told(V2("", "None")), "");
    assert_str(told(V2("", "'../.env'")), "cwd:../.env");
    assert_str(told(V2("", "'../../x/./y/../.env'")), "cwd:../../x/.env");
    assert_str(told(V2("", "Path('.env')")), "cwd:.env");
    assert_str(told(V2("", "Path.cwd() / 'conf' / '.env'")), "cwd:conf/.env");
}

static void beside_the_file(void **state)
{
    (void)state;
    assert_str(told(V2("", "Path(__file__).parent / '.env'")), "root:app/core/.env");
    assert_str(told(V2("", "Path(__file__).resolve().parents[2] / '.env'")), "root:.env");
    assert_str(told(V2("", "Path(__file__).parent.parent.joinpath('.env')")), "root:app/.env");
    assert_str(told(V2("BASE = Path(__file__).resolve().parent.parent\n", "BASE.parent / '.env'")),
               "root:.env");
    assert_str(told(V2("BASE: Path = Path(__file__).parent\n", "str(BASE / '.env')")),
               "root:app/core/.env");
    assert_str(told(V2("BASE = Path(__file__).parent\n", "f'{BASE}/.env'")), "root:app/core/.env");
    assert_str(told(V2("", "os.path.join(os.path.dirname(__file__), '..', '.env')")),
               "root:app/.env");
    assert_str(
        told(V2("D = os.path.dirname(os.path.abspath(__file__))\n", "os.path.join(D, '.env')")),
        "root:app/core/.env");
    assert_str(told(V2("E = Path(__file__).parent / '.env'\n", "[E, '.env.local']")),
               "root:app/core/.env cwd:.env.local");
    assert_str(told(V2("", "(Path(__file__).parent / '.env')")), "root:app/core/.env");
}

static void older_and_other_forms(void **state)
{
    (void)state;
    assert_str(told("from pydantic import BaseSettings\n"
                    "class Settings(BaseSettings):\n    key: str\n\n"
                    "    class Config:\n        env_prefix = 'X_'\n        env_file = '.env'\n"),
               "cwd:.env");
    assert_str(told("class S(BaseSettings):\n    model_config = {'env_file': '.env.dev'}\n"),
               "cwd:.env.dev");
    assert_str(told("class S(BaseSettings):\n    pass\ns = S(_env_file='.env.test')\n"),
               "cwd:.env.test");
    assert_str(
        told("class A(BaseSettings):\n    model_config = SettingsConfigDict(env_file='.a')\n"
             "class B(BaseSettings):\n    model_config = SettingsConfigDict(env_file='.b')\n"),
        "cwd:.a cwd:.b");
    assert_str(told(V2("", "os.getenv('NOT_SET', '.env')")), "cwd:.env");
    assert_str(told(V2("", "os.environ.get('SET_HERE', '.env')")), "cwd:conf/set.env");
    assert_str(told(V2("", "find_dotenv()")), "searched");
}

static void what_cannot_be_told(void **state)
{
    (void)state;
    static const char *const codes[] = {
        V2("", "f'.env.{stage}'"), V2("", "'.env.' + stage"),
        V2("", "paths.ENV"),       V2("", "choose('.env')"),
        V2("", "os.getenv('E')"),  V2("", "'.env' if debug else None"),
        V2("", "'/app/.env'"),     V2("", "Path.home() / '.env'"),
        V2("", "'~/.env'"),        V2("", "Path(__file__).parents[9] / '.env'"),
        V2("", "[*FILES]"),        V2("", "('.env'"),
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct str said = told(codes[i]);
        if (!str_ends(said, STR("?")))
            fail_msg("%s says %.*s", codes[i], STR_ARG(said));
    }
}

static void whose(void **state)
{
    (void)state;
    struct pydantic_facts f = read("class Settings(BaseSettings):\n    key: str\n");
    assert_true(f.settings && f.files.n == 0 && !str_present(f.untold.file));
    assert_int_equal(f.shown.line, 1);
    assert_false(read("client.containers.run('x', env_file='.env')\n").settings);
    assert_str(told("client.run(env_file='.env')\n"), "");
    assert_true(read("from dotenv import load_dotenv\nload_dotenv()\n").loads_dotenv);
    // Another class's attribute is not a setting of pydantic's.
    assert_str(told("class S(BaseSettings):\n    env_file: str = '.env'\n"), "");
}

int main(void)
{
    arena = arena_new(16 << 20);
    scratch = arena_new(16 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain),
        cmocka_unit_test(beside_the_file),
        cmocka_unit_test(older_and_other_forms),
        cmocka_unit_test(what_cannot_be_told),
        cmocka_unit_test(whose),
    };
    return cmocka_run_group_tests_name("parse/pydantic", tests, NULL, NULL);
}
