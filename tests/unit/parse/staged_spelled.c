// SPDX-License-Identifier: MIT
#include "place.h"

#include "parse/staged_spelled.h"

static void keys_under_general_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *key;
        bool bare, weak;
    } rows[] = {
        {"^apiKey: \"" K "\"", K, false, false},
        {"^api_key = '" K "'", K, false, false},
        {"x-^api-key: " K "\n", K, true, false},
        {"x-^api-key: " K "\n", NULL, false, false}, // needs quotes here
        {".with_^api_key(\"" K "\")", K, false, false},
        {"\"^apiKey\" : `" K "`", K, false, false},
        {"<^apiKey>" K "</apiKey>", K, false, false},
        {"?^api_key=" K "&x", K, false, false},
        {"%3F^api_key%3D" K "\"", K, false, false},
        {"--^api-key " K, K, false, false},
        {"^Bearer " K "\"", K, false, false},
        {"'^Bearer ' + '" K "'", K, false, false},
        {"^bearer_auth(\"" K "\")", K, false, false},
        {"access_^token=\"" K "\"", K, false, false},
        {"^token: \"" K "\"", K, false, false},
        {"max_^token: \"" K "\"", K, false, true},
        {"my_^key = \"" K "\"", K, false, true},
        {"mon^key = \"" K "\"", NULL, false, false},
        {"^keys = \"" K "\"", NULL, false, false},
        {"openai.^DefaultConfig(\"" K "\")", K, false, false},
        {"^apiKey: process.env.X ?? \"" K "\"", K, false, false},
        {"KEY = \"" K "\"\nf(^apiKey: KEY)", K, false, false},
        {"KEY = \"" K "\"\nf(`^Bearer ${KEY}`)", K, false, false},
        {"KEYS = \"" K "\"\nf(^apiKey: KEY)", NULL, false, false},
        {"^apiKey == \"" K "\"", NULL, false, false},
        {"^apiKey: \"" K, NULL, false, false}, // does not end
        {"^apiKey: \"your-key-here-1a2b3c\"", NULL, false, false},
        {"^apiKeyFile = \"" K "\"", NULL, false, false},
        {"^apiKey", NULL, false, false},
        {"^other = \"" K "\"", NULL, false, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct staged_place p = place_of(rows[i].text, "f");
        struct staged_spelling how = {.bare = rows[i].bare};
        struct str key = staged_spelled(p.text, p.at, &how);
        assert_value(key, rows[i].key, rows[i].text);
        if (rows[i].key && how.weak != rows[i].weak)
            fail_msg("%s: weak is %d", rows[i].text, how.weak);
    }
}

static void what_a_name_stands_for(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"KEY = \"" K "\"", K},
        {"const KEY: string = '" K "'", K},
        {"var KEY string = \"" K "\"", K},
        {"KEY=" K "\n", K},
        {"export KEY=" K, K},
        {"MY_KEY = \"" K "\"", NULL},
        {"KEY2 = \"" K "\"", NULL},
        {"KEY == \"" K "\"", NULL},
        {"KEY: \"" K "\"", NULL},
        {"KEY = f(\"" K "\")", NULL},
        {"x KEY=" K, NULL},
        {"KEY", NULL},
        {"", NULL},
        {"KEY = 1\nKEY = \"" K "\"", K},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_value(staged_literal_of(tight(str_of(rows[i][0])), STR("KEY")), rows[i][1],
                     rows[i][0]);
}

// A file may name anything any number of times: how often names are looked for is counted.
static void names_are_counted(void **state)
{
    (void)state;
    struct staged_spelling how = {0};
    for (size_t i = 0; i < 1000; i++)
        staged_spelled(STR("apiKey: SOME_NAME,"), 0, &how);
    assert_int_equal(how.names, 200);
}

static void every_word_is_found(void **state)
{
    (void)state;
    size_t n = 0;
    for (const char *word; (word = staged_spelled_word(n)); n++)
        assert_true(strlen(word) >= 3); // a mark of the sieve
    assert_true(n > 5);
    assert_null(staged_spelled_word(SIZE_MAX));
}

static void feed(struct str s)
{
    struct staged_spelling how = {.bare = true};
    for (size_t at = 0; at < s.n; at++)
        staged_spelled(s, at, &how);
    staged_literal_of(s, STR("key"));
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("key: &str = '" K "'\n--api-key \"x\", token(Bearer {}\".format(key)"), feed);
    torn(STR("apiKey%3D> |\n newclient(\"a\", %s\" % key"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_under_general_names), cmocka_unit_test(what_a_name_stands_for),
        cmocka_unit_test(names_are_counted),        cmocka_unit_test(every_word_is_found),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
