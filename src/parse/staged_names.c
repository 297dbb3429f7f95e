// SPDX-License-Identifier: MIT
#include "parse/staged_names.h"

#include <string.h>

enum { VALUE_SPAN = 200, USES_MAX = 100 };
enum { NAME_MIN = 3 }; // shorter names are a bundler's, and mean anything

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool is_name_byte(char c)
{
    return byte_is_alnum(c) || c == '_' || c == '$';
}

// The word that the text ends in.
static struct str last_word(struct str s)
{
    size_t from = s.n;
    while (from > 0 && is_name_byte(s.p[from - 1]))
        from--;
    return str_trim_left_set(str_from(s, from), "$");
}

// What the text, which ends before `=` or `:`, assigns to; behind a type (`key: string =`) too.
static struct str assigned_to(struct str s)
{
    s = str_trim_right_set(s, " \t\"'`])?");
    struct str word = last_word(s);
    struct str before = str_trim_right_set(str_slice(s, 0, s.n - word.n), " \t$");
    if (word.n && before.n > 1 && before.p[before.n - 1] == ':' && before.p[before.n - 2] != ':')
        word = last_word(str_trim_right_set(str_slice(before, 0, before.n - 1), " \t?"));
    return word.n >= NAME_MIN && !byte_is_digit(word.p[0]) ? word : STR_NONE;
}

struct str staged_alias(const struct staged_place *p)
{
    size_t start = (size_t)(p->line.p - p->text.p);
    struct str before = str_slice(p->text, start, p->at);
    for (size_t i = 1; i < before.n; i++) {
        if (!one_of(before.p[i], "=:") || !staged_only_fetches(str_from(before, i)))
            continue;
        struct str name = assigned_to(str_slice(before, 0, i));
        bool same = str_eq(name, str_slice(p->text, p->at, p->at + p->n));
        return same ? STR_NONE : name;
    }
    return STR_NONE;
}

// Takes Bearer off; false when a blank follows it, as it must.
static bool take_bearer(struct str *s)
{
    struct str rest = str_from(*s, 6);
    if (rest.n && one_of(rest.p[0], "\"'`")) {
        rest = str_trim_left_set(str_from(rest, 1), " \t");
        if (rest.n == 0 || !one_of(rest.p[0], "+."))
            return false;
        *s = str_trim_left_set(str_from(rest, 1), ". \t"); // Lua's too
        return true;
    }
    if (rest.n == 0 || !one_of(rest.p[0], "${#"))
        return false;
    *s = rest;
    return true;
}

// The name that a value is, and nothing else; absent for a call, an element or something longer.
static struct str plain_name(struct str value)
{
    size_t n = 0;
    while (n < value.n && (is_name_byte(value.p[n]) || one_of(value.p[n], ".?")))
        n++;
    return n == value.n || one_of(value.p[n], "([+`%") ? STR_NONE
                                                       : last_word(str_slice(value, 0, n));
}

// Swift's setValue(key, forHTTPHeaderField: "Authorization"): the value stands in front.
static struct str sent_before(struct str before, enum staged_what *what)
{
    size_t label = str_find(before, STR(", forHTTPHeaderField:"));
    if (label == STR_NOWHERE)
        return STR_NONE;
    struct str value = str_slice(before, 0, label + 1), glued = STR("\"Bearer\\(");
    size_t at = str_find(value, glued), open = str_rchr(value, '(');
    *what = at == STR_NOWHERE ? STAGED_NO_BEARER : STAGED_NO_BLANK;
    if (at == STR_NOWHERE && str_chr(value, '"') != STR_NOWHERE)
        return STR_NONE;
    return open == STR_NOWHERE ? STR_NONE : plain_name(str_from(value, open + 1));
}

struct str staged_sent(const struct staged_place *p, enum staged_what *what)
{
    struct str s = str_slice(p->text, p->at + p->n, p->at + p->n + VALUE_SPAN);
    struct str in_front = str_slice(p->text, (size_t)(p->line.p - p->text.p), p->at), name;
    if (staged_is_comment(p->line) ||
        (p->at > 0 && (is_name_byte(p->text.p[p->at - 1]) || p->text.p[p->at - 1] == '-')))
        return STR_NONE;
    name = sent_before(in_front, what);
    if (str_present(name))
        return name;
    // `const authorization = key` is a name, and nobody knows yet what is made of it.
    struct str next = str_trim_left_set(s, " \t");
    bool header = p->text.p[p->at] == 'A' && p->text.p[p->at + 1] == 'u';
    if (!header && next.n && next.p[0] == '=')
        return STR_NONE;
    struct str value = str_trim_left_set(s, " \t\r\n\"'`]:=,>(+.&"), list = STR("[]string{");
    value = str_from(value, str_starts(value, list) ? list.n : 0); // Go's
    if (!str_has_any(str_slice(s, 0, s.n - value.n), ":=,"))
        return STR_NONE;
    if (value.n > 2 && one_of(value.p[0], "f$") && one_of(value.p[1], "\"'"))
        value = str_from(value, 2);
    *what = STAGED_NO_BEARER;
    if (str_starts_icase(value, STR("bearer"))) {
        *what = STAGED_NO_BLANK;
        if (!take_bearer(&value))
            return STR_NONE;
    }
    value = str_trim_left_set(value, "#${( ");
    return plain_name(value);
}

// Does an endpoint follow, in the same text or joined to it?
static bool endpoint_follows(struct str s)
{
    static const char *const endpoints[] = {"/chat/completions", "/completions", "/models",
                                            "/embeddings", "/responses"};
    s = str_trim_left_set(s, "} \t+.,\"'`");
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++)
        if (str_starts(s, str_of(endpoints[i])))
            return true;
    return false;
}

bool staged_used_as_base(const struct staged_place *p, size_t from)
{
    size_t start = (size_t)(p->line.p - p->text.p);
    struct str before = str_trim_right_set(str_slice(p->text, start, from), " \t\"'`");
    if (before.n == 0 || !one_of(before.p[before.n - 1], "=:"))
        return false;
    struct str name = assigned_to(str_trim_right_set(before, ":= \t"));
    size_t uses = 0;
    for (size_t at = 0, next; str_present(name) && uses < USES_MAX; at = next + name.n, uses++) {
        size_t found = str_find(str_from(p->text, at), name);
        if (found == STR_NOWHERE)
            break;
        next = at + found;
        struct str rest = str_from(p->text, next + name.n);
        if ((next > 0 && is_name_byte(p->text.p[next - 1]) && p->text.p[next - 1] != '$') ||
            (rest.n && is_name_byte(rest.p[0])))
            continue;
        size_t line = str_rchr(str_slice(p->text, next < 160 ? 0 : next - 160, next), '\n');
        line = (next < 160 ? 0 : next - 160) + (line == STR_NOWHERE ? 0 : line + 1);
        struct str in_front = str_trim_right_set(str_slice(p->text, line, next), "{$ \t");
        if (endpoint_follows(rest) ||
            (next != (size_t)(name.p - p->text.p) && staged_names_base_url(in_front, p->path)))
            return true;
    }
    return false;
}
