// SPDX-License-Identifier: MIT
// What is staged for the next commit: blobs of the index that differ from HEAD, never the work tree.
#ifndef NEXOENV_GATHER_STAGED_H
#define NEXOENV_GATHER_STAGED_H

#include "gather/gather.h"

// Fills snap->staged. After gather_all: the keys that are looked for literally are those of the
// environment, of the other contexts and of the dotenv files. GIT_DIR, GIT_INDEX_FILE and
// GIT_WORK_TREE hold as for git itself. Two processes of git, and one blob in memory at a time.
void gather_staged(struct gathering *g, const struct profile *profile);

#endif
