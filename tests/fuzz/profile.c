// SPDX-License-Identifier: MIT
// What reads must be written so that it reads back to the same text.
#include "parse/profile.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)256 << 20);
    struct profile p = profile_none(), q = profile_none();
    struct problem problem = {0};
    if (profile_read((struct str){(const char *)data, n}, STR("p"), &p, &a, &problem)) {
        struct str text = profile_write(&p, STR_NONE, &a);
        assert(profile_read(text, STR("p"), &q, &a, &problem));
        assert(str_eq(text, profile_write(&q, STR_NONE, &a)));
    } else {
        assert(problem.text.n > 0);
    }
    arena_free(&a);
    return 0;
}
