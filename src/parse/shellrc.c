// SPDX-License-Identifier: MIT
#include "parse/shellrc.h"

#include "base/shell.h"
#include "base/utf8.h"
#include "parse/names.h"
#include "parse/shellwords.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { ENTRIES_MAX = 500, RECOVERIES_MAX = 16 };

struct reader {
    struct shellrc *out;
    char *pool;      // for names and values that stay: no reading makes a text longer
    struct arena *a; // taken back after every command
    struct loc loc;
    bool all; // set -a
};

enum shellrc_kind shellrc_kind(struct str path)
{
    if (str_ends(path, STR("fish_variables")))
        return SHELLRC_FISH_UNIVERSAL;
    return str_ends(path, STR(".fish")) ? SHELLRC_FISH : SHELLRC_POSIX;
}

static struct str keep(struct reader *r, struct str s)
{
    if (!str_present(s))
        return s;
    struct str kept = {r->pool, s.n};
    if (s.n)
        memcpy(r->pool, s.p, s.n);
    r->pool += s.n;
    return kept;
}

static void add(struct reader *r, struct str name, struct str value, bool exported)
{
    if (!shell_name(name) || !name_relevant(name) || r->out->n >= ENTRIES_MAX)
        return;
    r->out->items[r->out->n++] = (struct shellrc_entry){.name = keep(r, name),
                                                        .value = keep(r, value),
                                                        .exported = exported || r->all,
                                                        .loc = r->loc};
}

static void take_away(struct reader *r, struct str name)
{
    size_t before = r->out->n;
    add(r, name, STR_NONE, false);
    if (r->out->n > before)
        r->out->items[before].unset = true;
}

// `export NAME` behind the assignment: the assignments back to the last unset are exported.
static void mark_exported(struct reader *r, struct str name, bool exported)
{
    for (size_t i = r->out->n; i > 0; i--) {
        struct shellrc_entry *e = &r->out->items[i - 1];
        if (!str_eq(e->name, name))
            continue;
        if (e->unset)
            return;
        e->exported = exported;
    }
}

// NAME=value as one word; the name must not hold anything expanded. += adds: not static here.
static bool assignment(const struct literal *w, struct str *name, struct str *value,
                       struct arena *a)
{
    struct str first =
        w->parts.n && w->parts.items[0].kind == PART_TEXT ? w->parts.items[0].text : STR("");
    size_t equals = str_chr(first, '=');
    if (equals == STR_NOWHERE || equals == 0)
        return false;
    *name = str_slice(first, 0, equals);
    bool adds = str_ends(*name, STR("+"));
    if (adds)
        *name = str_slice(*name, 0, name->n - 1);
    struct str text = literal_text(w, a);
    *value = str_present(text) && !adds ? str_from(text, equals + 1) : STR_NONE;
    return shell_name(*name);
}

static bool starts_array(struct str value)
{
    return str_starts(value, STR("("));
}

static bool is(const struct literal *w, const char *text, struct arena *a)
{
    return str_eq(literal_text(w, a), str_of(text));
}

// Words that may stand in front of a command.
static size_t command_at(const struct shell_words *w, struct arena *a)
{
    static const char *const words[] = {"if", "then", "else", "elif", "while",   "until",
                                        "do", "!",    "{",    "time", "builtin", "command"};
    for (size_t i = 0; i < w->n; i++) {
        size_t k = 0;
        while (k < COUNT(words) && !is(w->items[i], words[k], a))
            k++;
        if (k == COUNT(words))
            return i;
    }
    return w->n;
}

// export, declare -x, typeset -gx: options first, then names and assignments.
static void declaration(struct reader *r, const struct shell_words *w, size_t from, bool exports)
{
    bool withdraws = false;
    for (size_t i = from; i < w->n; i++) {
        struct str text = literal_text(w->items[i], r->a), name, value;
        if (text.n > 1 && (text.p[0] == '-' || text.p[0] == '+')) {
            exports |= text.p[0] == '-' && str_chr(text, 'x') != STR_NOWHERE;
            withdraws |= str_eq(text, STR("-n")) || (text.p[0] == '+' && str_has(text, STR("x")));
        } else if (assignment(w->items[i], &name, &value, r->a)) {
            add(r, name, value, exports && !withdraws);
        } else if (shell_name(text) && (exports || withdraws)) {
            mark_exported(r, text, !withdraws);
        }
    }
}

