// SPDX-License-Identifier: MIT
// Base URLs as the code gives them: who takes a damaged one, and what the others say. Each row was
// seen at the real client.
#include "check.h"
#include "clients/client.h"

static void judged(void **state)
{
    static const struct {
        const char *client, *base, *words; // NULL: a call is made
    } rows[] = {
        {"java-httpclient", " https://a.com/v1", "java.lang.IllegalArgumentException: Illegal"},
        {"java-httpclient", "https://a.com/v1\n", "java.lang.IllegalArgumentException: Illegal"},
        {"java-httpclient", "https://a.com/{v1}", "java.lang.IllegalArgumentException: Illegal"},
        {"java-httpclient", "https://a.com/%zz", "java.lang.IllegalArgumentException: Illegal"},
        {"java-httpclient", "https:/a.com/v1", "java.lang.IllegalArgumentException: unsupported"},
        {"java-httpclient", "https://a_b.com/v1", "java.lang.IllegalArgumentException: unsupport"},
        {"java-httpclient", "https://10.1.2/v1", "java.lang.IllegalArgumentException: unsupport"},
        {"java-httpclient", "htps://a.com/v1", "java.lang.IllegalArgumentException: invalid URI"},
        {"java-httpclient", "a.com/v1", "java.lang.IllegalArgumentException: URI with undefined"},
        {"java-httpclient", "https://u:p@a.com:0443/v1", NULL},
        {"java-httpclient", "https://[::1]:8443/v1", NULL},
        {"java-httpclient", "https://10.1.2.3/v%201", NULL},
        {"java-urlconnection", " https://a.com/v1", NULL},
        {"java-urlconnection", "https://a.com/v 1\t", NULL},
        {"java-urlconnection", "https://a.com/v1\n", "java.net.MalformedURLException"},
        {"java-urlconnection", "https:/a.com/v1", "java.io.IOException: Failed to select a proxy"},
        {"java-urlconnection", "\"https://a.com/v1\"", "java.net.MalformedURLException: no prot"},
        {"java-urlconnection", "htps://a.com", "java.net.MalformedURLException: unknown protocol"},
        {"php-stream", " https://a.com/v1", "file_get_contents: Failed to open stream: No such"},
        {"php-stream", "https://a.com/v 1\r", NULL},
        {"php-stream", "htps://a.com/v1", "file_get_contents(): Unable to find the wrapper"},
        {"php-stream", "https:///v1", "file_get_contents: Failed to open stream: operation failed"},
        {"curl", "https://u:p@a.com/v1", NULL},
        {"curl", "https://a.com:8443:1/v1", "curl: (3)"},
        {"curl", "https://[fd00::5/v1", "curl: (3)"},
        {"python-requests", "https://a.com:8443:1/v1", "requests.exceptions.InvalidURL"},
        {"node-fetch", "https://u:p@a.com/v1", "TypeError: Request cannot be constructed"},
        {"node-axios", "https://u:p@a.com/v1", NULL},
    };
    struct arena a = arena_new((size_t)16 << 20);
    struct variables none = {0};
    struct world w = {.vars = &none};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct version any = {0};
        struct call call = {.base_url = str_of(rows[i].base), .base_url_from = STR("option")};
        struct prediction p =
            client_predict(client_find(str_of(rows[i].client)), any, any, &w, &call, &a);
        struct str said = str_present(p.base_url_error) ? p.base_url_error : p.error;
        if (rows[i].words ? !str_starts(said, str_of(rows[i].words)) : str_present(said))
            fail_msg("%s %s: %.*s", rows[i].client, rows[i].base, STR_ARG(said));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(judged)};
    return cmocka_run_group_tests_name("clients/plain", tests, NULL, NULL);
}
