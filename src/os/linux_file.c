// SPDX-License-Identifier: MIT
// Files: opened without blocking, stat'ed before the first byte, bounded.
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static const char *kind_of(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR: return "a directory";
    case S_IFIFO: return "a FIFO";
    case S_IFSOCK: return "a socket";
    case S_IFCHR:
    case S_IFBLK: return "a device";
    case S_IFLNK: return "a symbolic link";
    default: return "not a regular file";
    }
}

static void describe(struct os_file *f, const struct stat *st)
{
    f->is_dir = S_ISDIR(st->st_mode);
    f->mine = st->st_uid == geteuid() || st->st_uid == 0;
    f->mode = st->st_mode & 07777;
    f->size = (uint64_t)st->st_size;
    f->mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static void refuse(struct os_file *f, enum seen state, const char *why)
{
    f->state = state;
    f->why = why;
}

static void refuse_errno(struct os_file *f, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: refuse(f, SEEN_ABSENT, "absent"); break;
    case EACCES:
    case EPERM: refuse(f, SEEN_DENIED, "permission denied"); break;
    case ELOOP: refuse(f, SEEN_FAILED, "a symbolic link that may not be followed"); break;
    case ENAMETOOLONG: refuse(f, SEEN_FAILED, "a name too long"); break;
    case ENXIO:
    case ENODEV: refuse(f, SEEN_FAILED, "a device or socket"); break;
    default: refuse(f, SEEN_FAILED, "cannot be opened"); break;
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

// A file under /proc has size 0 and bytes all the same, and any file may grow while it is read:
// the read decides, not the size.
static void read_open(int fd, unsigned flags, size_t max, struct os_file *f, struct arena *a,
                      struct str *bytes)
{
    size_t room = f->size > max ? max : smaller(f->size ? (size_t)f->size : 4096, max), n = 0;
    char *p = arena_many(a, char, room + 1);
    bool failed = false;
    while ((n += os_read_all(fd, p + n, room + 1 - n, &failed)) > room && room < max && !failed) {
        size_t more = smaller(room * 4, max);
        char *larger = arena_many(a, char, more + 1);
        memcpy(larger, p, n);
        p = larger;
        room = more;
    }
    f->state = SEEN_COMPLETE;
    if (failed) {
        refuse(f, SEEN_FAILED, "cannot be read");
    } else if (n > max) {
        n = max;
        refuse(f, flags & OS_HEAD ? SEEN_PARTIAL : SEEN_FAILED, "larger than 1 MiB");
    }
    if (f->state <= SEEN_PARTIAL)
        *bytes = (struct str){p, n};
}

// In one call what realpath() needs one for each part of the path for. An old kernel, or a filter
// over the calls, refuses it: then the path counts as one with links.
static int open_without_links(const char *path, int flags)
{
    struct open_how how = {.flags = (uint64_t)flags, .resolve = RESOLVE_NO_SYMLINKS};
    return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

static bool means_links(int error)
{
    return error == ELOOP || error == ENOSYS || error == EPERM || error == EAGAIN ||
           error == EINVAL || error == E2BIG;
}

struct os_file os_read(const char *path, unsigned flags, size_t max, struct arena *a,
                       struct str *bytes)
{
    struct os_file f = {.state = SEEN_COMPLETE};
    *bytes = STR_NONE;
    // O_NONBLOCK: a FIFO without a writer must not hold us. O_NOCTTY: nor a terminal take us.
    int how = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (flags & OS_NOFOLLOW ? O_NOFOLLOW : 0);
    int fd = flags & OS_NOLINKS ? open_without_links(path, how) : open(path, how);
    if (fd < 0) {
        f.is_link = flags & OS_NOLINKS && means_links(errno);
        refuse_errno(&f, errno);
        return f;
    }
    struct stat st;
    if (fstat(fd, &st) != 0)
        refuse(&f, SEEN_FAILED, "cannot be read");
    else if (describe(&f, &st), !S_ISREG(st.st_mode))
        refuse(&f, SEEN_FAILED, kind_of(st.st_mode));
    else if (flags & OS_MINE && !f.mine)
        refuse(&f, SEEN_DENIED, "not yours");
    else if (f.size > max && !(flags & OS_HEAD))
        refuse(&f, SEEN_FAILED, "larger than 1 MiB");
    else
        read_open(fd, flags, max, &f, a, bytes);
    close(fd);
    return f;
}

struct os_file os_stat(const char *path)
{
    struct os_file f = {.state = SEEN_COMPLETE};
    struct stat st;
    if (stat(path, &st) != 0) {
        refuse_errno(&f, errno);
        return f;
    }
    describe(&f, &st);
    if (!S_ISREG(st.st_mode))
        refuse(&f, SEEN_FAILED, kind_of(st.st_mode));
    else if (access(path, R_OK) != 0)
        refuse(&f, SEEN_DENIED, "permission denied");
    return f;
}

bool os_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

bool os_is_own(const char *path, bool directory)
{
    struct stat st;
    return lstat(path, &st) == 0 && st.st_uid == geteuid() &&
           (directory ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));
}

struct str os_realpath(const char *path, struct arena *a)
{
    char real[PATH_MAX];
    return realpath(path, real) ? str_dup(str_of(real), a) : STR_NONE;
}

// PATH_MAX bytes of the stack would be a page that nothing else touches.
struct str os_cwd(struct arena *a)
{
    char *path = arena_many(a, char, PATH_MAX);
    return getcwd(path, PATH_MAX) && path[0] == '/' ? str_of(path) : STR_NONE;
}

bool os_chdir(const char *path)
{
    return chdir(path) == 0;
}

// getdents64 by itself: readdir() would bring a heap to life for one buffer.
struct entry {
    uint64_t inode;
    int64_t offset;
    uint16_t size;
    uint8_t kind;
    char name[];
};

bool os_list(const char *path, size_t most, struct strs *names, struct arena *a)
{
    _Alignas(struct entry) char chunk[2048]; // more would be a page of the stack for most
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    long n = 0;
    while (names->n < most && (n = syscall(SYS_getdents64, fd, chunk, sizeof chunk)) > 0)
        for (long at = 0; at < n && names->n < most;) {
            const struct entry *e = (const struct entry *)(const void *)(chunk + at);
            struct str name = str_of(e->name);
            if (!str_eq(name, STR(".")) && !str_eq(name, STR("..")))
                strs_add(names, str_dup(name, a), a);
            at += e->size;
        }
    close(fd);
    return n >= 0;
}

// A directory of ours: exists, is one, belongs to us, and nobody else may write there.
static bool own_dir(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return false;
    if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid() || st.st_mode & 022) {
        errno = EPERM;
        return false;
    }
    return true;
}

bool os_make_own_dir(const char *path)
{
    char part[PATH_MAX];
    size_t n = strlen(path);
    if (n >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (size_t i = 1; i < n; i++) {
        if (path[i] != '/')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return false;
    }
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return false;
    return own_dir(path);
}

// link() instead of rename(): the first of two that come at the same time wins.
static bool publish_new(const char *temporary, const char *path)
{
    bool ok = link(temporary, path) == 0;
    int error = errno;
    unlink(temporary);
    errno = error;
    return ok;
}

static bool publish(const char *temporary, const char *path)
{
    return rename(temporary, path) == 0;
}

static bool write_with(const char *path, struct str bytes,
                       bool (*step)(const char *temporary, const char *path))
{
    char dir[PATH_MAX], temporary[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash - path) >= sizeof dir) {
        errno = EINVAL;
        return false;
    }
    memcpy(dir, path, (size_t)(slash - path));
    dir[slash - path] = '\0';
    if (!os_make_own_dir(dir))
        return false;
    if (snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid()) >=
        (int)sizeof temporary)
        return false;
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool ok = os_write_all(fd, bytes);
    ok = close(fd) == 0 && ok && step(temporary, path);
    if (!ok) {
        int error = errno;
        unlink(temporary);
        errno = error;
    }
    return ok;
}

