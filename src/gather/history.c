// SPDX-License-Identifier: MIT
#include "gather/history.h"

#include "base/sha256.h"
#include "gather/config.h"
#include "parse/names.h"
#include "parse/url.h"

enum {
    ENTRY_MAX = 64 << 10,
    KEPT = 20,
    ENTRY_NAME = 16,
    KEY_BYTES = 32,
    CHANGES_MAX = 12,
    VALUE_MAX = 200
};

#define HEAD "nexoenv.history/1\n"

struct fact { // one line: what, then its value
    struct str what, value;
};

struct facts {
    struct fact *items;
    size_t n, cap;
};

// HMAC-SHA256 (RFC 2104), the first 16 hex digits.
static struct str hmac(struct str key, struct str text, struct arena *a)
{
    unsigned char pad[64], inner[32], outer[32];
    struct buf b = buf_in(a);
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] = (unsigned char)((i < key.n ? (unsigned char)key.p[i] : 0) ^ 0x36);
    buf_add(&b, (struct str){(char *)pad, sizeof pad});
    buf_add(&b, text);
    sha256(buf_str(&b), inner);
    b = buf_in(a);
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] ^= 0x36 ^ 0x5c;
    buf_add(&b, (struct str){(char *)pad, sizeof pad});
    buf_add(&b, (struct str){(char *)inner, sizeof inner});
    sha256(buf_str(&b), outer);
    b = buf_in(a);
    for (size_t i = 0; i < 8; i++)
        buf_fmt(&b, "%02x", outer[i]);
    return buf_str(&b);
}

static struct str read_key(const char *path, struct arena *a)
{
    struct str bytes = STR_NONE;
    (void)os_read(path, OS_NOFOLLOW | OS_MINE, 4096, a, &bytes);
    return bytes.n == KEY_BYTES ? bytes : STR_NONE;
}

// The cache's own key; made at the first use. Absent when the cache cannot be used. When two runs
// come at the same time the first one's stands, and the other reads it.
static struct str cache_key(const struct gathering *g)
{
    struct arena *a = secrets_arena(g->secrets);
    struct str path = cache_path(g, "history.key", a);
    if (!path.n)
        return STR_NONE;
    const char *z = str_z(path, a);
    struct str key = read_key(z, a);
    if (key.n)
        return key;
    char *fresh = arena_many(a, char, KEY_BYTES);
    if (!os_random(fresh, KEY_BYTES))
        return STR_NONE;
    key = (struct str){fresh, KEY_BYTES};
    if (os_write_new(z, key))
        return key;
    struct str other = read_key(z, a);
    return other.n || !os_write_own(z, key) ? other : key; // what is there is no key: replaced
}

// One line, no control bytes, bounded; what could be a secret only as its HMAC.
static struct str value_text(const struct gathering *g, struct str key, struct str name,
                             const struct value *v, struct arena *a)
{
    (void)name;
    if (v->state == VALUE_UNSET)
        return STR("unset");
    if (v->state == VALUE_EMPTY)
        return STR("empty");
    if (v->class != VALUE_PLAIN || v->length > VALUE_MAX)
        return str_fmt(
            a, "another value (%.*s)",
            STR_ARG(hmac(key, secrets_reveal(g->secrets, v), secrets_arena(g->secrets))));
    return url_public(v->text, a);
}

