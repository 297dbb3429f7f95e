// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/number.h"
#include "parse/jsonio.h"
#include "parse/profile.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    return 0;
}

static struct str slurp(const char *path)
{
    static char bytes[1 << 16];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    return str_dup((struct str){bytes, n}, &arena);
}

static struct profile embedded(void)
{
    struct profile p = profile_none();
    struct problem problem = {0};
    if (!profile_read(slurp("src/profiles/playground.yaml"), STR_NONE, &p, &arena, &problem))
        fail_msg("%s", str_z(problem_text(&problem, &arena), &arena));
    return p;
}

static void same(struct str got, const char *expected)
{
    assert_string_equal(str_z(got, &arena), expected);
}

static void the_embedded_profile_is_complete(void **state)
{
    (void)state;
    struct profile p = embedded();
    same(p.base_url, "https://api.nexorouter.com/v1");
    same(p.host, "api.nexorouter.com");
    same(p.path, "/v1");
    same(p.website_host, "nexorouter.com");
    same(p.local_url, "http://localhost:3001/v1");
    assert_int_equal(p.trusted_hosts.n, 1);
    assert_int_equal(p.key_variables.n, 2);
    same(p.key_variables.items[0], "NEXOROUTER_API_KEY");
    same(p.header, "Authorization");
    same(p.scheme, "Bearer");
    same(p.model, "deepseek-v4-flash");
    assert_int_equal(p.message_count, 2);
    assert_true(p.temperature == 0.7 && p.max_tokens == 512 && p.timeout_slow_s == 180);
    assert_false(number_is(p.top_p)); // not documented
    assert_int_equal(p.stream, -1);
    assert_false(str_present(p.key_last4));
    assert_int_equal(p.codes.n, 14);
    for (size_t i = 0; i < p.codes.n; i++) {
        assert_true(str_starts(p.codes.items[i].docs, STR("https://nexorouter.com/")));
        assert_true(p.codes.items[i].means.n && p.codes.items[i].first.n);
    }
    assert_int_equal(p.origin.kind, ORIGIN_PROFILE);
}

static void a_written_profile_reads_back(void **state)
{
    (void)state;
    struct profile p = embedded(), q = profile_none();
    struct problem problem = {0};
    p.messages[0].content = STR("a \"b\" \\ c\n# no comment: x\t\xe2\x80\xa8 \xc3\xbc");
    p.key_last4 = STR("0:#1");
    p.stream = 0;
    struct str text = profile_write(&p, STR("head\nline"), &arena);
    if (!profile_read(text, STR("p.yaml"), &q, &arena, &problem))
        fail_msg("%s", str_z(problem_text(&problem, &arena), &arena));
    assert_true(str_eq(text, profile_write(&q, STR("head\nline"), &arena)));
    assert_true(str_eq(q.messages[0].content, p.messages[0].content));
    same(q.key_last4, "0:#1");
    same(q.origin.loc.file, "p.yaml");
}

static void a_users_profile_lies_over_it(void **state)
{
    (void)state;
    struct profile p = embedded();
    struct problem problem = {0};
    p.embedded = true;
    assert_true(profile_read(STR("request: {model: m, top_p: 0.5, temperature: null}\n"
                                 "key: {last4: \"9f3c\"}\n"),
                             STR("u.yaml"), &p, &arena, &problem));
    same(p.model, "m");
    same(p.key_last4, "9f3c");
    same(p.host, "api.nexorouter.com");
    assert_true(p.top_p == 0.5 && p.embedded && !number_is(p.temperature));
    assert_true(profile_read(STR("gateway: {base_url: https://Other.example/v1}"), STR("u.yaml"),
                             &p, &arena, &problem));
    same(p.host, "other.example");
    assert_false(p.embedded);
}

static void bad(const char *text, unsigned line, unsigned column, const char *why)
{
    struct profile p = profile_none();
    struct problem problem = {0};
    if (profile_read(str_of(text), STR("p.yaml"), &p, &arena, &problem))
        fail_msg("accepted: %s", text);
    assert_false(str_present(p.base_url)); // untouched
    if (!str_has(problem.text, str_of(why)) || problem.loc.line != line ||
        problem.loc.column != column)
        fail_msg("%s\n%s", text, str_z(problem_text(&problem, &arena), &arena));
}

