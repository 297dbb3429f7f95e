// SPDX-License-Identifier: MIT
// Private: a bounded reading of a shell's words (dotenv_words.c) for the files that are sourced
// (dotenv_shell.c). Nothing is ever run; what would need it is SHELL_UNKNOWN.
#ifndef NEXOENV_PARSE_DOTENV_SHELL_H
#define NEXOENV_PARSE_DOTENV_SHELL_H

#include "parse/dotenv_impl.h"

enum shell_end {
    SHELL_OK,
    SHELL_SYNTAX,  // reading stops here
    SHELL_FATAL,   // an expansion failed: the shell gives the file (or itself) up
    SHELL_EXIT,    // ${NAME?}: every one of them ends
    SHELL_UNKNOWN, // needs what is not emulated
};

enum { SHELL_DEPTH = 24 };

struct shell {
    struct load *l;
    unsigned kind; // SHELL_BASH, SHELL_DASH, SHELL_ZSH
    shell_lookup look;
    void *ctx;
    enum shell_end end;
    const char *why;
    int status; // of the last command
    int depth;
    int ran;           // status of the last command substitution; -1: none ran
    struct buf *split; // where words are cut at blanks: offsets go to `cuts`
};

void shell_stop(struct shell *sh, enum shell_end how, const char *why);

// End of the word that begins at `at` (no blank, no operator there); sets sh->end on a quote or
// bracket that is not closed.
size_t shell_word_end(struct shell *sh, struct str s, size_t at);

// The word's value with quotes removed and references resolved, unsplit. `assigned`: it stands
// behind "NAME=", so "~" after ":" counts too. *bare: it had no quotes and came out empty.
struct str shell_expand(struct shell *sh, struct str word, bool assigned, bool *bare);
// The same, split at the blanks that references brought in; appends to `out`.
void shell_expand_split(struct shell *sh, struct str word, struct strs *out);
// False: it is refused before anything of it runs. What is not emulated counts as sound.
bool shell_parses(const struct shell *sh, struct str code);
// A name at the start of `s`: its length, 0 when there is none.
size_t word_name(struct str s);

#endif
