// SPDX-License-Identifier: MIT
#include "parse/manifest.h"

#include "parse/manifest_in.h"
#include "parse/names.h"

// How a file shows what it is. A pattern with '/' is matched at the end of the path, on a folder
// border; '*' stands for any run of bytes without '/'.
struct kind_row { // no pointer: it would be relocated at each start
    unsigned char reader, length;
    char pattern[34];
};

enum {
    COMPOSE,
    ACTIONS,
    GITLAB,
    SYSTEMD,
    SYSTEMD_DROPIN,
    DOCKERFILE,
    PROCFILE,
    LITELLM,
    CONTINUE,
    AIDER,
    LIBRECHAT,
    PROMPTFOO,
    PLATFORM,
    KUBERNETES,
};

typedef void (*reader)(struct reading *);

static const reader readers[] = {
    [COMPOSE] = compose_read,
    [ACTIONS] = actions_read,
    [GITLAB] = gitlab_read,
    [SYSTEMD] = systemd_read,
    [SYSTEMD_DROPIN] = systemd_dropin_read,
    [DOCKERFILE] = dockerfile_read,
    [PROCFILE] = procfile_read,
    [LITELLM] = tool_litellm_read,
    [CONTINUE] = tool_continue_read,
    [AIDER] = tool_aider_read,
    [LIBRECHAT] = tool_librechat_read,
    [PROMPTFOO] = tool_promptfoo_read,
    [PLATFORM] = platform_read,
    [KUBERNETES] = kubernetes_read,
};

