// SPDX-License-Identifier: MIT
// The first byte chooses the language.
#include "parse/source.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const names[] = {"a.py", "a.js", "a.go", "a.rb", "a.php", "a.sh", "a.rs"};
    if (n == 0)
        return 0;
    struct arena a = arena_new((size_t)16 << 20), scratch = arena_new((size_t)256 << 20);
    struct source_facts out = {0};
    size_t which = data[0] % (sizeof names / sizeof *names);
    source_read((struct str){(const char *)data + 1, n - 1}, str_of(names[which]),
                STR("api.nexorouter.com"), &out, &a, scratch);
    for (size_t i = 0; i < out.n; i++)
        assert(out.items[i].loc.line > 0 && out.items[i].text.n <= 512);
    arena_free(&scratch);
    arena_free(&a);
    return 0;
}
