// SPDX-License-Identifier: MIT
// The dotenv files that VS Code gives to what it starts: `envFile` of a launch configuration
// (code.visualstudio.com/docs/debugtest/debugging-configuration), `--env-file` among the runArgs of
// a dev container (containers.dev/implementors/json_reference). Of their other variables nothing is
// read.
#include "parse/jsonwalk.h"
#include "parse/manifest_in.h"

struct finder {
    struct reading *r;
    struct context *c;
    struct str folder; // the workspace's
    bool next;         // the argument before was --env-file
};

// The settings lie in a folder of the workspace's own.
static struct str workspace_of(struct reading *r)
{
    struct str dir = manifest_dir(r);
    bool own = str_ends(dir, STR(".vscode")) || str_ends(dir, STR(".devcontainer"));
    return own ? manifest_dir_of(dir) : dir;
}

static void take(struct finder *f, struct str written, const char *loader)
{
    static const char *const folders[] = {"${workspaceFolder}/", "${localWorkspaceFolder}/",
                                          "${workspaceRoot}/"};
    struct arena *a = f->r->a;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (str_starts(written, str_of(folders[i])))
            written = str_from(written, str_of(folders[i]).n);
    struct str path =
        str_has_any(written, "$\\") ? STR_NONE : manifest_resolve(f->folder, written, a);
    struct str bytes = str_present(path) ? f->r->w->file(f->r->w->ctx, path) : STR_NONE;
    const struct loader *l = loader_find(str_of(loader));
    if (!str_present(bytes) || !l)
        return;
    struct dotenv_result file = dotenv_load(l, bytes, NULL, 0, a);
    for (size_t i = 0; i < file.n; i++)
        if (file.items[i].line)
            manifest_set_value(f->r, f->c, file.items[i].name, file.items[i].value,
                               (struct loc){path, file.items[i].line, 1}, STR("its env file"));
}

static void on_launch(void *ctx, const struct json_event *e)
{
    if (e->string && e->depth == 3 && str_eq(e->path[0], STR("configurations")) &&
        str_eq(e->path[2], STR("envFile")))
        take(ctx, e->value, "vscode-python");
}

static void on_container(void *ctx, const struct json_event *e)
{
    struct finder *f = ctx;
    struct str option = STR("--env-file"), glued = STR("--env-file=");
    if (!e->string || e->depth != 2 || !str_eq(e->path[0], STR("runArgs")))
        return;
    if (f->next)
        take(f, e->value, "docker-run-28");
    f->next = str_eq(e->value, option);
    if (str_starts(e->value, glued))
        take(f, str_from(e->value, glued.n), "docker-run-28");
}

void editor_files(struct reading *r, struct context *c)
{
    bool launch = str_ends(r->file->path, STR("launch.json"));
    struct finder f = {.r = r, .c = c, .folder = workspace_of(r)};
    size_t before = c->vars.n;
    (void)json_walk(r->file->bytes, r->file->path, launch ? on_launch : on_container, &f);
    if (c->vars.n > before)
        c->detail = str_fmt(r->a, "of %s only the env file is read",
                            launch ? "VS Code's launch configurations" : "the dev container");
}
