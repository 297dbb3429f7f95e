// SPDX-License-Identifier: MIT
#include "parse/project_files.h"

#include "parse/code.h"
#include "parse/jsonwalk.h"

static bool at(const struct json_event *e, size_t depth, const char *first)
{
    return e->depth == depth && str_eq(e->path[0], str_of(first));
}

static bool ends(const struct json_event *e, const char *last)
{
    return e->depth && str_eq(e->path[e->depth - 1], str_of(last));
}

static void walk(struct project_reader *r, struct str bytes, json_visit visit)
{
    if (!json_walk(bytes, r->path, visit, r))
        r->out->partial = true;
}

// "oai": "npm:openai@^4" is openai; a file has no version.
static void wanted(struct project_reader *r, const struct json_event *e, unsigned bits)
{
    struct str name = e->path[1], range = e->value;
    if (str_starts(range, STR("npm:")) && range.n > 5) {
        struct str spec = str_from(range, 4);
        size_t sign = str_chr(str_from(spec, 1), '@'); // behind the @ of a scope
        name = sign == STR_NOWHERE ? spec : str_slice(spec, 0, sign + 1);
        range = sign == STR_NOWHERE ? STR("") : str_from(spec, sign + 2);
    } else if (str_starts(range, STR("file:")) || str_starts(range, STR("link:"))) {
        range = STR("");
    }
    project_package(r, name, range, bits, e->loc);
}

static void on_package_json(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    if (!e->string)
        return;
    if (at(e, 2, "dependencies") || at(e, 2, "optionalDependencies") ||
        at(e, 2, "peerDependencies"))
        wanted(r, e, 0);
    else if (at(e, 2, "devDependencies"))
        wanted(r, e, PACKAGE_DEVELOPMENT);
    else if (at(e, 2, "scripts"))
        project_script(r, e->path[1], code_unescape(e->value, CODE_JAVASCRIPT, r->arena), e->loc);
    else if (at(e, 2, "engines") && ends(e, "node"))
        project_runtime(r, "node", e->value, 0, e->loc);
    else if (at(e, 2, "volta") && ends(e, "node"))
        project_runtime(r, "node", e->value, 0, e->loc);
    else if ((at(e, 2, "workspaces") || at(e, 3, "workspaces")) && ends(e, "[]"))
        project_member(r, e->value);
    else if (at(e, 1, "name"))
        r->out->own_name = e->value;
    else if (at(e, 1, "version"))
        r->out->own_version = e->value;
}

void project_package_json(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_package_json);
}

// "node_modules/openai" is what the project itself gets, "apps/web/node_modules/openai" a part of it;
// deeper ones are some package's own.
static void on_package_lock(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    struct str prefix = STR("node_modules/");
    if (e->depth != 3 || !e->string || !ends(e, "version"))
        return;
    if (at(e, 3, "dependencies")) { // version 1
        project_package(r, e->path[1], e->value, PACKAGE_LOCKED, e->loc);
    } else if (at(e, 3, "packages") && str_has(e->path[1], prefix)) {
        struct str name = str_from(e->path[1], str_find(e->path[1], prefix) + prefix.n);
        if (!str_has(name, prefix))
            project_package(r, name, e->value, PACKAGE_LOCKED, e->loc);
    }
}

void project_package_lock(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_package_lock);
}

// "openai": ["openai@4.20.0", ...]
static void on_bun_lock(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    if (!at(e, 3, "packages") || e->index != 0 || !e->string)
        return;
    size_t sign = str_rchr(e->value, '@');
    if (sign != STR_NOWHERE && sign > 0 && str_eq(str_slice(e->value, 0, sign), e->path[1]))
        project_package(r, e->path[1], str_from(e->value, sign + 1), PACKAGE_LOCKED, e->loc);
}

void project_bun_lock(struct project_reader *r, struct str bytes)
{
    project_runtime(r, "bun", STR(""), 0, (struct loc){r->path, 0, 0});
    walk(r, bytes, on_bun_lock);
}

// "imports": {"openai": "npm:openai@^4.20.0"}
static void on_deno(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    if (!e->string)
        return;
    if (at(e, 2, "tasks")) {
        project_script(r, e->path[1], code_unescape(e->value, CODE_JAVASCRIPT, r->arena), e->loc);
        return;
    }
    bool npm = str_starts(e->value, STR("npm:")), jsr = str_starts(e->value, STR("jsr:"));
    if (!at(e, 2, "imports") || (!npm && !jsr))
        return;
    struct str spec = str_trim_left_set(str_from(e->value, 4), "/");
    size_t sign = str_chr(str_from(spec, 1), '@'); // behind the @ of a scope
    struct str name = sign == STR_NOWHERE ? spec : str_slice(spec, 0, sign + 1);
    project_package(r, name, sign == STR_NOWHERE ? STR("") : str_from(spec, sign + 2), 0, e->loc);
}

void project_deno(struct project_reader *r, struct str bytes)
{
    project_runtime(r, "deno", STR(""), 0, (struct loc){r->path, 0, 0});
    walk(r, bytes, on_deno);
}

// "specifiers": {"npm:openai@^4": "4.77.0_zod@3.22.4"}; before version 4 in "packages", and the value
// is "npm:openai@4.77.0".
static void on_deno_lock(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    bool here =
        at(e, 2, "specifiers") || (at(e, 3, "packages") && str_eq(e->path[1], STR("specifiers")));
    if (!e->string || !here || !str_starts(e->path[e->depth - 1], STR("npm:")))
        return;
    struct str spec = str_from(e->path[e->depth - 1], 4), version = e->value;
    if (spec.n < 2)
        return;
    size_t sign = str_chr(str_from(spec, 1), '@'); // behind the @ of a scope
    struct str name = sign == STR_NOWHERE ? spec : str_slice(spec, 0, sign + 1);
    if (str_starts(version, STR("npm:")))
        version = str_from(version, 4 + name.n);
    project_package(r, name, version, PACKAGE_LOCKED, e->loc);
}

void project_deno_lock(struct project_reader *r, struct str bytes)
{
    project_runtime(r, "deno", STR(""), 0, (struct loc){r->path, 0, 0});
    walk(r, bytes, on_deno_lock);
}

static void on_pipfile_lock(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    if (e->depth == 3 && e->string && ends(e, "version") &&
        (at(e, 3, "default") || at(e, 3, "develop")))
        project_package(r, e->path[1], e->value, PACKAGE_LOCKED, e->loc);
}

void project_pipfile_lock(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_pipfile_lock);
}

static void on_composer(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    if (e->string && (at(e, 2, "require") || at(e, 2, "require-dev")))
        project_package(r, e->path[1], e->value, at(e, 2, "require") ? 0 : PACKAGE_DEVELOPMENT,
                        e->loc);
}

void project_composer(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_composer);
}

// "packages": [{"name": ..., "version": ...}]
static void on_composer_lock(void *ctx, const struct json_event *e)
{
    struct project_reader *r = ctx;
    if (e->depth != 3 || !e->string || (!at(e, 3, "packages") && !at(e, 3, "packages-dev")))
        return;
    if (ends(e, "name"))
        r->pending = e->value;
    else if (ends(e, "version") && str_present(r->pending)) {
        project_package(r, r->pending, e->value, PACKAGE_LOCKED, e->loc);
        r->pending = STR_NONE;
    }
}

void project_composer_lock(struct project_reader *r, struct str bytes)
{
    walk(r, bytes, on_composer_lock);
}
