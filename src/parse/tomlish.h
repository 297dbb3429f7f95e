// SPDX-License-Identifier: MIT
// The simple part of TOML, line by line: tables, names, texts, numbers, lists and inline tables of
// them. What is more than that is passed over and makes the file partial.
#ifndef NEXOENV_PARSE_TOMLISH_H
#define NEXOENV_PARSE_TOMLISH_H

#include "model/loc.h"

struct toml_event {
    struct str table;   // "project", "tool.poetry.dependencies"; "" before the first
    size_t table_count; // how many [table] and [[table]] lines came before: tells two [[x]] apart
    struct str key;     // "name"; "name.version" inside an inline table or as a dotted key
    struct str value;   // without quotes, escapes not undone
    bool string;
    size_t index; // in a list
    struct loc loc;
};

typedef void (*toml_visit)(void *ctx, const struct toml_event *e);

// False when something was passed over. Keys longer than 200 bytes are passed over too.
bool toml_walk(struct str bytes, struct str path, toml_visit visit, void *ctx);

#endif
