// SPDX-License-Identifier: MIT
// The first byte chooses the file.
#include "parse/project.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const names[] = {
        "package.json", "package-lock.json", "pnpm-lock.yaml",   "yarn.lock",  "bun.lock",
        "deno.json",    "pyproject.toml",    "requirements.txt", "Pipfile",    "uv.lock",
        "go.mod",       "composer.lock",     "Gemfile",          "Cargo.toml", ".tool-versions"};
    if (n == 0)
        return 0;
    struct arena a = arena_new((size_t)256 << 20);
    struct project_facts facts = {0};
    size_t which = data[0] % (sizeof names / sizeof *names);
    project_read((struct str){(const char *)data + 1, n - 1}, str_of(names[which]), &facts, &a);
    assert(facts.known);
    for (size_t i = 0; i < facts.packages.n; i++) {
        assert(facts.packages.items[i].name.n > 0);
        loader_of_package(&facts.packages.items[i]);
    }
    arena_free(&a);
    return 0;
}
