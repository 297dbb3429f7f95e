// SPDX-License-Identifier: MIT
// Kubernetes (manifests.md 4): env beats envFrom, among envFrom entries the last wins, $(NAME)
// refers to earlier names of the same container, Secret data is base64 and stringData is not.
#include "parse/manifest_kubernetes.h"
#include "parse/names.h"

enum { KUSTOMIZATIONS_MAX = 100 };

struct pod {
    struct reading *r;
    struct context *out;
    const struct kube_object *object;
    struct kube_data texts; // the container's values so far, for $(NAME)
};

static void set(struct pod *p, struct str name, struct str text, struct loc loc, struct str why)
{
    if (str_present(text))
        *arena_push(&p->texts, p->r->a) = (struct kube_datum){name, text, loc};
    manifest_set_value(p->r, p->out, name, text, loc, why);
}

static bool optional(const struct yaml_node *ref)
{
    return str_eq(yaml_text(yaml_get(ref, "optional")), STR("true"));
}

static void say_several(struct pod *p, const struct kube_data *d, struct str name)
{
    if (!d->several)
        return;
    p->out->state = SEEN_PARTIAL;
    p->out->detail = str_fmt(p->r->a,
                             "%.*s stands there more than once: which one is applied is not "
                             "known here",
                             STR_ARG(name));
}

static void from_ref(struct pod *p, struct str name, const struct yaml_node *ref, bool secret)
{
    struct str object = yaml_text(yaml_get(ref, "name")), key = yaml_text(yaml_get(ref, "key"));
    struct kube_data d = kube_data_of(p->r, p->object->node, object, secret);
    struct kube_datum *datum = kube_datum_of(&d, key);
    say_several(p, &d, object);
    struct str why = str_fmt(p->r->a, "%s %.*s, key %.*s", secret ? "Secret" : "ConfigMap",
                             STR_ARG(object), STR_ARG(key));
    if (datum)
        set(p, name, datum->value, datum->loc, why);
    else if (!d.found || d.sealed || str_present(d.unread))
        manifest_set_opaque(p->r, p->out, name, ref->loc, why); // lives in the cluster alone
    else
        set(p, name, STR_NONE, ref->loc,
            str_fmt(p->r->a, "%.*s: no such key%s", STR_ARG(why),
                    optional(ref) ? " (optional)" : ", so the pod does not start"));
}

static struct str lookup(const struct pod *p, struct str name)
{
    for (size_t i = p->texts.n; i > 0; i--)
        if (str_eq(p->texts.items[i - 1].name, name))
            return p->texts.items[i - 1].value;
    return STR_NONE;
}

// $(NAME); $$(NAME) escapes; unresolved ones stay literally. ${NAME} is no reference.
static struct str expand(const struct pod *p, struct str text)
{
    struct buf b = buf_in(p->r->a);
    for (size_t i = 0; i < text.n;) {
        bool dollar = text.p[i] == '$' && i + 1 < text.n;
        struct str rest = str_from(text, i + 2);
        size_t end = dollar && text.p[i + 1] == '(' ? str_chr(rest, ')') : STR_NOWHERE;
        struct str value = end != STR_NOWHERE ? lookup(p, str_slice(rest, 0, end)) : STR_NONE;
        if (str_present(value)) {
            buf_add(&b, value);
            i += end + 3;
            continue;
        }
        buf_byte(&b, text.p[i]);
        i += dollar && text.p[i + 1] == '$' ? 2 : 1;
    }
    return str_present(text) ? buf_str(&b) : text;
}

// A value must be text: a number or a boolean is refused by the API server.
static bool refused(const struct yaml_node *value)
{
    struct str t = yaml_text(value);
    if (!value || value->kind != YAML_SCALAR || value->style != YAML_PLAIN || !t.n)
        return false;
    bool digits = true;
    for (size_t i = 0; i < t.n; i++)
        digits = digits && byte_is_digit(t.p[i]);
    return digits || str_eq(t, STR("true")) || str_eq(t, STR("false"));
}

// "${NAME}": envsubst, kluctl and the like fill it in; Kubernetes itself would not.
static bool has_envsubst(struct str text)
{
    size_t at = str_find(text, STR("${"));
    return at != STR_NOWHERE && str_chr(str_from(text, at), '}') != STR_NOWHERE;
}

