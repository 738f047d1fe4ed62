/* Counts every operation by which a program changes a disk, and kills it or lets one fail at the step that is asked for.
   Loaded before libc (LD_PRELOAD), so that what SQLite itself writes is counted too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, TORN, IO_ERROR, FULL, READ_ERROR };
enum { OTHER, WRITES, READS };

static int kind;
static long at, count;

void trust_arm(int new_kind, long new_at) { count = 0; at = new_at; kind = new_kind; }
long trust_count(void) { return count; }

/* Whether this operation is to fail; errno says why. `half` is set where half of it is to be written before the kill. */
static int fails(int what, int *half) {
    if (kind == OFF || (what == READS) != (kind == READ_ERROR)) return 0;
    count++;
    if (kind == COUNT || count < at) return 0;
    if (kind == FULL) {
        if (what != WRITES) return 0;
        errno = ENOSPC;
        return 1;
    }
    if (count > at) return 0;
    if (kind == KILL || (kind == TORN && !half)) kill(getpid(), SIGKILL);
    if (kind == TORN) { *half = 1; return 0; }
    errno = EIO;
    return 1;
}

static void die(void) { kill(getpid(), SIGKILL); }

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define WRITER(name, params, cut, all) \
    ssize_t name params { \
        REAL(name); int half = 0; \
        if (fails(WRITES, &half)) return -1; \
        if (half) { real cut; die(); } \
        return real all; \
    }
WRITER(write, (int fd, const void *buf, size_t n), (fd, buf, n / 2), (fd, buf, n))
WRITER(pwrite, (int fd, const void *buf, size_t n, off_t o), (fd, buf, n / 2, o), (fd, buf, n, o))
WRITER(pwrite64, (int fd, const void *buf, size_t n, off64_t o), (fd, buf, n / 2, o), (fd, buf, n, o))

#define READER(name, params, args) ssize_t name params { REAL(name); return fails(READS, 0) ? -1 : real args; }
READER(pread, (int fd, void *buf, size_t n, off_t o), (fd, buf, n, o))
READER(pread64, (int fd, void *buf, size_t n, off64_t o), (fd, buf, n, o))

#define PLAIN(what, name, params, args) int name params { REAL(name); return fails(what, 0) ? -1 : real args; }
PLAIN(OTHER, fsync, (int fd), (fd))
PLAIN(OTHER, fdatasync, (int fd), (fd))
PLAIN(WRITES, ftruncate, (int fd, off_t n), (fd, n))
PLAIN(WRITES, ftruncate64, (int fd, off64_t n), (fd, n))
PLAIN(OTHER, rename, (const char *a, const char *b), (a, b))
PLAIN(OTHER, renameat, (int d, const char *a, int e, const char *b), (d, a, e, b))
PLAIN(WRITES, link, (const char *a, const char *b), (a, b))
PLAIN(WRITES, linkat, (int d, const char *a, int e, const char *b, int f), (d, a, e, b, f))
PLAIN(OTHER, unlink, (const char *a), (a))
PLAIN(OTHER, unlinkat, (int d, const char *a, int f), (d, a, f))
PLAIN(WRITES, mkdir, (const char *a, mode_t m), (a, m))
PLAIN(WRITES, mkdirat, (int d, const char *a, mode_t m), (d, a, m))
PLAIN(OTHER, chmod, (const char *a, mode_t m), (a, m))
PLAIN(OTHER, fchmod, (int fd, mode_t m), (fd, m))

#define OPENER(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
        if ((flags & O_CREAT) && fails(WRITES, 0)) return -1; \
        return real(path, flags, mode); \
    }
OPENER(open)
OPENER(open64)

#define OPENER_AT(name) \
    int name(int d, const char *path, int flags, ...) { \
        REAL(name); va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
        if ((flags & O_CREAT) && fails(WRITES, 0)) return -1; \
        return real(d, path, flags, mode); \
    }
OPENER_AT(openat)
OPENER_AT(openat64)
