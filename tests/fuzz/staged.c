// SPDX-License-Identifier: MIT
// The staged scan over any bytes: in one piece and in pieces it never reads past an end, and keys
// that it knows are found alike.
#include "parse/staged.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena all;
    if (!all.rest.beg)
        all = arena_new((size_t)256 << 20);
    struct arena a = all;
    struct staged_ask ask = {.api_host = STR("api.nexorouter.com"),
                             .website_host = STR("nexorouter.com")};
    staged_know(&ask, STR("sk-nexo-TEST01aB3dE5fG7hJ9kL1"), STR("NEXOROUTER_API_KEY"), &a);
    strs_add(&ask.key_variables, STR("NEXOROUTER_API_KEY"), &a);
    strs_add(&ask.key_variables, STR("OPENAI_API_KEY"), &a);
    // A copy without room behind it: the sanitizer sees every byte too far.
    char *copy = malloc(size ? size : 1);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    struct str text = {copy, size};
    staged_read_allow(&ask, text, &a);
    struct staged_scanner *s = staged_scanner(&ask, &a);
    struct staged out = {0};
    staged_begin(s, STR("f.js"));
    if (staged_feed(s, text, true, &out, &a) != size)
        abort();
    for (size_t i = 0; i < out.n; i++)
        if (out.items[i].loc.line == 0 && memchr(copy, 0, size) == NULL)
            abort();
    free(copy);
    return 0;
}
