// SPDX-License-Identifier: MIT
// Paths: where the project begins, what lies in it, how a place is written in a report; the files
// that variables name; the one look whether something listens on loopback.
#include "gather/git.h"
#include "gather/sysproxy.h"
#include "parse/names.h"
#include "parse/url.h"

enum {
    UP_MAX = 64,
    PATHS_MAX = 32,
    LISTENERS_MAX = 8,
    LIST_MAX = 1500,
    PEM_HEAD = 65536, // what may stand in front of the first certificate
    PEM_FIRST_LOOK = 2048,
    COPIES_MAX = 16
};

static struct str parent_of(struct str dir)
{
    size_t slash = str_rchr(dir, '/');
    return slash == STR_NOWHERE || dir.n <= 1 ? STR_NONE : str_slice(dir, 0, slash ? slash : 1);
}

// The nearest directory upwards that holds ".git", a directory or (worktree, submodule) a file.
static struct str repository_of(struct str dir, struct arena scratch)
{
    for (int i = 0; i < UP_MAX && str_present(dir); i++, dir = parent_of(dir)) {
        struct str git = str_fmt(&scratch, "%.*s/.git", STR_ARG(dir));
        if (os_stat(git.p).state != SEEN_ABSENT)
            return dir;
    }
    return STR_NONE;
}

// Does `path` lie in `dir`, or is it that?
static bool lies_in(struct str path, struct str dir)
{
    if (dir.n == 1 && dir.p[0] == '/')
        return path.n && path.p[0] == '/';
    return dir.n && str_starts(path, dir) && (path.n == dir.n || path.p[dir.n] == '/');
}

static struct str relative(struct str path, struct str dir)
{
    if (path.n == dir.n)
        return STR(".");
    return str_from(path, dir.n == 1 ? 1 : dir.n + 1);
}

struct gathering gather_begin(const struct gather_ask *ask, struct snapshot *snap,
                              struct secrets *secrets, char *const *envp, struct arena *a)
{
    struct gathering g = {.ask = ask, .snap = snap, .secrets = secrets, .arena = a, .envp = envp};
    struct project *p = &snap->project;
    g.cwd = os_cwd(a);
    struct str home = gather_env_get(&g, "HOME");
    if (home.n > 1 && home.p[0] == '/')
        g.home = str_trim_right_set(home, "/");
    p->state = str_present(g.cwd) ? SEEN_COMPLETE : SEEN_FAILED;
    g.root = str_present(g.cwd) ? repository_of(g.cwd, *a) : STR_NONE;
    p->repository = str_present(g.root);
    p->root = p->repository ? g.root : STR("");
    if (!p->repository)
        g.root = g.cwd;
    p->dir = str_present(g.cwd) ? relative(g.cwd, g.root) : STR(".");
    return g;
}

void gather_all(struct gathering *g)
{
    if (g->ask->depth == GATHER_DOCTOR)
        git_index_start(g);
    if (!g->ask->sysproxy_later)
        sysproxy_start(g);
    if (g->ask->depth == GATHER_DOCTOR)
        gather_sources(g);
    gather_env(g);
    gather_machine(g);
    gather_project(g);
    if (g->ask->depth == GATHER_DOCTOR)
        gather_sources_show(g);
    gather_pydantic(g);
    gather_dotenv_calls(g);
    gather_dotenv(g);
    gather_stores(g);
    gather_fills(g);
    gather_git_start(g);
    gather_rc(g);
    gather_settings(g);
}

bool gather_in_project(const struct gathering *g, struct str path)
{
    // A home directory that is the root of a repository (dotfiles) makes nobody a stranger.
    if (!g->root.n || (g->home.n && lies_in(g->home, g->root)))
        return false;
    struct arena scratch = *g->arena;
    struct str real = os_realpath(str_z(path, &scratch), &scratch);
    return lies_in(path, g->root) || lies_in(real, g->root);
}

struct str gather_show_path(const struct gathering *g, struct str path)
{
    if (g->root.n > 1 && path.n > g->root.n && lies_in(path, g->root))
        return relative(path, g->root);
    return path;
}

void gather_note(struct gathering *g, struct str text)
{
    if (g->snap->notes.n < 100)
        *arena_push(&g->snap->notes, g->arena) = text;
}

static void unread(struct gathering *g, struct str path, struct str why)
{
    struct unread *u = arena_push(&g->snap->unread, g->arena);
    *u = (struct unread){.loc.file = gather_show_path(g, path), .why = why};
}

