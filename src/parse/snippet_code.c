// SPDX-License-Identifier: MIT
// Calls in Python and JavaScript: the OpenAI packages, requests, httpx, fetch, axios.
#include "parse/snippet_parts.h"

#include "base/number.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum call_kind {
    CALL_NONE,
    CALL_CLIENT,
    CALL_CREATE,
    CALL_HTTP,
    CALL_FETCH,
    CALL_AXIOS_DATA,
    CALL_WHOLE,   // client and request in one: litellm.completion(...)
    CALL_SESSION, // an HTTP client with its own base URL and headers
    CALL_HEADERS,
};

struct call_form {
    char name[24]; // the end of the dotted name
    enum call_kind kind;
    char method[8];
    char python[20], javascript[16]; // the client that makes the call (clients/), by language
};

// clang-format off
static const struct call_form forms[] = {
    {"OpenAI",                 CALL_CLIENT, "", "python-openai",    "node-openai"},
    {"AsyncOpenAI",            CALL_CLIENT, "", "python-openai",    "node-openai"},
    {"createOpenAI",           CALL_CLIENT, "", "python-openai",    "vercel-ai"},
    {"createOpenAICompatible", CALL_CLIENT, "", "python-openai",    "vercel-ai"},
    {"ChatOpenAI",             CALL_CLIENT, "", "langchain-python", "langchain-js"},
    {"Configuration",          CALL_CLIENT, "", "",               "node-openai"},
    {"completions.create",     CALL_CREATE, "", "python-openai",    "node-openai"},
    {"completions.stream",     CALL_CREATE, "", "python-openai",    "node-openai"},
    {"completions.parse",      CALL_CREATE, "", "python-openai",    "node-openai"},
    {"ChatCompletion.create",  CALL_CREATE, "", "python-openai",    ""},
    {"ChatCompletion.acreate", CALL_CREATE, "", "python-openai",    ""},
    {"createChatCompletion",   CALL_CREATE, "", "",               "node-openai"},
    {"litellm.completion",     CALL_WHOLE,  "", "litellm",          ""},
    {"litellm.acompletion",    CALL_WHOLE,  "", "litellm",          ""},
    {"completion",             CALL_WHOLE,  "", "litellm",          ""},
    {"acompletion",            CALL_WHOLE,  "", "litellm",          ""},
    {"httpx.Client",           CALL_SESSION, "", "python-httpx",    ""},
    {"httpx.AsyncClient",      CALL_SESSION, "", "python-httpx",    ""},
    {"requests.Session",       CALL_SESSION, "", "python-requests", ""},
    {"aiohttp.ClientSession",  CALL_SESSION, "", "python-aiohttp",  ""},
    {"axios.create",           CALL_SESSION, "", "",              "node-axios"},
    {"headers.update",         CALL_HEADERS, "", "python-requests", ""},
    {"requests.post",          CALL_HTTP, "POST", "python-requests",  ""},
    {"requests.get",           CALL_HTTP, "GET",  "python-requests",  ""},
    {"requests.request",       CALL_HTTP, "",   "python-requests",  ""},
    {"httpx.post",             CALL_HTTP, "POST", "python-httpx",     ""},
    {"httpx.get",              CALL_HTTP, "GET",  "python-httpx",     ""},
    {"httpx.request",          CALL_HTTP, "",   "python-httpx",     ""},
    {"client.post",            CALL_HTTP, "POST", "python-httpx",     ""},
    {"client.get",             CALL_HTTP, "GET",  "python-httpx",     ""},
    {"client.request",         CALL_HTTP, "",   "python-httpx",     ""},
    {"client.stream",          CALL_HTTP, "",   "python-httpx",     ""},
    {"session.post",           CALL_HTTP, "POST", "python-requests",  ""},
    {"session.get",            CALL_HTTP, "GET",  "python-requests",  ""},
    {"session.request",        CALL_HTTP, "",   "python-requests",  ""},
    {"request.Request",        CALL_HTTP, "",   "python-urllib",    ""},
    {"axios.request",          CALL_FETCH, "",        "", "node-axios"},
    {"axios",                  CALL_FETCH, "",        "", "node-axios"},
    {"axios.get",              CALL_FETCH, "GET",       "", "node-axios"},
    {"axios.post",             CALL_AXIOS_DATA, "POST", "", "node-axios"},
    {"fetch",                  CALL_FETCH, "",        "", "node-fetch"},
    {"got",                    CALL_FETCH, "",        "", "node-got"},
    {"got.get",                CALL_FETCH, "GET",       "", "node-got"},
    {"got.post",               CALL_FETCH, "POST",      "", "node-got"},
    {"ky",                     CALL_FETCH, "",        "", "node-fetch"},
    {"ky.get",                 CALL_FETCH, "GET",       "", "node-fetch"},
    {"ky.post",                CALL_FETCH, "POST",      "", "node-fetch"},
    {"undici.request",         CALL_FETCH, "",        "", "node-undici"},
    {"request",                CALL_FETCH, "",        "", "node-undici"},
};

