// SPDX-License-Identifier: MIT
// Platforms that are recognised and named (manifests.md 6). Their variables live mostly in a
// dashboard, so a missing name in the file proves nothing; what the files do tell is the limit
// that ends a slow call (timeout.serverless-limit).
#include "parse/manifest_in.h"

#include <jansson.h>

struct platform_row {
    const char *file; // end of the path
    const char *title;
    void (*limit)(struct reading *, struct context *);
    const char *only_with; // many projects have the file; it speaks of variables where it has this
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
    {"vercel.json",               "Vercel",                  vercel_limit, NULL},
    {"serverless.yml",            "Serverless Framework",    serverless_limit, NULL},
    {"serverless.yaml",           "Serverless Framework",    serverless_limit, NULL},
    {"template.yaml",             "AWS SAM",                 sam_limit, NULL},
    {"template.yml",              "AWS SAM",                 sam_limit, NULL},
    {"render.yaml",               "Render",                  NULL, NULL},
    {"fly.toml",                  "Fly.io",                  NULL, NULL},
    {"netlify.toml",              "Netlify",                 NULL, NULL},
    {"wrangler.toml",             "Cloudflare Workers",      NULL, NULL},
    {"wrangler.json",             "Cloudflare Workers",      NULL, NULL},
    {"wrangler.jsonc",            "Cloudflare Workers",      NULL, NULL},
    {".do/app.yaml",              "DigitalOcean",            NULL, NULL},
    {"app.yaml",                  "Google App Engine",       NULL, NULL},
    {"app.json",                  "Heroku",                  NULL, NULL},
    {"amplify.yml",               "AWS Amplify",             NULL, NULL},
    {"firebase.json",             "Firebase",                NULL, NULL},
    {"railway.json",              "Railway",                 NULL, NULL},
    {"railway.toml",              "Railway",                 NULL, NULL},
    {".circleci/config.yml",      "CircleCI",                NULL, NULL},
    {"azure-pipelines.yml",       "Azure Pipelines",         NULL, NULL},
    {"bitbucket-pipelines.yml",   "Bitbucket Pipelines",     NULL, NULL},
    {".travis.yml",               "Travis CI",               NULL, NULL},
    {"Jenkinsfile",               "Jenkins",                 NULL, NULL},
    {"devcontainer.json",         "Dev Containers",          NULL, NULL},
    {"samconfig.toml",            "AWS SAM",                 NULL, NULL},
    {"koyeb.yaml",                "Koyeb",                   NULL, NULL},
    {"cloudbuild.yaml",           "Google Cloud Build",      NULL, NULL},
    {"apprunner.yaml",            "AWS App Runner",          NULL, NULL},
    {"azure-pipelines.yaml",      "Azure Pipelines",         NULL, NULL},
    {".drone.yml",                "Drone",                   NULL, NULL},
    {".woodpecker.yml",           "Woodpecker",              NULL, NULL},
    {".buildkite/pipeline.yml",   "Buildkite",               NULL, NULL},
    {"appveyor.yml",              "AppVeyor",                NULL, NULL},
    {"ecosystem.config.js",       "pm2",                     NULL, NULL},
    {"ecosystem.config.cjs",      "pm2",                     NULL, NULL},
    {"supervisord.conf",          "Supervisor",              NULL, NULL},
    {"uwsgi.ini",                 "uWSGI",                   NULL, NULL},
    {"tox.ini",                   "tox",                     NULL, NULL},
    {".tf",                       "Terraform",               NULL, NULL},
    {".tfvars",                   "Terraform",               NULL, NULL},
    {".nomad",                    "Nomad",                   NULL, NULL},
    {".nomad.hcl",                "Nomad",                   NULL, NULL},
    {"playbook.yml",              "Ansible",                 NULL, NULL},
    {"playbook.yaml",             "Ansible",                 NULL, NULL},
    {"supabase/config.toml",      "Supabase",                NULL, NULL},
    {"captain-definition",        "CapRover",                NULL, NULL},
    {"site.yml",                  "Ansible",                 NULL, NULL},
    {"site.yaml",                 "Ansible",                 NULL, NULL},
    {"/manifest.yml",             "AWS Copilot",             NULL, NULL}, // copilot/SERVICE/manifest.yml
    {"heroku.yml",                "Heroku",                  NULL, NULL},
    {"now.json",                  "Vercel",                  vercel_limit, NULL},
    {"cloudbuild.yml",            "Google Cloud Build",      NULL, NULL},
    {"nixpacks.toml",             "Nixpacks",                NULL, NULL},
    {"northflank.json",           "Northflank",              NULL, NULL},
    {"skaffold.yaml",             "Skaffold",                NULL, NULL},
    {"Tiltfile",                  "Tilt",                    NULL, NULL},
    {"ecosystem.config.mjs",      "pm2",                     NULL, NULL},
    {"ecosystem.config.json",     "pm2",                     NULL, NULL},
    {".vscode/launch.json",       "VS Code's launch configurations", NULL, "\"env"},
    {"values.yaml",               "Helm values",             NULL, "nv"},
    {"pytest.ini",                "pytest",                  NULL, "env"},
    {".toml",                     "Fly.io",                  NULL, NULL}, // fly.STAGE.toml
};
// clang-format on

void platform_read(struct reading *r)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!str_ends(r->file->path, str_of(rows[i].file)))
            continue;
        if (rows[i].only_with && !str_has(r->file->bytes, str_of(rows[i].only_with)))
            return;
        manifest_partial(
            r, CONTEXT_MANIFEST,
            str_fmt(r->a, "recognised as %s; its variables are not read", rows[i].title));
        if (rows[i].limit)
            rows[i].limit(r, &r->out->items[r->out->n - 1]);
        return;
    }
}
