// SPDX-License-Identifier: MIT
// The commands of fixes are POSIX sh (DESIGN 5). Here, and only here, they become fish.
//
// A command is a list of simple commands joined by ';', '&&', '||', '|' or line feeds, with words
// made of plain bytes, 'text', "text", \c, $NAME, ${NAME} and $(list). `export` and `unset` turn
// into `set -gx` and `set -e`; quoted text is quoted anew, since fish's single quotes know \\ and \'.
// Anything else (`if`, `${NAME%x}`, here-documents) has no form here and the caller prints sh.
#include "base/shell.h"
#include "base/term.h"
#include "render/render.h"

enum { NESTING = 4 };

struct reader {
    struct str in;
    size_t at;
    struct arena *a;
    bool bad;
    int depth;
};

static char look(const struct reader *r)
{
    return r->at < r->in.n ? r->in.p[r->at] : 0;
}

static struct str list(struct reader *r, char until);

static struct str single(struct reader *r)
{
    struct str rest = str_from(r->in, ++r->at);
    size_t end = str_chr(rest, '\'');
    if (end == STR_NOWHERE) {
        r->bad = true;
        return STR("");
    }
    r->at += end + 1;
    return shell_quote_fish(str_slice(rest, 0, end), r->a);
}

// After '$': NAME, {NAME} or (list). fish knows $NAME and, since 3.4, $(list).
static void dollar(struct reader *r, struct buf *out)
{
    r->at++;
    if (look(r) == '(') {
        r->at++;
        if (++r->depth > NESTING) {
            r->bad = true;
            return;
        }
        struct str inner = list(r, ')');
        r->depth--;
        buf_z(out, "$(");
        buf_add(out, inner);
        buf_byte(out, ')');
        return;
    }
    bool brace = look(r) == '{';
    size_t from = r->at += brace;
    while (byte_is_alnum(look(r)) || look(r) == '_')
        r->at++;
    struct str name = str_slice(r->in, from, r->at);
    if (!shell_name(name) || (brace && look(r) != '}')) {
        r->bad = true;
        return;
    }
    r->at += brace;
    buf_fmt(out, "$%.*s", STR_ARG(name));
    // An end that fish would read on from: "" closes and opens the quotes, or adds nothing.
    if (look(r) == '[' || (brace && (byte_is_alnum(look(r)) || look(r) == '_')))
        buf_z(out, "\"\"");
}

static struct str twin(struct reader *r)
{
    struct buf out = buf_in(r->a);
    buf_byte(&out, '"');
    r->at++;
    while (!r->bad && look(r) != '"') {
        char c = look(r);
        if (r->at >= r->in.n || c == '`') {
            r->bad = true;
        } else if (c == '$') {
            dollar(r, &out);
        } else if (c == '\\') { // \$ \" \\ mean the same in both; others keep the backslash
            char next = r->at + 1 < r->in.n ? r->in.p[r->at + 1] : 0;
            buf_z(&out, next == '$' || next == '"' || next == '\\' ? "\\" : "\\\\");
            if (next == '$' || next == '"' || next == '\\')
                buf_byte(&out, next), r->at++;
            r->at++;
        } else {
            buf_byte(&out, c);
            r->at++;
        }
    }
    r->at++;
    buf_byte(&out, '"');
    return buf_str(&out);
}

static bool ends_word(char c)
{
    return c == 0 || c == ' ' || c == '\t' || c == ';' || c == '&' || c == '|' || c == '\n' ||
           c == ')';
}

static struct str word(struct reader *r)
{
    struct buf out = buf_in(r->a);
    while (!r->bad && !ends_word(look(r))) {
        char c = look(r);
        if (c == '\'') {
            buf_add(&out, single(r));
        } else if (c == '"') {
            buf_add(&out, twin(r));
        } else if (c == '$') {
            dollar(r, &out);
        } else if (c == '`' || c == '(' || c == '{' || c == '}' ||
                   (c == '<' && r->at + 1 < r->in.n && r->in.p[r->at + 1] == '<') || c == '#') {
            r->bad = true;
        } else {
            r->at++;
            // A letter behind a backslash is that letter; fish would make a line end of \n.
            if (c != '\\' || r->at >= r->in.n || !byte_is_alnum(look(r)))
                buf_byte(&out, c);
            if (c == '\\' && r->at < r->in.n)
                buf_byte(&out, r->in.p[r->at++]);
        }
    }
    return buf_str(&out);
}

