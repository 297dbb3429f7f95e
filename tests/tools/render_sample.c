// SPDX-License-Identifier: MIT
// A made-up judgement in every form: what tests/render compares with its golden files, so that a
// change of form is seen at once, on any machine.
//
//   render_sample CASE FORM    CASE: healthy, broken, hostile; FORM: see forms[] below
//   render_sample fish         reads a POSIX command on stdin, writes its fish form; status 1: none
#include "render/render.h"
#include "rules/differs.h"
#include "rules/symptoms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct world_of_samples {
    struct arena *a;
    struct snapshot snap;
    struct profile profile;
    struct asked asked;
    struct context contexts[2];
    struct client client;
    struct prediction prediction;
    struct report report;
};

static struct variable variable(struct world_of_samples *w, const char *name, const char *text,
                                enum value_class class)
{
    struct variable v = {.name = str_of(name), .exported = true};
    v.value = (struct value){.state = *text ? VALUE_SET : VALUE_EMPTY,
                             .class = class,
                             .text = str_of(text),
                             .length = strlen(text)};
    v.origin.kind = ORIGIN_ENVIRONMENT;
    if (class == VALUE_SECRET) {
        memcpy(v.value.last4, "9f3c", 5);
        v.value.length = 51;
    }
    (void)w;
    return v;
}

static void add_variable(struct world_of_samples *w, struct context *c, struct variable v)
{
    struct variable *slot = arena_push(&c->vars, w->a);
    *slot = v;
}

static void fill_profile(struct profile *p, struct arena *a)
{
    p->base_url = STR("https://api.nexorouter.com/v1");
    p->host = STR("api.nexorouter.com");
    p->path = STR("/v1");
    p->website_host = STR("nexorouter.com");
    p->local_url = STR("http://localhost:3001/v1");
    strs_add(&p->trusted_hosts, p->host, a);
    strs_add(&p->key_variables, STR("NEXOROUTER_API_KEY"), a);
    strs_add(&p->key_variables, STR("OPENAI_API_KEY"), a);
    p->header = STR("Authorization");
    p->scheme = STR("Bearer");
    p->model = STR("deepseek-v4-flash");
    p->messages[0].role = STR("user");
    p->messages[0].content = STR("Say hello.");
    p->message_count = 1;
    p->temperature = 0.7;
    p->top_p = __builtin_nan("");
    p->max_tokens = 512;
    p->stream = -1;
    p->timeout_s = 60;
    p->timeout_slow_s = 180;
    p->origin.kind = ORIGIN_PROFILE;
    struct gateway_code *c = arena_push(&p->codes, a);
    *c = (struct gateway_code){.code = STR("model_not_found"),
                               .status = 404,
                               .id = STR("api.model-not-found"),
                               .means = STR("wrong id (case matters), or outside the key's scope"),
                               .first = STR("copy the id from Models; check the key's scope"),
                               .docs = STR("https://nexorouter.com/en/docs/troubleshooting")};
}

static void fill(struct world_of_samples *w, struct arena *a)
{
    struct report *r = &w->report;
    w->a = a;
    fill_profile(&w->profile, a);
    w->client = (struct client){.id = "python-openai", .title = "OpenAI SDK for Python"};
    w->contexts[0] = (struct context){.name = STR("shell"), .state = SEEN_COMPLETE};
    w->snap.contexts.items = w->contexts;
    w->snap.contexts.n = 1;
    w->asked.command = STR("doctor");
    w->prediction = (struct prediction){.client = &w->client,
                                        .version = {2, 54, 0, true},
                                        .key_from = STR("OPENAI_API_KEY"),
                                        .base_url = STR("https://api.nexorouter.com"),
                                        .base_url_from = STR("OPENAI_BASE_URL"),
                                        .timeout_s = 600,
                                        .retries = 2,
                                        .trust = {.base = TRUST_CERTIFI, .verify = true}};
    *r = (struct report){.snap = &w->snap,
                         .profile = &w->profile,
                         .asked = &w->asked,
                         .client = &w->client,
                         .version_text = STR("2.54.0"),
                         .client_chosen_by = "project",
                         .context = &w->contexts[0],
                         .context_chosen_by = "default",
                         .verdict = VERDICT_CLEAN,
                         .summary = STR("Nothing wrong was found for python-openai in shell."),
                         .predictions = &w->prediction,
                         .prediction_count = 1};
    add_variable(w, &w->contexts[0], variable(w, "OPENAI_API_KEY", "x", VALUE_SECRET));
    *arena_push(&r->not_checked, a) = (struct not_checked){STR("probes"), STR("--offline")};
}

