// SPDX-License-Identifier: MIT
#include "net/answer.h"

#include <jansson.h>

// Words that name a filter, in titles and bodies of block pages; the product where it names itself.
// clang-format off
static const struct { char words[24], name[20]; } filters[] = {
    {"zscaler", "Zscaler"},           {"fortiguard", "FortiGuard"},   {"fortinet", "FortiGate"},
    {"netskope", "Netskope"},         {"forcepoint", "Forcepoint"},   {"websense", "Websense"},
    {"palo alto", "Palo Alto"},       {"cisco umbrella", "Cisco Umbrella"}, {"opendns", "OpenDNS"},
    {"sophos", "Sophos"},             {"barracuda", "Barracuda"},     {"mcafee web gateway", "McAfee Web Gateway"},
    {"skyhigh", "Skyhigh"},           {"blue coat", "Blue Coat"},     {"symantec web", "Symantec"},
    {"check point", "Check Point"},   {"sonicwall", "SonicWall"},     {"watchguard", "WatchGuard"},
    {"smoothwall", "Smoothwall"},     {"lightspeed", "Lightspeed"},   {"securly", "Securly"},
    {"iboss", "iboss"},               {"untangle", "Untangle"},       {"contentkeeper", "ContentKeeper"},
    {"web filter", "A web filter"},   {"webfilter", "A web filter"},  {"content filter", "A content filter"},
    {"url filter", "A URL filter"},   {"has been blocked", "A filter"}, {"is blocked", "A filter"},
    {"blocked by", "A filter"},       {"site blocked", "A filter"},   {"page blocked", "A filter"},
    {"access denied", "A filter"},    {"access to this site", "A filter"}, {"not permitted by", "A filter"},
    {"company policy", "A filter"},   {"security policy", "A filter"}, {"acceptable use", "A filter"},
};
static const char *const challenges[] = {
    "just a moment...", "attention required! | cloudflare", "sorry, you have been blocked",
    "cf-chl", "challenge-platform", "error code: 1020", "error code: 1015", "error code: 1006",
    "error code: 1012", "enable javascript and cookies to continue", "_incapsula_resource", "ddos-guard",
    "checking your browser",
};
static const char *const vendors[] = {
    "platform.openai.com", "help.openai.com", "console.anthropic.com", "docs.anthropic.com", "openrouter.ai",
    "console.groq.com", "ai.google.dev", "docs.mistral.ai", "platform.deepseek.com", "api.together.",
};
// clang-format on

static struct str header(const struct transfer *t, const char *name)
{
    for (size_t i = 0; i < t->headers.n; i++)
        if (str_eq_icase(t->headers.items[i].name, str_of(name)))
            return t->headers.items[i].value;
    return STR_NONE;
}

static bool body_says(struct str body, const char *words)
{
    return str_find_icase(body, str_of(words)) != STR_NOWHERE;
}

enum { PIECE = 8 };

// Length of the longest piece of `secret` that `text` begins with.
static size_t piece_at(struct str text, struct str secret)
{
    size_t best = 0;
    for (size_t from = 0; from < secret.n; from++) {
        size_t n = 0;
        while (n < text.n && from + n < secret.n && text.p[n] == secret.p[from + n])
            n++;
        best = n > best ? n : best;
    }
    return best;
}

struct str answer_scrub(struct str text, const struct strs *secrets, struct arena *a)
{
    if (!secrets || !secrets->n || !text.n)
        return text;
    struct buf out = buf_in(a);
    for (size_t i = 0; i < text.n;) {
        size_t hit = 0;
        for (size_t s = 0; s < secrets->n; s++) {
            size_t least = secrets->items[s].n < PIECE ? secrets->items[s].n : PIECE;
            size_t n = piece_at(str_from(text, i), secrets->items[s]);
            if (least && n >= least && n > hit)
                hit = n;
        }
        if (hit)
            buf_z(&out, "***");
        else
            buf_byte(&out, text.p[i]);
        i += hit ? hit : 1;
    }
    return buf_str(&out);
}

