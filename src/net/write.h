// SPDX-License-Identifier: MIT
// A few bytes on a connection of its own: tells a path that swallows large packets from one that
// swallows everything (tcp.mtu-blackhole).
#ifndef NEXOENV_NET_WRITE_H
#define NEXOENV_NET_WRITE_H

#include "net/curl.h"

struct small_write {
    int fd;
    bool started, sent, done;
    int64_t sent_us;
    struct observation seen;
};

// `address` is an address literal. Link-local ones are not contacted.
void small_write_start(struct small_write *w, struct str address, uint32_t port, int64_t now_us);
void small_write_step(struct small_write *w, int64_t now_us);
void small_write_stop(struct small_write *w);

#endif
