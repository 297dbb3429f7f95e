// SPDX-License-Identifier: MIT
// The ConfigMaps and Secrets of a set of manifests, and those that a kustomization generates.
#include "parse/base64.h"
#include "parse/manifest_kubernetes.h"

enum { DOCS_MAX = 500, ITEMS_MAX = 500, SAME_NAME_MAX = 64 };

static bool is_yaml(struct str path)
{
    return str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"));
}

// Each object of a document: itself, or the items of a List.
static const struct yaml_node *object_at(const struct yaml_node *root, size_t i)
{
    const struct yaml_node *items = yaml_get(root, "items");
    bool list = str_ends(yaml_text(yaml_get(root, "kind")), STR("List")) && items;
    if (!list)
        return i == 0 ? root : NULL;
    return i < yaml_count(items) && i < ITEMS_MAX ? yaml_item(items, i) : NULL;
}

static enum kube_sort sort_of(const struct yaml_node *node)
{
    struct str path = node->loc.file, kind = yaml_text(yaml_get(node, "kind"));
    if (str_ends(path, STR("kustomization.yaml")) || str_ends(path, STR("kustomization.yml")))
        return KUBE_KUSTOMIZATION;
    if (str_eq(kind, STR("Secret")))
        return KUBE_SECRET;
    if (str_eq(kind, STR("ConfigMap")))
        return KUBE_CONFIG;
    bool sealed = str_eq(kind, STR("SealedSecret")) || str_eq(kind, STR("ExternalSecret"));
    return sealed ? KUBE_SEALED : KUBE_OTHER;
}

static struct str placed_key(struct str file, struct str name, struct arena *a)
{
    return str_fmt(a, "%.*s\n%.*s", STR_ARG(manifest_dir_of(file)), STR_ARG(name));
}

static void index_object(struct kube_objects *all, size_t at, struct arena *a)
{
    struct kube_object *o = &all->items[at];
    o->next = STR_NOWHERE;
    if (o->sort == KUBE_KUSTOMIZATION)
        *arena_push(&all->kustomizations, a) = at;
    if (!o->name.n)
        return;
    size_t *last = index_at(&all->last, o->name, a);
    if (*last == STR_NOWHERE)
        *index_at(&all->first, o->name, a) = at;
    else
        all->items[*last].next = at;
    *last = at;
    if (o->sort == KUBE_OTHER)
        return;
    size_t *placed = index_at(&all->placed, placed_key(o->node->loc.file, o->name, a), a);
    if (*placed == STR_NOWHERE)
        *placed = at;
}

static void index_file(struct reading *r, struct kube_objects *all, struct manifest_file *file)
{
    file->yaml = arena_one(r->a, struct yaml_file);
    *file->yaml = yaml_read(file->bytes, file->path, r->a);
    file->first_object = all->n;
    for (size_t d = 0; d < file->yaml->docs.n && d < DOCS_MAX; d++) {
        const struct yaml_node *node;
        for (size_t i = 0; (node = object_at(file->yaml->docs.items[d].root, i)); i++) {
            struct kube_object *o = arena_push(all, r->a);
            *o = (struct kube_object){.node = node, .sort = sort_of(node)};
            o->kind = yaml_text(yaml_get(node, "kind"));
            o->name = kube_name(node);
            index_object(all, all->n - 1, r->a);
        }
    }
    file->objects = all->n - file->first_object;
}

// Every YAML file of the set is parsed once, however many objects refer to each other.
struct kube_objects *kube_objects(struct reading *r)
{
    struct manifest_set *set = r->w->set;
    if (set->objects)
        return set->objects;
    set->objects = arena_one(r->a, struct kube_objects);
    for (size_t i = 0; i < set->n; i++)
        if (is_yaml(set->items[i].path))
            index_file(r, set->objects, &set->items[i]);
    return set->objects;
}

bool kube_kind_is(const struct yaml_node *object, const char *kind)
{
    return str_eq(yaml_text(yaml_get(object, "kind")), str_of(kind));
}

struct str kube_name(const struct yaml_node *object)
{
    return yaml_text(yaml_at(object, "metadata", "name", NULL));
}

