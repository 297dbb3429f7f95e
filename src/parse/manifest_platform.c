// SPDX-License-Identifier: MIT
// Platforms that are recognised and named (manifests.md 6). Their variables live mostly in a
// dashboard, so a missing name in the file proves nothing; what the files do tell is the limit
// that ends a slow call (timeout.serverless-limit).
#include "parse/manifest_in.h"

#include <jansson.h>

enum limit { // where the file tells after how long a slow call is ended
    NO_LIMIT,
    VERCEL_LIMIT,
    SERVERLESS_LIMIT,
    SAM_LIMIT,
};

struct platform_row { // no pointer: it would be relocated at each start
    char file[26];    // end of the path
    char title[32];
    enum limit limit;
    char only_with[6]; // many projects have the file; it speaks of variables where it has this
};

static void take_limit(struct context *c, double seconds, struct loc loc)
{
    if (seconds > 0 && (c->timeout_limit_s <= 0 || seconds < c->timeout_limit_s)) {
        c->timeout_limit_s = seconds;
        c->shown = loc;
    }
}

static uint32_t line_of(struct str bytes, struct str needle)
{
    size_t at = str_find(bytes, needle);
    uint32_t line = 1;
    for (size_t i = 0; at != STR_NOWHERE && i < at; i++)
        line += bytes.p[i] == '\n';
    return at == STR_NOWHERE ? 0 : line;
}

// vercel.json: functions.<glob>.maxDuration
static void vercel_limit(struct reading *r, struct context *c)
{
    json_t *root = json_loadb(r->file->bytes.p ? r->file->bytes.p : "", r->file->bytes.n, 0, NULL);
    json_t *functions = json_object_get(root, "functions"), *function;
    const char *name;
    json_object_foreach(functions, name, function)
    {
        json_t *limit = json_object_get(function, "maxDuration");
        if (json_is_number(limit))
            take_limit(c, json_number_value(limit),
                       (struct loc){r->file->path, line_of(r->file->bytes, STR("maxDuration")), 0});
    }
    json_decref(root);
}

static double number(struct str text)
{
    uint64_t n;
    return str_to_u64(str_trim(text), &n) && n < 100000 ? (double)n : 0;
}

static void node_limit(struct context *c, const struct yaml_node *n)
{
    if (n)
        take_limit(c, number(yaml_text(n)), n->loc);
}

// serverless.yml: provider.timeout, functions.<f>.timeout (AWS: 6 s when neither is there)
static void serverless_limit(struct reading *r, struct context *c)
{
    struct yaml_file y = yaml_read(r->file->bytes, r->file->path, r->a);
    const struct yaml_node *root = y.docs.n ? y.docs.items[0].root : NULL;
    struct yaml_pair p;
    node_limit(c, yaml_at(root, "provider", "timeout", NULL));
    for (size_t i = 0; yaml_pair_at(yaml_get(root, "functions"), i, &p); i++)
        node_limit(c, yaml_get(p.value, "timeout"));
}

// SAM: Globals.Function.Timeout, Resources.<r>.Properties.Timeout
static void sam_limit(struct reading *r, struct context *c)
{
    struct yaml_file y = yaml_read(r->file->bytes, r->file->path, r->a);
    const struct yaml_node *root = y.docs.n ? y.docs.items[0].root : NULL;
    struct yaml_pair p;
    node_limit(c, yaml_at(root, "Globals", "Function", "Timeout", NULL));
    for (size_t i = 0; yaml_pair_at(yaml_get(root, "Resources"), i, &p); i++)
        if (str_has(yaml_text(yaml_get(p.value, "Type")), STR("Function")))
            node_limit(c, yaml_at(p.value, "Properties", "Timeout", NULL));
}

