// SPDX-License-Identifier: MIT
// The one list of variable names that matter. What is not relevant by this list is never kept
// from an environment, a process or a file (DESIGN 8).
#ifndef NEXOENV_PARSE_NAMES_H
#define NEXOENV_PARSE_NAMES_H

#include "base/str.h"
#include "model/value.h"

enum name_role {
    NAME_IRRELEVANT,
    NAME_KEY,         // NEXOROUTER_API_KEY, OPENAI_API_KEY and the like
    NAME_FOREIGN_KEY, // another provider's key variable (ANTHROPIC_API_KEY, OPENROUTER_API_KEY)
    NAME_KEY_NEAR,    // near miss of a key variable: OPEN_AI_API_KEY, NEXOROUTER_KEY, LLM_KEY
    NAME_PUBLIC_KEY,  // a key under a bundler's public prefix: NEXT_PUBLIC_..., VITE_...
    NAME_BASE_URL,    // OPENAI_BASE_URL, OPENAI_API_BASE, BASE_URL, ..., and near misses of them
    NAME_MODEL,       //
    NAME_ORG,         // OPENAI_ORG_ID, OPENAI_PROJECT_ID
    NAME_HEADERS,     // OPENAI_CUSTOM_HEADERS
    NAME_AZURE,       // OPENAI_API_TYPE, OPENAI_API_VERSION, AZURE_OPENAI_*
    NAME_PROXY,       // any spelling of http_proxy, https_proxy, all_proxy; npm_config_*proxy
    NAME_NO_PROXY,    //
    NAME_PROXY_NEAR,  // HTTP_PORXY, HTTPS_PROXYS, PROXY_HTTPS
    NAME_CA,          // SSL_CERT_FILE, REQUESTS_CA_BUNDLE, NODE_EXTRA_CA_CERTS, ...
    NAME_TLS_SWITCH,  // NODE_TLS_REJECT_UNAUTHORIZED, GIT_SSL_NO_VERIFY, ...
    NAME_RUNTIME,     // NODE_OPTIONS, NODE_USE_ENV_PROXY, JAVA_TOOL_OPTIONS, REQUEST_METHOD, ...
    NAME_TIMEOUT,     // OPENAI_TIMEOUT, OPENAI_MAX_RETRIES, ...
    NAME_MODE,        // NODE_ENV, RAILS_ENV, APP_ENV, DOTENV_CONFIG_*: decide which files are read
};

enum name_role name_role(struct str name); // ASCII case matters, except for the proxy names
bool name_relevant(struct str name);
// From now on the name has this role (NAME_KEY, NAME_BASE_URL): the reference configuration names it,
// or the user's own call reads it. At most 16; to be called before anything is gathered.
void name_accept(struct str name, enum name_role role);
// How the value may be kept: keys are secret, proxies are masked, anything whose value contains
// '@' or "://user:" counts as a proxy, header lists are secret, the rest is plain.
enum value_class name_class(struct str name, struct str value);

// The key variable a near miss stands for ("NEXOROUTER_API_KEY"), or absent.
struct str name_near_of(struct str name);
// The public prefix a name carries ("NEXT_PUBLIC_"), or absent.
struct str name_public_prefix(struct str name);

// What a fix calls the copy that it leaves of a file, `n` earlier ones being there: ".nexoenv.bak",
// ".nexoenv.bak2", ...
struct str copy_name(struct str file, uint32_t n, struct arena *a);
// The number of copies of `file` up to the one called `name`, which is 1 for ".nexoenv.bak"; 0: it is
// none, or one beyond `most`.
uint32_t copy_number(struct str file, struct str name, uint32_t most);

#endif
