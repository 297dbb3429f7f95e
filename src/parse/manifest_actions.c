// SPDX-License-Identifier: MIT
// GitHub Actions (manifests.md 5): env of the workflow, the job's container, the job, what a step
// writes to $GITHUB_ENV, and the step, the later word wins. A secret is set there and cannot be
// seen here; it is the empty text in runs of forks, which is a state of the run and not of the file.
#include "parse/manifest_in.h"
#include "parse/names.h"

struct job {
    struct reading *r;
    struct context *c;
    size_t at; // its place among the contexts: the list moves when it grows
    const struct yaml_node *root;
    struct str name;
    bool forks;              // runs for pull requests, those of forks among them
    struct variables before; // what holds before a step's own env
};

// ---- values ----

static bool has_expression(struct str text)
{
    return str_has(text, STR("${{"));
}

// "${{ secrets.X }}" and nothing else: its expression, trimmed; absent for another text.
static struct str expression(struct str text)
{
    struct str t = str_trim(text);
    if (!str_starts(t, STR("${{")) || !str_ends(t, STR("}}")))
        return STR_NONE;
    struct str inner = str_slice(t, 3, t.n - 2);
    return str_has(inner, STR("}}")) ? STR_NONE : str_trim(inner);
}

static struct str text_of_env(const struct job *j, struct str name)
{
    const struct yaml_node *job = yaml_at(j->root, "jobs", str_z(j->name, j->r->a), "env", NULL);
    const struct yaml_node *node = yaml_get(job, str_z(name, j->r->a));
    if (!node)
        node = yaml_at(j->root, "env", str_z(name, j->r->a), NULL);
    struct str text = yaml_text(node);
    return has_expression(text) ? STR_NONE : text;
}

// What an expression is known to be without running it: a quoted text, or env.NAME of this file.
static struct str known(const struct job *j, struct str inner)
{
    struct str rest = str_from(inner, 4);
    if (inner.n >= 2 && inner.p[0] == '\'' && inner.p[inner.n - 1] == '\'' &&
        str_chr(str_slice(inner, 1, inner.n - 1), '\'') == STR_NOWHERE)
        return str_slice(inner, 1, inner.n - 1);
    for (size_t i = 0; i < rest.n; i++)
        if (rest.p[i] != '_' && !byte_is_alnum(rest.p[i]))
            return STR_NONE;
    return str_starts(inner, STR("env.")) ? text_of_env(j, rest) : STR_NONE;
}

static void give(struct job *j, struct str name, struct str text, struct loc loc, struct str level)
{
    struct str inner = expression(text), plain = str_present(inner) ? known(j, inner) : STR_NONE;
    struct arena *a = j->r->a;
    if (!str_present(text) || !has_expression(text) || str_present(plain)) {
        manifest_set_value(j->r, j->c, name,
                           str_present(plain)  ? plain
                           : str_present(text) ? text
                                               : STR(""),
                           loc, level);
        return;
    }
    bool withheld = j->forks && str_has(text, STR("secrets."));
    manifest_set_opaque(
        j->r, j->c, name, loc,
        str_fmt(a, "%.*s, %.*s%s", STR_ARG(str_present(inner) ? inner : STR("an expression")),
                STR_ARG(level), withheld ? "; empty in runs of forks and of Dependabot" : ""));
}

static void level(struct job *j, const struct yaml_node *env, struct str name)
{
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(env, i, &p); i++)
        give(j, yaml_raw(p.key), yaml_text(p.value), p.value->loc, name);
    // `env: ${{ fromJSON(...) }}`: which names it holds is not known.
    if (env && env->kind == YAML_SCALAR && has_expression(yaml_raw(env))) {
        j->c->state = SEEN_PARTIAL;
        j->c->detail = STR("env is an expression");
    }
}

// ---- $GITHUB_ENV ----

// "NAME=value", or "NAME<<WORD" before a value of several lines; a value with `$` is the run's.
static void github_env_entry(struct job *j, struct str text, struct loc loc)
{
    static const char why[] = "written to GITHUB_ENV by a step";
    size_t eq = str_chr(text, '='), many = str_find(text, STR("<<"));
    struct str name = str_trim_set(str_slice(text, 0, many < eq ? many : eq), "\"'");
    struct str value = str_from(text, eq == STR_NOWHERE ? text.n : eq + 1);
    if (many < eq || str_chr(value, '$') != STR_NOWHERE)
        manifest_set_opaque(j->r, j->c, name, loc, str_of(why));
    else if (eq != STR_NOWHERE)
        manifest_set_value(j->r, j->c, name, str_trim_set(value, "\"'"), loc, str_of(why));
}

// What `echo "NAME=value" >> ...` writes, in any of its spellings.
static void github_env_echo(struct job *j, struct str line, struct loc loc)
{
    size_t echo = str_find(line, STR("echo ")), to = str_find(line, STR(">>"));
    if (echo != STR_NOWHERE && echo < to)
        github_env_entry(j, str_trim_set(str_trim(str_slice(line, echo + 5, to)), "\"'"), loc);
}

// The word that ends `cat <<'EOF' >> "$GITHUB_ENV"`; absent when the line begins no such text.
static struct str heredoc_end(struct str line)
{
    size_t at = str_find(line, STR("<<"));
    if (at == STR_NOWHERE || str_has(line, STR("echo ")))
        return STR_NONE;
    struct str rest = str_trim_left_set(str_from(line, at + 2), "-'\" \\"), word = STR_NONE;
    str_word(&rest, " '\">;", &word);
    return word.n ? word : STR_NONE;
}

static bool begins(struct str line, const char *mark)
{
    return str_starts(str_trim(line), str_of(mark));
}

