// SPDX-License-Identifier: MIT
// What is read must be written so that it reads back to the same text.
#include "parse/snapshot.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)512 << 20);
    struct snapshot s, t;
    struct problem problem = {0};
    if (snapshot_read((struct str){(const char *)data, n}, STR("s"), &s, &a, &problem)) {
        struct str text = snapshot_write(&s, &a);
        assert(snapshot_read(text, STR("s"), &t, &a, &problem));
        assert(str_eq(text, snapshot_write(&t, &a)));
    } else {
        assert(problem.text.n > 0);
    }
    arena_free(&a);
    return 0;
}
