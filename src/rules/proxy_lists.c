// SPDX-License-Identifier: MIT
// Where clients read the same proxy settings differently: upper and lower case, the list of
// exceptions, and this machine as target (clients.md 3, 4). Settled by asking the clients.
#include "parse/names.h"
#include "parse/url.h"
#include "rules/layers.h"
#include "rules/proxy_common.h"
#include "rules/words.h"

enum { ENTRIES_MAX = 32 };

// The members of the panel that would use a proxy if the list of exceptions were empty.
static struct panel readers_of(const struct inquiry *q, const struct changes *with)
{
    struct panel all = panel_of(q), readers = {0};
    struct arena keep = *q->arena;
    struct changes c = *with;
    change_add(&c, CHANGE_UNSET, STR("NO_PROXY"), STR_NONE);
    change_add(&c, CHANGE_UNSET, STR("no_proxy"), STR_NONE);
    for (size_t i = 0; i < all.n; i++)
        if (what_if(q, all.items[i], &c).route == ROUTE_PROXY)
            readers.items[readers.n++] = all.items[i];
    *q->arena = keep;
    return readers;
}

static bool agree(const struct inquiry *q, const struct panel *panel, const struct changes *c)
{
    struct arena keep = *q->arena;
    bool same = true;
    struct prediction first = {0};
    for (size_t i = 0; i < panel->n && same; i++) {
        struct prediction p = what_if(q, panel->items[i], c);
        if (i == 0)
            first = p;
        same = same_route(&first, &p);
    }
    *q->arena = keep;
    return same;
}

static const struct variable *of_name(const struct inquiry *q, struct str name)
{
    return variable_find(&q->context->vars, name);
}

// The chosen client's own path fails where another reading of the same settings got through.
static bool decides_failure(const struct inquiry *q, const struct panel *panel)
{
    struct changes none = {0};
    if (!path_fails(q))
        return false;
    for (size_t i = 0; i < panel->n; i++) {
        struct prediction p = what_if(q, panel->items[i], &none);
        if (!same_route(&p, q->here) && route_probed(q, prediction_route(&p, q->arena)) == 1)
            return true;
    }
    return false;
}

// ---- proxy.case-mismatch ----

// Both spellings with one value: the lower one's where it has one, since most clients take it.
static struct changes unified(const struct inquiry *q, struct str lower, struct str upper)
{
    struct changes c = {0};
    const struct variable *l = of_name(q, lower);
    if (l && value_is_set(&l->value))
        change_add(&c, CHANGE_COPY, upper, lower);
    else
        change_add(&c, CHANGE_COPY, lower, upper);
    return c;
}

static bool pair_differs(const struct variable *l, const struct variable *u)
{
    bool any = (l && value_is_set(&l->value)) || (u && value_is_set(&u->value));
    return any && !(l && u && value_same(&l->value, &u->value));
}

static void case_finding(const struct rule *rule, struct inquiry *q, struct str lower,
                         struct str upper)
{
    const struct variable *l = of_name(q, lower), *u = of_name(q, upper);
    if (!pair_differs(l, u))
        return;
    struct changes none = {0}, both = unified(q, lower, upper);
    struct panel readers = readers_of(q, &both);
    if (readers.n < 2 || agree(q, &readers, &none) || !agree(q, &readers, &both))
        return;
    struct finding *f = finding_add(q, rule, lower);
    finding_variable(f, q, l);
    finding_variable(f, q, u);
    if (!l || !u)
        finding_evidence(f, q, l ? upper : lower, STR("not set"), (struct origin){0});
    panel_evidence(f, q, &readers);
    f->title = str_fmt(q->arena, "%.*s and %.*s differ, and clients read one or the other",
                       STR_ARG(lower), STR_ARG(upper));
    f->short_text = str_fmt(q->arena, "%.*s and %.*s differ", STR_ARG(lower), STR_ARG(upper));
    if (decides_failure(q, &readers))
        f->severity = SEVERITY_ERROR;
    mend_all(
        f, q,
        str_fmt(q->arena, "Set %.*s and %.*s to the same value", STR_ARG(lower), STR_ARG(upper)),
        &both);
}

