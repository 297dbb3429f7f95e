// SPDX-License-Identifier: MIT
#include "parse/code.h"

#include "base/utf8.h"

#include <string.h>

struct dialect {
    char comment[2][4]; // to the end of the line
    bool block;         // /* */
    char quotes[4];     // all quotes
    char plain[4];      // quotes in which a backslash escapes only itself and the quote
    char raw[4];        // quotes without any escape
    char lines[4];      // quotes that may span lines
    char open[4];       // what opens code inside a string; empty: nothing does
    char code[4];       // quotes in which it does
};

// clang-format off
static const struct dialect dialects[] = {
    [CODE_PYTHON]     = {{"#", ""},  false, "\"'",  "",  "",  "",    "", ""},
    [CODE_JAVASCRIPT] = {{"//", ""}, true,  "\"'`", "",  "",  "`",   "${", "`"},
    [CODE_GO]         = {{"//", ""}, true,  "\"'`", "",  "`", "`",   "", ""},
    [CODE_RUBY]       = {{"#", ""},  false, "\"'`", "'", "",  "\"'", "#{", "\""},
    [CODE_PHP]        = {{"//", "#"},  true,  "\"'",  "'", "",  "\"'", "$",  "\""},
    [CODE_SHELL]      = {{"#", ""},  false, "\"'",  "",  "'", "\"'", "$",  "\""},
    [CODE_C_LIKE]     = {{"//", ""}, true,  "\"'",  "",  "",  "",    "", ""},
};
// clang-format on

enum {
    CODE_MAX = 512,    // bytes of code inside a string that are kept
    REGEX_MAX = 1000,  // longer ones are not looked for: the search must stay linear
    LONGEST_CHAR = 12, // '\U0001F600'
};

struct lexer lexer_of(struct str text, enum code_language language, struct arena *a)
{
    return (struct lexer){.text = text, .language = language, .line = 1, .fresh = true, .arena = a};
}

static char byte_at(const struct lexer *l, size_t at)
{
    return at < l->text.n ? l->text.p[at] : '\0';
}

// Moves to `at`, counting the lines on the way.
static void move(struct lexer *l, size_t at)
{
    if (at > l->text.n)
        at = l->text.n;
    for (; l->at < at; l->at++)
        if (l->text.p[l->at] == '\n') {
            l->line++;
            l->line_start = l->at + 1;
            l->fresh = true;
        }
}

static size_t line_end(const struct lexer *l)
{
    size_t n = str_chr(str_from(l->text, l->at), '\n');
    return n == STR_NOWHERE ? l->text.n : l->at + n;
}

static bool line_comment(const struct lexer *l, const struct dialect *d)
{
    for (int i = 0; i < 2; i++) {
        if (!*d->comment[i] || !str_starts(str_from(l->text, l->at), str_of(d->comment[i])))
            continue;
        // In a shell a # inside a word is a letter; in PHP #[ opens an attribute.
        if (l->language == CODE_SHELL && l->at > 0 && !byte_is_space(l->text.p[l->at - 1]) &&
            l->text.p[l->at - 1] != ';')
            continue;
        return true;
    }
    return false;
}

static void skip_blanks(struct lexer *l, const struct dialect *d)
{
    while (l->at < l->text.n) {
        if (byte_is_space(l->text.p[l->at]) || l->text.p[l->at] == '\0') {
            move(l, l->at + 1);
        } else if (line_comment(l, d)) {
            move(l, line_end(l));
        } else if (d->block && byte_at(l, l->at) == '/' && byte_at(l, l->at + 1) == '*') {
            size_t n = str_find(str_from(l->text, l->at + 2), STR("*/"));
            move(l, n == STR_NOWHERE ? l->text.n : l->at + 2 + n + 2);
        } else if (byte_at(l, l->at) == '\\' && byte_at(l, l->at + 1) == '\n') {
            bool fresh = l->fresh;
            move(l, l->at + 2);
            l->fresh = fresh; // a continued line begins nothing
        } else {
            return;
        }
    }
}

static bool hex_number(struct str s, size_t at, size_t n, uint32_t *out)
{
    *out = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.n || !byte_is_hex(s.p[i]))
            return false;
        *out = *out << 4 | (uint32_t)byte_hex(s.p[i]);
    }
    return n > 0;
}

