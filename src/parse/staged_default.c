// SPDX-License-Identifier: MIT
#include "parse/staged_default.h"

#include "parse/staged_value.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { STATEMENT = 400, DEEPEST = 4 }; // so much of a statement; so many brackets may close

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static struct str trim_end(struct str s)
{
    return str_trim_right_set(s, " \t\r\n");
}

static bool take_end(struct str *s, const char *end)
{
    if (!str_ends(*s, str_of(end)))
        return false;
    *s = str_slice(*s, 0, s->n - strlen(end));
    return true;
}

static bool ends_in_operator(struct str s, size_t *operand)
{
    static const char *const operators[] = {"??", "||", "?:", " or", " else", " do", "}//", "} //"};
    for (size_t i = 0; i < COUNT(operators); i++) {
        size_t n = strlen(operators[i]);
        if (!str_ends(s, str_of(operators[i])))
            continue;
        *operand = s.n - n + (operators[i][0] == '}');
        return true;
    }
    return false;
}

// The last word, in small letters and without what joins its parts: "unwrap_or" -> "unwrapor".
static bool ends_in_word(struct str s, size_t *operand)
{
    static const char *const words[] = {
        "default",   "defaultvalue", "fallback", "unset",   "unwrapor", "unwraporelse", "orelse",
        "orelseget", "getorelse",    "ifblank",  "ifempty", "valueor",  "notfound"};
    char word[24];
    size_t n = 0, i = s.n;
    while (i > 0 && n < sizeof word && (byte_is_alnum(s.p[i - 1]) || one_of(s.p[i - 1], "_-"))) {
        if (byte_is_alnum(s.p[i - 1]))
            word[sizeof word - ++n] = byte_lower(s.p[i - 1]);
        i--;
    }
    struct str folded = {word + sizeof word - n, n};
    *operand = i;
    for (size_t k = 0; k < COUNT(words); k++)
        if (str_ends(folded, str_of(words[k])))
            return true;
    return false;
}

// From the outside in: what code puts around the literal, and closures that return it.
static bool take_wrapping(struct str *s)
{
    static const char *const wraps[] = {
        "String::from(", "Some(", "SecretStr(", "String(", "Just(", "|_|", "() ->", "() =>",
        "_ =>",          "_ ->",  "->",         "lambda:", "(",     "{",   "=",     ":"};
    for (size_t i = 0; i < COUNT(wraps); i++)
        if (take_end(s, wraps[i]))
            return true;
    return false;
}

bool staged_begins_default(struct str before, size_t *operand)
{
    struct str s = trim_end(before);
    if (s.n && one_of(s.p[s.n - 1], "bBrRfFuU@") && (s.n < 2 || !byte_is_alnum(s.p[s.n - 2])))
        s = trim_end(str_slice(s, 0, s.n - 1)); // Python's b"", C#'s @""
    bool wrapped = s.n < before.n;
    for (size_t level = 0; level < 6; level++) {
        if (ends_in_operator(s, operand))
            return true;
        if (wrapped && ends_in_word(s, operand))
            return true;
        if (str_ends(s, STR("==")) || str_ends(s, STR("!=")) || !take_wrapping(&s))
            return false;
        wrapped = true;
        s = trim_end(s);
    }
    return false;
}

// Does the statement go on in the next line?
static bool goes_on(struct str before, struct str next)
{
    static const char *const heads[] = {".", "?.", "&.", "??", "||", "?:", "? ", ": ", "|>", "or "};
    next = str_trim_left_set(next, " \t\r\n");
    before = trim_end(before);
    for (size_t i = 0; i < COUNT(heads); i++)
        if (str_starts(next, str_of(heads[i])))
            return true;
    size_t operand;
    return before.n &&
           (one_of(before.p[before.n - 1], "(,=:") || ends_in_operator(before, &operand));
}

// The literal that begins with the quote at `at`, without the quotes, which in a notebook are `\"`.
// Absent: it does not end in its line.
static struct str literal_at(struct str s, size_t at)
{
    bool escaped = at > 0 && s.p[at - 1] == '\\';
    for (size_t i = at + 1; i < s.n && s.p[i] != '\n'; i++)
        if (s.p[i] == s.p[at] && (s.p[i - 1] == '\\') == escaped)
            return str_slice(s, at + 1, i - escaped);
    return STR_NONE;
}

static bool is_key(struct str literal)
{
    size_t n = 0;
    while (n < literal.n && staged_is_value_byte(literal.p[n]))
        n++;
    return n == literal.n && staged_is_generated(literal);
}

// `env:"X,default=..."`: in a tag of Go's.
static struct str default_in_tag(struct str s)
{
    struct str word = STR(",default=");
    if (!str_starts(s, word))
        return STR_NONE;
    s = str_slice(s, word.n, word.n + str_until(str_from(s, word.n), ",\"`' "));
    return is_key(s) ? s : STR_NONE;
}

struct str staged_default(struct str text, size_t end)
{
    struct str s = str_slice(text, end, end + STATEMENT), literal, tag = default_in_tag(s);
    if (str_present(tag))
        return tag;
    if (s.n && s.p[0] == '\\')
        s = str_from(s, 1);
    bool quoted = s.n && one_of(s.p[0], "\"'");
    if (quoted)
        s = str_from(s, 1);
    struct str behind = str_trim_left_set(s, " \t");
    bool argument = quoted && behind.n && one_of(behind.p[0], ",)");
    int depth = 0;
    for (size_t i = 0, operand; i < s.n; i++) {
        char c = s.p[i];
        depth += one_of(c, "([{") ? 1 : one_of(c, ")]}") ? -1 : 0;
        if (c == ';' || depth < -DEEPEST || (c == ',' && depth < (argument ? 0 : 1)))
            return STR_NONE;
        if (c == '\n' && depth < 1 && !goes_on(str_slice(s, 0, i), str_from(s, i)))
            return STR_NONE;
        if (!one_of(c, "\"'`"))
            continue;
        literal = literal_at(s, i);
        if (!str_present(literal))
            return STR_NONE;
        bool escaped = i > 0 && s.p[i - 1] == '\\';
        if (is_key(literal) && staged_begins_default(str_slice(s, 0, i - escaped), &operand))
            return literal;
        i += literal.n + 1 + escaped;
    }
    return STR_NONE;
}
