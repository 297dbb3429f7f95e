// SPDX-License-Identifier: MIT
// Files of settings that hold the key and are no dotenv files: Streamlit's secrets (whose own names
// become variables as well: docs.streamlit.io, st.secrets), the settings.ini of python-decouple
// (which goes before .env), dynaconf's secrets (dynaconf.com, Secrets). What their readers make of
// them is not told, nor what frameworks make of their own names; that the variable is not set proves
// nothing then.
#include "gather/code.h"
#include "parse/names.h"

static const struct store {
    char file[24], title[28];
} stores[] = {{".streamlit/secrets.toml", "Streamlit's secrets"},
              {"settings.ini", "python-decouple's settings"},
              {".secrets.toml", "dynaconf's secrets"}};

// NAME = value, in either case; absent: the line says nothing of the kind.
static struct str key_name(struct str line, struct arena *a)
{
    size_t eq = str_chr(line, '=');
    if (eq == STR_NOWHERE || str_trim_set(str_from(line, eq + 1), " \t\"'").n == 0)
        return STR_NONE;
    struct str name = str_trim(str_slice(line, 0, eq));
    char *upper = str_z(name, a);
    for (char *p = upper; *p; p++)
        *p = byte_is_alpha(*p) ? (char)(*p & ~0x20) : *p;
    struct str known = str_of(upper);
    return name_role(known) == NAME_KEY ? known : STR_NONE;
}

static void read_store(struct gathering *g, const struct store *s)
{
    struct arena secret = *secrets_arena(g->secrets);
    struct str dir = g->snap->project.dir, bytes, line;
    struct str path = str_eq(dir, STR(".")) ? str_of(s->file)
                                            : str_fmt(g->arena, "%.*s/%s", STR_ARG(dir), s->file);
    struct os_file file;
    if (!gather_read_project(g, path, &secret, &file, &bytes))
        return;
    for (uint32_t at = 1; str_line(&bytes, &line); at++) {
        struct str name = key_name(line, &secret);
        if (!str_present(name))
            continue;
        *arena_push(&g->snap->project.sources, g->arena) =
            (struct source_fact){.kind = SOURCE_KEY_FILLED,
                                 .text = str_dup(name, g->arena),
                                 .url = str_of(s->title),
                                 .loc = {path, at, 1}};
        return;
    }
}

// Frameworks that take a prefix off the names that fill their settings: NUXT_OPENAI_API_KEY is
// runtimeConfig.openaiApiKey (nuxt.com/docs, Runtime Config), DYNACONF_API_KEY is settings.API_KEY.
static const struct prefix {
    char text[12], title[24];
} prefixes[] = {{"NUXT_", "Nuxt's runtimeConfig"}, {"DYNACONF_", "dynaconf's settings"}};

static bool is_prefixed(struct str line, const struct prefix *p)
{
    struct str name = str_slice(line, 0, str_until(line, "= \t"));
    if (!str_starts(name, str_of(p->text)) || str_trim(str_from(line, name.n + 1)).n == 0)
        return false;
    enum name_role role = name_role(str_from(name, str_of(p->text).n));
    return role == NAME_KEY || role == NAME_KEY_NEAR;
}

static void read_prefixed(struct gathering *g, const struct raw_file *raw, const struct prefix *p)
{
    const struct dotenv_file *file = &g->snap->dotenv.items[raw->index];
    struct str rest = raw->input.bytes, line;
    if (file->is_template || !str_has(rest, str_of(p->text)))
        return;
    for (uint32_t at = 1; str_line(&rest, &line); at++)
        if (is_prefixed(line, p))
            *arena_push(&g->snap->project.sources, g->arena) =
                (struct source_fact){.kind = SOURCE_KEY_FILLED,
                                     .text = STR(""),
                                     .url = str_of(p->title),
                                     .loc = {file->path, at, 1}};
}

// A name that is near the key's may be the one that the code reads. The prompt reads no code: a glance
// tells, and with more code than that a name of nobody's (LLM_API_KEY) is left alone.
static void glance_at_name(struct gathering *g, const struct variable *v)
{
    const char *word = str_z(v->name, g->arena);
    struct str where;
    if (!code_may_mention(g, g->snap->project.dir, &word, 1, &where))
        return;
    if (!str_present(where) && str_has(v->name, STR("NEXO")))
        return;
    *arena_push(&g->snap->project.sources, g->arena) =
        (struct source_fact){.kind = SOURCE_KEY_FILLED,
                             .text = STR(""),
                             .url = v->name,
                             .number = 1,
                             .loc = {str_present(where) ? where : g->snap->project.dir, 1, 1}};
}

static void glance_at_names(struct gathering *g)
{
    for (size_t i = 0; i < g->snap->contexts.n; i++) {
        const struct variables *vars = &g->snap->contexts.items[i].vars;
        for (size_t k = 0; k < vars->n; k++)
            if (name_role(vars->items[k].name) == NAME_KEY_NEAR &&
                vars->items[k].value.state == VALUE_SET) {
                glance_at_name(g, &vars->items[k]);
                return;
            }
    }
}

// Once its settings are cached Laravel loads no .env at all (laravel.com/docs, Configuration Caching).
static void laravel_cache(struct gathering *g, const struct strs *names)
{
    bool complete;
    struct str dir = loc_path(g->snap->project.dir, STR("bootstrap/cache"), g->arena);
    if (!strs_have(names, STR("artisan")) || !strs_have(names, STR("bootstrap")) ||
        !strs_have(gather_list(g, dir, &complete), STR("config.php")))
        return;
    struct str file = str_fmt(g->arena, "%.*s/config.php", STR_ARG(dir));
    gather_note(g,
                str_fmt(g->arena,
                        "%.*s: Laravel reads these cached settings and no .env until php artisan "
                        "config:clear",
                        STR_ARG(file)));
    if (!gather_has_key(g))
        *arena_push(&g->snap->project.sources, g->arena) =
            (struct source_fact){.kind = SOURCE_KEY_FILLED,
                                 .text = STR(""),
                                 .url = STR("Laravel's cached settings"),
                                 .number = 1,
                                 .loc = {file, 1, 1}};
}

void gather_stores(struct gathering *g)
{
    bool complete;
    const struct strs *names = g->root.n ? gather_list(g, g->snap->project.dir, &complete) : NULL;
    if (names)
        laravel_cache(g, names);
    if (!g->root.n || gather_has_key(g))
        return;
    if (g->ask->depth == GATHER_STATUS)
        glance_at_names(g);
    for (size_t i = 0; i < g->files.n; i++)
        for (size_t k = 0; k < sizeof prefixes / sizeof *prefixes; k++)
            read_prefixed(g, &g->files.items[i], &prefixes[k]);
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++) {
        struct str first = str_of(stores[i].file);
        if (strs_have(names, str_slice(first, 0, str_chr(first, '/'))))
            read_store(g, &stores[i]);
    }
}
