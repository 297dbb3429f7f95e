// SPDX-License-Identifier: MIT
// A rule is a function and the row next to it. To add one: write the function and its row in
// rules/<layer>.c and a folder tests/rules/<id>/. Nothing else: `rules`, `explain`, SARIF,
// completions and the severities of .nexoenv.ini all read the rows.
#ifndef NEXOENV_RULES_RULE_H
#define NEXOENV_RULES_RULE_H

#include "clients/client.h"
#include "model/finding.h"
#include "model/profile.h"
#include "model/snapshot.h"
#include "model/snippet.h"
#include "parse/dotenv.h"

struct inquiry;

struct rule {
    const char *id;         // "key.crlf"
    unsigned rank;          // place in the life of a request (catalogue)
    enum severity severity; // of the proven finding
    const char *mode;       // catalogue: S, P, N, K or two of them
    const char *title;      // the catalogue's meaning
    const char *why;        // what happens to the call, for people
    const char *escape;     // why the Playground still works
    const char *explain;    // check and fix in general, for `explain`
    void (*check)(const struct rule *, struct inquiry *); // NULL: found by classification
    int arg;                                              // parameter of a shared function
};

// What was asked on the command line, as far as rules and judgement care.
struct asked {
    const struct snippet *snippet; // compare --snippet: the user's own call; NULL: none
    // Every call in the code has its key from this variable; absent: it is not known, or they differ.
    // One that the profile does not know is not sent without --trust-project.
    struct str code_variable;
    struct loc code_variable_loc;
    bool code_variable_known;
    struct str command;         // "doctor", "check", ...
    struct str base_url, model; // options; absent: not given
    struct str context;         // --context; absent: default
    struct strs clients;        // --for specs
    struct str project_client;  // .nexoenv.ini: client = SPEC; absent: not said
    struct loc project_client_loc;
    struct str project_context; // .nexoenv.ini: context = NAME; absent: not said
    struct str language;        // run: what CMD is written in; absent: any
    bool offline, no_key, no_control, strict, request;
    bool probes_ran;  // the network was looked at
    bool staged_only; // --staged-only: judge nothing but what is staged
    bool status;      // called by the prompt hook: only modes that begin with S
    struct {
        struct str id;
        enum severity severity;
    } overrides[64];
    size_t override_count; // from .nexoenv.ini [rules], already checked against DESIGN 3
};

// Everything a rule may look at. It can only add findings: it prints nothing, keeps nothing and
// asks nothing of the world.
struct inquiry {
    const struct snapshot *snap;
    const struct profile *profile;
    const struct asked *asked;
    const struct context *context; // the chosen one
    const struct client *client;   // the chosen one
    const struct prediction *here; // what it does in that context
    struct version version, runtime;
    // What the call uses (DESIGN 5.1): decided once, before the rules run.
    struct {
        const struct variable *key; // NULL: none
        struct str base_url;        // absent: not known
        struct origin base_url_origin;
        struct str base_url_name; // variable, or absent
        bool base_url_of_sdk;     // the code gives it to an SDK, which adds the endpoint
        struct str model;         // absent: "not known here"
        struct origin model_origin;
    } uses;
    struct call call;                            // the same for client_predict
    const struct loader *loader;                 // of a dotenv context, or NULL
    const struct project_loader *project_loader; // the project's row for it, or NULL
    struct findings *findings;
    struct arena *arena;
};

// The project's code gives its client a key that stands there; NULL: none was seen.
const struct source_fact *key_in_code(const struct inquiry *q);
// All that the client's programs are given is spelled out in the code and cannot be a key: whatever
// the environment holds is not what is sent. NULL: none was seen, or another call has its key
// from elsewhere.
const struct source_fact *damaged_key_in_code(const struct inquiry *q);
// The client's programs fill the variable that they read, or get their key from a store: what the
// environment lacks proves nothing. NULL: neither was seen.
const struct source_fact *key_filled(const struct inquiry *q);
// The name under which such a key is spoken of: the argument's.
#define IN_CODE "api_key"

// Adds a finding of `rule` with its texts filled from the row; severity follows DESIGN 5.1
// (unproven two-letter modes are warnings). Returns it so that the rule can add evidence and fixes;
// the pointer holds until the next finding is added. The same rule and subject again: the same
// finding. Beyond a hundred of one rule the finding is written, but not kept.
struct finding *finding_add(struct inquiry *q, const struct rule *rule, struct str subject);
void finding_evidence(struct finding *f, struct inquiry *q, struct str what, struct str value,
                      struct origin origin);
void finding_fix(struct finding *f, struct inquiry *q, struct str text, struct str command);

// Runs every check that the command allows (prompt hook: only modes that begin with S).
void rules_run(struct inquiry *q);

// The whole catalogue in order of rank, ties in table order. `rule_find` returns NULL for an
// unknown id.
size_t rule_count(void);
const struct rule *rule_at(size_t i);
const struct rule *rule_find(struct str id);
// The layer: the id's part before the dot.
struct str rule_layer(const struct rule *r);

#endif
