// SPDX-License-Identifier: MIT
#include "gather/git.h"
#include "parse/gitignore.h"
#include "parse/gitindex.h"
#include "parse/names.h"

#include <assert.h>

enum {
    WORDS_MAX = 24,
    ENV_MAX = 4096,
    GIT_MS = 2000,
    INDEX_MAX = 50000,
    PLAIN_MAX = 4 << 20,
    SPARED_MAX = 64 << 10
};

// In a stranger's clone these would run what its configuration names.
static const char *const fixed[] = {"git",
                                    "-c",
                                    "core.fsmonitor=false",
                                    "-c",
                                    "core.hooksPath=/dev/null",
                                    "--no-optional-locks",
                                    "--no-pager"};

static bool allowed(const char *const *w)
{
    static const char rows[][2][16] = {
        {"rev-parse"},    {"diff-index", "--cached"}, {"cat-file", "--batch"},
        {"check-ignore"}, {"ls-files", "-s"},         {"config", "--file"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(w[0], rows[i][0]) == 0 && (!*rows[i][1] || (w[1] && !strcmp(w[1], rows[i][1]))))
            return true;
    return false;
}

// The user's environment without what would make git find another repository or start a program,
// and with words that can be compared. A missing object of a partial clone must not be fetched:
// that would run the transport that the clone's configuration names.
static char **environment(struct gathering *g, bool keep_index, struct arena *a)
{
    static const char *const drop[] = {
        "GIT_DIR=",
        "GIT_INDEX_FILE=",
        "GIT_WORK_TREE=",
        "GIT_PREFIX=",
        "GIT_EXTERNAL_DIFF=",
        "GIT_PAGER=",
        "GIT_TRACE",
        "GIT_CONFIG=",
        "LC_ALL=",
        "LANG=",
        "LANGUAGE=",
        "GIT_ALLOW_PROTOCOL=",
        "GIT_OBJECT_DIRECTORY=",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
        "GIT_NO_LAZY_FETCH=",
        "GIT_REDIRECT",
    };
    static char locale[] = "LC_ALL=C",
                protocol[] = "GIT_ALLOW_PROTOCOL=", fetch[] = "GIT_NO_LAZY_FETCH=1",
                prompt[] = "GIT_TERMINAL_PROMPT=0";
    static char *const add[] = {locale, protocol, fetch, prompt};
    // The first two of the list, and where git itself put the objects of `git commit PATH`.
    static const size_t index_rows[] = {0, 1, 2, 12, 13};
    size_t n = 0;
    while (g->envp && g->envp[n] && n < ENV_MAX)
        n++;
    char **out = arena_many(a, char *, n + 8);
    n = 0;
    for (char *const *e = g->envp; e && *e && n < ENV_MAX; e++) {
        bool dropped = false;
        for (size_t i = 0; i < sizeof drop / sizeof *drop && !dropped; i++) {
            dropped = strncmp(*e, drop[i], strlen(drop[i])) == 0;
            for (size_t k = 0; dropped && keep_index && k < 5; k++)
                if (index_rows[k] == i)
                    dropped = false;
        }
        if (!dropped)
            out[n++] = *e;
    }
    for (size_t i = 0; i < sizeof add / sizeof *add; i++)
        out[n++] = add[i];
    return out;
}

static bool find_git(struct gathering *g)
{
    if (!str_present(g->git)) {
        struct str found = g->ask->depth == GATHER_STATUS
                               ? STR_NONE
                               : os_program(gather_env_get(g, "PATH"), "git", g->root, g->arena);
        g->git = str_present(found) ? found : STR("");
    }
    return g->git.n > 0;
}

static struct helper start(struct gathering *g, const struct git_call *call, struct arena *a)
{
    assert(allowed(call->words));
    struct helper s = {.child.pid = -1};
    if (!find_git(g))
        return s;
    const char **argv = arena_many(a, const char *, WORDS_MAX + 8);
    size_t n = 0;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        argv[n++] = fixed[i];
    for (size_t i = 0; call->words[i] && n < WORDS_MAX + 7; i++)
        argv[n++] = call->words[i];
    s.run = (struct os_run){
        .program = g->git.p,
        .argv = argv,
        .envp = environment(g, call->keep_index, a),
        .input = call->input,
        .ms = call->ms ? call->ms : GIT_MS,
        .most = call->most,
        .sink = call->sink,
        .sink_ctx = call->sink_ctx,
    };
    s.child = os_start(&s.run);
    return s;
}

struct os_ran git_run(struct gathering *g, const struct git_call *call, struct arena *a)
{
    struct helper s = start(g, call, a);
    return os_finish(&s.run, &s.child, a);
}

struct str git_absent(const struct os_ran *ran)
{
    return ran->found ? STR("the system could not start git: a limit on processes or open files")
                      : STR("git is not installed");
}

// In words, why git does not speak about this repository.
static void denied(struct gathering *g, const struct os_ran *ran)
{
    struct project *p = &g->snap->project;
    if (!ran->started)
        p->git_detail = git_absent(ran);
    else if (ran->timed_out)
        p->git_detail = STR("git did not answer in time");
    else if (str_has(ran->err, STR("dubious ownership")))
        p->git_detail = STR("git refuses this repository: it belongs to somebody else");
    else
        p->git_detail = STR("git could not read this repository");
}

// An ordinary repository of this very user (git's own condition, safe.directory), whose index is
// read without a process: half of what doctor would take otherwise.
static bool read_plain_index(struct gathering *g, size_t most, size_t max)
{
    static const char *const dirs[] = {"", "/.git", "/.git/objects", "/.git/refs"};
    struct arena scratch = secrets_scratch(g->secrets);
    struct str bytes, root = g->root;
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
        if (!os_is_own(str_fmt(&scratch, "%.*s%s", STR_ARG(root), dirs[i]).p, true))
            return false;
    if (!os_is_own(str_fmt(&scratch, "%.*s/.git/HEAD", STR_ARG(root)).p, false))
        return false;
    struct str config = str_fmt(&scratch, "%.*s/.git/config", STR_ARG(root));
    (void)os_read(config.p, OS_MINE | OS_NOLINKS, OS_FILE_MAX, &scratch, &bytes);
    if (!str_present(bytes) || !gitconfig_is_plain(bytes))
        return false;
    struct str index = str_fmt(&scratch, "%.*s/.git/index", STR_ARG(root));
    struct os_file file = os_read(index.p, OS_MINE | OS_NOLINKS, max, &scratch, &bytes);
    if (file.state == SEEN_ABSENT)
        return true;
    struct strs names;
    if (!str_present(bytes) || !gitindex_read(bytes, most, &names, &scratch))
        return false;
    for (size_t i = 0; i < names.n; i++)
        strs_add(&g->index, str_dup(names.items[i], g->arena), g->arena);
    return true;
}

void git_index_start(struct gathering *g)
{
    static const char *const words[] = {"ls-files", "-s", "-z", "--full-name", ":/", NULL};
    struct git_call call = {.words = words, .most = 8 << 20};
    if (g->index_asked || !g->snap->project.repository)
        return;
    g->index_asked = true;
    g->index_known = read_plain_index(g, INDEX_MAX, PLAIN_MAX);
    g->index_pending = !g->index_known;
    if (g->index_pending)
        g->index_helper = start(g, &call, g->arena);
}

// "MODE OBJECT STAGE\tPATH\0"; regular files only, no links, no submodules.
static bool finish_index(struct gathering *g, size_t most)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct os_ran ran = os_finish(&g->index_helper.run, &g->index_helper.child, &scratch);
    // Too much for one look is no refusal: what came is used.
    if (!ran.started || (ran.status != 0 && !ran.cut)) {
        denied(g, &ran);
        return false;
    }
    struct str rest = ran.out, entry;
    while (g->index.n < most && str_cut(&rest, '\0', &entry)) {
        size_t tab = str_chr(entry, '\t');
        if (tab != STR_NOWHERE && str_starts(entry, STR("100")))
            strs_add(&g->index, str_dup(str_from(entry, tab + 1), g->arena), g->arena);
    }
    return true;
}

