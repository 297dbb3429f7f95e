// SPDX-License-Identifier: MIT
// Proxy settings of GNOME, Firefox, Chromium and apt. Looked at by doctor only.
#include "gather/sysproxy.h"
#include "parse/jsonio.h"

enum { GSETTINGS_MS = 500, PROFILES_MAX = 64, POLICIES_MAX = 16, SCHEMAS_MAX = 1000 };

// 'text' in GVariant's notation, for plain values.
static struct str unquote(struct str s)
{
    s = str_trim(s);
    return s.n >= 2 && s.p[0] == '\'' && s.p[s.n - 1] == '\'' ? str_slice(s, 1, s.n - 1) : s;
}

// Value of "SCHEMA KEY VALUE" in the output of `gsettings list-recursively`.
static struct str setting(struct str out, struct str schema, struct str key)
{
    struct str line;
    while (str_line(&out, &line)) {
        struct str rest = line;
        if (str_starts(rest, schema) && rest.n > schema.n && rest.p[schema.n] == ' ') {
            rest = str_from(rest, schema.n + 1);
            if (str_starts(rest, key) && rest.n > key.n && rest.p[key.n] == ' ')
                return unquote(str_from(rest, key.n + 1));
        }
    }
    return STR("");
}

// Where this system's own gsettings keeps settings. Without any of these it knows nothing but the
// defaults of its schemas, and starting it would take as long as all the rest.
static bool has_store(struct gathering *g)
{
    static const char *const asks[] = {"DCONF_PROFILE", "GSETTINGS_BACKEND",
                                       "GSETTINGS_SCHEMA_DIR"};
    static const char *const files[] = {"dconf/user", "glib-2.0/settings/keyfile"};
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        if (gather_env_get(g, asks[i]).n)
            return true;
    struct str config = gather_env_get(g, "XDG_CONFIG_HOME");
    if (!config.n && g->home.n)
        config = str_fmt(g->arena, "%.*s/.config", STR_ARG(g->home));
    for (size_t i = 0; config.n && i < sizeof files / sizeof *files; i++)
        if (os_there(str_fmt(g->arena, "%.*s/%s", STR_ARG(config), files[i]).p))
            return true;
    return os_there("/etc/dconf/profile/user") || os_there("/usr/share/dconf/profile/user");
}

// A distribution may give the schemas other defaults.
static bool has_override(struct gathering *g)
{
    static const char dir[] = "/usr/share/glib-2.0/schemas";
    struct arena scratch = secrets_scratch(g->secrets);
    struct strs names = {0};
    struct str bytes;
    bool found = os_list(dir, SCHEMAS_MAX, &names, &scratch) && names.n == SCHEMAS_MAX;
    for (size_t i = 0; i < names.n && !found; i++)
        if (str_ends(names.items[i], STR(".gschema.override"))) {
            struct str path = str_fmt(&scratch, "%s/%.*s", dir, STR_ARG(names.items[i]));
            (void)os_read(path.p, 0, OS_FILE_MAX, &scratch, &bytes);
            found = !str_present(bytes) || str_has(bytes, STR("org.gnome.system.proxy"));
        }
    return found;
}

void sysproxy_start(struct gathering *g)
{
    static const char *const argv[] = {"gsettings", "list-recursively", "org.gnome.system.proxy",
                                       NULL};
    if (g->ask->depth != GATHER_DOCTOR || g->proxy_helper.child.pid != 0)
        return;
    g->proxy_helper.child.pid = -1;
    struct str program = os_program(gather_env_get(g, "PATH"), "gsettings", g->root, g->arena);
    bool systems =
        str_eq(program, STR("/usr/bin/gsettings")) || str_eq(program, STR("/bin/gsettings"));
    if (!str_present(program) || (systems && !has_store(g) && !has_override(g)))
        return;
    g->proxy_helper.run = (struct os_run){.program = program.p,
                                          .argv = argv,
                                          .envp = g->envp,
                                          .dir = "/",
                                          .ms = GSETTINGS_MS,
                                          .most = 1 << 16};
    g->proxy_helper.child = os_start(&g->proxy_helper.run);
}

