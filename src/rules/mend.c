// SPDX-License-Identifier: MIT
#include "rules/mend.h"

#include "base/shell.h"
#include "rules/repair.h"
#include "rules/words.h"

void change_add(struct changes *c, enum change_how how, struct str name, struct str text)
{
    if (c->n < sizeof c->items / sizeof *c->items)
        c->items[c->n++] = (struct change){how, name, text};
}

// ---- trying ----

static struct str bare(struct str text)
{
    return str_trim_set(text, " \t\r\n\"'");
}

static struct value changed_value(const struct inquiry *q, const struct change *c,
                                  const struct variables *vars)
{
    const struct variable *old = variable_find(vars, c->name);
    const struct variable *other = variable_find(vars, c->text);
    struct value v = old ? old->value : VALUE_NONE;
    switch (c->how) {
    case CHANGE_SET: return value_plain(c->text);
    case CHANGE_COPY: return other ? other->value : VALUE_NONE;
    case CHANGE_UNSET: return VALUE_NONE;
    case CHANGE_HTTP: v.text = str_join(STR("http://"), v.text, q->arena); break;
    case CHANGE_BARE: v.text = bare(v.text); break;
    case CHANGE_PLAIN:
        if (str_starts_icase(v.text, STR("https://")))
            v.text = str_join(STR("http"), str_from(v.text, 5), q->arena);
        break;
    }
    v.length = v.text.n; // the fingerprint no longer fits, and no client looks at it
    return v;
}

// A copy of the variables with the name set, or taken out for an unset value.
static struct variables with(const struct variables *vars, struct str name, struct value value,
                             struct arena *a)
{
    struct variables out = {0};
    for (size_t i = 0; i < vars->n; i++)
        if (!str_eq(vars->items[i].name, name)) {
            struct variable *v = arena_push(&out, a);
            *v = vars->items[i];
        }
    if (value.state != VALUE_UNSET) {
        struct variable *v = arena_push(&out, a);
        *v = (struct variable){.name = name, .value = value, .exported = true};
    }
    return out;
}

static struct variables after(const struct inquiry *q, const struct changes *c)
{
    struct variables vars = q->context->vars;
    for (size_t i = 0; i < c->n; i++) {
        struct value v = changed_value(q, &c->items[i], &vars);
        vars = with(&vars, c->items[i].name, v, q->arena);
    }
    return vars;
}

// A SOCKS package that the project names counts as installed.
static bool names_package(const struct snapshot *s, const char *name)
{
    for (size_t i = 0; i < s->project.packages.n; i++)
        if (str_eq_icase(s->project.packages.items[i].name, str_of(name)))
            return true;
    return false;
}

struct world world_of(const struct snapshot *s, const struct variables *vars)
{
    return (struct world){.vars = vars,
                          .settings = &s->settings,
                          .netrc = &s->netrc,
                          .paths = &s->paths,
                          .python_socks =
                              names_package(s, "socksio") || names_package(s, "pysocks")};
}

static struct prediction predict(const struct inquiry *q, const struct client *client,
                                 const struct changes *c, const struct call *call)
{
    struct variables vars = after(q, c);
    struct world w = world_of(q->snap, &vars);
    struct version version = {0}, runtime = {0};
    if (client == q->client)
        version = q->version, runtime = q->runtime;
    project_versions(q->snap, client, &version, &runtime);
    return client_predict(client, version, runtime, &w, call, q->arena);
}

// Another client is asked about the same target, though it would read other variables for it.
struct prediction what_if(const struct inquiry *q, const struct client *client,
                          const struct changes *c)
{
    struct call call = q->call;
    if (client != q->client && !str_present(call.base_url)) {
        call.base_url = q->uses.base_url;
        call.base_url_from = STR("option");
    }
    return predict(q, client, c, &call);
}

struct prediction what_if_url(const struct inquiry *q, const struct client *client,
                              const struct changes *c, struct str url)
{
    struct call call = q->call;
    call.url = url;
    call.base_url = url;
    return predict(q, client, c, &call);
}

// ---- commands ----

// What may stand in sed's replacement, in awk's text and in a dotenv value for every loader.
static bool plain_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && !memchr(":/._~,-", s.p[i], 7))
            return false;
    return s.n > 0;
}

// A sed command for one line of a file, without the line's number.
static struct str line_edit(const struct inquiry *q, const struct change *c)
{
    if (c->how == CHANGE_UNSET)
        return STR("s/^/# /");
    if (c->how != CHANGE_SET || !plain_text(c->text))
        return STR_NONE;
    return str_fmt(q->arena, "s|^\\(export  *\\)\\{0,1\\}.*|\\1%.*s=%.*s|", STR_ARG(c->name),
                   STR_ARG(c->text));
}

static struct str append_line(const struct inquiry *q, struct str file, const struct change *c)
{
    if (!plain_text(c->text))
        return STR_NONE;
    struct str script =
        str_fmt(q->arena, "1;END{print \"%.*s=%.*s\"}", STR_ARG(c->name), STR_ARG(c->text));
    struct str word = shell_quote(script, q->arena);
    return repair_rewrite(q, file, str_fmt(q->arena, "awk %.*s", STR_ARG(word)));
}

