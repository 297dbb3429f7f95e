// SPDX-License-Identifier: MIT
// Pages: brought in many at a time, and dropped.
#include "os/os.h"

#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22 // Linux 5.14
#endif

void os_drop_pages(void *p, size_t n)
{
    madvise(p, n, MADV_DONTNEED);
}

void os_load_ahead(void)
{
    const ElfW(Phdr) *h = (const void *)getauxval(AT_PHDR);
    size_t n = getauxval(AT_PHNUM);
    if (!h || getauxval(AT_PHENT) != sizeof *h)
        return;
    uintptr_t beg = (uintptr_t)h & ~(uintptr_t)4095, end = beg;
    // The first program header stands in the first page of the first segment, which begins at 0.
    for (size_t i = 0; i < n; i++)
        if (h[i].p_type == PT_LOAD && !(h[i].p_flags & PF_W) && beg + h[i].p_vaddr >= end)
            end = beg + h[i].p_vaddr + h[i].p_memsz;
    madvise((void *)beg, end - beg, MADV_POPULATE_READ);
}

void *os_room(size_t n)
{
    void *p =
        mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}
