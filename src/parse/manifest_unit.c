// SPDX-License-Identifier: MIT
// systemd units (manifests.md 7): PassEnvironment=, then Environment=, then EnvironmentFile=, the
// later word of each wins, drop-ins come after their unit, and UnsetEnvironment= has the last word.
#include "parse/manifest_in.h"
#include "parse/names.h"

enum { DROP_INS_MAX = 32 };

struct unit {
    struct reading *r;
    struct context *c;
};

// ---- lines ----

// Joins lines that end in a backslash with a blank; comment lines between them are left out.
// *line counts the first of them.
static bool logical_line(struct str *rest, struct str *out, uint32_t *line, uint32_t *next,
                         struct arena *a)
{
    struct buf b = buf_in(a);
    struct str piece;
    bool more = false;
    while (str_line(rest, &piece)) {
        struct str t = str_trim(piece);
        bool comment = t.n && (t.p[0] == '#' || t.p[0] == ';');
        ++*next;
        if (comment && more)
            continue;
        if (!more)
            *line = *next;
        more = !comment && str_ends(piece, STR("\\"));
        buf_add(&b, more ? str_slice(piece, 0, piece.n - 1) : piece);
        if (!more) {
            *out = buf_str(&b);
            return true;
        }
        buf_byte(&b, ' ');
    }
    *out = buf_str(&b);
    return more;
}

// ---- words of Environment= ----

static int octal(char c)
{
    return c >= '0' && c <= '7' ? c - '0' : -1;
}

// C escapes as systemd takes them; others void the word and all behind it.
static bool unescape(struct str s, size_t *i, struct buf *b)
{
    static const char from[] = "abfnrtv\\\"'s", to[] = "\a\b\f\n\r\t\v\\\"' ";
    char c = s.p[*i + 1];
    const char *hit = c ? strchr(from, c) : NULL;
    if (hit) {
        buf_byte(b, to[hit - from]);
        *i += 1;
        return true;
    }
    if (c == 'x' && *i + 3 < s.n && byte_is_hex(s.p[*i + 2]) && byte_is_hex(s.p[*i + 3])) {
        buf_byte(b, (char)(byte_hex(s.p[*i + 2]) * 16 + byte_hex(s.p[*i + 3])));
        *i += 3;
        return true;
    }
    if (*i + 3 < s.n && octal(c) >= 0 && octal(c) < 4 && octal(s.p[*i + 2]) >= 0 &&
        octal(s.p[*i + 3]) >= 0) {
        buf_byte(b, (char)(octal(c) * 64 + octal(s.p[*i + 2]) * 8 + octal(s.p[*i + 3])));
        *i += 3;
        return true;
    }
    return false;
}

// The next word: blanks separate, quotes are removed wherever they stand, an unterminated quote
// voids what is left (systemd 252).
static bool unit_word(struct str *rest, struct str *word, struct arena *a)
{
    *rest = str_trim_left_set(*rest, " \t\n\r");
    if (rest->n == 0)
        return false;
    struct buf b = buf_in(a);
    char quote = 0;
    size_t i = 0;
    for (; i < rest->n; i++) {
        char c = rest->p[i];
        if (c == '\\' && quote != '\'') {
            if (i + 1 == rest->n || !unescape(*rest, &i, &b))
                return false;
        } else if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? 0 : c;
        } else if (!quote && (c == ' ' || c == '\t')) {
            break;
        } else {
            buf_byte(&b, c);
        }
    }
    *rest = str_from(*rest, i);
    *word = buf_str(&b);
    return !quote;
}

// "%%" is one; any other specifier is the manager's to fill in. Absent when there is one.
static struct str specifiers(struct str text, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '%' && i + 1 < text.n && text.p[i + 1] == '%')
            i++;
        else if (text.p[i] == '%' && i + 1 < text.n && byte_is_alpha(text.p[i + 1]))
            return STR_NONE;
        buf_byte(&b, text.p[i]);
    }
    return buf_str(&b);
}

