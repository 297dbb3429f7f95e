// SPDX-License-Identifier: MIT
// Keys are put together at run time from a few letters, so that no scanner takes this file for a
// leak; none carries a checksum of its provider.
#include "check.h"

#include "parse/keyfacts.h"
#include "parse/keyforms.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

static const char any[] = "q7Rz2Kx9Lm4Vb6Tn8Wp3Yc5Hd1Jf0GsUaEoI";
static const char hex[] = "0f3a9c1b77de4f20a6b1c9d8e2f4a5b6";
static const char low[] = "q7rz2kx9lm4vb6tn8wp3yc5hd1jf0gs";
static const char base32[] = "Q7RZ2KX3LM4VB6TN5WPYCHDJFGS";

// N bytes of such letters.
static struct str draw(const char *letters, size_t n)
{
    char *out = arena_many(&arena, char, n + 1);
    size_t all = strlen(letters);
    for (size_t i = 0; i < n; i++)
        out[i] = letters[(i * 11 + i / all) % all];
    return (struct str){out, n};
}

static struct str joined(const char *prefix, struct str body)
{
    return str_join(str_of(prefix), body, &arena);
}

static void fits_are(struct str key, enum form_fit fit, const char *provider)
{
    const char *name = "untouched";
    enum form_fit got = key_form(tight(key), &name);
    if (got != fit || strcmp(name, fit == FORM_NONE ? "untouched" : provider) != 0)
        fail_msg("%.*s: %d of %s", STR_ARG(key), got, name);
    assert_int_equal(key_form(key, NULL), fit);
}

static void lengths_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *prefix[2], *letters;
        size_t least, most;
        enum form_fit otherwise; // one byte less or more
        const char *provider;
    } rows[] = {
        {{"AI", "za"}, any, 35, 35, FORM_PREFIX, "Google"},
        {{"gs", "k_"}, any, 50, 54, FORM_PREFIX, "Groq"},
        {{"xa", "i-"}, any, 70, 120, FORM_PREFIX, "xAI"},
        {{"fw", "_"}, any, 20, 80, FORM_NONE, "Fireworks"},
        {{"hf", "_"}, any, 34, 34, FORM_PREFIX, "Hugging Face"},
        {{"nv", "api-"}, any, 60, 70, FORM_PREFIX, "NVIDIA"},
        {{"pa", "-"}, any, 43, 43, FORM_NONE, "Voyage"},
        {{"cs", "k-"}, low, 48, 48, FORM_NONE, "Cerebras"},
        {{"gl", "pat-"}, any, 20, 80, FORM_PREFIX, "GitLab"},
        {{"sk", "_live_"}, any, 10, 99, FORM_PREFIX, "Stripe"},
        {{"da", "pi"}, hex, 32, 34, FORM_NONE, "Databricks"},
        {{"AK", "IA"}, base32, 16, 16, FORM_NONE, "AWS"},
        {{"sk-", "or-v1-"}, hex, 64, 64, FORM_PREFIX, "OpenRouter"},
        {{"sk-", "ant-"}, any, 40, 200, FORM_PREFIX, "Anthropic"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str head = str_join(str_of(rows[i].prefix[0]), str_of(rows[i].prefix[1]), &arena);
        const char *prefix = str_z(head, &arena);
        size_t least = 0, most = 0;
        fits_are(joined(prefix, draw(rows[i].letters, rows[i].least)), FORM_FULL, rows[i].provider);
        fits_are(joined(prefix, draw(rows[i].letters, rows[i].most)), FORM_FULL, rows[i].provider);
        fits_are(joined(prefix, draw(rows[i].letters, rows[i].least - 1)), rows[i].otherwise,
                 rows[i].provider);
        fits_are(joined(prefix, draw(rows[i].letters, rows[i].most + 1)), rows[i].otherwise,
                 rows[i].provider);
        assert_true(key_form_lengths(str_of(rows[i].provider), &least, &most));
        assert_true(least <= head.n + rows[i].least && head.n + rows[i].most <= most);
        assert_true(least >= KEY_FORM_MIN && most <= KEY_FORM_MAX);
        // The same letter again and again is drawn in documentation.
        fits_are(joined(prefix, draw("a", rows[i].least)),
                 rows[i].letters == base32 ? FORM_NONE : rows[i].otherwise, rows[i].provider);
    }
    size_t least = 0, most = 0;
    assert_true(key_form_lengths(STR("Groq"), &least, &most));
    assert_int_equal(least, 54);
    assert_int_equal(most, 58);
    assert_false(key_form_lengths(STR("Groqs"), &least, &most));
}

