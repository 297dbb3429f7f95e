// SPDX-License-Identifier: MIT
// parse/dotenv: what the vectors do not hold: lines, the survey, many files, cost.
#include "parse/dotenv_impl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena room;

static struct str value_in(const struct dotenv_result *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_eq(r->items[i].name, str_of(name)))
            return r->items[i].value;
    return STR_NONE;
}

static struct dotenv_result load(const char *loader, struct str text, struct arena *a)
{
    const struct loader *l = loader_find(str_of(loader));
    assert_non_null(l);
    return dotenv_load(l, text, NULL, 0, a);
}

static void assert_str(struct str got, const char *want)
{
    assert_true(str_present(got));
    assert_int_equal(got.n, str_of(want).n);
    assert_memory_equal(got.p, want, got.n);
}

static void loaders_are_found(void **state)
{
    (void)state;
    assert_int_equal(loader_index(loader_find(STR("next-16"))), 4);
    assert_ptr_equal(loader_find(STR("next")), loader_find(STR("next-16")));
    assert_string_equal(loader_find(STR("node"))->id, "node-24.21");
    assert_null(loader_find(STR("no-such")));
    assert_null(loader_at(loader_count()));
    for (size_t i = 0; i < loader_count(); i++)
        assert_ptr_equal(loader_find(str_of(loader_at(i)->id)), loader_at(i));
}

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

static void add_drawn(struct buf *b, uint32_t *state, const char *bytes)
{
    for (uint32_t n = 1 + draw(state, 40); n; n--)
        buf_byte(b, bytes[draw(state, (uint32_t)str_of(bytes).n)]);
}

// What the survey reads once for all of them.
static void all_loaders_read_plain_lines_alike(void **state)
{
    (void)state;
    static const char *const names[] = {"NEXOROUTER_API_KEY",
                                        "OPENAI_BASE_URL",
                                        "https_proxy",
                                        "PATH",
                                        "UID",
                                        "A",
                                        "status",
                                        "export",
                                        "IFS",
                                        "if"};
    for (uint32_t seed = 1; seed < 400; seed++) {
        struct arena a = room;
        struct buf text = buf_in(&a), values[3];
        uint32_t draws = seed, first = draw(&draws, 8);
        for (uint32_t i = 0; i < 3; i++) {
            values[i] = buf_in(&a);
            add_drawn(&values[i], &draws, "azAZ09_./:-");
            buf_fmt(&text, "%s=%.*s\n", names[first + i], STR_ARG(buf_str(&values[i])));
        }
        for (size_t l = 0; l < loader_count(); l++) {
            if (loader_dialect(loader_at(l))->judges_names)
                continue;
            struct arena scratch = a;
            struct dotenv_result r = dotenv_load(loader_at(l), buf_str(&text), NULL, 0, &scratch);
            for (uint32_t i = 0; i < 3; i++) {
                struct str got = value_in(&r, names[first + i]);
                if (!str_eq(got, buf_str(&values[i])))
                    fail_msg("%s: %s is \"%.*s\" in\n%.*s", loader_at(l)->id, names[first + i],
                             STR_ARG(got), STR_ARG(buf_str(&text)));
            }
        }
    }
}

// systemd 252, asked itself: a backslash at the end of a comment takes the next line with it.
static void systemd_comments_go_on_behind_a_backslash(void **state)
{
    (void)state;
    struct arena a = room;
    struct dotenv_result r = load("systemd-252", STR("# c \\\nA=1\nB=2\n;\\\\\nC=3\n"), &a);
    assert_false(str_present(value_in(&r, "A")));
    assert_str(value_in(&r, "B"), "2");
    assert_str(value_in(&r, "C"), "3");
}

static void lines_count_from_one(void **state)
{
    (void)state;
    static const char *const loaders[] = {"dotenv",      "node",      "bun",     "python-dotenv",
                                          "ruby-dotenv", "phpdotenv", "symfony", "godotenv",
                                          "compose",     "docker",    "dotenvy", "systemd",
                                          "bash",        "make",      "direnv"};
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++) {
        struct arena a = room;
        struct dotenv_result r = load(loaders[i], STR("# c\n\nA=1\nB=\"2\"\nC=3\n"), &a);
        uint32_t line = 0;
        for (size_t k = 0; k < r.n; k++)
            if (str_eq(r.items[k].name, STR("C")))
                line = r.items[k].line;
        if (line != 5)
            print_message("%s: line %u\n", loaders[i], line);
        assert_int_equal(line, 5);
    }
}

static void the_environment_has_no_line(void **state)
{
    (void)state;
    struct arena a = room;
    struct dotenv_env env[] = {{STR("A"), STR("stale")}};
    struct dotenv_result r = dotenv_load(loader_find(STR("dotenv")), STR("A=new\n"), env, 1, &a);
    assert_str(value_in(&r, "A"), "stale");
    assert_int_equal(r.items[0].line, 0);
    r = dotenv_load(loader_find(STR("docker")), STR("B=new\n"), env, 1, &a);
    assert_false(str_present(value_in(&r, "A")));
}

