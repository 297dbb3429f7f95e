// SPDX-License-Identifier: MIT
#include "parse/snippet.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = arena_new((size_t)256 << 20);
    struct snippet s;
    struct problem problem = {0};
    if (snippet_read((struct str){(const char *)data, n}, STR("s"), &s, &a, &problem))
        assert(str_of(s.key_last4).n == 0 || str_of(s.key_last4).n == 4);
    else
        assert(problem.text.n > 0);
    arena_free(&a);
    return 0;
}
