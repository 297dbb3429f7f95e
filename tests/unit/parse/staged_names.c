// SPDX-License-Identifier: MIT
#include "place.h"

#include "parse/staged_names.h"

static void the_name_that_a_line_gives(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"const apiKey = process.env.^NEXO_KEY^;", "apiKey"},
        {"api_key = os.environ[\"^NEXO_KEY^\"]", "api_key"},
        {"apiKey: string = process.env.^NEXO_KEY^", "apiKey"},
        {"$token = getenv('^NEXO_KEY^')", "token"},
        {"token := os.Getenv(\"^NEXO_KEY^\")", "token"},
        {"NEXO_KEY = os.getenv(\"^NEXO_KEY^\")", NULL}, // the same
        {"k1 = os.getenv(\"^NEXO_KEY^\")", NULL},       // a bundler's
        {"x = 5; f(\"^NEXO_KEY^\")", NULL},
        {"header = 'Bearer ' + process.env.^NEXO_KEY^", NULL},
        {"process.env.^NEXO_KEY^", NULL},
        {"= process.env.^NEXO_KEY^", NULL},
        {"^NEXO_KEY^", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct staged_place p = place_of(rows[i][0], "f");
        assert_value(staged_alias(&p), rows[i][1], rows[i][0]);
    }
}

static void the_name_that_is_sent(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
        enum staged_what what;
    } rows[] = {
        {"headers: { ^Authorization^: apiKey }", "apiKey", STAGED_NO_BEARER},
        {"headers = {\"^Authorization^\": self.api_key}", "api_key", STAGED_NO_BEARER},
        {"h.Set(\"^Authorization^\", apiKey)", "apiKey", STAGED_NO_BEARER},
        {"^Authorization^: `Bearer${apiKey}`", "apiKey", STAGED_NO_BLANK},
        {"\"^Authorization^\": \"Bearer\" + apiKey,", "apiKey", STAGED_NO_BLANK},
        {"\"^Authorization^\": f\"Bearer{api_key}\"", "api_key", STAGED_NO_BLANK},
        {"r.setValue(apiKey, forHTTPHeaderField: \"^Authorization^\")", "apiKey", STAGED_NO_BEARER},
        {"^Authorization^: `Bearer ${apiKey}`", NULL, 0},
        {"\"^Authorization^\": \"Bearer \" + apiKey", NULL, 0},
        {"^Authorization^: getKey()", NULL, 0},
        {"^Authorization^: keys[0]", NULL, 0},
        {"^authorization^ = apiKey", NULL, 0}, // a variable of that name
        {"// ^Authorization^: apiKey }", NULL, 0},
        {"X-^Authorization^: apiKey }", NULL, 0},
        {"^Authorization^", NULL, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum staged_what what = 0;
        struct staged_place p = place_of(rows[i].text, "f");
        assert_value(staged_sent(&p, &what), rows[i].name, rows[i].text);
        if (rows[i].name && what != rows[i].what)
            fail_msg("%s: %d", rows[i].text, (int)what);
    }
}

static void what_a_url_is_used_for(void **state)
{
    (void)state;
    static const struct {
        const char *text; // the URL begins at the caret
        bool base;
    } rows[] = {
        {"const BASE = \"^https://h\";\nfetch(BASE + \"/chat/completions\")", true},
        {"BASE = '^https://h'\nfetch(f\"{BASE}/models\")", true},
        {"HOST = \"^https://h\"\nclient = OpenAI(base_url=HOST)", true},
        {"HOST = \"^https://h\"\nopen(HOST)", false},
        {"HOST = \"^https://h\"\nbase_url=HOSTS", false},
        {"open(\"^https://h\")\nbase_url=HOST", false},
        {"H = \"^https://h\"\nbase_url=H", false},
        {"HOST = \"^https://h\"", false},
        {"^https://h", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct staged_place p = place_of(rows[i].text, "a.py");
        if (staged_used_as_base(&p, p.at) != rows[i].base)
            fail_msg("%s", rows[i].text);
    }
}

static void feed(struct str s)
{
    enum staged_what what;
    for (size_t at = 0; at + 2 < s.n; at += 3) {
        size_t begin = str_rchr(str_slice(s, 0, at), '\n') + 1;
        struct staged_place p = {.text = s, .at = at, .n = 2, .path = STR("a.py")};
        p.line = str_slice(s, begin, at + str_until(str_from(s, at), "\n"));
        staged_alias(&p);
        staged_sent(&p, &what);
        staged_used_as_base(&p, at);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("BASE: str = 'https://h'\nf(BASE + '/models', Authorization: \"Bearer\" + key)"),
         feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_that_a_line_gives),
        cmocka_unit_test(the_name_that_is_sent),
        cmocka_unit_test(what_a_url_is_used_for),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
