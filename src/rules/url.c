// SPDX-License-Identifier: MIT
// Where the call would go: the base URL and its host (causes.md 4). Every row speaks of the URL that
// the chosen client would use in the chosen context, as clients/ predicts it.
#include "parse/url.h"
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/mend.h"
#include "rules/url_common.h"
#include "rules/words.h"

// The name that makes this client use another base URL, tried on the client itself.
static struct str name_for_base(const struct inquiry *q, struct str url)
{
    static const char *const names[] = {"OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct changes c = {0};
        struct str name = str_of(names[i]);
        change_add(&c, CHANGE_SET, name, url);
        struct prediction p = what_if(q, q->client, &c);
        if (str_eq(p.base_url_from, name))
            return name;
    }
    return STR_NONE;
}

// ---- nothing set, empty, another name ----

// A base URL for this gateway (or meant for it) under a name that this client passes by.
static const struct variable *unread_base(const struct inquiry *q)
{
    const struct variables *vars = &q->context->vars;
    for (size_t i = 0; i < vars->n; i++) {
        const struct variable *v = &vars->items[i];
        if (name_role(v->name) != NAME_BASE_URL || !value_is_set(&v->value) ||
            str_eq(v->name, q->uses.base_url_name))
            continue;
        enum host_kind k = host_kind(q->profile, host_of(v->value.text), NULL, NULL, *q->arena);
        if (k == HOST_GATEWAY || k == HOST_WEBSITE || k == HOST_LOOKALIKE)
            return v;
    }
    return NULL;
}

// The client's own key variable is set, and nothing says where to: its vendor's host answers.
static bool goes_to_default(const struct inquiry *q)
{
    const struct variable *key = q->uses.key;
    if (!key || !q->client || !q->client->openai_variables ||
        !(q->asked->snippet || str_starts(key->name, STR("OPENAI_"))))
        return false;
    const struct variable *base = url_named(q, "OPENAI_BASE_URL");
    if (base && base->value.state == VALUE_EMPTY)
        return false; // url.empty-variable says more
    if (q->context->self_loading && !base)
        return false; // it may come from a file that the program loads itself
    return !str_present(q->uses.base_url) || q->uses.base_url_origin.kind == ORIGIN_DEFAULT;
}

static void check_default_host(const struct rule *rule, struct inquiry *q)
{
    if (!goes_to_default(q))
        return;
    struct str right = q->profile->base_url, name = name_for_base(q, right);
    const struct snippet *call = q->asked->snippet;
    if (call && call->base_url_variable.n)
        name = call->base_url_variable;
    struct finding *f = finding_add(q, rule, STR("OPENAI_BASE_URL"));
    struct str goes = q->here && str_present(q->here->base_url) ? q->here->base_url
                                                                : STR("https://api.openai.com/v1");
    f->playground = right;
    f->here = url_public(goes, q->arena);
    const struct variable *unread = unread_base(q);
    f->title = unread ? str_fmt(q->arena, "%s does not read %.*s: it would go to %.*s",
                                q->client->id, STR_ARG(unread->name), STR_ARG(host_of(goes)))
                      : str_fmt(q->arena, "No base URL is set: %s would go to %.*s", q->client->id,
                                STR_ARG(host_of(goes)));
    f->short_text = str_fmt(q->arena, "%.*s is set, OPENAI_BASE_URL is not: calls go to %.*s",
                            STR_ARG(q->uses.key->name), STR_ARG(host_of(goes)));
    finding_variable(f, q, q->uses.key);
    finding_evidence(f, q, STR("OPENAI_BASE_URL"), STR("not set"), (struct origin){0});
    if (call && call->base_url_variable.n)
        finding_evidence(f, q, name, STR("not set"), origin_file(call->url_loc));
    if (unread)
        finding_variable(f, q, unread);
    finding_evidence(f, q, STR("the call goes to"), f->here,
                     (struct origin){.kind = ORIGIN_DEFAULT});
    if (!str_present(name))
        name = STR("OPENAI_BASE_URL");
    mend_set(f, q, str_fmt(q->arena, "Set %.*s to the gateway's base URL", STR_ARG(name)), name,
             right);
}

