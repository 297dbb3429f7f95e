// SPDX-License-Identifier: MIT
#include "parse/dotenv_calls.h"

#include "parse/notebook.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

// Of one file, and of a whole repository of many programs.
enum { FILE_CALLS = 16, CALLS_MAX = 512, WINDOW = 4, ALIASES_MAX = 4 };

struct reader {
    struct path_reader path;
    struct dotenv_calls *out;
    size_t most; // that may stand there
    struct arena *a;
    struct token last[WINDOW];                               // the newest at the end
    struct str modules[ALIASES_MAX], functions[ALIASES_MAX]; // other names of dotenv and its config
    size_t modules_n, functions_n;
};

// Tokens before the one that is looked at: back(r, 1) is the one just before it.
static const struct token *back(const struct reader *r, size_t i)
{
    return &r->last[WINDOW - i];
}

static void add(struct reader *r, const char *family, struct code_path p, struct loc loc)
{
    static const enum dotenv_call_kind kinds[] = {
        [PATH_UNTOLD] = DOTENV_CALL_UNTOLD, [PATH_UNSET] = DOTENV_CALL_UNTOLD,
        [PATH_NONE] = DOTENV_CALL_OWN,      [PATH_SEARCHED] = DOTENV_CALL_OWN,
        [PATH_TOLD] = DOTENV_CALL_FILE,
    };
    if (r->out->n >= r->most)
        return;
    struct dotenv_call *c = arena_push(r->out, r->a);
    *c = (struct dotenv_call){.kind = kinds[p.told], .at_root = p.at_root, .loc = loc};
    snprintf(c->family, sizeof c->family, "%s", family);
    c->loc.file = str_dup(loc.file, r->a);
    c->path = p.told == PATH_TOLD ? str_dup(p.text, r->a) : STR_NONE;
}

static struct code_path told(enum path_told what)
{
    return (struct code_path){.told = what};
}

// What is left of an argument or a value: to the comma or bracket that ends it.
static void skip_value(struct path_reader *p)
{
    for (size_t open = 0; p->token.kind != TOKEN_END; path_step(p)) {
        if (open == 0 && (path_closes(p) || token_is(&p->token, ",")))
            return;
        open += path_opens(p);
        open -= path_closes(p);
    }
}

static struct code_path one_path(struct path_reader *p)
{
    struct code_path found = path_expression(p);
    bool whole = token_is(&p->token, ",") || path_closes(p);
    skip_value(p);
    return whole ? found : told(PATH_UNTOLD);
}

// One path, or a list of them. Told how many: an empty list names none, and nothing is read.
static void paths(struct reader *r, const char *family, struct loc loc)
{
    struct path_reader *p = &r->path;
    if (!path_take(p, "[")) {
        add(r, family, one_path(p), loc);
        return;
    }
    while (!path_closes(p) && p->token.kind != TOKEN_END) {
        add(r, family, one_path(p), loc);
        path_take(p, ",");
    }
    path_take(p, "]");
    skip_value(p);
}

// Over the whole call, as its switch stands behind or before its paths.
static void let_win(struct reader *r, size_t from, bool overrides)
{
    for (size_t i = from; i < r->out->n; i++)
        r->out->items[i].overrides = overrides;
}

// { path: ..., override: true }
static void options(struct reader *r, struct loc loc)
{
    struct path_reader *p = &r->path;
    size_t before = r->out->n;
    bool open = false, overrides = false;
    while (!token_is(&p->token, "}") && p->token.kind != TOKEN_END) {
        struct token key = p->token;
        struct str name = key.kind == TOKEN_STRING ? token_literal(&key, p->arena) : key.text;
        struct path_reader shorthand = *p;
        path_step(p);
        bool is_path = str_eq(name, STR("path"));
        open |= token_is(&key, ".") || token_is(&key, "["); // ...rest, [computed]
        if (is_path && path_take(p, ":"))
            paths(r, "dotenv", loc);
        else if (is_path)
            add(r, "dotenv", path_expression(&shorthand), loc);
        else if (str_eq(name, STR("override")) && path_take(p, ":"))
            overrides = token_is(&p->token, "true");
        skip_value(p);
        path_take(p, ",");
    }
    if (r->out->n == before)
        add(r, "dotenv", told(open ? PATH_UNTOLD : PATH_NONE), loc);
    let_win(r, before, overrides);
}