// clang-format off
#define FILE(pattern, reader) {reader, sizeof pattern - 1, pattern}
static const struct kind_row kinds[] = {
    FILE("compose.yaml",                    COMPOSE),
    FILE("compose.yml",                     COMPOSE),
    FILE("docker-compose.yaml",             COMPOSE),
    FILE("docker-compose.yml",              COMPOSE),
    FILE("compose.*.yaml",                  COMPOSE),
    FILE("compose.*.yml",                   COMPOSE),
    FILE("docker-compose.*.yaml",           COMPOSE),
    FILE("docker-compose.*.yml",            COMPOSE),
    FILE(".github/workflows/*.yml",         ACTIONS),
    FILE(".github/workflows/*.yaml",        ACTIONS),
    FILE(".gitlab-ci.yml",                  GITLAB),
    FILE("*.service",                       SYSTEMD),
    FILE("*.service.d/*.conf",              SYSTEMD_DROPIN),
    FILE("Dockerfile",                      DOCKERFILE),
    FILE("Dockerfile.*",                    DOCKERFILE),
    FILE("*.Dockerfile",                    DOCKERFILE),
    FILE("Containerfile",                   DOCKERFILE),
    FILE("Procfile",                        PROCFILE),
    FILE("Procfile.*",                      PROCFILE),
    FILE("litellm_config.yaml",             LITELLM),
    FILE("litellm.config.yaml",             LITELLM),
    FILE("litellm-config.yaml",             LITELLM),
    FILE("litellm_config.yml",              LITELLM),
    FILE("litellm-config.yml",              LITELLM),
    FILE("litellm.yaml",                    LITELLM),
    FILE("proxy_config.yaml",               LITELLM),
    FILE(".continue/config.yaml",           CONTINUE),
    FILE(".continue/*.yaml",                CONTINUE),
    FILE(".continue/models/*.yaml",         CONTINUE),
    FILE(".continuerc.yaml",                CONTINUE),
    FILE(".aider.conf.yml",                 AIDER),
    FILE(".aider.conf.yaml",                AIDER),
    FILE("librechat.yaml",                  LIBRECHAT),
    FILE("librechat.yml",                   LIBRECHAT),
    FILE("promptfooconfig.yaml",            PROMPTFOO),
    FILE("promptfooconfig.yml",             PROMPTFOO),
    FILE("promptfooconfig.*.yaml",          PROMPTFOO),
    FILE("vercel.json",                     PLATFORM),
    FILE("serverless.yml",                  PLATFORM),
    FILE("serverless.yaml",                 PLATFORM),
    FILE("template.yaml",                   PLATFORM),
    FILE("template.yml",                    PLATFORM),
    FILE("render.yaml",                     PLATFORM),
    FILE("fly.toml",                        PLATFORM),
    FILE("netlify.toml",                    PLATFORM),
    FILE("wrangler.toml",                   PLATFORM),
    FILE("wrangler.json",                   PLATFORM),
    FILE("wrangler.jsonc",                  PLATFORM),
    FILE("app.yaml",                        PLATFORM),
    FILE("app.json",                        PLATFORM),
    FILE(".do/app.yaml",                    PLATFORM),
    FILE("amplify.yml",                     PLATFORM),
    FILE("firebase.json",                   PLATFORM),
    FILE("railway.json",                    PLATFORM),
    FILE("railway.toml",                    PLATFORM),
    FILE(".circleci/config.yml",            PLATFORM),
    FILE("azure-pipelines.yml",             PLATFORM),
    FILE("bitbucket-pipelines.yml",         PLATFORM),
    FILE(".travis.yml",                     PLATFORM),
    FILE("Jenkinsfile",                     PLATFORM),
    FILE("samconfig.toml",                  PLATFORM),
    FILE("fly.*.toml",                      PLATFORM),
    FILE("koyeb.yaml",                      PLATFORM),
    FILE("cloudbuild.yaml",                 PLATFORM),
    FILE("apprunner.yaml",                  PLATFORM),
    FILE("azure-pipelines.yaml",            PLATFORM),
    FILE(".drone.yml",                      PLATFORM),
    FILE(".woodpecker.yml",                 PLATFORM),
    FILE(".buildkite/pipeline.yml",         PLATFORM),
    FILE("appveyor.yml",                    PLATFORM),
    FILE("ecosystem.config.js",             PLATFORM),
    FILE("ecosystem.config.cjs",            PLATFORM),
    FILE("supervisord.conf",                PLATFORM),
    FILE("uwsgi.ini",                       PLATFORM),
    FILE("tox.ini",                         PLATFORM),
    FILE("*.tf",                            PLATFORM),
    FILE("*.tfvars",                        PLATFORM),
    FILE("*.nomad",                         PLATFORM),
    FILE("*.nomad.hcl",                     PLATFORM),
    FILE("playbook.yml",                    PLATFORM),
    FILE("playbook.yaml",                   PLATFORM),
    FILE("supabase/config.toml",            PLATFORM),
    FILE("captain-definition",              PLATFORM),
    FILE(".devcontainer/devcontainer.json", PLATFORM),
    FILE("site.yml",                        PLATFORM),
    FILE("site.yaml",                       PLATFORM),
    FILE("copilot/*/manifest.yml",          PLATFORM),
    FILE("heroku.yml",                      PLATFORM),
    FILE("now.json",                        PLATFORM),
    FILE("cloudbuild.yml",                  PLATFORM),
    FILE("nixpacks.toml",                   PLATFORM),
    FILE("northflank.json",                 PLATFORM),
    FILE("skaffold.yaml",                   PLATFORM),
    FILE("Tiltfile",                        PLATFORM),
    FILE("ecosystem.config.mjs",            PLATFORM),
    FILE("ecosystem.config.json",           PLATFORM),
    FILE(".vscode/launch.json",             PLATFORM),
    FILE("values.yaml",                     PLATFORM),
    FILE("pytest.ini",                      PLATFORM),
    FILE("devcontainer.json",               PLATFORM),
    FILE("templates/*.yaml",                KUBERNETES),
    FILE("kustomization.yaml",              KUBERNETES),
    FILE("kustomization.yml",               KUBERNETES),
};
#undef FILE
// clang-format on

