// SPDX-License-Identifier: MIT
#include "parse/project.h"

#include "parse/project_files.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { PACKAGES_MAX = 4000, SCRIPTS_MAX = 200, MEMBERS_MAX = 32 };

const char *ecosystem_name(enum ecosystem e)
{
    static const char *const names[] = {
        [PACKAGE_NPM] = "npm",     [PACKAGE_PYPI] = "pypi",         [PACKAGE_GO] = "go",
        [PACKAGE_GEM] = "gem",     [PACKAGE_COMPOSER] = "composer", [PACKAGE_CARGO] = "cargo",
        [PACKAGE_MAVEN] = "maven", [PACKAGE_RUNTIME] = "runtime"};
    return names[e];
}

struct str version_text(struct str s)
{
    size_t from = 0;
    while (from < s.n && !byte_is_digit(s.p[from]))
        from++;
    size_t end = from;
    while (end < s.n &&
           (byte_is_alnum(s.p[end]) || s.p[end] == '.' || s.p[end] == '-' || s.p[end] == '+'))
        end++;
    while (end > from && (s.p[end - 1] == '.' || s.p[end - 1] == '-'))
        end--;
    return end > from ? str_slice(s, from, end) : STR_NONE;
}

struct str pypi_name(struct str name, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool dash = c == '-' || c == '_' || c == '.';
        if (!dash)
            buf_byte(&b, byte_lower(c));
        else if (b.n && b.p[b.n - 1] != '-')
            buf_byte(&b, '-');
    }
    return buf_str(&b);
}

void project_package(struct project_reader *r, struct str name, struct str version, unsigned bits,
                     struct loc loc)
{
    if (name.n == 0 || name.n > 200 || r->out->packages.n >= PACKAGES_MAX)
        return;
    if (r->ecosystem == PACKAGE_PYPI)
        name = pypi_name(name, r->arena);
    *arena_push(&r->out->packages, r->arena) =
        (struct package_fact){.ecosystem = r->ecosystem,
                              .name = name,
                              .version = version_text(str_slice(version, 0, 100)),
                              .locked = bits & PACKAGE_LOCKED,
                              .development = bits & PACKAGE_DEVELOPMENT,
                              .loc = loc};
}

void project_runtime(struct project_reader *r, const char *name, struct str version, unsigned bits,
                     struct loc loc)
{
    enum ecosystem before = r->ecosystem;
    r->ecosystem = PACKAGE_RUNTIME;
    project_package(r, str_of(name), version, bits, loc);
    r->ecosystem = before;
}

void project_script(struct project_reader *r, struct str name, struct str command, struct loc loc)
{
    if (r->out->scripts.n < SCRIPTS_MAX)
        *arena_push(&r->out->scripts, r->arena) = (struct script_fact){name, command, loc};
}

void project_member(struct project_reader *r, struct str pattern)
{
    pattern = str_trim_set(pattern, "\"' \t\r");
    while (str_starts(pattern, STR("./")))
        pattern = str_from(pattern, 2);
    pattern = str_trim_right_set(pattern, "/");
    bool inside = pattern.n && pattern.p[0] != '/' && !str_has(pattern, STR(".."));
    if (inside && pattern.n < 200 && r->out->members.n < MEMBERS_MAX)
        strs_add(&r->out->members, str_dup(pattern, r->arena), r->arena);
}

struct kind {
    const char *name; // base name; a leading '*' stands for any beginning
    enum ecosystem ecosystem;
    void (*read)(struct project_reader *, struct str bytes);
};