// \uHHHH with its low surrogate, \u{H...}, \xHH, \UHHHHHHHH. Returns the bytes it took, 0: none.
static size_t unicode_escape(struct str s, size_t at, struct buf *b)
{
    uint32_t code, low;
    char c = s.p[at];
    if (c == 'x' && hex_number(s, at + 1, 2, &code)) {
        utf8_add(b, code);
        return 3;
    }
    if (c == 'U' && hex_number(s, at + 1, 8, &code)) {
        utf8_add(b, code);
        return 9;
    }
    if (c != 'u')
        return 0;
    if (at + 1 < s.n && s.p[at + 1] == '{') {
        size_t end = at + 2;
        while (end < s.n && end < at + 8 && byte_is_hex(s.p[end]))
            end++;
        if (!hex_number(s, at + 2, end - at - 2, &code) || end >= s.n || s.p[end] != '}')
            return 0;
        utf8_add(b, code);
        return end + 1 - at;
    }
    if (!hex_number(s, at + 1, 4, &code))
        return 0;
    if (code >= 0xd800 && code < 0xdc00 && at + 7 < s.n && s.p[at + 5] == '\\' &&
        s.p[at + 6] == 'u' && hex_number(s, at + 7, 4, &low) && low >= 0xdc00 && low < 0xe000) {
        utf8_add(b, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
        return 11;
    }
    utf8_add(b, code);
    return 5;
}

// \101 of Python and $'...'; JavaScript knows \0 alone.
static size_t octal_escape(struct str s, size_t at, struct buf *b)
{
    unsigned code = 0;
    size_t n = 0;
    while (n < 3 && at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '7')
        code = code * 8 + (unsigned)(s.p[at + n++] - '0');
    if (n)
        utf8_add(b, code & 0xff);
    return n;
}

// Undoes the escape whose backslash stands before `at`; returns the bytes it took. CODE_SHELL is
// the $'...' of shells. Where it means nothing, the backslash stays there and in Python, and goes
// elsewhere.
static size_t escape(struct str s, size_t at, struct buf *b, enum code_language language)
{
    static const char from[] = "ntrbfv\\'\"ae", to[] = "\n\t\r\b\f\v\\'\"\a\x1b";
    bool keeps = language == CODE_PYTHON || language == CODE_SHELL;
    if (at >= s.n)
        return 0;
    char c = s.p[at];
    if (language != CODE_SHELL && (c == '\n' || c == '\r')) // a continued line
        return c == '\r' && at + 1 < s.n && s.p[at + 1] == '\n' ? 2 : 1;
    size_t n = unicode_escape(s, at, b);
    if (n == 0 && (keeps || c == '0'))
        n = octal_escape(s, at, b);
    if (n)
        return n;
    const char *known = c ? strchr(from, c) : NULL;
    bool e = c == 'e' || c == 'a'; // not everybody's
    if (known && !(e && language == CODE_JAVASCRIPT) && !(c == 'e' && language == CODE_PYTHON)) {
        buf_byte(b, to[known - from]);
        return 1;
    }
    if (keeps)
        buf_byte(b, '\\');
    buf_byte(b, c);
    return 1;
}

struct str code_unescape(struct str text, enum code_language language, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t at = 0; at < text.n;) {
        bool escaped = text.p[at] == '\\' && at + 1 < text.n;
        if (!escaped)
            buf_byte(&b, text.p[at]);
        at += 1 + (escaped ? escape(text, at + 1, &b, language) : 0);
    }
    return buf_str(&b);
}

static void add_text(struct token *t, struct buf *b, struct arena *a)
{
    if (b->n == 0)
        return;
    *arena_push(&t->pieces, a) = (struct piece){str_dup(buf_str(b), a), false};
    b->n = 0;
}

static void add_code(struct token *t, struct str code, struct arena *a)
{
    *arena_push(&t->pieces, a) = (struct piece){str_slice(str_trim(code), 0, CODE_MAX), true};
}

// From behind an opening brace to behind the closing one; strings in between may hold braces.
static size_t brace_end(struct str s, size_t at)
{
    size_t depth = 1;
    char quote = 0;
    for (; at < s.n && depth > 0; at++) {
        char c = s.p[at];
        if (c == '\\')
            at++;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else
            depth += (c == '{') - (c == '}');
    }
    return at < s.n ? at : s.n;
}

static size_t name_end(struct str s, size_t at)
{
    while (at < s.n && (byte_is_alnum(s.p[at]) || s.p[at] == '_'))
        at++;
    return at;
}

// Code inside a string at `at`: where it ends, 0 when none begins here.
static size_t inner_code(struct str s, size_t at, const char *open, struct str *code)
{
    struct str rest = str_from(s, at);
    if (!str_starts(rest, str_of(open)))
        return 0;
    if (str_of(open).n == 2) { // ${...} or #{...}
        size_t end = brace_end(s, at + 2);
        *code = str_slice(s, at + 2, end ? end - 1 : end);
        return end;
    }
    if (rest.n > 1 && rest.p[1] == '{') { // "${NAME:-x}" of shells
        size_t end = brace_end(s, at + 2);
        *code = str_slice(s, at + 2, name_end(s, at + 2));
        return end;
    }
    if (rest.n > 1 && rest.p[1] == '(') {
        size_t close = str_chr(rest, ')');
        *code = STR("$");
        return close == STR_NOWHERE ? s.n : at + close + 1;
    }
    size_t end = name_end(s, at + 1);
    *code = str_slice(s, at + 1, end);
    return end > at + 1 ? end : 0;
}

