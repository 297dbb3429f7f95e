// SPDX-License-Identifier: MIT
// Private to clients/: what the members of a family differ in. A client is a row of these
// parameters (clients/table.c); the code that reads them is shared.
#ifndef NEXOENV_CLIENTS_FAMILY_H
#define NEXOENV_CLIENTS_FAMILY_H

#include "clients/address.h"
#include "clients/blanks.h"
#include "clients/client.h"
#include "clients/idna.h"
#include "clients/redirect.h"

// The URL that is called, as every client's own parser agrees on it.
struct target {
    struct str scheme;      // "https", "http"; else the text's own
    struct str host;        // lower case, without brackets
    struct str host_short;  // IPv6 not written in its shortest form: that form
    struct str netloc;      // host[:port] as written, lower case, brackets kept
    struct str host_port;   // "host:port", without brackets, always with the port in use
    struct str login;       // what stands in front of '@'; absent: nothing
    struct str path;        // as written, without a slash at its end
    struct address address; // family 0 for a name
    uint32_t port;          // effective
    struct str port_words;  // as written, else the scheme's own
    bool port_written, https, known;
    bool localhost; // written so, in lower case
};

struct target target_parse(struct str url, struct arena *a);

// --- which variable -------------------------------------------------------------------------

enum pick_how {
    PICK_BY_NAMES = 1, // the names below
    PICK_BY_PYTHON, // urllib's table: any case, an empty lower-case name deletes (clients.md 12.2)
    PICK_BY_GUZZLE, // upper case first, then libcurl's own look-up
};

enum cgi_guard {
    CGI_NONE,
    CGI_GO,     // REQUEST_METHOD and a proxy for http: an error
    CGI_HTTP,   // REQUEST_METHOD: the variables for http are not read
    CGI_ALL,    // REQUEST_METHOD: no proxy at all
    CGI_RUBY,   // REQUEST_METHOD: upper case not read, CGI_HTTP_PROXY is
    CGI_DOTNET, // GATEWAY_INTERFACE: HTTP_PROXY not read
};

// Names: in a group ("a|A") the first that exists counts, even when empty; an empty group passes
// to the next (";"). So "a;A" is "the first that is not empty".
struct pick_rule {
    enum pick_how how;
    char https[132], http[128];
    enum cgi_guard cgi;
    bool all; // PICK_BY_PYTHON: also the table's "all"
};

// Which rule a row takes. Rows name their parts by number and no part holds a pointer
// (clients/parts.c).
enum pick {
    PICK_NOTHING, // reads no proxy variable
    PICK_CURL,
    PICK_GIT,
    PICK_WGET,
    PICK_URLLIB,
    PICK_PYTHON_ALL,
    PICK_UNDICI,
    PICK_NODE_HTTP,
    PICK_FROM_ENV,
    PICK_FROM_ENV_1,
    PICK_GLOBAL_AGENT,
    PICK_DENO,
    PICK_GO,
    PICK_HYPER,
    PICK_REQWEST,
    PICK_RUBY,
    PICK_FARADAY,
    PICK_GUZZLE,
    PICK_DOTNET,
};
extern const struct pick_rule pick_parts[];

struct choice { // a variable that was picked
    struct str name, value;
};

// --- the list of exceptions -----------------------------------------------------------------

