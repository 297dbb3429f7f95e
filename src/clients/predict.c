// SPDX-License-Identifier: MIT
// A prediction, put together: what the SDK calls, the way there, whom it trusts.
#include "clients/rules.h"

static bool at_least(struct version have, struct version want)
{
    if (have.major != want.major)
        return have.major > want.major;
    if (have.minor != want.minor)
        return have.minor > want.minor;
    return have.patch >= want.patch;
}

// The row of a version and the runtime beneath it: the last one asks for nothing.
static const struct rules *row_for(const struct rules *rows, struct version v, struct version node)
{
    while (!at_least(v, rows->since) || !at_least(node, rows->runtime))
        rows++;
    return rows;
}

// An SDK's rules, with what the httpx beneath it does in its own way: how values are read, and which
// CA files it passes over.
static const struct rules *rules_on(const struct rules *sdk, struct version httpx, struct arena *a)
{
    if (!sdk->beneath)
        return sdk;
    const struct rules *beneath = row_for(rules_of_way(sdk->beneath), httpx, httpx);
    struct rules *own = arena_one(a, struct rules);
    *own = *sdk;
    own->form |= beneath->form;
    own->trust_flags |= beneath->trust_flags;
    return own;
}

struct version version_parse(struct str text)
{
    struct version v = {0};
    unsigned *const parts[] = {&v.major, &v.minor, &v.patch};
    size_t i = text.n && (text.p[0] == 'v' || text.p[0] == 'V') ? 1 : 0;
    for (size_t part = 0; part < 3; part++) {
        if (i >= text.n || !byte_is_digit(text.p[i]))
            break;
        v.known = true;
        while (i < text.n && byte_is_digit(text.p[i])) {
            *parts[part] = *parts[part] > 99999 ? *parts[part]
                                                : *parts[part] * 10 + (unsigned)(text.p[i] - '0');
            i++;
        }
        if (i >= text.n || text.p[i] != '.')
            break;
        i++;
    }
    size_t dot = str_chr(text, '.');
    v.major_only =
        v.known && (dot == STR_NOWHERE || dot + 1 >= text.n || !byte_is_digit(text.p[dot + 1]));
    return v;
}

// A Node given by its major version alone is the newest of that line, as version managers read it.
static struct version node_of_line(struct version v)
{
    static const struct version newest[] = {{.major = 18, .minor = 20, .patch = 8},
                                            {.major = 20, .minor = 20, .patch = 2},
                                            {.major = 22, .minor = 23, .patch = 3},
                                            {.major = 24, .minor = 21, .patch = 0}};
    for (size_t i = 0; v.major_only && i < sizeof newest / sizeof *newest; i++)
        if (newest[i].major == v.major)
            v.minor = newest[i].minor, v.patch = newest[i].patch;
    return v;
}

// --- the route ------------------------------------------------------------------------------

static void set_error(struct situation *s, struct str words, struct str from)
{
    s->p->route = ROUTE_ERROR;
    s->p->error = words;
    s->p->route_from = from;
}

static void set_direct(struct situation *s, struct str from, bool excepted)
{
    s->p->route = ROUTE_DIRECT;
    s->p->route_from = from;
    s->p->excepted = excepted;
}

static const proxy_reader readers[] = {
    [READ_CURL] = read_curl,
    [READ_GIT] = read_git,
    [READ_WGET] = read_wget,
    [READ_URLLIB] = read_urllib,
    [READ_URLLIB3] = read_urllib3,
    [READ_HTTPX] = read_httpx,
    [READ_YARL] = read_yarl,
    [READ_UNDICI] = read_undici,
    [READ_NODE_HTTP] = read_node_http,
    [READ_PROXY_FROM_ENV] = read_proxy_from_env,
    [READ_BUN] = read_bun,
    [READ_GO] = read_go,
    [READ_HYPER] = read_hyper,
    [READ_DENO] = read_deno,
    [READ_REQWEST] = read_reqwest,
    [READ_RUBY] = read_ruby,
    [READ_DOTNET] = read_dotnet,
};

static struct proxy_read read_value(const struct situation *s, struct choice c)
{
    struct reading r = {.name = c.name,
                        .text = c.value,
                        .target = &s->target,
                        .rules = s->rules,
                        .world = s->world,
                        .version = s->p->version,
                        .a = s->a};
    return readers[s->rules->read](&r);
}

static bool is_import_error(struct str words)
{
    return str_starts(words, STR("builtins.ImportError"));
}

