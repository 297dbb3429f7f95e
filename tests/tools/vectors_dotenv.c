// SPDX-License-Identifier: MIT
// Reads a vector set (dotenv.md 10) and compares every row with what the loaders here say:
// vectors_dotenv DIR. Prints each mismatch as id, expected, got; last "N passed, N failed".
#include "parse/dotenv.h"

#include <stdio.h>
#include <stdlib.h>

static struct str read_all(const char *dir, const char *name, struct arena *a)
{
    char *path = str_z(str_fmt(a, "%s/%s", dir, name), a);
    FILE *f = fopen(path, "rb");
    if (!f)
        return STR_NONE;
    struct buf out = buf_in(a);
    char chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&out, (struct str){chunk, n});
    fclose(f);
    return buf_str(&out);
}

static struct str plain(struct str s, struct arena *a)
{
    struct buf out = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], next = c == '\\' && i + 1 < s.n ? s.p[i + 1] : 0;
        if (!next) {
            buf_byte(&out, c);
        } else if (next == 'x' && i + 3 < s.n) {
            buf_byte(&out, (char)(byte_hex(s.p[i + 2]) * 16 + byte_hex(s.p[i + 3])));
            i += 3;
        } else {
            buf_byte(&out, next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next);
            i++;
        }
    }
    return buf_str(&out);
}

static struct str escaped(struct str s, struct arena *a)
{
    struct buf out = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n' || c == '\r' || c == '\t' || c == '\\')
            buf_fmt(&out, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : '\\');
        else if (c < 0x20 || c > 0x7e)
            buf_fmt(&out, "\\x%02x", c);
        else
            buf_byte(&out, (char)c);
    }
    return buf_str(&out);
}

struct row {
    struct str cells[8];
    size_t n;
};

struct rows {
    struct row *items;
    size_t n, cap;
};

static struct rows read_rows(const char *dir, const char *name, struct arena *a)
{
    struct rows out = {0};
    struct str rest = read_all(dir, name, a), line, cell;
    if (!str_present(rest))
        return out;
    str_line(&rest, &line);
    while (str_line(&rest, &line)) {
        struct row *r = arena_push(&out, a);
        struct str cells = line;
        while (r->n < 8 && str_cut(&cells, '\t', &cell))
            r->cells[r->n++] = cell;
    }
    return out;
}

struct env {
    struct dotenv_env *items;
    size_t n, cap;
};

