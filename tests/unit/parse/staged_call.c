// SPDX-License-Identifier: MIT
// What whole files give is in staged.c; here single questions, and where they break off.
#include "place.h"

#define API  STR("api.nexorouter.com")
#define SITE STR("nexorouter.com")

static void urls(void **state)
{
    (void)state;
    static const struct {
        const char *text, *url; // NULL: right, or none of ours
        enum staged_what what;
    } rows[] = {
        {"base_url=\"https://^nexorouter.com^/v1\"", "https://nexorouter.com/v1",
         STAGED_WEBSITE_HOST},
        {"x = \"http://api.^nexorouter.com^/v1\"", "http://api.nexorouter.com/v1",
         STAGED_PLAIN_HTTP},
        {"base_url=\"https://api.^nexorouter.com^\"", "https://api.nexorouter.com",
         STAGED_MISSING_V1},
        {"base_url=\"https://api.^nexorouter.com^:443\"", "https://api.nexorouter.com:443",
         STAGED_MISSING_V1},
        {"f(\"https://api.^nexorouter.com^/v1/v1/models\")",
         "https://api.nexorouter.com/v1/v1/models", STAGED_DOUBLE_V1},
        {"base_url=\"https://api.^nexorouter.com^/v1/models\"",
         "https://api.nexorouter.com/v1/models", STAGED_FULL_ENDPOINT},
        {"base_url=\"https://api.^nexorouter.com^/api\"", "https://api.nexorouter.com/api",
         STAGED_WRONG_PATH},
        {"base_url=\"https://api.^nexorouter.com^/v1\"", NULL, 0},
        {"f(\"https://api.^nexorouter.com^/v1/models\")", NULL, 0},
        {"base_url=\"https://api.^nexorouter.com^:8443\"", NULL, 0}, // somebody's own
        {"base_url=\"https://api.^nexorouter.com^\" + path", NULL, 0},
        {"base_url=\"https://myapi.^nexorouter.com^\"", NULL, 0},
        {"base_url=\"https://api.^nexorouter.com^.evil.test\"", NULL, 0},
        {"# base_url=\"https://^nexorouter.com^/v1\"", NULL, 0},
        {"see https://^nexorouter.com^/docs", NULL, 0},
        {"base_url=\"ftp://^nexorouter.com^/v1\"", NULL, 0},
        {"^nexorouter.com^", NULL, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct staged_place p = place_of(rows[i].text, "a.py");
        struct str url = STR_NONE;
        enum staged_what what = 0;
        bool wrong = staged_url(&p, API, SITE, &what, &url);
        assert_value(wrong ? url : STR_NONE, rows[i].url, rows[i].text);
        if (wrong && what != rows[i].what)
            fail_msg("%s: %d", rows[i].text, (int)what);
    }
}

static void headers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int what; // -1: right
    } rows[] = {
        {"Authorization: process.env.^N^", STAGED_NO_BEARER},
        {"\"Authorization\": os.environ[\"^N^\"]", STAGED_NO_BEARER},
        {"Authorization:\n  process.env.^N^", STAGED_NO_BEARER},
        {"-H \"Authorization: Bearer$^N^\"", STAGED_NO_BLANK},
        {"Authorization: `Bearer${process.env.^N^}`", STAGED_NO_BLANK},
        {"-H \"Authorization: Bearer $^N^\"", -1},
        {"Authorization: `Bearer ${process.env.^N^}`", -1},
        {"Authorization: process.env.^N^ ? x : y", -1},
        {"Proxy-Authorization: process.env.^N^", -1},
        {"Authorization: sign(process.env.^N^)", -1},
        {"x = process.env.^N^", -1},
        {"# Authorization: $^N^", -1},
        {"^N^", -1},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct staged_place p = place_of(rows[i].text, "f");
        enum staged_what what = 0;
        bool wrong = staged_header(&p, &what);
        if (wrong != (rows[i].what >= 0) || (wrong && (int)what != rows[i].what))
            fail_msg("%s: %d %d", rows[i].text, wrong, (int)what);
    }
}

static void single_questions(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool comment, fetches, base, v1;
    } rows[] = {
        {"# x", true, false, false, false},
        {"  // x", true, false, false, false},
        {"#define X", false, false, false, false},
        {"process.env.", false, true, false, false},
        {"os.environ[\"", false, true, false, false},
        {"= ${", false, true, false, false},
        {"= environs.", false, false, false, false},
        {"", false, true, false, false},
        {"baseURL: \"", false, false, true, false},
        {"OPENAI_BASE_URL=", false, false, true, false},
        {"base_url=os.getenv(\"X\", \"", false, false, true, false},
        {"base_url == \"", false, false, false, false},
        {"url = \"", false, false, false, false},
        {"BASE_URL: z.string().default(\"", false, false, true, false},
        {"`${host}/v1`", false, false, false, true},
        {"https://h/v1", false, false, false, false},
        {"host + '/v1", false, false, false, true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str s = tight(str_of(rows[i].text));
        if (staged_is_comment(s) != rows[i].comment || staged_only_fetches(s) != rows[i].fetches ||
            staged_names_base_url(s, STR("a.ts")) != rows[i].base ||
            staged_adds_v1(s) != rows[i].v1)
            fail_msg("%s: %d %d %d %d", rows[i].text, staged_is_comment(s), staged_only_fetches(s),
                     staged_names_base_url(s, STR("a.ts")), staged_adds_v1(s));
    }
}

static void feed(struct str s)
{
    enum staged_what what;
    struct str url;
    staged_adds_v1(s);
    staged_names_base_url(s, STR("a.ex"));
    for (size_t at = 0; at + 2 < s.n; at += 3) {
        size_t begin = str_rchr(str_slice(s, 0, at), '\n') + 1;
        struct staged_place p = {.text = s, .at = at, .n = 2, .path = STR("a.ex"), .uses = true};
        p.line = str_slice(s, begin, at + str_until(str_from(s, at), "\n"));
        staged_url(&p, STR("h"), STR("h.t"), &what, &url);
        staged_header(&p, &what);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("base_url: Url = Field(default=\n\"https://h.t:443/v1/v1\") Authorization: Bearer$h"),
         feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urls),
        cmocka_unit_test(headers),
        cmocka_unit_test(single_questions),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
