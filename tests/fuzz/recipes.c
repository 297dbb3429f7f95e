// SPDX-License-Identifier: MIT
// The first byte chooses: settings classes of Python, or the file of a task runner.
#include "parse/recipes.h"
#include "parse/pydantic.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct str no_variable(void *ctx, struct str name)
{
    (void)ctx, (void)name;
    return STR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    struct arena a = arena_new((size_t)64 << 20), scratch = arena_new((size_t)256 << 20);
    struct str text = {(const char *)data + 1, n - 1};
    struct pydantic_facts facts = {0};
    struct recipe r = {0};
    switch (data[0] % 4) {
    case 0:
        pydantic_read(text, STR("app/core/config.py"), no_variable, NULL, &facts, &a, scratch);
        break;
    case 1: r = recipe_of_makefile(text, STR("Makefile"), STR("dev"), &a); break;
    case 2: r = recipe_of_justfile(text, STR("justfile"), STR("dev"), &a); break;
    default: r = recipe_of_taskfile(text, STR("Taskfile.yml"), STR("dev"), &a); break;
    }
    for (size_t i = 0; i < facts.files.n; i++)
        assert(facts.files.items[i].path.n > 0 && facts.files.items[i].path.p[0] != '/');
    for (size_t i = 0; i < r.exported.n; i++)
        assert(str_present(r.exported.items[i].value));
    arena_free(&scratch);
    arena_free(&a);
    return 0;
}
