// SPDX-License-Identifier: MIT
#include "cli/network.h"

#include "base/term.h"
#include "gather/history.h"
#include "gather/network.h"

#include <unistd.h>

enum { DEFAULT_TIMEOUT_MS = 8000 };

// One line on stderr, written over by the next and erased at the end; nothing of it in a pipe.
static void show(void *ctx, struct str line)
{
    struct invocation *inv = ctx;
    unsigned columns = os_columns(STDERR_FILENO);
    struct str safe = term_safe(line, inv->arena);
    size_t room = (columns ? columns : 80) - 1;
    struct str text = str_fmt(inv->arena, "\r\033[K%.*s", (int)term_fit(safe, room), safe.p);
    (void)os_write_all(STDERR_FILENO, text);
}

static void erase(void)
{
    (void)os_write_all(STDERR_FILENO, STR("\r\033[K"));
}

static bool wants_progress(const struct invocation *inv)
{
    return os_is_tty(STDERR_FILENO) && !inv->opt.quiet;
}

static double timeout_s(const struct invocation *inv, const struct session *s)
{
    uint64_t ms = inv->opt.timeout_ms ? inv->opt.timeout_ms : s->config.timeout_ms;
    bool shared = inv->command->run == cmd_doctor; // several clients share it
    return (double)(ms ? ms : DEFAULT_TIMEOUT_MS) / 1000 /
           (double)(shared ? session_reports(s) : 1);
}

struct waiting {
    struct invocation *inv;
    struct session *s;
};

static void while_waiting(void *ctx)
{
    struct waiting *w = ctx;
    session_look_further(w->inv, w->s);
}

static void probe(struct invocation *inv, struct session *s, const struct report *r, bool list_only)
{
    bool told = wants_progress(inv);
    struct waiting waiting = {inv, s};
    struct network_ask ask = {
        .report = r,
        .config = &s->config,
        .no_key = inv->opt.no_key,
        .no_control = inv->opt.no_control,
        .request = inv->opt.request,
        .trust_project = inv->opt.trust_project,
        .list_only = list_only,
        .timeout_s = timeout_s(inv, s),
        .now_s = os_now_ns() / 1000000000,
        .progress = told ? show : NULL,
        .progress_ctx = inv,
        .idle = while_waiting,
        .idle_ctx = &waiting,
    };
    (void)gather_network(&s->g, &ask);
    session_look_further(inv, s); // nothing was sent, so nothing was waited for
    if (told)
        erase();
}

struct report session_diagnose(struct invocation *inv, struct session *s, bool list_only)
{
    struct report r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    if (s->asked.offline)
        return r;
    probe(inv, s, &r, list_only);
    s->asked.probes_ran = true;
    r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    if (!inv->opt.no_history && !list_only)
        history_step(&s->g, &r);
    return r;
}
