// SPDX-License-Identifier: MIT
// `include .env` and `export` in a Makefile, GNU make 4.3 (dotenv.md 4, D7). Values are expanded
// when they are used, that is, when everything is read. Functions and other directives are not
// emulated.
#include "parse/dotenv_impl.h"

enum { NESTED_MOST = 40 };

struct make {
    struct load *l;
    struct pairs flavor; // names whose value is expanded already
    bool recipe;         // a rule was read: lines that begin with a tab belong to it
};

struct chain {
    struct str name;
    const struct chain *up;
    int depth;
};

static void fatal(struct make *m, const char *why)
{
    load_fail(m->l, why, m->l->line);
}

static void expand(struct make *m, struct str s, const struct chain *up, struct buf *out);

static void variable(struct make *m, struct str name, const struct chain *up, struct buf *out)
{
    struct chain here = {name, up, up ? up->depth + 1 : 0};
    for (const struct chain *c = up; c; c = c->up)
        if (str_eq(c->name, name))
            fatal(m, "a variable refers to itself");
    if (here.depth > NESTED_MOST)
        fatal(m, "references nested too deeply");
    struct str v = load_file_first(m->l, name);
    if (m->l->failed || !load_spend(m->l, v.n + 8))
        return;
    if (pairs_find(&m->flavor, name))
        buf_add(out, v);
    else
        expand(m, v, &here, out);
}

// Behind the bracket that closes the one at `open`; 0: none.
static size_t closing(struct str s, size_t open)
{
    char in = s.p[open], close = in == '(' ? ')' : '}';
    size_t depth = 0;
    for (size_t i = open; i < s.n; i++) {
        depth += s.p[i] == in;
        depth -= s.p[i] == close;
        if (depth == 0)
            return i + 1;
    }
    return 0;
}

// "text:a=b" replaces endings of words.
static void substitution(struct make *m, struct str name, size_t colon, const struct chain *up,
                         struct buf *out)
{
    struct str rest = str_from(name, colon + 1), word;
    size_t eq = str_chr(rest, '=');
    struct str from = str_slice(rest, 0, eq), to = str_from(rest, eq + 1);
    struct buf value = buf_in(m->l->a);
    variable(m, str_slice(name, 0, colon), up, &value);
    struct str left = buf_str(&value);
    for (bool first = true; str_word(&left, " \t\n", &word); first = false) {
        if (!first)
            buf_byte(out, ' ');
        bool ends = str_ends(word, from);
        buf_add(out, ends ? str_slice(word, 0, word.n - from.n) : word);
        buf_add(out, ends ? to : STR(""));
    }
}

static const char functions[][12] = {
    "subst",   "patsubst", "strip",     "findstring", "filter",   "filter-out", "sort",
    "word",    "wordlist", "words",     "firstword",  "lastword", "dir",        "notdir",
    "suffix",  "basename", "addsuffix", "addprefix",  "join",     "wildcard",   "realpath",
    "abspath", "if",       "or",        "and",        "foreach",  "file",       "call",
    "value",   "eval",     "origin",    "flavor",     "error",    "warning",    "info",
    "shell",   "guile"};

static void bracketed(struct make *m, struct str inside, const struct chain *up, struct buf *out)
{
    struct str rest = inside, word;
    bool call = str_word(&rest, " \t", &word) && rest.n && word.p == inside.p;
    for (size_t i = 0; i < sizeof functions / sizeof *functions && call; i++)
        if (str_eq(word, str_of(functions[i])))
            fatal(m, "a make function: its result cannot be told");
    struct buf name = buf_in(m->l->a);
    expand(m, inside, up, &name);
    struct str n = buf_str(&name);
    size_t colon = str_chr(n, ':');
    bool replaces = colon != STR_NOWHERE && str_chr(str_from(n, colon), '=') != STR_NOWHERE;
    if (replaces)
        substitution(m, n, colon, up, out);
    else
        variable(m, n, up, out);
}

