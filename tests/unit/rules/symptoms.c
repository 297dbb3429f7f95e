// SPDX-License-Identifier: MIT
// What people paste, as SDKs, curl and runtimes print it (clients.md 2, 5, 6, 7, 9).
#include "check.h"

#include "rules/symptoms.h"

struct row {
    const char *text, *first, *also; // the likeliest id; another that must be among the answers
};

// clang-format off
static const struct row rows[] = {
    {"openai.APIConnectionError: Connection error.\nhttpx.LocalProtocolError: Illegal header value b'Bearer sk-x\\r\\n'", "key.crlf", "key.whitespace"},
    {"openai.APIConnectionError: Connection error.\nhttpcore.LocalProtocolError: Illegal header value b'Bearer '", "loaded.unset", NULL},
    {"openai.APIConnectionError: Connection error.", "key.whitespace", "proxy.unreachable"},
    {"httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol.", "url.empty-variable", "url.malformed"},
    {"openai.OpenAIError: The api_key client option must be set either by passing api_key to the client or by setting the OPENAI_API_KEY environment variable", "loaded.unset", "loaded.not-exported"},
    {"OpenAIError: The OPENAI_API_KEY environment variable is missing or empty; either provide it", "loaded.unset", "loaded.dotenv-never-loaded"},
    {"KeyError: 'NEXOROUTER_API_KEY'", "loaded.unset", "loaded.not-exported"},
    {"UnicodeEncodeError: 'ascii' codec can't encode character '\\u201c' in position 7", "key.invisible-char", NULL},
    {"TypeError: Cannot convert argument to a ByteString because the character at index 7 has a value of 8220", "key.invisible-char", NULL},
    {"Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk-x. You can find your API key at https://platform.openai.com/account/api-keys.', 'code': 'invalid_api_key'}}", "url.unset-default-host", "api.invalid-key"},
    {"Incorrect API key provided: sk-x", "url.unset-default-host", "url.foreign-host"},
    {"ValueError: Unknown scheme for proxy URL URL('socks://127.0.0.1:1080/')", "proxy.socks-unsupported", NULL},
    {"ImportError: Using SOCKS proxy, but the 'socksio' package is not installed.", "proxy.socks-unsupported", NULL},
    {"TypeError: Client.__init__() got an unexpected keyword argument 'proxies'", "tool.sdk-httpx-proxies", NULL},
    {"TypeError: fetch failed\n  [cause]: Error: getaddrinfo ENOTFOUND api.nexorouter.com", "proxy.ignored-by-client", "dns.nxdomain"},
    {"TypeError: fetch failed", "proxy.ignored-by-client", "tls.runtime-own-roots"},
    {"TypeError: fetch failed\n cause: ConnectTimeoutError UND_ERR_CONNECT_TIMEOUT", "proxy.ignored-by-client", "tcp.filtered"},
    {"Error: self-signed certificate in certificate chain code: 'SELF_SIGNED_CERT_IN_CHAIN'", "tls.inspection-untrusted", "tls.runtime-own-roots"},
    {"ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)", "tls.inspection-untrusted", "tls.runtime-own-roots"},
    {"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid", "tls.clock-skew", NULL},
    {"FileNotFoundError: [Errno 2] No such file or directory\n  File ssl.py line 700, load_verify_locations", "tls.ca-variable-broken", NULL},
    {"OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /x.pem", "tls.ca-variable-broken", NULL},
    {"curl: (5) Unsupported proxy syntax in 'http://proxy:31x8'", "proxy.malformed", NULL},
    {"curl: (5) Could not resolve proxy: proxy.corp", "proxy.unresolvable", NULL},
    {"curl: (6) Could not resolve host: api.nexorouter.com", "dns.nxdomain", "dns.resolver-down"},
    {"curl: (7) Failed to connect to 127.0.0.1 port 7890 after 0 ms: Connection refused", "proxy.dead-listener", "url.loopback"},
    {"curl: (28) Connection timed out after 10001 milliseconds", "tcp.filtered", "proxy.needed-not-set"},
    {"curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to api.nexorouter.com:443", "tls.reset", NULL},
    {"curl: (35) error:0A00010B:SSL routines::wrong version number", "proxy.tls-to-plain-proxy", "tls.protocol"},
    {"curl: (56) CONNECT tunnel failed, response 407", "proxy.auth-required", NULL},
    {"curl: (56) CONNECT tunnel failed, response 403", "proxy.refuses-tunnel", NULL},
    {"curl: (60) SSL certificate problem: unable to get local issuer certificate", "tls.inspection-untrusted", "tls.incomplete-chain"},
    {"curl: (77) error setting certificate verify locations", "tls.ca-variable-broken", NULL},
    {"requests.exceptions.ProxyError: HTTPSConnectionPool: Max retries exceeded (Caused by ProxyError('Unable to connect to proxy', OSError('Tunnel connection failed: 407 Proxy Authentication Required')))", "proxy.auth-required", NULL},
    {"Get \"https://api.nexorouter.com/v1/models\": proxyconnect tcp: dial tcp 127.0.0.1:7890: connect: connection refused", "proxy.dead-listener", NULL},
    {"javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target", "tls.runtime-own-roots", "tls.inspection-untrusted"},
    {"AttributeError: 'str' object has no attribute 'choices'", "url.missing-v1", "url.website-host"},
    {"SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", "url.missing-v1", "http.not-the-gateway"},
    {"net::ERR_PROXY_CONNECTION_FAILED", "proxy.unreachable", NULL},
    {"net::ERR_CERT_AUTHORITY_INVALID", "tls.inspection-untrusted", NULL},
    {"AggregateError [ETIMEDOUT]:", "tcp.broken-ipv6", "tcp.filtered"},
    {"httpx.InvalidURL: Invalid port: ':1]'", "proxy.no-proxy-semantics", "proxy.malformed"},
    {"ValueError: Cannot combine AUTHORIZATION header with AUTH argument or credentials encoded in URL", "key.netrc-override", NULL},
    {"{\"error\":{\"code\":\"model_not_found\"}}", "api.model-not-found", "api.model-out-of-scope"},
    {"{\"error\":{\"code\":\"token_rate_limit_exceeded\"}}", "api.token-rate-limited", NULL},
    {"{\"error\":{\"code\":\"invalid_request\",\"message\":\"messages is empty\"}}", "api.invalid-request", NULL},
    {"POST https://api.nexorouter.com/v1/v1/chat/completions 404 Not Found", "url.double-v1", NULL},
    {"Get \"https://api.nexorouter.com/v1/models\": Forbidden", "proxy.refuses-tunnel", NULL},
    {"Get \"https://api.nexorouter.com/v1/models\": Bad Gateway", "proxy.cannot-reach", NULL},
    {"requests.exceptions.ProxyError: HTTPSConnectionPool: Max retries exceeded (Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden')))", "proxy.refuses-tunnel", "proxy.unreachable"},
    {"requests.exceptions.ProxyError: HTTPSConnectionPool: Max retries exceeded (Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 503 Service Unavailable')))", "proxy.cannot-reach", NULL},
    {"[cause]: Error: error sending request for url (https://x/v1): client error (Connect): invalid peer certificate: Expired", "tls.expired", "tls.clock-skew"},
    {"[cause]: Error: error sending request for url (https://x/v1): client error (Connect): invalid peer certificate: UnknownIssuer", "tls.inspection-untrusted", "tls.runtime-own-roots"},
    {"RequestError: getaddrinfo EAI_AGAIN x\n  code: 'EAI_AGAIN',\n retry: { errorCodes: [ 'ETIMEDOUT', 'ECONNRESET', 'ECONNREFUSED' ], statusCodes: [ 408, 429 ] }", "dns.resolver-down", "dns.timeout"},
    {"Timeout awaiting 'request' for 1000ms\n code: 'ETIMEDOUT'", "timeout.client-too-short", NULL},
    {"PHP Warning:  file_get_contents(api.nexorouter.com/v1/models): Failed to open stream: No such file or directory in x.php", "url.malformed", NULL},
    {"java.lang.IllegalArgumentException: Unexpected char 0x0d at 51 in Authorization value", "key.crlf", "key.whitespace"},
    {".env: line 3: $'\\r': command not found", "key.crlf", NULL},
    {"Error: It looks like you're running in a browser-like environment.", "key.in-browser-bundle", "loaded.bundler-prefix"},
    {"The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot", "tls.inspection-untrusted", NULL},
    {"dial tcp: lookup api.nexorouter.com on 10.0.0.2:53: read udp 10.0.0.5:4242->10.0.0.2:53: i/o timeout", "dns.timeout", "dns.resolver-down"},
    {"dial tcp: lookup api.nexorouter.com on 127.0.0.53:53: server misbehaving", "dns.servfail", "dns.resolver-down"},
    {"TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.", "timeout.client-too-short", NULL},
    {"AxiosError: Request failed with status code 404", "url.missing-v1", "api.model-not-found"},
    {"NotFoundError: 404 status code (no body)", "url.missing-v1", NULL},
    {"requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.nexorouter.com/v1/models", "api.invalid-key", NULL},
    {"requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://api.nexorouter.com/chat/completions", "url.missing-v1", NULL},
    {"urllib.error.HTTPError: HTTP Error 429: Too Many Requests", "api.rate-limited", "api.insufficient-quota"},
    {"Faraday::UnauthorizedError (the server responded with status 401)", "api.invalid-key", NULL},
    {"error, status code: 503, message: x", "api.upstream-unavailable", NULL},
    {"curl: (22) The requested URL returned error: 413", "api.request-too-large", "http.upload-blocked"},
    {"GuzzleHttp: cURL error 28: Operation timed out after 10001 milliseconds with 0 bytes received", "timeout.client-too-short", "tcp.filtered"},
    {"curl: (28) Resolving timed out after 5000 milliseconds", "dns.timeout", "dns.resolver-down"},
    {"curl: (28) SSL connection timeout", "tls.silent", "tcp.mtu-blackhole"},
    {"curl: (56) Received HTTP code 407 from proxy after CONNECT", "proxy.auth-required", NULL},
    {"curl: (56) Received HTTP code 403 from proxy after CONNECT", "proxy.refuses-tunnel", NULL},
    {"curl: (97) Received invalid version in initial SOCKS5 response.", "proxy.not-a-proxy", NULL},
    {"curl: (52) Empty reply from server", "url.plain-http", NULL},
    {"httpx.ProxyError: 403 Forbidden", "proxy.refuses-tunnel", NULL},
    {"FileNotFoundError: [Errno 2] No such file or directory", "tls.ca-variable-broken", NULL},
    {"aiohttp.client_exceptions.ContentTypeError: 200, message='Attempt to decode JSON with unexpected mimetype: text/html'", "url.missing-v1", "http.not-the-gateway"},
    {"TypeError: Failed to parse URL from undefined/chat/completions", "url.malformed", "loaded.dotenv-never-loaded"},
    {"Get \"https://x\": net/http: TLS handshake timeout", "tls.silent", NULL},
    {"http: server gave HTTP response to HTTPS client", "proxy.tls-to-plain-proxy", "tls.protocol"},
    {"Post \"https://x\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "timeout.client-too-short", NULL},
    {"reqwest::Error { kind: Builder, source: RelativeUrlWithoutBase }", "url.malformed", NULL},
    {"java.net.SocketTimeoutException: Read timed out", "timeout.client-too-short", NULL},
    {"javax.net.ssl.SSLException: Unsupported or unrecognized SSL message", "proxy.tls-to-plain-proxy", NULL},
    {"URI::InvalidURIError: bad URI(is not URI?): \"x y\"", "url.malformed", "proxy.malformed"},
    {"Error: Hostname/IP does not match certificate's altnames: Host: x. is not in the cert's altnames", "tls.name-mismatch", NULL},
    {"bash: NEXOROUTER_API_KEY: unbound variable", "loaded.unset", "loaded.dotenv-never-loaded"},
    {"Missing Authentication header", "loaded.unset", "url.redirect-drops-auth"},
    {"AxiosError: Network Error", "key.in-browser-bundle", NULL},
    {"AxiosError: timeout of 10000ms exceeded", "timeout.client-too-short", NULL},
    {"socket.gaierror: [Errno -3] Temporary failure in name resolution", "dns.resolver-down", NULL},
};
// clang-format on

static bool among(const struct symptom_matches *m, struct str id)
{
    for (size_t i = 0; i < m->n; i++)
        if (str_eq(m->items[i].id, id))
            return true;
    return false;
}

static unsigned wrongs;

static void wrong(const char *text, struct str got, const char *want)
{
    print_error("%s: got %.*s, wanted %s\n", text, STR_ARG(got), want);
    wrongs++;
}

static void points_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = arena_new(1 << 24);
        struct symptom_matches m = symptoms_read(str_of(rows[i].text), &a);
        if (m.n == 0 || !str_eq(m.items[0].id, str_of(rows[i].first)))
            wrong(rows[i].text, m.n ? m.items[0].id : STR("nothing"), rows[i].first);
        if (rows[i].also && !among(&m, str_of(rows[i].also)))
            wrong(rows[i].text, STR("answers without"), rows[i].also);
        arena_free(&a);
    }
    assert_int_equal(wrongs, 0);
}

