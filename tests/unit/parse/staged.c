// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/staged.h"

#define KEY "sk-nexo-TEST01aB3dE5fG7hJ9kL1"

struct bench {
    struct arena a;
    struct staged_ask ask;
    struct staged out;
};

static int begin(void **state)
{
    static struct bench b;
    b = (struct bench){.a = arena_new((size_t)256 << 20)};
    staged_know(&b.ask, STR(KEY), STR("NEXOROUTER_API_KEY"), &b.a);
    strs_add(&b.ask.key_variables, STR("NEXOROUTER_API_KEY"), &b.a);
    strs_add(&b.ask.key_variables, STR("OPENAI_API_KEY"), &b.a);
    b.ask.api_host = STR("api.nexorouter.com");
    b.ask.website_host = STR("nexorouter.com");
    *state = &b;
    return 0;
}

static int end(void **state)
{
    arena_free(&((struct bench *)*state)->a);
    return 0;
}

static size_t scan(struct bench *b, const char *path, struct str text)
{
    struct staged_scanner *s = staged_scanner(&b->ask, &b->a);
    b->out.n = 0;
    staged_begin(s, str_of(path));
    staged_feed(s, text, true, &b->out, &b->a);
    return b->out.n;
}

static void is(const struct bench *b, size_t i, enum staged_what what, unsigned line, unsigned col)
{
    assert_true(i < b->out.n);
    assert_int_equal(b->out.items[i].what, what);
    assert_int_equal(b->out.items[i].loc.line, line);
    assert_int_equal(b->out.items[i].loc.column, col);
}

static void only_keys_are_known(void **state)
{
    struct bench *b = *state;
    size_t n = b->ask.keys.n;
    staged_know(&b->ask, STR("short"), STR("X"), &b->a);
    staged_know(&b->ask, STR(" \"" KEY "\"\r\n"), STR("Y"), &b->a); // the same one
    assert_int_equal(b->ask.keys.n, n);
    staged_know(&b->ask, STR("Bearer 0123456789abcdef"), STR("Z"), &b->a);
    assert_int_equal(b->ask.keys.n, n + 1);
    assert_int_equal(b->ask.keys.items[n].bytes.n, 16);
}

static void literal_and_encoded(void **state)
{
    struct bench *b = *state;
    assert_int_equal(scan(b, "a.c", STR("x\n y(" KEY ")\n")), 1);
    is(b, 0, STAGED_KNOWN_KEY, 2, 4);
    assert_int_equal(scan(b, "a.c", STR(KEY KEY)), 2);
    assert_int_equal(scan(b, "package-lock.json", STR(KEY)), 1); // whatever the file is
    assert_int_equal(scan(b, "a.c", STR("sk-nexo-TEST01aB3dE5fG7hJ9kL")), 0);
    // base64 of "KEY", "aKEY", "abKEY" with something behind
    assert_int_equal(scan(b, "a", STR("c2stbmV4by1URVNUMDFhQjNkRTVmRzdoSjlrTDF6")), 1);
    is(b, 0, STAGED_KNOWN_BASE64, 1, 1);
    assert_int_equal(scan(b, "a", STR("YXNrLW5leG8tVEVTVDAxYUIzZEU1Zkc3aEo5a0wxeg==")), 1);
    is(b, 0, STAGED_KNOWN_BASE64, 1, 3);
    assert_int_equal(scan(b, "a", STR("YWJzay1uZXhvLVRFU1QwMWFCM2RFNWZHN2hKOWtMMQ==")), 1);
    is(b, 0, STAGED_KNOWN_BASE64, 1, 4);
}

// Every split of a text into pieces finds the same, at the same place.
static void pieces(void **state)
{
    struct bench *b = *state;
    enum { SIZE = 60000 };
    char *text = arena_many(&b->a, char, SIZE);
    memset(text, 'x', SIZE);
    for (size_t i = 70; i < SIZE; i += 71)
        text[i] = '\n';
    const size_t places[] = {0, 8190, 16384, 30001, SIZE - sizeof KEY};
    for (size_t i = 0; i < 5; i++)
        memcpy(text + places[i], "\n" KEY, sizeof KEY);
    assert_int_equal(scan(b, "f", (struct str){text, SIZE}), 5);
    struct staged whole = b->out;
    struct staged_hit kept[5];
    memcpy(kept, whole.items, sizeof kept);
    for (size_t piece = 16385; piece < 40000; piece += 977) {
        struct staged_scanner *s = staged_scanner(&b->ask, &b->a);
        size_t from = 0;
        b->out.n = 0;
        staged_begin(s, STR("f"));
        while (from < SIZE) {
            bool last = SIZE - from <= piece;
            struct str view = {text + from, last ? SIZE - from : piece};
            from += staged_feed(s, view, last, &b->out, &b->a);
        }
        assert_int_equal(b->out.n, 5);
        for (size_t i = 0; i < 5; i++)
            is(b, i, STAGED_KNOWN_KEY, kept[i].loc.line, kept[i].loc.column);
    }
}

