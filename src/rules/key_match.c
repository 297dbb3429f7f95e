// SPDX-License-Identifier: MIT
// Layer "key", ranks 22 and 23: a clean key that does not fit the gateway, or that something else
// replaces on its way.
#include "parse/keyforms.h"
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

#define DASHBOARD                                                                                  \
    "The Playground takes a key of your account and its own host: key and gateway always belong "  \
    "together there."

// ---- key.wrong-provider ----

// Known by its beginning, and cut off or grown on the way (key-formats.md 6).
static void length_evidence(struct finding *f, struct inquiry *q, const struct variable *v)
{
    size_t least, most, n = v->value.length;
    if (!key_form_lengths(v->value.detail, &least, &most) || (n >= least && n <= most))
        return;
    struct str range = least == most ? str_fmt(q->arena, "%zu", least)
                                     : str_fmt(q->arena, "%zu to %zu", least, most);
    finding_evidence(f, q, STR("length"),
                     str_fmt(q->arena, "%zu bytes, a whole one has %.*s", n, STR_ARG(range)),
                     v->origin);
}

static void check_wrong_provider(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    const struct variable *v = q->uses.key;
    // With another host the key may be right, and the host is the fault (layer url).
    if (v == NULL || !(v->value.facts & KEY_FOREIGN) || !uses_gateway(q))
        return;
    struct str whose = v->value.detail.n ? v->value.detail : STR("another provider");
    struct finding *f = finding_add(q, rule, v->name);
    f->title = str_fmt(a, "%.*s holds a key of %.*s, which this gateway does not know",
                       STR_ARG(variable_words(v, a)), STR_ARG(whose));
    f->short_text = str_fmt(a, "%.*s holds a key of %.*s", STR_ARG(v->name), STR_ARG(whose));
    f->here = str_fmt(a, "a key of %.*s", STR_ARG(whose));
    f->playground = STR("a key of this gateway");
    finding_variable(f, q, v);
    finding_evidence(f, q, STR("form"), whose, v->origin);
    length_evidence(f, q, v);
    finding_fix(
        f, q,
        str_fmt(a, "Copy an active key of this gateway from its dashboard (API Keys) into %.*s",
                STR_ARG(v->name)),
        STR_NONE);
}

// ---- key.netrc-override ----

static const struct netrc_entry *netrc_hit(const struct inquiry *q, bool default_too)
{
    const struct netrc *n = &q->snap->netrc;
    struct str host = host_of(q->uses.base_url);
    if (!host.n)
        host = q->profile->host;
    const struct netrc_entry *fallback = NULL;
    for (size_t i = 0; i < n->n; i++) {
        const struct netrc_entry *e = &n->items[i];
        if (str_present(e->machine) && str_eq_icase(e->machine, host))
            return e;
        if (!str_present(e->machine) && default_too)
            fallback = e;
    }
    return fallback;
}

// requests and aiohttp (with trust_env) obey netrc, also its default entry.
static bool project_obeys_netrc(const struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->project.clients.n; i++) {
        struct str id = q->snap->project.clients.items[i].id;
        if (str_eq(id, STR("python-requests")) || str_eq(id, STR("python-aiohttp")))
            return true;
    }
    return false;
}

static void check_netrc(const struct rule *rule, struct inquiry *q)
{
    bool chosen = q->here->netrc_replaces_auth || q->here->netrc_error.n;
    const struct netrc_entry *e = netrc_hit(q, chosen || project_obeys_netrc(q));
    if (e == NULL || !e->has_password || q->snap->netrc.syntax_error)
        return;
    struct arena *a = q->arena;
    struct origin o = origin_file(e->loc);
    struct str place = origin_text(&o, a);
    struct finding *f = finding_add(q, rule, place);
    f->concerns = chosen;
    if (chosen)
        f->severity = SEVERITY_ERROR;
    struct str entry = str_present(e->machine) ? e->machine : STR("default");
    f->title =
        str_fmt(a, "The netrc entry for %.*s (%.*s) takes the place of the key%s%s", STR_ARG(entry),
                STR_ARG(place), chosen ? " in " : " in some clients", chosen ? q->client->id : "");
    f->short_text = str_fmt(a, "%.*s replaces the key", STR_ARG(place));
    f->playground = STR("Authorization: Bearer KEY");
    f->here = STR("Authorization: Basic, from netrc");
    finding_evidence(f, q, STR("machine"), entry, o);
    if (q->here->netrc_error.n)
        finding_evidence(f, q, str_of(q->client->id), q->here->netrc_error,
                         (struct origin){.kind = ORIGIN_NONE});
    finding_place(f, &o);
    finding_fix(f, q,
                str_fmt(a, "Let this shell use no netrc file, or remove the entry from %.*s",
                        STR_ARG(place)),
                context_is_here(q->context) ? STR("export NETRC=/dev/null") : STR_NONE);
}

