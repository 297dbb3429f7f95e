// SPDX-License-Identifier: MIT
// The parameters of each family, version by version: data, no code. What a name means stands in
// clients/family.h; where the facts come from, in clients.md 3 to 12 and its list of sources.
#include "clients/rules.h"

#define V(a, b, c)                                                                                 \
    {                                                                                              \
        .major = (a), .minor = (b), .patch = (c), .known = true                                    \
    }
#define ANY                                                                                        \
    {                                                                                              \
        .known = false                                                                             \
    }
#define END                                                                                        \
    {                                                                                              \
        ANY, ANY, NULL                                                                             \
    }
#define BLANKS " \t\n\v\f\r"

// --- which variable (clients.md 3) ------------------------------------------------------------
// clang-format off

static const struct pick_rule pick_curl = {PICK_LIST,
    "https_proxy;HTTPS_PROXY;all_proxy;ALL_PROXY", "http_proxy;all_proxy;ALL_PROXY", CGI_NONE, false};
static const struct pick_rule pick_git = {PICK_LIST,
    "https_proxy|HTTPS_PROXY|all_proxy|ALL_PROXY", "http_proxy|all_proxy|ALL_PROXY", CGI_NONE, false};
static const struct pick_rule pick_wget = {PICK_LIST, "https_proxy", "http_proxy", CGI_NONE, false};
static const struct pick_rule pick_urllib = {PICK_PYTHON, NULL, NULL, CGI_NONE, false};
static const struct pick_rule pick_python_all = {PICK_PYTHON, NULL, NULL, CGI_NONE, true};
static const struct pick_rule pick_undici = {PICK_LIST,
    "https_proxy|HTTPS_PROXY;http_proxy|HTTP_PROXY", "http_proxy|HTTP_PROXY", CGI_NONE, false};
static const struct pick_rule pick_node_http = {PICK_LIST,
    "https_proxy;HTTPS_PROXY", "http_proxy;HTTP_PROXY", CGI_NONE, false};
static const struct pick_rule pick_from_env = {PICK_LIST,
    "https_proxy;HTTPS_PROXY;all_proxy;ALL_PROXY", "http_proxy;HTTP_PROXY;all_proxy;ALL_PROXY", CGI_NONE, false};
static const struct pick_rule pick_from_env_1 = {PICK_LIST,
    "npm_config_https_proxy;NPM_CONFIG_HTTPS_PROXY;https_proxy;HTTPS_PROXY;npm_config_proxy;NPM_CONFIG_PROXY;all_proxy;ALL_PROXY",
    "npm_config_http_proxy;NPM_CONFIG_HTTP_PROXY;http_proxy;HTTP_PROXY;npm_config_proxy;NPM_CONFIG_PROXY;all_proxy;ALL_PROXY", CGI_NONE, false};
static const struct pick_rule pick_global_agent = {PICK_LIST,
    "GLOBAL_AGENT_HTTPS_PROXY;GLOBAL_AGENT_HTTP_PROXY", "GLOBAL_AGENT_HTTP_PROXY", CGI_NONE, false};
static const struct pick_rule pick_deno = {PICK_LIST,
    "ALL_PROXY;all_proxy;HTTPS_PROXY;https_proxy", "ALL_PROXY;all_proxy;HTTP_PROXY;http_proxy", CGI_HTTP, false};
static const struct pick_rule pick_go = {PICK_LIST,
    "HTTPS_PROXY;https_proxy", "HTTP_PROXY;http_proxy", CGI_GO, false};
static const struct pick_rule pick_hyper = {PICK_LIST,
    "HTTPS_PROXY|https_proxy;ALL_PROXY|all_proxy", "HTTP_PROXY|http_proxy;ALL_PROXY|all_proxy", CGI_ALL, false};
static const struct pick_rule pick_reqwest = {PICK_LIST,
    "HTTPS_PROXY;https_proxy", "HTTP_PROXY;http_proxy", CGI_HTTP, false};
static const struct pick_rule pick_ruby = {PICK_LIST,
    "http_proxy|HTTP_PROXY", "http_proxy|HTTP_PROXY", CGI_RUBY, false};
static const struct pick_rule pick_faraday = {PICK_LIST,
    "https_proxy|HTTPS_PROXY", "http_proxy|HTTP_PROXY", CGI_RUBY, false};
static const struct pick_rule pick_guzzle = {PICK_GUZZLE, NULL, NULL, CGI_NONE, false};
static const struct pick_rule pick_dotnet = {PICK_LIST,
    "https_proxy;HTTPS_PROXY;all_proxy;ALL_PROXY", "http_proxy;HTTP_PROXY;all_proxy;ALL_PROXY", CGI_DOTNET, false};

// --- the list of exceptions (clients.md 4, 12) ------------------------------------------------

#define CURL_LIST (LIST_STAR_WHOLE | LIST_TAIL_DOTS | LIST_DOT_SELF | LIST_SUB | LIST_CIDR | \
                   LIST_CIDR_ZERO | LIST_IP_NUMBER | LIST_IP_APART)
