// SPDX-License-Identifier: MIT
// Who answered (causes.md 15.6), and that nothing that answers can repeat a secret.
#include "net/answer.h"
#include "check.h"
#include "net/resolver.h"

static struct arena arena;

static struct transfer reply(int status, const char *type, const char *body)
{
    struct transfer t = {.arena = &arena};
    t.body = buf_in(&arena);
    buf_z(&t.body, body);
    t.seen.state = PROBE_OK;
    t.seen.stage = STAGE_DONE;
    t.seen.status = status;
    *arena_push(&t.headers, &arena) = (struct reply_header){STR("content-type"), str_of(type)};
    return t;
}

static void header(struct transfer *t, const char *name, const char *value)
{
    *arena_push(&t->headers, &arena) = (struct reply_header){str_of(name), str_of(value)};
}

static struct profile profile_with_codes(void)
{
    static struct gateway_code codes[] = {{.code = {"invalid_api_key", 15}}};
    struct profile p = {0};
    p.codes.items = codes;
    p.codes.n = 1;
    return p;
}

static void read_as(struct transfer *t, enum answer_kind kind, const char *expect)
{
    static struct strs secrets;
    struct profile p = profile_with_codes();
    secrets.n = 0;
    strs_add(&secrets, STR("nxr-test-4f9a1c77b2e05d61"), &arena);
    struct answer_context c = {kind, &p, str_of(expect), &secrets, 0};
    answer_read(t, &c);
}

static void test_the_gateway(void **state)
{
    (void)state;
    struct transfer t =
        reply(200, "application/json", "{\"object\":\"list\",\"data\":[{\"id\":\"a/b\"}]}");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_true(t.seen.is_gateway);
    assert_int_equal(t.seen.state, PROBE_OK);
    assert_int_equal(t.seen.models.n, 1);

    t = reply(401, "application/json",
              "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"no\"}}");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_int_equal(t.seen.state, PROBE_OK); // without a key it proves the path

    t = reply(401, "application/json",
              "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"no\"}}");
    t.seen.with_key = true;
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_int_equal(t.seen.stage, STAGE_API);
}

static void test_somebody_else(void **state)
{
    (void)state;
    struct transfer t = reply(401, "application/json",
                              "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"see "
                              "https://platform.openai.com/account/api-keys\"}}");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_true(t.seen.other_vendor);
    assert_false(t.seen.is_gateway);

    t = reply(403, "text/html", "<html><title>Blocked</title>FortiGuard Web Filter</html>");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_true(str_eq(t.seen.filter, STR("FortiGuard")));
    assert_true(str_eq(t.seen.title, STR("Blocked")));
    assert_int_equal(t.seen.stage, STAGE_HTTP);

    t = reply(403, "text/html", "<title>Just a moment...</title>");
    header(&t, "cf-mitigated", "challenge");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_true(t.seen.challenge);

    t = reply(403, "text/plain", "error code: 1010");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_true(t.seen.edge_banned_ua);

    t = reply(200, "text/html", "<html>hello</html>");
    header(&t, "x-request-id", "some-proxy");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_false(t.seen.is_gateway);
}

static void test_controls(void **state)
{
    (void)state;
    struct transfer t = reply(200, "text/plain", "success\n");
    read_as(&t, ANSWER_CONTROL, "success");
    assert_true(t.seen.expected);
    t = reply(302, "text/html", "");
    read_as(&t, ANSWER_CONTROL, "success");
    assert_int_equal(t.seen.state, PROBE_FAILED);
    t = reply(302, "text/html", ""); // a control of the user's that nobody knows: no proof
    read_as(&t, ANSWER_CONTROL, NULL);
    assert_int_equal(t.seen.state, PROBE_OK);
}

static void test_secrets_are_not_repeated(void **state)
{
    (void)state;
    struct transfer t = reply(401, "application/json",
                              "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"Incorrect "
                              "key nxr-test-4f9a1c77b2e05d61 or 9a1c77b2 given\"}}");
    header(&t, "location", "https://evil.test/?k=nxr-test-4f9a1c77b2e05d61");
    header(&t, "x-request-id", "req_1c77b2e05d");
    read_as(&t, ANSWER_GATEWAY, NULL);
    assert_false(str_has(t.seen.message, STR("9a1c77b2")));
    assert_true(str_has(t.seen.message, STR("Incorrect key ***")));
    assert_false(str_has(t.seen.request_id, STR("1c77b2e05d")));
    assert_true(str_eq(t.seen.location, STR("https://evil.test/")));
}

static void test_wire_answers(void **state)
{
    (void)state;
    static const unsigned char a_record[] = {
        0, 7, 0x81, 0x80, 0,    1,    0, 1, 0, 0, 0, 0, 1, 'x', 4, 't', 'e', 's', 't', 0,
        0, 1, 0,    1,    0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60,  0, 4,   203, 0,   113, 10};
    struct observation o = {.dns_rcode = -1};
    resolver_read(a_record, sizeof a_record, &o, &arena);
    assert_int_equal(o.dns_rcode, 0);
    assert_int_equal(o.addresses.n, 1);
    assert_true(str_eq(o.addresses.items[0], STR("203.0.113.10")));
    for (size_t n = 0; n < sizeof a_record; n++) { // cut anywhere: no more than nothing
        struct observation cut = {.dns_rcode = -1};
        resolver_read(a_record, n, &cut, &arena);
        assert_int_equal(cut.addresses.n, 0);
    }
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new((size_t)1 << 24);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_gateway),  cmocka_unit_test(test_somebody_else),
        cmocka_unit_test(test_controls),     cmocka_unit_test(test_secrets_are_not_repeated),
        cmocka_unit_test(test_wire_answers),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
