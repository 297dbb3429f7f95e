// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/url.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static void faults_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum url_fault fault;
    } rows[] = {
        {"https://api.nexorouter.com/v1", URL_OK},
        {"https://api.nexorouter.com/v1/", URL_OK},
        {"HTTPS://API.NEXOROUTER.COM/v1", URL_OK},
        {"http://[::1]:3001/v1", URL_OK},
        {"http://[fe80::1%eth0]/", URL_OK},
        {"https://u:p@h:8443/x?y#z", URL_OK},
        {"https://a.b/x?u=http://c", URL_OK},
        {"https://a%20b", URL_BAD_HOST},
        {"https://a/b%20c", URL_OK},
        {"", URL_EMPTY},
        {"api.nexorouter.com/v1", URL_NO_SCHEME},
        {"a/b?u=http://c", URL_NO_SCHEME},
        {"htps://api.nexorouter.com", URL_BAD_SCHEME},
        {"https//api.nexorouter.com", URL_BAD_SCHEME},
        {"https:/api.nexorouter.com", URL_BAD_SCHEME},
        {" https://a", URL_BLANK},
        {"https://a/v1 ", URL_BLANK},
        {"https://a b/v1", URL_BLANK},
        {"\"https://a/v1\"", URL_QUOTES},
        {"'https://a/v1", URL_QUOTES},
        {"https://a/v1\r", URL_CONTROL},
        {"$OPENAI_BASE_URL", URL_UNEXPANDED},
        {"https://${HOST}/v1", URL_UNEXPANDED},
        {"%BASE_URL%", URL_UNEXPANDED},
        {"{{ .Values.url }}", URL_UNEXPANDED},
        {"https://", URL_NO_HOST},
        {"https:///v1", URL_NO_HOST},
        {"https://a..b", URL_BAD_HOST},
        {"https://[::1/v1", URL_BAD_HOST},
        {"https://a:99999", URL_BAD_PORT},
        {"https://a:abc", URL_BAD_PORT},
        {"https://a:0", URL_BAD_PORT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct url u;
        enum url_fault got = url_parse(str_of(rows[i].text), &u);
        if (got != rows[i].fault)
            fail_msg("%s: %s, expected %s", rows[i].text, url_fault_text(got),
                     url_fault_text(rows[i].fault));
    }
}

static void parts_are_cut(void **state)
{
    (void)state;
    struct url u;
    url_parse(STR("https://us:er:pw@Host:8443/v1/x?q=1#f"), &u);
    assert_true(str_eq(u.scheme, STR("https")) && str_eq(u.userinfo, STR("us:er:pw")));
    assert_true(str_eq(u.host, STR("Host")) && u.port == 8443 && u.port_written);
    assert_true(str_eq(u.path, STR("/v1/x")) && str_eq(u.query, STR("q=1")));
    assert_true(str_eq(u.fragment, STR("f")));
    url_parse(STR("http://[2001:db8::1]/"), &u);
    assert_true(u.ipv6 && str_eq(u.host, STR("2001:db8::1")) && u.port == 80 && !u.port_written);
    url_parse(STR(" \"https://a/v1\" "), &u); // filled in spite of the fault
    assert_true(str_eq(u.host, STR("a")) && str_eq(u.path, STR("/v1")));
    url_parse(STR("proxy.corp:3128"), &u);
    assert_true(str_eq(u.host, STR("proxy.corp")) && u.port == 3128);
}

static void shows(const char *text, const char *url, const char *proxy)
{
    assert_string_equal(str_z(url_public(str_of(text), &arena), &arena), url);
    assert_string_equal(str_z(proxy_public(str_of(text), &arena), &arena), proxy);
}

static void logins_are_never_shown(void **state)
{
    (void)state;
    shows("https://a/v1", "https://a/v1", "https://a/v1");
    shows("https://u:p@a/v1?k=s#f", "https://a/v1", "https://u:***@a/v1?k=s#f");
    shows("http://u:p/w@a:1", "http://a:1", "http://u:***@a:1");
    shows("http://u:p@w@a:1", "http://a:1", "http://u:***@a:1");
    shows("u:p@host:1", "(not a URL)", "u:***@host:1");
    shows("u@host:1", "(not a URL)", "u@host:1");
    shows("x?key=1", "(not a URL)", "x?key=1");
    shows("hello", "hello", "hello");
}

static void hosts_are_sorted(void **state)
{
    (void)state;
    static const char *const loop[] = {"localhost", "LOCALHOST.", "x.localhost", "127.0.0.1",
                                       "127.9.9.9", "::1",        "[::1]"};
    static const char *const not_loop[] = {"localhost.com", "128.0.0.1", "127.0.0.1.com",
                                           "127.0.0",       "::2",       ""};
    static const char *const private[] = {"10.0.0.1",    "172.16.0.1", "172.31.1.1",
                                          "192.168.1.1", "fd00::1",    "proxy",
                                          "a.local",     "127.0.0.1",  "x.corp"};
    static const char *const public[] = {"172.32.0.1",  "172.15.0.1",     "8.8.8.8", "a.com",
                                         "2001:db8::1", "nexorouter.com", ""};
    for (size_t i = 0; i < 7; i++)
        assert_true(host_is_loopback(str_of(loop[i])));
    for (size_t i = 0; i < 6; i++)
        assert_false(host_is_loopback(str_of(not_loop[i])));
    for (size_t i = 0; i < 9; i++)
        assert_true(host_is_private(str_of(private[i])));
    for (size_t i = 0; i < 7; i++)
        assert_false(host_is_private(str_of(public[i])));
    assert_true(host_is_link_local(STR("169.254.169.254")));
    assert_true(host_is_link_local(STR("fe80::1")));
    assert_true(host_is_link_local(STR("[FEBF::1]")));
    assert_true(host_is_link_local(STR("::ffff:169.254.1.1")));
    assert_false(host_is_link_local(STR("169.255.0.1")));
    assert_false(host_is_link_local(STR("fec0::1")));
    assert_false(host_is_link_local(STR("feb.example.com")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(parts_are_cut),
        cmocka_unit_test(logins_are_never_shown),
        cmocka_unit_test(hosts_are_sorted),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