// Every answer is a row of the catalogue, said once and with a reason.
static void answers_are_rules(void **state)
{
    (void)state;
    struct arena a = arena_new(1 << 26);
    struct buf all = buf_in(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        buf_fmt(&all, "%s\n", rows[i].text);
    struct symptom_matches m = symptoms_read(buf_str(&all), &a);
    assert_true(m.n > 0 && m.n <= 6);
    for (size_t i = 0; i < m.n; i++) {
        assert_non_null(m.items[i].rule);
        assert_true(m.items[i].reason.n > 0);
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(m.items[i].id, m.items[k].id));
    }
    arena_free(&a);
}

static void says_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "hello",
                                        "exit status 1",
                                        "ModuleNotFoundError: No module named 'openai'",
                                        "\"type\": \"invalid_request_error\"",
                                        "redis.exceptions.ConnectionError: Error 111 connecting to "
                                        "localhost:6379. Connection refused.",
                                        "psql: error: connection to server at \"localhost\" "
                                        "(127.0.0.1), port 5432 failed: Connection refused"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena a = arena_new(1 << 20);
        assert_int_equal(symptoms_read(str_of(texts[i]), &a).n, 0);
        arena_free(&a);
    }
}

// No text makes it slow: a megabyte of beginnings of every needle.
static void long_text(void **state)
{
    (void)state;
    struct arena a = arena_new(64 << 20);
    struct buf b = buf_in(&a);
    while (b.n < 2u << 20)
        buf_z(&b, "connection errocurl: (err_tlsself-signed certificate in certificate chai");
    assert_int_equal(symptoms_read(buf_str(&b), &a).n, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_to),
        cmocka_unit_test(answers_are_rules),
        cmocka_unit_test(says_nothing),
        cmocka_unit_test(long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
