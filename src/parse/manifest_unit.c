// SPDX-License-Identifier: MIT
// systemd units, Dockerfile ENV, Procfile prefixes (manifests.md 7, 3, 6): line formats that inih
// would misread (continuations, several assignments on a line).
#include "parse/manifest_in.h"
#include "parse/names.h"

// Joins lines that end in a backslash with `glue`; *line counts the first of them.
static bool logical_line(struct str *rest, struct str *out, uint32_t *line, struct arena *a)
{
    struct str piece;
    if (!str_line(rest, &piece))
        return false;
    ++*line;
    if (!str_ends(piece, STR("\\"))) {
        *out = piece;
        return true;
    }
    struct buf b = buf_in(a);
    while (str_ends(piece, STR("\\"))) {
        buf_add(&b, str_slice(piece, 0, piece.n - 1));
        buf_byte(&b, ' ');
        if (!str_line(rest, &piece))
            piece = STR("");
        ++*line;
    }
    buf_add(&b, piece);
    *out = buf_str(&b);
    return true;
}

static bool is_escape(struct str s, size_t i, char quote)
{
    return s.p[i] == '\\' && i + 1 < s.n && quote != '\'';
}

static char unescaped(char c)
{
    static const char from[] = "ntr", to[] = "\n\t\r";
    for (size_t i = 0; from[i]; i++)
        if (from[i] == c)
            return to[i];
    return c;
}

// The next word of an Environment= line: blanks separate, quotes are removed wherever they stand,
// an unterminated quote voids the line (systemd 252).
static bool unit_word(struct str *rest, struct str *word, struct arena *a)
{
    *rest = str_trim_left_set(*rest, " \t");
    if (rest->n == 0)
        return false;
    struct buf b = buf_in(a);
    char quote = 0;
    size_t i = 0;
    for (; i < rest->n; i++) {
        char c = rest->p[i];
        if (is_escape(*rest, i, quote))
            buf_byte(&b, unescaped(rest->p[++i]));
        else if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (!quote && (c == ' ' || c == '\t'))
            break;
        else
            buf_byte(&b, c);
    }
    *rest = str_from(*rest, i);
    *word = buf_str(&b);
    return !quote;
}

static void unit_environment(struct reading *r, struct context *c, struct str value, uint32_t line)
{
    struct str word;
    if (str_trim(value).n == 0) {
        c->vars.n = 0; // an empty assignment resets the list
        return;
    }
    while (unit_word(&value, &word, r->a)) {
        size_t eq = str_chr(word, '=');
        if (eq == STR_NOWHERE)
            continue;
        manifest_set_value(r, c, str_slice(word, 0, eq), str_from(word, eq + 1),
                           (struct loc){r->file->path, line, 0}, STR("Environment="));
    }
}

static void unit_file(struct reading *r, struct context *c, struct str path, uint32_t line)
{
    bool optional = str_starts(path, STR("-"));
    struct str where = optional ? str_from(path, 1) : path;
    struct str bytes = r->w->file(r->w->ctx, where);
    const struct loader *loader = loader_find(STR("systemd-252"));
    if (!str_present(bytes) || !loader) {
        c->state = SEEN_PARTIAL;
        c->detail = str_fmt(r->a, "EnvironmentFile=%.*s (line %u) cannot be read%s", STR_ARG(path),
                            (unsigned)line, optional ? " and is optional" : "");
        return;
    }
    struct dotenv_result file = dotenv_load(loader, bytes, NULL, 0, r->a);
    for (size_t i = 0; i < file.n; i++)
        if (file.items[i].line)
            manifest_set_value(r, c, file.items[i].name, file.items[i].value,
                               (struct loc){where, file.items[i].line, 0}, STR("EnvironmentFile="));
}

static void unit_line(struct reading *r, struct context *c, struct str line, uint32_t number)
{
    size_t eq = str_chr(line, '=');
    if (eq == STR_NOWHERE)
        return;
    struct str key = str_trim(str_slice(line, 0, eq)), value = str_trim(str_from(line, eq + 1));
    struct str name;
    if (str_eq(key, STR("Environment")))
        unit_environment(r, c, value, number);
    else if (str_eq(key, STR("PassEnvironment")))
        while (str_word(&value, " \t", &name))
            manifest_set_opaque(r, c, name, (struct loc){r->file->path, number, 0},
                                STR("passed on from the service manager"));
}

