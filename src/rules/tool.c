// SPDX-License-Identifier: MIT
// Layer "tool": programs that cannot work with the gateway as they are.
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

// ---- tool.sdk-httpx-proxies ----

// The version that is installed, locked or pinned. "openai>=1.0" says only where the search for one
// begins, so it is the answer where a lower bound is enough, and nothing better is known.
static const struct package_version *package(const struct inquiry *q, const char *name, bool bound)
{
    const struct package_version *asked = NULL;
    for (size_t i = 0; i < q->snap->project.packages.n; i++) {
        const struct package_version *p = &q->snap->project.packages.items[i];
        if (p->npm || !str_eq_icase(p->name, str_of(name)))
            continue;
        if (p->exact)
            return p;
        asked = asked ? asked : p;
    }
    return bound ? asked : NULL;
}

static bool older(struct version v, unsigned major, unsigned minor, unsigned patch)
{
    if (!v.known)
        return false;
    if (v.major != major)
        return v.major < major;
    return v.minor != minor ? v.minor < minor : v.patch < patch;
}

// The SDKs that passed httpx an argument which 0.28 dropped, until these releases of one day.
static const struct {
    char package[12], client[20], class[16], mended[8];
    struct version from, until;
} httpx_rows[] = {
    {"openai", "python-openai", "OpenAI", "1.55.3", {.major = 1}, {1, 55, 3, true, false}},
    {"anthropic", "python-anthropic", "Anthropic", "0.40.0", {0}, {0, 40, 0, true, false}},
};

static bool older_than(struct version v, struct version bound)
{
    return older(v, bound.major, bound.minor, bound.patch);
}

static void check_httpx(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    const struct package_version *httpx = package(q, "httpx", true);
    if (httpx == NULL || !version_parse(httpx->version).known ||
        older(version_parse(httpx->version), 0, 28, 0))
        return;
    for (size_t i = 0; i < sizeof httpx_rows / sizeof *httpx_rows; i++) {
        const struct package_version *sdk = package(q, httpx_rows[i].package, false);
        struct version v = sdk ? version_parse(sdk->version) : (struct version){0};
        if (!older_than(v, httpx_rows[i].until) || older_than(v, httpx_rows[i].from))
            continue;
        struct origin o = origin_file(sdk->loc), p = origin_file(httpx->loc);
        struct str name = str_of(httpx_rows[i].package);
        struct finding *f = finding_add(q, rule, name);
        f->concerns = str_eq(str_of(q->client->id), str_of(httpx_rows[i].client));
        f->title =
            str_fmt(a, "%.*s %.*s cannot work with httpx %.*s: %s() stops at once", STR_ARG(name),
                    STR_ARG(sdk->version), STR_ARG(httpx->version), httpx_rows[i].class);
        f->short_text = f->title;
        f->here = str_fmt(a, "%.*s %.*s, httpx %.*s", STR_ARG(name), STR_ARG(sdk->version),
                          STR_ARG(httpx->version));
        finding_evidence(f, q, name, sdk->version, o);
        finding_evidence(f, q, STR("httpx"), httpx->version, p);
        finding_place(f, &o);
        finding_fix(f, q,
                    str_fmt(a,
                            "Upgrade the SDK (pip install --upgrade '%.*s>=%s', and the same in "
                            "the requirements), or pin httpx below 0.28",
                            STR_ARG(name), httpx_rows[i].mended),
                    STR_NONE);
    }
}

// ---- tool.endpoint-shape ----

static void add_shape(const struct rule *rule, struct inquiry *q, const struct variable *v,
                      struct str who, bool chosen)
{
    struct arena *a = q->arena;
    struct finding *f = finding_add(q, rule, v->name);
    f->concerns = chosen;
    f->title = str_fmt(a, "%.*s points %.*s at the gateway, which speaks Chat Completions only",
                       STR_ARG(variable_words(v, a)), STR_ARG(who));
    f->short_text = str_fmt(a, "%.*s points at this gateway", STR_ARG(v->name));
    f->playground = STR("POST /v1/chat/completions");
    f->here = STR("another API");
    finding_variable(f, q, v);
    if (v->origin.kind == ORIGIN_FILE)
        finding_fix(f, q,
                    str_fmt(a,
                            "Take the line out of %.*s%.*s, and use a client with an "
                            "OpenAI-compatible provider type",
                            STR_ARG(origin_text(&v->origin, a)),
                            STR_ARG(repair_copy_words(q, v->origin.loc.file))),
                    repair_line(q, v->origin.loc, "s/^/# /"));
    else
        finding_fix(f, q,
                    str_fmt(a,
                            "Unset %.*s, and use a client with an OpenAI-compatible provider type",
                            STR_ARG(v->name)),
                    v->origin.kind == ORIGIN_ENVIRONMENT ? repair_unset(q, v->name) : STR_NONE);
}

// The Anthropic SDKs and Claude Code speak the Messages API.
static void check_anthropic(const struct rule *rule, struct inquiry *q)
{
    const struct variable *v = variable_find_z(&q->context->vars, "ANTHROPIC_BASE_URL");
    bool chosen = str_ends(str_of(q->client->id), STR("-anthropic"));
    if (v && value_is_set(&v->value) && host_trusted(q->profile, host_of(v->value.text)))
        add_shape(rule, q, v, STR("Anthropic's clients"), chosen);
}

static void check_endpoint_shape(const struct rule *rule, struct inquiry *q)
{
    check_anthropic(rule, q);
    for (size_t i = 0; i < q->snap->settings.n; i++) {
        const struct setting *s = &q->snap->settings.items[i];
        // Codex: wire_api = "responses" for a provider whose base URL is the gateway.
        if (!str_ends(s->key, STR("wire_api")) || !str_eq(s->value.text, STR("responses")))
            continue;
        struct finding *f = finding_add(q, rule, s->tool);
        f->concerns = false;
        f->severity = SEVERITY_WARNING;
        f->title = str_fmt(q->arena,
                           "%.*s speaks the Responses API%.*s; the gateway promises Chat "
                           "Completions only",
                           STR_ARG(s->tool), STR_ARG(from_words(&s->origin, q->arena)));
        f->short_text = f->title;
        finding_evidence(f, q, s->key, s->value.text, s->origin);
        finding_place(f, &s->origin);
        finding_fix(f, q, STR("Choose chat as its wire API, or another tool"), STR_NONE);
    }
}

const struct rule tool_rules[] = {
    {.id = "tool.sdk-httpx-proxies",
     .rank = 94,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "installed SDK and httpx versions that cannot work together",
     .why =
         "httpx 0.28 dropped an argument that older SDKs pass: TypeError: Client.__init__() got an "
         "unexpected keyword argument 'proxies', before any request.",
     .escape = "The Playground runs in the browser, without any SDK.",
     .explain =
         "pip install --upgrade 'openai>=1.55.3' (or 'anthropic>=0.40.0'), or pin httpx<0.28.",
     .check = check_httpx},
    {.id = "tool.endpoint-shape",
     .rank = 94,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "a tool that speaks another API than Chat Completions points at the gateway",
     .why =
         "Responses, native Claude and native Gemini calls go to paths that the gateway does not "
         "promise: 404, or an answer in another form.",
     .escape = "The Playground calls Chat Completions.",
     .explain = "Choose the provider type OpenAI-compatible (Chat Completions) in the tool.",
     .check = check_endpoint_shape},
};
const size_t tool_rules_n = sizeof(tool_rules) / sizeof(tool_rules[0]);