static void base_urls(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *text;
        int what; // -1: nothing
    } rows[] = {
        {"base_url=\"https://nexorouter.com/v1\"", STAGED_WEBSITE_HOST},
        {"open(\"https://www.nexorouter.com/v1/models\")", STAGED_WEBSITE_HOST},
        {"open(\"https://nexorouter.com/en/docs\")", -1},
        {"x = \"http://api.nexorouter.com/v1\"", STAGED_PLAIN_HTTP},
        {"base_url: https://api.nexorouter.com", STAGED_MISSING_V1},
        {"baseURL: 'https://api.nexorouter.com/',", STAGED_MISSING_V1},
        {"host = \"https://api.nexorouter.com\"", -1}, // not said to be a base URL
        {"baseURL: \"https://api.nexorouter.com\" + version", -1},
        {"fetch(\"https://api.nexorouter.com/chat/completions\")", STAGED_MISSING_V1},
        {"fetch(\"https://api.nexorouter.com/v1/chat/completions\")", -1},
        {"api_base = 'https://api.nexorouter.com/v1/chat/completions'", STAGED_FULL_ENDPOINT},
        {"api_base = 'https://api.nexorouter.com/v1/v1'", STAGED_DOUBLE_V1},
        {"OPENAI_BASE_URL=https://api.nexorouter.com/v1", -1},
        {"OPENAI_BASE_URL=https://api.nexorouter.com/v1/", -1},
        {"OPENAI_BASE_URL=https://api.nexorouter.com/api/v1", STAGED_WRONG_PATH},
        {"# OPENAI_BASE_URL=https://api.nexorouter.com", -1},
        {"base_url=\"https://api.nexorouter.com:8443\"", -1},
        {"base_url=\"https://xnexorouter.com/v1\"", -1},
        {"base_url=\"https://nexorouter.com.test/v1\"", -1},
        {"base_url=os.getenv(\"LLM\", \"https://api.nexorouter.com\")", STAGED_MISSING_V1},
        {"baseURL: process.env.LLM ?? 'https://api.nexorouter.com'", STAGED_MISSING_V1},
        {"base_url=pick(a, \"https://api.nexorouter.com\")", -1},
        {"API = 'https://api.nexorouter.com'\nc = OpenAI(base_url=API)", STAGED_MISSING_V1},
        {"API = 'https://api.nexorouter.com'\nget(f\"{API}/models\")", STAGED_MISSING_V1},
        {"API = 'https://api.nexorouter.com'\nget(f\"{API}/v1/models\")", -1},
        {"API = 'https://api.nexorouter.com'\nc = OpenAI(base_url=APIS)", -1},
        {"API = 'https://api.nexorouter.com'\nhome = API", -1},
        {"base_url: str = \"https://api.nexorouter.com\"", STAGED_MISSING_V1},
        {"baseUrl As String = \"https://api.nexorouter.com\"", STAGED_MISSING_V1},
        {"assert c.base_url == \"https://api.nexorouter.com\"", -1},
        {"api_url: \"https://api.nexorouter.com\"", -1}, // Elixir's name for it, and this is none
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = scan(b, "f.py", str_of(rows[i].text));
        if (n != (rows[i].what >= 0) || (n && (int)b->out.items[0].what != rows[i].what))
            fail_msg("row %zu: %s: %zu", i, rows[i].text, n);
        assert_int_equal(scan(b, "README.md", str_of(rows[i].text)), 0);
    }
}

