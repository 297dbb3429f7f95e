// SPDX-License-Identifier: MIT
#include "parse/codepath.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

// LOOKS: how often a text may be gone over, as expressions are read again for what stands in them.
enum { NAMES_MAX = 200, TEXT_MAX = 400, DEPTH_MAX = 12, LOOKS = 4 };

struct path_reader path_reader_of(struct str text, struct str file, enum code_language language,
                                  path_env *env, void *ctx, struct arena *a)
{
    struct path_reader r = {.file = file, .env = env, .ctx = ctx, .arena = a};
    r.lexer = lexer_of(text, language, a);
    r.left = arena_one(a, size_t);
    *r.left = LOOKS * text.n + 100;
    path_step(&r);
    return r;
}

void path_step(struct path_reader *r)
{
    r->token = *r->left ? lexer_next(&r->lexer) : (struct token){.kind = TOKEN_END};
    *r->left -= *r->left > 0;
}

bool path_take(struct path_reader *r, const char *text)
{
    bool is = token_is(&r->token, text);
    if (is)
        path_step(r);
    return is;
}

// ---- paths ----

static struct code_path untold(void)
{
    return (struct code_path){.told = PATH_UNTOLD};
}

// `text` joined to `base` and made normal. Above the root, or an absolute path: not told.
static struct code_path joined(struct path_reader *r, struct code_path base, struct str text)
{
    struct str rest = str_fmt(r->arena, "%.*s/%.*s", STR_ARG(base.text), STR_ARG(text)), part;
    struct strs parts = {0};
    if (base.told != PATH_TOLD || str_starts(text, STR("/")) || str_starts(text, STR("~")) ||
        rest.n > TEXT_MAX)
        return untold();
    while (str_cut(&rest, '/', &part)) {
        bool up = str_eq(part, STR(".."));
        if (part.n == 0 || str_eq(part, STR(".")))
            continue;
        if (up && parts.n && !str_eq(parts.items[parts.n - 1], part))
            parts.n--;
        else if (up && base.at_root)
            return untold();
        else
            strs_add(&parts, part, r->arena);
    }
    struct buf b = buf_in(r->arena);
    for (size_t i = 0; i < parts.n; i++)
        buf_fmt(&b, "%s%.*s", i ? "/" : "", STR_ARG(parts.items[i]));
    base.text = b.n ? buf_str(&b) : STR(".");
    return base;
}

static struct code_path here(void)
{
    return (struct code_path){.told = PATH_TOLD, .text = STR(".")};
}

struct code_path path_below(struct path_reader *r, struct code_path dir, struct str name)
{
    return joined(r, dir, name);
}

struct code_path path_at_root(struct path_reader *r, struct str dir, struct str path)
{
    struct code_path base = {.told = PATH_TOLD, .at_root = true, .text = dir};
    return joined(r, base, path);
}

static struct code_path text_path(struct path_reader *r, struct str text)
{
    return joined(r, here(), text);
}

static struct code_path parent(struct path_reader *r, struct code_path p, double times)
{
    for (double i = 0; i < times && p.told == PATH_TOLD; i++)
        p = joined(r, p, STR(".."));
    return p;
}

// One path behind another, as "/" and os.path.join put them.
static struct code_path behind(struct path_reader *r, struct code_path left, struct code_path right)
{
    if (right.told != PATH_TOLD || right.at_root)
        return right.told == PATH_TOLD ? right : untold();
    return joined(r, left, right.text);
}

static const struct code_path *recall(const struct path_reader *r, struct str name)
{
    for (size_t i = r->names.n; i > 0; i--)
        if (str_eq(r->names.items[i - 1].name, name))
            return &r->names.items[i - 1].path;
    return NULL;
}

void path_remember(struct path_reader *r, struct str name, struct code_path p)
{
    if (r->names.n < NAMES_MAX)
        *arena_push(&r->names, r->arena) = (struct path_name){name, p};
}

// ---- expressions ----

bool path_opens(const struct path_reader *r)
{
    return token_is(&r->token, "(") || token_is(&r->token, "[") || token_is(&r->token, "{");
}

bool path_closes(const struct path_reader *r)
{
    return token_is(&r->token, ")") || token_is(&r->token, "]") || token_is(&r->token, "}");
}

