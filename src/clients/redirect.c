// SPDX-License-Identifier: MIT
// What a redirect does to a request: is it followed, by which method, with the key? Measured with
// every client that has a rule of its own here, over status, method and target, except where a
// source is named (tests/clients/sheet.tsv, group R).
#include "clients/family.h"

enum { ON_301 = 1, ON_302 = 2, ON_303 = 4, ON_307 = 8, ON_308 = 16, ON_30X = 7 };

// clang-format off
static const struct redirect_rule redirect_parts[] = {
    [REDIRECT_AS_FETCH] = {.leads = SCHEME_ANY, .gets = ON_30X},
    [REDIRECT_NEVER] = {.when = FOLLOW_NEVER},
    [REDIRECT_ASKED] = {.when = FOLLOW_ASKED, .leads = SCHEME_ANY, .gets = ON_30X},
    [REDIRECT_CURL] = {.when = FOLLOW_ASKED, .leads = SCHEME_ANY, .gets = ON_30X},
    // Before 7.83.0 the host alone counted (CVE-2022-27776).
    [REDIRECT_CURL_7_58] = {.when = FOLLOW_ASKED, .leads = SCHEME_ANY, .gets = ON_30X, .port = PORT_ANY, .scheme = SCHEME_ANY},
    [REDIRECT_WGET] = {.leads = SCHEME_ANY, .gets = ON_30X, .host = HOST_ANY, .port = PORT_ANY, .scheme = SCHEME_ANY},
    [REDIRECT_URLLIB] = {.leads = SCHEME_ANY, .gets = ON_30X, .post_stops = ON_307 | ON_308, .host = HOST_ANY, .port = PORT_ANY, .scheme = SCHEME_ANY},
    // 308 is known from 3.11 on (urllib/request.py).
    [REDIRECT_URLLIB_3_10] = {.leads = SCHEME_ANY, .gets = ON_30X, .get_stops = ON_308, .post_stops = ON_307 | ON_308, .host = HOST_ANY, .port = PORT_ANY, .scheme = SCHEME_ANY},
    [REDIRECT_URLLIB3] = {.leads = SCHEME_ANY, .gets = ON_303}, // 1.26, poolmanager.py
    [REDIRECT_REQUESTS] = {.leads = SCHEME_ANY, .gets = ON_30X, .port = PORT_FIXED, .scheme = SCHEME_UP},
    [REDIRECT_HTTPX] = {.when = FOLLOW_ASKED, .leads = SCHEME_ANY, .gets = ON_30X, .port = PORT_FIXED, .scheme = SCHEME_UP},
    [REDIRECT_HTTPX_SDK] = {.leads = SCHEME_ANY, .gets = ON_30X, .port = PORT_FIXED, .scheme = SCHEME_UP},
    // The yarl of its time: https://a and https://a:443 are two origins.
    [REDIRECT_AIOHTTP_3_8] = {.leads = SCHEME_ANY, .gets = ON_30X, .port = PORT_LITERAL},
    [REDIRECT_GOT] = {.leads = SCHEME_ANY, .gets = ON_303, .port = PORT_TEXT, .scheme = SCHEME_ANY},
    [REDIRECT_NPM_FETCH] = {.leads = SCHEME_ANY, .gets = ON_30X, .host = HOST_BELOW, .port = PORT_ANY},
    // node-fetch 2 with an agent of one scheme: the other one is refused.
    [REDIRECT_OPENAI_JS_4] = {.gets = ON_30X, .host = HOST_BELOW, .port = PORT_ANY},
    // Up to 1.20.0 follow-redirects alone decides (1.16, index.js).
    [REDIRECT_AXIOS_1_20] = {.leads = SCHEME_ANY, .gets = ON_30X, .host = HOST_BELOW, .port = PORT_TEXT, .scheme = SCHEME_UP},
    // net/http/client.go, shouldCopyHeaderOnRedirect(): host:port before 1.21.8, then the host.
    [REDIRECT_GO] = {.leads = SCHEME_ANY, .gets = ON_30X, .host = HOST_BELOW, .port = PORT_ANY, .scheme = SCHEME_ANY},
    [REDIRECT_GO_1_19] = {.leads = SCHEME_ANY, .gets = ON_30X, .host = HOST_BELOW, .scheme = SCHEME_ANY},
    [REDIRECT_REQWEST] = {.leads = SCHEME_ANY, .gets = ON_30X, .scheme = SCHEME_ANY}, // 0.12, redirect.rs
    // JDK, HttpURLConnection.followRedirect(): 308 is no redirect to it.
    [REDIRECT_URL_CONNECTION] = {.gets = ON_30X, .get_stops = ON_308, .post_stops = ON_308},
    // RedirectHandler.cs: the header goes at every redirect, and none leads back to http.
    [REDIRECT_DOTNET] = {.leads = SCHEME_UP, .gets = ON_30X, .host = HOST_NONE},
};
// clang-format on

