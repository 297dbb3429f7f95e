// SPDX-License-Identifier: MIT
#include "parse/source_env.h"

enum { WINDOW = 10, BRACES_MAX = 32 };

struct env_reader {
    struct lexer lexer;
    bool any;
    env_read *each;
    void *ctx;
    struct token last[WINDOW];       // the newest at the end
    struct token braces[BRACES_MAX]; // names since the last '{', for { NAME } = process.env
    size_t n;
    uint32_t line; // of the template that the text stands in; 0: it stands in none
};

static void tell(struct env_reader *r, struct str name, enum env_way way, const struct token *t)
{
    r->each(r->ctx, name, way, r->line ? r->line : t->line, r->line ? 1 : t->column);
}

// Tokens before the newest: back(r, 0) is the newest itself.
static const struct token *back(const struct env_reader *r, size_t i)
{
    return &r->last[WINDOW - 1 - i];
}

// How many tokens process.env or import.meta.env take that end `i` before the newest; 0: none do.
static size_t env_ends(const struct env_reader *r, size_t i)
{
    if (!token_is(back(r, i), "env") || !token_is(back(r, i + 1), "."))
        return 0;
    if (token_is(back(r, i + 2), "process"))
        return 3;
    return token_is(back(r, i + 2), "meta") && token_is(back(r, i + 3), ".") &&
                   token_is(back(r, i + 4), "import")
               ? 5
               : 0;
}

static enum env_way way_of(size_t tokens)
{
    return tokens == 5 ? ENV_META : ENV_PROCESS;
}

static bool is_step(const struct token *t)
{
    return token_is(t, ".") || token_is(t, "?.") || token_is(t, "[");
}

static void on_token(struct env_reader *r, const struct token *t, struct arena *a)
{
    struct str name = t->kind == TOKEN_STRING ? token_literal(t, a) : t->text;
    size_t whole = env_ends(r, 1), before = env_ends(r, 2);
    if (whole && !is_step(t) && token_is(back(r, whole + 1), "=") &&
        token_is(back(r, whole + 2), "}"))
        for (size_t i = 0; i < r->n; i++)
            tell(r, r->braces[i].text, way_of(whole), &r->braces[i]);
    if (before && is_step(back(r, 1)) && t->kind != TOKEN_PUNCT)
        tell(r, name, way_of(before), t);
    else if (r->any && (t->kind == TOKEN_NAME || t->kind == TOKEN_STRING))
        tell(r, name, ENV_NAMED, t);
    if (token_is(t, "{"))
        r->n = 0;
    else if (t->kind == TOKEN_NAME && r->n < BRACES_MAX && !token_is(back(r, 1), ":"))
        r->braces[r->n++] = *t;
}

// `like` says what is wanted; `line` is that of the template around the text, 0 without one.
static void read_text(struct str text, const struct env_reader *like, uint32_t line,
                      struct arena *a)
{
    struct env_reader r = {.lexer = lexer_of(text, CODE_JAVASCRIPT, a),
                           .any = like->any,
                           .each = like->each,
                           .ctx = like->ctx,
                           .line = line};
    for (;;) {
        struct token t = lexer_next(&r.lexer);
        for (size_t i = 0; i + 1 < WINDOW; i++)
            r.last[i] = r.last[i + 1];
        r.last[WINDOW - 1] = t;
        on_token(&r, &t, a);
        if (t.kind == TOKEN_END)
            return;
        // A template in a template is left alone.
        for (size_t i = 0; t.kind == TOKEN_STRING && !line && i < t.pieces.n; i++)
            if (t.pieces.items[i].code)
                read_text(t.pieces.items[i].text, like, t.line, a);
    }
}

void source_env_reads(struct str text, bool any, env_read *each, void *ctx, struct arena *a)
{
    struct env_reader like = {.any = any, .each = each, .ctx = ctx};
    read_text(text, &like, 0, a);
}

bool source_is_client(struct str text, struct arena *a)
{
    struct lexer l = lexer_of(text, CODE_JAVASCRIPT, a);
    for (struct token t = lexer_next(&l); t.kind == TOKEN_STRING || token_is(&t, ";");
         t = lexer_next(&l))
        if (t.kind == TOKEN_STRING && str_eq(token_literal(&t, a), STR("use client")))
            return true;
    return false;
}

bool source_is_bundler_config(struct str path)
{
    static const char *const names[] = {"next.config.",  "vite.config.",   "webpack.",
                                        "craco.config.", "rollup.config.", "vue.config.",
                                        "rspack.config", "rsbuild.config", "config-overrides."};
    size_t slash = str_rchr(path, '/');
    struct str name = slash == STR_NOWHERE ? path : str_from(path, slash + 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts(name, str_of(names[i])))
            return true;
    return false;
}
