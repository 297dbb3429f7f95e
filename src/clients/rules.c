// SPDX-License-Identifier: MIT
// What each client does, version by version, newest first: data, no code, and no pointers
// (clients/parts.c). Row: clients.md 3 to 12 and its list of sources.
#include "clients/rules.h"

#define V(a, b, c)                                                                                 \
    {                                                                                              \
        .major = (a), .minor = (b), .patch = (c), .known = true                                    \
    }

// clang-format off

// --- Node's own ways, by the version of Node --------------------------------------------------

#define FETCH .gate = GATE_OPEN, .pick = PICK_UNDICI, .read = READ_UNDICI
#define HTTP .gate = GATE_OPEN, .pick = PICK_NODE_HTTP, .read = READ_NODE_HTTP, .form = FORM_FETCH_FIRST
static const struct rules ways_fetch[] = {
    {.since = V(26, 0, 0), FETCH, .list = EXCEPT_UNDICI_8, .form = FORM_FETCH_FIRST | FORM_SOCKS | FORM_NO_IP_TLS},
    {.since = V(24, 0, 0), FETCH, .list = EXCEPT_UNDICI_7, .form = FORM_FETCH_FIRST | FORM_SOCKS},
    {FETCH, .list = EXCEPT_UNDICI_6, .form = FORM_FETCH_FIRST},
};
static const struct rules ways_http[] = {
    {.since = V(24, 0, 0), HTTP, .list = EXCEPT_NODE_HTTP},
    {HTTP, .list = EXCEPT_NODE_HTTP_22},
};

// --- the rows, by version ----------------------------------------------------------------------

#define CURL .url = URL_CURL, .gate = GATE_OPEN, .pick = PICK_CURL, .read = READ_CURL, .trust = TRUST_LIKE_CURL, .tool = "curlrc", .connect_s = 300
static const struct rules rules_curl[] = {
    {.since = V(8, 21, 0), CURL, .redirects = REDIRECT_CURL, .list = EXCEPT_CURL_8_18},
    {.since = V(8, 18, 0), CURL, .redirects = REDIRECT_CURL, .list = EXCEPT_CURL_8_18, .form = FORM_PORT_1080},
    {.since = V(8, 9, 0), CURL, .redirects = REDIRECT_CURL, .list = EXCEPT_CURL_8_9, .form = FORM_PORT_1080},
    {.since = V(8, 0, 0), CURL, .redirects = REDIRECT_CURL, .list = EXCEPT_CURL_7, .form = FORM_PORT_1080},
    {.since = V(7, 83, 0), CURL, .redirects = REDIRECT_CURL, .list = EXCEPT_CURL_7, .form = FORM_PORT_1080 | FORM_SHORT_TEXT, .trust_flags = TRUST_ONLY_DIR | TRUST_OLD_WORDS},
    {CURL, .redirects = REDIRECT_CURL_7_58, .list = EXCEPT_CURL_7, .form = FORM_PORT_1080 | FORM_SHORT_TEXT, .trust_flags = TRUST_ONLY_DIR | TRUST_OLD_WORDS},
};

#define LIBCURL .gate = GATE_OPEN, .list = EXCEPT_CURL_7, .read = READ_CURL, .form = FORM_PORT_1080 | FORM_SHORT_TEXT | FORM_PHP, .trust = TRUST_LIKE_LIBCURL, .connect_s = 300
static const struct rules rules_php_curl[] = {
    {LIBCURL, .redirects = REDIRECT_CURL, .url = URL_PHP_CURL, .pick = PICK_CURL},
};
static const struct rules rules_php_guzzle[] = {
    {LIBCURL, .url = URL_GUZZLE, .pick = PICK_GUZZLE},
};
static const struct rules rules_php_stream[] = {
    {.url = URL_PHP_STREAM, .gate = GATE_SHUT, .wide_host = WIDE_UNKNOWN, .ipv6_fails = true, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 60},
};
static const struct rules rules_git[] = {
    {.url = URL_GIT, .gate = GATE_OPEN, .pick = PICK_GIT, .list = EXCEPT_GIT, .read = READ_GIT, .value_first = true, .form = FORM_PORT_1080 | FORM_SHORT_TEXT, .trust = TRUST_LIKE_GIT, .tool = "git", .connect_s = 300},
};
static const struct rules rules_wget[] = {
    {.url = URL_WGET, .gate = GATE_OPEN, .pick = PICK_WGET, .list = EXCEPT_WGET, .read = READ_WGET, .trust = TRUST_LIKE_WGET, .tool = "wgetrc", .redirects = REDIRECT_WGET, .waits_ipv6 = true, .timeout_s = 900, .retries = 19},
};

