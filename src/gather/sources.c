// SPDX-License-Identifier: MIT
// What the project's own code says of base URL, timeout, retries, model, key, client and dotenv
// loader (DESIGN 5.1): doctor only, files in git's index and in the working directory itself, where
// a program stands before it is added; a bounded number, size and time. Nothing walks the tree.
#include "gather/code.h"
#include "gather/git.h"
#include "parse/dotenv.h"
#include "parse/names.h"
#include "parse/source.h"

enum { FILES_MAX = 2000 };

static struct str in_directory(struct gathering *g, struct str name)
{
    struct str dir = g->snap->project.dir;
    return str_eq(dir, STR(".")) ? name
                                 : str_fmt(g->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name));
}

// Code in the working directory that the index does not have; without an index, all of it.
static struct strs beside_index(struct gathering *g, const struct strs *index)
{
    struct strs all = {0};
    bool complete;
    const struct strs *names = gather_list(g, g->snap->project.dir, &complete);
    for (size_t i = 0; i < names->n && all.n < FILES_MAX; i++) {
        struct str path = in_directory(g, names->items[i]);
        if (source_reads(path) && !(index && strs_have(index, path)))
            strs_add(&all, path, g->arena);
    }
    return all;
}

struct strs gather_code(struct gathering *g)
{
    const struct strs *index = git_index(g);
    if (index || !g->root.n)
        return index ? *index : (struct strs){0};
    return beside_index(g, NULL);
}

// Files below the working directory first: in a repository of many programs they are this one's.
static bool is_near(const struct gathering *g, struct str path)
{
    struct str dir = g->snap->project.dir;
    return str_eq(dir, STR(".")) ||
           (str_starts(path, dir) && path.n > dir.n && path.p[dir.n] == '/');
}

static struct str family_of(struct str loader)
{
    const struct loader *l = loader_find(loader);
    return str_of(l ? l->family : "");
}

// A script without a manifest shows its loader by calling it, in the directory where one stands:
// loaders look from there or from the script's own, and of a part its own files tell.
static void add_loader(struct gathering *g, const struct source_fact *f)
{
    struct project *p = &g->snap->project;
    const struct loader *l = loader_find(f->text);
    size_t slash = str_rchr(f->loc.file, '/');
    struct str dir = slash == STR_NOWHERE ? STR(".") : str_slice(f->loc.file, 0, slash);
    if (!str_eq(dir, p->dir))
        return;
    for (size_t i = 0; i < p->loaders.n; i++)
        if (str_eq(family_of(p->loaders.items[i].id), f->text))
            return;
    if (l)
        *arena_push(&p->loaders, g->arena) =
            (struct project_loader){.id = str_of(l->id), .dir = dir, .shown = f->loc};
}

// The code calls its loader with the switch that lets the file win over the environment.
static void note_override(struct gathering *g, const struct source_fact *f)
{
    for (size_t i = 0; i < g->snap->project.loaders.n; i++) {
        struct project_loader *p = &g->snap->project.loaders.items[i];
        struct str family = family_of(p->id);
        // dotenv-expand is given what dotenv.config() has read.
        if (str_eq(family, f->text) ||
            (str_eq(family, STR("dotenv-expand")) && str_eq(f->text, STR("dotenv"))))
            p->overrides = true;
    }
}

struct look {
    struct gathering *g;
    struct source_facts facts;
    struct code_budget budget;
};

static void look_at(struct look *l, struct str path, bool untracked)
{
    struct gathering *g = l->g;
    // The code may hold a key: its bytes stay among the secrets, for the moment.
    struct arena secret = *secrets_arena(g->secrets);
    struct str bytes;
    size_t before = l->facts.n;
    if (!source_reads(path) || !code_bytes(g, &l->budget, path, &secret, &bytes))
        return;
    source_read(bytes, path, g->ask->gateway, &l->facts, g->arena, secrets_scratch(g->secrets));
    for (size_t i = before; i < l->facts.n; i++)
        l->facts.items[i].untracked = untracked;
}