const struct strs *git_index(struct gathering *g)
{
    git_index_start(g);
    if (g->index_pending)
        g->index_known = finish_index(g, INDEX_MAX);
    g->index_pending = false;
    return g->index_known ? &g->index : NULL;
}

static bool has_key(const struct dotenv_file *f)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < f->items[i].n; k++) {
            const struct value *v = &f->items[i].items[k].value;
            if (v->class == VALUE_SECRET && value_is_set(v))
                return true;
        }
    return false;
}

struct dotenv_picks { // files that git is asked about
    struct dotenv_file *file[32];
    size_t n;
};

static struct dotenv_picks pick(struct gathering *g)
{
    struct dotenv_picks p = {.n = 0};
    for (size_t i = 0; i < g->snap->dotenv.n && p.n < 16; i++) {
        struct dotenv_file *f = &g->snap->dotenv.items[i];
        bool unread = f->encoding == ENCODING_UTF16 || f->encoding == ENCODING_NUL;
        if ((has_key(f) || unread) && f->path.n && f->path.p[0] != '/' && f->path.p[0] != '~')
            p.file[p.n++] = f;
    }
    return p;
}

static struct dotenv_file *picked(const struct dotenv_picks *p, struct str path)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->file[i]->path, path))
            return p->file[i];
    return NULL;
}