// ---- key.several-differ ----

// Does OPENAI_API_KEY go to this gateway too? Without a base URL beside it, it belongs to its own
// vendor: an unrelated key that nobody should be warned of.
static const struct variable *aimed_here(const struct inquiry *q)
{
    static const char *const names[] = {"OPENAI_BASE_URL", "OPENAI_API_BASE"};
    for (size_t i = 0; i < 2; i++) {
        const struct variable *v = variable_find_z(&q->context->vars, names[i]);
        if (v && value_is_set(&v->value) && host_trusted(q->profile, host_of(v->value.text)))
            return v;
    }
    return NULL;
}

static void check_several_differ(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    const struct strs *names = &q->profile->key_variables;
    if (names->n < 2)
        return;
    const struct variable *first = variable_find(&q->context->vars, names->items[0]);
    const struct variable *second = variable_find(&q->context->vars, names->items[1]);
    const struct variable *url = aimed_here(q);
    if (first == NULL || second == NULL || url == NULL || !value_is_set(&first->value) ||
        !value_is_set(&second->value) || value_same(&first->value, &second->value))
        return;
    struct finding *f = finding_add(q, rule, second->name);
    f->concerns = q->client->openai_variables; // only such a client may send the second one
    f->title = str_fmt(a, "%.*s and %.*s hold different keys, and both go to the gateway",
                       STR_ARG(first->name), STR_ARG(second->name));
    f->short_text = str_fmt(a, "%.*s and %.*s differ", STR_ARG(first->name), STR_ARG(second->name));
    f->here = str_fmt(a, "%.*s: %.*s; %.*s: %.*s", STR_ARG(first->name),
                      STR_ARG(value_words(&first->value, a)), STR_ARG(second->name),
                      STR_ARG(value_words(&second->value, a)));
    f->playground = STR("one key");
    finding_variable(f, q, first);
    finding_variable(f, q, second);
    finding_variable(f, q, url);
    finding_fix(
        f, q,
        str_fmt(a, "Set %.*s from %.*s, in the one shell or project that means this gateway",
                STR_ARG(second->name), STR_ARG(first->name)),
        second->origin.kind == ORIGIN_ENVIRONMENT ? repair_copy(q, second->name, first->name)
                                                  : STR_NONE);
}

// ---- key.org-or-project, key.extra-headers-env ----

static bool sends_openai_headers(const struct inquiry *q)
{
    return q->client->openai_variables && uses_gateway(q);
}

static void add_leftover(const struct rule *rule, struct inquiry *q, const struct variable *v,
                         struct str title)
{
    struct finding *f = finding_add(q, rule, v->name);
    f->title = title;
    f->short_text = title;
    f->here = str_fmt(q->arena, "%.*s is set", STR_ARG(v->name));
    f->playground = STR("only Authorization and Content-Type");
    finding_variable(f, q, v);
    if (v->origin.kind == ORIGIN_FILE) {
        finding_fix(f, q,
                    str_fmt(q->arena, "Take the line out of %.*s%.*s",
                            STR_ARG(origin_text(&v->origin, q->arena)),
                            STR_ARG(repair_copy_words(q, v->origin.loc.file))),
                    repair_line(q, v->origin.loc, "s/^/# /"));
        return;
    }
    finding_fix(f, q, str_fmt(q->arena, "Unset %.*s for this project", STR_ARG(v->name)),
                v->origin.kind == ORIGIN_ENVIRONMENT ? repair_unset(q, v->name) : STR_NONE);
}

