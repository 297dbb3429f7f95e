// SPDX-License-Identifier: MIT
// Words of bash 5.2, dash 0.5.12 and zsh 5.9: where they end, and what quotes, references and a
// plain `$(echo ...)` make of them.
#include "parse/dotenv_shell.h"

void shell_stop(struct shell *sh, enum shell_end how, const char *why)
{
    if (sh->end != SHELL_OK)
        return;
    sh->end = how;
    sh->why = why;
}

size_t word_name(struct str s)
{
    if (s.n == 0 || !(byte_is_alpha(s.p[0]) || s.p[0] == '_'))
        return 0;
    size_t i = 1;
    while (i < s.n && byte_is_word(s.p[i]))
        i++;
    return i;
}

// --- where things end ---

static size_t bracket_end(struct shell *sh, struct str s, size_t at, char close);

static size_t single_end(struct shell *sh, struct str s, size_t at)
{
    size_t n = str_chr(str_from(s, at), '\'');
    if (n == STR_NOWHERE)
        shell_stop(sh, SHELL_SYNTAX, "a single quote is not closed");
    return n == STR_NOWHERE ? s.n : at + n + 1;
}

static size_t ansi_end(struct shell *sh, struct str s, size_t at)
{
    while (at < s.n && s.p[at] != '\'')
        at += s.p[at] == '\\' ? 2 : 1;
    if (at >= s.n)
        shell_stop(sh, SHELL_SYNTAX, "a single quote is not closed");
    return at >= s.n ? s.n : at + 1;
}

static size_t backtick_end(struct shell *sh, struct str s, size_t at)
{
    while (at < s.n && s.p[at] != '`')
        at += s.p[at] == '\\' ? 2 : 1;
    if (at >= s.n)
        shell_stop(sh, SHELL_SYNTAX, "a backtick is not closed");
    return at >= s.n ? s.n : at + 1;
}

// Behind what begins with the "$" at `at`.
static size_t dollar_end(struct shell *sh, struct str s, size_t at)
{
    char next = at + 1 < s.n ? s.p[at + 1] : 0;
    if (next == '(' || next == '{')
        return bracket_end(sh, s, at + 2, next == '(' ? ')' : '}');
    return at + 1;
}

static size_t double_end(struct shell *sh, struct str s, size_t at)
{
    while (at < s.n && s.p[at] != '"' && sh->end == SHELL_OK) {
        if (s.p[at] == '\\')
            at += 2;
        else if (s.p[at] == '`')
            at = backtick_end(sh, s, at + 1);
        else
            at = s.p[at] == '$' ? dollar_end(sh, s, at) : at + 1;
    }
    if (at >= s.n)
        shell_stop(sh, SHELL_SYNTAX, "a double quote is not closed");
    return at >= s.n ? s.n : at + 1;
}

// One piece of unquoted text: a quoted part, a reference, a character.
static size_t piece_end(struct shell *sh, struct str s, size_t at)
{
    char c = s.p[at], next = at + 1 < s.n ? s.p[at + 1] : 0;
    bool dollar_quotes = c == '$' && sh->kind != SHELL_DASH;
    if (c == '\\')
        return at + 2 < s.n ? at + 2 : s.n;
    if (c == '\'')
        return single_end(sh, s, at + 1);
    if (dollar_quotes && next == '\'')
        return ansi_end(sh, s, at + 2);
    if (c == '"')
        return double_end(sh, s, at + 1);
    if (c == '`')
        return backtick_end(sh, s, at + 1);
    return c == '$' ? dollar_end(sh, s, at) : at + 1;
}

static size_t bracket_end(struct shell *sh, struct str s, size_t at, char close)
{
    size_t open = 1;
    if (++sh->depth > SHELL_DEPTH)
        shell_stop(sh, SHELL_UNKNOWN, "nested too deeply");
    while (at < s.n && open && sh->end == SHELL_OK) {
        open += close == ')' && s.p[at] == '(';
        open -= s.p[at] == close;
        at = open ? piece_end(sh, s, at) : at + 1;
    }
    sh->depth--;
    if (open)
        shell_stop(sh, SHELL_SYNTAX, "a bracket is not closed");
    return at < s.n ? at : s.n;
}

