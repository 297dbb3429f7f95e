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

struct wanted_client {
    bool running, aside;
    struct str language; // absent: any
};

// What the program itself wants goes before what only its development does, and that before what
// any program of the language has; then an SDK before a bare HTTP client: who has `openai` calls
// the gateway with it.
static int rank_of(const struct project_client *p, const struct client *c)
{
    int shown = p->shown.line == 0 ? 0 : p->development ? 1 : 2;
    return 2 * shown + (c->openai_variables ? 2 : 1);
}

static const struct project_client *project_client(const struct snapshot *s,
                                                   const struct wanted_client *w)
{
    const struct project_client *found = NULL;
    int best = 0;
    for (size_t i = 0; i < s->project.clients.n; i++) {
        const struct project_client *p = &s->project.clients.items[i];
        const struct client *c = client_find(p->id);
        if (c == NULL || (w->running ? !p->running : p->aside != w->aside) ||
            (str_present(w->language) && !str_eq(client_language(c), w->language)))
            continue;
        int rank = rank_of(p, c);
        if (rank > best)
            best = rank, found = p;
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

static bool by_project(struct report *r, struct wanted_client w)
{
    const struct project_client *p = project_client(r->snap, &w);
    if (p == NULL)
        return false;
    r->client = client_find(p->id);
    r->client_shown = p->shown;
    r->client_chosen_by = w.running ? "process" : "project";
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

// The command of `run` says what it is written in: of the project's clients only those count, and
// where it shows none the one that programs of that language have most often.
static bool by_command(struct report *r)
{
    // clang-format off
    static const struct { char language[8], client[20]; } usual[] = {
        {"python", "python-openai"},   {"node", "node-openai"},      {"go", "go"},
        {"ruby", "ruby-net-http"},     {"php", "php-curl"},          {"java", "java-httpclient"},
        {"rust", "rust-reqwest"},      {"dotnet", "dotnet-httpclient"}, {"wget", "wget"},
    };
    // clang-format on
    struct str language = r->asked->language;
    if (!str_present(language))
        return false;
    if (by_project(r, (struct wanted_client){.language = language}) ||
        by_project(r, (struct wanted_client){.aside = true, .language = language}))
        return true;
    for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
        if (str_eq(language, str_of(usual[i].language))) {
            r->client = client_find(str_of(usual[i].client));
            r->client_chosen_by = "process";
            return true;
        }
    r->client = client_find(STR("curl"));
    r->client_chosen_by = "process";
    client_known(r, r->snap->machine.curl_version, STR_NONE);
    return true;
}

void choose_client(struct report *r)
{
    if (by_option(r) || by_project_file(r) ||
        by_project(r, (struct wanted_client){.running = true}) || by_command(r) ||
        by_project(r, (struct wanted_client){0}) ||
        by_project(r, (struct wanted_client){.aside = true}))
        return;
    r->client = client_find(STR("curl"));
    r->client_chosen_by = "default";
    client_known(r, r->snap->machine.curl_version, STR_NONE);
}

// Whose programs a dotenv loader serves. Loaders that start another program (dotenvx, uv, shells)
// and unknown ones serve any; container and service loaders are contexts of their own.
static bool loader_suits(struct str loader, const struct client *c)
{
    // clang-format off
    static const struct { char prefix[16], language[8]; } rows[] = {
        {"dotenvx",       ""},     {"dotenvy",       ""},
        {"dotenv-",       "node"},   {"next",          "node"},
        {"cra",           "node"},   {"vite",          "node"},
        {"nuxt",          "node"},   {"env-cmd",       "node"},
        {"node",          "node"},   {"bun",           "node"},
        {"deno",          "node"},   {"firebase",      "node"},
        {"python",        "python"}, {"pydantic",      "python"}, {"vscode-python", "python"},
        {"godotenv",      "go"},     {"gotenv",        "go"},
        {"ruby",          "ruby"},   {"phpdotenv",     "php"},
        {"symfony",       "php"},
    };
    // clang-format on
    struct str language = client_language(c);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (str_starts(loader, str_of(rows[i].prefix)))
            return !*rows[i].language || str_eq(language, str_of(rows[i].language));
    return true;
}

// task loads with Go's godotenv for programs of any language.
static bool shown_by_task(const struct context *c)
{
    return str_has(c->shown.file, STR("askfile.y"));
}

static bool container_loader(struct str loader)
{
    static const char *const prefixes[] = {"compose", "docker",    "podman",
                                           "kubectl", "kustomize", "systemd"};
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
        if (any || asked_files(s) || shown_by_task(x) || loader_suits(x->loader, c))
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
