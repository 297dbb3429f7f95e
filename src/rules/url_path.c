// SPDX-License-Identifier: MIT
// The path that requests go to, and variables that disagree about the base URL (causes.md 4).
#include "parse/names.h"
#include "parse/url.h"
#include "rules/layers.h"
#include "rules/mend.h"
#include "rules/url_common.h"
#include "rules/words.h"

// ---- the path ----

enum path_form { PATH_RIGHT, PATH_MISSING, PATH_DOUBLE, PATH_ENDPOINT, PATH_WRONG };

static const char *const endpoints[] = {"/chat/completions", "/completions", "/responses",
                                        "/models",           "/embeddings",  "/messages"};

// Without slashes at the end, and doubled ones as one: servers and clients take them so.
static struct str tidy_path(struct str path, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] != '/' || b.n == 0 || b.p[b.n - 1] != '/')
            buf_byte(&b, path.p[i]);
    return str_trim_right_set(buf_str(&b), "/");
}

static struct str endpoint_at_end(struct str path)
{
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++)
        if (str_ends(path, str_of(endpoints[i])))
            return str_of(endpoints[i]);
    return STR_NONE;
}

// Without its endpoint, the path that requests go to; by the client's own joining where it is an
// SDK ("/v1" is never added by OpenAI's, always by Anthropic's).
static struct str path_called(const struct inquiry *q, struct str base_path)
{
    struct url u;
    if (!q->here || !str_present(q->here->request_url) ||
        url_parse(q->here->request_url, &u) != URL_OK)
        return base_path;
    struct str path = tidy_path(u.path, q->arena);
    struct str end = endpoint_at_end(path);
    return str_slice(path, 0, path.n - end.n);
}

// Code that makes its requests itself names the whole URL, and is right to (nexorouter.md 2).
static bool names_whole_url(const struct inquiry *q)
{
    if (q->uses.base_url_of_sdk)
        return false;
    return !q->client || (!q->client->openai_variables && !url_variable(q));
}

static enum path_form form_of(const struct inquiry *q)
{
    struct url u;
    if (url_kind(q, NULL, NULL) != HOST_GATEWAY || q->uses.base_url_origin.kind == ORIGIN_PROFILE)
        return PATH_RIGHT; // what the profile says is right by definition
    enum url_fault fault = url_parse(q->uses.base_url, &u);
    if (fault != URL_OK)
        return PATH_RIGHT; // url.malformed comes first
    struct str right = q->profile->path, base = tidy_path(u.path, q->arena);
    struct str end = endpoint_at_end(base), path;
    if (end.n && names_whole_url(q))
        path = str_slice(base, 0, base.n - end.n);
    else if (end.n)
        return PATH_ENDPOINT;
    else
        path = path_called(q, base);
    if (str_eq(path, right))
        return PATH_RIGHT;
    if (path.n == 0)
        return PATH_MISSING;
    return str_eq(path, str_join(right, right, q->arena)) ? PATH_DOUBLE : PATH_WRONG;
}

static void path_finding(const struct rule *rule, struct inquiry *q)
{
    static const char *const words[] = {
        [PATH_MISSING] = "lacks /v1",
        [PATH_DOUBLE] = "leads to /v1/v1",
        [PATH_ENDPOINT] = "already ends in an endpoint",
        [PATH_WRONG] = "has another path than the gateway's /v1",
    };
    enum path_form form = form_of(q);
    if (form == PATH_RIGHT || form != (enum path_form)rule->arg)
        return;
    struct finding *f = url_add(rule, q);
    f->title = str_fmt(q->arena, "The base URL %s", words[form]);
    f->short_text = url_short(q, words[form]);
    if (q->here && str_present(q->here->request_url))
        finding_evidence(f, q, STR("the call goes to"), url_public(q->here->request_url, q->arena),
                         (struct origin){0});
    // Clients that add /v1 themselves want the root.
    struct str wanted = q->profile->base_url;
    const struct variable *v = url_variable(q);
    struct changes c = {0};
    if (v && form == PATH_DOUBLE) {
        change_add(&c, CHANGE_SET, v->name, wanted);
        struct prediction p = what_if(q, q->client, &c);
        if (str_has(p.request_url, str_join(q->profile->path, q->profile->path, q->arena)) &&
            str_ends(wanted, q->profile->path)) {
            wanted = str_slice(wanted, 0, wanted.n - q->profile->path.n);
            mend_set(f, q,
                     str_fmt(q->arena, "Give %.*s without %.*s: %s adds it itself",
                             STR_ARG(v->name), STR_ARG(q->profile->path), q->client->id),
                     v->name, wanted);
            return;
        }
    }
    url_fix(f, q);
}

// ---- variables that disagree ----

static bool is_azure_switch(const struct variable *v)
{
    if (str_eq(v->name, STR("OPENAI_API_TYPE")))
        return str_starts_icase(str_trim(v->value.text), STR("azure"));
    return str_eq(v->name, STR("OPENAI_API_VERSION"));
}

