// SPDX-License-Identifier: MIT
#include "gather/config.h"

#include <ini.h>

// libinih of Debian is built with 200-byte lines and takes the rest of a longer one for further
// lines: such a file is refused before it reads it (c-style.md 6).
enum { LINE_MAX_INI = 199, ENV_FILES_MAX = 16 };

struct reading {
    struct gathering *g;
    struct config *out;
    struct arena *a;
    struct str rest; // not yet handed to libinih
    uint32_t line;   // of the line handed out last
    struct str path; // as it is shown
    bool project;    // a stranger's
    bool bad;        // the user's own file holds something unusable
    struct problem problem;
};

static struct str place(const struct reading *r)
{
    return str_fmt(r->a, "%.*s:%u", STR_ARG(r->path), r->line);
}

// The project's file: a note. The user's own: wrong usage, the first one is told.
static void complain(struct reading *r, struct str text)
{
    if (r->project) {
        struct str where = place(r);
        gather_note(r->g, str_fmt(r->a, "%.*s: %.*s", STR_ARG(where), STR_ARG(text)));
    } else if (!r->bad) {
        r->bad = true;
        r->problem.loc = (struct loc){.file = r->path, .line = r->line};
        r->problem.text = text;
    }
}

static bool severity_of(struct str word, enum severity *out)
{
    static const enum severity all[] = {SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING,
                                        SEVERITY_ERROR};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(word, str_of(severity_name(all[i])))) {
            *out = all[i];
            return true;
        }
    return false;
}

// A stranger may raise any severity, and lower only what would be a warning or a note; never what
// guards the key itself.
static bool project_may(struct str id, const struct rule *rule, enum severity wanted)
{
    if (wanted >= rule->severity)
        return true;
    return rule->severity < SEVERITY_ERROR && !str_eq(id, STR("key.dotenv-not-ignored")) &&
           !str_starts(id, STR("tls."));
}

static void set_rule(struct reading *r, struct str id, struct str word)
{
    const struct rule *rule = rule_find(id);
    enum severity severity;
    struct config *c = r->out;
    if (!rule)
        complain(r, str_fmt(r->a, "no finding is called '%.*s'", STR_ARG(id)));
    else if (!severity_of(word, &severity))
        complain(r, str_fmt(r->a, "%s must be error, warning, note or off", rule->id));
    else if (r->project && !project_may(id, rule, severity))
        complain(r, str_fmt(r->a, "ignored: a project may not lower %s", rule->id));
    else if (c->override_count < sizeof c->overrides / sizeof *c->overrides) {
        c->overrides[c->override_count].id = str_of(rule->id);
        c->overrides[c->override_count++].severity = severity;
    }
}

static void set_seconds(struct reading *r, struct str text, uint64_t *ms)
{
    uint64_t seconds;
    if (!str_to_u64(text, &seconds) || seconds == 0 || seconds > 600)
        complain(r, STR("timeout must be a whole number of seconds from 1 to 600"));
    else
        *ms = seconds * 1000;
}

static void set_last4(struct reading *r, struct str text)
{
    bool ok = text.n == 4;
    for (size_t i = 0; i < text.n; i++)
        ok = ok && text.p[i] > 0x20 && text.p[i] < 0x7f;
    if (ok)
        r->out->key_last4 = str_dup(text, r->a);
    else
        complain(r, STR("key_last4 must be the last four characters of the Playground's key"));
}

static void set_prompt(struct reading *r, struct str word)
{
    r->out->prompt_off = str_eq(word, STR("off"));
    if (!r->out->prompt_off && !str_eq(word, STR("on")))
        complain(r, STR("hook must be on or off"));
}

static void set_env_files(struct reading *r, struct str list)
{
    struct str one;
    while (str_cut(&list, ',', &one)) {
        one = str_trim(one);
        bool out = !one.n || one.p[0] == '/' || str_starts(one, STR("../")) ||
                   str_has(one, STR("/../")) || str_eq(one, STR(".."));
        if (out)
            complain(r, STR("ignored: env_files must name files inside the project"));
        else if (r->out->env_files.n < ENV_FILES_MAX)
            strs_add(&r->out->env_files, str_dup(one, r->a), r->a);
    }
}

static void set_client(struct reading *r, struct str id)
{
    if (!client_find(str_slice(id, 0, str_chr(id, '@')))) {
        complain(r, str_fmt(r->a, "no client is called '%.*s'", STR_ARG(id)));
        return;
    }
    r->out->client = str_dup(id, r->a);
    r->out->client_loc = (struct loc){.file = r->path, .line = r->line};
}

static bool set_project(struct reading *r, struct str name, struct str value)
{
    if (str_eq(name, STR("client")))
        set_client(r, value);
    else if (str_eq(name, STR("env_files")))
        set_env_files(r, value);
    else if (str_eq(name, STR("context")) || str_eq(name, STR("contexts")))
        r->out->context = str_dup(str_trim(str_slice(value, 0, str_chr(value, ','))), r->a);
    else
        return false;
    return true;
}

static bool set_probe(struct reading *r, struct str name, struct str value)
{
    struct config *c = r->out;
    struct {
        const char *name;
        struct str *field;
    } rows[] = {
        {"control_http", &c->control_http},
        {"control_http_expect", &c->control_http_expect},
        {"control_https", &c->control_https},
        {"control_https_expect", &c->control_https_expect},
        {"doh", &c->doh},
    };
    if (str_eq(name, STR("timeout"))) {
        set_seconds(r, value, &c->timeout_ms);
        return true;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq(name, str_of(rows[i].name))) {
            *rows[i].field = str_dup(value, r->a);
            return true;
        }
    return false;
}

