// SPDX-License-Identifier: MIT
#include "net/tlslib.h"
#include "check.h"

static void verify_results(void **state)
{
    (void)state;
    assert_int_equal(tlslib_verify_result(false, 10), 10); // OpenSSL's own
    assert_int_equal(tlslib_verify_result(true, 0), 0);
    assert_int_equal(tlslib_verify_result(true, 1026), 10);   // invalid, expired
    assert_int_equal(tlslib_verify_result(true, 514), 9);     // invalid, not yet
    assert_int_equal(tlslib_verify_result(true, 66), 20);     // invalid, no signer
    assert_int_equal(tlslib_verify_result(true, 1090), 20);   // no signer comes before dates
    assert_int_equal(tlslib_verify_result(true, 1 << 16), 1); // another reason
}

static void hello(void **state)
{
    (void)state;
    assert_true(tlslib_says_hello(STR("ALPN: offers http/1.1")));
    assert_true(tlslib_says_hello(STR("ALPN: curl offers http/1.1")));
    assert_false(tlslib_says_hello(STR("ALPN: server accepted http/1.1")));
    assert_false(tlslib_says_hello(STR("Connected to api.nexorouter.com")));
}

static void dates(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 16);
    assert_str(tlslib_date(STR("2026-11-27 08:00:47 GMT"), &a), "20261127 08:00:47 GMT");
    assert_str(tlslib_date(STR("Nov 27 08:00:47 2026 GMT"), &a), "Nov 27 08:00:47 2026 GMT");
    assert_str(tlslib_date(STR(""), &a), "");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(verify_results), cmocka_unit_test(hello),
                                       cmocka_unit_test(dates)};
    return cmocka_run_group_tests_name("net/tlslib", tests, NULL, NULL);
}