static void errors_name_their_line(void **state)
{
    (void)state;
    struct arena a = room;
    struct dotenv_result r = load("docker", STR("A=1\nB C=2\n"), &a);
    assert_true(r.failed);
    assert_int_equal(r.error_line, 2);
    assert_true(r.error.n > 0);
    assert_false(str_present(value_in(&r, "A")));
}

static void commands_are_not_run(void **state)
{
    (void)state;
    static const char *const loaders[] = {"bash", "sh", "zsh", "ruby-dotenv", "dotenvx"};
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++) {
        struct arena a = room;
        struct dotenv_result r = load(loaders[i], STR("A=$(echo hi)\nB=$(get-key)\n"), &a);
        assert_true(r.failed);
        assert_true(str_has(r.error, STR("cannot be told")));
    }
}

// Values that double with each reference end in an error, not in the machine's memory.
static void expansions_are_bounded(void **state)
{
    (void)state;
    struct buf text = buf_in(&room);
    buf_z(&text, "A0=xxxxxxxxxxxxxxxx\n");
    for (int i = 1; i < 64; i++)
        buf_fmt(&text, "A%d=${A%d}${A%d}\n", i, i - 1, i - 1);
    for (size_t i = 0; i < loader_count(); i++) {
        struct arena a = room;
        size_t before = arena_left(&a);
        dotenv_load(loader_at(i), buf_str(&text), NULL, 0, &a);
        assert_true(before - arena_left(&a) < (size_t)512 << 20);
    }
}

static void files_follow_the_mode(void **state)
{
    (void)state;
    struct arena a = room;
    const struct loader *next = loader_find(STR("next"));
    struct strs names = loader_file_names(next, STR("test"), &a);
    assert_int_equal(names.n, 3);
    assert_str(names.items[0], ".env.test.local");
    assert_str(names.items[1], ".env.test");
    assert_str(names.items[2], ".env");
    assert_true(loader_walks_up(loader_find(STR("python-dotenv"))));
    assert_false(loader_walks_up(next));
}

static void files_say_where_a_value_is_from(void **state)
{
    (void)state;
    struct arena a = room;
    struct dotenv_input files[] = {{STR("."), STR(".env"), STR("A=1\n\nB=2\n"), false},
                                   {STR("."), STR(".env.local"), STR("A=3\n"), false}};
    struct dotenv_files_result r = dotenv_load_files(loader_find(STR("next")), STR("development"),
                                                     STR("."), files, 2, NULL, 0, &a);
    assert_int_equal(r.n, 2);
    for (size_t i = 0; i < r.n; i++) {
        bool is_a = str_eq(r.items[i].name, STR("A"));
        assert_str(r.items[i].value, is_a ? "3" : "2");
        assert_int_equal(r.items[i].file, is_a ? 1 : 0);
        assert_int_equal(r.items[i].line, is_a ? 1 : 3);
        assert_false(r.items[i].from_env);
    }
}

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    (void)name;
    return value_plain(str_dup(bytes, ctx));
}

static const struct dotenv_reading *reading_of(const struct dotenv_entry *e, const char *loader)
{
    uint64_t bit = (uint64_t)1 << loader_index(loader_find(str_of(loader)));
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].loaders & bit)
            return &e->items[i];
    return NULL;
}

static void the_survey_groups_readings(void **state)
{
    (void)state;
    struct arena a = room, scratch = arena_new((size_t)64 << 20);
    struct dotenv_file f = {0};
    struct str text = STR("# c\nSOMETHING=else\nNEXOROUTER_API_KEY = \"abc\" # x\r\n"
                          "OPENAI_API_KEY=one\nOPENAI_API_KEY=two\n");
    dotenv_survey(text, STR(".env"), keep, &a, &f, &a, scratch);
    assert_int_equal(f.n, 3);
    assert_true(f.crlf);
    assert_int_equal(f.encoding, ENCODING_UTF8);
    const struct dotenv_entry *e = &f.items[0];
    assert_str(e->name, "NEXOROUTER_API_KEY");
    assert_int_equal(e->loc.line, 3);
    assert_int_equal(e->loc.column, 1);
    assert_int_equal(e->defects, DOTENV_BLANK_AROUND_EQUALS);
    assert_str(reading_of(e, "dotenv")->value.text, "abc");
    assert_ptr_equal(reading_of(e, "dotenv"), reading_of(e, "python-dotenv"));
    assert_true(reading_of(e, "docker")->refused);
    assert_int_equal(reading_of(e, "foreman")->value.state, VALUE_UNSET);
    assert_false(reading_of(e, "foreman")->refused);
    assert_false(f.items[1].last);
    assert_true(f.items[2].last);
    assert_str(reading_of(&f.items[2], "dotenv")->value.text, "two");
    uint64_t all = 0;
    for (size_t i = 0; i < e->n; i++) {
        assert_int_equal(all & e->items[i].loaders, 0);
        all |= e->items[i].loaders;
    }
    assert_int_equal(__builtin_popcountll(all), loader_count());
    arena_free(&scratch);
}

