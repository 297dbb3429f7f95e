// SPDX-License-Identifier: MIT
// LLM tools that hold base URL, key or model in a file of the project (manifests.md 9). Each is
// shown as a context `tool:NAME` with the OpenAI names, so that rules and tables see one shape; the
// place says which setting it really is.
#include "base/shell.h"
#include "parse/manifest_in.h"

enum { ENTRIES_MAX = 50 };

struct tool {
    struct reading *r;
    struct context *c;
    const char *const *dotenv;     // files that the tool loads, the strongest first; NULL ends
    bool dotenv_wins;              // over the shell
    const struct yaml_node *names; // names that the file itself sets, or NULL
};

// ---- references ----

static struct str from_dotenv(const struct tool *t, struct str name)
{
    for (size_t i = 0; t->dotenv && t->dotenv[i]; i++) {
        struct str path = manifest_resolve(manifest_dir(t->r), str_of(t->dotenv[i]), t->r->a);
        struct str bytes = str_present(path) ? t->r->w->file(t->r->w->ctx, path) : STR_NONE;
        const struct loader *loader = loader_find(STR("dotenv-17"));
        if (!str_present(bytes) || !loader)
            continue;
        struct dotenv_result file = dotenv_load(loader, bytes, NULL, 0, t->r->a);
        for (size_t k = 0; k < file.n; k++)
            if (str_eq(file.items[k].name, name))
                return file.items[k].value;
    }
    return STR_NONE;
}

static struct str lookup(const struct tool *t, struct str name)
{
    struct str shell = manifest_shell(t->r, name);
    struct str own = t->names ? yaml_text(yaml_get(t->names, str_z(name, t->r->a))) : STR_NONE;
    if (str_present(own))
        return own;
    if (str_present(shell) && !t->dotenv_wins)
        return shell;
    struct str file = from_dotenv(t, name);
    return str_present(file) ? file : shell;
}

static const struct {
    const char *before, *after;
} references[] = {
    {"os.environ/", ""}, {"${{ secrets.", "}}"}, {"${{secrets.", "}}"}, {"{{ env.", "}}"},
    {"{{env.", "}}"},    {"{env:", "}"},         {"${", "}"},
};

// The name that the text refers to, absent for plain text.
static struct str referred(struct str text)
{
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        struct str before = str_of(references[i].before), after = str_of(references[i].after);
        if (str_starts(text, before) && str_ends(text, after) && text.n >= before.n + after.n)
            return str_trim(str_slice(text, before.n, text.n - after.n));
    }
    return STR_NONE;
}

static void put(struct tool *t, const char *name, struct str text, struct loc loc)
{
    struct str inner = referred(text);
    if (str_present(inner) && shell_name(inner)) {
        manifest_set_value(t->r, t->c, str_of(name), lookup(t, inner), loc,
                           str_fmt(t->r->a, "reads %.*s", STR_ARG(inner)));
    } else if (str_present(inner) || str_has(text, STR("{{")) ||
               str_eq(text, STR("user_provided"))) {
        manifest_set_opaque(t->r, t->c, str_of(name), loc,
                            str_eq(text, STR("user_provided")) ? STR("asked of each user")
                                                               : STR("a secret of the tool"));
    } else {
        manifest_set_value(t->r, t->c, str_of(name), text, loc, STR("setting of the tool"));
    }
}

static void put_node(struct tool *t, const char *name, const struct yaml_node *node)
{
    if (str_present(yaml_text(node)))
        put(t, name, yaml_text(node), node->loc);
}

static void begin(struct tool *t, struct str name, struct loc shown)
{
    t->c =
        manifest_context(t->r, CONTEXT_TOOL, str_fmt(t->r->a, "tool:%.*s", STR_ARG(name)), shown);
}

static const struct yaml_node *root_of(struct reading *r)
{
    struct yaml_file y = manifest_yaml(r);
    return y.docs.n ? y.docs.items[0].root : NULL;
}

// A key that the file does not name comes from the variable that the tool reads by itself.
static void default_key(struct tool *t)
{
    struct str value = lookup(t, STR("OPENAI_API_KEY"));
    if (!variable_find(&t->c->vars, STR("OPENAI_API_KEY")))
        manifest_set_value(t->r, t->c, STR("OPENAI_API_KEY"), value, t->c->shown,
                           STR("not in the file, so the tool reads OPENAI_API_KEY"));
}