enum {
    LIST_STAR_WHOLE = 1 << 0,    // the whole value "*": everything
    LIST_STAR_ENTRY = 1 << 1,    // "*" as one entry: everything
    LIST_TRIM = 1 << 2,          // blanks around an entry do not count
    LIST_TRIM_FRONT = 1 << 3,    // blanks behind a comma do not count (wget)
    LIST_CASE = 1 << 4,          // upper case in an entry never matches
    LIST_PORT = 1 << 5,          // "x:443" counts when the port in use is 443
    LIST_PORT_TEXT = 1 << 6,     // entries are also compared with "host:port"
    LIST_DOT_SELF = 1 << 7,      // ".x" means x too
    LIST_DOTS = 1 << 8,          // all leading dots are dropped
    LIST_SUB = 1 << 9,           // "x" means its sub-domains too
    LIST_STARDOT = 1 << 10,      // "*.x": the sub-domains of x
    LIST_STAR_ANY = 1 << 11,     // "*x": any host that ends in x
    LIST_TAIL_DOTS = 1 << 12,    // a dot at the end does not count, on either side
    LIST_BRACKETS = 1 << 13,     // an IPv6 host is compared with its brackets
    LIST_BRACKETS_ANY = 1 << 14, // ... with and without
    LIST_CIDR = 1 << 15,         // address/bits
    LIST_CIDR_ZERO = 1 << 16,    // "/0" is the address itself (curl)
    LIST_IP_NUMBER = 1 << 17,    // addresses are compared as numbers
    LIST_IP_APART = 1 << 18,     // names never match addresses
    LIST_V6_TEXT = 1 << 19,    // IPv6 hosts are compared as names, written short (curl before 8.18)
    LIST_COMMA_ENDS = 1 << 20, // after an entry only a comma goes on (curl from 8.9)
    LIST_LOOPBACK = 1 << 21,   // localhost and loopback literals are never proxied (Go)
    LIST_PORT_LITERAL = 1 << 22, // "x:port": the text must be the port's own (Go)
    LIST_RANGE = 1 << 23,        // a.b.c.d-e.f.g.h (node http)
    LIST_NO_BORDER = 1 << 24,    // ".x" is a plain suffix "x" (node http 22)
    LIST_PORT_ALWAYS = 1 << 25,  // "host:port" is the effective port, not what is written
    LIST_PORT_ANY6 =
        1 << 26, // "x:1" splits at the last colon, IPv6 or not (undici, proxy-from-env)
    LIST_ENDS_TEXT = 1 << 27,    // a name counts when the host just ends with it (requests 2.28)
    LIST_STARDOT_SELF = 1 << 28, // "*.x": x too
    LIST_V4_MAPPED = 1 << 29,    // ::ffff:10.1.2.3 is 10.1.2.3
    LIST_STAR_NAMES = 1 << 30,   // "*" stands among the names: an address is never meant
};

enum list_how { LIST_GENERIC = 1, LIST_REQUESTS, LIST_HTTPX, LIST_RUBY, LIST_AXIOS };

enum exceptions {
    EXCEPT_NOTHING,
    EXCEPT_CURL_8_18,
    EXCEPT_CURL_8_9,
    EXCEPT_CURL_7,
    EXCEPT_GIT,
    EXCEPT_WGET,
    EXCEPT_URLLIB,
    EXCEPT_AIOHTTP,
    EXCEPT_REQUESTS,
    EXCEPT_REQUESTS_2,
    EXCEPT_HTTPX,
    EXCEPT_UNDICI_6,
    EXCEPT_UNDICI_7,
    EXCEPT_UNDICI_8,
    EXCEPT_NODE_HTTP,
    EXCEPT_NODE_HTTP_22,
    EXCEPT_FROM_ENV,
    EXCEPT_AXIOS,
    EXCEPT_GLOBAL_AGENT,
    EXCEPT_BUN,
    EXCEPT_HYPER,
    EXCEPT_DENO,
    EXCEPT_GO,
    EXCEPT_GO_1_19,
    EXCEPT_RUBY,
    EXCEPT_DOTNET,
};

struct list_rule {
    enum list_how how;
    char names[24];     // as in pick_rule; empty for PICK_BY_PYTHON tables ("no")
    char separators[8]; // bytes between entries
    uint32_t flags;
    enum exceptions also; // asked besides: either of the two
    enum blanks blanks;   // what counts as white space beyond ASCII
    enum names host;      // how the URL's host is spelt against it
};
extern const struct list_rule list_parts[];

// --- reading the value ----------------------------------------------------------------------

enum value_fate {
    FATE_OK,
    FATE_ERROR,  // the call fails; `error` in the client's words
    FATE_UNSET,  // treated as if the variable were not there: the next candidate
    FATE_DIRECT, // goes direct without a word
};

struct proxy_read {
    enum value_fate fate;
    struct str scheme, host;
    uint32_t port;
    bool login;
    struct str error;
};

struct reading {
    struct str name, text;
    const struct target *target;
    const struct rules *rules;
    const struct world *world;
    struct version version;
    struct arena *a;
};

typedef struct proxy_read (*proxy_reader)(const struct reading *);

