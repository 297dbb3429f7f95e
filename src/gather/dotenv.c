// SPDX-License-Identifier: MIT
// dotenv files: found from the working directory upwards to the repository root, read once, and
// turned into one context for each loader that the project shows (or that was asked for).
#include "gather/gather.h"

#include "parse/names.h"

enum { FILES_MAX = 24, UP_MAX = 64, LOADERS_MAX = 24, COPIES_MAX = 99 };

static bool is_template(struct str name)
{
    static const char *const ends[] = {"example", "sample",   "template", "dist",   "tmpl",
                                       "tpl",     "defaults", "schema",   "default"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(name, str_of(ends[i])))
            return true;
    return str_starts(name, STR("example.")) || str_starts(name, STR("sample."));
}

static bool is_script(struct str name)
{
    return str_eq(name, STR(".envrc"));
}

// The line of a script by which direnv loads a dotenv file.
static uint32_t dotenv_line(struct str bytes)
{
    static const char *const words[] = {"dotenv", "dotenv_if_exists"};
    struct str line, word;
    for (uint32_t at = 1; str_line(&bytes, &line); at++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            struct str rest = line;
            if (str_word(&rest, " \t", &word) && str_eq(word, str_of(words[i])))
                return at;
        }
    return 0;
}

// Does a loader, or a person, take this for a dotenv file? Editor backups and dotenvx's own key
// files are none.
static bool is_dotenv(struct str name)
{
    static const char not_ends[][12] = {"~",     ".swp", ".swo",  ".bak",  ".orig", ".vault",
                                        ".keys", ".me",  ".rej",  ".d.ts", ".ts",   ".js",
                                        ".py",   ".php", ".json", ".yml",  ".yaml", ".md"};
    static const char *const others[] = {".flaskenv",  ".dev.vars",   "env.example",
                                         "env.sample", "example.env", "sample.env"};
    for (size_t i = 0; i < sizeof not_ends / sizeof *not_ends; i++)
        if (str_ends(name, str_of(not_ends[i])))
            return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(name, str_of(others[i])))
            return true;
    bool ours = str_has(name, STR(".nexoenv.bak")); // left by a fix, numbered
    return str_eq(name, STR(".env")) || is_script(name) ||
           (str_starts(name, STR(".env.")) && !ours);
}

// Strongest evidence first, so that the bound cuts the rest.
static const char usual[][28] = {
    ".env",
    ".env.local",
    ".envrc",
    ".env.development",
    ".env.development.local",
    ".env.production",
    ".env.production.local",
    ".env.test",
    ".env.test.local",
    ".env.staging",
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    ".flaskenv",
    ".dev.vars",
    "env.example",
};

static struct str join_path(struct str dir, struct str name, struct arena *a)
{
    if (str_eq(dir, STR(".")))
        return name;
    return str_fmt(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name));
}

static bool have(const struct gathering *g, struct str path)
{
    for (size_t i = 0; i < g->snap->dotenv.n; i++)
        if (str_eq(g->snap->dotenv.items[i].path, path))
            return true;
    return false;
}

static void survey(struct gathering *g, struct dotenv_file *f, struct str bytes)
{
    struct keeper keeper = {.secrets = g->secrets, .arena = g->arena};
    dotenv_survey(bytes, f->path, keeper_keep, &keeper, f, g->arena, secrets_scratch(g->secrets));
}

// Behind the last name that a fix gave a copy: the next ones overwrite nothing and follow no link.
static uint32_t copies_of(struct gathering *g, struct str dir, struct str name)
{
    bool complete;
    const struct strs *names = gather_list(g, dir, &complete);
    uint32_t n = 0;
    if (!complete)
        return gather_copies(g, str_fmt(g->arena, "%.*s/%.*s", STR_ARG(g->root),
                                        STR_ARG(join_path(dir, name, g->arena))));
    for (size_t i = 0; i < names->n; i++) {
        uint32_t number = copy_number(name, names->items[i], COPIES_MAX);
        n = number > n ? number : n;
    }
    return n;
}

