// SPDX-License-Identifier: MIT
#include "base/punycode.h"
#include "check.h"

// RFC 3492, 7.1, and damage.
static void decodes(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    assert_str(punycode_label(STR("xn--nexrouter-22h"), &a), "nex\xd0\xbe"
                                                             "router");
    assert_str(punycode_label(STR("xn--ihqwcrb4cv8a8dqg056pqjye"), &a),
               "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d"
               "\xe8\xaf\xb4\xe4\xb8\xad\xe6\x96\x87");
    assert_str(punycode_label(STR("XN--Mnchen-3ya"), &a), "M\xc3\xbcnchen");
    assert_str(punycode_label(STR("plain"), &a), "plain");
    assert_str(punycode_label(STR("xn--99999999999999999999"), &a), "xn--99999999999999999999");
    assert_str(punycode_label(STR("xn--a-\xff"), &a), "xn--a-\xff");
    arena_free(&a);
}

static void encodes(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    static const uint32_t munich[] = {'m', 0xfc, 'n', 'c', 'h', 'e', 'n'};
    // RFC 3492, 7.1 (B)
    static const uint32_t chinese[] = {0x4ed6, 0x4eec, 0x4e3a, 0x4ec0, 0x4e48,
                                       0x4e0d, 0x8bf4, 0x4e2d, 0x6587};
    uint32_t longest[63];
    for (size_t i = 0; i < 63; i++)
        longest[i] = 0x10ffff;
    assert_str(punycode_of(munich, 7, &a), "xn--mnchen-3ya");
    assert_str(punycode_of(chinese, 9, &a), "xn--ihqwcrb4cv8a8dqg056pqjye");
    assert_str(punycode_label(punycode_of(longest, 3, &a), &a),
               "\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf");
    assert_true(punycode_of(longest, 63, &a).n > 63);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(decodes), cmocka_unit_test(encodes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
