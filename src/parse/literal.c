// SPDX-License-Identifier: MIT
#include "parse/literal.h"

#include "base/number.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { DEPTH_MAX = 32, DOTTED_MAX = 200, PARTS_MAX = 64 };

struct code_reader code_read(struct str text, struct str path, enum code_language language,
                             struct arena *a, struct problem *problem)
{
    struct code_reader r = {
        .lexer = lexer_of(text, language, a), .arena = a, .path = path, .problem = problem};
    code_step(&r);
    return r;
}

static void fail(struct code_reader *r, uint32_t line, uint32_t column, const char *text)
{
    if (r->failed)
        return;
    r->failed = true;
    *r->problem = (struct problem){{r->path, line, column}, str_of(text)};
}

void code_step(struct code_reader *r)
{
    // Looking at a value twice (once for its name, once for the calls in it) must stay linear.
    if (++r->steps > 1000 + 2 * r->lexer.text.n)
        r->lexer.at = r->lexer.text.n;
    r->token = lexer_next(&r->lexer);
    if (r->token.unterminated)
        fail(r, r->token.line, r->token.column, "expected the quote that closes this text");
}

bool code_take(struct code_reader *r, const char *text)
{
    if (!token_is(&r->token, text))
        return false;
    code_step(r);
    return true;
}

static struct literal *new_literal(struct code_reader *r, enum literal_kind kind)
{
    struct literal *l = arena_one(r->arena, struct literal);
    l->kind = kind;
    l->line = r->token.line;
    l->column = r->token.column;
    return l;
}

static void add_part(struct code_reader *r, struct literal *l, enum part_kind kind, struct str text)
{
    *arena_push(&l->parts, r->arena) = (struct part){.kind = kind, .text = text};
}

static bool python(const struct code_reader *r)
{
    return r->lexer.language == CODE_PYTHON;
}

struct str code_dotted(struct code_reader *r)
{
    struct buf b = buf_in(r->arena);
    if (r->token.kind != TOKEN_NAME)
        return STR_NONE;
    for (;;) {
        buf_add(&b, r->token.text);
        code_step(r);
        if (!token_is(&r->token, ".") && !token_is(&r->token, "?."))
            return buf_str(&b);
        code_step(r);
        if (r->token.kind != TOKEN_NAME || b.n > DOTTED_MAX)
            return buf_str(&b);
        buf_byte(&b, '.');
    }
}

void code_remember(struct code_reader *r, struct str name, struct literal *value)
{
    struct literal_name *n = arena_push(&r->names, r->arena);
    n->name = name;
    n->value = value;
}

static struct literal *recall(const struct code_reader *r, struct str name)
{
    // The youngest wins; a bound keeps hostile texts from making this quadratic.
    size_t tries = 0;
    for (size_t i = r->names.n; i > 0 && tries < 500; i--, tries++)
        if (str_eq(r->names.items[i - 1].name, name))
            return r->names.items[i - 1].value;
    return NULL;
}

static bool ends_value(const struct code_reader *r)
{
    static const char *const ends[] = {",", ")", "]", "}", ";", ":"};
    if (r->token.kind == TOKEN_END)
        return true;
    for (size_t i = 0; i < COUNT(ends); i++)
        if (token_is(&r->token, ends[i]))
            return true;
    return r->token.first && r->depth == 0 && !token_is(&r->token, ".");
}

// Over a bracket and what it holds, to behind its partner.
static void skip_bracket(struct code_reader *r)
{
    size_t depth = 0;
    uint32_t line = r->token.line, column = r->token.column;
    do {
        if (token_is(&r->token, "(") || token_is(&r->token, "[") || token_is(&r->token, "{"))
            depth++;
        if (token_is(&r->token, ")") || token_is(&r->token, "]") || token_is(&r->token, "}"))
            depth--;
        if (r->token.kind == TOKEN_END) {
            fail(r, line, column, "expected the bracket that closes this one");
            return;
        }
        code_step(r);
    } while (depth > 0 && !r->failed);
}

static bool opens(const struct code_reader *r)
{
    return token_is(&r->token, "(") || token_is(&r->token, "[") || token_is(&r->token, "{");
}

static void skip_rest(struct code_reader *r)
{
    while (!ends_value(r) && !r->failed) {
        if (opens(r))
            skip_bracket(r);
        else
            code_step(r);
    }
}

// Names whose [ "X" ], .X or ("X") is an environment variable.
static const char *const by_index[] = {"os.environ", "environ",         "process.env",
                                       "ENV",        "import.meta.env", "Bun.env"};