// The variables that were set besides.
static struct env read_env(struct str column, struct arena *a)
{
    struct env out = {0};
    struct str cell;
    while (!str_eq(column, STR("-")) && str_cut(&column, '|', &cell)) {
        struct str text = plain(cell, a);
        size_t eq = str_chr(text, '=');
        *arena_push(&out, a) = (struct dotenv_env){str_slice(text, 0, eq), str_from(text, eq + 1)};
    }
    static const char *const also[][2] = {
        {"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
        {"HOME", "/root"},
        {"LANG", "C.UTF-8"},
        {"TERM", "xterm"}};
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        *arena_push(&out, a) = (struct dotenv_env){str_of(also[i][0]), str_of(also[i][1])};
    return out;
}

static size_t passed, failed;

static void judge(const struct row *r, struct str expected, struct str got)
{
    if (str_eq(expected, got)) {
        passed++;
        return;
    }
    failed++;
    printf("%.*s %.*s: expected %.*s, got %.*s\n", STR_ARG(r->cells[0]), STR_ARG(r->cells[1]),
           STR_ARG(expected), STR_ARG(got));
}

static struct str outcome(bool fail, struct str value, struct arena *a)
{
    return str_fmt(a, "%s %s %.*s", fail ? "fail" : "ok", str_present(value) ? "set" : "unset",
                   STR_ARG(escaped(str_present(value) ? value : STR(""), a)));
}

static const struct row *find_row(const struct rows *rows, struct str id, size_t *hint)
{
    for (size_t i = 0; i < rows->n; i++) {
        size_t at = (*hint + i) % rows->n;
        if (str_eq(rows->items[at].cells[0], id)) {
            *hint = at;
            return &rows->items[at];
        }
    }
    return NULL;
}

static struct str load_one(const struct row *in, const struct row *want, struct arena *a)
{
    const struct loader *loader = loader_find(want->cells[1]);
    if (!in || !loader)
        return STR("no such input or loader");
    struct env env = read_env(in->cells[2], a);
    struct str key = plain(want->cells[2], a), value = STR_NONE;
    struct dotenv_result r = dotenv_load(loader, plain(in->cells[4], a), env.items, env.n, a);
    for (size_t i = 0; i < r.n; i++)
        if (str_eq(r.items[i].name, key))
            value = r.items[i].value;
    struct str key_name = want->cells[2];
    struct str text = outcome(r.failed, value, a);
    return str_fmt(a, "%.*s %.*s", STR_ARG(key_name), STR_ARG(text));
}

static void check_loads(const char *dir, struct arena *a)
{
    struct rows inputs = read_rows(dir, "inputs.tsv", a), want = read_rows(dir, "expected.tsv", a);
    size_t hint = 0;
    for (size_t i = 0; i < want.n; i++) {
        struct arena scratch = *a;
        const struct row *w = &want.items[i];
        struct str text = str_fmt(&scratch, "%.*s %.*s %.*s %.*s", STR_ARG(w->cells[2]),
                                  STR_ARG(w->cells[3]), STR_ARG(w->cells[4]), STR_ARG(w->cells[5]));
        judge(w, text, load_one(find_row(&inputs, w->cells[0], &hint), w, &scratch));
    }
}

struct inputs {
    struct dotenv_input *items;
    size_t n, cap;
};

// "a/b/.env" is a file; "a/.env/.keep" makes a directory called .env.
static void add_input(struct inputs *all, const struct row *r, struct arena *a)
{
    struct str path = plain(r->cells[4], a), dir = STR("."), name = path;
    size_t slash = str_rchr(path, '/');
    struct dotenv_input in = {.bytes = plain(r->cells[5], a)};
    if (slash != STR_NOWHERE && str_eq(str_from(path, slash + 1), STR(".keep"))) {
        path = str_slice(path, 0, slash);
        slash = str_rchr(path, '/');
        name = path;
        in.is_directory = true;
    }
    if (slash != STR_NOWHERE) {
        dir = str_slice(path, 0, slash);
        name = str_from(path, slash + 1);
    }
    in.dir = dir;
    in.name = name;
    *arena_push(all, a) = in;
}

static struct str load_set(const struct rows *rows, const struct row *want, struct arena *a)
{
    const struct loader *loader = loader_find(want->cells[1]);
    struct inputs files = {0};
    const struct row *first = NULL;
    for (size_t i = 0; i < rows->n; i++)
        if (str_eq(rows->items[i].cells[0], want->cells[0])) {
            first = first ? first : &rows->items[i];
            add_input(&files, &rows->items[i], a);
        }
    if (!first || !loader)
        return STR("no such input or loader");
    struct env env = read_env(first->cells[3], a);
    struct dotenv_files_result r = dotenv_load_files(loader, first->cells[1], first->cells[2],
                                                     files.items, files.n, env.items, env.n, a);
    struct str value = STR_NONE;
    for (size_t i = 0; i < r.n; i++)
        if (str_eq(r.items[i].name, STR("NEXOROUTER_API_KEY")))
            value = r.items[i].value;
    return outcome(r.failed, value, a);
}

static void check_files(const char *dir, struct arena *a)
{
    struct rows rows = read_rows(dir, "files_inputs.tsv", a);
    struct rows want = read_rows(dir, "files_expected.tsv", a);
    for (size_t i = 0; i < want.n; i++) {
        struct arena scratch = *a;
        const struct row *w = &want.items[i];
        struct str text = str_fmt(&scratch, "%.*s %.*s %.*s", STR_ARG(w->cells[2]),
                                  STR_ARG(w->cells[3]), STR_ARG(w->cells[4]));
        judge(w, text, load_set(&rows, w, &scratch));
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: vectors_dotenv DIR\n");
        return 2;
    }
    struct arena a = arena_new((size_t)1 << 30);
    check_loads(argv[1], &a);
    check_files(argv[1], &a);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed || !passed;
}