static void check_unread(const struct rule *rule, struct inquiry *q)
{
    const struct variable *v = unread_base(q);
    if (!v || !goes_to_default(q))
        return;
    struct str name = name_for_base(q, v->value.text);
    if (!str_present(name))
        return; // no name would help: this client takes its URL from the code
    struct finding *f = finding_add(q, rule, v->name);
    f->title = str_fmt(q->arena, "%s does not read %.*s", q->client->id, STR_ARG(v->name));
    f->short_text = str_fmt(q->arena, "%s does not read %.*s, but %.*s", q->client->id,
                            STR_ARG(v->name), STR_ARG(name));
    finding_variable(f, q, v);
    finding_evidence(f, q, str_fmt(q->arena, "%s reads", q->client->id), name,
                     (struct origin){.kind = ORIGIN_DEFAULT});
    mend_set(f, q, str_fmt(q->arena, "Give %.*s the value", STR_ARG(name)), name,
             q->profile->base_url);
}

// The user's own call begins its URL with a variable that holds nothing. Unset, it leaves an SDK to
// its vendor's host (url.unset-default-host); plain HTTP clients have no host then.
static const char *nothing_in_call(const struct inquiry *q)
{
    const struct snippet *call = q->asked->snippet;
    if (!call || !call->base_url_variable.n || call->base_url.n || call->url.n)
        return NULL;
    const struct variable *v = variable_find(&q->context->vars, call->base_url_variable);
    if (v && v->value.state == VALUE_EMPTY)
        return "empty";
    if (call->base_url_otherwise.n)
        return NULL;
    return variable_set(v) || call->sdk ? NULL : "not set";
}

static void check_empty_in_call(const struct rule *rule, struct inquiry *q)
{
    const struct snippet *call = q->asked->snippet;
    const char *state = nothing_in_call(q);
    if (!state)
        return;
    struct str name = call->base_url_variable;
    struct origin o = origin_file(call->url_loc);
    struct finding *f = finding_add(q, rule, name);
    f->playground = q->profile->base_url;
    f->here = str_of(state);
    f->title =
        str_fmt(q->arena, "%.*s is %s, and the call begins its URL with it", STR_ARG(name), state);
    f->short_text = str_fmt(q->arena, "%.*s is %s", STR_ARG(name), state);
    finding_evidence(f, q, name, str_of(state), (struct origin){0});
    finding_evidence(f, q, STR("the call"), STR("takes its URL from it"), o);
    finding_place(f, &o);
    mend_set(f, q, str_fmt(q->arena, "Set %.*s to the gateway's base URL", STR_ARG(name)), name,
             url_right(q));
}

static void check_empty(const struct rule *rule, struct inquiry *q)
{
    check_empty_in_call(rule, q);
    const struct variable *v = url_named(q, "OPENAI_BASE_URL");
    if (!v || v->value.state != VALUE_EMPTY || !q->client || !q->client->openai_variables)
        return;
    bool given_elsewhere = str_present(q->uses.base_url) && q->uses.base_url.n > 0 &&
                           !str_eq(q->uses.base_url_name, v->name) &&
                           q->uses.base_url_origin.kind != ORIGIN_DEFAULT;
    if (given_elsewhere)
        return; // an option or the code says where to
    struct finding *f = finding_add(q, rule, v->name);
    f->playground = q->profile->base_url;
    f->here = STR("empty");
    f->title = STR("OPENAI_BASE_URL is set to nothing, which is not the same as unset");
    f->short_text = str_fmt(q->arena, "OPENAI_BASE_URL is set to nothing%.*s",
                            STR_ARG(from_words(&v->origin, q->arena)));
    finding_variable(f, q, v);
    if (q->here && q->here->base_url_error.n)
        finding_evidence(f, q, str_fmt(q->arena, "%s says", q->client->id), q->here->base_url_error,
                         (struct origin){0});
    else if (q->here && str_present(q->here->base_url))
        finding_evidence(f, q, STR("the call goes to"), url_public(q->here->base_url, q->arena),
                         (struct origin){.kind = ORIGIN_DEFAULT});
    if (v->hidden && value_is_set(&v->hidden->value)) {
        struct changes c = {0};
        change_add(&c, CHANGE_UNSET, v->name, STR_NONE);
        finding_variable(f, q, v->hidden);
        finding_fix(f, q, STR("Unset the empty variable: then the file's value counts"),
                    STR("unset OPENAI_BASE_URL"));
        return;
    }
    mend_set(f, q,
             STR("Set it to the gateway's base URL (unset, the call would go to "
                 "api.openai.com)"),
             v->name, q->profile->base_url);
}

