// SPDX-License-Identifier: MIT
// Expansion as JavaScript's loaders do it, asked through the loaders. What the programs themselves
// make of more than these is held by vectors.
#include "check.h"

#include "parse/dotenv.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)512 << 20);
    return 0;
}

static struct dotenv_result load(const char *loader, struct str bytes)
{
    const struct dotenv_env env[] = {{STR("HOST"), STR("h")}, {STR("NONE"), STR("")}};
    const struct loader *l = loader_find(str_of(loader));
    assert_non_null(l);
    return dotenv_load(l, bytes, env, COUNT(env), &arena);
}

static struct str value_of(const char *loader, const char *text, const char *name)
{
    struct dotenv_result r = load(loader, tight(str_of(text)));
    for (size_t i = 0; i < r.n; i++)
        if (str_eq(r.items[i].name, str_of(name)))
            return str_dup(r.items[i].value, &arena);
    return STR_NONE;
}

static void references(void **state)
{
    (void)state;
    static const struct {
        const char *text, *next, *vite; // of X
    } rows[] = {
        {"X=$HOST", "h", "h"},       {"X=${HOST}/v1", "h/v1", "h/v1"},
        {"A=b\nX=$A$A", "bb", "bb"}, {"X=\\$HOST", "$HOST", "$HOST"},
        {"X=${UNSET:-d}", "d", "d"}, {"X=${UNSET-d}", "-d}", "d"},
        {"X=$UNSET.", ".", "."},     {"X=plain", "plain", "plain"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str next = value_of("next", rows[i].text, "X"),
                   vite = value_of("vite", rows[i].text, "X");
        if (!str_eq(next, str_of(rows[i].next)) || !str_eq(vite, str_of(rows[i].vite)))
            fail_msg("%s: %.*s, %.*s", rows[i].text, STR_ARG(next), STR_ARG(vite));
    }
}

// Values that name each other, or double what they read, end in a bounded time with every loader.
static void nothing_runs_away(void **state)
{
    (void)state;
    struct buf doubling = buf_in(&arena), chain = buf_in(&arena), open = buf_in(&arena);
    buf_z(&doubling, "A0=xxxxxxxxxx\n");
    for (int i = 1; i < 200; i++)
        buf_fmt(&doubling, "A%d=${A%d}${A%d}\n", i, i - 1, i - 1);
    for (int i = 0; i < 2000; i++)
        buf_fmt(&chain, "A%d=${A%d}\n", i, i + 1);
    buf_z(&open, "A=");
    for (int i = 0; i < 20000; i++)
        buf_z(&open, "`${"); // the end of the line was looked for from each
    const struct str texts[] = {
        buf_str(&open),
        buf_str(&doubling),
        buf_str(&chain),
        STR("A=$A\n"),
        STR("A=${B}\nB=${A}\n"),
        STR("A=${A:-${A:-${A}}}\n"),
        STR("A=\"${\nB=$\nC=${}\nD=${:-}\nE=$$\nF=\\$\\"),
    };
    for (size_t l = 0; l < loader_count(); l++)
        for (size_t i = 0; i < COUNT(texts); i++) {
            struct arena scratch = arena;
            dotenv_load(loader_at(l), tight(texts[i]), NULL, 0, &scratch);
        }
}

static void feed(struct str bytes)
{
    for (size_t l = 0; l < loader_count(); l++) {
        struct arena scratch = arena;
        dotenv_load(loader_at(l), bytes, NULL, 0, &scratch);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    feed(tight(STR("\xef\xbb\xbf")));
    feed(tight(STR("\xff\xfe"
                   "A\0=\0b\0")));
    torn(STR("A=\"${B:-c}\"\nexport D='e' #f\nG=$(h `i`)\n"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references),
        cmocka_unit_test(nothing_runs_away),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
