// SPDX-License-Identifier: MIT
// What tools keep in files of their own: curl, wget, npm, pip, git; and netrc. Logins are never
// kept, proxies as the world of a client wants them (model/value.h).
#include "gather/git.h"
#include "parse/toolfiles.h"

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    const struct keeper *k = ctx;
    static const char *const secret[] = {"auth", "token", "password", "user"};
    if (str_find_icase(name, STR("noproxy")) == STR_NOWHERE &&
        str_find_icase(name, STR("proxy")) != STR_NOWHERE)
        return secrets_keep_as(k->secrets, VALUE_PROXY, bytes, k->arena);
    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
        if (str_find_icase(name, str_of(secret[i])) != STR_NOWHERE)
            return secrets_keep_as(k->secrets, VALUE_SECRET, bytes, k->arena);
    return secrets_keep(k->secrets, name, bytes, k->arena);
}

// One file of a tool. False when it is not there.
static bool read_tool(struct gathering *g, const char *tool, struct str path, bool in_project)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct os_file file;
    struct str bytes;
    bool ok = in_project ? gather_read_project(g, path, &scratch, &file, &bytes)
                         : gather_read(g, path, 0, &scratch, &file, &bytes);
    if (!ok)
        return false;
    struct keeper keeper = {.secrets = g->secrets, .arena = g->arena};
    struct toolfile f = {.tool = str_of(tool),
                         .path = in_project ? path : gather_show_path(g, path),
                         .bytes = bytes,
                         .in_project = in_project,
                         .keep = keep,
                         .ctx = &keeper};
    toolfile_read(&f, &g->snap->settings, g->arena);
    return true;
}

static struct str at_home(struct gathering *g, const char *name)
{
    return g->home.n ? str_fmt(g->arena, "%.*s/%s", STR_ARG(g->home), name) : STR_NONE;
}

static struct str below(struct gathering *g, struct str dir, const char *name)
{
    return dir.n && dir.p[0] == '/' ? str_fmt(g->arena, "%.*s/%s", STR_ARG(dir), name) : STR_NONE;
}

// curl takes the first that exists: CURL_HOME, XDG_CONFIG_HOME (as curlrc and .curlrc), HOME
// (man curl 7.88, "-K"; without a variable also ~/.config).
static void read_curl(struct gathering *g)
{
    struct str curl = gather_env_get(g, "CURL_HOME"), xdg = gather_env_get(g, "XDG_CONFIG_HOME");
    struct str paths[] = {below(g, curl, ".curlrc"), below(g, xdg, ".curlrc"),
                          below(g, xdg, "curlrc"), at_home(g, ".curlrc"),
                          at_home(g, ".config/curlrc")};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (paths[i].n && read_tool(g, "curlrc", paths[i], false))
            return;
}

static void read_netrc(struct gathering *g)
{
    struct str path = gather_env_get(g, "NETRC");
    bool named = str_present(path); // also when empty: then no file is read at all
    if (!named)
        path = at_home(g, ".netrc");
    struct arena scratch = secrets_scratch(g->secrets);
    struct os_file file = {.state = SEEN_ABSENT};
    struct str bytes;
    g->snap->netrc.state = SEEN_ABSENT;
    if (!path.n)
        return;
    bool ok = gather_read(g, path, 0, &scratch, &file, &bytes);
    if (!ok && file.state == SEEN_ABSENT && !named) { // requests looks for it under both names
        path = at_home(g, "_netrc");
        ok = gather_read(g, path, 0, &scratch, &file, &bytes);
    }
    g->snap->netrc.state = file.state;
    if (ok)
        netrc_read(bytes, gather_show_path(g, path), &g->snap->netrc, g->arena);
}

