// SPDX-License-Identifier: MIT
// Running programs. A process is looked at through one descriptor of its /proc folder, and its
// start time is compared before and after, so a number that was used again is never mixed up.
// Processes of another uid are not read, also not by root, unless asked for by number (DESIGN 8).
#ifndef NEXOENV_OS_PROC_H
#define NEXOENV_OS_PROC_H

#include "base/arena.h"
#include "base/str.h"

struct os_process {
    int32_t pid, parent;
    bool mine;            // same effective uid
    bool terminal;        // has a controlling terminal
    bool ended;           // a zombie: nothing is left but its exit status
    bool kernel;          // a thread of the kernel
    bool cwd_gone;        // its working directory was deleted; `cwd` is where it was
    struct str comm;      // at most 15 bytes
    struct str args;      // arguments joined by NUL, at most 4 KiB; absent when not read
    struct str cwd;       // absent: denied
    int64_t started_ns;   // Unix nanoseconds
    uint64_t start_ticks; // identity: the kernel's own start time
};

struct os_processes {
    struct os_process *items;
    size_t n, cap;
    bool cut; // more than `most`
};

// Processes of this uid whose working directory lies in `root`, or whose program stands in `names`
// (C strings, NULL at the end; may be NULL). At most `most` are kept; arguments are read for
// those alone.
struct os_processes os_processes_in(struct str root, const char *const *names, size_t most,
                                    struct arena *a);
// One process by number, whoever owns it. False: there is none.
bool os_process_get(int32_t pid, struct os_process *out, struct arena *a);
// Who of the processes that may be looked at listens on a TCP port: a row for each of their sockets.
// Forked workers share one; with SO_REUSEPORT, or one on IPv4 and one on IPv6, there are several.
struct os_listener {
    int32_t pid;
    uint64_t socket;
};
size_t os_port_listeners(uint32_t port, struct os_listener *out, size_t most);
bool os_port_held(uint32_t port); // somebody listens on it, whoever it is
// First TCP port that the process listens on, 0: none.
uint32_t os_listening_port(int32_t pid);

enum os_environ_state { OS_ENVIRON_OK, OS_ENVIRON_DENIED, OS_ENVIRON_GONE };
// The block handed over at exec, at most 1 MiB, NUL separated; `a` should be the secrets' arena.
// GONE when the process ended or the number belongs to another one now.
enum os_environ_state os_environ(const struct os_process *p, struct str *block, struct arena *a);

#endif
