// SPDX-License-Identifier: MIT
#include "gather/project_look.h"
#include "parse/launch.h"

enum { SCRIPTS_MAX = 8 };

static void add_loader(struct look *l, struct project_loader row)
{
    struct project *p = &l->g->snap->project;
    const struct loader *new = loader_find(row.id);
    for (size_t i = 0; new &&i < p->loaders.n; i++) {
        const struct loader *old = loader_find(p->loaders.items[i].id);
        if (old && strcmp(old->family, new->family) == 0 &&
            str_eq(p->loaders.items[i].dir, row.dir))
            return;
    }
    if (new && p->loaders.n < 16)
        *arena_push(&p->loaders, l->g->arena) = row;
}

static struct str find_script(void *ctx, struct str name, struct loc *loc)
{
    const struct look *l = ctx;
    for (size_t i = 0; i < l->facts.scripts.n; i++)
        if (str_eq(l->facts.scripts.items[i].name, name)) {
            *loc = l->facts.scripts.items[i].loc;
            return l->facts.scripts.items[i].command;
        }
    return STR_NONE;
}

static bool is_vault(struct str program)
{
    static const char *const programs[] = {"doppler",   "op",        "infisical", "chamber",
                                           "aws-vault", "vault-env", "teller",    "sops",
                                           "railway",   "netlify",   "sst",       "mise"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (str_eq(program, str_of(programs[i])))
            return true;
    return false;
}

// What the command lines say may be views of text that stays among the secrets: copied.
static void add_launch(struct look *l, struct launch launch, struct loc loc)
{
    struct arena *a = l->g->arena;
    struct project_loader row = {.id = launch.loader,
                                 .dir = l->dir,
                                 .mode = str_dup(launch.mode, a),
                                 .overrides = launch.overrides,
                                 .only_named = launch.only_named,
                                 .shown = str_present(launch.shown.file) ? launch.shown : loc};
    row.shown.file = str_dup(row.shown.file, a);
    for (size_t i = 0; i < launch.env_files.n; i++)
        strs_add(&row.env_files, str_dup(launch.env_files.items[i], a), a);
    if (launch.loader.n)
        add_loader(l, row);
    if (!l->vault.program.n && is_vault(launch.untold)) {
        l->vault.program = str_dup(launch.untold, a);
        l->vault.loc = row.shown;
    }
}

// The scripts with which people start the program: what they load is what counts.
static void loaders_of_scripts(struct look *l)
{
    static const char *const usual[] = {"dev",       "start",      "serve", "develop",
                                        "start:dev", "dev:server", "web"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        struct loc loc = {.file = STR_NONE};
        struct str command = find_script(l, str_of(usual[i]), &loc);
        if (!str_present(command))
            continue;
        add_launch(l, launch_read_text(command, find_script, l, l->g->arena), loc);
    }
}

static struct str file_here(void *ctx, struct str name)
{
    struct look *l = ctx;
    struct os_file file;
    if (!strs_have(l->names, name))
        return STR_NONE;
    if (l->script.name.n && str_eq(l->script.name, name)) // a Makefile is asked for each target
        return l->script.bytes;
    struct str bytes, path = look_path(l, str_z(name, l->g->arena));
    bool read = gather_read_project(l->g, path, secrets_arena(l->g->secrets), &file, &bytes);
    l->script.name = str_dup(name, l->g->arena); // a script may hold a key: among the secrets
    l->script.bytes = read ? bytes : STR_NONE;
    return l->script.bytes;
}

static bool has_like(const struct look *l, const char *part)
{
    for (size_t i = 0; i < l->names->n; i++)
        if (str_has(l->names->items[i], str_of(part)))
            return true;
    return false;
}

static void loaders_of_targets(struct look *l, const char *program)
{
    static const char *const targets[] = {"", "run", "dev", "start", "serve"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct str command[] = {str_of(program), str_of(targets[i])};
        struct strs words = {.items = command, .n = targets[i][0] ? 2 : 1};
        struct launch launch = launch_read(&words, find_script, file_here, l, l->g->arena);
        add_launch(l, launch, launch.shown);
    }
}

// The targets of make, just and task, and the shell scripts beside them: asked only where nothing else
// shows what loads the files, as a project may have many of them that start other things.
static void loaders_by_hand(struct look *l)
{
    static const char *const runners[][2] = {
        {"akefile", "make"}, {"ustfile", "just"}, {"askfile.y", "task"}};
    for (size_t i = 0; i < sizeof runners / sizeof *runners; i++)
        if (has_like(l, runners[i][0]))
            loaders_of_targets(l, runners[i][1]);
    size_t scripts = 0;
    for (size_t i = 0; i < l->names->n && scripts < SCRIPTS_MAX; i++) {
        struct str name = l->names->items[i];
        if (!str_ends(name, STR(".sh")))
            continue;
        scripts++;
        struct str text = file_here(l, name);
        struct loc loc = {.file = look_path(l, str_z(name, l->g->arena))};
        if (str_present(text))
            add_launch(l, launch_read_text(text, find_script, l, l->g->arena), loc);
    }
}

// A package that another one makes read more files than it does by itself.
static const char *loader_beside(const struct look *l, const struct package_fact *p)
{
    // clang-format off
    static const struct { enum ecosystem ecosystem; char package[16], beside[28], loader[24]; } rows[] = {
        // `flask run` and app.run() load files once python-dotenv is there, .flaskenv too.
        {PACKAGE_PYPI,     "python-dotenv",  "flask",                    "flask-3"},
        // The kernel boots with loadEnv(): .env.local goes before .env.
        {PACKAGE_COMPOSER, "symfony/dotenv", "symfony/framework-bundle", "symfony-7-loadEnv"},
        {PACKAGE_COMPOSER, "symfony/dotenv", "symfony/runtime",          "symfony-7-loadEnv"},
        // The same list of files in Rails since dotenv-rails 2.
        {PACKAGE_GEM,      "dotenv-rails",   "rails",                    "ruby-dotenv-3.2-rails"},
    };
    // clang-format on
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (p->ecosystem == rows[i].ecosystem && str_eq(p->name, str_of(rows[i].package)) &&
            package_find(&l->facts, p->ecosystem, str_of(rows[i].beside)))
            return rows[i].loader;
    return NULL;
}

// A file that a tool reads by itself, whatever the shell has under the same names.
static void loaders_of_tools(struct look *l)
{
    static const struct {
        char shown[16], file[12], loader[20];
    } rows[] = {
        // pipenv run and pipenv shell load .env by themselves, and the file wins (dotenv.md 7).
        {"Pipfile", ".env", "python-dotenv-1.2"},
        // wrangler gives a worker what dotenv reads of this file, and nothing of the shell.
        {"wrangler.toml", ".dev.vars", "dotenv-17"},
        {"wrangler.json", ".dev.vars", "dotenv-17"},
        {"wrangler.jsonc", ".dev.vars", "dotenv-17"},
    };
    for (size_t i = 0; l->listed && i < sizeof rows / sizeof *rows; i++) {
        bool own = str_eq(str_of(rows[i].file), STR(".env")); // the loader looks for it
        if (!strs_have(l->names, str_of(rows[i].shown)) ||
            (!own && !strs_have(l->names, str_of(rows[i].file))))
            continue;
        struct project_loader row = {.id = str_of(rows[i].loader),
                                     .dir = l->dir,
                                     .overrides = true,
                                     .only_named = !own,
                                     .shown = {.file = look_path(l, rows[i].shown)}};
        if (!own)
            strs_add(&row.env_files, str_of(rows[i].file), l->g->arena);
        add_loader(l, row);
    }
}

// Packages that read dotenv files by rules that are not told here, as their documentation says.
static struct str reader_among(const struct look *l, struct loc *shown)
{
    static const struct reader {
        enum ecosystem ecosystem;
        char package[28], why[64];
    } rows[] = {
        // In its mode for development, from its own folder upwards (docs.litellm.ai, LITELLM_MODE).
        {PACKAGE_PYPI, "litellm", "litellm looks for a .env from its own folder upwards"},
        {PACKAGE_PYPI, "crewai", "crewai looks for a .env from its own folder upwards"},
        // docs.chainlit.io, Environment variables; langgraph.json's "env"; its own README
        {PACKAGE_PYPI, "chainlit", "chainlit run loads a .env"},
        {PACKAGE_PYPI, "langgraph-cli", "langgraph.json names the file for langgraph dev"},
        {PACKAGE_GO, "github.com/knadh/koanf/v2", "koanf may read it"},
        // nx.dev, Define environment variables; docs.expo.dev, Environment variables
        {PACKAGE_NPM, "nx", "Nx loads the files of a task by rules of its own"},
        {PACKAGE_NPM, "expo", "Expo loads files by rules of its own"},
        {PACKAGE_NPM, "dotenv-flow", "dotenv-flow loads files by rules of its own"},
        {PACKAGE_NPM, "dotenv-mono", "dotenv-mono loads files by rules of its own"},
        {PACKAGE_NPM, "custom-env", "custom-env loads files by rules of its own"},
        // docs.strapi.io, docs.adonisjs.com, gatsbyjs.com/docs, docs.medusajs.com, docs.redwoodjs.com,
        // mastra.ai/docs, docs.netlify.com, serverless.com (useDotenv): Environment variables
        {PACKAGE_NPM, "@strapi/strapi", "Strapi loads files by rules of its own"},
        {PACKAGE_NPM, "@adonisjs/core", "AdonisJS loads files by rules of its own"},
        {PACKAGE_NPM, "gatsby", "Gatsby loads files by rules of its own"},
        {PACKAGE_NPM, "@medusajs/medusa", "Medusa loads files by rules of its own"},
        {PACKAGE_NPM, "@redwoodjs/core", "Redwood loads files by rules of its own"},
        {PACKAGE_NPM, "mastra", "mastra dev loads files by rules of its own"},
        {PACKAGE_NPM, "netlify-cli", "netlify dev loads files by rules of its own"},
        {PACKAGE_NPM, "serverless", "serverless may load it (useDotenv)"},
        {PACKAGE_NPM, "pm2", "pm2 may be told to load it"},
        {PACKAGE_NPM, "vinxi", "vinxi loads files by rules of its own"},
        {PACKAGE_NPM, "electron-vite", "electron-vite loads files by rules of its own"},
        // Since 4 it takes a .env where there is no .dev.vars (developers.cloudflare.com, Secrets).
        {PACKAGE_NPM, "wrangler", "wrangler takes a .env since version 4"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct package_fact *p =
            package_find(&l->facts, rows[i].ecosystem, str_of(rows[i].package));
        if (p) {
            *shown = p->loc;
            return str_of(rows[i].why);
        }
    }
    return STR_NONE;
}

// Tools whose settings say that they load a file.
static struct str setting_that_loads(struct look *l, struct loc *shown)
{
    static const char rows[][3][40] = {
        {"mise.toml", "_.file", "mise loads it where it is active"},
        {".mise.toml", "_.file", "mise loads it where it is active"},
        {"pyproject.toml", "envfile", "poe loads it for its tasks"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str text = file_here(l, str_of(rows[i][0]));
        if (str_present(text) && str_has(text, str_of(rows[i][1]))) {
            shown->file = look_path(l, rows[i][0]);
            return str_of(rows[i][2]);
        }
    }
    return STR_NONE;
}

// Nothing that is known loads the file, but something may: only where the key is not there anyway.
static void loaders_in_doubt(struct look *l)
{
    struct loc shown = {.file = STR_NONE};
    if (gather_has_key(l->g))
        return;
    struct str why = STR_NONE;
    if (l->vault.program.n) {
        why = str_fmt(l->g->arena, "%.*s sets variables that only it knows",
                      STR_ARG(l->vault.program));
        shown = l->vault.loc;
    }
    if (!str_present(why))
        why = reader_among(l, &shown);
    if (!str_present(why))
        why = setting_that_loads(l, &shown);
    if (str_present(why))
        add_loader(l, (struct project_loader){.id = str_of(gather_usual_loader(l->g)->id),
                                              .dir = l->dir,
                                              .only_named = true,
                                              .untold = why,
                                              .shown = shown});
}

void look_loaders(struct look *l)
{
    loaders_of_scripts(l);
    for (size_t i = 0; i < l->facts.packages.n; i++) {
        const struct package_fact *p = &l->facts.packages.items[i];
        const char *id = loader_of_package(p), *beside = loader_beside(l, p);
        if (beside)
            add_loader(
                l, (struct project_loader){.id = str_of(beside), .dir = l->dir, .shown = p->loc});
        if (id)
            add_loader(l,
                       (struct project_loader){.id = str_of(id), .dir = l->dir, .shown = p->loc});
    }
    loaders_of_tools(l);
    if (l->listed && l->g->snap->project.loaders.n == 0 && has_like(l, ".env"))
        loaders_by_hand(l);
    bool file = l->listed && has_like(l, ".env");
    if (l->g->snap->project.loaders.n == 0 && (file || l->vault.program.n))
        loaders_in_doubt(l);
}
