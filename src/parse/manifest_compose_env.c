// SPDX-License-Identifier: MIT
// What a compose service gets (manifests.md 3): environment beats env_file, the later file and the
// later layer win, an explicit empty string counts, a bare name or null copies from the shell or
// from .env and takes the name away where both lack it.
#include "parse/manifest_compose.h"

struct filling {
    struct reading *r;
    const struct compose_service *s;
    struct context *out;
    struct compose_lookup seen; // what an env_file may refer to: the look-ups, then earlier files
};

struct str compose_lookup_name(const struct compose_lookup *vars, struct str name)
{
    for (size_t i = 0; i < vars->n; i++)
        if (str_eq(vars->items[i].name, name))
            return vars->items[i].value;
    return STR_NONE;
}

static struct str lookup(void *ctx, struct str name)
{
    return compose_lookup_name(ctx, name);
}

struct str compose_expand(struct reading *r, const struct compose_lookup *vars, struct str text,
                          struct str *why, bool *refused)
{
    struct interpolation in = {.lookup = lookup, .ctx = (void *)(uintptr_t)vars};
    struct str out = manifest_interpolate(text, &in, r->a);
    if (in.invalid)
        *why = STR("`${` without a name or its brace: compose refuses the file ($$ is a plain $)");
    else if (str_present(in.missing))
        *why =
            str_fmt(r->a, "%.*s is not set in the shell or .env, so compose %s",
                    STR_ARG(in.missing), in.required ? "refuses to start" : "puts nothing there");
    *refused = in.invalid || in.required;
    return out;
}

static void partly(struct filling *f, enum seen state, struct str detail)
{
    if (state != SEEN_COMPLETE)
        f->out->state = state;
    if (!str_present(f->out->detail))
        f->out->detail = detail;
}

static void take_file(struct filling *f, struct str path, struct str bytes, bool raw)
{
    const struct loader *loader =
        loader_find(raw ? STR("docker-run-28") : STR("compose-v2-envfile"));
    if (!loader)
        return;
    struct dotenv_result file = dotenv_load(loader, bytes, f->seen.items, f->seen.n, f->r->a);
    if (file.failed)
        partly(f, SEEN_PARTIAL,
               str_fmt(f->r->a, "compose refuses %.*s, line %u", STR_ARG(path),
                       (unsigned)file.error_line));
    for (size_t i = 0; i < file.n; i++) {
        const struct dotenv_pair *p = &file.items[i];
        if (!p->line)
            continue;
        manifest_set_value(f->r, f->out, p->name, p->value, (struct loc){path, p->line, 1},
                           STR("env_file"));
        if (!str_present(compose_lookup_name(&f->seen, p->name)) && str_present(p->value))
            *arena_push(&f->seen, f->r->a) = (struct dotenv_env){p->name, p->value};
    }
}

static void one_env_file(struct filling *f, struct str dir, const struct yaml_node *entry)
{
    bool map = entry->kind == YAML_MAP, refused;
    struct str written = yaml_text(map ? yaml_get(entry, "path") : entry), why = STR_NONE;
    bool needed = !str_eq(yaml_text(yaml_get(entry, "required")), STR("false"));
    bool raw = str_eq(yaml_text(yaml_get(entry, "format")), STR("raw"));
    written = compose_expand(f->r, f->s->vars, written, &why, &refused);
    struct str path = manifest_resolve(dir, written, f->r->a);
    struct str bytes = str_present(path) ? f->r->w->file(f->r->w->ctx, path) : STR_NONE;
    if (str_present(bytes))
        take_file(f, path, bytes, raw);
    else
        partly(f, needed ? SEEN_PARTIAL : SEEN_COMPLETE,
               str_fmt(f->r->a, "env_file %.*s (%.*s:%u) %s", STR_ARG(written),
                       STR_ARG(entry->loc.file), (unsigned)entry->loc.line,
                       !str_present(path) ? "lies outside the project and is not read"
                       : needed ? "is not there or cannot be read: compose refuses to start"
                                : "is not there, and not required"));
}

