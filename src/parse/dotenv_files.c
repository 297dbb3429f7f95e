// SPDX-License-Identifier: MIT
// Which files a loader opens, and what they come to together (dotenv.md 5, 6).
#include "parse/dotenv_impl.h"

static bool known_mode(struct str mode)
{
    return str_eq(mode, STR("development")) || str_eq(mode, STR("production")) ||
           str_eq(mode, STR("test"));
}

static struct str mode_for(const struct file_rule *r, struct str mode)
{
    if (r->mode_always[0])
        return str_of(r->mode_always);
    if (mode.n == 0)
        return str_of(r->mode_unset);
    if (r->short_modes && str_eq(mode, STR("development")))
        return STR("dev");
    if (r->short_modes && str_eq(mode, STR("production")))
        return STR("prod");
    if (!known_mode(mode) && r->mode_other[0])
        return str_of(r->mode_other);
    return r->known_modes_only && !known_mode(mode) ? STR_NONE : mode;
}

struct strs loader_file_names(const struct loader *loader, struct str mode, struct arena *a)
{
    const struct file_rule *r = loader_files(loader);
    struct strs out = {0};
    mode = mode_for(r, mode);
    struct str rest = str_of(r->names), name;
    while (str_word(&rest, " ", &name)) {
        bool local = str_eq(name, STR(".env.local"));
        if (local && r->no_local_in_test && str_eq(mode, STR("test")))
            continue;
        if (str_chr(name, '*') == STR_NOWHERE)
            strs_add(&out, name, a);
        else if (mode.n)
            strs_add(&out, replace_all(name, STR("*"), mode, a), a);
    }
    return out;
}

bool loader_walks_up(const struct loader *loader)
{
    return loader_files(loader)->walks_up;
}

static struct str parent(struct str dir)
{
    if (str_eq(dir, STR(".")) || dir.n == 0)
        return STR_NONE;
    size_t slash = str_rchr(dir, '/');
    return slash == STR_NOWHERE ? STR(".") : str_slice(dir, 0, slash);
}

struct found {
    int *items; // indices into the inputs, strongest first
    size_t n, cap;
};

static int input_at(const struct dotenv_input *files, size_t n, struct str dir, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(files[i].dir, dir) && str_eq(files[i].name, name))
            return (int)i;
    return -1;
}

// Symfony reads .env.dist only where there is no .env.
static bool stands_in(struct str name, struct str before, bool have_before)
{
    return str_eq(name, STR(".env.dist")) && str_eq(before, STR(".env")) && have_before;
}

// The nearest file of each name, whichever directory that is.
static struct found find_each(const struct strs *names, struct str cwd,
                              const struct dotenv_input *files, size_t n, struct arena *a)
{
    struct found out = {0};
    for (size_t i = 0; i < names->n; i++) {
        int at = -1;
        for (struct str dir = cwd; str_present(dir) && at < 0; dir = parent(dir))
            at = input_at(files, n, dir, names->items[i]);
        if (at >= 0)
            *arena_push(&out, a) = at;
    }
    return out;
}

static struct found find(const struct loader *loader, const struct strs *names, struct str cwd,
                         const struct dotenv_input *files, size_t n, struct arena *a)
{
    struct found out = {0};
    for (struct str dir = cwd; str_present(dir) && out.n == 0; dir = parent(dir)) {
        bool before = false;
        for (size_t i = 0; i < names->n; i++) {
            int at = input_at(files, n, dir, names->items[i]);
            struct str last = i ? names->items[i - 1] : STR("");
            if (at >= 0 && !stands_in(names->items[i], last, before))
                *arena_push(&out, a) = at;
            before = at >= 0;
        }
        if (!loader_walks_up(loader))
            break;
    }
    return out;
}

// Directories are skipped, or end everything.
static bool drop_directories(const struct file_rule *r, const struct dotenv_input *files,
                             struct found *f, const char **error)
{
    size_t n = 0;
    bool any = false;
    for (size_t i = 0; i < f->n; i++) {
        any = any || files[f->items[i]].is_directory;
        if (!files[f->items[i]].is_directory)
            f->items[n++] = f->items[i];
    }
    f->n = n;
    if (any && r->directory_fails)
        *error = "a directory has the name of the file";
    return !any || (!r->directory_fails && !r->directory_loses);
}

struct several {
    const struct loader *loader;
    const struct dotenv_input *files;
    struct pairs now; // what the program sees so far
    struct dotenv_files_result *out;
    struct arena *a;
};

static void note(struct several *s, const struct load *l)
{
    if (!l->failed || s->out->failed)
        return;
    s->out->failed = true;
    s->out->error = l->error;
}

// All in one load: the strongest file comes last and replaces.
static void load_together(struct several *s, const struct found *f)
{
    struct load l;
    struct pairs env = s->now;
    load_begin(&l, s->loader, &env, s->a);
    for (size_t i = f->n; i > 0; i--)
        load_parse(&l, s->files[f->items[i - 1]].bytes, f->items[i - 1]);
    load_end(&l);
    note(s, &l);
    s->now = load_merge(&l, s->loader->merge);
}

// One after the other over what is there already. Weakest first: a name that came from a file may
// be replaced, and be referred to; one of the environment stays.
static void load_each(struct several *s, const struct found *f, bool weak_first)
{
    struct pairs env = s->now, loaded = {0};
    for (size_t i = 0; i < f->n && !s->out->failed; i++) {
        int at = f->items[weak_first ? f->n - 1 - i : i];
        struct load l;
        load_begin(&l, s->loader, weak_first ? &env : &s->now, s->a);
        l.file = loaded;
        load_parse(&l, s->files[at].bytes, at);
        load_end(&l);
        note(s, &l);
        loaded = weak_first ? l.file : loaded;
        s->now = load_merge(&l, s->loader->merge);
    }
}

static void put_out(struct several *s)
{
    for (size_t i = 0; i < s->now.n; i++) {
        const struct pair *p = &s->now.items[i];
        struct dotenv_files_result *out = s->out;
        (void)arena_push(out, s->a);
        out->items[out->n - 1].name = p->name;
        out->items[out->n - 1].value = p->value;
        out->items[out->n - 1].line = p->file < 0 ? 0 : p->line;
        out->items[out->n - 1].file = p->file;
        out->items[out->n - 1].from_env = p->file < 0;
    }
}

struct dotenv_files_result dotenv_load_files(const struct loader *loader, struct str mode,
                                             struct str cwd, const struct dotenv_input *files,
                                             size_t files_n, const struct dotenv_env *env,
                                             size_t env_n, struct arena *a)
{
    const struct file_rule *r = loader_files(loader);
    struct dotenv_files_result out = {0};
    struct strs names = loader_file_names(loader, mode, a);
    struct found f = r->each_walks ? find_each(&names, cwd, files, files_n, a)
                                   : find(loader, &names, cwd, files, files_n, a);
    struct several s = {loader, files, env_pairs(env, env_n, a), &out, a};
    const char *error = NULL;
    bool readable = drop_directories(r, files, &f, &error);
    int base = f.n ? f.items[f.n - 1] : -1;
    bool base_there = base >= 0 && (str_eq(files[base].name, STR(".env")) ||
                                    str_eq(files[base].name, STR(".env.dist")));
    if (!error && r->missing_fails && !base_there)
        error = "the file is not there";
    if (error) {
        out.failed = true;
        out.error = str_of(error);
    } else if (readable && r->together) {
        load_together(&s, &f);
    } else if (readable) {
        load_each(&s, &f, r->weak_first || loader->merge != MERGE_KEEP_ENV);
    }
    put_out(&s);
    return out;
}
