// SPDX-License-Identifier: MIT
// Pages: brought in many at a time, and dropped.
#include "os/os.h"

#include <sys/mman.h>

void os_drop_pages(void *p, size_t n)
{
    madvise(p, n, MADV_DONTNEED);
}

void *os_room(size_t n)
{
    void *p =
        mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}
