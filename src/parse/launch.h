// SPDX-License-Identifier: MIT
// What a command line will load before the program's own code runs: `next dev`, `vite --mode x`,
// `node --env-file=.env x.js`, `uv run --env-file ...`, `docker compose up web`, `npm run dev`
// (through package.json), `make dev` (through its recipe). Wrappers are followed to the command they start (dotenv.md 5, 6).
#ifndef NEXOENV_PARSE_LAUNCH_H
#define NEXOENV_PARSE_LAUNCH_H

#include "model/loc.h"
#include "parse/assignments.h"

struct launch {
    struct str loader;     // parse/dotenv.h id; absent: nothing loads dotenv files
    struct str without;    // loader that this program has but this command line does not switch on
    struct str mode;       // "development", "production", --mode's word; absent: the loader's own
    struct strs env_files; // named on the command line, in order
    bool overrides;        // its override switch is on the command line
    struct str service;    // `docker compose up SERVICE`: the first service named; "" for all
    bool compose;
    struct str program;  // "next dev", for people; absent: not recognised
    struct str language; // of the innermost program that says one: "python"; absent: any
    struct loc shown;    // package.json:LINE when a script was followed
    bool only_named;     // without a file on the command line nothing is read (docker run)
    bool cleared;        // `env -i`, sudo: nothing of this environment reaches it
    struct strs kept;    // but these names do: sudo --preserve-env=LIST
    // What stands in front of the command, and what `-e` hands to a container: NAME=VALUE, or NAME
    // for the host's value. Never shown: may hold a key.
    struct assignments assigned, passed;
    struct str untold; // who sets variables that cannot be told here: "doppler", "$(...)"
};

// A script of package.json by name; absent when there is none. *loc is its place.
typedef struct str (*launch_script)(void *ctx, struct str name, struct loc *loc);

// Bytes of a file in the directory where the command starts (Makefile, justfile); absent: none.
typedef struct str (*launch_file)(void *ctx, struct str name);

// `words` are the command and its arguments. Never fails: what is not recognised stays absent.
// `file` may be NULL: then no target of make, just or task is followed.
struct launch launch_read(const struct strs *words, launch_script script, launch_file file,
                          void *ctx, struct arena *a);

// The same for the text of a script, which a shell cuts into commands and words.
struct launch launch_read_text(struct str text, launch_script script, void *ctx, struct arena *a);

#endif