static void read_npm(struct gathering *g)
{
    struct str user = gather_env_get(g, "NPM_CONFIG_USERCONFIG");
    user = user.n ? user : gather_env_get(g, "npm_config_userconfig");
    user = user.n ? user : at_home(g, ".npmrc");
    read_tool(g, "npm", STR("/etc/npmrc"), false);
    if (user.n)
        read_tool(g, "npm", user, false);
    if (!g->root.n)
        return;
    struct str dir = g->snap->project.dir;
    if (!str_eq(dir, STR(".")))
        read_tool(g, "npm", str_fmt(g->arena, "%.*s/.npmrc", STR_ARG(dir)), true);
    // In a home directory the project's file is the user's own, read already.
    if (!str_eq(g->root, g->home))
        read_tool(g, "npm", STR(".npmrc"), true);
}

static void read_pip(struct gathering *g)
{
    struct str own = gather_env_get(g, "PIP_CONFIG_FILE"),
               xdg = gather_env_get(g, "XDG_CONFIG_HOME");
    read_tool(g, "pip", STR("/etc/pip.conf"), false);
    struct str paths[] = {xdg.n ? below(g, xdg, "pip/pip.conf")
                                : at_home(g, ".config/pip/pip.conf"),
                          at_home(g, ".pip/pip.conf"), own};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (paths[i].n && paths[i].p[0] == '/' && !str_eq(paths[i], STR("/dev/null")))
            read_tool(g, "pip", paths[i], false);
}

static void read_wget(struct gathering *g)
{
    struct str own = gather_env_get(g, "WGETRC");
    read_tool(g, "wgetrc", STR("/etc/wgetrc"), false);
    own = own.n ? own : at_home(g, ".wgetrc");
    if (own.n)
        read_tool(g, "wgetrc", own, false);
}

// git's own word on its file: "file:PATH\0KEY\nVALUE\0" for each entry. What git does not confirm
// (a line that our reader took differently) is dropped; places stay our reader's.
static void confirm_with_git(struct gathering *g, struct str path, size_t from)
{
    const char *words[] = {"config", "--file", str_z(path, g->arena), "--no-includes",
                           "--list", "-z",     "--show-origin",       NULL};
    struct arena scratch = secrets_scratch(g->secrets);
    struct git_call call = {.words = words, .most = OS_FILE_MAX};
    struct os_ran ran = git_run(g, &call, &scratch);
    if (!ran.started || ran.status != 0 || ran.cut)
        return;
    struct settings *all = &g->snap->settings;
    bool *confirmed = arena_many(&scratch, bool, all->n + 1);
    struct str rest = ran.out, origin, entry;
    while (str_cut(&rest, '\0', &origin) && str_cut(&rest, '\0', &entry)) {
        size_t line = str_chr(entry, '\n');
        struct str key = str_slice(entry, 0, line);
        struct str value = line == STR_NOWHERE ? STR("true") : str_from(entry, line + 1);
        for (size_t i = from; i < all->n; i++) {
            const struct setting *s = &all->items[i];
            bool same = value.n == 0 ? s->value.state == VALUE_EMPTY
                                     : s->value.print == secrets_print(g->secrets, value);
            if (same && str_eq_icase(s->key, key))
                confirmed[i] = true;
        }
    }
    size_t kept = from;
    for (size_t i = from; i < all->n; i++)
        if (confirmed[i])
            all->items[kept++] = all->items[i];
    all->n = kept;
}

static void read_git(struct gathering *g)
{
    struct str xdg = gather_env_get(g, "XDG_CONFIG_HOME");
    struct str paths[] = {xdg.n ? below(g, xdg, "git/config") : at_home(g, ".config/git/config"),
                          at_home(g, ".gitconfig")};
    for (size_t i = 0; i < 2; i++) {
        size_t before = g->snap->settings.n;
        if (paths[i].n && read_tool(g, "git", paths[i], false) && g->snap->settings.n > before &&
            g->ask->depth == GATHER_DOCTOR)
            confirm_with_git(g, paths[i], before);
    }
}

void gather_settings(struct gathering *g)
{
    read_curl(g);
    read_netrc(g);
    if (g->ask->depth < GATHER_TOOLS)
        return;
    read_npm(g);
    read_pip(g);
    read_wget(g);
    read_git(g);
}
