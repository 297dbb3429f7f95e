// SPDX-License-Identifier: MIT
#include "place.h"

#include "parse/staged_command.h"

static void check(struct str (*ask)(const struct staged_place *), const char *path,
                  const char *const (*rows)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct staged_place p = place_of(rows[i][0], path);
        assert_value(ask(&p), rows[i][1], rows[i][0]);
    }
}

static void logins(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"curl -u user:" K " https://^nexorouter.com^/v1", K},
        {"curl -su " K ": https://^nexorouter.com^/v1", K},
        {"curl --user=x:" K " https://^nexorouter.com^/v1", K},
        {"curl https://^nexorouter.com^/v1 \\\n  -u 'x:" K "'", K},
        {"http -a x:" K " https://^nexorouter.com^/v1", K},
        {"wget --password " K " https://^nexorouter.com^/v1", K},
        {"[\"curl\", \"-u\", \"x:" K "\", \"https://^nexorouter.com^\"]", K},
        {"x = 'https://user:" K "@api.^nexorouter.com^/v1'", K},
        {"https://" K "@^nexorouter.com^", K},
        {"curl -u user:secret https://^nexorouter.com^/v1", NULL},
        {"curl -u user:$KEY https://^nexorouter.com^/v1", NULL},
        {"curl -a x:" K " https://^nexorouter.com^/v1", NULL}, // HTTPie's
        {"tool -u x:" K " https://^nexorouter.com^/v1", NULL},
        {"curl -u x:" K " https://other\ncurl https://^nexorouter.com^", NULL},
        {K "@^nexorouter.com^", NULL},
        {"^nexorouter.com^", NULL},
    };
    static const char *const netrc[][2] = {
        {"machine ^nexorouter.com^ login x password " K, K},
        {"machine ^nexorouter.com^\n  login x\n  password " K "\n", K},
        {"machine ^nexorouter.com^ machine other password " K, NULL},
        {"machine ^nexorouter.com^ login x password secret", NULL},
        {"machine ^nexorouter.com^ password", NULL},
    };
    check(staged_login, "a.sh", rows, COUNT(rows));
    check(staged_login, ".netrc", netrc, COUNT(netrc));
}

static void values_handed_over(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"echo " K " | gh secret set ^N^", K},
        {"$ printf '%s' " K " | vercel env add ^N^", K},
        {"az x set ^N^ --sku a --value " K, K},
        {"tool ^N^ \\\n  --value \"" K "\"", K},
        {"gh secret set ^N^ <<< " K, K},
        {"echo hello | gh secret set ^N^", NULL},
        {"cat " K " | gh secret set ^N^", NULL},
        {"az x set ^N^\n  --value " K, NULL}, // another command
        {"az x set ^N^ --values " K, NULL},
        {"^N^ --value", NULL},
        {"^N^", NULL},
    };
    check(staged_handed, "a.sh", rows, COUNT(rows));
}

static void keys_beside_a_url(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"Client(\"https://^nexorouter.com^/v1\", \"" K "\")", K},
        {"Client('https://^nexorouter.com^/v1','" K "', 5)", K},
        {"Client(\"" K "\", \"https://^nexorouter.com^/v1\")", K},
        {"VALUES ('n', 'https://^nexorouter.com^/v1', '" K "')", K},
        {"Client(\"https://^nexorouter.com^/v1\", '" K "')", NULL}, // the quotes differ
        {"Client(\"https://^nexorouter.com^/v1\", \"" K "\" + x)", NULL},
        {"Client(\"https://^nexorouter.com^/v1\", \"gpt-4o-mini-2024\")", NULL},
        {"Client(\"https://^nexorouter.com^/v1\", \"", NULL},
        {"(x\"" K "\", \"https://^nexorouter.com^\")", NULL},
        {"see https://^nexorouter.com^ \"" K "\"", NULL},
        {"^nexorouter.com^", NULL},
    };
    check(staged_beside, "a.py", rows, COUNT(rows));
}

static void the_command_around_a_place(void **state)
{
    (void)state;
    struct str text = STR("a\nb \\\nc\\\nd\ne");
    for (size_t at = 2; at < 10; at++)
        assert_str(staged_command_at(text, at, 100), "b \\\nc\\\nd");
    assert_str(staged_command_at(text, 0, 100), "a");
    assert_str(staged_command_at(text, 11, 100), "e");
    assert_str(staged_command_at(text, 12, 100), "e");
    assert_str(staged_command_at(STR(""), 0, 100), "");
    assert_str(staged_command_at(STR("abcdef"), 3, 2), "bcde"); // no further than asked
}

static void feed(struct str s)
{
    for (size_t at = 0; at + 2 < s.n; at += 3) {
        size_t begin = str_rchr(str_slice(s, 0, at), '\n') + 1;
        struct staged_place p = {.text = s, .at = at, .n = 2, .path = STR("netrc")};
        p.line = str_slice(s, begin, at + str_until(str_from(s, at), "\n"));
        staged_login(&p);
        p.path = STR("a");
        staged_login(&p);
        staged_handed(&p);
        staged_beside(&p);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("echo x | curl -u \"a:b\" \\\n'https://u:p@h', '" K "' --value"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logins),
        cmocka_unit_test(values_handed_over),
        cmocka_unit_test(keys_beside_a_url),
        cmocka_unit_test(the_command_around_a_place),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
