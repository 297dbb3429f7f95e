// SPDX-License-Identifier: MIT
#include "parse/shellwords.h"

#include <string.h>

enum { WORDS_MAX = 512, WORD_MAX_PARTS = 1000 };

static char at(const struct shell_reader *s, size_t i)
{
    return s->at + i < s->text.n ? s->text.p[s->at + i] : '\0';
}

bool shell_ended(const struct shell_reader *s)
{
    return s->at >= s->text.n;
}

void shell_skip(struct shell_reader *s, size_t n)
{
    for (; n > 0 && !shell_ended(s); n--, s->at++)
        if (s->text.p[s->at] == '\n') {
            s->line++;
            s->line_start = s->at + 1;
        }
}

struct loc shell_loc(const struct shell_reader *s)
{
    return (struct loc){s->path, s->line, (uint32_t)(s->at - s->line_start) + 1};
}

void shell_fail(struct shell_reader *s, struct loc loc, const char *text)
{
    if (!s->failed)
        *s->problem = (struct problem){loc, str_of(text)};
    s->failed = true;
}

// Ends of a continued line: backslash of shells, ^ of cmd.exe, backtick of PowerShell.
static size_t continuation(const struct shell_reader *s)
{
    char c = at(s, 0);
    if (c != '\\' && c != '^' && c != '`')
        return 0;
    if (at(s, 1) == '\n')
        return 2;
    return at(s, 1) == '\r' && at(s, 2) == '\n' ? 3 : 0;
}

static void flush(struct literal *word, struct buf *b, struct arena *a)
{
    if (b->n == 0)
        return;
    *arena_push(&word->parts, a) = (struct part){.kind = PART_TEXT, .text = str_dup(buf_str(b), a)};
    b->n = 0;
}

static bool name_byte(char c)
{
    return byte_is_alnum(c) || c == '_';
}

// From an opening ( or { to behind its partner; quotes and escapes in between hide theirs. 0: none.
static size_t partner(struct str s, size_t from)
{
    char open = s.p[from], close = open == '(' ? ')' : '}', quote = 0;
    size_t depth = 0;
    for (size_t i = from; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' && quote != '\'')
            i++;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == open)
            depth++;
        else if (c == close && --depth == 0)
            return i + 1;
    }
    return 0;
}

static size_t substitution_end(const struct shell_reader *s)
{
    if (at(s, 0) == '$')
        return partner(s->text, s->at + 1);
    for (size_t i = s->at + 1; i < s->text.n; i++) {
        if (s->text.p[i] == '\\')
            i++;
        else if (s->text.p[i] == '`')
            return i + 1;
    }
    return 0;
}

static size_t name_end(const struct shell_reader *s, size_t from)
{
    while (from < s->text.n && name_byte(s->text.p[from]))
        from++;
    return from;
}

// $env:NAME of PowerShell: from behind the dollar sign or its brace to the name. 0: it is none.
static size_t powershell_scope(const struct shell_reader *s, size_t from)
{
    return str_starts_icase(str_from(s->text, from), STR("env:")) && from + 4 < s->text.n &&
                   name_byte(s->text.p[from + 4])
               ? 4
               : 0;
}

// ${NAME}, and ${NAME:-text} with what stands in for a variable that is not set.
static struct part braced(const struct shell_reader *s, size_t end)
{
    size_t from = s->at + 2 + powershell_scope(s, s->at + 2), to = name_end(s, from);
    struct part part = {.kind = PART_VARIABLE, .text = str_slice(s->text, from, to)};
    struct str rest = str_slice(s->text, to, end - 1);
    if (str_starts(rest, STR(":-")) && !str_has_any(rest, "$`\\"))
        part.otherwise = str_trim_set(str_from(rest, 2), "\"'");
    return part;
}

static void here_document(struct shell_reader *s);

// "$(cat <<'EOF' ...)": the lines of the here document stand for themselves.
static bool cat_here(struct shell_reader *s, struct literal *word, struct buf *b)
{
    struct shell_reader there = *s;
    struct problem ignored;
    there.problem = &ignored;
    there.here = STR_NONE;
    there.here_end = 0;
    shell_skip(&there, 2);
    while (byte_is_space(at(&there, 0)))
        shell_skip(&there, 1);
    if (!str_starts(str_from(there.text, there.at), STR("cat ")))
        return false;
    shell_skip(&there, 4);
    while (at(&there, 0) == ' ')
        shell_skip(&there, 1);
    if (at(&there, 0) != '<' || at(&there, 1) != '<' || at(&there, 2) == '<')
        return false;
    here_document(&there);
    if (there.failed || !there.here_end)
        return false;
    shell_skip(&there, there.here_end - there.at);
    while (byte_is_space(at(&there, 0)))
        shell_skip(&there, 1);
    if (at(&there, 0) != ')')
        return false;
    flush(word, b, s->arena);
    if (word->parts.n < WORD_MAX_PARTS)
        *arena_push(&word->parts, s->arena) = (struct part){.kind = PART_TEXT, .text = there.here};
    shell_skip(s, there.at + 1 - s->at);
    return true;
}

