// SPDX-License-Identifier: MIT
#include "parse/source.h"

#include "base/number.h"
#include "parse/keyfacts.h"
#include "parse/literal.h"
#include "parse/names.h"
#include "parse/shellwords.h"
#include "parse/source_env.h"
#include "parse/url.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { FACTS_MAX = 64, TEXT_MAX = 512, NAMES_MAX = 300 };

struct reader {
    struct source_facts *out;
    struct arena *a;       // for what stays
    struct arena *scratch; // for everything else
    struct str path;
    struct str label; // "nexorouter", of api.nexorouter.com
    bool python;
    bool openai, dotenv;  // the text mentions them
    size_t ours, foreign; // clients seen
    size_t left;          // facts that may still be added
};

struct extension {
    char end[8];
    enum code_language language;
};

// clang-format off
static const struct extension extensions[] = {
    {".py", CODE_PYTHON}, {".pyw", CODE_PYTHON}, {".js", CODE_JAVASCRIPT},
    {".mjs", CODE_JAVASCRIPT}, {".cjs", CODE_JAVASCRIPT}, {".jsx", CODE_JAVASCRIPT},
    {".ts", CODE_JAVASCRIPT}, {".mts", CODE_JAVASCRIPT}, {".cts", CODE_JAVASCRIPT},
    {".tsx", CODE_JAVASCRIPT}, {".vue", CODE_JAVASCRIPT}, {".svelte", CODE_JAVASCRIPT},
    {".astro", CODE_JAVASCRIPT}, {".go", CODE_GO}, {".rb", CODE_RUBY}, {".php", CODE_PHP},
    {".sh", CODE_SHELL}, {".bash", CODE_SHELL}, {".rs", CODE_C_LIKE}, {".java", CODE_C_LIKE},
    {".kt", CODE_C_LIKE}, {".cs", CODE_C_LIKE}, {".swift", CODE_C_LIKE},
};

// Directories and endings of what is not the program itself.
static const char passed_over[][16] = {
    "node_modules", "vendor", "dist", "build", "test", "tests", "__tests__", "spec", "fixtures",
    "testdata", "mocks", "__mocks__", "e2e", "coverage", "site-packages", "third_party",
};
static const char passed_endings[][16] = {
    ".min.js", ".d.ts", ".test.js", ".test.ts", ".test.tsx", ".spec.js", ".spec.ts", "_test.go",
    "_test.py", "_spec.rb", ".stories.tsx", ".bundle.js", "conftest.py",
};
// clang-format on

static const struct extension *extension_of(struct str path)
{
    for (size_t i = 0; i < COUNT(extensions); i++)
        if (str_ends(path, str_of(extensions[i].end)))
            return &extensions[i];
    return NULL;
}

static bool is_passed_over(struct str path)
{
    struct str rest = path, part, last = STR("");
    for (size_t i = 0; i < COUNT(passed_endings); i++)
        if (str_ends(path, str_of(passed_endings[i])))
            return true;
    while (str_cut(&rest, '/', &part)) {
        last = part;
        for (size_t i = 0; i < COUNT(passed_over) && str_present(rest); i++)
            if (str_eq(part, str_of(passed_over[i])))
                return true;
    }
    return str_starts(last, STR("test_"));
}

bool source_reads(struct str path)
{
    return extension_of(path) && !is_passed_over(path);
}

static void add(struct reader *r, enum source_kind kind, struct str text, double number,
                struct loc loc)
{
    if (r->left == 0 || text.n > TEXT_MAX)
        return;
    for (size_t i = 0; i < r->out->n; i++) {
        const struct source_fact *f = &r->out->items[i];
        if (f->kind == kind && str_eq(f->text, text) && f->number == number &&
            str_eq(f->loc.file, loc.file) && f->loc.line == loc.line)
            return;
    }
    r->left--;
    *arena_push(r->out, r->a) = (struct source_fact){
        .kind = kind, .text = str_dup(text, r->a), .number = number, .loc = loc};
}

static bool is_http(struct str s)
{
    return str_starts_icase(s, STR("http://")) || str_starts_icase(s, STR("https://"));
}