static void options(struct reader *r, const struct shell_words *w, size_t from)
{
    for (size_t i = from; i < w->n; i++) {
        struct str text = literal_text(w->items[i], r->a);
        bool long_name = i + 1 < w->n && is(w->items[i + 1], "allexport", r->a);
        bool minus = str_starts(text, STR("-")), plus = str_starts(text, STR("+"));
        bool all =
            str_chr(text, 'a') != STR_NOWHERE || (str_chr(text, 'o') != STR_NOWHERE && long_name);
        if (all && (minus || plus))
            r->all = minus;
    }
}

// Assignments alone on a line; in front of a command they are that command's.
static void plain(struct reader *r, const struct shell_words *w, size_t from)
{
    struct str name, value;
    for (size_t i = from; i < w->n; i++)
        if (!assignment(w->items[i], &name, &value, r->a))
            return;
    for (size_t i = from; i < w->n; i++)
        if (assignment(w->items[i], &name, &value, r->a) && !starts_array(value))
            add(r, name, value, false);
}

static void setenv_csh(struct reader *r, const struct shell_words *w, size_t from)
{
    if (from + 1 < w->n)
        add(r, literal_text(w->items[from], r->a), literal_text(w->items[from + 1], r->a), true);
}

static void posix_command(struct reader *r, const struct shell_words *w)
{
    size_t at = command_at(w, r->a);
    if (at == w->n)
        return;
    struct str word = literal_text(w->items[at], r->a);
    if (str_eq(word, STR("export")))
        declaration(r, w, at + 1, true);
    else if (str_eq(word, STR("declare")) || str_eq(word, STR("typeset")) ||
             str_eq(word, STR("readonly")))
        declaration(r, w, at + 1, false);
    else if (str_eq(word, STR("set")) || str_eq(word, STR("setopt")))
        options(r, w, at + 1);
    else if (str_eq(word, STR("setenv")))
        setenv_csh(r, w, at + 1);
    else if (str_eq(word, STR("unset")))
        for (size_t i = at + 1; i < w->n; i++)
            take_away(r, literal_text(w->items[i], r->a));
    else
        plain(r, w, at);
}

// set -gx NAME value...
static void fish_set(struct reader *r, const struct shell_words *w, size_t from)
{
    bool exported = false, erase = false, query = false, hides = false;
    size_t i = from;
    for (; i < w->n; i++) {
        struct str text = literal_text(w->items[i], r->a);
        if (!str_starts(text, STR("-")))
            break;
        bool is_long = str_starts(text, STR("--"));
        exported |= is_long ? str_eq(text, STR("--export")) : str_chr(text, 'x') != STR_NOWHERE;
        erase |= is_long ? str_eq(text, STR("--erase")) : str_chr(text, 'e') != STR_NOWHERE;
        query |= is_long ? str_eq(text, STR("--query")) : str_chr(text, 'q') != STR_NOWHERE;
        hides |= is_long ? str_eq(text, STR("--unexport")) : str_chr(text, 'u') != STR_NOWHERE;
    }
    if (i >= w->n || query)
        return;
    struct str name = literal_text(w->items[i++], r->a);
    if (erase) {
        take_away(r, name);
        return;
    }
    struct buf b = buf_in(r->a);
    bool fixed = true;
    for (size_t k = i; k < w->n; k++) { // a list is exported with blanks between its items
        struct str text = literal_text(w->items[k], r->a);
        fixed &= str_present(text);
        buf_z(&b, k > i ? " " : "");
        buf_add(&b, text);
    }
    add(r, name, fixed ? buf_str(&b) : STR_NONE, exported && !hides);
}

