// SPDX-License-Identifier: MIT
// A call as a curl, Python or JavaScript snippet writes it: what the Playground shows after a run,
// or the user's own failing call. No key is in here, only its last four characters and how the
// header was put together.
#ifndef NEXOENV_MODEL_SNIPPET_H
#define NEXOENV_MODEL_SNIPPET_H

#include "base/str.h"
#include "model/loc.h"

enum snippet_language { SNIPPET_CURL, SNIPPET_PYTHON, SNIPPET_JAVASCRIPT };

enum auth_fault { // what is wrong with the Authorization header (nexorouter.md 3)
    AUTH_FINE,
    AUTH_NO_HEADER,    // none is sent
    AUTH_NO_BEARER,    // the key stands alone
    AUTH_NO_BLANK,     // "Bearer$KEY"
    AUTH_MANY_BLANKS,  // "Bearer  $KEY"
    AUTH_OTHER_SCHEME, // "Basic ...", "Token ..."
    AUTH_NO_KEY,       // "Bearer " and nothing behind it
    AUTH_QUOTED_KEY,   // Bearer "KEY": the quotes are sent
    AUTH_UNEXPANDED, // '... $KEY' in single quotes, "${KEY}" without a template: sent as it stands
    AUTH_OTHER_HEADER, // x-api-key, api-key
};

struct snippet_header {
    struct str name;
    struct str value; // absent for Authorization and other secrets
    struct loc loc;
};

struct snippet_message {
    struct str role, content;
    struct loc loc;
};

struct snippet_number {
    double value;      // NAN: not in the snippet
    bool not_a_number; // there, but no number: "0.7" in quotes, null
    struct loc loc;
};

struct snippet_fault { // a documented rule of the request body that the snippet breaks
    struct str field;  // "max_tokens", "messages"
    struct str text;   // "max_tokens is 0; it must be a whole number above 0"
    struct loc loc;
};

struct snippet {
    enum snippet_language language;
    struct str method; // "POST", absent: the client's default
    struct str url;    // full request URL (curl, fetch, requests); absent when only a base is given
    struct str base_url;           // base_url= / baseURL:; absent: none
    struct str base_url_variable;  // the variable that the URL begins with; absent: none
    struct str base_url_rest;      // what follows its value in the URL; absent: nothing
    struct str base_url_otherwise; // the URL when that variable is not set; absent: none
    struct loc url_loc;            // of whichever of the two is there
    const char *client;            // who makes the call: "python-httpx"; static, NULL: not told
    bool sdk;                      // an OpenAI client: it adds "Bearer " itself
    struct str key_variable;       // "NEXOROUTER_API_KEY"; absent: none
    bool key_literal;              // the key stands in the snippet
    char key_last4[5];             // of a literal key of 16 characters or more, else ""
    uint32_t key_facts;            // enum key_fact of a literal key
    size_t key_length;             // of a literal key, bytes
    struct loc key_loc;
    enum auth_fault auth;
    struct loc auth_loc;
    struct {
        struct snippet_header *items;
        size_t n, cap;
    } headers;
    bool has_body;
    bool body_unread; // it is there, but not static (a file, a variable)
    struct loc body_loc;
    struct str model;
    struct loc model_loc;
    struct {
        struct snippet_message *items;
        size_t n, cap;
    } messages;
    bool has_messages;
    struct loc messages_loc;
    struct snippet_number temperature, top_p, max_tokens;
    int stream; // -1 absent, 0, 1
    struct loc stream_loc;
    struct {
        struct snippet_fault *items;
        size_t n, cap;
    } faults;
    double timeout_s; // NAN: none; curl --max-time, timeout= of a client in seconds
};

const char *snippet_language_name(enum snippet_language l); // "curl", "Python", "JavaScript"
const char *auth_fault_text(enum auth_fault f); // "has no word Bearer in front of the key"

// Where the call goes, as a base URL: without query and without the endpoint behind it. Absent when
// the snippet does not say.
struct str snippet_base(const struct snippet *s);
// The same of a whole request URL.
struct str request_base(struct str url);

#endif
