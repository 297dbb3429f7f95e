// SPDX-License-Identifier: MIT
#include "clients/address.h"
#include "check.h"

static void texts(void **state)
{
    (void)state;
    static const char *const good[] = {"127.0.0.1",
                                       "0.0.0.0",
                                       "::",
                                       "::1",
                                       "fd00:1::5",
                                       "::ffff:10.1.2.3",
                                       "1:2:3:4:5:6:7:8",
                                       "1::8",
                                       "ABCD:ef01:0:0:0::1"};
    static const char *const bad[] = {
        "",          "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ",          "::1::",
        ":::",       "1:2:3", "12345::",   "[::1]",    "::1%lo",    "1:2:3:4:5:6:7:8:9", "g::1",
        "1.2.3.4:80"};
    struct address out;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(address_parse(str_of(good[i]), &out));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(address_parse(str_of(bad[i]), &out));
}

static void shortest_form(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    static const char *const pairs[][2] = {{"FD00:1:0::5", "fd00:1::5"},
                                           {"0:0:0:0:0:0:0:0", "::"},
                                           {"1:0:0:2:0:0:0:3", "1:0:0:2::3"},
                                           {"1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"},
                                           {"::1", "::1"},
                                           {"10.1.2.3", "10.1.2.3"}};
    struct address out;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(address_parse(str_of(pairs[i][0]), &out));
        assert_str(address_text(&out, &a), pairs[i][1]);
    }
    arena_free(&a);
}

static bool has(const char *network, const char *host)
{
    struct address net, a;
    unsigned bits;
    return network_parse(str_of(network), &net, &bits) && address_parse(str_of(host), &a) &&
           address_in(&a, &net, bits);
}

static void networks(void **state)
{
    (void)state;
    assert_true(has("10.0.0.0/8", "10.255.0.1"));
    assert_false(has("10.0.0.0/8", "11.0.0.1"));
    assert_true(has("10.96.0.0/12", "10.111.0.1"));
    assert_false(has("10.96.0.0/12", "10.112.0.1"));
    assert_true(has("0.0.0.0/0", "1.2.3.4"));
    assert_true(has("fd00::/8", "fdff::1"));
    assert_false(has("fd00::/8", "10.0.0.1"));
    assert_false(has("10.0.0.0/33", "10.0.0.1"));
    assert_false(has("10.0.0.0/255.0.0.0", "10.0.0.1"));
    assert_false(has("10.0.0.0/", "10.0.0.1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(shortest_form),
                                       cmocka_unit_test(networks)};
    return cmocka_run_group_tests_name("clients/address", tests, NULL, NULL);
}
