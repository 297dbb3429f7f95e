// SPDX-License-Identifier: MIT
// Kubernetes (manifests.md 4): env beats envFrom, among envFrom entries the last wins, $(NAME)
// refers to earlier names of the same container, Secret data is base64 and stringData is not.
#include "parse/base64.h"
#include "parse/manifest_in.h"
#include "parse/names.h"

struct pod {
    struct reading *r;
    struct context *out;
    const struct yaml_node *object;
};

static bool kind_is(const struct yaml_node *object, const char *kind)
{
    return str_eq(yaml_text(yaml_get(object, "kind")), str_of(kind));
}

// An object of the set by kind and name; the file that holds it goes to *path.
static const struct yaml_node *find_object(struct pod *p, const char *kind, struct str name)
{
    const struct manifest_set *set = p->r->w->set;
    for (size_t i = 0; i < set->n && i < 500; i++) {
        if (!str_has(set->items[i].bytes, name))
            continue;
        struct yaml_file y = yaml_read(set->items[i].bytes, set->items[i].path, p->r->a);
        for (size_t d = 0; d < y.docs.n; d++) {
            const struct yaml_node *object = y.docs.items[d].root;
            if (kind_is(object, kind) &&
                str_eq(yaml_text(yaml_at(object, "metadata", "name", NULL)), name))
                return object;
        }
    }
    return NULL;
}

// Text of a key of a ConfigMap or Secret; *why says what was done to it.
static struct str datum(struct pod *p, const struct yaml_node *object, const char *key,
                        struct loc *loc)
{
    const struct yaml_node *plain = yaml_at(object, "stringData", key, NULL);
    const struct yaml_node *node = plain ? plain : yaml_at(object, "data", key, NULL);
    if (!node)
        return STR_NONE;
    *loc = node->loc;
    struct str text = yaml_text(node);
    if (plain || !kind_is(object, "Secret"))
        return text;
    struct str decoded;
    return base64_decode(text, &decoded, p->r->a) ? decoded : text;
}

static void from_ref(struct pod *p, struct str name, const struct yaml_node *ref, const char *kind)
{
    struct str object_name = yaml_text(yaml_get(ref, "name"));
    struct str key = yaml_text(yaml_get(ref, "key"));
    bool optional = str_eq(yaml_text(yaml_get(ref, "optional")), STR("true"));
    struct loc loc = ref->loc;
    const struct yaml_node *object = find_object(p, kind, object_name);
    struct str why =
        str_fmt(p->r->a, "%s %.*s, key %.*s", kind, STR_ARG(object_name), STR_ARG(key));
    if (!object) {
        manifest_set_opaque(p->r, p->out, name, loc, why); // lives in the cluster alone
        return;
    }
    struct str text = datum(p, object, str_z(key, p->r->a), &loc);
    if (!str_present(text))
        why = str_fmt(p->r->a, "%.*s: no such key%s", STR_ARG(why),
                      optional ? " (optional)" : ", so the pod does not start");
    manifest_set_value(p->r, p->out, name, text, loc, why);
}

static struct str lookup(void *ctx, struct str name)
{
    const struct pod *p = ctx;
    const struct variable *v = variable_find(&p->out->vars, name);
    return v && v->value.class == VALUE_PLAIN ? v->value.text : STR_NONE;
}

// $(NAME); $$(NAME) escapes; unresolved ones stay literally.
static struct str expand(struct pod *p, struct str text)
{
    struct buf b = buf_in(p->r->a);
    for (size_t i = 0; i < text.n;) {
        size_t end = str_chr(str_from(text, i), ')');
        bool open = text.p[i] == '$' && i + 1 < text.n && text.p[i + 1] == '(';
        bool escaped = text.p[i] == '$' && i + 1 < text.n && text.p[i + 1] == '$';
        struct str value = STR_NONE;
        if (open && end != STR_NOWHERE)
            value = lookup(p, str_slice(text, i + 2, i + end));
        if (str_present(value)) {
            buf_add(&b, value);
            i += end + 1;
        } else {
            buf_byte(&b, text.p[i]);
            i += escaped ? 2 : 1;
        }
    }
    return str_present(text) ? buf_str(&b) : text;
}

static void env_entry(struct pod *p, const struct yaml_node *entry)
{
    struct str name = yaml_text(yaml_get(entry, "name"));
    const struct yaml_node *value = yaml_get(entry, "value");
    const struct yaml_node *from = yaml_get(entry, "valueFrom");
    const struct yaml_node *secret = yaml_get(from, "secretKeyRef");
    const struct yaml_node *config = yaml_get(from, "configMapKeyRef");
    if (!str_present(name) || !name_relevant(name))
        return;
    if (secret)
        from_ref(p, name, secret, "Secret");
    else if (config)
        from_ref(p, name, config, "ConfigMap");
    else if (from)
        manifest_set_opaque(p->r, p->out, name, from->loc, STR("a field of the pod"));
    else
        manifest_set_value(p->r, p->out, name, expand(p, value ? yaml_text(value) : STR("")),
                           value ? value->loc : entry->loc, STR("env"));
}

