// SPDX-License-Identifier: MIT
// What a host name is, seen from the gateway's: itself, its website, a look-alike, another vendor.
#ifndef NEXOENV_RULES_HOSTS_H
#define NEXOENV_RULES_HOSTS_H

#include "model/profile.h"

enum host_kind {
    HOST_NONE,     // empty
    HOST_GATEWAY,  // the profile's host, or one it trusts
    HOST_LOOPBACK, // this machine, or 0.0.0.0
    HOST_WEBSITE,  // the vendor's website, documentation, dashboard
    HOST_LOOKALIKE,
    HOST_FOREIGN, // a vendor that is known by its host
    HOST_PRIVATE, // an address or name of an internal network
    HOST_OTHER,   // nobody knows: perhaps somebody's own gateway
};

// `vendor` (may be NULL) gets the name of a HOST_FOREIGN, `how` (may be NULL) in what a look-alike
// resembles the gateway's host; both static.
enum host_kind host_kind(const struct profile *p, struct str host, const char **vendor,
                         const char **how, struct arena scratch);

#endif
