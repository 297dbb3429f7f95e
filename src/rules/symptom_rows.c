// SPDX-License-Identifier: MIT
// What texts say of the key, of what is loaded, of the base URL and of who answered.
// Sources: clients.md 2, 5, 6 (measured texts), nexorouter.md 8, causes.md 2 to 5.
#include "rules/symptom_rows.h"

#define HEADER "the HTTP library refuses the key's bytes: a line end, blank or quote came with it"
#define UNSET  "the program finds no key in its environment"
#define HTML   "a page came instead of JSON: another path or host than the API's answers"
#define VAGUE                                                                                      \
    "the SDK says this of every fault below HTTP; the cause stands further up or in its __cause__"

// clang-format off
// The gateway's own codes (nexorouter.md 8).
static const char code_rows[] =
    ROW("invalid_api_key", "", "api.invalid-key", 90, "the gateway's code for a missing, wrong, disabled or expired key")
    ROW("model_not_found", "", "api.model-not-found", 90, "the gateway's code for an unknown id or one out of the key's scope")
    ROW("model_not_found", "", "api.model-id-typo", 70, "ids are case-sensitive: nexoenv models ID names the nearest")
    ROW("model_not_found", "", "api.model-out-of-scope", 60, "the key may be limited to other models")
    ROW("insufficient_quota", "", "api.insufficient-quota", 100, "balance or the key's budget is used up")
    ROW("request_too_large", "", "api.request-too-large", 100, "this payload will never fit: shorten it")
    ROW("token_rate_limit_exceeded", "", "api.token-rate-limited", 110, "too many tokens per minute")
    ROW("rate_limit_exceeded", "", "api.rate-limited", 90, "too many requests per minute: wait for retry-after")
    ROW("'invalid_request'", "", "api.invalid-request", 60, "the body or a parameter breaks a rule")
    ROW("\"invalid_request\"", "", "api.invalid-request", 60, "the body or a parameter breaks a rule")
    ROW("upstream_request_timeout", "", "api.upstream-timeout", 100, "the provider behind the gateway did not finish in time")
    ROW("upstream_headers_timeout", "", "api.upstream-timeout", 100, "the provider behind the gateway did not start answering")
    ROW("upstream_body_timeout", "", "api.upstream-timeout", 100, "the provider's answer stalled")
    ROW("upstream_unavailable", "", "api.upstream-unavailable", 100, "no provider for this model at the moment")
    ROW("upstream_unreachable", "", "api.upstream-unavailable", 100, "the gateway could not reach the provider")
    ROW("upstream_error", "", "api.upstream-error", 100, "the provider failed")
    ROW("gateway_error", "", "api.gateway-error", 100, "the gateway failed");

// HTTP statuses, as symptom_statuses() writes them: asked only where no code of the gateway stands.
static const char status_rows[] =
    ROW("http-status-400", "", "api.invalid-request", 50, "400: the body or a parameter breaks a rule")
    ROW("http-status-401", "", "api.invalid-key", 50, "the key arrived and was refused")
    ROW("http-status-401", "", "key.several-differ", 30, "or another key than you think was sent")
    ROW("http-status-401", "", "loaded.unset", 20, "or none was sent")
    ROW("http-status-403", "", "http.edge-challenge", 40, "403 is no answer of the gateway's documentation: something in front of it")
    ROW("http-status-403", "", "http.block-page", 40, "or a filter's page")
    ROW("http-status-404", "", "url.missing-v1", 50, "404 without model_not_found: the path is wrong")
    ROW("http-status-404", "", "url.wrong-path", 40, "404 without model_not_found: the path is wrong")
    ROW("http-status-404", "", "api.model-not-found", 30, "or the model is unknown: look for error.code in the answer")
    ROW("http-status-405", "", "url.redirect-drops-auth", 50, "a redirect turned POST into GET")
    ROW("http-status-405", "", "url.full-endpoint", 45, "or the endpoint stands in the base URL")
    ROW("http-status-407", "", "proxy.auth-required", 90, "407: the proxy wants a login")
    ROW("http-status-413", "", "api.request-too-large", 60, "413: this payload will never fit")
    ROW("http-status-413", "", "http.upload-blocked", 50, "or a proxy's limit")
    ROW("http-status-429", "", "api.rate-limited", 60, "429: wait for retry-after")
    ROW("http-status-429", "", "api.token-rate-limited", 50, "or too many tokens per minute: error.code tells")
    ROW("http-status-429", "", "api.insufficient-quota", 45, "or balance or the key's budget is used up")
    ROW("http-status-500", "", "api.gateway-error", 50, "the gateway failed")
    ROW("http-status-500", "", "api.upstream-error", 45, "or the provider behind it")
    ROW("http-status-502", "", "api.upstream-unavailable", 50, "the gateway could not reach the provider")
    ROW("http-status-502", "", "proxy.cannot-reach", 45, "or a proxy on the way could not reach the gateway")
    ROW("http-status-503", "", "api.upstream-unavailable", 50, "no provider for this model at the moment")
    ROW("http-status-503", "", "proxy.cannot-reach", 45, "or a proxy on the way could not reach the gateway")
    ROW("http-status-504", "", "api.upstream-timeout", 50, "the provider behind the gateway did not finish in time")
    ROW("http-status-504", "", "proxy.cannot-reach", 40, "or a proxy on the way waited in vain")
    ROW("http-status-301", "", "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key")
    ROW("http-status-302", "", "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key")
    ROW("http-status-307", "", "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key")
    ROW("http-status-308", "", "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key");