static const struct list_rule list_curl_8_18 = {LIST_GENERIC, "no_proxy;NO_PROXY", " \t,", CURL_LIST | LIST_COMMA_ENDS, NULL};
static const struct list_rule list_curl_8_9 = {LIST_GENERIC, "no_proxy;NO_PROXY", " \t,", CURL_LIST | LIST_COMMA_ENDS | LIST_V6_TEXT, NULL};
static const struct list_rule list_curl_7 = {LIST_GENERIC, "no_proxy;NO_PROXY", " \t,", CURL_LIST | LIST_V6_TEXT, NULL};
static const struct list_rule list_git = {LIST_GENERIC, "no_proxy|NO_PROXY", " \t,", CURL_LIST | LIST_V6_TEXT, NULL};
static const struct list_rule list_wget = {LIST_GENERIC, "no_proxy", ",", LIST_TRIM_FRONT | LIST_SUB, NULL};
static const struct list_rule list_urllib = {LIST_GENERIC, NULL, ",",
    LIST_STAR_WHOLE | LIST_TRIM | LIST_DOTS | LIST_SUB | LIST_PORT_TEXT | LIST_BRACKETS, NULL};
static const struct list_rule list_aiohttp = {LIST_GENERIC, NULL, ",",
    LIST_STAR_WHOLE | LIST_TRIM | LIST_DOTS | LIST_SUB | LIST_V6_TEXT, NULL};
static const struct list_rule list_requests = {LIST_REQUESTS, "no_proxy;NO_PROXY", ",", 0, NULL};
static const struct list_rule list_requests_2 = {LIST_REQUESTS, "no_proxy;NO_PROXY", ",", LIST_ENDS_TEXT, NULL};
static const struct list_rule list_httpx_rule = {LIST_HTTPX, NULL, ",", 0, NULL};
#define UNDICI_LIST (LIST_STAR_WHOLE | LIST_PORT | LIST_PORT_ANY6)
static const struct list_rule list_undici_6 = {LIST_GENERIC, "no_proxy|NO_PROXY", BLANKS ",", UNDICI_LIST | LIST_BRACKETS | LIST_STAR_ANY, NULL};
static const struct list_rule list_undici_7 = {LIST_GENERIC, "no_proxy|NO_PROXY", BLANKS ",",
    UNDICI_LIST | LIST_BRACKETS | LIST_DOT_SELF | LIST_SUB | LIST_STARDOT | LIST_STARDOT_SELF, NULL};
static const struct list_rule list_undici_8 = {LIST_GENERIC, "no_proxy|NO_PROXY", BLANKS ",",
    LIST_STAR_WHOLE | LIST_PORT | LIST_BRACKETS_ANY | LIST_TAIL_DOTS | LIST_DOT_SELF | LIST_SUB | LIST_STARDOT | LIST_STARDOT_SELF, NULL};
#define NODE_HTTP_LIST (LIST_STAR_ENTRY | LIST_TRIM | LIST_PORT_ALWAYS | LIST_STARDOT | LIST_RANGE)
static const struct list_rule list_node_http = {LIST_GENERIC, "no_proxy;NO_PROXY", ",", NODE_HTTP_LIST | LIST_DOT_SELF, NULL};
static const struct list_rule list_node_http_22 = {LIST_GENERIC, "no_proxy;NO_PROXY", ",", NODE_HTTP_LIST | LIST_NO_BORDER, NULL};
static const struct list_rule list_from_env = {LIST_GENERIC, "no_proxy;NO_PROXY", BLANKS ",", UNDICI_LIST | LIST_BRACKETS | LIST_STAR_ANY, NULL};
// axios asks proxy-from-env and then its own rule.
static const struct list_rule list_axios_rule = {LIST_AXIOS, "no_proxy;NO_PROXY", NULL, 0, &list_from_env};
static const struct list_rule list_global_agent = {LIST_GENERIC, "GLOBAL_AGENT_NO_PROXY", BLANKS ",", LIST_STAR_ANY | LIST_PORT, NULL};
static const struct list_rule list_bun = {LIST_GENERIC, "no_proxy;NO_PROXY", BLANKS ",",
    LIST_STAR_ENTRY | LIST_PORT | LIST_DOT_SELF | LIST_SUB | LIST_STARDOT | LIST_STARDOT_SELF | LIST_CIDR | LIST_IP_NUMBER |
    LIST_IP_APART | LIST_BRACKETS_ANY | LIST_TAIL_DOTS, NULL};
#define RUST_LIST (LIST_STAR_ENTRY | LIST_TRIM | LIST_DOT_SELF | LIST_SUB | LIST_CIDR | LIST_IP_NUMBER | LIST_IP_APART | \
                   LIST_STAR_NAMES)
static const struct list_rule list_hyper = {LIST_GENERIC, "NO_PROXY|no_proxy", ",", RUST_LIST, NULL};
static const struct list_rule list_deno = {LIST_GENERIC, "NO_PROXY|no_proxy", ",", RUST_LIST | LIST_CASE, NULL};
#define GO_LIST (LIST_STAR_ENTRY | LIST_TRIM | LIST_PORT | LIST_SUB | LIST_STARDOT | LIST_CIDR | LIST_IP_NUMBER | LIST_LOOPBACK | \
                 LIST_V4_MAPPED | LIST_PORT_LITERAL)
