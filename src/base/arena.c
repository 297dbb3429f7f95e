// SPDX-License-Identifier: MIT
#include "base/arena.h"

#include <assert.h>
#include <stdbool.h>
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

// A room of no bytes is passed over: the arena is in its reservation from the beginning.
static void enter(struct arena *a, struct arena_span span)
{
    a->at = a->fence = span.beg;
    a->end = span.end;
    fence(a);
}

static bool in_room(const struct arena *a)
{
    return a->end == a->room.end;
}

struct arena arena_begin(void *room, size_t n, size_t ceiling)
{
    void *p = mmap(NULL, ceiling, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        out_of_memory();
    struct arena a = {.rest = {p, (unsigned char *)p + ceiling}};
    if (n)
        a.room = (struct arena_span){room, (unsigned char *)room + n};
    enter(&a, n ? a.room : a.rest);
    return a;
}

struct arena arena_new(size_t ceiling)
{
    return arena_begin(NULL, 0, ceiling);
}

void arena_wipe_span(struct arena_span span)
{
    size_t used = (size_t)(span.end - span.beg);
    if (!used)
        return;
    unpoison(span.beg, used);
    memset(span.beg, 0, used);
    // The compiler may not drop stores that nobody reads.
    __asm__ volatile("" : : "r"(span.beg) : "memory");
    poison(span.beg, used);
}

void arena_wipe(struct arena *a)
{
    bool inside = in_room(a);
    struct arena_span first = inside ? a->room : a->rest;
    arena_wipe_span((struct arena_span){first.beg, a->at});
    a->at = first.beg;
    if (!inside && a->room.beg) {
        arena_wipe_span(a->room);
        enter(a, a->room);
    }
}

// A copy's fence may have gone further than ours.
static void open_span(struct arena_span s)
{
    if (s.beg)
        unpoison(s.beg, (size_t)(s.end - s.beg));
}

void arena_free(struct arena *a)
{
    if (!a->rest.beg)
        return;
    arena_wipe(a);
    open_span(a->room);
    open_span(a->rest);
    munmap(a->rest.beg, (size_t)(a->rest.end - a->rest.beg));
    *a = (struct arena){0};
}

// Where `n` bytes of this alignment begin; NULL when the span in use has not so many.
static unsigned char *place(const struct arena *a, size_t size, size_t align, size_t count)
{
    size_t pad = (size_t)(-(uintptr_t)a->at & (align - 1));
    size_t room = (size_t)(a->end - a->at);
    if (room < pad + GAP || (size && count > (room - pad - GAP) / size))
        return NULL;
    return a->at + pad;
}

void *arena_take(struct arena *a, size_t size, size_t align, size_t count)
{
    assert(align && (align & (align - 1)) == 0);
    unsigned char *p = place(a, size, align, count);
    if (!p && in_room(a)) {
        enter(a, a->rest);
        p = place(a, size, align, count);
    }
    if (!p)
        out_of_memory();
    size_t n = size * count;
    a->at = p + n + GAP;
    fence(a);
    unpoison(p, n);
    poison(p + n, GAP); // a scratch copy may have used it
    return memset(p, 0, n);
}

size_t arena_left(const struct arena *a)
{
    return in_room(a) ? (size_t)(a->rest.end - a->rest.beg) : (size_t)(a->end - a->at);
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
