// SPDX-License-Identifier: MIT
// Which dotenv files the project's code tells its loader to read, where that may make a difference:
// at the prompt no code is read, and `check` reads it only when the key may stand in a file that the
// loader would not look for by itself.
#include "parse/dotenv_calls.h"
#include "gather/code.h"
#include "parse/names.h"

// Loaders that read what a call in the code says; dotenv-expand is given what dotenv has read.
static const char *called_family(struct str id)
{
    static const char *const families[] = {"dotenv",    "python-dotenv", "node",
                                           "godotenv",  "gotenv",        "ruby-dotenv",
                                           "phpdotenv", "dotenvy",       "deno"};
    const struct loader *l = loader_find(id);
    if (l && strcmp(l->family, "dotenv-expand") == 0)
        return "dotenv";
    for (size_t i = 0; l && i < sizeof families / sizeof *families; i++)
        if (strcmp(l->family, families[i]) == 0)
            return families[i];
    return NULL;
}

static bool has_file(struct gathering *g, struct str dir, const char *name)
{
    bool complete;
    const struct strs *names = gather_list(g, dir, &complete);
    return strs_have(names, str_of(name));
}

// Names in the directory that a loader may be told to read. *usual: a .env is among them, which
// every loader looks for.
static size_t env_files(struct gathering *g, struct str dir, bool *usual)
{
    static const char *const never[] = {".envrc", ".env.example", ".env.sample", ".env.template"};
    bool complete;
    const struct strs *names = gather_list(g, dir, &complete);
    size_t n = 0;
    for (size_t i = 0; i < names->n; i++) {
        struct str name = names->items[i];
        bool counts = str_starts(name, STR(".env")) || str_ends(name, STR(".env"));
        for (size_t k = 0; k < sizeof never / sizeof *never; k++)
            counts = counts && !str_eq(name, str_of(never[k]));
        n += counts;
    }
    *usual = strs_have(names, STR(".env"));
    return n;
}

static bool only_the_usual(struct gathering *g, struct str dir)
{
    bool usual;
    return env_files(g, dir, &usual) == 1 && usual;
}

static struct str directory_of(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? STR(".") : str_slice(path, 0, slash);
}

// The .env that python-dotenv finds from the calling file's directory upwards; absent: none.
static struct str found_upwards(struct gathering *g, struct str dir)
{
    for (;; dir = directory_of(dir)) {
        if (has_file(g, dir, ".env"))
            return str_eq(dir, STR(".")) ? STR(".env")
                                         : str_fmt(g->arena, "%.*s/.env", STR_ARG(dir));
        if (str_eq(dir, STR(".")))
            return STR_NONE;
    }
}

struct naming { // what the calls of one loader come to
    struct gathering *g;
    struct project_loader *row;
    struct strs files; // relative to the row's directory, the strongest first
    bool overrides;    // a call lets its file win over what is set
    struct loc named;  // the first call that names one; without: the loader looks for itself
    struct loc untold; // the first that computes it
};

// Behind what earlier calls have read, or before it.
static void add_file(struct naming *n, struct str file, const struct dotenv_call *c)
{
    size_t at = 0;
    while (at < n->files.n && !str_eq(n->files.items[at], file))
        at++;
    n->overrides |= c->overrides;
    if (at < n->files.n && !c->overrides)
        return;
    if (at == n->files.n)
        strs_add(&n->files, file, n->g->arena);
    for (; c->overrides && at > 0; at--)
        n->files.items[at] = n->files.items[at - 1];
    n->files.items[at] = file;
}

static void name_file(struct naming *n, struct str file, const struct dotenv_call *c)
{
    add_file(n, file, c);
    if (!str_present(n->named.file))
        n->named = c->loc;
}

// load_dotenv() starts at the calling file: a .env between that and the row's directory is one that
// the row would not look for.
static void searched_upwards(struct naming *n, const struct dotenv_call *c)
{
    struct arena *a = n->g->arena;
    struct str found = found_upwards(n->g, directory_of(c->loc.file));
    bool below = str_present(found) && !str_eq(directory_of(found), n->row->dir) &&
                 code_is_below(found, n->row->dir);
    struct str file = str_present(found) ? code_way(n->row->dir, found, a) : STR(".env");
    if (below)
        name_file(n, file, c);
    else
        add_file(n, file, c);
}

