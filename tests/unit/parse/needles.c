// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/base64.h"
#include "parse/keyfacts.h"
#include "parse/needles.h"

#define KEY "sk-nexo-TEST01aB3dE5fG7hJ9kL1+/="

static struct arena arena;
static struct staged_ask ask;
static struct needles *needles;

static int up(void **state)
{
    (void)state;
    arena = arena_new((size_t)64 << 20);
    staged_know(&ask, STR(KEY), STR("NEXOROUTER_API_KEY"), &arena);
    strs_add(&ask.key_variables, STR("NEXOROUTER_API_KEY"), &arena);
    strs_add(&ask.key_variables, STR("OPENAI_API_KEY"), &arena);
    ask.api_host = STR("api.nexorouter.com");
    ask.website_host = STR("nexorouter.com");
    needles = needles_make(&ask, &arena);
    return 0;
}

// Is a needle of the kind found in the text, by the place of its mark? Its beginning goes to *from.
static bool finds(struct str text, enum needle_kind kind, size_t *from)
{
    for (size_t at = 0; at + SIEVE_MARK <= text.n; at++)
        for (const struct needle *n = NULL; (n = needles_at(needles, text, at, n));)
            if (n->kind == kind) {
                *from = at - n->mark;
                return true;
            }
    return false;
}

static void whatever_the_key_is_written_as(void **state)
{
    (void)state;
    size_t from;
    static const struct {
        const char *text;
        enum needle_kind kind;
    } rows[] = {
        {"x " KEY "\n", NEEDLE_KEY},
        {"sk-nexo-TEST01aB3dE5fG7hJ9kL1%2B%2F%3D", NEEDLE_PERCENT},
        {"sk-nexo-TEST01aB3dE5fG7hJ9kL1%2b%2f%3d", NEEDLE_PERCENT},
        {"sk%2Dnexo%2DTEST01aB3dE5fG7hJ9kL1%2B%2F%3D", NEEDLE_PERCENT},
        {"'sk-nexo-' + ", NEEDLE_ANCHOR},
        {"+ '7hJ9kL1+/='", NEEDLE_ANCHOR},
        {"NEXOROUTER_API_KEY", NEEDLE_VARIABLE},
        {"X_OPENAI_API_KEY_2", NEEDLE_VARIABLE},
        {"nexorouter_api_key", NEEDLE_SPELLING},
        {"nexorouter-api-key", NEEDLE_SPELLING},
        {"nexorouter.api.key", NEEDLE_SPELLING},
        {"nexorouterApiKey", NEEDLE_SPELLING},
        {"Authorization", NEEDLE_HEADER},
        {"authorization", NEEDLE_HEADER},
        {"https://API.NexoRouter.com/v1", NEEDLE_HOST},
        {"Nexo_Router", NEEDLE_BRAND},
        {"NEXOROUTER", NEEDLE_BRAND},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (!finds(tight(str_of(rows[i].text)), rows[i].kind, &from))
            fail_msg("not found: %s", rows[i].text);
    assert_true(finds(STR("ab " KEY), NEEDLE_KEY, &from));
    assert_int_equal(from, 3);
}

// Encoded with anything in front and behind, in both alphabets.
static void base64_in_every_alignment(void **state)
{
    (void)state;
    static const char *const fronts[] = {"", "a", "ab", "Authorization: Bearer "};
    for (size_t i = 0; i < COUNT(fronts); i++) {
        struct str plain = str_fmt(&arena, "%s" KEY "yz", fronts[i]);
        char *code = str_z(base64_encode(plain, &arena), &arena);
        size_t from;
        assert_true(finds(tight(str_of(code)), NEEDLE_BASE64, &from));
        for (char *c = code; *c; c++)
            *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
        assert_true(finds(tight(str_of(code)), NEEDLE_BASE64, &from));
    }
}

static void near_misses(void **state)
{
    (void)state;
    size_t from;
    struct str cut = str_slice(STR(KEY), 0, sizeof KEY - 2);
    assert_false(finds(tight(cut), NEEDLE_KEY, &from));
    assert_false(finds(tight(STR("NEXOROUTER_API_KE")), NEEDLE_VARIABLE, &from));
    assert_false(finds(tight(STR("nexorouter_API_key")), NEEDLE_SPELLING, &from));
    assert_false(finds(tight(STR("AuthorizatioN")), NEEDLE_HEADER, &from));
    assert_false(finds(tight(STR("nexo router")), NEEDLE_BRAND, &from));
    assert_false(finds(tight(STR("nexorouter.co")), NEEDLE_HOST, &from));
    assert_false(finds(STR(""), NEEDLE_KEY, &from));
}

// What other providers' keys begin with counts at the beginning of a word alone.
static void forms_begin_words(void **state)
{
    (void)state;
    size_t from;
    for (size_t i = 0; key_form_prefix(i); i++) {
        struct str prefix = str_of(key_form_prefix(i));
        assert_true(finds(tight(prefix), NEEDLE_FORM, &from));
        assert_true(finds(str_fmt(&arena, "\"%.*s", STR_ARG(prefix)), NEEDLE_FORM, &from));
        assert_true(finds(str_fmt(&arena, "$-%.*s", STR_ARG(prefix)), NEEDLE_FORM, &from));
        struct needles *all =
            needles; // marks of three bytes that begin where a longer word does not
        struct str inside[] = {
            str_fmt(&arena, "x%.*s", STR_ARG(str_slice(prefix, 0, 3))),
            str_fmt(&arena, "_%.*s", STR_ARG(str_slice(prefix, 0, 3))),
            str_fmt(&arena, "N-%.*s", STR_ARG(str_slice(prefix, 0, 3))),
        };
        for (size_t k = 0; k < COUNT(inside); k++)
            for (const struct needle *n = NULL;
                 (n = needles_at(all, inside[k], inside[k].n - 3, n));)
                assert_true(n->kind != NEEDLE_FORM);
    }
}

// Every mark that needles_at knows is one that the sieve lets through.
static void the_sieve_knows_every_mark(void **state)
{
    (void)state;
    static struct sieve_hit hits[SIEVE_SPAN];
    for (size_t i = 0; i < needles->n; i++) {
        const struct needle *n = &needles->items[i];
        struct str text = str_fmt(&arena, " %.*s  ", STR_ARG(n->bytes));
        size_t found = sieve_look(&needles->sieve, UINT8_MAX, text, 0, text.n, hits);
        bool there = false;
        for (size_t k = 0; k < found; k++)
            there |= hits[k].at == n->mark + 1;
        if (!there)
            fail_msg("needle %zu of kind %d: its mark is not seen", i, (int)n->kind);
        assert_true(n->mark <= needles->furthest);
    }
    assert_str(needles->brand, "nexorouter");
}

// Keys too short for a needle, hosts that are none: nothing is known, and nothing breaks.
static void little_to_know(void **state)
{
    (void)state;
    struct staged_ask none = {.api_host = STR(""), .website_host = STR("")};
    struct needles *few = needles_make(&none, &arena);
    for (size_t i = 0; i < few->n; i++)
        assert_true(few->items[i].kind >= NEEDLE_HEADER && few->items[i].bytes.n >= SIEVE_MARK);
    struct str text = tight(STR("Authorization"));
    assert_non_null(needles_at(few, text, 0, NULL));
    assert_null(needles_at(few, text, 10, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_the_key_is_written_as),
        cmocka_unit_test(base64_in_every_alignment),
        cmocka_unit_test(near_misses),
        cmocka_unit_test(forms_begin_words),
        cmocka_unit_test(the_sieve_knows_every_mark),
        cmocka_unit_test(little_to_know),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
