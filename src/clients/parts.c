// SPDX-License-Identifier: MIT
// The parts that rows of clients/rules.c name: data, no code. What a name means stands in
// clients/family.h; where the facts come from, in clients.md 3 to 12 and its list of sources.
// No row holds a pointer: the loader would have to write every page of them at each start.
#include "clients/family.h"

#define BLANKS " \t\n\v\f\r"

// --- which variable (clients.md 3) ------------------------------------------------------------
// clang-format off

const struct pick_rule pick_parts[] = {
    [PICK_CURL] = {PICK_BY_NAMES,
        "https_proxy;HTTPS_PROXY;all_proxy;ALL_PROXY", "http_proxy;all_proxy;ALL_PROXY", CGI_NONE, false},
    [PICK_GIT] = {PICK_BY_NAMES,
        "https_proxy|HTTPS_PROXY|all_proxy|ALL_PROXY", "http_proxy|all_proxy|ALL_PROXY", CGI_NONE, false},
    [PICK_WGET] = {PICK_BY_NAMES, "https_proxy", "http_proxy", CGI_NONE, false},
    [PICK_URLLIB] = {PICK_BY_PYTHON, "", "", CGI_NONE, false},
    [PICK_PYTHON_ALL] = {PICK_BY_PYTHON, "", "", CGI_NONE, true},
    [PICK_UNDICI] = {PICK_BY_NAMES,
        "https_proxy|HTTPS_PROXY;http_proxy|HTTP_PROXY", "http_proxy|HTTP_PROXY", CGI_NONE, false},
    [PICK_NODE_HTTP] = {PICK_BY_NAMES,
        "https_proxy;HTTPS_PROXY", "http_proxy;HTTP_PROXY", CGI_NONE, false},
    [PICK_FROM_ENV] = {PICK_BY_NAMES,
        "https_proxy;HTTPS_PROXY;all_proxy;ALL_PROXY", "http_proxy;HTTP_PROXY;all_proxy;ALL_PROXY", CGI_NONE, false},
    [PICK_FROM_ENV_1] = {PICK_BY_NAMES,
        "npm_config_https_proxy;NPM_CONFIG_HTTPS_PROXY;https_proxy;HTTPS_PROXY;npm_config_proxy;NPM_CONFIG_PROXY;all_proxy;ALL_PROXY",
        "npm_config_http_proxy;NPM_CONFIG_HTTP_PROXY;http_proxy;HTTP_PROXY;npm_config_proxy;NPM_CONFIG_PROXY;all_proxy;ALL_PROXY", CGI_NONE, false},
    [PICK_GLOBAL_AGENT] = {PICK_BY_NAMES,
        "GLOBAL_AGENT_HTTPS_PROXY;GLOBAL_AGENT_HTTP_PROXY", "GLOBAL_AGENT_HTTP_PROXY", CGI_NONE, false},
    [PICK_DENO] = {PICK_BY_NAMES,
        "ALL_PROXY;all_proxy;HTTPS_PROXY;https_proxy", "ALL_PROXY;all_proxy;HTTP_PROXY;http_proxy", CGI_HTTP, false},
    [PICK_GO] = {PICK_BY_NAMES,
        "HTTPS_PROXY;https_proxy", "HTTP_PROXY;http_proxy", CGI_GO, false},
    [PICK_HYPER] = {PICK_BY_NAMES,
        "HTTPS_PROXY|https_proxy;ALL_PROXY|all_proxy", "HTTP_PROXY|http_proxy;ALL_PROXY|all_proxy", CGI_ALL, false},
    [PICK_REQWEST] = {PICK_BY_NAMES,
        "HTTPS_PROXY;https_proxy", "HTTP_PROXY;http_proxy", CGI_HTTP, false},
    [PICK_RUBY] = {PICK_BY_NAMES,
        "http_proxy|HTTP_PROXY", "http_proxy|HTTP_PROXY", CGI_RUBY, false},
    [PICK_FARADAY] = {PICK_BY_NAMES,
        "https_proxy|HTTPS_PROXY", "http_proxy|HTTP_PROXY", CGI_RUBY, false},
    [PICK_GUZZLE] = {PICK_BY_GUZZLE, "", "", CGI_NONE, false},
    [PICK_DOTNET] = {PICK_BY_NAMES,
        "https_proxy;HTTPS_PROXY;all_proxy;ALL_PROXY", "http_proxy;HTTP_PROXY;all_proxy;ALL_PROXY", CGI_DOTNET, false},
};