size_t shell_word_end(struct shell *sh, struct str s, size_t at)
{
    size_t from = at;
    while (at < s.n && sh->end == SHELL_OK && !byte_in(s.p[at], " \t\n;&|<>)")) {
        if (s.p[at] != '(')
            at = piece_end(sh, s, at);
        else if (sh->kind == SHELL_ZSH && at > from) {
            struct str rest = str_from(s, at);
            if (str_chr(str_slice(rest, 0, str_chr(rest, '\n')), ')') == STR_NOWHERE)
                shell_stop(sh, SHELL_UNKNOWN, "a pattern that is not emulated");
            at = bracket_end(sh, s, at + 1, ')');
        } else
            break;
    }
    return at < s.n ? at : s.n;
}

// --- expansion ---

struct out {
    struct shell *sh;
    struct buf text;
    struct strs *words; // NULL: no splitting
    bool quoted, open;  // a quote was seen; something is in `text` or was quoted
};

static void text(struct out *o, struct str s, struct str blanks)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!o->words || !byte_in(s.p[i], blanks.n ? blanks.p : "")) {
            buf_byte(&o->text, s.p[i]);
            o->open = true;
            continue;
        }
        if (o->open)
            strs_add(o->words, str_dup(buf_str(&o->text), o->sh->l->a), o->sh->l->a);
        o->text.n = 0;
        o->open = false;
    }
}

static void brought(struct out *o, struct str s, bool quoted)
{
    bool splits = !quoted && o->sh->kind != SHELL_ZSH;
    if (load_spend(o->sh->l, s.n))
        text(o, s, splits ? STR(" \t\n") : STR(""));
    else
        shell_stop(o->sh, SHELL_UNKNOWN, "the references expand without end");
}

static void expand_into(struct out *o, struct str s, bool quoted);

static struct str special(struct shell *sh, char c)
{
    switch (c) {
    case '#': return STR("0");
    case '?': return str_fmt(sh->l->a, "%d", sh->status);
    case '$':
    case '!':
    case '-': shell_stop(sh, SHELL_UNKNOWN, "it cannot be told: it differs in every run"); break;
    case '0': return sh->kind == SHELL_BASH ? STR("bash") : sh->kind ? STR("sh") : STR("zsh");
    }
    return STR_NONE;
}

static struct str value_of(struct shell *sh, struct str name)
{
    if (name.n == 1 && !byte_is_alpha(name.p[0]) && name.p[0] != '_')
        return special(sh, name.p[0]);
    return sh->look(sh->ctx, name);
}

static void assign_default(struct shell *sh, struct str name, struct str value)
{
    if (sh->look == NULL || word_name(name) != name.n)
        shell_stop(sh, SHELL_FATAL, "cannot assign in this way");
    else
        load_set(sh->l, name, value, sh->l->line_pos);
}

// "${NAME-word}" and its relatives; `op` is what stands behind the name.
static void braced_op(struct out *o, struct str name, struct str op, bool quoted)
{
    struct shell *sh = o->sh;
    struct str v = value_of(sh, name);
    size_t colon = op.p[0] == ':';
    char kind = op.n > colon ? op.p[colon] : 0;
    struct str word = str_from(op, colon + 1);
    bool has = str_present(v) && (!colon || v.n);
    if (!byte_in(kind, "-=+?")) {
        bool known =
            byte_in(op.p[0], "#%") || (sh->kind != SHELL_DASH && byte_in(op.p[0], ":/^,@"));
        shell_stop(sh, known ? SHELL_UNKNOWN : SHELL_FATAL,
                   known ? "a form of ${...} that is not emulated" : "bad substitution");
    } else if (has != (kind == '+')) {
        brought(o, has ? v : STR(""), quoted);
        o->open = o->open || quoted;
    } else if (kind == '?') {
        shell_stop(sh, SHELL_EXIT, "parameter null or not set");
    } else if (kind == '=') {
        bool bare;
        struct str value = shell_expand(sh, word, false, &bare);
        assign_default(sh, name, value);
        brought(o, value, quoted);
    } else {
        expand_into(o, word, quoted);
    }
}