static struct str in_environment(const struct inquiry *q, const struct change *c)
{
    struct str n = c->name;
    switch (c->how) {
    case CHANGE_SET: return repair_set(q, n, c->text);
    case CHANGE_COPY: return repair_copy(q, n, c->text);
    case CHANGE_UNSET: return repair_unset(q, n);
    case CHANGE_BARE: return repair_variable(q, n, "tr -d '\\011\\012\\015\\040\\042\\047'");
    case CHANGE_PLAIN: return repair_variable(q, n, "sed 's|^[hH][tT][tT][pP][sS]://|http://|'");
    case CHANGE_HTTP: break;
    }
    return str_fmt(q->arena, "export %.*s=\"http://$%.*s\"", STR_ARG(n), STR_ARG(n));
}

enum place { PLACE_ENVIRONMENT, PLACE_LINE, PLACE_APPEND, PLACE_NOWHERE };

// Where a variable is changed: where it is set; a new one beside the key, if that is in a file.
static enum place place_of(const struct inquiry *q, const struct change *c,
                           const struct origin **at)
{
    const struct variable *v = variable_find(&q->context->vars, c->name);
    const struct variable *key = q->uses.key;
    if (v) {
        *at = &v->origin;
        if (v->origin.kind == ORIGIN_FILE)
            return PLACE_LINE;
    } else if (c->how == CHANGE_SET && key && key->origin.kind == ORIGIN_FILE) {
        *at = &key->origin;
        return PLACE_APPEND;
    }
    if (q->context->kind == CONTEXT_SHELL || q->context->kind == CONTEXT_DOTENV)
        return PLACE_ENVIRONMENT;
    return PLACE_NOWHERE;
}

// Commands collected: of each file one rewrite with all its edits, since each starts from a copy.
struct plan {
    const struct inquiry *q;
    struct buf shell; // commands for the environment
    struct {
        struct str file;
        struct buf sed;
    } files[4];
    size_t files_n;
    struct str append, append_file;
    bool bad;
};

static void plan_edit(struct plan *p, struct loc loc, struct str edit)
{
    size_t i = 0;
    while (i < p->files_n && !str_eq(p->files[i].file, loc.file))
        i++;
    if (!str_present(edit) || loc.line == 0 || i == sizeof p->files / sizeof *p->files) {
        p->bad = true;
        return;
    }
    if (i == p->files_n) {
        p->files[p->files_n++].file = loc.file;
        p->files[i].sed = buf_in(p->q->arena);
    }
    buf_fmt(&p->files[i].sed, "%s%u%.*s", p->files[i].sed.n ? ";" : "", (unsigned)loc.line,
            STR_ARG(edit));
}

static void plan_change(struct plan *p, const struct change *c)
{
    const struct variable *v = variable_find(&p->q->context->vars, c->name);
    const struct origin *at = NULL;
    struct str command;
    if (!shell_name(c->name)) {
        p->bad = true;
        return;
    }
    switch (place_of(p->q, c, &at)) {
    case PLACE_NOWHERE: p->bad = true; return;
    case PLACE_LINE: plan_edit(p, at->loc, line_edit(p->q, c)); return;
    case PLACE_APPEND:
        p->bad |= str_present(p->append);
        p->append_file = at->loc.file;
        p->append = append_line(p->q, at->loc.file, c);
        p->bad |= !str_present(p->append);
        return;
    case PLACE_ENVIRONMENT: break;
    }
    command = in_environment(p->q, c);
    p->bad |= !str_present(command);
    buf_fmt(&p->shell, "%s%.*s", p->shell.n ? "; " : "", STR_ARG(command));
    // What an unset variable hides would come up from below.
    if (c->how == CHANGE_UNSET && v && v->hidden && v->hidden->origin.kind == ORIGIN_FILE)
        plan_edit(p, v->hidden->origin.loc, line_edit(p->q, c));
}

static void plan_join(struct plan *p, struct str command)
{
    p->bad |= !str_present(command);
    buf_fmt(&p->shell, "%s%.*s", p->shell.n ? "; " : "", STR_ARG(command));
}

struct str mend_command(const struct inquiry *q, const struct changes *c)
{
    struct plan p = {.q = q, .shell = buf_in(q->arena)};
    for (size_t i = 0; i < c->n; i++)
        plan_change(&p, &c->items[i]);
    for (size_t i = 0; i < p.files_n && !p.bad; i++) {
        struct str word = shell_quote(buf_str(&p.files[i].sed), q->arena);
        struct str sed = str_fmt(q->arena, "sed %.*s", STR_ARG(word));
        plan_join(&p, repair_rewrite(q, p.files[i].file, sed));
        p.bad |= str_present(p.append) && str_eq(p.append_file, p.files[i].file);
    }
    if (str_present(p.append))
        plan_join(&p, p.append);
    return p.bad || p.shell.n == 0 ? STR_NONE : buf_str(&p.shell);
}

struct str mend_note(const struct inquiry *q, const struct changes *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct origin *at = NULL;
        enum place place = place_of(q, &c->items[i], &at);
        if (place == PLACE_LINE || place == PLACE_APPEND)
            return repair_copy_words(q, at->loc.file);
    }
    return STR("");
}

void mend_all(struct finding *f, struct inquiry *q, struct str text, const struct changes *c)
{
    struct str command = mend_command(q, c);
    if (str_present(command))
        text = str_join(text, mend_note(q, c), q->arena);
    finding_fix(f, q, text, command);
}

void mend_set(struct finding *f, struct inquiry *q, struct str text, struct str name,
              struct str value)
{
    struct changes c = {0};
    change_add(&c, CHANGE_SET, name, value);
    mend_all(f, q, text, &c);
}

void mend_unset(struct finding *f, struct inquiry *q, struct str text, struct str name)
{
    struct changes c = {0};
    change_add(&c, CHANGE_UNSET, name, STR_NONE);
    mend_all(f, q, text, &c);
}
