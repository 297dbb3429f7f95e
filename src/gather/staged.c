// SPDX-License-Identifier: MIT
#include "gather/staged.h"

#include "gather/git.h"
#include "parse/names.h"
#include "parse/staged.h"

#include <string.h>

enum {
    PIECE = 1 << 18,    // of a blob, looked at at once
    BLOB_MAX = 1 << 26, // what is larger is no source
    LIST_MAX = 1 << 26, // bytes of the list of staged files
    GIT_MS = 120000,
    DIRS_MAX = 200, // whose dotenv files are asked for keys
};

struct entry {
    struct str path, oid;
};

struct entries {
    struct entry *items;
    size_t n, cap;
};

static void add_key(struct gathering *g, struct staged_ask *ask, struct str name,
                    const struct value *v)
{
    enum name_role role = name_role(name);
    const uint32_t not_real = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH;
    if (role != NAME_KEY && role != NAME_FOREIGN_KEY && role != NAME_KEY_NEAR &&
        role != NAME_PUBLIC_KEY)
        return;
    if (v->state != VALUE_SET || v->facts & not_real || !(v->facts & KEY_LOOKS_REAL))
        return;
    staged_know(ask, secrets_reveal(g->secrets, v), name, secrets_arena(g->secrets));
}

static void known_keys(struct gathering *g, struct staged_ask *ask)
{
    struct snapshot *s = g->snap;
    for (size_t i = 0; i < s->contexts.n; i++) {
        const struct variables *vars = &s->contexts.items[i].vars;
        for (size_t j = 0; j < vars->n; j++)
            add_key(g, ask, vars->items[j].name, &vars->items[j].value);
    }
    for (size_t i = 0; i < s->dotenv.n; i++) {
        const struct dotenv_file *f = &s->dotenv.items[i];
        for (size_t j = 0; j < f->n; j++)
            for (size_t k = 0; k < f->items[j].n; k++)
                add_key(g, ask, f->items[j].name, &f->items[j].items[k].value);
    }
    for (size_t i = 0; i < s->rc.n; i++)
        add_key(g, ask, s->rc.items[i].name, &s->rc.items[i].value);
}

struct learner {
    struct gathering *g;
    struct staged_ask *ask;
};

static void learn(void *ctx, struct str name, const struct value *v)
{
    struct learner *l = ctx;
    add_key(l->g, l->ask, name, v);
}

// In a repository of several packages each has dotenv files of its own: those beside the staged
// files and above them.
static void known_beside(struct gathering *g, struct staged_ask *ask, const struct entries *list)
{
    struct learner l = {g, ask};
    struct strs dirs = {0};
    for (size_t i = 0; i < list->n && dirs.n < DIRS_MAX; i++) {
        struct str dir = list->items[i].path;
        for (size_t slash = 0; slash != STR_NOWHERE && dirs.n < DIRS_MAX;) {
            slash = str_rchr(dir, '/');
            dir = slash == STR_NOWHERE ? STR(".") : str_slice(dir, 0, slash);
            if (strs_have(&dirs, dir))
                break;
            strs_add(&dirs, dir, g->arena);
            gather_dotenv_values(g, dir, learn, &l);
        }
    }
}

static void refuse(struct staged *out, const struct os_ran *ran, const char *what)
{
    out->state = SEEN_FAILED;
    out->detail = str_of(what);
    if (!ran->started) {
        out->state = ran->found ? SEEN_FAILED : SEEN_ABSENT;
        out->detail = git_absent(ran);
    } else if (str_has(ran->err, STR("dubious ownership"))) {
        out->state = SEEN_DENIED;
        out->detail = STR("git refuses this repository: it belongs to somebody else");
    } else if (str_has(ran->err, STR("not a git repository"))) {
        out->state = SEEN_ABSENT;
        out->detail = STR("not in a git repository");
    }
}

