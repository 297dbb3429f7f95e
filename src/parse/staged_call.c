// SPDX-License-Identifier: MIT
#include "parse/staged_call.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool is_host_byte(char c)
{
    return byte_is_alnum(c) || c == '.' || c == '-';
}

static bool ends_url(char c)
{
    return (unsigned char)c <= ' ' || one_of(c, "\"'`<>()[]{}|\\^,;$");
}

// Start of the line, end of the line: positions in p->text.
static size_t line_start(const struct staged_place *p)
{
    return (size_t)(p->line.p - p->text.p);
}

static bool comment(struct str line)
{
    static const char *const marks[] = {"#", "//", "*", "/*", "--", ";", "<!--"};
    struct str s = str_trim(line);
    for (size_t i = 0; i < COUNT(marks); i++)
        if (str_starts(s, str_of(marks[i])))
            return true;
    return false;
}

// The identifier that the text assigns to, as in `baseURL: "`, `OPENAI_BASE_URL=`, `base_url="`:
// true when it means a base URL. `before` is what stands in the line before the URL.
static bool names_base_url(struct str before)
{
    static const char *const ends[] = {"baseurl", "apibase", "basepath", "baseuri"};
    struct str s = str_trim_right_set(before, " \t\"'`");
    while (s.n && one_of(s.p[s.n - 1], ":=>(,f")) // f: Python's f"..."
        s.n--;
    s = str_trim_right_set(s, " \t\"'`]?:");
    char word[64];
    size_t n = 0;
    for (size_t i = s.n; i > 0 && n < sizeof word; i--) {
        char c = s.p[i - 1];
        if (c == '_' || c == '-')
            continue;
        if (!byte_is_alnum(c))
            break;
        word[sizeof word - ++n] = byte_lower(c);
    }
    struct str name = {word + sizeof word - n, n};
    for (size_t i = 0; i < COUNT(ends); i++)
        if (str_ends(name, str_of(ends[i])))
            return true;
    return false;
}

static bool is_endpoint(struct str path)
{
    static const char *const endpoints[] = {"/chat/completions", "/completions", "/models",
                                            "/embeddings", "/responses"};
    for (size_t i = 0; i < COUNT(endpoints); i++)
        if (str_eq(path, str_of(endpoints[i])))
            return true;
    return false;
}

// "/v1" stands somewhere as the beginning of a text of its own, or behind an expression.
bool staged_adds_v1(struct str text)
{
    struct str v1 = STR("/v1");
    for (size_t at; (at = str_find(text, v1)) != STR_NOWHERE; text = str_from(text, at + 3))
        if (at > 0 && one_of(text.p[at - 1], "}\"'`+) "))
            return true;
    return false;
}

struct place_url {
    bool plain, base, website, open; // open: an expression follows
    struct str path;                 // without slashes at its end
};

static bool wrong_path(const struct place_url *u, bool adds, enum staged_what *what)
{
    struct str v1 = STR("/v1"), behind = str_from(u->path, 3);
    if (u->path.n == 0) {
        *what = STAGED_MISSING_V1;
        return u->base && !u->open && !adds;
    }
    if (is_endpoint(u->path)) {
        *what = STAGED_MISSING_V1;
        return !u->open;
    }
    if (str_starts(u->path, STR("/v1/v1"))) {
        *what = STAGED_DOUBLE_V1;
        return u->path.n == 6 || u->path.p[6] == '/';
    }
    if (str_starts(u->path, v1) && (behind.n == 0 || behind.p[0] == '/')) {
        *what = STAGED_FULL_ENDPOINT;
        return u->base && is_endpoint(behind);
    }
    *what = STAGED_WRONG_PATH;
    return u->base && !u->open;
}

// Reads the URL around the match; false when there is none or it is another host's.
static bool read_url(const struct staged_place *p, struct str api, struct str website,
                     struct place_url *u, struct str *url)
{
    const char *t = p->text.p;
    size_t from = p->at, to = p->at + p->n, begin = line_start(p);
    while (from > begin && is_host_byte(t[from - 1]))
        from--;
    while (to < p->text.n && is_host_byte(t[to]))
        to++;
    struct str host = str_slice(p->text, from, to), before = str_slice(p->text, begin, from);
    bool www = str_starts_icase(host, STR("www.")) && str_eq_icase(str_from(host, 4), website);
    u->website = str_eq_icase(host, website) || www;
    if (!u->website && !str_eq_icase(host, api))
        return false;
    u->plain = str_ends_icase(before, STR("http://"));
    if (!u->plain && !str_ends_icase(before, STR("https://")))
        return false;
    before.n -= u->plain ? 7 : 8;
    if (to < p->text.n && t[to] == ':')
        return false; // a port: a server of somebody's own
    size_t path = to;
    while (to < p->text.n && !ends_url(t[to]) && t[to] != '?' && t[to] != '#')
        to++;
    u->path = str_trim_right_set(str_slice(p->text, path, to), "/.");
    u->open = to < p->text.n && (t[to] == '$' || t[to] == '{');
    struct str rest = str_trim_left_set(str_slice(p->text, to, to + 8), "\"'` \t");
    u->open |= rest.n && (rest.p[0] == '+' || rest.p[0] == '.');
    u->base = names_base_url(before);
    *url = str_slice(p->text, begin + before.n, to);
    return true;
}

