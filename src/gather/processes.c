// SPDX-License-Identifier: MIT
// Running programs of this project as contexts `process:PID`. The block that /proc shows is the
// one handed over at exec: a name in it with another value than the file proves a stale process; a
// name that lacks proves nothing when the program loads dotenv files itself (dotenv.md 8).
#include "gather/contexts.h"

#include "clients/client.h"
#include "os/proc.h"
#include "parse/names.h"

enum { PROCESS_MAX = 64 };

// What runs the code. `loads`: programs in it usually load dotenv files by themselves, so the
// start block is not the whole truth.
struct runtime_row {
    char name[16]; // of the executable, or the kernel's name of the process; '*' at the end: prefix
    char title[12];
    bool loads;
    char language[8]; // as in project.languages
};

// clang-format off
static const struct runtime_row runtimes[] = {
    {"node",         "node",     true, "node"},
    {"MainThread",   "node",     true, "node"}, // how newer Node releases name themselves
    {"next-server*", "next",     true, "node"},
    {"bun",          "bun",      true, "node"},
    {"deno",         "deno",     true, "node"},
    {"python*",      "python",   true, "python"},
    {"uvicorn",      "uvicorn",  true, "python"},
    {"gunicorn*",    "gunicorn", true, "python"},
    {"flask",        "flask",    true, "python"},
    {"celery",       "celery",   true, "python"},
    {"ruby*",        "ruby",     true, "ruby"},
    {"puma*",        "puma",     true, "ruby"},
    {"php*",         "php",      true, "php"},
    {"java",         "java",     false, "java"},
    {"dotnet",       "dotnet",   false, "dotnet"},
    {"go",           "go",       false, "go"},
};

// A script that the runtime runs, and its first argument where that decides (empty: any);
// `reloads`: it reads its dotenv files again when they change.
static const struct { char word[16], then[8], title[20]; bool reloads; } servers[] = {
    {"next",          "start",   "next start",          false},
    {"next",          "",      "next dev",            true},
    {"vite",          "preview", "vite preview",        false},
    {"vite",          "",      "vite",                true},
    {"nuxt",          "",      "nuxt dev",            true},
    {"nuxi",          "",      "nuxt dev",            true},
    {"react-scripts", "",      "react-scripts start", false},
    {"uvicorn",       "",      "uvicorn",             false},
    {"gunicorn",      "",      "gunicorn",            false},
    {"flask",         "",      "flask run",           false},
    {"manage.py",     "",      "django",              false},
    {"rails",         "",      "rails",               false},
};

static const char *const editors[] = {"code",  "code-insiders", "cursor",   "windsurf", "zed",
                                      "idea",  "pycharm",       "webstorm", "goland",   "codium",
                                      NULL};
// clang-format on

static struct str base_name(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

static bool matches(const char *pattern, struct str name)
{
    struct str p = str_of(pattern);
    if (str_ends(p, STR("*")))
        return str_starts(name, str_slice(p, 0, p.n - 1));
    return str_eq(p, name);
}

static const struct runtime_row *runtime_of(const struct os_process *p)
{
    struct str args = p->args, first = STR_NONE;
    if (str_cut(&args, '\0', &first))
        first = base_name(first);
    for (size_t i = 0; i < sizeof runtimes / sizeof *runtimes; i++)
        if (matches(runtimes[i].name, p->comm) || matches(runtimes[i].name, first))
            return &runtimes[i];
    return NULL;
}

static bool is_editor(const struct os_process *p)
{
    for (const char *const *e = editors; *e; e++)
        if (str_eq(p->comm, str_of(*e)))
            return true;
    return false;
}

// "next dev" out of "node\0/x/node_modules/.bin/next\0dev"; only the first few words count.
static bool name_server(const struct os_process *p, struct context *c)
{
    struct str args = p->args, word;
    for (int n = 0; n < 4 && str_cut(&args, '\0', &word); n++) {
        struct str script = base_name(word);
        for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
            struct str rest = args, next = STR_NONE;
            str_cut(&rest, '\0', &next);
            if (!str_eq(script, str_of(servers[i].word)) ||
                (*servers[i].then && !str_eq(next, str_of(servers[i].then))))
                continue;
            c->program = str_of(servers[i].title);
            c->reloads = servers[i].reloads;
            return true;
        }
    }
    return false;
}

// A worker shows a title in place of its arguments ("next-server (v16.0.1)"): the program that
// started it says whether that is `next dev` or `next start`.
static void name_by_parent(struct gathering *g, const struct os_process *p, struct context *c)
{
    struct os_process parent;
    if (p->parent > 1 && os_process_get(p->parent, &parent, g->arena) && parent.mine &&
        runtime_of(&parent))
        name_server(&parent, c);
}