// --- the list of exceptions (clients.md 4, 12) ------------------------------------------------

#define CURL_LIST (LIST_STAR_WHOLE | LIST_TAIL_DOTS | LIST_DOT_SELF | LIST_SUB | LIST_CIDR | \
                   LIST_CIDR_ZERO | LIST_IP_NUMBER | LIST_IP_APART)
#define UNDICI_LIST (LIST_STAR_WHOLE | LIST_PORT | LIST_PORT_ANY6)
#define NODE_HTTP_LIST (LIST_STAR_ENTRY | LIST_TRIM | LIST_PORT_ALWAYS | LIST_STARDOT | LIST_RANGE)
#define RUST_LIST (LIST_STAR_ENTRY | LIST_TRIM | LIST_DOT_SELF | LIST_SUB | LIST_CIDR | LIST_IP_NUMBER | LIST_IP_APART | \
                   LIST_STAR_NAMES)
#define GO_LIST (LIST_STAR_ENTRY | LIST_TRIM | LIST_PORT | LIST_SUB | LIST_STARDOT | LIST_CIDR | LIST_IP_NUMBER | LIST_LOOPBACK | \
                 LIST_V4_MAPPED | LIST_PORT_LITERAL)

const struct list_rule list_parts[] = {
    [EXCEPT_CURL_8_18] = {LIST_GENERIC, "no_proxy;NO_PROXY", " \t,", CURL_LIST | LIST_COMMA_ENDS, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_CURL_8_9] = {LIST_GENERIC, "no_proxy;NO_PROXY", " \t,", CURL_LIST | LIST_COMMA_ENDS | LIST_V6_TEXT, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_CURL_7] = {LIST_GENERIC, "no_proxy;NO_PROXY", " \t,", CURL_LIST | LIST_V6_TEXT, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_GIT] = {LIST_GENERIC, "no_proxy|NO_PROXY", " \t,", CURL_LIST | LIST_V6_TEXT, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_WGET] = {LIST_GENERIC, "no_proxy", ",", LIST_TRIM_FRONT | LIST_SUB, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_URLLIB] = {LIST_GENERIC, "", ",",
        LIST_STAR_WHOLE | LIST_TRIM | LIST_DOTS | LIST_SUB | LIST_PORT_TEXT | LIST_BRACKETS, EXCEPT_NOTHING, BLANKS_PYTHON, NAMES_LOWER},
    [EXCEPT_AIOHTTP] = {LIST_GENERIC, "", ",",
        LIST_STAR_WHOLE | LIST_TRIM | LIST_DOTS | LIST_SUB | LIST_V6_TEXT, EXCEPT_NOTHING, BLANKS_PYTHON, NAMES_READABLE},
    [EXCEPT_REQUESTS] = {LIST_REQUESTS, "no_proxy;NO_PROXY", ",", 0, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_REQUESTS_2] = {LIST_REQUESTS, "no_proxy;NO_PROXY", ",", LIST_ENDS_TEXT, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_HTTPX] = {LIST_HTTPX, "", ",", 0, EXCEPT_NOTHING, BLANKS_PYTHON, NAMES_BY_START},
    [EXCEPT_UNDICI_6] = {LIST_GENERIC, "no_proxy|NO_PROXY", BLANKS ",", UNDICI_LIST | LIST_BRACKETS | LIST_STAR_ANY, EXCEPT_NOTHING, BLANKS_JS, NAMES_ASCII},
    [EXCEPT_UNDICI_7] = {LIST_GENERIC, "no_proxy|NO_PROXY", BLANKS ",",
        UNDICI_LIST | LIST_BRACKETS | LIST_DOT_SELF | LIST_SUB | LIST_STARDOT | LIST_STARDOT_SELF, EXCEPT_NOTHING, BLANKS_JS, NAMES_ASCII},
    [EXCEPT_UNDICI_8] = {LIST_GENERIC, "no_proxy|NO_PROXY", BLANKS ",",
        LIST_STAR_WHOLE | LIST_PORT | LIST_BRACKETS_ANY | LIST_TAIL_DOTS | LIST_DOT_SELF | LIST_SUB | LIST_STARDOT | LIST_STARDOT_SELF, EXCEPT_NOTHING, BLANKS_JS, NAMES_ASCII},
    [EXCEPT_NODE_HTTP] = {LIST_GENERIC, "no_proxy;NO_PROXY", ",", NODE_HTTP_LIST | LIST_DOT_SELF, EXCEPT_NOTHING, BLANKS_JS, NAMES_ASCII},
    [EXCEPT_NODE_HTTP_22] = {LIST_GENERIC, "no_proxy;NO_PROXY", ",", NODE_HTTP_LIST | LIST_NO_BORDER, EXCEPT_NOTHING, BLANKS_JS, NAMES_ASCII},
    [EXCEPT_FROM_ENV] = {LIST_GENERIC, "no_proxy;NO_PROXY", BLANKS ",", UNDICI_LIST | LIST_BRACKETS | LIST_STAR_ANY, EXCEPT_NOTHING, BLANKS_JS, NAMES_ASCII},
    // axios asks proxy-from-env and then its own rule.
    [EXCEPT_AXIOS] = {LIST_AXIOS, "no_proxy;NO_PROXY", "", 0, EXCEPT_FROM_ENV, BLANKS_JS, NAMES_ASCII_BOTH},
    [EXCEPT_GLOBAL_AGENT] = {LIST_GENERIC, "GLOBAL_AGENT_NO_PROXY", BLANKS ",", LIST_STAR_ANY | LIST_PORT, EXCEPT_NOTHING, BLANKS_JS, NAMES_ASCII},
    [EXCEPT_BUN] = {LIST_GENERIC, "no_proxy;NO_PROXY", " \t\n\r,",
        LIST_STAR_ENTRY | LIST_PORT | LIST_DOT_SELF | LIST_SUB | LIST_STARDOT | LIST_STARDOT_SELF | LIST_CIDR | LIST_IP_NUMBER |
        LIST_IP_APART | LIST_BRACKETS_ANY | LIST_TAIL_DOTS | LIST_V4_MAPPED, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_ASCII},
    [EXCEPT_HYPER] = {LIST_GENERIC, "NO_PROXY|no_proxy", ",", RUST_LIST, EXCEPT_NOTHING, BLANKS_UNICODE, NAMES_ASCII},
    [EXCEPT_DENO] = {LIST_GENERIC, "NO_PROXY|no_proxy", ",", RUST_LIST | LIST_CASE, EXCEPT_NOTHING, BLANKS_UNICODE, NAMES_ASCII},
    [EXCEPT_GO] = {LIST_GENERIC, "NO_PROXY;no_proxy", ",", GO_LIST | LIST_IP_APART, EXCEPT_NOTHING, BLANKS_IDNA, NAMES_ASCII_BOTH},
    [EXCEPT_GO_1_19] = {LIST_GENERIC, "NO_PROXY;no_proxy", ",", GO_LIST, EXCEPT_NOTHING, BLANKS_IDNA, NAMES_ASCII_BOTH},
    [EXCEPT_RUBY] = {LIST_RUBY, "no_proxy|NO_PROXY", "", 0, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_AS_WRITTEN},
    [EXCEPT_DOTNET] = {LIST_GENERIC, "no_proxy;NO_PROXY", ",", LIST_TRIM | LIST_DOT_SELF | LIST_BRACKETS, EXCEPT_NOTHING, BLANKS_ASCII, NAMES_AS_WRITTEN},
};

