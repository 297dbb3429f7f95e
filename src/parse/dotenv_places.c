// SPDX-License-Identifier: MIT
// Where the names of a dotenv file stand and which lines are odd: a reading of lines that no loader
// shares and every person does.
#include "parse/dotenv_impl.h"
#include "parse/names.h"

#include <string.h>

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
    uint32_t key_line;  // the last line whose value without quotes is a key's; 0: none
    bool key_given;     // it has one
    struct places *out;
    struct arena *a;
};

// What only a shell minds, in a value without quotes.
static uint32_t unquoted_defects(struct str value)
{
    value = str_trim(value);
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '#' && (i == 0 || byte_in(value.p[i - 1], " \t")))
            return 0;
        if (byte_in(value.p[i], "()<>|;&'\"`"))
            return DOTENV_SHELL_ACTS;
    }
    return str_ends(value, STR("\\")) ? DOTENV_SHELL_ACTS : 0;
}

static uint32_t value_defects(struct scan *s, size_t from, size_t *stop)
{
    static const char marks[] = "'\"`";
    struct str text = s->text;
    if (from >= text.n || !byte_in(text.p[from], marks))
        return unquoted_defects(str_slice(text, from, *stop));
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

static bool is_merge_mark(struct str line)
{
    static const char *const marks[] = {"<<<<<<<", "|||||||", "=======", ">>>>>>>"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(line, str_of(marks[i])))
            return line.n == 7 || byte_in(line.p[7], " \t");
    return false;
}

// A word that can only be the second half of a key that an editor or a mail broke: of a key's
// letters, and neither a word of a language nor a name.
static bool is_rest_of_key(const struct scan *s, struct str line)
{
    bool upper = false, lower = false, digit = false, inner_upper = false;
    if (s->key_line == 0 || s->key_line + 1 != s->line || (!s->key_given && line.n < 16))
        return false;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (!byte_is_word(c) && c != '-')
            return false;
        digit |= c >= '0' && c <= '9';
        lower |= c >= 'a' && c <= 'z';
        upper |= c >= 'A' && c <= 'Z';
        inner_upper |= i && c >= 'A' && c <= 'Z';
    }
    return (digit && (lower || upper)) || (lower && inner_upper);
}

// Lines without a name that follow each other and have the same fault are one place.
static void add_place(struct scan *s, struct place p)
{
    struct place *last = s->out->n ? &s->out->items[s->out->n - 1] : NULL;
    if (last && p.other && last->other && !p.name.n && !last->name.n &&
        last->defects == p.defects && last->line + last->lines == p.line) {
        last->lines++;
        last->to = p.to;
        return;
    }
    *arena_push(s->out, s->a) = p;
}

// The line [at, stop) begins with no name that a value would follow.
static uint32_t nameless(const struct scan *s, struct str line)
{
    line = str_trim(line);
    if (line.n == 0 || line.p[0] == '#')
        return 0;
    if (is_merge_mark(line))
        return DOTENV_MERGE_MARK;
    return is_rest_of_key(s, line) ? DOTENV_REST_OF_KEY : DOTENV_NO_EQUALS;
}

static bool holds_a_key(struct str name)
{
    enum name_role role = name_role(name);
    return role == NAME_KEY || role == NAME_KEY_NEAR || role == NAME_PUBLIC_KEY ||
           role == NAME_FOREIGN_KEY;
}

// One line taken apart.
struct parts {
    struct str name;
    size_t at;    // where the name or its prefix begins
    size_t begin; // where the line begins, blanks apart
    size_t value; // STR_NOWHERE: nothing stands behind the name
    uint32_t defects;
};