enum reader {
    READ_NOTHING,
    READ_CURL,
    READ_GIT,
    READ_WGET,
    READ_URLLIB,
    READ_URLLIB3,
    READ_HTTPX,
    READ_YARL,
    READ_UNDICI,
    READ_NODE_HTTP,
    READ_PROXY_FROM_ENV,
    READ_BUN,
    READ_GO,
    READ_HYPER,
    READ_DENO,
    READ_REQWEST,
    READ_RUBY,
    READ_DOTNET,
};

// One reader per URL parser that a client uses; differences inside are `form` of struct rules.
struct proxy_read read_curl(const struct reading *r);
struct proxy_read read_git(const struct reading *r);
struct proxy_read read_wget(const struct reading *r);
struct proxy_read read_urllib(const struct reading *r);
struct proxy_read read_urllib3(const struct reading *r);
struct proxy_read read_httpx(const struct reading *r);
struct proxy_read read_yarl(const struct reading *r);
struct proxy_read read_undici(const struct reading *r);
struct proxy_read read_node_http(const struct reading *r);
struct proxy_read read_proxy_from_env(const struct reading *r);
struct proxy_read read_bun(const struct reading *r);
struct proxy_read read_go(const struct reading *r);
struct proxy_read read_hyper(const struct reading *r);
struct proxy_read read_deno(const struct reading *r);
struct proxy_read read_reqwest(const struct reading *r);
struct proxy_read read_ruby(const struct reading *r);
struct proxy_read read_dotnet(const struct reading *r);

enum {                           // struct rules.form
    FORM_PORT_1080 = 1 << 0,     // curl before 8.21: no port means 1080, whatever the scheme
    FORM_SHORT_TEXT = 1 << 1,    // curl before 8: the message does not say what is wrong
    FORM_PHP = 1 << 2,           // the message comes without "curl: (5)"
    FORM_SOCKS = 1 << 3,         // undici 7: socks5 and socks, names sent to the proxy
    FORM_NO_IP_TLS = 1 << 4,     // Node 26: no TLS to a proxy given by address
    FORM_SCHEME_ASSERT = 1 << 5, // axios 1.6: follow-redirects insists on http and https
    FORM_ANY_SCHEME = 1 << 6,    // axios 1.21: speaks HTTP to whatever it is
    FORM_AGENTS = 1 << 7,        // proxy-agent: http, https and all five SOCKS
    FORM_FETCH_FIRST = 1 << 8,   // Node: the set-up of fetch reads every variable at start
    FORM_HTTPX2 = 1 << 9,        // names in messages
    FORM_CURL_HOST = 1 << 10,    // git: the value has lost its scheme
    FORM_GO_119 = 1 << 11,
    FORM_SOCKS5H_UNKNOWN = 1 << 12, // httpx before 0.26: socks5h is not known
    FORM_HTTPX_OLD = 1 << 14,       // httpx before 0.24: RFC 3986 by the letter, and silence
    FORM_HOST_NEEDED = 1 << 16,     // Faraday: a proxy without a host is none
    FORM_YARL_OLD = 1 << 17,        // aiohttp before 3.10: a port is digits and nothing else
    FORM_PORT_FIVE = 1 << 18,       // urllib3 before 1.26.13: five digits at most, noughts or not
    FORM_LOADS_HTTPS = 1 << 15,     // Node: node:https is loaded, which reads its variable too
    FORM_TUNNEL_NEVER = 1 << 13,    // absolute-form for https too (axios before 1.7)
};

// --- trust ----------------------------------------------------------------------------------

enum trust_how {
    TRUST_LIKE_CURL,    // CURL_CA_BUNDLE, SSL_CERT_DIR, SSL_CERT_FILE
    TRUST_LIKE_LIBCURL, // libcurl alone reads nothing
    TRUST_LIKE_GIT,
    TRUST_LIKE_OPENSSL, // SSL_CERT_FILE, SSL_CERT_DIR as OpenSSL reads them
    TRUST_LIKE_REQUESTS,
    TRUST_LIKE_HTTPX,
    TRUST_LIKE_HTTPX2,
    TRUST_LIKE_NODE,
    TRUST_LIKE_BUN,
    TRUST_LIKE_DENO,
    TRUST_LIKE_GO,
    TRUST_LIKE_WGET,
    TRUST_LIKE_JAVA,
    TRUST_LIKE_LITELLM,
};

