// SPDX-License-Identifier: MIT
// What `new URL()` of Node says of the same texts.
#include "check.h"

#include "clients/whatwg.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

// scheme|user:password@|host|port|path|?query; "no" where new URL() throws.
static struct str shown(struct str text, struct arena *a)
{
    struct whatwg_url u = whatwg_parse(text, a);
    struct buf b = buf_in(a);
    if (!u.ok)
        return STR("no");
    buf_fmt(&b, "%.*s|", STR_ARG(u.scheme));
    if (str_present(u.user))
        buf_fmt(&b, "%.*s:%.*s@", STR_ARG(u.user), STR_ARG(u.password));
    buf_fmt(&b, u.v6 ? "[%.*s]|" : "%.*s|", STR_ARG(u.host));
    if (u.port || u.port_zero)
        buf_fmt(&b, "%u", u.port);
    buf_fmt(&b, "|%.*s", STR_ARG(u.path));
    if (str_present(u.query))
        buf_fmt(&b, "|?%.*s", STR_ARG(u.query));
    buf_z(&b, u.hash ? "#" : "");
    return buf_str(&b);
}

static void as_node_reads_it(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"https://h/v1", "https|h||/v1"},
        {"HTTPS://H.Test", "https|h.test||/"},
        {"https://h:443/v1", "https|h||/v1"},
        {"https://h:8443", "https|h|8443|/"},
        {"https://h:", "https|h||/"},
        {"https://h:0", "https|h|0|/"},
        {"https://h:00080", "https|h|80|/"},
        {"http://h:80?a#b", "http|h||/|?a#"},
        {"https://h#", "https|h||/"},
        {"https://u:p@h", "https|u:p@h||/"},
        {"https://u@h@i", "https|u@h:@i||/"},
        {"https:h", "https|h||/"},
        {"https:\\\\h\\a\\b", "https|h||/a/b"},
        {"https:////h", "https|h||/"},
        {" \thttps://h\n/a ", "https|h||/a"},
        {"ht\ntps://h", "https|h||/"},
        {"https://h/a/./b/../c", "https|h||/a/c"},
        {"https://h/a/%2e%2E/..", "https|h||/"},
        {"https://h/a/..b", "https|h||/a/..b"},
        {"https://[::1]:80/", "https|[::1]|80|/"},
        {"https://[2001:DB8:0:0::1]", "https|[2001:db8::1]||/"},
        {"https://127.1", "https|127.0.0.1||/"},
        {"https://0x7f.0.0.1", "https|127.0.0.1||/"},
        {"https://0177.1", "https|127.0.0.1||/"},
        {"https://2130706433", "https|127.0.0.1||/"},
        {"https://1.2.3.4.", "https|1.2.3.4||/"},
        {"https://a%2Eb", "https|a.b||/"},
        {"https://1.2.3.4a", "https|1.2.3.4a||/"},
        {"socks5://H:1080", "socks5|H|1080|"},
        {"mailto:a@b", "mailto|||a@b"},
        {"h:80", "h|||80"},
        // and these it refuses
        {"", "no"},
        {"h/v1", "no"},
        {"//h", "no"},
        {"1https://h", "no"},
        {"https://", "no"},
        {"https://u@", "no"},
        {"https://:80", "no"},
        {"https://h:65536", "no"},
        {"https://h:8a", "no"},
        {"https://h:-1", "no"},
        {"https://a b", "no"},
        {"https://a<b", "no"},
        {"https://a%zz", "no"},
        {"https://a%00b", "no"},
        {"https://[::1", "no"},
        {"https://[::1]x", "no"},
        {"https://[1.2.3.4]", "no"},
        {"https://256.1.1.1", "no"},
        {"https://1.2.3.4.5", "no"},
        {"https://1.2.3.08", "no"},
        {"https://1..2", "no"},
        {"https://4294967296", "no"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str got = shown(tight(str_of(rows[i][0])), &arena);
        struct str want = str_of(rows[i][1]);
        if (!str_eq(got, want))
            fail_msg("%s: %.*s, not %.*s", rows[i][0], STR_ARG(got), STR_ARG(want));
    }
}

static void percent(void **state)
{
    (void)state;
    static const struct {
        const char *text, *decoded;
        bool broken; // decodeURIComponent() throws
    } rows[] = {
        {"a", "a", false},
        {"%41%7e", "A~", false},
        {"%c3%BC", "\xc3\xbc", false},
        {"%F0%9F%98%80", "\xf0\x9f\x98\x80", false},
        {"%", "%", true},
        {"%4", "%4", true},
        {"%zz", "%zz", true},
        {"%C3", "\xc3", true},
        {"%C3x", "\xc3x", true},
        {"%C3%", "\xc3%", true},
        {"%C3%zz", "\xc3%zz", true},
        {"%FF", "\xff", true},
        {"%ED%A0%80", "\xed\xa0\x80", true},
        {"%41%", "A%", true},
        {"", "", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str s = tight(str_of(rows[i].text));
        assert_str(percent_decoded(s, &arena), rows[i].decoded);
        if (percent_is_broken(s) != rows[i].broken)
            fail_msg("%s", rows[i].text);
    }
}

static void feed(struct str s)
{
    struct arena scratch = arena;
    shown(s, &scratch);
    percent_decoded(s, &scratch);
    percent_is_broken(s);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR(" hTTps:/\\u%41:p@[::1]:0080/a/%2e/../b?c#d"), feed);
    torn(STR("x://0x7f.1:99/\xc3\xbc%C3%BC"), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_node_reads_it),
        cmocka_unit_test(percent),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