// Behind the opening bracket of dotenv.config(...).
static void config(struct reader *r, struct loc loc)
{
    if (token_is(&r->path.token, ")"))
        add(r, "dotenv", told(PATH_NONE), loc);
    else if (path_take(&r->path, "{"))
        options(r, loc);
    else
        add(r, "dotenv", told(PATH_UNTOLD), loc);
}

// Of python-dotenv, django-environ, environs.
static bool names_the_path(const struct token *t)
{
    return token_is(t, "dotenv_path") || token_is(t, "env_file") || token_is(t, "path");
}

// Behind the opening bracket of load_dotenv(...), dotenv_values(...) or read_env(...): the first
// argument, or dotenv_path=...
static void load_dotenv(struct reader *r, struct loc loc)
{
    struct path_reader *p = &r->path;
    struct code_path found = told(PATH_NONE);
    size_t before = r->out->n;
    bool overrides = false;
    for (size_t i = 0; !path_closes(p) && p->token.kind != TOKEN_END; i++) {
        struct path_reader named = *p;
        path_step(&named);
        bool has_name = p->token.kind == TOKEN_NAME && token_is(&named.token, "=");
        bool is_path = has_name ? names_the_path(&p->token) : i == 0;
        bool other =
            token_is(&p->token, "stream") || token_is(&p->token, "*") || token_is(&p->token, "**");
        overrides |= has_name &&
                     (token_is(&p->token, "override") || token_is(&p->token, "overwrite")) &&
                     (path_step(&named), token_is(&named.token, "True"));
        if (has_name)
            path_step(p), path_step(p);
        if (is_path && !other)
            found = one_path(p);
        else if (other)
            found = told(PATH_UNTOLD);
        skip_value(p);
        path_take(p, ",");
    }
    add(r, "python-dotenv", found, loc);
    let_win(r, before, overrides);
}

// Any number of paths, with or without the brackets that Ruby may leave out.
static void listed(struct reader *r, const char *family, bool bracket, struct loc loc)
{
    struct path_reader *p = &r->path;
    bool none =
        bracket ? token_is(&p->token, ")") : p->token.first || p->token.kind != TOKEN_STRING;
    if (none) {
        add(r, family, told(PATH_NONE), loc);
        return;
    }
    while (p->token.kind != TOKEN_END && !path_closes(p)) {
        struct code_path found = path_expression(p);
        bool whole = path_ended(p);
        add(r, family, whole ? found : told(PATH_UNTOLD), loc);
        if (!whole)
            skip_value(p);
        if (!path_take(p, ","))
            return;
    }
}

// ---- JavaScript's names of the module and its function ----

static void alias(struct str *list, size_t *n, const struct token *t)
{
    if (t->kind == TOKEN_NAME && *n < ALIASES_MAX)
        list[(*n)++] = t->text;
}

static bool is_alias(const struct str *list, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i], name))
            return true;
    return false;
}

// import NAME from "dotenv"; import { config as NAME } from "dotenv"; NAME = require("dotenv")
static void on_module(struct reader *r)
{
    if (token_is(back(r, 1), "from"))
        alias(r->modules, &r->modules_n, back(r, 2));
    else if (token_is(back(r, 1), "(") && token_is(back(r, 2), "require") &&
             token_is(back(r, 3), "="))
        alias(r->modules, &r->modules_n, back(r, 4));
}

static bool is_config(const struct reader *r, struct str name)
{
    bool method = token_is(back(r, 1), ".");
    if (!method)
        return str_eq(name, STR("config")) || is_alias(r->functions, r->functions_n, name);
    if (!str_eq(name, STR("config")))
        return false;
    bool required = token_is(back(r, 2), ")") && back(r, 3)->kind == TOKEN_STRING &&
                    str_eq(token_literal(back(r, 3), r->path.arena), STR("dotenv"));
    return required || token_is(back(r, 2), "dotenv") ||
           is_alias(r->modules, r->modules_n, back(r, 2)->text);
}

