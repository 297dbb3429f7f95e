// SPDX-License-Identifier: MIT
// GitHub Actions and GitLab CI (manifests.md 5). A secret is set there and cannot be seen here; it
// is the empty string in runs of forks, which is a state of the run and not of the file.
#include "parse/manifest_in.h"
#include "parse/names.h"

// "${{ secrets.X }}" and nothing else: its expression, trimmed; absent for another text.
static struct str expression(struct str text)
{
    struct str t = str_trim(text);
    if (!str_starts(t, STR("${{")) || !str_ends(t, STR("}}")))
        return STR_NONE;
    struct str inner = str_slice(t, 3, t.n - 2);
    return str_has(inner, STR("}}")) ? STR_NONE : str_trim(inner);
}

static void github_entry(struct reading *r, struct context *c, const struct yaml_pair *p,
                         const char *level)
{
    struct str text = yaml_text(p->value), inner = expression(text);
    struct str why = str_fmt(r->a, "env of the %s", level);
    if (str_present(inner)) {
        why = str_fmt(r->a, "%.*s, env of the %s", STR_ARG(inner), level);
        manifest_set_opaque(r, c, p->key->text, p->value->loc, why);
    } else {
        manifest_set_value(r, c, p->key->text, str_present(text) ? text : STR(""), p->value->loc,
                           why);
    }
}

static void github_env(struct reading *r, struct context *c, const struct yaml_node *env,
                       const char *level)
{
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(env, i, &p); i++)
        github_entry(r, c, &p, level);
}

static struct str base_name(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

void actions_read(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    if (y.docs.n == 0)
        return;
    const struct yaml_node *root = y.docs.items[0].root, *jobs = yaml_get(root, "jobs");
    struct yaml_pair job;
    for (size_t i = 0; yaml_pair_at(jobs, i, &job); i++) {
        struct str name = str_fmt(r->a, "actions:%.*s/%.*s", STR_ARG(base_name(r->file->path)),
                                  STR_ARG(job.key->text));
        struct context *c = manifest_context(r, CONTEXT_ACTIONS, name, job.key->loc);
        github_env(r, c, yaml_get(root, "env"), "workflow");
        github_env(r, c, yaml_get(job.value, "env"), "job");
        const struct yaml_node *steps = yaml_get(job.value, "steps");
        for (size_t s = 0; steps && s < steps->list.n; s++)
            github_env(r, c, yaml_get(steps->list.items[s], "env"), "step");
        manifest_add_unset(r, c);
    }
}

static void gitlab_variables(struct reading *r, struct context *c, const struct yaml_node *vars)
{
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(vars, i, &p); i++) {
        const struct yaml_node *value =
            p.value->kind == YAML_MAP ? yaml_get(p.value, "value") : p.value;
        struct str text = yaml_text(value);
        bool reference = str_chr(text, '$') != STR_NOWHERE;
        if (reference)
            manifest_set_opaque(r, c, p.key->text, p.value->loc,
                                STR("expanded by GitLab from another variable"));
        else if (value)
            manifest_set_value(r, c, p.key->text, str_present(text) ? text : STR(""), value->loc,
                               STR("variables"));
    }
}

// Words at the top of .gitlab-ci.yml that are no jobs.
static bool is_gitlab_keyword(struct str key)
{
    static const char *const words[] = {"stages", "variables", "include",       "default",
                                        "image",  "services",  "before_script", "after_script",
                                        "cache",  "workflow",  "spec",          "pages:deploy"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(key, str_of(words[i])))
            return true;
    return str_starts(key, STR("."));
}

void gitlab_read(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    if (y.docs.n == 0)
        return;
    const struct yaml_node *root = y.docs.items[y.docs.n - 1].root;
    struct yaml_pair job;
    for (size_t i = 0; yaml_pair_at(root, i, &job); i++) {
        if (job.value->kind != YAML_MAP || is_gitlab_keyword(job.key->text))
            continue;
        struct context *c = manifest_context(
            r, CONTEXT_GITLAB, str_fmt(r->a, "gitlab:%.*s", STR_ARG(job.key->text)), job.key->loc);
        gitlab_variables(r, c, yaml_get(root, "variables"));
        gitlab_variables(r, c, yaml_get(job.value, "variables"));
        // Project and group variables live in the settings: their absence here proves nothing.
        c->state = SEEN_PARTIAL;
        c->detail = STR("variables of the project and the group are set in GitLab, not here");
    }
}
