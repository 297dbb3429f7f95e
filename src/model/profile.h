// SPDX-License-Identifier: MIT
// What is expected: the configuration that the Playground uses (DESIGN 4). What the profile does
// not know is absent, and the comparison then says "not documented".
#ifndef NEXOENV_MODEL_PROFILE_H
#define NEXOENV_MODEL_PROFILE_H

#include "base/str.h"
#include "model/loc.h"

struct gateway_code { // a documented error.code of the gateway
    struct str code;
    int status;              // 0: not documented
    struct str id;           // catalogue id, "api.model-not-found"
    struct str means, first; // meaning, what to check first
    struct str docs;
};

struct profile {
    struct str base_url;     // https://api.nexorouter.com/v1
    struct str host;         // api.nexorouter.com
    struct str path;         // /v1
    struct str website_host; // nexorouter.com
    struct str local_url;    // http://localhost:3001/v1
    struct strs trusted_hosts;
    struct strs key_variables; // in order: NEXOROUTER_API_KEY, OPENAI_API_KEY
    struct str header, scheme; // Authorization, Bearer
    struct {
        struct gateway_code *items;
        size_t n, cap;
    } codes;
    struct str model;
    struct {
        struct str role, content;
    } messages[8];
    size_t message_count;
    double temperature, top_p, max_tokens; // NAN: absent
    int stream;                            // -1 absent, 0, 1
    double timeout_s, timeout_slow_s;      // 60, 180
    struct str key_last4;                  // absent: unknown
    struct strs header_names;              // further headers the snippet sends
    struct origin origin;                  // embedded, or the file
    bool embedded;                         // gateway host is the embedded profile's
};

#endif
