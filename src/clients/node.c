// SPDX-License-Identifier: MIT
// Node's switch for proxies, and what ends a Node program before its first line.
#include "clients/family.h"

// Added in 22.21 and 24.5; the variable alone in 24.0 (nodejs/node 1486fedea1, ada34bd0ea).
static bool knows_env_proxy(struct version v, bool option)
{
    if (v.major == 22)
        return v.minor >= 21;
    if (v.major == 24)
        return !option || v.minor >= 5;
    return v.major > 24;
}

static bool knows_system_ca(struct version v)
{
    if (v.major == 22)
        return v.minor >= 15;
    return v.major > 23 || (v.major == 23 && v.minor >= 9);
}

bool node_switch_on(const struct situation *s)
{
    const struct world *w = s->world;
    struct version v = s->p->runtime;
    size_t off = node_option(w, "--no-use-env-proxy"), on = node_option(w, "--use-env-proxy");
    if (off > on)
        return false;
    if (str_eq(world_value(w, "NODE_USE_ENV_PROXY"), STR("1")) && knows_env_proxy(v, false))
        return true;
    return on && knows_env_proxy(v, true);
}

static bool die(struct situation *s, struct str words, struct str from)
{
    s->p->route = ROUTE_ERROR;
    s->p->error = words;
    s->p->route_from = from;
    s->p->dies_at_start = true;
    return true;
}

static bool knows_env_proxy_option(struct version v)
{
    return knows_env_proxy(v, true);
}

static bool knows_families(struct version v)
{
    return v.major >= 20;
}

static bool knows_attempts(struct version v)
{
    return v.major == 20 ? v.minor >= 13 : v.major > 20;
}

// What came within a line of releases (clients/node_known.c), negated or not. Tried with 18.20, 20.9, 20.20, 22.11,
// 22.20, 22.21, 23.9, 24.0, 24.4, 24.5 and 26.10.
static const struct {
    const char *option, *negated;
    bool (*known)(struct version);
} newer_options[] = {
    {"--use-env-proxy", "--no-use-env-proxy", knows_env_proxy_option},
    {"--use-system-ca", "--no-use-system-ca", knows_system_ca},
    {"--network-family-autoselection", "--no-network-family-autoselection", knows_families},
    {"--network-family-autoselection-attempt-timeout", NULL, knows_attempts},
};

static bool never_starts(struct situation *s, struct str option)
{
    s->p->refused = option;
    return die(s,
               str_fmt(s->a, "node: %.*s is not allowed in NODE_OPTIONS (exit 9)", STR_ARG(option)),
               STR("NODE_OPTIONS"));
}

static bool option_refused(struct situation *s)
{
    const char *bad = NULL;
    struct str unknown = STR_NONE,
               words = node_options_fault(s->world, s->p->runtime, &unknown, s->a);
    if (str_present(words))
        return die(s, words, STR("NODE_OPTIONS"));
    for (size_t i = 0; i < sizeof newer_options / sizeof *newer_options && !bad; i++) {
        const char *no = newer_options[i].negated;
        if (newer_options[i].known(s->p->runtime))
            continue;
        if (node_option(s->world, newer_options[i].option))
            bad = newer_options[i].option;
        else if (no && node_option(s->world, no))
            bad = no;
    }
    if (!bad && !str_present(unknown))
        return false;
    return never_starts(s, bad ? str_of(bad) : unknown);
}

static bool reader_refuses(struct situation *s, proxy_reader read, const char *names,
                           const struct rules *rules)
{
    struct choice c = pick_first(s->world, names);
    if (!str_present(c.value))
        return false;
    struct reading r = {.text = c.value,
                        .target = &s->target,
                        .rules = rules,
                        .world = s->world,
                        .version = s->p->version,
                        .a = s->a};
    struct proxy_read out = read(&r);
    return out.fate == FATE_ERROR && die(s, out.error, c.name);
}

// node:http is loaded at start and reads its variable, then fetch reads all; node:https reads its
// own when a library loads it.
bool node_crashes(struct situation *s, bool on)
{
    static const struct rules socks = {.form = FORM_FETCH_FIRST | FORM_SOCKS};
    static const struct rules plain = {.form = FORM_FETCH_FIRST};
    const struct rules *fetch = s->p->runtime.major >= 24 ? &socks : &plain;
    if (option_refused(s))
        return true;
    if (!on)
        return false;
    if (reader_refuses(s, read_node_http, "http_proxy;HTTP_PROXY", fetch) ||
        reader_refuses(s, read_undici, "http_proxy|HTTP_PROXY", fetch) ||
        reader_refuses(s, read_undici, "https_proxy|HTTPS_PROXY", fetch))
        return true;
    return ((s->rules->form & FORM_LOADS_HTTPS) ||
            (s->rules->node == WAY_HTTP && s->target.https)) &&
           reader_refuses(s, read_node_http, "https_proxy;HTTPS_PROXY", fetch);
}

// No resolver takes a name that holds more than letters, digits, "-" and "_", or an empty label; what
// is beyond ASCII is written otherwise before. A proxy is asked for it all the same.
void node_looks_up(struct situation *s)
{
    struct str host = s->target.host;
    bool fine = !str_has(host, STR(".."));
    for (size_t i = 0; i < host.n && fine; i++)
        fine = byte_is_alnum(host.p[i]) || (unsigned char)host.p[i] >= 0x80 ||
               strchr("-_.:", host.p[i]);
    if (fine || s->p->route != ROUTE_DIRECT)
        return;
    s->p->route = ROUTE_ERROR;
    s->p->error = str_fmt(s->a, "Error[ENOTFOUND]: getaddrinfo ENOTFOUND %.*s", STR_ARG(host));
}
