// SPDX-License-Identifier: MIT
#include "check.h"

#include "parse/manifest_in.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena = arena_new(1 << 24);
    return 0;
}

// SET is "v", EMPTY is empty, anything else is unset.
static struct str lookup(void *ctx, struct str name)
{
    (void)ctx;
    return str_eq(name, STR("SET")) ? STR("v") : str_eq(name, STR("EMPTY")) ? STR("") : STR_NONE;
}

static void as_compose_does_it(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *missing; // missing: "!" in front: required
    } rows[] = {
        {"plain", "plain", NULL},
        {"", "", NULL},
        {"$SET-$SET.", "v-v.", NULL},
        {"${SET}x", "vx", NULL},
        {"$UNSET.", ".", "UNSET"},
        {"${UNSET}${OTHER}", "", "UNSET"},
        {"$$SET $${SET}", "$SET ${SET}", NULL},
        {"$", "$", NULL},
        {"$1 $-", "$1 $-", NULL},
        {"${UNSET-d}${EMPTY-d}", "d", NULL},
        {"${UNSET:-d}${EMPTY:-d}${SET:-d}", "ddv", NULL},
        {"${SET+r}${EMPTY+r}${UNSET+r}", "rr", NULL},
        {"${SET:+r}${EMPTY:+r}", "r", NULL},
        {"${UNSET:-${SET}}", "v", NULL},
        {"${UNSET:-${OTHER:-a}b}c", "abc", NULL},
        {"${UNSET:-$OTHER}", "", "OTHER"},
        {"${UNSET?why}", "", "!UNSET"},
        {"${EMPTY:?why}", "", "!EMPTY"},
        {"${EMPTY?why}${SET:?why}", "v", NULL},
        {"${UNSET:-}", "", NULL},
        {"${UNSET:-a}b}", "ab}", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct interpolation in = {.lookup = lookup};
        assert_str(manifest_interpolate(tight(str_of(rows[i].text)), &in, &arena), rows[i].want);
        bool required = rows[i].missing && rows[i].missing[0] == '!';
        if (in.required != required || in.invalid ||
            !str_same(in.missing, str_of(rows[i].missing ? rows[i].missing + required : NULL)))
            fail_msg("%s: %.*s %d %d", rows[i].text, STR_ARG(in.missing), in.required, in.invalid);
    }
    struct interpolation in = {.lookup = lookup};
    assert_false(str_present(manifest_interpolate(STR_NONE, &in, &arena)));
}

static void what_compose_refuses(void **state)
{
    (void)state;
    static const char *const rows[] = {"${SET",    "${}",     "${1}", "${SET!x}",
                                       "${SET.x}", "${ SET}", "a${"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct interpolation in = {.lookup = lookup};
        manifest_interpolate(tight(str_of(rows[i])), &in, &arena);
        if (!in.invalid)
            fail_msg("%s", rows[i]);
    }
}

static void feed(struct str text)
{
    struct arena scratch = arena;
    struct interpolation in = {.lookup = lookup};
    manifest_interpolate(text, &in, &scratch);
}

static void hostile_text_ends(void **state)
{
    (void)state;
    torn(STR("$SET ${A:-${B:+c}} ${D?e} $$ ${F-g}"), feed);
    struct buf b = buf_in(&arena);
    for (int i = 0; i < 5000; i++)
        buf_z(&b, "${A:-");
    feed(buf_str(&b));
    for (int i = 0; i < 5000; i++)
        buf_z(&b, "}");
    feed(buf_str(&b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_compose_does_it),
        cmocka_unit_test(what_compose_refuses),
        cmocka_unit_test(hostile_text_ends),
    };
    return cmocka_run_group_tests(tests, up, NULL);
}
