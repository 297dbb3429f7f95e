// SPDX-License-Identifier: MIT
// Certificates as far as variables and files tell (clients.md 7, causes.md 8 and 13.5).
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/node_options.h"
#include "rules/words.h"

// ---- tls.ca-variable-broken ----

// The variables that some client of an LLM interface reads, and whether they name a directory.
// clang-format off
static const struct {
    const char *name;
    bool dir;
} stores[] = {
    {"SSL_CERT_FILE",       false}, {"SSL_CERT_DIR",   true},  {"REQUESTS_CA_BUNDLE", false},
    {"CURL_CA_BUNDLE",      false}, {"NODE_EXTRA_CA_CERTS", false}, {"DENO_CERT",      false},
};
// clang-format on

// What is wrong with the file or directory, in words; NULL: usable, or not looked at.
static const char *fault_of(const struct path_fact *p, bool dir)
{
    if (!p)
        return NULL;
    switch (p->state) {
    case SEEN_ABSENT: return "does not exist";
    case SEEN_DENIED: return "cannot be read";
    case SEEN_FAILED: return "is no regular file";
    case SEEN_COMPLETE: break;
    default: return NULL;
    }
    if (dir)
        return p->is_dir ? NULL : "is no directory";
    if (p->is_dir)
        return "is a directory";
    if (p->empty)
        return "is empty";
    return p->has_pem ? NULL : "holds no whole certificate (BEGIN CERTIFICATE to END)";
}

// SSL_CERT_DIR may hold several, with ':' between (OpenSSL, Go): one that is there is enough.
static const char *fault_of_store(const struct inquiry *q, struct str text, bool dir)
{
    const char *fault = NULL;
    struct str piece;
    if (!dir || str_chr(text, ':') == STR_NOWHERE)
        return fault_of(path_fact_find(q->snap, text), dir);
    while (str_cut(&text, ':', &piece)) {
        fault = fault_of(path_fact_find(q->snap, piece), dir);
        if (!fault)
            return NULL;
    }
    return fault;
}

// requests also takes a directory in REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE.
static bool may_be_dir(struct str name)
{
    return str_eq(name, STR("REQUESTS_CA_BUNDLE")) || str_eq(name, STR("CURL_CA_BUNDLE"));
}

static bool reads(const struct prediction *p, struct str name)
{
    return str_eq(p->trust.file_from, name) || str_eq(p->trust.dir_from, name) ||
           strs_have(&p->trust.adds_from, name) || str_eq(p->trust.broken, name);
}

static void check_store(const struct rule *rule, struct inquiry *q)
{
    check_node_options(rule, q, true);
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++) {
        const struct variable *v = variable_find_z(&q->context->vars, stores[i].name);
        if (!v || !value_is_set(&v->value))
            continue;
        const struct path_fact *path = path_fact_find(q->snap, v->value.text);
        const char *fault = fault_of_store(q, v->value.text, stores[i].dir);
        bool stops = str_eq(q->here->trust.broken, v->name), heeds = reads(q->here, v->name);
        if (stops && !fault)
            fault = "this client cannot use";
        if (!fault || (path && path->is_dir && may_be_dir(v->name) && !stops))
            continue;
        struct finding *f = finding_add(q, rule, v->name);
        f->severity = stops ? SEVERITY_ERROR : SEVERITY_WARNING;
        f->concerns = stops || heeds;
        finding_variable(f, q, v);
        finding_evidence(f, q, v->value.text, str_of(fault), (struct origin){0});
        finding_evidence(f, q, str_of(q->client->id),
                         stops   ? STR("stops on it")
                         : heeds ? STR("goes on without it")
                                 : STR("does not read it; other programs do"),
                         (struct origin){0});
        const char *kind = stores[i].dir ? "directory" : "file";
        f->title =
            path && path->is_dir && !stores[i].dir
                ? str_fmt(q->arena, "%.*s names a directory, not a file", STR_ARG(v->name))
                : str_fmt(q->arena, "%.*s names a %s that %s", STR_ARG(v->name), kind, fault);
        f->short_text = str_fmt(q->arena, "%.*s: the %s %s", STR_ARG(v->name), kind, fault);
        mend_unset(f, q, str_fmt(q->arena, "Unset %.*s, or name the right file", STR_ARG(v->name)),
                   v->name);
    }
}

// ---- tls.verification-disabled ----

static void add_disabled(const struct rule *rule, struct inquiry *q, struct str name, bool here)
{
    const struct variable *v = variable_find(&q->context->vars, name);
    struct finding *f = finding_add(q, rule, name);
    f->concerns = here;
    f->title = str_fmt(q->arena, "%.*s switches certificate checks off", STR_ARG(name));
    f->short_text = f->title;
    if (v)
        finding_variable(f, q, v);
    else
        finding_evidence(f, q, name, STR("set"), (struct origin){0});
    finding_evidence(f, q, str_of(q->client->id),
                     here ? STR("verifies nothing") : STR("is not affected; Node programs are"),
                     (struct origin){0});
    if (v)
        mend_unset(f, q, str_fmt(q->arena, "Unset %.*s", STR_ARG(name)), name);
    else
        finding_fix(f, q, str_fmt(q->arena, "Take %.*s out", STR_ARG(name)), STR_NONE);
}

static void check_disabled(const struct rule *rule, struct inquiry *q)
{
    const struct trust *t = &q->here->trust;
    const struct variable *node =
        variable_find_z(&q->context->vars, "NODE_TLS_REJECT_UNAUTHORIZED");
    if (!t->verify && str_present(t->verify_from))
        add_disabled(rule, q, t->verify_from, true);
    else if (node && str_eq(node->value.text, STR("0"))) // only "0" counts, measured
        add_disabled(rule, q, node->name, !t->verify);
}

// clang-format off
const struct rule tls_rules[] = {
    {
        .id = "tls.ca-variable-broken", .rank = 38, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "a CA variable names a missing, empty or unusable file (error when the chosen client reads the variable and stops on it, else warning)",
        .why = "httpx and OpenAI's Python SDK raise FileNotFoundError without a path when the client is made, requests an OSError, "
               "curl ends with 77; others quietly lose that store. Often a leftover of conda or of a removed tool.",
        .escape = "A browser has its own or the system's certificates and reads no variables.",
        .explain = "ls -l \"$SSL_CERT_FILE\" \"$REQUESTS_CA_BUNDLE\" \"$CURL_CA_BUNDLE\" \"$NODE_EXTRA_CA_CERTS\".\n"
                   "Unset the variable, or give it a PEM file with your organisation's root certificate.",
        .check = check_store,
    },
    {
        .id = "tls.verification-disabled", .rank = 39, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "a variable switches certificate checks off (NODE_TLS_REJECT_UNAUTHORIZED=0, ...)",
        .why = "Whoever sits on the way can read the key and every answer. nexoenv sends no key without a verified certificate.",
        .escape = "A browser always verifies.",
        .explain = "Unset the variable and trust the missing root instead: NODE_EXTRA_CA_CERTS (Node), SSL_CERT_FILE (httpx), REQUESTS_CA_BUNDLE (requests).",
        .check = check_disabled,
    },
};
// clang-format on
const size_t tls_rules_n = sizeof tls_rules / sizeof *tls_rules;