struct quoting {
    char quote;
    bool triple, raw, plain, lines, f;
    const char *open;
};

static bool closes(const struct lexer *l, size_t at, const struct quoting *q)
{
    if (byte_at(l, at) != q->quote)
        return false;
    return !q->triple || (byte_at(l, at + 1) == q->quote && byte_at(l, at + 2) == q->quote);
}

// {expr!r:spec} of an f-string.
static size_t f_code(struct token *t, struct str s, size_t at, struct arena *a)
{
    size_t end = brace_end(s, at + 1), stop = at + 1;
    for (size_t depth = 0; stop + 1 < end; stop++) {
        char c = s.p[stop];
        depth += (c == '[' || c == '(') ? 1 : 0;
        depth -= (c == ']' || c == ')') && depth ? 1 : 0;
        if (depth == 0 && (c == ':' || (c == '!' && s.p[stop + 1] != '=')))
            break;
    }
    add_code(t, str_slice(s, at + 1, stop), a);
    return end;
}

// Reads from behind the opening quote; returns the place behind the closing one.
static size_t read_string(struct lexer *l, size_t at, const struct quoting *q, struct token *t)
{
    struct str s = l->text;
    struct buf b = buf_in(l->arena);
    struct str code;
    size_t end;
    while (at < s.n && !closes(l, at, q)) {
        char c = s.p[at];
        if (c == '\n' && !q->lines && !q->triple) {
            t->unterminated = true;
            add_text(t, &b, l->arena);
            return at;
        }
        if (c == '\\' && q->raw && l->language == CODE_PYTHON && at + 1 < s.n) {
            buf_add(&b, str_slice(s, at, at + 2)); // hides a quote, and stays
            at += 2;
        } else if (c == '\\' && !q->raw) {
            char next = byte_at(l, at + 1);
            if (!q->plain)
                at += 1 + escape(s, at + 1, &b, l->language);
            else if (next == q->quote || next == '\\')
                buf_byte(&b, next), at += 2;
            else
                buf_byte(&b, c), at++;
        } else if (q->f && (c == '{' || c == '}') && byte_at(l, at + 1) == c) {
            buf_byte(&b, c);
            at += 2;
        } else if (q->f && c == '{') {
            add_text(t, &b, l->arena);
            at = f_code(t, s, at, l->arena);
        } else if (q->open && (end = inner_code(s, at, q->open, &code))) {
            add_text(t, &b, l->arena);
            add_code(t, code, l->arena);
            at = end;
        } else {
            buf_byte(&b, c);
            at++;
        }
    }
    t->unterminated = at >= s.n;
    add_text(t, &b, l->arena);
    return at + (q->triple ? 3 : 1);
}

static bool holds(const char *set, char c)
{
    return c && strchr(set, c);
}

static struct quoting quoting_of(const struct dialect *d, char quote)
{
    return (struct quoting){.quote = quote,
                            .raw = holds(d->raw, quote),
                            .plain = holds(d->plain, quote),
                            .lines = holds(d->lines, quote),
                            .open = *d->open && holds(d->code, quote) ? d->open : NULL};
}

// r"", f'''...''', b"": how many letters stand before the quote of a Python string, 3 when none.
static size_t python_prefix(const struct lexer *l, struct quoting *q)
{
    size_t n = 0;
    for (; n < 3; n++) {
        char c = byte_lower(byte_at(l, l->at + n));
        if (c == '"' || c == '\'')
            break;
        if (!holds("rbuf", c))
            return 3;
        q->raw |= c == 'r';
        q->f |= c == 'f';
    }
    return n < 3 ? n : 3;
}

static bool python_string(struct lexer *l, struct token *t)
{
    struct quoting q = {0};
    size_t n = python_prefix(l, &q);
    if (n == 3)
        return false;
    q.quote = byte_at(l, l->at + n);
    size_t at = l->at + n;
    q.triple = byte_at(l, at + 1) == q.quote && byte_at(l, at + 2) == q.quote;
    move(l, read_string(l, at + (q.triple ? 3 : 1), &q, t));
    return true;
}

