// SPDX-License-Identifier: MIT
#include "gather/project_look.h"
#include "parse/launch.h"

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
        struct launch launch = launch_read_text(command, find_script, l, l->g->arena);
        if (!launch.loader.n)
            continue;
        struct loc shown = str_present(launch.shown.file) ? launch.shown : loc;
        add_loader(l, (struct project_loader){.id = launch.loader,
                                              .dir = l->dir,
                                              .mode = launch.mode,
                                              .env_files = launch.env_files,
                                              .overrides = launch.overrides,
                                              .only_named = launch.only_named,
                                              .shown = shown});
    }
}

void look_loaders(struct look *l)
{
    loaders_of_scripts(l);
    for (size_t i = 0; i < l->facts.packages.n; i++) {
        const struct package_fact *p = &l->facts.packages.items[i];
        const char *id = loader_of_package(p);
        if (!id)
            continue;
        // `flask run` and app.run() load files once python-dotenv is there, .flaskenv too.
        if (str_eq(p->name, STR("python-dotenv")) &&
            package_find(&l->facts, PACKAGE_PYPI, STR("flask")))
            add_loader(
                l, (struct project_loader){.id = STR("flask-3"), .dir = l->dir, .shown = p->loc});
        add_loader(l, (struct project_loader){.id = str_of(id), .dir = l->dir, .shown = p->loc});
    }
    // pipenv run and pipenv shell load .env by themselves, and the file wins (dotenv.md 7).
    if (l->listed && strs_have(l->names, STR("Pipfile")))
        add_loader(l, (struct project_loader){.id = STR("python-dotenv-1.2"),
                                              .dir = l->dir,
                                              .overrides = true,
                                              .shown = {.file = look_path(l, "Pipfile")}});
}