// httpx: Proxy(url) for every variable, then a transport for each.
static bool httpx_chokes(struct situation *s)
{
    static const char *const schemes[] = {"http", "https", "all"};
    for (int transports = 0; transports < 2; transports++) {
        for (size_t i = 0; i < 3; i++) {
            struct choice c = pick_python(s->world, str_of(schemes[i]));
            if (!str_present(c.value))
                continue;
            struct proxy_read r = read_value(s, c);
            if (r.fate != FATE_ERROR || is_import_error(r.error) != (transports == 1))
                continue;
            set_error(s, r.error, c.name);
            return true;
        }
    }
    return false;
}

// aiohttp and undici's agent parse the variables for both schemes, used or not.
static bool both_choke(struct situation *s)
{
    static const char *const groups[] = {"http_proxy|HTTP_PROXY", "https_proxy|HTTPS_PROXY"};
    bool python = pick_of(s->rules)->how == PICK_BY_PYTHON;
    for (size_t i = 0; i < 2; i++) {
        struct choice c = python ? pick_python(s->world, i ? STR("https") : STR("http"))
                                 : pick_first(s->world, groups[i]);
        if (!str_present(c.value))
            continue;
        struct proxy_read r = read_value(s, c);
        if (r.fate == FATE_ERROR) {
            set_error(s, r.error, c.name);
            return true;
        }
    }
    return false;
}

static bool go_refuses(struct situation *s, struct choice c)
{
    if (pick_of(s->rules)->cgi != CGI_GO || s->target.https ||
        !world_value(s->world, "REQUEST_METHOD").n || read_value(s, c).fate == FATE_DIRECT)
        return false;
    set_error(s,
              str_fmt(s->a,
                      "Get \"%.*s://%.*s\": refusing to use HTTP_PROXY value in CGI "
                      "environment; see golang.org/s/cgihttpproxy",
                      STR_ARG(s->target.scheme), STR_ARG(s->target.netloc)),
              c.name);
    return true;
}

// The candidates in order; a value the client cannot use may count as none.
static void use_candidates(struct situation *s, const struct choice *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct proxy_read r = read_value(s, c[i]);
        if (r.fate == FATE_UNSET)
            continue;
        s->p->scheme = r.scheme;
        s->p->host = r.host;
        s->p->port = r.port;
        if (str_present(r.error)) {
            set_error(s, r.error, c[i].name);
        } else if (r.fate == FATE_DIRECT) {
            set_direct(s, c[i].name, false);
        } else {
            s->p->route = ROUTE_PROXY;
            s->p->proxy_has_login = r.login;
            s->p->route_from = c[i].name;
        }
        return;
    }
    set_direct(s, n ? c[0].name : STR_NONE, false);
}

// A tool's own file beats the variables.
static size_t from_tool(const struct situation *s, struct choice *c, size_t n, bool *off)
{
    struct choice own = tool_proxy(s, off);
    if (!str_present(own.value) && !*off)
        return n;
    c[0] = own;
    return *off || !own.value.n ? 0 : 1;
}

static void route_by_rules(struct situation *s)
{
    const struct rules *rules = s->rules;
    struct choice c[8];
    struct str by, error;
    bool off = false;
    size_t n = pick_candidates(s, c);
    if (*rules->tool)
        n = from_tool(s, c, n, &off);
    bool httpx = rules->list == EXCEPT_HTTPX;
    if (!n && !httpx && !rules->check_all) {
        set_direct(s, off ? c[0].name : STR_NONE, false);
        return;
    }
    if (rules->check_all && !httpx && pick_of(rules)->how != PICK_BY_PYTHON && both_choke(s))
        return;
    bool excepted = list_matches(s, &by, &error);
    s->p->list_from = by;
    if (httpx && !(excepted && list_is_star(s)) && httpx_chokes(s))
        return;
    if (str_present(error)) {
        set_error(s, error, by);
        return;
    }
    if (!excepted && rules->check_all && pick_of(rules)->how == PICK_BY_PYTHON && !httpx &&
        both_choke(s))
        return;
    if (!n) {
        set_direct(s, STR_NONE, false);
        return;
    }
    if (rules->value_first) {
        struct proxy_read r = read_value(s, c[0]);
        if (r.fate == FATE_ERROR) {
            set_error(s, r.error, c[0].name);
            return;
        }
    }
    if (n && go_refuses(s, c[0]))
        return;
    if (excepted) {
        set_direct(s, by, true);
        return;
    }
    use_candidates(s, c, n);
}