static void check_org(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; sends_openai_headers(q) && i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (value_is_set(&v->value) &&
            (str_eq(v->name, STR("OPENAI_ORG_ID")) || str_eq(v->name, STR("OPENAI_PROJECT_ID"))))
            add_leftover(rule, q, v,
                         str_fmt(q->arena,
                                 "%s would send %.*s to this gateway, which does not know it",
                                 q->client->id, STR_ARG(variable_words(v, q->arena))));
    }
}

// Python's SDK reads it from 2.x on, Node's from 5.x on (clients.md 9.1 measured 6); Go's reads it.
static bool reads_custom_headers(const struct inquiry *q)
{
    struct str id = str_of(q->client->id);
    unsigned major =
        q->version.known ? q->version.major : version_parse(str_of(q->client->newest)).major;
    if (str_eq(id, STR("python-openai")))
        return major >= 2;
    if (str_eq(id, STR("node-openai")))
        return major >= 5;
    return true;
}

static void check_headers(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; sends_openai_headers(q) && i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        bool admin = str_eq(v->name, STR("OPENAI_ADMIN_KEY"));
        if (!value_is_set(&v->value) || (name_role(v->name) != NAME_HEADERS && !admin) ||
            !reads_custom_headers(q) || (admin && q->uses.key))
            continue;
        add_leftover(rule, q, v,
                     str_fmt(q->arena, "%.*s adds or replaces headers of every call of %s",
                             STR_ARG(variable_words(v, q->arena)), q->client->id));
    }
}

const struct rule key_match_rules[] = {
    {.id = "key.wrong-provider",
     .rank = 22,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title =
         "unmistakable prefix of another provider (\"sk-\" alone is ambiguous and never enough)",
     .why = "This gateway issues its own keys; a key that works at another provider is answered "
            "with invalid_api_key.",
     .escape = DASHBOARD,
     .explain = "Check the base URL first, then put a key of this gateway into the variable. A key "
                "that begins with sk- may well be the gateway's own.",
     .check = check_wrong_provider},
    {.id = "key.netrc-override",
     .rank = 22,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "a netrc entry for the API host makes some clients replace the Bearer header (error "
              "when the chosen client does)",
     .why =
         "requests puts Basic credentials from netrc in place of the Bearer header, aiohttp with "
         "trust_env stops; the gateway never sees the key.",
     .escape = "A browser does not read netrc.",
     .explain = "Remove the entry, or set NETRC to an empty file for this program; a default entry "
                "matches every host.",
     .check = check_netrc},
    {.id = "key.org-or-project",
     .rank = 23,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "OPENAI_ORG_ID / OPENAI_PROJECT_ID would be sent to this gateway",
     .why = "The SDK adds them as headers of every call; they name an account of another vendor.",
     .escape = "The Playground sends no such headers, as its snippets show.",
     .explain = "Unset both for the project that calls this gateway.",
     .check = check_org},
    {.id = "key.extra-headers-env",
     .rank = 23,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "OPENAI_CUSTOM_HEADERS or another variable adds or replaces headers",
     .why =
         "Each of its lines becomes a header of every call, and one named Authorization replaces "
         "the key.",
     .escape = "The Playground sends no such headers, as its snippets show.",
     .explain = "Unset it for the project that calls this gateway.",
     .check = check_headers},
    {.id = "key.several-differ",
     .rank = 23,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title =
         "NEXOROUTER_API_KEY and OPENAI_API_KEY are both set and differ: a client that reads the "
         "OpenAI name sends another key (error when the chosen client does and the gateway "
         "refuses it)",
     .why = "Documented code passes NEXOROUTER_API_KEY, tools that reuse OpenAI's names pass "
            "OPENAI_API_KEY: one of them may send a key that the gateway does not know, or one of "
            "another budget and scope.",
     .escape = DASHBOARD,
     .explain = "Compare the last four characters of both with the key in the dashboard, and set "
                "OPENAI_API_KEY from NEXOROUTER_API_KEY where both mean this gateway.",
     .check = check_several_differ},
};
const size_t key_match_rules_n = sizeof(key_match_rules) / sizeof(key_match_rules[0]);
