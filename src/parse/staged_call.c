// SPDX-License-Identifier: MIT
#include "parse/staged_call.h"

#include "parse/staged_default.h"
#include "parse/staged_names.h"
#include "parse/staged_value.h"

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

bool staged_is_comment(struct str line)
{
    static const char *const marks[] = {"#", "//", "*", "/*", "-- ", ";", "<!--"};
    struct str s = str_trim(line);
    if (str_starts(s, STR("#define")))
        return false;
    for (size_t i = 0; i < COUNT(marks); i++)
        if (str_starts(s, str_of(marks[i])))
            return true;
    return false;
}

static struct str without_end(struct str s, const char *end)
{
    size_t n = strlen(end);
    return str_ends(s, str_of(end)) ? str_trim_right_set(str_slice(s, 0, s.n - n), " \t") : s;
}

// The text ends in a name that means a base URL.
static bool is_base_url_name(struct str s, struct str path)
{
    static const struct {
        const char *end;  // of the word
        const char *path; // in such files alone; NULL: in all
    } rows[] = {
        {"baseurl", NULL}, {"apibase", NULL}, {"basepath", NULL}, {"baseuri", NULL},
        {"uribase", NULL}, {"apiurl", ".ex"}, {"apiurl", ".exs"}, // Elixir's clients
    };
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
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_ends(name, str_of(rows[i].end)) &&
            (!rows[i].path || str_ends(path, str_of(rows[i].path))))
            return true;
    return false;
}

// `base_url: str`: without the type.
static struct str before_type(struct str s)
{
    size_t colon = str_rchr(s, ':');
    if (colon == STR_NOWHERE || colon == 0 || s.p[colon - 1] == ':' || s.n - colon > 40)
        return STR_NONE;
    for (size_t i = colon + 1; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && !one_of(s.p[i], " _&<>[]|."))
            return STR_NONE;
    return str_trim_right_set(str_slice(s, 0, colon), " \t?");
}

// The identifier that the text assigns to, as in `baseURL: "`, `OPENAI_BASE_URL=`, `base_url="`:
// true when it means a base URL. `before` is what stands in the line before the URL.
static bool word_is_base_url(struct str before, struct str path)
{
    struct str s = str_trim_right_set(before, " \t\"'`\\");
    if (str_ends(s, STR("Endpoint = new Uri(")) ||
        str_ends(s, STR("Endpoint = Uri("))) // the option of OpenAI's SDK for .NET
        return true;
    s = without_end(without_end(without_end(s, "new Uri("), " Uri("), "URL(string:");
    if (str_ends(s, STR("==")) || str_ends(s, STR("!="))) // compared, and nothing is said of it
        return false;
    s = without_end(s, ":-");                     // a shell's ${X:-...}
    while (s.n && one_of(s.p[s.n - 1], ":=>(,f")) // f: Python's f"..."
        s.n--;
    s = without_end(str_trim_right_set(s, " \t\"'`]?:"), " As String");
    if (str_ends(before, STR("  ")) && str_starts(str_trim(before), STR("${"))) // Robot Framework's
        s = str_trim_right_set(s, "}");
    struct str typed = before_type(s);
    return is_base_url_name(s, path) || (typed.n && is_base_url_name(typed, path));
}

// What stands in front of a value that is only the default of another: `X ?? "`, `getenv("X", "`.
static struct str in_front_of_default(struct str before)
{
    static const char *const joints[] = {"??", "||", "?:", " or", ","};
    struct str s = str_trim_right_set(before, " \t\"'`");
    for (size_t i = 0; i < COUNT(joints); i++) {
        if (!str_ends(s, str_of(joints[i])))
            continue;
        s = str_trim_right_set(str_slice(s, 0, s.n - strlen(joints[i])), " \t");
        size_t from = s.n;
        while (from > 0 && (byte_is_alnum(s.p[from - 1]) || one_of(s.p[from - 1], "_.$!?()[]\"'")))
            from--;
        bool env = str_find_icase(str_from(s, from), STR("env")) != STR_NOWHERE;
        return env ? str_slice(s, 0, from) : STR_NONE;
    }
    return STR_NONE;
}

// The option that a parser of arguments is told of: `"--base-url <url>", "help", `.
static bool is_base_url_option(struct str before, struct str path)
{
    size_t at = STR_NOWHERE, next;
    for (size_t from = 0; (next = str_find(str_from(before, from), STR("\"--"))) != STR_NOWHERE;)
        from = at = from + next + 3;
    if (at == STR_NOWHERE)
        return false;
    struct str name = str_from(before, at);
    return is_base_url_name(str_slice(name, 0, str_until(name, "\"= ")), path);
}

