// SPDX-License-Identifier: MIT
#include "parse/launch_impl.h"

enum { WORDS_MAX = 256 };

struct cutter {
    struct str text;
    size_t at;
    struct strs words; // of the command so far
    size_t total;
    struct buf word;
    bool open;
    struct commands out;
    struct arena *a;
};

static bool one_of(char c, const char *set)
{
    return str_chr(str_of(set), c) != STR_NOWHERE;
}

static void end_word(struct cutter *c)
{
    if (c->open) {
        strs_add(&c->words, buf_str(&c->word), c->a);
        c->total++;
    }
    c->word = buf_in(c->a);
    c->open = false;
}

static void end_command(struct cutter *c)
{
    end_word(c);
    if (c->words.n)
        *arena_push(&c->out, c->a) = (struct words){c->words.items, c->words.n};
    c->words = (struct strs){0};
}

// `$(...)` stays one word, whatever stands in it.
static void substitution(struct cutter *c)
{
    int depth = 0;
    do {
        char ch = c->text.p[c->at++];
        depth += ch == '(' ? 1 : ch == ')' ? -1 : 0;
        buf_byte(&c->word, ch);
    } while (c->at < c->text.n && (depth > 0 || c->text.p[c->at - 1] == '$'));
    c->open = true;
}

static void quoted(struct cutter *c, char mark)
{
    c->open = true;
    for (c->at++; c->at < c->text.n && c->text.p[c->at] != mark; c->at++) {
        bool escapes = mark == '"' && c->text.p[c->at] == '\\' && c->at + 1 < c->text.n &&
                       one_of(c->text.p[c->at + 1], "\"\\$`");
        c->at += escapes;
        buf_byte(&c->word, c->text.p[c->at]);
    }
    c->at += c->at < c->text.n;
}

struct commands launch_commands(struct str text, struct arena *a)
{
    struct cutter c = {.text = text, .a = a, .word = buf_in(a)};
    while (c.at < text.n && c.total < WORDS_MAX) {
        char ch = text.p[c.at];
        if (ch == '$' && c.at + 1 < text.n && text.p[c.at + 1] == '(') {
            substitution(&c);
            continue;
        }
        if (ch == '\'' || ch == '"') {
            quoted(&c, ch);
            continue;
        }
        c.at++;
        if (one_of(ch, ";&|()\n")) {
            end_command(&c);
        } else if (byte_is_space(ch)) {
            end_word(&c);
        } else {
            if (ch == '\\' && c.at < text.n)
                ch = text.p[c.at++];
            buf_byte(&c.word, ch);
            c.open = true;
        }
    }
    end_command(&c);
    return c.out;
}
