// SPDX-License-Identifier: MIT
#include "base/index.h"

// Seeded by where the arena lies, so that nobody can write names that all collide.
static uint64_t hash(const struct index *x, struct str s)
{
    uint64_t h = 0xcbf29ce484222325u ^ (uint64_t)(uintptr_t)x->slots;
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
        h ^= h >> 29;
    }
    return h ^ h >> 32;
}

// Where `key` stands, or the free slot where it would.
static uint32_t *slot(const struct index *x, struct str key)
{
    size_t mask = x->slots_n - 1;
    for (size_t i = hash(x, key) & mask;; i = (i + 1) & mask) {
        uint32_t at = x->slots[i];
        if (at == 0 || str_eq(x->items[at - 1].key, key))
            return &x->slots[i];
    }
}

static void widen(struct index *x, struct arena *a)
{
    x->slots_n = x->slots_n ? x->slots_n * 2 : 16;
    x->slots = arena_many(a, uint32_t, x->slots_n);
    for (size_t i = 0; i < x->n; i++)
        *slot(x, x->items[i].key) = (uint32_t)i + 1;
}

size_t *index_at(struct index *x, struct str key, struct arena *a)
{
    if (2 * (x->n + 1) > x->slots_n)
        widen(x, a);
    uint32_t *at = slot(x, key);
    if (!*at) {
        *arena_push(x, a) = (struct index_item){key, STR_NOWHERE};
        *at = (uint32_t)x->n;
    }
    return &x->items[*at - 1].at;
}

size_t index_find(const struct index *x, struct str key)
{
    uint32_t at = x->slots_n ? *slot(x, key) : 0;
    return at ? x->items[at - 1].at : STR_NOWHERE;
}
