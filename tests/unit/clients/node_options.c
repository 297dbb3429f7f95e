// SPDX-License-Identifier: MIT
#include "check.h"

#include "clients/family.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static struct variables vars;

static struct world with(struct str options)
{
    static struct variable v;
    v = (struct variable){
        .name = STR("NODE_OPTIONS"), .value = value_plain(options), .exported = true};
    vars = (struct variables){.items = &v, .n = str_present(options), .cap = 1};
    return (struct world){.vars = &vars};
}

static void where_an_option_stands(void **state)
{
    (void)state;
    static const struct {
        const char *options;
        size_t at;
    } rows[] = {
        {"--use-system-ca", 1},
        {"  --a --use-system-ca ", 2},
        {"--use_system_ca", 1},
        {"--use-system-ca --b --use-system-ca", 3}, // the last one counts
        {"\"--use-system-ca\"", 1},
        {"--use-\"system\"-ca", 1},
        {"--use-system-ca=x", 1},
        {"--require \"a --use-system-ca\"", 0},
        {"--require a --use-system-ca", 2},
        {"word --use-system-ca", 0}, // a word without a dash ends the options
        {"-- --use-system-ca", 2},
        {"--use-system-cas", 0},
        {"--use-system-ca\n", 0}, // a line end makes another name of it
        {"", 0},
        {" ", 0},
        {"\"", 0},
        {"-", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world w = with(tight(str_of(rows[i].options)));
        if (node_option(&w, "--use-system-ca") != rows[i].at)
            fail_msg("%s: %zu", rows[i].options, node_option(&w, "--use-system-ca"));
    }
    struct world none = with(STR_NONE);
    assert_int_equal(node_option(&none, "--use-system-ca"), 0);
}

static void options_without_one(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"--a --x --b", "--a --b"},
        {"--x", ""},
        {"--x=1 --a", "--a"},
        {"\"--x\" --a", "--a"},
        {"--a \"b c\"", "--a \"b c\""},
        {"--xx --a", "--xx --a"},
        {"  --a   --b ", "--a --b"},
        {"", ""},
        {"--x --x", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(node_options_without(tight(str_of(rows[i][0])), STR("--x"), &arena), rows[i][1]);
    assert_str(node_options_without(STR_NONE, STR("--x"), &arena), "");
}

static void what_node_says_no_to(void **state)
{
    (void)state;
    static const struct {
        const char *options, *fault, *unknown;
    } rows[] = {
        {"--max-old-space-size=4096", NULL, NULL},
        {"--no-such-option-anywhere", NULL, "--no-such-option-anywhere"},
        {"--max-old-space-size=1 --no-such-option", NULL, "--no-such-option"},
        {"--require \"a", "node: invalid value for NODE_OPTIONS (unterminated string)", NULL},
        {"\"a\\", "node: invalid value for NODE_OPTIONS (invalid escape)", NULL},
        {"\"", "node: invalid value for NODE_OPTIONS (unterminated string)", NULL},
        {"", NULL, NULL},
    };
    struct version node = version_parse(STR("24.1.0"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world w = with(tight(str_of(rows[i].options)));
        struct str unknown = STR_NONE, fault = node_options_fault(&w, node, &unknown, &arena);
        if (!str_same(fault, str_of(rows[i].fault)) || !str_same(unknown, str_of(rows[i].unknown)))
            fail_msg("%s: %.*s, %.*s", rows[i].options, STR_ARG(fault), STR_ARG(unknown));
    }
}

static void feed(struct str s)
{
    struct arena scratch = arena;
    struct world w = with(s);
    struct str unknown = STR_NONE;
    node_option(&w, "--a");
    node_options_without(s, STR("--a"), &scratch);
    node_options_fault(&w, version_parse(STR("22")), &unknown, &scratch);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("--a=\"b\\\" c\" -r d --e_f --require=/x \"--g"), feed);
    static char many[100000]; // longer than any option is
    memset(many, 'a', sizeof many);
    many[0] = many[1] = '-';
    feed(tight((struct str){many, sizeof many}));
    for (size_t n = 70; n < 90; n++)
        feed(tight((struct str){many, n}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_an_option_stands),
        cmocka_unit_test(options_without_one),
        cmocka_unit_test(what_node_says_no_to),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