static void fish_command(struct reader *r, const struct shell_words *w)
{
    static const char *const words[] = {"and", "or", "not", "begin", "if", "else"};
    size_t at = 0;
    for (size_t k = 0; at < w->n && k < COUNT(words); k++)
        if (is(w->items[at], words[k], r->a)) {
            at++;
            k = 0;
        }
    if (at >= w->n)
        return;
    struct str word = literal_text(w->items[at], r->a);
    if (str_eq(word, STR("set")))
        fish_set(r, w, at + 1);
    else if (str_eq(word, STR("export")) || str_eq(word, STR("setenv")))
        declaration(r, w, at + 1, true);
}

// \x20 and \n of fish_variables; \x1e and \x1d stand between the items of a list.
static struct str universal_value(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c != '\\' || i + 1 >= s.n) {
            buf_byte(&b, c);
            continue;
        }
        c = s.p[++i];
        if (c == 'x' && i + 2 < s.n && byte_is_hex(s.p[i + 1]) && byte_is_hex(s.p[i + 2])) {
            char code = (char)(byte_hex(s.p[i + 1]) << 4 | byte_hex(s.p[i + 2]));
            buf_byte(&b, code == '\x1e' || code == '\x1d' ? ' ' : code);
            i += 2;
        } else {
            buf_byte(&b, c == 'n' ? '\n' : c == 't' ? '\t' : c);
        }
    }
    return str_eq(buf_str(&b), STR("\x1d")) ? STR("") : buf_str(&b);
}

static void universal(struct reader *r, struct str bytes)
{
    struct str line;
    struct arena all = *r->a;
    for (r->loc.line = 1; str_line(&bytes, &line); r->loc.line++) {
        struct str word;
        *r->a = all;
        bool exported = false;
        if (!str_starts(line, STR("SETUVAR ")))
            continue;
        line = str_from(line, STR("SETUVAR ").n);
        while (str_starts(line, STR("--")) && str_word(&line, " ", &word))
            exported |= str_eq(word, STR("--export"));
        line = str_trim_left_set(line, " ");
        size_t colon = str_chr(line, ':');
        if (colon != STR_NOWHERE)
            add(r, str_slice(line, 0, colon), universal_value(str_from(line, colon + 1), r->a),
                exported);
    }
}

// Behind a construct that is not understood: from the line after the one where it began.
static bool recover(struct shell_reader *s, const struct problem *problem)
{
    size_t line = 1, at = 0;
    while (line <= problem->loc.line) {
        size_t n = str_chr(str_from(s->text, at), '\n');
        if (n == STR_NOWHERE)
            return false;
        at += n + 1;
        line++;
    }
    s->at = s->line_start = at;
    s->line = (uint32_t)line;
    s->here_end = 0;
    s->failed = false;
    return true;
}

static void commands(struct reader *r, struct shell_reader *s, const struct problem *problem)
{
    struct arena all = *r->a;
    for (int recoveries = 0; !shell_ended(s) && recoveries < RECOVERIES_MAX; *r->a = all) {
        struct shell_words words = shell_command(s);
        r->loc = words.loc;
        if (s->failed) {
            r->out->partial = true;
            recoveries++;
            if (!recover(s, problem))
                return;
        } else if (s->fish) {
            fish_command(r, &words);
        } else {
            posix_command(r, &words);
        }
    }
}

struct shellrc shellrc_read(struct str bytes, struct str path, struct arena *a)
{
    struct shellrc out = {.items = arena_many(a, struct shellrc_entry, ENTRIES_MAX),
                          .cap = ENTRIES_MAX};
    struct reader r = {.out = &out, .loc = {.file = path}};
    enum shellrc_kind kind = shellrc_kind(path);
    r.pool = arena_many(a, char, bytes.n + 1);
    struct arena scratch = *a; // behind what stays
    r.a = &scratch;
    if (kind == SHELLRC_FISH_UNIVERSAL) {
        universal(&r, bytes);
        return out;
    }
    struct problem problem = {0};
    struct shell_reader s = shell_read(bytes, path, &scratch, &problem);
    s.fish = kind == SHELLRC_FISH;
    commands(&r, &s, &problem);
    return out;
}
