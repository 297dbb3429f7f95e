// SPDX-License-Identifier: MIT
#include "gather/contexts.h"

#include "parse/manifest.h"
#include "parse/names.h"

#include <stdlib.h>

enum { MANIFEST_MAX = 2500, MAYBE_MAX = 2500, LIST_MAX = 2000, TOTAL_MAX = 8 << 20 };

struct finder {
    struct gathering *g;
    struct manifest_set set;
    size_t bytes, maybes;
    size_t listed; // items of the set that folders gave, which an index may give again
    bool full;     // told once
    struct keeper keep;
};

static struct str absolute(struct gathering *g, struct str path)
{
    if (str_starts(path, STR("/")))
        return path;
    return str_fmt(g->arena, "%.*s/%.*s", STR_ARG(g->root), STR_ARG(path));
}

static void unread(struct gathering *g, struct str path, const char *why)
{
    struct unread *u = arena_push(&g->snap->unread, g->arena);
    u->loc.file = path;
    u->why = str_of(why);
}

static bool have(const struct finder *f, struct str path)
{
    for (size_t i = 0; i < f->set.n && (i < f->listed || !f->listed); i++)
        if (str_eq(f->set.items[i].path, path))
            return true;
    return false;
}

static bool room(struct finder *f, struct str path, enum manifest_sort sort)
{
    if (sort == MANIFEST_MAYBE)
        f->maybes++;
    if (f->set.n < MANIFEST_MAX && f->maybes <= MAYBE_MAX && f->bytes < TOTAL_MAX)
        return true;
    if (!f->full)
        unread(f->g, path, "too many manifests: this one and further ones are not read");
    f->full = true;
    return false;
}

// Manifests may hold literal keys, so their bytes live among the secrets.
static void consider(struct finder *f, struct str path, enum manifest_sort sort)
{
    bool named = sort == MANIFEST_NAMED;
    if (sort == MANIFEST_NOT || !room(f, path, sort) || have(f, path))
        return;
    struct os_file file;
    struct str bytes;
    if (!gather_read_project(f->g, absolute(f->g, path), secrets_arena(f->g->secrets), &file,
                             &bytes)) {
        if (named && file.state != SEEN_ABSENT && file.why)
            unread(f->g, path, file.why);
        return;
    }
    if (!named && !manifest_reads(path, bytes))
        return;
    f->bytes += bytes.n;
    *arena_push(&f->set, f->g->arena) = (struct manifest_file){.path = path, .bytes = bytes};
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

// In the order of the names: that of the directory differs from one disk to the next.
static void list_folder(struct finder *f, struct str folder)
{
    struct strs names = {0};
    struct str path = absolute(f->g, folder);
    bool complete;
    // What the root does not hold need not be asked for.
    const struct strs *top = gather_list(f->g, STR("."), &complete);
    if (complete && !str_eq(folder, STR(".")) &&
        !strs_have(top, str_slice(folder, 0, str_chr(folder, '/'))))
        return;
    if (!os_list(str_z(path, f->g->arena), LIST_MAX, &names, f->g->arena))
        return;
    if (names.n)
        qsort(names.items, names.n, sizeof *names.items, by_name);
    for (size_t i = 0; i < names.n; i++) {
        bool root = str_eq(folder, STR("."));
        struct str file =
            root ? names.items[i]
                 : str_fmt(f->g->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names.items[i]));
        consider(f, file, manifest_sort(file));
    }
}

static struct str read_file(void *ctx, struct str path)
{
    struct finder *f = ctx;
    struct os_file file;
    struct str bytes;
    bool ok = gather_read_project(f->g, absolute(f->g, path), secrets_arena(f->g->secrets), &file,
                                  &bytes);
    return ok ? bytes : STR_NONE;
}

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    struct finder *f = ctx;
    return keeper_keep(&f->keep, name, bytes);
}

// The key variables that this project's environment or dotenv files show.
static struct strs wanted_names(struct gathering *g)
{
    static const char *const keys[] = {"NEXOROUTER_API_KEY", "OPENAI_API_KEY"};
    struct strs out = {0};
    for (size_t k = 0; k < 2 && out.n == 0; k++) {
        struct str name = str_of(keys[k]);
        bool found = variable_find(&g->snap->contexts.items[0].vars, name) != NULL;
        for (size_t i = 0; i < g->snap->dotenv.n && !found; i++)
            for (size_t j = 0; j < g->snap->dotenv.items[i].n && !found; j++)
                found = str_eq(g->snap->dotenv.items[i].items[j].name, name);
        if (found)
            strs_add(&out, name, g->arena);
    }
    return out;
}

// What is sure to be a manifest comes first.
static void consider_index(struct finder *f, const struct strs *index)
{
    unsigned char *sorts = arena_many(f->g->arena, unsigned char, index->n + 1);
    for (size_t i = 0; i < index->n; i++)
        sorts[i] = (unsigned char)manifest_sort(index->items[i]);
    for (int sort = MANIFEST_NAMED; sort >= MANIFEST_MAYBE; sort--)
        for (size_t i = 0; i < index->n; i++)
            if (sorts[i] == sort)
                consider(f, index->items[i], (enum manifest_sort)sort);
}

void gather_manifests(struct gathering *g, const struct strs *index)
{
    static const char *const folders[] = {".",
                                          ".github/workflows",
                                          "k8s",
                                          "kubernetes",
                                          "deploy",
                                          "manifests",
                                          ".do",
                                          ".continue",
                                          ".devcontainer",
                                          "systemd",
                                          "infra",
                                          "docker",
                                          ".gitlab",
                                          ".vscode"};
    struct finder f = {.g = g, .keep = {g->secrets, g->arena}};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        list_folder(&f, str_of(folders[i]));
    struct str here = gather_show_path(g, g->cwd);
    if (str_present(here) && !str_starts(here, STR("/")) && !str_eq(here, STR(".")))
        list_folder(&f, here);
    f.listed = f.set.n ? f.set.n : 1;
    consider_index(&f, index);
    if (f.set.n == 0)
        return;
    struct manifest_world w = {.set = &f.set, .file = read_file, .keep = keep, .ctx = &f};
    w.shell = g->env.items;
    w.shell_n = g->env.n;
    w.wanted = wanted_names(g);
    manifests_read(&w, &g->snap->contexts, g->arena);
}