// `BASE_URL: z.string().default("`, `base_url: Url = Field(default="`: a name in the same declaration.
static bool is_default_of_base_url(struct str before, struct str path)
{
    size_t operand;
    struct str s = str_trim_right_set(before, "\"'`\\ \t");
    if (str_ends(s, STR(",")))
        return is_base_url_option(s, path);
    if (!staged_begins_default(s, &operand))
        return false;
    s = str_slice(s, 0, operand);
    if (is_base_url_option(s, path))
        return true;
    size_t comma = str_rchr(s, ','), depth = 0;
    s = comma == STR_NOWHERE ? s : str_from(s, comma + 1);
    for (size_t i = 0; i < s.n; i++) {
        depth += one_of(s.p[i], "([");
        if (one_of(s.p[i], ":=") && depth == 0)
            return is_base_url_name(str_trim_right_set(str_slice(s, 0, i), "\"' "), path);
    }
    return false;
}

bool staged_names_base_url(struct str before, struct str path)
{
    struct str outer = in_front_of_default(before);
    return word_is_base_url(before, path) || (outer.n && word_is_base_url(outer, path)) ||
           is_default_of_base_url(before, path);
}

// The text ends in the label of a value, and in front of it stands the name of a base URL.
static bool label_of_base_url(struct str before, struct str path)
{
    struct str s = str_trim_right_set(before, " \t\"'\\");
    const char *label;
    // Terraform's variable "x" { ... default = "..." }
    struct str block = str_trim_right_set(without_end(s, "="), " \t");
    size_t open = str_rchr(block, '{');
    if (str_ends(block, STR("default")) && open != STR_NOWHERE &&
        str_chr(str_from(block, open), '}') == STR_NOWHERE)
        return is_base_url_name(str_trim_right_set(str_slice(block, 0, open), "\" "), path);
    for (size_t i = 0; (label = staged_value_label(i)); i++)
        if (str_ends(s, str_of(label))) {
            s = str_slice(s, 0, s.n - strlen(label));
            return word_is_base_url(str_trim_right_set(s, " \t\r\n\"',\\"), path);
        }
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
    bool told;                       // of, in a sentence
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

// "Use https://... for", "not to https://...": told of in a sentence.
static bool is_told_of(struct str before)
{
    static const char *const words[] = {" to ", " not ", " use ",        " at ",  " is ", " from ",
                                        " of ", " see ", " instead of ", " and ", " or ", " via "};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_ends_icase(before, str_of(words[i])))
            return true;
    return false;
}

// What stands in front of the URL; where that is nothing in its own line, the end of the one above.
static struct str in_front_of(const struct staged_place *p, struct str before)
{
    size_t begin = line_start(p), floor = begin < 200 ? 0 : begin - 200;
    if (begin == 0 || str_trim_set(before, " \t\"':").n)
        return before;
    struct str above = str_slice(p->text, floor, begin - 1);
    size_t start = str_rchr(above, '\n');
    above = str_trim_right_set(start == STR_NOWHERE ? above : str_from(above, start + 1), " \t\r");
    if (str_starts(str_trim(above), STR("? "))) // YAML's explicit key
        return above;
    above = str_trim_right_set(above, "+-123456789|>"); // YAML's blocks
    return above.n && one_of(str_trim(above).p[str_trim(above).n - 1], ":=(") ? above : before;
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
    struct str port = str_slice(p->text, to, to + 5);
    size_t usual = str_starts(port, STR(":80")) ? 3 : str_starts(port, STR(":443")) ? 4 : 0;
    if (usual && (to + usual == p->text.n || !byte_is_digit(t[to + usual])))
        to += usual;
    if (to < p->text.n && t[to] == ':')
        return false; // another port: a server of somebody's own
    size_t path = to;
    while (to < p->text.n && !ends_url(t[to]) && t[to] != '?' && t[to] != '#')
        to++;
    u->path = str_trim_right_set(str_slice(p->text, path, to), "/.");
    u->open = to < p->text.n && (t[to] == '$' || t[to] == '{');
    struct str rest = str_trim_left_set(str_slice(p->text, to, to + 8), "\"'` \t");
    u->open |= rest.n && (rest.p[0] == '+' || rest.p[0] == '.');
    size_t first = begin + before.n;
    u->told = is_told_of(before);
    u->base = staged_names_base_url(in_front_of(p, before), p->path) ||
              (p->uses && staged_used_as_base(p, first)) ||
              label_of_base_url(str_slice(p->text, first < 200 ? 0 : first - 200, first), p->path);
    *url = str_slice(p->text, first, to);
    return true;
}

