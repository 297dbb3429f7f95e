// SPDX-License-Identifier: MIT
// This process's environment: exact bytes, duplicates, empty against unset. And what it says of
// the machine.
#include "gather/gather.h"
#include "parse/dotenv.h"
#include "parse/names.h"

// An environment of 100,000 variables is read in one pass; only names that matter are kept, and
// of those no more than this.
enum {
    KEPT_MAX = 1024,
    LOADER_ENV_MAX = 1024,
    SLOTS = 4096,
    ANCESTORS_MAX = 24,
    DATABASE_MAX = 16 << 20,
    DATABASE_HEAD = 128 << 10
};

// Names already kept, by a small open hash: 100,000 times the same name must not be quadratic.
struct seen_names {
    uint16_t slot[SLOTS]; // index + 1 into the variables
};

static uint32_t hash(struct str s)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h;
}

static struct variable *find_or_add(struct gathering *g, struct variables *vars,
                                    struct seen_names *seen, struct str name, bool *added)
{
    uint32_t at = hash(name) % SLOTS;
    while (seen->slot[at]) {
        struct variable *v = &vars->items[seen->slot[at] - 1];
        if (str_eq(v->name, name)) {
            *added = false;
            return v;
        }
        at = (at + 1) % SLOTS;
    }
    if (vars->n >= KEPT_MAX)
        return NULL;
    struct variable *v = arena_push(vars, g->arena);
    v->name = str_dup(name, g->arena);
    seen->slot[at] = (uint16_t)vars->n;
    *added = true;
    return v;
}

static void keep(struct gathering *g, struct variables *vars, struct seen_names *seen,
                 struct str name, struct str bytes)
{
    bool added = false;
    struct variable *v = find_or_add(g, vars, seen, name, &added);
    if (!v)
        return;
    if (!added) { // getenv() sees the first one
        v->duplicate = true;
        return;
    }
    v->value = secrets_keep(g->secrets, name, bytes, g->arena);
    v->origin = (struct origin){.kind = ORIGIN_ENVIRONMENT};
    v->exported = true;
}

static void add_loader_env(struct gathering *g, struct str name, struct str value)
{
    struct dotenv_env *e = arena_push(&g->env, g->arena);
    *e = (struct dotenv_env){.name = name, .value = value};
}

bool gather_has_key(const struct gathering *g)
{
    for (size_t i = 0; i < g->env.n; i++)
        if (name_role(g->env.items[i].name) == NAME_KEY && g->env.items[i].value.n)
            return true;
    return false;
}

void gather_env(struct gathering *g)
{
    struct context *shell = arena_push(&g->snap->contexts, g->arena);
    *shell = (struct context){.name = STR("shell"), .kind = CONTEXT_SHELL, .state = SEEN_COMPLETE};
    struct seen_names *seen = arena_one(g->arena, struct seen_names);
    size_t others = 0;
    for (char *const *e = g->envp; e && *e; e++) {
        struct str entry = str_of(*e), name;
        size_t equals = str_chr(entry, '=');
        if (equals == STR_NOWHERE || equals == 0)
            continue;
        name = str_slice(entry, 0, equals);
        struct str value = str_from(entry, equals + 1);
        bool relevant = name_relevant(name);
        if (relevant)
            keep(g, &shell->vars, seen, name, value);
        // What a dotenv line may refer to as $NAME.
        if (relevant ? g->env.n < 2 * LOADER_ENV_MAX : others++ < LOADER_ENV_MAX)
            add_loader_env(g, name, value);
    }
    for (size_t i = 0; i < g->ask->hook_vars.n; i++) {
        bool added = false;
        struct str rest = g->ask->hook_vars.items[i], name = STR_NONE; // "NAME=LENGTH"
        uint64_t length = 0;
        if (!str_cut(&rest, '=', &name) || !str_to_u64(rest, &length))
            continue;
        struct variable *v =
            name_relevant(name) ? find_or_add(g, &shell->vars, seen, name, &added) : NULL;
        if (!v || !added)
            continue; // the exported one is what programs see
        v->value = (struct value){.state = length ? VALUE_SET : VALUE_EMPTY,
                                  .class = VALUE_SECRET,
                                  .text = length ? STR("x") : STR(""),
                                  .length = (size_t)length};
        v->origin = (struct origin){.kind = ORIGIN_SHELL};
    }
}

struct str gather_env_get(const struct gathering *g, const char *name)
{
    size_t n = strlen(name);
    for (char *const *e = g->envp; e && *e; e++)
        if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
            return str_of(*e + n + 1);
    return STR_NONE;
}

static bool is_set(const struct gathering *g, const char *name)
{
    struct str v = gather_env_get(g, name);
    return v.n > 0 && !str_eq(v, STR("false")) && !str_eq(v, STR("0"));
}

static struct str base_name(struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? path : str_from(path, slash + 1);
}

// Whose syntax fixes are printed in. A login shell's name begins with '-'.
static struct str known_shell(struct str name)
{
    static const char *const known[] = {"bash", "zsh", "fish", "dash", "sh",
                                        "ksh",  "csh", "tcsh", "nu",   "elvish"};
    if (name.n && name.p[0] == '-')
        name = str_from(name, 1);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(name, str_of(known[i])))
            return str_of(known[i]);
    return STR_NONE;
}

