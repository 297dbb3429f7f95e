// SPDX-License-Identifier: MIT
// What the project shows of itself: languages, clients and their versions, dotenv loaders. Manifest
// files of the working directory and of the repository root; versions that are installed before
// versions that are locked before versions that are wanted.
#include "parse/project.h"
#include "clients/client.h"
#include "gather/gather.h"
#include "gather/project_look.h"
#include "gather/project_parts.h"
#include "parse/launch.h"

enum { SCRIPTS_MAX = 24, SITE_MAX = 4000, PARTS_MAX = 24, MEMBERS_MAX = 96 };

static const struct {
    char file[20], language[8];
} markers[] = {
    {"package.json", "node"},       {"deno.json", "node"},
    {"deno.jsonc", "node"},         {"pyproject.toml", "python"},
    {"setup.py", "python"},         {"Pipfile", "python"},
    {"requirements.txt", "python"}, {"uv.lock", "python"},
    {"poetry.lock", "python"},      {"environment.yml", "python"},
    {"environment.yaml", "python"}, {"go.mod", "go"},
    {"Cargo.toml", "rust"},         {"Gemfile", "ruby"},
    {"composer.json", "php"},       {"pom.xml", "java"},
    {"build.gradle", "java"},       {"build.gradle.kts", "java"},
    {"setup.cfg", "python"},        {"pixi.toml", "python"},
};

// What is small and says which packages are wanted; lock files are large and come second.
static const char *const manifests[] = {
    "package.json",     "deno.json",        "deno.jsonc",
    "pyproject.toml",   "requirements.txt", "requirements-dev.txt",
    "Pipfile",          "go.mod",           "composer.json",
    "Gemfile",          "Cargo.toml",       "Procfile",
    "Procfile.dev",     ".nvmrc",           ".node-version",
    ".python-version",  ".tool-versions",   "environment.yml",
    "environment.yaml", "pom.xml",          "build.gradle",
    "build.gradle.kts", "setup.cfg",        "setup.py",
    "pixi.toml",        "go.work",          "pnpm-workspace.yaml",
};
static const char *const locks[] = {
    "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock",
    "bun.lock",          "poetry.lock",         "uv.lock",        "pdm.lock",
    "Pipfile.lock",      "composer.lock",       "Gemfile.lock",   "Cargo.lock",
    "deno.lock",         "pylock.toml",
};

static bool may_have(const struct look *l, const char *name)
{
    return !l->listed || strs_have(l->names, str_of(name));
}

struct str look_path(const struct look *l, const char *name)
{
    return str_eq(l->dir, STR(".")) ? str_of(name)
                                    : str_fmt(l->g->arena, "%.*s/%s", STR_ARG(l->dir), name);
}

static void read_facts(struct look *l, const char *name)
{
    struct os_file file;
    struct str bytes;
    if (may_have(l, name) &&
        gather_read_project(l->g, look_path(l, name), l->g->arena, &file, &bytes))
        project_read(bytes, look_path(l, name), &l->facts, l->g->arena);
}

// Gradle's catalog of versions has a directory of its own.
static void read_catalog(struct look *l)
{
    struct os_file file;
    struct str bytes, path = look_path(l, "gradle/libs.versions.toml");
    if (l->listed && strs_have(l->names, STR("gradle")) &&
        gather_read_project(l->g, path, l->g->arena, &file, &bytes))
        project_read(bytes, path, &l->facts, l->g->arena);
}

// A file of the project that another one names.
static void read_named(struct look *l, struct str path,
                       void (*read)(struct str, struct str, struct project_facts *, struct arena *))
{
    struct os_file file;
    struct str bytes;
    if (gather_read_project(l->g, path, l->g->arena, &file, &bytes))
        read(bytes, path, &l->facts, l->g->arena);
}

