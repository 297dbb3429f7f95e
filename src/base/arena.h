// SPDX-License-Identifier: MIT
// Memory. One arena lives as long as the run; functions that return data take `struct arena *`.
//
// An arena is one contiguous reservation and two pointers, so a *copy* of it is a scratch arena:
// pass `struct arena scratch` by value, and what the callee takes is given back when it returns.
// It may begin in a room that the caller has at hand, and goes on in its reservation when that is
// full: a run at every prompt then touches no page table of its own.
// Nothing is ever freed one by one. Reaching the ceiling is the only out-of-memory path: it ends
// the program with one message and status 2.
#ifndef NEXOENV_BASE_ARENA_H
#define NEXOENV_BASE_ARENA_H

#include <stddef.h>

struct arena_span {
    unsigned char *beg, *end;
};

struct arena {
    unsigned char *at;      // next free byte
    unsigned char *end;     // first byte beyond the span in use
    struct arena_span room; // where it begins; the caller's, maybe empty
    struct arena_span rest; // the reservation
    unsigned char *fence;   // under AddressSanitizer: poisoned up to here
};

// Reserves `ceiling` bytes of address space; pages cost nothing until touched. Ends the program
// when the system refuses.
struct arena arena_new(size_t ceiling);

// The same, beginning in the `n` bytes of `room` (NULL with 0: none), which must outlive it.
struct arena arena_begin(void *room, size_t n, size_t ceiling);

// Overwrites everything ever taken from the arena with zeros, so that secrets do not outlive it.
void arena_wipe(struct arena *a);

// Overwrites a room with zeros, used or not: a scratch arena may have gone beyond the mark.
void arena_wipe_span(struct arena_span span);

// Gives the reservation back; the room stays the caller's. Wipes first.
void arena_free(struct arena *a);

// Returns `count * size` zeroed bytes aligned to `align` (a power of two). Never NULL.
void *arena_take(struct arena *a, size_t size, size_t align, size_t count);

// Bytes still to be had in one piece; lets a parser refuse an input instead of hitting the ceiling.
size_t arena_left(const struct arena *a);

#define arena_one(a, T)     ((T *)arena_take((a), sizeof(T), _Alignof(T), 1))
#define arena_many(a, T, n) ((T *)arena_take((a), sizeof(T), _Alignof(T), (n)))

// Growing arrays, one shape everywhere: `T *items; size_t n, cap;` inside a struct.
// arena_push(&list, arena) makes room for one more and yields a pointer to it (zeroed).
#define arena_push(list, a)                                                                        \
    ((list)->n < (list)->cap ? (list)->items + (list)->n++                                         \
                             : (arena_grow((void **)&(list)->items, (list)->n, &(list)->cap,       \
                                           sizeof(*(list)->items), (a)),                           \
                                (list)->items + (list)->n++))

// Moves `*items` (n used) to a place with at least twice the room. Used through arena_push.
void arena_grow(void **items, size_t n, size_t *cap, size_t size, struct arena *a);

#endif
