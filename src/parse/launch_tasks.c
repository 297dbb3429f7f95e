// SPDX-License-Identifier: MIT
// make, just and task: the target's commands stand in a file of the project.
#include "parse/launch_impl.h"
#include "parse/recipes.h"

struct runner {
    const char *program;
    const char *files[4];
    const char *values;    // options that take a word
    const char *elsewhere; // options that lead to another file or directory
    struct recipe (*read)(struct str bytes, struct str path, struct str target, struct arena *a);
};

// clang-format off
static const struct runner runners[] = {
    {"make",    {"GNUmakefile", "makefile", "Makefile", NULL}, "-o -W -I", "-C --directory -f --file --makefile", recipe_of_makefile},
    {"gmake",   {"GNUmakefile", "makefile", "Makefile", NULL}, "-o -W -I", "-C --directory -f --file --makefile", recipe_of_makefile},
    {"just",    {"justfile", "Justfile", ".justfile", NULL},   "--shell",  "-f --justfile -d --working-directory --dotenv-path --dotenv-filename --set", recipe_of_justfile},
    {"task",    {"Taskfile.yml", "Taskfile.yaml", "taskfile.yml", NULL}, "-o -c --output --concurrency", "-d --dir -t --taskfile -g --global", recipe_of_taskfile},
    {"go-task", {"Taskfile.yml", "Taskfile.yaml", "taskfile.yml", NULL}, "-o -c --output --concurrency", "-d --dir -t --taskfile -g --global", recipe_of_taskfile},
};
// clang-format on

static const struct runner *runner_of(struct str program)
{
    size_t slash = str_rchr(program, '/');
    struct str name = slash == STR_NOWHERE ? program : str_from(program, slash + 1);
    for (size_t i = 0; i < sizeof runners / sizeof *runners; i++)
        if (str_eq(name, str_of(runners[i].program)))
            return &runners[i];
    return NULL;
}

// The target named; "" for none. `given` are NAME=VALUE words: make hands them on.
static struct str target_of(const struct runner *r, struct words cmd, struct strs *given,
                            bool *elsewhere, struct arena *a)
{
    struct str target = STR("");
    for (size_t i = 1; i < cmd.n; i++) {
        struct str option = str_slice(cmd.p[i], 0, str_chr(cmd.p[i], '='));
        if (str_starts(cmd.p[i], STR("-"))) {
            *elsewhere |= launch_listed(r->elsewhere, option);
            i += launch_listed(r->values, cmd.p[i]);
        } else if (str_chr(cmd.p[i], '=') != STR_NOWHERE) {
            strs_add(given, cmd.p[i], a);
        } else if (target.n == 0) {
            target = cmd.p[i];
        }
    }
    return target;
}

static void take_recipe(struct walk *w, const struct runner *r, const struct recipe *found)
{
    if (found->loader) {
        w->out->loader = str_of(found->loader);
        w->out->mode = STR_NONE;
        w->out->program = str_of(r->program);
        w->out->only_named = found->env_files.n > 0;
        for (size_t i = 0; i < found->env_files.n; i++)
            strs_add(&w->out->env_files, found->env_files.items[i], w->a);
    }
    bool before = w->in_shell;
    w->in_shell = true; // `$` in what is exported is not told here
    for (size_t i = 0; i < found->exported.n; i++)
        launch_assign(w, &w->out->assigned, found->exported.items[i]);
    w->in_shell = before;
}

bool launch_task(struct walk *w, struct words cmd)
{
    const struct runner *r = runner_of(word_at(cmd, 0));
    bool elsewhere = false;
    struct strs given = {0};
    if (!r || !w->file)
        return false;
    struct str target = target_of(r, cmd, &given, &elsewhere, w->a);
    struct recipe found = {0};
    for (size_t i = 0; r->files[i] && !elsewhere && !found.found; i++) {
        struct str bytes = w->file(w->ctx, str_of(r->files[i]));
        if (str_present(bytes))
            found = r->read(bytes, str_of(r->files[i]), target, w->a);
    }
    if (!found.found) {
        w->out->untold = str_fmt(w->a, "%s (its target was not found here)", r->program);
        return true;
    }
    w->out->shown = found.loc;
    take_recipe(w, r, &found);
    for (size_t i = 0; i < given.n && r->read == recipe_of_makefile; i++)
        launch_assign(w, &w->out->assigned, assignment_of(given.items[i]));
    launch_follow(w, found.commands);
    return true;
}
