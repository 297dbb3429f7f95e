// SPDX-License-Identifier: MIT
// Where the project shows pydantic's settings: which dotenv files its classes name, from its own
// Python code (a bounded number, size and time). At the prompt no code is read.
#include "parse/pydantic.h"
#include "gather/code.h"

static bool is_ours(struct str id)
{
    const struct loader *l = loader_find(id);
    return l && strcmp(l->family, "pydantic-settings") == 0;
}

struct reading {
    struct gathering *g;
    struct pydantic_facts *out;
};

static void read_file(void *ctx, struct str path, struct str bytes)
{
    struct reading *r = ctx;
    pydantic_read(bytes, path, code_variable, r->g, r->out, r->g->arena,
                  secrets_scratch(r->g->secrets));
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
        strs_add(&p->env_files, file->at_root ? code_way(p->dir, file->path, g->arena) : file->path,
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
        struct reading r = {g, &f};
        struct strs files = gather_code(g);
        code_each(g, &files, p->dir, STR(".py"), read_file, &r);
        if (!f.settings) {
            files = code_by_hand(g, p->dir);
            code_each(g, &files, p->dir, STR(".py"), read_file, &r);
        }
        if (!f.settings && !wanted(g)) {
            take_out(g, i--);
            continue;
        }
        apply(g, p, &f);
        settle(g, i, &f);
    }
}
