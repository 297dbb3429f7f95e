// SPDX-License-Identifier: MIT
#include "check.h"

#include "base/number.h"
#include "parse/jsonio.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void writes(json_t *j, const char *want)
{
    json_t *list = json_array(); // a text alone is no document
    json_array_append_new(list, j);
    struct str text = json_text(list, &arena);
    assert_str(str_slice(text, 4, text.n - 2), want);
    json_decref(list);
}

static void what_is_written(void **state)
{
    (void)state;
    writes(json_from_str(STR_NONE, &arena), "null");
    writes(json_from_str(STR(""), &arena), "\"\"");
    writes(json_from_str(STR("a\"\\\n\xc3\xbc"), &arena), "\"a\\\"\\\\\\n\xc3\xbc\"");
    writes(json_from_str(STR("a\xff"), &arena), "\"a\\\\xff\"");
    writes(json_from_str((struct str){"a\0b", 3}, &arena), "\"a\\u0000b\"");
    writes(json_from_number(NUMBER_NONE), "null");
    writes(json_from_number(60), "60");
    writes(json_from_number(-3), "-3");
    writes(json_from_number(0.7), "0.7");
    writes(json_from_number(1e300), "1e300");
    json_t *o = json_object();
    json_object_set_new(o, "b", json_integer(1));
    json_object_set_new(o, "a", json_array());
    assert_str(json_text(o, &arena), "{\n  \"b\": 1,\n  \"a\": []\n}");
    json_decref(o);
}

// Every place stays where it was.
static void comments_become_blanks(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"{} // a", "{}     "},
        {"{/* a\n b */}", "{    \n     }"},
        {"[1, ]", "[1  ]"},
        {"[1, // a\r\n]", "[1      \r\n]"},
        {"{\"a\": 1,\n}", "{\"a\": 1 \n}"},
        {"[\"// a\", \"b,]\"]", "[\"// a\", \"b,]\"]"},
        {"[\"\\\"//\",]", "[\"\\\"//\" ]"},
        {"[1,,]", "[1, ]"},
        {"/*", "  "},
        {"/*/", "   "},
        {"/", "/"},
        {"\"a", "\"a"},
        {"\"a\\", "\"a\\"},
        {"", ""},
        {",", ","},
        {"[1 /, 2]", "[1 /, 2]"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(jsonc_strip(tight(str_of(rows[i][0])), &arena), rows[i][1]);
}

static void reads(const char *text, bool jsonc, const char *want)
{
    struct problem problem = {0};
    json_t *j = json_read(tight(str_of(text)), STR("a.json"), jsonc, &arena, &problem);
    struct str got =
        j ? str_fmt(&arena, "%.*s", STR_ARG(json_text(j, &arena)))
          : str_fmt(&arena, "%s:%u", str_z(problem.loc.file, &arena), problem.loc.line);
    if (!str_eq(got, str_of(want)))
        fail_msg("%s: %.*s (%.*s)", text, STR_ARG(got), STR_ARG(problem.text));
    if (!j)
        assert_true(str_starts(problem.text, STR("not JSON: ")));
    json_decref(j);
}

static void what_is_read(void **state)
{
    (void)state;
    reads("{}", false, "{}");
    reads("\xef\xbb\xbf{}", false, "{}");
    reads("{\"a\": \"b\\u0000\"}", false, "{\n  \"a\": \"b\\u0000\"\n}");
    reads("// c\n{\"a\": 1, \"a\": 2,}", true, "{\n  \"a\": 2\n}");
    reads("\n{\"a\": 1, \"a\": 2}", false, "a.json:2");
    reads("// c\n{}", false, "a.json:1");
    reads("{\n\"a\": 1e999}", false, "a.json:2");
    reads("{\"a\": \"\xff\"}", false, "a.json:1");
    reads("{} x", false, "a.json:1");
    reads("", false, "a.json:1");
    reads("", true, "a.json:1");
    struct problem problem = {0};
    assert_null(json_read(STR_NONE, STR("a"), false, &arena, &problem));
    assert_null(json_read(STR("{\"a\": sk-nexo-TEST01}"), STR("a"), false, &arena, &problem));
    assert_false(str_has(problem.text, STR("sk-"))); // no bytes of the text
    struct buf deep = buf_in(&arena);
    for (int i = 0; i < 100000; i++)
        buf_byte(&deep, '[');
    assert_null(json_read(buf_str(&deep), STR("a"), true, &arena, &problem));
}

static void members(void **state)
{
    (void)state;
    struct problem problem;
    json_t *j =
        json_read(STR("{\"a\": \"b\\u0000c\", \"d\": 1}"), STR("a"), false, &arena, &problem);
    assert_int_equal(json_member(j, "a").n, 3);
    assert_false(str_present(json_member(j, "d")));
    assert_false(str_present(json_member(j, "e")));
    assert_false(str_present(json_member(NULL, "a")));
    json_decref(j);
}

static void feed(struct str text)
{
    struct arena scratch = arena;
    struct problem problem;
    struct str stripped = jsonc_strip(text, &scratch);
    assert_int_equal(stripped.n, text.n);
    assert_int_equal(str_count(stripped, '\n'), str_count(text, '\n'));
    json_decref(json_read(text, STR("a"), true, &scratch, &problem));
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("{\"a\": [1, \"b\\\"//\", ], // c\n\"d\": /* e\n*/ -2.5, }"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written),   cmocka_unit_test(comments_become_blanks),
        cmocka_unit_test(what_is_read),      cmocka_unit_test(members),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
