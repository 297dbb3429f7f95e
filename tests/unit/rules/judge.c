// SPDX-License-Identifier: MIT
// The judgement as DESIGN 5.1 words it, over snapshots built by hand.
#include "scene.h"

static void healthy_is_clean(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "OPENAI_API_KEY", "sk-nexo-TEST02zY8xW6vU4tS2rQ0pN9mL7kJ5hG3fE");
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_CLEAN);
    assert_null(r.root);
    assert_int_equal(r.findings.n, 0);
    assert_int_equal(report_status(&r), 0);
    assert_str(str_of(r.client->id), "curl");
    assert_string_equal(r.client_chosen_by, "default");
    assert_str(r.inquiry.uses.key->name, "NEXOROUTER_API_KEY");
    assert_str(r.inquiry.uses.base_url, "https://api.nexorouter.com/v1");
    assert_int_equal(r.inquiry.uses.base_url_origin.kind, ORIGIN_PROFILE);
    assert_str(r.not_checked.items[0].why, "--offline");
}

static void nothing_set_fails(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_FAILS);
    assert_string_equal(scene_root(&r), "loaded.unset");
    assert_int_equal(report_status(&r), 1);
    assert_true(r.root->fixes.n > 0);
    assert_false(str_present(r.root->fixes.items[0].command));
}

static void near_name_explains_unset(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_KEY", KEY_TEXT);
    struct report r = scene_judge(s);
    assert_string_equal(scene_root(&r), "loaded.wrong-name");
    assert_str(scene_find(&r, "loaded.unset")->consequence_of, "loaded.wrong-name");
    assert_str(r.root->fixes.items[0].command, "export NEXOROUTER_API_KEY=\"$NEXOROUTER_KEY\"");
    // The consequence stands right under its cause.
    assert_string_equal(r.findings.items[0].rule->id, "loaded.wrong-name");
    assert_string_equal(r.findings.items[1].rule->id, "loaded.unset");
}

static void lowest_rank_is_the_root(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", "YOUR_NEXOROUTER_API_KEY");
    s->asked.base_url = STR("https://nexorouter.com/v1");
    struct report r = scene_judge(s);
    assert_string_equal(scene_root(&r), "key.placeholder");
}

static void secrets_at_risk_are_no_verdict(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "NEXT_PUBLIC_NEXOROUTER_API_KEY", KEY_TEXT);
    struct report r = scene_judge(s);
    assert_int_equal(scene_find(&r, "key.in-browser-bundle")->severity, SEVERITY_ERROR);
    assert_int_equal(r.verdict, VERDICT_CLEAN);
    assert_null(r.root);
    assert_int_equal(report_status(&r), 1);
    assert_true(str_has(r.summary, STR("secret is at risk")));
}

static void override_to(struct scene *s, const char *id, enum severity severity)
{
    s->asked.overrides[0].id = str_of(id);
    s->asked.overrides[0].severity = severity;
    s->asked.override_count = 1;
}

static void overrides_raise_and_lower(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "OPENAI_TIMEOUT", "10");
    override_to(s, "timeout.client-too-short", SEVERITY_ERROR);
    struct report r = scene_judge(s);
    assert_int_equal(scene_find(&r, "timeout.client-too-short")->severity, SEVERITY_ERROR);
    assert_int_equal(report_status(&r), 1);
    assert_int_equal(r.verdict, VERDICT_CLEAN); // the call itself is not stopped by it
    override_to(s, "timeout.client-too-short", SEVERITY_OFF);
    r = scene_judge(s);
    assert_null(scene_find(&r, "timeout.client-too-short"));
}

static void an_error_cannot_be_lowered(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    override_to(s, "loaded.unset", SEVERITY_OFF);
    struct report r = scene_judge(s);
    assert_string_equal(scene_root(&r), "loaded.unset");
}

static void strict_makes_warnings_fail(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "OPENAI_TIMEOUT", "10");
    struct report r = scene_judge(s);
    assert_int_equal(report_status(&r), 0);
    s->asked.strict = true;
    r = scene_judge(s);
    assert_int_equal(report_status(&r), 1);
}

