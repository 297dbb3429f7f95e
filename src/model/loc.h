// SPDX-License-Identifier: MIT
// Where a fact was read. Carried from the parser to the report; never computed again.
#ifndef NEXOENV_MODEL_LOC_H
#define NEXOENV_MODEL_LOC_H

#include "base/str.h"

struct loc {
    struct str file; // relative to the project root with '/', else absolute; absent: no place
    uint32_t line;   // from 1; 0: the file as a whole
    uint32_t column; // from 1, in bytes; 0: the line as a whole
};

// Who said so. `in_project` marks what a stranger's repository may have put there: DESIGN 8 lets
// nothing of it choose where a key goes.
enum origin_kind {
    ORIGIN_NONE,
    ORIGIN_ENVIRONMENT, // the block this process was started with
    ORIGIN_SHELL,       // said by the prompt hook: set in the shell but not exported
    ORIGIN_FILE,
    ORIGIN_PROCESS, // another process's start block
    ORIGIN_OPTION,  // the command line
    ORIGIN_PROFILE, // the Playground profile
    ORIGIN_DEFAULT, // the client's built-in default
    ORIGIN_PROBE,
    ORIGIN_SYSTEM, // gsettings and the like, no file of its own
};

struct origin {
    enum origin_kind kind;
    struct loc loc;  // ORIGIN_FILE
    int32_t pid;     // ORIGIN_PROCESS
    struct str name; // ORIGIN_OPTION: "--base-url"; ORIGIN_SYSTEM: "gsettings"
    bool in_project;
};

// `name`, as a file in `dir` or a command started there names it, relative to the root: "./" and
// "../" in front are followed. Absent above the root; an absolute name stays as it is.
struct str loc_path(struct str dir, struct str name, struct arena *a);

// "environment", ".env:3", "pid 4312", "--base-url", "profile", "default", "probe", "shell".
struct str origin_text(const struct origin *o, struct arena *a);

#endif
