// SPDX-License-Identifier: MIT
// Layer "loaded", rank 11: the key stands somewhere, and another value, file or moment wins.
#include "parse/names.h"
#include "parse/url.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

#define DASHBOARD "The dashboard supplies the key itself: no file and no shell stands in between."

// ---- loaded.shadowed-by-shell ----

// The file's value, when the shell's hides it and both could be meant. A placeholder in the file is
// what a template leaves behind: there the shell's value is the right one.
static const struct variable *hidden_by_shell(const struct inquiry *q, const struct variable *v)
{
    enum name_role role = name_role(v->name);
    const struct variable *h = v->hidden;
    if (h == NULL || v->origin.kind != ORIGIN_ENVIRONMENT || h->origin.kind != ORIGIN_FILE)
        return NULL;
    if (!accepted_name(q->profile, v->name) && role != NAME_BASE_URL)
        return NULL;
    if (!value_is_set(&v->value) || !value_is_set(&h->value) || value_same(&v->value, &h->value))
        return NULL;
    if (role != NAME_BASE_URL && !key_plausible(&h->value))
        return NULL;
    return h;
}

static void add_shadowed(const struct rule *rule, struct inquiry *q, const struct variable *v,
                         const struct variable *h)
{
    struct arena *a = q->arena;
    struct str place = origin_text(&h->origin, a);
    struct finding *f = finding_add(q, rule, v->name);
    f->title =
        str_fmt(a, "%.*s in the shell differs from %.*s, and %s keeps the shell's",
                STR_ARG(v->name), STR_ARG(place), q->loader ? q->loader->title : "the loader");
    f->short_text = str_fmt(a, "%.*s in the shell hides %.*s", STR_ARG(v->name), STR_ARG(place));
    f->here = str_fmt(a, "shell: %.*s; file: %.*s", STR_ARG(value_words(&v->value, a)),
                      STR_ARG(value_words(&h->value, a)));
    f->concerns = v == q->uses.key || str_same(v->name, q->uses.base_url_name);
    finding_variable(f, q, v);
    finding_variable(f, q, h);
    const struct rc_assignment *rc = rc_find(q, v->name, true);
    struct origin o = rc ? origin_file(rc->loc) : v->origin;
    if (rc)
        finding_evidence(f, q, v->name, STR("exported here"), o);
    finding_fix(f, q,
                str_fmt(a,
                        "If the file is right, unset %.*s in this shell, and remove the stale "
                        "export%.*s",
                        STR_ARG(v->name), STR_ARG(from_words(&o, a))),
                v->origin.kind == ORIGIN_ENVIRONMENT ? repair_unset(q, v->name) : STR_NONE);
    if (q->loader && q->loader->override_how[0])
        finding_fix(f, q, str_fmt(a, "Or let the file win: %s", q->loader->override_how), STR_NONE);
}

static void check_shadowed_by_shell(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        const struct variable *h = hidden_by_shell(q, v);
        if (h)
            add_shadowed(rule, q, v, h);
    }
}

// ---- loaded.settings-file-wins ----

static void add_settings(const struct rule *rule, struct inquiry *q, struct str tool,
                         const struct variable *theirs, const struct variable *ours)
{
    struct arena *a = q->arena;
    struct finding *f =
        finding_add(q, rule, str_fmt(a, "%.*s/%.*s", STR_ARG(tool), STR_ARG(theirs->name)));
    f->concerns = false;
    f->title = str_fmt(a, "%.*s has its own %.*s%.*s, other than the one in %.*s", STR_ARG(tool),
                       STR_ARG(theirs->name), STR_ARG(from_words(&theirs->origin, a)),
                       STR_ARG(q->context->name));
    f->short_text = str_fmt(a, "%.*s uses another %.*s", STR_ARG(tool), STR_ARG(theirs->name));
    f->here =
        str_fmt(a, "%.*s: %.*s; %.*s: %.*s", STR_ARG(tool), STR_ARG(value_words(&theirs->value, a)),
                STR_ARG(q->context->name), STR_ARG(value_words(ours ? &ours->value : NULL, a)));
    finding_variable(f, q, theirs);
    finding_variable(f, q, ours);
    finding_fix(f, q,
                str_fmt(a, "Remove %.*s from the settings of %.*s%.*s, or set the same value there",
                        STR_ARG(theirs->name), STR_ARG(tool),
                        STR_ARG(from_words(&theirs->origin, a))),
                STR_NONE);
}