static void headers(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *text;
        int what;
    } rows[] = {
        {"{Authorization: process.env.NEXOROUTER_API_KEY}", STAGED_NO_BEARER},
        {"{\"Authorization\": os.environ[\"NEXOROUTER_API_KEY\"]}", STAGED_NO_BEARER},
        {"-H \"Authorization: $NEXOROUTER_API_KEY\"", STAGED_NO_BEARER},
        {"-H \"Authorization: Bearer $NEXOROUTER_API_KEY\"", -1},
        {"-H \"Authorization: Bearer$NEXOROUTER_API_KEY\"", STAGED_NO_BLANK},
        {"{Authorization: `Bearer${process.env.NEXOROUTER_API_KEY}`}", STAGED_NO_BLANK},
        {"{Authorization: \"Bearer\" + process.env.NEXOROUTER_API_KEY}", STAGED_NO_BLANK},
        {"{Authorization: [\"Bearer\", process.env.NEXOROUTER_API_KEY].join(\" \")}", -1},
        {"{Authorization: bearer(process.env.NEXOROUTER_API_KEY)}", -1},
        {"{\"Proxy-Authorization\": process.env.NEXOROUTER_API_KEY}", -1},
        {"{Authorization: basic(NEXOROUTER_API_KEY)}", -1},
        {"{Authorization: process.env.OPENAI_API_KEY}", -1}, // perhaps somebody else's gateway
        {"// api.nexorouter.com\n{Authorization: process.env.OPENAI_API_KEY}", STAGED_NO_BEARER},
        {"{Authorization:\n  process.env.NEXOROUTER_API_KEY}", STAGED_NO_BEARER},
        {"{Authorization: `Token ${process.env.NEXOROUTER_API_KEY}`}", STAGED_NO_BEARER},
        {"k3y = ENV['NEXOROUTER_API_KEY']\nr['Authorization'] = k3y\n", STAGED_NO_BEARER},
        {"key: string = process.env.NEXOROUTER_API_KEY;\n{Authorization: key}", STAGED_NO_BEARER},
        {"key := os.Getenv(\"NEXOROUTER_API_KEY\")\nSet(\"Authorization\", \"Bearer\"+key)",
         STAGED_NO_BLANK},
        {"key = \"Bearer \" + getenv(\"NEXOROUTER_API_KEY\")\n{Authorization: key}", -1},
        {"key = getenv(\"NEXOROUTER_API_KEY\")\n{Authorization: key(1)}", -1},
        {"key = getenv(\"NEXOROUTER_API_KEY\")\n{Authorization: keys}", -1},
        {"key = getenv(\"NEXOROUTER_API_KEY\")\nauthorization = key\n", -1},
        {"key = getenv(\"NEXOROUTER_API_KEY\")\n# Authorization: key\n", -1},
        {"key = getenv(\"OPENAI_API_KEY\")\n{Authorization: key}", -1},
        {"{Authorization: this.config.NEXOROUTER_API_KEY}", STAGED_NO_BEARER},
        {"-H \"Authorization: ${{ secrets.NEXOROUTER_API_KEY }}\"", STAGED_NO_BEARER},
        {"-H \"Authorization: Bearer ${{ secrets.NEXOROUTER_API_KEY }}\"", -1},
        {"{Authorization: c.NEXOROUTER_API_KEY ? `Bearer ${c.NEXOROUTER_API_KEY}` : ''}", -1},
        {"{Authorization: config.NEXOROUTER_API_KEY && bearer}", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = scan(b, "f.ts", str_of(rows[i].text));
        if (n != (rows[i].what >= 0) || (n && (int)b->out.items[0].what != rows[i].what))
            fail_msg("row %zu: %s: %zu", i, rows[i].text, n);
    }
}

static void assignments(void **state)
{
    struct bench *b = *state;
    static const char *const real[] = {
        "NEXOROUTER_API_KEY=sk-nexo-aB3dE5fG7hJ9kL1mN",
        "NEXOROUTER_API_KEY: 'aB3dE5fG7hJ9kL1mNoP'",
        "\"NEXOROUTER_API_KEY\": \"aB3dE5fG7hJ9kL1mNoP\"",
        "NEXOROUTER_API_KEY=>aB3dE5fG7hJ9kL1mNoP",
        "NEXT_PUBLIC_NEXOROUTER_API_KEY=aB3dE5fG7hJ9kL1mNoP",
        "set -gx NEXOROUTER_API_KEY aB3dE5fG7hJ9kL1mNoP",
        "getenv(\"NEXOROUTER_API_KEY\", \"aB3dE5fG7hJ9kL1mNoP\")",
        "name: NEXOROUTER_API_KEY\n  value: aB3dE5fG7hJ9kL1mNoP",
    };
    static const char *const not_real[] = {
        "NEXOROUTER_API_KEY=your-api-key-here",
        "NEXOROUTER_API_KEY=xxxxxxxxxxxxxxxxxxxx",
        "NEXOROUTER_API_KEY=${A1B2C3D4E5F6G7H8I9}",
        "NEXOROUTER_API_KEY == 'aB3dE5fG7hJ9kL1mNoP'",
        "NEXOROUTER_API_KEY: process.env.KEY12345678",
        "MY_NEXOROUTER_API_KEY_2=aB3dE5fG7hJ9kL1mNoP",
        "NEXOROUTER_API_KEY: config.get12345678(1)",
        "NEXOROUTER_API_KEY=",
        "NEXOROUTER_API_KEY=nxr_your_key_here_1234567890",
        "NEXOROUTER_API_KEY = var.aws_secrets_v2.llm12.value",
        "the NEXOROUTER_API_KEY aB3dE5fG7hJ9kL1mNoP",
    };
    for (size_t i = 0; i < sizeof real / sizeof *real; i++)
        if (scan(b, "f", str_of(real[i])) != 1 || b->out.items[0].what != STAGED_GATEWAY_KEY)
            fail_msg("should be found: %s", real[i]);
    for (size_t i = 0; i < sizeof not_real / sizeof *not_real; i++)
        if (scan(b, "f", str_of(not_real[i])))
            fail_msg("should not be found: %s", not_real[i]);
}