enum {                          // struct rules.trust_flags
    TRUST_ONLY_DIR = 1 << 0,    // curl 7.88: file and directory given: the directory alone
    TRUST_SYSTEM_FILE = 1 << 1, // Debian's requests: certifi is the system's bundle
    TRUST_NODE_SYSTEM = 1 << 2, // knows NODE_USE_SYSTEM_CA
    TRUST_NODE_OPTION = 1 << 3, // knows --use-system-ca in NODE_OPTIONS
    TRUST_OLD_WORDS = 1 << 4,   // curl 7: "error setting certificate file"
    TRUST_LOOKS_FIRST = 1 << 5, // a name that leads nowhere is passed over
    TRUST_VERIFIES = 1 << 6,    // NODE_TLS_REJECT_UNAUTHORIZED does not reach it
};

// --- SDKs -----------------------------------------------------------------------------------

enum sdk_how {
    SDK_PYTHON = 1, // no trimming; httpx judges URL and header
    SDK_NODE,       // trims both ends; new URL() and Headers judge
    SDK_GO,         // no trimming; net/url judges
    SDK_VERCEL,     // no trimming; an empty base URL counts
};

enum { // struct sdk_rule.flags
    SDK_EMPTY_KEY_SENT =
        1 << 0, // "" is sent: openai-python 1 without header, openai-node 4 "Bearer"
    SDK_HTTPX2 = 1 << 1,
    SDK_ANTHROPIC = 1 << 2,
    SDK_NODE_FETCH2 = 1 << 3, // openai-node 4 on node-fetch 2: its own words and headers
    SDK_X_API_KEY = 1 << 4,   // the key goes out as x-api-key
    SDK_ADMIN_KEY = 1 << 5,   // OPENAI_ADMIN_KEY satisfies the constructor
    SDK_CUSTOM_HEADERS = 1 << 6,
    SDK_DEFAULT_ALWAYS = 1 << 7, // LlamaIndex: its own default hides OPENAI_BASE_URL
    SDK_QUERY_AGAIN = 1 << 8,    // a query in the base is taken apart and written anew
};

enum sdk {
    SDK_NONE,
    SDK_OPENAI_PY_1,
    SDK_OPENAI_PY_2,
    SDK_OPENAI_PY_3,
    SDK_OPENAI_JS_4,
    SDK_OPENAI_JS_5,
    SDK_OPENAI_JS_6_28,
    SDK_OPENAI_JS_6_35,
    SDK_OPENAI_JS_6,
    SDK_ANTHROPIC_PY,
    SDK_ANTHROPIC_JS,
    SDK_LANGCHAIN_PY,
    SDK_LANGCHAIN_JS,
    SDK_LLAMAINDEX,
    SDK_LITELLM,
    SDK_VERCEL_AI,
    SDK_OPENAI_GO,
};

struct sdk_rule {
    enum sdk_how how;
    char key[20];  // "OPENAI_API_KEY"
    char base[36]; // names in order; ';' between
    char base_default[28];
    char words[208]; // for a missing key, in the client's words; empty: it says nothing
    uint32_t flags;
};
extern const struct sdk_rule sdk_parts[];

// --- a row ----------------------------------------------------------------------------------

enum gate {
    GATE_OPEN,
    GATE_SHUT,          // reads no proxy variable, whatever is set
    GATE_NODE,          // only with Node's switch
    GATE_OWN_THEN_NODE, // axios 1.6: its own rule, and its connections go through Node's agent
    GATE_NODE_ELSE_OWN, // axios: its own rule, or Node's when the switch is on
    GATE_JAVA,          // system properties
};

enum url_login { // user:password@ in the URL that is called
    LOGIN_FINE,
    LOGIN_REFUSED, // fetch builds no request
    LOGIN_CLASHES, // with an Authorization header (aiohttp)
    LOGIN_IN_HOST, // is part of the host's name (urllib)
};

enum wide_host { // letters beyond ASCII in the host that is called
    WIDE_FINE,
    WIDE_REFUSED,  // no URL at all (Ruby)
    WIDE_NO_PROXY, // cannot be said to a proxy (urllib)
    WIDE_UNKNOWN,  // goes to the resolver as it is (PHP's streams)
};