// --- SDKs (clients.md 9, 10) ------------------------------------------------------------------

#define OPENAI_URL "https://api.openai.com/v1"
#define ANTHROPIC_URL "https://api.anthropic.com"
#define OPENAI_PY_1_SAYS "openai.OpenAIError: The api_key client option must be set either by passing api_key to the " \
    "client or by setting the OPENAI_API_KEY environment variable"
#define OPENAI_PY_2_SAYS "openai.OpenAIError: Missing credentials. Please pass an `api_key`, `workload_identity`, " \
    "`admin_api_key`, or set the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable."
#define OPENAI_JS_4_SAYS "Error: The OPENAI_API_KEY environment variable is missing or empty; either provide it, or " \
    "instantiate the OpenAI client with an apiKey option, like new OpenAI({ apiKey: 'My API Key' })."
#define OPENAI_JS_5_SAYS "Error: Missing credentials. Please pass an `apiKey`, or set the `OPENAI_API_KEY` environment variable."
#define OPENAI_JS_6_SAYS "Error: Missing credentials. Please pass an `apiKey`, `workloadIdentity`, `adminAPIKey`, or set " \
    "the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable."
#define ANTHROPIC_PY_SAYS "builtins.TypeError: \"Could not resolve authentication method. Expected one of api_key, " \
    "auth_token, or credentials to be set. Or for one of the `X-Api-Key` or `Authorization` headers to be explicitly omitted\""