// import "dotenv/config"; the file may be named by a variable.
static void on_preload(struct reader *r, struct loc loc)
{
    struct str set = r->path.env(r->path.ctx, STR("DOTENV_CONFIG_PATH"));
    struct code_path p = told(str_present(set) ? PATH_UNTOLD : PATH_NONE);
    add(r, "dotenv", p, loc);
}

// What other packages hand on to dotenv: ConfigModule.forRoot({ envFilePath: ".env.development" })
// of @nestjs/config, { dotenv: true } of env-schema and @fastify/env.
static bool on_option(struct reader *r, struct str name, struct loc loc)
{
    struct path_reader value = r->path;
    bool nest = str_eq(name, STR("envFilePath")), schema = str_eq(name, STR("dotenv"));
    if ((!nest && !schema) || !path_take(&value, ":"))
        return false;
    if (schema && !token_is(&value.token, "true") && !token_is(&value.token, "{"))
        return false;
    r->path = value;
    if (nest)
        paths(r, "dotenv", loc);
    else if (path_take(&r->path, "{"))
        options(r, loc);
    else
        add(r, "dotenv", told(PATH_NONE), loc);
    return true;
}

static void on_javascript(struct reader *r, struct token t, struct loc loc)
{
    struct str name = t.text;
    if (t.kind == TOKEN_STRING) {
        struct str text = token_literal(&t, r->path.arena);
        if (str_eq(text, STR("dotenv")))
            on_module(r);
        else if (str_eq(text, STR("dotenv/config")))
            on_preload(r, loc);
        else if (str_ends(text, STR("@std/dotenv/load")) || str_ends(text, STR("/dotenv/load.ts")))
            add(r, "deno", told(PATH_NONE), loc); // of Deno's own library
        return;
    }
    bool ours = is_config(r, name);
    bool node = str_eq(name, STR("loadEnvFile")) && token_is(back(r, 2), "process");
    if (on_option(r, name, loc))
        return;
    if (str_eq(name, STR("config")) && token_is(&r->path.token, "as")) {
        path_step(&r->path);
        alias(r->functions, &r->functions_n, &r->path.token);
    }
    if ((!ours && !node) || !token_is(&r->path.token, "("))
        return;
    path_step(&r->path);
    if (ours)
        config(r, loc);
    else
        listed(r, "node", true, loc);
}

// ---- other languages ----

// Of files that may be of any kind: those whose name says that they are dotenv files.
static void keep_dotenv(struct reader *r, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < r->out->n; i++)
        if (r->out->items[i].kind == DOTENV_CALL_FILE &&
            str_has(r->out->items[i].path, STR(".env")))
            r->out->items[kept++] = r->out->items[i];
    r->out->n = kept;
}

// Dotenv::createImmutable($directories, $names): ".env" where no name is given. A directory that the
// text does not tell is most often the project's own.
static void in_directories(struct reader *r, const char *family, struct loc loc)
{
    struct path_reader *p = &r->path;
    struct code_path dirs[4];
    size_t n = 0;
    bool list = path_take(p, "[");
    do
        dirs[n++] = path_expression(p);
    while (list && n < COUNT(dirs) && path_take(p, ",") && !path_closes(p));
    bool whole = !list || path_take(p, "]"), named = whole && path_take(p, ",");
    struct str name = named ? token_literal(&p->token, p->arena) : STR(".env");
    for (size_t i = 0; i < n; i++) {
        bool is_told = whole && str_present(name) && dirs[i].told == PATH_TOLD;
        struct code_path found =
            is_told ? path_below(p, dirs[i], name) : told(named ? PATH_UNTOLD : PATH_NONE);
        add(r, family, found, loc);
    }
}

enum given { GIVEN_PATHS, GIVEN_DIRECTORIES, GIVEN_ANY_FILE };

