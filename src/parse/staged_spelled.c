// SPDX-License-Identifier: MIT
#include "parse/staged_spelled.h"

#include "parse/staged_value.h"

#include <string.h>

enum { SECTION_SPAN = 4096, VALUE_SPAN = 600 };

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool is_name_byte(char c)
{
    return byte_is_alnum(c) || c == '_';
}

// `behind`: what must stand between the word and the value.
enum behind { ASSIGNED, CALLED, BLANK };

static const struct {
    const char *word;
    enum behind behind;
    bool whole; // a word of its own, or the end of one of token_words
} words[] = {
    {"apikey", ASSIGNED, false},  {"api_key", ASSIGNED, false},
    {"api-key", ASSIGNED, false}, {"bearer ", BLANK, false},
    {"token", ASSIGNED, true},    {"defaultconfig", CALLED, false},  // go-openai
    {"newclient", CALLED, false}, {"openai::client", CALLED, false}, // openai-php
};

const char *staged_spelled_word(size_t i)
{
    return i < sizeof words / sizeof *words ? words[i].word : NULL;
}

// Not max_token, csrfToken or refresh_token.
static bool is_whole(struct str text, size_t at, size_t n)
{
    static const char *const fronts[] = {"access_", "auth_",  "bearer_", "access",
                                         "auth",    "bearer", "access-", "auth-"};
    size_t from = at;
    while (from > 0 && (is_name_byte(text.p[from - 1]) || text.p[from - 1] == '-'))
        from--;
    struct str front = str_slice(text, from, at);
    bool known = front.n == 0;
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        known |= str_eq_icase(front, str_of(fronts[i]));
    return known && (at + n == text.n || !is_name_byte(text.p[at + n]));
}

// Over what joins the word to the opening quote, or to a bare value. False when nothing does.
// `keyword`: a colon stands in front, as in Clojure's {:api-key "..."}.
static bool take_joint(struct str *s, enum behind behind, bool keyword)
{
    if (behind == BLANK) { // a quote: curl's --oauth2-bearer "..."
        *s = str_trim_left_set(*s, "\"' ");
        return true;
    }
    if (str_starts(*s, STR("Credential("))) // ApiKeyCredential of .NET
        *s = str_from(*s, 10);
    if (s->n && s->p[0] == '(') { // with_api_key("...")
        *s = str_trim_left_set(str_from(*s, 1), " \t\r\n&");
        return true;
    }
    if (behind == CALLED)
        return false;
    if (staged_take_label(s)) {
        *s = str_trim_left_set(*s, " \t\\");
        return true;
    }
    if (keyword && s->n && s->p[0] == ' ') {
        *s = str_trim_left_set(*s, " ");
        return true;
    }
    *s = str_trim_left_set(*s, "\"'`])!\\ \t");
    if (s->n == 0 || !one_of(s->p[0], ":=") || str_starts(*s, STR("==")))
        return false;
    bool colon = s->p[0] == ':';
    *s = str_from(*s, 1);
    if (colon)
        staged_skip_type(s);
    *s = str_trim_left_set(*s, ":=>\\ \t");
    return true;
}

struct str staged_spelled(struct str text, size_t at, bool bare)
{
    bare |= at > 0 && one_of(text.p[at - 1], "?&"); // of a URL's query
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        struct str word = str_of(words[k].word), s;
        if (!str_starts_icase(str_from(text, at), word) ||
            (words[k].whole && !is_whole(text, at, word.n)))
            continue;
        s = str_slice(text, at + word.n, at + word.n + VALUE_SPAN);
        if (!take_joint(&s, words[k].behind, at > 0 && text.p[at - 1] == ':'))
            return STR_NONE;
        bool open = words[k].behind == BLANK || bare, quoted = s.n && one_of(s.p[0], "\"'`");
        if (!quoted && !open)
            return STR_NONE;
        s = str_from(s, quoted);
        size_t n = 0;
        while (n < s.n && staged_is_value_byte(s.p[n]))
            n++;
        if (n < s.n && !one_of(s.p[n], quoted || !open ? "\"'`\\" : "\"'`\\\r\n #&"))
            return STR_NONE;
        struct str value = str_slice(s, 0, n);
        bool ends = n < s.n || (open && !quoted); // the text may end there
        return ends && staged_is_generated(value) && !staged_is_expression(value) ? value
                                                                                  : STR_NONE;
    }
    return STR_NONE;
}

