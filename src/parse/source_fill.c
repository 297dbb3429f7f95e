// SPDX-License-Identifier: MIT
// Code that fills the key's variable itself (os.environ["NEXOROUTER_API_KEY"] = getpass()), or gets a
// secret where no environment is: from a person, a vault, a platform's own store. Where the key then
// comes from cannot be told, and a variable that is not set proves nothing.
#include "parse/names.h"
#include "parse/source_impl.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { WINDOW = 8, VALUE_TOKENS = 60 };

struct fills {
    struct source_reader *r;
    struct lexer lexer;
    struct token last[WINDOW]; // the newest at the end
    struct token named;        // the first text that is a key variable's name
    bool any;                  // a variable whose name is computed is filled
};

// "environ [" stands before the token at hand.
static bool behind(const struct fills *f, const char *words)
{
    struct str list[WINDOW], rest = str_of(words);
    size_t n = 0;
    while (n < WINDOW && str_word(&rest, " ", &list[n]))
        n++;
    for (size_t i = 0; i < n; i++)
        if (!str_eq(f->last[WINDOW - n + i].text, list[i]))
            return false;
    return true;
}

struct way {
    enum code_language language;
    char before[28];
    bool assigned; // = stands behind it; else the value is the next argument
};

// clang-format off
static const struct way ways[] = {
    {CODE_PYTHON,     "environ [",              true},
    {CODE_PYTHON,     "environ . setdefault (", false},
    {CODE_JAVASCRIPT, "process . env [",        true},
    {CODE_JAVASCRIPT, "process . env .",        true},
    {CODE_JAVASCRIPT, "env . set (",            false}, // Deno's
    {CODE_GO,         "os . Setenv (",          false},
    {CODE_RUBY,       "ENV [",                  true},
    {CODE_PHP,        "_ENV [",                 true},
    {CODE_PHP,        "$_ENV [",                true},
    {CODE_C_LIKE,     "set_var (",              false},
    {CODE_C_LIKE,     "SetEnvironmentVariable (", false},
};

// What gives a program a secret, with the sign behind it. `fills`: into the environment, or under the
// very name, so that it counts whatever variable a call reads.
static const struct store {
    enum code_language language;
    char before[40], title[32];
    bool fills;
} stores[] = {
    {CODE_PYTHON,     "getpass (",                "getpass",                 false},
    {CODE_PYTHON,     "userdata . get (",         "Colab's secrets",         false},
    {CODE_PYTHON,     "st . secrets [",           "Streamlit's secrets",     false},
    {CODE_PYTHON,     "st . secrets .",           "Streamlit's secrets",     false},
    {CODE_PYTHON,     "UserSecretsClient (",      "Kaggle's secrets",        false},
    {CODE_PYTHON,     "dbutils . secrets . get (", "Databricks' secrets",    false},
    {CODE_PYTHON,     "keyring . get_password (", "the keyring",             false},
    {CODE_PYTHON,     "get_secret_value ( SecretId", "AWS' secrets manager", false},
    {CODE_PYTHON,     "access_secret_version (",  "Google's secret manager", false},
    {CODE_PYTHON,     "SecretClient (",           "Azure's key vault",       false},
    {CODE_PYTHON,     "Secret . load (",          "Prefect's secrets",       false},
    {CODE_PYTHON,     "Secret . from_name (",     "Modal's secrets",         true},
    {CODE_PYTHON,     "Variable . get (",         "Airflow's variables",     false},
    {CODE_PYTHON,     "api_key = open (",         "a file",                  false},
    {CODE_PYTHON,     "api_key = Path (",         "a file",                  false},
    {CODE_PYTHON,     "Dynaconf (",               "dynaconf's settings",     false},
    {CODE_PYTHON,     "secrets_dir =",            "pydantic's secrets_dir",  false},
    {CODE_JAVASCRIPT, "apiKey : readFileSync (",  "a file",                  false},
    {CODE_JAVASCRIPT, "apiKey : fs . readFileSync (", "a file",              false},
    {CODE_JAVASCRIPT, "GetSecretValueCommand (",  "AWS' secrets manager",    false},
    {CODE_JAVASCRIPT, "accessSecretVersion (",    "Google's secret manager", false},
    {CODE_JAVASCRIPT, "SecretClient (",           "Azure's key vault",       false},
    {CODE_JAVASCRIPT, "keytar . getPassword (",   "the keyring",             false},
    {CODE_JAVASCRIPT, "useRuntimeConfig (",       "Nuxt's runtimeConfig",    false},
    {CODE_GO,         "GetSecretValue (",         "AWS' secrets manager",    false},
    {CODE_GO,         "AccessSecretVersion (",    "Google's secret manager", false},
    {CODE_GO,         "keyring . Get (",          "the keyring",             false},
    {CODE_GO,         "term . ReadPassword (",    "the terminal",            false},
    {CODE_RUBY,       "application . credentials .", "Rails' credentials",   false},
    {CODE_RUBY,       "application . credentials [", "Rails' credentials",   false},
    // Loaders of dotenv files whose reading of them is not known here: of .NET
    // (github.com/tonerdo/dotnet-env), of the JVM (github.com/cdimascio/dotenv-java), of Elixir
    // (hexdocs.pm/dotenvy).
    {CODE_C_LIKE,     "Env . Load (",             "DotNetEnv's file",        true},
    {CODE_C_LIKE,     "Env . TraversePath (",     "DotNetEnv's file",        true},
    {CODE_C_LIKE,     "Dotenv . load (",          "dotenv-java's file",      true},
    {CODE_C_LIKE,     "Dotenv . configure (",     "dotenv-java's file",      true},
    {CODE_C_LIKE,     "= dotenv (",               "dotenv-kotlin's file",    true},
    {CODE_C_LIKE,     "= dotenv {",               "dotenv-kotlin's file",    true},
    {CODE_RUBY,       "source ! (",               "Dotenvy's files",         true},
    {CODE_RUBY,       "Dotenvy . source (",       "Dotenvy's files",         true},
};