#define URLLIB .url = URL_URLLIB, .gate = GATE_OPEN, .wide_host = WIDE_NO_PROXY, .login = LOGIN_IN_HOST, .pick = PICK_URLLIB, .list = EXCEPT_URLLIB, .read = READ_URLLIB, .value_first = true, .starts_over = true, .trust = TRUST_LIKE_OPENSSL, .waits_ipv6 = true
static const struct rules rules_urllib[] = {
    {.since = V(3, 11, 0), URLLIB, .redirects = REDIRECT_URLLIB},
    {URLLIB, .redirects = REDIRECT_URLLIB_3_10},
};
static const struct rules rules_urllib3[] = {
    {.gate = GATE_SHUT, .trust = TRUST_LIKE_OPENSSL, .redirects = REDIRECT_URLLIB3, .waits_ipv6 = true, .retries = 3},
};
#define REQUESTS .url = URL_REQUESTS, .gate = GATE_OPEN, .pick = PICK_PYTHON_ALL, .read = READ_URLLIB3, .trust = TRUST_LIKE_REQUESTS, .netrc_replaces = true, .redirects = REDIRECT_REQUESTS, .waits_ipv6 = true
// 2.28.1 is Debian's build: certifi is the system's bundle.
static const struct rules rules_requests[] = {
    {.since = V(2, 34, 0), REQUESTS, .list = EXCEPT_REQUESTS, .netrc_filled = true},
    {.since = V(2, 28, 2), REQUESTS, .list = EXCEPT_REQUESTS_2},
    {.since = V(2, 28, 1), REQUESTS, .list = EXCEPT_REQUESTS_2, .form = FORM_PORT_FIVE, .trust_flags = TRUST_SYSTEM_FILE},
    {REQUESTS, .list = EXCEPT_REQUESTS_2},
};
#define HTTPX .gate = GATE_OPEN, .pick = PICK_PYTHON_ALL, .list = EXCEPT_HTTPX, .read = READ_HTTPX, .check_all = true, .waits_ipv6 = true
// Before 0.28 a CA variable that names nothing was passed over (0.23.3, tried).
static const struct rules rules_httpx[] = {
    {.since = V(0, 28, 0), .url = URL_HTTPX, HTTPX, .redirects = REDIRECT_HTTPX, .trust = TRUST_LIKE_HTTPX, .timeout_s = 5, .connect_s = 5},
    {.since = V(0, 26, 0), .url = URL_HTTPX, HTTPX, .redirects = REDIRECT_HTTPX, .trust = TRUST_LIKE_HTTPX, .trust_flags = TRUST_LOOKS_FIRST, .timeout_s = 5, .connect_s = 5},
    {.since = V(0, 24, 0), .url = URL_HTTPX, HTTPX, .redirects = REDIRECT_HTTPX, .form = FORM_SOCKS5H_UNKNOWN, .trust = TRUST_LIKE_HTTPX, .trust_flags = TRUST_LOOKS_FIRST, .timeout_s = 5, .connect_s = 5},
    {.url = URL_HTTPX_OLD, HTTPX, .redirects = REDIRECT_HTTPX, .form = FORM_SOCKS5H_UNKNOWN | FORM_HTTPX_OLD, .trust = TRUST_LIKE_HTTPX, .trust_flags = TRUST_LOOKS_FIRST, .timeout_s = 5, .connect_s = 5},
};
static const struct rules rules_httpx2[] = {
    {.url = URL_HTTPX, HTTPX, .redirects = REDIRECT_HTTPX, .form = FORM_HTTPX2, .trust = TRUST_LIKE_HTTPX2, .timeout_s = 5, .connect_s = 5},
};
// An SDK stands on the httpx that is installed beside it.
#define SDK_BARE HTTPX, .beneath = WAY_HTTPX, .redirects = REDIRECT_HTTPX_SDK
#define SDK SDK_BARE, .trust = TRUST_LIKE_HTTPX
static const struct rules rules_openai_py[] = {
    {.since = V(3, 0, 0), HTTPX, .redirects = REDIRECT_HTTPX_SDK, .form = FORM_HTTPX2, .trust = TRUST_LIKE_HTTPX2, .sdk = SDK_OPENAI_PY_3, .timeout_s = 600, .connect_s = 5, .retries = 2},
    {.since = V(2, 0, 0), SDK, .sdk = SDK_OPENAI_PY_2, .timeout_s = 600, .connect_s = 5, .retries = 2},
    {.since = V(1, 55, 3), SDK, .sdk = SDK_OPENAI_PY_1, .timeout_s = 600, .connect_s = 5, .retries = 2},
    {.since = V(1, 0, 0), .runtime = V(0, 28, 0), SDK, .passes_proxies = true, .sdk = SDK_OPENAI_PY_1, .timeout_s = 600, .connect_s = 5, .retries = 2},
    {SDK, .sdk = SDK_OPENAI_PY_1, .timeout_s = 600, .connect_s = 5, .retries = 2},
};
static const struct rules rules_anthropic_py[] = {
    {.since = V(0, 40, 0), SDK, .sdk = SDK_ANTHROPIC_PY, .timeout_s = 600, .connect_s = 5, .retries = 2},
    {.runtime = V(0, 28, 0), SDK, .passes_proxies = true, .sdk = SDK_ANTHROPIC_PY, .timeout_s = 600, .connect_s = 5, .retries = 2},
    {SDK, .sdk = SDK_ANTHROPIC_PY, .timeout_s = 600, .connect_s = 5, .retries = 2},
};
static const struct rules rules_langchain_py[] = {
    {SDK, .own_proxy = "OPENAI_PROXY", .sdk = SDK_LANGCHAIN_PY, .timeout_s = 600, .connect_s = 5, .retries = 2},
};
static const struct rules rules_llamaindex[] = {
    {SDK, .sdk = SDK_LLAMAINDEX, .timeout_s = 60, .connect_s = 5, .retries = 3},
};
static const struct rules rules_litellm[] = {
    {SDK_BARE, .trust = TRUST_LIKE_LITELLM, .sdk = SDK_LITELLM, .timeout_s = 6000, .connect_s = 5, .retries = 2},
};
#define AIOHTTP .url = URL_AIOHTTP, .gate = GATE_SHUT, .login = LOGIN_CLASHES, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 300, .connect_s = 30
static const struct rules rules_aiohttp[] = {
    {.since = V(3, 10, 0), AIOHTTP},
    {AIOHTTP, .redirects = REDIRECT_AIOHTTP_3_8},
};
#define AIOHTTP_TE .url = URL_AIOHTTP, .gate = GATE_OPEN, .login = LOGIN_CLASHES, .pick = PICK_URLLIB, .list = EXCEPT_AIOHTTP, .read = READ_YARL, .check_all = true, .trust = TRUST_LIKE_OPENSSL, \
    .timeout_s = 300, .connect_s = 30
