// SPDX-License-Identifier: MIT
// loaded.devserver-stale: a running program that still has a value from its start.
#include "parse/dotenv.h"
#include "parse/names.h"
#include "rules/calls.h"
#include "rules/contexts.h"
#include "rules/words.h"

// The process got a value at its start that this shell has changed since.
static const struct variable *changed_in_shell(const struct inquiry *q, const struct context *c)
{
    for (size_t i = 0; i < c->vars.n; i++) {
        const struct variable *then = &c->vars.items[i];
        const struct variable *now = variable_find(&q->snap->contexts.items[0].vars, then->name);
        if (name_of_call(then->name) && now && now->exported && value_is_set(&now->value) &&
            !value_same(&then->value, &now->value) && !context_in_dotenv(q, then->name))
            return now;
    }
    return NULL;
}

static const struct dotenv_entry *entry_of_call(const struct dotenv_file *file)
{
    for (size_t i = 0; i < file->n; i++)
        if (name_of_call(file->items[i].name))
            return &file->items[i];
    return NULL;
}

// A dotenv file with something of ours changed after the program started, and the program does
// not read it again by itself. Half a second of grace: start and write may be one command.
static const struct dotenv_file *changed_file(const struct inquiry *q, const struct context *c)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        if (!file->is_template && !file->is_script && file->state == SEEN_COMPLETE &&
            entry_of_call(file) && c->started_ns && file->mtime_ns > c->started_ns + 500000000)
            return file;
    }
    return NULL;
}

// A name of the file that this shell exports with another value: the server would inherit that one
// again, and most loaders let it win.
static const struct variable *still_in_shell(const struct inquiry *q, const struct context *c,
                                             const struct dotenv_file *file)
{
    for (size_t i = 0; file && i < file->n; i++) {
        struct str name = file->items[i].name;
        const struct variable *now = variable_find(&q->snap->contexts.items[0].vars, name);
        const struct variable *then = variable_find(&c->vars, name);
        if (name_of_call(name) && now && now->exported && value_is_set(&now->value) && then &&
            value_same(&then->value, &now->value))
            return now;
    }
    return NULL;
}

static void stale_finding(const struct rule *rule, struct inquiry *q, const struct context *c,
                          const struct dotenv_file *file, struct str changed)
{
    const struct variable *first = still_in_shell(q, c, file);
    struct finding *f = finding_add(q, rule, c->name);
    context_place(q, f, c);
    f->here = context_process(q, c);
    finding_evidence(f, q, STR("running"), context_process(q, c), context_origin(c));
    finding_evidence(f, q, STR("changed since"), changed, (struct origin){0});
    finding_fix(
        f, q,
        str_fmt(q->arena, "%s%.*s%s the dev server: %.*s, %.*s", first ? "Unset " : "Restart",
                STR_ARG(first ? first->name : STR("")),
                first ? " in its shell (the inherited value would win again), then restart" : "",
                STR_ARG(context_process(q, c)), STR_ARG(changed)),
        STR_NONE);
}

// What the file gives under that name, whoever wins; NULL: the file does not name it.
static const struct variable *of_file(const struct variable *v)
{
    if (v->origin.kind == ORIGIN_FILE)
        return v;
    return v->hidden && v->hidden->origin.kind == ORIGIN_FILE ? v->hidden : NULL;
}

// The loader of the place where the program runs, if what is in the environment wins with it.
static bool keeps_environment(const struct inquiry *q, const struct context *d)
{
    const struct loader *loader = loader_find(d->loader);
    for (size_t i = 0; i < q->snap->project.loaders.n; i++) {
        const struct project_loader *p = &q->snap->project.loaders.items[i];
        if (str_eq(p->id, d->loader) && p->overrides)
            return false;
    }
    return loader && loader->merge == MERGE_KEEP_ENV;
}

// A value that the program was started with and that its file does not change any more, even if it
// reads the file again. That this shell holds the same is said of the shell.
static bool inherited_wins(const struct inquiry *q, const struct context *c,
                           const struct context *d, const struct variable *v)
{
    const struct variable *file = of_file(v), *then = variable_find(&c->vars, v->name);
    const struct variable *now = variable_find(&q->snap->contexts.items[0].vars, v->name);
    return name_of_call(v->name) && file && value_is_set(&file->value) && then &&
           value_is_set(&then->value) && !value_same(&then->value, &file->value) &&
           !(now && now->exported && value_same(&now->value, &then->value)) &&
           keeps_environment(q, d);
}

static void inherited_finding(const struct rule *rule, struct inquiry *q, const struct context *c,
                              const struct variable *v)
{
    const struct variable *then = variable_find(&c->vars, v->name), *file = of_file(v);
    struct finding *f = finding_add(q, rule, c->name);
    context_place(q, f, c);
    f->title = str_fmt(q->arena, "The running %.*s keeps the %.*s that it was started with",
                       STR_ARG(c->program), STR_ARG(v->name));
    f->here = context_process(q, c);
    finding_evidence(f, q, STR("running"), context_process(q, c), context_origin(c));
    finding_evidence(f, q, then->name, value_words(&then->value, q->arena), then->origin);
    finding_evidence(f, q, file->name, value_words(&file->value, q->arena), file->origin);
    finding_fix(f, q,
                str_fmt(q->arena,
                        "Restart the dev server from a shell in which %.*s is not set (what is "
                        "inherited wins over the file): %.*s",
                        STR_ARG(v->name), STR_ARG(context_process(q, c))),
                STR_NONE);
}

static bool tell_inherited(const struct rule *rule, struct inquiry *q, const struct context *c)
{
    for (size_t i = 0; c->self_loading && i < q->snap->contexts.n; i++) {
        const struct context *d = &q->snap->contexts.items[i];
        if (d->kind != CONTEXT_DOTENV || d->state != SEEN_COMPLETE || !str_eq(d->dir, c->dir))
            continue;
        for (size_t j = 0; j < d->vars.n; j++)
            if (inherited_wins(q, c, d, &d->vars.items[j])) {
                inherited_finding(rule, q, c, &d->vars.items[j]);
                return true;
            }
    }
    return false;
}

// A dev server is often two processes: the one that listens stands for both.
static bool is_helper(const struct inquiry *q, const struct context *c)
{
    for (size_t i = 0; c->port == 0 && i < q->snap->contexts.n; i++) {
        const struct context *o = &q->snap->contexts.items[i];
        if (context_is_program(o) && o->port && str_eq(o->program, c->program) &&
            str_eq(o->dir, c->dir))
            return true;
    }
    return false;
}

void context_check_stale(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        if (!context_is_program(c) || is_helper(q, c) || tell_inherited(rule, q, c))
            continue;
        const struct dotenv_file *file = c->self_loading && !c->reloads ? changed_file(q, c) : NULL;
        const struct variable *v = changed_in_shell(q, c);
        if (file)
            stale_finding(rule, q, c, file,
                          str_fmt(q->arena, "%.*s changed %.*s", STR_ARG(file->path),
                                  STR_ARG(context_clock(q, file->mtime_ns))));
        else if (v)
            stale_finding(
                rule, q, c, NULL,
                str_fmt(q->arena, "%.*s has another value in this shell", STR_ARG(v->name)));
    }
}
