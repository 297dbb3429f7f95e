// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/staged_split.h"

#define HEAD "sk-nexo-TEST01aB3dE5"
#define TAIL "fG7hJ9kL1mN2oP"
#define KEY  HEAD TAIL

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

// A joint, and whether the languages that are read have it.
static const struct {
    const char *text;
    bool joins;
} joints[] = {
    {"\" + \"", true},  {"' '", true},      {"\"\n    \"", true}, {"\" ++ \"", true},
    {"\" .. \"", true}, {"' . '", true},    {"\" & \"", true},    {"\" \\\n  \"", true},
    {"\" + f\"", true}, {"\" + r'", true},  {"\\\n", true},       {"\\\r\n    ", true},
    {"\", \"", false},  {"\" - \"", false}, {"+", false},         {" ", false},
    {"\n", false},      {"\"", false},
};

static void a_known_key_in_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(joints); i++) {
        struct str text = str_fmt(&arena, "x%s%s%s\"", HEAD, joints[i].text, TAIL);
        size_t n = text.n - 2;
        if (staged_split_known(tight(text), 1, STR(KEY)) != (joints[i].joins ? n : 0))
            fail_msg("%s", joints[i].text);
        size_t at = 1 + strlen(HEAD) + strlen(joints[i].text) + 4; // in the tail
        struct str copy = tight(text);
        assert_int_equal(staged_split_ending(copy, &at, STR(KEY)), joints[i].joins ? n : 0);
        if (joints[i].joins)
            assert_int_equal(at, 1);
    }
    assert_int_equal(staged_split_known(STR(KEY), 0, STR(KEY)), 0); // no joint
    assert_int_equal(staged_split_known(STR(HEAD "' '" TAIL), 1, STR(KEY)), 0);
    assert_int_equal(staged_split_known(STR(HEAD "' 'fG7hJ9kL1mN2oQ"), 0, STR(KEY)), 0);
    assert_int_equal(staged_split_known(STR(HEAD "' '"), 0, STR(KEY)), 0);
    assert_int_equal(staged_split_known(STR(""), 0, STR(KEY)), 0);
    assert_int_equal(staged_split_known(STR("x"), 9, STR(KEY)), 0);
    struct buf wide = buf_in(&arena); // so far in no line is indented
    buf_fmt(&wide, "%s\"%*s\"%s", HEAD, 300, "", TAIL);
    assert_int_equal(staged_split_known(buf_str(&wide), 0, STR(KEY)), 0);
}

static void an_unknown_key_in_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(joints); i++) {
        struct str text = str_fmt(&arena, "%s%s%s\"", HEAD, joints[i].text, TAIL);
        size_t span = 0;
        struct str key = staged_split_joined(tight(text), 0, 200, &span, &arena);
        if (!joints[i].joins) {
            assert_false(str_present(key));
            continue;
        }
        assert_str(key, KEY);
        assert_int_equal(span, text.n - 1);
    }
    static const char *const none[] = {
        "sk-nexo-TEST01a\" + \"" TAIL TAIL "\"", // fifteen bytes in the first
        HEAD "\" + \"fG7hJ9k\"",                 // seven in the last
        HEAD "\" + \"fG7hJ9k\" + \"" TAIL "\"",  // and in the middle
        HEAD "\" + \"" TAIL,                     // does not end
        HEAD "\"",
        "",
    };
    for (size_t i = 0; i < COUNT(none); i++) {
        size_t span = 0;
        if (str_present(staged_split_joined(tight(str_of(none[i])), 0, 200, &span, &arena)))
            fail_msg("%s", none[i]);
    }
    size_t span = 0; // no more than is asked for
    assert_false(str_present(staged_split_joined(STR(HEAD "' '" TAIL "'"), 0, 22, &span, &arena)));
}

static void where_one_may_begin(void **state)
{
    (void)state;
    assert_true(staged_split_begins(tight(STR("0123456789abcdef")), 0));
    assert_false(staged_split_begins(tight(STR("0123456789abcde")), 0));
    assert_false(staged_split_begins(tight(STR("0123456789abcde\"")), 0));
    assert_false(staged_split_begins(tight(STR("0123456789abcdef")), 1));
    assert_false(staged_split_begins(STR(""), 7));
}

static void feed(struct str s)
{
    struct arena scratch = arena;
    size_t span;
    for (size_t at = 0; at <= s.n; at++) {
        size_t end = at;
        staged_split_known(s, at, STR(KEY));
        staged_split_ending(s, &end, STR(KEY));
        staged_split_begins(s, at);
        staged_split_joined(s, at, 40, &span, &scratch);
    }
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("\"" HEAD "\" + \\\n r\"" TAIL "\""), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_key_in_pieces),
        cmocka_unit_test(an_unknown_key_in_pieces),
        cmocka_unit_test(where_one_may_begin),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