static struct str title_of(struct str body)
{
    size_t at = str_find_icase(body, STR("<title"));
    if (at == STR_NOWHERE)
        return STR_NONE;
    struct str rest = str_from(body, at);
    size_t open = str_chr(rest, '>');
    if (open == STR_NOWHERE)
        return STR_NONE;
    rest = str_from(rest, open + 1);
    size_t close = str_chr(rest, '<');
    return str_trim(str_slice(rest, 0, close == STR_NOWHERE || close > 200 ? 200 : close));
}

static void read_headers(struct transfer *t)
{
    struct observation *o = &t->seen;
    const struct {
        const char *name;
        struct str *to;
    } wanted[] = {
        {"x-request-id", &o->request_id},
        {"retry-after", &o->retry_after},
        {"server", &o->server},
        {"via", &o->via},
        {"content-type", &o->content_type},
        {"date", &o->date},
        {"www-authenticate", &o->www},
        {"proxy-agent", &o->proxy_agent},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        *wanted[i].to = str_slice(header(t, wanted[i].name), 0, 200);
    // Where a redirect leads, without what it may carry (it can repeat the request's own secrets).
    struct str location = header(t, "location");
    size_t query = 0;
    while (query < location.n && location.p[query] != '?' && location.p[query] != '#')
        query++;
    o->location = str_slice(location, 0, query < 300 ? query : 300);
    o->cf_ray = str_present(header(t, "cf-ray"));
    o->x_squid_error = str_present(header(t, "x-squid-error"));
    o->ratelimit_headers = str_present(header(t, "x-ratelimit-limit")) ||
                           str_present(header(t, "x-ratelimit-remaining"));
    if (str_present(header(t, "cf-mitigated")))
        o->challenge = true;
}

static struct str text_of(json_t *object, const char *name, struct arena *a)
{
    json_t *v = json_object_get(object, name);
    return json_is_string(v)
               ? str_dup(
                     str_slice((struct str){json_string_value(v), json_string_length(v)}, 0, 500),
                     a)
               : STR_NONE;
}

enum { MODELS_MAX = 5000 };

static void read_models(struct observation *o, json_t *data, struct arena *a)
{
    for (size_t i = 0; i < json_array_size(data) && o->models.n < MODELS_MAX; i++) {
        struct str id = text_of(json_array_get(data, i), "id", a);
        if (id.n)
            *arena_push(&o->models, a) = id;
    }
}

static bool known_code(const struct profile *p, struct str code)
{
    for (size_t i = 0; p && code.n && i < p->codes.n; i++)
        if (str_eq(p->codes.items[i].code, code))
            return true;
    return false;
}

static void read_json(struct transfer *t, const struct answer_context *c)
{
    struct observation *o = &t->seen;
    if (t->body_cut)
        return;
    json_t *root = json_loadb(t->body.p ? t->body.p : "", t->body.n, JSON_ALLOW_NUL, NULL);
    if (!root)
        return;
    o->json = true;
    json_t *error = json_object_get(root, "error");
    if (json_is_object(error)) {
        o->code = text_of(error, "code", t->arena);
        o->message = text_of(error, "message", t->arena);
        if (!o->code.n)
            o->code = text_of(error, "type", t->arena);
    } else if (json_is_string(error)) {
        o->message = text_of(root, "error", t->arena);
    }
    json_t *data = json_object_get(root, "data");
    if (json_is_array(data))
        read_models(o, data, t->arena);
    bool answers = json_is_array(data) || json_is_array(json_object_get(root, "choices"));
    o->is_gateway = known_code(c->profile, o->code) ||
                    (json_is_object(error) && (o->status == 401 || o->request_id.n)) ||
                    (answers && o->status / 100 == 2) ||
                    (o->status >= 400 && (o->request_id.n || o->ratelimit_headers));
    json_decref(root);
}

// The order is that of causes.md 15.6.
static void who_answered(struct transfer *t, const struct answer_context *c)
{
    struct observation *o = &t->seen;
    struct str body = buf_str(&t->body);
    read_json(t, c);
    o->html = str_starts_icase(o->content_type, STR("text/html")) ||
              body_says(str_slice(body, 0, 512), "<html") ||
              body_says(str_slice(body, 0, 512), "<!doctype html");
    for (size_t i = 0; o->json && i < sizeof vendors / sizeof *vendors; i++)
        if (body_says(body, vendors[i]))
            o->other_vendor = true;
    if (!o->json && (o->request_id.n || o->ratelimit_headers) && !o->html)
        o->is_gateway = true;
    if (o->status / 100 == 2 && str_has(o->content_type, STR("text/event-stream")) &&
        str_starts(body, STR("data:")))
        o->is_gateway = true; // a streamed answer
    if (o->other_vendor)
        o->is_gateway = false;
    if (o->html)
        o->title = title_of(body);
    o->edge_banned_ua = body_says(body, "error code: 1010") || body_says(body, "error 1010");
    for (size_t i = 0; i < sizeof challenges / sizeof *challenges; i++)
        if (!o->is_gateway && body_says(body, challenges[i]))
            o->challenge = true;
    for (size_t i = 0;
         !o->is_gateway && !str_present(o->filter) && i < sizeof filters / sizeof *filters; i++)
        if (body_says(body, filters[i].words) || body_says(o->location, filters[i].words))
            o->filter = str_of(filters[i].name);
}

static void read_clock(struct observation *o, int64_t now_s)
{
    int64_t there = curl_seconds(o->date);
    if (there <= 0)
        return;
    o->clock_known = true;
    o->clock_skew_s = now_s - there;
}

static void answer_fails(struct observation *o, enum probe_stage stage, const char *reason)
{
    o->state = PROBE_FAILED;
    o->stage = stage;
    o->reason = str_of(reason);
}

static void judge_gateway(struct observation *o)
{
    if (o->is_gateway && (o->status / 100 == 2 || (o->status == 401 && !o->with_key)))
        return;
    if (o->is_gateway && o->status / 100 != 3)
        answer_fails(o, STAGE_API, "http_unexpected_status_code");
    else if (o->status / 100 == 3)
        answer_fails(o, STAGE_HTTP, "http_unexpected_redirect_url");
    else if (o->status / 100 == 2)
        answer_fails(o, STAGE_HTTP, "json_parse_error");
    else
        answer_fails(o, STAGE_HTTP, "http_unexpected_status_code");
}

static void judge_control(struct observation *o, struct str body, struct str expect)
{
    // Without knowing what a real answer looks like, none is proof of a portal.
    o->expected = !expect.n || (o->status / 100 == 2 && str_has(body, expect));
    if (!o->expected)
        answer_fails(o, STAGE_HTTP,
                     o->status / 100 == 3 ? "http_unexpected_redirect_url"
                                          : "http_unexpected_status_code");
}

static void scrub_all(struct transfer *t, const struct strs *secrets)
{
    struct observation *o = &t->seen;
    struct str *texts[] = {&o->code,   &o->message, &o->request_id,  &o->retry_after,
                           &o->server, &o->via,     &o->location,    &o->content_type,
                           &o->www,    &o->title,   &o->proxy_agent, &o->date,
                           &o->error};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_present(*texts[i]))
            *texts[i] = answer_scrub(*texts[i], secrets, t->arena);
    for (size_t i = 0; i < o->models.n; i++)
        o->models.items[i] = answer_scrub(o->models.items[i], secrets, t->arena);
}

void answer_read(struct transfer *t, const struct answer_context *c)
{
    struct observation *o = &t->seen;
    read_headers(t);
    if (o->state == PROBE_OK && o->status) {
        who_answered(t, c);
        read_clock(o, c->now_s);
        if (c->kind == ANSWER_GATEWAY)
            judge_gateway(o);
        else if (c->kind == ANSWER_CONTROL)
            judge_control(o, buf_str(&t->body), c->expect);
    }
    scrub_all(t, c->secrets);
}