static struct str namespace_of(const struct yaml_node *object)
{
    return yaml_text(yaml_at(object, "metadata", "namespace", NULL));
}

// Two places may be meant for the same namespace when either leaves it open.
static bool same_namespace(const struct yaml_node *a, const struct yaml_node *b)
{
    struct str x = namespace_of(a), y = namespace_of(b);
    return !x.n || !y.n || str_eq(x, y);
}

// ---- an object's data ----

static void add(struct kube_data *d, struct reading *r, struct str name, struct str value,
                struct loc loc)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->items[i].name, name)) {
            d->items[i] = (struct kube_datum){name, value, loc};
            return;
        }
    *arena_push(d, r->a) = (struct kube_datum){name, value, loc};
}

static void group(struct kube_data *d, struct reading *r, const struct yaml_node *map, bool encoded)
{
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(map, i, &p); i++) {
        struct str text = yaml_text(p.value), decoded;
        if (p.value->kind != YAML_SCALAR)
            continue;
        if (!str_present(text))
            text = STR("");
        if (encoded && base64_decode(text, &decoded, r->a))
            text = decoded;
        add(d, r, yaml_raw(p.key), text, p.value->loc);
    }
}

static void object_data(struct kube_data *d, struct reading *r, const struct yaml_node *object,
                        bool secret)
{
    d->found = true;
    group(d, r, yaml_get(object, "data"), secret);
    if (secret)
        group(d, r, yaml_get(object, "stringData"), false); // wins over data on write
    d->sealed |= yaml_get(object, "encryptedData") != NULL;
}

// ---- kustomize ----

// "NAME=value": outer quotes are taken off, as kustomize does.
static void literal(struct kube_data *d, struct reading *r, const struct yaml_node *item)
{
    struct str text = yaml_text(item);
    size_t eq = str_chr(text, '=');
    if (eq != STR_NOWHERE)
        add(d, r, str_slice(text, 0, eq), str_trim_set(str_from(text, eq + 1), "\"'"), item->loc);
}

static void env_file(struct kube_data *d, struct reading *r, const struct yaml_node *item)
{
    struct str path = manifest_resolve(manifest_dir_of(item->loc.file), yaml_text(item), r->a);
    struct str bytes = str_present(path) ? r->w->file(r->w->ctx, path) : STR_NONE;
    const struct loader *loader = loader_find(STR("kustomize-5.5"));
    if (!str_present(bytes) || !loader) {
        d->unread = yaml_text(item);
        return;
    }
    struct dotenv_result file = dotenv_load(loader, bytes, r->w->shell, r->w->shell_n, r->a);
    for (size_t i = 0; i < file.n; i++)
        if (file.items[i].line)
            add(d, r, file.items[i].name, file.items[i].value,
                (struct loc){path, file.items[i].line, 1});
}

// "NAME=path" or a path, whose last part is the name; the bytes are the value as they are.
static void whole_file(struct kube_data *d, struct reading *r, const struct yaml_node *item)
{
    struct str text = yaml_text(item);
    size_t eq = str_chr(text, '='), slash = str_rchr(text, '/');
    struct str name = eq != STR_NOWHERE      ? str_slice(text, 0, eq)
                      : slash != STR_NOWHERE ? str_from(text, slash + 1)
                                             : text;
    struct str path = manifest_resolve(manifest_dir_of(item->loc.file),
                                       eq != STR_NOWHERE ? str_from(text, eq + 1) : text, r->a);
    struct str bytes = str_present(path) ? r->w->file(r->w->ctx, path) : STR_NONE;
    if (str_present(bytes))
        add(d, r, name, bytes, (struct loc){path, 1, 1});
    else
        d->unread = text;
}

static void each(struct kube_data *d, struct reading *r, const struct yaml_node *list,
                 void (*take)(struct kube_data *, struct reading *, const struct yaml_node *))
{
    for (size_t i = 0; i < yaml_count(list) && i < ITEMS_MAX; i++)
        take(d, r, yaml_item(list, i));
}