// ---- the text itself ----

// The client copes with the damage (trims it away) and calls the right address all the same.
static bool copes(const struct inquiry *q)
{
    struct url u;
    if (!q->here || q->here->base_url_error.n || !str_present(q->here->request_url))
        return false;
    return url_parse(q->here->request_url, &u) == URL_OK &&
           host_kind(q->profile, u.host, NULL, NULL, *q->arena) == HOST_GATEWAY &&
           str_eq(u.scheme, STR("https")) &&
           str_starts(u.path, str_join(q->profile->path, STR("/"), q->arena));
}

// Parts that are good in a URL and not in a base URL (clients.md 9.1): a scheme that is no HTTP, a
// login that replaces the Bearer header or is refused, a query that the path would land behind.
static const char *unwanted_part(const struct inquiry *q, const struct url *u)
{
    bool keeps_bearer = str_eq(str_of(q->client->id), STR("node-openai")) && q->version.known &&
                        q->version.major == 4;
    if (!str_eq_icase(u->scheme, STR("https")) && !str_eq_icase(u->scheme, STR("http")))
        return "begins with a scheme that is not https://";
    if (!q->client->openai_variables)
        return NULL;
    if (u->query.n || u->fragment.n)
        return "holds a query (?) or fragment (#), behind which the path would land";
    return u->userinfo.n && !keeps_bearer ? "holds a login, which takes the key's place" : NULL;
}

static void check_malformed(const struct rule *rule, struct inquiry *q)
{
    struct url u;
    struct str text = q->uses.base_url;
    if (text.n == 0 || nothing_in_call(q))
        return;
    enum url_fault fault = url_parse(text, &u);
    const char *what = fault == URL_OK ? unwanted_part(q, &u) : url_fault_text(fault);
    if (!what)
        return;
    struct finding *f = url_add(rule, q);
    f->title = str_fmt(q->arena, "The base URL %s", what);
    f->short_text = url_short(q, what);
    if (q->here->base_url_error.n)
        finding_evidence(f, q, str_fmt(q->arena, "%s says", q->client->id), q->here->base_url_error,
                         (struct origin){0});
    if (fault != URL_OK && copes(q)) {
        f->severity = SEVERITY_WARNING;
        finding_evidence(f, q, STR("but"),
                         str_fmt(q->arena, "%s trims it; other clients do not", q->client->id),
                         (struct origin){0});
    }
    url_fix(f, q);
}

static void check_plain_http(const struct rule *rule, struct inquiry *q)
{
    struct url u;
    if (url_kind(q, NULL, NULL) != HOST_GATEWAY || q->uses.base_url.n == 0)
        return;
    url_parse(q->uses.base_url, &u);
    if (!str_eq_icase(u.scheme, STR("http")))
        return;
    struct finding *f = url_add(rule, q);
    f->title = STR("The base URL begins with http://: the key would travel in clear text");
    f->short_text = url_short(q, "begins with http://: the key would travel in clear text");
    url_fix(f, q);
}

// ---- the host ----

static void check_website(const struct rule *rule, struct inquiry *q)
{
    if (url_kind(q, NULL, NULL) != HOST_WEBSITE)
        return;
    struct finding *f = url_add(rule, q);
    f->title = str_fmt(q->arena, "The base URL names the website, not the API host %.*s",
                       STR_ARG(q->profile->host));
    f->short_text = url_short(q, "names the website, not the API host");
    url_fix(f, q);
}

static void check_lookalike(const struct rule *rule, struct inquiry *q)
{
    const char *how = NULL;
    struct url u;
    if (url_kind(q, NULL, &how) != HOST_LOOKALIKE || url_parse(q->uses.base_url, &u) != URL_OK)
        return; // of a damaged text, url.malformed speaks
    struct finding *f = url_add(rule, q);
    struct str host = host_of(q->uses.base_url);
    finding_evidence(f, q, STR("the host is"), host, (struct origin){0});
    finding_evidence(f, q, STR("it is"), str_of(how), (struct origin){0});
    finding_evidence(f, q, STR("the gateway is"), q->profile->host,
                     (struct origin){.kind = ORIGIN_PROFILE});
    f->title = str_fmt(q->arena, "%.*s resembles the gateway's host but is not it", STR_ARG(host));
    f->short_text = url_short(q, "names a host that only resembles the gateway's");
    url_fix(f, q);
}