static void a_blind_context_is_unknown(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    *arena_push(&s->snap.contexts, &s->arena) = (struct context){.name = STR("process:4312"),
                                                                 .kind = CONTEXT_PROCESS,
                                                                 .state = SEEN_COMPLETE,
                                                                 .self_loading = true};
    s->asked.context = STR("process:4312");
    struct report r = scene_judge(s);
    assert_null(scene_find(&r, "loaded.unset"));
    assert_int_equal(r.verdict, VERDICT_UNKNOWN);
    assert_int_equal(report_status(&r), 3);
}

static void gateway_answers(struct scene *s)
{
    s->asked.offline = false;
    s->asked.probes_ran = true;
    *arena_push(&s->snap.probes, &s->arena) = (struct observation){.name = STR("gateway"),
                                                                   .state = PROBE_OK,
                                                                   .stage = STAGE_DONE,
                                                                   .with_key = true,
                                                                   .status = 200,
                                                                   .json = true,
                                                                   .is_gateway = true};
}

static void an_answer_works(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    gateway_answers(s);
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_WORKS);
    assert_int_equal(report_status(&r), 0);
}

static void nothing_heard_is_unknown(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    s->asked.offline = false;
    s->asked.probes_ran = true;
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_UNKNOWN);
    assert_int_equal(report_status(&r), 3);
}

static void other_clients_are_predicted(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT " "); // Node trims, Python refuses
    strs_add(&s->asked.clients, STR("node-openai"), &s->arena);
    strs_add(&s->asked.clients, STR("python-openai"), &s->arena);
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_CLEAN);
    assert_int_equal(scene_find(&r, "key.whitespace")->severity, SEVERITY_WARNING);
    assert_int_equal(r.others.n, 1);
    assert_str(r.others.items[0].client, "python-openai");
    assert_int_equal(r.others.items[0].verdict, VERDICT_FAILS);
    assert_str(r.others.items[0].root_cause, "key.whitespace");
    assert_int_equal(r.prediction_count, 2);
}

static void probe_is(struct scene *s, const char *name, const char *route, bool through)
{
    *arena_push(&s->snap.probes, &s->arena) = (struct observation){
        .name = str_of(name),
        .route = str_of(route),
        .state = through ? PROBE_OK : PROBE_FAILED,
        .stage = through ? STAGE_DONE : STAGE_PROXY,
        .reason = through ? STR_NONE : STR("proxy_auth"),
        .connect_code = through ? 0 : 407,
        .with_key = false,
        .status = through ? 401 : 0,
        .json = through,
        .is_gateway = through,
    };
}

// The proxy wants a login: who goes the same way fails as well, who goes direct does not.
static void others_are_judged_by_the_probes_along_their_own_way(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "HTTPS_PROXY", "http://proxy.corp:3128");
    s->asked.offline = false;
    s->asked.probes_ran = true;
    probe_is(s, "gateway", "http://proxy.corp:3128", false);
    probe_is(s, "gateway-direct", "direct", true);
    strs_add(&s->asked.clients, STR("python-openai"), &s->arena);
    strs_add(&s->asked.clients, STR("go"), &s->arena);
    strs_add(&s->asked.clients, STR("node-openai"), &s->arena);
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_FAILS);
    assert_string_equal(r.root->rule->id, "proxy.auth-required");
    assert_int_equal(r.others.n, 2);
    assert_str(r.others.items[0].client, "go");
    assert_int_equal(r.others.items[0].verdict, VERDICT_FAILS);
    assert_str(r.others.items[0].root_cause, "proxy.auth-required");
    assert_str(r.others.items[1].client, "node-openai");
    assert_int_equal(r.others.items[1].verdict, VERDICT_CLEAN);
}

