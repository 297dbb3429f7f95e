// SPDX-License-Identifier: MIT
#include "parse/pydantic.h"

#include "parse/code.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { NAMES_MAX = 200, FILES_MAX = 8, PATH_MAX_BYTES = 400, DEPTH_MAX = 12 };

// What an expression is, as far as its text tells a path.
enum told { NOTHING, NONE_AT_ALL, A_PATH, SEARCHED };

struct path {
    enum told told;
    bool at_root;    // relative to the root, not to the working directory
    struct str text; // normal: no "." or ".." inside, "." for the directory itself
};

struct named {
    struct str name;
    struct path path;
};

struct reader {
    struct lexer lexer;
    struct token token;
    struct str file; // relative to the root
    pydantic_env *env;
    void *ctx;
    struct pydantic_facts *out;
    struct arena *a, *scratch;
    struct {
        struct named *items;
        size_t n, cap;
    } names;
    size_t depth;           // of the expression
    size_t brackets;        // open in the text
    uint32_t config_column; // of the last `class Config:`; 0: none
};

static void step(struct reader *r)
{
    r->token = lexer_next(&r->lexer);
}

static bool take(struct reader *r, const char *text)
{
    bool is = token_is(&r->token, text);
    if (is)
        step(r);
    return is;
}

// ---- paths ----

static struct path nothing(void)
{
    return (struct path){.told = NOTHING};
}

// `text` joined to `base` and made normal. Above the root, or an absolute path: not told.
static struct path joined(struct reader *r, struct path base, struct str text)
{
    struct str rest = str_fmt(r->scratch, "%.*s/%.*s", STR_ARG(base.text), STR_ARG(text)), part;
    struct strs parts = {0};
    if (base.told != A_PATH || str_starts(text, STR("/")) || str_starts(text, STR("~")) ||
        rest.n > PATH_MAX_BYTES)
        return nothing();
    while (str_cut(&rest, '/', &part)) {
        bool up = str_eq(part, STR(".."));
        if (part.n == 0 || str_eq(part, STR(".")))
            continue;
        if (up && parts.n && !str_eq(parts.items[parts.n - 1], part))
            parts.n--;
        else if (up && base.at_root)
            return nothing();
        else
            strs_add(&parts, part, r->scratch);
    }
    struct buf b = buf_in(r->scratch);
    for (size_t i = 0; i < parts.n; i++)
        buf_fmt(&b, "%s%.*s", i ? "/" : "", STR_ARG(parts.items[i]));
    base.text = b.n ? buf_str(&b) : STR(".");
    return base;
}

static struct path here(void)
{
    return (struct path){.told = A_PATH, .text = STR(".")};
}

static struct path text_path(struct reader *r, struct str text)
{
    return joined(r, here(), text);
}

static struct path parent(struct reader *r, struct path p, double times)
{
    for (double i = 0; i < times && p.told == A_PATH; i++)
        p = joined(r, p, STR(".."));
    return p;
}

// One path behind another, as "/" and os.path.join put them.
static struct path behind(struct reader *r, struct path left, struct path right)
{
    if (right.told != A_PATH || right.at_root)
        return right.told == A_PATH ? right : nothing();
    return joined(r, left, right.text);
}

static const struct path *recall(const struct reader *r, struct str name)
{
    for (size_t i = r->names.n; i > 0; i--)
        if (str_eq(r->names.items[i - 1].name, name))
            return &r->names.items[i - 1].path;
    return NULL;
}

static void remember(struct reader *r, struct str name, struct path p)
{
    if (r->names.n < NAMES_MAX)
        *arena_push(&r->names, r->scratch) = (struct named){name, p};
}

// ---- expressions ----

static struct path expression(struct reader *r);

static bool opens(const struct reader *r)
{
    return token_is(&r->token, "(") || token_is(&r->token, "[") || token_is(&r->token, "{");
}

static bool closes(const struct reader *r)
{
    return token_is(&r->token, ")") || token_is(&r->token, "]") || token_is(&r->token, "}");
}