// Methods of an HTTP client that was made before, whatever its name is.
static const struct call_form methods_of_session[] = {
    {"post",    CALL_HTTP, "POST", "python-httpx", ""},
    {"get",     CALL_HTTP, "GET",  "python-httpx", ""},
    {"post",    CALL_AXIOS_DATA, "POST", "", "node-axios"},
    {"get",     CALL_FETCH, "GET",       "", "node-axios"},
};
// clang-format on

// The row of a dotted name, in the rows that this language has.
static const struct call_form *row_of(const struct call_form *rows, size_t n, struct str dotted,
                                      bool javascript)
{
    for (size_t i = 0; i < n; i++) {
        struct str name = str_of(rows[i].name);
        if (!(javascript ? rows[i].javascript[0] : rows[i].python[0]))
            continue;
        if (str_eq(dotted, name) ||
            (str_ends(dotted, name) && dotted.p[dotted.n - name.n - 1] == '.'))
            return &rows[i];
    }
    return NULL;
}

static const struct call_form *form_of(const struct snippet_reader *s, struct str dotted)
{
    bool javascript = s->out->language == SNIPPET_JAVASCRIPT;
    const struct call_form *form = row_of(forms, COUNT(forms), dotted, javascript);
    return form || !s->session
               ? form
               : row_of(methods_of_session, COUNT(methods_of_session), dotted, javascript);
}

// The first of two spellings: Python's and JavaScript's.
static const struct literal *either(const struct literal *map, const char *a, const char *b)
{
    const struct literal *l = literal_get(map, a);
    return l ? l : literal_get(map, b);
}

static void read_headers(struct snippet_reader *s, const struct literal *map)
{
    for (size_t i = 0; map && i < map->pairs.n; i++)
        snippet_header(s, map->pairs.items[i].key, map->pairs.items[i].value);
}

static void read_timeout(struct snippet_reader *s, const struct literal *named, double unit)
{
    const struct literal *l = literal_get(named, "timeout");
    if (l && l->kind == LITERAL_NUMBER)
        s->out->timeout_s = l->number * unit;
}

static double timeout_unit(const struct snippet_reader *s)
{
    return s->out->language == SNIPPET_PYTHON ? 1 : 0.001;
}