static uint64_t bit(const char *loader)
{
    return (uint64_t)1 << loader_index(loader_find(str_of(loader)));
}

static void the_survey_blames_the_line(void **state)
{
    (void)state;
    struct arena a = room, scratch = arena_new((size_t)64 << 20);
    struct dotenv_file f = {0};
    struct str text = STR("OTHER=\"it\nFINE=1\nNEXOROUTER_API_KEY=abc\nX=\"y\"\n");
    dotenv_survey(text, STR(".env"), keep, &a, &f, &a, scratch);
    assert_int_equal(f.n, 2);
    const struct dotenv_entry *odd = &f.items[0], *key = &f.items[1];
    assert_str(odd->name, ""); // of another name: only the place is kept
    assert_int_equal(odd->loc.line, 1);
    assert_int_equal(odd->defects, DOTENV_UNTERMINATED);
    assert_true(odd->spoils & bit("python-dotenv"));
    assert_true(odd->spoils & bit("godotenv"));
    assert_false(odd->spoils & bit("dotenv"));
    assert_int_equal(odd->spoils, key->spoiled);
    assert_false(odd->last);
    assert_int_equal(odd->n, 0);

    f = (struct dotenv_file){0};
    text = STR("a line\nof prose\nREF = 1\nNEXOROUTER_API_KEY=a$REF\n");
    dotenv_survey(text, STR(".env"), keep, &a, &f, &a, scratch);
    assert_int_equal(f.n, 2); // REF is referred to: it is no suspect
    assert_int_equal(f.items[0].lines, 2);
    assert_true(f.items[0].spoils & bit("godotenv"));

    f = (struct dotenv_file){0};
    dotenv_survey(STR("a line\nof prose\n"), STR(".env"), keep, &a, &f, &a, scratch);
    assert_int_equal(f.n, 0); // nothing of it is about the gateway
    arena_free(&scratch);
}

static void a_broken_key_is_seen(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool broken;
    } rows[] = {
        {"NEXOROUTER_API_KEY=sk-nexo-TEST\naB3dE5fG7\n", true},
        {"NEXOROUTER_API_KEY=\nsk-nexo-TEST01aB3dE5fG\n", true},
        {"NEXOROUTER_API_KEY=\nshort1\n", false},
        {"NEXOROUTER_API_KEY=sk-nexo-TEST\nDEBUG\n", false},
        {"NEXOROUTER_API_KEY=sk-nexo-TEST\nproduction\n", false},
        {"NEXOROUTER_API_KEY=sk-nexo-TEST\nHello there\n", false},
        {"NEXOROUTER_API_KEY=sk-nexo-TEST\n\naB3dE5fG7\n", false},
        {"NEXOROUTER_API_KEY='sk-nexo-TEST'\naB3dE5fG7\n", false},
        {"PORT=1\naB3dE5fG7\nNEXOROUTER_API_KEY=x\n", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena scratch = room;
        struct places p = dotenv_places(str_of(rows[i].text), &scratch);
        bool broken = false;
        for (size_t k = 0; k < p.n; k++)
            broken |= (p.items[k].defects & DOTENV_REST_OF_KEY) != 0;
        assert_int_equal(broken, rows[i].broken);
    }
}

static void encodings_are_told(void **state)
{
    (void)state;
    assert_int_equal(encoding_of(STR("A=1\n")), ENCODING_UTF8);
    assert_int_equal(encoding_of(STR("\xef\xbb\xbf"
                                     "A=1\n")),
                     ENCODING_UTF8_BOM);
    assert_int_equal(encoding_of(STR("\xff\xfe"
                                     "A\0=\0")),
                     ENCODING_UTF16);
    assert_int_equal(encoding_of(STR("A\0=\0b\0\n\0")), ENCODING_UTF16);
    assert_int_equal(encoding_of(STR("A=cl\xe9\n")), ENCODING_LATIN1);
    assert_int_equal(encoding_of(STR("A=1234567890\0\n")), ENCODING_NUL);
    assert_int_equal(encoding_of(STR("")), ENCODING_UTF8);
}

int main(void)
{
    room = arena_new((size_t)2 << 30);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loaders_are_found),
        cmocka_unit_test(all_loaders_read_plain_lines_alike),
        cmocka_unit_test(lines_count_from_one),
        cmocka_unit_test(systemd_comments_go_on_behind_a_backslash),
        cmocka_unit_test(the_environment_has_no_line),
        cmocka_unit_test(errors_name_their_line),
        cmocka_unit_test(commands_are_not_run),
        cmocka_unit_test(expansions_are_bounded),
        cmocka_unit_test(files_follow_the_mode),
        cmocka_unit_test(files_say_where_a_value_is_from),
        cmocka_unit_test(the_survey_groups_readings),
        cmocka_unit_test(the_survey_blames_the_line),
        cmocka_unit_test(a_broken_key_is_seen),
        cmocka_unit_test(encodings_are_told),
    };
    return cmocka_run_group_tests_name("parse/dotenv", tests, NULL, NULL);
}
