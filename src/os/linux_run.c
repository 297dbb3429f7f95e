// SPDX-License-Identifier: MIT
// Helper programs and one connect.
#include "os/os.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool loopback_address(struct str host, uint32_t port, struct sockaddr_storage *to,
                             socklen_t *n)
{
    char text[64];
    if (host.n >= sizeof text)
        return false;
    memcpy(text, host.p ? host.p : "", host.n);
    text[host.n] = '\0';
    memset(to, 0, sizeof *to);
    struct sockaddr_in *v4 = (struct sockaddr_in *)to;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)to;
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons((uint16_t)port);
        *n = sizeof *v4;
        return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    }
    if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons((uint16_t)port);
        *n = sizeof *v6;
        return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
    }
    return false;
}

struct str os_address_text(struct str text, struct arena *a)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    char z[INET6_ADDRSTRLEN];
    int family = str_chr(text, ':') == STR_NOWHERE ? AF_INET : AF_INET6;
    if (text.n >= sizeof z)
        return STR_NONE;
    memcpy(z, text.p ? text.p : "", text.n);
    z[text.n] = '\0';
    if (inet_pton(family, z, bytes) != 1 || !inet_ntop(family, bytes, z, sizeof z))
        return STR_NONE;
    return str_dup(str_of(z), a);
}

static int connect_once(struct str host, uint32_t port)
{
    struct sockaddr_storage to;
    socklen_t n;
    if (port == 0 || port > 65535 || !loopback_address(host, port, &to, &n))
        return LISTENER_UNKNOWN;
    int fd = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return LISTENER_UNKNOWN;
    int result = LISTENER_UNKNOWN, error = 0;
    if (connect(fd, (struct sockaddr *)&to, n) != 0) {
        error = errno;
        struct pollfd p = {.fd = fd, .events = POLLOUT};
        socklen_t size = sizeof error;
        if (error == EINPROGRESS && poll(&p, 1, 50) == 1)
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0)
        result = LISTENER_OPEN;
    else if (error == ECONNREFUSED)
        result = LISTENER_CLOSED;
    close(fd);
    return result;
}

// A name stands for both families: open when one of them answers.
int os_loopback(struct str host, uint32_t port)
{
    if (str_has_any(host, ":") || byte_is_digit(host.n ? host.p[0] : 'x'))
        return connect_once(host, port);
    int v4 = connect_once(STR("127.0.0.1"), port);
    return v4 == LISTENER_OPEN || connect_once(STR("::1"), port) != LISTENER_OPEN ? v4
                                                                                  : LISTENER_OPEN;
}

static bool below(struct str path, struct str dir)
{
    return dir.n > 1 && str_starts(path, dir) && (path.n == dir.n || path.p[dir.n] == '/');
}

struct str os_program(struct str path, const char *name, struct str not_below, struct arena *a)
{
    struct str dir;
    while (str_cut(&path, ':', &dir)) {
        if (dir.n == 0 || dir.p[0] != '/')
            continue;
        struct str file = str_fmt(a, "%.*s/%s", STR_ARG(dir), name);
        struct stat st;
        if (access(str_z(file, a), X_OK) != 0)
            continue;
        // Where it really lies counts: a link in a system directory may point into the project.
        struct str real = os_realpath(str_z(file, a), a);
        if (str_present(real) && !below(file, not_below) && !below(real, not_below) &&
            stat(real.p, &st) == 0 && S_ISREG(st.st_mode))
            return str_of(str_z(file, a));
    }
    return STR_NONE;
}

// Pipes: [0] stdin, [1] stdout, [2] stderr; [i][0] is the read end.
static void close_pipes(int pipes[3][2])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 2; j++)
            if (pipes[i][j] >= 0)
                close(pipes[i][j]);
}

// The child's part, in our memory until it has become the program: nothing but system calls.
static _Noreturn void become(const struct os_run *run, int pipes[3][2], volatile int *failed)
{
    sigset_t none;
    sigemptyset(&none);
    setpgid(0, 0);
    dup2(pipes[0][0], 0);
    dup2(pipes[1][1], 1);
    dup2(pipes[2][1], 2);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (!run->dir || chdir(run->dir) == 0)
        execve(run->program, (char *const *)(uintptr_t)run->argv, run->envp);
    *failed = 1;
    _exit(127);
}

// vfork() and not posix_spawn(), which asks after all 64 signals, one call each, and maps a stack.
// We stand still meanwhile, and no signal may wake a handler of ours in the child.
static pid_t spawn(const struct os_run *run, int pipes[3][2])
{
    volatile int failed = 0;
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t pid = vfork();
    if (pid == 0)
        become(run, pipes, &failed);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (pid > 0 && failed) {
        waitpid(pid, NULL, 0);
        pid = -1;
    }
    return pid;
}

struct pump {
    int fd;
    struct buf out;
    const struct os_run *run; // whose sink takes the bytes; NULL: they are kept
};

static void pump_read(struct pump *p, size_t most, bool *cut)
{
    char chunk[65536];
    ssize_t n = read(p->fd, chunk, sizeof chunk);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        close(p->fd);
        p->fd = -1;
        return;
    }
    if (p->run && p->run->sink) {
        p->run->sink(p->run->sink_ctx, (struct str){chunk, (size_t)n});
        return;
    }
    size_t room = most - p->out.n;
    if ((size_t)n > room)
        *cut = true;
    buf_add(&p->out, (struct str){chunk, (size_t)n > room ? room : (size_t)n});
}