static void read_client(struct snippet_reader *s, const struct literal *named)
{
    const struct literal *inner = literal_get(named, "configuration"); // LangChain JS
    const struct literal *key = either(named, "api_key", "apiKey");
    const struct literal *url = either(named, "base_url", "baseURL");
    key = key ? key : either(named, "openai_api_key", "openAIApiKey");
    url = url ? url : either(named, "openai_api_base", "basePath");
    url = url ? url : literal_get(inner, "baseURL");
    url = url ? url : literal_get(named, "api_base"); // LiteLLM
    s->out->sdk = true;
    s->out->auth = AUTH_FINE; // the package adds the word Bearer itself
    if (key && key->kind != LITERAL_NULL) {
        snippet_key(s, key);
    } else if (!str_present(s->out->key_variable) && !s->out->key_literal) {
        s->out->key_variable = STR("OPENAI_API_KEY"); // what these packages read by themselves
        s->out->key_loc = (struct loc){s->path, named->line, named->column};
    }
    if (url && url->kind != LITERAL_NULL)
        snippet_url(s, url, true);
    const struct literal *model = literal_get(named, "model"); // LangChain
    struct str id = literal_text(model, s->arena);
    if (str_present(id)) {
        s->out->model = id;
        s->out->model_loc = (struct loc){s->path, model->line, model->column};
    }
    read_headers(s, either(named, "default_headers", "defaultHeaders"));
    read_timeout(s, named, timeout_unit(s));
}

// LiteLLM's model begins with the provider that it shall speak like: openai/deepseek-v4-flash.
static void read_whole(struct snippet_reader *s, const struct literal *named)
{
    read_client(s, named);
    snippet_body(s, named);
    struct str *model = &s->out->model, provider = STR("openai/");
    if (str_starts(*model, provider))
        *model = str_from(*model, provider.n);
}

static struct str upper(struct str s, struct arena *a)
{
    char *out = str_z(s, a);
    for (size_t i = 0; i < s.n; i++)
        out[i] = byte_is_alpha(out[i]) ? (char)(out[i] & ~0x20) : out[i];
    return (struct str){out, s.n};
}

// request("POST", url, ...)
static bool is_method(const struct literal *l, struct arena *a)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    struct str text = literal_text(l, a);
    for (size_t i = 0; i < COUNT(methods); i++)
        if (str_eq_icase(text, str_of(methods[i])))
            return true;
    return false;
}

// A path below the base URL of the client that was made before.
static void read_url(struct snippet_reader *s, const struct literal *url)
{
    struct str path = literal_text(url, s->arena);
    if (!s->base || !str_present(path) || str_find(path, STR("://")) != STR_NOWHERE) {
        snippet_url(s, url, false);
        return;
    }
    struct literal *whole = arena_one(s->arena, struct literal);
    *whole = (struct literal){.kind = LITERAL_TEXT, .line = url->line, .column = url->column};
    for (size_t i = 0; i < s->base->parts.n; i++)
        *arena_push(&whole->parts, s->arena) = s->base->parts.items[i];
    struct part *last = whole->parts.n ? &whole->parts.items[whole->parts.n - 1] : NULL;
    if (last && last->kind == PART_TEXT)
        last->text = str_trim_right_set(last->text, "/");
    *arena_push(&whole->parts, s->arena) =
        (struct part){.kind = PART_TEXT,
                      .text = str_fmt(s->arena, "/%.*s", STR_ARG(str_trim_left_set(path, "/")))};
    snippet_url(s, whole, false);
}

// httpx.Client(base_url=..., headers=...), axios.create({ baseURL, headers })
static void read_session(struct snippet_reader *s, const struct literal *named)
{
    const struct literal *base = either(named, "base_url", "baseURL");
    s->session = true;
    if (base && base->kind == LITERAL_TEXT)
        s->base = base;
    read_headers(s, literal_get(named, "headers"));
    read_timeout(s, named, timeout_unit(s));
}

static void read_http(struct snippet_reader *s, const struct literal *arguments)
{
    size_t at = arguments->list.n > 1 && is_method(arguments->list.items[0], s->arena);
    const struct literal *method = at ? arguments->list.items[0] : literal_get(arguments, "method");
    const struct literal *url =
        arguments->list.n > at ? arguments->list.items[at] : literal_get(arguments, "url");
    if (method)
        s->out->method = upper(literal_text(method, s->arena), s->arena);
    const struct literal *json = literal_get(arguments, "json");
    const struct literal *data = either(arguments, "data", "content");
    if (url)
        read_url(s, url);
    read_headers(s, literal_get(arguments, "headers"));
    if (data && data->kind == LITERAL_MAP && !data->json)
        snippet_fault_add(s, "body", (struct loc){s->path, data->line, data->column},
                          STR("the body is sent as a form; json= sends JSON"));
    if (json || data)
        snippet_body(s, json ? json : data);
    read_timeout(s, arguments, 1);
}