static void blanks(struct reader *r)
{
    while (look(r) == ' ' || look(r) == '\t')
        r->at++;
}

// "NAME=word" -> NAME and the rest of the word.
static bool assignment(struct str w, struct str *name, struct str *value)
{
    size_t eq = str_chr(w, '=');
    if (eq == STR_NOWHERE || !shell_name(str_slice(w, 0, eq)))
        return false;
    *name = str_slice(w, 0, eq);
    *value = str_from(w, eq + 1);
    return true;
}

static void put_export(struct buf *out, struct str w, bool *bad)
{
    struct str name, value;
    if (assignment(w, &name, &value))
        buf_fmt(out, "set -gx %.*s %.*s", STR_ARG(name), STR_ARG(value.n ? value : STR("''")));
    else if (shell_name(w))
        buf_fmt(out, "set -gx %.*s $%.*s", STR_ARG(w), STR_ARG(w));
    else
        *bad = true;
}

static bool reserved(struct str w)
{
    static const char words[][12] = {"if",    "then",  "else",     "elif", "fi",       "for",
                                     "while", "until", "do",       "done", "case",     "esac",
                                     "set",   "local", "readonly", "!",    "function", "."};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(w, str_of(words[i])))
            return true;
    return false;
}

static void put_simple(struct reader *r, struct buf *out, const struct strs *words)
{
    struct str name, value, first = words->items[0];
    if (reserved(first)) {
        r->bad = true;
    } else if (str_eq(first, STR("export"))) {
        for (size_t i = 1; i < words->n; i++) {
            buf_z(out, i > 1 ? "; " : "");
            put_export(out, words->items[i], &r->bad);
        }
    } else if (str_eq(first, STR("unset"))) {
        buf_z(out, "set -e");
        for (size_t i = 1; i < words->n; i++)
            buf_fmt(out, " %.*s", STR_ARG(words->items[i]));
    } else if (words->n == 1 && assignment(first, &name, &value)) {
        buf_fmt(out, "set -g %.*s %.*s", STR_ARG(name), STR_ARG(value.n ? value : STR("''")));
    } else {
        for (size_t i = 0; i < words->n; i++)
            buf_fmt(out, "%s%.*s", i ? " " : "", STR_ARG(words->items[i]));
    }
}

static void simple(struct reader *r, struct buf *out)
{
    struct strs words = {0};
    for (blanks(r); !r->bad && !ends_word(look(r)); blanks(r))
        strs_add(&words, word(r), r->a);
    if (words.n && !r->bad)
        put_simple(r, out, &words);
}

// The joint after a simple command; false at the end of the list.
static bool joint(struct reader *r, struct buf *out)
{
    static const char *const joints[] = {"&&", "||", "|", ";", "\n"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        struct str j = str_of(joints[i]);
        if (!str_starts(str_from(r->in, r->at), j))
            continue;
        r->at += j.n;
        buf_fmt(out, i < 3 ? " %s " : i == 3 ? "%s " : "%s", joints[i]);
        return true;
    }
    return false;
}

static struct str list(struct reader *r, char until)
{
    struct buf out = buf_in(r->a);
    do
        simple(r, &out);
    while (!r->bad && joint(r, &out));
    if (look(r) != until)
        r->bad = true; // '&' alone, a stray ')', or an end too early
    else if (until)
        r->at++;
    return str_trim_right_set(buf_str(&out), " ");
}

// No control bytes, nothing hidden or reordering, nothing that is no UTF-8.
static bool shows(struct str command, struct arena scratch)
{
    struct str line;
    while (str_cut(&command, '\n', &line)) { // str_line would not show a CR before it
        struct arena once = scratch;
        if (!str_eq(term_safe(line, &once), line))
            return false;
    }
    return true;
}

struct str render_command(struct str posix, enum syntax syntax, struct arena *a)
{
    if (!str_present(posix) || !shows(posix, *a))
        return STR_NONE;
    if (syntax == SYNTAX_POSIX)
        return posix;
    struct reader r = {.in = posix, .a = a};
    struct str out = list(&r, 0);
    return r.bad || r.at < posix.n ? STR_NONE : out;
}
