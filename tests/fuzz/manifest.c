// SPDX-License-Identifier: MIT
// Any bytes as each kind of manifest: no crash, bounded.
#include "parse/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str no_file(void *ctx, struct str path)
{
    (void)ctx, (void)path;
    return STR_NONE;
}

static struct value keep(void *ctx, struct str name, struct str bytes)
{
    (void)ctx, (void)name;
    return value_plain(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"compose.yaml",
                                        "k8s/a.yaml",
                                        ".github/workflows/a.yml",
                                        ".gitlab-ci.yml",
                                        "a.service",
                                        "Dockerfile",
                                        "Procfile",
                                        "vercel.json",
                                        "serverless.yml",
                                        "librechat.yaml",
                                        ".aider.conf.yml",
                                        "promptfooconfig.yaml",
                                        "litellm.yaml",
                                        "a.service.d/b.conf",
                                        "kustomization.yaml",
                                        "any.yaml",
                                        ".continue/config.yaml"};
    struct arena a = arena_new(256 << 20);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct manifest_file file = {.path = str_of(paths[i]), .bytes = {(const char *)data, size}};
        struct manifest_set set = {.items = &file, .n = 1, .cap = 1};
        struct manifest_world w = {.set = &set, .file = no_file, .keep = keep};
        struct contexts out = {0};
        manifests_read(&w, &out, &a);
    }
    arena_free(&a);
    return 0;
}
