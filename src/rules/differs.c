// SPDX-License-Identifier: MIT
#include "rules/differs.h"
#include "parse/url.h"
#include "rules/node_options.h"

static void add_said(struct client_row *row, uint32_t cell, struct difference d)
{
    row->cells |= cell;
    if (row->n < sizeof row->items / sizeof *row->items)
        row->items[row->n++] = d;
}

static void add(struct client_row *row, uint32_t cell, struct str why, struct str fix,
                struct str command)
{
    add_said(row, cell, (struct difference){why, STR_NONE, fix, command});
}

static struct str route_of(const struct prediction *p, struct arena *a)
{
    // The way there, whatever becomes of the key.
    struct prediction way = *p;
    way.never_connects = false;
    return prediction_route(&way, a);
}

// --- changes that may help, best first ---------------------------------------------------------

struct attempt {
    struct changes changes;
    const char *text;
};

static struct str twin(struct str name, struct arena *a)
{
    struct str lower = str_lower(name, a);
    if (!str_eq(lower, name))
        return lower;
    struct buf b = buf_in(a);
    for (size_t i = 0; i < name.n; i++)
        buf_byte(&b, name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i]);
    return buf_str(&b);
}

static bool is_variable(const struct inquiry *q, struct str name)
{
    return str_present(name) && variable_find(&q->context->vars, name) != NULL;
}

static void try_switch(struct attempt *t)
{
    change_add(&t->changes, CHANGE_SET, STR("NODE_USE_ENV_PROXY"), STR("1"));
    t->text = "switch Node's proxy support on";
}

// The variable the other one reads, in both spellings.
static void try_copy(const struct inquiry *q, struct attempt *t, struct str from)
{
    bool http = str_starts_icase(q->here->request_url, STR("http:"));
    static const char *const https_names[] = {"https_proxy", "HTTPS_PROXY"};
    static const char *const http_names[] = {"http_proxy", "HTTP_PROXY"};
    for (size_t i = 0; i < 2; i++) {
        struct str name = str_of(http ? http_names[i] : https_names[i]);
        if (!str_eq(name, from))
            change_add(&t->changes, CHANGE_COPY, name, from);
    }
    t->text = "set the spelling that it reads";
}

static void try_unset(const struct inquiry *q, struct attempt *t, struct str name)
{
    change_add(&t->changes, CHANGE_UNSET, name, STR_NONE);
    struct str other = twin(name, q->arena);
    if (is_variable(q, other))
        change_add(&t->changes, CHANGE_UNSET, other, STR_NONE);
    t->text = "unset the variable that it cannot use";
}

static void try_repair(const struct inquiry *q, struct attempt *t, struct str name,
                       enum change_how how, const char *text)
{
    struct str other = twin(name, q->arena);
    change_add(&t->changes, how, name, STR_NONE);
    if (is_variable(q, other))
        change_add(&t->changes, how, other, STR_NONE);
    t->text = text;
}

// The host itself, written as every client reads it (clients.md 4).
static void try_except(const struct inquiry *q, struct attempt *t)
{
    struct str host = q->profile->host;
    struct str url = str_present(q->call.url) ? q->call.url : q->here->request_url;
    struct url u;
    if (url_parse(url, &u) == URL_OK)
        host = u.host;
    change_add(&t->changes, CHANGE_SET, STR("NO_PROXY"), host);
    change_add(&t->changes, CHANGE_SET, STR("no_proxy"), host);
    t->text = "name the host in full in the list of exceptions";
}

// A proxy without "://". Lists of exceptions and NODE_OPTIONS want none.
static bool lacks_scheme(const struct inquiry *q, struct str name)
{
    return str_ends_icase(name, STR("_proxy")) && !str_starts_icase(name, STR("no_")) &&
           !str_has(variable_find(&q->context->vars, name)->value.text, STR("://"));
}

enum { ATTEMPTS = 10 };