// A script without a manifest shows its client by what it calls.
static void add_client(struct gathering *g, const struct source_fact *f)
{
    struct project *p = &g->snap->project;
    for (size_t i = 0; i < p->clients.n; i++)
        if (str_eq(p->clients.items[i].id, f->text))
            return;
    *arena_push(&p->clients, g->arena) = (struct project_client){.id = f->text, .shown = f->loc};
}

static bool shows_client(const struct project *p)
{
    for (size_t i = 0; i < p->clients.n; i++)
        if (!p->clients.items[i].aside)
            return true;
    return false;
}

void gather_sources(struct gathering *g)
{
    struct look l = {.g = g, .budget = code_budget_now()};
    const struct strs *index = git_index(g);
    struct strs beside = g->root.n || index ? beside_index(g, index) : (struct strs){0};
    for (size_t i = 0; i < beside.n; i++)
        look_at(&l, beside.items[i], g->snap->project.repository);
    for (int pass = 0; index && pass < 2; pass++)
        for (size_t i = 0; i < index->n; i++)
            if (is_near(g, index->items[i]) == (pass == 0))
                look_at(&l, index->items[i], false);
    for (size_t i = 0; i < l.facts.n; i++)
        *arena_push(&g->snap->project.sources, g->arena) = l.facts.items[i];
    const struct source_fact *key = source_key_variable(l.facts.items, l.facts.n);
    if (key && !key->url.n &&
        (name_role(key->text) == NAME_IRRELEVANT || name_role(key->text) == NAME_KEY_NEAR))
        name_accept(key->text, NAME_KEY);
}

void gather_sources_show(struct gathering *g)
{
    struct project *p = &g->snap->project;
    bool shown = shows_client(p);
    for (size_t i = 0; i < p->sources.n; i++) {
        const struct source_fact *f = &p->sources.items[i];
        if (f->kind == SOURCE_DOTENV)
            add_loader(g, f);
        if (f->kind == SOURCE_CLIENT && !shown)
            add_client(g, f);
    }
    for (size_t i = 0; i < p->sources.n; i++)
        if (p->sources.items[i].kind == SOURCE_DOTENV_OVERRIDE)
            note_override(g, &p->sources.items[i]);
}

static bool key_arrives(const struct gathering *g)
{
    for (size_t i = 0; i < g->snap->contexts.n; i++) {
        const struct variables *vars = &g->snap->contexts.items[i].vars;
        for (size_t k = 0; k < vars->n; k++)
            if (name_role(vars->items[k].name) == NAME_KEY &&
                vars->items[k].value.state == VALUE_SET)
                return true;
    }
    return false;
}

static void read_fills(void *ctx, struct str path, struct str bytes)
{
    struct look *l = ctx;
    source_read(bytes, path, l->g->ask->gateway, &l->facts, l->g->arena,
                secrets_scratch(l->g->secrets));
}

static bool is_set_somewhere(const struct gathering *g, struct str name)
{
    for (size_t i = 0; i < g->snap->contexts.n; i++) {
        const struct variable *v = variable_find(&g->snap->contexts.items[i].vars, name);
        if (v && v->value.state == VALUE_SET)
            return true;
    }
    return false;
}

// The calls read a variable of another name: doctor takes that for the key's, before it looks around.
static void other_name(struct gathering *g, const struct source_facts *facts)
{
    const struct source_fact *key = source_key_variable(facts->items, facts->n);
    if (!key || key->url.n || name_role(key->text) == NAME_KEY)
        return;
    // Names that are near the key's are kept wherever they are set; of others nothing is known here.
    if (name_role(key->text) == NAME_KEY_NEAR && !is_set_somewhere(g, key->text))
        return;
    *arena_push(&g->snap->project.sources, g->arena) = (struct source_fact){
        .kind = SOURCE_KEY_FILLED,
        .text = STR(""),
        .url = str_fmt(g->arena, "%.*s, which doctor looks for", STR_ARG(key->text)),
        .number = 1,
        .loc = key->loc};
}