// The gateway's host, another of its domain, or one that looks like it.
static bool like_gateway(const struct reader *r, struct str host)
{
    struct str part;
    if (r->label.n < 4)
        return false;
    if (str_find_icase(host, r->label) != STR_NOWHERE)
        return true;
    while (str_cut(&host, '.', &part))
        if (r->label.n >= 8 && str_distance(part, r->label, 2) <= 2)
            return true;
    return false;
}

static struct str without_endpoint(struct str url)
{
    static const char *const endpoints[] = {"/chat/completions", "/completions", "/models",
                                            "/responses", "/embeddings"};
    for (size_t i = 0; i < COUNT(endpoints); i++) {
        size_t at = str_find(url, str_of(endpoints[i]));
        if (at != STR_NOWHERE)
            return str_slice(url, 0, at);
    }
    return url;
}

// A URL anywhere in the code is the base URL when its host is the gateway's and its path is an
// API's: without one it may be a link, or the other half of a concatenation.
static bool names_gateway(const struct reader *r, struct str text, struct str *base)
{
    struct url u;
    if (!is_http(text) || url_parse(text, &u) != URL_OK || !like_gateway(r, u.host))
        return false;
    *base = without_endpoint(text);
    bool version = u.path.n > 2 && u.path.p[1] == 'v' && byte_is_digit(u.path.p[2]);
    return version || base->n < text.n;
}

// ---- Python and JavaScript

