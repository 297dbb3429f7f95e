// SPDX-License-Identifier: MIT
// Other languages: a known name, one or two signs, a literal.
#include "base/number.h"
#include "parse/names.h"
#include "parse/source_impl.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool one_of(struct str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(list[i])))
            return true;
    return false;
}

static void on_named(struct source_reader *r, struct str name, const struct token *t,
                     struct str text)
{
    static const char *const urls[] = {"WithBaseURL", "BaseURL", "uri_base",     "withBaseUri",
                                       "base_url",    "baseUrl", "with_api_base"};
    static const char *const models[] = {"Model", "model"};
    struct loc loc = {r->path, t->line, t->column};
    struct str base;
    double number;
    if (t->kind == TOKEN_STRING && r->openai && one_of(name, urls, COUNT(urls)) &&
        source_is_http(text))
        source_say(r, SOURCE_BASE_URL, text, 1, loc);
    else if (t->kind == TOKEN_STRING && source_names_gateway(r, text, &base))
        source_say(r, SOURCE_BASE_URL, base, 0, loc);
    else if (t->kind == TOKEN_STRING && r->openai && one_of(name, models, COUNT(models)) &&
             text.n && text.n <= 128 && !str_has_any(text, " \t\r\n"))
        source_say(r, SOURCE_MODEL, text, 0, loc);
    else if (t->kind == TOKEN_NUMBER && r->openai && str_eq(name, STR("WithMaxRetries")) &&
             str_to_double(t->text, &number))
        source_say(r, SOURCE_RETRIES, STR(""), number, loc);
    else if (t->kind == TOKEN_NUMBER && r->openai && str_eq(name, STR("request_timeout")) &&
             str_to_double(t->text, &number))
        source_say(r, SOURCE_TIMEOUT, STR(""), number, loc);
}

// A text that the program fills in: "Bearer %s", "Bearer {key}", "Bearer $key", "Bearer \(key)".
static bool is_filled(struct str text)
{
    return text.n == 0 || str_has_any(text, "%{$(");
}

// os.Getenv("X"), ENV.fetch("X"), env('X'), System.getenv("X"), std::env::var("X"), from the token at
// hand: the variable that the key comes from, "" for anything else, a default behind it too.
static struct str key_variable(const struct lexer *at, const struct token *first, struct arena *a)
{
    static const char *const words[] = {"os",
                                        "Getenv",
                                        "ENV",
                                        "fetch",
                                        "getenv",
                                        "env",
                                        "System",
                                        "Environment",
                                        "std",
                                        "var",
                                        "GetEnvironmentVariable",
                                        "$_ENV",
                                        "$_SERVER",
                                        "_ENV",
                                        "_SERVER",
                                        "$"};
    struct lexer l = *at;
    struct token t = *first;
    static const char *const same[] = {"unwrap", "expect", "trim", "Trim", "strip", "to_string"};
    bool reads = false;
    for (int i = 0; i < 10 && t.kind != TOKEN_STRING; i++, t = lexer_next(&l)) {
        bool word = t.kind == TOKEN_NAME && one_of(t.text, words, COUNT(words));
        bool sign = token_is(&t, ".") || token_is(&t, "(") || token_is(&t, "[") ||
                    token_is(&t, "::") || token_is(&t, ":");
        if (!word && !sign)
            return STR("");
        reads |= word;
    }
    struct str name = t.kind == TOKEN_STRING ? token_literal(&t, a) : STR_NONE;
    struct token end = lexer_next(&l), behind = lexer_next(&l);
    bool closed = token_is(&end, ")") || token_is(&end, "]");
    bool other = token_is(&behind, "??") || token_is(&behind, "||") || token_is(&behind, "?:") ||
                 token_is(&behind, "?") || token_is(&behind, "or");
    if (token_is(&behind, ".")) // .unwrap_or("x") may stand in for it
        behind = lexer_next(&l), other = !one_of(behind.text, same, COUNT(same));
    return reads && closed && !other && str_present(name) ? name : STR("");
}

// WithAPIKey("..."), access_token: ENV["..."], 'Authorization: Bearer ...'
static void on_key(struct source_reader *r, const struct lexer *at, struct str name,
                   const struct token *t, struct str text)
{
    static const char *const keys[] = {"WithAPIKey",   "withApiKey",       "with_api_key",
                                       "access_token", "ApiKeyCredential", "api_key",
                                       "apiKey"};
    struct str header = STR("Authorization: "), bearer = STR("Bearer ");
    struct loc loc = {r->path, t->line, t->column};
    bool named = one_of(name, keys, COUNT(keys)) && r->openai;
    bool filled = t->kind == TOKEN_STRING && !str_present(text);
    if (filled && t->pieces.n) // "Bearer $key", "Bearer #{key}"
        text = t->pieces.items[0].text;
    if (t->kind == TOKEN_STRING && str_starts_icase(text, header))
        text = str_from(text, header.n);
    bool sent = t->kind == TOKEN_STRING && str_starts(text, bearer);
    if (sent ? filled || is_filled(str_from(text, bearer.n)) : named && (filled || is_filled(text)))
        source_key_elsewhere(r, sent || !r->gateway ? STR("") : key_variable(at, t, r->scratch),
                             STR(""), loc);
    else if (sent)
        source_header(r, text, loc);
    else if (named)
        source_key(r, text, r->gateway, loc);
}