bool staged_url(const struct staged_place *p, struct str api_host, struct str website_host,
                enum staged_what *what, struct str *url)
{
    struct place_url u;
    if (staged_is_comment(p->line) || !read_url(p, api_host, website_host, &u, url) ||
        (u.told && !u.base))
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
bool staged_only_fetches(struct str s)
{
    // clang-format off
    static const char *const words[] = {
        "process.env", "import.meta.env", "os.environ", "environ", "System.getenv", "os.Getenv",
        "os.getenv", "getenv", "Deno.env.get", "Bun.env", "std::env::var", "env::var", "ENV", "env", "get", "f",
        "fetch", "_ENV", "_SERVER", "Environment.GetEnvironmentVariable", "String", "str", "System.get_env",
        "Platform.environment", "ProcessInfo.processInfo.environment", "dotenv", "processEnv", "secrets", "vars", "settings", "config",
        "BuildConfig", "viper.GetString", "configuration", "builder.Configuration", "current_app",
        "app", "this", "self", "value", "lookup", "sys.env", "Sys.getenv", "System/getenv", "__ENV", "->",
        "env_var", "os:getenv", "System.fetch_env",
        "VITE_", "NEXT_PUBLIC_", "REACT_APP_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "PUBLIC_", "VUE_APP_",
        // Another scheme is no Bearer either; the blank tells it from a function.
        "Token ", "Basic ", "ApiKey ", "Api-Key ",
    };
    // clang-format on
    while (s.n) {
        bool word = false;
        for (size_t i = 0; i < COUNT(words) && !word; i++)
            if (str_starts(s, str_of(words[i])) &&
                (s.n == strlen(words[i]) || words[i][strlen(words[i]) - 1] == ' ' ||
                 !(byte_is_alnum(s.p[strlen(words[i])]) || s.p[strlen(words[i])] == '_'))) {
                s = str_from(s, strlen(words[i]));
                word = true;
            }
        if (word)
            continue;
        if (!one_of(s.p[0], " \t\r\n\"'`:=,([{$.>\\%]+!#"))
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

// `key ? "Bearer " + key : ""`, `key && ...`: asked for only.
static bool is_condition(struct str behind)
{
    struct str s = str_trim_left_set(behind, "\"'`])}! \t");
    return str_starts(s, STR("? ")) || str_starts(s, STR("&&")) || str_starts(s, STR("if "));
}

// Swift's and Objective-C's setValue(KEY, forHTTPHeaderField: "Authorization").
static bool sets_field(struct str before, struct str behind)
{
    struct str label = STR("forHTTPHeaderField:");
    behind = str_trim_left_set(behind, "\"'])!, \t");
    if (!str_starts(behind, label))
        return false;
    behind = str_trim_left_set(str_from(behind, label.n), " @\"");
    size_t open = str_rchr(before, '(');
    struct str value = open == STR_NOWHERE ? before : str_from(before, open + 1);
    return str_starts_icase(behind, STR("authorization\"")) &&
           str_find_icase(before, STR("bearer")) == STR_NOWHERE && staged_only_fetches(value);
}

// Where the line begins, or the one before it when the value stands on a line of its own.
static size_t header_start(const struct staged_place *p)
{
    size_t start = line_start(p);
    if (start == 0 || !staged_only_fetches(str_slice(p->text, start, p->at)))
        return start;
    size_t before = start < 200 ? 0 : start - 200;
    size_t end = str_rchr(str_slice(p->text, before, start - 1), '\n');
    return end == STR_NOWHERE ? before : before + end + 1;
}

bool staged_header(const struct staged_place *p, enum staged_what *what)
{
    size_t start = header_start(p);
    struct str before = str_slice(p->text, start, p->at), name = STR("authorization");
    size_t at = STR_NOWHERE;
    if (staged_is_comment(p->line))
        return false;
    *what = STAGED_NO_BEARER;
    if (sets_field(before, str_slice(p->text, p->at + p->n, p->at + p->n + 80)))
        return true;
    for (size_t from = 0;;) { // the last one before the match
        size_t next = str_find_icase(str_from(before, from), name);
        if (next == STR_NOWHERE)
            break;
        at = from + next;
        from = at + name.n;
    }
    if (at == STR_NOWHERE || p->at - start - at > 200 ||
        (at > 0 && (byte_is_alnum(before.p[at - 1]) || before.p[at - 1] == '-')))
        return false;
    struct str between = str_from(before, at + name.n);
    size_t bearer = str_find_icase(between, STR("bearer"));
    if (bearer != STR_NOWHERE) {
        *what = STAGED_NO_BLANK;
        struct str behind = str_slice(p->text, start + at + name.n + bearer + 6, p->at);
        return glued(behind);
    }
    *what = STAGED_NO_BEARER;
    return staged_only_fetches(between) &&
           !is_condition(str_slice(p->text, p->at + p->n, p->at + p->n + 16));
}