static void add(struct facts *f, struct str what, struct str value, struct arena *a)
{
    struct buf b = buf_in(a);
    if (!value.n)
        return;
    for (size_t i = 0; i < value.n && i < VALUE_MAX; i++)
        buf_byte(&b, (unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f ? ' ' : value.p[i]);
    *arena_push(f, a) = (struct fact){what, buf_str(&b)};
}

static void add_variables(struct facts *f, const struct gathering *g, const struct report *r,
                          struct str key, struct arena *a)
{
    const struct variables *vars = &r->context->vars;
    for (size_t i = 0; i < vars->n && i < 200; i++) {
        const struct variable *v = &vars->items[i];
        if (name_role(v->name) == NAME_FOREIGN_KEY)
            continue;
        add(f, v->name, value_text(g, key, v->name, &v->value, a), a);
    }
}

static void add_files(struct facts *f, const struct gathering *g, struct arena *a)
{
    for (size_t i = 0; i < g->snap->dotenv.n && i < 50; i++) {
        const struct dotenv_file *d = &g->snap->dotenv.items[i];
        if (!d->is_template)
            add(f, d->path, str_fmt(a, "time %lld", (long long)(d->mtime_ns / 1000000)), a);
    }
}

static void add_network(struct facts *f, const struct report *r, struct arena *a)
{
    const struct prediction *p = r->inquiry.here;
    const struct observation *o = observation_find(&r->snap->probes, "gateway");
    add(f, STR("proxy"), prediction_route(p, a), a);
    add(f, STR("base URL"), url_public(r->inquiry.uses.base_url, a), a);
    add(f, STR("model"), r->inquiry.uses.model, a);
    add(f, STR("client version"), r->version_text, a);
    if (o && o->address.n)
        add(f, STR("gateway address"), o->address, a);
    if (o && o->chain.n)
        add(f, STR("certificate issuer"), o->chain.items[0].issuer, a);
}

static struct facts facts_now(const struct gathering *g, const struct report *r, struct str key)
{
    struct facts f = {0};
    add_variables(&f, g, r, key, g->arena);
    add_files(&f, g, g->arena);
    add_network(&f, r, g->arena);
    return f;
}

static struct str write_facts(const struct facts *f, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_z(&b, HEAD);
    for (size_t i = 0; i < f->n; i++) {
        if (b.n + f->items[i].what.n + f->items[i].value.n + 2 > ENTRY_MAX)
            break;
        buf_fmt(&b, "%.*s\t%.*s\n", STR_ARG(f->items[i].what), STR_ARG(f->items[i].value));
    }
    return buf_str(&b);
}

static bool read_facts(struct str text, struct facts *f, struct arena *a)
{
    struct str line;
    if (!str_starts(text, STR(HEAD)))
        return false;
    text = str_from(text, sizeof HEAD - 1);
    while (str_line(&text, &line) && f->n < 2000) {
        size_t tab = str_chr(line, '\t');
        if (tab != STR_NOWHERE)
            *arena_push(f, a) = (struct fact){str_slice(line, 0, tab), str_from(line, tab + 1)};
    }
    return true;
}

static struct str value_of(const struct facts *f, struct str what)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(f->items[i].what, what))
            return f->items[i].value;
    return STR_NONE;
}

// "another value (9f...)" says nothing to a person but that it is another.
static struct str shown(struct str value)
{
    if (!str_present(value))
        return STR("unset");
    return str_starts(value, STR("another value")) ? STR("set to another value") : value;
}

static void differs(struct report *r, struct str what, struct str then, struct str now,
                    struct arena *a)
{
    if (r->changed.n == CHANGES_MAX || str_same(then, now) || str_eq(shown(then), shown(now))) {
        if (r->changed.n == CHANGES_MAX || str_same(then, now))
            return;
        *arena_push(&r->changed, a) = str_fmt(a, "%.*s: another value", STR_ARG(what));
        return;
    }
    if (str_starts(then, STR("time ")) || str_starts(now, STR("time ")))
        *arena_push(&r->changed, a) = str_fmt(a, "%.*s: %s", STR_ARG(what),
                                              !str_present(then)  ? "new"
                                              : !str_present(now) ? "gone"
                                                                  : "changed");
    else
        *arena_push(&r->changed, a) = str_fmt(a, "%.*s: was %.*s, is %.*s", STR_ARG(what),
                                              STR_ARG(shown(then)), STR_ARG(shown(now)));
}

