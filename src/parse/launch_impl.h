// SPDX-License-Identifier: MIT
// Shared by the files that read a command line: the walk (launch.c), the programs it knows
// (launch_rows.c) and what a shell makes of a text (launch_shell.c).
#ifndef NEXOENV_PARSE_LAUNCH_IMPL_H
#define NEXOENV_PARSE_LAUNCH_IMPL_H

#include "parse/launch.h"

struct words { // what is left of the command line
    const struct str *p;
    size_t n;
};

struct walk {
    struct launch *out;
    launch_script script;
    launch_file file; // NULL: none is read
    void *ctx;
    struct arena *a;
    int depth, spent;
    bool in_shell; // the words come from a text that a shell reads: `$` means something in it
};

static inline struct str word_at(struct words cmd, size_t i)
{
    return i < cmd.n ? cmd.p[i] : STR_NONE;
}

static inline struct words skip(struct words cmd, size_t n)
{
    n = n < cmd.n ? n : cmd.n;
    return (struct words){cmd.p + n, cmd.n - n};
}

// ---- launch.c ----

// The commands of a text, as a shell runs them.
void launch_follow(struct walk *w, struct str text);
// Adds it, as far as its value can be told.
void launch_assign(struct walk *w, struct assignments *list, struct assignment a);

// ---- launch_tasks.c ----

bool launch_task(struct walk *w, struct words cmd); // make, just, task: it was one

// ---- launch_rows.c ----

// Rows hold their texts themselves: a pointer would have to be relocated at each start. "" is none,
// and a list of options stands in one text, with blanks between.

// A program that loads files, and is the end of the way.
struct end_row {
    char program[14], word[8]; // word: an argument that it must have; "-": it has no subcommand
    char loader[24], mode[12], title[20];
    char files[32];       // options that name files
    bool only_with_files; // without such an option nothing is loaded
    char off[16];         // the switch after which nothing is
    bool equals;          // a file stands behind "=" alone, the bare option means ".env"
};

// A program that loads files, or nothing, and starts another command.
struct wrap_row {
    char program[16], word[12];
    char loader[20]; // "": it loads nothing by itself
    char files[16];
    bool only_with_files, needs_dashes; // needs_dashes: the command stands behind "--"
    char values[60];                    // further options that take a word
    int skipped;                        // operands in front of the command
    bool untold;                        // it sets variables that only it knows
};

// A module that a runtime is told to load before the program: `node -r dotenv/config`.
struct preload_row {
    char module[24], loader[18];
};

// What a text of a row says; absent for "".
static inline struct str row_text(const char *text)
{
    return text[0] ? str_of(text) : STR_NONE;
}

// Is it one of the words of that text?
bool launch_listed(const char *text, struct str word);

const struct end_row *launch_end(struct words cmd);
const struct wrap_row *launch_wrap(struct words cmd);
const struct preload_row *launch_preload(struct str module);

// What the program is written in ("python", "node", "curl"); absent: any.
struct str launch_language(struct str program);

// Does this option of `docker run` or `docker compose` take the next word?
bool launch_container_value(struct str option);

// ---- launch_shell.c ----

struct commands {
    struct words *items;
    size_t n, cap;
};

// The commands of a text, in order, each as words: quotes and backslashes removed, what expands is
// left as it stands.
struct commands launch_commands(struct str text, struct arena *a);

#endif