// requests and httpx read the same roots, Node has its own.
static void others_share_a_certificate_with_their_roots(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    s->asked.offline = false;
    s->asked.probes_ran = true;
    probe_is(s, "gateway", "direct", false);
    struct observation *o = &s->snap.probes.items[0];
    o->stage = STAGE_TLS;
    o->reason = STR("ssl_unknown_authority");
    o->connect_code = 0;
    strs_add(&s->asked.clients, STR("python-requests"), &s->arena);
    strs_add(&s->asked.clients, STR("python-httpx"), &s->arena);
    strs_add(&s->asked.clients, STR("node-openai"), &s->arena);
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_FAILS);
    assert_true(str_starts(str_of(r.root->rule->id), STR("tls.")));
    assert_int_equal(r.others.n, 2);
    assert_str(r.others.items[0].root_cause, r.root->rule->id);
    assert_int_equal(r.others.items[1].verdict, VERDICT_UNKNOWN); // nobody tried with its roots
    // What is wrong with the certificate itself is wrong for every store.
    probe_is(s, "control-https", "direct", true);
    s->snap.probes.items[0].reason = STR("ssl_invalid_certificate");
    r = scene_judge(s);
    assert_string_equal(r.root->rule->id, "tls.expired");
    assert_str(r.others.items[0].root_cause, "tls.expired");
    assert_str(r.others.items[1].root_cause, "tls.expired");
    s->snap.probes.items[0].reason = STR("ssl_invalid_hostname");
    r = scene_judge(s);
    assert_string_equal(r.root->rule->id, "tls.name-mismatch");
    assert_str(r.others.items[1].root_cause, "tls.name-mismatch");
}

// One request decides for the chosen client; the way of another that nobody went is not clean.
static void a_way_that_nobody_went_is_unknown(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "HTTPS_PROXY", "http://proxy.corp:3128");
    gateway_answers(s);
    s->snap.probes.items[0].route = STR("http://proxy.corp:3128");
    strs_add(&s->asked.clients, STR("python-openai"), &s->arena);
    strs_add(&s->asked.clients, STR("go"), &s->arena);
    strs_add(&s->asked.clients, STR("node-openai"), &s->arena);
    struct report r = scene_judge(s);
    assert_int_equal(r.verdict, VERDICT_WORKS);
    assert_int_equal(r.others.items[0].verdict, VERDICT_CLEAN);
    assert_int_equal(r.others.items[1].verdict, VERDICT_UNKNOWN);
    s->asked.probes_ran = false;
    r = scene_judge(s);
    assert_int_equal(r.others.items[1].verdict, VERDICT_CLEAN);
}

// The gateway refuses the key: whoever sends the same bytes fails, by whatever way.
static void others_share_a_refused_key(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    gateway_answers(s);
    s->snap.probes.items[0].route = STR("direct");
    s->snap.probes.items[0].state = PROBE_FAILED;
    s->snap.probes.items[0].stage = STAGE_API;
    s->snap.probes.items[0].status = 401;
    s->snap.probes.items[0].code = STR("invalid_api_key");
    strs_add(&s->asked.clients, STR("python-openai"), &s->arena);
    strs_add(&s->asked.clients, STR("go"), &s->arena);
    struct report r = scene_judge(s);
    assert_string_equal(r.root->rule->id, "api.invalid-key");
    assert_int_equal(r.others.n, 1);
    assert_int_equal(r.others.items[0].verdict, VERDICT_FAILS);
    assert_str(r.others.items[0].root_cause, "api.invalid-key");
}

static void other_places_are_warned_of(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    struct context *c = arena_push(&s->snap.contexts, &s->arena);
    *c = (struct context){
        .name = STR("compose:web"), .kind = CONTEXT_COMPOSE, .state = SEEN_COMPLETE};
    struct variable *v = arena_push(&c->vars, &s->arena);
    *v = *scene_set(s, "NEXOROUTER_API_KEY", "\"" KEY_TEXT "\"");
    s->snap.contexts.items[0].vars.n--;
    struct report r = scene_judge(s);
    const struct finding *f = scene_find(&r, "key.quotes-kept");
    assert_non_null(f);
    assert_int_equal(f->severity, SEVERITY_WARNING); // another place: never an error here
    assert_int_equal(r.verdict, VERDICT_CLEAN);
    assert_int_equal(r.others.n, 1);
    assert_str(r.others.items[0].context, "compose:web");
    assert_int_equal(r.others.items[0].verdict, VERDICT_FAILS);
}

// A place without a key of this gateway, or with another vendor's, is nobody's business.
static void unrelated_places_are_not(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    struct context *c = arena_push(&s->snap.contexts, &s->arena);
    *c = (struct context){
        .name = STR("compose:db"), .kind = CONTEXT_COMPOSE, .state = SEEN_COMPLETE};
    struct variable *v = arena_push(&c->vars, &s->arena);
    *v = *scene_set(s, "OPENAI_API_KEY", "your-key-here");
    s->snap.contexts.items[0].vars.n--;
    struct report r = scene_judge(s);
    assert_int_equal(r.findings.n, 0);
    assert_int_equal(r.others.n, 0);
}