static void env_entry(struct pod *p, const struct yaml_node *entry)
{
    struct str name = yaml_text(yaml_get(entry, "name"));
    const struct yaml_node *value = yaml_get(entry, "value"), *from = yaml_get(entry, "valueFrom");
    const struct yaml_node *secret = yaml_get(from, "secretKeyRef");
    const struct yaml_node *config = yaml_get(from, "configMapKeyRef");
    if (!str_present(name))
        return;
    if (secret || config)
        from_ref(p, name, secret ? secret : config, secret != NULL);
    else if (from)
        manifest_set_opaque(p->r, p->out, name, from->loc, STR("a field of the pod"));
    else if (yaml_is_tagged(value))
        manifest_set_opaque(p->r, p->out, name, value->loc, str_of(value->tag));
    else if (has_envsubst(yaml_text(value)))
        manifest_set_opaque(p->r, p->out, name, value->loc,
                            STR("filled in before it is applied: Kubernetes would keep ${...}"));
    else if (refused(value))
        set(p, name, STR_NONE, value->loc,
            STR("a number or boolean without quotes: the manifest is refused"));
    else
        set(p, name, expand(p, value && str_present(yaml_text(value)) ? yaml_text(value) : STR("")),
            value ? value->loc : entry->loc, STR("env"));
}

static void env_from(struct pod *p, const struct yaml_node *entry)
{
    const struct yaml_node *secret = yaml_get(entry, "secretRef");
    const struct yaml_node *ref = secret ? secret : yaml_get(entry, "configMapRef");
    struct str name = yaml_text(yaml_get(ref, "name")),
               prefix = yaml_text(yaml_get(entry, "prefix"));
    struct kube_data d = kube_data_of(p->r, p->object->node, name, secret != NULL);
    for (size_t i = 0; i < d.n; i++)
        set(p, str_join(prefix, d.items[i].name, p->r->a), d.items[i].value, d.items[i].loc,
            str_fmt(p->r->a, "envFrom %.*s", STR_ARG(name)));
    say_several(p, &d, name);
    if (d.found && !d.sealed && !str_present(d.unread))
        return;
    p->out->state = SEEN_PARTIAL;
    p->out->detail =
        str_present(d.unread)
            ? str_fmt(p->r->a, "envFrom %.*s: %.*s cannot be read", STR_ARG(name),
                      STR_ARG(d.unread))
            : str_fmt(p->r->a, "envFrom %.*s lives in the cluster alone", STR_ARG(name));
}

static void entries(struct pod *p, const struct yaml_node *container)
{
    const struct yaml_node *from = yaml_get(container, "envFrom"),
                           *env = yaml_get(container, "env");
    for (size_t i = 0; i < yaml_count(from); i++)
        env_from(p, yaml_item(from, i));
    for (size_t i = 0; i < yaml_count(env); i++)
        env_entry(p, yaml_item(env, i));
}

static const struct yaml_node *pod_spec(const struct yaml_node *object)
{
    if (kube_kind_is(object, "Pod"))
        return yaml_get(object, "spec");
    if (kube_kind_is(object, "CronJob"))
        return yaml_at(object, "spec", "jobTemplate", "spec", "template", "spec", NULL);
    // Deployment, StatefulSet, DaemonSet, Job, ReplicaSet, Rollout, Knative's Service, ...
    return yaml_at(object, "spec", "template", "spec", NULL);
}

// A kustomize patch names the object and what it changes, and no image.
static bool has_no_image(const struct yaml_node *container)
{
    return yaml_get(container, "image") == NULL;
}

static const struct yaml_node *same_container(const struct yaml_node *spec, const char *group,
                                              struct str name)
{
    const struct yaml_node *list = yaml_get(spec, group);
    for (size_t i = 0; i < yaml_count(list); i++)
        if (str_eq(yaml_text(yaml_get(yaml_item(list, i), "name")), name))
            return yaml_item(list, i);
    return NULL;
}

// Is there an object of the same kind and name whose container has an image?
static bool is_patch(struct pod *p, const char *group, const struct yaml_node *container)
{
    struct str name = yaml_text(yaml_get(container, "name"));
    const struct kube_objects *all = kube_objects(p->r);
    if (!has_no_image(container))
        return false;
    for (size_t i = index_find(&all->first, p->object->name); i != STR_NOWHERE;
         i = all->items[i].next) {
        const struct kube_object *o = &all->items[i];
        const struct yaml_node *base = NULL;
        if (o != p->object && str_eq(o->kind, p->object->kind))
            base = same_container(pod_spec(o->node), group, name);
        if (base && !has_no_image(base))
            return true;
    }
    return false;
}

// A patch inside a kustomization, or one in the notation of JSON 6902, names its target beside it;
// what it changes is not followed.
static bool is_target(const struct pod *p, const struct yaml_node *patch)
{
    const struct yaml_node *target = yaml_get(patch, "target");
    struct str kind = yaml_text(yaml_get(target, "kind")),
               name = yaml_text(yaml_get(target, "name"));
    struct str text =
        patch->kind == YAML_SCALAR ? yaml_text(patch) : yaml_text(yaml_get(patch, "patch"));
    if (!target) // the object itself, as far as it goes; a file's name is a manifest of its own
        return str_has(text, STR("\n")) && str_has(text, p->object->kind) &&
               str_has(text, p->object->name);
    bool pattern = str_has_any(name, ".*+?[(|^$");
    return (!kind.n || str_eq(kind, p->object->kind)) &&
           (!name.n || pattern || str_eq(name, p->object->name));
}