// The oldest is Debian's 3.8.4, tried: netrc serves proxies only.
static const struct rules rules_aiohttp_te[] = {
    {.since = V(3, 10, 0), AIOHTTP_TE, .netrc_raises = true},
    {AIOHTTP_TE, .form = FORM_YARL_OLD, .redirects = REDIRECT_AIOHTTP_3_8},
};

#define NODE .trust = TRUST_LIKE_NODE
static const struct rules rules_node_fetch[] = {
    {.url = URL_FETCH, .header = HEADER_FETCH, .gate = GATE_NODE, .login = LOGIN_REFUSED, .node = WAY_FETCH, NODE, .timeout_s = 300, .connect_s = 10},
};
#define AGENT_BARE .url = URL_NODE, .header = HEADER_HTTP, .gate = GATE_NODE, .node = WAY_HTTP, NODE
#define AGENT AGENT_BARE, .form = FORM_LOADS_HTTPS
// Code of its own loads node:https for a URL of that scheme; a library loads it always.
static const struct rules rules_node_http[] = {
    {AGENT_BARE, .redirects = REDIRECT_NEVER},
};
// Version 3 refuses a login in the URL, as the standard's fetch does.
static const struct rules rules_npm_fetch[] = {
    {.since = V(3, 0, 0), AGENT, .login = LOGIN_REFUSED, .redirects = REDIRECT_NPM_FETCH},
    {AGENT, .redirects = REDIRECT_NPM_FETCH},
};
// It passes rejectUnauthorized on even when nobody set it, which hides Node's own variable.
static const struct rules rules_got[] = {
    {AGENT, .trust_flags = TRUST_VERIFIES, .redirects = REDIRECT_GOT, .retries = 2},
};
static const struct rules rules_undici_env[] = {
    {.since = V(8, 0, 0), .url = URL_NODE, .header = HEADER_UNDICI, .redirects = REDIRECT_NEVER, .gate = GATE_OPEN, .pick = PICK_UNDICI, .list = EXCEPT_UNDICI_8, .read = READ_UNDICI, .form = FORM_SOCKS, .check_all = true, NODE, .timeout_s = 300, .connect_s = 10},
    {.since = V(7, 0, 0), .url = URL_NODE, .header = HEADER_UNDICI, .redirects = REDIRECT_NEVER, .gate = GATE_OPEN, .pick = PICK_UNDICI, .list = EXCEPT_UNDICI_7, .read = READ_UNDICI, .form = FORM_SOCKS, .check_all = true, NODE, .timeout_s = 300, .connect_s = 10},
    {.url = URL_NODE, .header = HEADER_UNDICI, .redirects = REDIRECT_NEVER, .gate = GATE_OPEN, .pick = PICK_UNDICI, .list = EXCEPT_UNDICI_6, .read = READ_UNDICI, .check_all = true, NODE, .timeout_s = 300, .connect_s = 10},
};
// Its own dispatcher, not the global one: the switch does not reach it.
static const struct rules rules_undici[] = {
    {.url = URL_NODE, .header = HEADER_UNDICI, .redirects = REDIRECT_NEVER, .gate = GATE_SHUT, NODE, .timeout_s = 300, .connect_s = 10},
};
#define AXIOS .node = WAY_HTTP, .read = READ_PROXY_FROM_ENV, NODE
#define AXIOS_NOW .url = URL_AXIOS, AXIOS, .gate = GATE_NODE_ELSE_OWN, .pick = PICK_FROM_ENV, .list = EXCEPT_AXIOS, .form = FORM_ANY_SCHEME | FORM_LOADS_HTTPS
static const struct rules rules_axios[] = {
    {.since = V(1, 21, 0), AXIOS_NOW, .header = HEADER_CLEANED},
    {.since = V(1, 15, 1), AXIOS_NOW, .redirects = REDIRECT_AXIOS_1_20, .header = HEADER_CLEANED},
    {.since = V(1, 15, 0), AXIOS_NOW, .redirects = REDIRECT_AXIOS_1_20, .header = HEADER_HTTP},
    {.url = URL_AXIOS_OLD, .redirects = REDIRECT_AXIOS_1_20, .header = HEADER_HTTP, AXIOS, .gate = GATE_OWN_THEN_NODE, .pick = PICK_FROM_ENV_1, .list = EXCEPT_FROM_ENV, .form = FORM_SCHEME_ASSERT | FORM_TUNNEL_NEVER | FORM_LOADS_HTTPS, .ipv6_direct_error = true},
};
static const struct rules rules_proxy_agent[] = {
    {.url = URL_NODE, .header = HEADER_HTTP, .redirects = REDIRECT_NEVER, .gate = GATE_OPEN, .pick = PICK_FROM_ENV, .list = EXCEPT_FROM_ENV, .read = READ_PROXY_FROM_ENV, .form = FORM_AGENTS | FORM_LOADS_HTTPS, NODE},
};
static const struct rules rules_global_agent[] = {
    {.url = URL_NODE, .header = HEADER_HTTP, .redirects = REDIRECT_NEVER, .gate = GATE_OPEN, .form = FORM_LOADS_HTTPS, .pick = PICK_GLOBAL_AGENT, .list = EXCEPT_GLOBAL_AGENT, .read = READ_PROXY_FROM_ENV, NODE},
};
#define FETCH_SDK .gate = GATE_NODE, .login = LOGIN_REFUSED, .node = WAY_FETCH, NODE
// Version 4 passes its own keep-alive agent: neither variables nor the switch reach it. From 5 on the
// rows follow what changed in readEnv(), buildURL() and the constructor (packages 5.0 to 6.45, read).
static const struct rules rules_openai_js[] = {
    {.since = V(6, 36, 0), FETCH_SDK, .sdk = SDK_OPENAI_JS_6, .timeout_s = 600, .connect_s = 10, .retries = 2},
    {.since = V(6, 35, 0), FETCH_SDK, .sdk = SDK_OPENAI_JS_6_35, .timeout_s = 600, .connect_s = 10, .retries = 2},
    {.since = V(6, 28, 0), FETCH_SDK, .sdk = SDK_OPENAI_JS_6_28, .timeout_s = 600, .connect_s = 10, .retries = 2},
    {.since = V(5, 0, 0), FETCH_SDK, .sdk = SDK_OPENAI_JS_5, .timeout_s = 600, .connect_s = 10, .retries = 2},
    {.gate = GATE_SHUT, .form = FORM_LOADS_HTTPS, NODE, .sdk = SDK_OPENAI_JS_4, .redirects = REDIRECT_OPENAI_JS_4, .timeout_s = 600, .retries = 2},
};
static const struct rules rules_anthropic_js[] = {
    {FETCH_SDK, .sdk = SDK_ANTHROPIC_JS, .timeout_s = 600, .connect_s = 10, .retries = 2},
};
static const struct rules rules_langchain_js[] = {
    {FETCH_SDK, .sdk = SDK_LANGCHAIN_JS, .timeout_s = 600, .connect_s = 10, .retries = 6},
};
static const struct rules rules_vercel[] = {
    {FETCH_SDK, .sdk = SDK_VERCEL_AI, .timeout_s = 300, .connect_s = 10, .retries = 2},
};