static size_t attempts_for(const struct inquiry *first, const struct inquiry *q,
                           struct attempt out[ATTEMPTS])
{
    const struct prediction *a = first->here, *p = q->here;
    size_t n = 0;
    bool node = q->client->lang == LANG_NODE;
    if (a->route == ROUTE_PROXY && p->route == ROUTE_DIRECT) {
        if (node)
            try_switch(&out[n++]);
        if (is_variable(q, a->route_from)) {
            try_copy(q, &out[n++], a->route_from);
            if (node) {
                try_copy(q, &out[n], a->route_from);
                try_switch(&out[n++]);
            }
        }
    }
    if (a->route == ROUTE_DIRECT && p->route == ROUTE_PROXY)
        try_except(q, &out[n++]);
    if (p->route == ROUTE_ERROR && is_variable(q, p->route_from)) {
        struct str name = p->route_from;
        try_repair(q, &out[n++], name, CHANGE_BARE, "take blanks, line ends and quotes off");
        if (lacks_scheme(q, name))
            try_repair(q, &out[n++], name, CHANGE_HTTP, "write the scheme http:// in front");
        try_unset(q, &out[n++], name);
    }
    if (a->route != ROUTE_ERROR && p->route == ROUTE_PROXY && is_variable(q, p->route_from) &&
        a->route == ROUTE_PROXY && !str_eq(a->route_from, p->route_from)) {
        if (is_variable(q, a->route_from))
            try_copy(q, &out[n++], a->route_from);
        try_unset(q, &out[n++], p->route_from);
    }
    return n;
}

// Who resolves the name makes no other way, nor does the version of SOCKS.
static bool same_way(const struct prediction *x, const struct prediction *y, struct arena *a)
{
    if (x->route == ROUTE_PROXY && y->route == ROUTE_PROXY && str_starts(x->scheme, STR("socks")) &&
        str_starts(y->scheme, STR("socks")))
        return str_eq_icase(x->host, y->host) && x->port == y->port;
    return str_eq(route_of(x, a), route_of(y, a));
}

// After the change a call is made, or fails on the next variable.
static bool gets_on(const struct inquiry *q, const struct prediction *after)
{
    return after->route != ROUTE_ERROR || !str_eq(after->route_from, q->here->route_from);
}

// The first attempt that leads the way of `goal`; without a goal, that leads any further.
static bool offer(const struct inquiry *q, const struct attempt *attempts, size_t n,
                  const struct prediction *goal, struct difference *d)
{
    for (size_t i = 0; i < n; i++) {
        const struct changes *c = &attempts[i].changes;
        struct prediction after = what_if(q, q->client, c);
        if (goal ? !same_way(&after, goal, q->arena) : !gets_on(q, &after))
            continue;
        d->fix = str_of(attempts[i].text);
        d->command = mend_command(q, c);
        return true;
    }
    return false;
}

// --- the reasons ----------------------------------------------------------------------------

static bool node_too_old(const struct inquiry *q)
{
    struct version v = q->here->runtime;
    return q->client->lang == LANG_NODE &&
           (v.major < 22 || v.major == 23 || (v.major == 22 && v.minor < 21));
}

static struct str unread_names(const struct prediction *p, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < p->ignored.n && i < 6; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(p->ignored.items[i]));
    return buf_str(&b);
}

