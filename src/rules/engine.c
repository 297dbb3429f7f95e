// SPDX-License-Identifier: MIT
// The engine: the table over all layers, and how a finding comes to be. Which findings stand in the
// report and which of them is the cause is judge.c's business.
#include "rules/layers.h"

static const struct {
    const struct rule *rows;
    const size_t *n;
} layers[] = {
    {loaded_rules, &loaded_rules_n},
    {loaded_name_rules, &loaded_name_rules_n},
    {loaded_file_rules, &loaded_file_rules_n},
    {loaded_context_rules, &loaded_context_rules_n},
    {context_rules, &context_rules_n},
    {dotenv_line_rules, &dotenv_line_rules_n},
    {dotenv_rules, &dotenv_rules_n},
    {key_rules, &key_rules_n},
    {key_match_rules, &key_match_rules_n},
    {key_leak_rules, &key_leak_rules_n},
    {url_rules, &url_rules_n},
    {url_path_rules, &url_path_rules_n},
    {proxy_rules, &proxy_rules_n},
    {proxy_list_rules, &proxy_list_rules_n},
    {proxy_doubt_rules, &proxy_doubt_rules_n},
    {tls_rules, &tls_rules_n},
    {network_rules, &network_rules_n},
    {network_tls_rules, &network_tls_rules_n},
    {network_http_rules, &network_http_rules_n},
    {network_api_rules, &network_api_rules_n},
    {api_rules, &api_rules_n},
    {timeout_rules, &timeout_rules_n},
    {tool_rules, &tool_rules_n},
};

enum { LAYERS = sizeof(layers) / sizeof(layers[0]), RANKS = 100 };

size_t rule_count(void)
{
    size_t n = 0;
    for (size_t l = 0; l < LAYERS; l++)
        n += *layers[l].n;
    return n;
}

// Order of rank, ties in table order, without keeping a sorted copy: this is asked only to list the
// catalogue, where the answer's 10,000 steps a row do not matter.
const struct rule *rule_at(size_t i)
{
    for (unsigned rank = 0; rank < RANKS; rank++)
        for (size_t l = 0; l < LAYERS; l++)
            for (size_t r = 0; r < *layers[l].n; r++)
                if (layers[l].rows[r].rank == rank && i-- == 0)
                    return &layers[l].rows[r];
    return NULL;
}

const struct rule *rule_find(struct str id)
{
    for (size_t l = 0; l < LAYERS; l++)
        for (size_t r = 0; r < *layers[l].n; r++)
            if (str_eq(str_of(layers[l].rows[r].id), id))
                return &layers[l].rows[r];
    return NULL;
}

struct str rule_layer(const struct rule *r)
{
    struct str id = str_of(r->id);
    return str_slice(id, 0, str_chr(id, '.'));
}

// The prompt hook looks at nothing but this process and its files.
static bool selected(const struct rule *r, const struct asked *asked)
{
    if (r->check == NULL)
        return false;
    if (asked->status && r->mode[0] != 'S')
        return false;
    return asked->probes_ran || r->mode[0] == 'S' || r->mode[0] == 'P';
}

void rules_run(struct inquiry *q)
{
    for (size_t l = 0; l < LAYERS; l++)
        for (size_t r = 0; r < *layers[l].n; r++)
            if (selected(&layers[l].rows[r], q->asked))
                layers[l].rows[r].check(&layers[l].rows[r], q);
    if (q->asked->probes_ran)
        network_prove(q);
}

// DESIGN 5.1: unproven, a row of two letters is a warning, save the wrong paths, which are errors
// all the same; and url.loopback, which may be the local development gateway.
static bool proven_by_itself(const struct rule *r)
{
    static const char *const paths[] = {"url.missing-v1", "url.double-v1", "url.wrong-path"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (str_eq(str_of(r->id), str_of(paths[i])))
            return true;
    return r->mode[1] == '\0' && !str_eq(str_of(r->id), STR("url.loopback"));
}

// The catalogue's meaning as a sentence about this machine: what it says of severities goes.
static struct str title_of(const struct rule *rule, struct arena *a)
{
    struct str t = str_of(rule->title);
    size_t aside = str_find(t, STR(" (error when")), also = str_find(t, STR("; warning for"));
    t = str_slice(t, 0, aside < also ? aside : also);
    // "http://", "gateway_error:" and "localhost" at the front are names, not words.
    struct str first = str_slice(t, 0, str_chr(t, ' '));
    bool word = first.n && first.p[0] >= 'a' && first.p[0] <= 'z' && !str_has_any(first, "_:/.,") &&
                !str_eq(first, STR("localhost"));
    return word ? str_fmt(a, "%c%.*s", t.p[0] - 'a' + 'A', STR_ARG(str_from(t, 1))) : t;
}

// A file of a stranger may hold a fault thousands of times; nobody reads more than these.
enum { FINDINGS_OF_A_RULE = 100 };

struct finding *finding_add(struct inquiry *q, const struct rule *rule, struct str subject)
{
    size_t same = 0;
    for (size_t i = 0; i < q->findings->n; i++) {
        if (q->findings->items[i].rule != rule)
            continue;
        if (str_same(q->findings->items[i].subject, subject))
            return &q->findings->items[i];
        same++;
    }
    if (same == FINDINGS_OF_A_RULE)
        q->findings->cut = str_of(rule->id);
    struct finding *f = same < FINDINGS_OF_A_RULE ? arena_push(q->findings, q->arena)
                                                  : arena_one(q->arena, struct finding);
    f->rule = rule;
    f->proven = proven_by_itself(rule);
    f->severity =
        !f->proven && rule->severity == SEVERITY_ERROR ? SEVERITY_WARNING : rule->severity;
    f->concerns = true;
    f->title = title_of(rule, q->arena);
    f->why = str_of(rule->why);
    f->escape = str_of(rule->escape);
    f->subject = subject;
    return f;
}

void finding_evidence(struct finding *f, struct inquiry *q, struct str what, struct str value,
                      struct origin origin)
{
    struct evidence *e = arena_push(&f->evidence, q->arena);
    *e = (struct evidence){.what = what, .value = value, .origin = origin};
}

void finding_fix(struct finding *f, struct inquiry *q, struct str text, struct str command)
{
    struct fix *x = arena_push(&f->fixes, q->arena);
    *x = (struct fix){.text = text, .command = command};
}
