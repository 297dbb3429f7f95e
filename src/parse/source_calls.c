// SPDX-License-Identifier: MIT
// Python and JavaScript: the calls that make a client or a request, with what they are given.
#include "parse/names.h"
#include "parse/source_impl.h"

#include "parse/keyfacts.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { NAMES_MAX = 300 };

static const struct literal *first_of(const struct literal *map, const char *const *keys, size_t n)
{
    const struct literal *l = NULL;
    for (size_t i = 0; i < n && !l; i++)
        l = literal_get(map, keys[i]);
    return l;
}
#define FIRST_OF(map, ...)                                                                         \
    first_of(map, (const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

static bool foreign_key(struct source_reader *r, const struct literal *key)
{
    struct str variable = literal_variable(key), text = literal_text(key, r->scratch), provider;
    if (str_present(variable))
        return name_role(variable) == NAME_FOREIGN_KEY || name_role(variable) == NAME_AZURE;
    return str_present(text) && key_like(text, &provider) && str_present(provider);
}

static void add_numbers(struct source_reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *timeout = FIRST_OF(named, "timeout", "request_timeout");
    const struct literal *retries = FIRST_OF(named, "max_retries", "maxRetries", "num_retries");
    double unit = r->language == CODE_PYTHON ? 1 : 0.001;
    if (timeout && timeout->kind == LITERAL_NUMBER && timeout->number > 0)
        source_say(r, SOURCE_TIMEOUT, STR(""), timeout->number * unit, literal_loc(c, timeout));
    if (retries && retries->kind == LITERAL_NUMBER && retries->number >= 0)
        source_say(r, SOURCE_RETRIES, STR(""), retries->number, literal_loc(c, retries));
}

static void add_model(struct source_reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *model = FIRST_OF(named, "model", "modelName", "model_name");
    struct str text = literal_text(model, r->scratch);
    if (text.n && text.n <= 128 && !str_has_any(text, " \t\r\n"))
        source_say(r, SOURCE_MODEL, text, 0, literal_loc(c, model));
}

// The call may be the gateway's: by its own URL, else by the rest of the file.
static bool may_be_ours(const struct source_reader *r, const struct literal *url)
{
    struct str text = literal_text(url, r->scratch);
    if (!url)
        return true;
    return str_present(text) ? source_is_gateway(r, text) : r->gateway;
}

// The one variable that the text consists of, or that stands behind "Bearer "; "" when there is a
// text that stands in for it, or it is something else.
static struct str variable_of(const struct literal *l)
{
    size_t n = l && l->kind == LITERAL_TEXT ? l->parts.n : 0;
    const struct part *last = n ? &l->parts.items[n - 1] : NULL;
    bool scheme = n == 2 && l->parts.items[0].kind == PART_TEXT &&
                  str_eq_icase(l->parts.items[0].text, STR("Bearer "));
    if ((n != 1 && !scheme) || last->kind != PART_VARIABLE || last->otherwise.n)
        return STR("");
    return last->text;
}

// All arguments are told, and no key is among them: the client reads its own variable, unless the
// code fills that somewhere.
static bool reads_own(const struct source_reader *r, const struct code_reader *c,
                      const struct literal *named, const struct literal *key)
{
    return !key && !named->open && named->kind != LITERAL_UNKNOWN && !c->failed && !r->names_own;
}

static void client_key(struct source_reader *r, struct code_reader *c, const struct literal *key,
                       const struct literal *url, bool own, struct loc call)
{
    struct str text = literal_text(key, r->scratch);
    struct loc loc = key ? literal_loc(c, key) : call;
    bool gateway = source_is_gateway(r, literal_text(url, r->scratch));
    struct str from = variable_of(url);
    if (str_present(text))
        source_key(r, text, may_be_ours(r, url), loc);
    else if (own && (gateway || !url))
        source_key_default(r, STR(SOURCE_OWN_KEY), gateway, loc);
    else
        source_key_elsewhere(r, gateway || from.n ? variable_of(key) : STR(""),
                             gateway ? STR("") : from, loc);
}

// headers={"Authorization": "Bearer ..."}
static void request_key(struct source_reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *headers = literal_get(named, "headers");
    for (size_t i = 0; headers && i < headers->pairs.n; i++) {
        const struct literal *value = headers->pairs.items[i].value;
        struct str text = literal_text(value, r->scratch);
        if (!str_eq_icase(headers->pairs.items[i].key, STR("authorization")))
            continue;
        if (str_present(text))
            source_header(r, text, literal_loc(c, value));
        else
            source_key_elsewhere(r, variable_of(value), STR(""), literal_loc(c, value));
    }
}

static const struct literal *client_url(const struct literal *named)
{
    const struct literal *url =
        FIRST_OF(named, "base_url", "baseURL", "api_base", "openai_api_base", "basePath");
    return url ? url : literal_get(literal_get(named, "configuration"), "baseURL");
}

// `own`: given no key, the client reads a variable by itself.
static bool on_client(struct source_reader *r, struct code_reader *c, const struct literal *named,
                      bool own, struct loc loc)
{
    const struct literal *key = FIRST_OF(named, "api_key", "apiKey", "openai_api_key");
    const struct literal *url = client_url(named);
    struct str text = literal_text(url, r->scratch);
    if (foreign_key(r, key)) {
        r->foreign++;
        return false;
    }
    r->ours++;
    client_key(r, c, key, url, own && reads_own(r, c, named, key), loc);
    if (source_is_http(text))
        source_say(r, SOURCE_BASE_URL, text, 1, literal_loc(c, url));
    add_numbers(r, c, named);
    add_model(r, c, named); // ChatOpenAI and litellm name it here
    return true;
}

static void request_says(struct source_reader *r, struct code_reader *c,
                         const struct literal *named)
{
    const struct literal *body = FIRST_OF(named, "json", "data", "body");
    add_numbers(r, c, named);
    add_model(r, c, body ? body : named);
    request_key(r, c, named);
}

static bool on_request(struct source_reader *r, struct code_reader *c,
                       const struct literal *arguments)
{
    const struct literal *url =
        arguments->list.n ? arguments->list.items[0] : literal_get(arguments, "url");
    if (url && url->kind == LITERAL_MAP) // axios({ url: ... })
        url = literal_get(url, "url");
    struct str text = literal_text(url, r->scratch), base;
    if (!source_names_gateway(r, text, &base))
        return false;
    source_say(r, SOURCE_BASE_URL, base, 0, literal_loc(c, url));
    if (r->language == CODE_PYTHON)
        request_says(r, c, arguments);
    // JavaScript's options stand behind the URL, or hold it; axios.post has the body in between.
    for (size_t i = 0; r->language != CODE_PYTHON && i < arguments->list.n && i < 3; i++)
        if (arguments->list.items[i]->kind == LITERAL_MAP)
            request_says(r, c, arguments->list.items[i]);
    return true;
}

// httpx.Client(base_url=..., timeout=...), axios.create({ baseURL, timeout })
static bool on_session(struct source_reader *r, struct code_reader *c, const struct literal *named)
{
    const struct literal *url = FIRST_OF(named, "base_url", "baseURL", "prefixUrl");
    struct str base;
    if (!source_names_gateway(r, literal_text(url, r->scratch), &base))
        return false;
    source_say(r, SOURCE_BASE_URL, base, 0, literal_loc(c, url));
    add_numbers(r, c, named);
    request_key(r, c, named);
    return true;
}

// load_dotenv(override=True), require('dotenv').config({ override: true })
static void on_dotenv(struct source_reader *r, struct code_reader *c, const struct literal *named,
                      struct loc loc)
{
    struct str family = r->language == CODE_PYTHON ? STR("python-dotenv") : STR("dotenv");
    if (r->dotenv)
        source_say(r, SOURCE_DOTENV, family, 0, loc);
    const struct literal *on = literal_get(named, "override");
    if (r->dotenv && on && on->kind == LITERAL_TRUE)
        source_say(r, SOURCE_DOTENV_OVERRIDE, family, 1, literal_loc(c, on));
}

enum call_kind {
    CALL_NONE,
    CALL_CLIENT,
    CALL_OWN, // a client that reads OPENAI_API_KEY when it is given no key
    CALL_CREATE,
    CALL_REQUEST,
    CALL_SESSION,
    CALL_DOTENV,
    CALL_NODE, // Node's own loader
};

struct call {
    char name[24];
    enum call_kind kind;
    char python[20], javascript[16]; // the client whose call it is, by its id
};

// clang-format off
static const struct call calls[] = {
    {"OpenAI",                 CALL_OWN,     "python-openai",    "node-openai"},
    {"AsyncOpenAI",            CALL_OWN,     "python-openai",    ""},
    {"createOpenAI",           CALL_OWN,     "",                 "vercel-ai"},
    {"createOpenAICompatible", CALL_CLIENT,  "",                 "vercel-ai"},
    {"ChatOpenAI",             CALL_OWN,     "langchain-python", "langchain-js"},
    {"OpenAILike",             CALL_CLIENT,  "llamaindex",       ""},
    {"litellm.completion",     CALL_CLIENT,  "litellm",          ""},
    {"completions.create",     CALL_CREATE,  "",                 ""},
    {"completions.stream",     CALL_CREATE,  "",                 ""},
    {"requests.post",          CALL_REQUEST, "python-requests",  ""},
    {"requests.get",           CALL_REQUEST, "python-requests",  ""},
    {"httpx.post",             CALL_REQUEST, "python-httpx",     ""},
    {"httpx.get",              CALL_REQUEST, "python-httpx",     ""},
    {"urllib.request.Request", CALL_REQUEST, "python-urllib",    ""},
    {"urllib.request.urlopen", CALL_REQUEST, "python-urllib",    ""},
    {"client.post",            CALL_REQUEST, "",                 ""},
    {"session.post",           CALL_REQUEST, "",                 ""},
    {"fetch",                  CALL_REQUEST, "",                 "node-fetch"},
    {"axios",                  CALL_REQUEST, "",                 "node-axios"},
    {"axios.post",             CALL_REQUEST, "",                 "node-axios"},
    {"axios.get",              CALL_REQUEST, "",                 "node-axios"},
    {"ky.post",                CALL_REQUEST, "",                 "node-fetch"},
    {"got.post",               CALL_REQUEST, "",                 "node-got"},
    {"got",                    CALL_REQUEST, "",                 "node-got"},
    {"httpx.Client",           CALL_SESSION, "python-httpx",     ""},
    {"httpx.AsyncClient",      CALL_SESSION, "python-httpx",     ""},
    {"aiohttp.ClientSession",  CALL_SESSION, "python-aiohttp",   ""},
    {"axios.create",           CALL_SESSION, "",                 "node-axios"},
    {"ky.create",              CALL_SESSION, "",                 "node-fetch"},
    {"ky.extend",              CALL_SESSION, "",                 "node-fetch"},
    {"got.extend",             CALL_SESSION, "",                 "node-got"},
    {"load_dotenv",            CALL_DOTENV,  "",                 ""},
    {"dotenv_values",          CALL_DOTENV,  "",                 ""},
    {"config",                 CALL_DOTENV,  "",                 ""},
    {"process.loadEnvFile",    CALL_NODE,    "",                 ""},
};
// clang-format on

static const struct call *call_of(struct str dotted)
{
    for (size_t i = 0; i < COUNT(calls); i++) {
        struct str name = str_of(calls[i].name);
        if (str_eq(dotted, name) ||
            (str_ends(dotted, name) && dotted.p[dotted.n - name.n - 1] == '.'))
            return &calls[i];
    }
    return NULL;
}

static void on_call(struct source_reader *r, struct code_reader *c, const struct call *call,
                    struct loc loc)
{
    bool python = r->language == CODE_PYTHON, ours = false;
    struct literal *arguments = code_arguments(c);
    const struct literal *named = arguments;
    if (!python && arguments->list.n)
        named = arguments->list.items[0];
    if (call->kind == CALL_CLIENT || call->kind == CALL_OWN)
        ours = on_client(r, c, named, call->kind == CALL_OWN, loc);
    else if (call->kind == CALL_REQUEST)
        ours = on_request(r, c, arguments);
    else if (call->kind == CALL_SESSION)
        ours = on_session(r, c, named);
    else if (call->kind == CALL_DOTENV)
        on_dotenv(r, c, named, loc);
    else if (call->kind == CALL_NODE)
        source_say(r, SOURCE_DOTENV, STR("node"), 0, loc);
    else if (r->ours > 0 || r->foreign == 0) {
        add_model(r, c, named);
        add_numbers(r, c, arguments->list.n > 1 ? arguments->list.items[1] : named);
    }
    struct str client = str_of(python ? call->python : call->javascript);
    bool by_default = call->kind == CALL_OWN && !client_url(named) && !named->open;
    if (ours && client.n)
        source_say(r, SOURCE_CLIENT, client, 0, loc);
    if (ours && by_default)
        source_say(r, SOURCE_URL_DEFAULT, STR(""), 0, loc);
}

// NAME = "https://api.nexorouter.com/v1", openai.base_url = ...
static void on_assignment(struct source_reader *r, struct code_reader *c, struct str name)
{
    struct code_reader there = *c;
    struct literal *value = code_value(&there);
    c->steps = there.steps;
    struct str text = literal_text(value, r->scratch), base;
    bool module = str_ends(name, STR("openai.base_url")) || str_ends(name, STR("openai.api_base"));
    if (str_ends(name, STR("openai.api_key")))
        client_key(r, c, value, NULL, false, literal_loc(c, value));
    if (module && source_is_http(text))
        source_say(r, SOURCE_BASE_URL, text, 0, literal_loc(c, value));
    else if (source_names_gateway(r, text, &base))
        source_say(r, SOURCE_BASE_URL, base, 0, literal_loc(c, value));
    if (value->kind != LITERAL_UNKNOWN && c->names.n < NAMES_MAX)
        code_remember(c, name, value);
}

void source_calls(struct source_reader *r, struct str bytes)
{
    struct problem ignored;
    struct code_reader c = code_read(bytes, r->path, r->language, r->scratch, &ignored);
    while (c.token.kind != TOKEN_END && r->left > 0) {
        c.failed = false; // a string or bracket that does not close ends nothing here
        bool statement = c.token.first;
        while (code_take(&c, "const") || code_take(&c, "let") || code_take(&c, "var") ||
               code_take(&c, "export"))
            statement = true;
        if (c.token.kind == TOKEN_STRING) {
            struct str base, text = token_literal(&c.token, r->scratch);
            if (str_eq(text, STR("dotenv/config")))
                source_say(r, SOURCE_DOTENV, STR("dotenv"), 0,
                           (struct loc){r->path, c.token.line, c.token.column});
            if (source_names_gateway(r, text, &base))
                source_say(r, SOURCE_BASE_URL, base, 0,
                           (struct loc){r->path, c.token.line, c.token.column});
        }
        if (c.token.kind != TOKEN_NAME) {
            code_step(&c);
            continue;
        }
        struct loc loc = {r->path, c.token.line, c.token.column};
        struct str dotted = code_dotted(&c);
        const struct call *call = token_is(&c.token, "(") ? call_of(dotted) : NULL;
        if (call) {
            code_step(&c);
            on_call(r, &c, call, loc);
        } else if (statement && code_take(&c, "=")) {
            on_assignment(r, &c, dotted);
        }
    }
}
