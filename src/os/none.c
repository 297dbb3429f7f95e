// SPDX-License-Identifier: MIT
// A platform that offers nothing: every look says "not available". Lets the rest build and be read
// anywhere, and is the plainest description of os.h.
#include "os/os.h"

static const struct os_file nothing = {.state = SEEN_FAILED, .why = "not available here"};

struct os_file os_read(const char *path, unsigned flags, size_t max, struct arena *a,
                       struct str *bytes)
{
    (void)path, (void)flags, (void)max, (void)a;
    *bytes = STR_NONE;
    return nothing;
}

bool os_there(const char *path)
{
    (void)path;
    return false;
}

struct os_file os_stat(const char *path)
{
    (void)path;
    return nothing;
}

struct str os_address_text(struct str text, struct arena *a)
{
    (void)text, (void)a;
    return STR_NONE;
}

bool os_is_own(const char *path, bool directory)
{
    (void)path, (void)directory;
    return false;
}

struct str os_realpath(const char *path, struct arena *a)
{
    (void)path, (void)a;
    return STR_NONE;
}

struct str os_cwd(struct arena *a)
{
    (void)a;
    return STR_NONE;
}

bool os_chdir(const char *path)
{
    (void)path;
    return false;
}

bool os_list(const char *path, size_t most, struct strs *names, struct arena *a)
{
    (void)path, (void)most, (void)names, (void)a;
    return false;
}

bool os_write_own(const char *path, struct str bytes)
{
    (void)path, (void)bytes;
    return false;
}

bool os_write_new(const char *path, struct str bytes)
{
    (void)path, (void)bytes;
    return false;
}

bool os_make_own_dir(const char *path)
{
    (void)path;
    return false;
}

bool os_remove(const char *path)
{
    (void)path;
    return false;
}

bool os_stamp(const char *path, int64_t mtime_ns)
{
    (void)path, (void)mtime_ns;
    return false;
}

bool os_is_remote(const char *path)
{
    (void)path;
    return true;
}

int64_t os_now_ns(void)
{
    return 0;
}

int64_t os_mono_ns(void)
{
    return 0;
}

int32_t os_utc_offset(int64_t now_ns)
{
    (void)now_ns;
    return 0;
}

bool os_random(void *p, size_t n)
{
    (void)p, (void)n;
    return false;
}

void os_undumpable(void)
{
}

void os_drop_pages(void *p, size_t n)
{
    (void)p, (void)n;
}

void *os_room(size_t n)
{
    (void)n;
    return NULL;
}

bool os_is_root(void)
{
    return false;
}

bool os_is_tty(int fd)
{
    (void)fd;
    return false;
}

unsigned os_columns(int fd)
{
    (void)fd;
    return 0;
}

void os_crash_quietly(void)
{
}

void os_deadline(unsigned ms)
{
    (void)ms;
}

bool os_may_hang(void)
{
    return false;
}

int os_apart(unsigned deadline_ms, int (*work)(void *), void *with)
{
    (void)deadline_ms;
    return work(with);
}

void os_claim_std(void)
{
}

bool os_write_all(int fd, struct str bytes)
{
    return fwrite(bytes.p, 1, bytes.n, fd == 2 ? stderr : stdout) == bytes.n;
}

size_t os_read_all(int fd, char *to, size_t most, bool *failed)
{
    *failed = fd != 0;
    return fd == 0 ? fread(to, 1, most, stdin) : 0;
}

struct str os_read_input(size_t max, struct arena *a)
{
    char *p = arena_many(a, char, max + 1);
    return (struct str){p, fread(p, 1, max, stdin)};
}

bool os_input_waiting(void)
{
    return false;
}

uint64_t os_terminal_id(int fd)
{
    (void)fd;
    return 0;
}

bool os_kin(int32_t pid, struct os_kin *out, struct arena *a)
{
    (void)pid, (void)out, (void)a;
    return false;
}

bool os_in_container(void)
{
    return false;
}

bool os_in_wsl(void)
{
    return false;
}

int os_loopback(struct str host, uint32_t port)
{
    (void)host, (void)port;
    return LISTENER_UNKNOWN;
}

struct str os_program(struct str path, const char *name, struct str not_below, struct arena *a)
{
    (void)path, (void)name, (void)not_below, (void)a;
    return STR_NONE;
}

struct os_ran os_run(const struct os_run *run, struct arena *a)
{
    (void)run, (void)a;
    return (struct os_ran){.status = -1};
}

struct os_child os_start(const struct os_run *run)
{
    (void)run;
    return (struct os_child){.pid = -1, .in = -1, .out = -1, .err = -1};
}

struct os_ran os_finish(const struct os_run *run, struct os_child *c, struct arena *a)
{
    (void)c;
    return os_run(run, a);
}