// NAME=VALUE and nothing else is what exec hands over. A program that shows a title of its own
// (setproctitle of Python, Ruby's $0, nginx, Postgres) writes it over this memory, and what it was
// started with is not to be seen any more.
static bool is_overwritten(struct str block)
{
    struct str entry;
    while (block.n && str_cut(&block, '\0', &entry))
        if (str_chr(entry, '=') == STR_NOWHERE)
            return true;
    return false;
}

// The first definition of a name counts, as for getenv.
static void read_block(struct gathering *g, struct context *c, struct str block, int32_t pid)
{
    struct str entry;
    while (block.n && str_cut(&block, '\0', &entry)) {
        size_t eq = str_chr(entry, '=');
        struct str name = str_slice(entry, 0, eq);
        if (eq == STR_NOWHERE || !name_relevant(name) || variable_find(&c->vars, name))
            continue;
        struct variable v = {.name = str_dup(name, g->arena),
                             .origin = {.kind = ORIGIN_PROCESS, .pid = pid},
                             .exported = true};
        v.value = secrets_keep(g->secrets, name, str_from(entry, eq + 1), g->arena);
        *arena_push(&c->vars, g->arena) = v;
    }
}

static bool project_has_dotenv(const struct snapshot *s)
{
    for (size_t i = 0; i < s->dotenv.n; i++)
        if (!s->dotenv.items[i].is_template && !s->dotenv.items[i].is_script)
            return true;
    return s->project.loaders.n > 0;
}

static void fill_block(struct gathering *g, struct context *c, const struct os_process *p)
{
    if (p->ended || p->kernel) {
        c->state = SEEN_ABSENT;
        c->detail = p->ended ? STR("it has ended, and waits for its parent to ask how")
                             : STR("a thread of the kernel has no environment");
        return;
    }
    // A copy: the whole block is dropped again, only relevant names were kept.
    struct arena scratch = *secrets_arena(g->secrets);
    // The store itself grows during read_block, so the block lies in a place of its own behind.
    struct str block;
    switch (os_environ(p, &block, &scratch)) {
    case OS_ENVIRON_OK: break;
    case OS_ENVIRON_DENIED:
        c->state = SEEN_DENIED;
        c->detail = STR("its environment may not be read");
        return;
    case OS_ENVIRON_GONE:
        c->state = SEEN_ABSENT;
        c->detail = STR("it ended while it was looked at");
        return;
    }
    *secrets_arena(g->secrets) = scratch;
    if (is_overwritten(block)) {
        c->state = SEEN_DENIED;
        c->detail =
            STR("it wrote a title of its own over the environment that it was started with");
        return;
    }
    read_block(g, c, block, p->pid);
}

static struct context *add_process(struct gathering *g, const struct os_process *p)
{
    const struct runtime_row *runtime = runtime_of(p);
    struct context *c = arena_push(&g->snap->contexts, g->arena);
    c->kind = CONTEXT_PROCESS;
    c->name = str_fmt(g->arena, "process:%d", (int)p->pid);
    c->state = SEEN_COMPLETE;
    c->pid = p->pid;
    c->started_ns = p->started_ns;
    c->program = runtime ? str_of(runtime->title) : p->comm;
    c->gui = is_editor(p);
    c->daemon = !p->terminal && p->parent == 1;
    c->self_loading = runtime && runtime->loads && project_has_dotenv(g->snap);
    c->dir = str_eq(p->cwd, g->root) ? STR(".") : gather_show_path(g, p->cwd);
    c->port = os_listening_port(p->pid);
    if (!name_server(p, c))
        name_by_parent(g, p, c);
    if (p->cwd_gone)
        gather_note(g, str_fmt(g->arena, "%.*s runs in a directory that was deleted: %.*s",
                               STR_ARG(c->name), STR_ARG(c->dir)));
    return c;
}

// A server of a language is running, so of the project's clients those of that language are at work.
static void mark_running(struct gathering *g, struct str language)
{
    for (size_t i = 0; i < g->snap->project.clients.n; i++) {
        struct project_client *p = &g->snap->project.clients.items[i];
        const struct client *c = client_find(p->id);
        p->running |= c && str_eq(client_language(c), language);
    }
}

static void keep_process(struct gathering *g, const struct os_process *p, bool asked)
{
    const struct runtime_row *runtime = runtime_of(p);
    struct context *c = add_process(g, p);
    fill_block(g, c, p);
    if (!runtime || (asked ? g->language.n > 0 : c->port == 0))
        return;
    mark_running(g, str_of(runtime->language));
    if (asked)
        g->language = str_of(runtime->language);
}