// $NAME, ${NAME...}, $(...), `...`; false when the dollar sign stands for itself.
static bool expansion(struct shell_reader *s, struct literal *word, struct buf *b)
{
    struct part part = {.kind = PART_UNKNOWN, .text = STR("")};
    size_t end, scope = powershell_scope(s, s->at + 1);
    if (at(s, 0) == '$' && at(s, 1) == '(' && !s->fish && cat_here(s, word, b))
        return true;
    if (at(s, 0) == '`' || at(s, 1) == '(' || at(s, 1) == '{') {
        end = substitution_end(s);
        if (end == 0) {
            shell_fail(s, shell_loc(s), "expected the end of this substitution");
            return false;
        }
        bool brace = at(s, 0) == '$' && at(s, 1) == '{';
        if (brace && name_end(s, s->at + 2) > s->at + 2)
            part = braced(s, end);
    } else {
        end = name_end(s, s->at + 1 + scope);
        if (end == s->at + 1 || byte_is_digit(at(s, 1)))
            return false;
        part = (struct part){.kind = PART_VARIABLE,
                             .text = str_slice(s->text, s->at + 1 + scope, end)};
    }
    flush(word, b, s->arena);
    if (word->parts.n < WORD_MAX_PARTS)
        *arena_push(&word->parts, s->arena) = part;
    shell_skip(s, end - s->at);
    return true;
}

static size_t single_end(const struct shell_reader *s, struct str rest)
{
    size_t end = 0;
    while (end < rest.n && rest.p[end] != '\'')
        end += s->fish && rest.p[end] == '\\' ? 2 : 1;
    return end < rest.n ? end : STR_NOWHERE;
}

static void single_quotes(struct shell_reader *s, struct buf *b)
{
    struct str rest = str_from(s->text, s->at + 1);
    size_t end = single_end(s, rest);
    if (end == STR_NOWHERE) {
        shell_fail(s, shell_loc(s), "expected the quote that closes this text");
        return;
    }
    for (size_t i = 0; i < end; i++) {
        bool escape =
            s->fish && rest.p[i] == '\\' && (rest.p[i + 1] == '\\' || rest.p[i + 1] == '\'');
        buf_byte(b, rest.p[i += escape]);
    }
    shell_skip(s, end + 2);
}

// $'...': the escapes of C.
static void ansi_quotes(struct shell_reader *s, struct buf *b)
{
    struct loc loc = shell_loc(s);
    struct str rest = str_from(s->text, s->at + 1);
    size_t end = 1;
    while (end < rest.n && rest.p[end] != '\'')
        end += rest.p[end] == '\\' ? 2 : 1;
    if (end >= rest.n) {
        shell_fail(s, loc, "expected the quote that closes this text");
        return;
    }
    buf_add(b, code_unescape(str_slice(rest, 1, end), CODE_SHELL, s->arena));
    shell_skip(s, end + 2);
}

static void double_quotes(struct shell_reader *s, struct literal *word, struct buf *b)
{
    struct loc loc = shell_loc(s);
    shell_skip(s, 1);
    while (!shell_ended(s) && at(s, 0) != '"' && !s->failed) {
        char c = at(s, 0), next = at(s, 1);
        if (c == '\\' && next == '\n') {
            shell_skip(s, 2);
        } else if (c == '\\' && next && strchr("\"\\$`", next)) {
            buf_byte(b, next);
            shell_skip(s, 2);
        } else if ((c == '$' || c == '`') && expansion(s, word, b)) {
            continue;
        } else {
            buf_byte(b, c);
            shell_skip(s, 1);
        }
    }
    if (shell_ended(s))
        shell_fail(s, loc, "expected the quote that closes this text");
    shell_skip(s, 1);
}

// <<'EOF': the lines up to that word, behind this line or the here document before.
static void here_document(struct shell_reader *s)
{
    struct loc loc = shell_loc(s);
    shell_skip(s, at(s, 2) == '-' ? 3 : 2);
    while (at(s, 0) == ' ')
        shell_skip(s, 1);
    size_t start = s->at;
    while (!shell_ended(s) && !byte_is_space(at(s, 0)) && !strchr("|&;>", at(s, 0)))
        shell_skip(s, 1);
    struct str mark = str_trim_set(str_slice(s->text, start, s->at), "'\"\\");
    size_t line_end = str_chr(str_from(s->text, s->at), '\n');
    size_t body = s->here_end ? s->here_end : s->at + line_end + 1;
    if ((line_end == STR_NOWHERE && !s->here_end) || mark.n == 0) {
        shell_fail(s, loc, "expected the lines of the here document");
        return;
    }
    struct str rest = str_from(s->text, body), line;
    while (str_line(&rest, &line))
        if (str_eq(str_trim(line), mark)) {
            s->here = str_slice(s->text, body, (size_t)(line.p - s->text.p));
            s->here_line = s->line + 1;
            s->here_end = (size_t)(line.p - s->text.p) + line.n;
            return;
        }
    shell_fail(s, loc, "expected the word that ends the here document");
}

