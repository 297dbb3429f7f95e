// SPDX-License-Identifier: MIT
// What an error text points to. A row says: when this stands in the text (and that, if given), the
// id gets so many points. Points add up, so that "Connection error." alone stays vague and with
// "Illegal header value" behind it becomes a statement about the key.
//
// Sources: clients.md 2, 5, 6, 7, 9 (measured texts), causes.md 2 to 12 (symptoms), 15.
#include "rules/symptoms.h"
#include "rules/symptom_status.h"

enum { TEXT_MAX = 1 << 20, ANSWERS = 6 };

struct row {
    const char *text, *also; // lower case; `also` may be NULL
    const char *id;
    unsigned points;
    const char *reason;
};

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
static const struct row code_rows[] = {
    {"invalid_api_key",               NULL,   "api.invalid-key",     90, "the gateway's code for a missing, wrong, disabled or expired key"},
    {"model_not_found",               NULL,   "api.model-not-found", 90, "the gateway's code for an unknown id or one out of the key's scope"},
    {"model_not_found",               NULL,   "api.model-id-typo",   70, "ids are case-sensitive: nexoenv models ID names the nearest"},
    {"model_not_found",               NULL,   "api.model-out-of-scope", 60, "the key may be limited to other models"},
    {"insufficient_quota",            NULL,   "api.insufficient-quota", 100, "balance or the key's budget is used up"},
    {"request_too_large",             NULL,   "api.request-too-large", 100, "this payload will never fit: shorten it"},
    {"token_rate_limit_exceeded",     NULL,   "api.token-rate-limited", 110, "too many tokens per minute"},
    {"rate_limit_exceeded",           NULL,   "api.rate-limited",    90, "too many requests per minute: wait for retry-after"},
    {"'invalid_request'",             NULL,   "api.invalid-request", 60, "the body or a parameter breaks a rule"},
    {"\"invalid_request\"",           NULL,   "api.invalid-request", 60, "the body or a parameter breaks a rule"},
    {"upstream_request_timeout",      NULL,   "api.upstream-timeout", 100, "the provider behind the gateway did not finish in time"},
    {"upstream_headers_timeout",      NULL,   "api.upstream-timeout", 100, "the provider behind the gateway did not start answering"},
    {"upstream_body_timeout",         NULL,   "api.upstream-timeout", 100, "the provider's answer stalled"},
    {"upstream_unavailable",          NULL,   "api.upstream-unavailable", 100, "no provider for this model at the moment"},
    {"upstream_unreachable",          NULL,   "api.upstream-unavailable", 100, "the gateway could not reach the provider"},
    {"upstream_error",                NULL,   "api.upstream-error",  100, "the provider failed"},
    {"gateway_error",                 NULL,   "api.gateway-error",   100, "the gateway failed"},
};

// HTTP statuses, as symptom_statuses() writes them: asked only where no code of the gateway stands.
static const struct row status_rows[] = {
    {"http-status-400", NULL, "api.invalid-request", 50, "400: the body or a parameter breaks a rule"},
    {"http-status-401", NULL, "api.invalid-key", 50, "the key arrived and was refused"},
    {"http-status-401", NULL, "key.several-differ", 30, "or another key than you think was sent"},
    {"http-status-401", NULL, "loaded.unset", 20, "or none was sent"},
    {"http-status-403", NULL, "http.edge-challenge", 40, "403 is no answer of the gateway's documentation: something in front of it"},
    {"http-status-403", NULL, "http.block-page", 40, "or a filter's page"},
    {"http-status-404", NULL, "url.missing-v1", 50, "404 without model_not_found: the path is wrong"},
    {"http-status-404", NULL, "url.wrong-path", 40, "404 without model_not_found: the path is wrong"},
    {"http-status-404", NULL, "api.model-not-found", 30, "or the model is unknown: look for error.code in the answer"},
    {"http-status-405", NULL, "url.redirect-drops-auth", 50, "a redirect turned POST into GET"},
    {"http-status-405", NULL, "url.full-endpoint", 45, "or the endpoint stands in the base URL"},
    {"http-status-407", NULL, "proxy.auth-required", 90, "407: the proxy wants a login"},
    {"http-status-413", NULL, "api.request-too-large", 60, "413: this payload will never fit"},
    {"http-status-413", NULL, "http.upload-blocked", 50, "or a proxy's limit"},
    {"http-status-429", NULL, "api.rate-limited", 60, "429: wait for retry-after"},
    {"http-status-429", NULL, "api.token-rate-limited", 50, "or too many tokens per minute: error.code tells"},
    {"http-status-429", NULL, "api.insufficient-quota", 45, "or balance or the key's budget is used up"},
    {"http-status-500", NULL, "api.gateway-error", 50, "the gateway failed"},
    {"http-status-500", NULL, "api.upstream-error", 45, "or the provider behind it"},
    {"http-status-502", NULL, "api.upstream-unavailable", 50, "the gateway could not reach the provider"},
    {"http-status-502", NULL, "proxy.cannot-reach", 45, "or a proxy on the way could not reach the gateway"},
    {"http-status-503", NULL, "api.upstream-unavailable", 50, "no provider for this model at the moment"},
    {"http-status-503", NULL, "proxy.cannot-reach", 45, "or a proxy on the way could not reach the gateway"},
    {"http-status-504", NULL, "api.upstream-timeout", 50, "the provider behind the gateway did not finish in time"},
    {"http-status-504", NULL, "proxy.cannot-reach", 40, "or a proxy on the way waited in vain"},
    {"http-status-301", NULL, "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key"},
    {"http-status-302", NULL, "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key"},
    {"http-status-307", NULL, "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key"},
    {"http-status-308", NULL, "url.redirect-drops-auth", 60, "the address answers with a redirect, on which clients drop the key"},
};

