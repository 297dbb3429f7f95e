// SPDX-License-Identifier: MIT
// What the call uses (DESIGN 5.1): decided once, before the rules run.
#include "rules/decide.h"
#include "rules/hosts.h"
#include "rules/mend.h"
#include "rules/words.h"

#define OWN_URL "NEXOROUTER_BASE_URL"

// What the code spells out, as if a variable of the argument's name held it.
static const struct variable *variable_in_code(struct inquiry *q, const struct source_fact *s)
{
    struct variable *v = arena_one(q->arena, struct variable);
    *v = (struct variable){
        .name = STR(IN_CODE), .value = s->value, .exported = true, .origin = origin_file(s->loc)};
    v->origin.in_project = true;
    return v;
}

// The vendor's snippet passes NEXOROUTER_API_KEY whatever the client; else the client's own
// variable; else, for a client without variables, what documented code would pass.
static void decide_key(struct inquiry *q)
{
    const struct variables *vars = &q->context->vars;
    const struct snippet *snippet = q->asked->snippet;
    if (snippet && snippet->key_variable.n) { // the user's own call says which
        q->uses.key = variable_find(vars, snippet->key_variable);
        q->call.key_from = snippet->key_variable;
        return;
    }
    if (q->asked->code_variable.n) { // so does the project's code
        q->uses.key = variable_find(vars, q->asked->code_variable);
        q->call.key_from = q->asked->code_variable;
        return;
    }
    const struct source_fact *damaged = damaged_key_in_code(q);
    if (damaged) {
        q->uses.key = variable_in_code(q, damaged);
        q->call.key_from = STR(IN_CODE);
        return;
    }
    const struct strs *names = &q->profile->key_variables;
    for (size_t i = 0; i < names->n; i++) {
        const struct variable *v = variable_find(vars, names->items[i]);
        if (v == NULL || !value_is_set(&v->value) || !v->exported)
            continue;
        if (i == 0 || !q->client->openai_variables) {
            q->uses.key = v;
            q->call.key_from = v->name;
            return;
        }
    }
    if (key_in_code(q)) // passed, whatever the environment holds
        q->call.key_from = STR(IN_CODE);
}

// Some call leaves the base URL to the environment.
static bool some_call_names_none(const struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->project.sources.n; i++)
        if (q->snap->project.sources.items[i].kind == SOURCE_URL_DEFAULT)
            return true;
    return false;
}

// The gateway's where the code names it anywhere. Beside a call that names no URL another vendor's is
// the call of that vendor: a program may speak to several.
static const struct source_fact *source_url(const struct inquiry *q)
{
    bool several = some_call_names_none(q);
    const struct source_fact *first = NULL;
    for (size_t i = 0; i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        if (s->kind != SOURCE_BASE_URL)
            continue;
        if (host_trusted(q->profile, host_of(s->text)))
            return s;
        bool vendors = several && host_kind(q->profile, host_of(s->text), NULL, NULL, *q->arena) ==
                                      HOST_FOREIGN;
        if (first == NULL && !vendors)
            first = s;
    }
    return first;
}

static void base_url_is(struct inquiry *q, struct str url, struct str from, struct origin origin)
{
    q->call.base_url = url;
    q->call.base_url_from = from;
    q->uses.base_url = url;
    q->uses.base_url_origin = origin;
}

// OPENAI_BASE_URL belongs to OPENAI_API_KEY. Beside a NEXOROUTER_API_KEY of another value the pair
// serves something else, and code that passes the first key passes the gateway's URL with it.
static bool pair_is_unrelated(const struct inquiry *q)
{
    const struct variable *other = variable_find_z(&q->context->vars, "OPENAI_API_KEY");
    return q->uses.key && other && value_is_set(&other->value) &&
           !value_same(&other->value, &q->uses.key->value);
}

static bool base_url_passed(struct inquiry *q, const char *name)
{
    const struct variable *v = variable_find_z(&q->context->vars, name);
    if (v == NULL || !v->exported || v->value.state == VALUE_UNSET)
        return false;
    base_url_is(q, v->value.text, v->name, v->origin);
    q->uses.base_url_name = v->name;
    return true;
}

// A client without variables of its own: its code passes what the documented names hold.
static bool base_url_of_code(struct inquiry *q)
{
    return base_url_passed(q, OWN_URL) ||
           (!pair_is_unrelated(q) && base_url_passed(q, "OPENAI_BASE_URL"));
}

// The user's own call: the URL that it names, or the value of the variable that it begins with.
static bool base_url_of_call(struct inquiry *q, const struct snippet *call)
{
    struct str named = snippet_base(call);
    if (named.n) {
        base_url_is(q, named, STR("snippet"), origin_file(call->url_loc));
        return true;
    }
    const struct variable *v = variable_find(&q->context->vars, call->base_url_variable);
    if (!v || !v->exported || v->value.state == VALUE_UNSET) {
        struct str other = call->base_url_otherwise;
        if (other.n)
            base_url_is(q, call->base_url_rest.n ? request_base(other) : other, STR("snippet"),
                        origin_file(call->url_loc));
        return other.n > 0;
    }
    struct str whole = str_join(v->value.text, call->base_url_rest, q->arena);
    base_url_is(q, call->base_url_rest.n ? request_base(whole) : v->value.text, v->name, v->origin);
    q->uses.base_url_name = v->name;
    return true;
}