// The key's bytes.
static const char byte_rows[] =
    ROW("headers.append:", "", "key.whitespace", 70, HEADER)
    ROW("failed to parse header value", "", "key.whitespace", 70, HEADER)
    ROW("failed to parse header value", "", "key.crlf", 50, HEADER)
    ROW("illegal header value", "\\r", "key.crlf", 120, "the refused header shows a \\r at the end of the key")
    ROW("illegal header value", "\\n'", "key.whitespace", 55, "the refused header shows a line end behind the key")
    ROW("illegal header value b'bearer '", "", "loaded.unset", 190, "the header is Bearer with nothing behind it: the key is empty")
    ROW("illegal header value", "", "key.whitespace", 60, HEADER)
    ROW("illegal header value", "", "key.crlf", 50, HEADER)
    ROW("invalid header value", "", "key.whitespace", 60, HEADER)
    ROW("invalid header value", "", "key.crlf", 50, HEADER)
    ROW("invalid header field value", "", "key.whitespace", 60, HEADER)
    ROW("invalid header field value", "", "key.crlf", 50, HEADER)
    ROW("invalidheader", "", "key.whitespace", 40, HEADER)
    ROW("invalid character in header", "", "key.whitespace", 60, HEADER)
    ROW("or returncharacter(s) in header", "", "key.crlf", 50, HEADER)
    ROW("or return character(s) in header", "", "key.crlf", 50, HEADER)
    ROW("newline or carriage return character detected", "", "key.crlf", 80, HEADER)
    ROW("newline or carriage return character detected", "", "key.whitespace", 70, HEADER)
    ROW("invalid authorization header", "", "key.whitespace", 70, HEADER)
    ROW("invalid authorization header", "", "key.crlf", 50, HEADER)
    ROW("invalid authorization header", "", "key.invisible-char", 50, "or a smart quote or an invisible character")
    ROW("'authorization' has invalid value", "", "key.whitespace", 70, HEADER)
    ROW("'authorization' has invalid value", "", "key.invisible-char", 60, "or a smart quote or an invisible character")
    ROW("not a valid bytestring", "", "key.invisible-char", 90, "a character beyond Latin-1 in a header: a smart quote or an invisible one in the key")
    ROW("convert argument to a bytestring", "", "key.invisible-char", 90, "a character beyond Latin-1 in a header: a smart quote or an invisible one in the key")
    ROW("codec can't encode", "", "key.invisible-char", 80, "a character beyond ASCII in a header: a smart quote or an invisible one in the key")
    ROW("in authorization value", "unexpected char 0x", "key.whitespace", 90, HEADER)
    ROW("in authorization value", "unexpected char 0x0d", "key.crlf", 95, HEADER)
    ROW("illegal character(s) in message header value", "", "key.whitespace", 70, HEADER)
    ROW("$'\\r': command not found", "", "key.crlf", 90, "a shell reads a file with Windows line ends, and every value keeps the CR")
    ROW("$'\\r': command not found", "", "dotenv.loaders-disagree", 45, "a shell reads a file with Windows line ends, and every value keeps the CR")
    ROW("new-line characters are not allowed in header", "", "key.whitespace", 70, HEADER)
    ROW("combine authorization header", "", "key.netrc-override", 95, "aiohttp found a login for the host in ~/.netrc");

