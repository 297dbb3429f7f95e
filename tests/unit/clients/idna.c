// SPDX-License-Identifier: MIT
#include "clients/idna.h"
#include "check.h"

#define MUNICH "m\xc3\xbcnchen.de"

static void spellings(void **state)
{
    (void)state;
    static const struct {
        enum names how;
        const char *text, *want;
    } rows[] = {
        {NAMES_ASCII, MUNICH, "xn--mnchen-3ya.de"},
        {NAMES_ASCII, "M\xc3\x9cNCHEN.de", "xn--mnchen-3ya.de"},
        {NAMES_ASCII, "plain.De", "plain.De"},
        {NAMES_ASCII,
         "\xef\xbd\x81pi\xe3\x80\x82"
         "com",
         "api.com"},
        {NAMES_ASCII, "api.com\xe2\x80\x8b", "api.com"},
        {NAMES_ASCII, "a\xff", "a\xff"},
        {NAMES_ASCII, "", ""},
        {NAMES_AS_WRITTEN, MUNICH, MUNICH},
        {NAMES_LOWER, "M\xc3\x9cNCHEN.de", MUNICH},
        {NAMES_READABLE, "xn--mnchen-3ya.de", MUNICH},
        {NAMES_BY_START, "xn--mnchen-3ya.de", MUNICH},
        {NAMES_BY_START, "eu.xn--mnchen-3ya.de", "eu.xn--mnchen-3ya.de"},
        {NAMES_READABLE, "xn--99999999999999.de", "xn--99999999999999.de"},
    };
    struct arena a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(idna_host(str_of(rows[i].text), rows[i].how, &a), rows[i].want);
    arena_free(&a);
}

static void lists(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    assert_str(idna_list(STR("*." MUNICH ":443, x/8"), NAMES_ASCII_BOTH, &a),
               "*.xn--mnchen-3ya.de:443, x/8");
    assert_str(idna_list(STR(MUNICH), NAMES_ASCII, &a), MUNICH);
    assert_false(str_present(idna_list(STR_NONE, NAMES_ASCII_BOTH, &a)));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(spellings), cmocka_unit_test(lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