// What requirements files include, and the usual names where they have a directory of their own.
static void read_requirements(struct look *l)
{
    static const char *const usual[] = {"requirements/base.txt", "requirements/prod.txt",
                                        "requirements/production.txt", "requirements/dev.txt"};
    struct os_file file;
    struct str bytes;
    for (size_t i = 0; l->listed && strs_have(l->names, STR("requirements")) && i < 4; i++)
        if (gather_read_project(l->g, look_path(l, usual[i]), l->g->arena, &file, &bytes))
            project_read(bytes, look_path(l, usual[i]), &l->facts, l->g->arena);
    for (size_t i = 0; i < l->facts.includes.n; i++)
        read_named(l, l->facts.includes.items[i], project_read_included);
    for (size_t i = 0; i < l->facts.constraints.n; i++)
        read_named(l, l->facts.constraints.items[i], project_read_constraints);
}

static void add_languages(struct look *l)
{
    struct strs *list = &l->g->snap->project.languages;
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        struct str language = str_of(markers[i].language);
        if (l->listed && strs_have(l->names, str_of(markers[i].file)) && !strs_have(list, language))
            strs_add(list, language, l->g->arena);
    }
}

// ---- versions ----

static struct str absolute(const struct look *l, const char *rest)
{
    struct str root = l->g->root;
    if (str_eq(l->dir, STR(".")))
        return str_fmt(l->g->arena, "%.*s/%s", STR_ARG(root), rest);
    return str_fmt(l->g->arena, "%.*s/%.*s/%s", STR_ARG(root), STR_ARG(l->dir), rest);
}

// node_modules/NAME/package.json says what is installed.
static struct str npm_installed(struct look *l, struct str name)
{
    struct str rest = str_fmt(l->g->arena, "node_modules/%.*s/package.json", STR_ARG(name));
    struct os_file file;
    struct str bytes;
    struct project_facts own = {0};
    if (!may_have(l, "node_modules") || str_has(name, STR("..")))
        return STR_NONE;
    if (!gather_read_project(l->g, look_path(l, rest.p), l->g->arena, &file, &bytes))
        return STR_NONE;
    project_read(bytes, look_path(l, rest.p), &own, l->g->arena);
    return own.own_version;
}

static bool site_packages(struct look *l, struct str venv)
{
    struct strs lib = {0};
    struct str path = str_fmt(l->g->arena, "%.*s/lib", STR_ARG(venv));
    if (!os_list(path.p, 16, &lib, l->g->arena))
        return false;
    for (size_t i = 0; i < lib.n; i++) {
        l->site.path =
            str_fmt(l->g->arena, "%.*s/%.*s/site-packages", STR_ARG(path), STR_ARG(lib.items[i]));
        if (str_starts(lib.items[i], STR("python")) &&
            os_list(l->site.path.p, SITE_MAX, &l->site.names, l->g->arena))
            return true;
    }
    return false;
}

static void find_site(struct look *l)
{
    struct str venv = gather_env_get(l->g, "VIRTUAL_ENV");
    l->site.looked = true;
    if (venv.n && venv.p[0] == '/' && site_packages(l, venv))
        return;
    if (may_have(l, ".venv") && site_packages(l, absolute(l, ".venv")))
        return;
    if (may_have(l, "venv"))
        site_packages(l, absolute(l, "venv"));
}

// The directory "openai-1.40.0.dist-info" says name and version.
static struct str pypi_installed(struct look *l, struct str name, struct str *place)
{
    if (!l->site.looked)
        find_site(l);
    for (size_t i = 0; i < l->site.names.n; i++) {
        struct str entry = l->site.names.items[i];
        size_t dash = str_chr(entry, '-');
        if (dash == STR_NOWHERE || !str_ends(entry, STR(".dist-info")) ||
            !str_eq(pypi_name(str_slice(entry, 0, dash), l->g->arena), name))
            continue;
        if (place)
            *place = str_fmt(l->g->arena, "%.*s/%.*s", STR_ARG(l->site.path), STR_ARG(entry));
        return str_slice(entry, dash + 1, entry.n - 10);
    }
    return STR_NONE;
}