static const struct list_rule list_go = {LIST_GENERIC, "NO_PROXY;no_proxy", ",", GO_LIST | LIST_IP_APART, NULL};
static const struct list_rule list_go_1_19 = {LIST_GENERIC, "NO_PROXY;no_proxy", ",", GO_LIST, NULL};
static const struct list_rule list_ruby_rule = {LIST_RUBY, "no_proxy|NO_PROXY", NULL, 0, NULL};
static const struct list_rule list_dotnet = {LIST_GENERIC, "no_proxy;NO_PROXY", ",", LIST_TRIM | LIST_DOT_SELF | LIST_BRACKETS, NULL};

// --- SDKs (clients.md 9, 10) ------------------------------------------------------------------

#define OPENAI_URL "https://api.openai.com/v1"
#define ANTHROPIC_URL "https://api.anthropic.com"
static const char openai_py_1[] = "openai.OpenAIError: The api_key client option must be set either by passing api_key to the "
    "client or by setting the OPENAI_API_KEY environment variable";
static const char openai_py_2[] = "openai.OpenAIError: Missing credentials. Please pass an `api_key`, `workload_identity`, "
    "`admin_api_key`, or set the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable.";
static const char openai_js_4[] = "Error: The OPENAI_API_KEY environment variable is missing or empty; either provide it, or "
    "instantiate the OpenAI client with an apiKey option, like new OpenAI({ apiKey: 'My API Key' }).";
static const char openai_js_6[] = "Error: Missing credentials. Please pass an `apiKey`, `workloadIdentity`, `adminAPIKey`, or set "
    "the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable.";
static const char anthropic_py[] = "builtins.TypeError: \"Could not resolve authentication method. Expected one of api_key, "
    "auth_token, or credentials to be set. Or for one of the `X-Api-Key` or `Authorization` headers to be explicitly omitted\"";
static const char anthropic_js[] = "Error: Could not resolve authentication method. Expected one of apiKey, authToken, "
    "credentials, config, or profile to be set. Or for the \"Authorization\" header to be explicitly omitted";
static const char vercel_words[] = "AI_LoadAPIKeyError: OpenAI API key is missing. Pass it using the 'apiKey' parameter or the "
    "OPENAI_API_KEY environment variable.";

static const struct sdk_rule sdk_openai_py_1 = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, openai_py_1, SDK_EMPTY_KEY_SENT};
static const struct sdk_rule sdk_openai_py_2 = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, openai_py_2, SDK_ADMIN_KEY | SDK_CUSTOM_HEADERS};
static const struct sdk_rule sdk_openai_py_3 = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, openai_py_2, SDK_ADMIN_KEY | SDK_CUSTOM_HEADERS | SDK_HTTPX2};
static const struct sdk_rule sdk_openai_js_4 = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, openai_js_4, SDK_EMPTY_KEY_SENT | SDK_NODE_FETCH2};
static const struct sdk_rule sdk_openai_js_6 = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, openai_js_6, SDK_ADMIN_KEY | SDK_CUSTOM_HEADERS};
static const struct sdk_rule sdk_anthropic_py = {SDK_PYTHON, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", ANTHROPIC_URL, anthropic_py, SDK_ANTHROPIC};
static const struct sdk_rule sdk_anthropic_js = {SDK_NODE, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", ANTHROPIC_URL, anthropic_js, SDK_ANTHROPIC};
static const struct sdk_rule sdk_langchain_py = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_API_BASE;OPENAI_BASE_URL", OPENAI_URL, openai_py_2, SDK_CUSTOM_HEADERS};
static const struct sdk_rule sdk_langchain_js = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_API_BASE;OPENAI_BASE_URL", OPENAI_URL, openai_js_6, SDK_CUSTOM_HEADERS};
// LlamaIndex always passes a value on: OPENAI_BASE_URL never counts.
static const struct sdk_rule sdk_llamaindex = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_API_BASE", OPENAI_URL, openai_py_2, 0};
static const struct sdk_rule sdk_litellm = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL;OPENAI_API_BASE", OPENAI_URL, openai_py_2, 0};
static const struct sdk_rule sdk_vercel = {SDK_VERCEL, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, vercel_words, 0};
static const struct sdk_rule sdk_openai_go = {SDK_GO, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, NULL, 0};

// --- URLs (clients/plain.c): what is taken, and what is said of the rest ------------------------

#define CURL_SAYS {"curl: (3) URL using bad/illegal format or missing URL", "curl: (3) URL using bad/illegal format or missing URL", \
    "curl: (1) Protocol not supported or disabled in libcurl", "curl: (3) URL using bad/illegal format or missing URL"}
static const struct url_rule url_curl = {URL_BY_LETTERS, URL_TAKES_ONE_SLASH | URL_TAKES_THREE | URL_GUESSES_HTTP, CURL_SAYS};
static const struct url_rule url_git = {URL_BY_LETTERS, URL_TAKES_THREE,
    {"fatal: unable to access: URL using bad/illegal format or missing URL", "fatal: does not appear to be a git repository",
     "fatal: Unable to find remote helper", "fatal: does not appear to be a git repository"}};
static const struct url_rule url_php_curl = {URL_BY_LETTERS, URL_TAKES_ONE_SLASH | URL_TAKES_THREE | URL_GUESSES_HTTP,
    {"URL using bad/illegal format or missing URL", "URL using bad/illegal format or missing URL",
     "Protocol not supported or disabled in libcurl", "URL using bad/illegal format or missing URL"}};
static const struct url_rule url_guzzle = {URL_BY_LETTERS, URL_TAKES_ONE_SLASH | URL_TAKES_BLANK | URL_TAKES_CONTROL | URL_GUESSES_HTTP,
    {"cURL error 3: URL using bad/illegal format or missing URL", "cURL error 3: URL using bad/illegal format or missing URL",
     "cURL error 1: Protocol not supported or disabled in libcurl", "GuzzleHttp\\Psr7\\Exception\\MalformedUriException: Unable to parse URI"}};
static const struct url_rule url_wget = {URL_BY_LETTERS, URL_TAKES_BLANK | URL_TAKES_CONTROL | URL_GUESSES_HTTP,
    {"Bad port number or host name.", "Scheme missing.", "Unsupported scheme.", "Invalid host name."}};
static const struct url_rule url_urllib = {URL_BY_LETTERS, URL_TAKES_LEAD,
    {"http.client.InvalidURL: URL can't contain control characters", "ValueError: unknown url type", "URLError: <urlopen error unknown url type>", "URLError: <urlopen error no host given>"}};
static const struct url_rule url_requests = {URL_BY_LETTERS, URL_TAKES_LEAD | URL_TAKES_BLANK | URL_TAKES_CONTROL | URL_TAKES_BACKSLASH,
    {"requests.exceptions.InvalidURL: Failed to parse", "requests.exceptions.MissingSchema: Invalid URL: No scheme supplied.",
     "requests.exceptions.InvalidSchema: No connection adapters were found", "requests.exceptions.InvalidURL: Invalid URL: No host supplied"}};
static const struct url_rule url_aiohttp = {URL_BY_LETTERS, URL_TAKES_LEAD | URL_TAKES_BLANK | URL_TAKES_CONTROL,
    {"aiohttp.client_exceptions.InvalidURL", "aiohttp.client_exceptions.InvalidURL", "AssertionError", "aiohttp.client_exceptions.InvalidURL"}};
#define HTTPX_SAYS {"httpx.InvalidURL", "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol.", \
    "httpx.UnsupportedProtocol: Request URL has an unsupported protocol.", "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol."}
