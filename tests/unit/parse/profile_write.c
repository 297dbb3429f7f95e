// SPDX-License-Identifier: MIT
// Whatever stands in a profile comes back as it was: nothing that was typed turns into another
// type, another field or another line.
#include "check.h"

#include "base/utf8.h"
#include "parse/profile.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 26);
    return 0;
}

static struct profile with_model(struct str model)
{
    struct profile p = profile_none();
    p.model = model;
    return p;
}

static void texts_come_back(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "plain",
        "true",
        "null",
        "123",
        "1e5",
        "0x10",
        "2020-01-01",
        "~",
        "- a",
        "a: b",
        "# a",
        "a # b",
        "*a",
        "&a",
        "!!str a",
        "{a}",
        "[a]",
        "%a",
        "@a",
        "`a`",
        "\"",
        "'",
        "\\",
        "\\n",
        "a\nb",
        "a\tb",
        "---",
        "...",
        " a ",
        "gr\xc3\xbc\xc3\x9f",
        "\xe2\x80\xa8",
        "\xef\xbb\xbf",
        "\xf0\x9f\x98\x80",
        "\x01\x1f\x7f",
        "\xc2\x85",
        "\xc2\xa0",
        "\xef\xbf\xbd",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct profile p = with_model(STR("m")), back = profile_none();
        p.messages[0].role = STR("user");
        p.messages[0].content = str_of(rows[i]);
        p.message_count = 1;
        struct problem problem = {0};
        struct str text = profile_write(&p, STR_NONE, &arena);
        if (!profile_read(text, STR("p"), &back, &arena, &problem))
            fail_msg("%s: %.*s", rows[i], STR_ARG(problem.text));
        if (!str_eq(back.messages[0].content, p.messages[0].content))
            fail_msg("%s: %.*s", rows[i], STR_ARG(back.messages[0].content));
        assert_true(utf8_valid(text));
    }
}

static void what_is_absent_is_not_written(void **state)
{
    (void)state;
    struct profile p = profile_none();
    struct str text = profile_write(&p, STR_NONE, &arena);
    assert_str(text, "schema: nexoenv.profile/1\ngateway:\nkey:\nrequest:\ntimeouts:\nerrors:\n");
    p.stream = 0;
    p.temperature = 0.7;
    p.timeout_s = 60;
    strs_add(&p.trusted_hosts, STR("a.b"), &arena);
    strs_add(&p.trusted_hosts, STR("c\"d"), &arena);
    text = profile_write(&p, STR_NONE, &arena);
    assert_true(str_has(text, STR("\n  trusted_hosts: [\"a.b\", \"c\\\"d\"]\n")));
    assert_true(str_has(text, STR("\n  temperature: 0.7\n  stream: false\n")));
    assert_true(str_has(text, STR("\n  standard: 60\n")));
    assert_false(str_has(text, STR("slow")));
}

// A head is comment, whatever it says.
static void the_head_stays_a_comment(void **state)
{
    (void)state;
    struct profile p = with_model(STR("m")), back = profile_none();
    struct problem problem = {0};
    struct str text = profile_write(&p, STR("one\nrequest: {}\n\xff"), &arena);
    assert_true(str_starts(text, STR("# one\n# request: {}\n# \\xff\nschema: ")));
    assert_true(profile_read(text, STR("p"), &back, &arena, &problem));
    assert_str(back.model, "m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_back),
        cmocka_unit_test(what_is_absent_is_not_written),
        cmocka_unit_test(the_head_stays_a_comment),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
