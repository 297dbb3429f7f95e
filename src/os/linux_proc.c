// SPDX-License-Identifier: MIT
#include "os/proc.h"

#include "os/os.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STAT_MAX = 1024, ARGS_MAX = 4096, BLOCK_MAX = 1 << 20, KERNEL_THREAD = 0x00200000 };

static int open_process(int32_t pid)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/%d", (int)pid);
    return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static ssize_t read_at(int dir, const char *name, char *to, size_t room)
{
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -1;
    bool failed = false;
    size_t have = os_read_all(fd, to, room, &failed);
    close(fd);
    return failed ? -1 : (ssize_t)have;
}

static int64_t boot_ns(void)
{
    static int64_t at;
    struct timespec now, up;
    if (at == 0 && clock_gettime(CLOCK_REALTIME, &now) == 0 &&
        clock_gettime(CLOCK_BOOTTIME, &up) == 0)
        at = ((int64_t)now.tv_sec - up.tv_sec) * 1000000000 + now.tv_nsec - up.tv_nsec;
    return at;
}

// The n-th blank-separated field of /proc/PID/stat behind the name, which may hold anything.
static uint64_t stat_field(struct str behind_name, unsigned n)
{
    struct str word;
    uint64_t value = 0;
    for (unsigned i = 0; i <= n; i++)
        if (!str_word(&behind_name, " ", &word))
            return 0;
    return str_to_u64(word, &value) ? value : 0;
}

// comm, parent, terminal and start time; fields are counted from the state (proc(5): field 3).
static bool read_stat(int dir, struct os_process *p, struct arena *a)
{
    char raw[STAT_MAX];
    ssize_t n = read_at(dir, "stat", raw, sizeof raw);
    if (n <= 0)
        return false;
    struct str all = {raw, (size_t)n};
    size_t open = str_chr(all, '('), close = str_rchr(all, ')');
    if (open == STR_NOWHERE || close == STR_NOWHERE || close < open)
        return false;
    struct str rest = str_from(all, close + 1);
    if (a)
        p->comm = str_dup(str_slice(all, open + 1, close), a);
    p->ended = str_starts(str_trim(rest), STR("Z"));
    p->kernel = stat_field(rest, 6) & KERNEL_THREAD;
    p->parent = (int32_t)stat_field(rest, 1);
    p->terminal = stat_field(rest, 4) != 0;
    p->start_ticks = stat_field(rest, 19);
    long tick = sysconf(_SC_CLK_TCK);
    p->started_ns = boot_ns() + (int64_t)(p->start_ticks * (1000000000u / (uint64_t)tick));
    return true;
}

static bool is_mine(int dir)
{
    struct stat st;
    return fstat(dir, &st) == 0 && st.st_uid == geteuid();
}

// The kernel writes " (deleted)" behind a directory that is no more.
static void read_cwd(int dir, struct os_process *p, struct arena *a)
{
    char path[4096];
    ssize_t n = readlinkat(dir, "cwd", path, sizeof path);
    struct str cwd = {path, n > 0 ? (size_t)n : 0}, mark = STR(" (deleted)");
    struct stat st;
    p->cwd_gone = str_ends(cwd, mark) && fstatat(dir, "cwd", &st, 0) == 0 && st.st_nlink == 0;
    if (p->cwd_gone)
        cwd.n -= mark.n;
    p->cwd = cwd.n ? str_dup(cwd, a) : STR_NONE;
}

static struct str read_args(int dir, struct arena *a)
{
    char raw[ARGS_MAX];
    ssize_t n = read_at(dir, "cmdline", raw, sizeof raw);
    return n > 0 ? str_dup((struct str){raw, (size_t)n}, a) : STR_NONE;
}

static bool below(struct str path, struct str root)
{
    return root.n && str_starts(path, root) && (path.n == root.n || path.p[root.n] == '/');
}

// A link of /proc/PID, relative to /proc; "" when it may not be read.
static struct str read_link(int proc, const char *pid, const char *name, char *to, size_t room)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", pid, name);
    ssize_t n = readlinkat(proc, path, to, room);
    return (struct str){to, n > 0 ? (size_t)n : 0};
}

// By the program's file: the link is one system call, where the process's own name is three.
static bool named(struct str exe, const char *const *names)
{
    size_t slash = str_rchr(exe, '/');
    for (; slash != STR_NOWHERE && names && *names; names++)
        if (str_eq(str_from(exe, slash + 1), str_of(*names)))
            return true;
    return false;
}

// Two links, and no more for most of the machine's processes. What is said of one that stays is
// read again through its own directory: the number may have gone to another by then.
static bool of_interest(int proc, const char *pid, struct str root, const char *const *names)
{
    char path[4096];
    return below(read_link(proc, pid, "cwd", path, sizeof path), root) ||
           (names && named(read_link(proc, pid, "exe", path, sizeof path), names));
}

static void keep_one(int32_t pid, struct os_processes *out, struct arena *a)
{
    int dir = open_process(pid);
    if (dir < 0)
        return;
    struct os_process p = {.pid = pid, .mine = is_mine(dir)};
    if (p.mine && read_stat(dir, &p, a)) {
        read_cwd(dir, &p, a);
        p.args = read_args(dir, a);
        *arena_push(out, a) = p;
    }
    close(dir);
}

struct os_processes os_processes_in(struct str root, const char *const *names, size_t most,
                                    struct arena *a)
{
    struct os_processes out = {0};
    DIR *proc = opendir("/proc");
    struct dirent *e;
    uint64_t pid, own = (uint64_t)getpid();
    while (proc && !out.cut && (e = readdir(proc))) {
        if (!str_to_u64(str_of(e->d_name), &pid) || pid == own)
            continue;
        if (of_interest(dirfd(proc), e->d_name, root, names))
            keep_one((int32_t)pid, &out, a);
        out.cut = out.n == most;
    }
    if (proc)
        closedir(proc);
    return out;
}