static struct finding *add(struct world_of_samples *w, const char *id, enum severity severity)
{
    struct finding *f = arena_push(&w->report.findings, w->a);
    f->rule = rule_find(str_of(id));
    f->severity = severity;
    f->proven = severity != SEVERITY_WARNING;
    f->concerns = true;
    f->title = str_of(f->rule->title);
    f->why = str_of(f->rule->why);
    f->escape = str_of(f->rule->escape);
    return f;
}

static void evidence(struct world_of_samples *w, struct finding *f, struct str what,
                     struct str value, struct origin origin)
{
    *arena_push(&f->evidence, w->a) = (struct evidence){what, value, origin};
}

static void fill_broken(struct world_of_samples *w)
{
    struct report *r = &w->report;
    struct loc place = {STR(".env"), 4, 1};
    struct origin file = {.kind = ORIGIN_FILE, .loc = place}, env = {.kind = ORIGIN_ENVIRONMENT};
    struct variable url = variable(w, "OPENAI_BASE_URL", "https://api.nexorouter.com", VALUE_PLAIN);
    url.origin = file;
    add_variable(w, &w->contexts[0], url);
    add_variable(w, &w->contexts[0],
                 variable(w, "HTTPS_PROXY", "http://x:x@proxy.corp:3128", VALUE_PROXY));
    r->verdict = VERDICT_FAILS;
    r->summary = STR("The base URL lacks /v1: set OPENAI_BASE_URL to the gateway's base URL.");
    struct finding *f = add(w, "url.missing-v1", SEVERITY_ERROR);
    f->title = STR("The base URL lacks /v1");
    f->location = place;
    f->subject = STR("OPENAI_BASE_URL");
    f->playground = w->profile.base_url;
    f->here = STR("https://api.nexorouter.com");
    evidence(w, f, STR("OPENAI_BASE_URL"), STR("https://api.nexorouter.com"), file);
    evidence(w, f, STR("the call goes to"), STR("https://api.nexorouter.com/chat/completions"),
             (struct origin){0});
    *arena_push(&f->fixes, w->a) =
        (struct fix){STR("Set OPENAI_BASE_URL to the gateway's base URL"),
                     STR("export OPENAI_BASE_URL='https://api.nexorouter.com/v1'")};
    *arena_push(&f->fixes, w->a) = (struct fix){STR("Or pass base_url in the code"), STR_NONE};
    struct finding *then = add(w, "http.not-the-gateway", SEVERITY_ERROR);
    then->consequence_of = STR("url.missing-v1");
    struct finding *doubt = add(w, "proxy.tls-to-plain-proxy", SEVERITY_WARNING);
    evidence(w, doubt, STR("HTTPS_PROXY"), STR("https://user:***@proxy.corp:3128"), env);
    *arena_push(&doubt->fixes, w->a) = (struct fix){STR("Write http:// in HTTPS_PROXY"), STR_NONE};
    add(w, "key.file-mode", SEVERITY_NOTE)->title = STR(".env is readable by other users");
    r->root = &r->findings.items[0];
    *arena_push(&r->comparison, w->a) = (struct comparison_row){.setting = STR("key"),
                                                                .playground = STR("…9f3c"),
                                                                .here = STR("…9f3c (51 bytes)"),
                                                                .origin = env,
                                                                .same = 1};
    *arena_push(&r->comparison, w->a) = (struct comparison_row){.setting = STR("base-url"),
                                                                .playground = w->profile.base_url,
                                                                .here = f->here,
                                                                .origin = file,
                                                                .same = 0};
    *arena_push(&r->comparison, w->a) =
        (struct comparison_row){.setting = STR("route"), .here = STR("direct"), .same = -1};
    *arena_push(&r->others, w->a) =
        (struct other){STR("node-openai"), STR("shell"), VERDICT_FAILS, STR("url.missing-v1")};
    *arena_push(&r->changed, w->a) = STR("OPENAI_BASE_URL in .env");
    struct observation *o = arena_push(&w->snap.probes, w->a);
    *o = (struct observation){.name = STR("gateway"),
                              .url = STR("https://api.nexorouter.com/models"),
                              .route = STR("direct"),
                              .state = PROBE_FAILED,
                              .stage = STAGE_HTTP,
                              .reason = STR("not_the_gateway"),
                              .address = STR("203.0.113.7"),
                              .status = 404};
    o->us.dns = 3100;
    o->us.tcp = 20400;
    o->us.proxy = -1;
    o->us.tls = 45000;
    o->us.total = 90700;
}

