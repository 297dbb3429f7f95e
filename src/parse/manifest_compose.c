// SPDX-License-Identifier: MIT
// A compose project (manifests.md 3): the file of a folder, its override or what COMPOSE_FILE
// names, with the files that `include` and `extends` bring in. The .env beside the first file is
// for interpolation only and never reaches a container by itself.
#include "parse/manifest_compose.h"

enum { FILES_MAX = 16, INCLUDE_DEPTH = 4, EXTENDS_MAX = 8 };

struct compose {
    struct reading *r;
    struct str dir; // the project's: relative paths of every file on the command line start here
    struct compose_lookup *vars;
    struct {
        struct compose_service *items;
        size_t n, cap;
    } services;
};

static const char *const bases[] = {"compose.yaml", "compose.yml", "docker-compose.yml",
                                    "docker-compose.yaml"};
static const char *const overrides[] = {"compose.override.yml", "compose.override.yaml",
                                        "docker-compose.override.yml",
                                        "docker-compose.override.yaml"};

static struct str read_text(struct reading *r, struct str path)
{
    return str_present(path) ? r->w->file(r->w->ctx, path) : STR_NONE;
}

// ---- look-ups ----

static void add_var(struct compose_lookup *vars, struct str name, struct str value, struct arena *a)
{
    if (str_present(value) && !str_present(compose_lookup_name(vars, name)))
        *arena_push(vars, a) = (struct dotenv_env){name, value};
}

static void add_dotenv(struct reading *r, struct compose_lookup *vars, struct str path)
{
    struct str bytes = read_text(r, path);
    const struct loader *loader = loader_find(STR("compose-v2-dotenv"));
    if (!str_present(bytes) || !loader)
        return;
    struct dotenv_result file = dotenv_load(loader, bytes, vars->items, vars->n, r->a);
    for (size_t i = 0; i < file.n; i++)
        if (file.items[i].line)
            add_var(vars, file.items[i].name, file.items[i].value, r->a);
}

// The shell's, then those of .env or of the files that COMPOSE_ENV_FILES names (the later wins).
static struct compose_lookup *lookups(struct reading *r, struct str dir)
{
    struct compose_lookup *vars = arena_one(r->a, struct compose_lookup);
    for (size_t i = 0; i < r->w->shell_n; i++)
        *arena_push(vars, r->a) = r->w->shell[i];
    struct str off = manifest_shell(r, STR("COMPOSE_DISABLE_ENV_FILE"));
    struct str named = manifest_shell(r, STR("COMPOSE_ENV_FILES")), one;
    struct strs files = {0};
    while (named.n && str_cut(&named, ',', &one))
        strs_add(&files, one, r->a);
    if (str_eq(off, STR("1")) || str_eq(off, STR("true")))
        return vars;
    for (size_t i = files.n; i > 0; i--)
        add_dotenv(r, vars, manifest_resolve(dir, files.items[i - 1], r->a));
    if (files.n == 0)
        add_dotenv(r, vars, manifest_resolve(dir, STR(".env"), r->a));
    return vars;
}

// ---- services ----

static struct compose_service *service_of(struct compose *c, const struct yaml_pair *p)
{
    for (size_t i = 0; i < c->services.n; i++)
        if (str_eq(c->services.items[i].name, yaml_raw(p->key)))
            return &c->services.items[i];
    struct compose_service *s = arena_push(&c->services, c->r->a);
    *s = (struct compose_service){.name = yaml_raw(p->key), .loc = p->key->loc, .vars = c->vars};
    return s;
}

struct compose_file {
    struct str path;
    struct str dir; // where its relative paths start
    const struct yaml_node *root;
};

static bool open_file(struct compose *c, struct str path, struct str dir, struct compose_file *out)
{
    struct str bytes = read_text(c->r, path);
    if (!str_present(bytes))
        return false;
    struct yaml_file y = yaml_read(bytes, path, c->r->a);
    *out = (struct compose_file){path, dir, y.docs.n ? y.docs.items[0].root : NULL};
    return out->root != NULL;
}

// What `extends` of a service in `from` leads to: the service, and the file it stands in.
static const struct yaml_node *extended(struct compose *c, struct compose_service *s,
                                        struct compose_file *from, const struct yaml_node *service)
{
    const struct yaml_node *extends = yaml_get(service, "extends");
    bool map = extends && extends->kind == YAML_MAP, refused;
    struct str name = yaml_text(map ? yaml_get(extends, "service") : extends), why = STR_NONE;
    struct str file =
        compose_expand(c->r, c->vars, yaml_text(yaml_get(extends, "file")), &why, &refused);
    if (!str_present(name))
        return NULL;
    if (str_present(file)) {
        struct str path = manifest_resolve(manifest_dir_of(from->path), file, c->r->a);
        if (!open_file(c, path, str_present(path) ? manifest_dir_of(path) : STR_NONE, from)) {
            s->unread = str_fmt(c->r->a, "extends %.*s of %.*s, which cannot be read",
                                STR_ARG(name), STR_ARG(file));
            return NULL;
        }
    }
    return yaml_at(from->root, "services", str_z(name, c->r->a), NULL);
}