static void check_azure(const struct rule *rule, struct inquiry *q)
{
    static const char *const own[] = {"AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"};
    struct finding *f = NULL;
    struct changes c = {0};
    if (!uses_gateway(q) || !q->uses.key)
        return;
    // A complete Azure set-up beside this one is somebody else's business, unless it points here.
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        const struct variable *v = url_named(q, own[i]);
        if (!variable_set(v))
            continue;
        if (!host_trusted(q->profile, host_of(v->value.text)))
            return;
        f = finding_add(q, rule, STR("azure"));
        finding_variable(f, q, v);
        change_add(&c, CHANGE_UNSET, v->name, STR_NONE);
    }
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (!variable_set(v) || !is_azure_switch(v))
            continue;
        f = finding_add(q, rule, STR("azure"));
        finding_variable(f, q, v);
        change_add(&c, CHANGE_UNSET, v->name, STR_NONE);
    }
    if (!f)
        return;
    finding_evidence(f, q, STR("base URL"), url_public(q->uses.base_url, q->arena),
                     q->uses.base_url_origin);
    f->title = STR("Azure variables are set, the base URL is not Azure's");
    f->short_text = STR("Azure variables are set, the base URL is not Azure's");
    mend_all(f, q, STR("Unset what only Azure's interface wants"), &c);
}

static struct str comparable(struct str url)
{
    return str_trim_right_set(str_trim(url), "/");
}

static void check_conflict(const struct rule *rule, struct inquiry *q)
{
    static const char *const names[] = {"OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_BASE_URL",
                                        "NEXOROUTER_BASE_URL"};
    const struct variable *chosen = url_variable(q);
    if (!variable_set(chosen))
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct variable *v = url_named(q, names[i]);
        if (!variable_set(v) || v == chosen ||
            str_eq(comparable(v->value.text), comparable(chosen->value.text)))
            continue;
        struct finding *f = finding_add(q, rule, v->name);
        f->title = str_fmt(q->arena, "%.*s and %.*s name different URLs", STR_ARG(chosen->name),
                           STR_ARG(v->name));
        f->short_text =
            str_fmt(q->arena, "%.*s and %.*s disagree", STR_ARG(chosen->name), STR_ARG(v->name));
        finding_variable(f, q, chosen);
        finding_variable(f, q, v);
        finding_evidence(f, q, STR("read here"), chosen->name, (struct origin){0});
        mend_set(f, q, str_fmt(q->arena, "Give %.*s the gateway's base URL too", STR_ARG(v->name)),
                 v->name, comparable(chosen->value.text));
    }
}

#define ESCAPE_FIXED "The Playground's address is built into the web application."
// clang-format off
const struct rule url_path_rules[] = {
    {
        .id = "url.missing-v1", .rank = 31, .severity = SEVERITY_ERROR, .mode = "SK",
        .title = "the path lacks /v1 for a client that does not add it",
        .why = "The client joins /chat/completions to the base URL as it is, and the gateway serves it under /v1 only: "
               "404, or a page instead of JSON.",
        .escape = ESCAPE_FIXED,
        .explain = "curl -s https://api.nexorouter.com/v1/models answers in JSON, without /v1 it does not.\n"
                   "Append /v1, unless the tool's own documentation says that it does so itself.",
        .check = path_finding, .arg = PATH_MISSING,
    },
    {
        .id = "url.double-v1", .rank = 31, .severity = SEVERITY_ERROR, .mode = "SK",
        .title = "the client would call /v1/v1",
        .why = "One /v1 stands in the base URL, another is added by the tool or by a second copy: 404 on every call.",
        .escape = ESCAPE_FIXED,
        .explain = "Give SDKs https://api.nexorouter.com/v1; give tools that add /v1 themselves https://api.nexorouter.com.",
        .check = path_finding, .arg = PATH_DOUBLE,
    },
    {
        .id = "url.full-endpoint", .rank = 31, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "the base URL already ends in an endpoint (/chat/completions, /models, ...)",
        .why = "The SDK adds the endpoint again (.../chat/completions/chat/completions): 404.",
        .escape = ESCAPE_FIXED,
        .explain = "SDKs and tools want the base URL, which ends in /v1; plain HTTP clients want the whole URL.",
        .check = path_finding, .arg = PATH_ENDPOINT,
    },
    {
        .id = "url.wrong-path", .rank = 31, .severity = SEVERITY_ERROR, .mode = "SK",
        .title = "another path than the gateway's",
        .why = "The gateway serves nothing there, 404 on every call: the path is another vendor's (/api/v1, "
               "/compatible-mode/v1, /openai/v1), a slip, or in other letters (/V1).",
        .escape = ESCAPE_FIXED,
        .explain = "The gateway's base URL is https://api.nexorouter.com/v1, with nothing before or behind /v1.",
        .check = path_finding, .arg = PATH_WRONG,
    },
    {
        .id = "url.azure-shape", .rank = 31, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "Azure-only variables are set while the host is not Azure",
        .why = "Code that looks at them builds Azure's paths and headers (api-version, deployments, api-key): 404 or 401.",
        .escape = "The Playground reads no variables.",
        .explain = "Unset OPENAI_API_TYPE, OPENAI_API_VERSION and AZURE_OPENAI_* where this gateway is used.",
        .check = check_azure,
    },
    {
        .id = "url.conflict", .rank = 31, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "two base-URL variables disagree",
        .why = "OpenAI's SDKs read OPENAI_BASE_URL, LangChain and older tools OPENAI_API_BASE: "
               "two programs in one place go to two hosts.",
        .escape = ESCAPE_FIXED,
        .explain = "Set both to the same URL, or unset the one that nothing reads.",
        .check = check_conflict,
    },
};
// clang-format on
const size_t url_path_rules_n = sizeof url_path_rules / sizeof *url_path_rules;