// The commands of `{ ...; } >> "$GITHUB_ENV"`, from the line of the brace.
static void github_env_group(struct job *j, struct str lines, struct loc loc)
{
    struct str line;
    for (; str_line(&lines, &line) && !begins(line, "}"); loc.line++)
        github_env_echo(j, line, loc);
}

static void github_env(struct job *j, const struct yaml_node *step)
{
    const struct yaml_node *run = yaml_get(step, "run");
    struct str rest = yaml_text(run), group = rest, end = STR_NONE, line;
    if (!str_has(rest, STR("GITHUB_ENV")))
        return;
    struct loc loc = {run->loc.file, run->loc.line + (run->style == YAML_BLOCK), 1}, opened = loc;
    for (struct str from = rest; str_line(&rest, &line); from = rest, loc.line++) {
        bool to_env = str_has(line, STR("GITHUB_ENV")) && str_has(line, STR(">"));
        if (str_present(end)) {
            if (str_eq(str_trim(line), end))
                end = STR_NONE;
            else
                github_env_entry(j, str_trim(line), loc);
        } else if (begins(line, "{")) {
            group = from;
            opened = loc;
        } else if (to_env && begins(line, "}")) {
            github_env_group(j, group, opened);
        } else if (to_env) {
            end = heredoc_end(line);
            github_env_echo(j, line, loc);
        }
    }
}

// ---- steps ----

// A step that gives a name another value than the steps before it is a place of its own.
static bool contradicts(const struct job *j, const struct yaml_node *env)
{
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(env, i, &p); i++) {
        const struct variable *v = variable_find(&j->c->vars, yaml_raw(p.key));
        if (v && str_starts(v->why, STR("env of step")))
            return true;
        if (v && str_has(v->why, STR(", env of step")))
            return true;
    }
    return false;
}

static struct str step_name(const struct job *j, const struct yaml_node *step, size_t i)
{
    struct str name = yaml_text(yaml_get(step, "name"));
    if (!name.n)
        name = yaml_text(yaml_get(step, "id"));
    return name.n && !has_expression(name) ? name : str_fmt(j->r->a, "%zu", i + 1);
}

static struct variables copied(const struct job *j, const struct variables *from)
{
    struct variables vars = {0};
    for (size_t k = 0; k < from->n; k++)
        *arena_push(&vars, j->r->a) = from->items[k];
    return vars;
}

static void one_step(struct job *j, const struct yaml_node *step, size_t i)
{
    const struct yaml_node *env = yaml_get(step, "env");
    struct str name = step_name(j, step, i);
    struct job own = *j;
    if (contradicts(j, env)) {
        struct variables vars = copied(j, &j->before);
        own.c = manifest_context(j->r, CONTEXT_ACTIONS,
                                 str_fmt(j->r->a, "%.*s/%.*s", STR_ARG(j->c->name), STR_ARG(name)),
                                 step->loc);
        own.c->vars = vars;
        j->c = &j->r->out->items[j->at];
    }
    level(&own, env, str_fmt(j->r->a, "env of step %.*s", STR_ARG(name)));
}

static bool runs_for_forks(const struct yaml_node *root)
{
    const struct yaml_node *on = yaml_get(root, "on");
    if (on && on->kind == YAML_SCALAR)
        return str_eq(yaml_text(on), STR("pull_request"));
    for (size_t i = 0; i < yaml_count(on); i++)
        if (str_eq(yaml_text(yaml_item(on, i)), STR("pull_request")))
            return true;
    return yaml_get(on, "pull_request") != NULL;
}

static struct str base_name(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

// A job that calls another workflow hands on neither the workflow's env nor its own.
static void calls_another(struct job *j, const struct yaml_node *job)
{
    j->c->state = SEEN_PARTIAL;
    j->c->detail = str_fmt(j->r->a, "calls %.*s, which gets no env of this workflow%s",
                           STR_ARG(yaml_text(yaml_get(job, "uses"))),
                           yaml_get(job, "secrets") ? "" : " and, without `secrets:`, no secret");
}

static void one_job(struct job *j, const struct yaml_node *job)
{
    if (yaml_get(job, "uses")) {
        calls_another(j, job);
        return;
    }
    level(j, yaml_get(j->root, "env"), STR("env of the workflow"));
    level(j, yaml_at(job, "container", "env", NULL), STR("env of the job's container"));
    level(j, yaml_get(job, "env"), STR("env of the job"));
    const struct yaml_node *steps = yaml_get(job, "steps");
    for (size_t i = 0; i < yaml_count(steps); i++)
        github_env(j, yaml_item(steps, i));
    j->before = copied(j, &j->c->vars);
    for (size_t i = 0; i < yaml_count(steps); i++)
        one_step(j, yaml_item(steps, i), i);
}

void actions_read(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    const struct yaml_node *root = y.docs.n ? y.docs.items[0].root : NULL;
    struct yaml_pair job;
    for (size_t i = 0; yaml_pair_at(yaml_get(root, "jobs"), i, &job); i++) {
        size_t first = r->out->n;
        struct job j = {.r = r, .root = root, .name = yaml_raw(job.key)};
        j.forks = runs_for_forks(root);
        j.at = first;
        j.c = manifest_context(r, CONTEXT_ACTIONS,
                               str_fmt(r->a, "actions:%.*s/%.*s", STR_ARG(base_name(r->file->path)),
                                       STR_ARG(yaml_raw(job.key))),
                               job.key->loc);
        one_job(&j, job.value);
        for (size_t k = first; k < r->out->n; k++)
            manifest_add_unset(r, &r->out->items[k]);
    }
}
