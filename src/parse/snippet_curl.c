// SPDX-License-Identifier: MIT
// A curl command: the shell's words (shellwords.h), then curl's own options.
#include "parse/snippet_parts.h"

#include "base/number.h"
#include "parse/shellwords.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum option_kind {
    OPTION_IGNORED, // with an argument
    OPTION_HEADER,
    OPTION_DATA,
    OPTION_JSON,
    OPTION_URL,
    OPTION_METHOD,
    OPTION_USER,
    OPTION_BEARER,
    OPTION_TIME,
    OPTION_GET, // without an argument
    OPTION_HEAD,
};

struct option { // no pointer: it would be relocated at each start
    char letter;
    char name[17];
    enum option_kind kind;
};

// Options that take an argument; every other one takes none.
// clang-format off
static const struct option options[] = {
    {'H', "header", OPTION_HEADER},      {'d', "data", OPTION_DATA},
    {0, "data-raw", OPTION_DATA},        {0, "data-binary", OPTION_DATA},
    {0, "data-ascii", OPTION_DATA},      {0, "data-urlencode", OPTION_DATA},
    {0, "json", OPTION_JSON},            {0, "url", OPTION_URL},
    {'X', "request", OPTION_METHOD},     {'u', "user", OPTION_USER},
    {0, "oauth2-bearer", OPTION_BEARER}, {'m', "max-time", OPTION_TIME},
    {'o', "output", OPTION_IGNORED},     {'A', "user-agent", OPTION_IGNORED},
    {'e', "referer", OPTION_IGNORED},    {'b', "cookie", OPTION_IGNORED},
    {'c', "cookie-jar", OPTION_IGNORED}, {'x', "proxy", OPTION_IGNORED},
    {'U', "proxy-user", OPTION_IGNORED}, {'w', "write-out", OPTION_IGNORED},
    {'F', "form", OPTION_IGNORED},       {'T', "upload-file", OPTION_IGNORED},
    {'E', "cert", OPTION_IGNORED},       {'K', "config", OPTION_IGNORED},
    {'D', "dump-header", OPTION_IGNORED}, {'r', "range", OPTION_IGNORED},
    {'C', "continue-at", OPTION_IGNORED}, {'z', "time-cond", OPTION_IGNORED},
    {'y', "speed-time", OPTION_IGNORED}, {'Y', "speed-limit", OPTION_IGNORED},
    {'Q', "quote", OPTION_IGNORED},      {'P', "ftp-port", OPTION_IGNORED},
    {'t', "telnet-option", OPTION_IGNORED}, {'h', "help", OPTION_IGNORED},
    {0, "cacert", OPTION_IGNORED},       {0, "capath", OPTION_IGNORED},
    {0, "key", OPTION_IGNORED},          {0, "connect-timeout", OPTION_IGNORED},
    {0, "noproxy", OPTION_IGNORED},      {0, "resolve", OPTION_IGNORED},
    {0, "connect-to", OPTION_IGNORED},   {0, "retry", OPTION_IGNORED},
    {0, "retry-delay", OPTION_IGNORED},  {0, "retry-max-time", OPTION_IGNORED},
    {0, "interface", OPTION_IGNORED},    {0, "limit-rate", OPTION_IGNORED},
    {0, "max-redirs", OPTION_IGNORED},   {0, "socks5", OPTION_IGNORED},
    {0, "socks5-hostname", OPTION_IGNORED}, {0, "proxy-header", OPTION_IGNORED},
    {0, "tls-max", OPTION_IGNORED},      {0, "ciphers", OPTION_IGNORED},
    {0, "trace", OPTION_IGNORED},        {0, "trace-ascii", OPTION_IGNORED},
    {0, "stderr", OPTION_IGNORED},       {0, "url-query", OPTION_IGNORED},
    {0, "unix-socket", OPTION_IGNORED},  {0, "doh-url", OPTION_IGNORED},
    {0, "keepalive-time", OPTION_IGNORED}, {0, "netrc-file", OPTION_IGNORED},
};
// clang-format on

struct call {
    struct snippet_reader *s;
    struct shell_reader *shell;
    struct literal *body; // the -d arguments joined by '&'
    bool json, get, has_url;
    bool cmd; // written for cmd.exe, which expands %NAME%
};

static const struct option *by_letter(char c)
{
    for (size_t i = 0; i < COUNT(options); i++)
        if (options[i].letter == c)
            return &options[i];
    return NULL;
}

static const struct option *by_name(struct str name)
{
    for (size_t i = 0; i < COUNT(options); i++)
        if (str_eq(name, str_of(options[i].name)))
            return &options[i];
    return NULL;
}

