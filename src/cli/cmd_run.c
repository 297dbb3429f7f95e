// SPDX-License-Identifier: MIT
// `nexoenv run -- CMD...`: checks what CMD would see, says what is wrong on stderr, and becomes
// CMD. Nothing of ours reaches it: descriptors are close-on-exec, the environment is the one we
// got, no signal is touched, secrets are wiped first.
#include "cli/session.h"

#include <errno.h>
#include <unistd.h>

static int become(struct invocation *inv)
{
    secrets_wipe(inv->secrets);
    execvp(inv->argv[0], inv->argv);
    int error = errno;
    bool missing = error == ENOENT || error == ENOTDIR;
    cli_usage(inv, "%s: %s", inv->argv[0],
              missing           ? "not found"
              : error == EACCES ? "not allowed to be executed"
                                : "cannot be executed");
    return missing ? 127 : 126;
}

// A machine where nothing is wrong gets no word in front of its program's own.
static bool worth_saying(const struct report *r)
{
    for (size_t i = 0; i < r->findings.n; i++)
        if (r->findings.items[i].severity >= SEVERITY_WARNING)
            return true;
    return false;
}

int cmd_run(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_CHECK, s);
    if (status)
        return status;
    struct report r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    session_stop_clock(inv, s);
    if (worth_saying(&r) || inv->opt.verbose || inv->opt.format != FORMAT_TEXT)
        session_print(inv, s, &r, STDERR_FILENO);
    if (report_status(&r) == STATUS_ERRORS && !inv->opt.warn_only)
        return STATUS_ERRORS;
    return become(inv);
}