// A program without a manifest shows its client by its calls.
static void show_clients(struct gathering *g, const struct source_facts *facts)
{
    for (size_t i = 0; i < facts->n; i++)
        if (facts->items[i].kind == SOURCE_CLIENT)
            add_client(g, &facts->items[i]);
}

static void show_fills(struct gathering *g, const struct source_facts *facts)
{
    static const char *const languages[] = {"python", "node", "go",     "ruby", "php",
                                            "rust",   "java", "dotnet", "curl"};
    other_name(g, facts);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const struct source_fact *f =
            source_key_filled(facts->items, facts->n, str_of(languages[i]));
        if (f) // one of each language is enough
            *arena_push(&g->snap->project.sources, g->arena) = *f;
    }
}

// OPENAI_API_KEY is set and no variable says where to: the client's vendor, unless the code does.
static bool lacks_url(const struct gathering *g)
{
    bool key = false;
    for (size_t i = 0; i < g->snap->contexts.n; i++) {
        const struct variables *vars = &g->snap->contexts.items[i].vars;
        for (size_t k = 0; k < vars->n; k++) {
            const struct variable *v = &vars->items[k];
            if (v->value.state == VALUE_SET && name_role(v->name) == NAME_BASE_URL)
                return false;
            key |= v->value.state == VALUE_SET && str_eq(v->name, STR("OPENAI_API_KEY"));
        }
    }
    return key;
}

static void show_urls(struct gathering *g, const struct source_facts *facts)
{
    for (size_t i = 0; i < facts->n; i++)
        if (facts->items[i].kind == SOURCE_BASE_URL)
            *arena_push(&g->snap->project.sources, g->arena) = facts->items[i];
}

// For the prompt: the file that names the gateway, as a glance finds it. With more code than that the
// code is taken to name it: in doubt the prompt says nothing.
static void glance_at_url(struct gathering *g)
{
    struct str where, dir = g->snap->project.dir, bytes;
    const char *host = str_z(g->ask->gateway, g->arena);
    if (!code_may_mention(g, dir, &host, 1, &where))
        return;
    struct look l = {.g = g};
    struct arena secret = *secrets_arena(g->secrets);
    struct os_file file;
    if (str_present(where) && gather_read_project(g, where, &secret, &file, &bytes))
        read_fills(&l, where, bytes);
    else if (!str_present(where))
        *arena_push(&l.facts, g->arena) =
            (struct source_fact){.kind = SOURCE_BASE_URL,
                                 .text = str_fmt(g->arena, "https://%s/v1", host),
                                 .number = 1,
                                 .url = STR(""),
                                 .loc = {dir, 1, 1}};
    show_urls(g, &l.facts);
}

// `check` would say that the key is not set, that nothing loads it, or that nothing says where to: the
// cases in which it reads the code for what does, and for the client where no manifest shows one.
void gather_fills(struct gathering *g)
{
    bool reads = g->ask->depth == GATHER_CHECK || g->ask->depth == GATHER_TOOLS;
    bool known = shows_client(&g->snap->project), missing = !key_arrives(g);
    bool url = g->root.n && lacks_url(g);
    if (url && known && g->ask->depth == GATHER_STATUS)
        glance_at_url(g);
    if (!reads || !g->root.n || (!url && (gather_has_key(g) || (known && !missing))))
        return;
    struct look l = {.g = g};
    struct strs files = gather_code(g);
    code_each(g, &files, STR("."), STR(""), read_fills, &l);
    if (git_index(g)) {
        files = beside_index(g, git_index(g));
        code_each(g, &files, STR("."), STR(""), read_fills, &l);
    }
    if (!known)
        show_clients(g, &l.facts);
    if (missing)
        show_fills(g, &l.facts);
    if (url)
        show_urls(g, &l.facts);
}