static struct str first_text(const struct literal *l)
{
    return l->parts.n && l->parts.items[0].kind == PART_TEXT ? l->parts.items[0].text : STR("");
}

// The word without the first n bytes of its first text.
static struct literal *tail(const struct literal *l, size_t n, struct arena *a)
{
    struct literal *out = arena_one(a, struct literal);
    *out = (struct literal){.kind = LITERAL_TEXT, .line = l->line, .column = l->column};
    for (size_t i = 0; i < l->parts.n; i++) {
        struct part p = l->parts.items[i];
        if (i == 0)
            p.text = str_from(p.text, n);
        *arena_push(&out->parts, a) = p;
    }
    return out;
}

// %NAME% of cmd.exe as variables.
static struct literal *percent_names(const struct literal *l, struct arena *a)
{
    struct literal *out = arena_one(a, struct literal);
    *out = (struct literal){.kind = LITERAL_TEXT, .line = l->line, .column = l->column};
    for (size_t i = 0; i < l->parts.n; i++) {
        struct part p = l->parts.items[i];
        size_t from = p.kind == PART_TEXT ? str_chr(p.text, '%') : STR_NOWHERE;
        size_t n = from == STR_NOWHERE ? from : str_chr(str_from(p.text, from + 1), '%');
        if (n == STR_NOWHERE || n == 0) {
            *arena_push(&out->parts, a) = p;
            continue;
        }
        struct str name = str_slice(p.text, from + 1, from + 1 + n);
        struct part texts[] = {{.kind = PART_TEXT, .text = str_slice(p.text, 0, from)},
                               {.kind = PART_VARIABLE, .text = name},
                               {.kind = PART_TEXT, .text = str_from(p.text, from + n + 2)}};
        for (size_t k = 0; k < COUNT(texts); k++)
            if (texts[k].text.n)
                *arena_push(&out->parts, a) = texts[k];
    }
    return out;
}

static void on_header(struct call *c, const struct literal *l)
{
    if (c->cmd)
        l = percent_names(l, c->s->arena);
    struct str text = first_text(l);
    size_t colon = str_chr(text, ':');
    if (colon == STR_NOWHERE || str_starts(text, STR("@")))
        return; // "Name;" and files of headers
    struct str name = str_trim(str_slice(text, 0, colon));
    size_t from = colon + 1;
    while (from < text.n && (text.p[from] == ' ' || text.p[from] == '\t'))
        from++;
    snippet_header(c->s, name, tail(l, from, c->s->arena));
}

static struct literal *here_body(struct call *c)
{
    struct literal *l = arena_one(c->s->arena, struct literal);
    *l = (struct literal){.kind = LITERAL_TEXT, .line = c->shell->here_line, .column = 1};
    *arena_push(&l->parts, c->s->arena) = (struct part){.kind = PART_TEXT, .text = c->shell->here};
    return l;
}

static void on_data(struct call *c, struct literal *l, bool raw)
{
    if (!raw && str_starts(first_text(l), STR("@"))) {
        bool here = str_present(c->shell->here) && str_eq(first_text(l), STR("@-"));
        struct literal *unread = arena_one(c->s->arena, struct literal);
        *unread = (struct literal){.kind = LITERAL_UNKNOWN, .line = l->line, .column = l->column};
        l = here ? here_body(c) : unread;
    }
    if (!c->body) {
        c->body = l;
        return;
    }
    if (!c->json)
        *arena_push(&c->body->parts, c->s->arena) =
            (struct part){.kind = PART_TEXT, .text = STR("&")};
    for (size_t i = 0; i < l->parts.n && c->body->parts.n < 1000; i++)
        *arena_push(&c->body->parts, c->s->arena) = l->parts.items[i];
}

static void on_url(struct call *c, const struct literal *l)
{
    if (c->has_url)
        return;
    c->has_url = true;
    snippet_url(c->s, l, false);
}

static void on_option(struct call *c, const struct option *o, struct literal *l)
{
    switch (o->kind) {
    case OPTION_HEADER: on_header(c, l); break;
    case OPTION_JSON:
        c->json = true;
        on_data(c, l, false);
        break;
    case OPTION_DATA: on_data(c, l, str_eq(str_of(o->name), STR("data-raw"))); break;
    case OPTION_URL: on_url(c, l); break;
    case OPTION_METHOD: c->s->out->method = literal_text(l, c->s->arena); break;
    case OPTION_USER:
        if (c->s->out->auth == AUTH_NO_HEADER) {
            c->s->out->auth = AUTH_OTHER_SCHEME;
            c->s->out->auth_loc = (struct loc){c->s->path, l->line, l->column};
        }
        break;
    case OPTION_BEARER:
        c->s->out->auth = AUTH_FINE;
        snippet_key(c->s, l);
        break;
    case OPTION_TIME: {
        double seconds;
        if (str_to_double(literal_text(l, c->s->arena), &seconds))
            c->s->out->timeout_s = seconds;
        break;
    }
    case OPTION_IGNORED:
    case OPTION_GET:
    case OPTION_HEAD: break;
    }
}

