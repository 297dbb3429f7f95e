// SPDX-License-Identifier: MIT
#include "parse/toolfiles.h"

#include "parse/gitconfig.h"

#define BLANKS " \t\r\v\f"

struct line_at {
    const struct toolfile *file;
    struct settings *out;
    struct arena *a;
    uint32_t line;
};

static void put(const struct line_at *at, struct str key, struct str value)
{
    const struct toolfile *f = at->file;
    struct setting *s = arena_push(at->out, at->a);
    s->tool = f->tool;
    s->key = str_dup(key, at->a);
    s->value = f->keep(f->ctx, key, value);
    s->origin = (struct origin){.kind = ORIGIN_FILE,
                                .loc = {.file = f->path, .line = at->line},
                                .in_project = f->in_project};
}

// A tool that stops on its own file.
static void put_error(const struct line_at *at, struct str words)
{
    put(at, STR("syntax-error"), words);
}

// --- curl: "proxy = value", "proxy: value", "--proxy value", "-x value", "-sxvalue" ---------------
// (tool_parsecfg.c and getparameter() of 7.88)

enum curl_kind { CURL_SWITCH, CURL_TEXT };

static const struct {
    char given[12], key[12], letter;
    enum curl_kind kind;
} curl_keys[] = {
    {"proxy", "proxy", 'x', CURL_TEXT},         {"noproxy", "noproxy", 0, CURL_TEXT},
    {"cacert", "cacert", 0, CURL_TEXT},         {"capath", "capath", 0, CURL_TEXT},
    {"insecure", "insecure", 'k', CURL_SWITCH}, {"preproxy", "preproxy", 0, CURL_TEXT},
    {"netrc", "netrc", 'n', CURL_SWITCH},
};
// Letters that take no value: more may stand behind them.
static const char curl_switches[] = "sSLfgviINq#012346pGjJOlaBZR";

// Up to the next quote; without one the line end goes with it.
static struct str curl_quoted(struct str s, bool last, struct arena *a)
{
    struct buf b = buf_in(a);
    size_t i = 1;
    for (; i < s.n && s.p[i] != '"'; i++) {
        char c = s.p[i];
        if (c == '\\' && i + 1 < s.n) {
            static const char from[] = "tnrv", to[] = "\t\n\r\v";
            c = s.p[++i];
            const char *hit = strchr(from, c);
            if (c && hit)
                c = to[hit - from];
        }
        buf_byte(&b, c);
    }
    if (i >= s.n && !last)
        buf_byte(&b, '\n');
    return buf_str(&b);
}

// A text needs a value, which may be the empty one in quotes.
static void curl_set(const struct line_at *at, size_t key, struct str value)
{
    if (curl_keys[key].kind == CURL_SWITCH)
        value = STR("true");
    if (str_present(value))
        put(at, str_of(curl_keys[key].key), value);
}

static void curl_letters(const struct line_at *at, struct str letters, struct str value)
{
    for (size_t i = 0; i < letters.n; i++) {
        size_t k = 0, keys = sizeof curl_keys / sizeof *curl_keys;
        while (k < keys && curl_keys[k].letter != letters.p[i])
            k++;
        if (k < keys && curl_keys[k].kind == CURL_TEXT && i + 1 < letters.n)
            value = str_from(letters, i + 1);
        if (k < keys)
            curl_set(at, k, value);
        if (k < keys ? curl_keys[k].kind == CURL_TEXT : !strchr(curl_switches, letters.p[i]))
            return;
    }
}

static void curl_line(const struct line_at *at, struct str line)
{
    size_t n = 0, word;
    line = str_trim_left_set(line, BLANKS);
    if (!line.n || strchr("#/*", line.p[0]))
        return;
    bool dashed = line.p[0] == '-', last = line.p + line.n == at->file->bytes.p + at->file->bytes.n;
    const char *ends = dashed ? BLANKS : BLANKS "=:"; // behind a dash these are part of the word
    while (n < line.n && line.p[n] && !strchr(ends, line.p[n]))
        n++;
    struct str name = str_slice(line, 0, n), rest = str_from(line, n);
    rest = str_trim_left_set(rest, ends);
    for (word = 0; word < rest.n && rest.p[word] && !strchr(BLANKS, rest.p[word]);)
        word++;
    struct str value = rest.n && rest.p[0] == '"' ? curl_quoted(rest, last, at->a)
                       : word                     ? str_slice(rest, 0, word)
                                                  : STR_NONE;
    if (dashed && !str_starts(name, STR("--"))) {
        curl_letters(at, str_from(name, 1), value);
        return;
    }
    name = str_from(name, dashed ? 2 : 0);
    for (size_t i = 0; i < sizeof curl_keys / sizeof *curl_keys; i++)
        if (str_eq_icase(name, str_of(curl_keys[i].given)))
            curl_set(at, i, value);
}