// The first line of /etc/hosts that names the gateway.
static void read_hosts(struct gathering *g)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct str bytes, line, word;
    struct str path = STR("/etc/hosts");
    if (!g->ask->gateway.n ||
        os_read(path.p, OS_HEAD, OS_FILE_MAX, &scratch, &bytes).state > SEEN_PARTIAL)
        return;
    for (uint32_t n = 1; str_line(&bytes, &line); n++) {
        struct str rest = str_slice(line, 0, str_chr(line, '#')), address;
        if (!str_word(&rest, " \t", &address))
            continue;
        while (str_word(&rest, " \t", &word))
            if (str_eq_icase(word, g->ask->gateway)) {
                g->snap->machine.hosts_ip = os_address_text(address, g->arena);
                g->snap->machine.hosts_loc = (struct loc){.file = path, .line = n};
                return;
            }
    }
}

// Where distributions keep the system's certificates in one file.
static struct str find_ca_bundle(void)
{
    static const char *const places[] = {
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Alpine, Gentoo
        "/etc/pki/tls/certs/ca-bundle.crt",   // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",             // openSUSE
        "/etc/ssl/cert.pem",                  // Alpine, BSD
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (os_stat(places[i]).state == SEEN_COMPLETE)
            return str_of(places[i]);
    return STR_NONE;
}

// The version that a package database gives `head`'s package: the text behind `key` before the
// paragraph ends, without the distribution's own suffix.
static struct str packaged(struct str database, struct str head, struct str key)
{
    size_t at = str_find(database, head);
    if (at == STR_NOWHERE)
        return STR_NONE;
    struct str rest = str_from(database, at + 1), line;
    while (str_line(&rest, &line) && line.n)
        if (str_starts(line, key)) {
            struct str version = str_from(line, key.n);
            return str_slice(version, 0, str_chr(version, '-'));
        }
    return STR_NONE;
}

// A paragraph that was cut says nothing.
static struct str whole_paragraphs(struct str s)
{
    while (s.n > 1 && (s.p[s.n - 1] != '\n' || s.p[s.n - 2] != '\n'))
        s.n--;
    return s;
}

static struct str version_in(const char *file, const char *head, const char *key, size_t max,
                             bool *more, struct arena *a)
{
    struct str bytes;
    *more = os_read(file, OS_HEAD, max, a, &bytes).state == SEEN_PARTIAL;
    return packaged(*more ? whole_paragraphs(bytes) : bytes, str_of(head), str_of(key));
}

// Versions are read, never asked (DESIGN 7). The database is sorted by name: curl stands near its
// front, and the whole of it, a megabyte and more, is read only when it is not there.
static void find_curl(struct gathering *g)
{
    static const struct {
        const char *file, *head, *key;
    } rows[] = {{"/var/lib/dpkg/status", "\nPackage: curl\n", "Version: "},
                {"/lib/apk/db/installed", "\nP:curl\n", "V:"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena scratch = secrets_scratch(g->secrets);
        bool more;
        struct str version =
            version_in(rows[i].file, rows[i].head, rows[i].key, DATABASE_HEAD, &more, &scratch);
        if (!version.n && more)
            version =
                version_in(rows[i].file, rows[i].head, rows[i].key, DATABASE_MAX, &more, &scratch);
        if (version.n && version.n < 32) {
            g->snap->machine.curl_version = str_dup(version, g->arena);
            return;
        }
    }
}

// The shell of this terminal: the nearest ancestor that is one says whose syntax the person types,
// the oldest one of this session says since when the environment is what it is. Make, npm and
// other shells may stand in between. Without any, the parent is all there is to go by.
static void find_terminal(struct gathering *g)
{
    struct machine *m = &g->snap->machine;
    struct os_kin self, kin;
    if (!os_kin(0, &self, g->arena))
        return;
    bool named = false;
    int32_t pid = self.parent;
    for (int i = 0; i < ANCESTORS_MAX && pid > 1 && os_kin(pid, &kin, g->arena); i++) {
        if (kin.session != self.session)
            break;
        struct str shell = known_shell(kin.comm);
        if (!m->prompt_hook.n && str_present(shell))
            m->prompt_hook = gather_prompt_hook(g, shell, pid);
        if (i == 0 || str_present(shell))
            m->shell_start_ns = kin.start_ns;
        if (!named && str_present(shell) && !str_eq(shell, STR("sh")) &&
            !str_eq(shell, STR("dash"))) {
            m->shell = shell;
            named = true;
        }
        pid = kin.parent;
    }
}

void gather_machine(struct gathering *g)
{
    struct machine *m = &g->snap->machine;
    m->home = g->home;
    m->now_ns = os_now_ns();
    m->shell = known_shell(base_name(gather_env_get(g, "SHELL")));
    m->ci = is_set(g, "CI") || is_set(g, "GITHUB_ACTIONS") || is_set(g, "GITLAB_CI");
    m->is_root = os_is_root();
    if (g->ask->depth == GATHER_STATUS)
        return;
    gather_ci(g);
    m->container = os_in_container();
    m->wsl = str_present(gather_env_get(g, "WSL_DISTRO_NAME")) || os_in_wsl();
    m->utc_offset_s = g->ask->depth < GATHER_TOOLS ? 0 : os_utc_offset(m->now_ns);
    m->ca_bundle = find_ca_bundle();
    read_hosts(g);
    if (g->ask->depth >= GATHER_TOOLS)
        find_curl(g);
    if (g->ask->depth == GATHER_DOCTOR)
        find_terminal(g);
}