static void all_data(struct pod *p, const struct yaml_node *object, const char *group,
                     struct str prefix)
{
    struct yaml_pair pair;
    const struct yaml_node *data = yaml_get(object, group);
    for (size_t i = 0; yaml_pair_at(data, i, &pair); i++) {
        struct loc loc = pair.key->loc;
        struct str text = datum(p, object, str_z(pair.key->text, p->r->a), &loc);
        manifest_set_value(p->r, p->out, str_join(prefix, pair.key->text, p->r->a), text, loc,
                           STR("envFrom"));
    }
}

static void env_from(struct pod *p, const struct yaml_node *entry)
{
    const struct yaml_node *secret = yaml_get(entry, "secretRef");
    const struct yaml_node *ref = secret ? secret : yaml_get(entry, "configMapRef");
    struct str name = yaml_text(yaml_get(ref, "name")),
               prefix = yaml_text(yaml_get(entry, "prefix"));
    const struct yaml_node *object =
        str_present(name) ? find_object(p, secret ? "Secret" : "ConfigMap", name) : NULL;
    if (!object) {
        p->out->state = SEEN_PARTIAL;
        p->out->detail = str_fmt(p->r->a, "envFrom %.*s lives in the cluster alone", STR_ARG(name));
        return;
    }
    all_data(p, object, "data", prefix);
    if (secret)
        all_data(p, object, "stringData", prefix);
}

static void container(struct pod *p, const struct yaml_node *node)
{
    struct str name = str_fmt(p->r->a, "kubernetes:%.*s/%.*s/%.*s",
                              STR_ARG(yaml_text(yaml_get(p->object, "kind"))),
                              STR_ARG(yaml_text(yaml_at(p->object, "metadata", "name", NULL))),
                              STR_ARG(yaml_text(yaml_get(node, "name"))));
    p->out = manifest_context(p->r, CONTEXT_KUBERNETES, name, node->loc);
    p->out->in_container = true;
    const struct yaml_node *from = yaml_get(node, "envFrom"), *env = yaml_get(node, "env");
    for (size_t i = 0; from && i < from->list.n; i++)
        env_from(p, from->list.items[i]);
    for (size_t i = 0; env && i < env->list.n; i++)
        env_entry(p, env->list.items[i]);
    if (p->out->state == SEEN_COMPLETE)
        manifest_add_unset(p->r, p->out);
}

static const struct yaml_node *pod_spec(const struct yaml_node *object)
{
    static const char *const templated[] = {"Deployment", "StatefulSet", "DaemonSet",  "ReplicaSet",
                                            "Job",        "Service",     "Replication"};
    if (kind_is(object, "Pod"))
        return yaml_get(object, "spec");
    if (kind_is(object, "CronJob"))
        return yaml_at(object, "spec", "jobTemplate", "spec", "template", "spec", NULL);
    for (size_t i = 0; i < sizeof templated / sizeof *templated; i++)
        if (kind_is(object, templated[i])) // Service: Knative's has a template, others have none
            return yaml_at(object, "spec", "template", "spec", NULL);
    return NULL;
}

// A Secret by itself is a place too: its newline is found even when no pod of the set uses it.
static void secret_object(struct pod *p)
{
    if (!kind_is(p->object, "Secret"))
        return;
    struct str name = yaml_text(yaml_at(p->object, "metadata", "name", NULL));
    p->out =
        manifest_context(p->r, CONTEXT_KUBERNETES,
                         str_fmt(p->r->a, "kubernetes:Secret/%.*s", STR_ARG(name)), p->object->loc);
    p->out->in_container = true;
    all_data(p, p->object, "data", STR(""));
    all_data(p, p->object, "stringData", STR(""));
    if (p->out->vars.n == 0)
        p->r->out->n--; // nothing of ours in it
}

void kubernetes_read(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    for (size_t d = 0; d < y.docs.n && d < 200; d++) {
        struct pod p = {.r = r, .object = y.docs.items[d].root};
        const struct yaml_node *spec = pod_spec(p.object);
        static const char *const groups[] = {"initContainers", "containers"};
        for (size_t g = 0; g < 2; g++) {
            const struct yaml_node *list = yaml_get(spec, groups[g]);
            for (size_t i = 0; list && i < list->list.n; i++)
                container(&p, list->list.items[i]);
        }
        secret_object(&p);
    }
}
