// SPDX-License-Identifier: MIT
// snapshot: what was seen, for a colleague's --from, a bug report, a test without network.
#include "cli/network.h"
#include "parse/snapshot.h"

int cmd_snapshot(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_DOCTOR, s);
    if (status)
        return status;
    inv->opt.no_history = true;
    (void)session_diagnose(inv, s, false);
    cli_out(snapshot_write(&s->snap, inv->arena));
    return STATUS_OK;
}
