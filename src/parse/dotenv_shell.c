// SPDX-License-Identifier: MIT
// A file that bash, dash or zsh sources under `set -a` (dotenv.md 4, D7): assignments, export, and
// the lists they stand in. Commands are never run; what they would do to variables is known for the
// builtins below, and other programs cannot change them.
#include "parse/dotenv_shell.h"

#include <string.h>

enum token_kind { WORD, SEPARATOR, REDIRECT, ARRAY, BRACKET };

struct token {
    enum token_kind kind;
    struct str text;
};

struct tokens {
    struct token *items;
    size_t n, cap;
};

struct sourced {
    struct shell sh;
    struct str s;
    size_t at;
    bool left; // "return" or "exit"
};

static struct str look(void *ctx, struct str name)
{
    struct load *l = ctx;
    const struct pair *p = pairs_find(&l->file, name);
    return p ? p->value : load_env(l, name);
}

// --- one logical line into tokens ---

static size_t operator_len(struct str s, size_t at)
{
    static const char *const longest[] = {"<<<", "<<-", "&&", "||", ";;", "<<", ">>",
                                          ">&",  "<&",  ">|", "<>", "|&", "&>", NULL};
    struct str rest = str_from(s, at);
    for (size_t i = 0; longest[i]; i++)
        if (str_starts(rest, str_of(longest[i])))
            return strlen(longest[i]);
    return 1;
}

static bool wants_more(const struct tokens *t)
{
    struct str last = t->n ? t->items[t->n - 1].text : STR("");
    return t->n && t->items[t->n - 1].kind == SEPARATOR &&
           (str_eq(last, STR("&&")) || str_eq(last, STR("||")) || str_eq(last, STR("|")));
}

static void array(struct sourced *f, struct tokens *t)
{
    struct shell *sh = &f->sh;
    size_t close = f->at;
    while (close < f->s.n && f->s.p[close] != ')')
        close++;
    if (sh->kind == SHELL_DASH || close == f->s.n)
        shell_stop(sh, SHELL_SYNTAX, "unexpected \"(\"");
    f->at = close + (close < f->s.n);
    struct str before = t->items[t->n - 1].text;
    if (sh->kind == SHELL_BASH && f->at < f->s.n && !byte_in(f->s.p[f->at], " \t\n;&|<>()")) {
        // Text behind the bracket makes a plain word of it.
        f->at = shell_word_end(sh, f->s, f->at);
        t->items[t->n - 1].text.n = f->at - (size_t)(before.p - f->s.p);
        return;
    }
    t->items[t->n - 1].kind = ARRAY;
}

static bool is_assignment(struct str word)
{
    size_t n = word_name(word);
    return n && n < word.n &&
           (word.p[n] == '=' || (word.p[n] == '+' && n + 1 < word.n && word.p[n + 1] == '='));
}

static void bracket(struct sourced *f, struct tokens *t)
{
    bool word = t->n && t->items[t->n - 1].kind == WORD;
    struct str before = word ? t->items[t->n - 1].text : STR("");
    bool glued = word && before.p + before.n == f->s.p + f->at;
    if (glued && is_assignment(before) && before.p[before.n - 1] == '=')
        array(f, t);
    else if (word || f->s.p[f->at] == ')')
        shell_stop(&f->sh, SHELL_SYNTAX, "unexpected \"(\" or \")\"");
    else
        shell_stop(&f->sh, SHELL_UNKNOWN, "shell code that is not emulated");
}

static bool digits(struct str s)
{
    return s.n && str_trim_left_set(s, "0123456789").n == 0;
}

// "2" in "2>file" is no word: any number in bash, one digit in the others.
static void drop_number(const struct sourced *f, struct tokens *t)
{
    struct str last = t->n ? t->items[t->n - 1].text : STR("");
    bool glued = last.n && last.p + last.n == f->s.p + f->at;
    if (glued && t->items[t->n - 1].kind == WORD && digits(last) &&
        (last.n == 1 || f->sh.kind == SHELL_BASH))
        t->n--;
}

static void operator(struct sourced *f, struct tokens *t)
{
    if (byte_in(f->s.p[f->at], "<>"))
        drop_number(f, t);
    size_t n = operator_len(f->s, f->at);
    struct str op = str_slice(f->s, f->at, f->at + n);
    f->at += n;
    enum token_kind kind = byte_in(op.p[0], "<>") || str_eq(op, STR("&>")) ? REDIRECT : SEPARATOR;
    *arena_push(t, f->sh.l->a) = (struct token){kind, op};
}