// OPENAI_BASE_URL beside an OPENAI_API_KEY of its own, while the call passes the documented key: code
// that does so passes the gateway's URL too.
static bool serves_another_pair(const struct inquiry *q)
{
    const struct variable *own = url_named(q, "OPENAI_API_KEY"), *key = q->uses.key;
    return key && q->profile->key_variables.n &&
           str_eq(key->name, q->profile->key_variables.items[0]) && variable_set(own) &&
           !value_same(&own->value, &key->value);
}

static void check_foreign(const struct rule *rule, struct inquiry *q)
{
    const char *vendor = NULL;
    if (url_kind(q, &vendor, NULL) != HOST_FOREIGN ||
        q->uses.base_url_origin.kind == ORIGIN_DEFAULT)
        return; // the client's default is url.unset-default-host
    struct finding *f = url_add(rule, q);
    f->title =
        str_fmt(q->arena, "The base URL is %s's: the call would not reach this gateway", vendor);
    f->short_text = str_fmt(
        q->arena, "%.*s goes to %s, not to this gateway",
        STR_ARG(str_present(q->uses.base_url_name) ? q->uses.base_url_name : STR("the base URL")),
        vendor);
    finding_variable(f, q, q->uses.key);
    if (serves_another_pair(q)) {
        f->severity = SEVERITY_WARNING;
        finding_evidence(f, q, STR("but"),
                         STR("only code that passes no base URL of its own is concerned"),
                         (struct origin){0});
    }
    url_fix(f, q);
}

// What is known of a server on this machine: 1 answers as the gateway or at least listens, 0
// nothing listens, -1 not looked.
static int local_answers(const struct inquiry *q, bool *as_gateway)
{
    struct url u;
    const struct observation *o = observation_find(&q->snap->probes, "gateway");
    if (o && o->state != PROBE_SKIPPED) {
        *as_gateway = o->is_gateway;
        return o->stage >= STAGE_HTTP || o->state == PROBE_OK;
    }
    url_parse(q->uses.base_url, &u);
    for (size_t i = 0; i < q->snap->listeners.n; i++) {
        const struct listener *l = &q->snap->listeners.items[i];
        if (l->port == u.port && str_eq_icase(l->host, u.host) && l->state != LISTENER_UNKNOWN)
            return l->state == LISTENER_OPEN;
    }
    return -1;
}

static void check_loopback(const struct rule *rule, struct inquiry *q)
{
    bool as_gateway = false;
    if (url_kind(q, NULL, NULL) != HOST_LOOPBACK)
        return;
    int answers = local_answers(q, &as_gateway);
    struct finding *f = url_add(rule, q);
    f->title = str_fmt(q->arena, "The base URL points to this machine (%.*s)",
                       STR_ARG(host_of(q->uses.base_url)));
    f->short_text = url_short(q, "points to this machine");
    if (answers == 0) {
        f->severity = SEVERITY_ERROR;
        f->proven = true;
        finding_evidence(f, q, host_of(q->uses.base_url), STR("nothing listens there"),
                         (struct origin){.kind = ORIGIN_PROBE});
    } else if (as_gateway) {
        f->severity = SEVERITY_NOTE;
        f->proven = true;
        finding_evidence(f, q, host_of(q->uses.base_url),
                         STR("a local development gateway answers"),
                         (struct origin){.kind = ORIGIN_PROBE});
    }
    if (q->snap->machine.container || q->context->in_container)
        finding_evidence(f, q, STR("container"), STR("there this address is the container itself"),
                         (struct origin){0});
    url_fix(f, q);
}

