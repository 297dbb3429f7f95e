// SPDX-License-Identifier: MIT
// A streaming JSON writer: no tree, two blanks of indentation, keys in the order of the calls.
//
// Texts are made valid first (bytes that are no UTF-8 become \xHH, DESIGN 5), and what a terminal
// would obey is written as \uXXXX: a report in JSON may be shown on one as it is.
#ifndef NEXOENV_RENDER_JSONW_H
#define NEXOENV_RENDER_JSONW_H

#include "base/str.h"

struct jsonw {
    struct buf *b;
    unsigned depth;
    uint64_t filled; // bit = depth: something stands there already
    bool keyed;      // a key was written, its value comes next
};

struct jsonw jw_to(struct buf *b);
void jw_open(struct jsonw *w, char bracket);  // '{' or '['
void jw_close(struct jsonw *w, char bracket); // '}' or ']'; at depth 0 a line feed follows
void jw_key(struct jsonw *w, const char *key);

void jw_str(struct jsonw *w, struct str s); // absent: null
void jw_z(struct jsonw *w, const char *z);  // NULL: null
void jw_int(struct jsonw *w, int64_t n);
void jw_number(struct jsonw *w, double d); // no number, or infinite: null
void jw_bool(struct jsonw *w, bool v);
void jw_null(struct jsonw *w);

// Key and value in one.
void jw_put(struct jsonw *w, const char *key, struct str s);
void jw_put_z(struct jsonw *w, const char *key, const char *z);
void jw_put_int(struct jsonw *w, const char *key, int64_t n);
void jw_put_bool(struct jsonw *w, const char *key, bool v);
void jw_put_null(struct jsonw *w, const char *key);
void jw_open_key(struct jsonw *w, const char *key, char bracket);
void jw_put_strs(struct jsonw *w, const char *key, const struct strs *list);

#endif