static void foreign_and_allowed(void **state)
{
    struct bench *b = *state;
    // Put together here, so that no scanner of this repository sees one.
    char key[] = "ghp_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
    struct str text = str_fmt(&b->a, "t = \"%s\"\n", key);
    assert_int_equal(scan(b, "d/f.py", text), 1);
    is(b, 0, STAGED_FOREIGN_KEY, 1, 6);
    assert_int_equal(strlen(b->out.items[0].sha16), 16);
    struct str ini =
        str_fmt(&b->a, "[rules]\nx = y\n[allow]\n%s = d/f.py\n", b->out.items[0].sha16);
    staged_read_allow(&b->ask, ini, &b->a);
    assert_int_equal(b->ask.allow.n, 1);
    assert_int_equal(scan(b, "d/f.py", text), 0);
    assert_int_equal(scan(b, "d/g.py", text), 1);
    assert_int_equal(scan(b, "d/g.py", str_fmt(&b->a, "\"%s\" # nexoenv: allow\n", key)), 0);
    assert_int_equal(scan(b, "d/g.py", STR("\"" KEY "\" # nexoenv: allow\n")), 1);
    assert_int_equal(scan(b, "x", str_fmt(&b->a, "a%s", key)), 0); // the tail of a longer word
}

static void broken_base64_and_capitals(void **state)
{
    struct bench *b = *state;
    // "Authorization: Bearer KEY" in base64, broken after 48 and after 44 letters
    assert_int_equal(scan(b, "s.yaml",
                          STR("k: |\n  QXV0aG9yaXphdGlvbjogQmVhcmVyIHNrLW5leG8tVEVTVDAx\n"
                              "  YUIzZEU1Zkc3aEo5a0wx\n")),
                     1);
    is(b, 0, STAGED_KNOWN_BASE64, 3, 4);
    assert_int_equal(scan(b, "s.yaml",
                          STR("QXV0aG9yaXphdGlvbjogQmVhcmVyIHNrLW5leG8tVEVTVDAxYUIzZEU1\r\n"
                              "Zkc3aEo5a0wx\r\n")),
                     1);
    is(b, 0, STAGED_KNOWN_BASE64, 1, 31);
    assert_int_equal(
        scan(b, "c.ts", STR("new OpenAI({ baseURL: \"https://API.NexoRouter.COM/v1/v1\" })")), 1);
    is(b, 0, STAGED_DOUBLE_V1, 1, 24);
    assert_int_equal(
        scan(b, "c.ts", STR("new OpenAI({ baseURL: \"HTTPS://Api.nexorouter.com/v1\" })")), 0);
}

