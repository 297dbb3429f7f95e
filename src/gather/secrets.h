// SPDX-License-Identifier: MIT
// The only place where real bytes of secrets live (DESIGN 8): one arena of its own, wiped before
// exit and exec. Everything else holds a `struct value` with a handle (`value.secret`), and only
// gather/ and net/ turn a handle back into bytes.
//
// The bytes of files that may hold secrets (dotenv, rc files, netrc, another process's block) are
// read into this arena too: `secrets_arena`.
#ifndef NEXOENV_GATHER_SECRETS_H
#define NEXOENV_GATHER_SECRETS_H

#include "base/arena.h"
#include "base/str.h"
#include "model/value.h"

struct secrets {
    struct arena arena, scratch;
    struct arena_span room; // where the two begin
    struct str *items;      // [0] is unused: handle 0 means none
    size_t n, cap;
    uint64_t key[2]; // of the fingerprint, new in every run
    // What was kept last: the loaders of a dotenv file hand over the same value sixty times.
    struct kept {
        uint64_t name, bytes; // fingerprints; 0: nothing yet
        struct value value;
    } kept[8];
};

// Reserves the arena, draws the key from the kernel and makes the process undumpable. `room` as in
// arena_begin, for this use alone until the wipe.
struct secrets secrets_new(void *room, size_t n);
// Zeroes and drops every page, scratch space included. Handles are void afterwards.
void secrets_wipe(struct secrets *s);
// Where bytes that may hold a secret are read to.
struct arena *secrets_arena(struct secrets *s);
// A place of its own for bytes that are needed for a moment; the wipe covers it. secrets_keep does
// not touch it, so values may be kept while it is in use.
struct arena secrets_scratch(const struct secrets *s);

// What may be known of the value (parse/keyfacts.h), with fingerprint; a secret or masked value
// is stored and gets a handle. `bytes` absent: unset. Text is taken from `a`, which must live as long
// as the store: the same name and bytes may get the value that an earlier call made.
struct value secrets_keep(struct secrets *s, struct str name, struct str bytes, struct arena *a);
struct value secrets_keep_as(struct secrets *s, enum value_class class, struct str bytes,
                             struct arena *a);
// The same as parse/dotenv.h's dotenv_keep: `ctx` is a struct keeper.
struct keeper {
    struct secrets *secrets;
    struct arena *arena;
};
struct value keeper_keep(void *ctx, struct str name, struct str bytes);

// The real bytes: of a plain value its text, of a stored one the bytes behind its handle. Absent
// when unset, or when the value came from a snapshot file (no handle).
struct str secrets_reveal(const struct secrets *s, const struct value *v);

// SipHash-2-4 of the bytes under this run's key; never 0.
uint64_t secrets_print(const struct secrets *s, struct str bytes);

#endif