static void kustomized(struct pod *p)
{
    static const char *const lists[] = {"patches", "patchesJson6902", "patchesStrategicMerge"};
    const struct kube_objects *all = kube_objects(p->r);
    for (size_t k = 0; k < all->kustomizations.n && k < KUSTOMIZATIONS_MAX; k++) {
        const struct yaml_node *node = all->items[all->kustomizations.items[k]].node;
        for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
            const struct yaml_node *list = yaml_get(node, lists[l]);
            for (size_t i = 0; i < yaml_count(list) && i < KUSTOMIZATIONS_MAX; i++)
                if (is_target(p, yaml_item(list, i))) {
                    p->out->state = SEEN_PARTIAL;
                    p->out->detail = str_fmt(p->r->a, "%.*s:%u patches it", STR_ARG(node->loc.file),
                                             (unsigned)yaml_item(list, i)->loc.line);
                    return;
                }
        }
    }
}

// What the set's patches of this container add: which overlay is applied is not known here.
static void patches(struct pod *p, const char *group, const struct yaml_node *container)
{
    struct str name = yaml_text(yaml_get(container, "name"));
    const struct kube_objects *all = kube_objects(p->r);
    if (!name.n)
        return;
    for (size_t i = index_find(&all->first, p->object->name); i != STR_NOWHERE;
         i = all->items[i].next) {
        const struct kube_object *o = &all->items[i];
        if (o == p->object || !str_eq(o->kind, p->object->kind))
            continue;
        const struct yaml_node *patch = same_container(pod_spec(o->node), group, name);
        if (!patch || patch == container || !has_no_image(patch))
            continue;
        entries(p, patch);
        p->out->state = SEEN_PARTIAL;
        p->out->detail = str_fmt(p->r->a, "with the patch of %.*s", STR_ARG(patch->loc.file));
    }
}

// Of two that have one name the second is told by its folder.
static struct context *place(struct pod *p, struct str name, struct loc loc)
{
    struct index *names = &kube_objects(p->r)->names;
    if (index_find(names, name) != STR_NOWHERE)
        name = str_fmt(p->r->a, "%.*s@%.*s", STR_ARG(name), STR_ARG(manifest_dir(p->r)));
    *index_at(names, name, p->r->a) = p->r->out->n;
    return manifest_context(p->r, CONTEXT_KUBERNETES, name, loc);
}

static void container(struct pod *p, const char *group, const struct yaml_node *node)
{
    struct str name = str_fmt(p->r->a, "kubernetes:%.*s/%.*s/%.*s", STR_ARG(p->object->kind),
                              STR_ARG(p->object->name), STR_ARG(yaml_text(yaml_get(node, "name"))));
    bool patch = is_patch(p, group, node);
    if (patch && !yaml_get(node, "env") && !yaml_get(node, "envFrom"))
        return;
    p->out = place(p, name, node->loc);
    p->out->in_container = true;
    p->texts = (struct kube_data){0};
    entries(p, node);
    if (patch) {
        p->out->state = SEEN_PARTIAL;
        p->out->detail = STR("a patch: the rest stands in its base");
    } else {
        patches(p, group, node);
        kustomized(p);
    }
    manifest_add_unset(p->r, p->out);
}

// A Secret or ConfigMap by itself is a place too: its newline is found even when no pod of the set
// uses it.
static void data_object(struct pod *p, const char *kind)
{
    if (!str_eq(p->object->kind, str_of(kind)))
        return;
    bool secret = str_eq(str_of(kind), STR("Secret"));
    struct str name = p->object->name;
    struct kube_data d = kube_own_data(p->r, p->object->node, secret);
    p->out =
        place(p, str_fmt(p->r->a, "kubernetes:%s/%.*s", kind, STR_ARG(name)), p->object->node->loc);
    p->out->in_container = true;
    p->out->state = SEEN_PARTIAL;
    p->out->detail = STR("an object, not a program: pods take from it");
    for (size_t i = 0; i < d.n; i++)
        manifest_set_value(p->r, p->out, d.items[i].name, d.items[i].value, d.items[i].loc,
                           str_of(kind));
    if (p->out->vars.n == 0)
        p->r->out->n--; // nothing of ours in it
}

void kubernetes_read(struct reading *r)
{
    static const char *const groups[] = {"initContainers", "containers"};
    const struct kube_objects *all = kube_objects(r);
    struct pod p = {.r = r};
    manifest_yaml(r);
    for (size_t o = r->file->first_object; o < r->file->first_object + r->file->objects; o++) {
        p.object = &all->items[o];
        const struct yaml_node *spec = pod_spec(p.object->node);
        for (size_t g = 0; g < 2; g++) {
            const struct yaml_node *list = yaml_get(spec, groups[g]);
            for (size_t i = 0; i < yaml_count(list); i++)
                container(&p, groups[g], yaml_item(list, i));
        }
        data_object(&p, "Secret");
        data_object(&p, "ConfigMap");
    }
}
