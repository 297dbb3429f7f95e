// SPDX-License-Identifier: MIT
// The keys below are made up from two alphabets and carry no checksum of any provider.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/keyfacts.h"
#include "parse/keyforms.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

// N letters and digits, never the same twice in a row; put together at run time, so that no
// scanner takes this file for a leak.
static const char *filler(size_t n)
{
    static const char letters[] = "q7Rz2Kx9Lm4Vb6Tn8Wp3Yc5Hd1Jf0GsUaEoI";
    char *out = arena_many(&arena, char, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = letters[(i * 11 + i / 35) % 35];
    return out;
}

static struct str text(const char *format, ...)
{
    struct buf b = buf_in(&arena);
    va_list args;
    va_start(args, format);
    buf_vfmt(&b, format, args);
    va_end(args);
    return buf_str(&b);
}

static struct value read_key(struct str bytes)
{
    return value_read(STR("NEXOROUTER_API_KEY"), bytes, &arena);
}

static const uint32_t damage = ~(uint32_t)(KEY_LOOKS_REAL);

static void facts_are(const char *what, struct str bytes, uint32_t expected)
{
    struct value v = read_key(bytes);
    if ((v.facts & damage) != expected)
        fail_msg("%s: facts %#x, expected %#x (%.*s)", what, v.facts & damage, expected,
                 STR_ARG(v.detail));
}

static void a_clean_key_has_no_fault(void **state)
{
    (void)state;
    struct str keys[] = {
        STR("sk-nexo-TEST01abcDEF23456789"),
        STR("sk-nexo-TEST0123456789abcdef"),
        text("sk-%s", filler(48)),
        text("nxr-test-%s", filler(32)),
        text("%s", filler(40)),
        text("sk-test%s", filler(30)),
        text("mykey%s", filler(30)),
        STR("0f3a9c1b77de4f20a6b1c9d8e2f4a5b6"), // 32 hex: ambiguous, not foreign
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        facts_are(str_z(keys[i], &arena), keys[i], 0);
        struct value v = read_key(keys[i]);
        assert_true(v.facts & KEY_LOOKS_REAL);
        assert_int_equal(v.class, VALUE_SECRET);
        assert_true(str_eq(v.text, STR("x")));
        assert_int_equal(v.length, keys[i].n);
        assert_memory_equal(v.last4, keys[i].p + keys[i].n - 4, 4);
    }
}

static void damage_is_named_and_taken_off(void **state)
{
    (void)state;
    const char *k = "sk-nexo-TEST01abcDEF2345XyZ9";
    const struct {
        struct str bytes;
        uint32_t facts;
        const char *shape;
    } rows[] = {
        {text(" %s", k), KEY_LEADING_BLANK, " x"},
        {text("%s\t", k), KEY_TRAILING_BLANK, "x\t"},
        {text("%s\r", k), KEY_TRAILING_CR, "x\r"},
        {text("%s\r\n", k), KEY_TRAILING_CR | KEY_TRAILING_LF, "x\r\n"},
        {text("%s\n", k), KEY_TRAILING_LF, "x\n"},
        {text("\"%s\"", k), KEY_QUOTED, "\"x\""},
        {text("'%s", k), KEY_QUOTED, "'x"},
        {text("Bearer %s", k), KEY_BEARER, "x x"},
        {text("bearer%s", k), KEY_BEARER, "x"},
        {text("Authorization: Bearer %s", k), KEY_BEARER, "x x x"},
        {text("NEXOROUTER_API_KEY=%s", k), KEY_ASSIGNMENT, "x"},
        {text("export OPENAI_API_KEY='%s'", k), KEY_ASSIGNMENT | KEY_QUOTED, "x x'"},
        {text("%s # prod", k), KEY_INNER_COMMENT, "x x x"},
        {text("%s\\n", k), KEY_LITERAL_ESCAPE, "x"},
        {text("%s,", k), KEY_TRAILING_PUNCT, "x"},
        {text("\"%s\",", k), KEY_QUOTED | KEY_TRAILING_PUNCT, "\"x"},
        {text("%s\xe2\x80\x8b", k), KEY_NON_ASCII, "x\xe2\x80\x8b"},
        {text("%s\xc2\xa0", k), KEY_NON_ASCII, "x\xc2\xa0"},
        {text("\xe2\x80\x9c%s\xe2\x80\x9d", k), KEY_NON_ASCII, "\xe2\x80\x9cx\xe2\x80\x9d"},
        {text("%s\x07", k), KEY_CONTROL, "x\x07"},
        {text("sk-abc def%s", k), KEY_INNER_BLANK, "x x"},
        {text("sk-abc\ndef%s", k), KEY_INNER_NEWLINE, "x\nx"},
        {text("%s%s", k, k), KEY_TWO_JOINED, "x"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value v = read_key(rows[i].bytes);
        facts_are(str_z(rows[i].bytes, &arena), rows[i].bytes, rows[i].facts);
        assert_string_equal(str_z(v.text, &arena), rows[i].shape);
        if (!(rows[i].facts & (KEY_NON_ASCII | KEY_CONTROL)))
            assert_string_equal(v.last4, "XyZ9"); // the key's own, not the damage's
    }
    struct value v = read_key(text("%s\xe2\x80\x8b", k));
    assert_int_equal(v.odd_offset, 28);
    assert_int_equal(v.odd_byte, 0x200b);
}

static void what_is_no_key_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t fact;
    } rows[] = {
        {"YOUR_NEXOROUTER_API_KEY", KEY_PLACEHOLDER},
        {"YOUR_API_KEY", KEY_PLACEHOLDER},
        {"your-key-here", KEY_PLACEHOLDER},
        {"sk-your-key-here", KEY_PLACEHOLDER},
        {"sk-xxxxxxxxxxxxxxxxxxxxxxxx", KEY_PLACEHOLDER},
        {"sk-...", KEY_PLACEHOLDER},
        {"sk-1234567890abcdef1234567890abcdef", KEY_PLACEHOLDER},
        {"sk-abcdefghijklmnopqrstuvwxyz123456", KEY_PLACEHOLDER},
        {"changeme", KEY_PLACEHOLDER},
        {"replace_me", KEY_PLACEHOLDER},
        {"<your key>", KEY_PLACEHOLDER},
        {"[insert]", KEY_PLACEHOLDER},
        {"{key}", KEY_PLACEHOLDER},
        {"__API_KEY__", KEY_PLACEHOLDER},
        {"insert-your-company-token", KEY_PLACEHOLDER},
        {"None", KEY_PLACEHOLDER},
        {"undefined", KEY_PLACEHOLDER},
        {"sk-1234", KEY_PLACEHOLDER},
        {"openai_key", KEY_PLACEHOLDER},
        {"OPENAI_API_KEY", KEY_PLACEHOLDER},
        {"test", KEY_PLACEHOLDER},
        {"********", KEY_PLACEHOLDER},
        {"your_api_key # put it here", KEY_PLACEHOLDER | KEY_INNER_COMMENT},
        {"\"YOUR_API_KEY\"", KEY_PLACEHOLDER | KEY_QUOTED},
        {"Bearer YOUR_API_KEY", KEY_PLACEHOLDER | KEY_BEARER},
        {"$NEXOROUTER_API_KEY", KEY_UNEXPANDED},
        {"${NEXOROUTER_API_KEY}", KEY_UNEXPANDED},
        {"${NEXOROUTER_API_KEY:-none}", KEY_UNEXPANDED},
        {"%NEXOROUTER_API_KEY%", KEY_UNEXPANDED},
        {"${{ secrets.NEXOROUTER_API_KEY }}", KEY_UNEXPANDED},
        {"$(cat key.txt)", KEY_UNEXPANDED},
        {"`cat key.txt`", KEY_UNEXPANDED},
        {"{{ .Values.key }}", KEY_UNEXPANDED},
        {"op://vault/item/field", KEY_UNEXPANDED},
        {"encrypted:BAABAB", KEY_UNEXPANDED},
        {"/run/secrets/key", KEY_UNEXPANDED},
        {"sk-ab...Yz90", KEY_MASKED},
        {"sk-ab\xe2\x80\xa6Yz90", KEY_MASKED},
        {"sk-\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2Yz90", KEY_MASKED},
        {"sk-abcXXXXXXXXXXXXyz", KEY_MASKED},
        {"https://api.nexorouter.com/v1", KEY_URL},
        {"/home/me/key.txt", KEY_PATH},
        {"~/key", KEY_PATH},
        {"C:\\keys\\k.txt", KEY_PATH},
        {"{\"key\": \"x\"}", KEY_JSON},
        {"me@example.com", KEY_EMAIL},
        {"curl https://x -H y", KEY_COMMAND},
        {"-H \"Authorization: x\"", KEY_COMMAND},
        {"org-q7Rz2Kx9Lm4Vb6Tn8Wp3", KEY_ID},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        facts_are(rows[i].text, str_of(rows[i].text), rows[i].fact);
        assert_false(read_key(str_of(rows[i].text)).facts & KEY_LOOKS_REAL &&
                     rows[i].fact != KEY_ID);
    }
}