static bool is_part(const struct gathering *g, struct str dir)
{
    for (size_t i = 0; i < g->parts.n; i++)
        if (str_eq(g->parts.items[i].dir, dir))
            return true;
    return false;
}

// The others look where the program is started: a .env beside the file is read from there only.
static void searched_here(struct naming *n, const struct dotenv_call *c)
{
    struct gathering *g = n->g;
    struct str dir = directory_of(c->loc.file);
    if (!str_eq(dir, n->row->dir) && has_file(g, dir, ".env")) {
        if (str_eq(dir, g->snap->project.dir)) // where one stands
            n->row->dir = dir;
        else if (!is_part(g, dir))
            *arena_push(&g->parts, g->arena) = (struct part){.dir = dir, .loader = n->row->id};
    }
    add_file(n, STR(".env"), c);
}

static void take_call(struct naming *n, const struct dotenv_call *c)
{
    struct arena *a = n->g->arena;
    if (c->kind == DOTENV_CALL_OWN && strcmp(c->family, "python-dotenv") == 0)
        searched_upwards(n, c);
    else if (c->kind == DOTENV_CALL_OWN)
        searched_here(n, c);
    else if (c->kind == DOTENV_CALL_FILE)
        name_file(n, c->at_root ? code_way(n->row->dir, c->path, a) : c->path, c);
    else if (!str_present(n->untold.file))
        n->untold = c->loc;
}

static void apply(struct naming *n)
{
    struct gathering *g = n->g;
    struct project_loader *row = n->row;
    if (str_present(n->untold.file)) {
        struct origin o = {.kind = ORIGIN_FILE, .loc = n->untold};
        struct str at = origin_text(&o, g->arena);
        row->untold = str_fmt(g->arena, "the file that %s reads is computed at %.*s",
                              loader_find(row->id)->title, STR_ARG(at));
    }
    if (!str_present(n->named.file)) // the loader looks for itself
        return;
    // Of the files of a loader whose switch is on the last one wins.
    for (size_t i = 0; i < n->files.n; i++)
        strs_add(&row->env_files, n->files.items[n->overrides ? n->files.n - 1 - i : i], g->arena);
    row->overrides |= n->overrides;
    row->only_named = true;
    row->shown = n->named;
}

struct reading { // of the code below a directory: read once, however many loaders ask
    struct gathering *g;
    struct str dir; // absent: nothing is read yet
    struct dotenv_calls calls;
};

static void read_file(void *ctx, struct str path, struct str bytes)
{
    struct reading *r = ctx;
    dotenv_calls_read(bytes, path, code_variable, r->g, &r->calls, r->g->arena,
                      secrets_scratch(r->g->secrets));
}

static const struct dotenv_calls *read_code(struct reading *r, struct str dir)
{
    if (str_present(r->dir) && str_eq(r->dir, dir))
        return &r->calls;
    *r = (struct reading){.g = r->g, .dir = dir};
    struct strs files = gather_code(r->g);
    code_each(r->g, &files, dir, STR(""), read_file, r);
    if (r->calls.n == 0) {
        files = code_by_hand(r->g, dir);
        code_each(r->g, &files, dir, STR(""), read_file, r);
    }
    return &r->calls;
}

static void take_calls(struct gathering *g, struct project_loader *row,
                       const struct dotenv_calls *calls)
{
    struct naming n = {.g = g, .row = row};
    for (size_t i = 0; i < calls->n; i++)
        if (strcmp(calls->items[i].family, called_family(row->id)) == 0)
            take_call(&n, &calls->items[i]);
    apply(&n);
}

static bool has_row(const struct gathering *g, const char *family)
{
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        const char *other = called_family(g->snap->project.loaders.items[i].id);
        if (other && strcmp(other, family) == 0)
            return true;
    }
    return false;
}

static bool in_part(const struct gathering *g, struct str path)
{
    for (size_t i = 0; i < g->parts.n; i++)
        if (code_is_below(path, g->parts.items[i].dir))
            return true;
    return false;
}

// load_dotenv() of a part that has no .env of its own finds the one where we are asked.
static bool reaches_up(struct gathering *g, const struct dotenv_call *c)
{
    if (c->kind != DOTENV_CALL_OWN || strcmp(c->family, "python-dotenv") != 0)
        return false;
    struct str found = found_upwards(g, directory_of(c->loc.file));
    return str_present(found) && str_eq(directory_of(found), g->snap->project.dir);
}

