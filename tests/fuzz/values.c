// SPDX-License-Identifier: MIT
// Names, keys, proxies, URLs and name servers' answers of any bytes. No shape may show a letter of a secret.
#include "base/term.h"
#include "parse/dns.h"
#include "parse/keyfacts.h"
#include "parse/names.h"
#include "parse/url.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void shape_hides(struct str shape)
{
    for (size_t i = 0; i < shape.n; i++)
        assert(shape.p[i] == 'x' || !byte_is_alnum(shape.p[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)64 << 20);
    struct str s = {(const char *)data, n};
    size_t at;
    struct url u;
    name_role(s);
    name_near_of(s);
    struct value v = value_read(STR("NEXOROUTER_API_KEY"), s, &a);
    shape_hides(v.text);
    value_read(STR("HTTPS_PROXY"), s, &a);
    value_read(STR("OPENAI_BASE_URL"), s, &a);
    if (key_scan(s, &at, NULL))
        assert(at < n);
    url_parse(s, &u);
    url_public(s, &a);
    proxy_public(s, &a);
    host_is_private(s);
    struct dns_answer answer;
    dns_answer_read(s, &answer);
    assert(answer.n <= sizeof answer.addresses / sizeof *answer.addresses);
    struct str safe = term_safe(s, &a);
    for (size_t i = 0; i < safe.n; i++)
        assert((unsigned char)safe.p[i] >= 0x20 && safe.p[i] != 0x7f);
    arena_free(&a);
    return 0;
}