static bool ends_command(const struct shell_reader *s)
{
    char c = at(s, 0);
    return shell_ended(s) || c == '\n' || c == ';' || c == '|' || c == '&' || c == ')';
}

static void skip_space(struct shell_reader *s)
{
    for (;;) {
        size_t n = continuation(s);
        if (n == 0 && (at(s, 0) == ' ' || at(s, 0) == '\t' || at(s, 0) == '\r'))
            n = 1;
        if (n == 0 || shell_ended(s))
            return;
        shell_skip(s, n);
    }
}

static struct literal *read_word(struct shell_reader *s)
{
    struct literal *w = arena_one(s->arena, struct literal);
    struct buf b = buf_in(s->arena);
    struct loc loc = shell_loc(s);
    w->kind = LITERAL_TEXT;
    w->line = loc.line;
    w->column = loc.column;
    while (!ends_command(s) && !s->failed) {
        char c = at(s, 0);
        size_t joined = continuation(s);
        if (c == '\\' && joined) { // the word goes on in the next line
            shell_skip(s, joined);
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\r' || c == '<' || c == '>' || joined)
            break;
        if (s->fish && c == '(') { // fish: (command)
            size_t inner = partner(s->text, s->at);
            if (inner == 0) {
                shell_fail(s, shell_loc(s), "expected the end of this substitution");
                break;
            }
            flush(w, &b, s->arena);
            *arena_push(&w->parts, s->arena) = (struct part){.kind = PART_UNKNOWN, .text = STR("")};
            shell_skip(s, inner - s->at);
            continue;
        }
        if (c == '\'') {
            single_quotes(s, &b);
        } else if (c == '"') {
            double_quotes(s, w, &b);
        } else if (!s->fish && c == '$' && at(s, 1) == '\'') {
            ansi_quotes(s, &b);
        } else if ((c == '$' || c == '`') && expansion(s, w, &b)) {
            continue;
        } else {
            bool escaped = c == '\\' && s->at + 1 < s->text.n;
            buf_byte(&b, escaped ? at(s, 1) : c);
            shell_skip(s, escaped ? 2 : 1);
        }
    }
    flush(w, &b, s->arena);
    return w;
}

// > FILE, 2>&1, <<<TEXT, <(command): where a command's input and output go is not looked at.
static void skip_redirection(struct shell_reader *s)
{
    while (!shell_ended(s) && strchr("<>&", at(s, 0)))
        shell_skip(s, 1);
    if (at(s, 0) == '(') {
        size_t end = partner(s->text, s->at);
        if (end == 0)
            shell_fail(s, shell_loc(s), "expected the end of this substitution");
        else
            shell_skip(s, end - s->at);
        return;
    }
    skip_space(s);
    read_word(s);
}

// The end of a command; behind a line with here documents, their end.
static char take_end(struct shell_reader *s)
{
    char end = at(s, 0);
    if (end == '\n' && s->here_end > s->at)
        shell_skip(s, s->here_end - s->at);
    if (end == '\n')
        s->here_end = 0;
    shell_skip(s, 1);
    return end;
}

struct shell_words shell_command(struct shell_reader *s)
{
    struct shell_words words = {0};
    for (;;) {
        skip_space(s);
        if (ends_command(s) || s->failed)
            break;
        if (at(s, 0) == '#') {
            while (!shell_ended(s) && at(s, 0) != '\n')
                shell_skip(s, 1);
            break;
        }
        bool here = !s->fish && at(s, 0) == '<' && at(s, 1) == '<' && at(s, 2) != '<';
        if (here) {
            here_document(s);
            continue;
        }
        if (at(s, 0) == '>' || at(s, 0) == '<') {
            skip_redirection(s);
            continue;
        }
        if (words.n == 0)
            words.loc = shell_loc(s);
        struct literal *w = read_word(s);
        uint64_t descriptor; // of 2>&1
        bool redirects = (at(s, 0) == '<' || at(s, 0) == '>') && w->parts.n == 1 &&
                         str_to_u64(w->parts.items[0].text, &descriptor);
        if (words.n < WORDS_MAX && !redirects)
            *arena_push(&words, s->arena) = w;
    }
    words.end = s->failed ? '\0' : take_end(s);
    return words;
}

struct shell_reader shell_read(struct str text, struct str path, struct arena *a,
                               struct problem *problem)
{
    return (struct shell_reader){
        .text = text, .line = 1, .arena = a, .path = path, .problem = problem};
}
