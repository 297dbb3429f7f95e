// SPDX-License-Identifier: MIT
#include "gather/code.h"

#include "parse/names.h"
#include "parse/notebook.h"
#include "parse/source.h"

enum {
    FILES_MAX = 2000,
    TOTAL_MAX = 4 << 20,
    FILE_MAX = 256 * 1024,
    DIRS_MAX = 48,
    VALUE_MAX = 64
};
enum { GLANCE_FILES = 40, GLANCE_DIRS = 8, GLANCE_BYTES = 256 * 1024 };
#define TIME_MAX_NS INT64_C(300000000)

struct code_budget code_budget_now(void)
{
    return (struct code_budget){.stop = os_mono_ns() + TIME_MAX_NS};
}

// Notebooks are large for what they print and draw: they take nothing from the rest, may be as long
// as any file that is read here, and one that is longer still is nobody's concern.
bool code_bytes(struct gathering *g, struct code_budget *b, struct str path, struct arena *secret,
                struct str *bytes)
{
    bool notebook = notebook_is(path);
    size_t *total = &b->total[notebook], unread = g->snap->unread.n;
    struct os_file file;
    if (b->files >= FILES_MAX || *total >= TOTAL_MAX || os_mono_ns() > b->stop)
        return false;
    b->files++;
    if (!gather_read_project(g, path, secret, &file, bytes)) {
        g->snap->unread.n = notebook ? unread : g->snap->unread.n;
        return false;
    }
    *total += bytes->n;
    return notebook || bytes->n <= FILE_MAX;
}

// Modes and paths. A stranger's code may name any variable, and what it holds is nobody's business.
static bool may_be_shown(struct str name, struct str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (!byte_is_alnum(value.p[i]) && !strchr("._/-", value.p[i]))
            return false;
    return value.n <= VALUE_MAX && name_class(name, value) == VALUE_PLAIN;
}

struct str code_variable(void *ctx, struct str name)
{
    struct gathering *g = ctx;
    struct str value = gather_env_get(g, str_z(name, g->arena));
    return !str_present(value) || may_be_shown(name, value) ? value : STR("/");
}

bool code_is_below(struct str path, struct str dir)
{
    return dir.n == 0 || str_eq(dir, STR(".")) ||
           (str_starts(path, dir) && path.n > dir.n && path.p[dir.n] == '/');
}

void code_each(struct gathering *g, const struct strs *files, struct str dir, struct str end,
               code_visit *visit, void *ctx)
{
    struct code_budget budget = code_budget_now();
    for (size_t i = 0; i < files->n; i++) {
        struct str path = files->items[i], bytes;
        struct arena secret = *secrets_arena(g->secrets);
        if (str_ends(path, end) && source_reads(path) && code_is_below(path, dir) &&
            code_bytes(g, &budget, path, &secret, &bytes))
            visit(ctx, path, bytes);
    }
}

static bool may_hold_code(struct str name)
{
    static const char *const never[] = {"node_modules", "venv", "env",        "dist",
                                        "build",        "docs", "__pycache__"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (str_eq(name, str_of(never[i])))
            return false;
    return str_chr(name, '.') == STR_NOWHERE;
}

// Looks into as many directories as `most`; false: there are more, or more names than are listed.
static bool walk(struct gathering *g, struct str dir, size_t most, struct strs *files)
{
    struct strs dirs = {0};
    bool whole = true;
    strs_add(&dirs, dir, g->arena);
    for (size_t i = 0; i < dirs.n; i++) {
        bool complete;
        const struct strs *names = gather_list(g, dirs.items[i], &complete);
        whole &= complete || names->n == 0; // what is no directory lists nothing
        for (size_t k = 0; k < names->n; k++) {
            struct str path = loc_path(dirs.items[i], names->items[k], g->arena);
            if (source_reads(path))
                strs_add(files, path, g->arena);
            else if (!may_hold_code(names->items[k]))
                continue;
            else if (dirs.n < most)
                strs_add(&dirs, path, g->arena);
            else
                whole = false;
        }
    }
    return whole;
}

struct strs code_by_hand(struct gathering *g, struct str dir)
{
    struct strs files = {0};
    (void)walk(g, dir, DIRS_MAX, &files);
    return files;
}

bool code_may_mention(struct gathering *g, struct str dir, const char *const *words, size_t n,
                      struct str *where)
{
    struct strs files = {0};
    size_t total = 0;
    *where = STR_NONE;
    if (!walk(g, dir, GLANCE_DIRS, &files) || files.n > GLANCE_FILES)
        return true;
    for (size_t i = 0; i < files.n; i++) {
        struct arena secret = *secrets_arena(g->secrets);
        struct os_file file;
        struct str bytes;
        if (!gather_read_project(g, files.items[i], &secret, &file, &bytes))
            continue;
        total += bytes.n;
        if (total > GLANCE_BYTES)
            return true;
        for (size_t k = 0; k < n; k++)
            if (str_has(bytes, str_of(words[k]))) {
                *where = files.items[i];
                return true;
            }
    }
    return false;
}

struct str code_way(struct str dir, struct str path, struct arena *a)
{
    struct buf b = buf_in(a);
    for (; !str_eq(dir, STR(".")) && !code_is_below(path, dir); buf_fmt(&b, "../")) {
        size_t slash = str_rchr(dir, '/');
        dir = slash == STR_NOWHERE ? STR(".") : str_slice(dir, 0, slash);
    }
    buf_add(&b, str_eq(dir, STR(".")) ? path : str_from(path, dir.n + 1));
    return buf_str(&b);
}
