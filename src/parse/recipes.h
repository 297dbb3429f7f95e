// SPDX-License-Identifier: MIT
// What a task runner's file makes of a target: the commands that it starts, and what it puts into
// their environment. Read as far as the text tells; nothing is run.
#ifndef NEXOENV_PARSE_RECIPES_H
#define NEXOENV_PARSE_RECIPES_H

#include "model/loc.h"
#include "parse/assignments.h"

struct recipe {
    bool found;
    struct str commands;         // a text that a shell reads, one command a line
    const char *loader;          // id of parse/dotenv.h; NULL: no dotenv file is loaded
    struct strs env_files;       // named ones; none: the loader's own list
    struct assignments exported; // for the commands
    struct loc loc;
};

// An empty target is the file's own default.
struct recipe recipe_of_makefile(struct str bytes, struct str path, struct str target,
                                 struct arena *a);
struct recipe recipe_of_justfile(struct str bytes, struct str path, struct str target,
                                 struct arena *a);
struct recipe recipe_of_taskfile(struct str bytes, struct str path, struct str target,
                                 struct arena *a);

#endif