static bool is_wide(struct str host)
{
    for (size_t i = 0; i < host.n; i++)
        if ((unsigned char)host.p[i] >= 0x80)
            return true;
    return false;
}

static void judge_wide_host(struct situation *s)
{
    enum wide_host how = s->rules->wide_host;
    if (how == WIDE_REFUSED)
        set_error(s, STR("URI::InvalidURIError: URI must be ascii only"), STR_NONE);
    else if (how == WIDE_UNKNOWN)
        set_error(s, STR("php_network_getaddresses: getaddrinfo failed: Name or service not known"),
                  STR_NONE);
    else if (how == WIDE_NO_PROXY && s->p->route == ROUTE_PROXY)
        set_error(s, STR("builtins.UnicodeEncodeError: 'ascii' codec can't encode character"),
                  s->p->route_from);
}

static struct str proxy_text(const struct prediction *p, struct arena *a)
{
    bool v6 = str_chr(p->host, ':') != STR_NOWHERE;
    struct buf b = buf_in(a);
    buf_add(&b, p->scheme);
    buf_z(&b, v6 ? "://[" : "://");
    buf_add(&b, p->host);
    buf_z(&b, v6 ? "]:" : ":");
    buf_number(&b, p->port);
    return buf_str(&b);
}

// urllib starts over for a proxy of another scheme than the target's: it is called as a URL of its own,
// through the variable for that scheme, if its host is not excepted.
static void start_over(struct situation *s)
{
    struct prediction own = *s->p;
    struct target whole = s->target;
    if (!s->rules->starts_over || whole.https || !str_eq(own.scheme, STR("https")) || !own.host.n)
        return;
    s->target = target_parse(proxy_text(&own, s->a), s->a);
    route_by_rules(s);
    if (is_wide(s->target.host))
        judge_wide_host(s);
    s->target = whole;
    if (s->p->route == ROUTE_DIRECT)
        *s->p = own;
}

static void route_open(struct situation *s)
{
    struct target whole = s->target;
    struct choice own = {str_of(s->rules->own_proxy), STR_NONE};
    if (*s->rules->own_proxy)
        own.value = world_value(s->world, s->rules->own_proxy);
    if (own.value.n) {
        use_candidates(s, &own, 1);
        return;
    }
    if (s->rules->ipv6_error && whole.address.family == 6) {
        set_error(s,
                  str_fmt(s->a, "URI::InvalidURIError: bad URI(is not URI?): \"%.*s://%.*s\"",
                          STR_ARG(whole.scheme), STR_ARG(whole.host)),
                  STR_NONE);
        return;
    }
    if (s->rules->port_dropped)
        s->target.port = whole.https ? 443 : 80;
    route_by_rules(s);
    s->target = whole;
    start_over(s);
    if (s->p->route == ROUTE_DIRECT && s->rules->then) {
        const struct rules *outer = s->rules;
        s->rules = rules_of_way(outer->then);
        route_by_rules(s);
        s->rules = outer;
    }
}

// Node's own way: the agents of node:http, or fetch.
static void by_node(struct situation *s)
{
    const struct rules *outer = s->rules;
    s->rules = row_for(rules_of_way(outer->node), s->p->runtime, s->p->runtime);
    route_by_rules(s);
    s->rules = outer;
}

// axios 1.6 calls the proxy itself with plain HTTP; that call goes through Node's agent, which with
// the switch on may put another proxy in front.
static void own_then_node(struct situation *s)
{
    struct prediction own;
    struct target whole = s->target;
    route_open(s);
    own = *s->p;
    // A proxy that does not resolve is not looked up when another one stands in front.
    bool lookup = str_starts(own.error, STR("Error[ENOTFOUND]"));
    if (own.route == ROUTE_ERROR && !lookup)
        return;
    if (own.route == ROUTE_ERROR)
        s->target = target_parse(STR("http://unknown/"), s->a);
    else if (own.route == ROUTE_PROXY)
        s->target = target_parse(prediction_route(s->p, s->a), s->a);
    by_node(s);
    s->target = whole;
    if (s->p->route != ROUTE_PROXY)
        *s->p = own;
}

