// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/literal.h"

static struct arena arena;
static struct problem problem;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)256 << 20);
    return 0;
}

static struct code_reader reader(struct str code, enum code_language language)
{
    problem = (struct problem){0};
    return code_read(code, STR("a.x"), language, &arena, &problem);
}

// A literal in one line: "text", $VARIABLE (=otherwise), ? for what is not told, {key:value,...}.
static void show(struct buf *b, const struct literal *l)
{
    static const char *const words[] = {
        [LITERAL_UNKNOWN] = "?", [LITERAL_TRUE] = "true", [LITERAL_FALSE] = "false",
        [LITERAL_NULL] = "null", [LITERAL_TEXT] = "'",    [LITERAL_NUMBER] = "",
        [LITERAL_MAP] = "{",     [LITERAL_LIST] = "[",
    };
    buf_z(b, words[l->kind]);
    if (l->kind == LITERAL_NUMBER)
        buf_fmt(b, "%g", l->number);
    for (size_t i = 0; l->kind == LITERAL_TEXT && i < l->parts.n; i++) {
        const struct part *p = &l->parts.items[i];
        buf_z(b, p->kind == PART_TEXT ? "" : p->kind == PART_VARIABLE ? "$" : "?");
        if (p->kind != PART_UNKNOWN)
            buf_add(b, p->text);
        if (str_present(p->otherwise))
            buf_fmt(b, "(=%.*s)", STR_ARG(p->otherwise));
    }
    for (size_t i = 0; i < l->pairs.n; i++) {
        buf_fmt(b, "%.*s:", STR_ARG(l->pairs.items[i].key));
        show(b, l->pairs.items[i].value);
        buf_z(b, ",");
    }
    for (size_t i = 0; i < l->list.n; i++) {
        show(b, l->list.items[i]);
        buf_z(b, ",");
    }
    buf_z(b, l->open ? "..." : "");
    buf_z(b, l->kind == LITERAL_TEXT   ? "'"
             : l->kind == LITERAL_MAP  ? "}"
             : l->kind == LITERAL_LIST ? "]"
                                       : "");
    buf_z(b, l->json ? "j" : "");
}

static void shows(enum code_language language, const char *code, const char *want)
{
    struct code_reader r = reader(tight(str_of(code)), language);
    struct buf b = buf_in(&arena);
    show(&b, code_value(&r));
    if (!str_eq(buf_str(&b), str_of(want)))
        fail_msg("%s: %.*s, not %s", code, STR_ARG(buf_str(&b)), want);
    assert_false(r.failed);
}

static void what_python_says(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"'a'", "'a'"},
        {"\"a\" \"b\"", "'ab'"},
        {"'a'\n'b'", "'a'"}, // two statements
        {"('a'\n'b')", "'ab'"},
        {"'a' + 'b'", "'ab'"},
        {"'a' + x", "'a?'"},
        {"f\"a{1}b\"", "'a?b'"},
        {"os.environ['X']", "'$X'"},
        {"os.environ[\"X\"] + '/v1'", "'$X/v1'"},
        {"os.environ[x]", "?"},
        {"os.getenv('X')", "'$X'"},
        {"os.getenv('X', 'y')", "'$X(=y)'"},
        {"os.environ.get('X') or 'y'", "'$X(=y)'"},
        {"os.getenv(x)", "?"},
        {"os.getenv()", "?"},
        {"os.getenv('X').strip()", "'$X'"},
        {"os.getenv('X').lower()", "?"},
        {"os.environ.X", "?"}, // Python has no such attribute
        {"get('X')", "?"},
        {"str('a')", "'a'"},
        {"SecretStr(os.environ['X'])", "'$X'"},
        {"json.dumps({'a': 1})", "{a:1,}j"},
        {"True", "true"},
        {"False", "false"},
        {"None", "null"},
        {"60", "60"},
        {"-1.5", "-1.5"},
        {"60 * 1000", "60000"},
        {"60 * x", "?"},
        {"60 + 1", "?"},
        {"[1, 'a', x]", "[1,'a',?,]"},
        {"{'a': {'b': None}, **more}", "{a:{b:null,},...}"},
        {"(5)", "5"},
        {"(5, 6)", "[5,6,]"},
        {"(5, *more)", "[5,...]"},
        {"'a' if x else 'b'", "'a'"},
        {"", "?"},
        {",", "?"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        shows(CODE_PYTHON, rows[i][0], rows[i][1]);
}

static void what_javascript_says(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"process.env.X", "'$X'"},
        {"process.env['X']", "'$X'"},
        {"process.env?.X", "'$X'"},
        {"process.env.X!", "'$X'"},
        {"process.env.X as string", "'$X'"},
        {"process.env.X ?? 'y'", "'$X(=y)'"},
        {"process.env.X || \"y\"", "'$X(=y)'"},
        {"process.env.X ?? process.env.Y", "'$X'"},
        {"import.meta.env.X", "'$X'"},
        {"Deno.env.get('X')", "'$X'"},
        {"`a${process.env.X}b`", "'a$Xb'"},
        {"`a${f(1)}`", "'a?'"},
        {"'a' + process.env.X", "'a$X'"},
        {"new URL('https://h')", "'https://h'"},
        {"await String('a')", "'a'"},
        {"JSON.stringify({a: 1})", "{a:1,}j"},
        {"{ a, b: [true], ...rest }", "{a:?,b:[true,],...}"},
        {"undefined", "null"},
        {"x => x", "?"},
        {"process.env.X.trim()", "'$X'"},
        {"process.env.X?.trim() ?? 'y'", "'$X(=y)'"},
        {"process.env.trim", "'$trim'"},
        {"process.env.X.slice(1)", "?"},
        {"other.env.X", "?"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        shows(CODE_JAVASCRIPT, rows[i][0], rows[i][1]);
}

