// SPDX-License-Identifier: MIT
// What git 2.39 says of the same texts: `git config -f FILE --list`.
#include "check.h"

#include "parse/gitconfig.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

// key=value, a key without "=" alone, "!N" where git stops at line N.
static struct str listed(struct str text)
{
    struct buf b = buf_in(&arena);
    struct gitconfig g = gitconfig_of(text, &arena);
    struct str key, value;
    while (gitconfig_next(&g, &key, &value))
        buf_fmt(&b, "%.*s%s%.*s;", STR_ARG(key), str_present(value) ? "=" : "", STR_ARG(value));
    if (g.failed)
        buf_fmt(&b, "!%u", g.at);
    return buf_str(&b);
}

static void as_git_reads_it(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"[core]\n\tx = 1\n", "core.x=1;"},
        {"\xef\xbb\xbf[core]\r\nx=1\r\n", "core.x=1;"},
        {"[CORE]\nx", "core.x;"},
        {"[core]\nx =", "core.x=;"},
        {"[core] x = 1", "core.x=1;"},
        {"[http \"https://A.b/C\"]\nproxy = p", "http.https://A.b/C.proxy=p;"},
        {"[a \"b\\\"c\\\\d\\e\"]\nx=1", "a.b\"c\\de.x=1;"},
        {"[a.B]\nx=1", "a.b.x=1;"},
        {"[a]\nx = \"b c \" d # e", "a.x=b c  d;"},
        {"[a]\nx = b;c", "a.x=b;"},
        {"[a]\nx = \"b;c#d\"", "a.x=b;c#d;"},
        {"[a]\nx = b\\\n c", "a.x=b c;"},
        {"[a]\nx = \\t\\n\\b\\\\\\\"", "a.x=\t\n\b\\\";"},
        {"[a]\nx =   b   ", "a.x=b;"},
        {"# c\n; d\n[a]\n# e\nx=1", "a.x=1;"},
        {"[a]\nx-1 = y", "a.x-1=y;"},
        {"[ \"b\"]\nx=1", ".b.x=1;"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str got = listed(tight(str_of(rows[i][0])));
        if (!str_eq(got, str_of(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], STR_ARG(got));
    }
}

static void where_git_stops(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"[core\nx=1", "!1"},      {"[]\n[a]\nx=1", "!1"},
        {"[a]\n1x=1", "!2"},       {"[a]\nx=1\ny z\nw=1", "a.x=1;!3"},
        {"[a]\nx=\\q\ny=1", "!2"}, {"[a]\nx=\"b\ny=1", "!2"},
        {"[a \"b\nc\"]\n", "!1"},  {"[a b]\nx=1", "!1"},
        {"[a \"b\" ]\n", "!1"},    {"\xff", "!1"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str got = listed(tight(str_of(rows[i][0])));
        if (!str_eq(got, str_of(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], STR_ARG(got));
    }
}

static void places(void **state)
{
    (void)state;
    struct gitconfig g = gitconfig_of(STR("[a]\n\nx = b\\\n c\n  y = 1"), &arena);
    struct str key, value;
    assert_true(gitconfig_next(&g, &key, &value));
    assert_int_equal(g.at, 3);
    assert_true(gitconfig_next(&g, &key, &value));
    assert_int_equal(g.at, 5);
    assert_false(gitconfig_next(&g, &key, &value));
    assert_false(gitconfig_next(&g, &key, &value)); // and again
    assert_false(g.failed);
}

static void feed(struct str text)
{
    struct arena scratch = arena;
    listed(text);
    arena = scratch;
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("\xef\xbb\xbf[a \"b\\\"c\"] x = \"d\\t\" e ; f\r\n[g.h]\ni\nj = k\\\nl"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_git_reads_it),
        cmocka_unit_test(where_git_stops),
        cmocka_unit_test(places),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
