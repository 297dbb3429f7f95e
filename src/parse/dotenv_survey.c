// SPDX-License-Identifier: MIT
// A dotenv file for the report: its relevant names, where they stand and what is odd there, and
// what each loader makes of them, loaders of one mind together.
#include "parse/dotenv_impl.h"
#include "parse/names.h"

#include <string.h>

// --- where names stand: a reading of lines that no loader shares and every person does ---

struct place {
    struct str name;
    uint32_t line, column, defects;
};

struct places {
    struct place *items;
    size_t n, cap;
};

static bool name_byte(char c)
{
    return byte_is_word(c) || c == '.' || c == '-';
}

// A quote that does not close on this line opens a value of several lines, if it closes at all.
static size_t quoted_end(struct str text, size_t open)
{
    size_t i = open + 1;
    while (i < text.n && (text.p[i] != text.p[open] || text.p[i - 1] == '\\'))
        i++;
    return i;
}

struct scan {
    struct str text;
    size_t at;
    uint32_t line;
    size_t unclosed[3]; // no quote of that kind closes behind this offset
    struct places *out;
    struct arena *a;
};

static uint32_t value_defects(struct scan *s, size_t from, size_t *stop)
{
    static const char marks[] = "'\"`";
    struct str text = s->text;
    if (from >= text.n || !byte_in(text.p[from], marks))
        return 0;
    size_t kind = (size_t)(strchr(marks, text.p[from]) - marks);
    size_t close = from < s->unclosed[kind] ? quoted_end(text, from) : text.n;
    if (close >= text.n) {
        s->unclosed[kind] = from < s->unclosed[kind] ? from : s->unclosed[kind];
        return DOTENV_UNTERMINATED;
    }
    size_t end = close + 1;
    while (end < text.n && byte_in(text.p[end], " \t\r"))
        end++;
    size_t line_end = str_chr(str_from(text, close), '\n');
    line_end = line_end == STR_NOWHERE ? text.n : close + line_end;
    bool same_line = close < *stop;
    bool clean = end >= text.n || text.p[end] == '\n' || text.p[end] == '#';
    if (!same_line && !clean) // then most loaders end the value with the line
        return DOTENV_UNTERMINATED;
    *stop = line_end;
    return clean ? 0 : DOTENV_TEXT_AFTER_QUOTE;
}

static void add_place(struct scan *s, struct str name, size_t at, size_t line_from,
                      uint32_t defects)
{
    if (!name_relevant(name))
        return;
    *arena_push(s->out, s->a) =
        (struct place){name, s->line, (uint32_t)(at - line_from + 1), defects};
}

// What stands behind the name: blanks, "=" or ":", or nothing of that.
static size_t separator(struct str text, size_t at, size_t stop, uint32_t *defects)
{
    size_t i = at;
    while (i < stop && byte_in(text.p[i], " \t"))
        i++;
    bool equals = i < stop && text.p[i] == '=';
    bool colon = i == at && i + 1 < stop && text.p[i] == ':' && byte_in(text.p[i + 1], " \t");
    if (!equals && !colon) {
        *defects |= DOTENV_NO_EQUALS;
        return STR_NOWHERE;
    }
    bool after = equals && i + 1 < stop && byte_in(text.p[i + 1], " \t");
    if (equals && (i > at || after))
        *defects |= DOTENV_BLANK_AROUND_EQUALS;
    if (colon)
        *defects |= DOTENV_COLON;
    for (i++; i < stop && byte_in(text.p[i], " \t");)
        i++;
    return i;
}

// Lines that were copied from the instructions for another shell: cmd, PowerShell, fish, csh.
static size_t behind_other_shell(struct str line)
{
    static const char *const words[] = {"set -gx", "set -Ux", "set -x", "set", "setx", "setenv"};
    if (str_starts_icase(line, STR("$env:")))
        return 5;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (!str_starts_icase(line, str_of(words[i])) || n >= line.n || !byte_in(line.p[n], " \t"))
            continue;
        while (n < line.n && byte_in(line.p[n], " \t"))
            n++;
        return n;
    }
    return 0;
}