static void braced(struct out *o, struct str inside, bool quoted)
{
    struct shell *sh = o->sh;
    if (inside.n > 1 && inside.p[0] == '#') {
        struct str name = str_from(inside, 1);
        if (word_name(name) != name.n) {
            shell_stop(sh, SHELL_UNKNOWN, "a form of ${...} that is not emulated");
            return;
        }
        brought(o, str_fmt(sh->l->a, "%zu", value_of(sh, name).n), quoted);
        return;
    }
    size_t n = word_name(inside);
    if (n == 0 && inside.n) {
        n = byte_in(inside.p[0], "@*#?-$!") ? 1 : 0;
        while (n < inside.n && byte_is_digit(inside.p[n]))
            n++;
    }
    struct str name = str_slice(inside, 0, n);
    if (inside.n == 0 && sh->kind == SHELL_ZSH)
        return; // ${} is empty there
    if (n == 0)
        shell_stop(sh, SHELL_FATAL, "bad substitution");
    else if (n == inside.n)
        brought(o, value_of(sh, name), quoted);
    else
        braced_op(o, name, str_from(inside, n), quoted);
}

// Quotes inside that do not close, operators without a command: bash goes on without the command,
// the others give up.
static bool command_closes(struct shell *sh, struct str code)
{
    struct shell inner = {.l = sh->l, .kind = sh->kind, .look = sh->look, .ctx = sh->ctx};
    for (size_t at = 0; at < code.n && inner.end == SHELL_OK;)
        at = byte_in(code.p[at], " \t\n;&|<>()") ? at + 1 : shell_word_end(&inner, code, at);
    if (inner.end == SHELL_OK && shell_parses(sh, code))
        return true;
    if (sh->kind == SHELL_BASH)
        sh->ran = 2;
    else
        shell_stop(sh, SHELL_FATAL, "a command inside a value is no shell code");
    return false;
}

// Words that come to nothing at all: there is no command, and nothing to print.
static bool comes_to_nothing(const struct shell *sh, struct str code)
{
    struct shell inner = {.l = sh->l, .kind = sh->kind, .look = sh->look, .ctx = sh->ctx};
    struct strs words = {0};
    for (size_t at = 0; at < code.n && code.p[at] != '#' && inner.end == SHELL_OK;) {
        if (byte_in(code.p[at], "\n;&|<>()"))
            return false;
        size_t end = byte_in(code.p[at], " \t") ? at + 1 : shell_word_end(&inner, code, at);
        struct str word = str_slice(code, at, end);
        if (str_has_any(word, "`("))
            return false;
        if (!byte_in(code.p[at], " \t"))
            shell_expand_split(&inner, word, &words);
        at = end;
    }
    return inner.end == SHELL_OK && words.n == 0;
}

static bool does_nothing(struct str code)
{
    struct str word, rest = code;
    return str_word(&rest, " \t", &word) && str_eq(word, STR(":")) && !str_has_any(rest, "\n;&|<>");
}

static void command(struct out *o, struct str code, bool quoted)
{
    struct shell *sh = o->sh;
    struct str said = shell_echo(sh->l, code, sh->look, sh->ctx);
    sh->ran = 0;
    if (str_present(said)) {
        brought(o, said, quoted);
        return;
    }
    struct str rest = str_trim(code), word;
    bool one_line = str_chr(rest, '\n') == STR_NOWHERE;
    if (rest.n && rest.p[0] == '#' && one_line)
        return;
    if (!command_closes(sh, code) || does_nothing(rest) || comes_to_nothing(sh, rest))
        return;
    bool plausible = false, assigns = true; // a name that a program may well have
    while (str_word(&rest, " \t\n;|&<>()", &word)) {
        size_t n = 0, name = word_name(word);
        while (n < word.n && (byte_in(word.p[n], "-_./") || (word.p[n] >= 'a' && word.p[n] <= 'z')))
            n++;
        plausible = plausible || (n == word.n && n > 2);
        assigns = assigns && name && name < word.n && word.p[name] == '=';
    }
    if (plausible)
        shell_stop(sh, SHELL_UNKNOWN, "a value runs a command: what it prints cannot be told");
    sh->ran = assigns ? 0 : 127;
}

// zsh takes "=", "~" and "^" behind the dollar as switches, "#" as the length and "+" as whether it
// is set, where a name follows; the switches even where none does.
static size_t zsh_flag(const struct shell *sh, struct str s)
{
    if (sh->kind != SHELL_ZSH || s.n == 0)
        return 0;
    bool named = word_name(str_from(s, 1)) > 0;
    return byte_in(s.p[0], "=~^") || (named && byte_in(s.p[0], "#+"));
}