static const char *const by_call[] = {"os.environ.get", "environ.get", "os.getenv", "getenv",
                                      "Deno.env.get",   "ENV.fetch",   "env.get"};
// Calls that hand their first argument on.
static const char *const passed_on[] = {
    "JSON.stringify", "json.dumps", "str",     "String", "httpx.Timeout", "Timeout",
    "openai.Timeout", "SecretStr",  "Headers", "URL",    "float",         "int"};

static bool one_of(struct str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(list[i])))
            return true;
    return false;
}

static struct literal *variable(struct code_reader *r, struct str name)
{
    struct literal *l = new_literal(r, LITERAL_TEXT);
    add_part(r, l, PART_VARIABLE, name);
    return l;
}

// os.getenv("X", "text"), process.env.X ?? "text": of a variable that is not set, the text.
static void stands_in(struct code_reader *r, struct literal *l, const struct literal *other)
{
    struct str text = literal_text(other, r->arena);
    if (l->parts.n == 1 && l->parts.items[0].kind == PART_VARIABLE && text.n)
        l->parts.items[0].otherwise = text;
}

static struct literal *env_by_dot(struct code_reader *r, struct str dotted)
{
    // What is called on the variable is no part of its name: process.env.X.trim().
    bool trimmed = token_is(&r->token, "(") && str_ends(dotted, STR(".trim"));
    if (trimmed)
        dotted = str_slice(dotted, 0, dotted.n - STR(".trim").n);
    size_t dot = str_rchr(dotted, '.');
    if (dot == STR_NOWHERE)
        return NULL;
    struct str head = str_slice(dotted, 0, dot), tail = str_from(dotted, dot + 1);
    if (python(r) || !one_of(head, by_index, COUNT(by_index)))
        return NULL;
    if (trimmed)
        skip_bracket(r);
    return variable(r, tail);
}

static struct literal *env_by_index(struct code_reader *r, struct str dotted)
{
    if (!token_is(&r->token, "[") || !one_of(dotted, by_index, COUNT(by_index)))
        return NULL;
    code_step(r);
    struct str name = token_literal(&r->token, r->arena);
    struct literal *l = str_present(name) ? variable(r, name) : new_literal(r, LITERAL_UNKNOWN);
    while (!token_is(&r->token, "]") && r->token.kind != TOKEN_END)
        code_step(r);
    code_take(r, "]");
    return l;
}

static struct literal *by_calling(struct code_reader *r, struct str dotted)
{
    bool env = one_of(dotted, by_call, COUNT(by_call));
    bool passes = one_of(dotted, passed_on, COUNT(passed_on));
    if (!token_is(&r->token, "(") || (!env && !passes) || r->depth >= DEPTH_MAX)
        return NULL;
    code_step(r);
    struct literal *arguments = code_arguments(r);
    if (arguments->list.n == 0)
        return new_literal(r, LITERAL_UNKNOWN);
    struct literal *first = arguments->list.items[0];
    first->json |= str_eq(dotted, STR("JSON.stringify")) || str_eq(dotted, STR("json.dumps"));
    if (passes)
        return first;
    struct str name = literal_text(first, r->arena);
    if (!str_present(name))
        return new_literal(r, LITERAL_UNKNOWN);
    struct literal *l = variable(r, name);
    if (arguments->list.n > 1)
        stands_in(r, l, arguments->list.items[1]);
    return l;
}

static struct literal *word_value(struct code_reader *r, struct str word)
{
    static const struct {
        const char *word;
        enum literal_kind kind;
    } words[] = {{"true", LITERAL_TRUE},     {"True", LITERAL_TRUE}, {"false", LITERAL_FALSE},
                 {"False", LITERAL_FALSE},   {"null", LITERAL_NULL}, {"None", LITERAL_NULL},
                 {"undefined", LITERAL_NULL}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq(word, str_of(words[i].word)))
            return new_literal(r, words[i].kind);
    return NULL;
}

static struct literal *name_value(struct code_reader *r)
{
    while (code_take(r, "await") || code_take(r, "new"))
        continue;
    uint32_t line = r->token.line, column = r->token.column;
    struct str dotted = code_dotted(r);
    struct literal *l = NULL;
    if (!(l = word_value(r, dotted)) && !(l = env_by_index(r, dotted)) &&
        !(l = by_calling(r, dotted)) && !(l = env_by_dot(r, dotted)) && !opens(r))
        l = recall(r, dotted);
    if (l && r->depth < DEPTH_MAX) {
        struct literal *copy = new_literal(r, l->kind); // at the place where it is used
        *copy = *l;
        copy->line = line;
        copy->column = column;
        return copy;
    }
    l = new_literal(r, LITERAL_UNKNOWN);
    l->line = line;
    l->column = column;
    return l;
}

