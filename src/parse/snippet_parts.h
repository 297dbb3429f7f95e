// SPDX-License-Identifier: MIT
// What the readers of curl, Python and JavaScript snippets share: header and body, judged alike.
#ifndef NEXOENV_PARSE_SNIPPET_PARTS_H
#define NEXOENV_PARSE_SNIPPET_PARTS_H

#include "model/snippet.h"
#include "parse/literal.h"

struct snippet_reader {
    struct snippet *out;
    struct str path;
    struct arena *arena;
    const struct literal *base; // base_url of an HTTP client; NULL: none was made
    bool session;               // one was made: a method named post or get may be its own
};

// "Name: value", or name and value apart. Authorization fills `auth` and the key.
void snippet_header(struct snippet_reader *s, struct str name, const struct literal *value);
// The key that an SDK is given: a variable, or a literal of which only the last four stay.
void snippet_key(struct snippet_reader *s, const struct literal *key);
// A body as a literal map, or as a text that holds JSON.
void snippet_body(struct snippet_reader *s, const struct literal *body);
void snippet_url(struct snippet_reader *s, const struct literal *url, bool base);
void snippet_fault_add(struct snippet_reader *s, const char *field, struct loc loc,
                       struct str text);

// Where the first line begins whose command is curl; STR_NOWHERE: nowhere.
size_t snippet_curl_line(struct str bytes);
bool snippet_curl(struct str bytes, struct snippet_reader *s, struct problem *problem);
bool snippet_code(struct str bytes, struct snippet_reader *s, struct problem *problem);

#endif