static void generated(struct kube_data *d, struct reading *r, const struct yaml_node *kustomization,
                      struct str name, bool secret)
{
    const struct yaml_node *list =
        yaml_get(kustomization, secret ? "secretGenerator" : "configMapGenerator");
    for (size_t i = 0; i < yaml_count(list) && i < ITEMS_MAX; i++) {
        const struct yaml_node *g = yaml_item(list, i), *env = yaml_get(g, "env");
        if (!str_eq(yaml_text(yaml_get(g, "name")), name))
            continue;
        d->several |= d->generated; // by a base and its overlays, or by two of these
        d->found = d->generated = true;
        each(d, r, yaml_get(g, "envs"), env_file);
        if (env)
            env_file(d, r, env);
        each(d, r, yaml_get(g, "files"), whole_file);
        each(d, r, yaml_get(g, "literals"), literal);
    }
}

// The folders that two files share, from the root.
static size_t nearness(struct str a, struct str b)
{
    struct str x = manifest_dir_of(a), y = manifest_dir_of(b), p, q;
    size_t shared = 0;
    while (str_cut(&x, '/', &p) && str_cut(&y, '/', &q) && str_eq(p, q))
        shared++;
    return shared;
}

static bool gives(const struct kube_object *o, const struct yaml_node *from, bool secret)
{
    if (o->sort == KUBE_SEALED)
        return secret;
    return o->sort == (secret ? KUBE_SECRET : KUBE_CONFIG) && same_namespace(o->node, from);
}

// A repository has a Secret of one name for each stage: a pod's own is the one in its folder, else
// the nearest. Where two are as near, which one is applied is not known here: `several`.
// STR_NOWHERE: none.
static size_t nearest(struct reading *r, const struct yaml_node *from, struct str name, bool secret,
                      bool *several)
{
    const struct kube_objects *all = kube_objects(r);
    struct str file = from->loc.file;
    size_t own = index_find(&all->placed, placed_key(file, name, r->a)), best = STR_NOWHERE;
    size_t i = index_find(&all->first, name), most = 0;
    for (; own != STR_NOWHERE &&
           str_eq(manifest_dir_of(all->items[own].node->loc.file), manifest_dir_of(file));
         own = all->items[own].next)
        if (gives(&all->items[own], from, secret))
            return own;
    for (size_t n = 0; i != STR_NOWHERE && n < SAME_NAME_MAX; i = all->items[i].next, n++) {
        size_t near = nearness(all->items[i].node->loc.file, file);
        if (!gives(&all->items[i], from, secret) || (best != STR_NOWHERE && near < most))
            continue;
        *several = best != STR_NOWHERE && near == most;
        if (best == STR_NOWHERE || near > most)
            best = i, most = near;
    }
    return best;
}

static void from_object(struct kube_data *d, struct reading *r, const struct kube_object *o,
                        bool secret)
{
    if (o->sort == KUBE_SEALED)
        d->found = d->sealed = true;
    else if (!d->found)
        object_data(d, r, o->node, secret);
}

// The object of that name and what kustomizations generate under it, as they stand in the set.
struct kube_data kube_data_of(struct reading *r, const struct yaml_node *from, struct str name,
                              bool secret)
{
    struct kube_data d = {0};
    const struct kube_objects *all = kube_objects(r);
    size_t at = name.n ? nearest(r, from, name, secret, &d.several) : STR_NOWHERE;
    for (size_t k = 0; name.n && (at != STR_NOWHERE || k < all->kustomizations.n);) {
        size_t kustomization =
            k < all->kustomizations.n ? all->kustomizations.items[k] : STR_NOWHERE;
        if (kustomization < at) {
            generated(&d, r, all->items[kustomization].node, name, secret);
            k++;
        } else {
            from_object(&d, r, &all->items[at], secret);
            at = STR_NOWHERE;
        }
    }
    return d;
}

struct kube_data kube_own_data(struct reading *r, const struct yaml_node *object, bool secret)
{
    struct kube_data d = {0};
    object_data(&d, r, object, secret);
    return d;
}

struct kube_datum *kube_datum_of(struct kube_data *d, struct str key)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->items[i].name, key))
            return &d->items[i];
    return NULL;
}