static const struct rules rules_bun[] = {
    {.url = URL_BUN, .header = HEADER_BUN, .gate = GATE_OPEN, .pick = PICK_FROM_ENV, .list = EXCEPT_BUN, .read = READ_BUN, .trust = TRUST_LIKE_BUN, .timeout_s = 300},
};
static const struct rules rules_deno[] = {
    {.url = URL_DENO, .header = HEADER_DENO, .gate = GATE_OPEN, .pick = PICK_DENO, .list = EXCEPT_DENO, .read = READ_DENO, .trust = TRUST_LIKE_DENO},
};

// Below 1: the version of x/net, whose httpproxy is what Go carries.
static const struct rules rules_go[] = {
    {.since = V(1, 24, 0), .url = URL_GO, .redirects = REDIRECT_GO, .gate = GATE_OPEN, .pick = PICK_GO, .list = EXCEPT_GO, .read = READ_GO, .trust = TRUST_LIKE_GO},
    {.since = V(1, 21, 8), .url = URL_GO, .redirects = REDIRECT_GO, .gate = GATE_OPEN, .pick = PICK_GO, .list = EXCEPT_GO_1_19, .read = READ_GO, .form = FORM_GO_119, .trust = TRUST_LIKE_GO},
    {.since = V(1, 0, 0), .url = URL_GO, .redirects = REDIRECT_GO_1_19, .gate = GATE_OPEN, .pick = PICK_GO, .list = EXCEPT_GO_1_19, .read = READ_GO, .form = FORM_GO_119, .trust = TRUST_LIKE_GO},
    {.since = V(0, 36, 0), .url = URL_GO, .redirects = REDIRECT_GO, .gate = GATE_OPEN, .pick = PICK_GO, .list = EXCEPT_GO, .read = READ_GO, .trust = TRUST_LIKE_GO},
    {.url = URL_GO, .redirects = REDIRECT_GO_1_19, .gate = GATE_OPEN, .pick = PICK_GO, .list = EXCEPT_GO_1_19, .read = READ_GO, .form = FORM_GO_119, .trust = TRUST_LIKE_GO},
};
static const struct rules rules_openai_go[] = {
    {.url = URL_GO, .redirects = REDIRECT_GO, .gate = GATE_OPEN, .pick = PICK_GO, .list = EXCEPT_GO, .read = READ_GO, .trust = TRUST_LIKE_GO, .sdk = SDK_OPENAI_GO, .retries = 2},
};

