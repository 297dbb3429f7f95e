// SPDX-License-Identifier: MIT
// Any bytes as git's index and as its configuration: what is read are clean relative paths.
#include "parse/gitindex.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)64 << 20);
    char *copy = malloc(n ? n : 1); // without room behind it
    if (!copy)
        return 0;
    memcpy(copy, data, n);
    struct str bytes = {copy, n};
    struct strs names = {0};
    (void)gitconfig_is_plain(bytes);
    if (gitindex_read(bytes, 100, &names, &a))
        for (size_t i = 0; i < names.n; i++)
            assert(names.items[i].n && names.items[i].p[0] != '/');
    free(copy);
    arena_free(&a);
    return 0;
}
