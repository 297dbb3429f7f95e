// SPDX-License-Identifier: MIT
#include "parse/notebook.h"

#include "parse/jsonwalk.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct cell_line {
    struct str text;
    struct notebook_line place;
};

struct reader {
    struct notebook out;
    struct arena *a;
    struct buf text, line; // of the notebook; of the line at hand
    struct notebook_line place;
    bool open, code; // a line is at hand; the cell is one of code
    struct {
        struct cell_line *items;
        size_t n, cap;
    } cell;
};

bool notebook_is(struct str path)
{
    return str_ends(path, STR(".ipynb"));
}

// ---- magics ----

// %dotenv -o conf/.env: find_dotenv() looks for .env itself from the working directory upwards.
static void dotenv_magic(struct buf *b, struct str rest)
{
    struct str word, path = STR("");
    bool override = false;
    while (str_word(&rest, " \t\r", &word))
        if (str_eq(word, STR("-o")) || str_eq(word, STR("--override")))
            override = true;
        else if (word.n && word.p[0] != '-')
            path = str_trim_set(word, "\"'");
    bool own = path.n == 0 || str_eq(path, STR(".env"));
    bool plain = !str_has_any(path, "\"\\\n{$");
    buf_z(b, "load_dotenv(");
    if (!own && plain)
        buf_fmt(b, "\"%.*s\"", STR_ARG(path));
    else if (!own)
        buf_z(b, "_");
    buf_fmt(b, "%soverride=%s)", own ? "" : ", ", override ? "True" : "False");
}

// %env NAME=value, %env NAME value: IPython fills {name} and $name of the value in.
static void env_magic(struct buf *b, struct str rest)
{
    size_t n = 0;
    while (n < rest.n && (byte_is_alnum(rest.p[n]) || rest.p[n] == '_'))
        n++;
    struct str name = str_slice(rest, 0, n), value = str_trim(str_from(rest, n));
    bool set = str_starts(value, STR("="));
    value = str_trim(str_from(value, set));
    if (n == 0 || (!set && value.n == 0)) // shows it
        return;
    if (str_has_any(value, "\"\\{$"))
        buf_fmt(b, "os.environ[\"%.*s\"] = _", STR_ARG(name));
    else
        buf_fmt(b, "os.environ[\"%.*s\"] = \"%.*s\"", STR_ARG(name), STR_ARG(value));
}

static void magic(struct reader *r, struct str name, struct str rest)
{
    if (str_eq(name, STR("dotenv")))
        dotenv_magic(&r->text, rest);
    else if (str_eq(name, STR("env")) || str_eq(name, STR("set_env")))
        env_magic(&r->text, rest);
    r->out.moves |= str_eq(name, STR("cd"));
}

// "%name rest" and "!command"; a line that begins with an operator has no name behind it.
static bool is_magic(struct str line, struct str *name, struct str *rest)
{
    struct str s = str_trim(line), word = STR("");
    if (!str_starts(s, STR("%")) && !str_starts(s, STR("!")))
        return false;
    *rest = str_from(s, 1);
    if (s.p[0] == '%' && (rest->n == 0 || !byte_is_alpha(rest->p[0])))
        return false;
    (void)str_word(rest, " \t", &word);
    *name = s.p[0] == '%' ? word : STR("");
    *rest = str_trim(*rest);
    return true;
}

// The first line that is not empty may say what the cell is: %%time and its like leave it Python.
static bool is_python(const struct reader *r, size_t *first)
{
    static const char *const wrappers[] = {"%%time", "%%timeit", "%%capture", "%%prun"};
    for (size_t i = 0; i < r->cell.n; i++) {
        struct str line = str_trim(r->cell.items[i].text), word = STR("");
        if (line.n == 0)
            continue;
        if (!str_starts(line, STR("%%")))
            return true;
        *first = i + 1;
        (void)str_word(&line, " \t", &word);
        for (size_t k = 0; k < COUNT(wrappers); k++)
            if (str_eq(word, str_of(wrappers[k])))
                return true;
        return false;
    }
    return true;
}

// ---- cells ----

static void add_line(struct reader *r, const struct cell_line *l)
{
    struct str name, rest;
    *arena_push(&r->out.lines, r->a) = l->place;
    if (is_magic(l->text, &name, &rest))
        magic(r, name, rest);
    else
        buf_add(&r->text, l->text);
    buf_byte(&r->text, '\n');
}

static void end_line(struct reader *r)
{
    struct cell_line *l = arena_push(&r->cell, r->a);
    *l = (struct cell_line){str_dup(buf_str(&r->line), r->a), r->place};
    r->line.n = 0;
    r->open = false;
}