static struct str tool_name(struct str context)
{
    size_t at = str_chr(context, ':');
    return at == STR_NOWHERE ? context : str_from(context, at + 1);
}

static const struct variable *written(const struct context *c, const char *name)
{
    const struct variable *v = variable_find_z(&c->vars, name);
    return v && value_is_set(&v->value) && v->origin.kind == ORIGIN_FILE ? v : NULL;
}

// A tool of another vendor is nobody's business here: it must name this gateway, or hold this key.
static void check_tool(const struct rule *rule, struct inquiry *q, const struct context *c)
{
    const struct variable *key = written(c, "OPENAI_API_KEY"), *url = written(c, "OPENAI_BASE_URL");
    const struct variable *ours = q->uses.key;
    bool here = url && host_trusted(q->profile, host_of(url->value.text));
    bool same = key && ours && value_same(&key->value, &ours->value);
    if (here && key && ours && !same && key_plausible(&key->value))
        add_settings(rule, q, tool_name(c->name), key, ours);
    if (same && url && !here)
        add_settings(rule, q, tool_name(c->name), url,
                     variable_find(&q->context->vars, q->uses.base_url_name));
}

static void check_settings_file_wins(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->contexts.n; i++)
        if (q->snap->contexts.items[i].kind == CONTEXT_TOOL &&
            &q->snap->contexts.items[i] != q->context)
            check_tool(rule, q, &q->snap->contexts.items[i]);
}

// ---- loaded.dotenv-never-loaded, loaded.dotenv-wrong-dir ----

// Containers, services and deployments load no dotenv file of this folder: contexts.c speaks there.
static bool key_missing_here(const struct inquiry *q)
{
    bool here = q->context->kind == CONTEXT_SHELL || q->context->kind == CONTEXT_DOTENV ||
                q->context->kind == CONTEXT_PROCESS;
    return here && q->uses.key == NULL && !context_is_blind(q->context) && !key_in_code(q) &&
           !key_filled(q);
}

// The file has a name that the loader reads, but lies where it does not look.
static bool in_wrong_dir(const struct inquiry *q, const struct dotenv_file *file)
{
    if (file->below && str_present(file->part_loader) && !loader_reads(q, file))
        return true;
    if (q->loader == NULL || file->asked || loader_reads(q, file))
        return false;
    const struct project_loader *row = q->project_loader;
    for (size_t i = 0; names_files(row) && i < row->env_files.n; i++)
        if (str_eq(base_of(row->env_files.items[i]), base_of(file->path)))
            return true;
    struct strs names = loader_file_names(q->loader, row ? row->mode : STR_NONE, q->arena);
    return !names_files(row) && strs_have(&names, base_of(file->path));
}

// What it does instead: "python-dotenv looks only in web", "pydantic-settings reads only web/.env".
static struct str looks_where(const struct inquiry *q)
{
    const struct project_loader *row = q->project_loader;
    struct buf b = buf_in(q->arena);
    if (!names_files(row))
        return str_fmt(q->arena, "%s looks only in %.*s", q->loader->title,
                       STR_ARG(q->snap->project.dir));
    buf_fmt(&b, "%s reads only ", q->loader->title);
    for (size_t i = 0; i < row->env_files.n && i < 4; i++) {
        struct str path = loc_path(row->dir, row->env_files.items[i], q->arena);
        buf_fmt(&b, "%s%.*s", i ? " and " : "",
                STR_ARG(str_present(path) ? path : row->env_files.items[i]));
    }
    return buf_str(&b);
}

