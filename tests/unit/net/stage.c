// SPDX-License-Identifier: MIT
// The table of causes.md 15.2: what libcurl said, and the stage and reason that follow from it.
#include "net/stage.h"
#include "check.h"

#include <errno.h>

struct row {
    int rc, os_errno, connect_code, proxy_error;
    long verify;
    const char *error;
    int64_t dns, tcp, tls;
    bool hello;
    struct stage_context c;
    enum probe_stage stage;
    const char *reason;
};

#define DIRECT                                                                                     \
    {                                                                                              \
        .tls = true, .ended = true                                                                 \
    }
#define PROXIED                                                                                    \
    {                                                                                              \
        .tls = true, .ended = true, .proxied = true                                                \
    }
#define SOCKS                                                                                      \
    {                                                                                              \
        .tls = true, .ended = true, .proxied = true, .socks = true                                 \
    }
#define TLS_PROXY                                                                                  \
    {                                                                                              \
        .tls = true, .ended = true, .proxied = true, .https_proxy = true                           \
    }

// clang-format off
static const struct row rows[] = {
    {.rc = 5, .error = "Could not resolve proxy: nope", .c = PROXIED, .stage = STAGE_PROXY, .reason = "dns_temporary_failure"},
    {.rc = 6, .error = "Could not resolve host", .c = DIRECT, .stage = STAGE_DNS, .reason = "dns_temporary_failure"},
    {.rc = 7, .os_errno = ECONNREFUSED, .dns = 1, .c = DIRECT, .stage = STAGE_TCP, .reason = "connection_refused"},
    {.rc = 7, .os_errno = ECONNREFUSED, .dns = 1, .c = PROXIED, .stage = STAGE_PROXY, .reason = "connection_refused"},
    {.rc = 7, .os_errno = EHOSTUNREACH, .dns = 1, .c = DIRECT, .stage = STAGE_TCP, .reason = "host_unreachable"},
    {.rc = 7, .os_errno = ENETUNREACH, .dns = 1, .c = DIRECT, .stage = STAGE_TCP, .reason = "network_unreachable"},
    {.rc = 7, .os_errno = EACCES, .dns = 1, .c = DIRECT, .stage = STAGE_TCP, .reason = "host_unreachable"},
    {.rc = 28, .dns = 1, .c = DIRECT, .stage = STAGE_TCP, .reason = "generic_timeout_error"},
    {.rc = 28, .c = DIRECT, .stage = STAGE_DNS, .reason = "generic_timeout_error"},
    {.rc = 28, .dns = 1, .tcp = 2, .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "generic_timeout_error"},
    {.rc = 28, .dns = 1, .tcp = 2, .tls = 3, .hello = true, .c = DIRECT, .stage = STAGE_HTTP, .reason = "generic_timeout_error"},
    {.rc = 28, .dns = 1, .tcp = 2, .c = PROXIED, .stage = STAGE_PROXY, .reason = "generic_timeout_error"},
    {.rc = 56, .connect_code = 407, .c = PROXIED, .stage = STAGE_PROXY, .reason = "proxy_auth"},
    {.rc = 56, .connect_code = 403, .c = PROXIED, .stage = STAGE_PROXY, .reason = "proxy_refused"},
    {.rc = 56, .connect_code = 302, .c = PROXIED, .stage = STAGE_PROXY, .reason = "proxy_refused"},
    {.rc = 56, .connect_code = 503, .c = PROXIED, .stage = STAGE_PROXY, .reason = "proxy_status"},
    {.rc = 56, .connect_code = 511, .c = PROXIED, .stage = STAGE_PROXY, .reason = "proxy_refused"},
    {.rc = 56, .connect_code = 405, .c = PROXIED, .stage = STAGE_PROXY, .reason = "not_a_proxy"},
    {.rc = 7, .connect_code = 407, .c = PROXIED, .stage = STAGE_PROXY, .reason = "proxy_auth"}, // curl 8
    {.rc = 35, .connect_code = 200, .error = "error:0A00010B:SSL routines::wrong version number", .hello = true, .c = PROXIED, .stage = STAGE_PROXY, .reason = "not_a_proxy"},
    {.rc = 35, .error = "error:0A00010B:SSL routines::wrong version number", .c = TLS_PROXY, .stage = STAGE_PROXY, .reason = "tls_protocol"},
    {.rc = 35, .error = "error:0A00010B:SSL routines::wrong version number", .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "tls_protocol"},
    {.rc = 35, .error = "OpenSSL SSL_connect: Connection reset by peer in connection to x:443", .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "connection_reset"},
    {.rc = 35, .error = "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to x:443", .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "eof_error"},
    {.rc = 35, .error = "sslv3 alert handshake failure", .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "tls_protocol"},
    {.rc = 60, .verify = 20, .error = "unable to get local issuer certificate", .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "ssl_unknown_authority"},
    {.rc = 60, .verify = 18, .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "ssl_unknown_authority"},
    {.rc = 60, .verify = 10, .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "ssl_invalid_certificate"},
    {.rc = 60, .verify = 1, .error = "SSL: no alternative certificate subject name matches target host name", .hello = true, .c = DIRECT, .stage = STAGE_TLS, .reason = "ssl_invalid_hostname"},
    {.rc = 60, .verify = 18, .c = TLS_PROXY, .stage = STAGE_PROXY, .reason = "ssl_unknown_authority"},
    {.rc = 97, .proxy_error = 12, .c = SOCKS, .stage = STAGE_PROXY, .reason = "proxy_auth"},
    {.rc = 97, .proxy_error = 2, .error = "invalid version in initial SOCKS5 response", .c = SOCKS, .stage = STAGE_PROXY, .reason = "not_a_proxy"},
    {.rc = 97, .proxy_error = 21, .c = SOCKS, .stage = STAGE_PROXY, .reason = "proxy_status"},
    {.rc = 97, .proxy_error = 23, .c = SOCKS, .stage = STAGE_PROXY, .reason = "proxy_refused"},
    {.rc = 52, .dns = 1, .tcp = 2, .tls = 3, .hello = true, .c = DIRECT, .stage = STAGE_HTTP, .reason = "eof_error"},
    {.rc = 56, .error = "Recv failure: Connection reset by peer", .dns = 1, .tcp = 2, .tls = 3, .hello = true, .c = DIRECT, .stage = STAGE_HTTP, .reason = "connection_reset"},
    {.rc = 0, .dns = 1, .tcp = 2, .tls = 3, .c = DIRECT, .stage = STAGE_DONE, .reason = NULL},
    {.rc = 23, .dns = 1, .tcp = 2, .tls = 3, .c = DIRECT, .stage = STAGE_DONE, .reason = NULL}, // we had enough
};
// clang-format on

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        struct observation o = {.curl_code = r->rc,
                                .os_errno = r->os_errno,
                                .connect_code = r->connect_code,
                                .proxy_error = r->proxy_error,
                                .verify_result = r->verify,
                                .error = str_of(r->error ? r->error : ""),
                                .tls_started = r->hello};
        o.us.dns = r->dns;
        o.us.tcp = r->tcp;
        o.us.tls = r->tls;
        stage_read(&o, &r->c);
        if (o.stage != r->stage || !str_same(o.reason, str_of(r->reason)))
            print_message("row %zu: %s %.*s\n", i, probe_stage_name(o.stage), STR_ARG(o.reason));
        assert_int_equal(o.stage, r->stage);
        assert_true(str_same(o.reason, str_of(r->reason)));
    }
}

static void test_cut_by_the_clock_or_by_hand(void **state)
{
    (void)state;
    struct stage_context c = {.tls = true};
    struct observation o = {.tls_started = true};
    stage_read(&o, &c);
    assert_int_equal(o.stage, STAGE_TLS);
    assert_true(str_eq(o.reason, STR("generic_timeout_error")));
    o.interrupted = true;
    stage_read(&o, &c);
    assert_true(str_eq(o.reason, STR("interrupted")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_cut_by_the_clock_or_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
