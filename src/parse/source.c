// SPDX-License-Identifier: MIT
#include "parse/names.h"
#include "parse/notebook.h"
#include "parse/shellwords.h"
#include "parse/source_env.h"
#include "parse/source_impl.h"
#include "parse/url.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { FACTS_MAX = 64, TEXT_MAX = 512 };

struct extension {
    char end[24];
    enum code_language language;
    char name[8]; // of the language, in project.languages
};

// clang-format off
static const struct extension extensions[] = {
    {".py", CODE_PYTHON, "python"}, {".pyw", CODE_PYTHON, "python"},
    {".ipynb", CODE_PYTHON, "python"},
    {".js", CODE_JAVASCRIPT, "node"}, {".mjs", CODE_JAVASCRIPT, "node"},
    {".cjs", CODE_JAVASCRIPT, "node"}, {".jsx", CODE_JAVASCRIPT, "node"},
    {".ts", CODE_JAVASCRIPT, "node"}, {".mts", CODE_JAVASCRIPT, "node"},
    {".cts", CODE_JAVASCRIPT, "node"}, {".tsx", CODE_JAVASCRIPT, "node"},
    {".vue", CODE_JAVASCRIPT, "node"}, {".svelte", CODE_JAVASCRIPT, "node"},
    {".astro", CODE_JAVASCRIPT, "node"}, {".go", CODE_GO, "go"}, {".rb", CODE_RUBY, "ruby"},
    {".php", CODE_PHP, "php"}, {".sh", CODE_SHELL, "curl"}, {".bash", CODE_SHELL, "curl"},
    {".rs", CODE_C_LIKE, "rust"}, {".java", CODE_C_LIKE, "java"}, {".kt", CODE_C_LIKE, "java"},
    {".cs", CODE_C_LIKE, "dotnet"}, {".swift", CODE_C_LIKE, ""},
    {".ex", CODE_RUBY, "curl"}, {".exs", CODE_RUBY, "curl"}, // Elixir: of one mind on texts and comments
    {"/application.properties", CODE_C_LIKE, "java"}, {"/application.yml", CODE_C_LIKE, "java"},
    {"/application.yaml", CODE_C_LIKE, "java"}, // Spring's
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

struct str source_language(struct str path)
{
    const struct extension *e = extension_of(path);
    return str_of(e ? e->name : "");
}

void source_add(struct source_reader *r, struct source_fact fact)
{
    if (r->left == 0 || fact.text.n > TEXT_MAX)
        return;
    for (size_t i = 0; i < r->out->n; i++) {
        const struct source_fact *f = &r->out->items[i];
        if (f->kind == fact.kind && str_eq(f->text, fact.text) && f->number == fact.number &&
            str_eq(f->loc.file, fact.loc.file) && f->loc.line == fact.loc.line)
            return;
    }
    r->left--;
    fact.text = str_dup(fact.text, r->a);
    fact.url = str_dup(fact.url, r->a);
    *arena_push(r->out, r->a) = fact;
}

void source_say(struct source_reader *r, enum source_kind kind, struct str text, double number,
                struct loc loc)
{
    source_add(r, (struct source_fact){
                      .kind = kind, .text = text, .number = number, .url = STR(""), .loc = loc});
}

bool source_is_http(struct str s)
{
    return str_starts_icase(s, STR("http://")) || str_starts_icase(s, STR("https://"));
}

// The gateway's host, another of its domain, or one that looks like it.
static bool like_gateway(const struct source_reader *r, struct str host)
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

bool source_is_gateway(const struct source_reader *r, struct str text)
{
    struct url u;
    return source_is_http(text) && url_parse(text, &u) == URL_OK && like_gateway(r, u.host);
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

bool source_names_gateway(const struct source_reader *r, struct str text, struct str *base)
{
    struct url u;
    if (!source_is_gateway(r, text) || url_parse(text, &u) != URL_OK)
        return false;
    *base = without_endpoint(text);
    bool version = u.path.n > 2 && u.path.p[1] == 'v' && byte_is_digit(u.path.p[2]);
    return version || base->n < text.n;
}

// A word of a command: the URL, alone or behind NAME=, or a header of curl.
static void on_word(struct source_reader *r, const struct literal *w)
{
    struct str text = literal_text(w, r->scratch), base, header = STR("authorization:");
    struct loc loc = {r->path, w->line, w->column};
    size_t at = str_find(text, STR("https://"));
    if (at == STR_NOWHERE)
        at = str_find(text, STR("http://"));
    if (at != STR_NOWHERE && (at == 0 || text.p[at - 1] == '=') &&
        source_names_gateway(r, str_from(text, at), &base))
        source_say(r, SOURCE_BASE_URL, base, 0, loc);
    if (str_starts_icase(text, header))
        source_header(r, str_trim(str_from(text, header.n)), loc);
    else if (w->parts.n > 1 && str_starts_icase(w->parts.items[0].text, header))
        source_key_elsewhere(r, STR(""), STR(""), loc);
}

static void read_shell(struct source_reader *r, struct str bytes)
{
    struct problem ignored;
    struct shell_reader s = shell_read(bytes, r->path, r->scratch, &ignored);
    while (!shell_ended(&s) && !s.failed && r->left > 0) {
        struct shell_words words = shell_command(&s);
        for (size_t i = 0; i < words.n; i++)
            on_word(r, words.items[i]);
    }
}

// ---- which code reads the key, in the page or on the server

struct env_reading {
    struct source_reader *r;
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
    source_say(e->r, kind, name, 0, (struct loc){e->r->path, line, column});
}

static void read_env(struct source_reader *r, struct str bytes)
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

// A program that names the variable may fill it, whatever the environment holds.
static void note_own_key(struct source_reader *r, struct str bytes)
{
    size_t at = r->openai ? str_find(bytes, STR(SOURCE_OWN_KEY)) : STR_NOWHERE;
    r->names_own = at != STR_NOWHERE;
    if (!r->names_own)
        return;
    uint32_t line = (uint32_t)str_count(str_slice(bytes, 0, at), '\n') + 1;
    source_say(r, SOURCE_KEY_NAMED, STR(SOURCE_OWN_KEY), 0, (struct loc){r->path, line, 1});
}

// Nothing of interest can stand in a text that names none of these.
static bool concerns_us(struct source_reader *r, struct str bytes)
{
    r->openai = mentions(bytes, STR("openai"), 1);
    r->dotenv = mentions(bytes, STR("dotenv"), 5) || str_has(bytes, STR("gotenv"));
    r->gateway = mentions_gateway(bytes, r->label);
    // Settings of which only another file says what they are for.
    bool settings = str_has(bytes, STR("Dynaconf")) || str_has(bytes, STR(".env["));
    return r->openai || r->dotenv || r->gateway || settings;
}

// Spring's own settings are no code.
static bool is_code(struct str path)
{
    return !str_ends(path, STR(".properties")) && !str_ends(path, STR(".yml")) &&
           !str_ends(path, STR(".yaml"));
}

static void read_text(struct source_reader *r, struct str bytes)
{
    if (str_chr(bytes, '\0') != STR_NOWHERE || !concerns_us(r, bytes))
        return;
    note_own_key(r, bytes);
    if (r->language == CODE_JAVASCRIPT)
        read_env(r, bytes);
    if (r->language != CODE_SHELL)
        source_fills(r, bytes);
    if (!is_code(r->path))
        return;
    if (r->language == CODE_SHELL)
        read_shell(r, bytes);
    else if (r->language == CODE_PYTHON || r->language == CODE_JAVASCRIPT)
        source_calls(r, bytes);
    else
        source_tokens(r, bytes);
}

// The language of its kernel; facts stand where the file holds their lines.
static void read_notebook(struct source_reader *r, struct str bytes)
{
    if (!concerns_us(r, bytes)) // what it shows may be long
        return;
    struct notebook n = notebook_read(bytes, r->scratch);
    size_t before = r->out->n;
    r->language = n.language;
    if (n.language != CODE_SHELL)
        read_text(r, n.text);
    for (size_t i = before; i < r->out->n; i++)
        r->out->items[i].loc = notebook_place(&n, r->out->items[i].loc);
}

void source_read(struct str bytes, struct str path, struct str gateway, struct source_facts *out,
                 struct arena *a, struct arena scratch)
{
    const struct extension *e = extension_of(path);
    struct source_reader r = {.out = out,
                              .a = a,
                              .scratch = &scratch,
                              .path = path,
                              .label = domain_label(gateway),
                              .left = FACTS_MAX};
    if (!e)
        return;
    r.language = e->language;
    if (notebook_is(path))
        read_notebook(&r, bytes);
    else
        read_text(&r, bytes);
}
