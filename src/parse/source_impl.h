// SPDX-License-Identifier: MIT
// Shared by the files that read a project's code: which files and what every language may say
// (source.c), Python's and JavaScript's calls (source_calls.c), the tokens of other languages
// (source_tokens.c), the key that a call is given (source_key.c), and where else it may come from
// (source_fill.c).
#ifndef NEXOENV_PARSE_SOURCE_IMPL_H
#define NEXOENV_PARSE_SOURCE_IMPL_H

#include "parse/literal.h"
#include "parse/source.h"

// What OpenAI's clients read by themselves.
#define SOURCE_OWN_KEY "OPENAI_API_KEY"

struct source_reader {
    struct source_facts *out;
    struct arena *a;       // for what stays
    struct arena *scratch; // for everything else
    struct str path;
    struct str label; // "nexorouter", of api.nexorouter.com
    enum code_language language;
    bool openai, dotenv, gateway; // the text mentions them
    bool names_own;               // SOURCE_OWN_KEY stands in the text
    size_t ours, foreign;         // clients seen
    size_t left;                  // facts that may still be added
};

// Adds a fact that is not there yet; its texts are copied.
void source_add(struct source_reader *r, struct source_fact fact);
// The same of a text or number alone.
void source_say(struct source_reader *r, enum source_kind kind, struct str text, double number,
                struct loc loc);

bool source_is_http(struct str s);
// A URL anywhere in the code is the base URL when its host is the gateway's and its path is an
// API's: without one it may be a link, or the other half of a concatenation.
bool source_names_gateway(const struct source_reader *r, struct str text, struct str *base);

// A URL of the gateway's host, of another of its domain, or of one that looks like it.
bool source_is_gateway(const struct source_reader *r, struct str text);

// A call is given this text as its key. Of a key nothing but what may be shown goes on; a text that
// is neither a key nor a damaged one says nothing, and damage counts only where the call is `ours`.
void source_key(struct source_reader *r, struct str text, bool ours, struct loc loc);
// The same of a variable that the code sets to this text.
void source_key_set(struct source_reader *r, struct str name, struct str text, struct loc loc);
// The same of a header's value, "Bearer KEY", in a file that names the gateway.
void source_header(struct source_reader *r, struct str text, struct loc loc);
// A call gets its key from a variable or a function: told once a file. `name` is the environment
// variable that the call reads, "" when that is not known; `url` the one that its base URL comes
// from, "" when the call itself names the gateway.
void source_key_elsewhere(struct source_reader *r, struct str name, struct str url, struct loc loc);
// A call is given no key, so that the client reads the variable `own`; it names the `gateway`, or
// no URL at all.
void source_key_default(struct source_reader *r, struct str own, bool gateway, struct loc loc);

void source_calls(struct source_reader *r, struct str bytes);
void source_tokens(struct source_reader *r, struct str bytes);
// What fills the key's variable, and what else gives the code a secret.
void source_fills(struct source_reader *r, struct str bytes);

#endif
