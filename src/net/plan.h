// SPDX-License-Identifier: MIT
// The plan of DESIGN 6: which probe runs when, and when the question is decided. gather/network.c
// fills it in; net_run carries it out. What was seen goes into the observations, never into words.
#ifndef NEXOENV_NET_PLAN_H
#define NEXOENV_NET_PLAN_H

#include "model/profile.h"
#include "net/curl.h"

struct way {
    struct str label; // "direct" or SCHEME://HOST:PORT, without credentials
    struct str proxy; // as libcurl takes it, with the user's credentials; empty: direct
};

struct store { // which certificates count
    struct str file, dir, blob;
    bool verify;
};

enum { PLAN_PROXIES = 5 };

struct plan {
    const struct profile *profile;
    struct str gateway_url;  // what is asked: base URL and /models
    struct str gateway_host; // without brackets
    struct str gateway_off;  // present: it is not contacted, and why
    struct way route;        // the client's
    struct store trust;      // the client's
    struct store system;     // the machine's
    struct store own;        // the client's own bundle when the keyed request may not use it
    bool own_asked;
    struct str authorization, header; // absent: no key is sent
    struct str user_agent;            // the client's own
    struct way proxies[PLAN_PROXIES]; // the system's or the user's that this client does not use
    size_t proxies_n;
    struct str website_url;
    struct str control_http, control_http_expect;
    struct str control_https, control_https_expect;
    struct str doh;          // absent: never asked
    struct str request_url;  // --request; absent: not
    struct str request_body; //
    struct strs secrets;     // never repeated in what was seen
    bool no_control;
    bool pinned; // the hosts file names an address for the gateway: what would DNS say?
    double timeout_s;
    int64_t now_s; // the wall clock
    void (*progress)(void *ctx, struct str line);
    void *progress_ctx;
    void (*idle)(void *ctx); // called once the first request is on its way; may be NULL
    void *idle_ctx;
    // Called when phase 2 begins: adds the proxies that cost something to find. May be NULL.
    void (*find_proxies)(void *ctx, struct plan *plan);
    void *find_ctx;
};

struct net_result {
    bool no_libcurl;
    bool interrupted; // Ctrl-C
    int64_t us;       // how long it took
};

// Runs the probes. Every probe of the table leaves an observation, run or skipped.
struct net_result net_run(struct plan *plan, struct observations *out, struct arena *a);

#endif
