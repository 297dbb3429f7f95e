// SPDX-License-Identifier: MIT
// The two INI files (DESIGN 3): the user's own, which may set anything, and the project's, which
// is a stranger's and may only name the client, a context, dotenv files and rule severities ([allow] is
// parse/staged.h's). What a project's file may not set is ignored with a note.
#ifndef NEXOENV_GATHER_CONFIG_H
#define NEXOENV_GATHER_CONFIG_H

#include "gather/gather.h"
#include "model/problem.h"
#include "rules/rule.h"

struct config {
    // The user's own.
    uint64_t timeout_ms; // 0: not set
    struct str control_http, control_http_expect, control_https, control_https_expect, doh;
    struct str key_last4;
    bool prompt_off; // [prompt] hook = off: the hook says nothing
    // The project's.
    struct str client, context;
    struct loc client_loc;
    struct strs env_files;
    struct {
        struct str id;
        enum severity severity;
    } overrides[64];
    size_t override_count;
};

// Reads both. False when the user's own file is unusable (*problem says where); a bad project file
// only makes notes in the snapshot.
bool config_read(struct gathering *g, struct config *out, struct problem *problem);

// "$XDG_CONFIG_HOME/nexoenv/NAME" and so on, absolute; absent when neither the variable nor HOME
// says where.
struct str config_path(const struct gathering *g, const char *name, struct arena *a);
struct str cache_path(const struct gathering *g, const char *name, struct arena *a);
struct str runtime_path(const struct gathering *g, const char *name, struct arena *a);

#endif
