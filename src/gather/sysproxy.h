// SPDX-License-Identifier: MIT
// Private to gather/sysproxy*.c.
#ifndef NEXOENV_GATHER_SYSPROXY_H
#define NEXOENV_GATHER_SYSPROXY_H

#include "gather/gather.h"

struct found_proxy {
    enum system_proxy_kind kind;
    const char *scheme; // "https", "http", "socks"
    struct str url;     // empty for SYSPROXY_WPAD
    struct str bypass;
    struct origin origin;
};

// Adds it unless it is empty.
void sysproxy_add(struct gathering *g, const struct found_proxy *f);
// "host", "3128" -> "http://host:3128"; empty when there is no host.
struct str sysproxy_url(const char *scheme, struct str host, struct str port, struct arena *a);

void sysproxy_start(struct gathering *g);    // gsettings sets out, where it can have an answer
void sysproxy_gnome(struct gathering *g);    // what it says, after at most half a second
void sysproxy_firefox(struct gathering *g);  // the default profile's prefs.js
void sysproxy_chromium(struct gathering *g); // managed policies
void sysproxy_apt(struct gathering *g);      // a hint: what the system's own downloads use

#endif