void systemd_read(struct reading *r)
{
    size_t slash = str_rchr(r->file->path, '/');
    struct str unit = slash == STR_NOWHERE ? r->file->path : str_from(r->file->path, slash + 1);
    struct context *c =
        manifest_context(r, CONTEXT_SYSTEMD, str_fmt(r->a, "systemd:%.*s", STR_ARG(unit)),
                         (struct loc){r->file->path, 0, 0});
    struct str line, section;
    // EnvironmentFile= beats Environment= wherever it stands, so it is read in a second pass.
    for (int pass = 0; pass < 2; pass++) {
        struct str rest = r->file->bytes;
        section = STR("");
        for (uint32_t n = 0; logical_line(&rest, &line, &n, r->a);) {
            line = str_trim(line);
            if (str_starts(line, STR("[")))
                section = line;
            if (!str_eq(section, STR("[Service]")) || str_starts(line, STR("#")) ||
                str_starts(line, STR(";")))
                continue;
            if (pass == 0)
                unit_line(r, c, line, n);
            else if (str_starts(line, STR("EnvironmentFile=")))
                unit_file(r, c, str_trim(str_from(line, 16)), n);
        }
    }
    manifest_add_unset(r, c);
}

static void docker_env(struct reading *r, struct context *c, struct str rest, uint32_t line)
{
    struct str word, all = str_trim(rest);
    struct loc loc = {r->file->path, line, 0};
    size_t eq = str_chr(all, '='), blank = STR_NOWHERE;
    for (size_t i = 0; i < all.n && blank == STR_NOWHERE; i++)
        if (all.p[i] == ' ' || all.p[i] == '\t')
            blank = i;
    if (blank != STR_NOWHERE && (eq == STR_NOWHERE || blank < eq)) { // ENV NAME value
        manifest_set_value(r, c, str_slice(all, 0, blank), str_trim(str_from(all, blank)), loc,
                           STR("ENV"));
        return;
    }
    while (unit_word(&all, &word, r->a)) {
        eq = str_chr(word, '=');
        if (eq != STR_NOWHERE)
            manifest_set_value(r, c, str_slice(word, 0, eq), str_from(word, eq + 1), loc,
                               STR("ENV"));
    }
}

void dockerfile_read(struct reading *r)
{
    struct context *c = manifest_context(r, CONTEXT_MANIFEST,
                                         str_fmt(r->a, "manifest:%.*s", STR_ARG(r->file->path)),
                                         (struct loc){r->file->path, 0, 0});
    c->in_container = true;
    c->state = SEEN_PARTIAL;
    c->detail = STR("what `docker run -e` or the platform adds is not in the file");
    struct str rest = r->file->bytes, line;
    for (uint32_t n = 0; logical_line(&rest, &line, &n, r->a);) {
        struct str t = str_trim(line);
        if (str_starts_icase(t, STR("FROM ")))
            c->vars.n = 0; // a new stage begins without the last one's ENV
        else if (str_starts_icase(t, STR("ENV ")))
            docker_env(r, c, str_from(t, 4), n);
    }
}

// "web: NAME=value NAME=value command"
void procfile_read(struct reading *r)
{
    struct str rest = r->file->bytes, line;
    for (uint32_t n = 1; str_line(&rest, &line); n++) {
        size_t colon = str_chr(line, ':');
        struct str t = str_trim(line);
        if (colon == STR_NOWHERE || str_starts(t, STR("#")))
            continue;
        struct str command = str_from(line, colon + 1), word;
        struct context *c =
            manifest_context(r, CONTEXT_MANIFEST,
                             str_fmt(r->a, "manifest:%.*s#%.*s", STR_ARG(r->file->path),
                                     STR_ARG(str_trim(str_slice(line, 0, colon)))),
                             (struct loc){r->file->path, n, 1});
        c->state = SEEN_PARTIAL;
        c->detail = STR("the platform adds its config vars");
        while (unit_word(&command, &word, r->a)) {
            size_t eq = str_chr(word, '=');
            if (eq == STR_NOWHERE || eq == 0)
                break;
            manifest_set_value(r, c, str_slice(word, 0, eq), str_from(word, eq + 1),
                               (struct loc){r->file->path, n, 0}, STR("prefix of the command"));
        }
        c->program = str_trim(command);
    }
}