static void mark_ignored(const struct dotenv_picks *p, struct str path, struct arena *a)
{
    for (size_t i = 0; i < p->n; i++) {
        struct dotenv_file *f = p->file[i];
        if (str_eq(f->path, path))
            f->git |= GIT_IGNORED;
        else if (str_eq(copy_name(f->path, f->copies, a), path))
            f->git |= GIT_COPY_IGNORED;
        else if (str_eq(copy_name(f->path, f->copies + 1, a), path))
            f->git |= GIT_COPIES_IGNORED;
    }
}

// check-ignore answers with the path as it was asked, and never names a tracked file: one process
// is enough when every file is ignored, which is the healthy case.
static void start_ignored(struct gathering *g, const struct dotenv_picks *picks)
{
    struct arena *a = g->arena;
    static const char *const words[] = {"check-ignore", "-z", "--stdin", NULL};
    struct buf in = buf_in(a);
    for (size_t i = 0; i < picks->n; i++) {
        const struct dotenv_file *f = picks->file[i];
        const struct str paths[] = {f->path, copy_name(f->path, f->copies, a),
                                    copy_name(f->path, f->copies + 1, a)};
        for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
            buf_fmt(&in, "%.*s/%.*s", STR_ARG(g->root), STR_ARG(paths[k]));
            buf_byte(&in, '\0');
        }
    }
    struct git_call call = {.words = words, .input = buf_str(&in), .most = 1 << 18};
    g->ignore_helper = start(g, &call, a);
}

static bool finish_ignored(struct gathering *g, const struct dotenv_picks *picks, struct arena *a)
{
    struct os_ran ran = os_finish(&g->ignore_helper.run, &g->ignore_helper.child, a);
    if (!ran.started || ran.status < 0 || ran.status > 1) {
        denied(g, &ran);
        return false;
    }
    struct str rest = ran.out, path;
    while (str_cut(&rest, '\0', &path)) {
        if (path.n > g->root.n + 1)
            mark_ignored(picks, str_from(path, g->root.n + 1), a);
    }
    for (size_t i = 0; i < picks->n; i++)
        picks->file[i]->git_known = true;
    return true;
}

