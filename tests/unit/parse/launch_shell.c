// SPDX-License-Identifier: MIT
#include "check.h"

#undef skip // cmocka's

#include "parse/launch_impl.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)64 << 20);
    return 0;
}

// Words in bars, commands with a line end between.
static struct str shown(struct str text)
{
    struct buf b = buf_in(&arena);
    struct commands c = launch_commands(text, &arena);
    for (size_t i = 0; i < c.n; i++) {
        buf_z(&b, i ? "\n" : "");
        for (size_t k = 0; k < c.items[i].n; k++)
            buf_fmt(&b, "|%.*s", STR_ARG(c.items[i].p[k]));
    }
    return buf_str(&b);
}

static void commands_as_words(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {" \n;", ""},
        {"next dev", "|next|dev"},
        {"a && b || c; d & e | f\ng", "|a\n|b\n|c\n|d\n|e\n|f\n|g"},
        {"(a b)", "|a|b"},
        {"A='b c' d\"e f\"g", "|A=b c|de fg"},
        {"''", "|"},
        {"a\\ b \\; c", "|a b|;|c"},
        {"\"a\\\"b\\$c\\d\"", "|a\"b$c\\d"},
        {"A=$(cat x | y; z) b", "|A=$(cat x | y; z)|b"},
        {"$(a (b) c) d", "|$(a (b) c)|d"},
        {"$A ${B}", "|$A|${B}"},
        {"'a", "|a"}, // what is open ends with the text
        {"\"a b", "|a b"},
        {"$(a", "|$(a"},
        {"a\\", "|a\\"},
        {"\xff", "|\xff"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str got = shown(tight(str_of(rows[i][0])));
        if (!str_eq(got, str_of(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], STR_ARG(got));
    }
}

static void no_more_words_than_anybody_writes(void **state)
{
    (void)state;
    struct buf b = buf_in(&arena);
    for (int i = 0; i < 1000; i++)
        buf_z(&b, "a b\n");
    struct commands c = launch_commands(buf_str(&b), &arena);
    assert_true(c.n >= 128 && c.n <= 256);
}

static void feed(struct str text)
{
    struct arena scratch = arena;
    shown(text);
    arena = scratch;
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("A='b' \"c\\\"d\" $(e (f)) && g\\ h; i | (j)"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_as_words),
        cmocka_unit_test(no_more_words_than_anybody_writes),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
