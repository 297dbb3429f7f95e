// SPDX-License-Identifier: MIT
// Environment bytes in, a prediction of every client out: no crash, every route well-formed. The
// input is an environment block (NAME=VALUE, NUL behind each); "URL=" is what is called.
#include "clients/client.h"
#include "parse/toolfiles.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    (void)ctx;
    (void)name;
    return value_plain(bytes);
}

static void check(const struct prediction *p, struct arena *a)
{
    struct str route = prediction_route(p, a);
    assert(route.n > 0);
    assert(p->route != ROUTE_PROXY || (p->scheme.n && p->host.n && p->port <= 65535));
    assert(p->route != ROUTE_ERROR || p->error.n);
    assert(!p->never_connects || p->never_words.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)512 << 20);
    struct str rest = {(const char *)data, n}, pair;
    struct variables vars = {0};
    struct settings settings = {0};
    struct netrc netrc = {0};
    struct call call = {0}, none = {0};
    struct version unknown = {0};
    static const char *const tools[] = {"curlrc", "wgetrc", "git"};
    while (n && vars.n < 200 && str_cut(&rest, '\0', &pair)) {
        size_t eq = str_chr(pair, '=');
        struct str name = str_slice(pair, 0, eq),
                   value = str_from(pair, eq == STR_NOWHERE ? eq : eq + 1);
        if (str_eq(name, STR("URL"))) {
            call.url = value;
            continue;
        }
        if (str_eq(name, STR("BASE")))
            call.base_url = value;
        if (str_eq(name, STR("netrc")))
            netrc_read(value, STR("n"), &netrc, &a);
        for (size_t i = 0; i < 3; i++) {
            struct toolfile f = {
                .tool = str_of(tools[i]), .path = STR("f"), .bytes = value, .keep = keep};
            if (str_eq(name, f.tool))
                toolfile_read(&f, &settings, &a);
        }
        struct variable *v = arena_push(&vars, &a);
        v->name = name;
        v->value = value_plain(eq == STR_NOWHERE ? STR("") : value);
        v->exported = true;
    }
    struct world w = {.vars = &vars, .settings = &settings, .netrc = &netrc};
    for (size_t i = 0; i < client_count(); i++) {
        struct arena scratch = a;
        struct prediction p = client_predict(client_at(i), unknown, unknown, &w, &call, &scratch);
        check(&p, &scratch);
        p = client_predict(client_at(i), version_parse(STR("0.1")), version_parse(STR("22.23")), &w,
                           &none, &scratch);
        check(&p, &scratch);
    }
    arena_free(&a);
    return 0;
}