// Over a bracket and all it holds.
static void skip_bracket(struct path_reader *r)
{
    size_t open = 0;
    do {
        open += path_opens(r);
        open -= path_closes(r);
        path_step(r);
    } while (open && r->token.kind != TOKEN_END);
}

// Text behind a path, as "+" and f"{BASE_DIR}/.env" put it: no separator comes in between.
static struct code_path concat(struct path_reader *r, struct code_path p, struct code_path more)
{
    if (p.told != PATH_TOLD || more.told != PATH_TOLD || more.at_root)
        return untold();
    struct str text = more.text;
    if (str_eq(p.text, STR("."))) // os.getcwd() + ".env" lies beside the directory
        return str_starts(text, STR("/")) ? joined(r, p, str_from(text, 1)) : untold();
    struct code_path base = {.told = PATH_TOLD, .at_root = p.at_root, .text = STR(".")};
    return joined(r, base, str_join(p.text, text, r->arena));
}

// Code in the braces of a string, with the names that are known here.
static struct code_path inner(struct path_reader *r, struct str code)
{
    if (r->depth >= DEPTH_MAX)
        return untold();
    struct path_reader in = *r;
    in.lexer = lexer_of(code, r->lexer.language, r->arena);
    path_step(&in);
    struct code_path p = path_expression(&in);
    return in.token.kind == TOKEN_END ? p : untold();
}

// "conf/.env", f"{BASE_DIR}/.env", `.env.${process.env.NODE_ENV}`: as written, since something may
// stand before it.
static struct code_path string_path(struct path_reader *r)
{
    struct token t = r->token;
    struct code_path p = {.told = PATH_TOLD, .text = STR("")};
    path_step(r);
    if (r->token.kind == TOKEN_STRING || t.pieces.n == 0)
        return untold();
    for (size_t i = 0; i < t.pieces.n; i++) {
        struct str text = t.pieces.items[i].text;
        struct code_path piece = {.told = PATH_TOLD, .text = text};
        if (t.pieces.items[i].code)
            piece = inner(r, text);
        if (i == 0)
            p = piece;
        else
            p = concat(r, p, piece);
    }
    return p;
}

struct arguments {
    struct code_path items[6];
    struct str first; // text of the first one when it is a plain string
    uint64_t number;  // the last one, where it is one
    size_t n;
};

// Of a call, from behind its opening bracket to behind the closing one.
static struct arguments arguments(struct path_reader *r)
{
    struct arguments out = {0};
    while (!token_is(&r->token, ")") && r->token.kind != TOKEN_END) {
        if (r->token.kind == TOKEN_STRING && out.n == 0)
            out.first = token_literal(&r->token, r->arena);
        if (r->token.kind != TOKEN_NUMBER || !str_to_u64(r->token.text, &out.number))
            out.number = 0;
        struct code_path p = path_expression(r), *kept = &p;
        if (out.n < COUNT(out.items)) {
            kept = &out.items[out.n];
            *kept = p;
        }
        out.n++;
        while (!token_is(&r->token, ",") && !token_is(&r->token, ")") &&
               r->token.kind != TOKEN_END) { // named, or more than a path: not told
            *kept = untold();
            if (path_opens(r))
                skip_bracket(r);
            else
                path_step(r);
        }
        path_take(r, ",");
    }
    path_take(r, ")");
    return out;
}

static struct code_path join_all(struct path_reader *r, const struct arguments *args)
{
    struct code_path p = here();
    if (args->n > COUNT(args->items))
        return untold();
    for (size_t i = 0; i < args->n; i++)
        p = behind(r, p, args->items[i]);
    return p;
}

static struct code_path same(struct path_reader *r, const struct arguments *args)
{
    (void)r;
    return args->n == 1 ? args->items[0] : untold();
}

static struct code_path directory(struct path_reader *r, const struct arguments *args)
{
    bool levels = args->n == 2 && args->number && args->number < 32; // PHP's dirname(__DIR__, 2)
    return args->n == 1 || levels ? parent(r, args->items[0], levels ? (double)args->number : 1)
                                  : untold();
}

static struct code_path working(struct path_reader *r, const struct arguments *args)
{
    (void)r;
    return args->n == 0 ? here() : untold();
}