// The commit to compare with: HEAD, or the empty tree where there is none yet.
static struct str base_tree(struct gathering *g, struct staged *out)
{
    static const char *const words[] = {"rev-parse", "--show-object-format", "HEAD", NULL};
    struct git_call call = {.words = words, .most = 1 << 16, .keep_index = true};
    struct os_ran ran = git_run(g, &call, g->arena);
    struct str rest = ran.out, format = STR_NONE, head = STR_NONE;
    if (!str_line(&rest, &format) || !str_line(&rest, &head)) {
        refuse(out, &ran, "git rev-parse does not work here");
        return STR_NONE;
    }
    if (ran.status == 0 && head.n >= 40)
        return head;
    return str_eq(format, STR("sha256"))
               ? STR("6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321")
               : STR("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

// ":100644 100644 OLD NEW M\0PATH\0": a file, or the target of a link.
static bool read_entry(struct str *list, struct entry *e, bool *wanted)
{
    struct str head, word, words[5];
    size_t n = 0;
    if (!str_cut(list, '\0', &head) || head.n == 0 || head.p[0] != ':' ||
        !str_cut(list, '\0', &e->path))
        return false;
    while (n < 5 && str_cut(&head, ' ', &word))
        words[n++] = word;
    if (n < 5)
        return false;
    e->oid = words[3];
    *wanted = !str_eq(words[1], STR("160000")) && !str_eq(words[4], STR("D")) &&
              !str_eq(str_trim_set(e->oid, "0"), STR(""));
    return true;
}

static bool staged_files(struct gathering *g, struct staged *out, struct entries *list)
{
    struct str tree = base_tree(g, out);
    if (!str_present(tree))
        return false;
    const char *words[] = {"diff-index",
                           "--cached",
                           "--no-ext-diff",
                           "--no-textconv",
                           "--no-renames",
                           "--ignore-submodules",
                           "--full-index",
                           "-z",
                           str_z(tree, g->arena),
                           "--",
                           NULL};
    struct git_call call = {.words = words, .most = LIST_MAX, .keep_index = true, .ms = GIT_MS};
    struct os_ran ran = git_run(g, &call, g->arena);
    if (ran.status != 0 || ran.cut) {
        refuse(out, &ran, ran.cut ? "too many files" : "git diff-index failed");
        return false;
    }
    struct str rest = ran.out;
    struct entry e;
    bool wanted;
    while (rest.n && read_entry(&rest, &e, &wanted))
        if (wanted)
            *arena_push(list, g->arena) = e;
    return true;
}

// The stream of `cat-file --batch`: "OID blob SIZE\n", SIZE bytes, "\n"; in the order asked.
struct reader {
    struct staged_scanner *scanner;
    struct staged *out;
    struct arena *a;
    const struct entries *list;
    size_t file; // which one comes next
    char head[256];
    size_t head_n;
    uint64_t left; // bytes of the blob that are still to come, and the LF behind
    bool in_blob, skip, broken, utf16, big_endian, odd;
    char *piece;
    size_t n;
    uint64_t seen;
};

static void look(struct reader *r, bool last)
{
    size_t done = staged_feed(r->scanner, (struct str){r->piece, r->n}, last, r->out, r->a);
    memmove(r->piece, r->piece + done, r->n - done);
    r->n -= done;
}

static void begin_blob(struct reader *r)
{
    struct str rest = {r->head, r->head_n}, word = STR_NONE, type = STR_NONE;
    uint64_t size = 0;
    r->head_n = 0;
    if (r->file >= r->list->n || !str_cut(&rest, ' ', &word) || !str_cut(&rest, ' ', &type)) {
        r->broken = true;
        return;
    }
    const struct entry *e = &r->list->items[r->file];
    if (str_eq(type, STR("missing"))) { // its object is not here
        strs_add(&r->out->not_read, e->path, r->a);
        r->file++;
        return;
    }
    if (!str_to_u64(rest, &size) || !str_eq(word, e->oid)) {
        r->broken = true;
        return;
    }
    r->left = size + 1;
    r->seen = 0;
    r->n = 0;
    r->in_blob = true;
    r->utf16 = r->odd = false;
    r->skip = size > BLOB_MAX;
    if (r->skip)
        strs_add(&r->out->not_read, e->path, r->a);
    staged_begin(r->scanner, e->path);
}

static void end_blob(struct reader *r)
{
    if (!r->skip)
        look(r, true);
    r->in_blob = false;
    r->file++;
}

static void add_bytes(struct reader *r, struct str bytes)
{
    while (bytes.n) {
        size_t n = bytes.n < PIECE - r->n ? bytes.n : PIECE - r->n;
        memcpy(r->piece + r->n, bytes.p, n);
        r->n += n;
        bytes = str_from(bytes, n);
        if (r->n == PIECE)
            look(r, false);
    }
}

// Without its mark, UTF-16 shows by a zero in every second byte of what is written in ASCII.
static bool every_second_is_zero(struct str head, size_t from)
{
    if (head.n < 8)
        return false;
    for (size_t i = 0; i < head.n; i++)
        if ((head.p[i] == '\0') != (i % 2 == from))
            return false;
    return true;
}

// UTF-16 (PowerShell writes it) hides every pattern: the low byte of every unit is looked at.
static void add_utf16(struct reader *r, struct str bytes)
{
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (r->odd == r->big_endian)
            add_bytes(r, (struct str){&c, 1});
        r->odd = !r->odd;
    }
}

static void add_blob(struct reader *r, struct str bytes)
{
    if (r->skip || bytes.n == 0)
        return;
    if (r->seen == 0 && bytes.n >= 2) {
        r->utf16 = str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"));
        r->big_endian = bytes.p[0] == '\xfe';
        if (r->utf16) {
            bytes = str_from(bytes, 2);
        } else {
            struct str start = str_slice(bytes, 0, 64);
            r->big_endian = every_second_is_zero(start, 0);
            r->utf16 = r->big_endian || every_second_is_zero(start, 1);
        }
        r->seen = 2;
    }
    r->seen += bytes.n;
    if (r->utf16)
        add_utf16(r, bytes);
    else
        add_bytes(r, bytes);
}

static void take(void *ctx, struct str bytes)
{
    struct reader *r = ctx;
    while (bytes.n && !r->broken) {
        if (!r->in_blob) {
            char c = bytes.p[0];
            bytes = str_from(bytes, 1);
            if (c == '\n')
                begin_blob(r);
            else if (r->head_n < sizeof r->head)
                r->head[r->head_n++] = c;
            else
                r->broken = true;
            continue;
        }
        size_t n = bytes.n < r->left ? bytes.n : (size_t)r->left;
        bool ends = n == r->left;
        add_blob(r, str_slice(bytes, 0, ends ? n - 1 : n));
        r->left -= n;
        bytes = str_from(bytes, n);
        if (ends)
            end_blob(r);
    }
}

static void read_blobs(struct gathering *g, const struct staged_ask *ask,
                       const struct entries *list, struct staged *out)
{
    static const char *const words[] = {"cat-file", "--batch", NULL};
    struct buf input = buf_in(g->arena);
    for (size_t i = 0; i < list->n; i++) {
        buf_add(&input, list->items[i].oid);
        buf_byte(&input, '\n');
    }
    // Pieces of files and needles made of keys are secret bytes; hits hold none.
    struct arena *hidden = secrets_arena(g->secrets);
    struct reader r = {.out = out, .a = g->arena, .list = list};
    r.scanner = staged_scanner(ask, hidden);
    r.piece = arena_many(hidden, char, PIECE);
    struct git_call call = {.words = words,
                            .input = buf_str(&input),
                            .keep_index = true,
                            .ms = GIT_MS,
                            .sink = take,
                            .sink_ctx = &r};
    struct os_ran ran = git_run(g, &call, g->arena);
    if (ran.status == 0 && !r.broken && r.file == list->n) {
        out->state = SEEN_COMPLETE;
        return;
    }
    refuse(out, &ran, ran.timed_out ? "git cat-file took too long" : "git cat-file failed");
}

void gather_staged(struct gathering *g, const struct profile *profile)
{
    struct staged *out = &g->snap->staged;
    struct staged_ask ask = {.key_variables = profile->key_variables,
                             .api_host = profile->host,
                             .website_host = profile->website_host};
    struct entries list = {0};
    struct str ini;
    struct os_file file;
    if (!staged_files(g, out, &list))
        return;
    known_keys(g, &ask);
    if (g->root.n)
        known_beside(g, &ask, &list);
    if (gather_read_project(g, STR(".nexoenv.ini"), g->arena, &file, &ini))
        staged_read_allow(&ask, ini, g->arena);
    out->state = SEEN_COMPLETE;
    if (list.n)
        read_blobs(g, &ask, &list, out);
}