static void the_hook_sees_what_is_not_exported(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    struct variable *v = scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    v->exported = false;
    v->origin.kind = ORIGIN_SHELL;
    s->asked.status = true;
    struct report r = scene_judge(s);
    assert_string_equal(scene_root(&r), "loaded.not-exported");
    assert_str(r.root->fixes.items[0].command, "export NEXOROUTER_API_KEY");
    assert_str(scene_find(&r, "loaded.unset")->consequence_of, "loaded.not-exported");
}

static void comparison_rows_say_what_differs(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    s->profile.key_last4 = STR("9f3c");
    s->asked.base_url = STR("https://api.nexorouter.com/v1/");
    struct report r = scene_judge(s);
    assert_str(r.comparison.items[0].setting, "key");
    assert_int_equal(r.comparison.items[0].same, 0);
    assert_str(r.comparison.items[1].setting, "base-url");
    assert_int_equal(r.comparison.items[1].same, 1); // a trailing slash is harmless
    assert_int_equal(scene_find(&r, "api.other-than-playground")->severity, SEVERITY_WARNING);
}

static void an_ignored_proxy_that_is_dead_is_no_cause(void **state)
{
    (void)state;
    struct scene *s = scene_new();
    scene_set(s, "NEXOROUTER_API_KEY", KEY_TEXT);
    scene_set(s, "HTTPS_PROXY", "http://127.0.0.1:9");
    strs_add(&s->asked.clients, STR("node-fetch"), &s->arena);
    s->asked.offline = false;
    s->asked.probes_ran = true;
    struct observation *o = arena_push(&s->snap.probes, &s->arena);
    *o = (struct observation){.name = STR("gateway"),
                              .route = STR("direct"),
                              .state = PROBE_FAILED,
                              .stage = STAGE_DNS,
                              .reason = STR("dns_temporary_failure")};
    o = arena_push(&s->snap.probes, &s->arena);
    *o = (struct observation){.name = STR("proxy:1"),
                              .route = STR("http://127.0.0.1:9"),
                              .state = PROBE_FAILED,
                              .stage = STAGE_PROXY,
                              .reason = STR("connection_refused"),
                              .us.tcp = -1};
    struct report r = scene_judge(s);
    assert_int_equal(scene_find(&r, "proxy.ignored-by-client")->severity, SEVERITY_WARNING);
    // The same proxy, alive and wanting a login: first the client has to use it.
    o->reason = STR("proxy_auth");
    o->us.tcp = 120;
    r = scene_judge(s);
    assert_string_equal(scene_root(&r), "proxy.ignored-by-client");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(healthy_is_clean),
        cmocka_unit_test(nothing_set_fails),
        cmocka_unit_test(near_name_explains_unset),
        cmocka_unit_test(lowest_rank_is_the_root),
        cmocka_unit_test(secrets_at_risk_are_no_verdict),
        cmocka_unit_test(overrides_raise_and_lower),
        cmocka_unit_test(an_error_cannot_be_lowered),
        cmocka_unit_test(strict_makes_warnings_fail),
        cmocka_unit_test(a_blind_context_is_unknown),
        cmocka_unit_test(an_answer_works),
        cmocka_unit_test(nothing_heard_is_unknown),
        cmocka_unit_test(other_clients_are_predicted),
        cmocka_unit_test(others_are_judged_by_the_probes_along_their_own_way),
        cmocka_unit_test(others_share_a_certificate_with_their_roots),
        cmocka_unit_test(a_way_that_nobody_went_is_unknown),
        cmocka_unit_test(others_share_a_refused_key),
        cmocka_unit_test(other_places_are_warned_of),
        cmocka_unit_test(unrelated_places_are_not),
        cmocka_unit_test(the_hook_sees_what_is_not_exported),
        cmocka_unit_test(comparison_rows_say_what_differs),
        cmocka_unit_test(an_ignored_proxy_that_is_dead_is_no_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