static const struct literal *first_of(const struct literal *map, const char *const *keys, size_t n)
{
    const struct literal *l = NULL;
    for (size_t i = 0; i < n && !l; i++)
        l = literal_get(map, keys[i]);
    return l;
}
#define FIRST_OF(map, ...)                                                                         \
    first_of(map, (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

static bool foreign_key(struct reader *r, const struct literal *key)
{
    struct str variable = literal_variable(key), text = literal_text(key, r->scratch), provider;
    if (str_present(variable))
        return name_role(variable) == NAME_FOREIGN_KEY || name_role(variable) == NAME_AZURE;
    return str_present(text) && key_like(text, &provider) && str_present(provider);
}

static void add_numbers(struct reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *timeout = FIRST_OF(named, "timeout", "request_timeout");
    const struct literal *retries = FIRST_OF(named, "max_retries", "maxRetries", "num_retries");
    double unit = r->python ? 1 : 0.001;
    if (timeout && timeout->kind == LITERAL_NUMBER && timeout->number > 0)
        add(r, SOURCE_TIMEOUT, STR(""), timeout->number * unit, literal_loc(c, timeout));
    if (retries && retries->kind == LITERAL_NUMBER && retries->number >= 0)
        add(r, SOURCE_RETRIES, STR(""), retries->number, literal_loc(c, retries));
}

static void add_model(struct reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *model = FIRST_OF(named, "model", "modelName", "model_name");
    struct str text = literal_text(model, r->scratch);
    if (text.n && text.n <= 128 && !str_has_any(text, " \t\r\n"))
        add(r, SOURCE_MODEL, text, 0, literal_loc(c, model));
}

// Of a key nothing but its last four and its length goes on.
static void add_key(struct reader *r, struct code_reader *c, const struct literal *key)
{
    struct str text = literal_text(key, r->scratch);
    if (!str_present(text))
        return;
    struct value v = value_read(STR("NEXOROUTER_API_KEY"), text, r->scratch);
    if (v.state == VALUE_SET && v.facts == KEY_LOOKS_REAL)
        add(r, SOURCE_KEY, str_of(v.last4), (double)text.n, literal_loc(c, key));
}

static void on_client(struct reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *key = FIRST_OF(named, "api_key", "apiKey", "openai_api_key");
    const struct literal *inner = literal_get(named, "configuration");
    const struct literal *url =
        FIRST_OF(named, "base_url", "baseURL", "api_base", "openai_api_base", "basePath");
    if (!url)
        url = literal_get(inner, "baseURL");
    struct str text = literal_text(url, r->scratch);
    if (foreign_key(r, key)) {
        r->foreign++;
        return;
    }
    r->ours++;
    add_key(r, c, key);
    if (is_http(text))
        add(r, SOURCE_BASE_URL, text, 0, literal_loc(c, url));
    add_numbers(r, c, named);
    add_model(r, c, named); // ChatOpenAI and litellm name it here
}

static void request_says(struct reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *body = FIRST_OF(named, "json", "data", "body");
    add_numbers(r, c, named);
    add_model(r, c, body ? body : named);
}

static void on_request(struct reader *r, struct code_reader *c, const struct literal *arguments)
{
    const struct literal *url =
        arguments->list.n ? arguments->list.items[0] : literal_get(arguments, "url");
    if (url && url->kind == LITERAL_MAP) // axios({ url: ... })
        url = literal_get(url, "url");
    struct str text = literal_text(url, r->scratch), base;
    if (!names_gateway(r, text, &base))
        return;
    add(r, SOURCE_BASE_URL, base, 0, literal_loc(c, url));
    if (r->python)
        request_says(r, c, arguments);
    // JavaScript's options stand behind the URL, or hold it; axios.post has the body in between.
    for (size_t i = 0; !r->python && i < arguments->list.n && i < 3; i++)
        if (arguments->list.items[i]->kind == LITERAL_MAP)
            request_says(r, c, arguments->list.items[i]);
}

// httpx.Client(base_url=..., timeout=...), axios.create({ baseURL, timeout })
static void on_session(struct reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *url = FIRST_OF(named, "base_url", "baseURL", "prefixUrl");
    struct str base;
    if (!names_gateway(r, literal_text(url, r->scratch), &base))
        return;
    add(r, SOURCE_BASE_URL, base, 0, literal_loc(c, url));
    add_numbers(r, c, named);
}

// load_dotenv(override=True), require('dotenv').config({ override: true })
static void on_dotenv(struct reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *on = literal_get(named, "override");
    if (r->dotenv && on && on->kind == LITERAL_TRUE)
        add(r, SOURCE_DOTENV_OVERRIDE, r->python ? STR("python-dotenv") : STR("dotenv"), 1,
            literal_loc(c, on));
}

enum call_kind { CALL_NONE, CALL_CLIENT, CALL_CREATE, CALL_REQUEST, CALL_SESSION, CALL_DOTENV };

static enum call_kind kind_of(struct str dotted)
{
    static const struct {
        char name[24];
        enum call_kind kind;
    } calls[] = {
        {"OpenAI", CALL_CLIENT},
        {"AsyncOpenAI", CALL_CLIENT},
        {"createOpenAI", CALL_CLIENT},
        {"createOpenAICompatible", CALL_CLIENT},
        {"ChatOpenAI", CALL_CLIENT},
        {"OpenAILike", CALL_CLIENT},
        {"litellm.completion", CALL_CLIENT},
        {"completions.create", CALL_CREATE},
        {"completions.stream", CALL_CREATE},
        {"requests.post", CALL_REQUEST},
        {"requests.get", CALL_REQUEST},
        {"httpx.post", CALL_REQUEST},
        {"httpx.get", CALL_REQUEST},
        {"client.post", CALL_REQUEST},
        {"session.post", CALL_REQUEST},
        {"fetch", CALL_REQUEST},
        {"axios", CALL_REQUEST},
        {"axios.post", CALL_REQUEST},
        {"axios.get", CALL_REQUEST},
        {"ky.post", CALL_REQUEST},
        {"got.post", CALL_REQUEST},
        {"got", CALL_REQUEST},
        {"httpx.Client", CALL_SESSION},
        {"httpx.AsyncClient", CALL_SESSION},
        {"aiohttp.ClientSession", CALL_SESSION},
        {"axios.create", CALL_SESSION},
        {"ky.create", CALL_SESSION},
        {"ky.extend", CALL_SESSION},
        {"got.extend", CALL_SESSION},
        {"load_dotenv", CALL_DOTENV},
        {"config", CALL_DOTENV},
    };
    for (size_t i = 0; i < COUNT(calls); i++) {
        struct str name = str_of(calls[i].name);
        if (str_eq(dotted, name) ||
            (str_ends(dotted, name) && dotted.p[dotted.n - name.n - 1] == '.'))
            return calls[i].kind;
    }
    return CALL_NONE;
}

static void on_call(struct reader *r, struct code_reader *c, enum call_kind kind)
{
    struct literal *arguments = code_arguments(c);
    const struct literal *named = arguments;
    if (!r->python && arguments->list.n)
        named = arguments->list.items[0];
    if (kind == CALL_CLIENT)
        on_client(r, c, named);
    else if (kind == CALL_REQUEST)
        on_request(r, c, arguments);
    else if (kind == CALL_SESSION)
        on_session(r, c, named);
    else if (kind == CALL_DOTENV)
        on_dotenv(r, c, named);
    else if (r->ours > 0 || r->foreign == 0) {
        add_model(r, c, named);
        add_numbers(r, c, arguments->list.n > 1 ? arguments->list.items[1] : named);
    }
}

// NAME = "https://api.nexorouter.com/v1", openai.base_url = ...
static void on_assignment(struct reader *r, struct code_reader *c, struct str name)
{
    struct code_reader there = *c;
    struct literal *value = code_value(&there);
    c->steps = there.steps;
    struct str text = literal_text(value, r->scratch), base;
    bool module = str_ends(name, STR("openai.base_url")) || str_ends(name, STR("openai.api_base"));
    if (module && is_http(text))
        add(r, SOURCE_BASE_URL, text, 0, literal_loc(c, value));
    else if (names_gateway(r, text, &base))
        add(r, SOURCE_BASE_URL, base, 0, literal_loc(c, value));
    if (value->kind != LITERAL_UNKNOWN && c->names.n < NAMES_MAX)
        code_remember(c, name, value);
}

static void read_code(struct reader *r, struct str bytes, enum code_language language)
{
    struct problem ignored;
    struct code_reader c = code_read(bytes, r->path, language, r->scratch, &ignored);
    while (c.token.kind != TOKEN_END && r->left > 0) {
        c.failed = false; // a string or bracket that does not close ends nothing here
        bool statement = c.token.first;
        while (code_take(&c, "const") || code_take(&c, "let") || code_take(&c, "var") ||
               code_take(&c, "export"))
            statement = true;
        if (c.token.kind == TOKEN_STRING) {
            struct str base, text = token_literal(&c.token, r->scratch);
            if (names_gateway(r, text, &base))
                add(r, SOURCE_BASE_URL, base, 0,
                    (struct loc){r->path, c.token.line, c.token.column});
        }
        if (c.token.kind != TOKEN_NAME) {
            code_step(&c);
            continue;
        }
        struct str dotted = code_dotted(&c);
        enum call_kind kind = token_is(&c.token, "(") ? kind_of(dotted) : CALL_NONE;
        if (kind != CALL_NONE) {
            code_step(&c);
            on_call(r, &c, kind);
        } else if (statement && code_take(&c, "=")) {
            on_assignment(r, &c, dotted);
        }
    }
}

// ---- other languages: a known name, one or two signs, a literal

static bool one_of(struct str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(list[i])))
            return true;
    return false;
}

