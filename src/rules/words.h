// SPDX-License-Identifier: MIT
// How rules speak of what they found: masked values, places, trusted hosts. Shared by all layers.
#ifndef NEXOENV_RULES_WORDS_H
#define NEXOENV_RULES_WORDS_H

#include "rules/rule.h"

// Names a variable's value without showing a secret: "51 bytes, ends in 9f3c", a URL without
// userinfo and query, "empty", "not set" (NULL too).
struct str value_words(const struct value *v, struct arena *a);
// "NEXOROUTER_API_KEY (from .env:3)"; without a place when it is the environment. Of a key that the
// code spells out "The key in app.py:2".
struct str variable_words(const struct variable *v, struct arena *a);
// " (from .env:3)", or "" for the environment.
struct str from_words(const struct origin *o, struct arena *a);

// Evidence of a variable: its name, its masked value, its origin. NULL adds nothing. The first
// one with a file sets the finding's location.
void finding_variable(struct finding *f, struct inquiry *q, const struct variable *v);
void finding_place(struct finding *f, const struct origin *o);
struct origin origin_file(struct loc loc);

// The gateway's host, the website or another host that the profile trusts with a key.
bool host_trusted(const struct profile *p, struct str host);
// Host of a URL text; absent when it has none.
struct str host_of(struct str url);
// The base URL the call uses goes to the gateway, or is not known.
bool uses_gateway(const struct inquiry *q);

// The key may not be missing, just unknown: a process that loads its own files, a context that
// could not be looked at.
bool context_is_blind(const struct context *c);

// What this shell exports is what the code in that context gets: a command can mend it here.
// A name that it lacks proves nothing.
bool context_may_have_more(const struct context *c);
bool context_is_here(const struct context *c);

// A key variable of this gateway ("NEXOROUTER_API_KEY", "OPENAI_API_KEY") by the profile's list.
bool accepted_name(const struct profile *p, struct str name);
// Set, and nothing about its bytes says that it cannot be a key of this gateway.
bool key_plausible(const struct value *v);
// The value that most loaders read from the line; NULL when none reads one.
const struct value *entry_value(const struct dotenv_entry *e);
// The last plausible entry of that accepted name in real dotenv files (templates: `template`).
struct key_entry {
    const struct dotenv_file *file;
    const struct dotenv_entry *entry;
};
struct key_entry key_entry_find(const struct inquiry *q, bool template);

// The chosen context's loader reads that file (by its name and directory).
// The loader reads the files that a command line or the code names, and no others.
bool names_files(const struct project_loader *p);
bool loader_reads(const struct inquiry *q, const struct dotenv_file *file);

// The versions of a client and of its runtime that the project shows, where they are not known.
void project_versions(const struct snapshot *s, const struct client *c, struct version *version,
                      struct version *runtime);

struct str dir_of(struct str path);  // "." for a bare name
struct str base_of(struct str path); // the last part

#endif