static const struct url_rule url_httpx = {URL_AS_HTTPX, 0, HTTPX_SAYS};
static const struct url_rule url_httpx_old = {URL_BY_LETTERS, URL_TAKES_BLANK | URL_TAKES_CONTROL, HTTPX_SAYS};
static const struct url_rule url_fetch = {URL_AS_BROWSER, 0,
    {"TypeError: Failed to parse URL <- TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError: Failed to parse URL <- TypeError[ERR_INVALID_URL]: Invalid URL",
     "TypeError: fetch failed <- Error: unknown scheme", "TypeError[ERR_INVALID_URL]: Invalid URL"}};
static const struct url_rule url_node = {URL_AS_BROWSER, 0,
    {"TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError[ERR_INVALID_PROTOCOL]: Protocol not supported",
     "TypeError[ERR_INVALID_URL]: Invalid URL"}};
static const struct url_rule url_axios = {URL_AS_BROWSER, URL_NEEDS_SLASHES,
    {"TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError[ERR_INVALID_URL]: Invalid URL", "AxiosError[ERR_BAD_REQUEST]: Unsupported protocol",
     "AxiosError[ERR_INVALID_URL]: Invalid URL: missing \"//\" after protocol"}};
// Before its own check a path alone was one of this machine.
static const struct url_rule url_axios_old = {URL_AS_BROWSER, 0,
    {"TypeError[ERR_INVALID_URL]: Invalid URL", "no host in the URL: it connects to this machine", "AxiosError[ERR_BAD_REQUEST]: Unsupported protocol",
     "TypeError[ERR_INVALID_URL]: Invalid URL"}};
static const struct url_rule url_bun = {URL_AS_BROWSER, 0,
    {"TypeError[ERR_INVALID_URL]: fetch() URL is invalid", "TypeError[ERR_INVALID_URL]: fetch() URL is invalid",
     "TypeError[ERR_INVALID_ARG_VALUE]: protocol must be http:, https: or s3:", "TypeError[ERR_INVALID_URL]: fetch() URL is invalid"}};
static const struct url_rule url_deno = {URL_AS_BROWSER, 0,
    {"TypeError: Invalid URL", "TypeError: Invalid URL", "TypeError: Url scheme not supported", "TypeError: Invalid URL"}};
static const struct url_rule url_go = {URL_BY_LETTERS, URL_TAKES_BLANK,
    {"net/url: invalid control character in URL, or invalid host or port", "unsupported protocol scheme \"\"", "unsupported protocol scheme", "http: no Host in request URL"}};
static const struct url_rule url_ruby = {URL_BY_LETTERS, 0,
    {"URI::InvalidURIError: bad URI(is not URI?)", "URI::InvalidURIError: bad URI(is not URI?)", "NoMethodError: undefined method `request_uri' for #<URI::Generic>",
     "no host in the URL: it connects to this machine"}};

// --- Node's own ways, by the version of Node --------------------------------------------------