// -sSXPOST, -H'...': letters up to the first that takes an argument, which is the rest of the word
// or the next one. Returns how many further words were used.
static size_t short_options(struct call *c, const struct shell_words *w, size_t i)
{
    struct str text = first_text(w->items[i]);
    for (size_t k = 1; k < text.n; k++) {
        c->get |= text.p[k] == 'G';
        const struct option *o = by_letter(text.p[k]);
        if (!o)
            continue;
        if (k + 1 < text.n || w->items[i]->parts.n > 1) {
            on_option(c, o, tail(w->items[i], k + 1, c->s->arena));
            return 0;
        }
        if (i + 1 < w->n)
            on_option(c, o, w->items[i + 1]);
        return 1;
    }
    return 0;
}

static size_t one_word(struct call *c, const struct shell_words *w, size_t i, bool *plain)
{
    struct str text = first_text(w->items[i]);
    if (!*plain && str_eq(text, STR("--"))) {
        *plain = true;
        return 0;
    }
    if (!*plain && str_starts(text, STR("--"))) {
        c->get |= str_eq(text, STR("--get"));
        const struct option *o = by_name(str_from(text, 2));
        if (o && i + 1 < w->n)
            on_option(c, o, w->items[i + 1]);
        return o != NULL;
    }
    if (!*plain && text.n > 1 && text.p[0] == '-')
        return short_options(c, w, i);
    on_url(c, w->items[i]);
    return 0;
}

static void finish(struct call *c)
{
    struct snippet *out = c->s->out;
    if (c->body && !c->get)
        snippet_body(c->s, c->body);
    if (!str_present(out->method))
        out->method = c->body && !c->get ? STR("POST") : STR("GET");
    if (!out->has_body && str_ends(out->url, STR("/chat/completions")))
        snippet_fault_add(c->s, "body", out->url_loc, STR("no body is sent: -d is missing"));
    bool typed = c->json;
    for (size_t i = 0; i < out->headers.n; i++)
        typed |= str_eq_icase(out->headers.items[i].name, STR("content-type"));
    if (out->has_body && !typed)
        snippet_fault_add(
            c->s, "Content-Type", out->body_loc,
            STR("-d sends a form unless a header says Content-Type: application/json"));
}

// Where curl stands among the words: behind a prompt, NAME=value, sudo. STR_NOWHERE: nowhere.
static size_t curl_word(const struct shell_words *w, struct arena *a)
{
    for (size_t i = 0; i < w->n; i++) {
        struct str text = literal_text(w->items[i], a);
        size_t slash = str_rchr(text, '/');
        struct str name = slash == STR_NOWHERE ? text : str_from(text, slash + 1);
        if (str_eq(name, STR("curl")) || str_eq(name, STR("curl.exe")))
            return i;
        struct str first = first_text(w->items[i]);
        bool passes = str_eq(text, STR("$")) || str_eq(text, STR("%")) ||
                      str_eq(text, STR("sudo")) || str_eq(text, STR("env")) ||
                      str_eq(text, STR("time")) || str_chr(first, '=') != STR_NOWHERE;
        if (!passes)
            break;
    }
    return STR_NOWHERE;
}

bool snippet_curl(struct str bytes, struct snippet_reader *s, struct problem *problem)
{
    struct shell_reader shell = shell_read(bytes, s->path, s->arena, problem);
    shell_skip(&shell, snippet_curl_line(bytes));
    while (!shell_ended(&shell) && !shell.failed) {
        struct loc loc = shell_loc(&shell);
        if (str_starts(str_from(bytes, shell.at), STR(">"))) // a prompt's mark
            shell_skip(&shell, 1);
        struct shell_words words = shell_command(&shell);
        size_t from = curl_word(&words, s->arena);
        if (shell.failed || from == STR_NOWHERE)
            continue;
        struct call call = {.s = s, .shell = &shell};
        call.cmd = str_has(bytes, STR("^\n")) || str_has(bytes, STR("^\r\n"));
        bool plain = false;
        for (size_t i = from + 1; i < words.n; i++)
            i += one_word(&call, &words, i, &plain);
        if (!call.has_url) {
            shell_fail(&shell, loc, "expected a URL for curl");
            break;
        }
        finish(&call);
        return true;
    }
    if (!shell.failed)
        *problem = (struct problem){{s->path, 1, 1}, STR("expected a curl command")};
    return false;
}