static void names_are_remembered(void **state)
{
    (void)state;
    struct code_reader r = reader(STR("BASE, BASE.x, BASE(), f\"{BASE}/v1\")"), CODE_PYTHON);
    struct literal old = {.kind = LITERAL_NULL}, text = {.kind = LITERAL_TEXT, .line = 9};
    *arena_push(&text.parts, &arena) = (struct part){.kind = PART_TEXT, .text = STR("b")};
    code_remember(&r, STR("BASE"), &old);
    code_remember(&r, STR("BASE"), &text); // the youngest wins
    struct buf b = buf_in(&arena);
    const struct literal *all = code_arguments(&r);
    show(&b, all);
    assert_str(buf_str(&b), "['b',?,?,'b/v1',]");
    struct loc loc = literal_loc(&r, all->list.items[0]); // where it is used
    assert_int_equal(loc.line, 1);
    assert_int_equal(loc.column, 1);
    assert_str(loc.file, "a.x");
}

static void arguments_have_names_and_places(void **state)
{
    (void)state;
    struct code_reader r =
        reader(STR("'a', key='b',\n  url = os.environ[\"X\"], **more) next"), CODE_PYTHON);
    const struct literal *l = code_arguments(&r);
    assert_str(literal_text(l->list.items[0], &arena), "a");
    assert_str(literal_text(literal_get(l, "key"), &arena), "b");
    assert_str(literal_variable(literal_get(l, "url")), "X");
    assert_int_equal(literal_get(l, "url")->line, 2);
    assert_int_equal(literal_get(l, "url")->column, 9);
    assert_true(l->open);
    assert_null(literal_get(l, "ur"));
    assert_null(literal_get(NULL, "url"));
    assert_true(token_is(&r.token, "next"));
    assert_false(str_present(literal_text(literal_get(l, "url"), &arena)));
    assert_false(str_present(literal_variable(literal_get(l, "key"))));
    assert_false(str_present(literal_text(NULL, &arena)));
    assert_false(str_present(literal_variable(NULL)));
    r = reader(STR("a=1, a=2)"), CODE_PYTHON);
    assert_true(literal_get(code_arguments(&r), "a")->number == 2); // the last one
}

static void dotted_names(void **state)
{
    (void)state;
    static const struct {
        const char *code, *name, *next;
    } rows[] = {
        {"a.b.c(", "a.b.c", "("}, {"a?.b", "a.b", ""},   {"a", "a", ""},
        {"a.1", "a", NULL},       {"'a'.b", NULL, NULL}, {"a. b", "a.b", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct code_reader r = reader(tight(str_of(rows[i].code)), CODE_JAVASCRIPT);
        assert_str(code_dotted(&r), rows[i].name ? rows[i].name : "(absent)");
        if (rows[i].next)
            assert_true(str_eq(r.token.text, str_of(rows[i].next)));
    }
}

static void what_is_open_is_a_fault(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        unsigned line, column;
    } rows[] = {
        {"'abc", 1, 1}, {"[1,\n 2", 1, 1}, {"{'a': [1}", 1, 7}, {"\n  (1", 2, 3}, {"x(1", 1, 2},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct code_reader r = reader(tight(str_of(rows[i].code)), CODE_PYTHON);
        code_value(&r);
        assert_true(r.failed);
        assert_int_equal(problem.loc.line, rows[i].line);
        assert_int_equal(problem.loc.column, rows[i].column);
    }
}

// A file of a project is anyone's: nested as deep as it likes, it must not reach the stack's end.
static void depth_is_bounded(void **state)
{
    (void)state;
    static const char *const openers[] = {
        "(",   "[",     "{a:",    "str(", "os.getenv(", "f(",          "x=str(", "-(",   "new URL(",
        "`${", "'a'+(", "a or (", "{**",  "...[",       "os.environ[", "a if (", "60*(",
    };
    for (size_t i = 0; i < COUNT(openers); i++) {
        struct arena scratch = arena;
        struct buf b = buf_in(&arena);
        for (int n = 0; n < 40000; n++)
            buf_z(&b, openers[i]);
        for (int language = CODE_PYTHON; language <= CODE_JAVASCRIPT; language++) {
            struct code_reader r = reader(buf_str(&b), (enum code_language)language);
            assert_non_null(code_value(&r));
        }
        arena = scratch;
    }
}

static void feed(struct str code)
{
    struct arena scratch = arena;
    for (int language = CODE_PYTHON; language <= CODE_JAVASCRIPT; language++) {
        struct code_reader r = reader(code, (enum code_language)language);
        while (r.token.kind != TOKEN_END && !r.failed) {
            code_value(&r);
            code_step(&r);
        }
    }
    arena = scratch;
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(
        STR("f(a='b', {\"c\": [1, -2.5]}, `x${process.env.A ?? 'y'}z`, os.getenv('X', 'y') + 'q')"),
        feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_python_says),     cmocka_unit_test(what_javascript_says),
        cmocka_unit_test(names_are_remembered), cmocka_unit_test(arguments_have_names_and_places),
        cmocka_unit_test(dotted_names),         cmocka_unit_test(what_is_open_is_a_fault),
        cmocka_unit_test(depth_is_bounded),     cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