// An empty assignment takes back what the same setting gave, and what that hid shows again.
static void forget(struct unit *u, const char *why)
{
    size_t kept = 0;
    for (size_t i = 0; i < u->c->vars.n; i++) {
        const struct variable *v = &u->c->vars.items[i];
        while (v && str_starts(v->why, str_of(why)))
            v = v->hidden;
        if (v)
            u->c->vars.items[kept++] = *v;
    }
    u->c->vars.n = kept;
}

static void environment(struct unit *u, struct str value, struct loc loc)
{
    struct str word;
    if (str_trim(value).n == 0)
        forget(u, "Environment="); // an empty assignment resets the list
    while (unit_word(&value, &word, u->r->a)) {
        size_t eq = str_chr(word, '=');
        if (eq == STR_NOWHERE)
            continue;
        struct str name = str_slice(word, 0, eq);
        struct str text = specifiers(str_from(word, eq + 1), u->r->a);
        if (str_present(text))
            manifest_set_value(u->r, u->c, name, text, loc, STR("Environment="));
        else
            manifest_set_opaque(u->r, u->c, name, loc, STR("Environment= with a specifier"));
    }
}

static void partly(struct unit *u, struct str detail)
{
    u->c->state = SEEN_PARTIAL;
    u->c->detail = detail;
}

static void environment_file(struct unit *u, struct str value, struct loc loc)
{
    bool optional = str_starts(value, STR("-"));
    struct str where = optional ? str_from(value, 1) : value, bytes = STR_NONE;
    if (value.n == 0)
        forget(u, "EnvironmentFile=");
    else if (!str_has_any(where, "%*?["))
        bytes = u->r->w->file(u->r->w->ctx, where);
    const struct loader *loader = loader_find(STR("systemd-252"));
    if (!str_present(bytes) || !loader) {
        if (value.n)
            partly(u,
                   str_fmt(u->r->a, "EnvironmentFile=%.*s (line %u) cannot be read here%s",
                           STR_ARG(value), (unsigned)loc.line, optional ? " and is optional" : ""));
        return;
    }
    struct dotenv_result file = dotenv_load(loader, bytes, NULL, 0, u->r->a);
    for (size_t i = 0; i < file.n; i++)
        if (file.items[i].line)
            manifest_set_value(u->r, u->c, file.items[i].name, file.items[i].value,
                               (struct loc){where, file.items[i].line, 1}, STR("EnvironmentFile="));
}

static void pass_environment(struct unit *u, struct str value, struct loc loc)
{
    struct str name;
    if (value.n == 0)
        forget(u, "passed on from the service manager");
    while (str_word(&value, " \t", &name))
        manifest_set_opaque(u->r, u->c, name, loc, STR("passed on from the service manager"));
}

static bool holds(struct unit *u, struct str name, struct str text)
{
    const struct variable *v = variable_find(&u->c->vars, name);
    if (!v || v->value.opaque || !str_present(text))
        return false;
    struct value wanted = u->r->w->keep(u->r->w->ctx, name, text);
    return value_same(&v->value, &wanted);
}

// NAME takes it away whatever it is, NAME=VALUE where it is that.
static void unset_environment(struct unit *u, struct str value, struct loc loc)
{
    struct str word;
    while (unit_word(&value, &word, u->r->a)) {
        size_t eq = str_chr(word, '=');
        struct str name = str_slice(word, 0, eq);
        if (eq == STR_NOWHERE || holds(u, name, specifiers(str_from(word, eq + 1), u->r->a)))
            manifest_set_value(u->r, u->c, name, STR_NONE, loc, STR("UnsetEnvironment="));
    }
}

// The program finds a credential as a file: its name is not in the environment.
static void credential(struct unit *u, struct str value, struct loc loc)
{
    (void)loc;
    partly(u, str_fmt(u->r->a, "credential %.*s is a file in $CREDENTIALS_DIRECTORY, no variable",
                      STR_ARG(str_slice(value, 0, str_chr(value, ':')))));
}

