// SPDX-License-Identifier: MIT
// What an error text points to. A row says: when this stands in the text (and that, if given), the
// id gets so many points. Points add up, so that "Connection error." alone stays vague and with
// "Illegal header value" behind it becomes a statement about the key.
//
// Sources: clients.md 2, 5, 6, 7, 9 (measured texts), causes.md 2 to 12 (symptoms), 15.
#include "rules/symptoms.h"
#include "rules/symptom_status.h"

#include <stdlib.h>

enum { TEXT_MAX = 1 << 20, ANSWERS = 6 };

struct row {
    struct str text, also; // lower case; `also` may be empty
    struct str id, reason;
    unsigned points;
};

// A row stands in the text of its table, five words with a NUL behind each, and an empty one ends the
// table. As structs of pointers the rows would be relocated at every start of every command.
#define ROW(text, also, id, points, reason) text "\0" also "\0" id "\0" #points "\0" reason "\0"

#define HEADER  "the HTTP library refuses the key's bytes: a line end, blank or quote came with it"
#define UNSET   "the program finds no key in its environment"
#define NAME    "a name does not resolve; behind a proxy the client should not even ask"
#define REFUSED "the other side refuses at once: a dead local proxy, a local address, a closed port"
#define SILENT  "no answer to the connection: a filter, or a proxy that is needed and not used"
#define RESET   "the connection is cut on the way, most often right after the TLS greeting"
#define ISSUER                                                                                     \
    "the chain ends in a root that this client does not trust: inspection by a company or "        \
    "antivirus"
#define HTML       "a page came instead of JSON: another path or host than the API's answers"
#define PROXYVALUE "a proxy variable holds a value that this client cannot read"
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