// Whose call it is, by a word that the file has, where it names the gateway. The first fits.
static void say_client(struct source_reader *r, struct str bytes)
{
    // clang-format off
    static const struct { enum code_language language; char word[24], client[16]; } rows[] = {
        {CODE_GO,   "openai/openai-go",  "openai-go"},    {CODE_GO,   "net/http",   "go"},
        {CODE_RUBY, "OpenAI::Client",    "ruby-faraday"}, {CODE_RUBY, "Faraday",    "ruby-faraday"},
        {CODE_RUBY, "Net::HTTP",         "ruby-net-http"},
        {CODE_PHP,  "GuzzleHttp",        "php-guzzle"},   {CODE_PHP,  "curl_init",  "php-curl"},
        {CODE_PHP,  "file_get_contents", "php-stream"},
    };
    // clang-format on
    for (size_t i = 0; r->gateway && i < COUNT(rows); i++) {
        struct str word = str_of(rows[i].word);
        size_t at = rows[i].language == r->language ? str_find(bytes, word) : STR_NOWHERE;
        if (at == STR_NOWHERE)
            continue;
        uint32_t line = 1;
        for (size_t k = 0; k < at; k++)
            line += bytes.p[k] == '\n';
        source_say(r, SOURCE_CLIENT, str_of(rows[i].client), 0, (struct loc){r->path, line, 1});
        return;
    }
}

// godotenv.Overload(), Dotenv.overload: `name` stands before the method.
static void on_method(struct source_reader *r, struct str name, const struct token *t)
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
            source_say(r, SOURCE_DOTENV_OVERRIDE, str_of(rows[i].family), 1,
                       (struct loc){r->path, t->line, t->column});
}

// Go: Timeout: 10 * time.Second of an http.Client. The number waits for its unit, which stands
// behind the `time` that follows it at once.
struct duration {
    double number;
    struct loc loc;
    int tokens; // since the number; 0: none waits
};

static void on_duration(struct source_reader *r, struct duration *d, struct str name,
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
            source_say(r, SOURCE_TIMEOUT, STR(""), d->number * units[i].seconds, d->loc);
            d->tokens = 0;
        }
    if (t->kind == TOKEN_NUMBER && str_eq(name, STR("Timeout")) &&
        str_to_double(t->text, &d->number) && d->number > 0) {
        d->loc = (struct loc){r->path, t->line, t->column};
        d->tokens = 1;
    }
}

// Beside another vendor's key variable a URL that is not the gateway's is that vendor's.
static void forget_vendors(struct source_reader *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->out->n; i++) {
        const struct source_fact *f = &r->out->items[i];
        struct str base;
        bool vendors = f->kind == SOURCE_BASE_URL && str_eq(f->loc.file, r->path) &&
                       !source_names_gateway(r, f->text, &base);
        if (!vendors)
            r->out->items[kept++] = *f;
    }
    r->out->n = kept;
}

// A file whose calls are given a key and no URL.
static void say_default(struct source_reader *r)
{
    const struct source_fact *key = NULL;
    for (size_t i = 0; r->openai && i < r->out->n; i++) {
        const struct source_fact *f = &r->out->items[i];
        if (!str_eq(f->loc.file, r->path))
            continue;
        if (f->kind == SOURCE_BASE_URL)
            return;
        if (f->kind == SOURCE_KEY || f->kind == SOURCE_KEY_ELSEWHERE)
            key = f;
    }
    if (key)
        source_say(r, SOURCE_URL_DEFAULT, STR(""), 0, key->loc);
}

// Which variable a call reads counts where the file gives the gateway's URL.
static void forget_variables(struct source_reader *r)
{
    bool ours = false;
    for (size_t i = 0; i < r->out->n; i++) {
        const struct source_fact *f = &r->out->items[i];
        ours |= f->kind == SOURCE_BASE_URL && str_eq(f->loc.file, r->path) &&
                source_is_gateway(r, f->text);
    }
    for (size_t i = 0; !ours && i < r->out->n; i++)
        if (r->out->items[i].kind == SOURCE_KEY_ELSEWHERE &&
            str_eq(r->out->items[i].loc.file, r->path))
            r->out->items[i].text = STR("");
}

void source_tokens(struct source_reader *r, struct str bytes)
{
    struct lexer l = lexer_of(bytes, r->language, r->scratch);
    struct duration duration = {0};
    struct str name = STR("");
    int signs = 0;
    say_client(r, bytes);
    for (;;) {
        struct token t = lexer_next(&l);
        if (t.kind == TOKEN_END || r->left == 0)
            break;
        if (r->language == CODE_GO)
            on_duration(r, &duration, signs == 1 ? name : STR(""), &t);
        struct str text = token_literal(&t, r->scratch);
        if (t.kind == TOKEN_PUNCT) {
            signs++;
            continue;
        }
        if (t.kind == TOKEN_STRING && name_role(text) == NAME_FOREIGN_KEY)
            r->foreign++;
        on_named(r, signs <= 2 ? name : STR(""), &t, text);
        on_key(r, &l, signs <= 2 ? name : STR(""), &t, text);
        if (signs == 1 && t.kind == TOKEN_NAME)
            on_method(r, name, &t);
        name = t.kind == TOKEN_STRING ? text : t.text; // 'model' => 'x' names with a string
        signs = 0;
    }
    if (r->foreign)
        forget_vendors(r);
    say_default(r);
    forget_variables(r);
}
