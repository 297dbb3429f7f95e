// SPDX-License-Identifier: MIT
// What keyfacts.c asks of whole values is asked there; here the bounds, and what must not be taken
// for a placeholder.
#include "check.h"

#include "parse/placeholder.h"

#define BODY "q7Rz2Kx9Lm4Vb6Tn8Wp3"

static void kinds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kind; // NULL: none
    } rows[] = {
        {"user_provided", "a tool's word for \"no key\""},
        {"not-needed", "a tool's word for \"no key\""},
        {"AKIAIOSFODNN7EXAMPLE", "a sample from documentation"},
        {"MY_OWN_NAME", "the name of a variable"},
        {"OPENAI_API_KEY", "the name of a variable"},
        {"xxx", "one character again and again"},
        {"xx", NULL},
        {"xXxX", "one character again and again"},
        {"sk-aaa", "one character again and again"},
        {"sk-abababababababababababab", "one character again and again"},
        {"<k>", "a placeholder in brackets"},
        {"<>", NULL},
        {"sk-<k>", "a placeholder in brackets"},
        {"__k__", "a placeholder in brackets"},
        {"your-key-here", "placeholder words"},
        {"YourApiKey", "placeholder words"},
        {"insert-the-acme-token", "placeholder words"},
        {"put it here", "placeholder words"},
        {"-_-", NULL}, // separators alone are no words
        {"12345678", "letters or digits in their order"},
        {"sk-abcdefghijklmnopqrstuvwxyz", "letters or digits in their order"},
        {"7890123", NULL}, // too short to say
        // Near misses: drawn at random, though a word stands in them.
        {BODY, NULL},
        {"sk-" BODY, NULL},
        {"sk-test" BODY, NULL},
        {"sk-" BODY "abcdefgh", NULL},
        {"keyhole-" BODY, NULL},
        {"your" BODY, NULL},
        {"", NULL},
        {"\xff\xff", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = placeholder_kind(tight(str_of(rows[i].text)), STR("my_own_name"));
        if (!got != !rows[i].kind || (got && strcmp(got, rows[i].kind) != 0))
            fail_msg("%s: %s", rows[i].text, got ? got : "none");
    }
}

// Words alone are one up to a length that no key variable has.
static void long_texts(void **state)
{
    (void)state;
    char text[4096];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "key-"[i % 4];
    assert_non_null(placeholder_kind(tight((struct str){text, 95}), STR("X")));
    for (size_t n = 90; n < 100; n++)
        placeholder_kind(tight((struct str){text, n}), STR("X"));
    memset(text, '-', sizeof text);
    placeholder_kind(tight((struct str){text, sizeof text}), STR("X"));
}

static void references(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kind;
    } rows[] = {
        {"$KEY", "a variable that nothing expanded"},
        {"$1KEY", NULL},
        {"$KEY-", NULL},
        {"a${KEY}b", "a variable that nothing expanded"},
        {"a${KEYb", NULL},
        {"a}b${", NULL},
        {"%KEY%", "a variable that nothing expanded"},
        {"%%", NULL},
        {"%K-Y%", NULL},
        {"@KEY@", "a variable that nothing expanded"},
        {"$env:KEY", "a variable that nothing expanded"},
        {"${{ secrets.KEY }}", "a template's expression that nothing filled in"},
        {"{{ key }}", "a template's expression that nothing filled in"},
        {"{{}}", NULL},
        {"<%= key %>", "a template's expression that nothing filled in"},
        {"$(cat k)", "a command that nothing ran"},
        {"`cat k`", "a command that nothing ran"},
        {"``", NULL},
        {"OP://v/i/f", "a secret manager's reference that nothing resolved"},
        {"projects/1/secrets/k", "a secret manager's reference that nothing resolved"},
        {"projects/1/k", NULL},
        {"process.env.KEY", "a piece of code that nothing ran"},
        {"file:///k", "the place of a file that nothing read"},
        {"/run/secrets/k", "the place of a file that nothing read"},
        {"ENC[x]", "an encrypted value that nothing decrypted"},
        {"sk-" BODY, NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = reference_kind(tight(str_of(rows[i].text)));
        if (!got != !rows[i].kind || (got && strcmp(got, rows[i].kind) != 0))
            fail_msg("%s: %s", rows[i].text, got ? got : "none");
    }
}

static void masks(void **state)
{
    (void)state;
    static const char *const masked[] = {"sk-ab...Yz",          "sk-***",
                                         "sk-ab\xe2\x80\xa6Yz", "\xe2\x80\xa2\xe2\x80\xa2",
                                         "sk-xxxxab",           "sk-abXXXXcd"};
    static const char *const whole[] = {"sk-" BODY,
                                        "sk-ab..Yz",
                                        "sk-xxxab",
                                        "a*b**c",
                                        "",
                                        "XxXxX",
                                        "sk-" BODY BODY "xxxx" BODY}; // four may be drawn
    for (size_t i = 0; i < COUNT(masked); i++)
        if (!looks_masked(tight(str_of(masked[i]))))
            fail_msg("masked: %s", masked[i]);
    for (size_t i = 0; i < COUNT(whole); i++)
        if (looks_masked(tight(str_of(whole[i]))))
            fail_msg("not masked: %s", whole[i]);
}

static void feed(struct str s)
{
    placeholder_kind(s, STR("X"));
    reference_kind(s);
    looks_masked(s);
}

static void hostile_texts(void **state)
{
    (void)state;
    torn(STR("sk-your-key-here ${{ a }} $(x) %A% __k__ <%= %> ENC[ abcdef 12345 xxxx"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds), cmocka_unit_test(long_texts),    cmocka_unit_test(references),
        cmocka_unit_test(masks), cmocka_unit_test(hostile_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
