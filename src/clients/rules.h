// SPDX-License-Identifier: MIT
// Private to clients/: the rows of every client (clients/rules.c), newest version first. The last
// row of each takes every version.
#ifndef NEXOENV_CLIENTS_RULES_H
#define NEXOENV_CLIENTS_RULES_H

#include "clients/family.h"

// clang-format off
#define CLIENT_RULES(X) \
    X(curl) \
    X(php_curl) \
    X(php_guzzle) \
    X(php_stream) \
    X(git) \
    X(wget) \
    X(urllib) \
    X(urllib3) \
    X(requests) \
    X(httpx) \
    X(httpx2) \
    X(openai_py) \
    X(anthropic_py) \
    X(langchain_py) \
    X(llamaindex) \
    X(litellm) \
    X(aiohttp) \
    X(aiohttp_te) \
    X(node_fetch) \
    X(node_http) \
    X(npm_fetch) \
    X(got) \
    X(undici_env) \
    X(undici) \
    X(axios) \
    X(proxy_agent) \
    X(global_agent) \
    X(openai_js) \
    X(anthropic_js) \
    X(langchain_js) \
    X(vercel) \
    X(bun) \
    X(deno) \
    X(go) \
    X(openai_go) \
    X(reqwest) \
    X(reqwest_0_11) \
    X(ruby) \
    X(faraday) \
    X(java) \
    X(java_net) \
    X(okhttp) \
    X(dotnet)
// clang-format on

enum client_rules {
#define X(name) RULES_##name,
    CLIENT_RULES(X)
#undef X
};

// Newest first; the last row takes every version.
const struct rules *rules_of_client(enum client_rules id);
const struct rules *rules_of_way(enum way way); // NULL: WAY_NONE
// The row of a version and the runtime beneath it (clients/predict.c).
const struct rules *row_for(const struct rules *rows, struct version v, struct version node);

#endif
