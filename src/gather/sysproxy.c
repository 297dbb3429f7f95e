// SPDX-License-Identifier: MIT
// What a browser on this machine would use (DESIGN 5.1): files that set variables for every
// session, and KDE; the desktop's and the browsers' own settings are sysproxy_desktop.c.
#include "gather/sysproxy.h"

enum { PROXIES_MAX = 32, CONF_MAX = 64 };

void sysproxy_add(struct gathering *g, const struct found_proxy *f)
{
    struct system_proxies *list = &g->snap->system_proxies;
    if (list->n >= PROXIES_MAX || (f->url.n == 0 && f->kind != SYSPROXY_WPAD))
        return;
    struct system_proxy *p = arena_push(list, g->arena);
    p->kind = f->kind;
    p->scheme = str_of(f->scheme);
    p->value = secrets_keep_as(g->secrets, VALUE_PROXY, f->url, g->arena);
    p->bypass = str_present(f->bypass) ? str_dup(f->bypass, g->arena) : STR_NONE;
    p->origin = f->origin;
}

struct str sysproxy_url(const char *scheme, struct str host, struct str port, struct arena *a)
{
    if (!host.n)
        return STR("");
    if (str_has(host, STR("://")))
        return port.n ? str_fmt(a, "%.*s:%.*s", STR_ARG(host), STR_ARG(port)) : host;
    const char *name = strcmp(scheme, "socks") == 0 ? "socks5" : "http";
    return port.n && !str_eq(port, STR("0"))
               ? str_fmt(a, "%s://%.*s:%.*s", name, STR_ARG(host), STR_ARG(port))
               : str_fmt(a, "%s://%.*s", name, STR_ARG(host));
}

// NAME=VALUE lines of pam_env and systemd: an optional "export", quotes around the whole value.
static bool assignment(struct str line, struct str *name, struct str *value)
{
    line = str_trim(line);
    size_t equals = str_chr(line, '=');
    if (equals == STR_NOWHERE || line.p[0] == '#')
        return false;
    *name = str_trim(str_slice(line, 0, equals));
    if (str_starts(*name, STR("export ")))
        *name = str_trim(str_from(*name, 7));
    *value = str_trim(str_from(line, equals + 1));
    if (value->n >= 2 && (value->p[0] == '"' || value->p[0] == '\'') &&
        value->p[value->n - 1] == value->p[0])
        *value = str_slice(*value, 1, value->n - 1);
    return true;
}

static const char *scheme_of(struct str name)
{
    if (str_eq_icase(name, STR("https_proxy")))
        return "https";
    if (str_eq_icase(name, STR("http_proxy")))
        return "http";
    return str_eq_icase(name, STR("all_proxy")) ? "socks" : NULL;
}

static void read_assignments(struct gathering *g, struct str path)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct str bytes, line, name, value, bypass = STR_NONE;
    struct os_file file;
    if (!gather_read(g, path, 0, &scratch, &file, &bytes))
        return;
    struct str rest = bytes;
    while (str_line(&rest, &line))
        if (assignment(line, &name, &value) && str_eq_icase(name, STR("no_proxy")))
            bypass = value;
    for (uint32_t n = 1; str_line(&bytes, &line); n++) {
        const char *scheme = assignment(line, &name, &value) ? scheme_of(name) : NULL;
        if (!scheme)
            continue;
        struct loc loc = {.file = gather_show_path(g, str_dup(path, g->arena)), .line = n};
        sysproxy_add(g, &(struct found_proxy){.kind = SYSPROXY_MANUAL,
                                              .scheme = scheme,
                                              .url = value,
                                              .bypass = bypass,
                                              .origin = {.kind = ORIGIN_FILE, .loc = loc}});
    }
}

static void read_directory(struct gathering *g, struct str dir)
{
    struct strs names = {0};
    if (!os_list(str_z(dir, g->arena), CONF_MAX, &names, g->arena))
        return;
    for (size_t i = 0; i < names.n; i++)
        if (str_ends(names.items[i], STR(".conf")))
            read_assignments(g,
                             str_fmt(g->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(names.items[i])));
}

// kioslaverc, group "Proxy Settings": ProxyType 0 none, 1 manual, 2 PAC, 3 WPAD, 4 from the
// environment. Values are "http://host port".
static void read_kde(struct gathering *g)
{
    if (!g->home.n)
        return;
    struct str path = str_fmt(g->arena, "%.*s/.config/kioslaverc", STR_ARG(g->home));
    struct arena scratch = secrets_scratch(g->secrets);
    struct str bytes, line, https = STR_NONE, pac = STR_NONE, bypass = STR_NONE;
    struct os_file file;
    uint32_t n = 0, at = 0;
    uint64_t type = 0;
    bool inside = false;
    if (!gather_read(g, path, 0, &scratch, &file, &bytes))
        return;
    while (n++, str_line(&bytes, &line)) {
        size_t equals = str_chr(line, '=');
        if (line.n && line.p[0] == '[')
            inside = str_eq(str_trim(line), STR("[Proxy Settings]"));
        if (!inside || equals == STR_NOWHERE)
            continue;
        struct str name = str_slice(line, 0, equals), value = str_trim(str_from(line, equals + 1));
        if (str_eq(name, STR("ProxyType")))
            str_to_u64(value, &type), at = n;
        else if (str_eq(name, STR("httpsProxy")))
            https = value;
        else if (str_eq(name, STR("Proxy Config Script")))
            pac = value;
        else if (str_eq(name, STR("NoProxyFor")))
            bypass = value;
    }
    struct found_proxy f = {.scheme = "https", .bypass = bypass};
    f.origin = (struct origin){.kind = ORIGIN_FILE,
                               .loc = {.file = gather_show_path(g, path), .line = at}};
    size_t blank = str_rchr(https, ' ');
    f.kind = type == 2 ? SYSPROXY_PAC : type == 3 ? SYSPROXY_WPAD : SYSPROXY_MANUAL;
    f.url = type == 2 ? pac
                      : sysproxy_url("https", str_slice(https, 0, blank),
                                     blank == STR_NOWHERE ? STR("") : str_from(https, blank + 1),
                                     &scratch);
    if (type >= 1 && type <= 3)
        sysproxy_add(g, &f);
}

void gather_sysproxy(struct gathering *g)
{
    if (g->ask->depth == GATHER_STATUS)
        return;
    sysproxy_start(g);
    read_assignments(g, STR("/etc/environment"));
    if (g->ask->depth < GATHER_TOOLS)
        return;
    read_directory(g, STR("/etc/environment.d"));
    if (g->home.n)
        read_directory(g, str_fmt(g->arena, "%.*s/.config/environment.d", STR_ARG(g->home)));
    read_kde(g);
    if (g->ask->depth != GATHER_DOCTOR)
        return;
    sysproxy_gnome(g);
    sysproxy_firefox(g);
    sysproxy_chromium(g);
    sysproxy_apt(g);
}