static bool base_url_given(struct inquiry *q)
{
    if (q->asked->base_url.n) {
        base_url_is(q, q->asked->base_url, STR("option"),
                    (struct origin){.kind = ORIGIN_OPTION, .name = STR("--base-url")});
        return true;
    }
    if (q->asked->snippet)
        return base_url_of_call(q, q->asked->snippet);
    const struct source_fact *s = source_url(q);
    if (s) {
        struct origin o = origin_file(s->loc);
        o.in_project = true;
        base_url_is(q, s->text, STR("source"), o);
        q->uses.base_url_of_sdk = s->number == 1;
        return true;
    }
    return !q->client->openai_variables && base_url_of_code(q);
}

static const struct prediction *predict(struct inquiry *q)
{
    struct variables vars = q->context->vars;
    if (str_eq(q->call.key_from, STR(IN_CODE))) { // for the client it is as good as a variable
        vars.items = arena_many(q->arena, struct variable, vars.n + 1);
        for (size_t i = 0; i < vars.n; i++)
            vars.items[i] = q->context->vars.items[i];
        const struct source_fact *s = key_in_code(q);
        vars.items[vars.n++] = q->uses.key ? *q->uses.key : *variable_in_code(q, s);
    }
    struct world w = world_of(q->snap, &vars);
    struct prediction *p = arena_one(q->arena, struct prediction);
    *p = client_predict(q->client, q->version, q->runtime, &w, &q->call, q->arena);
    return p;
}

// The client looked for itself: its variable, or its vendor's host, which the documented snippet
// replaces when the key is the one that the snippet passes.
static void base_url_found(struct inquiry *q)
{
    const struct variable *v = variable_find(&q->context->vars, q->here->base_url_from);
    if (v) {
        q->uses.base_url = v->value.text;
        q->uses.base_url_name = v->name;
        q->uses.base_url_origin = v->origin;
        return;
    }
    bool documented = q->uses.key ? str_eq(q->uses.key->name, q->profile->key_variables.items[0])
                                  : !q->client->openai_variables;
    if (documented && !q->asked->snippet) { // a call that is known names none
        // Code that passes the gateway's key passes the gateway's URL variable with it.
        const struct variable *own = variable_find_z(&q->context->vars, OWN_URL);
        if (!q->uses.key || !own || !value_is_set(&own->value) || !base_url_passed(q, OWN_URL))
            base_url_is(q, q->profile->base_url, STR("profile (documented snippet)"),
                        (struct origin){.kind = ORIGIN_PROFILE});
        q->here = predict(q);
        return;
    }
    q->uses.base_url = q->here->base_url;
    q->uses.base_url_origin.kind = str_present(q->here->base_url) ? ORIGIN_DEFAULT : ORIGIN_NONE;
}

static void decide_model(struct inquiry *q)
{
    static const char *const names[] = {"NEXOROUTER_MODEL", "OPENAI_MODEL"};
    if (q->asked->model.n) {
        q->uses.model = q->asked->model;
        q->uses.model_origin = (struct origin){.kind = ORIGIN_OPTION, .name = STR("--model")};
        return;
    }
    const struct snippet *snippet = q->asked->snippet;
    if (snippet && snippet->model.n) {
        q->uses.model = snippet->model;
        q->uses.model_origin = origin_file(snippet->model_loc);
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        const struct variable *v = variable_find_z(&q->context->vars, names[i]);
        if (v && value_is_set(&v->value) && v->value.class == VALUE_PLAIN) {
            q->uses.model = v->value.text;
            q->uses.model_origin = v->origin;
            return;
        }
    }
    for (size_t i = 0; i < q->snap->project.sources.n; i++) {
        const struct source_fact *s = &q->snap->project.sources.items[i];
        if (s->kind == SOURCE_MODEL) {
            q->uses.model = s->text;
            q->uses.model_origin = origin_file(s->loc);
            return;
        }
    }
}

static void find_loader(struct inquiry *q)
{
    if (q->context->kind != CONTEXT_DOTENV)
        return;
    q->loader = loader_find(q->context->loader);
    for (size_t i = 0; i < q->snap->project.loaders.n; i++) {
        const struct project_loader *p = &q->snap->project.loaders.items[i];
        if (!str_eq(p->id, q->context->loader))
            continue;
        if (!q->project_loader)
            q->project_loader = p;
        if (str_eq(p->dir, q->context->dir)) {
            q->project_loader = p;
            return;
        }
    }
}

struct inquiry inquiry_make(const struct report *r, const struct client *c, struct version version,
                            struct version runtime, const struct context *context, struct arena *a)
{
    struct inquiry q = {
        .snap = r->snap,
        .profile = r->profile,
        .asked = r->asked,
        .context = context,
        .client = c,
        .version = version,
        .runtime = runtime,
        .findings = arena_one(a, struct findings),
        .arena = a,
    };
    project_versions(r->snap, c, &q.version, &q.runtime);
    find_loader(&q);
    decide_key(&q);
    bool given = base_url_given(&q);
    q.here = predict(&q);
    if (q.uses.key == NULL && str_present(q.here->key_from))
        q.uses.key = variable_find(&context->vars, q.here->key_from);
    if (q.uses.key && !(q.uses.key->exported && value_is_set(&q.uses.key->value)))
        q.uses.key = NULL;
    if (!given)
        base_url_found(&q);
    decide_model(&q);
    return q;
}