static void expand(struct make *m, struct str s, const struct chain *up, struct buf *out)
{
    for (size_t i = 0; i < s.n && !m->l->failed; i++) {
        char next = i + 1 < s.n ? s.p[i + 1] : 0;
        if (s.p[i] != '$' || i + 1 >= s.n) {
            buf_byte(out, s.p[i]);
            continue;
        }
        size_t end = i + 2;
        if (next == '(' || next == '{') {
            end = closing(s, i + 1);
            if (end && up && up->depth > NESTED_MOST)
                fatal(m, "references nested too deeply");
            if (!end)
                fatal(m, "unterminated variable reference");
            else if (load_spend(m->l, end - i)) {
                struct chain deeper = {STR("\n"), up, up ? up->depth + 1 : 0};
                bracketed(m, str_slice(s, i + 2, end - 1), up ? up : &deeper, out);
            }
        } else if (next == '$') {
            buf_byte(out, '$');
        } else if (byte_in(next, "@<^+?*|%")) {
            fatal(m, "it cannot be told: the rule that is made decides");
        } else if (next != ' ' && next != '\t') {
            variable(m, str_slice(s, i + 1, i + 2), up, out);
        }
        i = end - 1;
    }
}

static struct str expanded(struct make *m, struct str s)
{
    struct buf out = buf_in(m->l->a);
    expand(m, s, NULL, &out);
    return buf_str(&out);
}

// --- lines ---

// The next logical line: continued ones are joined by one blank, a comment is cut.
static struct str logical_line(struct make *m, size_t *at)
{
    struct str line;
    struct buf out = buf_in(m->l->a);
    while (next_line(m->l->text, at, &line)) {
        bool crlf =
            line.n && line.p[line.n - 1] == '\r' && *at > 0 && m->l->text.p[*at - 1] == '\n';
        line.n -= crlf;
        size_t slashes = 0;
        while (slashes < line.n && line.p[line.n - 1 - slashes] == '\\')
            slashes++;
        bool more = slashes % 2 && *at <= m->l->text.n && m->l->text.p[*at - 1] == '\n';
        line.n -= more;
        bool first = out.n == 0;
        buf_add(&out, first ? line : str_trim_left_set(line, " \t"));
        if (!more)
            break;
        out.n = str_trim_right_set(buf_str(&out), " \t").n;
        buf_byte(&out, ' ');
    }
    return buf_str(&out);
}

// Behind the reference at `i`, `i` when there is none.
static size_t reference_end(struct str s, size_t i)
{
    if (s.p[i] != '$' || i + 1 >= s.n)
        return i;
    if (!byte_in(s.p[i + 1], "({"))
        return i + 2;
    size_t end = closing(s, i + 1);
    return end ? end : s.n;
}

// "#" begins a comment unless a backslash is in front, which then goes.
static struct str uncomment(struct make *m, struct str s)
{
    struct buf out = buf_in(m->l->a);
    for (size_t i = 0; i < s.n; i++) {
        size_t slashes = 0, end = reference_end(s, i);
        if (end > i) { // "#" inside of a reference is no comment
            buf_add(&out, str_slice(s, i, end));
            i = end - 1;
            continue;
        }
        while (i + slashes < s.n && s.p[i + slashes] == '\\')
            slashes++;
        bool hash = i + slashes < s.n && s.p[i + slashes] == '#';
        for (size_t k = 0; k < (hash ? slashes / 2 : slashes); k++)
            buf_byte(&out, '\\');
        i += slashes;
        if (hash && slashes % 2 == 0)
            break;
        bool reference = i < s.n && reference_end(s, i) > i;
        if (i < s.n && !reference)
            buf_byte(&out, s.p[i]);
        i -= reference; // slashes were taken, so this goes on
    }
    return buf_str(&out);
}

struct definition {
    struct str name, value;
    char kind; // '=', ':', '+', '?', '!'
};

// NAME, blanks, an assignment operator; nothing else may stand between.
static bool definition(struct str s, struct definition *d)
{
    size_t i = 0;
    s = str_trim_left_set(s, " \t");
    while (i < s.n && !byte_in(s.p[i], " \t=:#")) {
        bool op = byte_in(s.p[i], "+?!") && i + 1 < s.n && s.p[i + 1] == '=';
        if (op)
            break;
        size_t end =
            s.p[i] == '$' && i + 1 < s.n && byte_in(s.p[i + 1], "({") ? closing(s, i + 1) : 0;
        i = end ? end : i + 1;
    }
    d->name = str_slice(s, 0, i);
    struct str rest = str_trim_left_set(str_from(s, i), " \t");
    size_t colons = 0;
    while (colons < rest.n && rest.p[colons] == ':')
        colons++;
    bool colon = colons > 0 && colons < 4 && colons < rest.n && rest.p[colons] == '=';
    bool mark = !colons && rest.n > 1 && byte_in(rest.p[0], "+?!") && rest.p[1] == '=';
    bool plain = rest.n && rest.p[0] == '=';
    d->kind = colon ? ':' : mark ? rest.p[0] : '=';
    d->value = str_trim_left_set(str_from(rest, colon ? colons + 1 : mark ? 2 : 1), " \t\r\v\f");
    return colon || mark || plain;
}

