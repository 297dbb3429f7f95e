// SPDX-License-Identifier: MIT
// Private to clients/: the versions of every row (clients/rules.c).
#ifndef NEXOENV_CLIENTS_RULES_H
#define NEXOENV_CLIENTS_RULES_H

#include "clients/family.h"

extern const struct era eras_curl[], eras_php_curl[], eras_php_guzzle[], eras_php_stream[],
    eras_git[], eras_wget[];
extern const struct era eras_urllib[], eras_urllib3[], eras_requests[], eras_httpx[], eras_httpx2[],
    eras_openai_py[], eras_anthropic_py[], eras_langchain_py[], eras_llamaindex[], eras_litellm[],
    eras_aiohttp[], eras_aiohttp_te[];
extern const struct era eras_node_fetch[], eras_node_http[], eras_npm_fetch[], eras_got[],
    eras_undici_env[], eras_undici[], eras_axios[], eras_proxy_agent[], eras_global_agent[],
    eras_openai_js[], eras_anthropic_js[], eras_langchain_js[], eras_vercel[], eras_bun[],
    eras_deno[];
extern const struct era eras_go[], eras_openai_go[], eras_reqwest[], eras_reqwest_0_11[],
    eras_ruby[], eras_faraday[], eras_java[], eras_okhttp[], eras_dotnet[];

#endif