// --- the URL that is called, where no SDK stands in front (clients/plain.c) ------------------

enum url_how { URL_BY_LETTERS, URL_AS_BROWSER, URL_AS_HTTPX };

enum {                            // struct url_rule.takes
    URL_TAKES_LEAD = 1 << 0,      // blanks and control characters in front do not count
    URL_TAKES_BLANK = 1 << 1,     // a blank in the path is escaped
    URL_TAKES_CONTROL = 1 << 2,   // a control character in the path too, or it is dropped
    URL_TAKES_ONE_SLASH = 1 << 3, // https:/host
    URL_TAKES_THREE = 1 << 4,     // https:///host
    URL_TAKES_BACKSLASH = 1 << 5, // ends the host
    URL_GUESSES_HTTP = 1 << 6,    // host/path: http:// in front
    URL_NEEDS_SLASHES = 1 << 7,   // URL_AS_BROWSER, but "//" must stand behind the scheme (axios)
    URL_REFUSES_LF = 1 << 8,      // the one control character that is not taken (java.net.URL)
    URL_BY_THE_BOOK = 1 << 9, // RFC 2396: no quotes, braces, odd "%"; hosts of LDH (java.net.URI)
};

enum url_fault_kind {
    URL_DAMAGED,
    URL_HAS_NO_SCHEME,
    URL_OTHER_SCHEME,
    URL_HAS_NO_HOST,
    URL_FAULTS
};

enum url_judge {
    URL_AS_IT_IS,
    URL_CURL,
    URL_GIT,
    URL_PHP_CURL,
    URL_GUZZLE,
    URL_WGET,
    URL_URLLIB,
    URL_REQUESTS,
    URL_AIOHTTP,
    URL_HTTPX,
    URL_HTTPX_OLD,
    URL_FETCH,
    URL_NODE,
    URL_AXIOS,
    URL_AXIOS_OLD,
    URL_BUN,
    URL_DENO,
    URL_GO,
    URL_RUBY,
    URL_JAVA,
    URL_JAVA_NET,
    URL_PHP_STREAM,
};

struct url_rule {
    enum url_how how;
    uint32_t takes;
    char words[URL_FAULTS][100]; // what the client says, short of the URL itself
};
extern const struct url_rule url_parts[];

// Rows of other clients that a row leads to.
enum way {
    WAY_NONE,
    WAY_FETCH, // fetch of this Node
    WAY_HTTP,  // node:http of this Node
    WAY_HTTPX, // the httpx beneath
    WAY_RUBY,  // Net::HTTP
};

// What becomes of a header value that the code builds from the key (JavaScript's families; measured).
enum header_how {
    HEADER_BY_LANGUAGE,
    HEADER_FETCH,   // white space of HTTP goes from the ends; beyond Latin-1, or a control: refused
    HEADER_BUN,     // the same, in other words
    HEADER_DENO,    // the same again
    HEADER_HTTP,    // node:http and what sits on it: any control or wide character is refused
    HEADER_UNDICI,  // as node:http, in other words
    HEADER_CLEANED, // axios since 1.15.1: what a header may not hold is left out
};

// From version `since` on (and, for libraries on a runtime, from that `runtime` on).
struct rules {
    struct version since, runtime;
    enum gate gate;
    enum url_judge url;
    enum url_login login;
    enum wide_host wide_host;
    enum pick pick;
    enum exceptions list;
    enum reader read;
    enum header_how header;
    uint32_t form;
    bool value_first; // the value is parsed before the list is looked at
    bool check_all;   // every variable of the table is parsed at construction
    enum trust_how trust;
    uint32_t trust_flags;
    enum sdk sdk;
    bool netrc_replaces, netrc_raises;
    bool netrc_filled; // an entry without any text counts for none (requests 2.34)
    enum redirects redirects;
    bool waits_ipv6;
    double timeout_s, connect_s;
    int retries;
    bool starts_over;       // a proxy of another scheme is called by the rules for that (urllib)
    bool ipv6_direct_error; // axios 1.6 asks the resolver for "[::1]"
    bool ipv6_fails;        // a dead IPv6 address ends the call
    bool ipv6_error;        // Faraday cannot build the URL of an IPv6 host
    bool port_dropped;      // Faraday asks for the scheme's default port
    bool passes_proxies;    // an argument that httpx 0.28 dropped: the SDK cannot even be made
    char own_proxy[16];     // a variable of its own that beats all others (LangChain)
    char tool[8];           // settings of this tool beat variables: "curlrc", "wgetrc", "git"
    enum way node;          // the route is Node's, by its version
    enum way beneath;       // what is beneath adds its ways, by its version
    enum way then;          // asked when these say direct (Faraday: Net::HTTP itself)
};