#define FETCH(list_, form_) {.gate = GATE_OPEN, .pick = &pick_undici, .list = &(list_), .read = read_undici, .form = FORM_FETCH_FIRST | (form_)}
#define HTTP(list_) {.gate = GATE_OPEN, .pick = &pick_node_http, .list = &(list_), .read = read_node_http, .form = FORM_FETCH_FIRST}
static const struct rules fetch_26 = FETCH(list_undici_8, FORM_SOCKS | FORM_NO_IP_TLS);
static const struct rules fetch_24 = FETCH(list_undici_7, FORM_SOCKS);
static const struct rules fetch_22 = FETCH(list_undici_6, 0);
static const struct era node_fetch_way[] = {{V(26, 0, 0), ANY, &fetch_26}, {V(24, 0, 0), ANY, &fetch_24}, {ANY, ANY, &fetch_22}, END};
static const struct rules http_24 = HTTP(list_node_http);
static const struct rules http_22 = HTTP(list_node_http_22);
static const struct era node_http_way[] = {{V(24, 0, 0), ANY, &http_24}, {ANY, ANY, &http_22}, END};

// --- the rows, by version ----------------------------------------------------------------------

#define R static const struct rules
#define ERA(name) static const struct era name

R curl_8_21 = {.url = &url_curl, .gate = GATE_OPEN, .pick = &pick_curl, .list = &list_curl_8_18, .read = read_curl, .trust = TRUST_LIKE_CURL, .tool = "curlrc", .connect_s = 300};
R curl_8_18 = {.url = &url_curl, .gate = GATE_OPEN, .pick = &pick_curl, .list = &list_curl_8_18, .read = read_curl, .form = FORM_PORT_1080, .trust = TRUST_LIKE_CURL, .tool = "curlrc", .connect_s = 300};
R curl_8_9 = {.url = &url_curl, .gate = GATE_OPEN, .pick = &pick_curl, .list = &list_curl_8_9, .read = read_curl, .form = FORM_PORT_1080, .trust = TRUST_LIKE_CURL, .tool = "curlrc", .connect_s = 300};
R curl_8 = {.url = &url_curl, .gate = GATE_OPEN, .pick = &pick_curl, .list = &list_curl_7, .read = read_curl, .form = FORM_PORT_1080, .trust = TRUST_LIKE_CURL, .tool = "curlrc", .connect_s = 300};
R curl_7 = {.url = &url_curl, .gate = GATE_OPEN, .pick = &pick_curl, .list = &list_curl_7, .read = read_curl, .form = FORM_PORT_1080 | FORM_SHORT_TEXT, .trust = TRUST_LIKE_CURL,
    .trust_flags = TRUST_ONLY_DIR | TRUST_OLD_WORDS, .tool = "curlrc", .connect_s = 300};
const struct era eras_curl[] = {{V(8, 21, 0), ANY, &curl_8_21}, {V(8, 18, 0), ANY, &curl_8_18}, {V(8, 9, 0), ANY, &curl_8_9},
    {V(8, 0, 0), ANY, &curl_8}, {ANY, ANY, &curl_7}, END};

R php_curl = {.url = &url_php_curl, .gate = GATE_OPEN, .pick = &pick_curl, .list = &list_curl_7, .read = read_curl, .form = FORM_PORT_1080 | FORM_SHORT_TEXT | FORM_PHP, .trust = TRUST_LIKE_LIBCURL, .connect_s = 300};
const struct era eras_php_curl[] = {{ANY, ANY, &php_curl}, END};
R guzzle = {.url = &url_guzzle, .gate = GATE_OPEN, .pick = &pick_guzzle, .list = &list_curl_7, .read = read_curl, .form = FORM_PORT_1080 | FORM_SHORT_TEXT | FORM_PHP, .trust = TRUST_LIKE_LIBCURL, .connect_s = 300};
const struct era eras_php_guzzle[] = {{ANY, ANY, &guzzle}, END};
R php_stream = {.gate = GATE_SHUT, .wide_host = WIDE_UNKNOWN, .ipv6_fails = true, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 60};
const struct era eras_php_stream[] = {{ANY, ANY, &php_stream}, END};
R git = {.url = &url_git, .gate = GATE_OPEN, .pick = &pick_git, .list = &list_git, .read = read_git, .value_first = true, .form = FORM_PORT_1080 | FORM_SHORT_TEXT, .trust = TRUST_LIKE_GIT, .tool = "git", .connect_s = 300};
const struct era eras_git[] = {{ANY, ANY, &git}, END};
R wget = {.url = &url_wget, .gate = GATE_OPEN, .pick = &pick_wget, .list = &list_wget, .read = read_wget, .trust = TRUST_LIKE_WGET, .tool = "wgetrc",
    .redirect_keeps = true, .redirect_leaks = true, .waits_ipv6 = true, .timeout_s = 900, .retries = 19};
const struct era eras_wget[] = {{ANY, ANY, &wget}, END};

R urllib = {.url = &url_urllib, .gate = GATE_OPEN, .wide_host = WIDE_NO_PROXY, .login = LOGIN_IN_HOST, .pick = &pick_urllib, .list = &list_urllib, .read = read_urllib, .value_first = true, .starts_over = true, .trust = TRUST_LIKE_OPENSSL,
    .redirect_keeps = true, .redirect_leaks = true, .waits_ipv6 = true};