static struct str route_words(const struct inquiry *first, const struct inquiry *q)
{
    const struct prediction *a = first->here, *p = q->here;
    struct arena *m = q->arena;
    if (p->route == ROUTE_ERROR)
        return str_present(p->route_from) ? str_join(STR("fails on "), p->route_from, m)
                                          : STR("fails");
    if (a->route == ROUTE_ERROR)
        return str_fmt(m, "gets by where %s fails on %.*s", first->client->id,
                       STR_ARG(a->route_from));
    if (p->excepted && !a->excepted)
        return str_fmt(m, "reads %.*s so that it excepts this host; %s does not",
                       STR_ARG(p->route_from), first->client->id);
    if (a->excepted && !p->excepted && p->route == ROUTE_PROXY)
        return str_present(p->list_from)
                   ? str_fmt(m, "reads %.*s so that it does not except this host; %s does",
                             STR_ARG(p->list_from), first->client->id)
                   : str_fmt(m, "does not read %.*s", STR_ARG(a->route_from));
    if (p->ignored.n && p->route == ROUTE_DIRECT)
        return str_join(STR("does not read "), unread_names(p, m), m);
    if (str_present(p->route_from) && str_eq(p->route_from, a->route_from))
        return str_fmt(m, "takes %.*s for %.*s, %s for %.*s", STR_ARG(p->route_from),
                       STR_ARG(route_of(p, m)), first->client->id, STR_ARG(route_of(a, m)));
    if (str_present(p->route_from) && str_present(a->route_from))
        return str_fmt(m, "goes by %.*s, %s by %.*s", STR_ARG(p->route_from), first->client->id,
                       STR_ARG(a->route_from));
    if (str_present(a->route_from))
        return str_fmt(m, "does not go by %.*s, which %s does", STR_ARG(a->route_from),
                       first->client->id);
    return str_fmt(m, "goes by %.*s", STR_ARG(p->route_from));
}

static struct difference route_why(const struct inquiry *first, const struct inquiry *q)
{
    struct str words = q->here->route == ROUTE_ERROR ? q->here->error : STR_NONE;
    return (struct difference){.why = route_words(first, q), .words = words};
}

// What would come of Node's switch, where it does not lead the same way.
static struct str switch_words(const struct inquiry *q)
{
    struct changes c = {0};
    change_add(&c, CHANGE_SET, STR("NODE_USE_ENV_PROXY"), STR("1"));
    struct prediction on = what_if(q, q->client, &c);
    if (on.route == ROUTE_ERROR)
        return str_fmt(q->arena, "NODE_USE_ENV_PROXY=1 would make it fail on %.*s: %.*s",
                       STR_ARG(on.route_from), STR_ARG(on.error));
    if (on.excepted)
        return STR(
            "NODE_USE_ENV_PROXY=1 alone does not help: the list of exceptions names this host "
            "in Node's reading; write hosts in full, without \"*.\"");
    if (on.route == ROUTE_DIRECT && !on.ignored.n)
        return STR_NONE;
    if (on.route == ROUTE_DIRECT)
        return STR(
            "NODE_USE_ENV_PROXY=1 alone does not help: pass a proxy agent in the code, or use "
            "a version that goes by Node's fetch, and HTTPS_PROXY");
    return STR_NONE;
}

static struct str no_command_words(const struct inquiry *first, const struct inquiry *q)
{
    if (node_too_old(q) && q->here->route == ROUTE_DIRECT)
        return STR(
            "use Node 22.21 or newer with NODE_USE_ENV_PROXY=1, or pass a proxy agent in the "
            "code");
    if (q->here->excepted)
        return STR("write the list so that all read it alike: hosts in full, with commas, without "
                   "\"*.\", ports and blanks");
    if (q->client->lang == LANG_NODE && q->here->ignored.n)
        return switch_words(q);
    if (q->here->route == ROUTE_PROXY && first->here->route == ROUTE_PROXY &&
        str_starts(first->here->scheme, STR("socks")))
        return STR("name a proxy that speaks HTTP there: SOCKS is not read alike");
    if (q->here->route == ROUTE_DIRECT && q->here->ignored.n)
        return STR("pass the proxy in the code: this client takes none from the environment");
    return STR_NONE;
}

static struct str goal_of(const struct inquiry *q)
{
    return str_present(q->call.url) ? q->call.url : q->here->request_url;
}

// Two ways can be compared only when they lead to the same host.
static bool same_goal(const struct inquiry *first, const struct inquiry *q)
{
    struct url a, b;
    if (url_parse(goal_of(first), &a) != URL_OK || url_parse(goal_of(q), &b) != URL_OK)
        return false;
    return str_eq_icase(a.host, b.host) && a.port == b.port;
}