// clang-format off
static const struct kind kinds[] = {
    {"package.json",        PACKAGE_NPM,      project_package_json},
    {"package-lock.json",   PACKAGE_NPM,      project_package_lock},
    {".package-lock.json",  PACKAGE_NPM,      project_package_lock},
    {"npm-shrinkwrap.json", PACKAGE_NPM,      project_package_lock},
    {"pnpm-lock.yaml",      PACKAGE_NPM,      project_pnpm_lock},
    {"pnpm-workspace.yaml", PACKAGE_NPM,      project_pnpm_workspace},
    {"yarn.lock",           PACKAGE_NPM,      project_yarn_lock},
    {"bun.lock",            PACKAGE_NPM,      project_bun_lock},
    {"deno.json",           PACKAGE_NPM,      project_deno},
    {"deno.jsonc",          PACKAGE_NPM,      project_deno},
    {"deno.lock",           PACKAGE_NPM,      project_deno_lock},
    {"pyproject.toml",      PACKAGE_PYPI,     project_pyproject},
    {"Pipfile",             PACKAGE_PYPI,     project_pipfile},
    {"Pipfile.lock",        PACKAGE_PYPI,     project_pipfile_lock},
    {"poetry.lock",         PACKAGE_PYPI,     project_toml_lock},
    {"uv.lock",             PACKAGE_PYPI,     project_toml_lock},
    {"pdm.lock",            PACKAGE_PYPI,     project_toml_lock},
    {"pylock.toml",         PACKAGE_PYPI,     project_toml_lock},
    {"Cargo.lock",          PACKAGE_CARGO,    project_toml_lock},
    {"Cargo.toml",          PACKAGE_CARGO,    project_cargo},
    {"METADATA",            PACKAGE_PYPI,     project_metadata},
    {"go.mod",              PACKAGE_GO,       project_go_mod},
    {"go.work",             PACKAGE_GO,       project_go_work},
    {"go.sum",              PACKAGE_GO,       project_go_sum},
    {"composer.json",       PACKAGE_COMPOSER, project_composer},
    {"composer.lock",       PACKAGE_COMPOSER, project_composer_lock},
    {"Gemfile",             PACKAGE_GEM,      project_gemfile},
    {"Gemfile.lock",        PACKAGE_GEM,      project_gemfile_lock},
    {"Procfile",            PACKAGE_RUNTIME,  project_procfile},
    {".nvmrc",              PACKAGE_RUNTIME,  project_node_version},
    {".node-version",       PACKAGE_RUNTIME,  project_node_version},
    {".python-version",     PACKAGE_RUNTIME,  project_python_version},
    {".tool-versions",      PACKAGE_RUNTIME,  project_tool_versions},
    {"environment.yml",     PACKAGE_PYPI,     project_conda},
    {"environment.yaml",    PACKAGE_PYPI,     project_conda},
    {"pom.xml",             PACKAGE_MAVEN,    project_pom},
    {"build.gradle",        PACKAGE_MAVEN,    project_gradle},
    {"build.gradle.kts",    PACKAGE_MAVEN,    project_gradle},
    {"libs.versions.toml",  PACKAGE_MAVEN,    project_catalog},
    {"pixi.toml",           PACKAGE_PYPI,     project_pixi},
    {"setup.py",            PACKAGE_PYPI,     project_setup_py},
    {"setup.cfg",           PACKAGE_PYPI,     project_setup_cfg},
};
// clang-format on

static const struct kind requirements = {"requirements", PACKAGE_PYPI, project_requirements};

static const struct kind *kind_of(struct str path)
{
    size_t slash = str_rchr(path, '/');
    struct str name = slash == STR_NOWHERE ? path : str_from(path, slash + 1);
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eq(name, str_of(kinds[i].name)))
            return &kinds[i];
    struct str dir = slash == STR_NOWHERE ? STR("") : str_slice(path, 0, slash);
    bool named = str_starts(name, STR("requirements")) || str_ends(name, STR("requirements.txt")) ||
                 str_eq(dir, STR("requirements")) || str_ends(dir, STR("/requirements"));
    bool listed = named && str_ends(name, STR(".txt"));
    return listed || str_eq(name, STR("requirements.in")) ? &requirements : NULL;
}

bool project_reads(struct str path)
{
    const struct kind *k = kind_of(path);
    return k && k->read;
}

static void read_as(const struct kind *k, struct str bytes, struct str path,
                    struct project_facts *out, struct arena *a)
{
    struct project_reader r = {.out = out, .arena = a, .path = path, .ecosystem = k->ecosystem};
    out->known = true;
    if (k->read)
        k->read(&r, bytes);
    else
        out->partial = true;
}

void project_read(struct str bytes, struct str path, struct project_facts *out, struct arena *a)
{
    const struct kind *k = kind_of(path);
    if (k)
        read_as(k, bytes, path, out, a);
}

void project_read_included(struct str bytes, struct str path, struct project_facts *out,
                           struct arena *a)
{
    read_as(&requirements, bytes, path, out, a);
}

void project_read_constraints(struct str bytes, struct str path, struct project_facts *out,
                              struct arena *a)
{
    struct project_facts told = {0};
    read_as(&requirements, bytes, path, &told, a);
    for (size_t i = 0; i < told.packages.n; i++) {
        const struct package_fact *p = &told.packages.items[i];
        const struct package_fact *wanted = package_find(out, p->ecosystem, p->name);
        if (p->locked && wanted && !wanted->locked && out->packages.n < PACKAGES_MAX)
            *arena_push(&out->packages, a) = *p;
    }
}

static bool same_major(struct str a, struct str b)
{
    return str_present(a) && str_present(b) &&
           str_eq(str_slice(a, 0, str_until(a, ".")), str_slice(b, 0, str_until(b, ".")));
}

// A lock file of a workspace may hold several versions: the one that the manifest wants, then.
const struct package_fact *package_find(const struct project_facts *facts, enum ecosystem e,
                                        struct str name)
{
    const struct package_fact *wanted = NULL, *locked = NULL;
    for (size_t i = 0; i < facts->packages.n; i++) {
        const struct package_fact *p = &facts->packages.items[i];
        if (p->ecosystem != e || !str_eq(p->name, name))
            continue;
        if (p->locked && (!locked || (wanted && same_major(p->version, wanted->version) &&
                                      !same_major(locked->version, wanted->version))))
            locked = p;
        if (!p->locked && !wanted)
            wanted = p;
    }
    return locked ? locked : wanted;
}