static void env_files(struct filling *f, struct str dir, const struct yaml_node *node)
{
    if (node && node->kind != YAML_LIST)
        one_env_file(f, dir, node);
    for (size_t i = 0; i < yaml_count(node); i++)
        one_env_file(f, dir, yaml_item(node, i));
}

static void copied(struct filling *f, struct str name, struct loc loc)
{
    struct str value = compose_lookup_name(f->s->vars, name);
    manifest_set_value(f->r, f->out, name, value, loc,
                       str_present(value)
                           ? STR("copied from the shell or .env")
                           : STR("to be copied from the shell or .env, which lack it"));
}

static void assigned(struct filling *f, struct str name, struct str value, struct loc loc)
{
    struct str why = STR("environment");
    bool refused = false;
    struct str expanded = compose_expand(f->r, f->s->vars, value, &why, &refused);
    manifest_set_value(f->r, f->out, name, refused ? STR_NONE : expanded, loc, why);
}

static void environment_item(struct filling *f, const struct yaml_node *item)
{
    struct str text = yaml_text(item);
    size_t eq = str_chr(text, '=');
    if (!str_present(text))
        return;
    if (eq == STR_NOWHERE)
        copied(f, text, item->loc);
    else
        assigned(f, str_slice(text, 0, eq), str_from(text, eq + 1), item->loc);
}

static void environment(struct filling *f, const struct yaml_node *node)
{
    for (size_t i = 0; i < yaml_count(node); i++)
        environment_item(f, yaml_item(node, i));
    struct yaml_pair p;
    if (node && node->duplicate)
        partly(f, SEEN_PARTIAL,
               str_fmt(f->r->a, "a name stands twice in %.*s, line %u: compose refuses the file",
                       STR_ARG(node->loc.file), (unsigned)node->loc.line));
    for (size_t i = 0; yaml_pair_at(node, i, &p); i++) {
        struct str value = yaml_text(p.value);
        if (str_eq(str_of(p.value->tag), STR("!reset")))
            manifest_set_value(f->r, f->out, yaml_raw(p.key), STR_NONE, p.value->loc,
                               STR("!reset"));
        else if (yaml_is_tagged(p.value))
            manifest_set_opaque(f->r, f->out, yaml_raw(p.key), p.value->loc, str_of(p.value->tag));
        else if (yaml_is_null(p.value))
            copied(f, yaml_raw(p.key), p.key->loc);
        else if (str_present(value))
            assigned(f, yaml_raw(p.key), value, p.value->loc);
    }
}

// The first layer that still counts: `!reset` and `!override` forget what weaker ones said.
static size_t first_layer(const struct compose_service *s, const char *key)
{
    size_t first = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct yaml_node *node = yaml_get(s->items[i].node, key);
        if (node && str_eq(str_of(node->tag), STR("!override")))
            first = i;
        else if (node && str_eq(str_of(node->tag), STR("!reset")))
            first = i + 1;
    }
    return first;
}

static void starts_with_a_profile(struct filling *f)
{
    for (size_t i = 0; i < f->s->n; i++) {
        const struct yaml_node *profiles = yaml_get(f->s->items[i].node, "profiles");
        if (profiles && profiles->kind == YAML_LIST && yaml_count(profiles))
            partly(f, SEEN_COMPLETE,
                   str_fmt(f->r->a, "starts with the profile %.*s alone",
                           STR_ARG(yaml_text(yaml_item(profiles, 0)))));
    }
}

void compose_values(struct reading *r, const struct compose_service *s, struct context *out)
{
    struct filling f = {.r = r, .s = s, .out = out};
    for (size_t i = 0; i < s->vars->n; i++)
        *arena_push(&f.seen, r->a) = s->vars->items[i];
    if (str_present(s->unread))
        partly(&f, SEEN_PARTIAL, s->unread);
    for (size_t i = first_layer(s, "env_file"); i < s->n; i++)
        env_files(&f, s->items[i].dir, yaml_get(s->items[i].node, "env_file"));
    for (size_t i = first_layer(s, "environment"); i < s->n; i++)
        environment(&f, yaml_get(s->items[i].node, "environment"));
    starts_with_a_profile(&f);
}