// What a stranger's repository may hold, everywhere at once.
static void fill_hostile(struct world_of_samples *w)
{
    static const char evil[] = "\033]0;owned\007\033[31mred\r\n::error::fake\x9b"
                               "31m \xe2\x80\xae"
                               "evil\xff\xfe \xf0\x9f\x98\x80";
    struct str bad = {evil, sizeof evil - 1};
    struct loc place = {STR("a b/\033[2J%,:\n.env"), 7, 0};
    struct origin file = {.kind = ORIGIN_FILE, .loc = place};
    fill_broken(w);
    w->report.summary = bad;
    struct finding *f = &w->report.findings.items[0];
    f->title = bad;
    f->why = bad;
    f->location = place;
    evidence(w, f, bad, bad, file);
    f->fixes.items[0] = (struct fix){bad, bad};
    w->report.comparison.items[1].here = bad;
    w->report.not_checked.items[0] = (struct not_checked){bad, bad};
    w->report.changed.items[0] = bad;
    add_variable(w, &w->contexts[0], (struct variable){.name = bad, .value = value_plain(bad)});
}

static const struct occasion occasion = {
    .command = {"doctor", 6}, .started = {"2026-11-22T13:00:00Z", 20}, .elapsed_ms = 412};
static struct style style = {.utf8 = true, .width = 80};

static void form_text(struct world_of_samples *w, struct buf *b)
{
    render_report_term(&w->report, &occasion, &style, b);
}

static void form_json(struct world_of_samples *w, struct buf *b)
{
    render_report_json(&w->report, 1, &occasion, b);
}

static void form_sarif(struct world_of_samples *w, struct buf *b)
{
    render_report_sarif(&w->report, 1, &occasion, b);
}

static void form_github(struct world_of_samples *w, struct buf *b)
{
    render_report_github(&w->report, b);
}

static size_t four(struct world_of_samples *w, struct report *out)
{
    static const char *const names[] = {"shell", "dotenv:next", "compose:web", "process:4312"};
    static struct context contexts[4];
    for (size_t i = 0; i < 4; i++) {
        contexts[i] = w->contexts[0];
        contexts[i].name = str_of(names[i]);
        out[i] = w->report;
        out[i].context = &contexts[i];
    }
    return 4;
}

static void form_compare(struct world_of_samples *w, struct buf *b)
{
    struct report r[4];
    struct compared c = {.items = r, .n = four(w, r), .show = STR("HTTPS_PROXY")};
    strs_add(&c.idle, STR("compose:db"), b->a);
    render_compare_term(&c, &style, b);
}

static void form_compare_json(struct world_of_samples *w, struct buf *b)
{
    struct report r[4];
    four(w, r);
    struct compared c = {.items = r, .n = 2, .show = STR("OPENAI_BASE_URL")};
    strs_add(&c.idle, STR("compose:db"), b->a);
    render_compare_json(&c, b);
}

static void form_clients(struct world_of_samples *w, struct buf *b)
{
    struct client_row row = {.p = &w->prediction};
    render_clients_term(&row, 1, w->profile.base_url, false, &style, b);
}

static void form_clients_json(struct world_of_samples *w, struct buf *b)
{
    struct client_row row = {.p = &w->prediction};
    render_clients_json(&row, 1, w->profile.base_url, b);
}

static void form_rules_json(struct world_of_samples *w, struct buf *b)
{
    (void)w;
    render_rules_json(b);
}

static void form_rules(struct world_of_samples *w, struct buf *b)
{
    (void)w;
    render_rules_term(&style, b);
}

static void form_explain(struct world_of_samples *w, struct buf *b)
{
    render_explain_rule_term(w->report.findings.n ? w->report.findings.items[0].rule
                                                  : rule_find(STR("key.crlf")),
                             &style, b);
}

static void form_explain_json(struct world_of_samples *w, struct buf *b)
{
    (void)w;
    render_explain_rule_json(rule_find(STR("url.missing-v1")), b);
}

static void form_code_json(struct world_of_samples *w, struct buf *b)
{
    render_explain_code_json(&w->profile.codes.items[0], b);
}

static void form_code(struct world_of_samples *w, struct buf *b)
{
    render_explain_code_term(&w->profile.codes.items[0], &style, b);
}