const struct era eras_urllib[] = {{ANY, ANY, &urllib}, END};
R urllib3 = {.gate = GATE_SHUT, .trust = TRUST_LIKE_OPENSSL, .waits_ipv6 = true, .retries = 3};
const struct era eras_urllib3[] = {{ANY, ANY, &urllib3}, END};
#define REQUESTS .url = &url_requests, .gate = GATE_OPEN, .pick = &pick_python_all, .read = read_urllib3, .trust = TRUST_LIKE_REQUESTS, .netrc_replaces = true, .redirect_keeps = true, .waits_ipv6 = true
R requests_new = {REQUESTS, .list = &list_requests};
R requests_old = {REQUESTS, .list = &list_requests_2};
// Debian's build: certifi is the system's bundle.
R requests_debian = {REQUESTS, .list = &list_requests_2, .form = FORM_PORT_FIVE, .trust_flags = TRUST_SYSTEM_FILE};
const struct era eras_requests[] = {{V(2, 34, 0), ANY, &requests_new}, {V(2, 28, 2), ANY, &requests_old},
    {V(2, 28, 1), ANY, &requests_debian}, {ANY, ANY, &requests_old}, END};
#define HTTPX .gate = GATE_OPEN, .pick = &pick_python_all, .list = &list_httpx_rule, .read = read_httpx, .check_all = true, .redirect_keeps = true, .waits_ipv6 = true
R httpx_new = {.url = &url_httpx, HTTPX, .trust = TRUST_LIKE_HTTPX, .timeout_s = 5, .connect_s = 5};
// Before 0.28 a CA variable that names nothing was passed over (0.23.3, tried).
R httpx_0_26 = {.url = &url_httpx, HTTPX, .trust = TRUST_LIKE_HTTPX, .trust_flags = TRUST_LOOKS_FIRST, .timeout_s = 5, .connect_s = 5};
R httpx_0_24 = {.url = &url_httpx, HTTPX, .form = FORM_SOCKS5H_UNKNOWN, .trust = TRUST_LIKE_HTTPX, .trust_flags = TRUST_LOOKS_FIRST, .timeout_s = 5, .connect_s = 5};
R httpx_old = {.url = &url_httpx_old, HTTPX, .form = FORM_SOCKS5H_UNKNOWN | FORM_HTTPX_OLD, .trust = TRUST_LIKE_HTTPX, .trust_flags = TRUST_LOOKS_FIRST, .timeout_s = 5, .connect_s = 5};
const struct era eras_httpx[] = {{V(0, 28, 0), ANY, &httpx_new}, {V(0, 26, 0), ANY, &httpx_0_26}, {V(0, 24, 0), ANY, &httpx_0_24}, {ANY, ANY, &httpx_old}, END};
R httpx2 = {.url = &url_httpx, HTTPX, .form = FORM_HTTPX2, .trust = TRUST_LIKE_HTTPX2, .timeout_s = 5, .connect_s = 5};
const struct era eras_httpx2[] = {{ANY, ANY, &httpx2}, END};
// An SDK stands on the httpx that is installed beside it.
#define SDK HTTPX, .httpx = eras_httpx
R openai_3 = {HTTPX, .form = FORM_HTTPX2, .trust = TRUST_LIKE_HTTPX2, .sdk = &sdk_openai_py_3, .timeout_s = 600, .connect_s = 5, .retries = 2};
R openai_2 = {SDK, .trust = TRUST_LIKE_HTTPX, .sdk = &sdk_openai_py_2, .timeout_s = 600, .connect_s = 5, .retries = 2};
R openai_1 = {SDK, .trust = TRUST_LIKE_HTTPX, .sdk = &sdk_openai_py_1, .timeout_s = 600, .connect_s = 5, .retries = 2};
// httpx 0.28 dropped an argument that both SDKs passed until 2024-11-28.
#define NO_PROXIES .never = "builtins.TypeError: Client.__init__() got an unexpected keyword argument 'proxies'"
R openai_1_on_0_28 = {SDK, NO_PROXIES, .trust = TRUST_LIKE_HTTPX, .sdk = &sdk_openai_py_1, .timeout_s = 600, .connect_s = 5, .retries = 2};
const struct era eras_openai_py[] = {{V(3, 0, 0), ANY, &openai_3}, {V(2, 0, 0), ANY, &openai_2}, {V(1, 55, 3), ANY, &openai_1},
    {V(1, 0, 0), V(0, 28, 0), &openai_1_on_0_28}, {ANY, ANY, &openai_1}, END};
R anthropic_0 = {SDK, .trust = TRUST_LIKE_HTTPX, .sdk = &sdk_anthropic_py, .timeout_s = 600, .connect_s = 5, .retries = 2};
R anthropic_on_0_28 = {SDK, NO_PROXIES, .trust = TRUST_LIKE_HTTPX, .sdk = &sdk_anthropic_py, .timeout_s = 600, .connect_s = 5, .retries = 2};
const struct era eras_anthropic_py[] = {{V(0, 40, 0), ANY, &anthropic_0}, {ANY, V(0, 28, 0), &anthropic_on_0_28}, {ANY, ANY, &anthropic_0}, END};
R langchain = {SDK, .own_proxy = "OPENAI_PROXY", .trust = TRUST_LIKE_HTTPX, .sdk = &sdk_langchain_py, .timeout_s = 600, .connect_s = 5, .retries = 2};
const struct era eras_langchain_py[] = {{ANY, ANY, &langchain}, END};
R llamaindex = {SDK, .trust = TRUST_LIKE_HTTPX, .sdk = &sdk_llamaindex, .timeout_s = 60, .connect_s = 5, .retries = 3};
const struct era eras_llamaindex[] = {{ANY, ANY, &llamaindex}, END};
R litellm = {SDK, .trust = TRUST_LIKE_LITELLM, .sdk = &sdk_litellm, .timeout_s = 6000, .connect_s = 5, .retries = 2};
const struct era eras_litellm[] = {{ANY, ANY, &litellm}, END};
R aiohttp = {.url = &url_aiohttp, .gate = GATE_SHUT, .login = LOGIN_CLASHES, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 300, .connect_s = 30};
const struct era eras_aiohttp[] = {{ANY, ANY, &aiohttp}, END};
#define AIOHTTP_TE .url = &url_aiohttp, .gate = GATE_OPEN, .login = LOGIN_CLASHES, .pick = &pick_urllib, .list = &list_aiohttp, .read = read_yarl, .check_all = true, .trust = TRUST_LIKE_OPENSSL, \
    .timeout_s = 300, .connect_s = 30