static void add_layers(struct compose *c, struct compose_service *s,
                       const struct compose_file *file, const struct yaml_node *node)
{
    struct compose_layer chain[EXTENDS_MAX];
    struct compose_file from = *file;
    size_t n = 0;
    for (; node && n < EXTENDS_MAX; n++) {
        chain[n] = (struct compose_layer){node, from.dir};
        node = extended(c, s, &from, node);
    }
    while (n > 0)
        *arena_push(s, c->r->a) = chain[--n];
}

static void add_file(struct compose *c, const struct compose_file *file)
{
    const struct yaml_node *services = yaml_get(file->root, "services");
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(services, i, &p); i++)
        if (p.value->kind == YAML_MAP)
            add_layers(c, service_of(c, &p), file, p.value);
}

// ---- include ----

static void include(struct compose *c, const struct compose_file *file, int depth);

static void include_path(struct compose *c, const struct yaml_node *entry, struct str written,
                         int depth)
{
    struct str why = STR_NONE;
    bool refused;
    written = compose_expand(c->r, c->vars, written, &why, &refused);
    struct str path = manifest_resolve(c->dir, written, c->r->a);
    struct compose inner = *c;
    struct compose_file file;
    struct str folder = yaml_text(yaml_get(entry, "project_directory"));
    inner.dir =
        str_present(folder) ? manifest_resolve(c->dir, folder, c->r->a) : manifest_dir_of(path);
    if (!str_present(path) || !str_present(inner.dir) ||
        !open_file(&inner, path, inner.dir, &file)) {
        manifest_partial(c->r, CONTEXT_MANIFEST,
                         str_fmt(c->r->a, "include %.*s (line %u) cannot be read", STR_ARG(written),
                                 (unsigned)entry->loc.line));
        return;
    }
    inner.vars = arena_one(c->r->a, struct compose_lookup);
    for (size_t i = 0; i < c->vars->n; i++)
        *arena_push(inner.vars, c->r->a) = c->vars->items[i];
    const struct yaml_node *env = yaml_get(entry, "env_file");
    if (env && env->kind == YAML_LIST)
        for (size_t i = yaml_count(env); i > 0; i--)
            add_dotenv(c->r, inner.vars,
                       manifest_resolve(c->dir, yaml_text(yaml_item(env, i - 1)), c->r->a));
    else
        add_dotenv(c->r, inner.vars,
                   manifest_resolve(env ? c->dir : inner.dir, env ? yaml_text(env) : STR(".env"),
                                    c->r->a));
    include(&inner, &file, depth + 1);
    add_file(&inner, &file);
    c->services.items = inner.services.items;
    c->services.n = inner.services.n;
    c->services.cap = inner.services.cap;
}

// Included services come first: what the including files say of them is laid over.
static void include(struct compose *c, const struct compose_file *file, int depth)
{
    const struct yaml_node *list = yaml_get(file->root, "include");
    for (size_t i = 0; i < yaml_count(list) && i < FILES_MAX && depth < INCLUDE_DEPTH; i++) {
        const struct yaml_node *entry = yaml_item(list, i);
        const struct yaml_node *path = entry->kind == YAML_MAP ? yaml_get(entry, "path") : entry;
        if (path && path->kind == YAML_LIST)
            for (size_t k = 0; k < yaml_count(path) && k < FILES_MAX; k++)
                include_path(c, entry, yaml_text(yaml_item(path, k)), depth);
        else if (path)
            include_path(c, entry, yaml_text(path), depth);
    }
}

// ---- which files ----

static struct str first_there(struct reading *r, struct str dir, const char *const names[],
                              size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str path = manifest_resolve(dir, str_of(names[i]), r->a);
        for (size_t k = 0; k < r->w->set->n; k++)
            if (str_eq(r->w->set->items[k].path, path))
                return path;
    }
    return STR_NONE;
}

// The files of the project in this folder, in their order; none when COMPOSE_FILE's are not here.
static struct strs project_files(struct reading *r, struct str dir,
                                 const struct compose_lookup *vars)
{
    struct strs files = {0};
    struct str named = compose_lookup_name(vars, STR("COMPOSE_FILE")), one;
    struct str sep = compose_lookup_name(vars, STR("COMPOSE_PATH_SEPARATOR"));
    while (named.n && str_cut(&named, sep.n == 1 ? sep.p[0] : ':', &one)) {
        struct str path = manifest_resolve(dir, one, r->a);
        if (str_present(read_text(r, path)))
            strs_add(&files, path, r->a);
    }
    if (files.n)
        return files;
    struct str base = first_there(r, dir, bases, sizeof bases / sizeof *bases);
    struct str over = first_there(r, dir, overrides, sizeof overrides / sizeof *overrides);
    if (str_present(base))
        strs_add(&files, base, r->a);
    if (str_present(base) && str_present(over))
        strs_add(&files, over, r->a);
    return files;
}