#define ANTHROPIC_JS_SAYS "Error: Could not resolve authentication method. Expected one of apiKey, authToken, " \
    "credentials, config, or profile to be set. Or for the \"Authorization\" header to be explicitly omitted"
#define VERCEL_SAYS "AI_LoadAPIKeyError: OpenAI API key is missing. Pass it using the 'apiKey' parameter or the " \
    "OPENAI_API_KEY environment variable."

const struct sdk_rule sdk_parts[] = {
    [SDK_OPENAI_PY_1] = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_PY_1_SAYS, SDK_EMPTY_KEY_SENT},
    [SDK_OPENAI_PY_2] = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_PY_2_SAYS, SDK_ADMIN_KEY | SDK_CUSTOM_HEADERS},
    [SDK_OPENAI_PY_3] = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_PY_2_SAYS, SDK_ADMIN_KEY | SDK_CUSTOM_HEADERS | SDK_HTTPX2},
    [SDK_OPENAI_JS_4] = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_JS_4_SAYS, SDK_EMPTY_KEY_SENT | SDK_NODE_FETCH2},
    [SDK_OPENAI_JS_5] = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_JS_5_SAYS, SDK_EMPTY_KEY_SENT},
    [SDK_OPENAI_JS_6_28] = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_JS_5_SAYS, SDK_EMPTY_KEY_SENT | SDK_QUERY_AGAIN},
    [SDK_OPENAI_JS_6_35] = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_JS_5_SAYS, SDK_QUERY_AGAIN},
    [SDK_OPENAI_JS_6] = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, OPENAI_JS_6_SAYS, SDK_ADMIN_KEY | SDK_CUSTOM_HEADERS | SDK_QUERY_AGAIN},
    [SDK_ANTHROPIC_PY] = {SDK_PYTHON, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", ANTHROPIC_URL, ANTHROPIC_PY_SAYS, SDK_ANTHROPIC},
    [SDK_ANTHROPIC_JS] = {SDK_NODE, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", ANTHROPIC_URL, ANTHROPIC_JS_SAYS, SDK_ANTHROPIC | SDK_CUSTOM_HEADERS | SDK_QUERY_AGAIN},
    [SDK_LANGCHAIN_PY] = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_API_BASE;OPENAI_BASE_URL", OPENAI_URL, OPENAI_PY_2_SAYS, SDK_CUSTOM_HEADERS},
    [SDK_LANGCHAIN_JS] = {SDK_NODE, "OPENAI_API_KEY", "OPENAI_API_BASE;OPENAI_BASE_URL", OPENAI_URL, OPENAI_JS_6_SAYS, SDK_CUSTOM_HEADERS | SDK_QUERY_AGAIN},
    // LlamaIndex always passes a value on: OPENAI_BASE_URL never counts.
    [SDK_LLAMAINDEX] = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_API_BASE", OPENAI_URL, OPENAI_PY_2_SAYS, 0},
    [SDK_LITELLM] = {SDK_PYTHON, "OPENAI_API_KEY", "OPENAI_BASE_URL;OPENAI_API_BASE", OPENAI_URL, OPENAI_PY_2_SAYS, 0},
    [SDK_VERCEL_AI] = {SDK_VERCEL, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, VERCEL_SAYS, 0},
    [SDK_OPENAI_GO] = {SDK_GO, "OPENAI_API_KEY", "OPENAI_BASE_URL", OPENAI_URL, "", 0},
};

// --- URLs (clients/plain.c): what is taken, and what is said of the rest ------------------------

#define CURL_SAYS {"curl: (3) URL using bad/illegal format or missing URL", "curl: (3) URL using bad/illegal format or missing URL", \
    "curl: (1) Protocol not supported or disabled in libcurl", "curl: (3) URL using bad/illegal format or missing URL"}