bool os_process_get(int32_t pid, struct os_process *out, struct arena *a)
{
    int dir = open_process(pid);
    if (dir < 0)
        return false;
    *out = (struct os_process){.pid = pid, .mine = is_mine(dir)};
    bool found = read_stat(dir, out, a);
    read_cwd(dir, out, a);
    out->args = read_args(dir, a);
    close(dir);
    return found;
}

enum os_environ_state os_environ(const struct os_process *p, struct str *block, struct arena *a)
{
    int dir = open_process(p->pid);
    if (dir < 0)
        return OS_ENVIRON_GONE;
    struct os_process now = {0};
    char *raw = arena_many(a, char, BLOCK_MAX);
    bool same = read_stat(dir, &now, NULL) && now.start_ticks == p->start_ticks;
    ssize_t n = same ? read_at(dir, "environ", raw, BLOCK_MAX) : -1;
    same = same && read_stat(dir, &now, NULL) && now.start_ticks == p->start_ticks;
    close(dir);
    if (!same)
        return OS_ENVIRON_GONE;
    if (n < 0)
        return OS_ENVIRON_DENIED;
    *block = (struct str){raw, (size_t)n};
    a->at = (unsigned char *)raw + n; // the unused rest is given back
    return OS_ENVIRON_OK;
}

// ---- listening ports: /proc/net/tcp{,6} names inodes, /proc/PID/fd names sockets by inode ----

struct listening {
    uint32_t port;
    uint64_t inode;
};

enum { LISTENING_MAX = 512 };

struct listenings {
    struct listening items[LISTENING_MAX];
    size_t n;
};

static uint32_t hex_port(struct str address)
{
    size_t colon = str_rchr(address, ':');
    uint32_t port = 0;
    if (colon == STR_NOWHERE)
        return 0;
    for (size_t i = colon + 1; i < address.n && byte_is_hex(address.p[i]); i++)
        port = port << 4 | (uint32_t)byte_hex(address.p[i]);
    return port & 0xffff;
}

// Lines are "sl local remote st tx:rx tr:tm retrnsmt uid timeout inode"; 0A is LISTEN.
static bool parse_listening(struct str line, struct listening *out)
{
    struct str word, local = STR_NONE, state = STR_NONE;
    for (unsigned i = 0; str_word(&line, " ", &word); i++) {
        if (i == 1)
            local = word;
        else if (i == 3)
            state = word;
        else if (i == 9)
            return str_eq(state, STR("0A")) && (out->port = hex_port(local)) &&
                   str_to_u64(word, &out->inode);
    }
    return false;
}

static void read_listening(const char *path, struct listenings *out)
{
    FILE *f = fopen(path, "re");
    char line[512];
    while (f && out->n < LISTENING_MAX && fgets(line, sizeof line, f))
        out->n += parse_listening(str_trim(str_of(line)), &out->items[out->n]);
    if (f)
        fclose(f);
}

static void all_listening(struct listenings *out)
{
    out->n = 0;
    read_listening("/proc/net/tcp", out);
    read_listening("/proc/net/tcp6", out);
}

static const struct listening *listening_of_fd(int fds, const char *name,
                                               const struct listenings *list)
{
    char target[64];
    uint64_t inode;
    ssize_t len = readlinkat(fds, name, target, sizeof target);
    struct str link = {target, len > 0 ? (size_t)len : 0};
    if (!str_starts(link, STR("socket:[")) || !str_to_u64(str_slice(link, 8, link.n - 1), &inode))
        return NULL;
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].inode == inode)
            return &list->items[i];
    return NULL;
}

uint32_t os_listening_port(int32_t pid)
{
    struct listenings list;
    all_listening(&list);
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *fds = list.n ? opendir(path) : NULL;
    const struct listening *found = NULL;
    struct dirent *e;
    while (fds && !found && (e = readdir(fds)))
        found = listening_of_fd(dirfd(fds), e->d_name, &list);
    if (fds)
        closedir(fds);
    return found ? found->port : 0;
}

bool os_port_held(uint32_t port)
{
    struct listenings list;
    all_listening(&list);
    for (size_t i = 0; i < list.n; i++)
        if (list.items[i].port == port)
            return true;
    return false;
}

// Adds what the process has open of that port.
static size_t sockets_of(int32_t pid, uint32_t port, const struct listenings *list,
                         struct os_listener *out, size_t most)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *fds = opendir(path);
    struct dirent *e;
    size_t n = 0;
    while (fds && n < most && (e = readdir(fds))) {
        const struct listening *socket = listening_of_fd(dirfd(fds), e->d_name, list);
        if (socket && socket->port == port)
            out[n++] = (struct os_listener){.pid = pid, .socket = socket->inode};
    }
    if (fds)
        closedir(fds);
    return n;
}

size_t os_port_listeners(uint32_t port, struct os_listener *out, size_t most)
{
    struct listenings list;
    all_listening(&list);
    DIR *proc = opendir("/proc");
    struct dirent *e;
    size_t n = 0;
    while (proc && list.n && n < most && (e = readdir(proc))) {
        uint64_t pid;
        if (str_to_u64(str_of(e->d_name), &pid))
            n += sockets_of((int32_t)pid, port, &list, out + n, most - n);
    }
    if (proc)
        closedir(proc);
    return n;
}
