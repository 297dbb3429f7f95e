// SPDX-License-Identifier: MIT
// The project's code, file by file: a bounded number, size and time. What is looked for in it is the
// visitor's business.
#ifndef NEXOENV_GATHER_CODE_H
#define NEXOENV_GATHER_CODE_H

#include "gather/gather.h"

struct code_budget {
    size_t files, total[2]; // bytes of code, of notebooks
    int64_t stop;
};

struct code_budget code_budget_now(void);
// The file's bytes, which may hold a key; false: none, or more than is read.
bool code_bytes(struct gathering *g, struct code_budget *b, struct str path, struct arena *secret,
                struct str *bytes);

// `bytes` may hold a key: valid during the call only.
typedef void code_visit(void *ctx, struct str path, struct str bytes);

// Those of `files` (relative to the root) that lie below `dir` and end so ("" for all code).
void code_each(struct gathering *g, const struct strs *files, struct str dir, struct str end,
               code_visit *visit, void *ctx);
// What git does not know yet: code below `dir`, found by looking into its directories.
struct strs code_by_hand(struct gathering *g, struct str dir);

// A glance for the prompt, at the code below `dir`: does it mention one of the words? *where: the file.
// True too, and *where absent, when there is more code than a glance takes in.
bool code_may_mention(struct gathering *g, struct str dir, const char *const *words, size_t n,
                      struct str *where);

// A path_env (`ctx`: struct gathering *): the variable's value where it may stand in a report, as it
// becomes part of a file's name there; else "/", which no path of a project begins with.
struct str code_variable(void *ctx, struct str name);

// True when `path` lies in `dir` or below; "." and "" are the root.
bool code_is_below(struct str path, struct str dir);
// "../../.env": from `dir` to a path relative to the root.
struct str code_way(struct str dir, struct str path, struct arena *a);

#endif
