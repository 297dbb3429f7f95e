// SPDX-License-Identifier: MIT
#include "cli/session.h"
#include "gather/staged.h"

#include <unistd.h>

static int worse(int a, int b)
{
    return a == STATUS_ERRORS || b == STATUS_OK ? a : b;
}

// The report about the client of the i-th --for. Programs get one, with the others in `others`.
static int report_on(struct invocation *inv, struct session *s, size_t i, bool titled)
{
    struct asked asked = s->asked;
    asked.clients = (struct strs){0};
    for (size_t k = 0; k < s->asked.clients.n; k++)
        strs_add(&asked.clients, s->asked.clients.items[(i + k) % s->asked.clients.n], inv->arena);
    struct report r = judge(&s->snap, &s->profile, &asked, inv->arena);
    session_stop_clock(inv, s);
    if (titled)
        cli_out(str_fmt(inv->arena, "%s%.*s:\n", i ? "\n" : "", STR_ARG(asked.clients.items[0])));
    session_print(inv, s, &r, STDOUT_FILENO);
    return report_status(&r);
}

int cmd_check(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_CHECK, s);
    if (status)
        return status;
    if (inv->opt.staged || inv->opt.staged_only)
        gather_staged(&s->g, &s->profile);
    size_t n = inv->opt.format == FORMAT_TEXT && s->asked.clients.n ? s->asked.clients.n : 1;
    for (size_t i = 0; i < n; i++)
        status = worse(status, report_on(inv, s, i, n > 1));
    return status;
}