static void read_fetch(struct snippet_reader *s, const struct literal *arguments, bool data_second)
{
    const struct literal *first = arguments->list.n ? arguments->list.items[0] : NULL;
    const struct literal *second = arguments->list.n > 1 ? arguments->list.items[1] : NULL;
    const struct literal *third = arguments->list.n > 2 ? arguments->list.items[2] : NULL;
    const struct literal *options = data_second ? third : second;
    if (first && first->kind == LITERAL_MAP) { // axios({ url, headers, data })
        options = first;
        first = literal_get(first, "url");
    }
    if (first)
        read_url(s, first);
    struct str method = literal_text(literal_get(options, "method"), s->arena);
    if (str_present(method))
        s->out->method = upper(method, s->arena);
    read_headers(s, literal_get(options, "headers"));
    const struct literal *raw = literal_get(options, "body"); // fetch's: axios says data
    const struct literal *body = data_second ? second : either(options, "body", "data");
    body = body ? body : literal_get(options, "json"); // got and ky
    if (raw && raw->kind == LITERAL_MAP && !raw->json)
        snippet_fault_add(s, "body", (struct loc){s->path, raw->line, raw->column},
                          STR("the body is an object; JSON.stringify makes JSON of it"));
    if (body)
        snippet_body(s, body);
    read_timeout(s, options, 0.001);
}

// session.post() and client.post() are of whichever package the text imports.
static const char *client_of(const struct call_form *form, bool javascript, struct str bytes)
{
    const char *client = javascript ? form->javascript : form->python;
    bool borrowed = str_starts(str_of(form->name), STR("session.")) ||
                    str_starts(str_of(form->name), STR("client."));
    if (borrowed && str_has(bytes, STR("aiohttp")))
        return "python-aiohttp";
    if (borrowed && !str_has(bytes, STR("httpx")))
        return "python-requests";
    return client;
}

static void read_call(struct snippet_reader *s, const struct call_form *form, struct str bytes,
                      const struct literal *arguments)
{
    bool javascript = s->out->language == SNIPPET_JAVASCRIPT;
    if (!s->out->client)
        s->out->client = client_of(form, javascript, bytes);
    struct literal keywords = *arguments; // Python's NAME=..., as a map
    const struct literal *named = &keywords;
    keywords.kind = LITERAL_MAP;
    if (javascript && arguments->list.n)
        named = arguments->list.items[0];
    if (*form->method)
        s->out->method = str_of(form->method);
    switch (form->kind) {
    case CALL_CLIENT: read_client(s, named); break;
    case CALL_CREATE:
        if (!s->out->sdk) { // made elsewhere, or the module itself: it reads the usual names
            s->out->sdk = true;
            s->out->auth = AUTH_FINE;
            if (!str_present(s->out->key_variable) && !s->out->key_literal)
                s->out->key_variable = STR("OPENAI_API_KEY");
        }
        if (javascript || arguments->pairs.n || arguments->open)
            snippet_body(s, named);
        break;
    case CALL_WHOLE: read_whole(s, named); break;
    case CALL_HTTP: read_http(s, arguments); break;
    case CALL_FETCH: read_fetch(s, arguments, false); break;
    case CALL_AXIOS_DATA: read_fetch(s, arguments, true); break;
    case CALL_SESSION: read_session(s, named); break;
    case CALL_HEADERS:
        if (arguments->list.n)
            read_headers(s, arguments->list.items[0]);
        break;
    case CALL_NONE: break;
    }
}

