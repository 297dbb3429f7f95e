// SPDX-License-Identifier: MIT
// Base URLs, timeouts, retries, model ids and keys that a project's own code writes, and the client
// that it calls the gateway with (DESIGN 5.1). Only literals, only where they belong to an
// OpenAI-style client or name the gateway: a URL of another service is not ours, nor is a client
// that is given another provider's key.
#ifndef NEXOENV_PARSE_SOURCE_H
#define NEXOENV_PARSE_SOURCE_H

#include "model/snapshot.h"

struct source_facts {
    struct source_fact *items;
    size_t n, cap;
};

// True for files of a language that is read, save tests, fixtures, builds and vendored code.
bool source_reads(struct str path);

// What its programs are written in, as in project.languages; shell scripts are curl's.
// "" for a file that is not read.
struct str source_language(struct str path);

// The environment variable that every call of the gateway in the code gets its key from, with its
// place; NULL when they differ, or when one has its key from somewhere that cannot be told. Always a
// name that a shell can hold: it goes into titles and commands.
const struct source_fact *source_key_variable(const struct source_fact *facts, size_t n);

// What fills the variable that the programs of that language (as source_language says) read, or the
// store that they get their key from; NULL: neither, or their calls read another variable.
const struct source_fact *source_key_filled(const struct source_fact *facts, size_t n,
                                            struct str language);

// Adds what the file says, at most 64 facts a file. `gateway` is the profile's host. The results'
// texts are taken from `a`, everything else from `scratch`, which must be another reservation.
void source_read(struct str bytes, struct str path, struct str gateway, struct source_facts *out,
                 struct arena *a, struct arena scratch);

#endif
