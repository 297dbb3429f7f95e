// SPDX-License-Identifier: MIT
#include "cli/network.h"
#include "render/support.h"

#include <unistd.h>

int cmd_report(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_DOCTOR, s);
    if (status)
        return status;
    struct report r = session_diagnose(inv, s, false);
    session_stop_clock(inv, s);
    if (inv->opt.format == FORMAT_TEXT) {
        struct buf b = buf_in(inv->arena);
        render_support(&r, &s->occasion, inv->opt.email, &b);
        cli_out(buf_str(&b));
    } else {
        session_print(inv, s, &r, STDOUT_FILENO);
    }
    return report_status(&r);
}
