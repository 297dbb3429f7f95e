// SPDX-License-Identifier: MIT
// The parts of a repository that may be projects of their own: backend/ and frontend/, apps/web.
#ifndef NEXOENV_GATHER_PROJECT_PARTS_H
#define NEXOENV_GATHER_PROJECT_PARTS_H

#include "gather/gather.h"
#include "parse/project.h"

// Names in `dir` (relative to the root) that may be parts, ordered.
struct strs project_parts(struct gathering *g, struct str dir);

// The packages show code that runs in a page, and nothing that could run on a server.
bool project_in_browser(const struct project_facts *facts);

#endif
