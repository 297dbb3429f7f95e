// SPDX-License-Identifier: MIT
// How a report looks on a terminal: colours are written as meanings, symbols have an ASCII twin,
// and every text passes through style_text before it is measured, wrapped or painted.
#ifndef NEXOENV_RENDER_STYLE_H
#define NEXOENV_RENDER_STYLE_H

#include "base/str.h"

enum syntax { SYNTAX_POSIX, SYNTAX_FISH }; // of the user's shell, for the commands of fixes

struct style {
    bool color;     // escape sequences are wanted
    bool utf8;      // symbols and texts may leave ASCII
    bool quiet;     // the sentence alone, and nothing when all is well
    bool verbose;   // every probe, every client, every row
    unsigned width; // columns; below 40 counts as 40
    enum syntax syntax;
};

enum tone {
    TONE_PLAIN,
    TONE_STRONG,
    TONE_ERROR,
    TONE_WARNING,
    TONE_NOTE,
    TONE_OK,
    TONE_DIM,
    TONE_CODE
};

enum sign {
    SIGN_OK,
    SIGN_ERROR,
    SIGN_WARNING,
    SIGN_NOTE,
    SIGN_UNKNOWN,
    SIGN_DIFFERS,
    SIGN_THEN,
    SIGN_NONE
};

size_t style_width(const struct style *s); // at least 40

// The text escaped for a terminal; without utf8 also in ASCII ("…" becomes "...", a stranger's
// letters \xHH). Absent becomes empty.
struct str style_text(const struct style *s, struct str text, struct arena *a);

// Appends a text that style_text made, in a tone. An empty text adds nothing.
void paint(struct buf *b, const struct style *s, enum tone tone, struct str safe);
void paint_z(struct buf *b, const struct style *s, enum tone tone, const char *z);
// Appends text of any origin: style_text and paint in one.
void paint_text(struct buf *b, const struct style *s, enum tone tone, struct str text);

// The symbol in its colour, padded to the width that all symbols of this style share.
void paint_sign(struct buf *b, const struct style *s, enum sign sign);
size_t sign_width(const struct style *s);
struct str sign_text(const struct style *s, enum sign sign);

void pad(struct buf *b, size_t columns); // blanks

// Takes the next line of at most `columns` columns off *rest: breaks at a blank, else behind one
// of "/,;:.-", else anywhere. False when *rest is used up. Always takes something.
bool wrap_line(struct str *rest, size_t columns, struct str *line);

// Appends a paragraph that starts in column `at` of the present line and goes on, when it is too
// long, in column `indent` of the next ones. Ends without a line feed. Returns the last column.
size_t wrap_text(struct buf *b, const struct style *s, enum tone tone, size_t at, size_t indent,
                 struct str text);

// One row of a table whose cells fold into further lines.
enum { TABLE_COLUMNS = 6 };
struct table {
    size_t n;                    // columns
    size_t width[TABLE_COLUMNS]; // of each
    size_t indent, gap;
};
struct cell {
    struct str text; // any origin
    enum tone tone;
};
void table_row(struct buf *b, const struct style *s, const struct table *t,
               const struct cell *cells, enum sign sign);

#endif