#define ESCAPE_FIXED "The Playground's address is built into the web application."
// clang-format off
const struct rule url_rules[] = {
    {
        .id = "url.unset-default-host", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "an OPENAI_* key variable is set, no base-URL variable is: this client would go to its vendor's default host",
        .why = "OpenAI's SDKs go to https://api.openai.com/v1 when nothing tells them otherwise. "
               "That host does not know this gateway's key and answers 401 invalid_api_key.",
        .escape = ESCAPE_FIXED,
        .explain = "Look at OPENAI_BASE_URL in the place where the code runs, not only in this shell.\n"
                   "Set OPENAI_BASE_URL=https://api.nexorouter.com/v1 there, or pass base_url in the code.",
        .check = check_default_host,
    },
    {
        .id = "url.empty-variable", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "the base-URL variable exists with length 0",
        .why = "Empty is not unset: OpenAI's Python SDK takes the empty text as the address and fails with "
               "\"Connection error.\" (no http:// in the URL); the one for Node goes to api.openai.com with your key.",
        .escape = ESCAPE_FIXED,
        .explain = "printenv OPENAI_BASE_URL prints an empty line when it is empty, nothing when it is unset.\n"
                   "Give it the gateway's base URL; an empty line in a dotenv file or compose file is often the source.",
        .check = check_empty,
    },
    {
        .id = "url.malformed", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "no scheme, blanks, quotes, control bytes, unexpanded reference, bad port",
        .why = "The client cannot make a URL of this text, or makes another one of it: "
               "UnsupportedProtocol, Invalid URL, or a path with %20 in it.",
        .escape = ESCAPE_FIXED,
        .explain = "Print it between marks: printf '<%s>\\n' \"$OPENAI_BASE_URL\".\n"
                   "Write the whole URL, https:// and /v1 included, without quotes inside the value.",
        .check = check_malformed,
    },
    {
        .id = "url.plain-http", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "http:// to the gateway: the key would travel in clear text",
        .why = "Everybody on the way can read the key, and a redirect to https drops it in most clients (401). "
               "nexoenv sends no key there.",
        .escape = ESCAPE_FIXED,
        .explain = "Write https:// in the base URL. If the key was used over http, replace it.",
        .check = check_plain_http,
    },
    {
        .id = "url.website-host", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "the website's host instead of the API host",
        .why = "The website answers API paths with pages or 404; SDKs then report a parse error.",
        .escape = ESCAPE_FIXED,
        .explain = "The API host is api.nexorouter.com, the site with the Playground is nexorouter.com.",
        .check = check_website,
    },
    {
        .id = "url.lookalike-host", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "a host that resembles the gateway's but is not it; the key is never sent there",
        .why = "A slip of the finger, or somebody who wants keys: whoever runs that host would receive yours. "
               "nexoenv does not contact it.",
        .escape = ESCAPE_FIXED,
        .explain = "Compare the host letter by letter with api.nexorouter.com; find out who wrote the other one.\n"
                   "If a program has used it with a real key, revoke that key under API Keys.",
        .check = check_lookalike,
    },
    {
        .id = "url.foreign-host", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "another vendor's host with this gateway's key",
        .why = "Key and base URL must belong together: that vendor does not know this gateway's key (401).",
        .escape = "The Playground uses the gateway's own address with one of your account's keys.",
        .explain = "Check the base URL before you replace the key: the pair is the most common cause of invalid_api_key.\n"
                   "Set the base URL to https://api.nexorouter.com/v1, or use that vendor's own key for it.",
        .check = check_foreign,
    },
    {
        .id = "url.loopback", .rank = 30, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "localhost or a loopback address (a leftover of local development)",
        .why = "The call stays on this machine (in a container: inside it); without a local gateway it is refused.",
        .escape = ESCAPE_FIXED,
        .explain = "http://localhost:3001/v1 is documented for local development of the gateway only.\n"
                   "Set the production base URL, or start the local gateway.",
        .check = check_loopback,
    },
    {
        .id = "url.unread-variable", .rank = 31, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "the base URL stands under a name this client does not read",
        .why = "Each client knows its own names: OPENAI_BASE_URL (SDKs since 1.0), OPENAI_API_BASE (older ones, LangChain).",
        .escape = ESCAPE_FIXED,
        .explain = "nexoenv clients shows which variable each client takes its base URL from.\n"
                   "Set the name that this client reads.",
        .check = check_unread,
    },
};
// clang-format on
const size_t url_rules_n = sizeof url_rules / sizeof *url_rules;
