// SPDX-License-Identifier: MIT
// What the project shows of itself: languages, clients, loaders, package versions; and for doctor
// what its own source says of base URL, model, timeouts.
#include "gather/gather.h"

enum { LIST_MAX = 1500 };

static const struct {
    const char *file, *language;
} markers[] = {
    {"package.json", "node"},
    {"deno.json", "node"},
    {"deno.jsonc", "node"},
    {"pyproject.toml", "python"},
    {"setup.py", "python"},
    {"Pipfile", "python"},
    {"requirements.txt", "python"},
    {"uv.lock", "python"},
    {"poetry.lock", "python"},
    {"environment.yml", "python"},
    {"go.mod", "go"},
    {"Cargo.toml", "rust"},
    {"Gemfile", "ruby"},
    {"composer.json", "php"},
    {"pom.xml", "java"},
    {"build.gradle", "java"},
    {"build.gradle.kts", "java"},
};

static void add_language(struct gathering *g, const char *language)
{
    struct strs *list = &g->snap->project.languages;
    if (!strs_have(list, str_of(language)))
        strs_add(list, str_of(language), g->arena);
}

// The working directory says more than the root of a repository with several programs in it.
static void find_languages(struct gathering *g, struct str dir)
{
    struct arena scratch = *g->arena;
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        struct str path = str_fmt(&scratch, "%.*s/%s", STR_ARG(dir), markers[i].file);
        if (os_stat(path.p).state == SEEN_COMPLETE)
            add_language(g, markers[i].language);
    }
}

void gather_project(struct gathering *g)
{
    if (!g->root.n)
        return;
    find_languages(g, g->cwd);
    if (!str_eq(g->cwd, g->root))
        find_languages(g, g->root);
}