static void base64_of_text_is_seen(void **state)
{
    (void)state;
    facts_are("key and LF", STR("c2stbmV4by1URVNUMDEyMzQ1Njc4OWFiY2RlZgo="), KEY_BASE64_TEXT);
    facts_are("key", STR("c2stbmV4by1URVNUMDEyMzQ1Njc4OWFiY2RlZg=="), KEY_BASE64_TEXT);
    facts_are("random", text("%s", filler(40)), 0);
}

static void providers_are_told_by_form_alone(void **state)
{
    (void)state;
    const char *mark = "T3Blbk"
                       "FJ";
    const struct {
        struct str key;
        uint32_t facts;
        const char *provider;
    } rows[] = {
        {text("sk-proj-%s%s%s", filler(74), mark, filler(74)), KEY_FOREIGN, "OpenAI"},
        {text("sk-proj-%s", filler(60)), KEY_FOREIGN | KEY_TRUNCATED_FORM, "OpenAI"},
        {text("sk-%s%s%s", filler(20), mark, filler(20)), KEY_FOREIGN, "OpenAI"},
        {text("sk-ant-%s-%sAA", "api03", filler(93)), KEY_FOREIGN, "Anthropic"},
        {text("sk-ant-%s-%s", "api03", filler(93)), KEY_FOREIGN | KEY_TRUNCATED_FORM, "Anthropic"},
        {text("sk-or-v1-%s", "0f3a9c1b77de4f20a6b1c9d8e2f4a5b60f3a9c1b77de4f20a6b1c9d8e2f4a5b6"),
         KEY_FOREIGN, "OpenRouter"},
        {text("AI%s%s", "za", filler(35)), KEY_FOREIGN, "Google"},
        {text("gs%s%s", "k_", filler(52)), KEY_FOREIGN, "Groq"},
        {text("gs%s%s", "k_", filler(30)), KEY_FOREIGN | KEY_TRUNCATED_FORM, "Groq"},
        {text("nv%s%s", "api-", filler(64)), KEY_FOREIGN, "NVIDIA"},
        // Near misses: shapes that are nobody's in particular.
        {text("sk-%s", filler(48)), 0, ""},
        {text("sk-%s", filler(22)), 0, ""},
        {STR("sk-0f3a9c1b77de4f20a6b1c9d8e2f4a5b6"), 0, ""},
        {text("fw%s%s", "_", filler(6)), 0, ""},
        {text("key_%s", filler(20)), 0, ""},
        {text("AKIA%s", "IOSFODNN7EXAMPLE"), KEY_PLACEHOLDER, "a sample from documentation"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        facts_are(str_z(rows[i].key, &arena), rows[i].key, rows[i].facts);
        assert_string_equal(str_z(read_key(rows[i].key).detail, &arena), rows[i].provider);
    }
}

static void short_values_show_nothing(void **state)
{
    (void)state;
    assert_string_equal(read_key(STR("sk-nexo-TEST01a")).last4, "");
    assert_string_equal(read_key(STR("sk-nexo-TEST01ab")).last4, "01ab");
    assert_string_equal(read_key(STR("               x")).last4, "");
    struct value v = read_key(STR(""));
    assert_int_equal(v.state, VALUE_EMPTY);
    assert_true(str_present(v.text));
    assert_int_equal(read_key(STR_NONE).state, VALUE_UNSET);
    v = read_key(STR("   "));
    assert_int_equal(v.state, VALUE_SET);
    assert_int_equal(v.facts, KEY_LEADING_BLANK);
}

static void proxy_is(const char *bytes, const char *kept)
{
    struct value v = value_read(STR("HTTPS_PROXY"), str_of(bytes), &arena);
    assert_int_equal(v.class, VALUE_PROXY);
    assert_string_equal(str_z(v.text, &arena), kept);
}

static void proxies_lose_their_login(void **state)
{
    (void)state;
    proxy_is("http://proxy:3128", "http://proxy:3128");
    proxy_is("http://me:geheim12@proxy:3128", "http://x:x@proxy:3128");
    proxy_is("http://me:ge%40he%zzim@proxy:3128", "http://x:x%78x%x@proxy:3128");
    proxy_is("http://DOM\\me:p#w/d@proxy:3128", "http://x\\x:x#x/x@proxy:3128");
    proxy_is(" \nhttp:me:geheim12@proxy:3128", " \nhttp:x:x@proxy:3128");
    proxy_is(" me:geheim12@proxy:3128", " x:x@proxy:3128");
    proxy_is("me:pa@ss@proxy:3128", "x:x@x@proxy:3128");
    proxy_is("http://me:p\xc3\xa4sswort@proxy:1", "http://x:x\xc3\xa9x@proxy:1");
    // What decides whether a client can send it stays: beyond Latin-1, no UTF-8 in an escape.
    proxy_is("http://me:\xd0\xbf\xd0\xb0@proxy:1", "http://x:\xce\xa9@proxy:1");
    proxy_is("http://me:a%E4b%C3%A4%D0%BF%00@proxy:1", "http://x:x%FFx%C3%A9%CE%A9%00@proxy:1");
    struct value v = value_read(STR("JAVA_TOOL_OPTIONS"),
                                STR("-Dhttp.proxyPassword=geheim -Dhttps.proxyHost=p"), &arena);
    assert_string_equal(str_z(v.text, &arena), "-Dhttp.proxyPassword=x -Dhttps.proxyHost=p");
    // What stands in a list before the first entry with a colon is no login.
    v = value_read(STR("NO_PROXY"), STR("corp.test,me%3Agehe,im@c.test"), &arena);
    assert_true(str_starts(v.text, STR("corp.test,")));
    assert_false(str_has(v.text, STR("gehe")));
    v = value_read(STR("NO_PROXY"), STR("corp.test,b.test,http://me:ge,heim@c.test,d"), &arena);
    assert_string_equal(str_z(v.text, &arena), "corp.test,b.test,http://x:x,x@c.test,d");
    // Blanks that a quote holds belong to the value, and quotes around a word stay in pairs.
    v = value_read(STR("JAVA_TOOL_OPTIONS"),
                   STR("-Dmy.password=\"x geheim\" \"-Dhttp.proxyPassword=a zwei\" -Dx=y"), &arena);
    assert_string_equal(str_z(v.text, &arena), "-Dmy.password=x \"-Dhttp.proxyPassword=x\" -Dx=y");
}

static void secrets_in_urls_go(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *kept;
    } rows[] = {
        {"https://h/v1?api_key=geheim12&x=1", "https://h/v1?api_key=x&x=1"},
        {"https://h/v1?x=1&TOKEN=a&secret=b", "https://h/v1?x=1&TOKEN=x&secret=x"},
        {"https://u:p@h/v1?key=k", "https://x:x@h/v1?key=x"},
        {"https://h/v1?x=1", "https://h/v1?x=1"},
        {"https://h/v1?key=", "https://h/v1?key="},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value v = value_read(STR("OPENAI_BASE_URL"), str_of(rows[i].bytes), &arena);
        assert_string_equal(str_z(v.text, &arena), rows[i].kept);
    }
}

