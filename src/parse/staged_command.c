// SPDX-License-Identifier: MIT
#include "parse/staged_command.h"

#include "parse/staged_value.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { COMMAND_SPAN = 2048, BESIDE_MIN = 20 };

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool ends_line(struct str text, size_t i)
{
    return text.p[i] == '\n' && (i == 0 || text.p[i - 1] != '\\');
}

struct str staged_command_at(struct str text, size_t at, size_t most)
{
    size_t from = at, end = at, floor = at > most ? at - most : 0;
    while (from > floor && !ends_line(text, from - 1))
        from--;
    while (end < text.n && end < at + most && !ends_line(text, end))
        end++;
    return str_slice(text, from, end);
}

// The key that a word of a command is, without quotes; `user:` in front and a `:` behind are none of it.
static struct str key_in_word(struct str word)
{
    word = str_trim_set(word, "\"'\\,;)]");
    size_t colon = str_chr(word, ':');
    struct str behind = colon == STR_NOWHERE ? word : str_from(word, colon + 1);
    struct str key = behind.n ? behind : str_slice(word, 0, colon);
    for (size_t i = 0; i < key.n; i++)
        if (!staged_is_value_byte(key.p[i]))
            return STR_NONE;
    return staged_is_generated(key) ? key : STR_NONE;
}

// `-u`, `-su`: letters of which the last one takes the value.
static bool is_short(struct str word, char letter)
{
    if (word.n < 2 || word.n > 6 || word.p[0] != '-' || word.p[word.n - 1] != letter)
        return false;
    for (size_t i = 1; i < word.n; i++)
        if (!byte_is_alpha(word.p[i]))
            return false;
    return true;
}

// What the command's option gives as the login: curl's -u, HTTPie's -a, wget's --password.
static struct str option_password(struct str command)
{
    static const char *const options[] = {"--user", "--password", "--auth", "--http-password"};
    struct str word, tool = STR_NONE;
    bool asked = false;
    while (str_word(&command, " \t\r\n", &word)) {
        struct str plain = str_trim_set(word, "\"'[,");
        if (str_eq(plain, STR("curl")) || str_eq(plain, STR("wget")) ||
            str_starts(plain, STR("http")) || str_eq(plain, STR("xh")))
            tool = str_present(tool) ? tool : plain;
        if (!str_present(tool))
            continue;
        struct str key = asked ? key_in_word(word) : STR_NONE;
        if (str_present(key))
            return key;
        asked = is_short(plain, str_eq(tool, STR("curl")) ? 'u' : 'a');
        for (size_t i = 0; i < COUNT(options); i++) {
            struct str option = str_of(options[i]);
            asked |= str_eq(plain, option);
            if (str_starts(word, option) && word.n > option.n && word.p[option.n] == '=' &&
                str_present(key = key_in_word(str_from(word, option.n + 1))))
                return key;
        }
    }
    return STR_NONE;
}

// "machine HOST login ... password ..."
static struct str netrc_password(const struct staged_place *p)
{
    struct str rest = str_slice(p->text, p->at + p->n, p->at + p->n + 240), word, value;
    while (str_word(&rest, " \t\r\n", &word) && !str_eq(word, STR("machine")))
        if (str_eq(word, STR("password")) && str_word(&rest, " \t\r\n", &value))
            return staged_is_generated(value) ? value : STR_NONE;
    return STR_NONE;
}

// "https://user:...@HOST"
static struct str url_password(const struct staged_place *p)
{
    struct str before = str_slice(p->text, (size_t)(p->line.p - p->text.p), p->at);
    while (before.n &&
           (byte_is_alnum(before.p[before.n - 1]) || one_of(before.p[before.n - 1], ".-")))
        before = str_slice(before, 0, before.n - 1);
    if (!str_ends(before, STR("@")))
        return STR_NONE;
    before = str_slice(before, 0, before.n - 1);
    size_t n = before.n;
    while (n > 0 && staged_is_value_byte(before.p[n - 1]) && before.p[n - 1] != '/')
        n--;
    struct str value = str_from(before, n);
    bool whole = n > 0 && one_of(before.p[n - 1], ":/") && str_has(before, STR("://"));
    return whole && staged_is_generated(value) ? value : STR_NONE;
}