// Over a bracket and all it holds.
static void skip_bracket(struct reader *r)
{
    size_t open = 0;
    do {
        open += opens(r);
        open -= closes(r);
        step(r);
    } while (open && r->token.kind != TOKEN_END);
}

// "conf/.env", or f"{BASE_DIR}/.env" with a name that is known; any other code in braces is not told.
static struct path string_path(struct reader *r)
{
    struct token t = r->token;
    struct path p = here();
    step(r);
    if (r->token.kind == TOKEN_STRING || t.pieces.n == 0)
        return nothing();
    for (size_t i = 0; i < t.pieces.n; i++) {
        struct str text = t.pieces.items[i].text;
        const struct path *known = t.pieces.items[i].code ? recall(r, text) : NULL;
        if (t.pieces.items[i].code)
            p = known && i == 0 ? *known : nothing();
        else if (i == 0)
            p = joined(r, p, text);
        else // behind a directory, or it would be a part of the name
            p = str_starts(text, STR("/")) ? joined(r, p, str_from(text, 1)) : nothing();
    }
    return p;
}

struct arguments {
    struct path items[6];
    struct str first; // text of the first one when it is a plain string
    size_t n;
};

// Of a call, from behind its opening bracket to behind the closing one.
static struct arguments arguments(struct reader *r)
{
    struct arguments out = {0};
    while (!token_is(&r->token, ")") && r->token.kind != TOKEN_END) {
        if (r->token.kind == TOKEN_STRING && out.n == 0)
            out.first = token_literal(&r->token, r->scratch);
        struct path p = expression(r);
        if (out.n < COUNT(out.items))
            out.items[out.n++] = p;
        while (!token_is(&r->token, ",") && !token_is(&r->token, ")") &&
               r->token.kind != TOKEN_END) { // named, or more than a path: not told
            out.items[out.n - 1] = nothing();
            if (opens(r))
                skip_bracket(r);
            else
                step(r);
        }
        take(r, ",");
    }
    take(r, ")");
    return out;
}

static struct path join_all(struct reader *r, const struct arguments *args)
{
    struct path p = here();
    for (size_t i = 0; i < args->n; i++)
        p = behind(r, p, args->items[i]);
    return args->n <= COUNT(args->items) ? p : nothing();
}

static struct path same(struct reader *r, const struct arguments *args)
{
    (void)r;
    return args->n == 1 ? args->items[0] : nothing();
}

static struct path directory(struct reader *r, const struct arguments *args)
{
    return args->n == 1 ? parent(r, args->items[0], 1) : nothing();
}

static struct path working(struct reader *r, const struct arguments *args)
{
    (void)r;
    return args->n == 0 ? here() : nothing();
}

static struct path variable(struct reader *r, const struct arguments *args)
{
    struct str set = str_present(args->first) ? r->env(r->ctx, args->first) : STR_NONE;
    if (str_present(set))
        return text_path(r, set);
    return args->n == 2 ? args->items[1] : nothing();
}

static struct path searched(struct reader *r, const struct arguments *args)
{
    (void)r, (void)args;
    return (struct path){.told = SEARCHED};
}

static struct path call(struct reader *r, struct str dotted)
{
    static const struct {
        const char *name;
        struct path (*make)(struct reader *, const struct arguments *);
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
        {"find_dotenv", searched},
        {"dotenv.find_dotenv", searched},
    };
    struct arguments args = arguments(r);
    for (size_t i = 0; i < COUNT(calls); i++)
        if (str_eq(dotted, str_of(calls[i].name)))
            return calls[i].make(r, &args);
    return nothing();
}