static void keys_are_found_in_text(void **state)
{
    (void)state;
    size_t at = 0;
    struct str who = STR_NONE;
    struct str key = text("sk-ant-%s-%sAA", "api03", filler(93));
    struct str line = text("const k = \"%.*s\";\n", STR_ARG(key));
    assert_int_equal(key_scan(line, &at, &who), key.n);
    assert_int_equal(at, 11);
    assert_true(str_eq(who, STR("Anthropic")));
    // A key inside a longer word, one character too many, a placeholder, an ambiguous one.
    assert_int_equal(key_scan(text("x%.*s", STR_ARG(key)), &at, &who), 0);
    assert_int_equal(key_scan(text("%.*sB ", STR_ARG(key)), &at, &who), 0);
    assert_int_equal(
        key_scan(STR("sk-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), &at, &who),
        0);
    assert_int_equal(key_scan(text("sk-%s", filler(48)), &at, &who), 0);
    assert_true(key_like(text("sk-%s", filler(48)), NULL));
    assert_true(key_like(STR("0f3a9c1b77de4f20a6b1c9d8e2f4a5b6"), NULL));
    assert_false(key_like(STR("https://api.nexorouter.com/v1"), NULL));
    assert_false(key_like(STR("deepseek-v4-flash"), NULL));
    assert_false(key_like(STR("development"), NULL));
}

// Over all forms of a provider, prefix included.
static void lengths_of_whole_keys(void **state)
{
    (void)state;
    size_t least = 0, most = 0;
    assert_true(key_form_lengths(STR("Replicate"), &least, &most));
    assert_int_equal(least, 40);
    assert_int_equal(most, 40);
    assert_true(key_form_lengths(STR("Anthropic"), &least, &most));
    assert_int_equal(least, 47);
    assert_int_equal(most, 207);
    assert_false(key_form_lengths(STR("Nobody"), &least, &most));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clean_key_has_no_fault),
        cmocka_unit_test(damage_is_named_and_taken_off),
        cmocka_unit_test(what_is_no_key_is_said),
        cmocka_unit_test(base64_of_text_is_seen),
        cmocka_unit_test(providers_are_told_by_form_alone),
        cmocka_unit_test(short_values_show_nothing),
        cmocka_unit_test(proxies_lose_their_login),
        cmocka_unit_test(secrets_in_urls_go),
        cmocka_unit_test(keys_are_found_in_text),
        cmocka_unit_test(lengths_of_whole_keys),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
