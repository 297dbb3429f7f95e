// SPDX-License-Identifier: MIT
// compose services (manifests.md 3): environment beats env_file (the later file wins), an explicit
// empty string counts, a bare name or null copies from the shell or from .env. The .env beside the
// file is for interpolation only and never reaches a container by itself.
#include "parse/manifest_in.h"
#include "parse/names.h"

struct compose {
    struct reading *r;
    struct dotenv_result dotenv; // .env beside the compose file
    bool has_dotenv;
    const struct yaml_node *services;
};

static struct str lookup(void *ctx, struct str name)
{
    const struct compose *c = ctx;
    struct str here = manifest_shell(c->r, name);
    if (str_present(here))
        return here;
    for (size_t i = 0; i < c->dotenv.n; i++)
        if (str_eq(c->dotenv.items[i].name, name))
            return c->dotenv.items[i].value;
    return STR_NONE;
}

static struct str expand(struct compose *c, struct str text, struct str *why)
{
    struct interpolation in = {.lookup = lookup, .ctx = c};
    struct str out = manifest_interpolate(text, &in, c->r->a);
    if (str_present(in.missing))
        *why =
            str_fmt(c->r->a, "%.*s is not set in the shell or .env, so compose %s",
                    STR_ARG(in.missing), in.required ? "refuses to start" : "puts nothing there");
    return out;
}

static void load_dotenv(struct compose *c)
{
    struct str path = manifest_path(c->r, STR(".env"));
    struct str bytes = c->r->w->file(c->r->w->ctx, path);
    if (!str_present(bytes))
        return;
    c->has_dotenv = true;
    const struct loader *loader = loader_find(STR("compose-v2-dotenv"));
    if (loader)
        c->dotenv = dotenv_load(loader, bytes, c->r->w->shell, c->r->w->shell_n, c->r->a);
}

// An override file's env_file does not beat the base file's environment.
static bool by_environment(const struct context *out, struct str name)
{
    const struct variable *v = variable_find(&out->vars, name);
    return v && v->value.state != VALUE_UNSET && !str_eq(v->why, STR("env_file"));
}

static void one_env_file(struct compose *c, struct context *out, const struct yaml_node *entry)
{
    struct str written = yaml_text(entry->kind == YAML_MAP ? yaml_get(entry, "path") : entry);
    struct str required = yaml_text(yaml_get(entry, "required"));
    bool raw = str_eq(yaml_text(yaml_get(entry, "format")), STR("raw"));
    struct str why = STR_NONE, path = manifest_path(c->r, expand(c, written, &why));
    struct str bytes = str_present(path) ? c->r->w->file(c->r->w->ctx, path) : STR_NONE;
    if (!str_present(bytes)) {
        out->state = SEEN_PARTIAL;
        out->detail = str_fmt(c->r->a, "env_file %.*s (line %u) cannot be read%s", STR_ARG(written),
                              (unsigned)entry->loc.line,
                              str_eq(required, STR("false")) ? " and is not required" : "");
        return;
    }
    const struct loader *loader =
        loader_find(raw ? STR("docker-run-28") : STR("compose-v2-envfile"));
    if (!loader)
        return;
    struct dotenv_result file =
        dotenv_load(loader, bytes, c->r->w->shell, c->r->w->shell_n, c->r->a);
    for (size_t i = 0; i < file.n; i++)
        if (file.items[i].line && !by_environment(out, file.items[i].name))
            manifest_set_value(c->r, out, file.items[i].name, file.items[i].value,
                               (struct loc){path, file.items[i].line, 0}, STR("env_file"));
}

static void env_files(struct compose *c, struct context *out, const struct yaml_node *node)
{
    if (!node)
        return;
    if (node->kind != YAML_LIST) {
        one_env_file(c, out, node);
        return;
    }
    for (size_t i = 0; i < node->list.n; i++)
        one_env_file(c, out, node->list.items[i]);
}