static void on_named(struct reader *r, struct str name, const struct token *t, struct str text)
{
    static const char *const urls[] = {"WithBaseURL", "BaseURL", "uri_base",     "withBaseUri",
                                       "base_url",    "baseUrl", "with_api_base"};
    static const char *const models[] = {"Model", "model"};
    struct loc loc = {r->path, t->line, t->column};
    struct str base;
    double number;
    if (t->kind == TOKEN_STRING && r->openai && one_of(name, urls, COUNT(urls)) && is_http(text))
        add(r, SOURCE_BASE_URL, text, 0, loc);
    else if (t->kind == TOKEN_STRING && names_gateway(r, text, &base))
        add(r, SOURCE_BASE_URL, base, 0, loc);
    else if (t->kind == TOKEN_STRING && r->openai && one_of(name, models, COUNT(models)) &&
             text.n && text.n <= 128 && !str_has_any(text, " \t\r\n"))
        add(r, SOURCE_MODEL, text, 0, loc);
    else if (t->kind == TOKEN_NUMBER && r->openai && str_eq(name, STR("WithMaxRetries")) &&
             str_to_double(t->text, &number))
        add(r, SOURCE_RETRIES, STR(""), number, loc);
    else if (t->kind == TOKEN_NUMBER && r->openai && str_eq(name, STR("request_timeout")) &&
             str_to_double(t->text, &number))
        add(r, SOURCE_TIMEOUT, STR(""), number, loc);
}

