// SPDX-License-Identifier: MIT
// The rows of every layer. A file of rules exports one array and its length; engine.c lists them in
// the order of the catalogue, so that ties of rank keep the table's order.
#ifndef NEXOENV_RULES_LAYERS_H
#define NEXOENV_RULES_LAYERS_H

#include "rules/rule.h"

extern const struct rule loaded_rules[];         // loaded.c: rank 10
extern const size_t loaded_rules_n;              //
extern const struct rule loaded_name_rules[];    // loaded_names.c: rank 10
extern const size_t loaded_name_rules_n;         //
extern const struct rule loaded_file_rules[];    // loaded_files.c: rank 11, files and shells
extern const size_t loaded_file_rules_n;         //
extern const struct rule loaded_context_rules[]; // loaded_contexts.c: rank 11, other contexts
extern const size_t loaded_context_rules_n;      //   but for the rows of contexts.c:
// contexts.c holds loaded.gui-no-shell-env, loaded.daemon-env, loaded.container-env,
// loaded.devserver-stale, loaded.deploy-missing, key.secret-store-newline, proxy.lost-in-child,
// proxy.loopback-in-guest and timeout.serverless-limit: what looks at another context than the
// chosen one. They stand nowhere else.
extern const struct rule context_rules[];
extern const size_t context_rules_n;
extern const struct rule dotenv_line_rules[];  // dotenv_lines.c: bytes and lines
extern const size_t dotenv_line_rules_n;       //
extern const struct rule dotenv_rules[];       // dotenv_rules.c: what readers make of them
extern const size_t dotenv_rules_n;            //
extern const struct rule key_rules[];          // key.c: the key's bytes
extern const size_t key_rules_n;               //
extern const struct rule key_match_rules[];    // key_match.c: the key against host and client
extern const size_t key_match_rules_n;         //
extern const struct rule key_leak_rules[];     // key_leak.c: rank below 10
extern const size_t key_leak_rules_n;          //
extern const struct rule url_rules[];          // url.c
extern const size_t url_rules_n;               //
extern const struct rule url_path_rules[];     // url_path.c
extern const size_t url_path_rules_n;          //
extern const struct rule proxy_rules[];        // proxy.c: what can be seen without the network
extern const size_t proxy_rules_n;             //
extern const struct rule proxy_list_rules[];   // proxy_lists.c: upper and lower case, NO_PROXY
extern const size_t proxy_list_rules_n;        //
extern const struct rule proxy_doubt_rules[];  // proxy_doubt.c: what only a packet proves
extern const size_t proxy_doubt_rules_n;       //
extern const struct rule tls_rules[];          // tls.c: the same
extern const size_t tls_rules_n;               //
extern const struct rule network_rules[];      // network_rows.c: what only probes show
extern const size_t network_rules_n;           //
extern const struct rule network_tls_rules[];  // network_tls.c
extern const size_t network_tls_rules_n;       //
extern const struct rule network_http_rules[]; // network_http.c
extern const size_t network_http_rules_n;      //
extern const struct rule network_api_rules[];  // network_api_rows.c
extern const size_t network_api_rules_n;       //
extern const struct rule api_rules[];          // api.c: what can be seen without the network
extern const size_t api_rules_n;               //
extern const struct rule timeout_rules[];      // timeout.c
extern const size_t timeout_rules_n;           //
extern const struct rule tool_rules[];         // tool.c
extern const size_t tool_rules_n;              //

// What the probes say: network.c, after every other rule, so that it can confirm what they suspect.
void network_prove(struct inquiry *q);

#endif