R aiohttp_te = {AIOHTTP_TE, .netrc_raises = true};
// Debian's 3.8.4, tried: netrc serves proxies only.
R aiohttp_te_3_8 = {AIOHTTP_TE, .form = FORM_YARL_OLD};
const struct era eras_aiohttp_te[] = {{V(3, 10, 0), ANY, &aiohttp_te}, {ANY, ANY, &aiohttp_te_3_8}, END};

#define NODE .trust = TRUST_LIKE_NODE
R node_fetch = {.url = &url_fetch, .gate = GATE_NODE, .login = LOGIN_REFUSED, .node = node_fetch_way, NODE, .timeout_s = 300, .connect_s = 10};
const struct era eras_node_fetch[] = {{ANY, ANY, &node_fetch}, END};
R node_http = {.url = &url_node, .gate = GATE_NODE, .node = node_http_way, .form = FORM_LOADS_HTTPS, NODE};
const struct era eras_node_http[] = {{ANY, ANY, &node_http}, END};
// Version 3 refuses a login in the URL, as the standard's fetch does.
R npm_fetch_3 = {.url = &url_node, .gate = GATE_NODE, .login = LOGIN_REFUSED, .node = node_http_way, .form = FORM_LOADS_HTTPS, NODE};
const struct era eras_npm_fetch[] = {{V(3, 0, 0), ANY, &npm_fetch_3}, {ANY, ANY, &node_http}, END};
R got = {.url = &url_node, .gate = GATE_NODE, .node = node_http_way, .form = FORM_LOADS_HTTPS, NODE, .redirect_keeps = true, .retries = 2};
const struct era eras_got[] = {{ANY, ANY, &got}, END};
R undici_env_7 = {.url = &url_node, .gate = GATE_OPEN, .pick = &pick_undici, .list = &list_undici_7, .read = read_undici, .form = FORM_SOCKS, .check_all = true, NODE, .timeout_s = 300, .connect_s = 10};
R undici_env_8 = {.url = &url_node, .gate = GATE_OPEN, .pick = &pick_undici, .list = &list_undici_8, .read = read_undici, .form = FORM_SOCKS, .check_all = true, NODE, .timeout_s = 300, .connect_s = 10};
R undici_env_6 = {.url = &url_node, .gate = GATE_OPEN, .pick = &pick_undici, .list = &list_undici_6, .read = read_undici, .check_all = true, NODE, .timeout_s = 300, .connect_s = 10};
const struct era eras_undici_env[] = {{V(8, 0, 0), ANY, &undici_env_8}, {V(7, 0, 0), ANY, &undici_env_7}, {ANY, ANY, &undici_env_6}, END};
// Its own dispatcher, not the global one: the switch does not reach it.
R undici = {.url = &url_node, .gate = GATE_SHUT, NODE, .timeout_s = 300, .connect_s = 10};
const struct era eras_undici[] = {{ANY, ANY, &undici}, END};
#define AXIOS .node = node_http_way, .read = read_proxy_from_env, NODE
R axios_1_21 = {.url = &url_axios, AXIOS, .gate = GATE_NODE_ELSE_OWN, .pick = &pick_from_env, .list = &list_axios_rule, .form = FORM_ANY_SCHEME | FORM_LOADS_HTTPS};
R axios_1_6 = {.url = &url_axios_old, AXIOS, .gate = GATE_OWN_THEN_NODE, .pick = &pick_from_env_1, .list = &list_from_env, .form = FORM_SCHEME_ASSERT | FORM_TUNNEL_NEVER | FORM_LOADS_HTTPS, .ipv6_direct_error = true};
const struct era eras_axios[] = {{V(1, 15, 0), ANY, &axios_1_21}, {ANY, ANY, &axios_1_6}, END};
R proxy_agent = {.url = &url_node, .gate = GATE_OPEN, .pick = &pick_from_env, .list = &list_from_env, .read = read_proxy_from_env, .form = FORM_AGENTS | FORM_LOADS_HTTPS, NODE};
const struct era eras_proxy_agent[] = {{ANY, ANY, &proxy_agent}, END};
R global_agent = {.url = &url_node, .gate = GATE_OPEN, .form = FORM_LOADS_HTTPS, .pick = &pick_global_agent, .list = &list_global_agent, .read = read_proxy_from_env, NODE};
const struct era eras_global_agent[] = {{ANY, ANY, &global_agent}, END};
R openai_js_new = {.gate = GATE_NODE, .login = LOGIN_REFUSED, .node = node_fetch_way, NODE, .sdk = &sdk_openai_js_6, .timeout_s = 600, .connect_s = 10, .retries = 2};
// Version 4 passes its own keep-alive agent: neither variables nor the switch reach it.
R openai_js_old = {.gate = GATE_SHUT, .form = FORM_LOADS_HTTPS, NODE, .sdk = &sdk_openai_js_4, .redirect_refused = true, .timeout_s = 600, .retries = 2};
const struct era eras_openai_js[] = {{V(5, 0, 0), ANY, &openai_js_new}, {ANY, ANY, &openai_js_old}, END};
R anthropic_js_1 = {.gate = GATE_NODE, .login = LOGIN_REFUSED, .node = node_fetch_way, NODE, .sdk = &sdk_anthropic_js, .timeout_s = 600, .connect_s = 10, .retries = 2};
const struct era eras_anthropic_js[] = {{ANY, ANY, &anthropic_js_1}, END};
R langchain_js = {.gate = GATE_NODE, .login = LOGIN_REFUSED, .node = node_fetch_way, NODE, .sdk = &sdk_langchain_js, .timeout_s = 600, .connect_s = 10, .retries = 6};
const struct era eras_langchain_js[] = {{ANY, ANY, &langchain_js}, END};
R vercel = {.gate = GATE_NODE, .login = LOGIN_REFUSED, .node = node_fetch_way, NODE, .sdk = &sdk_vercel, .timeout_s = 300, .connect_s = 10, .retries = 2};
const struct era eras_vercel[] = {{ANY, ANY, &vercel}, END};

