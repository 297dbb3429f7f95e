// SPDX-License-Identifier: MIT
// The way to a URL: which variable, which exceptions, which value (clients.md 3 to 5).
#include "clients/rules.h"

void set_error(struct situation *s, struct str words, struct str from)
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

struct str prediction_route(const struct prediction *p, struct arena *a)
{
    if (p->route == ROUTE_ERROR || p->never_connects)
        return STR("error");
    if (p->route == ROUTE_DIRECT)
        return STR("direct");
    return proxy_text(p, a);
}
