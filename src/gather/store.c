// SPDX-License-Identifier: MIT
// Which certificates the probes count as trusted: the client's (clients.md 7) and the machine's.
// Roots that are compiled into a program are not on this disk: Mozilla's list, from which Node,
// certifi and Java's are made, stands for them where the system has it apart from what was added
// locally; else the system's store.
#include "gather/network.h"

#define MOZILLA_DIR "/usr/share/ca-certificates/mozilla"

enum { ROOTS_MAX = 400, STORE_MAX = 4 << 20, CORE_MAX = 65536 };

static const char *const bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                // Debian, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL
    "/etc/ssl/ca-bundle.pem",                            // SUSE
    "/etc/ssl/cert.pem",                                 // OpenBSD, macOS
};

static bool is_file(struct str path, struct arena *a)
{
    struct os_file f = os_stat(str_z(path, a));
    return f.state == SEEN_COMPLETE && !f.is_dir && f.size > 0;
}

static struct store system_store(struct arena *a)
{
    struct store s = {.verify = true};
    struct str file = curl_open() ? curl_system_ca_file() : STR_NONE;
    if (file.n && is_file(file, a))
        s.file = file;
    for (size_t i = 0; !s.file.n && i < sizeof bundles / sizeof *bundles; i++)
        if (is_file(str_of(bundles[i]), a))
            s.file = str_of(bundles[i]);
    struct str dir = curl_open() ? curl_system_ca_dir() : STR_NONE;
    if (dir.n && os_stat(str_z(dir, a)).is_dir)
        s.dir = dir;
    else if (os_stat("/etc/ssl/certs").is_dir)
        s.dir = STR("/etc/ssl/certs");
    return s;
}

static void add_file(struct buf *blob, struct str path, struct arena *a)
{
    struct str bytes;
    (void)os_read(str_z(path, a), 0, OS_FILE_MAX, a, &bytes);
    if (str_present(bytes) && blob->n + bytes.n < STORE_MAX) {
        buf_add(blob, bytes);
        buf_byte(blob, '\n');
    }
}

// Mozilla's roots as Debian keeps them, one file each, without what was added on this machine.
static struct str mozilla(struct arena *a)
{
    struct strs names = {0};
    struct buf blob = buf_in(a);
    if (!os_list(MOZILLA_DIR, ROOTS_MAX, &names, a))
        return STR_NONE;
    for (size_t i = 0; i < names.n; i++)
        if (str_ends(names.items[i], STR(".crt")))
            add_file(&blob, str_fmt(a, MOZILLA_DIR "/%.*s", STR_ARG(names.items[i])), a);
    return blob.n ? buf_str(&blob) : STR_NONE;
}

// The certifi that a distribution packages has its where() changed to name the system's store; the
// bundle may lie beside it all the same.
static struct str certifi_of(struct str dir, struct arena *a)
{
    struct str code, path = str_fmt(a, "%.*s/cacert.pem", STR_ARG(dir));
    (void)os_read(str_z(str_fmt(a, "%.*s/core.py", STR_ARG(dir)), a), 0, CORE_MAX, a, &code);
    for (size_t i = 0; str_present(code) && i < sizeof bundles / sizeof *bundles; i++)
        if (str_has(code, str_of(bundles[i])) && is_file(str_of(bundles[i]), a))
            return str_of(bundles[i]);
    return is_file(path, a) ? path : STR_NONE;
}

// certifi below DIR/lib/python3.N/site-packages of a virtual environment or prefix.
static struct str certifi_below(struct str prefix, struct arena *a)
{
    struct strs names = {0};
    struct str lib = str_fmt(a, "%.*s/lib", STR_ARG(prefix));
    if (!os_list(str_z(lib, a), 200, &names, a))
        return STR_NONE;
    static const char *const packages[] = {"site-packages", "dist-packages"};
    for (size_t i = 0; i < names.n; i++)
        for (size_t k = 0; k < 2 && str_starts(names.items[i], STR("python3")); k++) {
            struct str path = certifi_of(str_fmt(a, "%.*s/%.*s/%s/certifi", STR_ARG(lib),
                                                 STR_ARG(names.items[i]), packages[k]),
                                         a);
            if (path.n)
                return path;
        }
    return STR_NONE;
}

