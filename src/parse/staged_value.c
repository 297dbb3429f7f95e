// SPDX-License-Identifier: MIT
#include "parse/staged_value.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

// A pair whose value has a label of its own: Kubernetes' next line, `"value": "` of task lists and
// templates, <add key=... value=...>.
static const char *const value_labels[] = {"value:", "value\":", "value=", "value ="};

const char *staged_value_label(size_t i)
{
    return i < COUNT(value_labels) ? value_labels[i] : NULL;
}

bool staged_is_value_byte(char c)
{
    return byte_is_alnum(c) || one_of(c, "_-.+/=~");
}

// Letters and digits mixed as no word of a program mixes them.
static bool generated(struct str s)
{
    size_t digits = 0, letters = 0, capitals = 0;
    for (size_t i = 0; i < s.n; i++) {
        digits += byte_is_digit(s.p[i]);
        letters += byte_is_alpha(s.p[i]);
        capitals += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    bool constant = capitals == letters && str_chr(s, '_') != STR_NOWHERE; // a name: LLM_KEY_2024
    return digits >= 2 && letters >= 4 && !constant && !str_has(s, STR("API_KEY")) &&
           !str_has(s, STR("process.")) && !str_has(s, STR("://"));
}

// Words by which a made-up value says so: between separators, so that no text drawn at random has one.
static bool says_made_up(struct str s)
{
    static const char *const words[] = {"your",     "here",    "fake",    "dummy",       "example",
                                        "sample",   "mock",    "invalid", "placeholder", "redacted",
                                        "changeme", "replace", "insert",  "tests",       "notreal"};
    static const char *const phrases[] = {"test-key", "test_key", "test-api", "test_api",
                                          "key-for",  "key_for",  "not-a",    "not_a"};
    struct str rest = s, word;
    for (size_t i = 0; i < COUNT(phrases); i++)
        if (str_find_icase(s, str_of(phrases[i])) != STR_NOWHERE)
            return true;
    while (str_word(&rest, "-_./", &word))
        for (size_t i = 0; i < COUNT(words); i++)
            if (str_eq_icase(word, str_of(words[i])))
                return true;
    return false;
}

bool staged_is_generated(struct str value)
{
    return value.n >= 16 && value.n <= 512 && generated(value) && !says_made_up(value);
}

// "data.secrets_v2.llm12.value": names and dots, and hardly a digit.
bool staged_is_expression(struct str s)
{
    size_t digits = 0;
    struct str rest = s, word;
    while (str_cut(&rest, '.', &word)) {
        if (word.n == 0 || byte_is_digit(word.p[0]))
            return false;
        for (size_t i = 0; i < word.n; i++) {
            digits += byte_is_digit(word.p[i]);
            if (!byte_is_alnum(word.p[i]) && word.p[i] != '_')
                return false;
        }
    }
    return str_chr(s, '.') != STR_NOWHERE && digits * 8 <= s.n;
}

// `: string = "`, `: &str = "`, `: Final[str] = "`: the type stands between, and the value behind.
void staged_skip_type(struct str *s)
{
    size_t n = 0;
    while (n < s->n && n < 40 && (byte_is_alnum(s->p[n]) || one_of(s->p[n], " \t_&'<>[]|.,?")))
        n++;
    if (n > 0 && n + 1 < s->n && s->p[n] == '=' && s->p[n + 1] != '=')
        *s = str_from(*s, n + 1);
}

// Over a label of the value; a property list's is an element of its own.
bool staged_take_label(struct str *s)
{
    struct str rest = str_trim_left_set(*s, "\"'\\, \t\r\n"), list = STR("</key>");
    const char *label;
    for (size_t i = 0; (label = staged_value_label(i)); i++)
        if (str_starts_icase(rest, str_of(label))) {
            *s = str_from(rest, strlen(label));
            return true;
        }
    if (!str_starts_icase(rest, list))
        return false;
    *s = str_trim_left_set(str_from(rest, list.n), " \t\r\n");
    if (str_starts(*s, STR("<string>")))
        *s = str_from(*s, 8);
    return true;
}

// A block that declares the variable and its default: Terraform's variable "x" { default = "..." }.
static bool take_default(struct str *s)
{
    struct str block = str_trim_left_set(*s, "\"' \t"), word = STR("default");
    if (block.n == 0 || block.p[0] != '{')
        return false;
    block = str_slice(block, 0, str_chr(block, '}'));
    size_t at = str_find(block, word);
    if (at == STR_NOWHERE)
        return false;
    struct str value = str_trim_left_set(str_from(block, at + word.n), " \t");
    if (value.n == 0 || value.p[0] != '=')
        return false;
    *s = str_from(value, 1);
    return true;
}

// Steps over what joins the variable to a value: `=`, `: `, `", "` (of a default or a setter), `||`,
// `??`, a blank behind `set -x` and `ENV`, an element's `>`, a label. False when nothing does.
static bool take_joint(struct str *s, struct str before)
{
    static const char *const joints[] = {
        "==", "=>", "=", ":=", "?=", "||=", "||", "?\?=", "??", ":"};
    static const char *const setters[] = {"set", "setx", "ENV", "SETX"};
    struct str rest = str_trim_left_set(*s, "\"'`])!\\ \t"), word;
    if (staged_take_label(s) || take_default(s))
        return true;
    for (size_t i = 0; i < COUNT(joints); i++)
        if (str_starts(rest, str_of(joints[i]))) {
            *s = str_from(rest, strlen(joints[i]));
            if (i == COUNT(joints) - 1)
                staged_skip_type(s);
            return i > 0;
        }
    if (rest.n && rest.p[0] == ',') {
        *s = str_trim_left_set(str_from(rest, 1), " \t\\");
        return s->n && one_of(s->p[0], "\"'`");
    }
    if (rest.n && rest.p[0] == '>' && str_ends(before, STR("name=\""))) { // Android's <string>
        *s = str_from(rest, 1);
        return true;
    }
    if (s->n && s->p[0] == '>' && before.n && before.p[before.n - 1] == '<') {
        *s = str_from(*s, 1);
        return true;
    }
    str_word(&before, " \t", &word);
    for (size_t i = 0; i < COUNT(setters) && s->n && one_of(s->p[0], " \t"); i++)
        if (str_eq(word, str_of(setters[i])))
            return true;
    return false;
}

struct str staged_assigned(const struct staged_place *p)
{
    struct str s = str_slice(p->text, p->at + p->n, p->at + p->n + 1024);
    if (!take_joint(&s, str_slice(p->text, (size_t)(p->line.p - p->text.p), p->at)))
        return STR_NONE;
    s = str_trim_left_set(s, " \t\"'`\\");
    size_t n = 0;
    while (n < s.n && staged_is_value_byte(s.p[n]))
        n++;
    if (n < s.n && one_of(s.p[n], "([{$")) // an expression goes on here
        return STR_NONE;
    struct str value = str_slice(s, 0, n);
    bool quoted = one_of(value.p[-1], "\"'`");
    return staged_is_generated(value) && (quoted || !staged_is_expression(value)) ? value
                                                                                  : STR_NONE;
}