static void check_case(const struct rule *rule, struct inquiry *q)
{
    static const char *const pairs[][2] = {{"https_proxy", "HTTPS_PROXY"},
                                           {"http_proxy", "HTTP_PROXY"},
                                           {"all_proxy", "ALL_PROXY"},
                                           {"no_proxy", "NO_PROXY"}};
    if (!any_proxy_set(q))
        return;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        case_finding(rule, q, str_of(pairs[i][0]), str_of(pairs[i][1]));
}

// ---- proxy.no-proxy-semantics ----

static const struct variable *list_variable(const struct inquiry *q)
{
    const struct variable *l = of_name(q, STR("no_proxy")), *u = of_name(q, STR("NO_PROXY"));
    return l && value_is_set(&l->value) ? l : u && value_is_set(&u->value) ? u : NULL;
}

static struct changes list_is(struct str list)
{
    struct changes c = {0};
    change_add(&c, CHANGE_SET, STR("NO_PROXY"), list);
    change_add(&c, CHANGE_SET, STR("no_proxy"), list);
    return c;
}

static bool somebody_goes_direct(const struct inquiry *q, const struct panel *panel,
                                 const struct changes *c)
{
    struct arena keep = *q->arena;
    bool direct = false;
    for (size_t i = 0; i < panel->n && !direct; i++)
        direct = what_if(q, panel->items[i], c).route == ROUTE_DIRECT;
    *q->arena = keep;
    return direct;
}

// One entry in the form that every client reads alike (clients.md 4); absent: it has none.
static struct str portable(struct str entry, struct arena *a)
{
    struct str e = str_trim_set(entry, " \t\r\n\"'");
    struct url u;
    if (str_has(e, STR("://")) && url_parse(e, &u) == URL_OK)
        e = u.host;
    if (str_starts(e, STR("[")) && str_chr(e, ']') != STR_NOWHERE)
        e = str_slice(e, 1, str_chr(e, ']'));
    bool ipv6 = str_chr(e, ':') != STR_NOWHERE && str_chr(e, ':') != str_rchr(e, ':');
    if (ipv6 && str_chr(e, '/') != STR_NOWHERE)
        return STR_NONE;
    if (!ipv6 && str_chr(e, ':') != STR_NOWHERE)
        e = str_slice(e, 0, str_chr(e, ':'));
    if (str_starts(e, STR("*.")))
        e = str_from(e, 1);
    e = str_trim_right_set(e, ".");
    return e.n ? str_lower(e, a) : STR_NONE;
}

static void add_entry(struct strs *list, struct str entry, struct arena *a)
{
    if (entry.n && !strs_have(list, entry))
        strs_add(list, entry, a);
}

// The list rewritten; with the gateway's host in full when some client goes direct by it.
static struct str portable_list(const struct inquiry *q, struct str list, bool with_host)
{
    struct strs out = {0};
    struct str entry;
    if (with_host)
        add_entry(&out, str_lower(target_host(q), q->arena), q->arena);
    for (size_t i = 0; i < 4 * ENTRIES_MAX && str_word(&list, ", \t\r\n;", &entry); i++)
        add_entry(&out, portable(entry, q->arena), q->arena);
    struct buf b = buf_in(q->arena);
    for (size_t i = 0; i < out.n; i++)
        buf_fmt(&b, "%s%.*s", i ? "," : "", STR_ARG(out.items[i]));
    return buf_str(&b);
}