static void the_structure_counts(void **state)
{
    (void)state;
    struct str mark = joined("T3Blbk", STR("FJ"));
#define TEXT(...) str_fmt(&arena, __VA_ARGS__)
#define ANY(n)    STR_ARG(draw(any, n))
#define HEX(n)    STR_ARG(draw(hex, n))
    const struct {
        struct str key;
        enum form_fit fit;
        const char *provider;
    } rows[] = {
        {TEXT("sk-proj-%.*s%.*s%.*s", ANY(20), STR_ARG(mark), ANY(20)), FORM_FULL, "OpenAI"},
        {TEXT("sk-proj-%.*s%.*s%.*s", ANY(74), STR_ARG(mark), ANY(74)), FORM_FULL, "OpenAI"},
        {TEXT("sk-proj-%.*s%.*s%.*s", ANY(21), STR_ARG(mark), ANY(20)), FORM_PREFIX, "OpenAI"},
        {TEXT("sk-proj-%.*s", ANY(48)), FORM_PREFIX, "OpenAI"},
        {TEXT("sk-%.*s%.*s%.*s", ANY(20), STR_ARG(mark), ANY(20)), FORM_FULL, "OpenAI"},
        {TEXT("sk-%.*s%.*s%.*s", ANY(19), STR_ARG(mark), ANY(21)), FORM_NONE, ""},
        {TEXT("sk-%.*s", ANY(48)), FORM_NONE, ""},
        {TEXT("sk-ant-%s-%.*sAA", "api03", ANY(93)), FORM_FULL, "Anthropic"},
        {TEXT("sk-ant-%s-%.*sAB", "api03", ANY(93)), FORM_PREFIX, "Anthropic"},
        {TEXT("ls%s%.*s_%.*s", "v2_pt_", HEX(32), HEX(10)), FORM_FULL, "LangSmith"},
        {TEXT("ls%s%.*s_%.*s", "v2_pt_", HEX(31), HEX(11)), FORM_PREFIX, "LangSmith"},
        {TEXT("sk-%s%.*s-%.*s-%.*s-%.*s-%.*s", "lf-", HEX(8), HEX(4), HEX(4), HEX(4), HEX(12)),
         FORM_FULL, "Langfuse"},
        {TEXT("sk-%s%.*s-%.*s-%.*s-%.*s-%.*s", "lf-", HEX(7), HEX(5), HEX(4), HEX(4), HEX(12)),
         FORM_PREFIX, "Langfuse"},
        {TEXT("pc%s%.*s_%.*s", "sk_", ANY(5), ANY(63)), FORM_FULL, "Pinecone"},
        {TEXT("pc%s%.*s_%.*s", "sk_", ANY(7), ANY(61)), FORM_PREFIX, "Pinecone"},
        {TEXT("github%s%.*s_%.*s", "_pat_", ANY(22), ANY(59)), FORM_FULL, "GitHub"},
        {TEXT("github%s%.*s_%.*s", "_pat_", ANY(21), ANY(60)), FORM_PREFIX, "GitHub"},
        {TEXT("%.*s.%.*s", HEX(32), STR_ARG(draw(low, 16))), FORM_FULL, "Z.ai"},
        {TEXT("%.*s.%.*s", HEX(32), ANY(24)), FORM_FULL, "Ollama"},
        {TEXT("%.*s.%.*s", HEX(32), ANY(25)), FORM_NONE, ""},
        {TEXT("%.*sJQQ%s%.*s", ANY(52), "J99", ANY(26)), FORM_FULL, "Azure"},
        {TEXT("%.*sJQQ%s%.*s", ANY(43), "J99", ANY(35)), FORM_NONE, ""},
        {TEXT("AK%s%.*s1", "IA", STR_ARG(draw(base32, 15))), FORM_NONE, ""}, // no base32
        {STR("AKIAIOSFODNN7EXAMPLE"), FORM_NONE, ""},
        {STR("sk-ant-"), FORM_NONE, ""}, // a prefix alone
        {STR("sk-ant-x"), FORM_PREFIX, "Anthropic"},
        {STR("sk"), FORM_NONE, ""},
        {STR(""), FORM_NONE, ""},
        {STR_NONE, FORM_NONE, ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        fits_are(rows[i].key, rows[i].fit, rows[i].provider);
}

static void what_may_be_anybodys(void **state)
{
    (void)state;
    const struct {
        struct str key;
        bool ambiguous;
    } rows[] = {
        {joined("sk-", draw(any, 20)), true},
        {joined("sk-", draw(any, 19)), false},
        {joined("sk-", draw("a", 48)), false},
        {joined("sk-a.b", draw(any, 30)), false},
        {draw(hex, 32), true},
        {draw(hex, 40), true},
        {draw(hex, 64), true},
        {draw(hex, 31), false},
        {draw(hex, 33), false},
        {draw("0123456789ABCDEF", 32), false}, // capitals: no generator of ours
        {draw("0", 32), false},
        {TEXT("ey%.*s.ey%.*s.%.*s", ANY(20), ANY(20), ANY(20)), true},
        {TEXT("ey%.*s.ax%.*s.%.*s", ANY(20), ANY(20), ANY(20)), false},
        {TEXT("ey%.*s", ANY(60)), false},
        {TEXT("ey%.*s.ey%.*s !", ANY(20), ANY(20)), false},
        {STR(""), false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (key_ambiguous(tight(rows[i].key)) != rows[i].ambiguous)
            fail_msg("row %zu: %.*s", i, STR_ARG(rows[i].key));
}

static void ids_are_no_keys(void **state)
{
    (void)state;
    static const char *const prefixes[] = {"org-", "proj_", "asst_", "pk_live_"};
    for (size_t i = 0; i < COUNT(prefixes); i++) {
        assert_true(key_is_id(tight(joined(prefixes[i], draw(any, 12)))));
        assert_false(key_is_id(tight(joined(prefixes[i], draw(any, 11)))));
        assert_false(key_is_id(joined(prefixes[i], STR("a blank in it"))));
    }
    assert_false(key_is_id(joined("orga-", draw(any, 20))));
    assert_false(key_is_id(STR("")));
}

// A key of another provider in a text: not inside a longer word, and the first of several.
static void keys_in_texts(void **state)
{
    (void)state;
    struct str key = joined("gs"
                            "k_",
                            draw(any, 52));
    const struct {
        struct str text;
        size_t at; // STR_NOWHERE: none
    } rows[] = {
        {key, 0},
        {TEXT("\"%.*s\"", STR_ARG(key)), 1},
        {TEXT("a-%.*s.", STR_ARG(key)), 2},
        {TEXT("%.*s %.*s", STR_ARG(key), STR_ARG(key)), 0},
        {TEXT("a%.*s", STR_ARG(key)), STR_NOWHERE},
        {TEXT("_%.*s", STR_ARG(key)), STR_NOWHERE},
        {TEXT("%.*s_", STR_ARG(key)), STR_NOWHERE},
        {TEXT("%.*sabc", STR_ARG(key)), STR_NOWHERE}, // three too many
        {str_slice(key, 0, 53), STR_NOWHERE},
        {STR(""), STR_NOWHERE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t at = STR_NOWHERE;
        struct str who = STR_NONE;
        size_t n = key_scan(tight(rows[i].text), &at, &who);
        assert_int_equal(at, rows[i].at);
        assert_int_equal(n, at == STR_NOWHERE ? 0 : key.n);
        if (n)
            assert_str(who, "Groq");
    }
    assert_int_equal(key_at_head(tight(TEXT("%.*s rest", STR_ARG(key))), NULL), key.n);
}

static void every_prefix_can_be_looked_for(void **state)
{
    (void)state;
    size_t n = 0;
    for (const char *prefix; (prefix = key_form_prefix(n)); n++)
        assert_true(strlen(prefix) >= 3);
    assert_true(n > 50);
    assert_null(key_form_prefix(n));
    assert_null(key_form_prefix(SIZE_MAX));
}

static void feed(struct str s)
{
    size_t at;
    key_form(s, NULL);
    key_ambiguous(s);
    key_is_id(s);
    key_scan(s, &at, NULL);
}

static void hostile_texts(void **state)
{
    (void)state;
    torn(TEXT("x sk-ant-%s-%.*sAA", "api03", ANY(93)), feed);
    torn(TEXT("%.*s.%.*s", HEX(32), ANY(24)), feed);
    torn(TEXT("ey%.*s.ey%.*s", ANY(20), ANY(20)), feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_exact),    cmocka_unit_test(the_structure_counts),
        cmocka_unit_test(what_may_be_anybodys), cmocka_unit_test(ids_are_no_keys),
        cmocka_unit_test(keys_in_texts),        cmocka_unit_test(every_prefix_can_be_looked_for),
        cmocka_unit_test(hostile_texts),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