struct fields { // what the settings are called, in a map
    const char *url, *key, *model;
};

static bool entry(struct tool *t, struct str name, const struct yaml_node *map,
                  const struct fields *f)
{
    if (!map || (!yaml_get(map, f->url) && !yaml_get(map, f->key)))
        return false;
    begin(t, name, map->loc);
    put_node(t, "OPENAI_BASE_URL", yaml_get(map, f->url));
    put_node(t, "OPENAI_API_KEY", yaml_get(map, f->key));
    put_node(t, "OPENAI_MODEL", yaml_get(map, f->model));
    return true;
}

static struct str prefixed(struct tool *t, const char *tool, struct str name)
{
    return str_fmt(t->r->a, "%s/%.*s", tool, STR_ARG(name));
}

// ---- LiteLLM ----

void tool_litellm_read(struct reading *r)
{
    static const struct fields f = {"api_base", "api_key", "model"};
    static const char *const dotenv[] = {".env", NULL};
    const struct yaml_node *root = root_of(r), *list = yaml_get(root, "model_list");
    struct tool t = {.r = r, .dotenv = dotenv, .names = yaml_get(root, "environment_variables")};
    const struct yaml_node *shared = yaml_at(root, "litellm_settings", "api_base", NULL);
    for (size_t i = 0; i < yaml_count(list) && i < ENTRIES_MAX; i++) {
        const struct yaml_node *item = yaml_item(list, i);
        const struct yaml_node *params = yaml_get(item, "litellm_params");
        struct str name = prefixed(&t, "litellm", yaml_text(yaml_get(item, "model_name")));
        struct str model = yaml_text(yaml_get(params, "model"));
        // Other providers' models read other variables.
        if (!entry(&t, name, params, &f)) {
            if (!str_starts(model, STR("openai/")))
                continue;
            begin(&t, name, params->loc);
            put_node(&t, "OPENAI_MODEL", yaml_get(params, "model"));
        }
        if (!yaml_get(params, "api_base"))
            put_node(&t, "OPENAI_BASE_URL", shared);
        default_key(&t);
    }
}

// ---- Continue ----

void tool_continue_read(struct reading *r)
{
    static const struct fields f = {"apiBase", "apiKey", "model"};
    static const char *const dotenv[] = {".env", "../.env", NULL};
    const struct yaml_node *list = yaml_get(root_of(r), "models");
    struct tool t = {.r = r, .dotenv = dotenv, .dotenv_wins = true};
    for (size_t i = 0; i < yaml_count(list) && i < ENTRIES_MAX; i++) {
        const struct yaml_node *item = yaml_item(list, i);
        entry(&t, prefixed(&t, "continue", yaml_text(yaml_get(item, "name"))), item, &f);
    }
}

// ---- aider ----

// `api-key: [openai=...]` and `set-env: [NAME=...]`, one text or a list.
static void aider_list(struct tool *t, const struct yaml_node *node, const char *name,
                       const char *as)
{
    bool list = node && node->kind == YAML_LIST;
    for (size_t i = 0; node && i < (list ? yaml_count(node) : 1); i++) {
        const struct yaml_node *item = list ? yaml_item(node, i) : node;
        struct str text = yaml_text(item);
        size_t eq = str_chr(text, '=');
        if (eq != STR_NOWHERE && str_eq(str_slice(text, 0, eq), str_of(name)))
            put(t, as, str_from(text, eq + 1), item->loc);
    }
}

void tool_aider_read(struct reading *r)
{
    static const struct fields f = {"openai-api-base", "openai-api-key", "model"};
    static const char *const dotenv[] = {".env", NULL};
    const struct yaml_node *root = root_of(r);
    struct tool t = {.r = r, .dotenv = dotenv, .dotenv_wins = true};
    const struct yaml_node *keys = yaml_get(root, "api-key"), *env = yaml_get(root, "set-env");
    if (!entry(&t, STR("aider"), root, &f)) {
        if (!keys && !env && !yaml_get(root, "model"))
            return;
        begin(&t, STR("aider"), root->loc);
        put_node(&t, "OPENAI_MODEL", yaml_get(root, "model"));
    }
    aider_list(&t, env, "OPENAI_API_BASE", "OPENAI_BASE_URL");
    aider_list(&t, env, "OPENAI_BASE_URL", "OPENAI_BASE_URL");
    aider_list(&t, env, "OPENAI_API_KEY", "OPENAI_API_KEY");
    aider_list(&t, keys, "openai", "OPENAI_API_KEY");
    struct str base = lookup(&t, STR("OPENAI_API_BASE"));
    if (!variable_find(&t.c->vars, STR("OPENAI_BASE_URL")) && str_present(base))
        manifest_set_value(r, t.c, STR("OPENAI_BASE_URL"), base, t.c->shown,
                           STR("not in the file, so the tool reads OPENAI_API_BASE"));
    default_key(&t);
}

