// SPDX-License-Identifier: MIT
// Clock, terminal, randomness, the process itself, its parent.
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
// The leak checker attaches to the process, which an undumpable one does not allow.
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
#endif

// The kernel's call itself where it is the same: the vdso is quicker from the second look on, but
// its pages cost more than the two looks of a run.
static int64_t clock_ns(clockid_t id)
{
    struct timespec t;
#ifdef __LP64__
    if (syscall(SYS_clock_gettime, id, &t) != 0)
#else
    if (clock_gettime(id, &t) != 0)
#endif
        return 0;
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t os_now_ns(void)
{
    return clock_ns(CLOCK_REALTIME);
}

int64_t os_mono_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

int32_t os_utc_offset(int64_t now_ns)
{
    time_t seconds = (time_t)(now_ns / 1000000000);
    struct tm tm;
    return localtime_r(&seconds, &tm) ? (int32_t)tm.tm_gmtoff : 0;
}

bool os_random(void *p, size_t n)
{
    return getrandom(p, n, 0) == (ssize_t)n;
}

void os_undumpable(void)
{
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

bool os_is_root(void)
{
    return geteuid() == 0;
}

bool os_is_tty(int fd)
{
    return isatty(fd) == 1;
}

unsigned os_columns(int fd)
{
    struct winsize size = {0};
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void os_deadline(unsigned ms)
{
    struct itimerval t = {.it_value = {.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000}};
    signal(SIGALRM, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    setitimer(ITIMER_REAL, &t, NULL);
}

static void die_quietly(int number)
{
    (void)number;
    _exit(70);
}

void os_crash_quietly(void)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        signal(numbers[i], die_quietly);
}

void os_claim_std(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
            // The lowest free number is this one: those below are open. Closed again for a program
            // that we become.
            int ignored = open("/dev/null", (fd == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC);
            (void)ignored;
        }
}

bool os_write_all(int fd, struct str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n < 0)
            return false;
        bytes = str_from(bytes, (size_t)n);
    }
    return true;
}

size_t os_read_all(int fd, char *to, size_t most, bool *failed)
{
    size_t n = 0;
    ssize_t got = 1;
    while (n < most && got != 0) {
        got = read(fd, to + n, most - n);
        *failed = got < 0 && errno != EINTR;
        if (*failed)
            break;
        n += got > 0 ? (size_t)got : 0;
    }
    return n;
}

struct str os_read_input(size_t max, struct arena *a)
{
    char *p = arena_many(a, char, max + 1);
    bool failed = false;
    size_t n = os_read_all(STDIN_FILENO, p, max, &failed);
    return failed ? STR_NONE : (struct str){p, n};
}

bool os_input_waiting(void)
{
    int n = 0;
    return isatty(STDIN_FILENO) && ioctl(STDIN_FILENO, FIONREAD, &n) == 0 && n > 0;
}

uint64_t os_terminal_id(int fd)
{
    struct stat st;
    return isatty(fd) && fstat(fd, &st) == 0 ? (uint64_t)st.st_rdev : 0;
}

// /proc/PID/stat: the name in parentheses may hold anything, so fields are counted from the last
// ')'. 4 parent, 6 session, 22 start in clock ticks since boot.
static bool read_kin(struct str stat, struct os_kin *out)
{
    size_t open = str_chr(stat, '('), close = str_rchr(stat, ')');
    if (open == STR_NOWHERE || close == STR_NOWHERE || close < open)
        return false;
    out->comm = str_slice(stat, open + 1, close);
    struct str rest = str_from(stat, close + 1), field;
    uint64_t n[23] = {0};
    for (int i = 3; i <= 22; i++) {
        if (!str_word(&rest, " ", &field))
            return false;
        (void)str_to_u64(field, &n[i]); // some may be negative; those that are read are not
    }
    long hz = sysconf(_SC_CLK_TCK);
    if (hz <= 0)
        return false;
    int64_t boot = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_BOOTTIME);
    out->parent = (int32_t)n[4];
    out->session = (int32_t)n[6];
    out->start_ns = boot + (int64_t)(n[22] * (1000000000 / (uint64_t)hz));
    return true;
}

bool os_kin(int32_t pid, struct os_kin *out, struct arena *a)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid ? (long)pid : (long)getpid());
    struct str stat;
    os_read(path, OS_HEAD, 4096, a, &stat);
    return str_present(stat) && read_kin(stat, out);
}

bool os_in_container(void)
{
    return access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0;
}

bool os_in_wsl(void)
{
    return access("/run/WSL", F_OK) == 0;
}