bool staged_is_brand(struct str text, struct str brand)
{
    size_t i = 0;
    for (size_t n = 0; n < brand.n; i++) {
        if (i == text.n)
            return false;
        if (byte_lower(text.p[i]) == brand.p[n])
            n++;
        else if (n == 0 || !one_of(text.p[i], "_-"))
            return false;
    }
    return true;
}

static bool names_brand(struct str s, struct str brand)
{
    for (size_t i = 0; i < s.n; i++)
        if (staged_is_brand(str_from(s, i), brand))
            return true;
    return false;
}

// What stands in front of an opening bracket: `"NexoRouter": {`, `nexorouter = dict(`.
static struct str name_of_bracket(struct str before)
{
    static const char *const makers[] = {"dict", "new", "Map", "Object", "array", "hash"};
    struct str s = str_trim_right_set(before, " \t\r\n:=>\"'`([{");
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (str_ends(s, str_of(makers[i])))
            s = str_trim_right_set(str_slice(s, 0, s.n - strlen(makers[i])), " \t\r\n:=>\"'`(");
    size_t from = s.n;
    while (from > 0 && (is_name_byte(s.p[from - 1]) || one_of(s.p[from - 1], ".-")))
        from--;
    return str_from(s, from);
}

// The brackets that are open at the end of the text, from the inside out. A call of something else
// has the word.
static enum staged_section in_brackets(struct str text, struct str brand)
{
    enum staged_section found = SECTION_NONE;
    size_t closed = 0;
    for (size_t i = text.n; i > 0; i--) {
        char c = text.p[i - 1];
        if (one_of(c, ")]}")) {
            closed++;
        } else if (one_of(c, "([{")) {
            if (closed) {
                closed--;
                continue;
            }
            struct str name = name_of_bracket(str_slice(text, 0, i - 1));
            if (names_brand(name, brand))
                return SECTION_OURS;
            found = SECTION_OTHER;
            if (c == '(' && name.n)
                break;
        }
    }
    return found;
}

static size_t indent_of(struct str line)
{
    return line.n - str_trim_left_set(line, " \t-").n;
}

// The lines above that are less indented, up to the head of a table.
static enum staged_section in_lines(struct str text, struct str brand)
{
    enum staged_section found = SECTION_NONE;
    size_t start = str_rchr(text, '\n');
    size_t indent = indent_of(start == STR_NOWHERE ? text : str_from(text, start + 1));
    while (start != STR_NOWHERE) {
        text = str_slice(text, 0, start);
        start = str_rchr(text, '\n');
        struct str line = start == STR_NOWHERE ? text : str_from(text, start + 1);
        struct str bare = str_trim(line);
        size_t here = indent_of(line);
        if (bare.n == 0 || staged_is_comment(line))
            continue;
        bool table = bare.p[0] == '[' && bare.p[bare.n - 1] == ']';
        if (!table && here >= indent)
            continue;
        if (names_brand(bare, brand))
            return SECTION_OURS;
        found = SECTION_OTHER;
        if (table)
            break;
        indent = here;
    }
    return found;
}

enum staged_section staged_section_of(struct str text, size_t at, struct str brand)
{
    struct str before = str_slice(text, at > SECTION_SPAN ? at - SECTION_SPAN : 0, at);
    size_t from = before.n;
    while (from > 0 && (is_name_byte(before.p[from - 1]) || one_of(before.p[from - 1], ".-:")))
        from--;
    struct str name = str_from(before, from);
    if (names_brand(name, brand))
        return SECTION_OURS;
    enum staged_section found = in_brackets(before, brand);
    if (found == SECTION_NONE)
        found = in_lines(before, brand);
    return found == SECTION_NONE && str_has_any(name, ".:") ? SECTION_OTHER : found;
}
