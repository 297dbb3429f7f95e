// SPDX-License-Identifier: MIT
// A part of the work in a process of its own, which may be left behind.
#include "os/os.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 16, STACK = 8 << 20 };

struct part {
    int out_end, err_end; // err_end: -1 leaves it as it is
    unsigned deadline_ms;
    int (*work)(void *);
    void *with;
};

// The other process: it holds nothing of a pipe that the caller reads to its end.
static int do_it(void *part)
{
    struct part *p = part;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    os_deadline(p->deadline_ms); // timers are not inherited
    if (dup2(p->out_end, STDOUT_FILENO) < 0 ||
        (p->err_end >= 0 && dup2(p->err_end, STDERR_FILENO) < 0))
        _exit(70);
    _exit(p->work(p->with));
}

// The memory is shared: to copy it would cost more than the work. This process touches none of it
// until the other one is gone.
static pid_t start(struct part *p)
{
#ifdef __SANITIZE_ADDRESS__ // knows one stack for each process
    pid_t pid = fork();
    if (pid == 0)
        do_it(p);
    return pid;
#else
    char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    return stack == MAP_FAILED ? -1 : clone(do_it, stack + STACK, CLONE_VM | SIGCHLD, p);
#endif
}

// File systems that answer by themselves. Of any other, a look may wait for somebody else.
static bool is_local(struct str type)
{
    static const char local[][16] = {
        "ext4",     "ext3",    "ext2",        "xfs",      "btrfs",      "zfs",       "f2fs",
        "bcachefs", "vfat",    "exfat",       "ntfs3",    "squashfs",   "erofs",     "iso9660",
        "overlay",  "aufs",    "tmpfs",       "ramfs",    "devtmpfs",   "devpts",    "proc",
        "sysfs",    "cgroup",  "cgroup2",     "mqueue",   "hugetlbfs",  "debugfs",   "tracefs",
        "configfs", "fusectl", "binfmt_misc", "efivarfs", "securityfs", "selinuxfs", "pstore",
        "bpf",      "nsfs",    "rootfs"};
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        if (str_eq(type, str_of(local[i])))
            return true;
    return false;
}

// proc_pid_mountinfo(5): "36 35 98:0 / /mnt rw,noatime shared:1 - ext4 /dev/root rw".
static bool lines_are_local(struct str *bytes)
{
    struct str line;
    while (str_chr(*bytes, '\n') != STR_NOWHERE && str_cut(bytes, '\n', &line)) {
        size_t at = str_find(line, STR(" - "));
        struct str type = at == STR_NOWHERE ? STR("") : str_from(line, at + 3);
        if (!is_local(str_slice(type, 0, str_chr(type, ' '))))
            return false;
    }
    return true;
}

bool os_may_hang(void)
{
    char buf[4096];
    size_t have = 0;
    ssize_t n = -1;
    bool local = true;
    int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && local && (n = read(fd, buf + have, sizeof buf - have)) > 0) {
        struct str bytes = {buf, have + (size_t)n};
        local = lines_are_local(&bytes);
        memmove(buf, bytes.p, bytes.n);
        have = bytes.n; // of a line that goes on
    }
    if (fd >= 0)
        close(fd);
    return !local || n != 0 || have != 0;
}

static void read_some(struct pollfd *p, char *to, size_t *n)
{
    ssize_t got = p->revents ? read(p->fd, to + *n, ANSWER_MAX - *n) : -1;
    if (got > 0)
        *n += (size_t)got;
    if (got == 0 || *n == ANSWER_MAX)
        p->fd = -1; // the end
}

struct answers {
    char out[ANSWER_MAX], err[ANSWER_MAX];
    size_t out_n, err_n;
};

// False when the time is over before both have ended.
static bool read_answers(int out, int err, unsigned ms, struct answers *to)
{
    struct pollfd p[] = {{.fd = out, .events = POLLIN}, {.fd = err, .events = POLLIN}};
    int64_t end = os_mono_ns() + (int64_t)ms * 1000000;
    while (p[0].fd >= 0 || p[1].fd >= 0) {
        int64_t left = end - os_mono_ns();
        if (left <= 0)
            return false;
        if (poll(p, 2, (int)(left / 1000000) + 1) <= 0)
            continue;
        read_some(&p[0], to->out, &to->out_n);
        read_some(&p[1], to->err, &to->err_n);
    }
    return true;
}

// The two pipes; an error output that is a terminal stays what it is. No more than both or none.
static bool open_pipes(int out[2], int err[2])
{
    if (pipe2(out, O_CLOEXEC) != 0)
        return false;
    if (isatty(STDERR_FILENO) || pipe2(err, O_CLOEXEC) == 0)
        return true;
    close(out[0]);
    close(out[1]);
    return false;
}

int os_apart(unsigned deadline_ms, int (*work)(void *), void *with)
{
    int out[2], err[2] = {-1, -1}, status = 0;
    static struct answers answers;
    if (!os_may_hang() || !open_pipes(out, err)) {
        os_deadline(deadline_ms);
        return work(with);
    }
    struct part part = {out[1], err[1], deadline_ms, work, with};
    pid_t pid = start(&part);
    close(out[1]);
    if (err[1] >= 0)
        close(err[1]);
    if (pid < 0) {
        os_deadline(deadline_ms);
        return work(with);
    }
    if (!read_answers(out[0], err[0], deadline_ms, &answers)) {
        kill(pid, SIGKILL); // and nobody waits for it: it may never come back
        return -1;
    }
    if (waitpid(pid, &status, 0) == pid && !WIFEXITED(status))
        return -1;
    bool all = os_write_all(STDERR_FILENO, (struct str){answers.err, answers.err_n}) &&
               os_write_all(STDOUT_FILENO, (struct str){answers.out, answers.out_n});
    return all ? WEXITSTATUS(status) : -1;
}