// --- wget: "https_proxy = value"; case, "-" and "_" do not count ---------------------------------

// Switches take a handful of words; any other ends wget.
static bool wget_takes(const char *key, struct str value)
{
    static const char *const words[] = {"on", "off", "yes", "no", "1", "0"};
    bool check = str_eq(str_of(key), STR("check_certificate"));
    if (!check && !str_eq(str_of(key), STR("use_proxy")))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_icase(value, str_of(words[i])))
            return true;
    return check && str_eq_icase(value, STR("quiet"));
}

static void wget_line(const struct line_at *at, struct str line)
{
    static const char *const keys[] = {"http_proxy", "https_proxy",    "no_proxy",
                                       "use_proxy",  "ca_certificate", "check_certificate"};
    size_t n = 0;
    line = str_trim_set(line, BLANKS);
    if (!line.n || line.p[0] == '#')
        return;
    while (n < line.n && (byte_is_alnum(line.p[n]) || line.p[n] == '_' || line.p[n] == '-'))
        n++;
    struct buf name = buf_in(at->a);
    struct str key = str_slice(line, 0, n), value = str_trim_left_set(str_from(line, n), BLANKS);
    if (!n || !str_starts(value, STR("="))) {
        put_error(at, STR("Syntax error"));
        return;
    }
    value = str_trim_left_set(str_from(value, 1), BLANKS);
    if (str_eq_icase(key, STR("proxy"))) // what other tools call it
        put_error(at, STR("Unknown command 'proxy'"));
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] != '_' && key.p[i] != '-')
            buf_byte(&name, byte_lower(key.p[i]));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct buf plain = buf_in(at->a);
        for (const char *c = keys[i]; *c; c++)
            if (*c != '_')
                buf_byte(&plain, *c);
        if (!str_eq(buf_str(&plain), buf_str(&name)))
            continue;
        put(at, str_of(keys[i]), value);
        if (!wget_takes(keys[i], value))
            put_error(at, str_fmt(at->a, "%s: Invalid boolean", keys[i]));
    }
}

// --- git: [http "https://host"] proxy = value ---------------------------------------------------

static void git_file(struct line_at *at)
{
    static const char *const names[] = {".proxy", ".sslCAInfo", ".sslVerify"};
    struct gitconfig g = gitconfig_of(at->file->bytes, at->a);
    struct str key, value;
    while (gitconfig_next(&g, &key, &value)) {
        bool wanted = str_starts(key, STR("http")) || str_starts(key, STR("remote."));
        at->line = g.at;
        if (!str_present(value) &&
            (str_starts(key, STR("remote.")) || str_eq_icase(key, STR("http.proxy"))) &&
            str_ends_icase(key, STR(".proxy")))
            put_error(at, STR("bad config variable, line"));
        for (size_t i = 0; i < sizeof names / sizeof *names && wanted; i++)
            if (str_ends_icase(key, str_of(names[i])))
                put(at, key, str_present(value) ? value : STR("true"));
    }
    at->line = g.at;
    if (g.failed)
        put_error(at, STR("bad config line"));
}

// --- npm and pip: INI ---------------------------------------------------------------------------

static void ini_line(const struct line_at *at, struct str line, struct str *section)
{
    static const char *const keys[] = {"proxy",  "https-proxy", "http-proxy", "noproxy",
                                       "cafile", "strict-ssl",  "cert",       "trusted-host"};
    line = str_trim_set(line, BLANKS);
    if (!line.n || line.p[0] == '#' || line.p[0] == ';')
        return;
    if (line.p[0] == '[') {
        *section = str_dup(str_slice(line, 1, str_chr(line, ']')), at->a);
        return;
    }
    size_t eq = str_chr(line, '=');
    if (eq == STR_NOWHERE)
        return;
    struct str key = str_trim_set(str_slice(line, 0, eq), BLANKS);
    struct str value = str_trim_set(str_from(line, eq + 1), BLANKS);
    if (value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') &&
        value.p[value.n - 1] == value.p[0])
        value = str_slice(value, 1, value.n - 1);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq(key, str_of(keys[i])))
            put(at,
                section->n ? str_fmt(at->a, "%.*s.%s", STR_ARG(*section), keys[i])
                           : str_of(keys[i]),
                value);
}

