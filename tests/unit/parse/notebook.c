// SPDX-License-Identifier: MIT
#include "parse/notebook.h"
#include "check.h"

static struct arena arena;

// The text, and of each of its lines where it stands: "load_dotenv()@4:6 ...".
static struct str read(const char *bytes)
{
    struct notebook n = notebook_read(str_of(bytes), &arena);
    struct buf b = buf_in(&arena);
    struct str rest = n.text, line;
    for (uint32_t i = 1; i <= n.lines.n && str_line(&rest, &line); i++) {
        struct loc at = notebook_place(&n, (struct loc){STR("a.ipynb"), i, 1});
        buf_fmt(&b, "%s%.*s@%u:%u", i > 1 ? "\n" : "", STR_ARG(line), (unsigned)at.line,
                (unsigned)at.column);
    }
    return buf_str(&b);
}

#define CODE(source) "{\"cells\": [{\"cell_type\": \"code\", \"source\": [" source "]}]}"

static void lines_stand_where_the_file_has_them(void **state)
{
    (void)state;
    assert_str(read("{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"source\": [\n"
                    "    \"import os\\n\",\n    \"x = \\\"a\\\\nb\\\"\"\n   ]\n  }\n ]\n}\n"),
               "import os@6:6\nx = \"a\\nb\"@7:6");
    assert_str(read(CODE("\"a\\n\", \"b\"")), "a@1:46\nb@1:53");
    assert_str(read("{\"cells\":[{\"source\":\"a\\n\\n b\",\"cell_type\":\"code\"}]}"),
               "a@1:22\n@1:25\n b@1:27");
    assert_str(read("{\"cells\":[{\"cell_type\":\"code\",\"source\":\n \"a\"}]}"), "a@2:3");
    assert_str(read(CODE("\"a = \", \"1\\n\"")), "a = 1@1:46");
    assert_str(read(CODE("\"\\u0041\\u000a\\u0042\"")), "A B@1:46");
}

static void only_cells_of_code(void **state)
{
    (void)state;
    assert_str(
        read("{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"x\"]},{\"cell_type\":"
             "\"code\",\"outputs\":[{\"text\":[\"y\"],\"source\":[\"z\"]}],\"source\":[]}]}"),
        "");
    assert_str(read(CODE("\"%%bash\\n\", \"x\"")), "");
    assert_str(read(CODE("\"%%writefile a.py\\n\", \"x\"")), "");
    assert_str(read(CODE("\"\\n\", \"%%time\\n\", \"x\"")), "x@1:64");
    assert_str(read("[\"cells\"]"), "");
    assert_str(read("{\"cells\":[{\"cell_type\":\"code\",\"source\":[\"x\""), "x@1:42");
}

static void magics_stand_for_python(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"%dotenv", "load_dotenv(override=False)"},
        {"%dotenv -o", "load_dotenv(override=True)"},
        {"%dotenv -v conf/x.env", "load_dotenv(\"conf/x.env\", override=False)"},
        {"%dotenv {path}", "load_dotenv(_, override=False)"},
        {"  %env A=b c", "os.environ[\"A\"] = \"b c\""},
        {"%env A b", "os.environ[\"A\"] = \"b\""},
        {"%set_env A = b", "os.environ[\"A\"] = \"b\""},
        {"%env A={v}", "os.environ[\"A\"] = _"},
        {"%env A", ""},
        {"%env", ""},
        {"!pip install openai", ""},
        {"%pip install openai", ""},
        {"% b)", "% b)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str bytes = str_fmt(&arena, CODE("\"%s\""), rows[i][0]);
        struct str want = str_fmt(&arena, "%s@1:46", rows[i][1]);
        assert_str(read(str_z(bytes, &arena)), str_z(want, &arena));
    }
    assert_true(notebook_read(STR(CODE("\"%cd ..\"")), &arena).moves);
    assert_false(notebook_read(STR(CODE("\"cd = 1\"")), &arena).moves);
}

static enum code_language language(const char *metadata)
{
    return notebook_read(str_fmt(&arena, "{\"metadata\": {%s}}", metadata), &arena).language;
}

static void kernels(void **state)
{
    (void)state;
    assert_int_equal(language(""), CODE_PYTHON);
    assert_int_equal(language("\"kernelspec\": {\"language\": \"python\"}"), CODE_PYTHON);
    assert_int_equal(language("\"language_info\": {\"name\": \"typescript\"}"), CODE_JAVASCRIPT);
    assert_int_equal(language("\"kernelspec\": {\"language\": \"R\"}"), CODE_SHELL);
}

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_stand_where_the_file_has_them),
        cmocka_unit_test(only_cells_of_code),
        cmocka_unit_test(magics_stand_for_python),
        cmocka_unit_test(kernels),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
