// SPDX-License-Identifier: MIT
// How long the whole matrix takes: every client, predicted in one busy environment. Prints
// microseconds of the processor's time, so that other work on the machine counts little; fails on
// nothing.
#include "clients/client.h"

#include <time.h>

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(void)
{
    static const char *const pairs[][2] = {
        {"HTTPS_PROXY", "http://user:xxxx@proxy.corp:3128"},
        {"https_proxy", "http://user:xxxx@proxy.corp:3128"},
        {"HTTP_PROXY", "http://proxy.corp:3128"},
        {"ALL_PROXY", "socks5h://127.0.0.1:1080"},
        {"NO_PROXY", "localhost,127.0.0.1,10.0.0.0/8,.corp,*.internal,10.96.0.0/12,.svc,.local"},
        {"no_proxy", "localhost,127.0.0.1,10.0.0.0/8,.corp,*.internal,10.96.0.0/12,.svc,.local"},
        {"NODE_USE_ENV_PROXY", "1"},
        {"SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"},
        {"NODE_EXTRA_CA_CERTS", "/opt/corp/ca.pem"},
        {"OPENAI_API_KEY", "xx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
        {"OPENAI_BASE_URL", "https://api.nexorouter.com/v1"},
    };
    enum { ROUNDS = 2000 };
    struct arena a = arena_new((size_t)64 << 20);
    struct variables vars = {0};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct variable *v = arena_push(&vars, &a);
        v->name = str_of(pairs[i][0]);
        v->value = value_plain(str_of(pairs[i][1]));
        v->exported = true;
    }
    struct world w = {.vars = &vars};
    struct call call = {.base_url = STR("https://api.nexorouter.com/v1")};
    struct version none = {0};
    size_t routes = 0;
    double best = 1e12, start = now_us();
    for (int round = 0; round < ROUNDS; round++) {
        double before = now_us();
        struct arena scratch = a;
        for (size_t i = 0; i < client_count(); i++)
            routes += client_predict(client_at(i), none, none, &w, &call, &scratch).route;
        double took = now_us() - before;
        best = took < best ? took : best;
    }
    double mean = (now_us() - start) / ROUNDS;
    printf("%zu clients: %.0f us at best, %.0f us on average (bound: 200); %zu\n", client_count(),
           best, mean, routes / ROUNDS);
    return 0;
}