// Packages whose version decides something: clients, and what rules ask for by name.
static bool version_matters(const struct package_fact *p)
{
    static const char *const asked[] = {"httpx",         "certifi", "urllib3", "dotenv",
                                        "python-dotenv", "socksio", "pysocks", "socks-proxy-agent"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (str_eq(p->name, str_of(asked[i])))
            return true;
    for (size_t i = 0; i < client_count(); i++) {
        struct str rest = str_of(client_at(i)->packages), spec;
        while (str_cut(&rest, '|', &spec))
            if (spec.n && str_eq(str_from(spec, str_chr(spec, ':') + 1), p->name))
                return true;
    }
    return false;
}

// What is installed stands before what the files want or lock.
static void find_installed(struct look *l)
{
    for (size_t i = 0; i < l->facts.packages.n; i++) {
        struct package_fact *p = &l->facts.packages.items[i];
        if ((p->ecosystem != PACKAGE_NPM && p->ecosystem != PACKAGE_PYPI) || !version_matters(p))
            continue;
        struct str version = p->ecosystem == PACKAGE_NPM ? npm_installed(l, p->name)
                                                         : pypi_installed(l, p->name, NULL);
        if (!version.n)
            continue;
        p->version = version;
        p->locked = true;
    }
}

// ---- clients ----

static bool client_known(const struct gathering *g, const char *id)
{
    for (size_t i = 0; i < g->snap->project.clients.n; i++)
        if (str_eq(g->snap->project.clients.items[i].id, str_of(id)))
            return true;
    return false;
}

static struct str runtime_version(const struct look *l, enum client_lang lang)
{
    const char *name = lang == LANG_NODE ? "node" : lang == LANG_PYTHON ? "python" : "go";
    const struct package_fact *p = package_find(&l->facts, PACKAGE_RUNTIME, str_of(name));
    return p ? p->version : STR_NONE;
}

// What a client stands on: Node, or the httpx that is installed or locked beside a Python SDK.
static struct str version_beneath(struct look *l, const struct client *c)
{
    if (!*c->runtime)
        return STR_NONE;
    if (c->lang != LANG_PYTHON)
        return runtime_version(l, c->lang);
    const struct package_fact *p = package_find(&l->facts, PACKAGE_PYPI, STR("httpx"));
    if (p && p->locked)
        return p->version;
    struct str version =
        l->g->ask->depth == GATHER_STATUS ? STR_NONE : pypi_installed(l, STR("httpx"), NULL);
    return version.n || !p ? version : p->version;
}

// The package is the client itself, not one that brings it along (openai-java brings OkHttp).
static bool is_own(const struct client *c, const struct package_fact *p)
{
    struct str rest = str_of(c->packages), spec = STR_NONE;
    str_cut(&rest, '|', &spec);
    return str_starts(p->name, str_from(spec, str_chr(spec, ':') + 1));
}

static void add_client(struct look *l, const struct client *c, const struct package_fact *p,
                       struct loc shown)
{
    if (client_known(l->g, c->id))
        return;
    struct project_client *out = arena_push(&l->g->snap->project.clients, l->g->arena);
    out->id = str_of(c->id);
    out->shown = shown;
    out->aside = l->aside;
    out->development = p && p->development;
    out->runtime = version_beneath(l, c);
    // The runtime itself is the client (fetch of Node, net/http of Go): its version is the client's.
    out->version = !p ? runtime_version(l, c->lang) : is_own(c, p) ? p->version : STR_NONE;
}

// Modules of Go carry their major version: "github.com/openai/openai-go/v3".
static const struct package_fact *find_package(const struct look *l, enum ecosystem e,
                                               struct str name)
{
    const struct package_fact *p = package_find(&l->facts, e, name);
    for (size_t i = 0; !p && e == PACKAGE_GO && i < l->facts.packages.n; i++) {
        const struct package_fact *at = &l->facts.packages.items[i];
        if (at->ecosystem == e && str_starts(at->name, name) &&
            str_starts(str_from(at->name, name.n), STR("/v")))
            p = at;
    }
    return p;
}

// "build.gradle", or "*.csproj".
static bool has_file(const struct look *l, struct str name)
{
    if (name.p[0] != '*')
        return l->listed && strs_have(l->names, name);
    for (size_t i = 0; l->listed && i < l->names->n; i++)
        if (str_ends(l->names->items[i], str_from(name, 1)))
            return true;
    return false;
}

// "npm:openai" or "file:go.mod".
static void try_evidence(struct look *l, const struct client *c, struct str spec, bool files)
{
    size_t colon = str_chr(spec, ':');
    struct str kind = str_slice(spec, 0, colon), name = str_from(spec, colon + 1);
    if (str_eq(kind, STR("file"))) {
        if (files && has_file(l, name))
            add_client(l, c, NULL, (struct loc){.file = look_path(l, str_z(name, l->g->arena))});
        return;
    }
    for (int e = PACKAGE_NPM; !files && e <= PACKAGE_MAVEN; e++) {
        const struct package_fact *p = str_eq(kind, str_of(ecosystem_name((enum ecosystem)e)))
                                           ? find_package(l, (enum ecosystem)e, name)
                                           : NULL;
        if (p)
            add_client(l, c, p, p->loc);
    }
}

// A package says more than a file that any program of the language has.
static void find_clients(struct look *l, bool files)
{
    for (size_t i = 0; i < client_count(); i++) {
        struct str rest = str_of(client_at(i)->packages), spec;
        while (str_cut(&rest, '|', &spec))
            if (spec.n)
                try_evidence(l, client_at(i), spec, files);
    }
}

// ---- what rules ask for by name ----

static void keep_package(struct look *l, struct package_version p)
{
    if (l->g->snap->project.packages.n < 1000)
        *arena_push(&l->g->snap->project.packages, l->g->arena) = p;
}

static void keep_packages(struct look *l)
{
    bool python = false;
    for (size_t i = 0; i < l->facts.packages.n; i++) {
        const struct package_fact *p = &l->facts.packages.items[i];
        if (p->ecosystem != PACKAGE_NPM && p->ecosystem != PACKAGE_PYPI)
            continue;
        python |= p->ecosystem == PACKAGE_PYPI;
        keep_package(l, (struct package_version){.name = p->name,
                                                 .version = p->version,
                                                 .loc = p->loc,
                                                 .npm = p->ecosystem == PACKAGE_NPM,
                                                 .exact = p->locked});
    }
    // What a SDK stands on is installed with it, and seldom asked for by name.
    struct str httpx = STR("httpx"), place, version;
    if (!python || package_find(&l->facts, PACKAGE_PYPI, httpx) ||
        l->g->ask->depth == GATHER_STATUS)
        return;
    version = pypi_installed(l, httpx, &place);
    if (version.n)
        keep_package(l, (struct package_version){.name = httpx,
                                                 .version = version,
                                                 .loc = {.file = gather_show_path(l->g, place)},
                                                 .exact = true});
}

// The fact that shows this client, through `packages` of its row.
static const struct package_fact *fact_of(const struct look *l, const struct client *row)
{
    struct str rest = str_of(row ? row->packages : ""), spec;
    while (str_cut(&rest, '|', &spec)) {
        size_t colon = str_chr(spec, ':');
        for (int e = PACKAGE_NPM; colon != STR_NOWHERE && e <= PACKAGE_MAVEN; e++) {
            if (!str_eq(str_slice(spec, 0, colon), str_of(ecosystem_name((enum ecosystem)e))))
                continue;
            const struct package_fact *p =
                find_package(l, (enum ecosystem)e, str_from(spec, colon + 1));
            if (p)
                return p;
        }
    }
    return NULL;
}

// Some client's version is not known, or is the first number of a range.
static bool versions_missing(const struct look *l)
{
    for (size_t i = 0; i < l->g->snap->project.clients.n; i++) {
        const struct project_client *c = &l->g->snap->project.clients.items[i];
        const struct package_fact *p = fact_of(l, client_find(c->id));
        if (!c->version.n || (p && !p->locked))
            return true;
    }
    return false;
}

// A client's version, once lock files were read: what is locked stands before what is wanted.
static void fill_versions(struct look *l)
{
    for (size_t i = 0; i < l->g->snap->project.clients.n; i++) {
        struct project_client *c = &l->g->snap->project.clients.items[i];
        const struct package_fact *p = fact_of(l, client_find(c->id));
        // The nearest directory has been looked at first: what is locked for it stays.
        if (p && is_own(client_find(c->id), p) && !c->locked && (!c->version.n || p->locked)) {
            c->version = p->version;
            c->locked = p->locked;
        }
        const struct client *row = client_find(c->id);
        if (row && row->lang == LANG_PYTHON)
            c->runtime = version_beneath(l, row);
    }
}

static void read_locks(struct look *l)
{
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        read_facts(l, locks[i]);
    fill_versions(l);
    // A workspace keeps one lock file, at its root.
    if (str_eq(l->dir, STR(".")) || !versions_missing(l))
        return;
    struct look root = {.g = l->g, .dir = STR("."), .facts = l->facts};
    root.names = gather_list(l->g, root.dir, &root.listed);
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        read_facts(&root, locks[i]);
    l->facts = root.facts;
    fill_versions(l);
}

static void read_part(struct look *l)
{
    for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++)
        read_facts(l, manifests[i]);
    if (l->listed && !may_have(l, "go.mod")) // a checkout without it: long, and says less
        read_facts(l, "go.sum");
    if (l->listed && !may_have(l, "pyproject.toml") && !may_have(l, "requirements.txt"))
        read_facts(l, "pylock.toml");
    read_catalog(l);
    read_requirements(l);
}

