// SPDX-License-Identifier: MIT
// The files that are part of the binary: hooks and completions. The files in the tree are
// the only copies; `nexoenv hook SHELL` prints them byte for byte.
#ifndef NEXOENV_CLI_ASSETS_H
#define NEXOENV_CLI_ASSETS_H

#include "base/str.h"

enum asset_kind { ASSET_HOOK, ASSET_COMPLETION };

struct asset {
    enum asset_kind kind;
    const char *name; // "bash", "pre-commit"
    const unsigned char *bytes;
    size_t n;
};

// NULL when there is none of that name.
const struct asset *asset_find(enum asset_kind kind, struct str name);
struct str asset_text(const struct asset *a);
// "bash, zsh, fish": the names of that kind.
struct str asset_names(enum asset_kind kind, struct arena *a);

#endif