static void route_node(struct situation *s)
{
    const struct rules *rules = s->rules;
    bool on = node_switch_on(s);
    if (node_crashes(s, on))
        return;
    if (rules->gate == GATE_OPEN || (!on && rules->gate != GATE_NODE && rules->gate != GATE_SHUT))
        route_open(s);
    else if (!on || rules->gate == GATE_SHUT)
        set_direct(s, STR_NONE, false);
    else if (rules->gate == GATE_OWN_THEN_NODE)
        own_then_node(s);
    else
        by_node(s);
    node_looks_up(s);
}

// --- what is set and not read ---------------------------------------------------------------

static bool name_in(const char *names, struct str name)
{
    struct str rest = str_of(names);
    for (size_t at; (at = str_find(rest, name)) != STR_NOWHERE; rest = str_from(rest, at + name.n))
        if ((at == 0 || memchr("|;", rest.p[at - 1], 2)) &&
            (at + name.n == rest.n || memchr("|;", rest.p[at + name.n], 2)))
            return true;
    return false;
}

static bool reads_name(const struct situation *s, const struct rules *rules, struct str name)
{
    const struct pick_rule *pick = pick_of(rules);
    if (rules->node && rules->gate == GATE_NODE) {
        if (!node_switch_on(s))
            return false;
        return reads_name(s, row_for(rules_of_way(rules->node), s->p->runtime, s->p->runtime),
                          name);
    }
    if (rules->gate == GATE_SHUT || rules->gate == GATE_JAVA || !pick)
        return false;
    if (pick->how == PICK_BY_PYTHON) {
        bool all = str_starts_icase(name, STR("all_"));
        return all ? pick->all : true;
    }
    if (pick->how == PICK_BY_GUZZLE)
        return name_in("HTTPS_PROXY|https_proxy|all_proxy|ALL_PROXY|HTTP_PROXY|http_proxy", name);
    if (name_in(pick->https, name) || name_in(pick->http, name))
        return true;
    return rules->then && reads_name(s, rules_of_way(rules->then), name);
}

static bool is_proxy_name(struct str name)
{
    return str_eq_icase(name, STR("http_proxy")) || str_eq_icase(name, STR("https_proxy")) ||
           str_eq_icase(name, STR("all_proxy"));
}

static void list_ignored(struct situation *s)
{
    const struct variables *vars = s->world->vars;
    for (size_t i = 0; vars && i < vars->n; i++) {
        const struct variable *v = &vars->items[i];
        if (v->value.state == VALUE_SET && is_proxy_name(v->name) &&
            !reads_name(s, s->rules, v->name))
            strs_add(&s->p->ignored, v->name, s->a);
    }
}

// urllib takes "user:password@host" for the name of the host, in its list too.
static void login_in_host(struct situation *s)
{
    struct target whole = s->target, *t = &s->target;
    bool colon = str_chr(t->login, ':') != STR_NOWHERE;
    t->host = str_fmt(s->a, "%.*s@%.*s", STR_ARG(t->login), STR_ARG(t->host));
    t->netloc = str_fmt(s->a, "%.*s@%.*s", STR_ARG(t->login), STR_ARG(t->netloc));
    t->host_port = str_fmt(s->a, "%.*s@%.*s", STR_ARG(t->login), STR_ARG(t->host_port));
    t->address = (struct address){0};
    route_open(s);
    s->target = whole;
    if (s->p->route == ROUTE_ERROR || (s->p->route == ROUTE_PROXY && !whole.https))
        return;
    if (colon && !whole.port_written)
        set_error(s, STR("http.client.InvalidURL: nonnumeric port"), STR_NONE);
    else if (s->p->route == ROUTE_DIRECT)
        set_error(
            s, STR("urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>"),
            STR_NONE);
}

// A login in the URL that is called. False: the route is to be found as ever.
static bool decided_by_login(struct situation *s)
{
    if (!s->target.login.n)
        return false;
    switch (s->rules->login) {
    case LOGIN_FINE: return false;
    case LOGIN_REFUSED:
        set_error(s,
                  STR("TypeError: Request cannot be constructed from a URL that includes "
                      "credentials"),
                  STR_NONE);
        return true;
    case LOGIN_CLASHES:
        set_error(s,
                  STR("builtins.ValueError: Cannot combine AUTHORIZATION header with AUTH "
                      "argument or credentials encoded in URL"),
                  STR_NONE);
        return true;
    case LOGIN_IN_HOST: login_in_host(s); return true;
    }
    return false;
}