// ".parent", ".resolve()", ".joinpath(...)" behind a path.
static struct path attribute(struct reader *r, struct path p, struct str name)
{
    static const char *const plain[] = {"resolve", "absolute", "as_posix", "expanduser"};
    if (str_eq(name, STR("parent")))
        return parent(r, p, 1);
    if (str_eq(name, STR("parents")) && take(r, "[")) {
        uint64_t n = 0;
        bool number = r->token.kind == TOKEN_NUMBER && str_to_u64(r->token.text, &n) && n < 32;
        step(r);
        return take(r, "]") && number ? parent(r, p, (double)n + 1) : nothing();
    }
    if (!take(r, "("))
        return nothing();
    struct arguments args = arguments(r);
    if (str_eq(name, STR("joinpath")))
        return behind(r, p, join_all(r, &args));
    for (size_t i = 0; i < COUNT(plain); i++)
        if (str_eq(name, str_of(plain[i])))
            return p;
    return nothing();
}

static struct path attributes(struct reader *r, struct path p)
{
    while (token_is(&r->token, ".")) {
        step(r);
        struct str name = r->token.text;
        if (r->token.kind != TOKEN_NAME)
            return nothing();
        step(r);
        p = attribute(r, p, name);
    }
    return p;
}

// A name, or a call of one: as many of its parts as are known to be one, attributes behind them.
static struct path by_name(struct reader *r)
{
    struct str name = r->token.text;
    step(r);
    if (str_eq(name, STR("None")))
        return (struct path){.told = NONE_AT_ALL};
    if (str_eq(name, STR("__file__")))
        return joined(r, (struct path){.told = A_PATH, .at_root = true, .text = STR(".")}, r->file);
    const struct path *known = recall(r, name);
    if (known && !token_is(&r->token, "("))
        return attributes(r, *known);
    struct buf b = buf_in(r->scratch);
    buf_add(&b, name);
    while (token_is(&r->token, ".") && b.n < PATH_MAX_BYTES) {
        step(r);
        buf_fmt(&b, ".%.*s", STR_ARG(r->token.text));
        step(r);
    }
    return take(r, "(") ? attributes(r, call(r, buf_str(&b))) : nothing();
}

static struct path primary(struct reader *r)
{
    if (r->token.kind == TOKEN_STRING)
        return string_path(r);
    if (r->token.kind == TOKEN_NAME)
        return by_name(r);
    if (take(r, "(")) {
        struct path p = expression(r);
        return take(r, ")") ? attributes(r, p) : nothing();
    }
    return nothing();
}

static struct path expression(struct reader *r)
{
    if (r->depth >= DEPTH_MAX)
        return nothing();
    r->depth++;
    struct path p = primary(r);
    while (p.told == A_PATH && token_is(&r->token, "/")) {
        step(r);
        p = behind(r, p, primary(r));
    }
    r->depth--;
    return p;
}

// Nothing of the expression is left: what follows ends it.
static bool ended(const struct reader *r)
{
    return r->token.kind == TOKEN_END || r->token.first || closes(r) || token_is(&r->token, ",") ||
           token_is(&r->token, ";");
}

// ---- settings ----

static void untold(struct reader *r, struct loc loc)
{
    if (!str_present(r->out->untold.file))
        r->out->untold = loc;
}

static void add(struct reader *r, struct path p, struct loc loc)
{
    loc.file = str_dup(r->file, r->a);
    if (p.told == SEARCHED) {
        r->out->searched = loc;
        return;
    }
    if (p.told != A_PATH) {
        if (p.told == NOTHING)
            untold(r, loc);
        return;
    }
    for (size_t i = 0; i < r->out->files.n; i++)
        if (r->out->files.items[i].at_root == p.at_root &&
            str_eq(r->out->files.items[i].path, p.text))
            return;
    if (r->out->files.n < FILES_MAX)
        *arena_push(&r->out->files, r->a) =
            (struct pydantic_file){str_dup(p.text, r->a), p.at_root, loc};
}