// x: str = ..., const x: string = ...: over the type, when there is one.
static void skip_type(struct code_reader *r, bool declared)
{
    if (!token_is(&r->token, ":") || (!declared && r->lexer.language == CODE_JAVASCRIPT))
        return;
    struct code_reader there = *r;
    while (!token_is(&there.token, "=") && there.token.kind != TOKEN_END) {
        code_step(&there);
        if (there.token.first)
            return;
    }
    r->lexer = there.lexer;
    r->token = there.token;
}

// name = value: remembered, and then looked through for the calls in it.
static void assignment(struct code_reader *r, struct str name, bool declared)
{
    skip_type(r, declared);
    if (!code_take(r, "="))
        return;
    struct code_reader there = *r;
    struct literal *value = code_value(&there);
    r->steps = there.steps;
    r->failed = there.failed;
    if (value->kind != LITERAL_UNKNOWN && r->names.n < 500)
        code_remember(r, name, value);
}

// os.environ["X"] = "...": the key is set by the program itself.
static void environ_set(struct snippet_reader *s, struct code_reader *r)
{
    code_step(r);
    struct str name = token_literal(&r->token, r->arena);
    code_step(r);
    if (!str_present(name) || !code_take(r, "]") || !code_take(r, "="))
        return;
    struct literal *value = code_value(r);
    if (str_has(name, STR("KEY"))) {
        snippet_key(s, value);
        s->out->key_variable = name;
    } else if (str_ends(name, STR("BASE_URL")) || str_ends(name, STR("API_BASE"))) {
        snippet_url(s, value, true);
    }
}

// openai.api_key = ..., openai.base_url = ..., openai.api_base = ... of the module itself.
static bool module_set(struct snippet_reader *s, struct code_reader *r, struct str dotted)
{
    bool key = str_eq(dotted, STR("openai.api_key"));
    bool url = str_eq(dotted, STR("openai.base_url")) || str_eq(dotted, STR("openai.api_base"));
    if ((!key && !url) || !code_take(r, "="))
        return false;
    const struct literal *value = code_value(r);
    if (key)
        snippet_key(s, value);
    else
        snippet_url(s, value, true);
    return true;
}

static bool declares(struct code_reader *r)
{
    return code_take(r, "const") || code_take(r, "let") || code_take(r, "var");
}

static bool scan(struct snippet_reader *s, struct code_reader *r, struct str bytes)
{
    bool found = false;
    while (r->token.kind != TOKEN_END && !r->failed) {
        bool statement = r->token.first, declared = false;
        while (declares(r))
            statement = declared = true;
        if (r->token.kind != TOKEN_NAME) {
            code_step(r);
            continue;
        }
        struct str dotted = code_dotted(r);
        const struct call_form *form = token_is(&r->token, "(") ? form_of(s, dotted) : NULL;
        if (form && form->kind == CALL_WHOLE && !str_has(bytes, STR("litellm")))
            form = NULL; // another function of that name
        if (form) {
            code_step(r);
            struct literal *arguments = code_arguments(r);
            if (!r->failed)
                read_call(s, form, bytes, arguments);
            found = true;
        } else if (statement && token_is(&r->token, "[") && str_eq(dotted, STR("os.environ"))) {
            environ_set(s, r);
        } else if (statement && !module_set(s, r, dotted)) {
            assignment(r, dotted, declared);
        }
    }
    return found;
}

bool snippet_code(struct str bytes, struct snippet_reader *s, struct problem *problem)
{
    bool python = s->out->language == SNIPPET_PYTHON;
    struct code_reader r =
        code_read(bytes, s->path, python ? CODE_PYTHON : CODE_JAVASCRIPT, s->arena, problem);
    bool found = scan(s, &r, bytes);
    if (r.failed)
        return false;
    if (!found) {
        *problem = (struct problem){
            {s->path, 1, 1},
            python ? STR("expected a call: OpenAI(...), requests.post(...) or httpx.post(...)")
                   : STR("expected a call: new OpenAI({...}), fetch(...) or axios(...)")};
        return false;
    }
    return true;
}
