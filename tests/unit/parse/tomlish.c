// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/tomlish.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

// table#count key[index] line:column value, a string in quotes.
static void tell(void *ctx, const struct toml_event *e)
{
    buf_fmt(ctx, "%.*s#%zu %.*s[%zu] %u:%u ", STR_ARG(e->table), e->table_count, STR_ARG(e->key),
            e->index, e->loc.line, e->loc.column);
    buf_fmt(ctx, e->string ? "'%.*s'\n" : "%.*s\n", STR_ARG(e->value));
}

static void walks(const char *text, bool whole, const char *want)
{
    struct buf b = buf_in(&arena);
    bool got = toml_walk(tight(str_of(text)), STR("a.toml"), tell, &b);
    if (!str_eq(buf_str(&b), str_of(want)) || got != whole)
        fail_msg("%s\ngives %d\n%.*s", text, got, STR_ARG(buf_str(&b)));
}

static void what_is_read(void **state)
{
    (void)state;
    walks("", true, "");
    walks("\xef\xbb\xbf# nothing\n\n", true, "");
    walks("a = 1", true, "#0 a[0] 1:5 1\n");
    walks("a='b' # c\r\n", true, "#0 a[0] 1:3 'b'\n");
    walks("a = \"b\\\"c\"", true, "#0 a[0] 1:5 'b\\\"c'\n");
    walks("a = 'b\\'", true, "#0 a[0] 1:5 'b\\'\n"); // no escapes in it
    walks("[t]\na = true\n[t.\"u v\"]\nb = 2", true, "t#1 a[0] 2:5 true\nt.u v#2 b[0] 4:5 2\n");
    walks("[[p]]\nn='a'\n[[p]]\nn='b'", true, "p#1 n[0] 2:3 'a'\np#2 n[0] 4:3 'b'\n");
    walks("a.b.'c d' = 1", true, "#0 a.b.c d[0] 1:13 1\n");
    walks("a = [1, 'b', # c\n 3,\n]", true, "#0 a[0] 1:6 1\n#0 a[1] 1:9 'b'\n#0 a[2] 2:2 3\n");
    walks("a = {b = 'c', d.e = [1]}", true, "#0 a.b[0] 1:10 'c'\n#0 a.d.e[0] 1:22 1\n");
    walks("a = \"\"\"b\nc\"\"\"\nd = 1", true, "#0 a[0] 1:5 'b\nc'\n#0 d[0] 3:5 1\n");
    walks("a = ''", true, "#0 a[0] 1:5 ''\n");
    walks("a = []\nb = {}", true, "");
    walks("\"\" = 1", true, "#0 [0] 1:6 1\n");
}

static void what_is_passed_over(void **state)
{
    (void)state;
    walks("a\nb = 1", false, "#0 b[0] 2:5 1\n");
    walks("a = \nb = 1", false, "#0 b[0] 2:5 1\n");
    walks("= 1\nb = 1", false, "#0 b[0] 2:5 1\n");
    walks("a = 'b\nc = 1", false, "#0 c[0] 2:5 1\n");
    walks("a = [1, 2", false, "#0 a[0] 1:6 1\n#0 a[1] 1:9 2\n");
    walks("a = {b = 1", false, "#0 a.b[0] 1:10 1\n");
    walks("a = \"\"\"b", false, "");
    walks("[a\nb = 1", false, "a#1 b[0] 2:5 1\n");
    walks("a = 1 2\nb = 'c' d\ne = 3", false, "#0 a[0] 1:5 1 2\n#0 b[0] 2:5 'c'\n#0 e[0] 3:5 3\n");
    walks("\xff = 1\nb = 1", false, "#0 b[0] 2:5 1\n");
}

static void ignore(void *ctx, const struct toml_event *e)
{
    ++*(size_t *)ctx;
    assert_true(e->key.n <= 200 && e->table.n <= 200);
}

// Keys of 200 bytes are read, longer ones are not; so it is with what is nested.
static void bounds(void **state)
{
    (void)state;
    for (size_t n = 198; n < 204; n++) {
        size_t seen = 0;
        struct buf b = buf_in(&arena);
        for (size_t i = 0; i < n; i++)
            buf_z(&b, "k");
        buf_z(&b, " = 1");
        bool whole = toml_walk(tight(buf_str(&b)), STR("a"), ignore, &seen);
        assert_int_equal(whole, seen == 1);
        assert_int_equal(seen, n < 200);
    }
    static const char *const openers[] = {"[", "{a=", "[[", "\"\"\"", "[a."};
    for (size_t i = 0; i < COUNT(openers); i++) {
        size_t seen = 0;
        struct buf b = buf_in(&arena);
        buf_z(&b, "x = ");
        for (int k = 0; k < 50000; k++)
            buf_z(&b, openers[i]);
        assert_false(toml_walk(buf_str(&b), STR("a"), ignore, &seen));
    }
}

static void feed(struct str text)
{
    size_t seen = 0;
    toml_walk(text, STR("a"), ignore, &seen);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("\xef\xbb\xbf[[a.'b']]\nc.d = [1, {e = \"f\\\"\"}, '''g\n''', ]\nh = 'i' # j\r\nk=2"),
         feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read),
        cmocka_unit_test(what_is_passed_over),
        cmocka_unit_test(bounds),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
