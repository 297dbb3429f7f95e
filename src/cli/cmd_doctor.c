// SPDX-License-Identifier: MIT
#include "cli/network.h"

#include <unistd.h>

int cmd_doctor(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_DOCTOR, s);
    if (status)
        return status;
    struct report r = session_diagnose(inv, s, false);
    session_stop_clock(inv, s);
    session_print(inv, s, &r, STDOUT_FILENO);
    return report_status(&r);
}
