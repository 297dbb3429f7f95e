// SPDX-License-Identifier: MIT
#include "cli/session.h"
#include "gather/staged.h"

#include <unistd.h>

int cmd_check(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_CHECK, s);
    if (status)
        return status;
    if (inv->opt.staged || inv->opt.staged_only)
        gather_staged(&s->g, &s->profile);
    struct report r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    session_stop_clock(inv, s);
    session_print(inv, s, &r, STDOUT_FILENO);
    return report_status(&r);
}
