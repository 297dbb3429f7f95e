// SPDX-License-Identifier: MIT
// Shell text as commands of words: quotes of all kinds, $'...', continued lines, here documents.
// What a shell would expand stays a named part; nothing is ever expanded or run.
#ifndef NEXOENV_PARSE_SHELLWORDS_H
#define NEXOENV_PARSE_SHELLWORDS_H

#include "parse/literal.h"

struct shell_reader {
    struct str text;
    size_t at, line_start;
    uint32_t line;
    struct arena *arena;
    struct str path;
    struct problem *problem; // filled when failed
    bool failed;             // a quote or substitution without an end
    bool fish;               // single quotes know \\ and \', $'...' and <<WORD are nothing special
    struct str here;         // text of the last here document; absent: none
    uint32_t here_line;
    size_t here_end; // where reading goes on behind the line with the here document; 0: none
};

struct shell_words {
    struct literal **items; // LITERAL_TEXT of parts
    size_t n, cap;
    struct loc loc; // of the first word
    char end;       // what ended the command: newline ; | & ) or 0 at the end of the text
};

struct shell_reader shell_read(struct str text, struct str path, struct arena *a,
                               struct problem *problem);
// The words of the next command (none for an empty one); its end is stepped over.
struct shell_words shell_command(struct shell_reader *s);
bool shell_ended(const struct shell_reader *s);
void shell_skip(struct shell_reader *s, size_t n); // n bytes on
struct loc shell_loc(const struct shell_reader *s);
void shell_fail(struct shell_reader *s, struct loc loc, const char *text);

#endif