// godotenv.Overload(), Dotenv.overload: `name` stands before the method.
static void on_method(struct reader *r, struct str name, const struct token *t)
{
    static const struct {
        const char *module, *method, *family;
    } rows[] = {
        {"godotenv", "Overload", "godotenv"},   {"gotenv", "OverLoad", "gotenv"},
        {"Dotenv", "overload", "ruby-dotenv"},  {"Dotenv", "overwrite", "ruby-dotenv"},
        {"Dotenv", "overload!", "ruby-dotenv"}, {"Dotenv", "overwrite!", "ruby-dotenv"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq(name, str_of(rows[i].module)) && str_eq(t->text, str_of(rows[i].method)))
            add(r, SOURCE_DOTENV_OVERRIDE, str_of(rows[i].family), 1,
                (struct loc){r->path, t->line, t->column});
}

// Go: Timeout: 10 * time.Second of an http.Client. The number waits for its unit, which stands
// behind the `time` that follows it at once.
struct duration {
    double number;
    struct loc loc;
    int tokens; // since the number; 0: none waits
};

static void on_duration(struct reader *r, struct duration *d, struct str name,
                        const struct token *t)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"Second", 1}, {"Millisecond", 0.001}, {"Minute", 60}};
    if (d->tokens && ++d->tokens > 5)
        d->tokens = 0;
    for (size_t i = 0; d->tokens && t->kind == TOKEN_NAME && i < COUNT(units); i++)
        if (str_eq(t->text, str_of(units[i].name))) {
            add(r, SOURCE_TIMEOUT, STR(""), d->number * units[i].seconds, d->loc);
            d->tokens = 0;
        }
    if (t->kind == TOKEN_NUMBER && str_eq(name, STR("Timeout")) &&
        str_to_double(t->text, &d->number) && d->number > 0) {
        d->loc = (struct loc){r->path, t->line, t->column};
        d->tokens = 1;
    }
}

static void read_tokens(struct reader *r, struct str bytes, enum code_language language)
{
    struct lexer l = lexer_of(bytes, language, r->scratch);
    struct duration duration = {0};
    struct str name = STR("");
    int signs = 0;
    for (;;) {
        struct token t = lexer_next(&l);
        if (t.kind == TOKEN_END || r->left == 0)
            return;
        if (language == CODE_GO)
            on_duration(r, &duration, signs == 1 ? name : STR(""), &t);
        struct str text = token_literal(&t, r->scratch);
        if (t.kind == TOKEN_PUNCT) {
            signs++;
            continue;
        }
        on_named(r, signs <= 2 ? name : STR(""), &t, text);
        if (signs == 1 && t.kind == TOKEN_NAME)
            on_method(r, name, &t);
        name = t.kind == TOKEN_STRING ? text : t.text; // 'model' => 'x' names with a string
        signs = 0;
    }
}

static void read_shell(struct reader *r, struct str bytes)
{
    struct problem ignored;
    struct shell_reader s = shell_read(bytes, r->path, r->scratch, &ignored);
    while (!shell_ended(&s) && !s.failed && r->left > 0) {
        struct shell_words words = shell_command(&s);
        for (size_t i = 0; i < words.n; i++) {
            const struct literal *w = words.items[i];
            struct str text = literal_text(w, r->scratch), base;
            size_t at = str_find(text, STR("https://"));
            if (at == STR_NOWHERE)
                at = str_find(text, STR("http://"));
            if (at != STR_NOWHERE && (at == 0 || text.p[at - 1] == '=') &&
                names_gateway(r, str_from(text, at), &base))
                add(r, SOURCE_BASE_URL, base, 0, (struct loc){r->path, w->line, w->column});
        }
    }
}

// ---- which code reads the key, in the page or on the server

struct env_reading {
    struct reader *r;
    enum source_kind kind;
};