static void flagged(struct out *o, char flag, struct str name, bool quoted)
{
    struct shell *sh = o->sh;
    struct str v = name.n ? value_of(sh, name) : STR("");
    if (flag == '#')
        v = str_fmt(sh->l->a, "%zu", v.n);
    else if (flag == '+')
        v = str_present(v) ? STR("1") : STR("0");
    brought(o, v, quoted);
}

// What the "$" at s[*at] stands for; moves *at behind it.
static void reference(struct out *o, struct str s, size_t *at, bool quoted)
{
    struct shell *sh = o->sh;
    size_t end = dollar_end(sh, s, *at);
    char next = *at + 1 < s.n ? s.p[*at + 1] : 0;
    struct str inside = str_slice(s, *at + 2, end > *at + 2 ? end - 1 : *at + 2);
    bool arithmetic =
        next == '[' ? sh->kind != SHELL_DASH : next == '(' && inside.n && inside.p[0] == '(';
    if (arithmetic) {
        shell_stop(sh, SHELL_UNKNOWN, "arithmetic is not emulated");
    } else if (next == '(' && sh->kind == SHELL_BASH && !shell_parses(sh, inside)) {
        shell_stop(sh, SHELL_SYNTAX, "a command inside a value is no shell code");
    } else if (next == '(') {
        command(o, inside, quoted);
    } else if (next == '{') {
        braced(o, inside, quoted);
    } else {
        size_t flags = zsh_flag(sh, str_from(s, *at + 1)), begin = *at + flags;
        size_t n = word_name(str_from(s, begin + 1));
        if (flags) { // "$=NAME", "$#NAME", "$+NAME"
            *at = begin + 1 + n;
            flagged(o, next, str_slice(s, begin + 1, *at), quoted);
            return;
        }
        n += n == 0 && (byte_is_digit(next) || byte_in(next, "@*#?-$!"));
        if (n)
            brought(o, value_of(sh, str_slice(s, *at + 1, *at + 1 + n)), quoted);
        else
            text(o, STR("$"), STR(""));
        end = *at + 1 + n;
        char after = end < s.n ? s.p[end] : 0, more = end + 1 < s.n ? s.p[end + 1] : 0;
        bool modified = after == '[' || (after == ':' && byte_in(more, "aAcehlpPqQrstu&gwWfF"));
        if (n && sh->kind == SHELL_ZSH && modified)
            shell_stop(sh, SHELL_UNKNOWN, "a modifier that is not emulated");
    }
    *at = end;
}

static void ansi(struct out *o, struct str s)
{
    static const char from[] = "abefnrtv\\'\"?", to[] = "\a\b\033\f\n\r\t\v\\'\"?";
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\\' && i + 1 < s.n && !byte_in(s.p[i + 1], from))
            shell_stop(o->sh, SHELL_UNKNOWN, "an escape that is not emulated");
    text(o, unescape(s, from, to, o->sh->l->a), STR(""));
}

static struct str backtick_code(struct shell *sh, struct str s)
{
    return unescape(s, "`\\$", "`\\$", sh->l->a);
}

static void in_double(struct out *o, struct str s)
{
    for (size_t i = 0, end; i < s.n && o->sh->end == SHELL_OK;) {
        char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;
        if (c == '\\' && next == '\n') {
            i += 2;
        } else if (c == '\\' && byte_in(next, "$`\"\\")) {
            text(o, str_slice(s, i + 1, i + 2), STR(""));
            i += 2;
        } else if (c == '`') {
            end = backtick_end(o->sh, s, i + 1);
            command(o, backtick_code(o->sh, str_slice(s, i + 1, end - 1)), true);
            i = end;
        } else if (c == '$') {
            reference(o, s, &i, true);
        } else {
            text(o, str_slice(s, i, i + 1), STR(""));
            i++;
        }
    }
}

static void quoted_part(struct out *o, struct str s, size_t i, size_t end)
{
    o->open = o->quoted = true;
    if (s.p[i] == '\'')
        text(o, str_slice(s, i + 1, end - 1), STR(""));
    else if (s.p[i] == '$')
        ansi(o, str_slice(s, i + 2, end - 1));
    else
        in_double(o, str_slice(s, i + 1, end - 1));
}

