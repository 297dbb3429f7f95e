// SPDX-License-Identifier: MIT
// Turns the judgement's prediction (route, trust, URL, key) into a plan for net/, runs it, and puts
// what was seen into the snapshot. The rules of DESIGN 8 about where the key may go stand in
// permit.c, the certificates in store.c.
#ifndef NEXOENV_GATHER_NETWORK_H
#define NEXOENV_GATHER_NETWORK_H

#include "gather/config.h"
#include "gather/gather.h"
#include "net/plan.h"
#include "rules/report.h"

struct network_ask {
    const struct report *report; // judged without probes: client, route, URL
    const struct config *config; // controls
    bool no_key, no_control, request, trust_project;
    bool list_only; // only the gateway's list is wanted (`models`)
    double timeout_s;
    int64_t now_s;
    void (*progress)(void *ctx, struct str line);
    void *progress_ctx;
    void (*idle)(void *ctx); // called once, while the first answer is waited for
    void *idle_ctx;
};

// Fills snap->probes. Nothing is sent when the URL or the route belong to the project alone, or
// cannot be used; the observation then says why.
struct net_result gather_network(struct gathering *g, const struct network_ask *ask);

// permit.c: why the key may not go into the request; absent: it may. `bytes` gets what the client
// would send. *project: the reason is a file of the project.
struct str permit_key(const struct gathering *g, const struct network_ask *ask,
                      const struct prediction *p, struct str *bytes, bool *project);
// Why the gateway may not be contacted at all on this way; absent: it may.
struct str permit_contact(const struct gathering *g, const struct network_ask *ask,
                          const struct prediction *p);
// The context's variable of that name that comes from a file of the project; NULL: none.
const struct variable *permit_project_variable(const struct inquiry *q, struct str name);

// store.c: certificates. The client's own, and the machine's; *own is the client's when the keyed
// request may not use it (a certifi bundle inside the project). What stands for what is not on
// this disk (Node's built-in roots) is said in `approximated`.
struct stores {
    struct store client, system, own;
    bool own_asked;
    struct str approximated;
};
struct stores stores_find(struct gathering *g, const struct network_ask *ask,
                          const struct prediction *p);

#endif