bool os_write_own(const char *path, struct str bytes)
{
    return write_with(path, bytes, publish);
}

bool os_write_new(const char *path, struct str bytes)
{
    return write_with(path, bytes, publish_new);
}

bool os_remove(const char *path)
{
    return unlink(path) == 0;
}

bool os_stamp(const char *path, int64_t mtime_ns)
{
    struct stat st;
    if (lstat(path, &st) == 0)
        return S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
               (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec == mtime_ns;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    int64_t s = mtime_ns / 1000000000, ns = mtime_ns % 1000000000;
    if (ns < 0) {
        ns += 1000000000;
        s--;
    }
    struct timespec times[2] = {{.tv_sec = s, .tv_nsec = ns}, {.tv_sec = s, .tv_nsec = ns}};
    bool ok = futimens(fd, times) == 0;
    close(fd);
    if (!ok)
        unlink(path);
    return ok;
}

bool os_is_remote(const char *path)
{
    struct statfs st;
    if (statfs(path, &st) != 0)
        return false;
    switch ((unsigned long)st.f_type) {
    case 0x6969:     // NFS
    case 0xff534d42: // CIFS
    case 0xfe534d42: // SMB2
    case 0x517b:     // SMB
    case 0x5346414f: // AFS
    case 0x65735546: // FUSE
    case 0x01021997: // 9p
    case 0x00c36400: // Ceph
        return true;
    default: return false;
    }
}