// The entry that clients read differently; the whole list when no single one is to blame (its
// separators, the case of the name).
static struct str guilty_entry(const struct inquiry *q, const struct panel *readers,
                               struct str list)
{
    struct str rest = list, entry;
    for (size_t i = 0; i < ENTRIES_MAX && str_word(&rest, ",", &entry); i++) {
        struct changes c = list_is(entry);
        if (!agree(q, readers, &c))
            return entry;
    }
    return list;
}

static void fix_list(struct finding *f, struct inquiry *q, const struct panel *readers,
                     struct str list)
{
    struct changes now = list_is(list), c = {0};
    struct str better = portable_list(q, list, somebody_goes_direct(q, readers, &now));
    const char *const names[] = {"no_proxy", "NO_PROXY"};
    for (size_t i = 0; i < 2; i++)
        if (of_name(q, str_of(names[i])))
            change_add(&c, CHANGE_SET, str_of(names[i]), better);
    if (agree(q, readers, &c))
        mend_all(f, q,
                 STR("Write the list as every client reads it: commas, full names, no *, "
                     "no ports, no brackets"),
                 &c);
    else
        finding_fix(f, q,
                    STR("Write the list as every client reads it: comma-separated, each host "
                        "in full, no *, no ports, no IPv6 in brackets or with a prefix"),
                    STR_NONE);
}

static void check_list(const struct rule *rule, struct inquiry *q)
{
    const struct variable *v = list_variable(q);
    if (!v || !any_proxy_set(q))
        return;
    struct str list = v->value.text;
    struct changes same_case = list_is(list), empty = {0};
    struct panel readers = readers_of(q, &empty);
    bool stops = q->here->route == ROUTE_ERROR && readers.n && readers.items[0] == q->client;
    if (readers.n < 2 || (agree(q, &readers, &same_case) && !stops))
        return;
    struct finding *f = finding_add(q, rule, v->name);
    struct str entry = guilty_entry(q, &readers, list);
    finding_variable(f, q, v);
    finding_evidence(f, q, STR("entry"), entry, v->origin);
    panel_evidence(f, q, &readers);
    f->title = str_fmt(q->arena, "Clients read %.*s differently for %.*s", STR_ARG(v->name),
                       STR_ARG(target_host(q)));
    f->short_text = str_fmt(q->arena, "%.*s: clients read \"%.*s\" differently", STR_ARG(v->name),
                            STR_ARG(entry));
    if (stops)
        f->title =
            str_fmt(q->arena, "%s stops on an entry of %.*s", q->client->id, STR_ARG(v->name));
    if (stops || decides_failure(q, &readers))
        f->severity = SEVERITY_ERROR;
    fix_list(f, q, &readers, list);
}

// ---- proxy.captures-localhost ----

static int listens(const struct inquiry *q, struct str host, uint32_t port)
{
    for (size_t i = 0; i < q->snap->listeners.n; i++) {
        const struct listener *l = &q->snap->listeners.items[i];
        if (l->port == port && str_eq_icase(l->host, host) && l->state != LISTENER_UNKNOWN)
            return l->state == LISTENER_OPEN;
    }
    return route_probed(q, STR("direct"));
}

static void except_host(struct finding *f, struct inquiry *q, struct str host)
{
    const struct variable *v = list_variable(q);
    struct strs list = {0};
    struct str old = v ? v->value.text : STR(""), entry;
    for (size_t i = 0; i < 4 * ENTRIES_MAX && str_word(&old, ",", &entry); i++)
        add_entry(&list, str_trim(entry), q->arena);
    if (host_is_loopback(host)) {
        add_entry(&list, STR("localhost"), q->arena);
        add_entry(&list, STR("127.0.0.1"), q->arena);
    }
    add_entry(&list, str_lower(host, q->arena), q->arena);
    struct buf b = buf_in(q->arena);
    for (size_t i = 0; i < list.n; i++)
        buf_fmt(&b, "%s%.*s", i ? "," : "", STR_ARG(list.items[i]));
    struct changes c = {0};
    change_add(&c, CHANGE_SET, STR("NO_PROXY"), buf_str(&b));
    if (of_name(q, STR("no_proxy")) || what_if(q, q->client, &c).route != ROUTE_DIRECT)
        change_add(&c, CHANGE_SET, STR("no_proxy"), buf_str(&b));
    mend_all(f, q, STR("Except this machine from the proxy"), &c);
}

