// SPDX-License-Identifier: MIT
// Which dotenv files a program's code names: load_dotenv(".env.local") of python-dotenv,
// dotenv.config({ path: ... }) of dotenv, process.loadEnvFile() of Node, godotenv.Load(...),
// Dotenv.load(...) of Ruby, Dotenv::createImmutable(...) of PHP, dotenvy::from_filename(...) of Rust
// (as run: python-dotenv 0.21 and 1, dotenv 16 and 17, Node 22).
#ifndef NEXOENV_PARSE_DOTENV_CALLS_H
#define NEXOENV_PARSE_DOTENV_CALLS_H

#include "model/loc.h"
#include "parse/codepath.h"

enum dotenv_call_kind {
    DOTENV_CALL_OWN,    // names none: the loader looks for itself
    DOTENV_CALL_FILE,   // names this file
    DOTENV_CALL_UNTOLD, // names one that the text does not tell
};

struct dotenv_call {
    enum dotenv_call_kind kind;
    char family[16]; // of the loader, as in parse/dotenv.h
    struct str path; // relative to the root (at_root), else to the working directory
    bool at_root;
    bool overrides; // with the switch that lets the file win over what is set
    struct loc loc;
};

struct dotenv_calls {
    struct dotenv_call *items; // in the order of the text
    size_t n, cap;
};

// Adds what the file says, at most 16 calls a file and 512 in all. Texts that stay are taken from
// `a`; never fails.
void dotenv_calls_read(struct str bytes, struct str path, path_env *env, void *ctx,
                       struct dotenv_calls *out, struct arena *a, struct arena scratch);

#endif