// Not loaded.
static const char loading_rows[] =
    ROW("is not set", "api_key", "loaded.unset", 80, UNSET)
    ROW("unbound variable", "api_key", "loaded.unset", 90, UNSET)
    ROW("parameter not set", "api_key", "loaded.unset", 90, UNSET)
    ROW("did not find openai_api_key", "", "loaded.unset", 90, UNSET)
    ROW("api key is missing", "", "loaded.unset", 90, UNSET)
    ROW("api key is required", "", "loaded.unset", 80, UNSET)
    ROW("key not found: ", "api_key", "loaded.unset", 90, UNSET)
    ROW("undefined array key", "api_key", "loaded.unset", 90, UNSET)
    ROW("environment variable not found", "", "loaded.unset", 70, UNSET)
    ROW("unbound variable", "api_key", "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it")
    ROW("no auth credentials found", "", "loaded.unset", 80, "the request came without a key")
    ROW("missing authentication header", "", "loaded.unset", 80, "the request came without a key")
    ROW("no auth credentials found", "", "url.redirect-drops-auth", 40, "a redirect on the way makes clients drop the key")
    ROW("missing authentication header", "", "url.redirect-drops-auth", 40, "a redirect on the way makes clients drop the key")
    ROW("missing credentials", "", "loaded.unset", 90, UNSET)
    ROW("api_key client option must be set", "", "loaded.unset", 90, UNSET)
    ROW("environment variable is missing or empty", "", "loaded.unset", 90, UNSET)
    ROW("could not resolve authentication method", "", "loaded.unset", 80, UNSET)
    ROW("keyerror: 'nexorouter_api_key'", "", "loaded.unset", 95, UNSET)
    ROW("keyerror: 'openai_api_key'", "", "loaded.unset", 95, UNSET)
    ROW("missing credentials", "", "loaded.not-exported", 50, "set in the shell without export, no program sees it")
    ROW("api_key client option must be set", "", "loaded.not-exported", 50, "set in the shell without export, no program sees it")
    ROW("environment variable is missing or empty", "", "loaded.not-exported", 50, "set in the shell without export, no program sees it")
    ROW("keyerror: '", "api_key", "loaded.not-exported", 50, "set in the shell without export, no program sees it")
    ROW("keyerror: '", "api_key", "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it")
    ROW("missing credentials", "", "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it")
    ROW("environment variable is missing or empty", "", "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it")
    ROW("bearer undefined", "", "loaded.unset", 90, "the code put an undefined variable into the header")
    ROW("bearer none", "", "loaded.unset", 90, "the code put an unset variable into the header")
    ROW("bearer null", "", "loaded.unset", 90, "the code put an unset variable into the header")
    ROW("provide an api key", "", "loaded.unset", 70, "the request came without a key")
    ROW("provide an api key", "", "url.redirect-drops-auth", 45, "a redirect on the way makes clients drop the key")
    ROW("running in a browser-like environment", "", "key.in-browser-bundle", 90, "the SDK runs in a browser, where everybody can read the key")
    ROW("running in a browser-like environment", "", "loaded.bundler-prefix", 50, "the call belongs on the server side")
    ROW("dangerouslyallowbrowser", "", "key.in-browser-bundle", 90, "the SDK runs in a browser, where everybody can read the key")
    ROW("blocked by cors policy", "", "key.in-browser-bundle", 60, "the call comes from a browser, where everybody can read the key")
    ROW("blocked by cors policy", "", "loaded.bundler-prefix", 50, "the call belongs on the server side");