static const struct loader_call {
    enum code_language language;
    char module[12], sign[4], function[24], family[14];
    enum given given;
    bool overrides;
} loader_calls[] = {
    // clang-format off
    {CODE_GO,     "godotenv", ".",  "Load",                   "godotenv",    GIVEN_PATHS,       false},
    {CODE_GO,     "godotenv", ".",  "Overload",               "godotenv",    GIVEN_PATHS,       true},
    {CODE_GO,     "gotenv",   ".",  "Load",                   "gotenv",      GIVEN_PATHS,       false},
    {CODE_GO,     "gotenv",   ".",  "OverLoad",               "gotenv",      GIVEN_PATHS,       true},
    // viper reads .env files with gotenv
    {CODE_GO,     "viper",    ".",  "SetConfigFile",          "gotenv",      GIVEN_ANY_FILE,    false},
    {CODE_GO,     "viper",    ".",  "SetConfigName",          "gotenv",      GIVEN_ANY_FILE,    false},
    {CODE_GO,     "cleanenv", ".",  "ReadConfig",             "godotenv",    GIVEN_ANY_FILE,    false},
    {CODE_RUBY,   "Dotenv",   ".",  "load",                   "ruby-dotenv", GIVEN_PATHS,       false},
    {CODE_RUBY,   "Dotenv",   ".",  "overload",               "ruby-dotenv", GIVEN_PATHS,       true},
    {CODE_PHP,    "Dotenv",   "::", "createImmutable",        "phpdotenv",   GIVEN_DIRECTORIES, false},
    {CODE_PHP,    "Dotenv",   "::", "createUnsafeImmutable",  "phpdotenv",   GIVEN_DIRECTORIES, false},
    {CODE_PHP,    "Dotenv",   "::", "createMutable",          "phpdotenv",   GIVEN_DIRECTORIES, true},
    {CODE_PHP,    "Dotenv",   "::", "createUnsafeMutable",    "phpdotenv",   GIVEN_DIRECTORIES, true},
    {CODE_C_LIKE, "dotenvy",  "::", "from_filename",          "dotenvy",     GIVEN_PATHS,       false},
    {CODE_C_LIKE, "dotenvy",  "::", "from_path",              "dotenvy",     GIVEN_PATHS,       false},
    {CODE_C_LIKE, "dotenvy",  "::", "from_filename_override", "dotenvy",     GIVEN_PATHS,       true},
    {CODE_C_LIKE, "dotenvy",  "::", "from_path_override",     "dotenvy",     GIVEN_PATHS,       true},
    {CODE_C_LIKE, "dotenv",   "::", "from_filename",          "dotenvy",     GIVEN_PATHS,       false},
    {CODE_C_LIKE, "dotenv",   "::", "from_path",              "dotenvy",     GIVEN_PATHS,       false},
    // clang-format on
};

static void on_call(struct reader *r, struct token t, struct loc loc)
{
    for (size_t i = 0; i < COUNT(loader_calls); i++) {
        const struct loader_call *c = &loader_calls[i];
        if (c->language != r->path.lexer.language || !token_is(&t, c->function) ||
            !token_is(back(r, 1), c->sign) || !token_is(back(r, 2), c->module))
            continue;
        size_t before = r->out->n;
        path_take(&r->path, "!"); // Dotenv.load! of Ruby
        bool bracket = path_take(&r->path, "(");
        if (c->given != GIVEN_DIRECTORIES)
            listed(r, c->family, bracket, loc);
        else if (bracket)
            in_directories(r, c->family, loc);
        let_win(r, before, c->overrides);
        if (c->given == GIVEN_ANY_FILE)
            keep_dotenv(r, before);
        return;
    }
}

// const NAME = ..., NAME: Path = ...: a name that is given two paths is not told.
static void on_assignment(struct reader *r, struct token name)
{
    struct path_reader there = r->path;
    if (token_is(&there.token, ":"))
        for (path_step(&there);
             !there.token.first && !token_is(&there.token, "=") && there.token.kind != TOKEN_END;)
            path_step(&there);
    if (!path_take(&there, "="))
        return;
    struct code_path p = path_expression(&there), before = told(PATH_NONE);
    for (size_t i = 0; i < r->path.names.n; i++)
        if (str_eq(r->path.names.items[i].name, name.text))
            before = r->path.names.items[i].path;
    bool again = before.told != PATH_NONE;
    path_remember(&r->path, name.text, again || !path_ended(&there) ? told(PATH_UNTOLD) : p);
}