static void look_at(struct gathering *g, struct str dir, bool files)
{
    struct look l = {.g = g, .dir = dir};
    l.names = gather_list(g, dir, &l.listed);
    add_languages(&l);
    read_part(&l);
    if (!l.facts.known && !files)
        return;
    if (g->ask->depth != GATHER_STATUS)
        find_installed(&l);
    find_clients(&l, false);
    if (files)
        find_clients(&l, true);
    look_loaders(&l);
    if (str_eq(dir, STR(".")))
        g->members = l.facts.members;
    g->snap->project.browser_code |= project_in_browser(&l.facts);
    // Lock files may be large: only for versions that nothing else says.
    if (g->ask->depth != GATHER_STATUS && versions_missing(&l))
        read_locks(&l);
    keep_packages(&l);
}

// ---- the parts of a repository: backend/ and frontend/, apps/web, and those of a workspace ----

struct below {
    bool aside;
    struct strs seen, silent;
};

static bool holds_parts(struct str name)
{
    return str_eq(name, STR("apps")) || str_eq(name, STR("packages")) ||
           str_eq(name, STR("services"));
}

// Whether a package of it shows a client; of the rest of a part nothing counts here.
static bool package_shows(struct look *l)
{
    if (!l->facts.packages.n)
        return false;
    find_installed(l);
    find_clients(l, false);
    if (versions_missing(l))
        read_locks(l);
    for (size_t i = 0; i < client_count(); i++)
        if (fact_of(l, client_at(i)))
            return true;
    return false;
}

