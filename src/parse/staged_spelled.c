// SPDX-License-Identifier: MIT
#include "parse/staged_spelled.h"

#include "parse/staged_default.h"
#include "parse/staged_value.h"
#include "parse/staged_yaml.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { VALUE_SPAN = 600, NAME_MAX = 64, NAMES_MAX = 200 };

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool is_name_byte(char c)
{
    return byte_is_alnum(c) || c == '_';
}

// `behind`: what must stand between the word and the value.
enum behind { ASSIGNED, CALLED, BEARER };
enum front { ANY, TOKENS, WEAK }; // what may stand in front of the word in its name

static const struct {
    const char *word;
    enum behind behind;
    enum front front;
} words[] = {
    {"apikey", ASSIGNED, ANY},      {"api_key", ASSIGNED, ANY},
    {"api-key", ASSIGNED, ANY},     {"bearer", BEARER, ANY},
    {"token", ASSIGNED, TOKENS},    {"authorization", ASSIGNED, TOKENS},
    {"key", ASSIGNED, WEAK},        {"secret", ASSIGNED, WEAK},
    {"defaultconfig", CALLED, ANY}, // go-openai
    {"newclient", CALLED, ANY},     {"openai", CALLED, ANY},
};

const char *staged_spelled_word(size_t i)
{
    return i < COUNT(words) ? words[i].word : NULL;
}

// Where the name begins that `at` lies in, with what it is qualified by.
static size_t name_start(struct str text, size_t at)
{
    while (at > 0 && (is_name_byte(text.p[at - 1]) || one_of(text.p[at - 1], "-.")))
        at--;
    return at;
}

// The word is one, or ends a name: not monkey. `*kind` is WEAK where what stands in front must say
// whose it is: max_token, csrfToken, openai_token.
static bool is_whole(struct str text, size_t at, size_t n, enum front *kind)
{
    static const char *const fronts[] = {"access", "auth", "bearer", "with"};
    size_t from = at;
    while (from > 0 && (is_name_byte(text.p[from - 1]) || text.p[from - 1] == '-'))
        from--;
    struct str front = str_trim_right_set(str_slice(text, from, at), "_-");
    bool whole = at + n == text.n || !is_name_byte(text.p[at + n]);
    bool humps =
        at > 0 && byte_is_alpha(text.p[at - 1]) && byte_lower(text.p[at]) == text.p[at]; // "monkey"
    bool known = front.n == 0 || *kind == WEAK;
    for (size_t i = 0; i < COUNT(fronts) && !known; i++) {
        size_t len = strlen(fronts[i]), start = front.n < len ? 0 : front.n - len;
        bool begins = start == 0 || one_of(front.p[start - 1], "_-") || // no oauth_token
                      byte_lower(front.p[start]) != front.p[start];
        known = str_ends_icase(front, str_of(fronts[i])) && begins;
    }
    *kind = known ? *kind : WEAK;
    return whole && (*kind != WEAK || !humps);
}

// The word is an argument of a command, or the value of one: `--api-key ...`, `--set a.apiKey=...`.
static bool is_option(struct str text, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < NAME_MAX && !one_of(text.p[from - 1], " \t\r\n"))
        from--;
    struct str word = str_trim_left_set(str_slice(text, from, at), "\"'[");
    if ((word.n && word.p[0] == '-') || text.p[name_start(text, at)] == '-')
        return true;
    size_t end = from;
    while (end > 0 && one_of(text.p[end - 1], " \t"))
        end--;
    for (from = end; from > 0 && !one_of(text.p[from - 1], " \t\r\n\"'"); from--)
        ;
    return text.p[from] == '-' && from + 1 < end;
}

// `"x-api-key: ...": the quote in front of the name, which ends the value. 0: none.
static char quote_around(struct str text, size_t at)
{
    size_t from = name_start(text, at);
    while (from > 0 && text.p[from - 1] == ':') // "NexoRouter:ApiKey"
        from = name_start(text, from - 1);
    return from > 0 && one_of(text.p[from - 1], "\"'`") ? text.p[from - 1] : '\0';
}

// Over `Auth(`, `::client(`, `Service(`.
static bool take_call(struct str *s)
{
    size_t n = 0;
    while (n < s->n && n < 40 && (is_name_byte(s->p[n]) || one_of(s->p[n], ":.")))
        n++;
    if (n == s->n || s->p[n] != '(')
        return false;
    *s = str_trim_left_set(str_from(*s, n + 1), " \t\r\n&");
    return true;
}

// Behind Bearer: a blank, a quote (curl's --oauth2-bearer "..."), a literal joined or handed on.
static bool take_bearer(struct str *s, bool *blank)
{
    struct str rest = *s;
    *blank = rest.n && one_of(rest.p[0], " \"'");
    if (rest.n && (is_name_byte(rest.p[0]) || one_of(rest.p[0], "(:")))
        return take_call(s);
    rest = str_trim_left_set(rest, "\"'` ");
    if (rest.n && one_of(rest.p[0], "+.,"))
        rest = str_trim_left_set(str_from(rest, 1), ". \t\r\n");
    bool far = rest.p != str_trim_left_set(*s, "\"'` ").p;
    *blank &= !far;
    *s = far ? rest : str_trim_left_set(*s, "\"' ");
    return *blank || far;
}

