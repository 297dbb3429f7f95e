// SPDX-License-Identifier: MIT
// git, the one way in which it is ever started (DESIGN 8): through an absolute PATH entry outside
// the project, with the file-system monitor, hooks, pager and transports off, and only for
// sub-commands that read no file of the work tree through a filter.
#ifndef NEXOENV_GATHER_GIT_H
#define NEXOENV_GATHER_GIT_H

#include "gather/gather.h"

struct git_call {
    const char *const *words; // sub-command and its arguments, NULL at the end
    struct str input;         // on stdin; absent: nothing
    size_t most;              // bytes of output
    bool keep_index;          // GIT_DIR and GIT_INDEX_FILE as the hook that calls us set them
    unsigned ms;              // killed after that; 0: the usual bound
    void (*sink)(void *ctx, struct str bytes); // as in struct os_run
    void *sink_ctx;
};

// Allowed: rev-parse, diff-index --cached, cat-file --batch, check-ignore, ls-files -s, and `config
// --file F --no-includes --list`. Anything else is a bug of ours. Not started when there is no git.
struct os_ran git_run(struct gathering *g, const struct git_call *call, struct arena *a);

// Why git was not started, in words.
struct str git_absent(const struct os_ran *ran);

// Paths in the index relative to the root, at most 50,000; asked once. NULL: not a repository, no
// git, denied.
const struct strs *git_index(struct gathering *g);
// For doctor, which will ask: git begins to read while we do something else.
void git_index_start(struct gathering *g);

#endif