static void missing_process(struct gathering *g, int32_t pid)
{
    struct context *c = arena_push(&g->snap->contexts, g->arena);
    c->kind = CONTEXT_PROCESS;
    c->name = str_fmt(g->arena, "process:%d", (int)pid);
    c->pid = pid;
    c->state = SEEN_ABSENT;
    c->detail = STR("no such process");
}

// Root may read it; whose it is was not known to the one who named a port (DESIGN 8).
static void foreign_process(struct gathering *g, const struct os_process *p)
{
    struct context *c = add_process(g, p);
    c->state = SEEN_DENIED;
    c->detail = STR("it belongs to another user; --pid reads it all the same");
}

static void one_process(struct gathering *g, int32_t pid, bool by_number)
{
    struct os_process p;
    if (!os_process_get(pid, &p, g->arena))
        missing_process(g, pid);
    else if (by_number || p.mine)
        keep_process(g, &p, true);
    else
        foreign_process(g, &p);
}

// ---- --port: which of several listeners is meant ----

enum { SOCKETS_MAX = 256, ALSO_MAX = 8 };

static bool in_project(const struct gathering *g, struct str path)
{
    return g->root.n && str_starts(path, g->root) &&
           (path.n == g->root.n || path.p[g->root.n] == '/');
}

// A program of this project before one of this user before any other.
static int nearness(struct gathering *g, int32_t pid)
{
    struct os_process p;
    if (!os_process_get(pid, &p, g->arena))
        return 3;
    return !p.mine ? 2 : in_project(g, p.cwd) ? 0 : 1;
}

static int32_t nearest(struct gathering *g, const struct os_listener *all, size_t n)
{
    int32_t best = 0;
    int best_rank = 0;
    for (size_t i = 0; i < n; i++) {
        int rank = nearness(g, all[i].pid);
        if (!best || rank < best_rank || (rank == best_rank && all[i].pid < best)) {
            best = all[i].pid;
            best_rank = rank;
        }
    }
    return best;
}

// A worker holds the socket of the one that forked it; who holds another listens beside it.
static bool shares_socket(const struct os_listener *all, size_t n, int32_t with, int32_t pid)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; all[i].pid == with && j < n; j++)
            if (all[j].pid == pid && all[j].socket == all[i].socket)
                return true;
    return false;
}

static void also_listens(struct gathering *g, int32_t pid, uint32_t port)
{
    one_process(g, pid, false);
    struct context *c = &g->snap->contexts.items[g->snap->contexts.n - 1];
    c->port = port;
    if (c->state == SEEN_ABSENT)
        return;
    c->detail = str_fmt(g->arena, "%.*s listens on port %u too: --pid %d judges it",
                        STR_ARG(c->program), (unsigned)port, (int)pid);
}

// all[i] listens for itself: none of those before it holds its socket.
static bool first_of_its_socket(const struct os_listener *all, size_t n, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (all[k].pid == all[i].pid || shares_socket(all, n, all[k].pid, all[i].pid))
            return false;
    return true;
}

static void by_port(struct gathering *g, uint32_t port)
{
    struct os_listener all[SOCKETS_MAX];
    size_t n = os_port_listeners(port, all, SOCKETS_MAX);
    if (!n)
        return;
    size_t first = g->snap->contexts.n;
    int32_t chosen = nearest(g, all, n);
    one_process(g, chosen, false);
    g->snap->contexts.items[first].port = port;
    size_t more = 0;
    for (size_t i = 0; i < n; i++) {
        bool told = false;
        for (size_t c = first; c < g->snap->contexts.n; c++)
            told |= shares_socket(all, n, g->snap->contexts.items[c].pid, all[i].pid);
        if (told || !first_of_its_socket(all, n, i))
            continue;
        if (g->snap->contexts.n < first + 1 + ALSO_MAX)
            also_listens(g, all[i].pid, port);
        else
            more++;
    }
    if (more)
        gather_note(g, str_fmt(g->arena,
                               "%zu more programs on port %u: not looked at, name one with --pid",
                               more, (unsigned)port));
}

void gather_processes(struct gathering *g, uint64_t pid, uint64_t port)
{
    if (pid && pid <= INT32_MAX) {
        one_process(g, (int32_t)pid, true);
        return;
    }
    if (port) {
        if (port <= 65535)
            by_port(g, (uint32_t)port);
        return;
    }
    struct os_processes all = os_processes_in(g->root, editors, PROCESS_MAX, g->arena);
    for (size_t i = 0; i < all.n; i++)
        if (!all.items[i].ended && (runtime_of(&all.items[i]) || is_editor(&all.items[i])))
            keep_process(g, &all.items[i], false);
    if (all.cut)
        gather_note(g, STR("processes of this project: only the first 64 were looked at"));
}