// The base URL.
static const char url_rows[] =
    ROW("failed to parse url", "", "url.malformed", 80, "a URL that cannot be parsed: the base URL")
    ROW("failed to parse url from undefined", "", "loaded.dotenv-never-loaded", 60, "the variable with the base URL is not there in this program")
    ROW("failed to parse url from undefined", "", "url.unread-variable", 50, "the variable with the base URL has another name")
    ROW("invalidurl:", "", "url.malformed", 70, "a URL that cannot be parsed: the base URL")
    ROW("invalid control character in url", "", "url.malformed", 90, "a line end or control byte in the base URL")
    ROW("uri with undefined scheme", "", "url.malformed", 90, "the base URL has no scheme")
    ROW("unknown url type", "", "url.malformed", 85, "the base URL has no scheme")
    ROW("bad port number", "", "url.malformed", 80, "the port in the base URL is no port")
    ROW("no protocol: ", "", "url.malformed", 85, "the base URL has no scheme")
    ROW("port out of range", "", "url.malformed", 80, "the port in the base URL is no port")
    ROW("filenotfoundexception: http", "", "url.missing-v1", 60, "Java's words for 404: the path is wrong")
    ROW("filenotfoundexception: http", "", "url.wrong-path", 50, "Java's words for 404: the path is wrong")
    ROW("dial tcp: address", "invalid port", "url.malformed", 80, "the port in the base URL is no port")
    ROW("dial tcp: address", "invalid port", "proxy.malformed", 50, "or the one in a proxy variable")
    ROW("url using bad/illegal format", "", "url.malformed", 80, "a URL that cannot be parsed: the base URL")
    ROW("file_get_contents(", "no such file or directory", "url.malformed", 80, "PHP takes a base URL without a scheme for a file")
    ROW("http request failed! in ", "", "timeout.client-too-short", 45, "PHP says this, too, when no answer came in time")
    ROW("http request failed! in ", "", "tls.reset", 40, "or the connection was cut on the way")
    ROW("relativeurlwithoutbase", "", "url.malformed", 90, "the base URL has no scheme")
    ROW("relative url without a base", "", "url.malformed", 90, "the base URL has no scheme")
    ROW("bad uri", "", "url.malformed", 80, "a URL that cannot be parsed: the base URL")
    ROW("bad uri", "", "proxy.malformed", 50, "or a proxy variable")
    ROW("api.nexorouter.com/chat/completions", "", "url.missing-v1", 120, "the address that was called lacks /v1")
    ROW("api.nexorouter.com/models", "", "url.missing-v1", 120, "the address that was called lacks /v1")
    ROW("unexpected mimetype", "", "url.missing-v1", 70, HTML)
    ROW("unexpected mimetype", "", "http.not-the-gateway", 55, HTML)
    ROW("invalid character '<'", "", "url.missing-v1", 75, HTML)
    ROW("invalid character '<'", "", "http.not-the-gateway", 55, HTML)
    ROW("ai_apicallerror: not found", "", "url.missing-v1", 60, "404 without model_not_found: the path is wrong")
    ROW("ai_apicallerror: not found", "", "tool.endpoint-shape", 55, "the AI SDK calls /responses unless .chat() is asked for")
    ROW("curl: (47)", "", "url.redirect-drops-auth", 70, "the address answers with redirects")
    ROW("empty reply from server", "", "url.plain-http", 60, "http:// to a port that speaks TLS")
    ROW("empty reply from server", "", "tls.protocol", 45, "or something on the way that hangs up")
    ROW("missing an 'http://' or 'https://'", "", "url.empty-variable", 85, "the base URL is empty, or has no scheme")
    ROW("missing an 'http://' or 'https://'", "", "url.malformed", 75, "the base URL has no scheme, or quotes or a blank in front")
    ROW("unsupportedprotocol", "", "url.empty-variable", 40, "the base URL is empty, or has no scheme")
    ROW("unsupportedprotocol", "", "url.malformed", 40, "the base URL has no scheme, or quotes or a blank in front")
    ROW("unsupported protocol scheme", "", "url.malformed", 85, "the base URL has no scheme")
    ROW("no connection adapters were found", "", "url.malformed", 85, "quotes or a blank stand in front of the base URL")
    ROW("no scheme supplied", "", "url.malformed", 90, "the base URL has no scheme")
    ROW("typeerror: invalid url", "", "url.malformed", 70, "a URL that cannot be parsed: the base URL")
    ROW("typeerror: invalid url", "", "proxy.malformed", 55, "or a proxy variable, if the process dies at its start");

