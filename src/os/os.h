// SPDX-License-Identifier: MIT
// The platform seam. linux*.c is the real one; none.c says "not available" to everything and so
// describes the interface. Nothing here interprets what it reads.
#ifndef NEXOENV_OS_OS_H
#define NEXOENV_OS_OS_H

#include "base/arena.h"
#include "base/str.h"
#include "model/snapshot.h"

enum { OS_FILE_MAX = 1 << 20 }; // nothing larger is read (DESIGN 8)

enum os_read_flag {
    OS_NOFOLLOW = 1, // the last part of the path must not be a symbolic link
    OS_MINE = 2,     // only when it belongs to this user or root; else SEEN_DENIED, "not yours"
    OS_HEAD = 4,     // what is longer than `max` is cut (SEEN_PARTIAL), not refused
    OS_NOLINKS = 8,  // no part of the path may be a symbolic link, else `is_link` and no bytes;
                     // so says also a kernel that cannot tell
};

struct os_file {
    enum seen state; // complete, partial, denied, absent, failed
    const char *why; // static words for all but complete: "a FIFO", "larger than 1 MiB"
    bool is_dir, is_link;
    bool mine;     // belongs to this user or root
    uint32_t mode; // permission bits
    uint64_t size;
    int64_t mtime_ns; // as fstat said before the first byte was read
};

// Reads a regular file, never blocking on FIFOs or devices, at most `max` bytes. `bytes` is taken
// from `a` and absent unless the state is complete or partial.
struct os_file os_read(const char *path, unsigned flags, size_t max, struct arena *a,
                       struct str *bytes);
// The same without reading; follows links.
struct os_file os_stat(const char *path);
// The path itself is there: a link without a target, too.
bool os_there(const char *path);
// The path itself, not what a link leads to, belongs to this very user and is a directory or a
// regular file.
bool os_is_own(const char *path, bool directory);
// Absolute path without links; absent when it does not exist.
struct str os_realpath(const char *path, struct arena *a);
struct str os_cwd(struct arena *a);
bool os_chdir(const char *path);
// Names in a directory, without "." and "..", in the order of the directory, at most `most`.
// False when it cannot be read.
bool os_list(const char *path, size_t most, struct strs *names, struct arena *a);
// Own files (DESIGN 8): directories 0700, file 0600, owner checked, temporary file and rename.
// False with errno set.
bool os_write_own(const char *path, struct str bytes);
// The same, but what is there already stays, and the answer is false.
bool os_write_new(const char *path, struct str bytes);
bool os_make_own_dir(const char *path); // with its parents
bool os_remove(const char *path);
// An empty own file with this very modification time, unless it is there already.
bool os_stamp(const char *path, int64_t mtime_ns);
// True for NFS, CIFS, FUSE and the like, where a look at a file may hang.
bool os_is_remote(const char *path);

int64_t os_now_ns(void);               // wall clock, Unix nanoseconds
int64_t os_mono_ns(void);              // monotonic
int32_t os_utc_offset(int64_t now_ns); // seconds of the local time zone
bool os_random(void *p, size_t n);
void os_undumpable(void);
void os_drop_pages(void *p, size_t n); // their content is gone afterwards

// `n` bytes of zeros at hand; NULL when the system refuses. What a page fault costs is most of what a
// short run costs: this saves a dozen in one system call.
void *os_room(size_t n);
bool os_is_root(void);
bool os_is_tty(int fd);
unsigned os_columns(int fd); // 0 unknown
// Kills the process after this time whatever it waits for; 0 disarms (hooks: shell-hooks.md 4.1).
void os_deadline(unsigned ms);
// Something is mounted here of which a look may wait for somebody else.
bool os_may_hang(void);
// Runs `work` in a process of its own, passes on what it writes, and answers with its status; -1 when
// it died or the time was over. What waits for a mount that took the question and never answers
// cannot be killed: so the process that the shell waits for is another one, and the deadline ends
// both as far as they can be ended. Where no such mount is there, this process does it.
int os_apart(unsigned deadline_ms, int (*work)(void *), void *with);
// A crash becomes a plain exit: fish tells every death by a signal of that kind at the prompt.
void os_crash_quietly(void);

// Standard descriptors that are closed are opened on /dev/null, so that no file takes their place.
void os_claim_std(void);
bool os_write_all(int fd, struct str bytes); // false: errno set
// At most `most` bytes, up to the end. `failed`: an error ended it, errno set; what came before counts.
size_t os_read_all(int fd, char *to, size_t most, bool *failed);
// All of standard input up to `max` bytes; absent when it cannot be read.
struct str os_read_input(size_t max, struct arena *a);
// Standard input is a terminal and somebody has typed, or is pasting, something not yet read.
bool os_input_waiting(void);
// A number that names the terminal on that descriptor; 0: no terminal.
uint64_t os_terminal_id(int fd);

// What everybody may see of a process. False when it is gone or may not be looked at. pid 0: ours.
struct os_kin {
    struct str comm; // "bash"; a login shell's begins with '-' in argv only
    int32_t parent, session;
    int64_t start_ns; // Unix nanoseconds
};
bool os_kin(int32_t pid, struct os_kin *out, struct arena *a);
bool os_in_container(void);
bool os_in_wsl(void);

// One non-blocking connect to a loopback address, at most 50 ms.
// The address as the system writes it; absent: it is none.
struct str os_address_text(struct str text, struct arena *a);
int os_loopback(struct str host, uint32_t port); // enum of struct listener

// A helper program: git or gsettings (DESIGN 8), found through absolute entries of `path` that do
// not lie below `not_below`. Absent when there is none.
struct str os_program(struct str path, const char *name, struct str not_below, struct arena *a);
struct os_run {
    const char *program; // absolute
    const char *const *argv;
    char *const *envp;
    const char *dir;  // working directory; NULL: this one
    struct str input; // on stdin; absent: /dev/null
    unsigned ms;      // killed after that
    size_t most;      // bytes of output; more is cut and said
    // Takes standard output as it comes; it is then neither kept nor counted. NULL: kept.
    void (*sink)(void *ctx, struct str bytes);
    void *sink_ctx;
};
struct os_ran {
    bool started, timed_out, cut;
    bool found; // there is a program; one that is not `started` is refused by the system
    int status; // exit status; -1: a signal
    struct str out, err;
};
struct os_ran os_run(const struct os_run *run, struct arena *a);
// The same in two halves, for a program that works while we do. `ms` begins with os_finish, which
// every child that was started needs; a second call answers that nothing was started.
struct os_child {
    int pid; // -1: none runs
    int in, out, err;
};
struct os_child os_start(const struct os_run *run);
struct os_ran os_finish(const struct os_run *run, struct os_child *c, struct arena *a);

#endif
