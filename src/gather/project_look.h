// SPDX-License-Identifier: MIT
// One directory of the project, while it is looked at (gather/project.c).
#ifndef NEXOENV_GATHER_PROJECT_LOOK_H
#define NEXOENV_GATHER_PROJECT_LOOK_H

#include "gather/gather.h"
#include "parse/project.h"

struct look { // at one directory
    struct gathering *g;
    struct str dir; // relative to the root
    const struct strs *names;
    bool listed; // `names` is all there is
    bool aside;  // another part than the one we stand in
    struct project_facts facts;
    struct {
        bool looked;
        struct str path;
        struct strs names;
    } site; // site-packages of the virtual environment; none: no names
    struct {
        struct str name, bytes;
    } script; // the file of the directory that was read last
    struct {
        struct str program; // that gives secrets to what it starts: "doppler"; none: ""
        struct loc loc;
    } vault;
};

struct str look_path(const struct look *l, const char *name); // relative to the root

// The dotenv loaders that its scripts and packages show.
void look_loaders(struct look *l);

#endif