// env_file = expression, or a list or tuple of them.
static void env_file(struct reader *r)
{
    struct reader before = *r;
    struct loc loc = {.file = r->file, .line = r->token.line, .column = r->token.column};
    struct path p = expression(r);
    if (p.told != NOTHING && ended(r)) {
        add(r, p, loc);
        return;
    }
    if (!token_is(&before.token, "(") && !token_is(&before.token, "[")) {
        add(r, nothing(), loc);
        return;
    }
    r->lexer = before.lexer; // once more, as a list
    r->token = before.token;
    step(r);
    while (!closes(r) && r->token.kind != TOKEN_END) {
        p = expression(r);
        add(r, token_is(&r->token, ",") || closes(r) ? p : nothing(), loc);
        if (!take(r, ",") && !closes(r)) {
            untold(r, loc);
            return;
        }
    }
    step(r);
}

static bool is_env_file(struct str name)
{
    return str_eq(name, STR("env_file")) || str_eq(name, STR("_env_file"));
}

// class Settings(BaseSettings): / class Config:
static void class_line(struct reader *r, uint32_t column)
{
    struct loc loc = {.file = r->file, .line = r->token.line, .column = column};
    bool config = token_is(&r->token, "Config");
    step(r);
    if (config)
        r->config_column = column;
    if (!take(r, "("))
        return;
    for (; !token_is(&r->token, ")") && r->token.kind != TOKEN_END; step(r))
        if (token_is(&r->token, "BaseSettings") && !r->out->settings) {
            loc.file = str_dup(r->file, r->a);
            r->out->settings = true;
            r->out->shown = loc;
        }
}

static void name_at(struct reader *r)
{
    struct token t = r->token;
    bool statement = t.first && r->brackets == 0;
    bool in_config = r->config_column && t.column > r->config_column;
    if (statement && !in_config && t.column <= r->config_column)
        r->config_column = 0;
    step(r);
    if (statement && str_eq(t.text, STR("class"))) {
        class_line(r, t.column);
        return;
    }
    if (str_eq(t.text, STR("load_dotenv")) && token_is(&r->token, "("))
        r->out->loads_dotenv = true;
    if (statement && token_is(&r->token, ":")) { // NAME: Path = ...
        for (step(r); !r->token.first && !token_is(&r->token, "=") && r->token.kind != TOKEN_END;)
            step(r);
    }
    if (!take(r, "="))
        return;
    if (is_env_file(t.text) && (!statement || in_config)) {
        env_file(r);
    } else if (statement) { // looked at, and read again for what stands in it
        struct reader there = *r;
        struct path p = expression(&there);
        remember(r, t.text, ended(&there) ? p : nothing());
    }
}

void pydantic_read(struct str bytes, struct str path, pydantic_env *env, void *ctx,
                   struct pydantic_facts *out, struct arena *a, struct arena scratch)
{
    struct reader r = {.file = path, .env = env, .ctx = ctx, .out = out, .a = a};
    if (!str_ends(path, STR(".py")) || str_chr(bytes, '\0') != STR_NOWHERE)
        return;
    if (!str_has(bytes, STR("BaseSettings")) && !str_has(bytes, STR("env_file")) &&
        !str_has(bytes, STR("load_dotenv")))
        return;
    // A file of another library's env_file (docker, paramiko) is none of ours.
    bool ours = str_has(bytes, STR("BaseSettings")) || str_has(bytes, STR("_env_file")) ||
                str_has(bytes, STR("SettingsConfigDict"));
    if (!ours) {
        out->loads_dotenv |= str_has(bytes, STR("load_dotenv("));
        return;
    }
    r.scratch = &scratch;
    r.lexer = lexer_of(bytes, CODE_PYTHON, &scratch);
    step(&r);
    while (r.token.kind != TOKEN_END) {
        struct str text = r.token.text;
        r.brackets += opens(&r);
        r.brackets -= closes(&r) && r.brackets;
        if (r.token.kind == TOKEN_NAME) {
            name_at(&r);
            continue;
        }
        bool key = r.token.kind == TOKEN_STRING && str_has(text, STR("env_file"));
        struct str plain = key ? token_literal(&r.token, &scratch) : STR_NONE;
        step(&r);
        if (str_present(plain) && is_env_file(plain) && take(&r, ":"))
            env_file(&r);
    }
}