void predict_route(struct situation *s)
{
    if (decided_by_login(s)) {
        list_ignored(s);
        return;
    }
    if (s->client->lang == LANG_NODE)
        route_node(s);
    else if (s->rules->gate == GATE_JAVA)
        predict_java(s);
    else if (s->rules->gate == GATE_OPEN)
        route_open(s);
    else
        set_direct(s, STR_NONE, false);
    if (is_wide(s->target.host))
        judge_wide_host(s);
    list_ignored(s);
}

// --- all together ---------------------------------------------------------------------------

static void predict_netrc(struct situation *s)
{
    const struct netrc *n = s->world->netrc;
    bool entry = false;
    if (!n || n->syntax_error || !(s->rules->netrc_replaces || s->rules->netrc_raises))
        return;
    for (size_t i = 0; i < n->n; i++) {
        const struct netrc_entry *e = &n->items[i];
        if (s->rules->netrc_raises && str_ends(e->loc.file, STR("_netrc")))
            continue; // aiohttp knows that name on Windows alone
        bool fits = !str_present(e->machine) || str_eq(e->machine, s->target.host);
        bool filled = e->has_login || e->has_password || !s->rules->netrc_filled;
        entry = entry || (fits && filled);
    }
    s->p->netrc_replaces_auth = entry;
    if (!entry || !s->rules->netrc_raises)
        return;
    s->p->netrc_error = STR("builtins.ValueError: Cannot combine AUTHORIZATION header with AUTH "
                            "argument or credentials encoded in URL");
    s->p->never_connects = true;
    s->p->never_words = s->p->netrc_error;
}

static void predict_rest(struct situation *s)
{
    const struct rules *rules = s->rules;
    struct prediction *p = s->p;
    if (p->route == ROUTE_DIRECT && rules->ipv6_direct_error && s->target.address.family == 6)
        set_error(s,
                  str_fmt(s->a, "Error[ENOTFOUND]: getaddrinfo ENOTFOUND [%.*s]",
                          STR_ARG(s->target.host)),
                  STR_NONE);
    p->absolute_form =
        p->route == ROUTE_PROXY && s->target.https && (rules->form & FORM_TUNNEL_NEVER);
    p->redirects = (int)rules->redirects;
    p->waits_for_ipv6 = rules->waits_ipv6;
    // Node races the address families from version 20 on.
    p->fails_on_ipv6 = rules->ipv6_fails || (s->client->lang == LANG_NODE && p->runtime.major < 20);
    p->timeout_s = rules->timeout_s;
    p->connect_timeout_s = rules->connect_s;
    p->retries = rules->retries;
}

struct prediction client_predict(const struct client *c, struct version version,
                                 struct version runtime, const struct world *w,
                                 const struct call *call, struct arena *a)
{
    static const struct call no_call;
    struct prediction p = {.client = c};
    p.version = version.known ? version : version_parse(str_of(c->newest));
    p.runtime = node_of_line(runtime.known ? runtime : version_parse(str_of(c->runtime)));
    if (c->is_runtime)
        p.version = node_of_line(p.version);
    if (c->is_runtime)
        p.runtime = p.version;
    // An httpx that is only assumed tells nothing about what goes together.
    struct version beneath = c->lang == LANG_PYTHON ? runtime : p.runtime;
    struct situation s = {
        .client = c,
        .rules = rules_on(row_for(rules_of_client((enum client_rules)c->rules), p.version, beneath),
                          p.runtime, a),
        .world = w,
        .call = call ? call : &no_call,
        .p = &p,
        .a = a};
    p.trust.verify = true;
    if (s.rules->passes_proxies) {
        p.never_connects = true;
        p.never_words = STR("builtins.TypeError: Client.__init__() got an unexpected keyword "
                            "argument 'proxies'");
    }
    predict_sdk(&s);
    s.target = target_parse(str_present(s.call->url)     ? s.call->url
                            : str_present(p.request_url) ? p.request_url
                                                         : p.base_url,
                            a);
    if (!s.target.known)
        s.target.scheme = str_present(s.target.scheme) ? s.target.scheme : STR("https");
    s.target.https = str_eq(s.target.scheme, STR("https"));
    predict_route(&s);
    predict_trust(&s);
    predict_netrc(&s);
    tool_stops(&s);
    predict_rest(&s);
    return p;
}

struct str prediction_route(const struct prediction *p, struct arena *a)
{
    if (p->route == ROUTE_ERROR || p->never_connects)
        return STR("error");
    if (p->route == ROUTE_DIRECT)
        return STR("direct");
    return proxy_text(p, a);
}