// `asked`: named on the command line, so it may lie anywhere.
static void add_file(struct gathering *g, struct str dir, struct str name, bool asked)
{
    struct str path = asked ? gather_show_path(g, name) : join_path(dir, name, g->arena);
    if (g->snap->dotenv.n >= FILES_MAX || have(g, path))
        return;
    struct os_file file;
    struct str bytes;
    struct arena *secret = secrets_arena(g->secrets);
    bool ok = asked ? gather_read(g, name, 0, secret, &file, &bytes)
                    : gather_read_project(g, path, secret, &file, &bytes);
    if (file.state == SEEN_ABSENT && !asked)
        return;
    struct dotenv_file *f = arena_push(&g->snap->dotenv, g->arena);
    f->path = str_dup(path, g->arena);
    f->state = file.state;
    f->detail = str_of(file.why);
    f->mtime_ns = file.mtime_ns;
    f->mode = file.mode;
    f->asked = asked;
    f->is_template = !asked && is_template(name);
    f->is_script = is_script(name);
    f->loads = ok && f->is_script ? dotenv_line(bytes) : 0;
    f->copies = !ok ? 0 : asked ? gather_copies(g, name) : copies_of(g, dir, name);
    struct raw_file *raw = arena_push(&g->files, secret);
    raw->input = (struct dotenv_input){.dir = str_dup(dir, g->arena),
                                       .name = str_dup(name, g->arena),
                                       .bytes = bytes,
                                       .is_directory = file.is_dir};
    raw->index = g->snap->dotenv.n - 1;
    if (ok)
        survey(g, f, bytes);
}

// One directory. A full listing tells every .env.* there is; a huge directory is asked for the
// usual names only, so that 50,000 files cost no more than none.
static void search(struct gathering *g, struct str dir)
{
    bool complete;
    const struct strs *names = gather_list(g, dir, &complete);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (!complete || strs_have(names, str_of(usual[i])))
            add_file(g, dir, str_of(usual[i]), false);
    for (size_t i = 0; i < names->n; i++)
        if (is_dotenv(names->items[i]))
            add_file(g, dir, names->items[i], false);
}

void gather_dotenv_values(struct gathering *g, struct str dir, gather_value *each, void *ctx)
{
    bool complete;
    const struct strs *names = gather_list(g, dir, &complete);
    struct arena *secret = secrets_arena(g->secrets);
    for (size_t i = 0; i < names->n; i++) {
        struct str path = join_path(dir, names->items[i], g->arena), bytes;
        struct dotenv_file f = {.path = path};
        struct os_file file;
        if (!is_dotenv(names->items[i]) || is_template(names->items[i]) || have(g, path) ||
            !gather_read_project(g, path, secret, &file, &bytes))
            continue;
        survey(g, &f, bytes);
        for (size_t j = 0; j < f.n; j++)
            for (size_t k = 0; k < f.items[j].n; k++)
                each(ctx, f.items[j].name, &f.items[j].items[k].value);
    }
}

static struct str parent(struct str dir)
{
    size_t slash = str_rchr(dir, '/');
    return str_eq(dir, STR("."))  ? STR_NONE
           : slash == STR_NOWHERE ? STR(".")
                                  : str_slice(dir, 0, slash);
}

static bool searched(const struct strs *dirs, struct str dir)
{
    return strs_have(dirs, dir);
}

// A path relative to the root, as a file of the project names it.
static void add_named(struct gathering *g, struct str path)
{
    if (!str_present(path))
        return;
    size_t slash = str_rchr(path, '/');
    bool below = slash != STR_NOWHERE;
    add_file(g, below ? str_slice(path, 0, slash) : STR("."),
             below ? str_from(path, slash + 1) : path, false);
}

static bool has_key(const struct dotenv_file *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (name_role(f->items[i].name) == NAME_KEY)
            return true;
    return false;
}

// The key is neither here nor above: it may stand in the file of a part, whose program is started
// from there.
static void search_parts(struct gathering *g)
{
    for (size_t i = 0; i < g->env.n; i++)
        if (name_role(g->env.items[i].name) == NAME_KEY && g->env.items[i].value.n)
            return;
    for (size_t i = 0; i < g->snap->dotenv.n; i++)
        if (!g->snap->dotenv.items[i].is_template && has_key(&g->snap->dotenv.items[i]))
            return;
    for (size_t i = 0; i < g->parts.n; i++) {
        size_t first = g->snap->dotenv.n;
        search(g, g->parts.items[i].dir);
        for (size_t k = first; k < g->snap->dotenv.n; k++) {
            g->snap->dotenv.items[k].below = true;
            g->snap->dotenv.items[k].part_loader = g->parts.items[i].loader;
        }
    }
}