static struct parts take_apart(struct str text, size_t at, size_t stop)
{
    struct parts p = {.value = STR_NOWHERE};
    while (at < stop && byte_in(text.p[at], " \t\r"))
        at++;
    p.begin = at;
    size_t skip = behind_other_shell(str_slice(text, at, stop));
    if (skip) {
        p.defects |= DOTENV_OTHER_SHELL;
        at += skip;
    }
    if (str_starts(str_from(text, at), STR("export")) && at + 6 < stop &&
        byte_in(text.p[at + 6], " \t")) {
        p.defects |= DOTENV_EXPORT;
        for (at += 6; at < stop && byte_in(text.p[at], " \t");)
            at++;
    }
    p.at = at;
    size_t quote = at < stop && byte_in(text.p[at], "'\""), end = at + quote;
    while (end < stop && name_byte(text.p[end]))
        end++;
    p.name = str_slice(text, at + quote, end);
    if (quote && end < stop && text.p[end] == text.p[at])
        end++;
    p.defects |= quote || str_has_any(p.name, ".-") ? DOTENV_BAD_NAME : 0;
    if (p.name.n)
        p.value = separator(text, end, stop, &p.defects);
    return p;
}

// The next line may hold what an editor broke off.
static void note_key(struct scan *s, const struct parts *p, size_t stop)
{
    if (p->value == STR_NOWHERE || !holds_a_key(p->name) ||
        (p->value < stop && byte_in(s->text.p[p->value], "'\"`")))
        return;
    s->key_line = s->line;
    s->key_given = str_trim(str_slice(s->text, p->value, stop)).n > 0;
}

static void scan_line(struct scan *s)
{
    struct str text = s->text;
    size_t from = s->at, line_end = str_chr(str_from(text, from), '\n');
    line_end = line_end == STR_NOWHERE ? text.n : from + line_end;
    bool bom = from == 0 && str_starts(text, STR("\xef\xbb\xbf"));
    struct parts p = take_apart(text, from + (bom ? 3 : 0), line_end);
    size_t stop = line_end;
    if (p.value != STR_NOWHERE)
        p.defects |= value_defects(s, p.value, &stop);
    bool relevant = p.name.n && name_relevant(p.name);
    struct place place = {p.name, !relevant, s->line, 1, 0, p.defects, from, line_end};
    if (!relevant && p.value == STR_NOWHERE) {
        place.name = STR("");
        place.defects = nameless(s, str_slice(text, p.begin, line_end));
    }
    place.column = (uint32_t)((relevant ? p.at : p.begin) - from + 1);
    if (relevant || (place.defects & ~(uint32_t)DOTENV_EXPORT))
        add_place(s, place);
    note_key(s, &p, line_end);
    for (size_t i = from; i < stop && i < text.n; i++)
        s->line += text.p[i] == '\n';
    s->line++;
    s->at = stop + 1;
}

// --- JSON ---

static bool is_json(struct str text)
{
    text = str_trim(text);
    struct str rest = str_trim(str_from(text, 1));
    return str_starts(text, STR("{")) && str_ends(text, STR("}")) && str_starts(rest, STR("\""));
}

// The members' names, wherever they stand.
static void scan_json(struct scan *s)
{
    struct str text = s->text;
    size_t line_from = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n') {
            s->line++;
            line_from = i + 1;
        }
        if (text.p[i] != '"')
            continue;
        size_t end = i + 1;
        while (end < text.n && name_byte(text.p[end]))
            end++;
        struct str name = str_slice(text, i + 1, end);
        struct str rest = str_trim(str_slice(text, end, end + 16));
        if (!str_starts(rest, STR("\"")) || !str_starts(str_trim(str_from(rest, 1)), STR(":")))
            continue;
        if (name.n && name_relevant(name))
            *arena_push(s->out, s->a) = (struct place){
                name, false, s->line, 1, (uint32_t)(i - line_from + 1), DOTENV_JSON, i, end};
        i = end;
    }
}

struct places dotenv_places(struct str text, struct arena *a)
{
    struct places out = {0};
    struct scan s = {
        .text = text, .line = 1, .unclosed = {SIZE_MAX, SIZE_MAX, SIZE_MAX}, .out = &out, .a = a};
    if (is_json(text))
        scan_json(&s);
    else
        while (s.at < text.n)
            scan_line(&s);
    return out;
}
