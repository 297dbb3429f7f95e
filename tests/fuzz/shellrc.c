// SPDX-License-Identifier: MIT
// The first byte chooses the shell.
#include "parse/shellrc.h"
#include "parse/names.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const paths[] = {".bashrc", "config.fish", "fish_variables"};
    if (n == 0)
        return 0;
    struct arena a = arena_new((size_t)256 << 20);
    struct str text = {(const char *)data + 1, n - 1};
    struct shellrc rc = shellrc_read(text, str_of(paths[data[0] % 3]), &a);
    for (size_t i = 0; i < rc.n; i++)
        assert(name_relevant(rc.items[i].name) && rc.items[i].loc.line > 0);
    arena_free(&a);
    return 0;
}
