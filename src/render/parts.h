// SPDX-License-Identifier: MIT
// Parts of reports that several renderers print. Private to render/.
#ifndef NEXOENV_RENDER_PARTS_H
#define NEXOENV_RENDER_PARTS_H

#include "render/jsonw.h"
#include "render/render.h"

// Terminal: sign, id, title in one line; the same with evidence, reasons and fixes.
void finding_head(const struct finding *f, const struct style *s, struct buf *b);
void finding_block(const struct report *r, const struct finding *f, const struct style *s,
                   struct buf *b);
// Terminal: every probe with its times; every client with its route, trust and key.
void probe_lines(const struct report *r, const struct style *s, struct buf *b);
void client_lines(const struct prediction *p, size_t n, const struct style *s, struct buf *b);

// JSON objects of DESIGN 5; each writes one value.
void json_finding(struct jsonw *w, const struct finding *f);
void json_context(struct jsonw *w, const struct context *c, const struct profile *p,
                  struct str show);
void json_prediction(struct jsonw *w, const struct prediction *p, struct str version);

// "system", "builtin", "certifi", "java", "none".
const char *trust_base_name(enum trust_base base);
struct str name_and_version(const struct prediction *p, struct arena *a);
struct difference;
struct str whole_why(const struct difference *d, struct arena *a); // with the client's own words
// What a client trusts, in words: "certifi + NODE_EXTRA_CA_CERTS", "nothing is verified".
struct str trust_text(const struct trust *t, struct arena *a);
struct str route_text(const struct prediction *p, struct arena *a); // "http://p:1 (HTTPS_PROXY)"

#endif