struct str staged_login(const struct staged_place *p)
{
    if (str_ends(p->path, STR("netrc")))
        return netrc_password(p);
    struct str value = url_password(p);
    return str_present(value) ? value
                              : option_password(staged_command_at(p->text, p->at, COMMAND_SPAN));
}

// `echo ... | store NAME`, `printf '%s' ... | ...`: the last word before the pipe.
static struct str piped(struct str before)
{
    size_t pipe = str_rchr(before, '|');
    struct str line = str_trim_left_set(before, " \t$#>-"), word, value = STR_NONE;
    if (pipe == STR_NOWHERE ||
        !(str_starts(line, STR("echo ")) || str_starts(line, STR("printf "))))
        return STR_NONE;
    line = str_slice(line, 0, (size_t)(before.p + pipe - line.p));
    while (str_word(&line, " \t", &word))
        value = key_in_word(word);
    return value;
}

struct str staged_handed(const struct staged_place *p)
{
    static const char *const options[] = {"--value", "-v", "<<<", "--secret-string", "--plaintext"};
    size_t start = (size_t)(p->line.p - p->text.p);
    struct str value = piped(str_slice(p->text, start, p->at)), word, last = STR("");
    struct str behind = str_slice(p->text, p->at + p->n, p->at + p->n + COMMAND_SPAN);
    behind = staged_command_at(behind, 0, COMMAND_SPAN);
    while (!str_present(value) && str_word(&behind, " \t\r\n", &word)) {
        for (size_t i = 0; i < COUNT(options); i++)
            if (str_eq(last, str_of(options[i])))
                value = key_in_word(word);
        last = word;
    }
    return value;
}

static bool is_argument(struct str literal)
{
    for (size_t i = 0; i < literal.n; i++)
        if (!staged_is_value_byte(literal.p[i]))
            return false;
    return literal.n >= BESIDE_MIN && staged_is_generated(literal);
}

// `Client("https://HOST/v1", "...")`, `VALUES ('name', 'https://HOST/v1', '...')`.
struct str staged_beside(const struct staged_place *p)
{
    struct str s = str_from(p->text, p->at + p->n), line = p->line;
    s = str_slice(s, 0, str_until(s, "\n"));
    size_t end = str_until(s, "\"'` ,");
    if (end == s.n || !one_of(s.p[end], "\"'"))
        return STR_NONE;
    char quote = s.p[end];
    struct str next = str_trim_left_set(str_from(s, end + 1), ") ");
    if (next.n && next.p[0] == ',') {
        next = str_trim_left_set(str_from(next, 1), " ");
        size_t n = next.n && next.p[0] == quote ? 1 + str_chr(str_from(next, 1), quote) : 0;
        struct str value = str_slice(next, 1, n), behind = str_from(next, n + 1);
        if (n && behind.n && one_of(behind.p[0], ",)") && is_argument(value))
            return value;
    }
    struct str before = str_slice(line, 0, (size_t)(p->text.p + p->at - line.p));
    size_t open = str_rchr(before, quote);
    before = str_trim_right_set(str_slice(before, 0, open == STR_NOWHERE ? 0 : open), " ");
    if (!str_ends(before, STR(",")))
        return STR_NONE;
    before = str_trim_right_set(str_slice(before, 0, before.n - 1), " ");
    if (before.n == 0 || before.p[before.n - 1] != quote)
        return STR_NONE;
    before = str_slice(before, 0, before.n - 1);
    size_t from = str_rchr(before, quote);
    struct str value = from == STR_NOWHERE ? STR_NONE : str_from(before, from + 1);
    bool call = from != STR_NOWHERE && from > 0 && one_of(before.p[from - 1], "(, ");
    return call && is_argument(value) ? value : STR_NONE;
}