static inline const struct pick_rule *pick_of(const struct rules *r) // NULL: reads no variable
{
    return r->pick ? &pick_parts[r->pick] : NULL;
}

static inline const struct list_rule *list_of(const struct rules *r) // NULL: has no exceptions
{
    return r->list ? &list_parts[r->list] : NULL;
}

static inline const struct sdk_rule *sdk_of(const struct rules *r) // NULL: no SDK
{
    return r->sdk ? &sdk_parts[r->sdk] : NULL;
}

static inline const struct url_rule *url_of(const struct rules *r) // NULL: taken as it is
{
    return r->url ? &url_parts[r->url] : NULL;
}

struct situation { // one prediction under way
    const struct client *client;
    const struct rules *rules;
    const struct world *world;
    const struct call *call;
    struct target target;
    struct prediction *p;
    struct arena *a;
};

// Parts of a prediction, in this order (clients/predict.c).
void predict_sdk(struct situation *s);
void predict_route(struct situation *s); // clients/route.c
void set_error(struct situation *s, struct str words, struct str from);
void predict_java(struct situation *s);
void predict_trust(struct situation *s);

// clients/pick.c
size_t pick_candidates(const struct situation *s, struct choice out[8]);
struct choice pick_first(const struct world *w, const char *names);
struct choice pick_python(const struct world *w, struct str scheme);
bool world_has(const struct world *w, const char *name);
struct str world_value(const struct world *w, const char *name); // absent: unset

// clients/bypass.c: is the target excepted? *by names the variable. *error: httpx chokes on it.
bool list_matches(const struct situation *s, struct str *by, struct str *error);
// clients/bypass_httpx.c
bool list_httpx(const struct situation *s, struct str list, struct str *error);
// clients/bypass_axios.c
bool list_axios(struct str list, const struct target *t, struct arena *a);
bool list_is_star(const struct situation *s); // httpx: an entry "*" discards everything
bool list_generic(const struct list_rule *rule, struct str list, const struct target *t);

// clients/node.c
bool node_switch_on(const struct situation *s);
bool node_crashes(struct situation *s, bool on); // sets the error
void node_looks_up(struct situation *s);         // direct, but to a name that nobody finds
// clients/node_options.c: where the option stands last in NODE_OPTIONS, from 1; 0: nowhere.
size_t node_option(const struct world *w, const char *option);
// What no Node takes there: its words, or the name of an option that none knows. Absent: nothing.
struct str node_options_fault(const struct world *w, struct version node, struct str *unknown,
                              struct arena *a);
bool node_option_known(struct version node, struct str name); // clients/node_known.c
// clients/node_values.c: does it take its value from the next word, and what is wrong with one
// (absent: it has none)? In Node's words; absent: nothing.
bool node_value_wanted(struct str name);
struct str node_value_fault(const struct world *w, struct version node, struct str name,
                            struct str value, struct arena *a);

// clients/tool.c. *off: the file says that there is no proxy.
struct choice tool_proxy(const struct situation *s, bool *off);
struct str tool_setting(const struct situation *s, const char *key); // absent: not set
struct str git_setting(const struct situation *s, const char *tail); // ".sslVerify": for this URL
void tool_stops(struct situation *s);                                // on a line of its own file

// Results, in short.
struct proxy_read proxy_ok(struct str scheme, struct str host, uint32_t port, bool login);
struct proxy_read proxy_error(struct str words);
struct proxy_read proxy_fate(enum value_fate fate);
// A host that no resolver can know ("DIRECT", "http"): one label, no port written.
bool host_is_nowhere(const struct world *w, struct str host);

#endif