static void expand_into(struct out *o, struct str s, bool quoted)
{
    struct shell *sh = o->sh;
    if (quoted) {
        in_double(o, s);
        return;
    }
    if (++sh->depth > SHELL_DEPTH)
        shell_stop(sh, SHELL_UNKNOWN, "nested too deeply");
    for (size_t i = 0, end; i < s.n && sh->end == SHELL_OK;) {
        char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;
        bool dollar_quote = c == '$' && next == '\'' && sh->kind != SHELL_DASH;
        bool locale_quote = c == '$' && next == '"' && sh->kind == SHELL_BASH;
        if (c == '\'' || c == '"' || dollar_quote) {
            end = piece_end(sh, s, i);
            quoted_part(o, s, i, end);
            i = end;
        } else if (locale_quote) {
            i++;
        } else if (c == '\\') {
            struct str last = sh->kind == SHELL_ZSH ? STR("") : STR("\\");
            if (next != '\n')
                text(o, i + 1 < s.n ? str_slice(s, i + 1, i + 2) : last, STR(""));
            o->quoted = o->quoted || next != '\n';
            i += 2;
        } else if (c == '`') {
            end = backtick_end(sh, s, i + 1);
            command(o, backtick_code(sh, str_slice(s, i + 1, end - 1)), false);
            i = end;
        } else if (c == '$') {
            reference(o, s, &i, false);
        } else {
            text(o, str_slice(s, i, i + 1), STR(""));
            i++;
        }
    }
    sh->depth--;
}

// zsh takes "=name" for the path of a command and "~name" for a user's home: neither is there.
static void zsh_names(struct shell *sh, struct str s, size_t at)
{
    char c = at < s.n ? s.p[at] : 0, next = at + 1 < s.n ? s.p[at + 1] : 0;
    size_t name = at + 1;
    while (name + 1 < s.n && byte_in(s.p[name], "'\"") && s.p[name + 1] == s.p[name])
        name += 2; // ='' names nothing, =""ls the same as =ls
    bool equals = c == '=' && name < s.n && s.p[name] != '$';
    bool user = c == '~' && next && !byte_in(next, "/:$'\"\\");
    if (sh->kind == SHELL_ZSH && (equals || user))
        shell_stop(sh, SHELL_FATAL,
                   equals ? "a word that begins with \"=\" names a command" : "no such user");
}

// "~" or "~/..." at `at`: the home directory; other users' are not looked up.
static size_t tilde(struct out *o, struct str s, size_t at)
{
    char next = at + 1 < s.n ? s.p[at + 1] : '/';
    struct str home = o->sh->look(o->sh->ctx, STR("HOME"));
    if (at >= s.n || s.p[at] != '~' || !byte_in(next, "/:") || !str_present(home))
        return at;
    text(o, home, STR(""));
    return at + 1;
}

static void whole(struct out *o, struct str word, bool assigned)
{
    zsh_names(o->sh, word, 0);
    size_t at = tilde(o, word, 0);
    for (size_t i = at; assigned && i < word.n && !byte_in(word.p[i], "'\"\\`$"); i++) {
        if (word.p[i] != ':' || i + 1 >= word.n)
            continue;
        zsh_names(o->sh, word, i + 1);
        if (word.p[i + 1] != '~')
            continue;
        text(o, str_slice(word, at, i + 1), STR(""));
        at = tilde(o, word, i + 1);
    }
    expand_into(o, str_from(word, at), false);
}

struct str shell_expand(struct shell *sh, struct str word, bool assigned, bool *bare)
{
    struct out o = {.sh = sh, .text = buf_in(sh->l->a)};
    whole(&o, word, assigned);
    *bare = !o.quoted && o.text.n == 0;
    return buf_str(&o.text);
}

void shell_expand_split(struct shell *sh, struct str word, struct strs *out)
{
    struct out o = {.sh = sh, .text = buf_in(sh->l->a), .words = out};
    whole(&o, word, false);
    if (o.open || o.quoted)
        strs_add(out, str_dup(buf_str(&o.text), sh->l->a), sh->l->a);
}