static void scan_line(struct scan *s)
{
    struct str text = s->text;
    size_t from = s->at, stop = str_chr(str_from(text, from), '\n');
    stop = stop == STR_NOWHERE ? text.n : from + stop;
    size_t at = from + (from == 0 && str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0);
    uint32_t defects = 0;
    while (at < stop && byte_in(text.p[at], " \t\r"))
        at++;
    size_t skip = behind_other_shell(str_slice(text, at, stop));
    if (skip) {
        defects |= DOTENV_OTHER_SHELL;
        at += skip;
    }
    if (str_starts(str_from(text, at), STR("export")) && at + 6 < stop &&
        byte_in(text.p[at + 6], " \t")) {
        defects |= DOTENV_EXPORT;
        for (at += 6; at < stop && byte_in(text.p[at], " \t");)
            at++;
    }
    size_t quote = at < stop && byte_in(text.p[at], "'\""), end = at + quote;
    while (end < stop && name_byte(text.p[end]))
        end++;
    struct str name = str_slice(text, at + quote, end);
    if (quote && end < stop && text.p[end] == text.p[at])
        end++;
    defects |= quote || str_has_any(name, ".-") ? DOTENV_BAD_NAME : 0;
    if (name.n) {
        size_t value = separator(text, end, stop, &defects);
        if (value != STR_NOWHERE)
            defects |= value_defects(s, value, &stop);
        add_place(s, name, at, from, defects);
    }
    for (size_t i = from; i < stop && i < text.n; i++)
        s->line += text.p[i] == '\n';
    s->line++;
    s->at = stop + 1;
}

static struct places find_places(struct str text, struct arena *a)
{
    struct places out = {0};
    struct scan s = {text, 0, 1, {SIZE_MAX, SIZE_MAX, SIZE_MAX}, &out, a};
    while (s.at < text.n)
        scan_line(&s);
    return out;
}

// --- readings ---

struct survey {
    struct dotenv_file *out;
    dotenv_keep keep;
    void *ctx;
    struct arena *a;
    struct pairs first; // name -> its first entry; `line` holds the index
};

static bool same_value(const struct value *a, const struct value *b)
{
    return a->state == b->state && (a->state != VALUE_SET || value_same(a, b));
}

static void add_reading(struct survey *s, struct dotenv_entry *e, size_t loader, struct value v,
                        bool refused)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].refused == refused && same_value(&e->items[i].value, &v)) {
            e->items[i].loaders |= (uint64_t)1 << loader;
            return;
        }
    *arena_push(e, s->a) = (struct dotenv_reading){(uint64_t)1 << loader, refused, v};
}

// The readings of a name go to its last entry: that is where most loaders take the value from. An
// entry that a loader refuses the file for carries that.
static void read_with(struct survey *s, struct str bytes, size_t index, struct arena scratch)
{
    struct dotenv_result r = dotenv_load(loader_at(index), bytes, NULL, 0, &scratch);
    struct pairs all = {0};
    for (size_t i = 0; i < r.n; i++)
        pairs_put(&all, r.items[i].name, &scratch)->value = r.items[i].value;
    for (size_t i = 0; i < s->out->n; i++) {
        struct dotenv_entry *e = &s->out->items[i];
        if (!e->last)
            continue;
        const struct pair *p = pairs_find(&all, e->name);
        bool set = p && str_present(p->value);
        struct value v = set ? s->keep(s->ctx, e->name, p->value) : VALUE_NONE;
        add_reading(s, e, index, v, r.failed && !set);
    }
}

// A place whose name comes again further down.
static void mark_last(struct dotenv_file *f, struct arena scratch)
{
    struct pairs seen = {0};
    for (size_t i = f->n; i > 0; i--) {
        size_t before = seen.n;
        pairs_put(&seen, f->items[i - 1].name, &scratch);
        f->items[i - 1].last = seen.n > before;
    }
}

enum { PLACES_MOST = 4096 };

void dotenv_survey(struct str bytes, struct str path, dotenv_keep keep, void *ctx,
                   struct dotenv_file *out, struct arena *a, struct arena scratch)
{
    out->encoding = encoding_of(bytes);
    out->crlf = str_has(bytes, STR("\r\n"));
    struct places places = find_places(bytes, &scratch);
    for (size_t i = 0; i < places.n && i < PLACES_MOST; i++) {
        const struct place *p = &places.items[i];
        struct dotenv_entry *e = arena_push(out, a);
        *e = (struct dotenv_entry){.name = str_dup(p->name, a), .defects = p->defects};
        e->loc = (struct loc){path, p->line, p->column};
    }
    mark_last(out, scratch);
    struct survey s = {.out = out, .keep = keep, .ctx = ctx, .a = a};
    for (size_t i = 0; i < loader_count() && out->n; i++)
        read_with(&s, bytes, i, scratch);
}