static void service_context(struct compose *c, const struct compose_service *s)
{
    struct str name = str_fmt(c->r->a, "compose:%.*s", STR_ARG(s->name));
    // The same name in another folder's project is another service.
    for (size_t i = 0; i < c->r->out->n; i++)
        if (str_eq(c->r->out->items[i].name, name))
            name = str_fmt(c->r->a, "compose:%.*s@%.*s", STR_ARG(s->name), STR_ARG(c->dir));
    struct context *out = manifest_context(c->r, CONTEXT_COMPOSE, name, s->loc);
    out->in_container = true;
    for (size_t i = 0; i < s->n; i++)
        if (yaml_get(s->items[i].node, "build"))
            out->program = STR("build");
    compose_values(c->r, s, out);
    manifest_add_unset(c->r, out);
}

static void read_project(struct reading *r, struct str dir, struct compose_lookup *vars,
                         const struct strs *files)
{
    struct compose c = {.r = r, .dir = dir, .vars = vars};
    for (size_t i = 0; i < files->n && i < FILES_MAX; i++) {
        struct compose_file file;
        if (!open_file(&c, files->items[i], dir, &file))
            continue;
        include(&c, &file, 0);
        add_file(&c, &file);
    }
    for (size_t i = 0; i < c.services.n; i++)
        service_context(&c, &c.services.items[i]);
}

static bool in_set(const struct reading *r, struct str path)
{
    for (size_t i = 0; i < r->w->set->n; i++)
        if (str_eq(r->w->set->items[i].path, path))
            return true;
    return false;
}

// COMPOSE_FILE may begin with a file of any name: the project is told where the first one stands that
// shows by its name what it is, else where compose would have looked.
static bool leads(struct reading *r, struct str dir, const struct strs *files)
{
    for (size_t i = 0; i < files->n; i++)
        if (in_set(r, files->items[i]))
            return str_eq(files->items[i], r->file->path);
    return str_eq(first_there(r, dir, bases, sizeof bases / sizeof *bases), r->file->path);
}

static void note_included(struct reading *r, const struct manifest_file *from,
                          const struct yaml_node *entry)
{
    const struct yaml_node *named = entry->kind == YAML_MAP ? yaml_get(entry, "path") : entry;
    bool list = named && named->kind == YAML_LIST;
    for (size_t i = 0; i < (list ? yaml_count(named) : 1); i++) {
        struct str written = yaml_text(list ? yaml_item(named, i) : named);
        struct str path = manifest_resolve(manifest_dir_of(from->path), written, r->a);
        if (str_present(path) && !str_eq(path, from->path))
            *index_at(r->w->set->included, path, r->a) = 1;
    }
}

// Another project includes this file, and tells its services.
static bool is_included(struct reading *r)
{
    struct manifest_set *set = r->w->set;
    bool made = set->included != NULL;
    if (!made)
        set->included = arena_one(r->a, struct index);
    for (size_t i = 0; !made && i < set->n; i++) {
        const struct manifest_file *from = &set->items[i];
        if (!str_has(from->bytes, STR("include:")) || !str_has(from->bytes, STR("services:")))
            continue;
        struct yaml_file y = yaml_read(from->bytes, from->path, r->a);
        const struct yaml_node *root = y.docs.n ? y.docs.items[0].root : NULL;
        const struct yaml_node *list =
            yaml_get(root, "services") ? yaml_get(root, "include") : NULL;
        for (size_t k = 0; k < yaml_count(list); k++)
            note_included(r, from, yaml_item(list, k));
    }
    return index_find(set->included, r->file->path) != STR_NOWHERE;
}

void compose_read(struct reading *r)
{
    if (is_included(r))
        return;
    struct str dir = manifest_dir(r);
    struct compose_lookup *vars = lookups(r, dir);
    struct strs files = project_files(r, dir, vars);
    if (!files.n) // used with -f alone, and no other file is here: a project of its own
        strs_add(&files, r->file->path, r->a);
    struct yaml_file y = manifest_yaml(r);
    if (y.docs.n == 0)
        return;
    if (leads(r, dir, &files))
        read_project(r, dir, vars, &files);
    if (!strs_have(&files, r->file->path))
        manifest_partial(r, CONTEXT_MANIFEST,
                         str_fmt(r->a, "compose reads %.*s here, and this file with -f alone",
                                 STR_ARG(files.items[0])));
}