bool staged_url(const struct staged_place *p, struct str api_host, struct str website_host,
                enum staged_what *what, struct str *url)
{
    struct place_url u;
    if (comment(p->line) || !read_url(p, api_host, website_host, &u, url))
        return false;
    if (u.website) {
        // A link to the website's pages is right, unless code calls it.
        *what = STAGED_WEBSITE_HOST;
        struct str behind = str_from(u.path, 3);
        return u.base || is_endpoint(u.path) || str_starts(u.path, STR("/api/v1")) ||
               (str_starts(u.path, STR("/v1")) && (behind.n == 0 || behind.p[0] == '/'));
    }
    if (u.plain) {
        *what = STAGED_PLAIN_HTTP;
        return true;
    }
    return wrong_path(&u, p->adds_v1, what);
}

// Takes the words that fetch a variable off: what is left must be punctuation alone.
static bool only_fetches(struct str s)
{
    static const char *const words[] = {"process.env",   "import.meta.env",
                                        "os.environ",    "environ",
                                        "System.getenv", "os.Getenv",
                                        "os.getenv",     "getenv",
                                        "Deno.env.get",  "Bun.env",
                                        "ENV",           "env",
                                        "get",           "f"};
    while (s.n) {
        bool word = false;
        for (size_t i = 0; i < COUNT(words) && !word; i++)
            if (str_starts(s, str_of(words[i])) &&
                (s.n == strlen(words[i]) || !byte_is_alnum(s.p[strlen(words[i])]))) {
                s = str_from(s, strlen(words[i]));
                word = true;
            }
        if (word)
            continue;
        if (!one_of(s.p[0], " \t\"'`:=,([{$.>\\%"))
            return false;
        s = str_from(s, 1);
    }
    return true;
}

// Nothing but the key's bytes can follow "Bearer" here.
static bool glued(struct str behind)
{
    if (behind.n && one_of(behind.p[0], "${%"))
        return true;
    if (behind.n == 0 || !one_of(behind.p[0], "\"'`"))
        return false;
    struct str s = str_trim_left_set(str_from(behind, 1), " \t");
    return s.n && (s.p[0] == '+' || s.p[0] == '.' || s.p[0] == '$');
}

bool staged_header(const struct staged_place *p, enum staged_what *what)
{
    struct str before = str_slice(p->text, line_start(p), p->at), name = STR("authorization");
    size_t at = STR_NOWHERE;
    if (comment(p->line))
        return false;
    for (size_t from = 0;;) { // the last one before the match
        size_t next = str_find_icase(str_from(before, from), name);
        if (next == STR_NOWHERE)
            break;
        at = from + next;
        from = at + name.n;
    }
    if (at == STR_NOWHERE || p->at - line_start(p) - at > 200 ||
        (at > 0 && (byte_is_alnum(before.p[at - 1]) || before.p[at - 1] == '-')))
        return false;
    struct str between = str_from(before, at + name.n);
    size_t bearer = str_find_icase(between, STR("bearer"));
    if (bearer != STR_NOWHERE) {
        *what = STAGED_NO_BLANK;
        struct str behind = str_slice(p->text, line_start(p) + at + name.n + bearer + 6, p->at);
        return glued(behind);
    }
    *what = STAGED_NO_BEARER;
    return only_fetches(between);
}

static bool is_value_byte(char c)
{
    return byte_is_alnum(c) || one_of(c, "_-.+/=~");
}

// Letters and digits mixed as no word of a program mixes them.
static bool generated(struct str s)
{
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < s.n; i++) {
        digits += byte_is_digit(s.p[i]);
        letters += byte_is_alpha(s.p[i]);
    }
    return digits >= 2 && letters >= 4 && !str_has(s, STR("API_KEY")) &&
           !str_has(s, STR("process.")) && !str_has(s, STR("://"));
}

struct str staged_assigned(const struct staged_place *p)
{
    struct str s = str_from(p->text, p->at + p->n);
    s = str_slice(s, 0, (size_t)(p->line.p + p->line.n - s.p));
    s = str_trim_left_set(s, "\"'`] \t");
    if (s.n < 2 || (s.p[0] != '=' && s.p[0] != ':') || s.p[1] == '=')
        return STR_NONE;
    s = str_trim_left_set(str_from(s, s.p[1] == '>' ? 2 : 1), " \t\"'`\\");
    size_t n = 0;
    while (n < s.n && is_value_byte(s.p[n]))
        n++;
    if (n < s.n && one_of(s.p[n], "([{$")) // an expression goes on here
        return STR_NONE;
    struct str value = str_slice(s, 0, n);
    return value.n >= 16 && value.n <= 512 && generated(value) ? value : STR_NONE;
}