static void find_files(struct gathering *g)
{
    for (size_t i = 0; i < g->ask->env_files.n; i++)
        add_file(g, g->snap->project.dir, g->ask->env_files.items[i], true);
    if (!g->root.n)
        return;
    struct strs dirs = {0};
    struct str dir = g->snap->project.dir;
    for (int i = 0; i < UP_MAX && str_present(dir); i++, dir = parent(dir)) {
        strs_add(&dirs, dir, g->arena);
        search(g, dir);
    }
    for (size_t i = 0; i < g->snap->project.loaders.n && dirs.n < UP_MAX; i++) {
        struct str at = g->snap->project.loaders.items[i].dir;
        if (at.n && !searched(&dirs, at)) {
            strs_add(&dirs, at, g->arena);
            search(g, at);
        }
    }
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        const struct project_loader *p = &g->snap->project.loaders.items[i];
        for (size_t k = 0; k < p->env_files.n && k < 8; k++)
            add_named(g, loc_path(p->dir, p->env_files.items[k], g->arena));
    }
    for (size_t i = 0; i < g->ask->project_env_files.n; i++)
        add_named(g, loc_path(STR("."), g->ask->project_env_files.items[i], g->arena));
    if (!g->ask->env_files.n)
        search_parts(g);
}

// What a loader made of the files, for one name.
struct seen_pair {
    struct str name, value;
    uint32_t line;
    int file; // index into g->files; -1: the environment
};

struct seen_pairs {
    struct seen_pair *items;
    size_t n, cap;
};

static struct seen_pair *pair_find(struct seen_pairs *pairs, struct str name)
{
    for (size_t i = 0; i < pairs->n; i++)
        if (str_eq(pairs->items[i].name, name))
            return &pairs->items[i];
    return NULL;
}

// Loaders whose command line lets the last of several files win; for the others the first one
// does (dotenv.md 6), or the file wins over everything before it.
static bool last_file_wins(const struct loader *l)
{
    static const char *const families[] = {"node", "deno",    "bun",
                                           "uv",   "dotenvy", "pydantic-settings"};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (strcmp(l->family, families[i]) == 0)
            return true;
    return l->merge != MERGE_KEEP_ENV;
}

struct load { // one loader at work
    struct gathering *g;
    const struct loader *loader;
    struct str mode, dir;
    const struct strs *named; // files that its command line names; NULL: it looks for itself
    bool overrides;           // its override switch is on: the file wins
    bool failed;
    struct str error;
};

struct picked { // indices into g->files
    size_t items[FILES_MAX], n;
};

static void pick(struct picked *p, size_t i)
{
    if (p->n < FILES_MAX)
        p->items[p->n++] = i;
}

// The files that the command line (ours, or the loader's own) names, in its order.
static struct picked named_files(const struct load *l)
{
    struct gathering *g = l->g;
    struct picked out = {.n = 0};
    for (size_t i = 0; !l->named && i < g->files.n; i++)
        if (g->snap->dotenv.items[g->files.items[i].index].asked)
            pick(&out, i);
    for (size_t k = 0; l->named && k < l->named->n; k++) {
        struct str path = loc_path(l->dir, l->named->items[k], g->arena);
        for (size_t i = 0; str_present(path) && i < g->files.n; i++)
            if (str_eq(g->snap->dotenv.items[g->files.items[i].index].path, path))
                pick(&out, i);
    }
    return out;
}

// Named files: exactly these, whatever the loader would look for.
static struct seen_pairs load_asked(struct load *l, bool with_env, struct arena *a)
{
    struct seen_pairs out = {0};
    struct gathering *g = l->g;
    struct picked files = named_files(l);
    for (size_t at = 0; at < files.n; at++) {
        size_t i = files.items[at];
        const struct raw_file *raw = &g->files.items[i];
        if (!str_present(raw->input.bytes))
            continue;
        struct dotenv_result r =
            dotenv_load(l->loader, raw->input.bytes, g->env.items, with_env ? g->env.n : 0, a);
        l->failed |= r.failed;
        l->error = r.failed ? r.error : l->error;
        for (size_t k = 0; k < r.n; k++) {
            struct seen_pair p = {r.items[k].name, r.items[k].value, r.items[k].line,
                                  r.items[k].line ? (int)i : -1};
            if (!name_relevant(p.name))
                continue;
            struct seen_pair *before = pair_find(&out, p.name);
            if (!before)
                *arena_push(&out, a) = p;
            else if (p.file >= 0 && (before->file < 0 || l->overrides || last_file_wins(l->loader)))
                *before = p;
        }
    }
    return out;
}

