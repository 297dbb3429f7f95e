// SPDX-License-Identifier: MIT
#include "cli/session.h"
#include "gather/staged.h"

int cmd_check(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_CHECK, s);
    if (status)
        return status;
    if (inv->opt.staged || inv->opt.staged_only)
        gather_staged(&s->g, &s->profile);
    return session_each_client(inv, s, session_verdict);
}
