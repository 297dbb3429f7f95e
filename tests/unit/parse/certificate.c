// SPDX-License-Identifier: MIT
#include "parse/certificate.h"
#include "check.h"
#include "parse/base64.h"

// openssl req -x509 -addext subjectAltName=critical,DNS:…,IP:127.0.0.1,DNS:… -addext authorityInfoAccess=caIssuers;URI:…
static const char full[] = "-----BEGIN CERTIFICATE-----\n"
                           "MIIB7DCCAZOgAwIBAgIUQxJSiJGBxipnAHbAES+xicDCeLEwCgYIKoZIzj0EAwIw\n"
                           "FDESMBAGA1UEAwwJbGVhZi50ZXN0MCAXDTI2MTEyNzA4MTEyOVoYDzIxMjYxMTAz\n"
                           "MDgxMTI5WjAUMRIwEAYDVQQDDAlsZWFmLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO\n"
                           "PQMBBwNCAAR8zBhyHUI05nqXPoxvyn8AN6D/fUvWLmgHbLptx5VMEWhW/6DmWMQp\n"
                           "v3lEpY0ASdq5Q+zSNJWPcKoWk/DJugtEo4HAMIG9MB0GA1UdDgQWBBR2fQ6ldk6H\n"
                           "MjHFKjJ+eCtFubuyRDAfBgNVHSMEGDAWgBR2fQ6ldk6HMjHFKjJ+eCtFubuyRDAP\n"
                           "BgNVHRMBAf8EBTADAQH/MDgGA1UdEQEB/wQuMCyCEmFwaS5uZXhvcm91dGVyLmNv\n"
                           "bYcEfwAAAYIQKi5uZXhvcm91dGVyLmNvbTAwBggrBgEFBQcBAQQkMCIwIAYIKwYB\n"
                           "BQUHMAKGFGh0dHA6Ly9jYS50ZXN0L2kuY3J0MAoGCCqGSM49BAMCA0cAMEQCIB+I\n"
                           "2VWGOi934M0aDJRfM+OpPYauFpctx/hmu4OaCYM2AiAPjIPTvnhG919rwYp6BjcP\n"
                           "UJpybCCKmSo8DzUlBCNfvQ==\n"
                           "-----END CERTIFICATE-----\n";
static const char plain[] = "-----BEGIN CERTIFICATE-----\n"
                            "MIIBgTCCASegAwIBAgIUTugQZ2kW2o9/TzBR9MV6PC46h+AwCgYIKoZIzj0EAwIw\n"
                            "FTETMBEGA1UEAwwKcGxhaW4udGVzdDAgFw0yNjExMjcwODExMjlaGA8yMTI2MTEw\n"
                            "MzA4MTEyOVowFTETMBEGA1UEAwwKcGxhaW4udGVzdDBZMBMGByqGSM49AgEGCCqG\n"
                            "SM49AwEHA0IABFBcVR86ul3ozC1mglz7qUV/aimxzihlhn7tZmDtr4GuZblqUisj\n"
                            "66fE7FRrKqNYgFcJjA1nK8RSTD91ynDTeHWjUzBRMB0GA1UdDgQWBBRMFEVA5vBy\n"
                            "KY50qYSpMa9pG0k9dzAfBgNVHSMEGDAWgBRMFEVA5vByKY50qYSpMa9pG0k9dzAP\n"
                            "BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIEFgJJFAC8Emb7C0aee3\n"
                            "EkZnPG/+3uJMp6wcUL119HoPAiEAmtJ+2Hwsilo7XWJ63f6UX3qJ60fW3X7EusyU\n"
                            "BqsOkIM=\n"
                            "-----END CERTIFICATE-----\n";

static void reads_names_and_issuer(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct str names;
    bool aia = false;
    assert_true(certificate_extensions(str_of(full), &names, &aia, &a));
    assert_str(names, "DNS:api.nexorouter.com, DNS:*.nexorouter.com");
    assert_true(aia);
    assert_true(certificate_extensions(str_of(plain), &names, &aia, &a));
    assert_int_equal(names.n, 0);
    assert_false(aia);
    arena_free(&a);
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 20);
    struct str names;
    bool aia;
    assert_false(certificate_extensions(STR(""), &names, &aia, &a));
    assert_false(
        certificate_extensions(STR("-----BEGIN CERTIFICATE-----\nMIIB"), &names, &aia, &a));
    assert_false(certificate_extensions(
        STR("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"), &names, &aia, &a));
    arena_free(&a);
}

// Every byte of a good one changed in turn, and every length: the sanitizers watch.
static void survives_damage(void **state)
{
    (void)state;
    struct arena a = arena_new(64 << 20);
    struct str text = str_of(full), der, names;
    size_t from = strlen("-----BEGIN CERTIFICATE-----");
    bool aia;
    assert_true(base64_decode(str_slice(text, from, str_find(text, STR("-----END"))), &der, &a));
    for (size_t i = 0; i < der.n; i++)
        for (int v = 0; v < 2; v++) {
            struct str bad = str_dup(der, &a);
            ((char *)(uintptr_t)bad.p)[i] = v ? (char)0xff : 0;
            struct str cut = str_slice(der, 0, i);
            struct str pem = str_fmt(&a, "-----BEGIN CERTIFICATE-----%.*s-----END",
                                     STR_ARG(base64_encode(v ? cut : bad, &a)));
            (void)certificate_extensions(pem, &names, &aia, &a);
        }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_names_and_issuer),
                                       cmocka_unit_test(refuses_what_is_none),
                                       cmocka_unit_test(survives_damage)};
    return cmocka_run_group_tests_name("parse/certificate", tests, NULL, NULL);
}
