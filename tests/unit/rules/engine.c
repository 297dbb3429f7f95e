// SPDX-License-Identifier: MIT
// The table of rules: whole, unique, in the order of rank, every row with its texts.
#include "scene.h"

static void rows_are_whole(void **state)
{
    (void)state;
    assert_true(rule_count() >= 100);
    for (size_t i = 0; i < rule_count(); i++) {
        const struct rule *r = rule_at(i);
        assert_non_null(r);
        assert_ptr_equal(rule_find(str_of(r->id)), r);
        assert_true(r->title && r->title[0] && r->why && r->why[0]);
        assert_true(r->escape && r->escape[0] && r->explain && r->explain[0]);
        assert_true(strchr("SPNK", r->mode[0]) && strlen(r->mode) <= 2);
        assert_true(i == 0 || rule_at(i - 1)->rank <= r->rank);
        assert_true(rule_layer(r).n >= 3);
    }
    assert_null(rule_at(rule_count()));
    assert_null(rule_find(STR("key")));
    assert_null(rule_find(STR("")));
}

static void one_fault_one_finding(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct findings all = {0};
    struct inquiry q = {.snap = &s->snap, .findings = &all, .arena = &s->arena};
    const struct rule *rule = rule_find(STR("key.crlf"));
    finding_add(&q, rule, STR("A"));
    finding_add(&q, rule, STR("A"));
    finding_add(&q, rule, STR("B"));
    assert_int_equal(all.n, 2);
}

static void unproven_rows_are_warnings(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct findings all = {0};
    struct inquiry q = {.snap = &s->snap, .findings = &all, .arena = &s->arena};
    static const struct {
        const char *id;
        enum severity severity;
    } rows[] = {
        {"proxy.dead-listener", SEVERITY_WARNING}, {"url.missing-v1", SEVERITY_ERROR},
        {"url.double-v1", SEVERITY_ERROR},         {"url.wrong-path", SEVERITY_ERROR},
        {"url.loopback", SEVERITY_WARNING},        {"key.crlf", SEVERITY_ERROR},
        {"dns.hosts-file", SEVERITY_WARNING},      {"key.file-mode", SEVERITY_NOTE},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct rule *rule = rule_find(str_of(rows[i].id));
        assert_non_null(rule);
        assert_int_equal(finding_add(&q, rule, STR_NONE)->severity, rows[i].severity);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_whole),
        cmocka_unit_test(one_fault_one_finding),
        cmocka_unit_test(unproven_rows_are_warnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
