// SPDX-License-Identifier: MIT
// Which stage of a request failed, and why, from libcurl's numbers (causes.md 15.2, measured with
// libcurl 7.88.1). Pure: reads and writes one observation.
#ifndef NEXOENV_NET_STAGE_H
#define NEXOENV_NET_STAGE_H

#include "model/observation.h"

struct stage_context {
    bool proxied, https_proxy, socks; // the way
    bool tls;                         // https URL
    bool tunnel_asked;                // CONNECT went out
    bool ended;                       // libcurl ended it; else it was cut while it ran
    bool handshake_only;
};

// Fills stage, reason and verified of an observation whose transport failed or passed. An HTTP
// answer is judged by net/answer.h afterwards: here it is STAGE_DONE.
void stage_read(struct observation *o, const struct stage_context *c);

#endif