static struct code_path environment(struct path_reader *r, struct str name)
{
    struct str set = str_present(name) ? r->env(r->ctx, name) : STR_NONE;
    return str_present(set) ? text_path(r, set) : (struct code_path){.told = PATH_UNSET};
}

static struct code_path variable(struct path_reader *r, const struct arguments *args)
{
    struct code_path p = environment(r, args->first);
    return p.told == PATH_UNSET && args->n == 2 ? args->items[1] : p;
}

// new URL(".env", import.meta.url)
static struct code_path beside(struct path_reader *r, const struct arguments *args)
{
    return args->n == 2 ? behind(r, parent(r, args->items[1], 1), args->items[0]) : untold();
}

static struct code_path searched(struct path_reader *r, const struct arguments *args)
{
    (void)r, (void)args;
    return (struct code_path){.told = PATH_SEARCHED};
}

static struct code_path call(struct path_reader *r, struct str dotted)
{
    static const struct {
        const char *name;
        struct code_path (*make)(struct path_reader *, const struct arguments *);
    } calls[] = {
        {"Path", join_all},
        {"pathlib.Path", join_all},
        {"PurePath", join_all},
        {"os.path.join", join_all},
        {"path.join", join_all},
        {"join", join_all},
        {"str", same},
        {"os.fspath", same},
        {"os.path.abspath", same},
        {"path.abspath", same},
        {"abspath", same},
        {"os.path.realpath", same},
        {"os.path.normpath", same},
        {"os.path.dirname", directory},
        {"path.dirname", directory},
        {"dirname", directory},
        {"Path.cwd", working},
        {"pathlib.Path.cwd", working},
        {"os.getcwd", working},
        {"os.getenv", variable},
        {"getenv", variable},
        {"os.environ.get", variable},
        {"environ.get", variable},
        {"path.resolve", join_all},
        {"resolve", join_all},
        {"process.cwd", working},
        {"fileURLToPath", same},
        {"url.fileURLToPath", same},
        {"URL", beside},
        {"realpath", same},
        {"getcwd", working},
        {"Path.new", same}, // Rust
        {"PathBuf.from", same},
        {"find_dotenv", searched},
        {"dotenv.find_dotenv", searched},
    };
    struct arguments args = arguments(r);
    for (size_t i = 0; i < COUNT(calls); i++)
        if (str_eq(dotted, str_of(calls[i].name)))
            return calls[i].make(r, &args);
    return untold();
}

// ".parent", ".resolve()", ".joinpath(...)" behind a path.
static struct code_path attribute(struct path_reader *r, struct code_path p, struct str name)
{
    static const char *const plain[] = {"resolve", "absolute", "as_posix", "expanduser"};
    if (str_eq(name, STR("parent")))
        return parent(r, p, 1);
    if (str_eq(name, STR("parents")) && path_take(r, "[")) {
        uint64_t n = 0;
        bool number = r->token.kind == TOKEN_NUMBER && str_to_u64(r->token.text, &n) && n < 32;
        path_step(r);
        return path_take(r, "]") && number ? parent(r, p, (double)n + 1) : untold();
    }
    if (!path_take(r, "("))
        return untold();
    struct arguments args = arguments(r);
    if (str_eq(name, STR("joinpath")))
        return behind(r, p, join_all(r, &args));
    for (size_t i = 0; i < COUNT(plain); i++)
        if (str_eq(name, str_of(plain[i])))
            return p;
    return untold();
}

static bool is_php(const struct path_reader *r)
{
    return r->lexer.language == CODE_PHP;
}

static struct code_path attributes(struct path_reader *r, struct code_path p)
{
    while (token_is(&r->token, ".") && !is_php(r)) { // there it joins texts
        path_step(r);
        struct str name = r->token.text;
        if (r->token.kind != TOKEN_NAME)
            return untold();
        path_step(r);
        p = attribute(r, p, name);
    }
    return p;
}

// The file that is read, and its directory, by the names that the two languages have for them.
static struct code_path own_place(struct path_reader *r, struct str dotted)
{
    static const struct {
        char name[24];
        bool directory;
    } rows[] = {{"__file__", false}, {"__filename", false},      {"import.meta.filename", false},
                {"__dirname", true}, {"import.meta.url", false}, {"import.meta.dirname", true},
                {"__DIR__", true},   {"__FILE__", false}};
    struct code_path root = {.told = PATH_TOLD, .at_root = true, .text = STR(".")};
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq(dotted, str_of(rows[i].name)))
            return parent(r, joined(r, root, r->file), rows[i].directory);
    return untold();
}