static const struct rules rules_reqwest[] = {
    {.url = URL_NODE, .redirects = REDIRECT_REQWEST, .gate = GATE_OPEN, .pick = PICK_HYPER, .list = EXCEPT_HYPER, .read = READ_HYPER, .trust = TRUST_LIKE_OPENSSL},
};
static const struct rules rules_reqwest_0_11[] = {
    {.url = URL_NODE, .redirects = REDIRECT_REQWEST, .gate = GATE_OPEN, .pick = PICK_REQWEST, .list = EXCEPT_DENO, .read = READ_REQWEST, .trust = TRUST_LIKE_OPENSSL},
};

static const struct rules rules_ruby[] = {
    {.url = URL_RUBY, .redirects = REDIRECT_NEVER, .gate = GATE_OPEN, .wide_host = WIDE_REFUSED, .pick = PICK_RUBY, .list = EXCEPT_RUBY, .read = READ_RUBY, .ipv6_fails = true, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 60, .connect_s = 60, .retries = 1},
};
static const struct rules rules_faraday[] = {
    {.url = URL_RUBY, .redirects = REDIRECT_NEVER, .gate = GATE_OPEN, .wide_host = WIDE_REFUSED, .form = FORM_HOST_NEEDED, .pick = PICK_FARADAY, .list = EXCEPT_RUBY, .read = READ_RUBY, .ipv6_fails = true, .trust = TRUST_LIKE_OPENSSL, .ipv6_error = true, .port_dropped = true, .then = WAY_RUBY, .timeout_s = 60, .connect_s = 60},
};

