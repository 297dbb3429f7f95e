// SPDX-License-Identifier: MIT
// What a client would do here: (variables, files, URL) -> route, trust, key, base URL, timeouts.
// Pure. The rules are clients.md 12, held by tests/vectors/clients; differences between clients of
// one family are parameters of one implementation, not copies.
#ifndef NEXOENV_CLIENTS_CLIENT_H
#define NEXOENV_CLIENTS_CLIENT_H

#include "base/str.h"
#include "model/snapshot.h"

// The world a client looks at. Values may be real or shapes (model/value.h): both parse the same.
struct world {
    const struct variables *vars;
    const struct settings *settings; // ~/.curlrc, git config ... already parsed; may be NULL
    const struct netrc *netrc;       // may be NULL
    const struct path_facts *paths;  // may be NULL: then every named file is taken to be usable
    struct {
        struct str host, address;
    } const *resolved; // what names resolve to, where known
    size_t resolved_n;
    bool macos_or_windows; // the system's proxy settings are a fallback for some clients
    bool python_socks;     // socksio and PySocks are installed where Python's clients run
};

struct version {
    unsigned major, minor, patch;
    bool known;
    bool major_only; // "22", "22.x": some release of it
};

struct version version_parse(struct str text); // "v24.1.0-rc1" -> 24.1.0; unknown when no number

enum route_kind { ROUTE_DIRECT, ROUTE_PROXY, ROUTE_ERROR };

enum trust_base { TRUST_SYSTEM, TRUST_BUILTIN, TRUST_CERTIFI, TRUST_JAVA, TRUST_NONE };

struct trust {
    enum trust_base base; // TRUST_NONE: the base store was replaced by file/dir
    struct str file, dir; // what is used instead of (TRUST_NONE) or as the system's file and dir
    struct str file_from, dir_from;           // variable that said so; absent: none
    struct strs adds;                         // further bundles
    struct strs adds_from;                    // the variable of each
    bool keeps_system_file, keeps_system_dir; // parts of the system store that stay in use
    bool verify;
    struct str verify_from;  // the variable that switched verification off
    struct str broken;       // variable that names an unusable store and that this client stops on
    struct str broken_words; // what it says then
    bool dir_whole;          // reads every file of the directory, the bundle in it too
};

enum key_fate {
    KEY_FATE_NONE,    // this client itself reads no key variable (curl: the code passes it)
    KEY_FATE_MISSING, // it refuses to start or sends no header
    KEY_FATE_SENT,    // byte for byte
    KEY_FATE_TRIMMED, // after its own trimming
    KEY_FATE_REFUSED, // its HTTP layer refuses the header; `key_error` in its words
    KEY_FATE_SPLIT,   // sent, but the request is damaged by it (libcurl with LF)
};

struct prediction {
    const struct client *client;
    struct version version, runtime;
    enum route_kind route;
    struct str scheme, host; // of the proxy
    uint32_t port;
    bool proxy_has_login;
    struct str route_from; // variable or setting that decided ("HTTPS_PROXY", "NO_PROXY",
                           // "git http.proxy"); absent when nothing did
    struct str error;      // ROUTE_ERROR: the client's own words
    bool dies_at_start;    // it fails before the first line of the program
    struct str refused;  // ... for this option in NODE_OPTIONS, which this Node does not take there
    bool absolute_form;  // speaks absolute-form to the proxy for https (axios <= 1.6)
    struct strs ignored; // proxy variables that are set and that it does not read
    struct trust trust;
    struct str key_from; // variable the key comes from; absent: none
    enum key_fate key_fate;
    struct str key_error;
    struct str base_url;       // what requests are joined to; absent: not known (code says)
    struct str base_url_from;  // variable, "default", "option", "source", "profile"
    struct str base_url_error; // the client's own words for an unusable base URL
    struct str request_url;    // base joined with the path by this client's rule
    bool never_connects;       // key, base URL or CA file end the call before a connection is made
    struct str never_words;    // in the client's own words
    struct str auth;           // Authorization as it is sent; absent: none. Real values: a secret
    struct str x_api_key;      // the same for that header
    struct str organization, project; // of OpenAI, as they are sent; absent: they are not
    struct str list_from;             // the variable whose exceptions were looked at
    bool excepted;                    // ... and that made the route direct
    int redirects;                    // how it follows them (prediction_redirect)
    bool netrc_replaces_auth;         // netrc makes it replace the Bearer header (or raise)
    struct str netrc_error;           // raises instead: its words
    bool waits_for_ipv6;              // neither races nor falls back quickly
    bool fails_on_ipv6;               // nor ever: a dead IPv6 address ends the call (clients.md 11)
    double timeout_s, connect_timeout_s; // 0: none
    int retries;
};

// Where the caller says what the code passes; absent members: the client looks for itself.
struct call {
    struct str url;      // an absolute URL the code calls, for route questions
    struct str base_url; // given in code or by option
    struct str base_url_from;
    struct str key_from; // variable the code passes as key ("NEXOROUTER_API_KEY")
    struct str path;     // "/models", "/chat/completions"; absent: "/chat/completions"
};

enum client_lang { LANG_NONE, LANG_C, LANG_PYTHON, LANG_NODE, LANG_GO, LANG_OTHER };

struct client {
    char id[28];    // "python-openai", as in tests/vectors/clients
    char title[32]; // "OpenAI SDK for Python"
    enum client_lang lang;
    char newest[12];   // version assumed when none is known
    char runtime[12];  // newest of what is beneath, where that matters (Node, httpx); else empty
    char versions[40]; // what was measured, for people: "1.109.1, 2.54.0, 3.3.1"
    char
        packages[104]; // how a project shows it: "npm:openai", "pypi:openai", "go:..."; '|' between
    bool is_runtime;   // is itself what others of its language stand on (node-fetch, python-httpx)
    bool openai_variables; // reads OPENAI_API_KEY and OPENAI_BASE_URL by itself
    int rules;             // what each version does (clients/rules.h); private to clients/
};

// The table, ordered by id. client_find takes "ID", also every value of the vectors' column.
size_t client_count(void);
const struct client *client_at(size_t i);
const struct client *client_find(struct str id);
// What its programs are written in, as in project.languages; curl, wget, git: the program itself.
struct str client_language(const struct client *c);
// "ID[@VERSION][/node@VERSION]" of --for; false when the id is unknown.
bool client_choose(struct str spec, const struct client **c, struct version *version,
                   struct version *runtime);

// Predicts; `version` and `runtime` may be unknown (the newest known is taken).
struct prediction client_predict(const struct client *c, struct version version,
                                 struct version runtime, const struct world *w,
                                 const struct call *call, struct arena *a);

// One redirect that a server answers with, and what the client makes of it.
struct hop {
    unsigned status;
    struct str method;   // of the request that is answered
    struct str from, to; // absolute URLs
};

struct redirect {
    bool followed;
    bool asked; // ... only where the code asks for it (curl -L, follow_redirects=True)
    bool keeps_key;
    struct str method; // of the next request
};

struct redirect prediction_redirect(const struct prediction *p, const struct hop *hop,
                                    struct arena *a);

// NODE_OPTIONS without every word that gives the option.
struct str node_options_without(struct str options, struct str option, struct arena *a);

// "direct", "SCHEME://HOST:PORT", "error" (also when the client gives up before it connects).
struct str prediction_route(const struct prediction *p, struct arena *a);

#endif