static void read_line(struct sourced *f, struct tokens *t)
{
    struct str s = f->s;
    while (f->at < s.n && f->sh.end == SHELL_OK) {
        char c = s.p[f->at];
        if (c == '\n') {
            f->at++;
            if (!wants_more(t))
                return;
        } else if (c == '\\' && f->at + 1 < s.n && s.p[f->at + 1] == '\n') {
            f->at += 2;
        } else if (c == ' ' || c == '\t') {
            f->at++;
        } else if (c == '#') {
            size_t end = str_chr(str_from(s, f->at), '\n');
            f->at = end == STR_NOWHERE ? s.n : f->at + end;
        } else if (c == '(' || c == ')') {
            bracket(f, t);
        } else if (byte_in(c, ";&|<>")) {
            operator(f, t);
        } else {
            size_t end = shell_word_end(&f->sh, s, f->at);
            struct str word = str_slice(s, f->at, end);
            size_t n = word_name(word);
            // zsh takes the brackets into the word.
            bool in_brackets = f->sh.kind == SHELL_ZSH && is_assignment(word) && n + 1 < word.n &&
                               word.p[n] == '=' && word.p[n + 1] == '(';
            *arena_push(t, f->sh.l->a) = (struct token){in_brackets ? ARRAY : WORD, word};
            f->at = end;
        }
    }
}

// --- syntax ---

static bool lone_semicolon(struct str op)
{
    return str_eq(op, STR(";"));
}

static bool assigns(const struct shell *sh, struct str word)
{
    size_t n = word_name(word);
    return is_assignment(word) && (sh->kind != SHELL_DASH || word.p[n] == '=');
}

// Nothing but assignments since the last operator in front of `end`.
static bool only_assigns(const struct shell *sh, const struct token *t, size_t end)
{
    for (; end > 0 && t[end - 1].kind != SEPARATOR; end--)
        if (t[end - 1].kind != WORD || !assigns(sh, t[end - 1].text))
            return false;
    return true;
}

// dash: one digit or "-" behind ">&" and "<&", unless a reference may bring it.
static bool copies_number(const struct token *redirect)
{
    struct str op = redirect[0].text, to = redirect[1].text;
    bool copies = op.n == 2 && op.p[1] == '&';
    return !copies || str_chr(to, '$') != STR_NOWHERE ||
           (to.n == 1 && (digits(to) || to.p[0] == '-'));
}

static const char *check(const struct shell *sh, const struct tokens *t)
{
    for (size_t i = 0; i < t->n; i++) {
        enum token_kind kind = t->items[i].kind;
        bool last = i + 1 == t->n, word_next = !last && t->items[i + 1].kind <= WORD;
        bool first = i == 0 || t->items[i - 1].kind == SEPARATOR;
        if (kind == REDIRECT && !word_next)
            return "a redirection without a file";
        if (kind == REDIRECT && sh->kind == SHELL_DASH && !copies_number(t->items + i))
            return "a redirection to what is no number";
        if (kind != SEPARATOR || !first)
            continue;
        if (sh->kind == SHELL_ZSH && lone_semicolon(t->items[i].text))
            continue;
        return "an operator where a command belongs";
    }
    for (size_t i = 1; i < t->n && sh->kind == SHELL_ZSH; i++)
        if (str_eq(t->items[i].text, STR("&")) && only_assigns(sh, t->items, i))
            return "an assignment cannot run in the background";
    bool more = wants_more(t);
    return more ? "the file ends behind an operator" : NULL;
}

bool shell_parses(const struct shell *sh, struct str code)
{
    struct sourced f = {.sh = {.l = sh->l, .kind = sh->kind, .look = sh->look, .ctx = sh->ctx},
                        .s = code};
    while (f.at < code.n && f.sh.end == SHELL_OK) {
        struct tokens t = {0};
        read_line(&f, &t);
        if (f.sh.end == SHELL_OK && check(sh, &t))
            return false;
    }
    return f.sh.end != SHELL_SYNTAX;
}

// --- commands ---

static void assign(struct sourced *f, struct str word)
{
    struct shell *sh = &f->sh;
    size_t n = word_name(word);
    bool plus = word.p[n] == '+', bare;
    struct str name = str_slice(word, 0, n);
    struct str v = shell_expand(sh, str_from(word, n + 1 + plus), true, &bare);
    struct str old = look(sh->l, name);
    if (sh->end != SHELL_OK)
        return;
    load_set(sh->l, name, plus ? str_join(old, v, sh->l->a) : v, (size_t)(word.p - f->s.p));
}