struct loader_row { // no pointer: it would be relocated at each start
    enum ecosystem ecosystem;
    char package[30];
    unsigned char below; // major version; 0: any
    char loader[20];
};

// dotenv.md 5; the first row that fits counts.
// clang-format off
static const struct loader_row loaders[] = {
    {PACKAGE_NPM,      "next",                  0,  "next-16"},
    {PACKAGE_NPM,      "@next/env",             0,  "next-16"},
    {PACKAGE_NPM,      "react-scripts",         0,  "cra-5"},
    {PACKAGE_NPM,      "nuxt",                  0,  "nuxt-c12-3"},
    {PACKAGE_NPM,      "c12",                   0,  "nuxt-c12-3"},
    {PACKAGE_NPM,      "vite",                  0,  "vite-8"},
    {PACKAGE_NPM,      "astro",                 0,  "vite-8"},
    {PACKAGE_NPM,      "@sveltejs/kit",         0,  "vite-8"},
    {PACKAGE_NPM,      "@dotenvx/dotenvx",      0,  "dotenvx-2"},
    {PACKAGE_NPM,      "dotenv-expand",         0,  "dotenv-expand-12"},
    {PACKAGE_NPM,      "dotenv",                17, "dotenv-16"},
    {PACKAGE_NPM,      "dotenv",                0,  "dotenv-17"},
    {PACKAGE_NPM,      "dotenv-safe",           0,  "dotenv-16"},
    {PACKAGE_NPM,      "@nestjs/config",        0,  "dotenv-17"},
    {PACKAGE_NPM,      "env-cmd",               0,  "env-cmd-11"},
    {PACKAGE_NPM,      "firebase-functions",    0,  "firebase-functions"},
    {PACKAGE_PYPI,     "python-dotenv",         1,  "python-dotenv-0.21"},
    {PACKAGE_PYPI,     "python-dotenv",         0,  "python-dotenv-1.2"},
    {PACKAGE_PYPI,     "pydantic-settings",     0,  "pydantic-settings-2"},
    {PACKAGE_PYPI,     "pydantic",              2,  "pydantic-settings-2"}, // its own BaseSettings
    {PACKAGE_PYPI,     "environs",              0,  "python-dotenv-1.2"},
    {PACKAGE_PYPI,     "django-environ",        0,  "python-dotenv-1.2"}, // of one mind on plain lines
    {PACKAGE_PYPI,     "python-decouple",       0,  "python-decouple-3.6"},
    {PACKAGE_PYPI,     "honcho",                0,  "honcho-2"},
    {PACKAGE_GEM,      "dotenv",                3,  "ruby-dotenv-2.4"},
    {PACKAGE_GEM,      "dotenv",                0,  "ruby-dotenv-3.2"},
    {PACKAGE_GEM,      "dotenv-rails",          3,  "ruby-dotenv-2.4"},
    {PACKAGE_GEM,      "dotenv-rails",          0,  "ruby-dotenv-3.2"},
    {PACKAGE_GEM,      "foreman",               0,  "foreman-0.87"},
    {PACKAGE_COMPOSER, "vlucas/phpdotenv",      0,  "phpdotenv-5.6"},
    {PACKAGE_COMPOSER, "laravel/framework",     0,  "phpdotenv-5.6"},
    {PACKAGE_COMPOSER, "symfony/dotenv",        6,  "symfony-5.4"},
    {PACKAGE_COMPOSER, "symfony/dotenv",        0,  "symfony-7"},
    {PACKAGE_GO,       "github.com/joho/godotenv",    0, "godotenv-1.5"},
    {PACKAGE_GO,       "github.com/subosito/gotenv",  0, "gotenv-1.2"},
    {PACKAGE_CARGO,    "dotenvy",               0,  "dotenvy-0.15"},
    {PACKAGE_CARGO,    "dotenv",                0,  "dotenvy-0.15"},
};
// clang-format on

static unsigned major_of(struct str version)
{
    uint64_t n;
    size_t dot = 0;
    while (dot < version.n && byte_is_digit(version.p[dot]))
        dot++;
    return str_to_u64(str_slice(version, 0, dot), &n) && n < 10000 ? (unsigned)n : 9999;
}

const char *loader_of_package(const struct package_fact *p)
{
    for (size_t i = 0; i < COUNT(loaders); i++) {
        const struct loader_row *row = &loaders[i];
        if (row->ecosystem == p->ecosystem && str_eq(p->name, str_of(row->package)) &&
            (row->below == 0 || major_of(p->version) < row->below))
            return row->loader;
    }
    return NULL;
}