bool toolfile_read(const struct toolfile *file, struct settings *out, struct arena *a)
{
    static const char *const tools[] = {"curlrc", "wgetrc", "git", "npm", "pip"};
    struct line_at at = {.file = file, .out = out, .a = a};
    struct str rest = file->bytes, line, section = STR("");
    size_t kind = 0;
    while (kind < 5 && !str_eq(file->tool, str_of(tools[kind])))
        kind++;
    if (kind == 2)
        git_file(&at);
    while (kind < 5 && kind != 2 && str_present(rest) && rest.n && str_line(&rest, &line)) {
        at.line++;
        switch (kind) {
        case 0: curl_line(&at, line); break;
        case 1: wget_line(&at, line); break;
        default: ini_line(&at, line, &section); break;
        }
    }
    return kind < 5;
}

// --- netrc --------------------------------------------------------------------------------------

struct tokens {
    struct str rest;
    uint32_t line;
    uint32_t token_line;
};

// Lib/netrc.py of Python 3.11 and later, whose opinion decides what requests and aiohttp do.
// Words between blanks and line ends; quotes group, a backslash escapes. One blank behind a word
// goes with it.
static bool next_token(struct tokens *t, struct str *out, struct arena *a)
{
    while (t->rest.n && memchr(" \t\r\n", t->rest.p[0], 4)) {
        t->line += t->rest.p[0] == '\n';
        t->rest = str_from(t->rest, 1);
    }
    *out = STR("");
    if (!t->rest.n)
        return false;
    t->token_line = t->line;
    struct buf b = buf_in(a);
    size_t i = 0;
    bool quoted = t->rest.p[0] == '"';
    for (i = quoted; i < t->rest.n; i++) {
        char c = t->rest.p[i];
        if (quoted ? c == '"' : memchr(" \t\r\n", c, 4) != NULL)
            break;
        if (c == '\\' && i + 1 < t->rest.n)
            c = t->rest.p[++i];
        t->line += c == '\n';
        buf_byte(&b, c);
    }
    t->line += i < t->rest.n && t->rest.p[i] == '\n';
    t->rest = str_from(t->rest, i < t->rest.n ? i + 1 : i);
    *out = buf_str(&b);
    return true;
}

static void skip_line(struct tokens *t)
{
    size_t end = str_chr(t->rest, '\n');
    t->line += end != STR_NOWHERE;
    t->rest = end == STR_NOWHERE ? STR("") : str_from(t->rest, end + 1);
}

// A macro reaches to the next empty line; false when there is none.
static bool skip_macro(struct tokens *t, struct arena *a)
{
    struct str name;
    next_token(t, &name, a);
    while (t->rest.n) {
        bool empty = t->rest.p[0] == '\n';
        skip_line(t);
        if (empty)
            return true;
    }
    return false;
}

static void entry_begin(struct netrc *out, struct str machine, struct str path, uint32_t line,
                        struct arena *a)
{
    struct netrc_entry *e = arena_push(out, a);
    e->machine = machine;
    e->loc = (struct loc){.file = path, .line = line};
}

// login, account and password of the entry that was begun last; false for another word.
static bool entry_word(struct netrc *out, struct tokens *t, struct str word, struct arena *a)
{
    struct netrc_entry *last = out->n ? &out->items[out->n - 1] : NULL;
    bool login = str_eq(word, STR("login")) || str_eq(word, STR("user"));
    bool password = str_eq(word, STR("password"));
    struct str value;
    if (!last || (!login && !password && !str_eq(word, STR("account"))))
        return false;
    next_token(t, &value, a);
    last->has_login = last->has_login || (!password && value.n);
    last->has_password = last->has_password || (password && value.n);
    return true;
}

void netrc_read(struct str bytes, struct str path, struct netrc *out, struct arena *a)
{
    struct tokens t = {.rest = bytes, .line = 1};
    struct str word, value;
    bool inside = false; // an entry is open: what is no keyword belongs to it
    out->state = SEEN_COMPLETE;
    for (uint32_t from = t.line; !out->syntax_error && next_token(&t, &word, a); from = t.line) {
        if (word.n && word.p[0] == '#') {
            // Only a comment on the line where the word before ended is passed over whole.
            if (t.line == from && (inside || word.n == 1))
                skip_line(&t);
        } else if (str_eq(word, STR("machine"))) {
            out->syntax_error = !next_token(&t, &value, a) || !value.n;
            entry_begin(out, str_eq(value, STR("default")) ? STR_NONE : value, path, t.token_line,
                        a);
            inside = true;
        } else if (str_eq(word, STR("default"))) {
            entry_begin(out, STR_NONE, path, t.token_line, a);
            inside = true;
        } else if (str_eq(word, STR("macdef"))) {
            out->syntax_error = !skip_macro(&t, a);
            inside = false;
        } else if (!word.n) {
            break; // '""' is the end of the file
        } else if (!inside || !entry_word(out, &t, word, a)) {
            out->syntax_error = true; // "bad toplevel token", "bad follower token"
        }
    }
}
