// SPDX-License-Identifier: MIT
// JSON with places, value by value, without a tree: for large lock files. Comments and trailing
// commas are fine. Takes no memory.
#ifndef NEXOENV_PARSE_JSONWALK_H
#define NEXOENV_PARSE_JSONWALK_H

#include "model/loc.h"

enum { JSON_DEPTH = 12 }; // deeper values are passed over

struct json_event {
    const struct str *path; // keys from the outermost in; "[]" for a place in an array
    size_t depth;           // how many
    size_t index;           // in the innermost array
    struct str value;       // as written, without quotes, escapes not undone
    bool string;
    bool object; // an object or array begins: value is empty
    struct loc loc;
};

typedef void (*json_visit)(void *ctx, const struct json_event *e);

// False when the text is no JSON; what came before the fault was visited.
bool json_walk(struct str bytes, struct str path, json_visit visit, void *ctx);

#endif
