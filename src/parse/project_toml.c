// SPDX-License-Identifier: MIT
#include "parse/project_files.h"

#include "parse/tomlish.h"

static void walk(struct project_reader *r, struct str bytes, toml_visit visit)
{
    if (!toml_walk(bytes, r->path, visit, r))
        r->out->partial = true;
}

// "openai" = "^1", openai.version = "^1", openai = {version = "^1"}; views into the event's room
// do not outlive it.
static void wanted(struct project_reader *r, const struct toml_event *e, unsigned bits)
{
    struct str name = e->key;
    size_t dot = str_chr(name, '.');
    if (dot != STR_NOWHERE && !str_ends(name, STR(".version")))
        return;
    if (dot != STR_NOWHERE)
        name = str_slice(name, 0, name.n - STR(".version").n);
    if (e->string)
        project_package(r, str_dup(name, r->arena), e->value, bits, e->loc);
}

static bool in_group(struct str table, const char *head, const char *tail)
{
    return str_starts(table, str_of(head)) && str_ends(table, str_of(tail));
}

// [tool.poetry.dependencies.openai] version = "^1": the name stands in the table's.
static bool wanted_table(struct project_reader *r, const struct toml_event *e, struct str head,
                         unsigned bits)
{
    if (!str_starts(e->table, head) || !str_eq(e->key, STR("version")))
        return false;
    struct str name = str_trim_set(str_from(e->table, head.n), "\"'");
    project_package(r, str_dup(name, r->arena), e->value, bits, e->loc);
    return true;
}

// Pixi: packages of conda and of PyPI, for all or for a feature.
static bool on_pixi_table(struct project_reader *r, const struct toml_event *e, struct str t)
{
    bool all = str_eq(t, STR("dependencies")) || str_eq(t, STR("pypi-dependencies"));
    bool feature = str_starts(t, STR("feature.")) &&
                   (str_ends(t, STR(".dependencies")) || str_ends(t, STR(".pypi-dependencies")));
    if (!all && !feature)
        return false;
    if (str_eq(e->key, STR("python")))
        project_runtime(r, "python", e->value, 0, e->loc);
    else
        wanted(r, e, feature ? PACKAGE_DEVELOPMENT : 0);
    return true;
}

// What the tools of pyproject.toml keep in tables of their own.
static bool on_tool(struct project_reader *r, const struct toml_event *e)
{
    struct str t = e->table, poetry = STR("tool.poetry.dependencies."),
               group = STR("tool.poetry.group."), hatch = STR("tool.hatch.envs."),
               pixi = STR("tool.pixi.");
    bool list = str_eq(e->key, STR("dependencies")) || str_eq(e->key, STR("extra-dependencies"));
    size_t inner = str_find(t, STR(".dependencies."));
    if (str_starts(t, hatch) && list)
        project_requirement(r, e->value,
                            str_eq(str_from(t, hatch.n), STR("default")) ? 0 : PACKAGE_DEVELOPMENT,
                            e->loc);
    else if (str_eq(t, STR("tool.pdm.dev-dependencies")))
        project_requirement(r, e->value, PACKAGE_DEVELOPMENT, e->loc);
    else if (str_starts(t, group) && inner != STR_NOWHERE)
        wanted_table(r, e, str_slice(t, 0, inner + 14), PACKAGE_DEVELOPMENT);
    else if (str_starts(t, pixi))
        return on_pixi_table(r, e, str_from(t, pixi.n));
    else
        return wanted_table(r, e, poetry, 0);
    return true;
}

static void on_pyproject(void *ctx, const struct toml_event *e)
{
    struct project_reader *r = ctx;
    struct str t = e->table;
    bool project = str_eq(t, STR("project")), poetry = str_eq(t, STR("tool.poetry"));
    if (str_ends(e->key, STR(".include-group")))
        return;
    if (project && str_eq(e->key, STR("dependencies")))
        project_requirement(r, e->value, 0, e->loc);
    else if (str_eq(t, STR("project.optional-dependencies")))
        project_requirement(r, e->value, 0, e->loc);
    else if (str_eq(t, STR("dependency-groups")) ||
             (str_eq(t, STR("tool.uv")) && str_eq(e->key, STR("dev-dependencies"))))
        project_requirement(r, e->string ? e->value : STR(""), PACKAGE_DEVELOPMENT, e->loc);
    else if (str_eq(t, STR("tool.uv.workspace")) && str_eq(e->key, STR("members")))
        project_member(r, e->value);
    else if (project && str_eq(e->key, STR("requires-python")))
        project_runtime(r, "python", e->value, 0, e->loc);
    else if (str_eq(t, STR("tool.poetry.dependencies")) && str_eq(e->key, STR("python")))
        project_runtime(r, "python", e->value, 0, e->loc);
    else if (str_eq(t, STR("tool.poetry.dependencies")))
        wanted(r, e, 0);
    else if (str_eq(t, STR("tool.poetry.dev-dependencies")) ||
             in_group(t, "tool.poetry.group.", ".dependencies"))
        wanted(r, e, PACKAGE_DEVELOPMENT);
    else if (on_tool(r, e))
        return;
    else if ((project || poetry) && str_eq(e->key, STR("name")))
        r->out->own_name = e->value;
    else if ((project || poetry) && str_eq(e->key, STR("version")))
        r->out->own_version = e->value;
}

void project_pyproject(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_pyproject);
}

static void on_pixi(void *ctx, const struct toml_event *e)
{
    on_pixi_table(ctx, e, e->table);
}

void project_pixi(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_pixi);
}

static void on_pipfile(void *ctx, const struct toml_event *e)
{
    struct project_reader *r = ctx;
    if (str_eq(e->table, STR("packages")))
        wanted(r, e, 0);
    else if (str_eq(e->table, STR("dev-packages")))
        wanted(r, e, PACKAGE_DEVELOPMENT);
    else if (str_eq(e->table, STR("requires")) && str_starts(e->key, STR("python")))
        project_runtime(r, "python", e->value, 0, e->loc);
}

void project_pipfile(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_pipfile);
}

// [[package]] name = "openai" version = "1.40.0"
static void on_toml_lock(void *ctx, const struct toml_event *e)
{
    struct project_reader *r = ctx;
    // pylock.toml calls it [[packages]].
    if (!(str_eq(e->table, STR("package")) || str_eq(e->table, STR("packages"))) || !e->string)
        return;
    if (str_eq(e->key, STR("name"))) {
        r->pending = e->value;
        r->pending_table = e->table_count;
    } else if (str_eq(e->key, STR("version")) && str_present(r->pending) &&
               r->pending_table == e->table_count) {
        project_package(r, r->pending, e->value, PACKAGE_LOCKED, e->loc);
        r->pending = STR_NONE;
    }
}

void project_toml_lock(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_toml_lock);
}

static void on_cargo(void *ctx, const struct toml_event *e)
{
    struct project_reader *r = ctx;
    struct str head = STR("dependencies.");
    if (str_eq(e->table, STR("dependencies")) || str_eq(e->table, STR("workspace.dependencies")))
        wanted(r, e, 0);
    else if (str_eq(e->table, STR("dev-dependencies")))
        wanted(r, e, PACKAGE_DEVELOPMENT);
    else if (str_eq(e->table, STR("workspace")) && str_eq(e->key, STR("members")))
        project_member(r, e->value);
    else if (str_starts(e->table, head) && str_eq(e->key, STR("version")))
        project_package(r, str_dup(str_from(e->table, head.n), r->arena), e->value, 0, e->loc);
}

void project_cargo(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_cargo);
}
