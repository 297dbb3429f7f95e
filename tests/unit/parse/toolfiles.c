// SPDX-License-Identifier: MIT
#include "parse/toolfiles.h"
#include "check.h"

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    (void)ctx;
    (void)name;
    return value_plain(bytes);
}

static struct settings read(const char *tool, const char *text, struct arena *a)
{
    struct settings out = {0};
    struct toolfile f = {
        .tool = str_of(tool), .path = STR("f"), .bytes = str_of(text), .keep = keep};
    assert_true(toolfile_read(&f, &out, a));
    return out;
}

static void curl(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct settings s =
        read("curlrc",
             "# comment\nproxy = \"http://a:1\" x\nproxy: http://b:2\n-sx http://c:3 # c\n"
             "insecure\nnoproxy=x,y\nuser-agent = proxy\n",
             &a);
    assert_int_equal(s.n, 5);
    assert_str(s.items[0].value.text, "http://a:1");
    assert_str(s.items[1].value.text, "http://b:2");
    assert_str(s.items[2].key, "proxy");
    assert_str(s.items[2].value.text, "http://c:3");
    assert_str(s.items[3].key, "insecure");
    assert_int_equal(s.items[4].origin.loc.line, 6);
    // Behind a dash "=" is no separator; without one "x" is no letter; a text needs its value.
    s = read("curlrc", "--proxy=a:1\n-proxy b:2\nx c:3\nproxy =\n-xd:4\nproxy=\"\"\n", &a);
    assert_int_equal(s.n, 2);
    assert_str(s.items[0].value.text, "d:4");
    assert_int_equal(s.items[1].value.state, VALUE_EMPTY);
    arena_free(&a);
}

static void wget(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct settings s =
        read("wgetrc", "Use-Proxy = on\nhttps_proxy=http://127.0.0.1:3130\n#x=1\n", &a);
    assert_int_equal(s.n, 2);
    assert_str(s.items[0].key, "use_proxy");
    assert_str(s.items[1].value.text, "http://127.0.0.1:3130");
    s = read("wgetrc",
             "https_proxy http://127.0.0.1:3130\nuse_proxy = true\ncheck_certificate=quiet\n", &a);
    assert_int_equal(s.n, 4);
    assert_str(s.items[0].key, "syntax-error");
    assert_str(s.items[2].key, "syntax-error");
    arena_free(&a);
}

static void git(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct settings s =
        read("git",
             "[user]\n name = x\n[http]\n\tproxy = http://a:1 ; comment\n"
             "[http \"https://Host/\"] proxy = \"\"\nsslVerify = false\n[core]\nproxy=1\n",
             &a);
    assert_int_equal(s.n, 3);
    assert_str(s.items[0].key, "http.proxy");
    assert_str(s.items[0].value.text, "http://a:1");
    assert_str(s.items[1].key, "http.https://Host/.proxy");
    assert_int_equal(s.items[1].value.state, VALUE_EMPTY);
    arena_free(&a);
}

static void git_stops(void **state)
{
    (void)state;
    static const char *const bad[] = {"[http\n proxy = x\n",   "[ http ]\nproxy=x\n",
                                      "[http]\nproxy=\"x\n",   "[http]\n1proxy = x\n",
                                      "[http]\nproxy = \\q\n", "[http.https://x]\n"};
    static const char *const good[] = {"[http]\r\n proxy = x\r\n", "\xef\xbb\xbf[http]proxy=x",
                                       "[HTTP \"a b\"]\nproxy\n", "[http]\nproxy = a\\\nb\n",
                                       ";[\n#[\n[http]\nproxy=\"#\" ;\"\n"};
    struct arena a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct settings s = read("git", bad[i], &a);
        assert_true(s.n > 0);
        assert_str(s.items[s.n - 1].key, "syntax-error");
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct settings s = read("git", good[i], &a);
        assert_int_equal(s.n, 1);
        assert_true(str_ends(s.items[0].key, STR(".proxy")));
    }
    arena_free(&a);
}

static void npm(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct settings s =
        read("npm", "https-proxy=http://a:1\n//r/:_authToken=secret\nstrict-ssl = false\n", &a);
    assert_int_equal(s.n, 2);
    assert_str(s.items[1].key, "strict-ssl");
    struct settings none = {0};
    struct toolfile f = {.tool = STR("emacs"), .bytes = STR("proxy=1"), .keep = keep};
    assert_false(toolfile_read(&f, &none, &a));
    arena_free(&a);
}

static void netrc(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct netrc n = {0};
    netrc_read(STR("# c\nmachine api.nexorouter.com\n  login u\n  password \"p w\"\n"
                   "macdef init\nput x\n\ndefault login a password b\n"),
               STR("~/.netrc"), &n, &a);
    assert_false(n.syntax_error);
    assert_int_equal(n.n, 2);
    assert_str(n.items[0].machine, "api.nexorouter.com");
    assert_true(n.items[0].has_login && n.items[0].has_password);
    assert_int_equal(n.items[0].loc.line, 2);
    assert_false(str_present(n.items[1].machine));
    struct netrc bad = {0};
    netrc_read(STR("machine x login u\nnonsense\n"), STR("~/.netrc"), &bad, &a);
    assert_true(bad.syntax_error);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(curl), cmocka_unit_test(wget),
                                       cmocka_unit_test(git),  cmocka_unit_test(git_stops),
                                       cmocka_unit_test(npm),  cmocka_unit_test(netrc)};
    return cmocka_run_group_tests_name("parse/toolfiles", tests, NULL, NULL);
}