// `apiKey string =`, `As String =`: the type in between.
static void skip_declared_type(struct str *s)
{
    size_t n = 0, blanks = 0;
    struct str rest = *s;
    while (n < rest.n && n < 40 && rest.p[0] == ' ' &&
           (is_name_byte(rest.p[n]) || rest.p[n] == ' '))
        blanks += rest.p[n++] == ' ';
    if (n && blanks <= 3 && n + 1 < rest.n && rest.p[n] == '=' && !one_of(rest.p[n + 1], "=>"))
        *s = str_from(rest, n);
}

// `(def api-key "...")`, `@api_key "..."`, `#define API_KEY "..."`, `{:api-key "..."}`: a blank is enough.
static bool is_blank_joined(struct str text, size_t at)
{
    static const char *const fronts[] = {"(def ",      "(setq ",   "(defvar ", "(setenv ",
                                         "(defconst ", "#define ", "@",        ":"};
    struct str before = str_slice(text, at > NAME_MAX ? at - NAME_MAX : 0, name_start(text, at));
    for (size_t i = 0; i < COUNT(fronts); i++)
        if (str_ends(before, str_of(fronts[i])))
            return true;
    return false;
}

// `"api-key", "..."`, and over one more: `"--api-key", "what it is", "..."`.
static bool take_argument(struct str *s)
{
    for (size_t i = 0; i < 2; i++) {
        *s = str_trim_left_set(str_from(*s, 1), " \t\r\n\\");
        if (s->n == 0 || !one_of(s->p[0], "\"'"))
            return false;
        size_t n = 1 + str_chr(str_from(*s, 1), s->p[0]);
        if (n > s->n || staged_is_generated(str_slice(*s, 1, n)))
            return n <= s->n;
        struct str rest = str_trim_left_set(str_from(*s, n + 1), " \t");
        if (rest.n == 0 || rest.p[0] != ',')
            return false;
        *s = rest;
    }
    return false;
}

// Over what joins the word to the opening quote, or to a bare value. False when nothing does.
static bool take_joint(struct str text, size_t at, struct str *s, bool option)
{
    size_t line = str_rchr(str_slice(text, 0, at), '\n');
    if (str_starts(*s, STR("Credential("))) // ApiKeyCredential of .NET
        *s = str_from(*s, 10);
    if (s->n && one_of(s->p[0], "({")) { // with_api_key("..."), api_key{"..."}
        *s = str_trim_left_set(str_from(*s, 1), " \t\r\n&");
        return true;
    }
    if (staged_take_yaml(str_slice(text, line == STR_NOWHERE ? 0 : line + 1, at), s))
        return true;
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
    struct str next = str_trim_left_set(*s, " ");
    if (s->n && s->p[0] == ' ' && next.n && one_of(next.p[0], "\"'") && is_blank_joined(text, at)) {
        *s = next;
        return true;
    }
    if (option && quote_around(text, at) && str_starts(*s, STR(" "))) // "--api-key <key>", "..."
        *s = str_from(*s, str_until(*s, "\"'\n"));
    if (option && s->n && one_of(s->p[0], " \t")) {
        *s = str_trim_left_set(*s, " \t");
        return s->n && s->p[0] != '-';
    }
    skip_declared_type(s);
    *s = str_trim_left_set(*s, "\"'`])\\ \t");
    if (s->n > 1 && s->p[0] == '!' && s->p[1] != '=') // TypeScript's: it is there
        *s = str_trim_left_set(*s, "! \t");
    if (s->n && s->p[0] == ',' && quote_around(text, at))
        return take_argument(s);
    if (str_starts(*s, STR("<-")))
        *s = str_from(*s, 1);
    if (s->n == 0 || !one_of(s->p[0], ":=-") || str_starts(*s, STR("==")))
        return false;
    bool colon = s->p[0] == ':';
    *s = str_from(*s, 1);
    if (colon)
        staged_skip_type(s);
    *s = str_trim_left_set(*s, ":=>\\ \t");
    staged_skip_wrapping(s);
    return true;
}

// The value at the head: quoted, or bare where that is said to be enough.
static struct str value_at(struct str s, bool open, char around)
{
    bool quoted = s.n && one_of(s.p[0], "\"'`");
    size_t n = 0;
    if (!quoted && !open && !around)
        return STR_NONE;
    s = str_from(s, quoted);
    while (n < s.n && staged_is_value_byte(s.p[n]))
        n++;
    bool closed = n < s.n && one_of(s.p[n], quoted || !open ? "\"'`\\" : "\"'`\\\r\n #&<%,");
    if (!quoted && !open)
        closed = closed && s.p[n] == around;
    struct str value = str_slice(s, 0, n);
    bool ends = closed || (n == s.n && open && !quoted); // the text may end there
    return ends && staged_is_generated(value) && !staged_is_expression(value) ? value : STR_NONE;
}

