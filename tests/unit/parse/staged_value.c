// SPDX-License-Identifier: MIT
#include "place.h"

#include "parse/staged_value.h"

static void what_a_variable_is_given(void **state)
{
    (void)state;
    static const char *const given[] = {
        "^N^=" K,
        "export ^N^='" K "'",
        "^N^: " K,
        "^N^ := \"" K "\"",
        "^N^ ?= " K,
        "\"^N^\" => '" K "'",
        "setx ^N^ " K,
        "ENV ^N^ " K,
        "#define ^N^ \"" K "\"",
        "process.env.^N^ || '" K "'",
        "process.env.^N^! ?? \"" K "\"",
        "os.getenv(\"^N^\", \"" K "\")",
        "os.environ.get('^N^') or '" K "'",
        "ENV.fetch('^N^') { '" K "' }",
        "- name: ^N^\n  value: " K,
        "{\"name\": \"^N^\", \"type\": \"text\", \"value\": \"" K "\"}",
        "<add key=\"^N^\" value=\"" K "\"/>",
        "<string name=\"^N^\">" K "</string>",
        "<key>^N^</key>\n  <string>" K "</string>",
        "value=\"" K "\" name=\"^N^\"",
        "variable \"^N^\" {\n  default = \"" K "\"\n}",
        "^N^: |\n  " K,
        "^N^: string = \"" K "\"",
        "^N^ = SecretStr(\"" K "\")",
        "^N^ = b\"" K "\"",
        "^N^: &key " K,
        "^N^=\"Bearer " K "\"",
        "?^N^%3D" K,
        "echo " K " | gh secret set ^N^",
    };
    static const char *const none[] = {
        "^N^ == '" K "'",
        "^N^ != '" K "'",
        "^N^ " K,
        "^N^=short1a",
        "^N^=",
        "^N^",
        "^N^=${" K "}",
        "^N^=your-key-here-1a2b3c4d",
        "^N^: data.secrets_v2.llm12.value",
        "^N^ = load(" K ")",
        "^N^ = " K "(1)",
        "^N^ and " K,
        "# ^N^\n" K,
        "- name: ^N^\n- value: " K, // another item
    };
    for (size_t i = 0; i < COUNT(given); i++) {
        struct staged_place p = place_of(given[i], "f");
        assert_value(staged_assigned(&p), K, given[i]);
    }
    for (size_t i = 0; i < COUNT(none); i++) {
        struct staged_place p = place_of(none[i], "f");
        assert_value(staged_assigned(&p), NULL, none[i]);
    }
    struct staged_place table = place_of("^N^;\"" K "\"", "a.CSV"), text = table;
    text.path = STR("a.txt");
    assert_value(staged_assigned(&table), K, "a cell");
    assert_value(staged_assigned(&text), NULL, "no table");
}

static void generated_or_not(void **state)
{
    (void)state;
    static char many[600];
    for (size_t i = 0; i < sizeof many; i++)
        many[i] = K[i % 24];
    for (size_t n = 0; n < sizeof many; n++)
        if (staged_is_generated(tight((struct str){many, n})) != (n >= 16 && n <= 512))
            fail_msg("%zu bytes", n);
    static const char *const no[] = {
        "LLM_KEY_2024_ABCDEF",       "https://a1b2.c3d4/e5f6",
        "x12345678a9c8e7g5",         "a1b2c3d4e5f6g7h8",
        "my-super-secret-key-12345", "your-a8dJ3kfL0qPz7XyB2n",
        "EXAMPLEa8dJ3kfL0q",         "a8dJ3kfL0q.test-key",
        "AAAAB3NzaC1yc2EAAAADAQ4",   "MIIa8dJ3kfL0qPz7XyB2nM4vC6ta8dJ3kfL0qPz7XyB2nM4vC6t",
        "abcdefghijklmnopqrst",      "98347598347598347598",
        "MY_API_KEY_a8d3kf0",        "process.env.a8d3",
    };
    for (size_t i = 0; i < COUNT(no); i++)
        if (staged_is_generated(tight(str_of(no[i]))))
            fail_msg("generated: %s", no[i]);
    assert_true(staged_is_generated(STR("yoursa8dJ3kfL0qPz"))); // no word of its own
}

static void expressions(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is;
    } rows[] = {
        {"data.secrets_v2.llm12.value", true},
        {"a.b", true},
        {"a", false},
        {"", false},
        {"a..b", false},
        {"a.", false},
        {"a.1b", false},
        {"a.b-c", false},
        {"a.b1c2d3", false},
        {".a", false},
        {"a.b\xff", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (staged_is_expression(tight(str_of(rows[i].text))) != rows[i].is)
            fail_msg("%s", rows[i].text);
}

static void what_stands_around_a_literal(void **state)
{
    (void)state;
    static const char *const types[][2] = {
        {" string = \"x", " \"x"},
        {" &'static str = x", " x"},
        {" Final[str] = x", " x"},
        {" == x", " == x"},
        {"= x", "= x"},
        {" a;b = x", " a;b = x"},
        {"", ""},
        {" string =", " string ="},
    };
    static const char *const wraps[][2] = {
        {"SecretStr(\"x", "\"x"},
        {"default=Field(\"x", "\"x"},
        {"|-\n  x", "x"},
        {"b\"x", "\"x"},
        {"( \"x", "\"x"},
        {"&a x", " x"},
        {"\"Bearer x", "x"},
        {"x", "x"},
        {"", ""},
        {"((((", "(((("},
        {"|", "|"},
    };
    for (size_t i = 0; i < COUNT(types); i++) {
        struct str s = tight(str_of(types[i][0]));
        staged_skip_type(&s);
        assert_str(s, types[i][1]);
    }
    for (size_t i = 0; i < COUNT(wraps); i++) {
        struct str s = tight(str_of(wraps[i][0]));
        staged_skip_wrapping(&s);
        assert_str(s, wraps[i][1]);
    }
}

// A name at every place of a text that breaks off anywhere.
static void feed(struct str s)
{
    for (size_t at = 0; at + 1 < s.n; at++) {
        size_t begin = str_rchr(str_slice(s, 0, at), '\n') + 1;
        struct staged_place p = {.text = s, .at = at, .n = 1, .path = STR("a.csv")};
        p.line = str_slice(s, begin, at + str_until(str_from(s, at), "\n"));
        staged_assigned(&p);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    feed(tight(STR("N")));
    torn(STR("N: &a |-\n " K "\n<add key=\"N\" value=\"b"), feed);
    torn(STR("N.get(\"x\") or (SecretStr(b'" K "'))"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_variable_is_given),
        cmocka_unit_test(generated_or_not),
        cmocka_unit_test(expressions),
        cmocka_unit_test(what_stands_around_a_literal),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
