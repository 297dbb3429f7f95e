// SPDX-License-Identifier: MIT
// Fixes that are commands, and a way to try them: what would a client do if the environment were a
// little different? A change is offered only after the prediction says that it helps.
//
// Commands are POSIX sh, evaluated in the user's shell in the directory where nexoenv ran (DESIGN
// 5.1): data single-quoted, secrets by "$NAME", files edited only after a copy that the text names.
#ifndef NEXOENV_RULES_MEND_H
#define NEXOENV_RULES_MEND_H

#include "rules/rule.h"

enum change_how {
    CHANGE_SET,   // to `text`
    CHANGE_COPY,  // to the value of the variable named `text`
    CHANGE_UNSET, //
    CHANGE_HTTP,  // to itself with http:// in front
    CHANGE_BARE,  // to itself without blanks, line ends and quotes
    CHANGE_PLAIN, // to itself with http:// for https://
};

struct change {
    enum change_how how;
    struct str name, text;
};

struct changes {
    struct change items[6];
    size_t n;
};

void change_add(struct changes *c, enum change_how how, struct str name, struct str text);

// The world that predictions look at: these variables on the machine and in the project that were
// seen.
struct world world_of(const struct snapshot *s, const struct variables *vars);

// What `client` does with the chosen context's variables after the changes. The chosen client keeps
// its version, others have the project's, else their newest.
struct prediction what_if(const struct inquiry *q, const struct client *client,
                          const struct changes *c);
// The same for another URL than the call's.
struct prediction what_if_url(const struct inquiry *q, const struct client *client,
                              const struct changes *c, struct str url);

// One command for all changes: in the environment by export and unset; a variable that comes from a
// dotenv file by editing that line, with a copy of the file. Absent when a change cannot be made
// from here (another process, a manifest) or a datum cannot be quoted.
struct str mend_command(const struct inquiry *q, const struct changes *c);
// " (a copy stays in .env.nexoenv-backup)" for the text of a fix that edits a file, else "".
struct str mend_note(const struct inquiry *q, const struct changes *c);

// In short: one change, its command, a fix of `f` with the given text.
void mend_set(struct finding *f, struct inquiry *q, struct str text, struct str name,
              struct str value);
void mend_unset(struct finding *f, struct inquiry *q, struct str text, struct str name);
void mend_all(struct finding *f, struct inquiry *q, struct str text, const struct changes *c);

#endif