static struct str loader_shown(const struct look *l)
{
    for (size_t i = 0; i < l->facts.packages.n; i++) {
        const char *id = loader_of_package(&l->facts.packages.items[i]);
        if (id)
            return str_of(id);
    }
    return STR_NONE;
}

// One part, which nobody has looked at yet. `silent`: the parts none of whose packages shows a
// client, and which a server may run.
static bool look_at_part(struct gathering *g, struct str dir, struct below *b)
{
    struct look l = {.g = g, .dir = dir, .aside = b->aside};
    if (strs_have(&b->seen, dir) || b->seen.n >= MEMBERS_MAX)
        return false;
    l.names = gather_list(g, dir, &l.listed);
    if (!l.listed)
        return false;
    strs_add(&b->seen, dir, g->arena);
    read_part(&l);
    bool shows = package_shows(&l);
    if (shows && str_eq(g->snap->project.dir, STR("."))) // its program may have a dotenv file
        *arena_push(&g->parts, g->arena) = (struct part){l.dir, loader_shown(&l)};
    if (!shows && !project_in_browser(&l.facts))
        strs_add(&b->silent, dir, g->arena);
    return true;
}

static void look_below(struct gathering *g, struct str dir, struct below *b)
{
    struct strs parts = project_parts(g, dir);
    bool top = str_eq(dir, STR("."));
    for (size_t i = 0; i < parts.n && i < PARTS_MAX; i++) {
        struct str name = parts.items[i];
        struct str path = top ? name : str_fmt(g->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name));
        if (look_at_part(g, path, b) && top && holds_parts(name))
            look_below(g, path, b);
    }
}