void sysproxy_gnome(struct gathering *g)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct os_ran ran = os_finish(&g->proxy_helper.run, &g->proxy_helper.child, &scratch);
    if (!ran.started || ran.status != 0)
        return;
    struct str mode = setting(ran.out, STR("org.gnome.system.proxy"), STR("mode"));
    struct str pac = setting(ran.out, STR("org.gnome.system.proxy"), STR("autoconfig-url"));
    struct found_proxy f = {.scheme = "https"};
    f.origin = (struct origin){.kind = ORIGIN_SYSTEM, .name = STR("gsettings")};
    f.bypass = setting(ran.out, STR("org.gnome.system.proxy"), STR("ignore-hosts"));
    if (str_eq(mode, STR("auto"))) {
        f.kind = pac.n ? SYSPROXY_PAC : SYSPROXY_WPAD;
        f.url = pac;
        sysproxy_add(g, &f);
    } else if (str_eq(mode, STR("manual"))) {
        static const struct {
            const char *schema, *scheme;
        } rows[] = {{"org.gnome.system.proxy.https", "https"},
                    {"org.gnome.system.proxy.http", "http"},
                    {"org.gnome.system.proxy.socks", "socks"}};
        for (size_t i = 0; i < 3; i++) {
            struct str schema = str_of(rows[i].schema);
            f.scheme = rows[i].scheme;
            f.url = sysproxy_url(f.scheme, setting(ran.out, schema, STR("host")),
                                 setting(ran.out, schema, STR("port")), &scratch);
            sysproxy_add(g, &f);
        }
    }
}

// user_pref("NAME", VALUE);
static struct str pref(struct str js, const char *name, uint32_t *line_out)
{
    struct str line, want = str_of(name);
    for (uint32_t n = 1; str_line(&js, &line); n++) {
        if (!str_starts(line, STR("user_pref(\"")))
            continue;
        struct str rest = str_from(line, 11);
        if (!str_starts(rest, want) || rest.n <= want.n || rest.p[want.n] != '"')
            continue;
        rest = str_trim_left_set(str_from(rest, want.n + 1), ", ");
        size_t close = str_rchr(rest, ')');
        *line_out = n;
        return str_trim_set(str_slice(rest, 0, close), "\" ");
    }
    return STR("");
}

static void read_prefs(struct gathering *g, struct str path)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct str js;
    struct os_file file;
    uint32_t line = 0, ignored;
    uint64_t type = 0;
    if (!gather_read(g, path, 0, &scratch, &file, &js) ||
        !str_to_u64(pref(js, "network.proxy.type", &line), &type))
        return;
    struct found_proxy f = {.scheme = "https"};
    f.origin = (struct origin){.kind = ORIGIN_FILE,
                               .loc = {.file = gather_show_path(g, path), .line = line}};
    f.bypass = pref(js, "network.proxy.no_proxies_on", &ignored);
    if (type == 1) {
        f.url = sysproxy_url("https", pref(js, "network.proxy.ssl", &ignored),
                             pref(js, "network.proxy.ssl_port", &ignored), &scratch);
        sysproxy_add(g, &f);
        f.scheme = "socks";
        f.url = sysproxy_url("socks", pref(js, "network.proxy.socks", &ignored),
                             pref(js, "network.proxy.socks_port", &ignored), &scratch);
        sysproxy_add(g, &f);
    } else if (type == 2) {
        f.kind = SYSPROXY_PAC;
        f.url = pref(js, "network.proxy.autoconfig_url", &ignored);
        sysproxy_add(g, &f);
    } else if (type == 4) {
        f.kind = SYSPROXY_WPAD;
        sysproxy_add(g, &f);
    }
}

// The profile in use is the default one whose preferences were written last.
void sysproxy_firefox(struct gathering *g)
{
    static const char *const places[] = {".mozilla/firefox", "snap/firefox/common/.mozilla/firefox",
                                         ".var/app/org.mozilla.firefox/.mozilla/firefox",
                                         ".config/mozilla/firefox"};
    struct str newest = STR_NONE;
    int64_t when = INT64_MIN;
    for (size_t i = 0; g->home.n && i < sizeof places / sizeof *places; i++) {
        struct str dir = str_fmt(g->arena, "%.*s/%s", STR_ARG(g->home), places[i]);
        struct strs names = {0};
        if (!os_list(dir.p, PROFILES_MAX, &names, g->arena))
            continue;
        for (size_t k = 0; k < names.n; k++) {
            if (!str_has(names.items[k], STR(".default")))
                continue;
            struct str path =
                str_fmt(g->arena, "%.*s/%.*s/prefs.js", STR_ARG(dir), STR_ARG(names.items[k]));
            struct os_file f = os_stat(path.p);
            if (f.state == SEEN_COMPLETE && f.mtime_ns > when)
                newest = path, when = f.mtime_ns;
        }
    }
    if (str_present(newest))
        read_prefs(g, newest);
}

