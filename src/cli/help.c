// SPDX-License-Identifier: MIT
#include "cli/help.h"

static void pad_to(struct buf *b, size_t start, size_t column)
{
    do
        buf_byte(b, ' ');
    while (b->n - start < column);
}

static void option_line(struct buf *b, const struct option_row *row)
{
    size_t start = b->n;
    buf_fmt(b, "  %s%s%s%s%s", row->letter, row->letter[0] ? ", " : "", row->name,
            row->value[0] ? " " : "", row->value);
    if (b->n - start > 21) {
        buf_byte(b, '\n');
        start = b->n;
    }
    pad_to(b, start, 22);
    // Wrapped at 80 columns.
    struct str rest = str_of(row->help), word;
    while (str_word(&rest, " ", &word)) {
        if (b->n - start + word.n > 79) {
            b->n--; // the blank
            buf_byte(b, '\n');
            start = b->n;
            pad_to(b, start, 22);
        }
        buf_add(b, word);
        buf_byte(b, ' ');
    }
    b->n--;
    if (row->words[0]) {
        size_t need = strlen(row->words) + 3;
        if (b->n - start + need > 80) {
            buf_byte(b, '\n');
            start = b->n;
            pad_to(b, start, 22);
        } else {
            buf_byte(b, ' ');
        }
        buf_fmt(b, "(%s)", row->words);
    }
    buf_byte(b, '\n');
}

struct str help_command(const struct command *c, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_fmt(&b, "usage: nexoenv %s [OPTION...]%s%s\n\n%s\n\n", c->name, *c->usage ? " " : "",
            c->usage, c->summary);
    if (c->help)
        buf_fmt(&b, "%s\n", c->help);
    buf_z(&b, "Options:\n");
    for (size_t i = 0; i < OPT_COUNT; i++)
        if (c->options & OPT(i))
            option_line(&b, option_row((enum option_id)i));
    return buf_str(&b);
}

struct str help_all(struct arena *a)
{
    struct buf b = buf_in(a);
    buf_z(&b, "usage: nexoenv COMMAND [OPTION...]\n\n"
              "\"It works in the Playground. Why does it not work here?\" Finds the one reason\n"
              "why calls to the gateway fail on this machine, with evidence and fix.\n\n"
              "Commands:\n");
    for (size_t i = 0; i < command_count(); i++) {
        const struct command *c = command_at(i);
        size_t start = b.n;
        buf_fmt(&b, "  %s", c->name);
        pad_to(&b, start, 14);
        struct str rest = str_of(c->summary), word;
        while (str_word(&rest, " ", &word)) {
            if (b.n - start + word.n > 79) {
                b.n--;
                buf_byte(&b, '\n');
                start = b.n;
                pad_to(&b, start, 14);
            }
            buf_add(&b, word);
            buf_byte(&b, ' ');
        }
        b.n--;
        buf_byte(&b, '\n');
    }
    buf_z(&b, "\nOptions of a command: nexoenv COMMAND --help\n"
              "Start with:           nexoenv doctor\n");
    return buf_str(&b);
}
