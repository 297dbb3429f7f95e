// SPDX-License-Identifier: MIT
#include "parse/yaml.h"
#include "check.h"

static struct arena arena;

static const struct yaml_node *read(const char *text)
{
    struct yaml_file f = yaml_read(str_of(text), STR("x.yaml"), &arena);
    assert_false(str_present(f.error));
    return f.docs.n ? f.docs.items[0].root : NULL;
}

static void places_and_styles(void **state)
{
    (void)state;
    const struct yaml_node *root = read("a: 1\nb:\n  - K=\"v\"\n  - \"K=v\"\n");
    const struct yaml_node *list = yaml_get(root, "b");
    assert_int_equal(yaml_count(list), 2);
    assert_str(yaml_raw(yaml_item(list, 0)), "K=\"v\""); // quotes inside a plain scalar are its own
    assert_int_equal(yaml_item(list, 0)->style, YAML_PLAIN);
    assert_str(yaml_raw(yaml_item(list, 1)), "K=v");
    assert_int_equal(yaml_item(list, 1)->style, YAML_QUOTED);
    assert_int_equal(yaml_item(list, 1)->loc.line, 4);
    assert_int_equal(yaml_item(list, 1)->loc.column, 5);
}

static void nulls(void **state)
{
    (void)state;
    const struct yaml_node *root = read("a:\nb: ~\nc: \"\"\nd: NULL\n");
    assert_true(yaml_is_null(yaml_get(root, "a")));
    assert_true(yaml_is_null(yaml_get(root, "b")));
    assert_false(yaml_is_null(yaml_get(root, "c")));
    assert_true(yaml_is_null(yaml_get(root, "d")));
    assert_str(yaml_text(yaml_get(root, "c")), "");
    assert_false(str_present(yaml_text(yaml_get(root, "a"))));
    assert_null(yaml_get(root, "missing"));
}

static void merge_keys(void **state)
{
    (void)state;
    const struct yaml_node *root = read("base: &b {A: base, B: base}\n"
                                        "other: &o {B: other, C: other}\n"
                                        "env:\n  <<: [*b, *o]\n  A: own\n");
    const struct yaml_node *env = yaml_get(root, "env");
    assert_str(yaml_text(yaml_get(env, "A")), "own");
    assert_str(yaml_text(yaml_get(env, "B")), "base"); // the earlier merge wins
    assert_str(yaml_text(yaml_get(env, "C")), "other");
    struct yaml_pair p;
    size_t n = 0;
    while (yaml_pair_at(env, n, &p))
        n++;
    assert_int_equal(n, 3);
}

static void duplicates_and_documents(void **state)
{
    (void)state;
    struct yaml_file f = yaml_read(STR("a: 1\na: 2\n---\nb: 3\n"), STR("x"), &arena);
    assert_int_equal(f.docs.n, 2);
    assert_true(f.docs.items[0].root->duplicate);
    assert_str(yaml_text(yaml_get(f.docs.items[0].root, "a")), "2");
    assert_str(yaml_text(yaml_get(f.docs.items[1].root, "b")), "3");
}

static void a_bomb_is_only_text(void **state)
{
    (void)state;
    struct buf b = buf_in(&arena);
    buf_z(&b, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++)
        buf_fmt(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1, i - 1, i - 1);
    struct yaml_file f = yaml_read(buf_str(&b), STR("x"), &arena);
    assert_false(str_present(f.error));
    assert_int_equal(yaml_count(yaml_get(f.docs.items[0].root, "a29")), 4);
}

static void what_is_refused(void **state)
{
    (void)state;
    struct buf deep = buf_in(&arena);
    for (int i = 0; i < 100; i++)
        buf_byte(&deep, '[');
    assert_true(str_present(yaml_read(buf_str(&deep), STR("x"), &arena).error));
    struct yaml_file self = yaml_read(STR("a: &a\n  b: *a\n"), STR("x"), &arena);
    assert_true(str_present(self.error));
    assert_int_equal(self.error_loc.line, 2);
    assert_true(str_present(yaml_read(STR("a: *nobody\n"), STR("x"), &arena).error));
    assert_true(str_present(yaml_read(STR("a: [1\n"), STR("x"), &arena).error));
}

static void templates_are_not_misread(void **state)
{
    (void)state;
    assert_true(yaml_read(STR("a: {{ .Values.key }}\n"), STR("x"), &arena).templated);
    assert_true(yaml_read(STR("{{- if .x }}\na: 1\n{{- end }}\n"), STR("x"), &arena).templated);
    assert_true(yaml_read(STR("{% if x %}\n"), STR("x"), &arena).templated);
    assert_false(yaml_read(STR("a: ${{ secrets.KEY }}\n"), STR("x"), &arena).templated);
    assert_false(yaml_read(STR("a: {b: {c: 1}}\n"), STR("x"), &arena).templated);
}

int main(void)
{
    arena = arena_new(256 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_and_styles),
        cmocka_unit_test(nulls),
        cmocka_unit_test(merge_keys),
        cmocka_unit_test(duplicates_and_documents),
        cmocka_unit_test(a_bomb_is_only_text),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(templates_are_not_misread),
    };
    return cmocka_run_group_tests_name("parse/yaml", tests, NULL, NULL);
}