// The same client asked for another address.
static struct inquiry asked_for(const struct inquiry *q, struct str url)
{
    struct inquiry other = *q;
    struct changes none = {0};
    struct prediction *p = arena_one(q->arena, struct prediction);
    other.call.url = url;
    *p = what_if(&other, other.client, &none);
    other.here = p;
    return other;
}

static void compare_ways(const struct inquiry *first, const struct inquiry *q,
                         struct client_row *row)
{
    struct attempt attempts[ATTEMPTS] = {0};
    struct str mine = route_of(q->here, q->arena);
    if (str_eq(mine, route_of(first->here, q->arena)))
        return;
    size_t n = attempts_for(first, q, attempts);
    struct difference d = route_why(first, q);
    struct changes c = {0};
    bool failed = first->here->route == ROUTE_ERROR;
    if (change_node_options(q, &c)) {
        bool old = first->here->route == ROUTE_PROXY && node_too_old(q);
        d.fix = old ? STR("take out what this Node does not know; Node 22.21 or newer knows it, "
                          "and goes through the proxy")
                    : STR("take out what this Node does not know");
        d.command = mend_command(q, &c);
    } else if (!offer(q, attempts, n, first->here, &d) &&
               !(q->here->route == ROUTE_ERROR && offer(q, attempts, n, NULL, &d)) && !failed) {
        d.fix = no_command_words(first, q); // who gets by where the first fails needs no mending
    }
    add_said(row, CELL_ROUTE, d);
}

// Where no base URL is set each SDK calls a host of its own, and curl what the code says: what the
// ways to one and the same host are is still what is asked.
static void compare_route(const struct inquiry *first, const struct inquiry *q,
                          struct client_row *row)
{
    struct url u;
    if (same_goal(first, q)) {
        compare_ways(first, q, row);
        return;
    }
    if (str_eq(route_of(q->here, q->arena), route_of(first->here, q->arena)))
        return;
    struct str url =
        url_parse(goal_of(first), &u) == URL_OK ? goal_of(first) : q->profile->base_url;
    struct inquiry one = asked_for(first, url), other = asked_for(q, url);
    compare_ways(&one, &other, row);
}

// --- trust ----------------------------------------------------------------------------------