static bool begins_line(struct str text, size_t at)
{
    struct str before = str_slice(text, at > NAME_MAX ? at - NAME_MAX : 0, at);
    before = str_trim_right_set(before, " \t");
    return before.n == 0 || str_ends(before, STR("\n")) || str_eq(before, STR("export")) ||
           str_ends(before, STR("\nexport"));
}

// `KEY = "..."`: the literal that the text gives a name.
struct str staged_literal_of(struct str text, struct str name)
{
    enum { USES_MAX = 40 };
    for (size_t at = 0, uses = 0; uses < USES_MAX; uses++) {
        size_t found = str_find(str_from(text, at), name);
        if (found == STR_NOWHERE)
            break;
        size_t from = at + found;
        at = from + name.n;
        struct str s = str_slice(text, at, at + VALUE_SPAN);
        if ((from > 0 && is_name_byte(text.p[from - 1])) || (s.n && is_name_byte(s.p[0])))
            continue;
        struct str type = str_trim_left_set(s, " \t");
        bool typed = type.n && type.p[0] == ':';
        s = typed ? str_from(type, 1) : s;
        if (typed)
            staged_skip_type(&s);
        else
            skip_declared_type(&s);
        s = str_trim_left_set(s, ":= \t");
        struct str between = str_slice(text, at, (size_t)(s.p - text.p)), value = STR_NONE;
        bool shell = str_eq(between, STR("=")) && begins_line(text, from);
        if (s.n && str_chr(between, '=') != STR_NOWHERE && !str_has(between, STR("==")))
            value = value_at(s, shell, '\0');
        if (str_present(value))
            return value;
    }
    return STR_NONE;
}

// `%s" % `, `{}".format(`, `%s", `: from where a text is filled in to what fills it.
static void skip_format(struct str *s)
{
    static const char *const places[] = {"%s", "{}", "{0}", "%@"};
    for (size_t i = 0; i < COUNT(places); i++) {
        struct str rest = str_from(*s, strlen(places[i]));
        if (!str_starts(*s, str_of(places[i])) || rest.n == 0 || !one_of(rest.p[0], "\"'"))
            continue;
        rest = str_trim_left_set(str_from(rest, 1), " ");
        if (str_starts(rest, STR(".format(")))
            rest = str_from(rest, 8);
        *s = str_trim_left_set(rest, "%,( @");
    }
}

// What the name stands for that is handed on in place of a literal: `apiKey: KEY`, `Bearer ${KEY}`.
static struct str named_value(struct str text, struct str s, size_t *count)
{
    skip_format(&s);
    s = str_trim_left_set(s, "\"'`+ \t$#{(&\\");
    size_t n = 0;
    while (n < s.n && (is_name_byte(s.p[n]) || one_of(s.p[n], ".>-")))
        n++;
    if (n == 0 || n == s.n || !one_of(s.p[n], ",;)}]\"'`\r\n "))
        return STR_NONE;
    struct str behind = str_trim_left_set(str_from(s, n), " ");
    if (behind.n && one_of(behind.p[0], "=:("))
        return STR_NONE;
    size_t from = n;
    while (from > 0 && is_name_byte(s.p[from - 1]))
        from--;
    struct str name = str_slice(s, from, n);
    if (name.n < 3 || byte_is_digit(name.p[0]))
        return STR_NONE;
    ++*count;
    return staged_literal_of(text, name);
}

static struct str read_value(struct str text, size_t at, size_t k, struct staged_spelling *how)
{
    size_t n = strlen(words[k].word);
    struct str s = str_slice(text, at + n, at + n + VALUE_SPAN), value;
    bool option = words[k].behind == ASSIGNED && is_option(text, at), blank = false, taken = false;
    switch (words[k].behind) {
    case CALLED: taken = take_call(&s); break;
    case BEARER: taken = take_bearer(&s, &blank); break;
    case ASSIGNED: taken = take_joint(text, at, &s, option); break;
    }
    if (!taken)
        return words[k].behind == ASSIGNED ? staged_default(text, at + n) : STR_NONE;
    bool query = at > 0 && one_of(text.p[at - 1], "?&"); // of a URL
    bool open = blank || query || how->bare || option || s.p[-1] == '>' || s.p[-3] == '%';
    value = value_at(s, open, words[k].behind == ASSIGNED ? quote_around(text, at) : '\0');
    if (!str_present(value) && words[k].behind != CALLED && how->names < NAMES_MAX)
        value = named_value(text, s, &how->names);
    if (!str_present(value) && words[k].behind == ASSIGNED)
        value = staged_default(text, at + n);
    return value;
}

struct str staged_spelled(struct str text, size_t at, struct staged_spelling *how)
{
    for (size_t k = 0; k < COUNT(words); k++) {
        struct str word = str_of(words[k].word);
        enum front front = words[k].front;
        if (!str_starts_icase(str_from(text, at), word) ||
            (front != ANY && !is_whole(text, at, word.n, &front)))
            continue;
        how->weak = front == WEAK;
        return read_value(text, at, k, how);
    }
    return STR_NONE;
}