static struct str loaders_to_try(const struct inquiry *q)
{
    if (q->loader && str_starts(str_of(q->loader->id), STR("pydantic")))
        return STR("env_file=\".env\" in the SettingsConfigDict of its settings class");
    switch (q->client->lang) {
    case LANG_PYTHON: return STR("load_dotenv() of python-dotenv before the client is made");
    case LANG_NODE: return STR("node --env-file, or import 'dotenv/config' first");
    case LANG_GO: return STR("godotenv.Load()");
    default: return STR("python-dotenv, node --env-file, godotenv, ...");
    }
}

// The key's line, and the base URL's beside it: without that the key would go to another host.
static struct str take_lines(const struct inquiry *q, struct key_entry e, bool *more)
{
    struct buf b = buf_in(q->arena);
    struct str key = repair_take(q, e.entry->name, e.entry->loc);
    buf_add(&b, key);
    for (size_t i = 0; str_present(key) && i < e.file->n; i++) {
        const struct dotenv_entry *u = &e.file->items[i];
        const struct value *v = entry_value(u);
        if (!u->last || name_role(u->name) != NAME_BASE_URL || v == NULL || !value_is_set(v) ||
            variable_find(&q->context->vars, u->name))
            continue;
        struct str url = repair_take(q, u->name, u->loc);
        *more |= str_present(url);
        buf_fmt(&b, "%s%.*s", str_present(url) ? "; " : "", STR_ARG(url));
    }
    return str_present(key) ? buf_str(&b) : STR_NONE;
}

// The .envrc that is the file, or that makes direnv load it; NULL: none.
static const struct dotenv_file *script_of(const struct inquiry *q, const struct dotenv_file *file)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *s = &q->snap->dotenv.items[i];
        if (s == file ? s->is_script
                      : s->loads && str_eq(base_of(file->path), STR(".env")) &&
                            str_eq(dir_of(s->path), dir_of(file->path)))
            return s;
    }
    return NULL;
}

// The key's line of a script that gets the value from a command: nobody but direnv can tell it.
static struct key_entry computed_key(const struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *s = &q->snap->dotenv.items[i];
        for (size_t j = 0; s->is_script && j < s->n; j++)
            if (s->items[j].last && accepted_name(q->profile, s->items[j].name))
                return (struct key_entry){s, &s->items[j]};
    }
    return (struct key_entry){0};
}

// direnv would load it, and did not: the script is not allowed, or the shell has no hook.
static void add_direnv(struct finding *f, struct inquiry *q, struct key_entry e,
                       const struct dotenv_file *script, struct str take, const char *lines)
{
    struct arena *a = q->arena;
    struct origin o = origin_file((struct loc){.file = script->path, .line = script->loads});
    f->title = str_fmt(a, "%.*s stands in %.*s, but direnv has not loaded it into this shell",
                       STR_ARG(e.entry->name), STR_ARG(e.file->path));
    f->short_text = str_fmt(a, "direnv has not loaded %.*s", STR_ARG(e.file->path));
    finding_evidence(f, q, STR("direnv"),
                     script == e.file ? STR("sets it, once it is allowed")
                                      : STR("loads the .env, once it is allowed"),
                     o);
    finding_fix(f, q,
                str_fmt(a,
                        "Read %.*s, then run direnv allow there (direnv must be hooked into the "
                        "shell: direnv hook)%s%s%s",
                        STR_ARG(script->path), str_present(take) ? "; or take the " : "",
                        str_present(take) ? lines : "",
                        str_present(take) ? " over into this shell" : ""),
                take);
}