// The same where the text behind it says that it is a key.
static const struct { char before[20], title[28]; } settings[] = {
    {"Configuration [", ".NET's configuration"}, {"configuration [", ".NET's configuration"},
    {"< string > (",    ".NET's configuration"},
    {"config [",        ".NET's configuration"}, {"@ Value (",       "Spring's configuration"},
};
// clang-format on

static bool is_one_of(const struct token *t, const char *words)
{
    struct str rest = str_of(words), word;
    while (t->kind != TOKEN_STRING && str_word(&rest, " ", &word))
        if (str_eq(t->text, word))
            return true;
    return false;
}

// "=", "||=", "??=" at `l`; the lexer then stands behind it.
static bool is_assigned(struct lexer *l)
{
    struct token t = lexer_next(l);
    if (is_one_of(&t, "|| ??"))
        t = lexer_next(l);
    struct lexer next = *l;
    struct token behind = lexer_next(&next);
    return token_is(&t, "=") && !token_is(&behind, "=");
}

// The value at `l`. A variable of the environment handed on fills nothing that was not there; what
// may stand in for it does.
static bool fills(struct lexer l, struct arena *a, struct str *literal)
{
    bool environment = false, otherwise = false, ruby = l.language == CODE_RUBY;
    size_t depth = 0, n = 0;
    *literal = STR_NONE;
    for (; n < VALUE_TOKENS; n++) {
        struct token t = lexer_next(&l);
        bool ends = t.kind == TOKEN_END || (n && t.first) || is_one_of(&t, "; , ) ] }");
        if (t.kind == TOKEN_END || (depth == 0 && ends))
            break;
        depth += is_one_of(&t, "( [ {");
        depth -= depth && is_one_of(&t, ") ] }");
        environment |= is_one_of(&t, "environ getenv Getenv ENV env GetEnvironmentVariable _ENV");
        otherwise |= is_one_of(&t, "or || ?? ? ?: else");
        bool text = t.kind == TOKEN_STRING && !(ruby && str_starts(t.text, STR("`")));
        *literal = n == 0 && text ? token_literal(&t, a) : STR_NONE;
    }
    return n > 0 && (!environment || otherwise);
}