// ---- LibreChat ----

void tool_librechat_read(struct reading *r)
{
    static const struct fields f = {"baseURL", "apiKey", "model"};
    static const char *const dotenv[] = {".env", NULL};
    const struct yaml_node *list = yaml_at(root_of(r), "endpoints", "custom", NULL);
    struct tool t = {.r = r, .dotenv = dotenv};
    for (size_t i = 0; i < yaml_count(list) && i < ENTRIES_MAX; i++) {
        const struct yaml_node *item = yaml_item(list, i);
        const struct yaml_node *models = yaml_at(item, "models", "default", NULL);
        if (entry(&t, prefixed(&t, "librechat", yaml_text(yaml_get(item, "name"))), item, &f) &&
            models && models->kind == YAML_LIST && yaml_count(models))
            put_node(&t, "OPENAI_MODEL", yaml_item(models, 0));
    }
}

// ---- promptfoo ----

// "openai:chat:MODEL", "openai:MODEL"; other providers are not ours.
static struct str openai_model(struct str id)
{
    size_t colon = str_rchr(id, ':');
    return str_starts(id, STR("openai:")) && colon != STR_NOWHERE ? str_from(id, colon + 1)
                                                                  : STR_NONE;
}

static void promptfoo_provider(struct tool *t, struct str id, struct loc loc,
                               const struct yaml_node *config)
{
    struct str model = openai_model(id), keyvar = yaml_text(yaml_get(config, "apiKeyEnvar"));
    if (!str_present(model))
        return;
    begin(t, prefixed(t, "promptfoo", id), loc);
    put(t, "OPENAI_MODEL", model, loc);
    put_node(t, "OPENAI_BASE_URL", yaml_get(config, "apiBaseUrl"));
    put_node(t, "OPENAI_API_KEY", yaml_get(config, "apiKey"));
    struct str host = yaml_text(yaml_get(config, "apiHost"));
    if (host.n && !yaml_get(config, "apiBaseUrl"))
        put(t, "OPENAI_BASE_URL", str_fmt(t->r->a, "https://%.*s/v1", STR_ARG(host)),
            yaml_get(config, "apiHost")->loc);
    struct str base = lookup(t, STR("OPENAI_BASE_URL"));
    if (!variable_find(&t->c->vars, STR("OPENAI_BASE_URL")) && str_present(base))
        put(t, "OPENAI_BASE_URL", base, loc);
    if (keyvar.n)
        manifest_set_value(t->r, t->c, STR("OPENAI_API_KEY"), lookup(t, keyvar),
                           yaml_get(config, "apiKeyEnvar")->loc,
                           str_fmt(t->r->a, "reads %.*s", STR_ARG(keyvar)));
    default_key(t);
}

void tool_promptfoo_read(struct reading *r)
{
    static const char *const dotenv[] = {".env", NULL};
    const struct yaml_node *root = root_of(r), *list = yaml_get(root, "providers");
    struct tool t = {.r = r, .dotenv = dotenv, .names = yaml_get(root, "env")};
    bool many = list && list->kind == YAML_LIST;
    for (size_t i = 0; list && i < (many ? yaml_count(list) : 1) && i < ENTRIES_MAX; i++) {
        const struct yaml_node *item = many ? yaml_item(list, i) : list;
        struct yaml_pair pair;
        if (item->kind == YAML_SCALAR)
            promptfoo_provider(&t, yaml_text(item), item->loc, NULL);
        else if (yaml_get(item, "id"))
            promptfoo_provider(&t, yaml_text(yaml_get(item, "id")), item->loc,
                               yaml_get(item, "config"));
        else if (yaml_pair_at(item, 0, &pair))
            promptfoo_provider(&t, yaml_raw(pair.key), item->loc, yaml_get(pair.value, "config"));
    }
}
