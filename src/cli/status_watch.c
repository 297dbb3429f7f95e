// SPDX-License-Identifier: MIT
// The shell looks at these files itself, at every prompt, and nothing can cut its look off. So it
// never gets a path that may lead to a mount which does not answer: nothing on a remote file system;
// no links, but what they lead to; what lies in this project by a way from the working directory, on
// which the shell already stands; and of every other directory that this user could replace by a
// link the shell is told to ask whether it has become one, before it looks at anything below.
#include "cli/status_watch.h"

#include "os/os.h"

enum {
    FILES_MAX = 8,
    NONE_MAX = 8,
    REAL_MAX = 16,
    FRESH_NS = 20000000, // a file younger than the clock's tick may change without a new time
};

struct watching {
    struct session *s;
    struct buf *b;
    struct str stamps; // directory; absolute, without links
    struct strs real;  // directories that the shell is told to ask about
    bool far;          // the working directory is on a remote file system
    size_t files, none;
};

static bool is_plain_path(struct str path)
{
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7f)
            return false;
    return path.n > 1 && path.n < 1024 && path.p[0] == '/';
}

static bool is_remote(struct str path, struct arena *a)
{
    return os_is_remote(str_z(path, a));
}

static bool lies_in(struct str path, struct str dir)
{
    return str_starts(path, dir) && (dir.n == 1 || path.n == dir.n || path.p[dir.n] == '/');
}

// An absolute path without links, as the shell is to look at it.
static struct str way_to(const struct watching *w, struct str path)
{
    const struct gathering *g = &w->s->g;
    if (!lies_in(path, g->root) || !lies_in(g->cwd, g->root))
        return path;
    struct buf b = buf_in(w->b->a);
    struct str from = g->cwd;
    buf_byte(&b, '.');
    if (!lies_in(path, from)) {
        buf_byte(&b, '.');
        for (;;) {
            from = str_slice(from, 0, str_rchr(from, '/'));
            from = from.n ? from : STR("/");
            if (lies_in(path, from))
                break;
            buf_add(&b, STR("/.."));
        }
    }
    struct str rest = str_trim_left_set(str_from(path, from.n), "/");
    if (rest.n)
        buf_fmt(&b, "/%.*s", STR_ARG(rest));
    return buf_str(&b);
}

// The directory in front of a part of the way: only who owns it can put a link there.
static bool may_change(struct str way, size_t slash)
{
    char parent[1024];
    if (slash == 0 || slash >= sizeof parent)
        return false; // below / only the system's own
    memcpy(parent, way.p, slash);
    parent[slash] = '\0';
    return os_is_own(parent, true);
}

// Lines for the directories on the way, from the top. False when there are too many.
static bool ask_of_way(struct watching *w, struct str way)
{
    for (size_t from = 0, slash;; from = slash + 1) {
        size_t at = str_chr(str_from(way, from), '/');
        if (at == STR_NOWHERE)
            return true;
        slash = from + at;
        struct str dir = str_slice(way, 0, slash), name = str_slice(way, from, slash);
        if (name.n == 0 || str_eq(name, STR(".")) || str_eq(name, STR("..")) ||
            strs_have(&w->real, dir) || !may_change(way, from - 1))
            continue;
        if (w->real.n == REAL_MAX)
            return false;
        strs_add(&w->real, dir, w->b->a);
        buf_fmt(w->b, "real %.*s\n", STR_ARG(dir));
    }
}

// "file PATH<TAB>STAMP". The stamp is named after the time that it carries, so all shells share it
// and nobody has to clean up. A time too young to be sure of has no stamp yet: the next prompt
// looks again.
static void tell_time(struct watching *w, struct str path, int64_t mtime_ns)
{
    struct str way = way_to(w, path);
    struct str stamp = str_fmt(w->b->a, "%.*s/%lld", STR_ARG(w->stamps), (long long)mtime_ns);
    int64_t age = w->s->snap.machine.now_ns - mtime_ns;
    if (w->files >= FILES_MAX || !ask_of_way(w, way))
        return;
    w->files++;
    if (age < 0 || age > FRESH_NS)
        os_stamp(str_z(stamp, w->b->a), mtime_ns);
    buf_fmt(w->b, "file %.*s\t%.*s\n", STR_ARG(way), STR_ARG(stamp));
}

// A directory without links; absent: it is not there. The kernel named the working directory.
static struct str real_directory(const struct watching *w, struct str dir)
{
    const struct gathering *g = &w->s->g;
    bool known = str_eq(dir, g->cwd) || str_eq(dir, g->root) || dir.n == 1;
    return known ? dir : os_realpath(str_z(dir, w->b->a), w->b->a);
}