static void say(struct fills *f, struct str name, const char *how, bool whatever,
                const struct token *t)
{
    source_add(f->r, (struct source_fact){.kind = SOURCE_KEY_FILLED,
                                          .text = name,
                                          .url = str_of(how),
                                          .number = whatever,
                                          .loc = {f->r->path, t->line, t->column}});
}

// Its value stands behind the name: `l` is there.
static void on_fill(struct fills *f, struct lexer l, struct str name, const struct token *t)
{
    struct str literal;
    if (!fills(l, f->r->scratch, &literal))
        return;
    if (str_present(literal))
        source_key_set(f->r, name, literal, (struct loc){f->r->path, t->line, t->column});
    else
        say(f, name, "", false, t);
}

static bool names_key(struct str name)
{
    return str_present(name) && name_role(name) == NAME_KEY;
}

// A name that stands in one of the ways, as text or, in JavaScript, as a member.
static void on_name(struct fills *f, const struct way *w, struct str name, const struct token *t)
{
    struct lexer l = f->lexer;
    bool member = str_ends(str_of(w->before), STR(".")), computed = !names_key(name);
    if (computed && (member || t->kind != TOKEN_NAME || !w->assigned))
        return;
    if (!member) {
        struct token sign = lexer_next(&l);
        if (!token_is(&sign, w->assigned ? "]" : ","))
            return;
    }
    if (w->assigned && !is_assigned(&l))
        return;
    if (computed)
        f->any = true;
    else
        on_fill(f, l, name, t);
}

static void on_token(struct fills *f, const struct token *t)
{
    enum code_language language = f->r->language;
    struct str text = t->kind == TOKEN_STRING ? token_literal(t, f->r->scratch) : t->text;
    if (t->kind == TOKEN_STRING && names_key(text) && f->named.line == 0)
        f->named = *t;
    for (size_t i = 0; i < COUNT(ways); i++) {
        bool member = str_ends(str_of(ways[i].before), STR("."));
        struct str name = (t->kind == TOKEN_STRING) != member ? text : STR_NONE;
        if (ways[i].language == language && behind(f, ways[i].before))
            on_name(f, &ways[i], name, t);
    }
    for (size_t i = 0; i < COUNT(stores); i++)
        if (stores[i].language == language && behind(f, stores[i].before))
            say(f, STR(""), stores[i].title, stores[i].fills, t);
    if (language == CODE_PYTHON && behind(f, "type =") && str_same(text, STR("password")))
        say(f, STR(""), "a field of the page", false, t);
    for (size_t i = 0; language == CODE_C_LIKE && i < COUNT(settings); i++)
        if (behind(f, settings[i].before) && t->kind == TOKEN_STRING &&
            str_find_icase(text, STR("key")) != STR_NOWHERE)
            say(f, STR(""), settings[i].title, false, t);
}

// spring.config.import=optional:file:.env[.properties]: read as properties, which differ in detail
// (docs.spring.io, Externalized Configuration).
static void on_import(struct fills *f, struct str bytes)
{
    size_t at = str_find(bytes, STR(".env["));
    if (at == STR_NOWHERE || !str_has(bytes, STR("import")))
        return;
    struct token t = {.line = (uint32_t)str_count(str_slice(bytes, 0, at), '\n') + 1, .column = 1};
    say(f, STR(""), "the file that Spring imports", true, &t);
}

void source_fills(struct source_reader *r, struct str bytes)
{
    struct fills f = {.r = r, .lexer = lexer_of(bytes, r->language, r->scratch)};
    while (r->left > 0) {
        struct token t = lexer_next(&f.lexer);
        if (t.kind == TOKEN_END)
            break;
        on_token(&f, &t);
        for (size_t i = 0; i + 1 < WINDOW; i++)
            f.last[i] = f.last[i + 1];
        f.last[WINDOW - 1] = t;
    }
    if (r->language == CODE_C_LIKE)
        on_import(&f, bytes);
    if (f.any && f.named.line)
        say(&f, token_literal(&f.named, r->scratch), "", false, &f.named);
}
