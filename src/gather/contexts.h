// SPDX-License-Identifier: MIT
// The contexts beyond this process: running programs and deployment manifests.
#ifndef NEXOENV_GATHER_CONTEXTS_H
#define NEXOENV_GATHER_CONTEXTS_H

#include "gather/gather.h"

// Adds a context for process `pid`, else for the one that listens on `port`, else (both 0) for
// each program of this user that runs in the project, and for editors (loaded.gui-no-shell-env).
void gather_processes(struct gathering *g, uint64_t pid, uint64_t port);

// Adds a context for each place that the project's manifests describe. `index` is what git knows
// (paths relative to the root); besides these the root, the working directory and the usual
// folders are listed. Nothing else is walked.
void gather_manifests(struct gathering *g, const struct strs *index);

#endif
