// SPDX-License-Identifier: MIT
// GitLab CI (manifests.md 5): variables of the file, of what `extends` names, of the job; local
// includes; $NAME is expanded from what is known, and what is not stands in GitLab's settings.
#include "parse/manifest_in.h"
#include "parse/names.h"

enum { FILES_MAX = 32, EXTENDS_MAX = 12, EXPANSIONS = 8 };

struct pipeline {
    struct reading *r;
    struct context *c;
    const struct yaml_node *roots[FILES_MAX]; // the weakest first: includes, then the file itself
    size_t n;
    bool elsewhere; // an include that is not of this project
    struct {
        struct dotenv_env *items;
        size_t n, cap;
    } known; // texts of this job, for expansion
};

static struct str lookup(const struct pipeline *p, struct str name)
{
    for (size_t i = p->known.n; i > 0; i--)
        if (str_eq(p->known.items[i - 1].name, name))
            return p->known.items[i - 1].value;
    return STR_NONE;
}

static size_t name_length(struct str s)
{
    size_t n = 0;
    while (n < s.n && (s.p[n] == '_' || byte_is_alpha(s.p[n]) || (n && byte_is_digit(s.p[n]))))
        n++;
    return n;
}

// $NAME and ${NAME} from what the file says; absent when one of them is not known here.
static struct str expand(const struct pipeline *p, struct str text, int depth)
{
    struct buf b = buf_in(p->r->a);
    for (size_t i = 0; i < text.n;) {
        if (text.p[i] != '$' || i + 1 == text.n) {
            buf_byte(&b, text.p[i++]);
            continue;
        }
        bool brace = text.p[i + 1] == '{';
        struct str rest = str_from(text, i + 1 + brace);
        size_t n = name_length(rest);
        if (text.p[i + 1] == '$' || n == 0) {
            buf_byte(&b, '$');
            i += text.p[i + 1] == '$' ? 2 : 1;
            continue;
        }
        struct str value = lookup(p, str_slice(rest, 0, n));
        value = str_present(value) && depth < EXPANSIONS ? expand(p, value, depth + 1) : STR_NONE;
        if (!str_present(value))
            return STR_NONE;
        buf_add(&b, value);
        i += 1 + brace + n + (brace && n < rest.n && rest.p[n] == '}');
    }
    return buf_str(&b);
}

static void learn(struct pipeline *p, const struct yaml_node *vars)
{
    struct yaml_pair v;
    for (size_t i = 0; yaml_pair_at(vars, i, &v); i++) {
        struct str text =
            yaml_text(v.value->kind == YAML_MAP ? yaml_get(v.value, "value") : v.value);
        if (str_present(text))
            *arena_push(&p->known, p->r->a) = (struct dotenv_env){yaml_raw(v.key), text};
    }
}

static void give(struct pipeline *p, const struct yaml_node *vars, struct str why)
{
    struct yaml_pair v;
    for (size_t i = 0; yaml_pair_at(vars, i, &v); i++) {
        bool map = v.value->kind == YAML_MAP;
        const struct yaml_node *value = map ? yaml_get(v.value, "value") : v.value;
        bool raw = map && str_eq(yaml_text(yaml_get(v.value, "expand")), STR("false"));
        struct str text = yaml_text(value);
        if (yaml_is_tagged(value)) {
            manifest_set_opaque(p->r, p->c, yaml_raw(v.key), value->loc, str_of(value->tag));
            continue;
        }
        if (!value)
            continue; // a description alone: prefilled in the form, and set by whoever runs it
        struct str whole = raw || !str_present(text) ? text : expand(p, text, 0);
        if (str_present(text) && !str_present(whole))
            manifest_set_opaque(p->r, p->c, yaml_raw(v.key), value->loc,
                                STR("expanded by GitLab from another variable"));
        else
            manifest_set_value(p->r, p->c, yaml_raw(v.key), str_present(whole) ? whole : STR(""),
                               value->loc, why);
    }
}

// ---- jobs ----

// A job as the last file that has it says.
static const struct yaml_node *job_named(const struct pipeline *p, struct str name)
{
    for (size_t i = p->n; i > 0; i--) {
        const struct yaml_node *job = yaml_get(p->roots[i - 1], str_z(name, p->r->a));
        if (job && job->kind == YAML_MAP)
            return job;
    }
    return NULL;
}

// `!reference [job, variables]`, or the variables themselves.
static const struct yaml_node *variables_of(const struct pipeline *p, const struct yaml_node *job)
{
    const struct yaml_node *vars = yaml_get(job, "variables");
    if (!vars || !str_eq(str_of(vars->tag), STR("!reference")) || yaml_count(vars) != 2)
        return vars;
    return yaml_get(job_named(p, yaml_text(yaml_item(vars, 0))),
                    str_z(yaml_text(yaml_item(vars, 1)), p->r->a));
}

static void with_chain(struct pipeline *p, const struct yaml_node *job, int depth,
                       void (*use)(struct pipeline *, const struct yaml_node *))
{
    const struct yaml_node *extends = yaml_get(job, "extends");
    bool list = extends && extends->kind == YAML_LIST;
    for (size_t i = 0; extends && depth < EXTENDS_MAX && i < (list ? yaml_count(extends) : 1);
         i++) {
        struct str name = yaml_text(list ? yaml_item(extends, i) : extends);
        const struct yaml_node *base = name.n ? job_named(p, name) : NULL;
        if (base)
            with_chain(p, base, depth + 1, use);
        else
            p->elsewhere = true;
    }
    use(p, job);
}