// clang-format off
static const struct {
    const char *key;
    void (*take)(struct unit *, struct str value, struct loc);
} passes[] = { // in the order of their strength
    {"PassEnvironment",         pass_environment},
    {"Environment",             environment},
    {"EnvironmentFile",         environment_file},
    {"UnsetEnvironment",        unset_environment},
    {"LoadCredential",          credential},
    {"LoadCredentialEncrypted", credential},
    {"SetCredential",           credential},
    {"SetCredentialEncrypted",  credential},
};
// clang-format on

static void one_pass(struct unit *u, const struct manifest_file *file, size_t pass)
{
    struct str rest = file->bytes, line, section = STR("");
    uint32_t n = 0, next = 0;
    if (str_starts(rest, STR("\xef\xbb\xbf")))
        rest = str_from(rest, 3);
    while (logical_line(&rest, &line, &n, &next, u->r->a)) {
        line = str_trim(line);
        if (str_starts(line, STR("[")))
            section = line;
        size_t eq = str_chr(line, '=');
        if (!str_eq(section, STR("[Service]")) || eq == STR_NOWHERE ||
            str_has_any(str_slice(line, 0, 1), "#;"))
            continue;
        if (str_eq(str_trim(str_slice(line, 0, eq)), str_of(passes[pass].key)))
            passes[pass].take(u, str_trim(str_from(line, eq + 1)), (struct loc){file->path, n, 1});
    }
}

// The unit and its drop-ins, these in the order of their names.
static size_t files_of(struct reading *r, const struct manifest_file **files)
{
    size_t n = 1;
    struct str folder = str_fmt(r->a, "%.*s.d/", STR_ARG(r->file->path));
    files[0] = r->file;
    for (size_t i = 0; i < r->w->set->n && n < DROP_INS_MAX; i++) {
        const struct manifest_file *f = &r->w->set->items[i];
        if (!str_starts(f->path, folder) || !str_ends(f->path, STR(".conf")))
            continue;
        size_t at = n++;
        for (; at > 1 && str_cmp(files[at - 1]->path, f->path) > 0; at--)
            files[at] = files[at - 1];
        files[at] = f;
    }
    return n;
}

void systemd_read(struct reading *r)
{
    const struct manifest_file *files[DROP_INS_MAX];
    size_t slash = str_rchr(r->file->path, '/'), n = files_of(r, files);
    struct str unit = slash == STR_NOWHERE ? r->file->path : str_from(r->file->path, slash + 1);
    struct unit u = {.r = r};
    u.c = manifest_context(r, CONTEXT_SYSTEMD, str_fmt(r->a, "systemd:%.*s", STR_ARG(unit)),
                           (struct loc){r->file->path, 1, 1});
    for (size_t pass = 0; pass < sizeof passes / sizeof *passes; pass++)
        for (size_t i = 0; i < n; i++)
            one_pass(&u, files[i], pass);
    manifest_add_unset(r, u.c);
}

// A drop-in is read with its unit; alone, it changes one that the distribution brings.
void systemd_dropin_read(struct reading *r)
{
    struct str unit = str_slice(manifest_dir(r), 0, manifest_dir(r).n - 2);
    for (size_t i = 0; i < r->w->set->n; i++)
        if (str_eq(r->w->set->items[i].path, unit))
            return;
    size_t slash = str_rchr(unit, '/');
    struct unit u = {.r = r};
    u.c =
        manifest_context(r, CONTEXT_SYSTEMD,
                         str_fmt(r->a, "systemd:%.*s",
                                 STR_ARG(slash == STR_NOWHERE ? unit : str_from(unit, slash + 1))),
                         (struct loc){r->file->path, 1, 1});
    partly(&u, STR("a drop-in: the unit itself is not in the project"));
    for (size_t pass = 0; pass < sizeof passes / sizeof *passes; pass++)
        one_pass(&u, r->file, pass);
}
