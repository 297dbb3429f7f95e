// SPDX-License-Identifier: MIT
// What an expression of Python or JavaScript is, as far as its text tells: literals, references to
// the environment, names given a value earlier. Anything else is LITERAL_UNKNOWN.
#ifndef NEXOENV_PARSE_LITERAL_H
#define NEXOENV_PARSE_LITERAL_H

#include "model/problem.h"
#include "parse/code.h"

enum literal_kind {
    LITERAL_UNKNOWN,
    LITERAL_TEXT,
    LITERAL_NUMBER,
    LITERAL_TRUE,
    LITERAL_FALSE,
    LITERAL_NULL,
    LITERAL_MAP,
    LITERAL_LIST,
};

enum part_kind { PART_TEXT, PART_VARIABLE, PART_UNKNOWN };

struct part { // of a text: bytes, an environment variable's name, or something unknown
    enum part_kind kind;
    struct str text;
    struct str
        otherwise; // of a variable: what stands in for it when it is not set; absent: nothing
};

struct literal;

struct literal_pair {
    struct str key;
    struct literal *value;
};

struct literal {
    enum literal_kind kind;
    double number;
    struct {
        struct part *items;
        size_t n, cap;
    } parts; // LITERAL_TEXT
    struct {
        struct literal_pair *items;
        size_t n, cap;
    } pairs; // LITERAL_MAP
    struct {
        struct literal **items;
        size_t n, cap;
    } list;    // LITERAL_LIST
    bool json; // went through JSON.stringify or json.dumps
    bool open; // a map or list with something in it that is not told (...rest, **kwargs)
    uint32_t line, column;
};

struct literal_name { // x = ...
    struct str name;
    struct literal *value;
};

struct code_reader {
    struct lexer lexer;
    struct token token; // the one to be looked at next
    struct arena *arena;
    struct str path;
    struct {
        struct literal_name *items;
        size_t n, cap;
    } names;
    size_t depth;
    size_t steps; // tokens taken; beyond a multiple of the text's length reading ends
    bool failed;  // *problem is filled
    struct problem *problem;
};

struct code_reader code_read(struct str text, struct str path, enum code_language language,
                             struct arena *a, struct problem *problem);
void code_step(struct code_reader *r);                   // to the next token
bool code_take(struct code_reader *r, const char *text); // steps over it when it is this one

// The expression at hand; ends before the , ; ) ] } or line end that ends it. Never NULL. Bad
// input (an open quote or bracket) sets `failed`.
struct literal *code_value(struct code_reader *r);
// Arguments from behind the opening parenthesis to behind the closing one: positional ones in
// `list`, NAME=... and NAME: ... ones in `pairs` of one literal.
struct literal *code_arguments(struct code_reader *r);
// a.b.c at hand, "?." as "."; steps over it. Absent when there is no name.
struct str code_dotted(struct code_reader *r);

void code_remember(struct code_reader *r, struct str name, struct literal *value);
const struct literal *literal_get(const struct literal *map, const char *key); // NULL: none
// Text without variables and unknowns; absent otherwise.
struct str literal_text(const struct literal *l, struct arena *a);
// The variable when the text is nothing else; absent otherwise.
struct str literal_variable(const struct literal *l);
struct loc literal_loc(const struct code_reader *r, const struct literal *l);

#endif