static int take(void *ctx, const char *section_z, const char *name_z, const char *value_z)
{
    struct reading *r = ctx;
    struct str section = str_of(section_z), name = str_of(name_z), value = str_of(value_z);
    bool own = !r->project, known = true;
    if (str_eq(section, STR("rules")))
        set_rule(r, name, value);
    else if (str_eq(section, STR("project")) && set_project(r, name, value))
        return 1;
    else if (str_eq(section, STR("allow")))
        return 1; // gather/staged.c reads these rows
    else if (own && str_eq(section, STR("probe")))
        known = set_probe(r, name, value);
    else if (own && str_eq(section, STR("playground")) && str_eq(name, STR("key_last4")))
        set_last4(r, value);
    else if (own && str_eq(section, STR("prompt")) && str_eq(name, STR("hook")))
        set_prompt(r, value);
    else
        known = false;
    if (!known && r->project)
        complain(r,
                 str_fmt(r->a, "ignored: a project's file may not set [%s] %s", section_z, name_z));
    else if (!known)
        complain(r, str_fmt(r->a, "nothing is called [%s] %s", section_z, name_z));
    return 1;
}

// fgets over a text. NUL bytes would end libinih's line early: they become '?'.
static char *next_line(char *out, int size, void *ctx)
{
    struct reading *r = ctx;
    struct str line;
    if (!str_line(&r->rest, &line))
        return NULL;
    r->line++;
    size_t n = line.n < (size_t)size - 2 ? line.n : (size_t)size - 2;
    for (size_t i = 0; i < n; i++)
        out[i] = line.p[i] ? line.p[i] : '?';
    out[n] = '\n';
    out[n + 1] = '\0';
    return out;
}

static bool lines_fit(struct str bytes, uint32_t *at)
{
    struct str line;
    for (*at = 1; str_line(&bytes, &line); ++*at)
        if (line.n > LINE_MAX_INI - 1)
            return false;
    return true;
}

static void read_ini(struct reading *r, struct str bytes)
{
    if (!lines_fit(bytes, &r->line)) {
        complain(r, STR("a line is longer than 198 bytes: the file is not read"));
        return;
    }
    r->line = 0;
    r->rest = bytes;
    int wrong = ini_parse_stream(next_line, r, take, r);
    if (wrong > 0) {
        r->line = (uint32_t)wrong;
        complain(r, STR("neither [section] nor name = value"));
    }
}

static struct str xdg(const struct gathering *g, const char *variable, const char *below,
                      const char *name, struct arena *a)
{
    struct str dir = gather_env_get(g, variable);
    if (dir.n > 1 && dir.p[0] == '/') // the specification: a relative one is ignored
        return str_fmt(a, "%.*s/nexoenv/%s", STR_ARG(str_trim_right_set(dir, "/")), name);
    if (!below || !g->home.n)
        return STR_NONE;
    return str_fmt(a, "%.*s/%s/nexoenv/%s", STR_ARG(g->home), below, name);
}

struct str config_path(const struct gathering *g, const char *name, struct arena *a)
{
    return xdg(g, "XDG_CONFIG_HOME", ".config", name, a);
}

struct str cache_path(const struct gathering *g, const char *name, struct arena *a)
{
    return xdg(g, "XDG_CACHE_HOME", ".cache", name, a);
}

struct str runtime_path(const struct gathering *g, const char *name, struct arena *a)
{
    return xdg(g, "XDG_RUNTIME_DIR", NULL, name, a);
}

// The nearest one upwards, up to the repository root; without a repository in this directory only.
static void read_project_file(struct gathering *g, struct config *out)
{
    struct str dir = g->snap->project.dir;
    for (int i = 0; i < 64 && g->root.n; i++) {
        struct reading r = {.g = g, .out = out, .a = g->arena, .project = true};
        struct os_file file;
        struct str bytes;
        r.path = str_eq(dir, STR(".")) ? STR(".nexoenv.ini")
                                       : str_fmt(g->arena, "%.*s/.nexoenv.ini", STR_ARG(dir));
        bool complete;
        const struct strs *names = gather_list(g, dir, &complete);
        if (complete && !strs_have(names, STR(".nexoenv.ini"))) {
            file.state = SEEN_ABSENT;
        } else if (gather_read_project(g, r.path, g->arena, &file, &bytes)) {
            read_ini(&r, bytes);
            return;
        }
        if (file.state != SEEN_ABSENT)
            complain(&r, str_of(file.why));
        size_t slash = str_rchr(dir, '/');
        if (str_eq(dir, STR(".")))
            return;
        dir = slash == STR_NOWHERE ? STR(".") : str_slice(dir, 0, slash);
    }
}

bool config_read(struct gathering *g, struct config *out, struct problem *problem)
{
    struct str path = config_path(g, "config.ini", g->arena);
    struct os_file file;
    struct str bytes;
    if (str_present(path) && gather_read(g, path, OS_MINE, g->arena, &file, &bytes)) {
        struct reading r = {.g = g, .out = out, .a = g->arena, .path = gather_show_path(g, path)};
        read_ini(&r, bytes);
        if (r.bad) {
            *problem = r.problem;
            return false;
        }
    }
    read_project_file(g, out);
    return true;
}