static void faults_are_told_with_their_place(void **state)
{
    (void)state;
    bad("", 0, 0, "one YAML document");
    bad("gateway: [", 2, 1, "");
    bad("- a\n", 1, 1, "expected a profile");
    bad("gatway:\n  base_url: x\n", 1, 1, "expected one of schema, gateway");
    bad("gateway:\n  base_url: api.nexorouter.com\n", 2, 13, "expected an https:// URL");
    bad("gateway:\n  base_url: http://a/v1\n", 2, 13, "expected an https:// URL");
    bad("gateway:\n  base_url: https://u:p@a/v1\n", 2, 13, "expected an https:// URL");
    bad("gateway:\n  local_url: http://evil.example/v1\n", 2, 14, "on this machine");
    bad("gateway:\n  trusted_hosts: a\n", 2, 18, "a list of host names");
    bad("gateway:\n  trusted_hosts: ['*']\n", 2, 19, "a list of host names");
    bad("key:\n  variables: [\"A;rm -rf\"]\n", 2, 15, "variable names");
    bad("key:\n  last4: 12345\n", 2, 10, "last four");
    bad("key:\n  header: \"A\\r\\nB\"\n", 2, 11, "header name");
    bad("request:\n  temperature: 2.5\n", 2, 16, "from 0 to 2");
    bad("request:\n  temperature: \"0.5\"\n", 2, 16, "from 0 to 2");
    bad("request:\n  temperature: .nan\n", 2, 16, "from 0 to 2");
    bad("request:\n  max_tokens: 0\n", 2, 15, "above 0");
    bad("request:\n  max_tokens: 1.5\n", 2, 15, "above 0");
    bad("request:\n  stream: yes\n", 2, 11, "true or false");
    bad("request:\n  messages: []\n", 2, 13, "1 to 8 messages");
    bad("request:\n  messages:\n    - role: root\n      content: x\n", 3, 7, "messages of role");
    bad("request:\n  model: a\n  model: b\n", 2, 3, "every field once");
    bad("request: &a {model: x}\nkey: *a\n", 2, 6, "found an alias");
    bad("a: 1\n---\nb: 2\n", 0, 0, "one YAML document");
    bad("errors:\n  codes:\n    - code: x\n      id: key.crlf\n", 3, 7, "a list of code");
    bad("errors:\n  codes:\n    - code: x\n      id: api.x\n      status: 42\n", 5, 15,
        "100 to 599");
}

static void numbers_are_read_exactly(void **state)
{
    (void)state;
    double d;
    assert_true(str_to_double(STR("0.7"), &d) && d == 0.7);
    assert_true(str_to_double(STR("-1.5e3"), &d) && d == -1500);
    assert_true(str_to_double(STR(".5"), &d) && d == .5);
    assert_true(str_to_double(STR("1_000"), &d) && d == 1000);
    assert_true(str_to_double(STR("1e-7"), &d) && d == 1e-7);
    static const char *const none[] = {"",
                                       "-",
                                       ".",
                                       "e5",
                                       "1e",
                                       "1.2.3",
                                       "0x10",
                                       "1 ",
                                       "nan",
                                       "1e99999",
                                       "1234567890123456789012"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(str_to_double(str_of(none[i]), &d));
}

static void numbers_are_written_as_they_are_read(void **state)
{
    (void)state;
    static const double numbers[] = {60, 0.7, -1500, 0, 1234567, 1e15, 0.1};
    static const char *const texts[] = {"60", "0.7", "-1500", "0", "1234567", "1e+15", "0.1"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_string_equal(str_z(number_text(numbers[i], &arena), &arena), texts[i]);
}

static void comments_go_and_places_stay(void **state)
{
    (void)state;
    same(jsonc_strip(STR("{ // a \"b\"\n \"x//y\": /* , */ 1, }"), &arena),
         "{         \n \"x//y\":         1  }");
    same(jsonc_strip(STR("[1,2,/*x*/]"), &arena), "[1,2      ]");
    same(jsonc_strip(STR("{\"a\\\"//\": \",]\"} /* open"), &arena),
         "{\"a\\\"//\": \",]\"}        ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_embedded_profile_is_complete),
        cmocka_unit_test(a_written_profile_reads_back),
        cmocka_unit_test(a_users_profile_lies_over_it),
        cmocka_unit_test(faults_are_told_with_their_place),
        cmocka_unit_test(numbers_are_written_as_they_are_read),
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(comments_go_and_places_stay),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