// A place that gets this very value: a service, a container, an editor's launch configuration.
static const struct context *given_elsewhere(const struct inquiry *q, struct key_entry e)
{
    const struct value *mine = entry_value(e.entry);
    for (size_t i = 0; mine && i < q->snap->contexts.n; i++) {
        const struct context *c = &q->snap->contexts.items[i];
        const struct variable *v = variable_find(&c->vars, e.entry->name);
        bool place =
            c->kind == CONTEXT_COMPOSE || c->kind == CONTEXT_SYSTEMD || c->kind == CONTEXT_MANIFEST;
        if (place && v && value_same(&v->value, mine))
            return c;
    }
    return NULL;
}

static void add_elsewhere(struct finding *f, struct inquiry *q, struct key_entry e,
                          const struct context *there, struct str place)
{
    struct arena *a = q->arena;
    const struct variable *v = variable_find(&there->vars, e.entry->name);
    f->title = str_fmt(a, "%.*s stands in %.*s, which %.*s gets, but nothing loads it for %s here",
                       STR_ARG(e.entry->name), STR_ARG(place), STR_ARG(there->name), q->client->id);
    finding_evidence(f, q, there->name,
                     str_fmt(a, "gets %.*s: your shell does not", STR_ARG(e.entry->name)),
                     v->origin.kind == ORIGIN_FILE && !str_eq(v->origin.loc.file, e.file->path)
                         ? v->origin
                         : origin_file(there->shown));
    finding_fix(f, q,
                str_fmt(a,
                        "If the program runs there only, ask about that place: nexoenv doctor "
                        "--context %.*s",
                        STR_ARG(there->name)),
                STR_NONE);
}

static void check_never_loaded(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    struct key_entry e = key_entry_find(q, false);
    bool computed = e.file == NULL;
    if (computed)
        e = computed_key(q);
    if (!key_missing_here(q) || e.file == NULL || in_wrong_dir(q, e.file) ||
        (loader_reads(q, e.file) && q->context->kind == CONTEXT_DOTENV))
        return;
    const struct variable *empty = variable_find(&q->context->vars, e.entry->name);
    if (empty && empty->value.state == VALUE_EMPTY)
        return; // loaded.shadowed-by-empty comes first
    struct origin o = origin_file(e.entry->loc);
    struct str place = origin_text(&o, a);
    struct finding *f = finding_add(q, rule, e.file->path);
    f->title = str_fmt(a, "%.*s stands in %.*s, but nothing loads that file for %s",
                       STR_ARG(e.entry->name), STR_ARG(place), q->client->id);
    f->short_text = str_fmt(a, "%.*s is not loaded", STR_ARG(e.file->path));
    f->here = STR("in the file, not in the environment");
    finding_evidence(f, q, e.entry->name,
                     computed ? STR("set by the script") : value_words(entry_value(e.entry), a), o);
    finding_place(f, &o);
    const struct dotenv_file *script = script_of(q, e.file);
    if (q->loader && script != e.file)
        finding_evidence(
            f, q, STR("loader"),
            str_fmt(a, "%s does not read %.*s", q->loader->title, STR_ARG(base_of(e.file->path))),
            origin_file(q->context->shown));
    bool more = false;
    struct str take = context_is_here(q->context) && !computed ? take_lines(q, e, &more) : STR_NONE;
    const char *lines = more ? "lines of key and base URL" : "one line";
    if (script) {
        add_direnv(f, q, e, script, take, lines);
        return;
    }
    finding_fix(f, q,
                str_fmt(a, "Load %.*s in the program (%.*s); in this shell, take the %s from it",
                        STR_ARG(e.file->path), STR_ARG(loaders_to_try(q)), lines),
                take);
    const struct context *there = given_elsewhere(q, e);
    if (there)
        add_elsewhere(f, q, e, there, place);
}

// "../.." from the directory where nexoenv was asked to that of the file.
static struct str way_to(const struct inquiry *q, struct str dir)
{
    struct str path = str_eq(dir, STR(".")) ? STR("") : str_join(dir, STR("/"), q->arena);
    struct str way = repair_path(q, str_join(path, STR("."), q->arena));
    return str_ends(way, STR("/.'")) ? str_join(str_slice(way, 0, way.n - 3), STR("'"), q->arena)
                                     : way;
}

