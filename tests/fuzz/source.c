// SPDX-License-Identifier: MIT
// The first byte chooses the language.
#include "parse/source.h"
#include "parse/dotenv_calls.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct str environment(void *ctx, struct str name)
{
    (void)ctx;
    return str_eq(name, STR("MODE")) ? STR("../x") : STR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const names[] = {"a.py",  "a.js", "a.go", "a.rb",
                                        "a.php", "a.sh", "a.rs", "d/a.ipynb"};
    if (n == 0)
        return 0;
    struct arena a = arena_new((size_t)16 << 20), scratch = arena_new((size_t)256 << 20);
    struct source_facts out = {0};
    struct dotenv_calls calls = {0};
    size_t which = data[0] % (sizeof names / sizeof *names);
    struct str text = {(const char *)data + 1, n - 1}, name = str_of(names[which]);
    source_read(text, name, STR("api.nexorouter.com"), &out, &a, scratch);
    for (size_t i = 0; i < out.n; i++)
        assert(out.items[i].loc.line > 0 && out.items[i].text.n <= 512);
    dotenv_calls_read(text, name, environment, NULL, &calls, &a, scratch);
    for (size_t i = 0; i < calls.n; i++)
        assert(calls.items[i].loc.line > 0);
    arena_free(&scratch);
    arena_free(&a);
    return 0;
}
