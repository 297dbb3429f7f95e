// SPDX-License-Identifier: MIT
// Commands that mend (DESIGN 5.1): POSIX sh for `eval` in the user's shell, in the directory where
// nexoenv was asked. Every datum passes through shell_quote, names are checked, a secret is only
// ever "$NAME", a file is edited in place only after a copy to FILE.nexoenv.bak, which overwrites
// nothing and which git is told to ignore. Every function
// returns an absent text when no safe command exists; the fix then has only words.
#ifndef NEXOENV_RULES_REPAIR_H
#define NEXOENV_RULES_REPAIR_H

#include "rules/rule.h"

// The file (relative to the project's root, or absolute) as seen from that directory, quoted.
struct str repair_path(const struct inquiry *q, struct str file);
// Copies the file, before a command that lets another program change it.
struct str repair_keep(const struct inquiry *q, struct str file);
// Rewrites the file with `filter`, a command that reads the backup on stdin.
struct str repair_rewrite(const struct inquiry *q, struct str file, struct str filter);
// " (a copy stays in .env.nexoenv.bak; delete it when all is well)"
struct str repair_copy_words(const struct inquiry *q, struct str file);

// Does a fix hide a copy from git, as far as was asked which copies git ignores?
bool repair_hides_copies(const struct findings *all);

// A line of .gitignore that means this one path, quoted; absent when it would need escapes.
struct str repair_ignore_word(const struct inquiry *q, struct str path);

// Runs an awk statement over `v`, all that follows the first "=" of that line, and writes it back.
struct str repair_value(const struct inquiry *q, struct loc loc, const char *awk);
// Runs a sed command on that line.
struct str repair_line(const struct inquiry *q, struct loc loc, const char *sed);

// export NAME="$(printf '%s' "$NAME" | FILTER)"
struct str repair_variable(const struct inquiry *q, struct str name, const char *filter);
// export NAME="$OTHER"
struct str repair_copy(const struct inquiry *q, struct str name, struct str other);
// export NAME='text', for what is no secret
struct str repair_set(const struct inquiry *q, struct str name, struct str text);
struct str repair_unset(const struct inquiry *q, struct str name);
// export NAME="$(what line N of FILE assigns, without quotes)": the file is read, never run.
struct str repair_take(const struct inquiry *q, struct str name, struct loc loc);

// The two sides of one mend: of a variable in this environment, of a line in a file.
struct mend {
    const char *filter; // stdin to stdout, for repair_variable
    const char *awk;    // for repair_value
};

// Adds the fix that suits where the variable comes from. `what` says what is done, in words that
// follow "Remove ": "the carriage return". Names the file that sets it where that is known.
void repair_add(struct finding *f, struct inquiry *q, const struct variable *v, struct str what,
                const struct mend *mend);

// The last rc line that assigns the name; NULL: none seen.
const struct rc_assignment *rc_find(const struct inquiry *q, struct str name, bool exported);

#endif