// zsh looks a command up behind "=" and files behind "*", "?", "[": neither is there.
static void zsh_check(struct shell *sh, struct str raw)
{
    if (raw.n > 1 && raw.p[0] == '=')
        shell_stop(sh, SHELL_FATAL,
                   "a word that begins with \"=\" names a command that is not there");
    for (size_t i = 0; i < raw.n && !byte_in(raw.p[i], "'\"\\`$"); i++)
        if (byte_in(raw.p[i], "*?["))
            shell_stop(sh, SHELL_FATAL, "no file matches the pattern");
}

static bool braces(struct str s)
{
    size_t open = str_chr(s, '{'), close = str_rchr(s, '}');
    return open != STR_NOWHERE && close != STR_NOWHERE && close > open &&
           (open == 0 || s.p[open - 1] != '$') && str_has_any(str_slice(s, open, close), ",.");
}

static void export_word(struct sourced *f, struct str raw)
{
    struct shell *sh = &f->sh;
    if (assigns(sh, raw)) {
        if (sh->kind == SHELL_BASH && braces(raw))
            shell_stop(sh, SHELL_UNKNOWN, "brace expansion is not emulated");
        assign(f, raw);
        return;
    }
    struct strs words = {0};
    shell_expand_split(sh, raw, &words);
    for (size_t i = 0; i < words.n && sh->end == SHELL_OK; i++) {
        struct str w = words.items[i];
        size_t n = word_name(w);
        if (sh->kind == SHELL_BASH && !str_has_any(raw, "'\"\\") && braces(w))
            shell_stop(sh, SHELL_UNKNOWN, "brace expansion is not emulated");
        else if (n && n < w.n && w.p[n] == '=')
            load_set(sh->l, str_slice(w, 0, n), str_from(w, n + 1), 0);
        else if (n != w.n && w.n && w.p[0] != '-') {
            sh->status = 1;
            if (sh->kind != SHELL_BASH)
                shell_stop(sh, SHELL_FATAL, "not a valid name");
        }
    }
}

// An option of export and its relatives. True when it takes the names out of the environment.
static bool option_word(struct sourced *f, struct str command, struct str raw)
{
    struct shell *sh = &f->sh;
    bool takes_out = str_starts(raw, STR("-")) && str_chr(raw, 'n') != STR_NOWHERE;
    bool export = str_eq(command, STR("export"));
    if (sh->kind == SHELL_DASH && str_starts(raw, STR("-")) && !str_eq(raw, STR("-p")) &&
        !str_eq(raw, STR("--")))
        shell_stop(sh, SHELL_FATAL, "not an option of export");
    if (sh->kind == SHELL_ZSH && takes_out) {
        sh->status = 1;
        return true;
    }
    return sh->kind == SHELL_BASH && export && takes_out;
}

// The words of a command are expanded whether it is there or not; what that sets and what it
// refuses counts, what it prints does not.
static void expand_words(struct sourced *f, const struct token *words, size_t n)
{
    struct strs none = {0};
    for (size_t i = 0; i < n && f->sh.end == SHELL_OK; i++) {
        shell_expand_split(&f->sh, words[i].text, &none);
        if (f->sh.end == SHELL_UNKNOWN)
            f->sh.end = SHELL_OK;
    }
}

static void unset_word(struct sourced *f, struct str raw)
{
    bool bare;
    struct str name = shell_expand(&f->sh, raw, false, &bare);
    if (word_name(name) == name.n)
        load_set(f->sh.l, name, STR_NONE, 0);
}

static bool one_of(struct str s, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(s, str_of(*list)))
            return true;
    return false;
}

static const char *const reserved[] = {
    "if",   "then",     "else",   "elif", "fi", "for", "while", "until", "do",   "done",   "case",
    "esac", "function", "select", "{",    "}",  "!",   "[[",    "((",    "time", "coproc", NULL};
static const char *const runs_code[] = {".",       "source",  "eval",   "exec",     "alias",
                                        "trap",    "read",    "set",    "shift",    "getopts",
                                        "let",     "mapfile", "printf", "readonly", "cd",
                                        "builtin", "command", "setopt", NULL};
static const char *const declares[] = {"export", "declare", "typeset", "local", NULL};
// dash keeps assignments in front of these.
static const char *const special[] = {"export", "unset", ":", "return", "exit", NULL};
static const char *const succeeds[] = {":",    "true",    "echo",  "pwd",   "umask", "hash",
                                       "wait", "unalias", "ls",    "cat",   "date",  "curl",
                                       "git",  "mkdir",   "touch", "chmod", "sleep", NULL};

