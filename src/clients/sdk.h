// SPDX-License-Identifier: MIT
// Private to clients/: the parts of clients/sdk.c, sdk_judge.c, sdk_headers.c and sdk_url.c.
#ifndef NEXOENV_CLIENTS_SDK_H
#define NEXOENV_CLIENTS_SDK_H

#include "clients/family.h"

struct choice sdk_key(const struct situation *s);
// Trims what JavaScript's trim() does: blanks, line ends, NBSP, BOM. Absent stays absent.
struct str sdk_js_trim(struct str s);

// Set the fate of the key (and p->never_connects when no connection is made).
void sdk_judge_python(struct situation *s, struct str key, const char *prefix);
void sdk_judge_node(struct situation *s, struct str key);
void sdk_judge_plain(struct situation *s, struct str key); // clients without an SDK
void sdk_key_refused(struct situation *s, struct str words, bool before);
// How Node's SDKs say no to a header; absent: they send it.
struct str sdk_node_refusal(const struct situation *s, struct str header);

// The call ends before a connection is made; the first reason counts.
void sdk_gives_up(struct situation *s, struct str words);
// What goes out besides the key, and in its place (clients/sdk_headers.c).
void sdk_other_headers(struct situation *s);

// Set request_url, or the error.
void sdk_join_python(struct situation *s, struct str path);
void sdk_join_node(struct situation *s, struct str path);
void sdk_base_refused(struct situation *s, struct str words);
void plain_url(struct situation *s, struct str text); // clients/plain.c: without an SDK

#endif