// Proxies.
static const char proxy_rows[] =
    ROW("invalidurl:", "", "proxy.malformed", 50, "or a proxy variable, if it happens when the client is made")
    ROW("proxyerror: 403", "", "proxy.refuses-tunnel", 95, "the proxy forbids this host")
    ROW("proxyerror: 50", "", "proxy.cannot-reach", 95, "the proxy itself cannot reach the host")
    ROW("from proxy after connect", "", "proxy.refuses-tunnel", 90, "the proxy refuses the tunnel")
    ROW("407 from proxy after connect", "", "proxy.auth-required", 150, "407: the proxy wants a login")
    ROW("http code 50", "from proxy after connect", "proxy.cannot-reach", 150, "the proxy itself cannot reach the host")
    ROW("unsuccessful tunnel", "", "proxy.refuses-tunnel", 60, "the proxy refuses the tunnel")
    ROW("unsuccessful tunnel", "", "proxy.auth-required", 55, "or it wants a login")
    ROW("curl: (97)", "", "proxy.not-a-proxy", 60, "no SOCKS proxy of that kind answers on the port")
    ROW("curl: (97)", "", "proxy.auth-required", 50, "or it wants a login")
    ROW("initial socks5 response", "", "proxy.not-a-proxy", 95, "the port speaks HTTP, not SOCKS")
    ROW("x-squid-error", "", "proxy.refuses-tunnel", 70, "the page comes from a Squid proxy")
    ROW("err_access_denied", "", "proxy.refuses-tunnel", 70, "the page comes from a Squid proxy")
    ROW("127.0.0.1:7890", "", "proxy.dead-listener", 40, "a proxy program's usual port on this machine")
    ROW("127.0.0.1:7897", "", "proxy.dead-listener", 40, "a proxy program's usual port on this machine")
    ROW("127.0.0.1:1080", "", "proxy.dead-listener", 40, "a proxy program's usual port on this machine")
    ROW("127.0.0.1:10809", "", "proxy.dead-listener", 40, "a proxy program's usual port on this machine")
    ROW("127.0.0.1:3128", "", "proxy.dead-listener", 40, "a proxy program's usual port on this machine")
    ROW("gave http response to https client", "", "proxy.tls-to-plain-proxy", 60, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable")
    ROW("gave http response to https client", "", "tls.protocol", 55, "or the port speaks no TLS at all")
    ROW("unrecognized ssl message", "", "proxy.tls-to-plain-proxy", 60, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable")
    ROW("unrecognized ssl message", "", "tls.protocol", 55, "or the port speaks no TLS at all")
    ROW("unknown scheme for proxy url", "", "proxy.socks-unsupported", 90, "httpx does not know socks:// (GNOME exports it as ALL_PROXY)")
    ROW("socksio", "", "proxy.socks-unsupported", 95, "httpx needs the package socksio for a SOCKS proxy, whatever the other variables say")
    ROW("missing dependencies for socks", "", "proxy.socks-unsupported", 95, "requests needs PySocks for a SOCKS proxy")
    ROW("determine socks version", "", "proxy.socks-unsupported", 90, "socks:// is no scheme that requests knows")
    ROW("unsupportedproxyprotocol", "", "proxy.socks-unsupported", 90, "Bun speaks no SOCKS")
    ROW("unsupported proxy syntax", "", "proxy.malformed", 95, PROXYVALUE)
    ROW("curl: (5)", "", "proxy.unresolvable", 60, "curl could not find the proxy")
    ROW("curl: (5)", "", "proxy.malformed", 55, PROXYVALUE)
    ROW("could not resolve proxy", "", "proxy.unresolvable", 80, "the proxy's name does not resolve")
    ROW("name resolution failed for proxy", "", "proxy.unresolvable", 80, "the proxy's name does not resolve")
    ROW("invalid url protocol", "", "proxy.malformed", 80, "with NODE_USE_ENV_PROXY=1, Node dies at its start on a proxy it cannot use");
static const char proxy_answer_rows[] =
    ROW("err_proxy_invalid_config", "", "proxy.malformed", 95, "with NODE_USE_ENV_PROXY=1, Node dies at its start on a proxy it cannot use")
    ROW("invalidproxyurl", "", "proxy.malformed", 90, PROXYVALUE)
    ROW("proxy url with no authority", "", "proxy.malformed", 90, PROXYVALUE)
    ROW("nonnumeric port", "", "proxy.malformed", 80, PROXYVALUE)
    ROW("error parsing proxy url", "", "proxy.malformed", 90, PROXYVALUE)
    ROW("invalid port: ", "", "proxy.no-proxy-semantics", 115, "httpx reads NO_PROXY entries as URLs: [::1] and IPv6 ranges stop it")
    ROW("invalid port: ", "", "proxy.malformed", 60, PROXYVALUE)
    ROW("proxy authentication required", "", "proxy.auth-required", 95, "407: the proxy wants a login")
    ROW("response 407", "", "proxy.auth-required", 95, "407: the proxy wants a login")
    ROW("proxy response (407)", "", "proxy.auth-required", 95, "407: the proxy wants a login")
    ROW("clienthttpproxyerror: 407", "", "proxy.auth-required", 95, "407: the proxy wants a login")
    ROW("proxyerror: 407", "", "proxy.auth-required", 95, "407: the proxy wants a login")
    ROW("tunnel failed, response 403", "", "proxy.refuses-tunnel", 95, "the proxy forbids this host")
    ROW("connection failed: 403", "", "proxy.refuses-tunnel", 95, "the proxy forbids this host")
    ROW("proxy response (403)", "", "proxy.refuses-tunnel", 95, "the proxy forbids this host")
    ROW("tunnel failed, response 50", "", "proxy.cannot-reach", 95, "the proxy itself cannot reach the host")
    ROW("connection failed: 50", "", "proxy.cannot-reach", 95, "the proxy itself cannot reach the host")
    ROW("proxy response (50", "", "proxy.cannot-reach", 95, "the proxy itself cannot reach the host")
    ROW("proxyconnect tcp", "connection refused", "proxy.dead-listener", 90, "Go could not connect to its proxy")
    ROW("proxyconnect tcp", "no such host", "proxy.unresolvable", 90, "Go could not resolve its proxy")
    ROW("proxyconnect tcp", "", "proxy.unreachable", 70, "Go could not connect to its proxy")
    ROW("first record does not look like a tls handshake", "", "proxy.tls-to-plain-proxy", 80, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable")
    ROW("wrong_version_number", "", "proxy.tls-to-plain-proxy", 80, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable")
    ROW("wrong version number", "", "proxy.tls-to-plain-proxy", 80, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable")
    ROW("wrong_version_number", "", "tls.protocol", 20, "or the port speaks no TLS at all")
    ROW("wrong version number", "", "tls.protocol", 20, "or the port speaks no TLS at all")
    ROW("cannot connect to proxy", "", "proxy.unreachable", 70, "the proxy does not answer")
    ROW("cannot connect to proxy", "refused", "proxy.dead-listener", 80, "nothing listens where the proxy variable points")
    ROW("proxyerror", "", "proxy.unreachable", 40, "the proxy is where it failed")
    ROW("err_proxy_connection_failed", "", "proxy.unreachable", 85, "the proxy does not answer")
    ROW("err_tunnel_connection_failed", "", "proxy.refuses-tunnel", 85, "the proxy refuses the tunnel")
    ROW("err_proxy_tunnel", "", "proxy.refuses-tunnel", 80, "the proxy refuses the tunnel")
    ROW("is not allowed in node_options", "", "proxy.ignored-by-client", 85, "this Node is too old for --use-env-proxy; from 22.21 and 24 it is known");

// Packages that do not fit together.
static const char package_rows[] =
    ROW("unexpected keyword argument 'proxies'", "", "tool.sdk-httpx-proxies", 120, "an SDK before 1.55.3 with httpx 0.28 or newer");

// Certificates.
static const char certificate_rows[] =
    ROW("match certificate's altnames", "", "tls.name-mismatch", 85, "the certificate is another host's")
    ROW("filenotfounderror: [errno 2] no such file or directory\n", "", "tls.ca-variable-broken", 60, "without a path this is what a client says when SSL_CERT_FILE names a file that is not there")
    ROW("self-signed certificate in certificate chain", "", "tls.inspection-untrusted", 90, ISSUER)
    ROW("self signed certificate in certificate chain", "", "tls.inspection-untrusted", 90, ISSUER)
    ROW("self_signed_cert_in_chain", "", "tls.inspection-untrusted", 90, ISSUER)
    ROW("self_signed_cert_in_chain", "", "tls.runtime-own-roots", 70, "Node has its own roots: NODE_EXTRA_CA_CERTS or NODE_USE_SYSTEM_CA=1")
    ROW("depth_zero_self_signed_cert", "", "tls.untrusted-issuer", 80, "the server itself shows a self-signed certificate")
    ROW("unable_to_get_issuer_cert_locally", "", "tls.inspection-untrusted", 75, ISSUER)
    ROW("unable_to_get_issuer_cert_locally", "", "tls.runtime-own-roots", 70, "Node has its own roots: NODE_EXTRA_CA_CERTS or NODE_USE_SYSTEM_CA=1")
    ROW("unable to get local issuer certificate", "", "tls.inspection-untrusted", 70, ISSUER)
    ROW("unable to get local issuer certificate", "", "tls.runtime-own-roots", 65, "the client's own bundle lacks the root that the system has")
    ROW("unable to get local issuer certificate", "", "tls.incomplete-chain", 45, "or the chain lacks an intermediate")
    ROW("unable_to_verify_leaf_signature", "", "tls.incomplete-chain", 70, "the chain lacks an intermediate")
    ROW("unable_to_verify_leaf_signature", "", "tls.inspection-untrusted", 65, ISSUER)
    ROW("certificate signed by unknown authority", "", "tls.inspection-untrusted", 85, ISSUER)
    ROW("unknownissuer", "", "tls.inspection-untrusted", 80, ISSUER)
    ROW("unknownissuer", "", "tls.runtime-own-roots", 70, "the client's own bundle lacks the root that the system has")
    ROW("pkix path building failed", "", "tls.inspection-untrusted", 75, ISSUER)
    ROW("pkix path building failed", "", "tls.runtime-own-roots", 80, "Java has its own store: import the root there, or use the system's")
    ROW("err_cert_authority_invalid", "", "tls.inspection-untrusted", 80, ISSUER)
    ROW("untrustedroot", "", "tls.inspection-untrusted", 85, ISSUER)
    ROW("partialchain", "certificate", "tls.inspection-untrusted", 70, ISSUER)
    ROW("partialchain", "certificate", "tls.incomplete-chain", 60, "or the chain lacks an intermediate")
    ROW("remotecertificatenamemismatch", "", "tls.name-mismatch", 90, "the certificate is another host's")
    ROW("curl: (60)", "", "tls.inspection-untrusted", 60, ISSUER)
    ROW("certificate_verify_failed", "", "tls.inspection-untrusted", 40, ISSUER)
    ROW("certificate_verify_failed", "", "tls.runtime-own-roots", 35, "the client's own bundle lacks the root that the system has");
static const char trust_rows[] =
    ROW("missing authority key identifier", "", "tls.inspection-untrusted", 80, "Python 3.13 refuses roots that others accept: ask for a root with a key identifier")
    ROW("not marked critical", "", "tls.inspection-untrusted", 80, "Python 3.13 refuses roots that others accept: Basic Constraints must be critical")
    ROW("does not include key usage", "", "tls.inspection-untrusted", 80, "Python 3.13 refuses roots that others accept: the root lacks Key Usage")
    ROW("not yet valid", "", "tls.clock-skew", 90, "the certificate lies in the future: this clock is behind")
    ROW("certificate has expired", "", "tls.expired", 75, "the certificate's time is over")
    ROW("certificate has expired", "", "tls.clock-skew", 70, "or this clock is ahead")
    ROW("cert_has_expired", "", "tls.expired", 75, "the certificate's time is over")
    ROW("cert_has_expired", "", "tls.clock-skew", 70, "or this clock is ahead")
    ROW("err_cert_date_invalid", "", "tls.clock-skew", 80, "dates do not fit: most often this clock")
    ROW("hostname mismatch", "", "tls.name-mismatch", 85, "the certificate is another host's")
    ROW("doesn't match", "hostname", "tls.name-mismatch", 80, "the certificate is another host's")
    ROW("err_tls_cert_altname_invalid", "", "tls.name-mismatch", 90, "the certificate is another host's")
    ROW("no alternative certificate subject name", "", "tls.name-mismatch", 90, "the certificate is another host's")
    ROW("certificate is valid for", "", "tls.name-mismatch", 85, "the certificate is another host's")
    ROW("err_cert_common_name_invalid", "", "tls.name-mismatch", 85, "the certificate is another host's")
    ROW("err_tls_cert_altname_invalid", "", "dns.forged-answer", 50, "or the name was resolved to a stranger's address")
    ROW("suitable tls ca certificate bundle", "", "tls.ca-variable-broken", 110, "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names a file that is not there")
    ROW("curl: (77)", "", "tls.ca-variable-broken", 95, "a CA variable names a file that curl cannot use")
    ROW("error setting certificate", "", "tls.ca-variable-broken", 90, "a CA variable names a file that curl cannot use")
    ROW("ignoring extra certs from", "", "tls.ca-variable-broken", 95, "NODE_EXTRA_CA_CERTS names a file that Node cannot use")
    ROW("filenotfounderror: [errno 2]", "ssl", "tls.ca-variable-broken", 85, "SSL_CERT_FILE names a file that is not there")
    ROW("filenotfounderror: [errno 2]", "httpx", "tls.ca-variable-broken", 80, "SSL_CERT_FILE names a file that is not there")
    ROW("no_certificate_or_crl_found", "", "tls.ca-variable-broken", 95, "SSL_CERT_FILE names a file without certificates");

// Names, connections.
static const char name_rows[] =
    ROW("resolving timed out", "", "dns.timeout", 130, "the resolver is silent")
    ROW("resolving timed out", "", "dns.resolver-down", 100, "or no name resolves at all")
    ROW("cannot connect to host", "", "tcp.refused", 45, REFUSED)
    ROW("connect call failed", "", "proxy.ignored-by-client", 50, "aiohttp goes direct unless the session has trust_env=True")
    ROW("connect call failed", "", "tcp.refused", 45, REFUSED)
    ROW("before secure tls connection", "", "tls.reset", 85, RESET)
    ROW("server disconnected without sending", "", "tls.reset", 45, RESET)
    ROW("server disconnected without sending", "", "http.upload-blocked", 40, "or a large body was cut on the way")
    ROW("\": eof\n", "", "tls.reset", 60, RESET)
    ROW("tls handshake timeout", "", "tls.silent", 80, "the TLS greeting is never answered")
    ROW("tls handshake timeout", "", "tcp.mtu-blackhole", 50, "or packets of full size are lost on the way")
    ROW("ssl connection timeout", "", "tls.silent", 130, "the TLS greeting is never answered")
    ROW("ssl connection timeout", "", "tcp.mtu-blackhole", 90, "or packets of full size are lost on the way")
    ROW("opentimeout", "", "tcp.filtered", 65, SILENT)
    ROW("opentimeout", "", "proxy.needed-not-set", 55, SILENT)
    ROW("curl: (16)", "", "tls.reset", 40, "the answer or the request is cut on the way")
    ROW("curl: (18)", "", "tls.reset", 40, "the answer or the request is cut on the way")
    ROW("curl: (55)", "", "tls.reset", 45, "the answer or the request is cut on the way")
    ROW("curl: (92)", "", "tls.reset", 40, "the answer or the request is cut on the way")
    ROW("curl: (55)", "", "http.upload-blocked", 40, "or a large body was cut on the way")
    ROW("curl: (92)", "", "http.upload-blocked", 35, "or a large body was cut on the way")
    ROW("enotfound", "", "dns.nxdomain", 60, NAME)
    ROW("enotfound", "", "proxy.ignored-by-client", 45, "Node asks for the name itself when it does not use the proxy")
    ROW("dial tcp: lookup", "i/o timeout", "dns.timeout", 120, "the resolver is silent")
    ROW("dial tcp: lookup", "i/o timeout", "dns.resolver-down", 90, "or no name resolves at all")
    ROW("server misbehaving", "lookup", "dns.servfail", 80, "the resolver answers with a failure")
    ROW("server misbehaving", "lookup", "dns.resolver-down", 70, "or no name resolves at all")
    ROW("name or service not known", "", "dns.nxdomain", 60, NAME)
    ROW("nodename nor servname", "", "dns.nxdomain", 60, NAME)
    ROW("could not resolve host", "", "dns.nxdomain", 60, NAME)
    ROW("no such host", "", "dns.nxdomain", 55, NAME)
    ROW("unknownhostexception", "", "dns.nxdomain", 60, NAME)
    ROW("err_name_not_resolved", "", "dns.nxdomain", 60, NAME);
static const char connection_rows[] =
    ROW("curl: (6)", "", "dns.nxdomain", 30, NAME)
    ROW("curl: (6)", "", "dns.resolver-down", 25, "or no name resolves at all")
    ROW("enotfound", "", "dns.resolver-down", 50, "or no name resolves at all")
    ROW("could not resolve host", "", "dns.resolver-down", 50, "or no name resolves at all")
    ROW("name or service not known", "", "dns.resolver-down", 50, "or no name resolves at all")
    ROW("eai_again", "", "dns.resolver-down", 80, "the resolver does not answer (containers, VPN)")
    ROW("temporary failure in name resolution", "", "dns.resolver-down", 80, "the resolver does not answer (containers, VPN)")
    ROW("eai_again", "", "dns.timeout", 50, "the resolver is silent")
    ROW("econnrefused", "", "proxy.dead-listener", 55, REFUSED)
    ROW("econnrefused", "", "tcp.refused", 50, REFUSED)
    ROW("connection refused", "", "proxy.dead-listener", 55, REFUSED)
    ROW("connection refused", "", "tcp.refused", 50, REFUSED)
    ROW("connection refused", "localhost", "url.loopback", 70, "the call goes to this machine")
    ROW("connection refused", "127.0.0.1", "url.loopback", 60, "the call goes to this machine")
    ROW("econnrefused", "127.0.0.1", "url.loopback", 60, "the call goes to this machine")
    ROW("econnrefused", "::1", "url.loopback", 60, "the call goes to this machine")
    ROW("10061", "", "proxy.dead-listener", 60, REFUSED)
    ROW("err_connection_refused", "", "tcp.refused", 60, REFUSED)
    ROW("curl: (7)", "", "tcp.refused", 40, REFUSED)
    ROW("curl: (7)", "", "proxy.dead-listener", 40, REFUSED)
    ROW("etimedout", "", "tcp.filtered", 60, SILENT)
    ROW("etimedout", "", "proxy.needed-not-set", 50, SILENT)
    ROW("aggregateerror [etimedout]", "", "tcp.broken-ipv6", 85, "Node gave each address only 250 ms")
    ROW("und_err_connect_timeout", "", "tcp.filtered", 65, SILENT)
    ROW("und_err_connect_timeout", "", "proxy.ignored-by-client", 130, "Node goes direct unless NODE_USE_ENV_PROXY=1 is set")
    ROW("connecttimeout", "", "tcp.filtered", 65, SILENT)
    ROW("connecttimeout", "", "proxy.needed-not-set", 55, SILENT)
    ROW("connection timed out", "", "tcp.filtered", 60, SILENT)
    ROW("connection timed out", "", "proxy.needed-not-set", 50, SILENT);
static const char cut_rows[] =
    ROW("connect timed out", "", "tcp.filtered", 60, SILENT)
    ROW("i/o timeout", "", "tcp.filtered", 60, SILENT)
    ROW("err_connection_timed_out", "", "tcp.filtered", 60, SILENT)
    ROW("curl: (28)", "", "tcp.filtered", 60, SILENT)
    ROW("curl: (28)", "", "proxy.needed-not-set", 50, SILENT)
    ROW("network is unreachable", "", "net.offline", 60, "there is no route")
    ROW("network is unreachable", "", "tcp.broken-ipv6", 50, "or none for IPv6")
    ROW("enetunreach", "", "tcp.broken-ipv6", 60, "there is no route for this family of addresses")
    ROW("enetunreach", "", "net.offline", 55, "or none at all")
    ROW("ehostunreach", "", "tcp.unreachable", 70, "a router says that the host cannot be reached")
    ROW("no route to host", "", "tcp.unreachable", 70, "a router says that the host cannot be reached")
    ROW("err_internet_disconnected", "", "net.offline", 95, "this machine is offline")
    ROW("econnreset", "", "tls.reset", 70, RESET)
    ROW("connection reset by peer", "", "tls.reset", 70, RESET)
    ROW("other side closed", "", "tls.reset", 60, RESET)
    ROW("socket hang up", "", "tls.reset", 60, RESET)
    ROW("err_connection_reset", "", "tls.reset", 70, RESET)
    ROW("eof occurred in violation", "", "tls.reset", 75, RESET)
    ROW("ssl_error_syscall", "", "tls.reset", 75, RESET)
    ROW("err_connection_closed", "", "tls.reset", 60, RESET)
    ROW("curl: (35)", "", "tls.reset", 55, RESET)
    ROW("curl: (35)", "", "tls.protocol", 45, "or no common TLS version")
    ROW("curl: (56)", "", "tls.reset", 40, RESET)
    ROW("curl: (56)", "", "proxy.refuses-tunnel", 35, "curl 7.88 ends so when a proxy refuses")
    ROW("econnreset", "", "http.upload-blocked", 35, "or a large body was cut on the way")
    ROW("handshake_failure", "", "tls.protocol", 80, "no common TLS version or cipher")
    ROW("unsupported_protocol", "", "tls.protocol", 80, "no common TLS version");

// Timeouts.
static const char timeout_rows[] =
    ROW("operation timed out after", "", "timeout.client-too-short", 130, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("operation timed out", "", "timeout.client-too-short", 45, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("operation timed out", "", "tcp.filtered", 40, "or the connection was never answered")
    ROW("timeout of ", "exceeded", "timeout.client-too-short", 70, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("httpclient.timeout of", "", "timeout.client-too-short", 90, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("read timed out", "", "timeout.client-too-short", 70, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("context deadline exceeded", "", "timeout.client-too-short", 60, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("context deadline exceeded", "", "tcp.filtered", 45, "or the connection was never answered")
    ROW("timeouterror", "", "timeout.client-too-short", 40, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("timeouterror", "", "tcp.filtered", 35, "or the connection was never answered")
    ROW("request timed out", "", "timeout.client-too-short", 60, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("apitimeouterror", "", "timeout.client-too-short", 50, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("apitimeouterror", "", "tcp.filtered", 40, "or the connection was never answered")
    ROW("readtimeout", "", "timeout.client-too-short", 70, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models")
    ROW("und_err_headers_timeout", "", "timeout.client-too-short", 80, "Node's fetch waits 300 s for the first byte")
    ROW("und_err_body_timeout", "", "http.stream-buffered", 70, "nothing came for 300 s: something on the way keeps the stream back")
    ROW("function_invocation_timeout", "", "timeout.serverless-limit", 95, "the host's limit for functions is shorter than the answer")
    ROW("task timed out after", "", "timeout.serverless-limit", 95, "the host's limit for functions is shorter than the answer");

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

static const char *const tables[] = {
    byte_rows, loading_rows, url_rows, url_answer_rows, proxy_rows, proxy_answer_rows, package_rows, certificate_rows, trust_rows, name_rows, connection_rows, cut_rows, timeout_rows, answerer_rows, wrapper_rows,
};
// clang-format on

static bool in_word(char c)
{
    return byte_is_alnum(c) || c == '_';
}

// The needle stands in the text, and not inside a longer word: ModuleNotFoundError is no ENOTFOUND,
// token_rate_limit_exceeded no rate_limit_exceeded.
static bool stands(struct str text, struct str want)
{
    bool word = in_word(want.p[0]);
    for (size_t from = 0, at;; from += at + 1) {
        at = str_find(str_from(text, from), want);
        if (at == STR_NOWHERE)
            return false;
        if (!word || from + at == 0 || !in_word(text.p[from + at - 1]))
            return true;
    }
}

// Points add up per id; the reason is that of the row which gave most.
struct tally {
    struct symptom_match match;
    unsigned best;
};

struct tallies {
    struct tally *items;
    size_t n, cap;
};

static void count_row(struct tallies *all, const struct row *row, struct arena *a)
{
    size_t i = 0;
    while (i < all->n && !str_eq(all->items[i].match.id, row->id))
        i++;
    if (i == all->n) {
        struct tally *t = arena_push(all, a);
        t->match.id = row->id;
        t->match.rule = rule_find(t->match.id);
    }
    struct tally *t = &all->items[i];
    t->match.score += row->points;
    if (row->points > t->best) {
        t->best = row->points;
        t->match.reason = row->reason;
    }
}

static struct str next_word(const char **at)
{
    struct str word = str_of(*at);
    *at += word.n + 1;
    return word;
}

static void count_rows(struct tallies *all, struct str text, const char *table, struct arena *a)
{
    while (*table) {
        struct row row;
        row.text = next_word(&table);
        row.also = next_word(&table);
        row.id = next_word(&table);
        row.points = (unsigned)strtoul(next_word(&table).p, NULL, 10);
        row.reason = next_word(&table);
        if (stands(text, row.text) && (!row.also.n || str_has(text, row.also)))
            count_row(all, &row, a);
    }
}

static bool likelier(const struct symptom_match *a, const struct symptom_match *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    return a->rule && b->rule && a->rule->rank < b->rule->rank;
}

struct symptom_matches symptoms_read(struct str text, struct arena *a)
{
    struct tallies all = {0};
    struct symptom_matches out = {0};
    text = str_lower(str_slice(text, 0, TEXT_MAX), a);
    if (symptom_is_foreign(text))
        return out;
    // An end of line behind the last word: some rows ask whether anything follows.
    text = str_join(symptom_statuses(text, a), STR("\n"), a);
    count_rows(&all, text, code_rows, a);
    if (all.n == 0)
        count_rows(&all, text, status_rows, a);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        count_rows(&all, text, tables[i], a);
    while (out.n < all.n && out.n < ANSWERS) {
        size_t best = STR_NOWHERE;
        for (size_t i = 0; i < all.n; i++)
            if (all.items[i].match.score &&
                (best == STR_NOWHERE || likelier(&all.items[i].match, &all.items[best].match)))
                best = i;
        struct symptom_match *m = arena_push(&out, a);
        *m = all.items[best].match;
        all.items[best].match.score = 0;
        if (m->score * 4 < out.items[0].score) { // too faint beside the first
            out.n--;
            break;
        }
    }
    return out;
}