static bool glob(struct str pattern, struct str text)
{
    size_t star = STR_NOWHERE, back = 0, p = 0, t = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            back = t;
        } else if (p < pattern.n && pattern.p[p] == text.p[t]) {
            p++, t++;
        } else if (star != STR_NOWHERE && text.p[back] != '/') {
            p = star + 1;
            t = ++back;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

// The last parts of the path, as many as the pattern has.
static struct str tail_like(struct str path, struct str pattern)
{
    size_t slashes = 0;
    for (size_t i = 0; i < pattern.n; i++)
        slashes += pattern.p[i] == '/';
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/' && slashes-- == 0)
            return str_from(path, i);
    return path;
}

// Every path of a large repository is held against every row, so most end at one byte.
static bool may_be(struct str pattern, struct str path)
{
    char last = pattern.p[pattern.n - 1];
    return last == '*' || last == path.p[path.n - 1];
}

static bool is_like(struct str pattern, struct str path)
{
    if (str_chr(pattern, '*') != STR_NOWHERE)
        return glob(pattern, tail_like(path, pattern));
    return str_ends(path, pattern) &&
           (path.n == pattern.n || path.p[path.n - pattern.n - 1] == '/');
}

static bool is_yaml(struct str path)
{
    return str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"));
}

static bool line_starts(struct str bytes, struct str word)
{
    for (struct str rest = bytes; rest.n >= word.n;) {
        if (str_starts(rest, word))
            return true;
        size_t end = str_chr(rest, '\n');
        if (end == STR_NOWHERE)
            return false;
        rest = str_from(rest, end + 1);
    }
    return false;
}

// An object of Kubernetes says so itself, whatever its file is called: app.yaml may be App
// Engine's, and any name may hold a Deployment.
static bool is_kubernetes(struct str path, struct str bytes)
{
    return is_yaml(path) && line_starts(bytes, STR("kind:")) &&
           (line_starts(bytes, STR("apiVersion:")) || line_starts(bytes, STR("metadata:")));
}

// NULL: no manifest.
static reader reader_of(struct str path, struct str bytes)
{
    if (is_kubernetes(path, bytes))
        return kubernetes_read;
    // The proxy's file has any name; its list of models is its own.
    if (is_yaml(path) && line_starts(bytes, STR("model_list:")) &&
        str_has(bytes, STR("litellm_params")))
        return tool_litellm_read;
    for (size_t i = 0; path.n && i < sizeof kinds / sizeof *kinds; i++) {
        struct str pattern = {kinds[i].pattern, kinds[i].length};
        if (may_be(pattern, path) && is_like(pattern, path))
            return readers[kinds[i].reader];
    }
    return NULL;
}

// Folders whose manifests describe no deployment of this project.
static bool is_aside(struct str folder)
{
    static const char *const names[] = {"test",         "tests",  "__tests__",   "testdata",
                                        "fixtures",     "spec",   "example",     "examples",
                                        "node_modules", "vendor", "third_party", "docs"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(folder, str_of(names[i])))
            return true;
    return false;
}

enum manifest_sort manifest_sort(struct str path)
{
    struct str rest = path, part;
    while (str_cut(&rest, '/', &part))
        if (str_present(rest) && is_aside(part))
            return MANIFEST_NOT;
    if (reader_of(path, STR_NONE))
        return MANIFEST_NAMED;
    bool lock = str_ends(path, STR("lock.yaml")) || str_ends(path, STR("lock.yml"));
    return is_yaml(path) && !lock ? MANIFEST_MAYBE : MANIFEST_NOT;
}

bool manifest_reads(struct str path, struct str bytes)
{
    return reader_of(path, bytes) != NULL;
}

void manifests_read(const struct manifest_world *w, struct contexts *out, struct arena *a)
{
    for (size_t i = 0; i < w->set->n; i++) {
        struct reading r = {.w = w, .file = &w->set->items[i], .out = out, .a = a};
        reader read = reader_of(r.file->path, r.file->bytes);
        if (read)
            read(&r);
    }
}

struct yaml_file manifest_yaml(struct reading *r)
{
    struct yaml_file y =
        r->file->yaml ? *r->file->yaml : yaml_read(r->file->bytes, r->file->path, r->a);
    if (y.templated)
        manifest_partial(r, CONTEXT_MANIFEST, STR("a template: not YAML before it is rendered"));
    else if (str_present(y.error))
        manifest_partial(r, CONTEXT_MANIFEST,
                         str_fmt(r->a, "not readable as YAML: line %u: %.*s",
                                 (unsigned)y.error_loc.line, STR_ARG(y.error)));
    return y;
}

void manifest_partial(struct reading *r, enum context_kind kind, struct str why)
{
    struct str name = str_fmt(r->a, "%s:%.*s", context_kind_name(kind), STR_ARG(r->file->path));
    struct context *c = manifest_context(r, kind, name, (struct loc){r->file->path, 0, 0});
    c->state = SEEN_PARTIAL;
    c->detail = why;
}

struct context *manifest_context(struct reading *r, enum context_kind kind, struct str name,
                                 struct loc shown)
{
    struct context *c = arena_push(r->out, r->a);
    *c = (struct context){0}; // the place may have been given back
    c->kind = kind;
    c->name = name;
    c->state = SEEN_COMPLETE;
    c->shown = shown;
    c->dir = manifest_dir(r);
    return c;
}

static void put(struct reading *r, struct context *c, struct variable v)
{
    for (size_t i = 0; i < c->vars.n; i++) {
        struct variable *old = &c->vars.items[i];
        if (!str_eq(old->name, v.name))
            continue;
        struct variable *loser = arena_one(r->a, struct variable);
        *loser = *old;
        v.hidden = loser;
        *old = v;
        return;
    }
    *arena_push(&c->vars, r->a) = v;
}

static struct variable variable_at(struct reading *r, struct str name, struct loc loc,
                                   struct str why)
{
    struct origin origin = {.kind = ORIGIN_FILE, .loc = loc, .in_project = true};
    if (!str_present(loc.file))
        origin = (struct origin){.kind = ORIGIN_ENVIRONMENT};
    return (struct variable){
        .name = str_dup(name, r->a), .origin = origin, .exported = true, .why = why};
}

// NAME_FILE beside no NAME: images that read a secret's file by that habit get NAME from it.
static void from_file(struct reading *r, struct context *c, struct str name, struct str bytes,
                      struct loc loc)
{
    struct str of = str_ends(name, STR("_FILE")) ? str_slice(name, 0, name.n - 5) : STR_NONE;
    if (name_role(of) != NAME_KEY || !bytes.n)
        return;
    const struct variable *known = variable_find(&c->vars, of);
    if (known && known->value.state != VALUE_UNSET)
        return;
    manifest_set_opaque(
        r, c, of, loc,
        str_fmt(r->a, "read from the file that %.*s names, if the program does so", STR_ARG(name)));
}

void manifest_set_value(struct reading *r, struct context *c, struct str name, struct str bytes,
                        struct loc loc, struct str why)
{
    static const char *const marks[] = {"{{", "{%", "<%", "$[["};
    from_file(r, c, name, bytes, loc);
    if (!name_relevant(name))
        return;
    // What a template engine fills in is not known here, and no value of its own.
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_has(bytes, str_of(marks[i]))) {
            manifest_set_opaque(r, c, name, loc, STR("filled in by a template engine"));
            return;
        }
    struct variable v = variable_at(r, name, loc, why);
    if (str_present(bytes))
        v.value = r->w->keep(r->w->ctx, name, bytes);
    put(r, c, v);
}