// Loaders that no package shows, and that the code calls: Node's own, or one that came along.
static void add_called(struct gathering *g, struct reading *r)
{
    struct project *p = &g->snap->project;
    bool usual;
    if (g->ask->depth != GATHER_DOCTOR && env_files(g, p->dir, &usual) == 0 &&
        !str_present(found_upwards(g, p->dir)))
        return;
    const struct dotenv_calls *calls = read_code(r, p->dir);
    for (size_t i = 0; i < calls->n; i++) {
        const struct dotenv_call *c = &calls->items[i];
        const struct loader *l = loader_find(str_of(c->family));
        bool part = in_part(g, c->loc.file);
        if (!l || has_row(g, c->family) || (part && !reaches_up(g, c)) || p->loaders.n >= 16)
            continue;
        struct project_loader *row = arena_push(&p->loaders, g->arena);
        *row = (struct project_loader){.id = str_of(l->id), .dir = p->dir, .shown = c->loc};
        if (!part)
            take_calls(g, row, calls);
    }
}

// A package may load the file by rules of its own, but the code calls a loader besides: what that
// reads can be told.
static bool settled_by_code(struct project_loader *row, const char *family,
                            const struct dotenv_calls *calls)
{
    for (size_t i = 0; i < calls->n; i++)
        if (strcmp(calls->items[i].family, family) == 0) {
            row->untold = STR_NONE;
            row->only_named = false;
            row->shown = calls->items[i].loc;
            return true;
        }
    return false;
}

// What only gives a container its variables says nothing of the program that is started here.
static bool shows_loader(const struct project *p)
{
    static const char *const containers[] = {"docker", "podman", "compose"};
    for (size_t i = 0; i < p->loaders.n; i++) {
        bool container = false;
        for (size_t k = 0; k < sizeof containers / sizeof *containers; k++)
            container |= str_starts(p->loaders.items[i].id, str_of(containers[k]));
        if (!container)
            return true;
    }
    return false;
}

// No package shows a loader, but Node has one of its own, and a program may read the file by itself:
// in doubt the prompt says nothing.
static void doubt(struct gathering *g)
{
    static const char *const words[] = {"dotenv",      "DotEnv", "DotNetEnv", ":.env",   "Dotenv",
                                        "loadEnvFile", "viper",  "env_file",  "envFile", "\".env",
                                        "'.env",       "`.env",  "/.env"};
    struct project *p = &g->snap->project;
    struct str where;
    bool usual;
    if (shows_loader(p) || env_files(g, p->dir, &usual) == 0 ||
        !code_may_mention(g, p->dir, words, sizeof words / sizeof *words, &where))
        return;
    *arena_push(&p->loaders, g->arena) =
        (struct project_loader){.id = str_of(gather_usual_loader(g)->id),
                                .dir = p->dir,
                                .only_named = true,
                                .untold = STR("what loads the file stands in code"),
                                .shown = {.file = str_present(where) ? where : p->dir}};
}

void gather_dotenv_calls(struct gathering *g)
{
    bool doctor = g->ask->depth == GATHER_DOCTOR, prompt = g->ask->depth == GATHER_STATUS;
    bool key = gather_has_key(g);
    struct reading r = {.g = g, .dir = STR_NONE};
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        struct project_loader *row = &g->snap->project.loaders.items[i];
        const char *family = called_family(row->id);
        row->dir = row->dir.n ? row->dir : STR(".");
        bool settled = family && !prompt && str_present(row->untold) &&
                       settled_by_code(row, family, read_code(&r, row->dir));
        if (!family || row->env_files.n || row->only_named ||
            (!doctor && !settled && (key || only_the_usual(g, row->dir))))
            continue;
        // What these read by themselves is nearly always what they are told.
        bool plain = strcmp(family, "phpdotenv") == 0 || strcmp(family, "dotenvy") == 0;
        if (prompt) {
            if (!plain)
                row->untold = str_fmt(g->arena, "what %s reads stands in code", family);
            continue;
        }
        take_calls(g, row, read_code(&r, row->dir));
    }
    if (!key && g->root.n && !prompt)
        add_called(g, &r);
    else if (!key && g->root.n)
        doubt(g);
}