static uint8_t bit_of(unsigned status)
{
    static const struct {
        unsigned status;
        uint8_t bit;
    } bits[] = {{301, ON_301}, {302, ON_302}, {303, ON_303}, {307, ON_307}, {308, ON_308}};
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (bits[i].status == status)
            return bits[i].bit;
    return 0;
}

static bool same_scheme(const struct target *from, const struct target *to)
{
    return str_eq(from->scheme, to->scheme);
}

static bool near_scheme(enum near_scheme how, const struct target *from, const struct target *to)
{
    return how == SCHEME_ANY || same_scheme(from, to) || (how == SCHEME_UP && to->https);
}

static bool is_web(const struct target *t)
{
    return t->known && (t->https || str_eq(t->scheme, STR("http")));
}

static uint32_t written_port(const struct target *t) // 0: the scheme's own
{
    return t->port == (t->https ? 443 : 80) ? 0 : t->port;
}

static bool near_port(enum near_port how, const struct target *from, const struct target *to)
{
    uint32_t a = written_port(from), b = written_port(to);
    switch (how) {
    case PORT_SAME: return from->port == to->port;
    case PORT_TEXT: return a == b;
    case PORT_FIXED: return a == b && (!a || same_scheme(from, to));
    case PORT_LITERAL: return from->port == to->port && from->port_written == to->port_written;
    case PORT_ANY: break;
    }
    return true;
}

static bool is_below(struct str host, struct str parent)
{
    return host.n > parent.n && str_ends(host, parent) && host.p[host.n - parent.n - 1] == '.';
}

static bool near_host(enum near_host how, const struct target *from, const struct target *to)
{
    switch (how) {
    case HOST_SAME: return str_eq(from->host, to->host);
    case HOST_BELOW: return str_eq(from->host, to->host) || is_below(to->host, from->host);
    case HOST_NONE: return false;
    case HOST_ANY: break;
    }
    return true;
}

struct redirect prediction_redirect(const struct prediction *p, const struct hop *hop,
                                    struct arena *a)
{
    const struct redirect_rule *rule = &redirect_parts[p->redirects];
    struct target from = target_parse(hop->from, a), to = target_parse(hop->to, a);
    struct redirect r = {.method = hop->method, .asked = rule->when == FOLLOW_ASKED};
    bool post = str_eq(hop->method, STR("POST"));
    uint8_t bit = bit_of(hop->status), stops = post ? rule->post_stops : rule->get_stops;
    r.followed = bit && rule->when != FOLLOW_NEVER && !(stops & bit) && is_web(&to) &&
                 near_scheme(rule->leads, &from, &to);
    if (!r.followed)
        return r;
    if (post && (rule->gets & bit))
        r.method = STR("GET");
    // Only Authorization is taken away: a header of another name goes wherever it is sent.
    r.keeps_key = str_present(p->x_api_key) ||
                  (near_host(rule->host, &from, &to) && near_port(rule->port, &from, &to) &&
                   near_scheme(rule->scheme, &from, &to));
    return r;
}