// os.environ["X"], process.env["X"], process.env.X
static struct code_path by_environment(struct path_reader *r, struct str dotted)
{
    struct str own = STR("process.env."), name = STR_NONE;
    if (str_starts(dotted, own))
        return environment(r, str_from(dotted, own.n));
    if (!str_eq(dotted, STR("os.environ")) && !str_eq(dotted, STR("environ")) &&
        !str_eq(dotted, STR("process.env")))
        return untold();
    if (path_take(r, "[") && r->token.kind == TOKEN_STRING) {
        name = token_literal(&r->token, r->arena);
        path_step(r);
    }
    return path_take(r, "]") ? environment(r, name) : untold();
}

// A name, or a call of one: as many of its parts as are known to be one, attributes behind them.
static struct code_path by_name(struct path_reader *r)
{
    while (path_take(r, "new") || path_take(r, "await") || path_take(r, "&"))
        continue;
    struct str name = r->token.text;
    path_step(r);
    if (str_eq(name, STR("None")) || str_eq(name, STR("null")) || str_eq(name, STR("undefined")))
        return (struct code_path){.told = PATH_NONE};
    const struct code_path *known = recall(r, name);
    // const path = require("node:path") makes no path of the name.
    if (known && known->told != PATH_UNTOLD && !token_is(&r->token, "("))
        return attributes(r, *known);
    if (str_eq(name, STR("__file__")))
        return attributes(r, own_place(r, name));
    struct buf b = buf_in(r->arena);
    buf_add(&b, name);
    while ((token_is(&r->token, "::") || (token_is(&r->token, ".") && !is_php(r))) &&
           b.n < TEXT_MAX) {
        path_step(r);
        buf_fmt(&b, ".%.*s", STR_ARG(r->token.text));
        path_step(r);
    }
    if (path_take(r, "("))
        return attributes(r, call(r, buf_str(&b)));
    struct code_path p = own_place(r, buf_str(&b));
    return p.told == PATH_TOLD ? p : by_environment(r, buf_str(&b));
}

static struct code_path primary(struct path_reader *r)
{
    if (r->token.kind == TOKEN_STRING)
        return string_path(r);
    if (r->token.kind == TOKEN_NAME || token_is(&r->token, "&")) // Rust's &path
        return by_name(r);
    if (path_take(r, "(")) {
        struct code_path p = path_expression(r);
        return path_take(r, ")") ? attributes(r, p) : untold();
    }
    return untold();
}

// Text alone is a path of the working directory.
static struct code_path normal(struct path_reader *r, struct code_path p)
{
    return p.told == PATH_TOLD && !p.at_root ? text_path(r, p.text) : p;
}

static bool joins(const struct path_reader *r)
{
    return token_is(&r->token, "+") || (is_php(r) && token_is(&r->token, "."));
}

// Paths joined by "/" or "+", which is "." in PHP.
static struct code_path sum(struct path_reader *r)
{
    struct code_path p = primary(r);
    while (p.told == PATH_TOLD && (token_is(&r->token, "/") || joins(r))) {
        bool plus = joins(r);
        path_step(r);
        struct code_path right = primary(r);
        p = plus ? concat(r, p, right) : behind(r, normal(r, p), right);
    }
    return p;
}

static bool takes_or(struct path_reader *r)
{
    return path_take(r, "or") || path_take(r, "||") || path_take(r, "??");
}

struct code_path path_expression(struct path_reader *r)
{
    if (r->depth >= DEPTH_MAX)
        return untold();
    r->depth++;
    struct code_path p = sum(r);
    while (p.told != PATH_UNTOLD && takes_or(r)) {
        struct code_path other = sum(r);
        p = p.told == PATH_UNSET || p.told == PATH_NONE ? other : p;
    }
    r->depth--;
    return normal(r, p);
}

// Nothing of the expression is left: what follows ends it.
bool path_ended(const struct path_reader *r)
{
    return r->token.kind == TOKEN_END || r->token.first || path_closes(r) ||
           token_is(&r->token, ",") || token_is(&r->token, ";");
}
