// SPDX-License-Identifier: MIT
// Which dotenv files the project's code tells its loader to read, where that may make a difference:
// at the prompt no code is read, and `check` reads it only when the key may stand in a file that the
// loader would not look for by itself.
#include "parse/dotenv_calls.h"
#include "gather/code.h"
#include "parse/names.h"

static struct str env_of(void *ctx, struct str name)
{
    struct gathering *g = ctx;
    return gather_env_get(g, str_z(name, g->arena));
}

// Loaders that read what a call in the code says; dotenv-expand is given what dotenv has read.
static const char *called_family(struct str id)
{
    static const char *const families[] = {"dotenv", "python-dotenv", "node", "godotenv",
                                           "ruby-dotenv"};
    const struct loader *l = loader_find(id);
    if (l && strcmp(l->family, "dotenv-expand") == 0)
        return "dotenv";
    for (size_t i = 0; l && i < sizeof families / sizeof *families; i++)
        if (strcmp(l->family, families[i]) == 0)
            return families[i];
    return NULL;
}

static bool key_is_set(const struct gathering *g)
{
    for (size_t i = 0; i < g->env.n; i++)
        if (name_role(g->env.items[i].name) == NAME_KEY && g->env.items[i].value.n)
            return true;
    return false;
}

static bool has_file(struct gathering *g, struct str dir, const char *name)
{
    bool complete;
    const struct strs *names = gather_list(g, dir, &complete);
    return strs_have(names, str_of(name));
}

// A .env alone is what every loader looks for.
static bool only_the_usual(struct gathering *g, struct str dir)
{
    static const char *const none[] = {".env", ".envrc", ".env.example", ".env.sample",
                                       ".env.template"};
    bool complete;
    const struct strs *names = gather_list(g, dir, &complete);
    size_t others = 0;
    for (size_t i = 0; i < names->n; i++) {
        bool usual = false;
        for (size_t k = 0; k < sizeof none / sizeof *none; k++)
            usual |= str_eq(names->items[i], str_of(none[k]));
        others += !usual && (str_starts(names->items[i], STR(".env")) ||
                             str_ends(names->items[i], STR(".env")));
    }
    return others == 0 && strs_have(names, STR(".env"));
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
    struct strs files; // relative to the row's directory, in the order of the calls
    bool own;          // a call that names none: the loader looks for itself
    struct loc first, untold;
};

static void name_file(struct naming *n, struct str file, struct loc loc)
{
    if (strs_have(&n->files, file))
        return;
    strs_add(&n->files, file, n->g->arena);
    if (!str_present(n->first.file))
        n->first = loc;
}

// A call that names no file. python-dotenv starts at the calling file, the others look where the
// program is started: a .env beside the file is then read from there only.
static void own_search(struct naming *n, const struct dotenv_call *c)
{
    struct gathering *g = n->g;
    struct str dir = directory_of(c->loc.file);
    if (strcmp(c->family, "python-dotenv") == 0) {
        struct str found = found_upwards(g, dir);
        if (str_present(found) && !str_eq(directory_of(found), n->row->dir) &&
            code_is_below(found, n->row->dir)) {
            name_file(n, code_way(n->row->dir, found, g->arena), c->loc);
            return;
        }
    } else if (!str_eq(dir, n->row->dir) && has_file(g, dir, ".env")) {
        if (str_eq(dir, g->snap->project.dir)) // started from where one stands
            n->row->dir = dir;
        else
            *arena_push(&g->parts, g->arena) = (struct part){.dir = dir, .loader = n->row->id};
    }
    n->own = true;
}

static void take_call(struct naming *n, const struct dotenv_call *c)
{
    struct arena *a = n->g->arena;
    if (c->kind == DOTENV_CALL_OWN)
        own_search(n, c);
    else if (c->kind == DOTENV_CALL_FILE)
        name_file(n, c->at_root ? code_way(n->row->dir, c->path, a) : c->path, c->loc);
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
    if (n->files.n == 0)
        return;
    if (n->own) {
        struct str usual = found_upwards(g, row->dir);
        bool up = strcmp(called_family(row->id), "python-dotenv") == 0 && str_present(usual);
        name_file(n, up ? code_way(row->dir, usual, g->arena) : STR(".env"), n->first);
    }
    row->env_files = n->files;
    row->only_named = true;
    row->shown = n->first;
}

struct reading {
    struct gathering *g;
    struct dotenv_calls calls;
};

static void read_file(void *ctx, struct str path, struct str bytes)
{
    struct reading *r = ctx;
    dotenv_calls_read(bytes, path, env_of, r->g, &r->calls, r->g->arena,
                      secrets_scratch(r->g->secrets));
}

static void read_code(struct gathering *g, struct str dir, struct dotenv_calls *out)
{
    struct reading r = {.g = g};
    struct strs files = gather_code(g);
    code_each(g, &files, dir, STR(""), read_file, &r);
    if (r.calls.n == 0) {
        files = code_by_hand(g, dir);
        code_each(g, &files, dir, STR(""), read_file, &r);
    }
    *out = r.calls;
}

void gather_dotenv_calls(struct gathering *g)
{
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        struct project_loader *row = &g->snap->project.loaders.items[i];
        const char *family = called_family(row->id);
        row->dir = row->dir.n ? row->dir : STR(".");
        bool doctor = g->ask->depth == GATHER_DOCTOR;
        if (!family || row->env_files.n || row->only_named ||
            (!doctor && (key_is_set(g) || only_the_usual(g, row->dir))))
            continue;
        if (g->ask->depth == GATHER_STATUS) {
            row->untold = str_fmt(g->arena, "what %s reads stands in code", family);
            continue;
        }
        struct naming n = {.g = g, .row = row};
        struct dotenv_calls calls;
        read_code(g, row->dir, &calls);
        for (size_t k = 0; k < calls.n; k++)
            if (strcmp(calls.items[k].family, family) == 0)
                take_call(&n, &calls.items[k]);
        apply(&n);
    }
}