// clang-format off
static const struct platform_row rows[] = {
    {"vercel.json",             "Vercel",                          VERCEL_LIMIT,     ""},
    {"serverless.yml",          "Serverless Framework",            SERVERLESS_LIMIT, ""},
    {"serverless.yaml",         "Serverless Framework",            SERVERLESS_LIMIT, ""},
    {"template.yaml",           "AWS SAM",                         SAM_LIMIT,        ""},
    {"template.yml",            "AWS SAM",                         SAM_LIMIT,        ""},
    {"render.yaml",             "Render",                          NO_LIMIT,         ""},
    {"fly.toml",                "Fly.io",                          NO_LIMIT,         ""},
    {"netlify.toml",            "Netlify",                         NO_LIMIT,         ""},
    {"wrangler.toml",           "Cloudflare Workers",              NO_LIMIT,         ""},
    {"wrangler.json",           "Cloudflare Workers",              NO_LIMIT,         ""},
    {"wrangler.jsonc",          "Cloudflare Workers",              NO_LIMIT,         ""},
    {".do/app.yaml",            "DigitalOcean",                    NO_LIMIT,         ""},
    {"app.yaml",                "Google App Engine",               NO_LIMIT,         ""},
    {"app.json",                "Heroku",                          NO_LIMIT,         ""},
    {"amplify.yml",             "AWS Amplify",                     NO_LIMIT,         ""},
    {"firebase.json",           "Firebase",                        NO_LIMIT,         ""},
    {"railway.json",            "Railway",                         NO_LIMIT,         ""},
    {"railway.toml",            "Railway",                         NO_LIMIT,         ""},
    {".circleci/config.yml",    "CircleCI",                        NO_LIMIT,         ""},
    {"azure-pipelines.yml",     "Azure Pipelines",                 NO_LIMIT,         ""},
    {"bitbucket-pipelines.yml", "Bitbucket Pipelines",             NO_LIMIT,         ""},
    {".travis.yml",             "Travis CI",                       NO_LIMIT,         ""},
    {"Jenkinsfile",             "Jenkins",                         NO_LIMIT,         ""},
    {"devcontainer.json",       "Dev Containers",                  NO_LIMIT,         ""},
    {"samconfig.toml",          "AWS SAM",                         NO_LIMIT,         ""},
    {"koyeb.yaml",              "Koyeb",                           NO_LIMIT,         ""},
    {"cloudbuild.yaml",         "Google Cloud Build",              NO_LIMIT,         ""},
    {"apprunner.yaml",          "AWS App Runner",                  NO_LIMIT,         ""},
    {"azure-pipelines.yaml",    "Azure Pipelines",                 NO_LIMIT,         ""},
    {".drone.yml",              "Drone",                           NO_LIMIT,         ""},
    {".woodpecker.yml",         "Woodpecker",                      NO_LIMIT,         ""},
    {".buildkite/pipeline.yml", "Buildkite",                       NO_LIMIT,         ""},
    {"appveyor.yml",            "AppVeyor",                        NO_LIMIT,         ""},
    {"ecosystem.config.js",     "pm2",                             NO_LIMIT,         ""},
    {"ecosystem.config.cjs",    "pm2",                             NO_LIMIT,         ""},
    {"supervisord.conf",        "Supervisor",                      NO_LIMIT,         ""},
    {"uwsgi.ini",               "uWSGI",                           NO_LIMIT,         ""},
    {"tox.ini",                 "tox",                             NO_LIMIT,         ""},
    {".tf",                     "Terraform",                       NO_LIMIT,         ""},
    {".tfvars",                 "Terraform",                       NO_LIMIT,         ""},
    {".nomad",                  "Nomad",                           NO_LIMIT,         ""},
    {".nomad.hcl",              "Nomad",                           NO_LIMIT,         ""},
    {"playbook.yml",            "Ansible",                         NO_LIMIT,         ""},
    {"playbook.yaml",           "Ansible",                         NO_LIMIT,         ""},
    {"supabase/config.toml",    "Supabase",                        NO_LIMIT,         ""},
    {"captain-definition",      "CapRover",                        NO_LIMIT,         ""},
    {"site.yml",                "Ansible",                         NO_LIMIT,         ""},
    {"site.yaml",               "Ansible",                         NO_LIMIT,         ""},
    {"/manifest.yml",           "AWS Copilot",                     NO_LIMIT,         ""}, // copilot/SERVICE/manifest.yml
    {"heroku.yml",              "Heroku",                          NO_LIMIT,         ""},
    {"now.json",                "Vercel",                          VERCEL_LIMIT,     ""},
    {"cloudbuild.yml",          "Google Cloud Build",              NO_LIMIT,         ""},
    {"nixpacks.toml",           "Nixpacks",                        NO_LIMIT,         ""},
    {"northflank.json",         "Northflank",                      NO_LIMIT,         ""},
    {"skaffold.yaml",           "Skaffold",                        NO_LIMIT,         ""},
    {"Tiltfile",                "Tilt",                            NO_LIMIT,         ""},
    {"ecosystem.config.mjs",    "pm2",                             NO_LIMIT,         ""},
    {"ecosystem.config.json",   "pm2",                             NO_LIMIT,         ""},
    {".vscode/launch.json",     "VS Code's launch configurations", NO_LIMIT,         "\"env"},
    {"values.yaml",             "Helm values",                     NO_LIMIT,         "nv"},
    {"pytest.ini",              "pytest",                          NO_LIMIT,         "env"},
    {".toml",                   "Fly.io",                          NO_LIMIT,         ""}, // fly.STAGE.toml
};
// clang-format on

static void find_limit(enum limit limit, struct reading *r, struct context *c)
{
    switch (limit) {
    case VERCEL_LIMIT: vercel_limit(r, c); break;
    case SERVERLESS_LIMIT: serverless_limit(r, c); break;
    case SAM_LIMIT: sam_limit(r, c); break;
    case NO_LIMIT: break;
    }
}

void platform_read(struct reading *r)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!str_ends(r->file->path, str_of(rows[i].file)))
            continue;
        if (rows[i].only_with[0] && !str_has(r->file->bytes, str_of(rows[i].only_with)))
            return;
        manifest_partial(
            r, CONTEXT_MANIFEST,
            str_fmt(r->a, "recognised as %s; its variables are not read", rows[i].title));
        find_limit(rows[i].limit, r, &r->out->items[r->out->n - 1]);
        if (str_ends(r->file->path, STR("devcontainer.json")) ||
            str_ends(r->file->path, STR("launch.json")))
            editor_files(r, &r->out->items[r->out->n - 1]);
        return;
    }
}