static enum code_language language_of(struct str path)
{
    static const struct {
        char end[8];
        enum code_language language;
    } rows[] = {{".py", CODE_PYTHON},      {".ipynb", CODE_PYTHON},   {".js", CODE_JAVASCRIPT},
                {".mjs", CODE_JAVASCRIPT}, {".cjs", CODE_JAVASCRIPT}, {".ts", CODE_JAVASCRIPT},
                {".mts", CODE_JAVASCRIPT}, {".cts", CODE_JAVASCRIPT}, {".tsx", CODE_JAVASCRIPT},
                {".jsx", CODE_JAVASCRIPT}, {".go", CODE_GO},          {".rb", CODE_RUBY},
                {".php", CODE_PHP},        {".rs", CODE_C_LIKE}};
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_ends(path, str_of(rows[i].end)))
            return rows[i].language;
    return CODE_SHELL; // none of them
}

static bool mentions_loader(struct str bytes)
{
    return str_has(bytes, STR("dotenv")) || str_has(bytes, STR("Dotenv")) ||
           str_has(bytes, STR("loadEnvFile")) || str_has(bytes, STR("envFilePath")) ||
           str_has(bytes, STR("read_env")) || str_has(bytes, STR("viper")) ||
           str_has(bytes, STR("cleanenv"));
}

static void read_tokens(struct reader *r)
{
    enum code_language language = r->path.lexer.language;
    while (r->path.token.kind != TOKEN_END) {
        struct token t = r->path.token;
        struct loc loc = {r->path.file, t.line, t.column};
        path_step(&r->path);
        if (language == CODE_JAVASCRIPT)
            on_javascript(r, t, loc);
        else if (language != CODE_PYTHON)
            on_call(r, t, loc);
        else if ((token_is(&t, "load_dotenv") || token_is(&t, "dotenv_values") ||
                  token_is(&t, "read_env")) &&
                 path_take(&r->path, "("))
            load_dotenv(r, loc);
        if (t.kind == TOKEN_NAME)
            on_assignment(r, t);
        for (size_t i = 0; i + 1 < WINDOW; i++)
            r->last[i] = r->last[i + 1];
        r->last[WINDOW - 1] = t;
    }
}

// A notebook runs where it lies.
static void settle_notebook(struct reader *r, const struct notebook *n, size_t from)
{
    size_t slash = str_rchr(r->path.file, '/');
    struct str dir = slash == STR_NOWHERE ? STR(".") : str_slice(r->path.file, 0, slash);
    for (size_t i = from; i < r->out->n; i++) {
        struct dotenv_call *c = &r->out->items[i];
        c->loc = notebook_place(n, c->loc);
        if (c->kind != DOTENV_CALL_FILE || c->at_root)
            continue;
        struct code_path p = path_at_root(&r->path, dir, c->path);
        c->at_root = p.told == PATH_TOLD && !n->moves;
        c->kind = c->at_root ? DOTENV_CALL_FILE : DOTENV_CALL_UNTOLD;
        c->path = str_dup(p.text, r->a);
    }
}

void dotenv_calls_read(struct str bytes, struct str path, path_env *env, void *ctx,
                       struct dotenv_calls *out, struct arena *a, struct arena scratch)
{
    struct notebook n = {.text = bytes, .language = language_of(path)};
    if (n.language == CODE_SHELL || !mentions_loader(bytes))
        return;
    if (notebook_is(path))
        n = notebook_read(bytes, &scratch);
    if (n.language == CODE_SHELL || str_chr(n.text, '\0') != STR_NOWHERE)
        return;
    size_t before = out->n, most = before + FILE_CALLS;
    struct reader r = {.out = out, .a = a, .most = most < CALLS_MAX ? most : CALLS_MAX};
    r.path = path_reader_of(n.text, path, n.language, env, ctx, &scratch);
    read_tokens(&r);
    if (notebook_is(path))
        settle_notebook(&r, &n, before);
}
