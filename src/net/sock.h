// SPDX-License-Identifier: MIT
// What the system knows of a socket and its address.
#ifndef NEXOENV_NET_SOCK_H
#define NEXOENV_NET_SOCK_H

#include <sys/socket.h>

#include "base/str.h"

bool sock_is_link_local(const struct sockaddr *a); // 169.254/16, fe80::/10, also mapped
struct str sock_text(const struct sockaddr *a, struct arena *arena); // absent: no IP address

// Bytes that the peer has not acknowledged; -1: unknown, or still connecting.
int64_t sock_unacked(int fd);
// Bytes that came so far, also those that nobody has read yet (Linux; elsewhere 0).
int64_t sock_received(int fd);

#endif
