// SPDX-License-Identifier: MIT
// loaded.devserver-stale: a running program that still has a value from its start.
#include "parse/dotenv.h"
#include "parse/names.h"
#include "rules/calls.h"
#include "rules/contexts.h"
#include "rules/places.h"
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

// Why a process is stale.
struct stale {
    const struct context *c;
    const struct dotenv_file *file;   // changed since; or
    const struct variable *inherited; // what it was started with wins over this one of its file
    struct str changed;               // ".env changed 14:20"; absent: inherited
};

static struct finding *one_stale(const struct rule *rule, struct inquiry *q, const struct place *p)
{
    const struct stale *s = p->with;
    const struct variable *first = still_in_shell(q, s->c, s->file);
    struct finding *f = finding_add(q, rule, s->c->name);
    context_place(q, f, s->c);
    f->here = context_process(q, s->c);
    finding_fix(
        f, q,
        str_fmt(q->arena, "%s%.*s%s the dev server: %.*s, %.*s", first ? "Unset " : "Restart",
                STR_ARG(first ? first->name : STR("")),
                first ? " in its shell (the inherited value would win again), then restart" : "",
                STR_ARG(context_process(q, s->c)), STR_ARG(s->changed)),
        STR_NONE);
    return f;
}

static void more_stale(struct inquiry *q, struct finding *f, const struct place *p)
{
    const struct stale *s = p->with;
    finding_evidence(f, q, STR("changed since"), s->changed, (struct origin){0});
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

static struct finding *one_inherited(const struct rule *rule, struct inquiry *q,
                                     const struct place *p)
{
    const struct stale *s = p->with;
    struct finding *f = finding_add(q, rule, s->c->name);
    context_place(q, f, s->c);
    f->title = str_fmt(q->arena, "The running %.*s keeps the %.*s that it was started with",
                       STR_ARG(s->c->program), STR_ARG(s->inherited->name));
    f->here = context_process(q, s->c);
    finding_fix(f, q,
                str_fmt(q->arena,
                        "Restart the dev server from a shell in which %.*s is not set (what is "
                        "inherited wins over the file): %.*s",
                        STR_ARG(s->inherited->name), STR_ARG(context_process(q, s->c))),
                STR_NONE);
    return f;
}

static void more_inherited(struct inquiry *q, struct finding *f, const struct place *p)
{
    const struct stale *s = p->with;
    const struct variable *then = variable_find(&s->c->vars, s->inherited->name);
    const struct variable *file = of_file(s->inherited);
    finding_evidence(f, q, then->name, value_words(&then->value, q->arena), then->origin);
    finding_evidence(f, q, file->name, value_words(&file->value, q->arena), file->origin);
}

static const struct variable *find_inherited(const struct inquiry *q, const struct context *c)
{
    for (size_t i = 0; c->self_loading && i < q->snap->contexts.n; i++) {
        const struct context *d = &q->snap->contexts.items[i];
        if (d->kind != CONTEXT_DOTENV || d->state != SEEN_COMPLETE || !str_eq(d->dir, c->dir))
            continue;
        for (size_t j = 0; j < d->vars.n; j++)
            if (inherited_wins(q, c, d, &d->vars.items[j]))
                return &d->vars.items[j];
    }
    return NULL;
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

static bool find_stale(const struct inquiry *q, const struct context *c, struct stale *out)
{
    *out = (struct stale){.c = c, .inherited = find_inherited(q, c), .changed = STR_NONE};
    if (out->inherited)
        return true;
    if (c->self_loading && !c->reloads)
        out->file = changed_file(q, c);
    const struct variable *v = changed_in_shell(q, c);
    if (out->file)
        out->changed = str_fmt(q->arena, "%.*s changed %.*s", STR_ARG(out->file->path),
                               STR_ARG(context_clock(q, out->file->mtime_ns)));
    else if (v)
        out->changed = str_fmt(q->arena, "%.*s has another value in this shell", STR_ARG(v->name));
    return out->file || v;
}

// The workers of one server: the same program, in the same folder, stale for the same reason.
static bool alike(const struct stale *a, const struct stale *b)
{
    return str_eq(a->c->program, b->c->program) && str_eq(a->c->dir, b->c->dir) &&
           a->inherited == b->inherited && a->file == b->file && str_eq(a->changed, b->changed);
}

static void tell_stale(const struct rule *rule, struct inquiry *q, const struct places *workers)
{
    const struct stale *s = workers->items[0].with;
    struct str program = s->c->program;
    struct telling how = {.noun = "processes"};
    if (s->inherited) {
        how.one = one_inherited;
        how.more = more_inherited;
        how.many = str_fmt(q->arena, "The running %.*s keeps the %.*s that it was started with,",
                           STR_ARG(program), STR_ARG(s->inherited->name));
        how.many_fix = str_fmt(q->arena,
                               "Restart %.*s as a whole from a shell in which %.*s is not set "
                               "(what is inherited wins over the file)",
                               STR_ARG(program), STR_ARG(s->inherited->name));
    } else {
        how.one = one_stale;
        how.more = more_stale;
        how.many = str_fmt(q->arena, "%.*s, after the start of %.*s,", STR_ARG(s->changed),
                           STR_ARG(program));
        how.many_fix = str_fmt(q->arena, "Restart %.*s as a whole: %.*s", STR_ARG(program),
                               STR_ARG(s->changed));
    }
    places_tell(rule, q, workers, &how);
}

void context_check_stale(const struct rule *rule, struct inquiry *q)
{
    struct stale *all = arena_many(q->arena, struct stale, q->snap->contexts.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        n += context_is_program(c) && !is_helper(q, c) && find_stale(q, c, &all[n]);
    }
    for (size_t i = 0; i < n; i++) {
        struct places workers = {0};
        bool told = false;
        for (size_t k = 0; k < i; k++)
            told |= alike(&all[k], &all[i]);
        for (size_t k = i; k < n && !told; k++)
            if (alike(&all[k], &all[i]))
                *arena_push(&workers, q->arena) =
                    (struct place){all[k].c, STR("running"), context_process(q, all[k].c),
                                   context_origin(all[k].c), &all[k]};
        if (workers.n)
            tell_stale(rule, q, &workers);
    }
}