static const char url_answer_rows[] =
    ROW("err_invalid_url", "", "url.malformed", 60, "a URL that cannot be parsed: the base URL")
    ROW("err_invalid_url", "", "proxy.malformed", 50, "or a proxy variable")
    ROW("non-printable ascii character in url", "", "url.malformed", 80, "a line end or control byte in the base URL")
    ROW("non-printable ascii character in url", "", "proxy.malformed", 60, "or in a proxy variable, if it happens when the client is made")
    ROW("url that includes credentials", "", "url.malformed", 80, "the base URL holds a user name or password")
    ROW("curl: (3)", "", "url.malformed", 90, "curl cannot parse the URL")
    ROW("curl: (1)", "", "url.malformed", 80, "curl does not know the URL's scheme")
    ROW("incorrect api key provided", "", "url.unset-default-host", 95, "these are OpenAI's own words: the call went to api.openai.com")
    ROW("incorrect api key provided", "", "url.foreign-host", 60, "these are OpenAI's own words: the call went to api.openai.com")
    ROW("incorrect api key provided", "", "key.wrong-provider", 40, "key and host do not belong together")
    ROW("platform.openai.com", "", "url.unset-default-host", 50, "the answer came from OpenAI, not from this gateway")
    ROW("invalid url (post", "", "url.full-endpoint", 80, "the path holds an endpoint twice")
    ROW("invalid url (post", "/v1/v1", "url.double-v1", 95, "the path holds /v1 twice")
    ROW("/v1/v1/", "", "url.double-v1", 90, "the path holds /v1 twice")
    ROW("/chat/completions/chat/completions", "", "url.full-endpoint", 95, "the path holds the endpoint twice")
    ROW("/v1/responses", "", "tool.endpoint-shape", 80, "the tool calls the Responses interface, the gateway promises Chat Completions")
    ROW("/v1/messages", "", "tool.endpoint-shape", 80, "the tool speaks Anthropic's interface, the gateway Chat Completions")
    ROW("resource not found", "", "url.azure-shape", 60, "Azure's words, or a path built in Azure's shape")
    ROW("'str' object has no attribute", "", "url.missing-v1", 80, HTML)
    ROW("'str' object has no attribute", "", "url.website-host", 65, HTML)
    ROW("'str' object has no attribute", "", "http.not-the-gateway", 50, HTML)
    ROW("cannot read properties of undefined (reading '0')", "", "url.missing-v1", 70, HTML)
    ROW("cannot read properties of undefined (reading '0')", "", "url.website-host", 60, HTML)
    ROW("unexpected token '<'", "", "url.missing-v1", 75, HTML)
    ROW("unexpected token <", "", "url.missing-v1", 75, HTML)
    ROW("<!doctype", "", "url.website-host", 65, HTML)
    ROW("<!doctype", "", "http.not-the-gateway", 60, HTML)
    ROW("<!doctype", "", "http.block-page", 45, "or a filter's page")
    ROW("jsondecodeerror", "", "url.missing-v1", 60, HTML)
    ROW("jsondecodeerror", "", "http.not-the-gateway", 50, HTML);

// Packages that do not fit together.
static const char package_rows[] =
    ROW("unexpected keyword argument 'proxies'", "", "tool.sdk-httpx-proxies", 120, "an SDK before 1.55.3 with httpx 0.28 or newer");

// Who answered.
static const char answerer_rows[] =
    ROW("you have been blocked", "", "http.edge-challenge", 90, "a CDN's ban page")
    ROW("billing configuration is being validated", "", "api.gateway-error", 110, "an internal state of the gateway, by public accounts: look at Status; neither key nor balance")
    ROW("just a moment", "", "http.edge-challenge", 85, "a CDN's challenge for browsers")
    ROW("attention required! | cloudflare", "", "http.edge-challenge", 90, "a CDN's challenge for browsers")
    ROW("error code: 1010", "", "http.edge-user-agent", 90, "the edge refuses this library's User-Agent")
    ROW("error 1020", "", "http.edge-challenge", 80, "the edge bans this address or pattern")
    ROW("authenticationerror", "", "api.invalid-key", 40, "the key arrived and was refused");

// Words that SDKs wrap everything in.
static const char wrapper_rows[] =
    ROW("error sending request for url", "", "proxy.unreachable", 18, VAGUE)
    ROW("error sending request for url", "", "tls.inspection-untrusted", 17, VAGUE)
    ROW("error sending request for url", "", "tcp.filtered", 16, VAGUE)
    ROW(": network error", "", "key.in-browser-bundle", 20, "in a browser: the call is refused by CORS or a blocker, and everybody can read the key")
    ROW(": network error", "", "tcp.filtered", 16, VAGUE)
    ROW("apiconnectionerror", "", "key.whitespace", 20, VAGUE)
    ROW("connection error.", "", "key.whitespace", 20, VAGUE)
    ROW("connection error.", "", "url.empty-variable", 19, VAGUE)
    ROW("connection error.", "", "proxy.unreachable", 18, VAGUE)
    ROW("connection error.", "", "tls.inspection-untrusted", 17, VAGUE)
    ROW("connection error.", "", "tcp.filtered", 16, VAGUE)
    ROW("fetch failed", "", "proxy.ignored-by-client", 25, "Node's fetch goes direct unless NODE_USE_ENV_PROXY=1 is set; its error.cause says more")
    ROW("fetch failed", "", "tls.runtime-own-roots", 18, "Node has its own roots; its error.cause says more")
    ROW("fetch failed", "", "tcp.filtered", 16, "error.cause says which step failed")
    ROW("err_connection", "", "net.offline", 10, "the browser could not connect");

const char *const symptom_codes = code_rows, *const symptom_http = status_rows;

const char *const symptom_rows[] = {
    byte_rows, loading_rows, url_rows, url_answer_rows, package_rows, answerer_rows, wrapper_rows, NULL,
};
// clang-format on