static void end_cell(struct reader *r)
{
    size_t first = 0;
    if (r->open)
        end_line(r);
    if (r->code && is_python(r, &first))
        for (size_t i = first; i < r->cell.n; i++)
            add_line(r, &r->cell.items[i]);
    r->cell.n = 0;
    r->code = false;
}

static void add_piece(struct reader *r, struct str raw, struct loc at, size_t from)
{
    if (!r->open)
        r->place = (struct notebook_line){at.line, at.column + (uint32_t)from};
    r->open = true;
    struct str text = code_unescape(raw, CODE_JAVASCRIPT, r->a);
    for (size_t i = 0; i < text.n; i++) // a line ends where it is written so
        buf_byte(&r->line, text.p[i] == '\n' ? ' ' : text.p[i]);
}

// Of the text's first byte: an event stands at its quote, or at the key before it.
static struct loc text_place(const struct json_event *e)
{
    struct str key = e->path[e->depth - 1];
    struct loc at = e->loc;
    if (str_eq(key, STR("[]")))
        return (struct loc){at.file, at.line, at.column + 1};
    struct str between = {key.p, (size_t)(e->value.p - key.p)};
    size_t lf = str_rchr(between, '\n');
    at.line += (uint32_t)str_count(between, '\n');
    at.column =
        lf == STR_NOWHERE ? at.column + 1 + (uint32_t)between.n : (uint32_t)(between.n - lf);
    return at;
}

// A text of the source, as written: one line as nbformat keeps them, or several.
static void add_source(struct reader *r, struct str raw, struct loc at)
{
    size_t from = 0;
    for (size_t i = 0; i + 1 < raw.n; i++) {
        if (raw.p[i] != '\\')
            continue;
        if (raw.p[++i] != 'n')
            continue;
        add_piece(r, str_slice(raw, from, i - 1), at, from);
        end_line(r);
        from = i + 1;
    }
    if (from < raw.n)
        add_piece(r, str_from(raw, from), at, from);
}

static bool under(const struct json_event *e, size_t depth, const char *first, const char *last)
{
    return e->depth == depth && str_eq(e->path[0], str_of(first)) &&
           str_eq(e->path[depth - 1], str_of(last));
}

static void set_language(struct reader *r, struct str name)
{
    static const struct {
        char name[12];
        enum code_language language;
    } rows[] = {{"python", CODE_PYTHON},
                {"ipython", CODE_PYTHON},
                {"python3", CODE_PYTHON},
                {"typescript", CODE_JAVASCRIPT},
                {"javascript", CODE_JAVASCRIPT},
                {"ruby", CODE_RUBY},
                {"go", CODE_GO}};
    r->out.language = CODE_SHELL;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq_icase(name, str_of(rows[i].name)))
            r->out.language = rows[i].language;
}

static void on_json(void *ctx, const struct json_event *e)
{
    struct reader *r = ctx;
    if (under(e, 2, "cells", "[]")) {
        end_cell(r);
    } else if (e->string && under(e, 3, "cells", "cell_type")) {
        r->code = str_eq(e->value, STR("code"));
    } else if (e->string && (under(e, 3, "cells", "source") ||
                             (under(e, 4, "cells", "[]") && str_eq(e->path[2], STR("source"))))) {
        add_source(r, e->value, text_place(e));
    } else if (e->string && e->depth == 3 && str_eq(e->path[0], STR("metadata"))) {
        bool kernel = str_eq(e->path[1], STR("kernelspec")) && str_eq(e->path[2], STR("language"));
        bool info = str_eq(e->path[1], STR("language_info")) && str_eq(e->path[2], STR("name"));
        if (kernel || info)
            set_language(r, e->value);
    }
}

struct notebook notebook_read(struct str bytes, struct arena *a)
{
    struct reader r = {.a = a, .text = buf_in(a), .line = buf_in(a)};
    r.out.language = CODE_PYTHON;
    (void)json_walk(bytes, STR(""), on_json, &r); // of a broken one what came before
    end_cell(&r);
    r.out.text = buf_str(&r.text);
    return r.out;
}

struct loc notebook_place(const struct notebook *n, struct loc in_text)
{
    if (in_text.line == 0 || in_text.line > n->lines.n)
        return (struct loc){in_text.file, 1, 1};
    struct notebook_line l = n->lines.items[in_text.line - 1];
    uint32_t right = in_text.column > 1 ? in_text.column - 1 : 0;
    return (struct loc){in_text.file, l.line, l.column + right};
}
