// SPDX-License-Identifier: MIT
// Which dotenv files the settings classes of a Python file read: pydantic-settings, and BaseSettings
// of pydantic 1, open the files of `env_file` and no others, relative to the working directory, and
// nothing at all where no class names one.
#ifndef NEXOENV_PARSE_PYDANTIC_H
#define NEXOENV_PARSE_PYDANTIC_H

#include "model/loc.h"
#include "parse/codepath.h"

struct pydantic_file {
    struct str path; // relative to the root (at_root), else to the working directory
    bool at_root;    // written with __file__
    struct loc loc;
};

struct pydantic_facts {
    bool settings;     // a class of settings is there
    bool loads_dotenv; // load_dotenv() is called: python-dotenv fills the environment besides
    struct loc shown;  // the first of the classes
    struct loc
        untold; // an env_file that the text does not tell (computed, outside); file absent: none
    struct loc searched; // an env_file of find_dotenv(); file absent: none
    struct {
        struct pydantic_file *items;
        size_t n, cap;
    } files; // weakest first
};

// Adds what the file says. Texts that stay are taken from `a`; never fails.
void pydantic_read(struct str bytes, struct str path, path_env *env, void *ctx,
                   struct pydantic_facts *out, struct arena *a, struct arena scratch);

#endif