static void learn_job(struct pipeline *p, const struct yaml_node *job)
{
    learn(p, variables_of(p, job));
}

static void named_opaque(struct pipeline *p, const struct yaml_node *map, const char *why)
{
    struct yaml_pair v;
    for (size_t i = 0; yaml_pair_at(map, i, &v); i++)
        manifest_set_opaque(p->r, p->c, yaml_raw(v.key), v.key->loc, str_of(why));
}

// What only some runs get does not hide what all get.
static void conditional(struct pipeline *p, const struct yaml_node *rules)
{
    for (size_t i = 0; i < yaml_count(rules); i++) {
        struct yaml_pair v;
        for (size_t k = 0; yaml_pair_at(yaml_get(yaml_item(rules, i), "variables"), k, &v); k++)
            if (!variable_find(&p->c->vars, yaml_raw(v.key)))
                manifest_set_opaque(p->r, p->c, yaml_raw(v.key), v.value->loc,
                                    STR("rules:variables, where the rule matches"));
    }
}

static void give_job(struct pipeline *p, const struct yaml_node *job)
{
    give(p, variables_of(p, job), STR("variables of the job"));
    named_opaque(p, yaml_get(job, "secrets"), "secrets of the job");
    named_opaque(p, yaml_get(job, "id_tokens"), "id_tokens of the job");
    conditional(p, yaml_get(job, "rules"));
}

// `inherit: variables: false`, or a list of the names that it takes.
static bool inherits(const struct yaml_node *job, struct str name)
{
    const struct yaml_node *inherit = yaml_at(job, "inherit", "variables", NULL);
    if (!inherit || str_eq(yaml_text(inherit), STR("true")))
        return true;
    for (size_t i = 0; i < yaml_count(inherit); i++)
        if (str_eq(yaml_text(yaml_item(inherit, i)), name))
            return true;
    return false;
}

static void forget_not_inherited(struct pipeline *p, const struct yaml_node *job)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->c->vars.n; i++)
        if (inherits(job, p->c->vars.items[i].name))
            p->c->vars.items[kept++] = p->c->vars.items[i];
    p->c->vars.n = kept;
}

static void one_job(struct pipeline *p, const struct yaml_pair *job)
{
    p->c = manifest_context(p->r, CONTEXT_GITLAB,
                            str_fmt(p->r->a, "gitlab:%.*s", STR_ARG(yaml_raw(job->key))),
                            job->key->loc);
    p->known.n = 0;
    p->elsewhere = false;
    for (size_t i = 0; i < p->n; i++)
        learn(p, yaml_get(p->roots[i], "variables"));
    with_chain(p, job->value, 0, learn_job);
    for (size_t i = 0; i < p->n; i++) {
        give(p, yaml_get(p->roots[i], "variables"), STR("variables of the pipeline"));
        conditional(p, yaml_at(p->roots[i], "workflow", "rules", NULL));
    }
    forget_not_inherited(p, job->value);
    with_chain(p, job->value, 0, give_job);
    // Project and group variables live in the settings: their absence here proves nothing.
    p->c->state = SEEN_PARTIAL;
    p->c->detail = p->elsewhere
                       ? STR("extends a job that is not in these files")
                       : STR("variables of the project and the group are set in GitLab, not here");
}

// Words at the top of .gitlab-ci.yml that are no jobs.
static bool is_keyword(struct str key)
{
    static const char *const words[] = {"stages",        "variables",    "include", "default",
                                        "image",         "services",     "cache",   "workflow",
                                        "before_script", "after_script", "spec"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(key, str_of(words[i])))
            return true;
    return str_starts(key, STR("."));
}

// ---- files ----

static void add_root(struct pipeline *p, struct str path, struct str bytes, int depth);

static void include(struct pipeline *p, const struct yaml_node *entry, int depth)
{
    const struct yaml_node *local = entry->kind == YAML_MAP ? yaml_get(entry, "local") : entry;
    struct str written = yaml_text(local);
    while (str_starts(written, STR("/")))
        written = str_from(written, 1);
    struct str path = str_has(written, STR("://")) || str_chr(written, '*') != STR_NOWHERE
                          ? STR_NONE
                          : manifest_resolve(STR("."), written, p->r->a);
    struct str bytes = str_present(path) ? p->r->w->file(p->r->w->ctx, path) : STR_NONE;
    if (str_present(bytes))
        add_root(p, path, bytes, depth + 1);
}

static void add_root(struct pipeline *p, struct str path, struct str bytes, int depth)
{
    struct yaml_file y = yaml_read(bytes, path, p->r->a);
    const struct yaml_node *root = y.docs.n ? y.docs.items[y.docs.n - 1].root : NULL;
    const struct yaml_node *list = yaml_get(root, "include");
    if (list && list->kind != YAML_LIST && depth < EXPANSIONS)
        include(p, list, depth);
    for (size_t i = 0; i < yaml_count(list) && depth < EXPANSIONS; i++)
        include(p, yaml_item(list, i), depth);
    if (root && p->n < FILES_MAX)
        p->roots[p->n++] = root;
}

void gitlab_read(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    struct pipeline *p = arena_one(r->a, struct pipeline);
    p->r = r;
    if (y.docs.n)
        add_root(p, r->file->path, r->file->bytes, 0);
    for (size_t f = 0; f < p->n; f++) {
        struct yaml_pair job;
        for (size_t i = 0; yaml_pair_at(p->roots[f], i, &job); i++)
            if (job.value->kind == YAML_MAP && !is_keyword(yaml_raw(job.key)) &&
                job_named(p, yaml_raw(job.key)) == job.value)
                one_job(p, &job);
    }
}