#define HTTPX_SAYS {"httpx.InvalidURL", "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol.", \
    "httpx.UnsupportedProtocol: Request URL has an unsupported protocol.", "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol."}

const struct url_rule url_parts[] = {
    [URL_CURL] = {URL_BY_LETTERS, URL_TAKES_ONE_SLASH | URL_TAKES_THREE | URL_GUESSES_HTTP, CURL_SAYS},
    [URL_GIT] = {URL_BY_LETTERS, URL_TAKES_THREE,
        {"fatal: unable to access: URL using bad/illegal format or missing URL", "fatal: does not appear to be a git repository",
         "fatal: Unable to find remote helper", "fatal: does not appear to be a git repository"}},
    [URL_PHP_CURL] = {URL_BY_LETTERS, URL_TAKES_ONE_SLASH | URL_TAKES_THREE | URL_GUESSES_HTTP,
        {"URL using bad/illegal format or missing URL", "URL using bad/illegal format or missing URL",
         "Protocol not supported or disabled in libcurl", "URL using bad/illegal format or missing URL"}},
    [URL_GUZZLE] = {URL_BY_LETTERS, URL_TAKES_ONE_SLASH | URL_TAKES_BLANK | URL_TAKES_CONTROL | URL_GUESSES_HTTP,
        {"cURL error 3: URL using bad/illegal format or missing URL", "cURL error 3: URL using bad/illegal format or missing URL",
         "cURL error 1: Protocol not supported or disabled in libcurl", "GuzzleHttp\\Psr7\\Exception\\MalformedUriException: Unable to parse URI"}},
    [URL_WGET] = {URL_BY_LETTERS, URL_TAKES_BLANK | URL_TAKES_CONTROL | URL_GUESSES_HTTP,
        {"Bad port number or host name.", "Scheme missing.", "Unsupported scheme.", "Invalid host name."}},
    [URL_URLLIB] = {URL_BY_LETTERS, URL_TAKES_LEAD,
        {"http.client.InvalidURL: URL can't contain control characters", "ValueError: unknown url type", "URLError: <urlopen error unknown url type>", "URLError: <urlopen error no host given>"}},
    [URL_REQUESTS] = {URL_BY_LETTERS, URL_TAKES_LEAD | URL_TAKES_BLANK | URL_TAKES_CONTROL | URL_TAKES_BACKSLASH,
        {"requests.exceptions.InvalidURL: Failed to parse", "requests.exceptions.MissingSchema: Invalid URL: No scheme supplied.",
         "requests.exceptions.InvalidSchema: No connection adapters were found", "requests.exceptions.InvalidURL: Invalid URL: No host supplied"}},
    [URL_AIOHTTP] = {URL_BY_LETTERS, URL_TAKES_LEAD | URL_TAKES_BLANK | URL_TAKES_CONTROL,
        {"aiohttp.client_exceptions.InvalidURL", "aiohttp.client_exceptions.InvalidURL", "AssertionError", "aiohttp.client_exceptions.InvalidURL"}},
    [URL_HTTPX] = {URL_AS_HTTPX, 0, HTTPX_SAYS},
    [URL_HTTPX_OLD] = {URL_BY_LETTERS, URL_TAKES_BLANK | URL_TAKES_CONTROL, HTTPX_SAYS},
    [URL_FETCH] = {URL_AS_BROWSER, 0,
        {"TypeError: Failed to parse URL <- TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError: Failed to parse URL <- TypeError[ERR_INVALID_URL]: Invalid URL",
         "TypeError: fetch failed <- Error: unknown scheme", "TypeError[ERR_INVALID_URL]: Invalid URL"}},
    [URL_NODE] = {URL_AS_BROWSER, 0,
        {"TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError[ERR_INVALID_PROTOCOL]: Protocol not supported",
         "TypeError[ERR_INVALID_URL]: Invalid URL"}},
    [URL_AXIOS] = {URL_AS_BROWSER, URL_NEEDS_SLASHES,
        {"TypeError[ERR_INVALID_URL]: Invalid URL", "TypeError[ERR_INVALID_URL]: Invalid URL", "AxiosError[ERR_BAD_REQUEST]: Unsupported protocol",
         "AxiosError[ERR_INVALID_URL]: Invalid URL: missing \"//\" after protocol"}},
    // Before its own check a path alone was one of this machine.
    [URL_AXIOS_OLD] = {URL_AS_BROWSER, 0,
        {"TypeError[ERR_INVALID_URL]: Invalid URL", "no host in the URL: it connects to this machine", "AxiosError[ERR_BAD_REQUEST]: Unsupported protocol",
         "TypeError[ERR_INVALID_URL]: Invalid URL"}},
    [URL_BUN] = {URL_AS_BROWSER, 0,
        {"TypeError[ERR_INVALID_URL]: fetch() URL is invalid", "TypeError[ERR_INVALID_URL]: fetch() URL is invalid",
         "TypeError[ERR_INVALID_ARG_VALUE]: protocol must be http:, https: or s3:", "TypeError[ERR_INVALID_URL]: fetch() URL is invalid"}},
    [URL_DENO] = {URL_AS_BROWSER, 0,
        {"TypeError: Invalid URL", "TypeError: Invalid URL", "TypeError: Url scheme not supported", "TypeError: Invalid URL"}},
    [URL_GO] = {URL_BY_LETTERS, URL_TAKES_BLANK,
        {"net/url: invalid control character in URL, or invalid host or port", "unsupported protocol scheme \"\"", "unsupported protocol scheme", "http: no Host in request URL"}},
    [URL_RUBY] = {URL_BY_LETTERS, 0,
        {"URI::InvalidURIError: bad URI(is not URI?)", "URI::InvalidURIError: bad URI(is not URI?)", "NoMethodError: undefined method `request_uri' for #<URI::Generic>",
         "no host in the URL: it connects to this machine"}},
    [URL_JAVA] = {URL_BY_LETTERS, URL_TAKES_LEAD | URL_TAKES_BLANK | URL_TAKES_CONTROL | URL_REFUSES_LF,
        {"java.net.MalformedURLException", "java.net.MalformedURLException: no protocol", "java.net.MalformedURLException: unknown protocol",
         "java.io.IOException: Failed to select a proxy"}},
    [URL_JAVA_NET] = {URL_BY_LETTERS, URL_BY_THE_BOOK,
        {"java.lang.IllegalArgumentException: Illegal character", "java.lang.IllegalArgumentException: URI with undefined scheme",
         "java.lang.IllegalArgumentException: invalid URI scheme", "java.lang.IllegalArgumentException: unsupported URI"}},
    [URL_PHP_STREAM] = {URL_BY_LETTERS, URL_TAKES_BLANK | URL_TAKES_CONTROL,
        {"file_get_contents: Failed to open stream: operation failed", "file_get_contents: Failed to open stream: No such file or directory",
         "file_get_contents(): Unable to find the wrapper", "file_get_contents: Failed to open stream: operation failed"}},
};
// clang-format on
