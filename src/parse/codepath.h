// SPDX-License-Identifier: MIT
// Paths that Python and JavaScript code spells: literals, pathlib, os.path, node:path, __file__,
// __dirname, import.meta, the working directory, names given a path earlier. Anything else is not
// told.
#ifndef NEXOENV_PARSE_CODEPATH_H
#define NEXOENV_PARSE_CODEPATH_H

#include "parse/code.h"

enum path_told {
    PATH_UNTOLD,
    PATH_NONE, // None, null, undefined
    PATH_TOLD,
    PATH_UNSET,    // a variable that is not set here
    PATH_SEARCHED, // find_dotenv(): from the file's own directory upwards
};

struct code_path {
    enum path_told told;
    bool at_root;    // relative to the project's root, not to the working directory
    struct str text; // normal: no "." or ".." inside, "." for the directory itself
};

struct path_name { // BASE_DIR = ...
    struct str name;
    struct code_path path;
};

// The value of a variable of this environment; absent: unset. For os.getenv("ENV_FILE", ".env").
typedef struct str path_env(void *ctx, struct str name);

struct path_reader {
    struct lexer lexer;
    struct token token; // the one to be looked at next
    struct str file;    // that is read, relative to the root
    path_env *env;
    void *ctx;
    struct arena *arena;
    struct {
        struct path_name *items;
        size_t n, cap;
    } names;
    size_t depth; // of the expression
    size_t *left; // tokens that may still be read, over all copies: hostile text asks for no more
};

// Stands at the first token. Texts are taken from `a`.
struct path_reader path_reader_of(struct str text, struct str file, enum code_language language,
                                  path_env *env, void *ctx, struct arena *a);
void path_step(struct path_reader *r);
bool path_take(struct path_reader *r, const char *text); // steps over it when it is this one
bool path_opens(const struct path_reader *r);            // ( [ {
bool path_closes(const struct path_reader *r);
// Nothing of an expression is left: what follows ends it.
bool path_ended(const struct path_reader *r);

// The expression at hand, as far as it spells a path; ends where that is no longer so.
struct code_path path_expression(struct path_reader *r);
// A path of a program that runs in `dir`, seen from the root.
struct code_path path_at_root(struct path_reader *r, struct str dir, struct str path);
// A name in a directory that was told.
struct code_path path_below(struct path_reader *r, struct code_path dir, struct str name);
void path_remember(struct path_reader *r, struct str name, struct code_path p);

#endif