// The bundle that Python would load here: virtual environment, project, user, machine.
static struct str find_certifi(struct gathering *g)
{
    struct arena *a = g->arena;
    struct str env = gather_env_get(g, "VIRTUAL_ENV");
    struct str places[8];
    size_t n = 0;
    if (env.n)
        places[n++] = env;
    places[n++] = str_fmt(a, "%.*s/.venv", STR_ARG(g->root));
    places[n++] = str_fmt(a, "%.*s/venv", STR_ARG(g->root));
    if (g->home.n)
        places[n++] = str_fmt(a, "%.*s/.local", STR_ARG(g->home));
    places[n++] = STR("/usr/local");
    places[n++] = STR("/usr");
    for (size_t i = 0; i < n; i++) {
        struct str path = certifi_below(places[i], a);
        if (path.n)
            return path;
    }
    return STR_NONE;
}

static struct store builtin(struct stores *s, struct arena *a)
{
    struct store out = {.verify = true, .blob = mozilla(a)};
    s->approximated = STR("the client's built-in roots by Mozilla's list on this machine");
    if (!out.blob.n) {
        out = s->system;
        s->approximated = STR("the client's built-in roots by the system's store");
    }
    return out;
}

static struct store base_store(struct gathering *g, const struct network_ask *ask, struct stores *s,
                               const struct trust *t)
{
    struct store none = {.verify = true}, out = none;
    switch (t->base) {
    case TRUST_BUILTIN: return builtin(s, g->arena);
    case TRUST_JAVA: // Debian makes it from the system's store, others from Mozilla's list
        s->approximated = STR("Java's cacerts by the system's store");
        return s->system;
    case TRUST_CERTIFI:
        out.file = find_certifi(g);
        if (!out.file.n)
            return builtin(s, g->arena);
        if (gather_in_project(g, out.file) && !ask->trust_project) {
            s->own = out;
            s->own_asked = true;
            return s->system;
        }
        return out;
    case TRUST_NONE:
    case TRUST_SYSTEM: break;
    }
    if (t->base == TRUST_SYSTEM && !str_present(t->file) && !str_present(t->dir))
        return s->system;
    if (t->keeps_system_file || (t->base == TRUST_SYSTEM && !str_present(t->file)))
        out.file = s->system.file;
    if (t->keeps_system_dir || (t->base == TRUST_SYSTEM && !str_present(t->dir)))
        out.dir = s->system.dir;
    return out;
}

// Further bundles: libcurl takes one file, so everything becomes one text.
static void add_bundles(struct store *s, const struct strs *adds, struct arena *a)
{
    struct buf blob = buf_in(a);
    if (!adds->n)
        return;
    if (s->blob.n)
        buf_add(&blob, s->blob);
    else if (s->file.n)
        add_file(&blob, s->file, a);
    for (size_t i = 0; i < adds->n; i++)
        add_file(&blob, adds->items[i], a);
    s->blob = buf_str(&blob);
    s->file = STR_NONE;
}

struct stores stores_find(struct gathering *g, const struct network_ask *ask,
                          const struct prediction *p)
{
    struct stores s = {.system = system_store(g->arena)};
    s.client = base_store(g, ask, &s, &p->trust);
    if (p->trust.file.n)
        s.client.file = p->trust.file;
    if (p->trust.dir.n)
        s.client.dir = p->trust.dir;
    if (s.client.blob.n && s.client.file.n) {
        struct strs file = {0};
        strs_add(&file, s.client.file, g->arena);
        s.client.file = STR_NONE;
        add_bundles(&s.client, &file, g->arena);
    }
    add_bundles(&s.client, &p->trust.adds, g->arena);
    s.client.verify = p->trust.verify;
    g->snap->machine.ca_bundle = s.system.file;
    return s;
}
