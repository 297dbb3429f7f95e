// SPDX-License-Identifier: MIT
// What the project's own code says of base URL, timeout, retries, model and dotenv loader (DESIGN
// 5.1): doctor only, files in git's index, a bounded number, size and time. Nothing walks the tree;
// without a repository only the working directory itself is looked at.
#include "gather/git.h"
#include "parse/dotenv.h"
#include "parse/source.h"

enum { FILES_MAX = 2000, TOTAL_MAX = 4 << 20, FILE_MAX = 256 * 1024 };
#define TIME_MAX_NS INT64_C(300000000)

struct strs gather_code(struct gathering *g)
{
    struct strs all = {0};
    bool complete;
    const struct strs *index = git_index(g);
    if (index || !g->root.n)
        return index ? *index : all;
    const struct strs *names = gather_list(g, g->snap->project.dir, &complete);
    bool at_root = str_eq(g->snap->project.dir, STR("."));
    for (size_t i = 0; i < names->n; i++)
        strs_add(&all,
                 at_root ? names->items[i]
                         : str_fmt(g->arena, "%.*s/%.*s", STR_ARG(g->snap->project.dir),
                                   STR_ARG(names->items[i])),
                 g->arena);
    return all;
}

// Files below the working directory first: in a repository of many programs they are this one's.
static bool is_near(const struct gathering *g, struct str path)
{
    struct str dir = g->snap->project.dir;
    return str_eq(dir, STR(".")) ||
           (str_starts(path, dir) && path.n > dir.n && path.p[dir.n] == '/');
}

// The code calls its loader with the switch that lets the file win over the environment.
static void note_override(struct gathering *g, const struct source_fact *f)
{
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        struct project_loader *p = &g->snap->project.loaders.items[i];
        const struct loader *l = loader_find(p->id);
        struct str family = str_of(l ? l->family : "");
        // dotenv-expand is given what dotenv.config() has read.
        if (str_eq(family, f->text) ||
            (str_eq(family, STR("dotenv-expand")) && str_eq(f->text, STR("dotenv"))))
            p->overrides = true;
    }
}

void gather_sources(struct gathering *g)
{
    struct strs all = gather_code(g);
    struct source_facts facts = {0};
    size_t files = 0, total = 0;
    int64_t end = os_mono_ns() + TIME_MAX_NS;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < all.n && files < FILES_MAX && total < TOTAL_MAX; i++) {
            struct str path = all.items[i];
            if (is_near(g, path) != (pass == 0) || !source_reads(path) || os_mono_ns() > end)
                continue;
            // The code may hold a key: its bytes stay among the secrets, for the moment.
            struct arena secret = *secrets_arena(g->secrets);
            struct os_file file;
            struct str bytes;
            files++;
            if (gather_read_project(g, path, &secret, &file, &bytes) && bytes.n <= FILE_MAX) {
                total += bytes.n;
                source_read(bytes, path, g->ask->gateway, &facts, g->arena,
                            secrets_scratch(g->secrets));
            }
        }
    for (size_t i = 0; i < facts.n; i++) {
        if (facts.items[i].kind == SOURCE_DOTENV_OVERRIDE)
            note_override(g, &facts.items[i]);
        *arena_push(&g->snap->project.sources, g->arena) = facts.items[i];
    }
}
