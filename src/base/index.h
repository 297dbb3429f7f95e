// SPDX-License-Identifier: MIT
// Which place has this name: a table for lists that are too long to be searched once an item.
#ifndef NEXOENV_BASE_INDEX_H
#define NEXOENV_BASE_INDEX_H

#include "base/arena.h"
#include "base/str.h"

struct index {
    struct index_item {
        struct str key; // a view: lives as long as the index
        size_t at;
    } * items;
    size_t n, cap;
    uint32_t *slots; // place in items + 1; 0: free
    size_t slots_n;
};

// Where the value of that key is kept; a new key begins with STR_NOWHERE.
size_t *index_at(struct index *x, struct str key, struct arena *a);
// The value, STR_NOWHERE for a key that is not there.
size_t index_find(const struct index *x, struct str key);

#endif
