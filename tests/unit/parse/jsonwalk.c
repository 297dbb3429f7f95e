// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/jsonwalk.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    return 0;
}

// path/of/keys[index] line:column value, a string in quotes, an object as {
static void tell(void *ctx, const struct json_event *e)
{
    assert_true(e->depth <= JSON_DEPTH);
    for (size_t i = 0; i < e->depth; i++)
        buf_fmt(ctx, "/%.*s", STR_ARG(e->path[i]));
    buf_fmt(ctx, "[%zu] %u:%u ", e->index, e->loc.line, e->loc.column);
    buf_fmt(ctx, e->object ? "{\n" : e->string ? "'%.*s'\n" : "%.*s\n", STR_ARG(e->value));
}

static void walks(const char *text, bool whole, const char *want)
{
    struct buf b = buf_in(&arena);
    bool got = json_walk(tight(str_of(text)), STR("a.json"), tell, &b);
    if (!str_eq(buf_str(&b), str_of(want)) || got != whole)
        fail_msg("%s\ngives %d\n%.*s", text, got, STR_ARG(buf_str(&b)));
}

static void values_and_places(void **state)
{
    (void)state;
    walks("1", true, "[0] 1:1 1\n");
    walks(" \"a\\\"b\" ", true, "[0] 1:2 'a\\\"b'\n");
    walks("\xef\xbb\xbf{}", true, "[0] 1:1 {\n");
    walks("{\"a\": true, \"b\":\n {\"c\": \"d\"}}", true,
          "[0] 1:1 {\n/a[0] 1:2 true\n/b[1] 1:13 {\n/b/c[0] 2:3 'd'\n");
    walks("[1, [2, 3], {\"a\": null}]", true,
          "[0] 1:1 {\n/[][0] 1:2 1\n/[][1] 1:5 {\n/[]/[][0] 1:6 2\n/[]/[][1] 1:9 3\n"
          "/[][2] 1:13 {\n/[]/a[0] 1:14 null\n");
    walks("// a\n{/* b\n */\"c\": -1.5e+3,}", true, "[0] 2:1 {\n/c[0] 3:4 -1.5e+3\n");
    walks("{\"\": \"\"}", true, "[0] 1:1 {\n/[0] 1:2 ''\n");
}

static void what_is_no_json(void **state)
{
    (void)state;
    walks("", false, "");
    walks(" // a", false, "");
    walks("{", false, "[0] 1:1 {\n");
    walks("{\"a\": 1", false, "[0] 1:1 {\n/a[0] 1:2 1\n");
    walks("{\"a\" 1}", false, "[0] 1:1 {\n");
    walks("{\"a\":}", false, "[0] 1:1 {\n");
    walks("{a: 1}", false, "[0] 1:1 {\n");
    walks("{\"a\n\": 1}", false, "[0] 1:1 {\n");
    walks("[1}", false, "[0] 1:1 {\n/[][0] 1:2 1\n");
    walks("{]", false, "[0] 1:1 {\n");
    walks("1 2", false, "[0] 1:1 1\n");
    walks("[1]]", false, "[0] 1:1 {\n/[][0] 1:2 1\n");
    walks("\"a", false, "");
    walks("\"a\\", false, "");
    walks("/* a", false, "");
    walks("\xff", false, "");
}

static void count(void *ctx, const struct json_event *e)
{
    ++*(size_t *)ctx;
    assert_true(e->depth <= JSON_DEPTH);
}

// What lies deeper than the depth is passed over, not refused; beyond all measure it is.
static void depth(void **state)
{
    (void)state;
    for (size_t n = 1; n < 210; n++) {
        struct buf b = buf_in(&arena);
        for (size_t i = 0; i < n; i++)
            buf_z(&b, "[");
        buf_z(&b, "1");
        for (size_t i = 0; i < n; i++)
            buf_z(&b, "]");
        size_t seen = 0;
        assert_int_equal(json_walk(tight(buf_str(&b)), STR("a"), count, &seen), n <= 200);
        assert_int_equal(seen, n <= JSON_DEPTH ? n + 1 : JSON_DEPTH + 1);
    }
    // Back from the depths the places are right again.
    walks("[[[[[[[[[[[[[[0,0]]]]]]]]]]]]], {\"a\": 1}]", true,
          "[0] 1:1 {\n/[][0] 1:2 {\n/[]/[][0] 1:3 {\n/[]/[]/[][0] 1:4 {\n"
          "/[]/[]/[]/[][0] 1:5 {\n/[]/[]/[]/[]/[][0] 1:6 {\n/[]/[]/[]/[]/[]/[][0] 1:7 {\n"
          "/[]/[]/[]/[]/[]/[]/[][0] 1:8 {\n/[]/[]/[]/[]/[]/[]/[]/[][0] 1:9 {\n"
          "/[]/[]/[]/[]/[]/[]/[]/[]/[][0] 1:10 {\n/[]/[]/[]/[]/[]/[]/[]/[]/[]/[][0] 1:11 {\n"
          "/[]/[]/[]/[]/[]/[]/[]/[]/[]/[]/[][0] 1:12 {\n"
          "/[]/[]/[]/[]/[]/[]/[]/[]/[]/[]/[]/[][0] 1:13 {\n/[][1] 1:33 {\n/[]/a[0] 1:34 1\n");
}

static void feed(struct str text)
{
    size_t seen = 0;
    json_walk(text, STR("a"), count, &seen);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("\xef\xbb\xbf{\"a\": [1, \"b\\\"c\", {\"d\": null},], // e\n\"f\": /* g */ -2.5}"),
         feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_places),
        cmocka_unit_test(what_is_no_json),
        cmocka_unit_test(depth),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