void manifest_set_opaque(struct reading *r, struct context *c, struct str name, struct loc loc,
                         struct str why)
{
    if (!name_relevant(name))
        return;
    struct variable v = variable_at(r, name, loc, why);
    v.value = (struct value){.state = VALUE_SET, .class = VALUE_SECRET, .opaque = true};
    put(r, c, v);
}

const char manifest_not_given[] = "not given here";

void manifest_add_unset(struct reading *r, struct context *c)
{
    for (size_t i = 0; i < r->w->wanted.n; i++)
        if (!variable_find(&c->vars, r->w->wanted.items[i]))
            put(r, c, variable_at(r, r->w->wanted.items[i], c->shown, str_of(manifest_not_given)));
}

struct str manifest_dir_of(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? STR(".") : str_slice(path, 0, slash);
}

struct str manifest_dir(struct reading *r)
{
    return manifest_dir_of(r->file->path);
}

struct str manifest_path(struct reading *r, struct str written)
{
    return manifest_resolve(manifest_dir(r), written, r->a);
}

struct str manifest_resolve(struct str dir, struct str written, struct arena *a)
{
    if (!written.n || str_starts(written, STR("/")) || str_starts(written, STR("~")))
        return STR_NONE;
    struct strs parts = {0};
    struct str rests[2] = {dir, written}, part;
    for (int k = 0; k < 2; k++) {
        while (str_cut(&rests[k], '/', &part)) {
            if (part.n == 0 || str_eq(part, STR(".")))
                continue;
            if (!str_eq(part, STR(".."))) {
                strs_add(&parts, part, a);
            } else if (parts.n == 0) {
                return STR_NONE;
            } else {
                parts.n--;
            }
        }
    }
    struct buf b = buf_in(a);
    for (size_t i = 0; i < parts.n; i++) {
        buf_z(&b, i ? "/" : "");
        buf_add(&b, parts.items[i]);
    }
    return buf_str(&b);
}

struct str manifest_shell(const struct reading *r, struct str name)
{
    for (size_t i = 0; i < r->w->shell_n; i++)
        if (str_eq(r->w->shell[i].name, name))
            return r->w->shell[i].value;
    return STR_NONE;
}
