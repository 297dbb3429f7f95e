// SPDX-License-Identifier: MIT
// Jupyter notebooks (nbformat 4): the code of their cells as one text, and where in the .ipynb each
// of its lines stands. IPython's magics become the Python that they stand for (IPython 8,
// python-dotenv's extension 1.2); cells and lines of other languages become empty.
#ifndef NEXOENV_PARSE_NOTEBOOK_H
#define NEXOENV_PARSE_NOTEBOOK_H

#include "parse/code.h"

struct notebook_line { // of the .ipynb
    uint32_t line, column;
};

struct notebook {
    struct str text;
    enum code_language language; // of its kernel; CODE_SHELL: one that is not read
    bool moves;                  // %cd: where it runs later is not known
    struct {
        struct notebook_line *items;
        size_t n, cap;
    } lines; // of `text`
};

bool notebook_is(struct str path);
// Never fails: of bytes that are no notebook the text is empty. Everything is taken from `a`.
struct notebook notebook_read(struct str bytes, struct arena *a);
// The place in the .ipynb of one in its text.
struct loc notebook_place(const struct notebook *n, struct loc in_text);

#endif