static void append(struct code_reader *r, struct literal *to, const struct literal *from)
{
    if (from->kind != LITERAL_TEXT)
        add_part(r, to, PART_UNKNOWN, STR(""));
    for (size_t i = 0; from->kind == LITERAL_TEXT && i < from->parts.n && to->parts.n < PARTS_MAX;
         i++)
        *arena_push(&to->parts, r->arena) = from->parts.items[i];
}

// ${expression} in a string: read with the same names.
static void inner_value(struct code_reader *r, struct literal *to, struct str code)
{
    if (r->depth >= DEPTH_MAX) {
        add_part(r, to, PART_UNKNOWN, code);
        return;
    }
    struct problem ignored;
    struct code_reader inner = code_read(code, r->path, r->lexer.language, r->arena, &ignored);
    inner.names.items = r->names.items;
    inner.names.n = inner.names.cap = r->names.n;
    inner.depth = r->depth + 1;
    struct literal *value = code_value(&inner);
    append(r, to, value);
}

static struct literal *string_value(struct code_reader *r)
{
    struct literal *l = new_literal(r, LITERAL_TEXT);
    do {
        for (size_t i = 0; i < r->token.pieces.n; i++) {
            struct piece *p = &r->token.pieces.items[i];
            if (p->code)
                inner_value(r, l, p->text);
            else
                add_part(r, l, PART_TEXT, p->text);
        }
        code_step(r);
    } while (python(r) && r->token.kind == TOKEN_STRING && (!r->token.first || r->depth > 0));
    return l;
}

// One item of a bracket: a value, or NAME: value, NAME = value, ...rest.
static void item(struct code_reader *r, struct literal *into, bool map)
{
    if (code_take(r, "**") || code_take(r, "*")) {
        into->open = true;
        skip_rest(r);
        return;
    }
    if (token_is(&r->token, ".")) { // ...rest
        into->open = true;
        while (code_take(r, "."))
            continue;
        skip_rest(r);
        return;
    }
    struct token before = r->token;
    struct str key = before.kind == TOKEN_NAME || before.kind == TOKEN_NUMBER
                         ? before.text
                         : token_literal(&before, r->arena);
    struct lexer there = r->lexer;
    if (str_present(key)) {
        code_step(r);
        bool colon = token_is(&r->token, ":"), equals = token_is(&r->token, "=");
        if ((map && colon) || (!map && equals)) {
            code_step(r);
            struct literal *value = code_value(r);
            *arena_push(&into->pairs, r->arena) = (struct literal_pair){key, value};
            return;
        }
        r->lexer = there; // it was a value after all
        r->token = before;
    }
    struct literal *value = code_value(r);
    if (!map)
        *arena_push(&into->list, r->arena) = value;
    else if (before.kind == TOKEN_NAME) // { model } is { model: model }
        *arena_push(&into->pairs, r->arena) = (struct literal_pair){key, value};
    else
        into->open = true;
}

static struct literal *bracket(struct code_reader *r, enum literal_kind kind, const char *close)
{
    struct literal *l = new_literal(r, kind);
    uint32_t line = r->token.line, column = r->token.column;
    code_step(r);
    r->depth++;
    while (!token_is(&r->token, close) && !r->failed) {
        if (r->token.kind == TOKEN_END || token_is(&r->token, ")") || token_is(&r->token, "]") ||
            token_is(&r->token, "}")) {
            fail(r, line, column, "expected the bracket that closes this one");
            break;
        }
        if (code_take(r, ",") || code_take(r, ";") || code_take(r, ":"))
            continue;
        item(r, l, kind == LITERAL_MAP);
    }
    r->depth--;
    if (!r->failed)
        code_step(r);
    return l;
}

static struct literal *number_value(struct code_reader *r, bool minus)
{
    struct literal *l = new_literal(r, LITERAL_NUMBER);
    if (!str_to_double(r->token.text, &l->number))
        l->kind = LITERAL_UNKNOWN;
    if (minus)
        l->number = -l->number;
    code_step(r);
    return l;
}

