// SPDX-License-Identifier: MIT
// A part of the work in a process of its own, which may be left behind.
#include "os/os.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MAX = 16384, STACK = 8 << 20 };

struct part {
    int pipe_end;
    unsigned deadline_ms;
    int (*work)(void *);
    void *with;
};

// The other process: it holds nothing of the pipe that the shell reads to its end.
static int do_it(void *part)
{
    struct part *p = part;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    os_deadline(p->deadline_ms); // timers are not inherited
    if (dup2(p->pipe_end, STDOUT_FILENO) < 0)
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

// Nothing is mounted here that may not answer.
static bool nothing_hangs(void)
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
    return local && n == 0 && have == 0;
}

// Passes the other process's answer on. -1: it died, or nobody takes it.
static int pass_on(pid_t pid, int fd)
{
    char answer[ANSWER_MAX];
    bool failed = false;
    int status = 0;
    size_t n = os_read_all(fd, answer, sizeof answer, &failed);
    if (waitpid(pid, &status, 0) == pid && !WIFEXITED(status))
        return -1;
    return os_write_all(STDOUT_FILENO, (struct str){answer, n}) ? WEXITSTATUS(status) : -1;
}

int os_apart(unsigned deadline_ms, int (*work)(void *), void *with)
{
    int fds[2];
    os_deadline(deadline_ms);
    if (nothing_hangs() || pipe2(fds, O_CLOEXEC) != 0)
        return work(with);
    struct part part = {fds[1], deadline_ms, work, with};
    pid_t pid = start(&part);
    close(fds[1]);
    int status = pid < 0 ? work(with) : pass_on(pid, fds[0]);
    close(fds[0]);
    return status;
}
