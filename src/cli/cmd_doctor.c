// SPDX-License-Identifier: MIT
#include "cli/network.h"

// Each client has a way of its own, and so probes of its own; the first one's are remembered.
static struct report diagnose(struct invocation *inv, struct session *s)
{
    if (!s->asked.offline) { // those of a saved snapshot stay
        s->snap.probes = (struct observations){0};
        s->asked.probes_ran = false;
    }
    struct report r = session_diagnose(inv, s, false);
    inv->opt.no_history = true;
    return r;
}

int cmd_doctor(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_DOCTOR, s);
    if (status)
        return status;
    return session_each_client(inv, s, diagnose);
}
