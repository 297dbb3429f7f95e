// SPDX-License-Identifier: MIT
// Names that people write when they mean a key, a base URL or a proxy (causes.md: loaded.wrong-name,
// proxy.name-typo). Asked only for names that are no exact name themselves.
#ifndef NEXOENV_PARSE_NEARNAMES_H
#define NEXOENV_PARSE_NEARNAMES_H

#include "base/str.h"

enum near { NEAR_NONE, NEAR_NEXOROUTER, NEAR_OPENAI };

// Which key variable is meant: the same words in another order, split or number (OPEN_AI_API_KEY,
// KEY_OPENAI, NEXO_ROUTER, LLM_KEY), another case, or at most two slips of the finger. Never a
// name that another service is known by (OPENAQ_API_KEY, NEXO_API_KEY, NEXTAUTH_SECRET).
enum near near_key(struct str name);

// A name for the base URL that no client reads: the same words in another order, number or case
// (openai_base_url, URL_OPENAI, NEXOROUTER_ENDPOINT), or a slip of the finger.
bool near_base(struct str name);

// HTTP_PORXY, HTTPS_PROXYS, PROXY_HTTPS, HTTPSPROXY; never GOPROXY, HTTP_PROXY_HOST, HTTP_PROTO.
bool near_proxy(struct str name);

#endif
