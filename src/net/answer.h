// SPDX-License-Identifier: MIT
// Who answered, and what (causes.md 15.6; nexorouter.md 8, 9): reads headers and body of a transfer
// into its observation.
#ifndef NEXOENV_NET_ANSWER_H
#define NEXOENV_NET_ANSWER_H

#include "model/profile.h"
#include "net/curl.h"

enum answer_kind { ANSWER_GATEWAY, ANSWER_WEBSITE, ANSWER_CONTROL };

struct answer_context {
    enum answer_kind kind;
    const struct profile *profile;
    struct str expect;          // ANSWER_CONTROL: what a real answer holds; absent: cannot tell
    const struct strs *secrets; // never repeated, nor any 8 bytes of them
    int64_t now_s;              // local clock
};

// After stage_read: fills what the HTTP answer says, and the stage when the answer is the failure.
void answer_read(struct transfer *t, const struct answer_context *c);

// The text without any piece of 8 bytes or more of a secret (shorter secrets: the whole).
struct str answer_scrub(struct str text, const struct strs *secrets, struct arena *a);

#endif
