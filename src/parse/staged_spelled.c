// SPDX-License-Identifier: MIT
#include "parse/staged_spelled.h"

#include "parse/staged_value.h"

#include <string.h>

enum { VALUE_SPAN = 600 };

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
    if (s->n && s->p[0] == '>') { // <apiKey>...</apiKey>
        *s = str_from(*s, 1);
        return true;
    }
    if (str_starts_icase(*s, STR("%3d"))) {
        *s = str_from(*s, 3);
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
        bool element = s.p[-1] == '>';
        bool open = words[k].behind == BLANK || bare || element || s.p[-3] == '%';
        bool quoted = s.n && one_of(s.p[0], "\"'`");
        if (!quoted && !open)
            return STR_NONE;
        s = str_from(s, quoted);
        size_t n = 0;
        while (n < s.n && staged_is_value_byte(s.p[n]))
            n++;
        if (n < s.n && !one_of(s.p[n], quoted || !open ? "\"'`\\" : "\"'`\\\r\n #&<%"))
            return STR_NONE;
        struct str value = str_slice(s, 0, n);
        bool ends = n < s.n || (open && !quoted); // the text may end there
        return ends && staged_is_generated(value) && !staged_is_expression(value) ? value
                                                                                  : STR_NONE;
    }
    return STR_NONE;
}
