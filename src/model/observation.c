// SPDX-License-Identifier: MIT
#include "model/observation.h"

const struct observation *observation_find(const struct observations *list, const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->items[i].name, str_of(name)))
            return &list->items[i];
    return NULL;
}

const char *probe_state_name(enum probe_state s)
{
    static const char *const names[] = {
        [PROBE_SKIPPED] = "skipped", [PROBE_OK] = "ok", [PROBE_FAILED] = "failed"};
    return names[s];
}

const char *probe_stage_name(enum probe_stage s)
{
    static const char *const names[] = {
        [STAGE_NONE] = "",   [STAGE_DNS] = "dns",   [STAGE_TCP] = "tcp", [STAGE_PROXY] = "proxy",
        [STAGE_TLS] = "tls", [STAGE_HTTP] = "http", [STAGE_API] = "api", [STAGE_DONE] = "done"};
    return names[s];
}