static void define(struct make *m, const struct definition *d, size_t pos)
{
    struct load *l = m->l;
    struct str name = expanded(m, d->name), old = load_file_first(l, name), v = d->value;
    if (name.n == 0)
        fatal(m, "empty variable name");
    if (d->kind == '!')
        fatal(m, "a value runs a command: what it prints cannot be told");
    bool simple = pairs_find(&m->flavor, name) != NULL;
    if (d->kind == '?' && str_present(old))
        return;
    if (d->kind == ':' || (d->kind == '+' && simple))
        v = expanded(m, v);
    if (d->kind == ':')
        pairs_put(&m->flavor, name, l->a);
    if (d->kind == '+' && str_present(old) && old.n)
        v = str_fmt(l->a, "%.*s %.*s", STR_ARG(old), STR_ARG(v));
    if (!l->failed)
        load_set(l, name, v, pos);
}

static void exported_names(struct make *m, struct str names)
{
    struct str all = expanded(m, names), name;
    while (str_word(&all, " \t", &name))
        if (!str_present(load_file_first(m->l, name)))
            load_set(m->l, name, STR(""), m->l->line_pos);
}

static const char *const directives[] = {
    "define",  "endef",    "ifeq",     "ifneq",    "ifdef", "ifndef", "else",     "endif",
    "include", "-include", "sinclude", "undefine", "vpath", "load",   "unexport", NULL};

// "targets: prerequisites"; a second colon makes it a pattern rule, which needs a "%".
static void rule(struct make *m, struct str line)
{
    size_t colon = str_chr(line, ':');
    if (colon == STR_NOWHERE) {
        fatal(m, "missing separator");
        return;
    }
    bool twice = colon + 1 < line.n && line.p[colon + 1] == ':';
    struct str rest = str_from(line, colon + 1 + twice);
    struct str needs = str_slice(rest, 0, str_chr(rest, ';'));
    if (str_chr(needs, ':') != STR_NOWHERE && str_chr(needs, '%') == STR_NOWHERE)
        fatal(m, "target pattern contains no '%'");
    m->recipe = true;
}

static void one_line(struct make *m, struct str line, size_t pos)
{
    struct definition d;
    struct str rest = line, word;
    load_line(m->l, pos);
    if (line.n && line.p[0] == '\t' && m->recipe)
        return;
    line = uncomment(m, line);
    rest = line;
    if (str_trim(line).n == 0)
        return;
    if (definition(line, &d)) {
        define(m, &d, pos);
        return;
    }
    bool some = str_word(&rest, " \t", &word);
    for (size_t i = 0; directives[i] && some; i++)
        if (str_eq(word, str_of(directives[i]))) {
            fatal(m, "a make directive that is not emulated");
            return;
        }
    bool modifier = some && (str_eq(word, STR("export")) || str_eq(word, STR("override")) ||
                             str_eq(word, STR("private")));
    if (modifier && definition(rest, &d))
        define(m, &d, pos);
    else if (modifier && word.p[0] == 'e')
        exported_names(m, rest);
    else if (line.p[0] == '\t')
        fatal(m, "recipe commences before first target");
    else
        rule(m, expanded(m, line));
}

static bool exportable(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!byte_is_word(name.p[i]))
            return false;
    return name.n && !byte_is_digit(name.p[0]);
}

static void finish(struct make *m)
{
    struct load *l = m->l;
    struct pairs done = {0};
    for (size_t i = 0; i < l->file.n && !l->failed; i++) {
        struct pair *p = &l->file.items[i];
        struct buf out = buf_in(l->a);
        if (exportable(p->name))
            variable(m, p->name, NULL, &out);
        pairs_put(&done, p->name, l->a)->value = exportable(p->name) ? buf_str(&out) : STR_NONE;
    }
    for (size_t i = 0; i < done.n && !l->failed; i++)
        l->file.items[i].value = done.items[i].value;
}

void parse_make(struct load *l)
{
    struct make m = {.l = l};
    if (str_chr(l->text, 0) != STR_NOWHERE)
        load_fail(l, "a NUL byte in the file", 1);
    if (str_starts(l->text, STR("\xef\xbb\xbf")))
        l->text = str_from(l->text, 3);
    for (size_t at = 0, from = 0; at < l->text.n && !l->failed; from = at) {
        struct str line = logical_line(&m, &at);
        one_line(&m, line, from);
    }
    if (!l->failed)
        finish(&m);
}
