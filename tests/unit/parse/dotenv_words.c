// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/dotenv_shell.h"

static struct arena arena;
static struct load load;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)64 << 20);
    return 0;
}

static struct str look(void *ctx, struct str name)
{
    (void)ctx;
    return str_eq(name, STR("SET")) ? STR("v w") : str_eq(name, STR("EMPTY")) ? STR("") : STR_NONE;
}

static struct shell shell_of(unsigned kind)
{
    load = (struct load){.a = &arena, .work = 1 << 20, .line = 1};
    return (struct shell){.l = &load, .kind = kind, .look = look, .ran = -1};
}

static void where_a_word_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t end; // STR_NOWHERE: it is not closed
    } rows[] = {
        {"a b", 1},           {"a;b", 1},
        {"a\nb", 1},          {"'a b'c d", 6},
        {"\"a b\"c d", 6},    {"a\\ b c", 4},
        {"$(a b) c", 6},      {"${a b} c", 6},
        {"`a b` c", 5},       {"\"$(a \"b c\")\" d", 12},
        {"$'a\\'b' c", 7},    {"a", 1},
        {"'a", STR_NOWHERE},  {"\"a", STR_NOWHERE},
        {"$(a", STR_NOWHERE}, {"`a", STR_NOWHERE},
        {"${a", STR_NOWHERE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shell sh = shell_of(SHELL_BASH);
        size_t end = shell_word_end(&sh, tight(str_of(rows[i].text)), 0);
        bool open = rows[i].end == STR_NOWHERE;
        if (open ? sh.end == SHELL_OK : sh.end != SHELL_OK || end != rows[i].end)
            fail_msg("%s: %zu, %d", rows[i].text, end, (int)sh.end);
    }
}

static void what_a_word_becomes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *value;
        enum shell_end end;
    } rows[] = {
        {"a'b c'\"d\"", "ab cd", SHELL_OK},
        {"$SET", "v w", SHELL_OK},
        {"\"${SET}\"x", "v wx", SHELL_OK},
        {"'$SET'", "$SET", SHELL_OK},
        {"\\$SET", "$SET", SHELL_OK},
        {"\"\\$SET\\x\"", "$SET\\x", SHELL_OK},
        {"${UNSET:-d}${EMPTY-d}", "d", SHELL_OK},
        {"${EMPTY:-d}${SET:+r}${UNSET+r}", "dr", SHELL_OK},
        {"${#SET}", "3", SHELL_OK},
        {"$UNSET", "", SHELL_OK},
        {"", "", SHELL_OK},
        {"$'a\\n'", "a\n", SHELL_OK},
        {"$'\\x41'", NULL, SHELL_UNKNOWN},
        {"${UNSET:?no}", NULL, SHELL_EXIT},
        {"${SET!}", NULL, SHELL_FATAL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shell sh = shell_of(SHELL_BASH);
        bool bare;
        struct str value = shell_expand(&sh, tight(str_of(rows[i].text)), false, &bare);
        if (sh.end != rows[i].end || (rows[i].value && !str_eq(value, str_of(rows[i].value))))
            fail_msg("%s: %.*s, %d", rows[i].text, STR_ARG(value), (int)sh.end);
    }
    struct shell sh = shell_of(SHELL_BASH);
    struct strs words = {0};
    shell_expand_split(&sh, STR("a$SET\"$SET\""), &words);
    assert_int_equal(words.n, 2);
    assert_str(words.items[0], "av");
    assert_str(words.items[1], "wv w");
}

static void names(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } rows[] = {{"A1_=b", 3}, {"_", 1}, {"1A", 0}, {"", 0}, {"-", 0}, {"a\xff", 1}};
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(word_name(tight(str_of(rows[i].text))), rows[i].n);
}

static void feed(struct str s)
{
    struct arena keep = arena;
    for (unsigned kind = SHELL_BASH; kind <= SHELL_ZSH; kind++) {
        struct shell sh = shell_of(kind);
        bool bare;
        if (s.n)
            shell_word_end(&sh, s, 0);
        sh = shell_of(kind);
        shell_expand(&sh, s, true, &bare);
        sh = shell_of(kind);
        shell_parses(&sh, s);
    }
    arena = keep;
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("~:a'b'\"$SET${X:-\\\"c}\"$(d `e`)$'\\x4'$((1+2))${#Y}"), feed);
    static const char *const openers[] = {"${a:-", "$(", "\"$(", "`", "\"${a:-", "$'"};
    for (size_t i = 0; i < COUNT(openers); i++) {
        struct buf b = buf_in(&arena);
        for (int k = 0; k < 5000; k++)
            buf_z(&b, openers[i]);
        feed(buf_str(&b));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_a_word_ends),
        cmocka_unit_test(what_a_word_becomes),
        cmocka_unit_test(names),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