static void check_localhost(const struct rule *rule, struct inquiry *q)
{
    struct url u;
    if (q->here->route != ROUTE_PROXY || q->uses.base_url.n == 0)
        return;
    url_parse(q->uses.base_url, &u);
    bool loopback = host_is_loopback(u.host);
    if (!loopback && !host_is_private(u.host))
        return;
    int answers = listens(q, u.host, u.port);
    if (answers == 0)
        return; // there is nothing to reach: url.loopback, or the network's rows
    struct finding *f = finding_add(q, rule, q->here->route_from);
    finding_evidence(f, q, STR("base URL"), url_public(q->uses.base_url, q->arena),
                     q->uses.base_url_origin);
    finding_variable(f, q, proxy_variable(q, q->here->route_from));
    finding_variable(f, q, list_variable(q));
    finding_evidence(
        f, q, str_of(q->client->id),
        str_fmt(q->arena, "sends it to %.*s", STR_ARG(prediction_route(q->here, q->arena))),
        (struct origin){0});
    f->title = str_fmt(q->arena, "The call to %.*s would go to the proxy", STR_ARG(u.host));
    f->short_text = str_fmt(q->arena, "%.*s would go through %.*s", STR_ARG(u.host),
                            STR_ARG(q->here->route_from));
    if (!loopback && answers != 1) { // many networks do reach such hosts through their proxy
        f->severity = SEVERITY_WARNING;
        f->proven = false;
    }
    except_host(f, q, u.host);
}

// clang-format off
const struct rule proxy_list_rules[] = {
    {
        .id = "proxy.case-mismatch", .rank = 42, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "upper- and lower-case variables differ, or only one case is set, and clients differ (error when it decides the chosen client's failure)",
        .why = "Lower case wins in curl, Python and Node, upper case in Go and Rust; an empty lower-case variable "
               "switches the proxy off in Python alone, and curl never reads HTTP_PROXY.",
        .escape = "A browser reads no variables.",
        .explain = "Set both cases to the same value: export HTTPS_PROXY=http://host:port https_proxy=http://host:port.\n"
                   "nexoenv clients shows who uses what.",
        .check = check_case,
    },
    {
        .id = "proxy.no-proxy-semantics", .rank = 42, .severity = SEVERITY_WARNING, .mode = "S",
        .title = "a NO_PROXY entry that clients read differently for this host (error when it decides the chosen client's failure)",
        .why = "*.domain, host:port, blanks, CIDR and brackets mean something in one client and nothing in another; "
               "[::1] or an IPv6 range stops httpx, and so OpenAI's Python SDK, when the client is made.",
        .escape = "A browser has its own list of exceptions.",
        .explain = "The form that all read alike: host names in full, separated by commas, .domain for sub-domains; "
                   "no *, no ports, no blanks, no IPv6 in brackets.",
        .check = check_list,
    },
    {
        .id = "proxy.captures-localhost", .rank = 42, .severity = SEVERITY_ERROR, .mode = "S",
        .title = "the base URL is loopback or private and would be sent to the proxy",
        .why = "curl and the Python clients send even localhost to the proxy unless NO_PROXY names it; "
               "the proxy answers 502, 503 or 403, or reaches its own machine.",
        .escape = "Browsers never send localhost to a proxy.",
        .explain = "Add localhost,127.0.0.1,::1 to NO_PROXY, and to no_proxy where it is set.",
        .check = check_localhost,
    },
};
// clang-format on
const size_t proxy_list_rules_n = sizeof proxy_list_rules / sizeof *proxy_list_rules;
