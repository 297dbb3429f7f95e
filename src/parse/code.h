// SPDX-License-Identifier: MIT
// Program text as tokens: names, numbers, strings and punctuation with their places; comments and
// blanks are gone. Enough to find literals in a call, for several languages alike. Never fails:
// what it does not know is punctuation, and a string without an end ends with its line (or text).
#ifndef NEXOENV_PARSE_CODE_H
#define NEXOENV_PARSE_CODE_H

#include "base/str.h"
#include "model/loc.h"

enum code_language {
    CODE_PYTHON,
    CODE_JAVASCRIPT, // and TypeScript
    CODE_GO,
    CODE_RUBY,
    CODE_PHP,
    CODE_SHELL,
    CODE_C_LIKE, // Java, Kotlin, C#, Rust, Swift, C++
};

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_PUNCT };

struct piece { // of a string: text with its escapes undone, or code between ${ and }
    struct str text;
    bool code;
};

struct token {
    enum token_kind kind;
    struct str text; // as written; of PUNCT one byte, or two for == != => ?. ?? || && ** ->
    struct {
        struct piece *items;
        size_t n, cap;
    } pieces;          // TOKEN_STRING
    bool unterminated; // a string without its closing quote
    bool first;        // of its line
    uint32_t line, column;
};

struct lexer {
    struct str text;
    size_t at;
    enum code_language language;
    uint32_t line;     // of `at`, from 1
    size_t line_start; // offset of that line
    bool fresh;        // nothing of this line was seen yet
    bool operand;      // the last token ends an operand: a '/' then divides
    struct arena *arena;
};

struct lexer lexer_of(struct str text, enum code_language language, struct arena *a);
// The next token; TOKEN_END at the end, again and again.
struct token lexer_next(struct lexer *l);

// Undoes a language's backslash escapes; CODE_SHELL means those of $'...'.
struct str code_unescape(struct str text, enum code_language language, struct arena *a);

// The string's text when it holds no code; absent otherwise.
struct str token_literal(const struct token *t, struct arena *a);
bool token_is(const struct token *t, const char *text); // a name or punctuation spelled so

#endif
