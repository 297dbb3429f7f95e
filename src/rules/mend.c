// SPDX-License-Identifier: MIT
#include "rules/mend.h"

#include "base/shell.h"

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

static struct prediction predict(const struct inquiry *q, const struct client *client,
                                 const struct changes *c, const struct call *call)
{
    struct variables vars = after(q, c);
    struct world w = {.vars = &vars,
                      .settings = &q->snap->settings,
                      .netrc = &q->snap->netrc,
                      .paths = &q->snap->paths};
    bool chosen = client == q->client;
    struct version none = {0};
    return client_predict(client, chosen ? q->version : none, chosen ? q->runtime : none, &w, call,
                          q->arena);
}

struct prediction what_if(const struct inquiry *q, const struct client *client,
                          const struct changes *c)
{
    return predict(q, client, c, &q->call);
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

// A path of the project as it is written from the directory where nexoenv was asked.
static struct str path_from_here(const struct inquiry *q, struct str file)
{
    struct str dir = q->snap->project.dir, piece;
    if (file.n && file.p[0] == '/')
        return file;
    struct buf b = buf_in(q->arena);
    if (str_eq(dir, STR(".")))
        dir = STR_NONE;
    while (str_cut(&dir, '/', &piece))
        buf_z(&b, "../");
    if (b.n == 0 && str_starts(file, STR("-")))
        buf_z(&b, "./");
    buf_add(&b, file);
    return buf_str(&b);
}

static struct str copy_of(const struct inquiry *q, struct str path)
{
    return str_fmt(q->arena, "%.*s.bak-%lld", STR_ARG(path),
                   (long long)(q->snap->machine.now_ns / 1000000000));
}

// What may stand in sed's replacement and in a dotenv value for every loader.
static bool plain_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && !memchr(":/._~,-", s.p[i], 7))
            return false;
    return s.n > 0;
}

static struct str edit(const struct inquiry *q, const struct origin *o, struct str script)
{
    struct str path = path_from_here(q, o->loc.file), copy = copy_of(q, path);
    struct str file = shell_quote(path, q->arena), kept = shell_quote(copy, q->arena);
    if (!str_present(file) || !str_present(kept))
        return STR_NONE;
    return str_fmt(q->arena, "cp -p %.*s %.*s && sed %.*s %.*s > %.*s", STR_ARG(file),
                   STR_ARG(kept), STR_ARG(shell_quote(script, q->arena)), STR_ARG(kept),
                   STR_ARG(file));
}

static struct str edit_line(const struct inquiry *q, const struct origin *o, const struct change *c)
{
    unsigned line = (unsigned)o->loc.line;
    if (line == 0)
        return STR_NONE;
    if (c->how == CHANGE_UNSET)
        return edit(q, o, str_fmt(q->arena, "%us/^/# /", line));
    if (c->how != CHANGE_SET || !plain_text(c->text))
        return STR_NONE;
    return edit(q, o,
                str_fmt(q->arena, "%us|^\\(export  *\\)\\{0,1\\}.*|\\1%.*s=%.*s|", line,
                        STR_ARG(c->name), STR_ARG(c->text)));
}

static struct str append_line(const struct inquiry *q, const struct origin *o,
                              const struct change *c)
{
    struct str path = path_from_here(q, o->loc.file);
    struct str file = shell_quote(path, q->arena), kept = shell_quote(copy_of(q, path), q->arena);
    struct str line = str_fmt(q->arena, "%.*s=%.*s", STR_ARG(c->name), STR_ARG(c->text));
    if (!str_present(file) || !str_present(kept) || !plain_text(c->text))
        return STR_NONE;
    return str_fmt(q->arena, "cp -p %.*s %.*s && printf '\\n%%s\\n' '%.*s' >> %.*s", STR_ARG(file),
                   STR_ARG(kept), STR_ARG(line), STR_ARG(file));
}

static struct str in_environment(const struct inquiry *q, const struct change *c)
{
    struct arena *a = q->arena;
    struct str n = c->name, value;
    switch (c->how) {
    case CHANGE_SET:
        value = shell_quote(c->text, a);
        if (!str_present(value))
            return STR_NONE;
        return str_fmt(a, "export %.*s=%.*s", STR_ARG(n), STR_ARG(value));
    case CHANGE_COPY:
        if (!shell_name(c->text))
            return STR_NONE;
        return str_fmt(a, "export %.*s=\"$%.*s\"", STR_ARG(n), STR_ARG(c->text));
    case CHANGE_UNSET: return str_fmt(a, "unset %.*s", STR_ARG(n));
    case CHANGE_HTTP: return str_fmt(a, "export %.*s=\"http://$%.*s\"", STR_ARG(n), STR_ARG(n));
    case CHANGE_BARE:
        return str_fmt(a, "export %.*s=\"$(printf '%%s' \"$%.*s\" | tr -d '\\r\\n\\t \"'\\''')\"",
                       STR_ARG(n), STR_ARG(n));
    }
    return STR_NONE;
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

static struct str command_of(const struct inquiry *q, const struct change *c)
{
    const struct origin *at = NULL;
    if (!shell_name(c->name))
        return STR_NONE;
    switch (place_of(q, c, &at)) {
    case PLACE_ENVIRONMENT: break;
    case PLACE_LINE: return edit_line(q, at, c);
    case PLACE_APPEND: return append_line(q, at, c);
    case PLACE_NOWHERE: return STR_NONE;
    }
    struct str command = in_environment(q, c);
    const struct variable *v = variable_find(&q->context->vars, c->name);
    if (!str_present(command) || c->how != CHANGE_UNSET || !v || !v->hidden ||
        v->hidden->origin.kind != ORIGIN_FILE)
        return command;
    struct str line = edit_line(q, &v->hidden->origin, c); // it would come up from below
    return str_present(line) ? str_fmt(q->arena, "%.*s; %.*s", STR_ARG(command), STR_ARG(line))
                             : STR_NONE;
}

// Two edits of one file would start from the same copy and lose the first.
static bool same_file_twice(const struct inquiry *q, const struct changes *c)
{
    struct strs files = {0};
    for (size_t i = 0; i < c->n; i++) {
        const struct origin *at = NULL;
        enum place place = place_of(q, &c->items[i], &at);
        if (place != PLACE_LINE && place != PLACE_APPEND)
            continue;
        if (strs_have(&files, at->loc.file))
            return true;
        strs_add(&files, at->loc.file, q->arena);
    }
    return false;
}

struct str mend_command(const struct inquiry *q, const struct changes *c)
{
    struct buf b = buf_in(q->arena);
    if (c->n == 0 || same_file_twice(q, c))
        return STR_NONE;
    for (size_t i = 0; i < c->n; i++) {
        struct str one = command_of(q, &c->items[i]);
        if (!str_present(one))
            return STR_NONE;
        buf_fmt(&b, "%s%.*s", i ? "; " : "", STR_ARG(one));
    }
    return buf_str(&b);
}

struct str mend_note(const struct inquiry *q, const struct changes *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct origin *at = NULL;
        enum place place = place_of(q, &c->items[i], &at);
        if (place == PLACE_LINE || place == PLACE_APPEND)
            return str_fmt(q->arena, " (the file's present state stays in %.*s)",
                           STR_ARG(copy_of(q, path_from_here(q, at->loc.file))));
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