static struct str directory_of(const struct watching *w, struct str path)
{
    size_t slash = str_rchr(path, '/');
    return slash == STR_NOWHERE ? STR_NONE
                                : real_directory(w, str_slice(path, 0, slash ? slash : 1));
}

static struct str below(struct str dir, struct str rest, struct arena *a)
{
    return str_join(dir.n > 1 ? dir : STR(""), rest, a);
}

// No shell can see that a link was turned elsewhere without following it: the time of its directory
// tells, now and then for nothing.
static void watch_link(struct watching *w, struct str path)
{
    struct str dir = directory_of(w, path);
    if (is_plain_path(dir) && !is_remote(dir, w->b->a))
        tell_time(w, dir, os_stat(str_z(dir, w->b->a)).mtime_ns);
}

static void watch_real(struct watching *w, struct str real)
{
    struct os_file f = os_stat(str_z(real, w->b->a));
    if (f.state == SEEN_COMPLETE && is_plain_path(real) && !is_remote(real, w->b->a))
        tell_time(w, real, f.mtime_ns);
}

static void watch(struct watching *w, struct str path)
{
    struct str dir = directory_of(w, path), real;
    if (!str_present(dir) || !is_plain_path(path))
        return;
    struct str here = below(dir, str_from(path, str_rchr(path, '/')), w->b->a);
    real =
        os_is_own(str_z(here, w->b->a), false) ? here : os_realpath(str_z(here, w->b->a), w->b->a);
    if (!str_present(real))
        return;
    if (!str_eq(real, here))
        watch_link(w, path);
    watch_real(w, real);
}

// What is not there yet. A link that leads nowhere is.
static void watch_absent(struct watching *w, struct str path)
{
    struct str dir = path, real;
    if (w->none == NONE_MAX || !is_plain_path(path))
        return;
    if (os_there(str_z(path, w->b->a))) {
        watch_link(w, path);
        return;
    }
    do { // the nearest directory that is there
        dir = str_slice(dir, 0, str_rchr(dir, '/'));
        real = dir.n ? real_directory(w, dir) : STR("/");
    } while (dir.n && !str_present(real));
    if (str_eq(real, w->s->g.cwd) ? w->far : is_remote(real, w->b->a))
        return;
    struct str way = way_to(w, below(real, str_from(path, dir.n), w->b->a));
    if (!ask_of_way(w, way))
        return;
    w->none++;
    buf_fmt(w->b, "none %.*s\n", STR_ARG(way));
}

// The user's settings may switch the hook off, and on again.
static void watch_settings(struct watching *w)
{
    struct str path = config_path(&w->s->g, "config.ini", w->b->a);
    if (!str_present(path) || !is_plain_path(path))
        return;
    if (os_stat(str_z(path, w->b->a)).state == SEEN_ABSENT)
        watch_absent(w, path);
    else
        watch(w, path);
}

static void watch_dotenv(struct watching *w)
{
    const struct session *s = w->s;
    for (size_t i = 0; i < s->snap.dotenv.n && w->files < FILES_MAX - 2; i++) {
        struct str path = s->snap.dotenv.items[i].path;
        if (path.n && path.p[0] != '/' && path.p[0] != '~')
            watch(w, str_fmt(w->b->a, "%.*s/%.*s", STR_ARG(s->g.root), STR_ARG(path)));
    }
}

static void watch_candidates(struct watching *w, struct str dir)
{
    static const char *const names[] = {".env", ".env.local", ".nexoenv.ini", "package.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str path = str_fmt(w->b->a, "%.*s/%s", STR_ARG(dir.n > 1 ? dir : STR("")), names[i]);
        enum seen there = os_stat(str_z(path, w->b->a)).state;
        if (there == SEEN_ABSENT || there == SEEN_FAILED)
            watch_absent(w, path);
        else if (i >= 2) // the others are dotenv files, and watched as such
            watch(w, path);
    }
}

void status_watch(struct session *s, struct buf *b)
{
    struct str dir = runtime_path(&s->g, "stamps", b->a);
    if (!str_present(dir) || !os_make_own_dir(str_z(dir, b->a)) || !s->g.root.n)
        return;
    struct watching w = {.s = s,
                         .b = b,
                         .stamps = os_realpath(str_z(dir, b->a), b->a),
                         .far = is_remote(s->g.cwd, b->a)};
    struct str self = os_realpath("/proc/self/exe", b->a);
    if (!is_plain_path(w.stamps) || is_remote(w.stamps, b->a) ||
        !ask_of_way(&w, str_join(w.stamps, STR("/x"), b->a)))
        return;
    if (str_present(self)) // a new version may see more
        watch_real(&w, self);
    watch_settings(&w);
    if (w.far)
        return;
    watch_dotenv(&w);
    watch_candidates(&w, s->g.cwd);
    if (!str_eq(s->g.cwd, s->g.root))
        watch_candidates(&w, s->g.root);
}