static struct seen_pairs load_found(struct load *l, bool with_env, struct arena *a)
{
    struct seen_pairs out = {0};
    struct gathering *g = l->g;
    struct dotenv_input *inputs = arena_many(a, struct dotenv_input, g->files.n + 1);
    int *index = arena_many(a, int, g->files.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < g->files.n; i++) {
        const struct raw_file *raw = &g->files.items[i];
        if (!str_present(raw->input.bytes) && !raw->input.is_directory)
            continue;
        index[n] = (int)i;
        inputs[n++] = raw->input;
    }
    struct dotenv_files_result r = dotenv_load_files(l->loader, l->mode, l->dir, inputs, n,
                                                     g->env.items, with_env ? g->env.n : 0, a);
    l->failed |= r.failed;
    l->error = r.failed ? r.error : l->error;
    for (size_t k = 0; k < r.n; k++)
        if (name_relevant(r.items[k].name))
            *arena_push(&out, a) = (struct seen_pair){
                r.items[k].name, r.items[k].value, r.items[k].line,
                r.items[k].from_env || r.items[k].file < 0 ? -1 : index[r.items[k].file]};
    return out;
}

static struct seen_pairs load(struct load *l, bool with_env, struct arena *a)
{
    bool named = l->named || l->g->ask->env_files.n;
    return named ? load_asked(l, with_env, a) : load_found(l, with_env, a);
}

static struct variable file_variable(struct gathering *g, const struct seen_pair *p)
{
    const struct raw_file *raw = &g->files.items[p->file];
    return (struct variable){
        .name = str_dup(p->name, g->arena),
        .value = secrets_keep(g->secrets, p->name, p->value, g->arena),
        .origin = {.kind = ORIGIN_FILE,
                   .loc = {.file = g->snap->dotenv.items[raw->index].path, .line = p->line},
                   // --env-file says what the program would see; it does not vouch for it.
                   .in_project = true},
        .exported = true,
    };
}

static struct variable *copy(const struct variable *v, struct arena *a)
{
    struct variable *c = arena_one(a, struct variable);
    *c = *v;
    return c;
}

static void add_variable(struct load *l, struct context *c, const struct seen_pair *p,
                         struct seen_pairs *alone)
{
    struct gathering *g = l->g;
    const struct variable *shell = variable_find(&g->snap->contexts.items[0].vars, p->name);
    struct seen_pair *written = pair_find(alone, p->name);
    struct variable v = {0};
    if (l->overrides && p->file < 0 && written && written->file >= 0)
        p = written;
    if (p->file >= 0) {
        v = file_variable(g, p);
        if (shell && shell->exported && !value_same(&shell->value, &v.value)) {
            v.hidden = copy(shell, g->arena);
            v.why = STR("the file wins over the environment");
        }
    } else if (shell && shell->exported) {
        v = *shell;
        v.hidden = NULL;
        // A loader may rewrite what it inherits (Next and CRA expand `$`).
        struct value now = secrets_keep(g->secrets, p->name, p->value, g->arena);
        if (!value_same(&now, &v.value))
            v.value = now, v.why = STR("the loader rewrites the inherited value");
        if (written && written->file >= 0) {
            struct variable file = file_variable(g, written);
            if (!value_same(&file.value, &shell->value)) {
                v.hidden = copy(&file, g->arena);
                v.why = STR("the environment wins over the file");
            }
        }
    } else {
        return;
    }
    *arena_push(&c->vars, g->arena) = v;
}

// Relevant inherited names that the loader did not report stay as they are.
static void inherit(struct load *l, struct context *c)
{
    if (l->loader->merge == MERGE_FILE_ONLY)
        return;
    const struct variables *shell = &l->g->snap->contexts.items[0].vars;
    for (size_t i = 0; i < shell->n; i++)
        if (shell->items[i].exported && !variable_find(&c->vars, shell->items[i].name)) {
            struct variable v = shell->items[i];
            *arena_push(&c->vars, l->g->arena) = v;
        }
}