static void pump_write(int *fd, struct str *input)
{
    ssize_t n = input->n ? write(*fd, input->p, input->n) : 0;
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n > 0)
        *input = str_from(*input, (size_t)n);
    if (n < 0 || input->n == 0) {
        close(*fd);
        *fd = -1;
    }
}

// Feeds and drains until both outputs end, the time is over, or there is too much.
static void pump_all(const struct os_run *run, int in, struct pump pumps[2], struct os_ran *ran)
{
    int64_t end = os_mono_ns() + (int64_t)run->ms * 1000000;
    struct str input = run->input;
    while (!ran->cut && (pumps[0].fd >= 0 || pumps[1].fd >= 0)) {
        int64_t left = (end - os_mono_ns()) / 1000000;
        struct pollfd p[3] = {{.fd = pumps[0].fd, .events = POLLIN},
                              {.fd = pumps[1].fd, .events = POLLIN},
                              {.fd = in, .events = POLLOUT}};
        int n = left > 0 ? poll(p, 3, (int)left) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            ran->timed_out = true;
            break;
        }
        for (int i = 0; i < 2; i++)
            if (p[i].fd >= 0 && p[i].revents)
                pump_read(&pumps[i], run->most, &ran->cut);
        if (in >= 0 && p[2].revents)
            pump_write(&in, &input);
    }
    if (in >= 0)
        close(in);
}

// Closing its outputs is not ending: a program that lives on is killed all the same.
static bool ends_within(pid_t pid, unsigned ms)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd p = {.fd = fd, .events = POLLIN};
    bool ended = fd < 0 || poll(&p, 1, (int)ms) == 1;
    if (fd >= 0)
        close(fd);
    return ended;
}

static void wait_for(pid_t pid, unsigned ms, struct os_ran *ran)
{
    if (ran->timed_out || ran->cut || !ends_within(pid, ms))
        kill(-pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    ran->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Whoever started us may ignore SIGCHLD: then the exit status would be lost. So it is not ignored
// while a child runs.
static struct {
    unsigned running;
    struct sigaction before;
} children;

static void child_comes(void)
{
    struct sigaction normal = {.sa_handler = SIG_DFL};
    if (children.running++ == 0)
        sigaction(SIGCHLD, &normal, &children.before);
}

static void child_went(void)
{
    if (--children.running == 0)
        sigaction(SIGCHLD, &children.before, NULL);
}

// What surely fits into the pipe is there before the program is: it need not wait for os_finish.
// We hold both ends, so neither waiting nor SIGPIPE can come of it.
static bool handed_over(int fd, struct str input)
{
    return input.n <= PIPE_BUF && write(fd, input.p, input.n) == (ssize_t)input.n;
}

struct os_child os_start(const struct os_run *run)
{
    struct os_child c = {.pid = -1, .in = -1, .out = -1, .err = -1};
    int pipes[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    bool ok = true;
    for (int i = 0; i < 3; i++)
        ok = pipe2(pipes[i], O_CLOEXEC) == 0 && ok;
    bool fed = ok && (!run->input.n || handed_over(pipes[0][1], run->input));
    child_comes();
    if (ok)
        c.pid = spawn(run, pipes);
    if (c.pid < 0) {
        close_pipes(pipes);
        child_went();
        return c;
    }
    close(pipes[0][0]);
    close(pipes[1][1]);
    close(pipes[2][1]);
    c.in = pipes[0][1];
    c.out = pipes[1][0];
    c.err = pipes[2][0];
    fcntl(c.in, F_SETFL, O_NONBLOCK);
    if (run->sink) // much will come: fewer turns between the two
        fcntl(c.out, F_SETPIPE_SZ, 1 << 20);
    if (fed) {
        close(c.in);
        c.in = -1;
    }
    return c;
}

struct os_ran os_finish(const struct os_run *run, struct os_child *c, struct arena *a)
{
    struct os_ran ran = {.found = run->program, .status = -1, .out = STR_NONE, .err = STR_NONE};
    if (c->pid < 0)
        return ran;
    ran.started = true;
    // Writing to a program that has ended must not end us.
    struct sigaction ignore = {.sa_handler = SIG_IGN}, pipe_before;
    sigaction(SIGPIPE, &ignore, &pipe_before);
    struct pump pumps[2] = {{c->out, buf_in(a), run}, {c->err, buf_in(a), NULL}};
    pump_all(run, c->in, pumps, &ran);
    for (int i = 0; i < 2; i++)
        if (pumps[i].fd >= 0)
            close(pumps[i].fd);
    wait_for(c->pid, run->ms, &ran);
    sigaction(SIGPIPE, &pipe_before, NULL);
    child_went();
    ran.out = buf_str(&pumps[0].out);
    ran.err = buf_str(&pumps[1].out);
    c->pid = -1;
    return ran;
}

struct os_ran os_run(const struct os_run *run, struct arena *a)
{
    struct os_child c = os_start(run);
    return os_finish(run, &c, a);
}
