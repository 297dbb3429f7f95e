// SPDX-License-Identifier: MIT
// What a prompt hook is to watch, as lines of the answer to it (hooks/nexoenv.bash).
#ifndef NEXOENV_CLI_STATUS_WATCH_H
#define NEXOENV_CLI_STATUS_WATCH_H

#include "cli/session.h"

void status_watch(struct session *s, struct buf *b);

#endif