static void add_context(struct gathering *g, const struct loader *loader,
                        const struct project_loader *shown, struct str dir)
{
    struct arena scratch = secrets_scratch(g->secrets);
    bool here = str_eq(dir, g->snap->project.dir);
    struct str name = here ? str_fmt(g->arena, "dotenv:%s", loader->family)
                           : str_fmt(g->arena, "dotenv:%s@%.*s", loader->family, STR_ARG(dir));
    if (context_find(g->snap, name) || g->snap->contexts.n >= LOADERS_MAX)
        return;
    struct load l = {.g = g, .loader = loader, .dir = dir};
    l.mode = shown ? shown->mode : STR_NONE;
    l.overrides = shown && shown->overrides;
    bool named = shown && (shown->env_files.n || shown->only_named);
    l.named = named && !g->ask->env_files.n ? &shown->env_files : NULL;
    struct seen_pairs alone = load(&l, false, &scratch);
    l.failed = false;
    struct seen_pairs all = load(&l, true, &scratch);
    struct context c = {.name = name, .kind = CONTEXT_DOTENV, .state = SEEN_COMPLETE, .dir = dir};
    c.loader = str_of(loader->id);
    if (shown) {
        c.shown = shown->shown;
        c.self_loading = str_present(shown->untold);
    }
    if (c.self_loading) {
        c.state = SEEN_PARTIAL;
        c.detail = shown->untold;
    } else if (l.failed) {
        c.state = SEEN_PARTIAL;
        c.detail = str_dup(l.error, g->arena);
    }
    for (size_t i = 0; i < all.n; i++)
        add_variable(&l, &c, &all.items[i], &alone);
    if (!l.failed)
        inherit(&l, &c);
    *arena_push(&g->snap->contexts, g->arena) = c;
}

// "next", "next-16", "next@packages/web".
static void add_asked(struct gathering *g, struct str word)
{
    size_t at = str_chr(word, '@');
    const struct loader *l = loader_find(str_slice(word, 0, at));
    struct str dir = at == STR_NOWHERE ? g->snap->project.dir : str_from(word, at + 1);
    if (!l)
        return;
    const struct project_loader *shown = NULL;
    for (size_t i = 0; i < g->snap->project.loaders.n && !shown; i++) {
        const struct loader *p = loader_find(g->snap->project.loaders.items[i].id);
        if (p && strcmp(p->family, l->family) == 0)
            shown = &g->snap->project.loaders.items[i];
    }
    add_context(g, l, shown, dir);
}

const struct loader *gather_usual_loader(const struct gathering *g)
{
    static const struct {
        const char *language, *loader;
    } rows[] = {{"node", "node"},        {"python", "python-dotenv"}, {"go", "godotenv"},
                {"ruby", "ruby-dotenv"}, {"php", "phpdotenv"},        {"rust", "dotenvy"}};
    const struct strs *languages = &g->snap->project.languages;
    for (size_t i = 0; i < languages->n; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            if (str_eq(languages->items[i], str_of(rows[k].language)))
                return loader_find(str_of(rows[k].loader));
    return loader_find(STR("bash-source"));
}

// A script of the project may load a file with a switch that this command line does not have.
static void drop_family(struct gathering *g, const struct loader *not_used)
{
    size_t kept = 0;
    for (size_t i = 0; not_used && i < g->snap->project.loaders.n; i++) {
        const struct loader *l = loader_find(g->snap->project.loaders.items[i].id);
        if (!l || strcmp(l->family, not_used->family) != 0)
            g->snap->project.loaders.items[kept++] = g->snap->project.loaders.items[i];
    }
    if (not_used)
        g->snap->project.loaders.n = kept;
}

// What the command line of `run` loads comes first: its mode and place hold for its family.
static void put_launched(struct gathering *g)
{
    const struct launch *launch = g->ask->launch;
    if (launch)
        drop_family(g, loader_find(launch->without));
    if (!launch || !loader_find(launch->loader))
        return;
    arena_push(&g->snap->project.loaders, g->arena);
    struct project_loader *items = g->snap->project.loaders.items;
    memmove(items + 1, items, (g->snap->project.loaders.n - 1) * sizeof *items);
    items[0] = (struct project_loader){.id = launch->loader,
                                       .dir = g->snap->project.dir,
                                       .mode = launch->mode,
                                       .overrides = launch->overrides,
                                       .only_named = launch->only_named,
                                       .shown = launch->shown};
}

void gather_dotenv(struct gathering *g)
{
    put_launched(g);
    find_files(g);
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        const struct project_loader *p = &g->snap->project.loaders.items[i];
        const struct loader *l = loader_find(p->id);
        if (l)
            add_context(g, l, p, p->dir.n ? p->dir : g->snap->project.dir);
    }
    for (size_t i = 0; i < g->ask->loaders.n; i++)
        add_asked(g, g->ask->loaders.items[i]);
    const struct loader *l = gather_usual_loader(g);
    if (g->ask->env_files.n && g->snap->contexts.n == 1 && l)
        add_context(g, l, NULL, g->snap->project.dir);
}
