// SPDX-License-Identifier: MIT
// Asks every configured nameserver by itself, in the same poll as the transfers: what libcurl's
// "could not resolve" hides is the response code, the silence, and who answered (causes.md 15.2).
// Messages are built and read with glibc's resolver functions.
#ifndef NEXOENV_NET_RESOLVER_H
#define NEXOENV_NET_RESOLVER_H

#include "net/curl.h"

enum { RESOLVER_QUERIES = 24, RESOLVER_MESSAGE = 4096 };

struct resolver_query {
    struct observation seen;
    int fd;
    bool tcp, done;
    int64_t sent_us;
    int sends;
    unsigned char question[512];
    int question_n;
    unsigned char reply[RESOLVER_MESSAGE + 2];
    size_t reply_n;
    unsigned server; // index into the servers
};

struct resolver {
    struct resolver_query *items;
    size_t n, cap;
    struct {
        unsigned char address[128]; // sockaddr
        unsigned length;
        struct str text;
    } servers[3];
    size_t server_n;
    bool link_local_left; // a link-local server was not asked
    struct arena *arena;
};

// Reads the configured nameservers (/etc/resolv.conf, through res_ninit).
void resolver_init(struct resolver *r, struct arena *a);
// Whether that address is one of them.
bool resolver_serves(const struct resolver *r, struct str address);
// Sends A and AAAA for the name to each server. Address literals are not asked.
void resolver_ask(struct resolver *r, struct str name, int64_t now_us);
// Descriptors to wait for; returns how many were written.
size_t resolver_fds(const struct resolver *r, struct curl_fd *fds, size_t most);
// Reads what came, sends again what stayed unanswered.
void resolver_step(struct resolver *r, int64_t now_us);
bool resolver_idle(const struct resolver *r);
// Ends all queries and appends their observations (named "resolver").
void resolver_collect(struct resolver *r, struct observations *out);

// One question as wire bytes with id 0, for DoH; and an answer's addresses into an observation.
int resolver_question(struct str name, int family, unsigned char *out, int room);
void resolver_read(const unsigned char *bytes, size_t n, struct observation *o, struct arena *a);

#endif