static struct str from_place(const struct inquiry *q)
{
    struct origin o = origin_file(q->context->shown);
    return origin_text(&o, q->arena);
}

// The program of a part has its file, and is started from the part's folder.
static void add_part(const struct rule *rule, struct inquiry *q, struct key_entry e)
{
    struct arena *a = q->arena;
    struct origin o = origin_file(e.entry->loc);
    struct str dir = dir_of(e.file->path), way = way_to(q, dir);
    const struct loader *loader = loader_find(e.file->part_loader);
    struct finding *f = finding_add(q, rule, e.file->path);
    f->title = str_fmt(a, "The key stands in %.*s, and the program that reads it runs in %.*s",
                       STR_ARG(e.file->path), STR_ARG(dir));
    f->short_text = str_fmt(a, "%.*s lies in another folder", STR_ARG(e.file->path));
    f->here = STR("in the file of a part, not in the environment");
    finding_evidence(f, q, e.entry->name, value_words(entry_value(e.entry), a), o);
    finding_evidence(
        f, q, STR("loader"),
        str_fmt(a, "%s, as the files of %.*s show", loader ? loader->title : "one", STR_ARG(dir)),
        (struct origin){.kind = ORIGIN_NONE});
    finding_place(f, &o);
    finding_fix(f, q, str_fmt(a, "Start the program, and nexoenv, from %.*s", STR_ARG(dir)),
                str_present(way) ? str_fmt(a, "cd %.*s", STR_ARG(way)) : STR_NONE);
}

static void check_wrong_dir(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    struct key_entry e = key_entry_find(q, false);
    if (!key_missing_here(q) || e.file == NULL || !in_wrong_dir(q, e.file))
        return;
    if (e.file->below) {
        add_part(rule, q, e);
        return;
    }
    struct origin o = origin_file(e.entry->loc);
    struct finding *f = finding_add(q, rule, e.file->path);
    struct str dir = dir_of(e.file->path);
    f->title = str_fmt(a, "The key stands in %.*s, but %.*s", STR_ARG(e.file->path),
                       STR_ARG(looks_where(q)));
    f->short_text = str_fmt(a, "%.*s lies in another folder", STR_ARG(e.file->path));
    f->here = STR("in the file, not in the environment");
    finding_evidence(f, q, e.entry->name, value_words(entry_value(e.entry), a), o);
    finding_evidence(f, q, STR("loader"), str_of(q->loader->title), origin_file(q->context->shown));
    finding_place(f, &o);
    struct str way = way_to(q, dir);
    if (names_files(q->project_loader)) { // another folder may lack what else the program needs
        finding_fix(f, q,
                    str_fmt(a,
                            "Name %.*s where the program names its file (%.*s), as it is seen from "
                            "%.*s or as an absolute path; or start the program from the file's "
                            "folder",
                            STR_ARG(e.file->path), STR_ARG(from_place(q)),
                            STR_ARG(q->snap->project.dir)),
                    STR_NONE);
        return;
    }
    finding_fix(f, q,
                str_fmt(a, "Start the program from the folder of %.*s, or give its loader the path",
                        STR_ARG(e.file->path)),
                str_present(way) ? str_fmt(a, "cd %.*s", STR_ARG(way)) : STR_NONE);
}

// ---- loaded.terminal-stale ----