static bool has_nul(struct str path)
{
    return path.n == 0 || str_chr(path, '\0') != STR_NOWHERE;
}

uint32_t gather_copies(struct gathering *g, struct str path)
{
    uint32_t n = COPIES_MAX;
    while (n > 0 && !os_there(str_z(copy_name(path, n - 1, g->arena), g->arena)))
        n--;
    return n;
}

bool gather_read(struct gathering *g, struct str path, unsigned flags, struct arena *a,
                 struct os_file *file, struct str *bytes)
{
    *bytes = STR_NONE;
    *file = (struct os_file){.state = SEEN_ABSENT, .why = "absent"};
    if (has_nul(path))
        return false;
    char *z = str_z(path, a);
    *file = os_read(z, flags, OS_FILE_MAX, a, bytes);
    if (file->state != SEEN_COMPLETE && file->state != SEEN_ABSENT)
        unread(g, path, str_of(file->why));
    return str_present(*bytes);
}

// Where it really lies counts.
static struct os_file read_through_links(struct gathering *g, const char *path, struct arena *a,
                                         struct str *bytes)
{
    struct os_file file = os_stat(path);
    if (file.state == SEEN_ABSENT)
        return file;
    struct str real = os_realpath(path, a);
    if (!str_present(real))
        return (struct os_file){.state = SEEN_FAILED, .why = "a link that leads nowhere"};
    if (!lies_in(real, g->root))
        return (struct os_file){.state = SEEN_DENIED, .why = "leads out of the project"};
    return os_read(str_z(real, a), OS_MINE | OS_NOFOLLOW, OS_FILE_MAX, a, bytes);
}

bool gather_read_project(struct gathering *g, struct str path, struct arena *a,
                         struct os_file *file, struct str *bytes)
{
    *bytes = STR_NONE;
    *file = (struct os_file){.state = SEEN_ABSENT, .why = "absent"};
    if (has_nul(path) || !g->root.n)
        return false;
    struct str full =
        path.p[0] == '/' ? path : str_fmt(a, "%.*s/%.*s", STR_ARG(g->root), STR_ARG(path));
    char *z = str_z(full, a);
    file->is_link = true;
    if (lies_in(full, g->root) && !str_has(full, STR("/..")))
        *file = os_read(z, OS_MINE | OS_NOLINKS, OS_FILE_MAX, a, bytes);
    if (file->is_link)
        *file = read_through_links(g, z, a, bytes);
    if (file->state != SEEN_COMPLETE && file->state != SEEN_ABSENT)
        unread(g, full, str_of(file->why));
    return str_present(*bytes);
}

const struct strs *gather_list(struct gathering *g, struct str dir, bool *complete)
{
    for (size_t i = 0; i < g->lists.n; i++)
        if (str_eq(g->lists.items[i].dir, dir)) {
            *complete = g->lists.items[i].complete;
            return &g->lists.items[i].names;
        }
    struct listing l = {.dir = str_dup(dir, g->arena)};
    struct str full = str_eq(dir, STR("."))
                          ? g->root
                          : str_fmt(g->arena, "%.*s/%.*s", STR_ARG(g->root), STR_ARG(dir));
    bool read = os_list(str_z(full, g->arena), LIST_MAX, &l.names, g->arena);
    l.complete = read && l.names.n < LIST_MAX;
    struct listing *kept = arena_push(&g->lists, g->arena);
    *kept = l;
    *complete = l.complete;
    return &kept->names;
}

// From behind its first line on: text in base64 up to the last one. Cut off, or with other text in
// it, no client takes it.
static bool is_whole(struct str text)
{
    size_t end = str_find(text, STR("-----END "));
    for (size_t i = 0; i < end && i < text.n; i++)
        if (!byte_is_alnum(text.p[i]) && !strchr("+/=\r\n\t ", text.p[i]))
            return false;
    return end != STR_NOWHERE;
}

static bool has_certificate(struct str bytes)
{
    static const char *const heads[] = {"-----BEGIN CERTIFICATE-----",
                                        "-----BEGIN TRUSTED CERTIFICATE-----"};
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        size_t at = str_find(bytes, str_of(heads[i]));
        if (at != STR_NOWHERE && is_whole(str_from(bytes, at + strlen(heads[i]))))
            return true;
    }
    return false;
}