static void copied(struct compose *c, struct context *out, struct str name, struct loc loc)
{
    struct str value = lookup(c, name);
    manifest_set_value(c->r, out, name, value, loc,
                       str_present(value)
                           ? STR("copied from the shell or .env")
                           : STR("to be copied from the shell or .env, which lack it"));
}

static void assigned(struct compose *c, struct context *out, struct str name, struct str value,
                     struct loc loc)
{
    struct str why = STR("environment");
    struct str expanded = expand(c, value, &why);
    manifest_set_value(c->r, out, name, expanded, loc, why);
}

static void environment_item(struct compose *c, struct context *out, const struct yaml_node *item)
{
    struct str text = yaml_text(item);
    size_t eq = str_chr(text, '=');
    if (!str_present(text))
        return;
    if (eq == STR_NOWHERE)
        copied(c, out, text, item->loc);
    else
        assigned(c, out, str_slice(text, 0, eq), str_from(text, eq + 1), item->loc);
}

static void environment(struct compose *c, struct context *out, const struct yaml_node *node)
{
    if (node && node->kind == YAML_LIST)
        for (size_t i = 0; i < node->list.n; i++)
            environment_item(c, out, node->list.items[i]);
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(node, i, &p); i++) {
        struct str value = yaml_text(p.value);
        if (yaml_is_null(p.value))
            copied(c, out, p.key->text, p.key->loc);
        else if (str_present(value))
            assigned(c, out, p.key->text, value, p.value->loc);
    }
}

// `extends: {service: x}` of the same file; another file is said to be unread.
static const struct yaml_node *extended(struct compose *c, struct context *out,
                                        const struct yaml_node *service)
{
    const struct yaml_node *extends = yaml_get(service, "extends");
    bool map = extends && extends->kind == YAML_MAP;
    struct str base = yaml_text(map ? yaml_get(extends, "service") : extends);
    if (!str_present(base))
        return NULL;
    if (!map || !yaml_get(extends, "file"))
        return yaml_get(c->services, str_z(base, c->r->a));
    out->state = SEEN_PARTIAL;
    out->detail = STR("extends a service of another file, which is not read");
    return NULL;
}

// Compose merges setting by setting: the env_files of the chain first, then its environments.
static void apply(struct compose *c, struct context *out, const struct yaml_node *service)
{
    const struct yaml_node *chain[8] = {service};
    size_t n = 1;
    while (n < 8 && (chain[n] = extended(c, out, chain[n - 1])))
        n++;
    for (size_t i = n; i > 0; i--)
        env_files(c, out, yaml_get(chain[i - 1], "env_file"));
    for (size_t i = n; i > 0; i--)
        environment(c, out, yaml_get(chain[i - 1], "environment"));
}

static struct context *service_context(struct compose *c, const struct yaml_pair *p)
{
    struct str name = str_fmt(c->r->a, "compose:%.*s", STR_ARG(p->key->text));
    // An override file adds to the service that the base file named.
    for (size_t i = 0; i < c->r->out->n; i++)
        if (str_eq(c->r->out->items[i].name, name))
            return &c->r->out->items[i];
    struct context *out = manifest_context(c->r, CONTEXT_COMPOSE, name, p->key->loc);
    out->in_container = true;
    return out;
}

void compose_read(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    if (y.docs.n == 0)
        return;
    struct compose c = {.r = r};
    c.services = yaml_get(y.docs.items[0].root, "services");
    load_dotenv(&c);
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(c.services, i, &p); i++) {
        if (p.value->kind != YAML_MAP)
            continue;
        struct context *out = service_context(&c, &p);
        if (yaml_get(p.value, "build"))
            out->program = STR("build");
        apply(&c, out, p.value);
        manifest_add_unset(r, out);
    }
    if (yaml_get(y.docs.items[0].root, "include"))
        manifest_partial(r, CONTEXT_MANIFEST, STR("`include` names further files, not read"));
}
