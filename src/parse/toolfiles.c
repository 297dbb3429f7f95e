// SPDX-License-Identifier: MIT
#include "parse/toolfiles.h"

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

// --- curl: "--proxy = value", "proxy: value", "-x value"; quotes with backslashes ---------------

static const struct {
    char given[16], key[16];
    bool flag;
} curl_keys[] = {
    {"proxy", "proxy", false},   {"x", "proxy", false},           {"noproxy", "noproxy", false},
    {"cacert", "cacert", false}, {"capath", "capath", false},     {"insecure", "insecure", true},
    {"k", "insecure", true},     {"preproxy", "preproxy", false}, {"netrc", "netrc", true},
    {"n", "netrc", true},
};

static struct str curl_quoted(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 1; i < s.n && s.p[i] != '"'; i++) {
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
    return buf_str(&b);
}

static void curl_line(const struct line_at *at, struct str line)
{
    size_t n = 0;
    line = str_trim_set(line, BLANKS);
    if (!line.n || line.p[0] == '#')
        return;
    line = str_trim_left_set(line, "-");
    while (n < line.n && !memchr(" \t=:", line.p[n], 4))
        n++;
    struct str key = str_slice(line, 0, n), rest = str_trim_left_set(str_from(line, n), BLANKS);
    if (rest.n && (rest.p[0] == '=' || rest.p[0] == ':'))
        rest = str_trim_left_set(str_from(rest, 1), BLANKS);
    for (size_t i = 0; i < sizeof curl_keys / sizeof *curl_keys; i++) {
        if (!str_eq(key, str_of(curl_keys[i].given)))
            continue;
        struct str value = curl_keys[i].flag            ? STR("true")
                           : rest.n && rest.p[0] == '"' ? curl_quoted(rest, at->a)
                                                        : rest;
        put(at, str_of(curl_keys[i].key), value);
        return;
    }
}

// --- wget: "https_proxy = value"; case, "-" and "_" do not count ---------------------------------

static void wget_line(const struct line_at *at, struct str line)
{
    static const char *const keys[] = {"http_proxy", "https_proxy",    "no_proxy",
                                       "use_proxy",  "ca_certificate", "check_certificate"};
    size_t eq = str_chr(line, '=');
    line = str_trim_set(line, BLANKS);
    if (!line.n || line.p[0] == '#' || eq == STR_NOWHERE)
        return;
    eq = str_chr(line, '=');
    struct buf name = buf_in(at->a);
    struct str key = str_trim_set(str_slice(line, 0, eq), BLANKS);
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] != '_' && key.p[i] != '-')
            buf_byte(&name, byte_lower(key.p[i]));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct buf plain = buf_in(at->a);
        for (const char *c = keys[i]; *c; c++)
            if (*c != '_')
                buf_byte(&plain, *c);
        if (str_eq(buf_str(&plain), buf_str(&name)))
            put(at, str_of(keys[i]), str_trim_set(str_from(line, eq + 1), BLANKS));
    }
}

// --- git: [http "https://host"] proxy = value ---------------------------------------------------

static struct str git_section(struct str line, struct arena *a)
{
    size_t end = str_rchr(line, ']'), quote = str_chr(line, '"');
    struct str inside = str_slice(line, 1, end);
    if (quote == STR_NOWHERE || quote > end)
        return str_lower(str_trim_set(inside, BLANKS), a);
    struct str name = str_lower(str_trim_set(str_slice(line, 1, quote), BLANKS), a);
    struct str sub = str_slice(line, quote + 1, end);
    sub = str_slice(sub, 0, str_rchr(sub, '"'));
    return str_fmt(a, "%.*s.%.*s", STR_ARG(name), STR_ARG(sub));
}

// Quotes group, a backslash escapes, '#' and ';' begin a comment outside of quotes.
static struct str git_value(struct str s, struct arena *a)
{
    struct buf b = buf_in(a);
    bool quoted = false;
    size_t keep = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!quoted && (c == '#' || c == ';'))
            break;
        if (c == '"') {
            quoted = !quoted;
            keep = b.n;
            continue;
        }
        if (c == '\\' && i + 1 < s.n) {
            c = s.p[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        buf_byte(&b, c);
        if (quoted || !memchr(" \t\r", c, 3))
            keep = b.n;
    }
    return str_slice(buf_str(&b), 0, keep);
}

static void git_line(const struct line_at *at, struct str line, struct str *section)
{
    line = str_trim_set(line, BLANKS);
    if (line.n && line.p[0] == '[') {
        *section = git_section(line, at->a);
        line = str_trim_left_set(str_from(line, str_rchr(line, ']')), "]" BLANKS);
    }
    if (!line.n || line.p[0] == '#' || line.p[0] == ';')
        return;
    size_t eq = str_chr(line, '=');
    struct str name = str_trim_set(str_slice(line, 0, eq), BLANKS);
    struct str value = eq == STR_NOWHERE
                           ? STR("true")
                           : git_value(str_trim_left_set(str_from(line, eq + 1), BLANKS), at->a);
    bool http = str_starts(*section, STR("http")), remote = str_starts(*section, STR("remote."));
    bool wanted = str_eq_icase(name, STR("proxy")) || str_eq_icase(name, STR("sslCAInfo")) ||
                  str_eq_icase(name, STR("sslVerify"));
    if (wanted && (http || remote))
        put(at, str_fmt(at->a, "%.*s.%.*s", STR_ARG(*section), STR_ARG(name)), value);
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
    while (kind < 5 && str_present(rest) && rest.n && str_line(&rest, &line)) {
        at.line++;
        switch (kind) {
        case 0: curl_line(&at, line); break;
        case 1: wget_line(&at, line); break;
        case 2: git_line(&at, line, &section); break;
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