// The first certificate is nearly always at the head; only where it is not, more is read.
static struct os_file read_pem(const char *path, struct arena *a, struct str *bytes)
{
    struct os_file f = os_read(path, OS_HEAD, PEM_FIRST_LOOK, a, bytes);
    if (f.state == SEEN_PARTIAL && !has_certificate(*bytes))
        f = os_read(path, OS_HEAD, PEM_HEAD, a, bytes);
    return f;
}

// What a CA variable names: is it there, has it a certificate?
static void add_path(struct gathering *g, struct str path)
{
    struct path_facts *list = &g->snap->paths;
    if (has_nul(path) || list->n >= PATHS_MAX || path_fact_find(g->snap, path))
        return;
    struct arena scratch = secrets_scratch(g->secrets);
    char *z = str_z(path, &scratch);
    struct str bytes = STR_NONE;
    struct os_file f = read_pem(z, &scratch, &bytes);
    struct path_fact fact = {.path = str_dup(path, g->arena), .state = f.state};
    if (f.is_dir) {
        struct strs names = {0};
        fact.is_dir = true;
        fact.state = os_list(z, 4, &names, &scratch) ? SEEN_COMPLETE : SEEN_DENIED;
        fact.empty = names.n == 0;
    } else if (str_present(bytes)) {
        fact.state = SEEN_COMPLETE;
        fact.empty = bytes.n == 0;
        // What lies beyond the head is given the benefit of the doubt.
        fact.has_pem = bytes.n >= PEM_HEAD || has_certificate(bytes);
    }
    fact.in_project = gather_in_project(g, path);
    *arena_push(list, g->arena) = fact;
}

static bool is_listed(struct str path)
{
    return path.n && str_chr(path, ':') != STR_NOWHERE;
}

void gather_paths(struct gathering *g)
{
    for (size_t c = 0; c < g->snap->contexts.n; c++) {
        const struct variables *vars = &g->snap->contexts.items[c].vars;
        for (size_t i = 0; i < vars->n; i++) {
            const struct variable *v = &vars->items[i];
            if (!value_is_set(&v->value) || v->value.class != VALUE_PLAIN ||
                name_role(v->name) != NAME_CA)
                continue;
            add_path(g, v->value.text);
            struct str rest = v->value.text, one; // SSL_CERT_DIR is a list (clients.md)
            while (is_listed(v->value.text) && str_cut(&rest, ':', &one))
                add_path(g, one);
        }
    }
    for (size_t i = 0; i < g->snap->settings.n; i++) {
        const struct setting *s = &g->snap->settings.items[i];
        if (value_is_set(&s->value) && s->value.class == VALUE_PLAIN &&
            (str_has(s->key, STR("cafile")) || str_has(s->key, STR("cacert")) ||
             str_has(s->key, STR("sslCAInfo")) || str_has(s->key, STR("sslcainfo")) ||
             str_has(s->key, STR("capath")) || str_eq(s->key, STR("cert"))))
            add_path(g, s->value.text);
    }
}

static void add_listener(struct gathering *g, struct str text, uint32_t default_port)
{
    struct listeners *list = &g->snap->listeners;
    struct url url;
    // A proxy without a scheme is "host:port"; the strict reading wants one.
    if (!str_has(text, STR("://")))
        text = str_fmt(g->arena, "http://%.*s", STR_ARG(text));
    url_parse(text, &url);
    uint32_t port = url.port_written ? url.port : default_port ? default_port : url.port;
    if (!url.host.n || !port || !host_is_loopback(url.host) || list->n >= LISTENERS_MAX)
        return;
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].port == port && str_eq_icase(list->items[i].host, url.host))
            return;
    struct listener *l = arena_push(list, g->arena);
    l->host = str_lower(url.host, g->arena);
    l->port = port;
    l->state = os_loopback(l->host, port);
}

void gather_listeners(struct gathering *g)
{
    if (g->ask->offline || g->ask->depth == GATHER_STATUS)
        return;
    for (size_t c = 0; c < g->snap->contexts.n; c++) {
        const struct variables *vars = &g->snap->contexts.items[c].vars;
        for (size_t i = 0; i < vars->n; i++) {
            const struct variable *v = &vars->items[i];
            enum name_role role = name_role(v->name);
            if (!value_is_set(&v->value) || v->value.class == VALUE_SECRET)
                continue;
            if (role == NAME_PROXY)
                add_listener(g, v->value.text, str_has(v->value.text, STR("://")) ? 0 : 1080);
            else if (role == NAME_BASE_URL)
                add_listener(g, v->value.text, 0);
        }
    }
}