// "libs/core", "apps/*", "modules/**": `*` stands for every directory there, `**` for those below
// too, as far as two levels.
static void look_at_member(struct gathering *g, struct str pattern, struct below *b)
{
    size_t star = str_chr(pattern, '*');
    if (star == STR_NOWHERE) {
        look_at_part(g, pattern, b);
        return;
    }
    struct str dir = str_trim_right_set(str_slice(pattern, 0, star), "/");
    bool deep = str_has(pattern, STR("**")) || str_has(str_from(pattern, star), STR("/"));
    struct strs parts = project_parts(g, dir.n ? dir : STR("."));
    for (size_t i = 0; i < parts.n && i < PARTS_MAX; i++) {
        struct str path =
            dir.n ? str_fmt(g->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(parts.items[i]))
                  : parts.items[i];
        if (look_at_part(g, path, b) && deep)
            look_at_member(g, str_fmt(g->arena, "%.*s/*", STR_ARG(path)), b);
    }
}

// What any program of a language has (go.mod, package.json) says least of all.
static void look_at_files(struct gathering *g, const struct strs *dirs)
{
    for (size_t i = 0; i < dirs->n; i++) {
        struct look l = {.g = g, .dir = dirs->items[i], .aside = true};
        l.names = gather_list(g, l.dir, &l.listed);
        read_part(&l);
        find_clients(&l, true);
    }
}

static bool shown_by_package(const struct gathering *g)
{
    for (size_t i = 0; i < g->snap->project.clients.n; i++)
        if (g->snap->project.clients.items[i].shown.line)
            return true;
    return false;
}

// Where the directory we stand in shows clients of its own, those of another language at the root
// are another part's.
static void set_aside(struct gathering *g, size_t near)
{
    for (size_t i = near; near && i < g->snap->project.clients.n; i++) {
        struct project_client *at = &g->snap->project.clients.items[i];
        at->aside = true;
        for (size_t k = 0; k < near && at->aside; k++)
            at->aside = client_find(g->snap->project.clients.items[k].id)->lang !=
                        client_find(at->id)->lang;
    }
}

void gather_project(struct gathering *g)
{
    if (!g->root.n)
        return;
    look_at(g, g->snap->project.dir, true);
    if (!str_eq(g->snap->project.dir, STR("."))) {
        size_t near = shown_by_package(g) ? g->snap->project.clients.n : 0;
        look_at(g, STR("."), g->snap->project.clients.n == 0);
        set_aside(g, near);
    }
    if (g->ask->depth == GATHER_STATUS)
        return;
    struct below b = {.aside = shown_by_package(g)};
    look_below(g, STR("."), &b);
    for (size_t i = 0; i < g->members.n; i++)
        look_at_member(g, g->members.items[i], &b);
    look_at_files(g, &b.silent);
}