static void add_stale(const struct rule *rule, struct inquiry *q, const struct rc_assignment *rc)
{
    struct arena *a = q->arena;
    struct origin o = origin_file(rc->loc);
    struct str place = origin_text(&o, a);
    struct finding *f = finding_add(q, rule, rc->name);
    f->proven = true;
    f->title =
        str_fmt(a, "%.*s sets %.*s, but this terminal was opened before the file was changed",
                STR_ARG(place), STR_ARG(rc->name));
    f->short_text = str_fmt(a, "%.*s is newer than this terminal", STR_ARG(rc->loc.file));
    f->here = STR("not set in this terminal");
    finding_evidence(f, q, rc->name, value_words(&rc->value, a), o);
    finding_place(f, &o);
    bool literal = rc->value.state == VALUE_SET && !(rc->value.facts & KEY_UNEXPANDED);
    finding_fix(f, q,
                str_fmt(a, "Open a new terminal (restart an IDE whose terminal this is)%s",
                        literal ? ", or take the line over into this one" : ""),
                literal ? repair_take(q, rc->name, rc->loc) : STR_NONE);
}

static void check_terminal_stale(const struct rule *rule, struct inquiry *q)
{
    int64_t start = q->snap->machine.shell_start_ns;
    if (!key_missing_here(q) || start == 0 || !context_is_here(q->context))
        return;
    for (size_t i = 0; i < q->profile->key_variables.n; i++) {
        struct str name = q->profile->key_variables.items[i];
        const struct rc_assignment *rc = rc_find(q, name, true);
        if (rc && rc->mtime_ns > start && rc->value.state != VALUE_EMPTY &&
            !variable_find(&q->context->vars, name)) {
            add_stale(rule, q, rc);
            return;
        }
    }
}

const struct rule loaded_file_rules[] = {
    {.id = "loaded.shadowed-by-shell",
     .rank = 11,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title =
         "shell and dotenv file hold different values, and the loader in use keeps the shell's "
         "(error when the winner is not the one that works)",
     .why = "Most loaders never replace what is already in the environment and say nothing about "
            "it: editing the file, or deleting it, changes nothing.",
     .escape = DASHBOARD,
     .explain = "Compare the last four characters of both with the key that the Playground uses. "
                "Unset the loser, remove its export, or switch on the loader's override.",
     .check = check_shadowed_by_shell},
    {.id = "loaded.settings-file-wins",
     .rank = 11,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "a second source (tool settings, legacy variable, another key name) holds another "
              "value and wins for some client",
     .why = "A tool that keeps its own settings does not look at the environment: exporting a new "
            "key or URL has no effect on it.",
     .escape = DASHBOARD,
     .explain = "Look up the tool's order of sources, keep one and remove the other.",
     .check = check_settings_file_wins},
    {.id = "loaded.dotenv-never-loaded",
     .rank = 11,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title =
         "the key is in a dotenv file, not in the environment, and nothing in the project loads "
         "the file",
     .why = "A dotenv file is only text: neither a shell nor a runtime reads it unless something "
            "is told to, and each loader knows only certain file names.",
     .escape = DASHBOARD,
     .explain = "Load the file in the program or start the program through a loader "
                "(node --env-file, uv run --env-file, dotenvx run, docker --env-file).",
     .check = check_never_loaded},
    {.id = "loaded.dotenv-wrong-dir",
     .rank = 11,
     .severity = SEVERITY_WARNING,
     .mode = "SP",
     .title = "the dotenv file is in another folder than the one the program runs in",
     .why = "Most loaders look only in the working directory: the same program works when it is "
            "started from one folder and has no key in another.",
     .escape = DASHBOARD,
     .explain =
         "Start the program from the folder of the file, or give the loader an absolute path.",
     .check = check_wrong_dir},
    {.id = "loaded.terminal-stale",
     .rank = 11,
     .severity = SEVERITY_WARNING,
     .mode = "SP",
     .title = "an rc file sets the variable, this shell started before the file's last change and "
              "lacks it",
     .why = "An rc file is read once, when the shell starts. Programs started here inherit the old "
            "environment, and the terminals of an IDE inherit the IDE's.",
     .escape = DASHBOARD,
     .explain = "Open a new terminal, or restart the IDE whose terminal it is.",
     .check = check_terminal_stale},
};
const size_t loaded_file_rules_n = sizeof(loaded_file_rules) / sizeof(loaded_file_rules[0]);
