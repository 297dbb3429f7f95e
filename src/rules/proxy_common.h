// SPDX-License-Identifier: MIT
// What the rows of the proxy layer share: which clients to ask, what routes mean, what was probed.
#ifndef NEXOENV_RULES_PROXY_COMMON_H
#define NEXOENV_RULES_PROXY_COMMON_H

#include "rules/mend.h"

enum { PANEL_MAX = 12 };

// Clients whose answers are compared: the chosen one, the project's, and a few that most machines
// have. Those that read no proxy variable by default are left out unless chosen.
struct panel {
    const struct client *items[PANEL_MAX];
    size_t n;
};
struct panel panel_of(const struct inquiry *q);

bool same_route(const struct prediction *a, const struct prediction *b);
bool leaves_through_proxy(const struct prediction *p);
struct str route_words(const struct prediction *p, struct arena *a); // "direct", "http://p:3128"

// A set proxy variable of the chosen context by its exact name, or NULL.
const struct variable *proxy_variable(const struct inquiry *q, struct str name);
bool any_proxy_set(const struct inquiry *q);
bool has_login(const struct variable *v);
// "http", "socks5", "" when the text has no "://". Lower case.
struct str scheme_of(const struct variable *v, struct arena *a);

// The call's own path got as far as an HTTP answer; false also when nothing was probed.
bool path_works(const struct inquiry *q);
// The call's own path was probed and broke before HTTP.
bool path_fails(const struct inquiry *q);
// A probe along that route got through; -1: there was none.
int route_probed(const struct inquiry *q, struct str route);
// A probe along that route never reached the proxy: a client that ignores it loses nothing.
bool route_dead(const struct inquiry *q, struct str route);

// Adds what each client of the panel would do, one line per different route.
void panel_evidence(struct finding *f, struct inquiry *q, const struct panel *panel);

// Where the base URL points: loopback, private or neither.
struct str target_host(const struct inquiry *q);

#endif
