// SPDX-License-Identifier: MIT
#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Under AddressSanitizer every block is followed by a poisoned gap, so an overrun is still seen. What
// is free is poisoned for FENCE bytes ahead alone: all of a reservation would be 128 MB of shadow
// memory to write at every start, ten times what the rest of the program costs there.
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define GAP   16u
#define FENCE ((size_t)1 << 20)
static void poison(void *p, size_t n)
{
    ASAN_POISON_MEMORY_REGION(p, n);
}
static void unpoison(void *p, size_t n)
{
    ASAN_UNPOISON_MEMORY_REGION(p, n);
}
static void fence(struct arena *a)
{
    size_t left = (size_t)(a->end - a->at), ahead = left < FENCE ? left : FENCE;
    if (a->at + ahead <= a->fence)
        return;
    ahead = left < 2 * FENCE ? left : 2 * FENCE;
    size_t n = (size_t)(a->at + ahead - a->fence) & ~(size_t)15; // half a shadow byte cannot be set
    poison(a->fence, n);
    a->fence += n;
}
#else
#define GAP 0u
static void poison(void *p, size_t n)
{
    (void)p, (void)n;
}
static void unpoison(void *p, size_t n)
{
    (void)p, (void)n;
}
static void fence(struct arena *a)
{
    (void)a;
}
#endif

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "nexoenv: error: out of memory (the input is too large)\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    _exit(2);
}

struct arena arena_new(size_t ceiling)
{
    void *p = mmap(NULL, ceiling, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        out_of_memory();
    struct arena a = {.at = p, .end = (unsigned char *)p + ceiling, .beg = p, .fence = p};
    fence(&a);
    return a;
}

void arena_wipe(struct arena *a)
{
    size_t used = (size_t)(a->at - a->beg);
    unpoison(a->beg, used);
    // Through a volatile pointer: the compiler may not drop a store that nobody reads.
    volatile unsigned char *p = a->beg;
    for (size_t i = 0; i < used; i++)
        p[i] = 0;
    poison(a->beg, used);
    a->at = a->beg;
}

void arena_free(struct arena *a)
{
    if (!a->beg)
        return;
    arena_wipe(a);
    unpoison(a->beg, (size_t)(a->end - a->beg)); // a copy's fence may have gone further than ours
    munmap(a->beg, (size_t)(a->end - a->beg));
    a->beg = a->at = a->end = a->fence = NULL;
}

void *arena_take(struct arena *a, size_t size, size_t align, size_t count)
{
    assert(align && (align & (align - 1)) == 0);
    size_t pad = (size_t)(-(uintptr_t)a->at & (align - 1));
    size_t room = (size_t)(a->end - a->at);
    if (room < pad + GAP || (size && count > (room - pad - GAP) / size))
        out_of_memory();
    unsigned char *p = a->at + pad;
    size_t n = size * count;
    a->at = p + n + GAP;
    fence(a);
    unpoison(p, n);
    poison(p + n, GAP); // a scratch copy may have used it
    return memset(p, 0, n);
}

size_t arena_left(const struct arena *a)
{
    return (size_t)(a->end - a->at);
}

void arena_grow(void **items, size_t n, size_t *cap, size_t size, struct arena *a)
{
    // Thousands of lists hold one or two items: the first room is a cache line, or two large items.
    size_t first = size < 32 ? 64 / size : 2;
    size_t more = *cap ? *cap * 2 : first;
    void *p = arena_take(a, size, _Alignof(max_align_t), more);
    if (n)
        memcpy(p, *items, n * size);
    *items = p;
    *cap = more;
}
