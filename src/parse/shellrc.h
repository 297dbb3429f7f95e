// SPDX-License-Identifier: MIT
// Assignments in shell start files: ~/.bashrc, ~/.zshenv, ~/.profile, config.fish and friends.
// Read, never run: what depends on a command or another variable has no value here.
#ifndef NEXOENV_PARSE_SHELLRC_H
#define NEXOENV_PARSE_SHELLRC_H

#include "base/str.h"
#include "model/loc.h"

enum shellrc_kind {
    SHELLRC_POSIX,          // sh, bash, zsh, ksh; setenv of csh
    SHELLRC_FISH,           // config.fish, conf.d/*.fish
    SHELLRC_FISH_UNIVERSAL, // ~/.config/fish/fish_variables
};

struct shellrc_entry {
    struct str name;
    struct str value; // the real bytes: a secret as like as not; absent: not static
    bool exported;    // here, by a later `export NAME`, or by `set -a`
    bool unset;       // the line takes the variable away (unset, set -e)
    struct loc loc;
};

struct shellrc {
    bool partial; // a quote without an end: what follows may be missing
    struct shellrc_entry *items;
    size_t n, cap;
};

enum shellrc_kind shellrc_kind(struct str path);
// Entries of relevant names (parse/names.h) in the order of the file, at most 500.
struct shellrc shellrc_read(struct str bytes, struct str path, struct arena *a);

#endif
