// SPDX-License-Identifier: MIT
// Classification: which cause the observations of the probes imply (causes.md 15, DESIGN 5.1). Pure.
// The tables are read from the top, and the first line that fits is the verdict on the path that
// the client takes; everything later on that path is its consequence.
#ifndef NEXOENV_RULES_NETWORK_H
#define NEXOENV_RULES_NETWORK_H

#include "rules/rule.h"

enum { NETWORK_PROXIES = 5 };

// The observations by what they were for; NULL: did not run.
struct network {
    const struct observation *gateway, *own, *direct, *v4, *v6, *proxies[NETWORK_PROXIES];
    const struct observation *web, *web_direct, *control_http, *control_https, *control_route;
    const struct observation *chain, *chain_system, *chain_control, *agent, *doh, *doh_gateway,
        *request, *small;
    const struct observations *all;
    const struct prediction *here; // of the chosen client; may be NULL
    struct str host;               // of the gateway
    struct str hosts_ip;
    int64_t now_s;
    bool proxied;     // the client's route is a proxy
    bool https_proxy; // and that is spoken to over TLS
    bool loopback_proxy;
    bool client_verifies_system; // its trust is the system's own
    bool pac_only;               // the system names a script and no proxy
};

struct network network_read(const struct inquiry *q);

struct diagnosis {
    const char *id;                 // catalogue id; NULL: nothing to say
    const char *cause;              // present: `id` is only the consequence of this one
    const struct observation *seen; // what shows it
    const struct observation *by;   // what it was compared with; may be NULL
};

// What stops the call on its way, or NULL as id: it is not stopped, or it cannot be told.
struct diagnosis network_decide(const struct network *n);
// The same for each group of stages; `o` failed in that stage.
struct diagnosis network_proxy(const struct network *n, const struct observation *o);
struct diagnosis network_names(const struct network *n, const struct observation *o);
struct diagnosis network_tcp(const struct network *n, const struct observation *o);
struct diagnosis network_tls(const struct network *n, const struct observation *o);
struct diagnosis network_http(const struct network *n, const struct observation *o);

// What the client makes of a redirect, in words behind "and"; and whether the call still arrives,
// with its key and as the POST that it was, at the host that it was for (clients/redirect.c).
struct str redirect_words(const struct network *n, const struct observation *o, struct arena *a);
bool redirect_arrives(const struct network *n, const struct observation *o, struct arena *a);

// One family is silent or far slower while the other works, and the client would wait for it.
bool network_broken_family(const struct network *n, const struct observation **seen);
// A proxy that the client does not use reaches the gateway where its own way does not.
const struct observation *network_other_proxy(const struct network *n);

bool observation_ok(const struct observation *o);
bool observation_is(const struct observation *o, const char *reason);
bool observation_silent(const struct observation *o);
bool observation_connected(const struct observation *o); // TCP passed
// The hosts file names the address that failed, and DNS knows another one.
bool network_pinned(const struct network *n, const struct observation *o);
// Nowhere, or this machine itself: no gateway is there.
bool network_nowhere(struct str address);
// Every address that was tried is a blocker's: nowhere, here, or the nameserver's own.
bool network_sinkholed(const struct network *n, const struct observation *o);
bool network_portal(const struct network *n); // the HTTP control shows a portal
bool network_control_connects(const struct network *n);
bool network_control_tls(const struct network *n); // a control's handshake passed, whoever signed

// Its reason in plain words.
struct str observation_reason(const struct observation *o);
// What the observation says in one line: "tcp: connection_refused, 203.0.113.7, direct".
struct str observation_line(const struct observation *o, struct arena *a);

// Confirms or adds the finding of that id: proven, an error, with what shows it. NULL: no such row.
struct finding *network_finding(struct inquiry *q, const char *id);
// An existing finding of that id that concerns the call; NULL: none.
struct finding *network_suspicion(struct inquiry *q, const char *id);

// Title, evidence and fixes of a diagnosis (network_fix.c).
void network_tell(struct finding *f, struct inquiry *q, const struct network *n,
                  const struct diagnosis *d);
// What the gateway itself answered (network_api.c).
void network_api_prove(struct inquiry *q, const struct network *n);
// The listed id that was probably meant; absent: none is near.
struct str network_nearest_model(const struct observation *list, struct str id);

#endif
