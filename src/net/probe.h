// SPDX-License-Identifier: MIT
// One run of the plan while it is under way: the probes' table, how one is started, and how its
// result is judged. Shared by plan.c and probe.c alone.
#ifndef NEXOENV_NET_PROBE_H
#define NEXOENV_NET_PROBE_H

#include "net/plan.h"
#include "net/resolver.h"
#include "net/write.h"
#include "parse/url.h"

enum probe_id {
    P_GATEWAY,
    P_OWN, // the client's own bundle, without key
    P_DIRECT,
    P_PROXY, // PLAN_PROXIES of them
    P_PROXY_LAST = P_PROXY + PLAN_PROXIES - 1,
    P_V4,
    P_V6,
    P_WEB,
    P_WEB_DIRECT,
    P_CONTROL_HTTP,
    P_CONTROL_HTTPS,
    P_CONTROL_ROUTE, // control over HTTPS by the client's route
    P_CHAIN,         // the gateway's
    P_CHAIN_SYSTEM,  // is it good for the machine's store, where the client has another?
    P_CHAIN_CONTROL,
    P_AGENT, // plain User-Agent
    P_DOH,
    P_DOH_GATEWAY, // at the address that DoH gave
    P_REQUEST,
    P_COUNT,
};

enum way_kind { WAY_ROUTE, WAY_DIRECT, WAY_PROXY };
enum target { TO_GATEWAY, TO_WEBSITE, TO_CONTROL_HTTP, TO_CONTROL_HTTPS, TO_DOH, TO_REQUEST };
enum store_kind { STORE_CLIENT, STORE_SYSTEM, STORE_OWN, STORE_CHAIN, STORE_CHAIN_SYSTEM };

struct probe_row {
    char name[20], shown[44];
    enum way_kind way;
    enum target to;
    enum store_kind store;
    int family;
};
extern const struct probe_row probe_rows[P_COUNT];

struct run {
    struct plan *plan;
    struct arena *arena;
    struct transfer t[P_COUNT];
    bool started[P_COUNT];
    int64_t begun_us[P_COUNT];
    const char *skipped[P_COUNT];
    struct resolver resolver;
    bool resolver_ready;
    struct small_write small;
    int64_t begin_us, deadline_us;
    bool phase2, phase3, interrupted, decided;
    bool literal; // the gateway is an address literal or loopback
    struct str doh_address;
    struct url url; // of the gateway
};

int64_t probe_now_us(void);
void probe_tell(const struct run *r, const char *format, const char *what);
const struct way *probe_way(const struct run *r, enum probe_id id);
struct str probe_url(const struct run *r, enum probe_id id);

// Starts the probe unless it ran, is skipped, or has nothing to ask. True when it was started now.
bool probe_start(struct run *r, enum probe_id id);
// Turns what the transfer saw into an observation: stage, reason, who answered.
void probe_judge(struct run *r, enum probe_id id);
// Name, URL, route: what the observation is about.
void probe_describe(const struct run *r, enum probe_id id, struct observation *o);

#endif