R bun = {.url = &url_bun, .gate = GATE_OPEN, .pick = &pick_from_env, .list = &list_bun, .read = read_bun, .trust = TRUST_LIKE_BUN, .timeout_s = 300};
const struct era eras_bun[] = {{ANY, ANY, &bun}, END};
R deno = {.url = &url_deno, .gate = GATE_OPEN, .pick = &pick_deno, .list = &list_deno, .read = read_deno, .trust = TRUST_LIKE_DENO};
const struct era eras_deno[] = {{ANY, ANY, &deno}, END};

R go_new = {.url = &url_go, .gate = GATE_OPEN, .pick = &pick_go, .list = &list_go, .read = read_go, .trust = TRUST_LIKE_GO};
R go_1_19 = {.url = &url_go, .gate = GATE_OPEN, .pick = &pick_go, .list = &list_go_1_19, .read = read_go, .form = FORM_GO_119, .trust = TRUST_LIKE_GO};
// Below 1: the version of x/net, whose httpproxy is what Go carries.
const struct era eras_go[] = {{V(1, 24, 0), ANY, &go_new}, {V(1, 0, 0), ANY, &go_1_19}, {V(0, 36, 0), ANY, &go_new}, {ANY, ANY, &go_1_19}, END};
R openai_go = {.url = &url_go, .gate = GATE_OPEN, .pick = &pick_go, .list = &list_go, .read = read_go, .trust = TRUST_LIKE_GO, .sdk = &sdk_openai_go, .retries = 2};
const struct era eras_openai_go[] = {{ANY, ANY, &openai_go}, END};

R reqwest = {.url = &url_node, .gate = GATE_OPEN, .pick = &pick_hyper, .list = &list_hyper, .read = read_hyper, .trust = TRUST_LIKE_OPENSSL};
const struct era eras_reqwest[] = {{ANY, ANY, &reqwest}, END};
R reqwest_0_11 = {.url = &url_node, .gate = GATE_OPEN, .pick = &pick_reqwest, .list = &list_deno, .read = read_reqwest, .trust = TRUST_LIKE_OPENSSL};
const struct era eras_reqwest_0_11[] = {{ANY, ANY, &reqwest_0_11}, END};

R ruby = {.url = &url_ruby, .gate = GATE_OPEN, .wide_host = WIDE_REFUSED, .pick = &pick_ruby, .list = &list_ruby_rule, .read = read_ruby, .ipv6_fails = true, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 60, .connect_s = 60, .retries = 1};
const struct era eras_ruby[] = {{ANY, ANY, &ruby}, END};
R faraday = {.url = &url_ruby, .gate = GATE_OPEN, .wide_host = WIDE_REFUSED, .form = FORM_HOST_NEEDED, .pick = &pick_faraday, .list = &list_ruby_rule, .read = read_ruby, .ipv6_fails = true, .trust = TRUST_LIKE_OPENSSL, .ipv6_error = true,
    .port_dropped = true, .then = &ruby, .timeout_s = 60, .connect_s = 60};
const struct era eras_faraday[] = {{ANY, ANY, &faraday}, END};

R java = {.gate = GATE_JAVA, .trust = TRUST_LIKE_JAVA};
const struct era eras_java[] = {{ANY, ANY, &java}, END};
R okhttp = {.gate = GATE_JAVA, .trust = TRUST_LIKE_JAVA, .timeout_s = 10, .connect_s = 10};
const struct era eras_okhttp[] = {{ANY, ANY, &okhttp}, END};
R dotnet = {.gate = GATE_OPEN, .pick = &pick_dotnet, .list = &list_dotnet, .read = read_dotnet, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 100};
const struct era eras_dotnet[] = {{ANY, ANY, &dotnet}, END};
// clang-format on