static void on_env(void *ctx, struct str name, enum env_way way, uint32_t line, uint32_t column)
{
    struct env_reading *e = ctx;
    bool meta = way == ENV_META && e->kind == SOURCE_ENV_SERVER;
    enum source_kind kind = meta ? SOURCE_ENV_META : e->kind;
    if (!str_present(name) || name_role(name) != NAME_KEY)
        return;
    for (size_t i = 0; i < e->r->out->n; i++) {
        const struct source_fact *f = &e->r->out->items[i];
        if (f->kind == kind && str_eq(f->text, name) && str_eq(f->loc.file, e->r->path))
            return;
    }
    add(e->r, kind, name, 0, (struct loc){e->r->path, line, column});
}

static void read_env(struct reader *r, struct str bytes)
{
    struct env_reading e = {.r = r, .kind = SOURCE_ENV_SERVER};
    if (!str_has(bytes, STR("env")))
        return;
    if (source_is_bundler_config(r->path))
        e.kind = SOURCE_ENV_BUNDLER;
    else if (source_is_client(bytes, r->scratch))
        e.kind = SOURCE_ENV_CLIENT;
    source_env_reads(bytes, e.kind == SOURCE_ENV_BUNDLER, on_env, &e, r->scratch);
}

// "nexorouter" of api.nexorouter.com: the last label but one.
static struct str domain_label(struct str host)
{
    size_t dot = str_rchr(host, '.');
    if (dot == STR_NOWHERE)
        return STR("");
    struct str rest = str_slice(host, 0, dot);
    size_t before = str_rchr(rest, '.');
    return before == STR_NOWHERE ? rest : str_from(rest, before + 1);
}

// The word in any case. Found by its rarest letter: most files are asked this and nothing else.
static bool mentions(struct str s, struct str word, size_t rare)
{
    char letters[2] = {byte_lower(word.p[rare]), (char)(byte_lower(word.p[rare]) & ~0x20)};
    for (int i = 0; i < 2; i++) {
        for (size_t from = rare; from < s.n;) {
            size_t at = str_chr(str_from(s, from), letters[i]);
            if (at == STR_NOWHERE)
                break;
            at += from;
            if (str_eq_icase(str_slice(s, at - rare, at - rare + word.n), word))
                return true;
            from = at + 1;
        }
    }
    return false;
}

// Of the host's first letters the one that English has least of: the x of "nexo".
static bool mentions_gateway(struct str s, struct str label)
{
    static const char common[] = "etaoinsrhldcumfpgwybv";
    struct str head = str_slice(label, 0, 4);
    size_t rare = 0, rank = 0;
    for (size_t i = 0; i < head.n; i++) {
        const char *at = head.p[i] ? strchr(common, byte_lower(head.p[i])) : NULL;
        size_t here = at ? (size_t)(at - common) : sizeof common;
        if (here >= rank) {
            rare = i;
            rank = here;
        }
    }
    return head.n == 4 && mentions(s, head, rare);
}

void source_read(struct str bytes, struct str path, struct str gateway, struct source_facts *out,
                 struct arena *a, struct arena scratch)
{
    const struct extension *e = extension_of(path);
    struct reader r = {.out = out,
                       .a = a,
                       .scratch = &scratch,
                       .path = path,
                       .label = domain_label(gateway),
                       .left = FACTS_MAX};
    if (!e || str_chr(bytes, '\0') != STR_NOWHERE)
        return;
    r.python = e->language == CODE_PYTHON;
    r.openai = mentions(bytes, STR("openai"), 1);
    r.dotenv = mentions(bytes, STR("dotenv"), 5) || str_has(bytes, STR("gotenv"));
    // Nothing of interest can stand in a text that names none of these.
    if (!r.openai && !r.dotenv && !mentions_gateway(bytes, r.label))
        return;
    if (e->language == CODE_JAVASCRIPT)
        read_env(&r, bytes);
    if (e->language == CODE_SHELL)
        read_shell(&r, bytes);
    else if (r.python || e->language == CODE_JAVASCRIPT)
        read_code(&r, bytes, e->language);
    else
        read_tokens(&r, bytes, e->language);
}