// A command that is not found leaves everything as it is, but for the status.
static void run(struct sourced *f, struct str name, const struct token *words, size_t n)
{
    struct shell *sh = &f->sh;
    sh->status = 0;
    if (one_of(name, declares) && !(sh->kind == SHELL_DASH && name.p[0] != 'e')) {
        bool out = false;
        for (size_t i = 0; i < n && sh->end == SHELL_OK; i++) {
            struct str word = words[i].text;
            out = option_word(f, name, word) || out;
            if (out && is_assignment(word) && sh->kind == SHELL_BASH)
                load_set(sh->l, str_slice(word, 0, word_name(word)), STR_NONE, 0);
            else if (!out && sh->end == SHELL_OK)
                export_word(f, word);
        }
    } else if (str_eq(name, STR("unset"))) {
        for (size_t i = 0; i < n; i++)
            unset_word(f, words[i].text);
    } else if (str_eq(name, STR("return")) || str_eq(name, STR("exit"))) {
        f->left = true;
    } else if (one_of(name, runs_code)) {
        shell_stop(sh, SHELL_UNKNOWN, "shell code that is not emulated");
    } else {
        expand_words(f, words, n);
        if (sh->end != SHELL_OK || one_of(name, succeeds))
            return;
        sh->status = str_eq(name, STR("false")) ? 1 : 127;
    }
}

// A redirection that fails: from a file, of which there is none, or to a number that is not open.
static bool cannot_redirect(const struct token *t, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        struct str op = t[i].text, to = t[i + 1].text;
        bool copies = str_eq(op, STR("<&")) || str_eq(op, STR(">&"));
        bool closed =
            digits(to) ? to.n > 1 || to.p[0] > '2' : op.p[0] == '<' && !str_eq(to, STR("-"));
        if (t[i].kind == REDIRECT && (str_eq(op, STR("<")) || (copies && closed)))
            return true;
    }
    return false;
}

// One simple command: tokens without separators.
static void simple(struct sourced *f, const struct token *t, size_t n)
{
    struct shell *sh = &f->sh;
    struct tokens words = {0};
    for (size_t i = 0; i < n; i++) {
        if (t[i].kind == REDIRECT)
            i++;
        else
            *arena_push(&words, sh->l->a) = t[i];
    }
    size_t first = 0;
    while (first < words.n &&
           (words.items[first].kind == ARRAY || assigns(sh, words.items[first].text)))
        first++;
    if (first < words.n && one_of(words.items[first].text, reserved)) {
        shell_stop(sh, SHELL_UNKNOWN, "shell code that is not emulated");
        return;
    }
    bool refused = cannot_redirect(t, n);
    if (refused && !(sh->kind == SHELL_BASH && first == words.n)) { // bash assigns nevertheless
        bool ends = sh->kind == SHELL_DASH && first < words.n;
        if (ends && one_of(words.items[first].text, special))
            shell_stop(sh, SHELL_FATAL, "a redirection that fails");
        sh->status = 1;
        return;
    }
    sh->ran = -1;
    struct strs name = {0};
    for (size_t i = first; i < words.n && name.n == 0 && sh->end == SHELL_OK; i++) {
        if (sh->kind == SHELL_ZSH)
            zsh_check(sh, words.items[i].text);
        shell_expand_split(sh, words.items[i].text, &name);
        first = name.n ? i : first;
    }
    if (sh->end != SHELL_OK)
        return;
    if (name.n) {
        for (size_t i = 0; i < first && sh->kind == SHELL_DASH && one_of(name.items[0], special);
             i++)
            if (words.items[i].kind == WORD)
                assign(f, words.items[i].text);
        for (size_t i = first + 1; i < words.n && sh->kind == SHELL_ZSH; i++)
            if (!assigns(sh, words.items[i].text))
                zsh_check(sh, words.items[i].text);
        if (sh->end == SHELL_OK)
            run(f, name.items[0], words.items + first + 1, words.n - first - 1);
        return;
    }
    for (size_t i = 0; i < words.n && sh->end == SHELL_OK; i++) {
        struct str w = words.items[i].text;
        if (words.items[i].kind == ARRAY) // arrays do not travel
            load_set(sh->l, str_slice(w, 0, word_name(w)), STR_NONE, (size_t)(w.p - f->s.p));
        else if (assigns(sh, w))
            assign(f, w);
    }
    sh->status = sh->ran > 0 ? sh->ran : refused;
}

// A command in a shell of its own: only its status comes back.
static int apart_status(const struct shell *sh, const struct token *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (t[i].kind == WORD && !assigns(sh, t[i].text))
            return one_of(t[i].text, succeeds) || one_of(t[i].text, declares) ? 0 : 127;
    return 0;
}