// 'x' of Go and its relatives; the apostrophe of a Rust lifetime opens nothing.
static bool is_char(const struct lexer *l)
{
    if (l->language != CODE_C_LIKE && l->language != CODE_GO)
        return true;
    for (size_t at = l->at + 2; at < l->at + LONGEST_CHAR; at++)
        if (byte_at(l, at) == '\'')
            return true;
    return false;
}

static bool read_string_token(struct lexer *l, const struct dialect *d, struct token *t)
{
    char c = byte_at(l, l->at);
    if (l->language == CODE_PYTHON)
        return python_string(l, t);
    if (!holds(d->quotes, c) || (c == '\'' && !is_char(l)))
        return false;
    struct quoting q = quoting_of(d, c);
    move(l, read_string(l, l->at + 1, &q, t));
    return true;
}

static bool is_name_byte(char c)
{
    return byte_is_alnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

// A regular expression of JavaScript or Ruby: a slash where an operand is due. Skipped, since its
// quotes open no strings.
static bool skip_regex(struct lexer *l)
{
    bool has = l->language == CODE_JAVASCRIPT || l->language == CODE_RUBY;
    if (!has || l->operand || byte_at(l, l->at) != '/')
        return false;
    bool class = false;
    for (size_t at = l->at + 1; at < l->text.n && at < l->at + REGEX_MAX; at++) {
        char c = l->text.p[at];
        if (c == '\n')
            return false;
        if (c == '\\')
            at++;
        else if (c == '[' || c == ']')
            class = c == '[';
        else if (c == '/' && !class) {
            move(l, at + 1);
            return true;
        }
    }
    return false;
}

static size_t punct_length(const struct lexer *l)
{
    static const char pairs[][3] = {"==", "!=", "=>", "?.", "??", "||", "&&",
                                    "**", "->", ":=", "::", "<=", ">=", "+="};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (byte_at(l, l->at) == pairs[i][0] && byte_at(l, l->at + 1) == pairs[i][1])
            return 2;
    return 1;
}

static bool exponent_sign(const struct lexer *l, size_t at)
{
    bool sign = holds("+-", l->text.p[at]) && byte_lower(l->text.p[at - 1]) == 'e';
    return sign && byte_lower(byte_at(l, l->at + 1)) != 'x' && byte_is_digit(byte_at(l, at + 1));
}

static void read_other(struct lexer *l, struct token *t)
{
    char c = byte_at(l, l->at);
    size_t end = l->at + 1;
    bool number = byte_is_digit(c) || (c == '.' && byte_is_digit(byte_at(l, end)));
    if (number) {
        while (end < l->text.n && (byte_is_alnum(l->text.p[end]) || holds("._", l->text.p[end]) ||
                                   exponent_sign(l, end)))
            end++;
        t->kind = TOKEN_NUMBER;
    } else if (is_name_byte(c)) {
        while (end < l->text.n && is_name_byte(l->text.p[end]))
            end++;
        t->kind = TOKEN_NAME;
    } else {
        end = l->at + punct_length(l);
        t->kind = TOKEN_PUNCT;
    }
    t->text = str_slice(l->text, l->at, end);
    move(l, end);
}

struct token lexer_next(struct lexer *l)
{
    const struct dialect *d = &dialects[l->language];
    struct token t = {0};
    do
        skip_blanks(l, d);
    while (l->at < l->text.n && skip_regex(l));
    t.line = l->line;
    t.column = (uint32_t)(l->at - l->line_start) + 1;
    t.first = l->fresh;
    if (l->at >= l->text.n)
        return t;
    l->fresh = false;
    size_t start = l->at;
    if (read_string_token(l, d, &t)) {
        t.kind = TOKEN_STRING;
        t.text = str_slice(l->text, start, l->at);
        l->fresh = false; // a text of several lines ends on one that has begun
    } else {
        read_other(l, &t);
    }
    static const char *const words[] = {"return", "typeof", "in", "of", "case", "and", "or"};
    l->operand =
        t.kind != TOKEN_PUNCT || token_is(&t, ")") || token_is(&t, "]") || token_is(&t, "}");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (t.kind == TOKEN_NAME && token_is(&t, words[i]))
            l->operand = false;
    return t;
}

struct str token_literal(const struct token *t, struct arena *a)
{
    if (t->kind != TOKEN_STRING)
        return STR_NONE;
    struct buf b = buf_in(a);
    for (size_t i = 0; i < t->pieces.n; i++) {
        if (t->pieces.items[i].code)
            return STR_NONE;
        buf_add(&b, t->pieces.items[i].text);
    }
    return buf_str(&b);
}

bool token_is(const struct token *t, const char *text)
{
    return t->kind != TOKEN_STRING && str_eq(t->text, str_of(text));
}