// A key of nobody known is one where the gateway is named beside it.
static void spelled_out(void **state)
{
    struct bench *b = *state;
    struct str gateway = STR("u = \"https://api.nexorouter.com/v1\"\n");
    static const char *const keys[] = {
        "apiKey: \"sk-a8dJ3kfL0qPz7XyB2nM4vC6t\"",
        "api_key='nxr_a8dJ3kfL0qPz7XyB2nM4vC6t'",
        "\"api-key\": \"a8dJ3kfL0qPz7XyB2nM4vC6t\"",
        "-H 'Authorization: Bearer a8dJ3kfL0qPz7XyB2nM4vC6t'",
    };
    static const char *const none[] = {
        "apiKey: \"your-api-key-goes-here-1234\"",      "api_key=\"sk-xxxxxxxxxxxxxxxxxxxxxxxx\"",
        "apiKey: process.env.KEY_2024_a8dJ3kfL0q",      "apiKey: `${prefix}a8dJ3kfL0qPz7XyB2nM4`",
        "Authorization: `Bearer ${key1234567890abcd}`", "Bearer tokens of 2024 are described here",
        "apiKeyFile = \"a8dJ3kfL0qPz7XyB2nM4vC6t\"",
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct str text = str_fmt(&b->a, "%.*s%s\n", STR_ARG(gateway), keys[i]);
        assert_int_equal(scan(b, "x.ts", text), 1);
        assert_int_equal(b->out.items[0].what, STAGED_GATEWAY_KEY);
        assert_int_equal(scan(b, "x.ts", str_of(keys[i])), 0);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(scan(b, "x.ts", str_fmt(&b->a, "%.*s%s\n", STR_ARG(gateway), none[i])), 0);
}

// A general name is the gateway's where what it stands in is named after the gateway.
static void sections(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *path, *text; // KEY: where the key goes
        size_t n;
    } rows[] = {
        {"a.json", "{\"NexoRouter\":{\"ApiKey\":\"KEY\"}}", 1},
        {"a.json", "{\"nexo_router\":{\"o\":{\"t\":1},\"api_key\":\"KEY\"}}", 1},
        {"a.json", "{\"NexoRouter\":{\"t\":1},\"Stripe\":{\"ApiKey\":\"KEY\"}}", 0},
        {"a.json", "{\"NexoRouter\":{\"ApiKeyId\":\"KEY\",\"max_token\":\"KEY\"}}", 0},
        {"a.json", "{\"NexoRouter__ApiKey\":\"KEY\"}", 1},
        {"a.yml", "nexorouter:\n  m: x\n  api_key: KEY\n", 1},
        {"a.yml", "nexorouter:\n  m: x\nstripe:\n  api_key: KEY\n", 0},
        {"a.yml", "a:\n  nexo-router:\n    token: KEY\n", 1},
        {"a.toml", "[nexorouter]\napi-key = \"KEY\"\n[b]\napi-key = \"KEY\"\n", 1},
        {"a.properties", "nexorouter.api-key=KEY\nstripe.api-key=KEY\n", 1},
        {"a.py", "NexoRouter(api_key=\"KEY\")\nStripe(api_key=\"KEY\")\n", 1},
        {"a.py", "def nexorouter():\n    Stripe(api_key=\"KEY\")\n", 0},
        {"a.py", "class NexoRouter:\n    # the key\n    api_key: str = \"KEY\"\n", 1},
        {"a.tf", "variable \"nexorouter_api_key\" {\n  type = string\n  default = \"KEY\"\n}", 1},
        {"a.tf", "variable \"nexorouter_api_key\" {\n}\nvariable \"x\" { default = \"KEY\" }", 0},
        {"a.toml", "[nexorouter]\nu=\"https://api.nexorouter.com/v1\"\n[b]\napi-key=\"KEY\"\n", 0},
        {"a.go", "// api.nexorouter.com\nopenai.DefaultConfig(\"KEY\")\n", 1},
        {"a.go", "openai.DefaultConfig(\"KEY\")\n", 0},
    };
    struct str key = STR("a8dJ3kfL0qPz7XyB2nM4vC6t"), mark = STR("KEY");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf text = buf_in(&b->a);
        struct str rest = str_of(rows[i].text);
        for (size_t at; (at = str_find(rest, mark)) != STR_NOWHERE; rest = str_from(rest, at + 3)) {
            buf_add(&text, str_slice(rest, 0, at));
            buf_add(&text, key);
        }
        buf_add(&text, rest);
        if (scan(b, rows[i].path, buf_str(&text)) != rows[i].n)
            fail_msg("row %zu: %s: %zu", i, rows[i].text, b->out.n);
    }
    // "your-key-here" and "aB3dE5fG7hJ9kL1mNoP" in base64, as a Kubernetes secret holds them
    assert_int_equal(scan(b, "s.yaml", STR("NEXOROUTER_API_KEY: eW91ci1rZXktaGVyZQ==\n")), 0);
    assert_int_equal(scan(b, "s.yaml", STR("NEXOROUTER_API_KEY: YUIzZEU1Zkc3aEo5a0wxbU5vUA==\n")),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(broken_base64_and_capitals, begin, end),
        cmocka_unit_test_setup_teardown(spelled_out, begin, end),
        cmocka_unit_test_setup_teardown(sections, begin, end),
        cmocka_unit_test_setup_teardown(only_keys_are_known, begin, end),
        cmocka_unit_test_setup_teardown(literal_and_encoded, begin, end),
        cmocka_unit_test_setup_teardown(pieces, begin, end),
        cmocka_unit_test_setup_teardown(base_urls, begin, end),
        cmocka_unit_test_setup_teardown(headers, begin, end),
        cmocka_unit_test_setup_teardown(assignments, begin, end),
        cmocka_unit_test_setup_teardown(foreign_and_allowed, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