static void compare(struct report *r, const struct facts *then, const struct facts *now,
                    struct arena *a)
{
    for (size_t i = 0; i < now->n; i++)
        differs(r, now->items[i].what, value_of(then, now->items[i].what), now->items[i].value, a);
    for (size_t i = 0; i < then->n; i++) {
        struct str what = then->items[i].what;
        // What this run could not see is no change.
        bool seen = str_eq(what, STR("gateway address")) || str_eq(what, STR("certificate issuer"));
        if (!seen && !str_present(value_of(now, what)))
            differs(r, what, then->items[i].value, STR_NONE, a);
    }
}

static struct str entry_path(const struct gathering *g, const struct report *r, struct arena *a)
{
    char name[ENTRY_NAME + 1];
    struct str what =
        str_fmt(a, "%.*s\n%s\n%.*s", STR_ARG(g->root), r->client->id, STR_ARG(r->context->name));
    sha256_hex(what, name, ENTRY_NAME);
    return cache_path(g, str_z(str_fmt(a, "history/%s", name), a), a);
}

struct kept_file { // of the history's folder
    struct str path;
    int64_t mtime_ns;
    bool is_entry; // else what a run is writing just now, or died over
};

struct kept_files {
    struct kept_file *items;
    size_t n, cap;
};

static bool is_entry_name(struct str name)
{
    size_t hex = 0;
    while (hex < name.n && str_chr(STR("0123456789abcdef"), name.p[hex]) != STR_NOWHERE)
        hex++;
    return hex == name.n && name.n == ENTRY_NAME;
}

// Newest entry first, then what is none; the name decides between equal times, so that runs that
// trim at once choose the same.
static int newest_entries_first(const void *a, const void *b)
{
    const struct kept_file *x = a, *y = b;
    if (x->is_entry != y->is_entry)
        return y->is_entry - x->is_entry;
    if (x->mtime_ns != y->mtime_ns)
        return x->mtime_ns < y->mtime_ns ? 1 : -1;
    return str_cmp(x->path, y->path);
}

static struct kept_files kept_files(struct str dir, struct arena *a)
{
    struct strs names = {0};
    struct kept_files files = {0};
    if (!os_list(str_z(dir, a), 1000, &names, a))
        return files;
    for (size_t i = 0; i < names.n; i++) {
        struct str path = str_fmt(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(names.items[i]));
        struct os_file f = os_stat(str_z(path, a));
        if (f.state != SEEN_ABSENT) // another run removed it meanwhile
            *arena_push(&files, a) =
                (struct kept_file){path, f.mtime_ns, is_entry_name(names.items[i])};
    }
    if (files.n)
        qsort(files.items, files.n, sizeof *files.items, newest_entries_first);
    return files;
}

// The oldest entries go when there are too many. What another run writes just now is left to it: only
// what all the entries that may be kept came after was left by a run that died.
static void trim(const struct gathering *g, struct arena *a)
{
    struct kept_files files = kept_files(cache_path(g, "history", a), a);
    int64_t oldest_kept = INT64_MIN;
    for (size_t i = 0; i < files.n; i++) {
        const struct kept_file *f = &files.items[i];
        bool keep = f->is_entry ? i < KEPT : f->mtime_ns >= oldest_kept;
        if (!keep)
            (void)os_remove(str_z(f->path, a));
        else if (i + 1 == KEPT)
            oldest_kept = f->mtime_ns;
    }
}

void history_step(struct gathering *g, struct report *r)
{
    struct arena *a = g->arena;
    struct str path = entry_path(g, r, a), key = cache_key(g), text = STR_NONE;
    struct facts then = {0};
    if (!path.n || !key.n)
        return;
    struct facts now = facts_now(g, r, key);
    if (r->verdict == VERDICT_WORKS) {
        if (os_write_own(str_z(path, a), write_facts(&now, a)))
            trim(g, a);
        return;
    }
    (void)os_read(str_z(path, a), OS_NOFOLLOW | OS_MINE, ENTRY_MAX, a, &text);
    if (text.n && read_facts(text, &then, a))
        compare(r, &then, &now, a);
}