static struct literal *primary(struct code_reader *r)
{
    if (r->token.kind == TOKEN_STRING)
        return string_value(r);
    if (r->token.kind == TOKEN_NUMBER)
        return number_value(r, false);
    if (r->token.kind == TOKEN_NAME)
        return name_value(r);
    if (code_take(r, "-"))
        return r->token.kind == TOKEN_NUMBER ? number_value(r, true)
                                             : new_literal(r, LITERAL_UNKNOWN);
    if (r->depth >= DEPTH_MAX) {
        struct literal *l = new_literal(r, LITERAL_UNKNOWN);
        skip_rest(r);
        return l;
    }
    if (token_is(&r->token, "{"))
        return bracket(r, LITERAL_MAP, "}");
    if (token_is(&r->token, "["))
        return bracket(r, LITERAL_LIST, "]");
    if (token_is(&r->token, "(")) {
        struct literal *l = bracket(r, LITERAL_LIST, ")");
        return l->list.n == 1 && !l->open ? l->list.items[0] : l;
    }
    struct literal *l = new_literal(r, LITERAL_UNKNOWN);
    if (!ends_value(r))
        code_step(r);
    return l;
}

// `a || b`, `a ?? b`, `a or b`: a is what is meant, b stands in for it. `a!`, `a as string`.
static bool alternative(struct code_reader *r)
{
    static const char *const words[] = {"||", "??", "or", "as", "if"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (token_is(&r->token, words[i]))
            return true;
    return false;
}

struct literal *code_value(struct code_reader *r)
{
    struct literal *l = primary(r);
    while (!r->failed && !ends_value(r)) {
        code_take(r, "!");
        if (ends_value(r))
            break;
        if (alternative(r)) {
            bool other =
                token_is(&r->token, "||") || token_is(&r->token, "??") || token_is(&r->token, "or");
            if (other) {
                code_step(r);
                stands_in(r, l, primary(r));
            }
            skip_rest(r);
            break;
        }
        if (l->kind == LITERAL_TEXT && code_take(r, "+")) {
            struct literal *sum = new_literal(r, LITERAL_TEXT);
            sum->line = l->line;
            sum->column = l->column;
            append(r, sum, l);
            append(r, sum, primary(r));
            l = sum;
            continue;
        }
        if (l->kind == LITERAL_NUMBER && code_take(r, "*")) { // 60 * 1000
            const struct literal *by = primary(r);
            struct literal *product =
                new_literal(r, by->kind == LITERAL_NUMBER ? LITERAL_NUMBER : LITERAL_UNKNOWN);
            product->number = l->number * by->number;
            product->line = l->line;
            product->column = l->column;
            l = product;
            continue;
        }
        // .strip(), .trim(): what is called on a text leaves its meaning alone.
        if (l->kind == LITERAL_TEXT && code_take(r, ".")) {
            struct str method = code_dotted(r);
            bool tame = str_eq(method, STR("strip")) || str_eq(method, STR("trim"));
            if (opens(r))
                skip_bracket(r);
            if (tame)
                continue;
        }
        l->kind = l->kind == LITERAL_MAP || l->kind == LITERAL_LIST ? l->kind : LITERAL_UNKNOWN;
        skip_rest(r);
    }
    return l;
}

struct literal *code_arguments(struct code_reader *r)
{
    struct literal *l = new_literal(r, LITERAL_LIST);
    uint32_t line = r->token.line, column = r->token.column;
    r->depth++;
    while (!token_is(&r->token, ")") && !r->failed) {
        if (r->token.kind == TOKEN_END || token_is(&r->token, "]") || token_is(&r->token, "}")) {
            fail(r, line, column, "expected the parenthesis that closes this call");
            break;
        }
        if (code_take(r, ",") || code_take(r, ";") || code_take(r, ":"))
            continue;
        item(r, l, false);
    }
    r->depth--;
    if (!r->failed)
        code_step(r);
    return l;
}

const struct literal *literal_get(const struct literal *map, const char *key)
{
    for (size_t i = map ? map->pairs.n : 0; i > 0; i--)
        if (str_eq(map->pairs.items[i - 1].key, str_of(key)))
            return map->pairs.items[i - 1].value;
    return NULL;
}

struct str literal_text(const struct literal *l, struct arena *a)
{
    if (!l || l->kind != LITERAL_TEXT)
        return STR_NONE;
    struct buf b = buf_in(a);
    for (size_t i = 0; i < l->parts.n; i++) {
        if (l->parts.items[i].kind != PART_TEXT)
            return STR_NONE;
        buf_add(&b, l->parts.items[i].text);
    }
    return buf_str(&b);
}

struct str literal_variable(const struct literal *l)
{
    bool is =
        l && l->kind == LITERAL_TEXT && l->parts.n == 1 && l->parts.items[0].kind == PART_VARIABLE;
    return is ? l->parts.items[0].text : STR_NONE;
}

struct loc literal_loc(const struct code_reader *r, const struct literal *l)
{
    return (struct loc){r->path, l->line, l->column};
}