static const struct row rows[] = {
    // The key's bytes.
    {"headers.append:", NULL, "key.whitespace", 70, HEADER},
    {"failed to parse header value", NULL, "key.whitespace", 70, HEADER},
    {"failed to parse header value", NULL, "key.crlf", 50, HEADER},
    {"illegal header value",          "\\r",  "key.crlf",            120, "the refused header shows a \\r at the end of the key"},
    {"illegal header value",          "\\n'", "key.whitespace",      55, "the refused header shows a line end behind the key"},
    {"illegal header value b'bearer '", NULL, "loaded.unset",        190, "the header is Bearer with nothing behind it: the key is empty"},
    {"illegal header value",          NULL,   "key.whitespace",      60, HEADER},
    {"illegal header value",          NULL,   "key.crlf",            50, HEADER},
    {"invalid header value",          NULL,   "key.whitespace",      60, HEADER},
    {"invalid header value",          NULL,   "key.crlf",            50, HEADER},
    {"invalid header field value",    NULL,   "key.whitespace",      60, HEADER},
    {"invalid header field value",    NULL,   "key.crlf",            50, HEADER},
    {"invalidheader",                 NULL,   "key.whitespace",      40, HEADER},
    {"invalid character in header",   NULL,   "key.whitespace",      60, HEADER},
    {"convert argument to a bytestring", NULL, "key.invalid-char",   90, "a character beyond Latin-1 in a header: a smart quote or an invisible one in the key"},
    {"codec can't encode",            NULL,   "key.invalid-char",    80, "a character beyond ASCII in a header: a smart quote or an invisible one in the key"},
    {"combine authorization header",  NULL,   "key.netrc-override",  95, "aiohttp found a login for the host in ~/.netrc"},

    // Not loaded.
    {"is not set", "api_key", "loaded.unset", 80, UNSET},
    {"unbound variable", "api_key", "loaded.unset", 90, UNSET},
    {"parameter not set", "api_key", "loaded.unset", 90, UNSET},
    {"did not find openai_api_key", NULL, "loaded.unset", 90, UNSET},
    {"api key is missing", NULL, "loaded.unset", 90, UNSET},
    {"api key is required", NULL, "loaded.unset", 80, UNSET},
    {"key not found: ", "api_key", "loaded.unset", 90, UNSET},
    {"undefined array key", "api_key", "loaded.unset", 90, UNSET},
    {"environment variable not found", NULL, "loaded.unset", 70, UNSET},
    {"unbound variable", "api_key", "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it"},
    {"no auth credentials found", NULL, "loaded.unset", 80, "the request came without a key"},
    {"missing authentication header", NULL, "loaded.unset", 80, "the request came without a key"},
    {"no auth credentials found", NULL, "url.redirect-drops-auth", 40, "a redirect on the way makes clients drop the key"},
    {"missing authentication header", NULL, "url.redirect-drops-auth", 40, "a redirect on the way makes clients drop the key"},
    {"missing credentials",           NULL,   "loaded.unset",        90, UNSET},
    {"api_key client option must be set", NULL, "loaded.unset",      90, UNSET},
    {"environment variable is missing or empty", NULL, "loaded.unset", 90, UNSET},
    {"could not resolve authentication method", NULL, "loaded.unset", 80, UNSET},
    {"keyerror: 'nexorouter_api_key'", NULL,  "loaded.unset",        95, UNSET},
    {"keyerror: 'openai_api_key'",    NULL,   "loaded.unset",        95, UNSET},
    {"missing credentials",           NULL,   "loaded.not-exported", 50, "set in the shell without export, no program sees it"},
    {"api_key client option must be set", NULL, "loaded.not-exported", 50, "set in the shell without export, no program sees it"},
    {"environment variable is missing or empty", NULL, "loaded.not-exported", 50, "set in the shell without export, no program sees it"},
    {"keyerror: '",                   "api_key", "loaded.not-exported", 50, "set in the shell without export, no program sees it"},
    {"keyerror: '",                   "api_key", "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it"},
    {"missing credentials",           NULL,   "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it"},
    {"environment variable is missing or empty", NULL, "loaded.dotenv-never-loaded", 45, "a .env file helps only a program that loads it"},
    {"bearer undefined",              NULL,   "loaded.unset",        90, "the code put an undefined variable into the header"},
    {"bearer none",                   NULL,   "loaded.unset",        90, "the code put an unset variable into the header"},
    {"bearer null",                   NULL,   "loaded.unset",        90, "the code put an unset variable into the header"},
    {"provide an api key",            NULL,   "loaded.unset",        70, "the request came without a key"},
    {"provide an api key",            NULL,   "url.redirect-drops-auth", 45, "a redirect on the way makes clients drop the key"},
    {"dangerouslyallowbrowser",       NULL,   "key.in-browser-bundle", 90, "the SDK runs in a browser, where everybody can read the key"},
    {"blocked by cors policy",        NULL,   "key.in-browser-bundle", 60, "the call comes from a browser, where everybody can read the key"},
    {"blocked by cors policy",        NULL,   "loaded.bundler-prefix", 50, "the call belongs on the server side"},

    // The base URL.
    {"failed to parse url", NULL, "url.malformed", 80, "a URL that cannot be parsed: the base URL"},
    {"failed to parse url from undefined", NULL, "loaded.dotenv-never-loaded", 60, "the variable with the base URL is not there in this program"},
    {"failed to parse url from undefined", NULL, "url.unread-variable", 50, "the variable with the base URL has another name"},
    {"invalidurl:", NULL, "url.malformed", 70, "a URL that cannot be parsed: the base URL"},
    {"invalid control character in url", NULL, "url.malformed", 90, "a line end or control byte in the base URL"},
    {"uri with undefined scheme", NULL, "url.malformed", 90, "the base URL has no scheme"},
    {"relativeurlwithoutbase", NULL, "url.malformed", 90, "the base URL has no scheme"},
    {"relative url without a base", NULL, "url.malformed", 90, "the base URL has no scheme"},
    {"bad uri", NULL, "url.malformed", 80, "a URL that cannot be parsed: the base URL"},
    {"bad uri", NULL, "proxy.malformed", 50, "or a proxy variable"},
    {"api.nexorouter.com/chat/completions", NULL, "url.missing-v1", 120, "the address that was called lacks /v1"},
    {"api.nexorouter.com/models", NULL, "url.missing-v1", 120, "the address that was called lacks /v1"},
    {"unexpected mimetype", NULL, "url.missing-v1", 70, HTML},
    {"unexpected mimetype", NULL, "http.not-the-gateway", 55, HTML},
    {"invalid character '<'", NULL, "url.missing-v1", 75, HTML},
    {"invalid character '<'", NULL, "http.not-the-gateway", 55, HTML},
    {"ai_apicallerror: not found", NULL, "url.missing-v1", 60, "404 without model_not_found: the path is wrong"},
    {"ai_apicallerror: not found", NULL, "tool.endpoint-shape", 55, "the AI SDK calls /responses unless .chat() is asked for"},
    {"curl: (47)", NULL, "url.redirect-drops-auth", 70, "the address answers with redirects"},
    {"empty reply from server", NULL, "url.plain-http", 60, "http:// to a port that speaks TLS"},
    {"empty reply from server", NULL, "tls.protocol", 45, "or something on the way that hangs up"},
    {"missing an 'http://' or 'https://'", NULL, "url.empty-variable", 85, "the base URL is empty, or has no scheme"},
    {"missing an 'http://' or 'https://'", NULL, "url.malformed",    75, "the base URL has no scheme, or quotes or a blank in front"},
    {"unsupportedprotocol",           NULL,   "url.empty-variable",  40, "the base URL is empty, or has no scheme"},
    {"unsupportedprotocol",           NULL,   "url.malformed",       40, "the base URL has no scheme, or quotes or a blank in front"},
    {"unsupported protocol scheme",   NULL,   "url.malformed",       85, "the base URL has no scheme"},
    {"no connection adapters were found", NULL, "url.malformed",     85, "quotes or a blank stand in front of the base URL"},
    {"no scheme supplied",            NULL,   "url.malformed",       90, "the base URL has no scheme"},
    {"typeerror: invalid url",        NULL,   "url.malformed",       70, "a URL that cannot be parsed: the base URL"},
    {"typeerror: invalid url",        NULL,   "proxy.malformed",     55, "or a proxy variable, if the process dies at its start"},
    {"err_invalid_url",               NULL,   "url.malformed",       60, "a URL that cannot be parsed: the base URL"},
    {"err_invalid_url",               NULL,   "proxy.malformed",     50, "or a proxy variable"},
    {"non-printable ascii character in url", NULL, "url.malformed",  80, "a line end or control byte in the base URL"},
    {"non-printable ascii character in url", NULL, "proxy.malformed", 60, "or in a proxy variable, if it happens when the client is made"},
    {"url that includes credentials", NULL,   "url.malformed",       80, "the base URL holds a user name or password"},
    {"curl: (3)",                     NULL,   "url.malformed",       90, "curl cannot parse the URL"},
    {"curl: (1)",                     NULL,   "url.malformed",       80, "curl does not know the URL's scheme"},
    {"incorrect api key provided",    NULL,   "url.unset-default-host", 95, "these are OpenAI's own words: the call went to api.openai.com"},
    {"incorrect api key provided",    NULL,   "url.foreign-host",    60, "these are OpenAI's own words: the call went to api.openai.com"},
    {"incorrect api key provided",    NULL,   "key.wrong-provider",  40, "key and host do not belong together"},
    {"platform.openai.com",           NULL,   "url.unset-default-host", 50, "the answer came from OpenAI, not from this gateway"},
    {"invalid url (post",             NULL,   "url.full-endpoint",   80, "the path holds an endpoint twice"},
    {"invalid url (post",             "/v1/v1", "url.double-v1",     95, "the path holds /v1 twice"},
    {"/v1/v1/",                       NULL,   "url.double-v1",       90, "the path holds /v1 twice"},
    {"/chat/completions/chat/completions", NULL, "url.full-endpoint", 95, "the path holds the endpoint twice"},
    {"/v1/responses",                 NULL,   "tool.endpoint-shape", 80, "the tool calls the Responses interface, the gateway promises Chat Completions"},
    {"/v1/messages",                  NULL,   "tool.endpoint-shape", 80, "the tool speaks Anthropic's interface, the gateway Chat Completions"},
    {"resource not found",            NULL,   "url.azure-shape",     60, "Azure's words, or a path built in Azure's shape"},
    {"'str' object has no attribute", NULL,   "url.missing-v1",      80, HTML},
    {"'str' object has no attribute", NULL,   "url.website-host",    65, HTML},
    {"'str' object has no attribute", NULL,   "http.not-the-gateway", 50, HTML},
    {"cannot read properties of undefined (reading '0')", NULL, "url.missing-v1", 70, HTML},
    {"cannot read properties of undefined (reading '0')", NULL, "url.website-host", 60, HTML},
    {"unexpected token '<'",          NULL,   "url.missing-v1",      75, HTML},
    {"unexpected token <",            NULL,   "url.missing-v1",      75, HTML},
    {"<!doctype",                     NULL,   "url.website-host",    65, HTML},
    {"<!doctype",                     NULL,   "http.not-the-gateway", 60, HTML},
    {"<!doctype",                     NULL,   "http.block-page",     45, "or a filter's page"},
    {"jsondecodeerror",               NULL,   "url.missing-v1",      60, HTML},
    {"jsondecodeerror",               NULL,   "http.not-the-gateway", 50, HTML},

    // Proxies.
    {"invalidurl:", NULL, "proxy.malformed", 50, "or a proxy variable, if it happens when the client is made"},
    {"proxyerror: 403", NULL, "proxy.refuses-tunnel", 95, "the proxy forbids this host"},
    {"proxyerror: 50", NULL, "proxy.cannot-reach", 95, "the proxy itself cannot reach the host"},
    {"from proxy after connect", NULL, "proxy.refuses-tunnel", 90, "the proxy refuses the tunnel"},
    {"407 from proxy after connect", NULL, "proxy.auth-required", 150, "407: the proxy wants a login"},
    {"http code 50", "from proxy after connect", "proxy.cannot-reach", 150, "the proxy itself cannot reach the host"},
    {"unsuccessful tunnel", NULL, "proxy.refuses-tunnel", 60, "the proxy refuses the tunnel"},
    {"unsuccessful tunnel", NULL, "proxy.auth-required", 55, "or it wants a login"},
    {"curl: (97)", NULL, "proxy.not-a-proxy", 60, "no SOCKS proxy of that kind answers on the port"},
    {"curl: (97)", NULL, "proxy.auth-required", 50, "or it wants a login"},
    {"initial socks5 response", NULL, "proxy.not-a-proxy", 95, "the port speaks HTTP, not SOCKS"},
    {"x-squid-error", NULL, "proxy.refuses-tunnel", 70, "the page comes from a Squid proxy"},
    {"err_access_denied", NULL, "proxy.refuses-tunnel", 70, "the page comes from a Squid proxy"},
    {"127.0.0.1:7890", NULL, "proxy.dead-listener", 40, "a proxy program's usual port on this machine"},
    {"127.0.0.1:7897", NULL, "proxy.dead-listener", 40, "a proxy program's usual port on this machine"},
    {"127.0.0.1:1080", NULL, "proxy.dead-listener", 40, "a proxy program's usual port on this machine"},
    {"127.0.0.1:10809", NULL, "proxy.dead-listener", 40, "a proxy program's usual port on this machine"},
    {"127.0.0.1:3128", NULL, "proxy.dead-listener", 40, "a proxy program's usual port on this machine"},
    {"gave http response to https client", NULL, "proxy.tls-to-plain-proxy", 60, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable"},
    {"gave http response to https client", NULL, "tls.protocol", 55, "or the port speaks no TLS at all"},
    {"unrecognized ssl message", NULL, "proxy.tls-to-plain-proxy", 60, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable"},
    {"unrecognized ssl message", NULL, "tls.protocol", 55, "or the port speaks no TLS at all"},
    {"unknown scheme for proxy url",  NULL,   "proxy.socks-unsupported", 90, "httpx does not know socks:// (GNOME exports it as ALL_PROXY)"},
    {"socksio",                       NULL,   "proxy.socks-unsupported", 95, "httpx needs the package socksio for a SOCKS proxy, whatever the other variables say"},
    {"missing dependencies for socks", NULL,  "proxy.socks-unsupported", 95, "requests needs PySocks for a SOCKS proxy"},
    {"determine socks version",       NULL,   "proxy.socks-unsupported", 90, "socks:// is no scheme that requests knows"},
    {"unsupportedproxyprotocol",      NULL,   "proxy.socks-unsupported", 90, "Bun speaks no SOCKS"},
    {"unsupported proxy syntax",      NULL,   "proxy.malformed",     95, PROXYVALUE},
    {"curl: (5)",                     NULL,   "proxy.unresolvable",  60, "curl could not find the proxy"},
    {"curl: (5)",                     NULL,   "proxy.malformed",     55, PROXYVALUE},
    {"could not resolve proxy",       NULL,   "proxy.unresolvable",  80, "the proxy's name does not resolve"},
    {"name resolution failed for proxy", NULL, "proxy.unresolvable", 80, "the proxy's name does not resolve"},
    {"invalid url protocol",          NULL,   "proxy.malformed",     80, "with NODE_USE_ENV_PROXY=1, Node dies at its start on a proxy it cannot use"},
    {"err_proxy_invalid_config",      NULL,   "proxy.malformed",     95, "with NODE_USE_ENV_PROXY=1, Node dies at its start on a proxy it cannot use"},
    {"invalidproxyurl",               NULL,   "proxy.malformed",     90, PROXYVALUE},
    {"proxy url with no authority",   NULL,   "proxy.malformed",     90, PROXYVALUE},
    {"nonnumeric port",               NULL,   "proxy.malformed",     80, PROXYVALUE},
    {"error parsing proxy url",       NULL,   "proxy.malformed",     90, PROXYVALUE},
    {"invalid port: ",                NULL,   "proxy.no-proxy-semantics", 115, "httpx reads NO_PROXY entries as URLs: [::1] and IPv6 ranges stop it"},
    {"invalid port: ",                NULL,   "proxy.malformed",     60, PROXYVALUE},
    {"proxy authentication required", NULL,   "proxy.auth-required", 95, "407: the proxy wants a login"},
    {"response 407",                  NULL,   "proxy.auth-required", 95, "407: the proxy wants a login"},
    {"proxy response (407)",          NULL,   "proxy.auth-required", 95, "407: the proxy wants a login"},
    {"clienthttpproxyerror: 407",     NULL,   "proxy.auth-required", 95, "407: the proxy wants a login"},
    {"proxyerror: 407",               NULL,   "proxy.auth-required", 95, "407: the proxy wants a login"},
    {"tunnel failed, response 403",   NULL,   "proxy.refuses-tunnel", 95, "the proxy forbids this host"},
    {"connection failed: 403",        NULL,   "proxy.refuses-tunnel", 95, "the proxy forbids this host"},
    {"proxy response (403)",          NULL,   "proxy.refuses-tunnel", 95, "the proxy forbids this host"},
    {"tunnel failed, response 50",    NULL,   "proxy.cannot-reach",  95, "the proxy itself cannot reach the host"},
    {"connection failed: 50",         NULL,   "proxy.cannot-reach",  95, "the proxy itself cannot reach the host"},
    {"proxy response (50",            NULL,   "proxy.cannot-reach",  95, "the proxy itself cannot reach the host"},
    {"proxyconnect tcp",              "connection refused", "proxy.dead-listener", 90, "Go could not connect to its proxy"},
    {"proxyconnect tcp",              "no such host", "proxy.unresolvable", 90, "Go could not resolve its proxy"},
    {"proxyconnect tcp",              NULL,   "proxy.unreachable",   70, "Go could not connect to its proxy"},
    {"first record does not look like a tls handshake", NULL, "proxy.tls-to-plain-proxy", 80, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable"},
    {"wrong_version_number",          NULL,   "proxy.tls-to-plain-proxy", 80, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable"},
    {"wrong version number",          NULL,   "proxy.tls-to-plain-proxy", 80, "TLS was started with a port that speaks plain HTTP: https:// in a proxy variable"},
    {"wrong_version_number",          NULL,   "tls.protocol",        20, "or the port speaks no TLS at all"},
    {"wrong version number",          NULL,   "tls.protocol",        20, "or the port speaks no TLS at all"},
    {"cannot connect to proxy",       NULL,   "proxy.unreachable",   70, "the proxy does not answer"},
    {"cannot connect to proxy",       "refused", "proxy.dead-listener", 80, "nothing listens where the proxy variable points"},
    {"proxyerror",                    NULL,   "proxy.unreachable",   40, "the proxy is where it failed"},
    {"err_proxy_connection_failed",   NULL,   "proxy.unreachable",   85, "the proxy does not answer"},
    {"err_tunnel_connection_failed",  NULL,   "proxy.refuses-tunnel", 85, "the proxy refuses the tunnel"},
    {"err_proxy_tunnel",              NULL,   "proxy.refuses-tunnel", 80, "the proxy refuses the tunnel"},
    {"is not allowed in node_options", NULL,  "proxy.ignored-by-client", 85, "this Node is too old for --use-env-proxy; from 22.21 and 24 it is known"},

    // Packages that do not fit together.
    {"unexpected keyword argument 'proxies'", NULL, "tool.sdk-httpx-proxies", 120, "an SDK before 1.55.3 with httpx 0.28 or newer"},

    // Certificates.
    {"match certificate's altnames", NULL, "tls.name-mismatch", 85, "the certificate is another host's"},
    {"filenotfounderror: [errno 2] no such file or directory\n", NULL, "tls.ca-variable-broken", 60, "without a path this is what a client says when SSL_CERT_FILE names a file that is not there"},
    {"self-signed certificate in certificate chain", NULL, "tls.inspection-untrusted", 90, ISSUER},
    {"self signed certificate in certificate chain", NULL, "tls.inspection-untrusted", 90, ISSUER},
    {"self_signed_cert_in_chain",     NULL,   "tls.inspection-untrusted", 90, ISSUER},
    {"self_signed_cert_in_chain",     NULL,   "tls.runtime-own-roots", 70, "Node has its own roots: NODE_EXTRA_CA_CERTS or NODE_USE_SYSTEM_CA=1"},
    {"depth_zero_self_signed_cert",   NULL,   "tls.untrusted-issuer", 80, "the server itself shows a self-signed certificate"},
    {"unable_to_get_issuer_cert_locally", NULL, "tls.inspection-untrusted", 75, ISSUER},
    {"unable_to_get_issuer_cert_locally", NULL, "tls.runtime-own-roots", 70, "Node has its own roots: NODE_EXTRA_CA_CERTS or NODE_USE_SYSTEM_CA=1"},
    {"unable to get local issuer certificate", NULL, "tls.inspection-untrusted", 70, ISSUER},
    {"unable to get local issuer certificate", NULL, "tls.runtime-own-roots", 65, "the client's own bundle lacks the root that the system has"},
    {"unable to get local issuer certificate", NULL, "tls.incomplete-chain", 45, "or the chain lacks an intermediate"},
    {"unable_to_verify_leaf_signature", NULL, "tls.incomplete-chain", 70, "the chain lacks an intermediate"},
    {"unable_to_verify_leaf_signature", NULL, "tls.inspection-untrusted", 65, ISSUER},
    {"certificate signed by unknown authority", NULL, "tls.inspection-untrusted", 85, ISSUER},
    {"unknownissuer",                 NULL,   "tls.inspection-untrusted", 80, ISSUER},
    {"unknownissuer",                 NULL,   "tls.runtime-own-roots", 70, "the client's own bundle lacks the root that the system has"},
    {"pkix path building failed",     NULL,   "tls.inspection-untrusted", 75, ISSUER},
    {"pkix path building failed",     NULL,   "tls.runtime-own-roots", 80, "Java has its own store: import the root there, or use the system's"},
    {"err_cert_authority_invalid",    NULL,   "tls.inspection-untrusted", 80, ISSUER},
    {"curl: (60)",                    NULL,   "tls.inspection-untrusted", 60, ISSUER},
    {"certificate_verify_failed",     NULL,   "tls.inspection-untrusted", 40, ISSUER},
    {"certificate_verify_failed",     NULL,   "tls.runtime-own-roots", 35, "the client's own bundle lacks the root that the system has"},
    {"missing authority key identifier", NULL, "tls.inspection-untrusted", 80, "Python 3.13 refuses roots that others accept: ask for a root with a key identifier"},
    {"not marked critical",           NULL,   "tls.inspection-untrusted", 80, "Python 3.13 refuses roots that others accept: Basic Constraints must be critical"},
    {"does not include key usage",    NULL,   "tls.inspection-untrusted", 80, "Python 3.13 refuses roots that others accept: the root lacks Key Usage"},
    {"not yet valid",                 NULL,   "tls.clock-skew",      90, "the certificate lies in the future: this clock is behind"},
    {"certificate has expired",       NULL,   "tls.expired",         75, "the certificate's time is over"},
    {"certificate has expired",       NULL,   "tls.clock-skew",      70, "or this clock is ahead"},
    {"cert_has_expired",              NULL,   "tls.expired",         75, "the certificate's time is over"},
    {"cert_has_expired",              NULL,   "tls.clock-skew",      70, "or this clock is ahead"},
    {"err_cert_date_invalid",         NULL,   "tls.clock-skew",      80, "dates do not fit: most often this clock"},
    {"hostname mismatch",             NULL,   "tls.name-mismatch",   85, "the certificate is another host's"},
    {"doesn't match",                 "hostname", "tls.name-mismatch", 80, "the certificate is another host's"},
    {"err_tls_cert_altname_invalid",  NULL,   "tls.name-mismatch",   90, "the certificate is another host's"},
    {"no alternative certificate subject name", NULL, "tls.name-mismatch", 90, "the certificate is another host's"},
    {"certificate is valid for",      NULL,   "tls.name-mismatch",   85, "the certificate is another host's"},
    {"err_cert_common_name_invalid",  NULL,   "tls.name-mismatch",   85, "the certificate is another host's"},
    {"err_tls_cert_altname_invalid",  NULL,   "dns.forged-answer",   50, "or the name was resolved to a stranger's address"},
    {"suitable tls ca certificate bundle", NULL, "tls.ca-variable-broken", 110, "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names a file that is not there"},
    {"curl: (77)",                    NULL,   "tls.ca-variable-broken", 95, "a CA variable names a file that curl cannot use"},
    {"error setting certificate",     NULL,   "tls.ca-variable-broken", 90, "a CA variable names a file that curl cannot use"},
    {"ignoring extra certs from",     NULL,   "tls.ca-variable-broken", 95, "NODE_EXTRA_CA_CERTS names a file that Node cannot use"},
    {"filenotfounderror: [errno 2]",  "ssl",  "tls.ca-variable-broken", 85, "SSL_CERT_FILE names a file that is not there"},
    {"filenotfounderror: [errno 2]",  "httpx", "tls.ca-variable-broken", 80, "SSL_CERT_FILE names a file that is not there"},
    {"no_certificate_or_crl_found",   NULL,   "tls.ca-variable-broken", 95, "SSL_CERT_FILE names a file without certificates"},

    // Names, connections.
    {"resolving timed out", NULL, "dns.timeout", 130, "the resolver is silent"},
    {"resolving timed out", NULL, "dns.resolver-down", 100, "or no name resolves at all"},
    {"cannot connect to host", NULL, "tcp.refused", 45, REFUSED},
    {"connect call failed", NULL, "proxy.ignored-by-client", 50, "aiohttp goes direct unless the session has trust_env=True"},
    {"connect call failed", NULL, "tcp.refused", 45, REFUSED},
    {"before secure tls connection", NULL, "tls.reset", 85, RESET},
    {"server disconnected without sending", NULL, "tls.reset", 45, RESET},
    {"server disconnected without sending", NULL, "http.upload-blocked", 40, "or a large body was cut on the way"},
    {"\": eof\n", NULL, "tls.reset", 60, RESET},
    {"tls handshake timeout", NULL, "tls.silent", 80, "the TLS greeting is never answered"},
    {"tls handshake timeout", NULL, "tcp.mtu-blackhole", 50, "or packets of full size are lost on the way"},
    {"ssl connection timeout", NULL, "tls.silent", 130, "the TLS greeting is never answered"},
    {"ssl connection timeout", NULL, "tcp.mtu-blackhole", 90, "or packets of full size are lost on the way"},
    {"opentimeout", NULL, "tcp.filtered", 65, SILENT},
    {"opentimeout", NULL, "proxy.needed-not-set", 55, SILENT},
    {"curl: (16)", NULL, "tls.reset", 40, "the answer or the request is cut on the way"},
    {"curl: (18)", NULL, "tls.reset", 40, "the answer or the request is cut on the way"},
    {"curl: (55)", NULL, "tls.reset", 45, "the answer or the request is cut on the way"},
    {"curl: (92)", NULL, "tls.reset", 40, "the answer or the request is cut on the way"},
    {"curl: (55)", NULL, "http.upload-blocked", 40, "or a large body was cut on the way"},
    {"curl: (92)", NULL, "http.upload-blocked", 35, "or a large body was cut on the way"},
    {"enotfound",                     NULL,   "dns.nxdomain",        60, NAME},
    {"enotfound",                     NULL,   "proxy.ignored-by-client", 45, "Node asks for the name itself when it does not use the proxy"},
    {"name or service not known",     NULL,   "dns.nxdomain",        60, NAME},
    {"nodename nor servname",         NULL,   "dns.nxdomain",        60, NAME},
    {"could not resolve host",        NULL,   "dns.nxdomain",        60, NAME},
    {"no such host",                  NULL,   "dns.nxdomain",        55, NAME},
    {"unknownhostexception",          NULL,   "dns.nxdomain",        60, NAME},
    {"err_name_not_resolved",         NULL,   "dns.nxdomain",        60, NAME},
    {"curl: (6)",                     NULL,   "dns.nxdomain",        30, NAME},
    {"curl: (6)",                     NULL,   "dns.resolver-down",   25, "or no name resolves at all"},
    {"enotfound",                     NULL,   "dns.resolver-down",   50, "or no name resolves at all"},
    {"could not resolve host",        NULL,   "dns.resolver-down",   50, "or no name resolves at all"},
    {"name or service not known",     NULL,   "dns.resolver-down",   50, "or no name resolves at all"},
    {"eai_again",                     NULL,   "dns.resolver-down",   80, "the resolver does not answer (containers, VPN)"},
    {"temporary failure in name resolution", NULL, "dns.resolver-down", 80, "the resolver does not answer (containers, VPN)"},
    {"eai_again",                     NULL,   "dns.timeout",         50, "the resolver is silent"},
    {"econnrefused",                  NULL,   "proxy.dead-listener", 55, REFUSED},
    {"econnrefused",                  NULL,   "tcp.refused",         50, REFUSED},
    {"connection refused",            NULL,   "proxy.dead-listener", 55, REFUSED},
    {"connection refused",            NULL,   "tcp.refused",         50, REFUSED},
    {"connection refused",            "localhost", "url.loopback",   70, "the call goes to this machine"},
    {"connection refused",            "127.0.0.1", "url.loopback",   60, "the call goes to this machine"},
    {"econnrefused",                  "127.0.0.1", "url.loopback",   60, "the call goes to this machine"},
    {"econnrefused",                  "::1",  "url.loopback",        60, "the call goes to this machine"},
    {"10061",                         NULL,   "proxy.dead-listener", 60, REFUSED},
    {"err_connection_refused",        NULL,   "tcp.refused",         60, REFUSED},
    {"curl: (7)",                     NULL,   "tcp.refused",         40, REFUSED},
    {"curl: (7)",                     NULL,   "proxy.dead-listener", 40, REFUSED},
    {"etimedout",                     NULL,   "tcp.filtered",        60, SILENT},
    {"etimedout",                     NULL,   "proxy.needed-not-set", 50, SILENT},
    {"aggregateerror [etimedout]",    NULL,   "tcp.broken-ipv6",     85, "Node gave each address only 250 ms"},
    {"und_err_connect_timeout",       NULL,   "tcp.filtered",        65, SILENT},
    {"und_err_connect_timeout",       NULL,   "proxy.ignored-by-client", 130, "Node goes direct unless NODE_USE_ENV_PROXY=1 is set"},
    {"connecttimeout",                NULL,   "tcp.filtered",        65, SILENT},
    {"connecttimeout",                NULL,   "proxy.needed-not-set", 55, SILENT},
    {"connection timed out",          NULL,   "tcp.filtered",        60, SILENT},
    {"connection timed out",          NULL,   "proxy.needed-not-set", 50, SILENT},
    {"connect timed out",             NULL,   "tcp.filtered",        60, SILENT},
    {"i/o timeout",                   NULL,   "tcp.filtered",        60, SILENT},
    {"err_connection_timed_out",      NULL,   "tcp.filtered",        60, SILENT},
    {"curl: (28)",                    NULL,   "tcp.filtered",        60, SILENT},
    {"curl: (28)",                    NULL,   "proxy.needed-not-set", 50, SILENT},
    {"network is unreachable",        NULL,   "net.offline",         60, "there is no route"},
    {"network is unreachable",        NULL,   "tcp.broken-ipv6",     50, "or none for IPv6"},
    {"enetunreach",                   NULL,   "tcp.broken-ipv6",     60, "there is no route for this family of addresses"},
    {"enetunreach",                   NULL,   "net.offline",         55, "or none at all"},
    {"ehostunreach",                  NULL,   "tcp.unreachable",     70, "a router says that the host cannot be reached"},
    {"no route to host",              NULL,   "tcp.unreachable",     70, "a router says that the host cannot be reached"},
    {"err_internet_disconnected",     NULL,   "net.offline",         95, "this machine is offline"},
    {"econnreset",                    NULL,   "tls.reset",           70, RESET},
    {"connection reset by peer",      NULL,   "tls.reset",           70, RESET},
    {"other side closed",             NULL,   "tls.reset",           60, RESET},
    {"socket hang up",                NULL,   "tls.reset",           60, RESET},
    {"err_connection_reset",          NULL,   "tls.reset",           70, RESET},
    {"eof occurred in violation",     NULL,   "tls.reset",           75, RESET},
    {"ssl_error_syscall",             NULL,   "tls.reset",           75, RESET},
    {"err_connection_closed",         NULL,   "tls.reset",           60, RESET},
    {"curl: (35)",                    NULL,   "tls.reset",           55, RESET},
    {"curl: (35)",                    NULL,   "tls.protocol",        45, "or no common TLS version"},
    {"curl: (56)",                    NULL,   "tls.reset",           40, RESET},
    {"curl: (56)",                    NULL,   "proxy.refuses-tunnel", 35, "curl 7.88 ends so when a proxy refuses"},
    {"econnreset",                    NULL,   "http.upload-blocked", 35, "or a large body was cut on the way"},
    {"handshake_failure",             NULL,   "tls.protocol",        80, "no common TLS version or cipher"},
    {"unsupported_protocol",          NULL,   "tls.protocol",        80, "no common TLS version"},

    // Timeouts.
    {"operation timed out after", NULL, "timeout.client-too-short", 130, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"operation timed out", NULL, "timeout.client-too-short", 45, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"operation timed out", NULL, "tcp.filtered", 40, "or the connection was never answered"},
    {"timeout of ", "exceeded", "timeout.client-too-short", 70, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"read timed out", NULL, "timeout.client-too-short", 70, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"context deadline exceeded", NULL, "timeout.client-too-short", 60, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"context deadline exceeded", NULL, "tcp.filtered", 45, "or the connection was never answered"},
    {"timeouterror", NULL, "timeout.client-too-short", 40, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"timeouterror", NULL, "tcp.filtered", 35, "or the connection was never answered"},
    {"request timed out",             NULL,   "timeout.client-too-short", 60, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"apitimeouterror",               NULL,   "timeout.client-too-short", 50, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"apitimeouterror",               NULL,   "tcp.filtered",        40, "or the connection was never answered"},
    {"readtimeout",                   NULL,   "timeout.client-too-short", 70, "the client gave up; the vendor advises 60 s, up to 180 s for reasoning models"},
    {"und_err_headers_timeout",       NULL,   "timeout.client-too-short", 80, "Node's fetch waits 300 s for the first byte"},
    {"und_err_body_timeout",          NULL,   "http.stream-buffered", 70, "nothing came for 300 s: something on the way keeps the stream back"},
    {"function_invocation_timeout",   NULL,   "timeout.serverless-limit", 95, "the host's limit for functions is shorter than the answer"},
    {"task timed out after",          NULL,   "timeout.serverless-limit", 95, "the host's limit for functions is shorter than the answer"},

    // Who answered.
    {"you have been blocked", NULL, "http.edge-challenge", 90, "a CDN's ban page"},
    {"billing configuration is being validated", NULL, "api.gateway-error", 110, "an internal state of the gateway, by public accounts: look at Status; neither key nor balance"},
    {"just a moment",                 NULL,   "http.edge-challenge", 85, "a CDN's challenge for browsers"},
    {"attention required! | cloudflare", NULL, "http.edge-challenge", 90, "a CDN's challenge for browsers"},
    {"error code: 1010",              NULL,   "http.edge-user-agent", 90, "the edge refuses this library's User-Agent"},
    {"error 1020",                    NULL,   "http.edge-challenge", 80, "the edge bans this address or pattern"},
    {"authenticationerror",           NULL,   "api.invalid-key",     40, "the key arrived and was refused"},

    // Words that SDKs wrap everything in.
    {"error sending request for url", NULL, "proxy.unreachable", 18, VAGUE},
    {"error sending request for url", NULL, "tls.inspection-untrusted", 17, VAGUE},
    {"error sending request for url", NULL, "tcp.filtered", 16, VAGUE},
    {": network error", NULL, "key.in-browser-bundle", 20, "in a browser: the call is refused by CORS or a blocker, and everybody can read the key"},
    {": network error", NULL, "tcp.filtered", 16, VAGUE},
    {"apiconnectionerror",            NULL,   "key.whitespace",      20, VAGUE},
    {"connection error.",             NULL,   "key.whitespace",      20, VAGUE},
    {"connection error.",             NULL,   "url.empty-variable",  19, VAGUE},
    {"connection error.",             NULL,   "proxy.unreachable",   18, VAGUE},
    {"connection error.",             NULL,   "tls.inspection-untrusted", 17, VAGUE},
    {"connection error.",             NULL,   "tcp.filtered",        16, VAGUE},
    {"fetch failed",                  NULL,   "proxy.ignored-by-client", 25, "Node's fetch goes direct unless NODE_USE_ENV_PROXY=1 is set; its error.cause says more"},
    {"fetch failed",                  NULL,   "tls.runtime-own-roots", 18, "Node has its own roots; its error.cause says more"},
    {"fetch failed",                  NULL,   "tcp.filtered",        16, "error.cause says which step failed"},
    {"err_connection",                NULL,   "net.offline",         10, "the browser could not connect"},
};
// clang-format on

static bool in_word(char c)
{
    return byte_is_alnum(c) || c == '_';
}

// The needle stands in the text, and not inside a longer word: ModuleNotFoundError is no ENOTFOUND,
// token_rate_limit_exceeded no rate_limit_exceeded.
static bool stands(struct str text, const char *needle)
{
    struct str want = str_of(needle);
    bool word = in_word(needle[0]);
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
    while (i < all->n && !str_eq(all->items[i].match.id, str_of(row->id)))
        i++;
    if (i == all->n) {
        struct tally *t = arena_push(all, a);
        t->match.id = str_of(row->id);
        t->match.rule = rule_find(t->match.id);
    }
    struct tally *t = &all->items[i];
    t->match.score += row->points;
    if (row->points > t->best) {
        t->best = row->points;
        t->match.reason = str_of(row->reason);
    }
}

static void count_rows(struct tallies *all, struct str text, const struct row *list, size_t n,
                       struct arena *a)
{
    for (size_t i = 0; i < n; i++)
        if (stands(text, list[i].text) && (!list[i].also || str_has(text, str_of(list[i].also))))
            count_row(all, &list[i], a);
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
    // An end of line behind the last word: some rows ask whether anything follows.
    text = str_join(symptom_statuses(text, a), STR("\n"), a);
    count_rows(&all, text, code_rows, sizeof code_rows / sizeof *code_rows, a);
    if (all.n == 0)
        count_rows(&all, text, status_rows, sizeof status_rows / sizeof *status_rows, a);
    count_rows(&all, text, rows, sizeof rows / sizeof *rows, a);
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
