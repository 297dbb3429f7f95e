// SPDX-License-Identifier: MIT
// A part of the work in a process of its own, which may be left behind.
#include "os/os.h"

#include <errno.h>
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

static size_t read_answer(int fd, char *to, size_t max)
{
    size_t n = 0;
    while (n < max) {
        ssize_t got = read(fd, to + n, max - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    return n;
}

int os_apart(unsigned deadline_ms, int (*work)(void *), void *with)
{
    int fds[2], status = 0;
    char answer[ANSWER_MAX];
    os_deadline(deadline_ms);
    if (pipe2(fds, O_CLOEXEC) != 0)
        return work(with);
    struct part part = {fds[1], deadline_ms, work, with};
    pid_t pid = start(&part);
    close(fds[1]);
    size_t n = pid < 0 ? 0 : read_answer(fds[0], answer, sizeof answer);
    close(fds[0]);
    if (pid < 0)
        return work(with);
    if (waitpid(pid, &status, 0) == pid && !WIFEXITED(status))
        return -1;
    return os_write_all(STDOUT_FILENO, (struct str){answer, n}) ? WEXITSTATUS(status) : -1;
}
