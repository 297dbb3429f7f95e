// SPDX-License-Identifier: MIT
// Where the project shows pydantic's settings: which dotenv files its classes name, from its own
// Python code (a bounded number, size and time). At the prompt no code is read.
#include "parse/pydantic.h"
#include "gather/gather.h"
#include "parse/source.h"

enum { FILES_MAX = 2000, TOTAL_MAX = 4 << 20, FILE_MAX = 256 * 1024, DIRS_MAX = 48 };
#define TIME_MAX_NS INT64_C(300000000)

static bool is_ours(struct str id)
{
    const struct loader *l = loader_find(id);
    return l && strcmp(l->family, "pydantic-settings") == 0;
}

static bool is_below(struct str path, struct str dir)
{
    return dir.n == 0 || str_eq(dir, STR(".")) ||
           (str_starts(path, dir) && path.n > dir.n && path.p[dir.n] == '/');
}

static struct str env_of(void *ctx, struct str name)
{
    struct gathering *g = ctx;
    return gather_env_get(g, str_z(name, g->arena));
}

static void read_all(struct gathering *g, const struct strs *files, struct str dir,
                     struct pydantic_facts *out)
{
    size_t n = 0, total = 0;
    int64_t end = os_mono_ns() + TIME_MAX_NS;
    for (size_t i = 0; i < files->n && n < FILES_MAX && total < TOTAL_MAX; i++) {
        struct str path = files->items[i];
        if (!str_ends(path, STR(".py")) || !source_reads(path) || !is_below(path, dir) ||
            os_mono_ns() > end)
            continue;
        struct arena secret = *secrets_arena(g->secrets); // code may hold a key
        struct os_file file;
        struct str bytes;
        n++;
        if (gather_read_project(g, path, &secret, &file, &bytes) && bytes.n <= FILE_MAX) {
            total += bytes.n;
            pydantic_read(bytes, path, env_of, g, out, g->arena, secrets_scratch(g->secrets));
        }
    }
}

static bool may_hold_code(struct str name)
{
    static const char *const never[] = {"node_modules", "venv", "env",        "dist",
                                        "build",        "docs", "__pycache__"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (str_eq(name, str_of(never[i])))
            return false;
    return str_chr(name, '.') == STR_NOWHERE;
}

// What git does not know yet: app/core/config.py and what lies above it.
static struct strs files_by_hand(struct gathering *g, struct str dir)
{
    struct strs dirs = {0}, files = {0};
    strs_add(&dirs, dir, g->arena);
    for (size_t i = 0; i < dirs.n; i++) {
        bool complete;
        const struct strs *names = gather_list(g, dirs.items[i], &complete);
        for (size_t k = 0; k < names->n; k++) {
            struct str path = loc_path(dirs.items[i], names->items[k], g->arena);
            if (str_ends(path, STR(".py")))
                strs_add(&files, path, g->arena);
            else if (may_hold_code(names->items[k]) && dirs.n < DIRS_MAX)
                strs_add(&dirs, path, g->arena);
        }
    }
    return files;
}

// "../../.env" from `dir` to a path relative to the root.
static struct str way(struct str dir, struct str path, struct arena *a)
{
    struct buf b = buf_in(a);
    for (; !str_eq(dir, STR(".")) && !is_below(path, dir); buf_fmt(&b, "../")) {
        size_t slash = str_rchr(dir, '/');
        dir = slash == STR_NOWHERE ? STR(".") : str_slice(dir, 0, slash);
    }
    buf_add(&b, str_eq(dir, STR(".")) ? path : str_from(path, dir.n + 1));
    return buf_str(&b);
}

static struct str at(const struct loc *l, struct arena *a)
{
    struct origin o = {.kind = ORIGIN_FILE, .loc = *l};
    return origin_text(&o, a);
}

static void apply(struct gathering *g, struct project_loader *p, const struct pydantic_facts *f)
{
    p->only_named = true;
    if (!f->settings) {
        p->untold = STR("no settings class was found in the project's code, so the files that "
                        "pydantic-settings reads are not known");
        return;
    }
    p->shown = f->shown;
    if (str_present(f->untold.file))
        p->untold = str_fmt(g->arena, "the env_file of pydantic-settings is computed at %.*s",
                            STR_ARG(at(&f->untold, g->arena)));
    else if (f->files.n)
        p->shown = f->files.items[0].loc;
    for (size_t i = 0; i < f->files.n; i++) {
        const struct pydantic_file *file = &f->files.items[i];
        strs_add(&p->env_files, file->at_root ? way(p->dir, file->path, g->arena) : file->path,
                 g->arena);
    }
}

static size_t python_dotenv_at(const struct gathering *g, struct str dir)
{
    size_t i = 0;
    for (; i < g->snap->project.loaders.n; i++) {
        const struct project_loader *p = &g->snap->project.loaders.items[i];
        const struct loader *l = loader_find(p->id);
        if (l && strcmp(l->family, "python-dotenv") == 0 && str_eq(p->dir, dir))
            break;
    }
    return i;
}

static void put(struct gathering *g, size_t at, struct project_loader row)
{
    arena_push(&g->snap->project.loaders, g->arena);
    struct project_loader *items = g->snap->project.loaders.items;
    memmove(items + at + 1, items + at, (g->snap->project.loaders.n - 1 - at) * sizeof *items);
    items[at] = row;
}

static void take_out(struct gathering *g, size_t at)
{
    struct project_loader *items = g->snap->project.loaders.items;
    g->snap->project.loaders.n--;
    memmove(items + at, items + at + 1, (g->snap->project.loaders.n - at) * sizeof *items);
}

// python-dotenv comes with pydantic's settings, so both are shown: which of them fills what the
// program sees is what the code calls.
static void settle(struct gathering *g, size_t at, const struct pydantic_facts *f)
{
    struct project_loader row = g->snap->project.loaders.items[at];
    bool dotenv = f->loads_dotenv || str_present(f->searched.file);
    size_t other = python_dotenv_at(g, row.dir);
    bool beside = other < g->snap->project.loaders.n;
    if (dotenv && !beside)
        put(g, at,
            (struct project_loader){.id = STR("python-dotenv-1.2"),
                                    .dir = row.dir,
                                    .shown = f->loads_dotenv ? row.shown : f->searched});
    else if (beside && dotenv == (at < other)) { // in the wrong order
        take_out(g, at);
        put(g, dotenv ? other : other - (at < other), row);
    }
}

// pydantic 1 is there for its models nearly always.
static bool wanted(const struct gathering *g)
{
    for (size_t i = 0; i < g->snap->project.packages.n; i++)
        if (str_eq(g->snap->project.packages.items[i].name, STR("pydantic-settings")))
            return true;
    return false;
}

void gather_pydantic(struct gathering *g)
{
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        struct project_loader *p = &g->snap->project.loaders.items[i];
        if (!is_ours(p->id) || p->only_named)
            continue;
        p->dir = p->dir.n ? p->dir : STR(".");
        if (g->ask->depth == GATHER_STATUS) {
            p->only_named = true;
            p->untold = STR("what pydantic-settings reads stands in code");
            continue;
        }
        struct pydantic_facts f = {0};
        struct strs files = gather_code(g);
        read_all(g, &files, p->dir, &f);
        if (!f.settings) {
            files = files_by_hand(g, p->dir);
            read_all(g, &files, p->dir, &f);
        }
        if (!f.settings && !wanted(g)) {
            take_out(g, i--);
            continue;
        }
        apply(g, p, &f);
        settle(g, i, &f);
    }
}
