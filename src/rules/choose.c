// SPDX-License-Identifier: MIT
// Which client's call in which context is judged: what the command line says, else what the project
// shows, else curl in the shell.
#include "rules/decide.h"

static void client_known(struct report *r, struct str version, struct str runtime)
{
    if (version.n) {
        r->version = version_parse(version);
        r->version_text = version;
    }
    if (runtime.n)
        r->runtime = version_parse(runtime);
}

// An SDK goes before a bare HTTP client: who has `openai` calls the gateway with it.
static const struct project_client *project_client(const struct snapshot *s, bool running)
{
    const struct project_client *found = NULL;
    for (size_t i = 0; i < s->project.clients.n; i++) {
        const struct project_client *p = &s->project.clients.items[i];
        const struct client *c = client_find(p->id);
        if (c == NULL || p->running != running)
            continue;
        if (c->openai_variables)
            return p;
        if (found == NULL)
            found = p;
    }
    return found;
}

// What the project knows of the client that an option named.
static const struct project_client *shown_as(const struct snapshot *s, const struct client *c)
{
    for (size_t i = 0; i < s->project.clients.n; i++)
        if (str_eq(s->project.clients.items[i].id, str_of(c->id)))
            return &s->project.clients.items[i];
    return NULL;
}

static bool by_option(struct report *r)
{
    struct version version = {0}, runtime = {0};
    if (r->asked->clients.n == 0 ||
        !client_choose(r->asked->clients.items[0], &r->client, &version, &runtime))
        return false;
    const struct project_client *p = shown_as(r->snap, r->client);
    if (p)
        client_known(r, p->version, p->runtime);
    else if (strcmp(r->client->id, "curl") == 0)
        client_known(r, r->snap->machine.curl_version, STR_NONE);
    if (version.known) {
        struct str spec = r->asked->clients.items[0];
        struct str text = str_from(spec, str_chr(spec, '@') + 1);
        r->version = version;
        r->version_text = str_slice(text, 0, str_chr(text, '/'));
    }
    if (runtime.known)
        r->runtime = runtime;
    r->client_chosen_by = "option";
    return true;
}

static bool by_project(struct report *r, bool running)
{
    const struct project_client *p = project_client(r->snap, running);
    if (p == NULL)
        return false;
    r->client = client_find(p->id);
    r->client_shown = p->shown;
    r->client_chosen_by = running ? "process" : "project";
    client_known(r, p->version, p->runtime);
    return true;
}

// The project's own .nexoenv.ini says it in words.
static bool by_project_file(struct report *r)
{
    struct version version = {0}, runtime = {0};
    if (!r->asked->project_client.n ||
        !client_choose(r->asked->project_client, &r->client, &version, &runtime))
        return false;
    const struct project_client *p = shown_as(r->snap, r->client);
    if (p)
        client_known(r, p->version, p->runtime);
    if (version.known)
        r->version = version;
    r->client_shown = r->asked->project_client_loc;
    r->client_chosen_by = "project";
    return true;
}

void choose_client(struct report *r)
{
    if (by_option(r) || by_project_file(r) || by_project(r, true) || by_project(r, false))
        return;
    r->client = client_find(STR("curl"));
    r->client_chosen_by = "default";
    client_known(r, r->snap->machine.curl_version, STR_NONE);
}

// Whose programs a dotenv loader serves. Loaders that start another program (dotenvx, uv, shells)
// and unknown ones serve any; container and service loaders are contexts of their own.
static bool loader_suits(struct str loader, const struct client *c)
{
    // Bun and Deno are runtimes of their own, but read by the loaders of Node's family.
    bool node = c->lang == LANG_NODE || str_starts(str_of(c->id), STR("bun")) ||
                str_starts(str_of(c->id), STR("deno"));
    enum client_lang lang = node ? LANG_NODE : c->lang;
    // clang-format off
    static const struct { const char *prefix; enum client_lang lang; } rows[] = {
        {"dotenvx",       LANG_NONE},   {"dotenvy",       LANG_NONE},
        {"dotenv-",       LANG_NODE},   {"next",          LANG_NODE},
        {"cra",           LANG_NODE},   {"vite",          LANG_NODE},
        {"nuxt",          LANG_NODE},   {"env-cmd",       LANG_NODE},
        {"node",          LANG_NODE},   {"bun",           LANG_NODE},
        {"deno",          LANG_NODE},   {"firebase",      LANG_NODE},
        {"python",        LANG_PYTHON}, {"vscode-python", LANG_PYTHON},
        {"godotenv",      LANG_GO},     {"gotenv",        LANG_GO},
        {"ruby",          LANG_OTHER},  {"phpdotenv",     LANG_OTHER},
        {"symfony",       LANG_OTHER},
    };
    // clang-format on
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (str_starts(loader, str_of(rows[i].prefix)))
            return rows[i].lang == LANG_NONE || rows[i].lang == lang;
    return true;
}

static bool container_loader(struct str loader)
{
    static const char *const prefixes[] = {"compose",   "docker",  "podman", "kubectl",
                                           "kustomize", "systemd", "make"};
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
        if (str_starts(loader, str_of(prefixes[i])))
            return true;
    return false;
}

static bool asked_files(const struct snapshot *s)
{
    for (size_t i = 0; i < s->dotenv.n; i++)
        if (s->dotenv.items[i].asked)
            return true;
    return false;
}

const struct context *context_for(const struct snapshot *s, const struct client *c, bool any)
{
    for (size_t i = 0; i < s->contexts.n; i++) {
        const struct context *x = &s->contexts.items[i];
        if (x->kind != CONTEXT_DOTENV || container_loader(x->loader))
            continue;
        // --env-file where no loader is shown: gather/ takes the one of the project's language.
        if (!str_present(x->shown.file) && !asked_files(s))
            continue;
        if (any || asked_files(s) || loader_suits(x->loader, c))
            return x;
    }
    return &s->contexts.items[0];
}

// "dotenv" also stands for the first context of that kind.
static const struct context *named(const struct snapshot *s, struct str name)
{
    const struct context *c = context_find(s, name);
    for (size_t i = 0; c == NULL && i < s->contexts.n; i++)
        if (str_eq(str_of(context_kind_name(s->contexts.items[i].kind)), name))
            c = &s->contexts.items[i];
    return c;
}

void choose_context(struct report *r)
{
    if (r->asked->context.n) {
        r->context = named(r->snap, r->asked->context);
        r->context_chosen_by = "option";
        if (r->context)
            return;
    }
    if (r->asked->project_context.n) {
        r->context = named(r->snap, r->asked->project_context);
        r->context_chosen_by = "project";
        if (r->context)
            return;
    }
    bool any = str_eq(str_of(r->client_chosen_by), STR("default"));
    r->context = context_for(r->snap, r->client, any);
    r->context_chosen_by = r->context == &r->snap->contexts.items[0] ? "default" : "project";
}