// Tracked, and whether the index differs from HEAD: asked only for files that are not ignored.
static void ask_tracked(struct gathering *g, const struct dotenv_picks *picks, struct arena *a)
{
    const char *words[WORDS_MAX] = {"ls-files", "-s", "-z", "--full-name", "--"};
    size_t n = 5;
    for (size_t i = 0; i < picks->n; i++)
        if (!(picks->file[i]->git & GIT_IGNORED))
            words[n++] = str_z(str_fmt(a, ":(top,literal)%.*s", STR_ARG(picks->file[i]->path)), a);
    if (n == 5)
        return;
    struct git_call call = {.words = words, .most = 1 << 18, .keep_index = true};
    struct os_ran ran = git_run(g, &call, a);
    struct str rest = ran.out, entry;
    bool any = false;
    while (str_cut(&rest, '\0', &entry)) {
        size_t tab = str_chr(entry, '\t');
        struct dotenv_file *f = tab == STR_NOWHERE ? NULL : picked(picks, str_from(entry, tab + 1));
        if (f)
            f->git |= GIT_TRACKED, any = true;
    }
    if (!any)
        return;
    words[0] = "diff-index";
    words[1] = "--cached";
    words[2] = "--no-ext-diff";
    words[3] = "--no-textconv";
    memmove(words + 7, words + 5, (n - 5) * sizeof *words);
    words[4] = "-z";
    words[5] = "HEAD";
    words[6] = "--";
    words[n + 2] = NULL;
    ran = git_run(g, &call, a);
    if (ran.status != 0) { // no HEAD yet: everything in the index is staged
        for (size_t i = 0; i < picks->n; i++)
            if (picks->file[i]->git & GIT_TRACKED)
                picks->file[i]->git |= GIT_STAGED;
        return;
    }
    // ":MODE MODE OBJECT OBJECT STATUS\0PATH\0"
    rest = ran.out;
    while (str_cut(&rest, '\0', &entry)) {
        struct dotenv_file *f = picked(picks, entry);
        if (f && (f->git & GIT_TRACKED))
            f->git |= GIT_STAGED;
    }
}

static bool asks_git(const struct gathering *g)
{
    return g->ask->depth != GATHER_STATUS && g->snap->project.repository;
}

// The healthy case: what the .gitignore beside these files plainly says of each, and the index of a
// small repository, answer without a process.
static bool plainly_ignored(struct gathering *g, const struct dotenv_picks *picks)
{
    struct arena scratch = secrets_scratch(g->secrets);
    struct str bytes, path = str_fmt(&scratch, "%.*s/.gitignore", STR_ARG(g->root));
    if (str_present(gather_env_get(g, "GIT_DIR")) ||
        str_present(gather_env_get(g, "GIT_INDEX_FILE")) ||
        os_read(path.p, OS_MINE | OS_NOLINKS, SPARED_MAX, &scratch, &bytes).state != SEEN_COMPLETE)
        return false;
    for (size_t i = 0; i < picks->n; i++)
        if (!gitignore_surely(bytes, picks->file[i]->path))
            return false;
    if (!read_plain_index(g, INDEX_MAX, SPARED_MAX))
        return false;
    g->index_asked = g->index_known = true;
    for (size_t i = 0; i < picks->n; i++)
        if (strs_have(&g->index, picks->file[i]->path))
            return false;
    return true;
}

void gather_git_start(struct gathering *g)
{
    struct dotenv_picks picks = pick(g);
    if (!asks_git(g) || picks.n == 0)
        return;
    g->git_spared = g->ask->spares_git && plainly_ignored(g, &picks);
    if (!g->git_spared)
        start_ignored(g, &picks);
    for (size_t i = 0; g->git_spared && i < picks.n; i++) {
        picks.file[i]->git |= GIT_IGNORED;
        picks.file[i]->git_known = true;
    }
}

bool gather_git_after_all(struct gathering *g)
{
    struct dotenv_picks picks = pick(g);
    if (!g->git_spared)
        return false;
    g->git_spared = false;
    start_ignored(g, &picks);
    gather_git(g);
    return true;
}

void gather_git(struct gathering *g)
{
    struct dotenv_picks picks = pick(g);
    if (!asks_git(g) || picks.n == 0 || g->git_spared)
        return;
    struct arena scratch = secrets_scratch(g->secrets);
    if (finish_ignored(g, &picks, &scratch))
        ask_tracked(g, &picks, &scratch);
}