static void list(struct sourced *f, const struct tokens *t)
{
    struct shell *sh = &f->sh;
    struct str before = STR(";");
    for (size_t from = 0, to; from < t->n && sh->end == SHELL_OK && !f->left; from = to + 1) {
        for (to = from; to < t->n && t->items[to].kind != SEPARATOR;)
            to++;
        struct str after = to < t->n ? t->items[to].text : STR(";");
        bool skip =
            (str_eq(before, STR("&&")) && sh->status) || (str_eq(before, STR("||")) && !sh->status);
        bool piped = str_starts(after, STR("|")) && !str_eq(after, STR("||"));
        bool in_pipe = str_starts(before, STR("|")) && !str_eq(before, STR("||"));
        bool apart = str_eq(after, STR("&")) || piped || (in_pipe && sh->kind != SHELL_ZSH);
        if (!skip && to > from && !apart)
            simple(f, t->items + from, to - from);
        if (sh->end == SHELL_FATAL && sh->kind == SHELL_BASH) { // only the command is given up
            sh->end = SHELL_OK;
            sh->status = 1;
        }
        if (!skip && apart)
            sh->status = str_eq(after, STR("&")) ? 0 : apart_status(sh, t->items + from, to - from);
        before = after;
    }
}

// bash and dash read over NUL bytes; very many of them make bash take the file for a program.
static struct str without_nul(struct load *l)
{
    enum { NUL_MOST = 256 };
    struct buf out = buf_in(l->a);
    size_t n = 0;
    for (size_t i = 0; i < l->text.n; i++) {
        n += l->text.p[i] == 0;
        if (l->text.p[i])
            buf_byte(&out, l->text.p[i]);
    }
    if (n > NUL_MOST && l->d->flags == SHELL_BASH)
        load_fail(l, "cannot execute binary file", 1);
    return n ? buf_str(&out) : l->text;
}

void parse_shell(struct load *l)
{
    if (l->d->flags != SHELL_ZSH)
        l->text = without_nul(l);
    struct sourced f = {.sh = {.l = l, .kind = l->d->flags, .look = look, .ctx = l, .ran = -1},
                        .s = l->text};
    struct shell *sh = &f.sh;
    while (f.at < f.s.n && sh->end == SHELL_OK && !f.left && !l->failed) {
        struct tokens t = {0};
        size_t from = f.at;
        read_line(&f, &t);
        const char *wrong = sh->end == SHELL_OK ? check(sh, &t) : NULL;
        if (wrong)
            shell_stop(sh, SHELL_SYNTAX, wrong);
        if (sh->end == SHELL_OK)
            list(&f, &t);
        if (sh->end != SHELL_OK)
            load_fail_at(l, sh->why, from);
    }
    bool dies = sh->end == SHELL_EXIT    ? true
                : sh->end == SHELL_FATAL ? sh->kind != SHELL_ZSH
                                         : sh->end == SHELL_SYNTAX && sh->kind == SHELL_DASH;
    if (dies)
        load_gone(l);
    if (sh->status && sh->end == SHELL_OK)
        load_fail(l, "the last command of the file failed", 0);
}

// --- `echo` in a command substitution ---

struct str shell_echo(struct load *l, struct str code, shell_lookup find, void *ctx)
{
    struct shell sh = {.l = l, .kind = SHELL_DASH, .look = find, .ctx = ctx};
    struct strs words = {0};
    size_t at = 0;
    code = str_trim(code);
    while (at < code.n && sh.end == SHELL_OK) {
        if (byte_in(code.p[at], ";&|<>()\n#"))
            return STR_NONE;
        size_t end = shell_word_end(&sh, code, at);
        struct str raw = str_slice(code, at, end);
        if (str_has_any(raw, "*?["))
            return STR_NONE;
        shell_expand_split(&sh, raw, &words);
        for (at = end; at < code.n && byte_in(code.p[at], " \t");)
            at++;
    }
    bool echo = words.n && str_eq(words.items[0], STR("echo"));
    if (sh.end != SHELL_OK || !echo ||
        (words.n > 1 && words.items[1].n && words.items[1].p[0] == '-'))
        return STR_NONE;
    struct buf out = buf_in(l->a);
    for (size_t i = 1; i < words.n; i++) {
        if (str_chr(words.items[i], '\\') != STR_NOWHERE)
            return STR_NONE; // shells differ
        if (i > 1)
            buf_byte(&out, ' ');
        buf_add(&out, words.items[i]);
    }
    return str_trim_right_set(buf_str(&out), "\n");
}