static void read_policy(struct gathering *g, struct str path)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct str bytes;
    struct os_file file;
    struct problem problem;
    if (!gather_read(g, path, 0, &scratch, &file, &bytes))
        return;
    json_t *root = json_read(bytes, path, true, &scratch, &problem);
    if (!root)
        return;
    const json_t *nested = json_object_get(root, "ProxySettings");
    const json_t *from = json_is_object(nested) ? nested : root;
    struct str mode = json_member(from, "ProxyMode");
    struct found_proxy f = {.scheme = "https", .bypass = json_member(from, "ProxyBypassList")};
    f.origin = (struct origin){.kind = ORIGIN_FILE, .loc = {.file = gather_show_path(g, path)}};
    if (str_eq(mode, STR("pac_script"))) {
        f.kind = SYSPROXY_PAC;
        f.url = json_member(from, "ProxyPacUrl");
        sysproxy_add(g, &f);
    } else if (str_eq(mode, STR("auto_detect"))) {
        f.kind = SYSPROXY_WPAD;
        sysproxy_add(g, &f);
    } else if (str_eq(mode, STR("fixed_servers"))) {
        struct str server = json_member(from, "ProxyServer");
        // "http=a:1;https=b:2" or one for all.
        struct str rest = server, part;
        while (str_has(server, STR("=")) && str_cut(&rest, ';', &part))
            if (str_starts(part, STR("https=")))
                server = str_from(part, 6);
        f.url = sysproxy_url("https", server, STR(""), &scratch);
        sysproxy_add(g, &f);
    }
    json_decref(root);
}

void sysproxy_chromium(struct gathering *g)
{
    static const char *const places[] = {
        "/etc/opt/chrome/policies/managed", "/etc/chromium/policies/managed",
        "/etc/chromium-browser/policies/managed", "/etc/opt/edge/policies/managed"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct strs names = {0};
        if (!os_list(places[i], POLICIES_MAX, &names, g->arena))
            continue;
        for (size_t k = 0; k < names.n; k++)
            if (str_ends(names.items[k], STR(".json")))
                read_policy(g, str_fmt(g->arena, "%s/%.*s", places[i], STR_ARG(names.items[k])));
    }
}

// Acquire::https::Proxy "URL"; or http, which apt uses for both when the other is not set.
static void read_apt(struct gathering *g, struct str path)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct str bytes, line;
    struct os_file file;
    if (!gather_read(g, path, 0, &scratch, &file, &bytes))
        return;
    for (uint32_t n = 1; str_line(&bytes, &line); n++) {
        line = str_trim(line);
        bool https = str_starts_icase(line, STR("Acquire::https::Proxy "));
        size_t open = str_chr(line, '"'), close = str_rchr(line, '"');
        if (!(https || str_starts_icase(line, STR("Acquire::http::Proxy "))) || close <= open ||
            open == STR_NOWHERE)
            continue;
        struct loc loc = {.file = path, .line = n};
        sysproxy_add(g, &(struct found_proxy){.scheme = https ? "https" : "http",
                                              .url = str_slice(line, open + 1, close),
                                              .origin = {.kind = ORIGIN_FILE, .loc = loc}});
    }
}

void sysproxy_apt(struct gathering *g)
{
    struct strs names = {0};
    read_apt(g, STR("/etc/apt/apt.conf"));
    if (!os_list("/etc/apt/apt.conf.d", POLICIES_MAX * 4, &names, g->arena))
        return;
    for (size_t i = 0; i < names.n; i++)
        read_apt(g, str_fmt(g->arena, "/etc/apt/apt.conf.d/%.*s", STR_ARG(names.items[i])));
}