static void form_symptoms(struct world_of_samples *w, struct buf *b)
{
    struct symptom_matches m =
        symptoms_read(STR("openai.APIConnectionError: Connection error.\n"
                          "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or "
                          "'https://' protocol.\n"),
                      w->a);
    render_symptoms_term(m.items, m.n, &style, b);
}

static void form_symptoms_json(struct world_of_samples *w, struct buf *b)
{
    struct symptom_matches m = symptoms_read(STR("TypeError: fetch failed"), w->a);
    render_symptoms_json(m.items, m.n, b);
}

static void form_status(struct world_of_samples *w, struct buf *b)
{
    render_status_term(&w->report.findings, 1, &style, b);
}

static void form_status_json(struct world_of_samples *w, struct buf *b)
{
    render_status_json(&w->report.findings, b);
}

static void form_models_json(struct world_of_samples *w, struct buf *b)
{
    struct strs ids = {0};
    struct models_answer m = {.ids = &ids, .asked = STR("qwen-plus")};
    strs_add(&ids, STR("Qwen/Qwen-Plus"), w->a);
    strs_add(&ids, STR("deepseek-v4-flash"), w->a);
    strs_add(&m.near, ids.items[0], w->a);
    render_models_json(&m, b);
}

static void form_profile(struct world_of_samples *w, struct buf *b)
{
    render_profile_term(&w->profile, &style, b);
}

static void form_profile_json(struct world_of_samples *w, struct buf *b)
{
    render_profile_json(&w->profile, b);
}

// clang-format off
static const struct {
    const char *name;
    void (*form)(struct world_of_samples *, struct buf *);
    struct style style;
} forms[] = {
    {"text",          form_text,          {.utf8 = true, .width = 80}},
    {"ascii",         form_text,          {.width = 80}},
    {"narrow",        form_text,          {.utf8 = true, .width = 50}},
    {"color",         form_text,          {.utf8 = true, .width = 80, .color = true}},
    {"fish",          form_text,          {.utf8 = true, .width = 80, .syntax = SYNTAX_FISH}},
    {"verbose",       form_text,          {.utf8 = true, .width = 80, .verbose = true}},
    {"quiet",         form_text,          {.utf8 = true, .width = 80, .quiet = true}},
    {"json",          form_json,          {0}},
    {"sarif",         form_sarif,         {0}},
    {"github",        form_github,        {0}},
    {"compare",       form_compare,       {.utf8 = true, .width = 80}},
    {"compare.json",  form_compare_json,  {0}},
    {"clients",       form_clients,       {.utf8 = true, .width = 80}},
    {"clients.json",  form_clients_json,  {0}},
    {"rules",         form_rules,         {.utf8 = true, .width = 80}},
    {"rules.json",    form_rules_json,    {0}},
    {"explain",       form_explain,       {.utf8 = true, .width = 80}},
    {"explain.json",  form_explain_json,  {0}},
    {"code",          form_code,          {.utf8 = true, .width = 80}},
    {"code.json",     form_code_json,     {0}},
    {"symptoms",      form_symptoms,      {.utf8 = true, .width = 80}},
    {"symptoms.json", form_symptoms_json, {0}},
    {"status",        form_status,        {.utf8 = true, .width = 80}},
    {"status.json",   form_status_json,   {0}},
    {"models.json",   form_models_json,   {0}},
    {"profile",       form_profile,       {.utf8 = true, .width = 80}},
    {"profile.json",  form_profile_json,  {0}},
};
// clang-format on

static int fish(struct arena *a)
{
    static char line[65536];
    size_t n = fread(line, 1, sizeof line, stdin);
    while (n && line[n - 1] == '\n')
        n--;
    struct str out = render_command((struct str){line, n}, SYNTAX_FISH, a);
    if (!str_present(out))
        return 1;
    printf("%.*s\n", STR_ARG(out));
    return 0;
}

int main(int argc, char **argv)
{
    static struct world_of_samples w;
    struct arena a = arena_new(256u << 20);
    if (argc == 2 && strcmp(argv[1], "fish") == 0)
        return fish(&a);
    if (argc != 3)
        return 2;
    fill(&w, &a);
    if (strcmp(argv[1], "broken") == 0)
        fill_broken(&w);
    else if (strcmp(argv[1], "hostile") == 0)
        fill_hostile(&w);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct buf b = buf_in(&a);
        if (strcmp(forms[i].name, argv[2]) != 0)
            continue;
        style = forms[i].style;
        forms[i].form(&w, &b);
        if (b.n)
            fwrite(b.p, 1, b.n, stdout);
        return 0;
    }
    return 2;
}
