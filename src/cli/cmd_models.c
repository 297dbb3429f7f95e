// SPDX-License-Identifier: MIT
#include "cli/network.h"
#include "rules/network.h"

#include <unistd.h>

enum { NEAR_MAX = 5 };

// The nearest first; then others that hold the text asked for.
static void find_near(const struct observation *list, struct models_answer *m, struct arena *a)
{
    struct str best = network_nearest_model(list, m->asked);
    if (best.n)
        strs_add(&m->near, best, a);
    for (size_t i = 0; i < list->models.n && m->near.n < NEAR_MAX; i++) {
        struct str id = list->models.items[i];
        if (str_find_icase(id, m->asked) != STR_NOWHERE && !strs_have(&m->near, id))
            strs_add(&m->near, id, a);
    }
}

int cmd_models(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_CHECK, s);
    if (status)
        return status;
    struct report r = session_diagnose(inv, s, true);
    const struct observation *g = observation_find(&s->snap.probes, "gateway");
    session_stop_clock(inv, s);
    if (!g || g->state != PROBE_OK || !g->models.n) {
        session_print(inv, s, &r, STDOUT_FILENO);
        status = report_status(&r);
        return status == STATUS_OK ? STATUS_UNKNOWN : status;
    }
    struct strs ids = {g->models.items, g->models.n, g->models.cap};
    struct models_answer m = {.ids = &ids, .asked = inv->arg_count ? inv->args[0] : STR_NONE};
    if (str_present(m.asked)) {
        m.found = strs_have(&ids, m.asked);
        if (!m.found)
            find_near(g, &m, inv->arena);
    }
    struct buf b = buf_in(inv->arena);
    if (inv->opt.format == FORMAT_JSON)
        render_models_json(&m, &b);
    else
        render_models_term(&m, &inv->style, &b);
    cli_out(buf_str(&b));
    return str_present(m.asked) && !m.found ? STATUS_ERRORS : STATUS_OK;
}