static const struct rules rules_java[] = {
    {.url = URL_JAVA, .redirects = REDIRECT_URL_CONNECTION, .gate = GATE_JAVA, .trust = TRUST_LIKE_JAVA},
};
static const struct rules rules_java_net[] = {
    {.url = URL_JAVA_NET, .redirects = REDIRECT_ASKED, .gate = GATE_JAVA, .trust = TRUST_LIKE_JAVA},
};
static const struct rules rules_okhttp[] = {
    {.gate = GATE_JAVA, .trust = TRUST_LIKE_JAVA, .timeout_s = 10, .connect_s = 10},
};
static const struct rules rules_dotnet[] = {
    {.redirects = REDIRECT_DOTNET, .gate = GATE_OPEN, .pick = PICK_DOTNET, .list = EXCEPT_DOTNET, .read = READ_DOTNET, .trust = TRUST_LIKE_OPENSSL, .timeout_s = 100},
};
// clang-format on

const struct rules *rules_of_client(enum client_rules id)
{
    static const struct rules *const at[] = {
#define X(name) rules_##name,
        CLIENT_RULES(X)
#undef X
    };
    return at[id];
}

const struct rules *rules_of_way(enum way way)
{
    switch (way) {
    case WAY_FETCH: return ways_fetch;
    case WAY_HTTP: return ways_http;
    case WAY_HTTPX: return rules_httpx;
    case WAY_RUBY: return rules_ruby;
    case WAY_NONE: break;
    }
    return NULL;
}