// What a CA of one's own is given to a client with.
static struct str ca_variable(const struct client *c)
{
    static const struct {
        const char *id, *name;
    } rows[] = {{"python-requests", "REQUESTS_CA_BUNDLE"},
                {"git", "GIT_SSL_CAINFO"},
                {"deno-fetch", "DENO_CERT"},
                {"bun-fetch", "NODE_EXTRA_CA_CERTS"},
                {"java-", NULL},
                {"okhttp", NULL},
                {"php-curl", NULL},
                {"php-guzzle", NULL},
                {"wget", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_starts(str_of(c->id), str_of(rows[i].id)))
            return str_of(rows[i].name);
    return c->lang == LANG_NODE ? STR("NODE_EXTRA_CA_CERTS") : STR("SSL_CERT_FILE");
}

// The variable that gave a client another store than it comes with; absent: none.
static struct str own_store(const struct trust *t)
{
    if (str_present(t->verify_from))
        return t->verify_from;
    if (str_present(t->file_from))
        return t->file_from;
    if (str_present(t->dir_from))
        return t->dir_from;
    return t->adds_from.n ? t->adds_from.items[0] : STR_NONE;
}

static bool trusts_path(const struct trust *t, struct str path)
{
    if (str_same(t->file, path))
        return true;
    for (size_t i = 0; i < t->adds.n; i++)
        if (str_same(t->adds.items[i], path))
            return true;
    return false;
}

static void tell_broken_store(const struct inquiry *q, struct client_row *row)
{
    const struct trust *t = &q->here->trust;
    struct changes c = {0};
    change_add(&c, CHANGE_UNSET, t->broken, STR_NONE);
    struct prediction after = what_if(q, q->client, &c);
    bool helps = !str_present(after.trust.broken);
    add_said(row, CELL_TRUST,
             (struct difference){str_join(STR("stops on "), t->broken, q->arena), t->broken_words,
                                 STR("name a file that exists, or unset the variable"),
                                 helps ? mend_command(q, &c) : STR_NONE});
}

static void compare_trust(const struct inquiry *first, const struct inquiry *q,
                          struct client_row *row)
{
    const struct trust *a = &first->here->trust, *t = &q->here->trust;
    struct arena *m = q->arena;
    struct str theirs = own_store(a), mine = own_store(t);
    if (str_present(t->broken)) {
        tell_broken_store(q, row);
        return;
    }
    if (str_present(a->broken))
        return; // what the first names is no store to copy
    if (t->verify != a->verify) {
        const struct prediction *off = t->verify ? first->here : q->here;
        add(row, CELL_TRUST,
            t->verify ? str_fmt(m, "verifies; %s does not (%.*s)", first->client->id,
                                STR_ARG(off->trust.verify_from))
                      : str_fmt(m, "verifies nothing (%.*s)", STR_ARG(off->trust.verify_from)),
            STR("switch verification on again, and name the CA instead"), STR_NONE);
        return;
    }
    struct str file = str_present(a->file_from) ? a->file : a->adds.n ? a->adds.items[0] : STR_NONE;
    if (str_present(theirs) && str_present(file) && !trusts_path(t, file)) {
        struct str name = ca_variable(q->client);
        struct changes c = {0};
        if (str_present(name))
            change_add(&c, CHANGE_SET, name, file);
        struct prediction after = c.n ? what_if(q, q->client, &c) : *q->here;
        bool ok = c.n && trusts_path(&after.trust, file);
        add(row, CELL_TRUST,
            str_fmt(m, "does not read %.*s, which names the CA for %s", STR_ARG(theirs),
                    first->client->id),
            ok ? str_fmt(m, "name the same CA in %.*s", STR_ARG(name))
               : STR("name the CA in the client's own settings"),
            ok ? mend_command(q, &c) : STR_NONE);
    } else if (str_present(mine) && !str_same(mine, theirs)) {
        add(row, CELL_TRUST,
            str_fmt(m, "trusts what %.*s names; %s does not read it", STR_ARG(mine),
                    first->client->id),
            STR_NONE, STR_NONE);
    }
}

// --- key and base URL ---------------------------------------------------------------------------

static void compare_key(const struct inquiry *first, const struct inquiry *q,
                        struct client_row *row)
{
    const struct prediction *a = first->here, *p = q->here;
    struct arena *m = q->arena;
    if (p->key_fate == KEY_FATE_REFUSED || p->key_fate == KEY_FATE_SPLIT) {
        add(row, CELL_KEY,
            str_fmt(m, "%s %.*s",
                    p->key_fate == KEY_FATE_SPLIT ? "sends a damaged header with" : "refuses",
                    STR_ARG(p->key_from)),
            STR("take blanks, line ends and quotes off the key"), STR_NONE);
    } else if (p->key_fate == KEY_FATE_MISSING && a->key_fate != KEY_FATE_MISSING &&
               a->key_from.n) {
        add(row, CELL_KEY,
            str_fmt(m, "finds no key of its own; %s is passed %.*s", first->client->id,
                    STR_ARG(a->key_from)),
            STR_NONE, STR_NONE);
    } else if (p->key_from.n && a->key_from.n && !str_eq(p->key_from, a->key_from)) {
        add(row, CELL_KEY,
            str_fmt(m, "takes the key from %.*s, %s from %.*s", STR_ARG(p->key_from),
                    first->client->id, STR_ARG(a->key_from)),
            STR_NONE, STR_NONE);
    }
}

// What only has blanks around it is cleaned; what cannot be saved is replaced.
static struct str mend_base(const struct inquiry *q, struct str name, struct changes *c)
{
    struct url u;
    struct str text = variable_find(&q->context->vars, name)->value.text, bare = str_trim(text);
    bool clean = bare.n < text.n && url_parse(bare, &u) == URL_OK;
    change_add(c, CHANGE_SET, name, clean ? bare : q->profile->base_url);
    return clean ? STR("take the blanks off") : STR("give it the gateway's whole URL");
}

static void compare_url(const struct inquiry *first, const struct inquiry *q,
                        struct client_row *row)
{
    const struct prediction *a = first->here, *p = q->here;
    struct arena *m = q->arena;
    if (str_present(q->call.url))
        return;
    if (str_present(p->base_url_error)) {
        struct str text = STR_NONE;
        struct changes c = {0};
        if (is_variable(q, p->base_url_from))
            text = mend_base(q, p->base_url_from, &c);
        struct str why = str_fmt(m, "cannot use the base URL (%.*s)", STR_ARG(p->base_url_from));
        add_said(row, CELL_URL,
                 (struct difference){why, p->base_url_error, text,
                                     c.n ? mend_command(q, &c) : STR_NONE});
        return;
    }
    struct str mine = str_trim_right_set(p->base_url, "/");
    struct str theirs = str_trim_right_set(a->base_url, "/");
    if (!mine.n || !theirs.n || str_eq(mine, theirs))
        return;
    if (str_eq(str_trim(mine), str_trim(theirs)) && str_eq(p->base_url_from, a->base_url_from)) {
        bool clean = str_eq(mine, str_trim(mine));
        add(row, CELL_URL,
            str_fmt(m,
                    clean ? "takes the blanks off %.*s; %s does not"
                          : "leaves the blanks on %.*s; %s takes them off",
                    STR_ARG(p->base_url_from), first->client->id),
            STR_NONE, STR_NONE);
        return;
    }
    mine = url_public(mine, m);
    theirs = url_public(theirs, m);
    add(row, CELL_URL,
        str_fmt(m, "calls %.*s (%.*s); %s calls %.*s (%.*s)", STR_ARG(mine),
                STR_ARG(p->base_url_from), first->client->id, STR_ARG(theirs),
                STR_ARG(a->base_url_from)),
        STR_NONE, STR_NONE);
}

// ---- what stops the first one itself ----

static bool login_has_at(const struct inquiry *q, struct str name)
{
    const struct variable *v = variable_find(&q->context->vars, name);
    size_t at = v ? str_rchr(v->value.text, '@') : STR_NOWHERE;
    return at != STR_NOWHERE && str_chr(v->value.text, '@') != at;
}

static void tell_own_fault(const struct inquiry *q, struct client_row *row)
{
    const struct prediction *p = q->here;
    struct attempt attempts[ATTEMPTS] = {0};
    if (p->route != ROUTE_ERROR)
        return;
    struct difference d = route_why(q, q);
    struct changes c = {0};
    if (change_node_options(q, &c)) {
        d.fix = STR("take out what this Node does not know");
        d.command = mend_command(q, &c);
    } else if (login_has_at(q, p->route_from)) {
        d.fix = STR("write the @ in the password as %40");
    } else {
        offer(q, attempts, attempts_for(q, q, attempts), NULL, &d);
    }
    add_said(row, CELL_ROUTE, d);
}

struct client_row client_differs(const struct inquiry *first, const struct inquiry *other)
{
    struct client_row row = {.p = other->here};
    if (first == other) {
        tell_own_fault(first, &row);
        if (str_present(first->here->trust.broken))
            tell_broken_store(first, &row);
        if (str_present(first->here->base_url_error))
            compare_url(first, first, &row);
        return row;
    }
    compare_route(first, other, &row);
    compare_trust(first, other, &row);
    compare_key(first, other, &row);
    compare_url(first, other, &row);
    return row;
}
