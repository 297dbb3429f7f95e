// SPDX-License-Identifier: MIT
// The start files of the user's shell: is a name assigned there, exported or not, on which line.
// Read, never run.
#include "gather/gather.h"
#include "parse/shellrc.h"

enum { CONF_D_MAX = 32, RC_BYTES_MAX = 256 * 1024 };

static void read_rc(struct gathering *g, struct str path)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct os_file file;
    struct str bytes;
    if (!gather_read(g, path, 0, &scratch, &file, &bytes) || bytes.n > RC_BYTES_MAX)
        return;
    struct str shown = gather_show_path(g, path);
    struct shellrc rc = shellrc_read(bytes, shown, &scratch);
    uint32_t copies = rc.n ? gather_copies(g, path) : 0;
    for (size_t i = 0; i < rc.n; i++) {
        const struct shellrc_entry *e = &rc.items[i];
        if (e->unset)
            continue;
        struct rc_assignment *out = arena_push(&g->snap->rc, g->arena);
        out->name = str_dup(e->name, g->arena);
        out->loc = (struct loc){.file = shown, .line = e->loc.line, .column = e->loc.column};
        out->exported = e->exported;
        out->mtime_ns = file.mtime_ns;
        out->copies = copies;
        out->value = secrets_keep(g->secrets, e->name, e->value, g->arena);
    }
}

static void read_in(struct gathering *g, struct str dir, const char *const *names)
{
    for (size_t i = 0; dir.n && names[i]; i++)
        read_rc(g, str_fmt(g->arena, "%.*s/%s", STR_ARG(dir), names[i]));
}

static void read_fish(struct gathering *g)
{
    static const char *const names[] = {"fish/config.fish", "fish/fish_variables", NULL};
    struct str config = gather_env_get(g, "XDG_CONFIG_HOME");
    if (!(config.n > 1 && config.p[0] == '/'))
        config = g->home.n ? str_fmt(g->arena, "%.*s/.config", STR_ARG(g->home)) : STR_NONE;
    read_in(g, config, names);
    struct strs found = {0};
    struct str dir = str_fmt(g->arena, "%.*s/fish/conf.d", STR_ARG(config));
    if (!config.n || !os_list(dir.p, CONF_D_MAX, &found, g->arena))
        return;
    for (size_t i = 0; i < found.n; i++)
        if (str_ends(found.items[i], STR(".fish")))
            read_rc(g, str_fmt(g->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(found.items[i])));
}

void gather_rc(struct gathering *g)
{
    static const char *const bash[] = {".bashrc", ".bash_profile", ".bash_login", ".profile", NULL};
    static const char *const zsh[] = {".zshenv", ".zprofile", ".zshrc", ".zlogin", NULL};
    static const char *const plain[] = {".profile", ".kshrc", ".cshrc", ".tcshrc", NULL};
    struct str shell = g->snap->machine.shell;
    struct str zdotdir = gather_env_get(g, "ZDOTDIR");
    if (g->ask->depth == GATHER_STATUS)
        return;
    if (str_eq(shell, STR("zsh")))
        read_in(g, zdotdir.n && zdotdir.p[0] == '/' ? zdotdir : g->home, zsh);
    else if (str_eq(shell, STR("fish")))
        read_fish(g);
    else if (str_eq(shell, STR("bash")) || !str_present(shell))
        read_in(g, g->home, bash);
    else
        read_in(g, g->home, plain);
}
