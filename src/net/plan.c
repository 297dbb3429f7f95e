// SPDX-License-Identifier: MIT
#include "net/probe.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

enum {
    PHASE2_US = 400 * 1000,   // DESIGN 6
    PHASE3_US = 900 * 1000,   // phase 2 had half a second
    FAMILY_US = 1000 * 1000,  // an IPv6 address that was overtaken has this long to answer
    SILENCE_US = 3500 * 1000, // two repeated SYNs went unanswered
    REFUSED_US = 1300 * 1000, // the direct way had one repeated SYN
    SYN_US = 2200 * 1000,     // the first repeated SYN had more than a second
    STALL_US = 500 * 1000,    // a handshake without progress
    WAIT_MS = 50,
    // libcurl 7.88 now and then waits on no socket between name and connection: until the answer is
    // late anyway, it is asked often.
    WAIT_EARLY_MS = 3,
};

// libcurl's resolver threads may be the ones that get the signal: the pipe wakes the poll anyway.
static int wake[2] = {-1, -1};

static void on_interrupt(int sig)
{
    (void)sig;
    ssize_t n = write(wake[1], "x", 1);
    (void)n;
}

static bool passed(const struct run *r, enum probe_id id)
{
    return r->t[id].ended && r->t[id].seen.state == PROBE_OK;
}

static bool failed(const struct run *r, enum probe_id id)
{
    return r->t[id].ended && r->t[id].seen.state == PROBE_FAILED;
}

static bool pending(const struct run *r, enum probe_id id)
{
    return r->t[id].running;
}

static bool failed_at(const struct run *r, enum probe_id id, enum probe_stage stage)
{
    return failed(r, id) && r->t[id].seen.stage == stage;
}

// How long it has made no step: a name that came late leaves its connection time to answer.
static int64_t still_us(const struct run *r, int id, int64_t now)
{
    int64_t since = r->begun_us[id];
    return now - (r->t[id].moved_us > since ? r->t[id].moved_us : since);
}

static bool direct(const struct run *r)
{
    return !r->plan->route.proxy.n;
}

static void start_if(struct run *r, bool wanted, enum probe_id id)
{
    if (wanted)
        (void)probe_start(r, id);
}

static void collect_finished(struct run *r)
{
    for (struct transfer *t; (t = curl_finished());) {
        enum probe_id id = (enum probe_id)(t - r->t);
        probe_judge(r, id);
        probe_tell(r, t->seen.state == PROBE_OK ? "answered: " : "failed: ", probe_rows[id].shown);
    }
}

static bool strange_address(const struct run *r, struct str a)
{
    return resolver_serves(&r->resolver, a) || str_eq(a, STR("0.0.0.0")) ||
           str_starts(a, STR("127.")) || str_eq(a, STR("::")) || str_eq(a, STR("::1"));
}

// The name has no answer yet, or none, or one that no gateway has.
static bool name_trouble(const struct run *r, enum probe_id id)
{
    const struct transfer *t = &r->t[id];
    if (!r->started[id] || passed(r, id) || probe_way(r, id)->proxy.n)
        return false;
    if (failed_at(r, id, STAGE_DNS) || (pending(r, id) && !t->seen.addresses.n))
        return true;
    for (size_t i = 0; i < t->seen.addresses.n; i++)
        if (strange_address(r, t->seen.addresses.items[i]) && !host_is_loopback(r->url.host))
            return true;
    return failed(r, id) && str_eq(t->seen.reason, STR("ssl_invalid_hostname"));
}

static void ask_resolver(struct run *r)
{
    struct url u;
    r->resolver_ready = true;
    resolver_ask(&r->resolver, r->plan->gateway_host, probe_now_us());
    if (url_parse(r->plan->website_url, &u) == URL_OK)
        resolver_ask(&r->resolver, u.host, probe_now_us());
    if (!r->plan->no_control && url_parse(r->plan->control_https, &u) == URL_OK)
        resolver_ask(&r->resolver, u.host, probe_now_us());
}

// The proxy's own name does not resolve: the same questions about it.
static void ask_about_proxy(struct run *r)
{
    struct url u;
    if (!failed_at(r, P_GATEWAY, STAGE_PROXY) || r->t[P_GATEWAY].seen.curl_code != 5)
        return;
    if (url_parse(r->plan->route.label, &u) != URL_OK && !u.host.n)
        return;
    ask_resolver(r);
    resolver_ask(&r->resolver, u.host, probe_now_us());
}

static bool certificate_trouble(const struct run *r, enum probe_id id)
{
    const struct observation *o = &r->t[id].seen;
    return failed_at(r, id, STAGE_TLS) &&
           (str_starts(o->reason, STR("ssl_unknown")) || str_starts(o->reason, STR("ssl_invalid")));
}

static bool own_is_system(const struct plan *p)
{
    return str_same(p->trust.file, p->system.file) && str_same(p->trust.dir, p->system.dir) &&
           str_same(p->trust.blob, p->system.blob);
}

static void start_phase2(struct run *r)
{
    r->phase2 = true;
    resolver_init(&r->resolver, r->arena);
    if (r->plan->find_proxies)
        r->plan->find_proxies(r->plan->find_ctx, r->plan);
    start_if(r, !direct(r), P_DIRECT);
    for (size_t i = 0; i < r->plan->proxies_n; i++)
        start_if(r, true, (enum probe_id)(P_PROXY + i));
    if (!failed_at(r, P_GATEWAY, STAGE_DNS)) {
        start_if(r, !r->literal, P_V4);
        start_if(r, !r->literal, P_V6);
    }
    start_if(r, true, P_WEB);
    start_if(r, !direct(r), P_WEB_DIRECT);
}

static void start_phase3(struct run *r)
{
    r->phase3 = true;
    start_if(r, true, P_CONTROL_HTTP);
    start_if(r, true, P_CONTROL_HTTPS);
    start_if(r, !direct(r), P_CONTROL_ROUTE);
}

// Something that another row of the table settled.
static bool proxy_settles(const struct run *r)
{
    for (size_t i = 0; i < r->plan->proxies_n; i++)
        if (passed(r, (enum probe_id)(P_PROXY + i)))
            return true;
    return passed(r, P_DIRECT);
}

static bool any_pending(const struct run *r)
{
    for (int id = 0; id < P_COUNT; id++)
        if (pending(r, (enum probe_id)id))
            return true;
    return (r->resolver_ready && !resolver_idle(&r->resolver)) ||
           (r->small.started && !r->small.done);
}

static void second_opinion(struct run *r)
{
    bool odd = certificate_trouble(r, P_GATEWAY) && r->plan->profile->embedded && direct(r);
    bool control = passed(r, P_CONTROL_HTTPS);
    start_if(r, odd && control, P_DOH);
    const struct observation *doh = &r->t[P_DOH].seen;
    if (!passed(r, P_DOH) || r->started[P_DOH_GATEWAY])
        return;
    for (size_t i = 0; i < doh->addresses.n; i++) {
        bool same = false;
        for (size_t k = 0; k < r->t[P_GATEWAY].seen.addresses.n; k++)
            same |= str_eq(doh->addresses.items[i], r->t[P_GATEWAY].seen.addresses.items[k]);
        if (same || host_is_link_local(doh->addresses.items[i]))
            continue;
        r->doh_address = doh->addresses.items[i];
        start_if(r, true, P_DOH_GATEWAY);
        return;
    }
}

// The handshake stands still and its bytes are not acknowledged: do a few bytes pass?
static void watch_stall(struct run *r, int64_t now)
{
    struct transfer *t = &r->t[direct(r) ? P_GATEWAY : P_DIRECT];
    if (r->small.started || !t->running || !t->seen.tls_started || t->seen.tls_answered ||
        still_us(r, (int)(t - r->t), now) < STALL_US || transfer_unacked(t) <= 0 ||
        !t->seen.addresses.n)
        return;
    small_write_start(&r->small, t->seen.addresses.items[t->seen.addresses.n - 1], r->url.port,
                      now);
}

static void after_success(struct run *r)
{
    const struct observation *o = &r->t[P_GATEWAY].seen;
    bool overtaken = r->t[P_GATEWAY].tried6 && str_chr(o->address, ':') == STR_NOWHERE;
    start_if(r, overtaken && direct(r), P_V6);
    start_if(r, str_present(r->plan->request_url), P_REQUEST);
}

static void advance(struct run *r, int64_t now)
{
    int64_t age = now - r->begin_us;
    start_if(r, certificate_trouble(r, P_GATEWAY) || certificate_trouble(r, P_OWN), P_CHAIN);
    start_if(r, certificate_trouble(r, P_GATEWAY) && !own_is_system(r->plan), P_CHAIN_SYSTEM);
    start_if(r, certificate_trouble(r, direct(r) ? P_CONTROL_HTTPS : P_CONTROL_ROUTE),
             P_CHAIN_CONTROL);
    if (passed(r, P_GATEWAY) || failed_at(r, P_GATEWAY, STAGE_API)) {
        after_success(r);
        return;
    }
    if (failed_at(r, P_GATEWAY, STAGE_HTTP)) {
        start_if(r, r->t[P_GATEWAY].seen.status == 403, P_AGENT);
        start_if(r, r->t[P_GATEWAY].seen.status == 0 || !r->t[P_GATEWAY].seen.verified,
                 P_CONTROL_HTTP);
        if (r->t[P_GATEWAY].seen.status)
            return;
    }
    if (!r->phase2 && (age >= PHASE2_US || r->t[P_GATEWAY].ended || !r->started[P_GATEWAY]))
        start_phase2(r);
    if (!r->phase2)
        return;
    if (name_trouble(r, P_GATEWAY) || name_trouble(r, P_DIRECT) || (r->plan->pinned && direct(r)))
        ask_resolver(r);
    ask_about_proxy(r);
    watch_stall(r, now);
    if (!r->phase3 && !proxy_settles(r) && (age >= PHASE3_US || !any_pending(r)))
        start_phase3(r);
    second_opinion(r);
}

// The system's resolver still waits for one nameserver and has not come to another that answers.
static bool name_to_come(const struct run *r)
{
    for (size_t i = 0; i < r->resolver.n; i++)
        if (r->resolver.items[i].seen.addresses.n &&
            str_eq_icase(r->resolver.items[i].seen.dns_name, r->plan->gateway_host))
            return pending(r, P_GATEWAY) && !r->t[P_GATEWAY].seen.addresses.n;
    return false;
}

// The stages in which silence is an answer once everything else has spoken.
static bool only_silence(const struct run *r, int64_t now)
{
    bool any = false;
    for (int id = 0; id < P_COUNT; id++) {
        const struct transfer *t = &r->t[id];
        if (!t->running)
            continue;
        any = true;
        if (t->seen.tls_answered || still_us(r, id, now) < SILENCE_US)
            return false;
    }
    return any && r->phase3 && !name_to_come(r);
}

static bool answered(const struct run *r, int64_t now)
{
    bool six = pending(r, P_V6) && r->t[P_GATEWAY].tried6 && now - r->begun_us[P_V6] < FAMILY_US &&
               str_chr(r->t[P_GATEWAY].seen.address, ':') == STR_NOWHERE;
    return !six && !pending(r, P_OWN) && !pending(r, P_REQUEST) && !pending(r, P_CHAIN);
}

// No nameserver gave an address, and nothing is under way that has one: the system's own resolver
// can only repeat it. Silence takes longer to believe than an answer.
static bool names_decided(const struct run *r, int64_t now)
{
    if (!r->resolver_ready || !r->resolver.n || !r->phase3)
        return false;
    for (size_t i = 0; i < r->resolver.n; i++)
        if (r->resolver.items[i].seen.addresses.n)
            return false;
    for (int id = 0; id < P_COUNT; id++)
        if (pending(r, (enum probe_id)id) && r->t[id].seen.addresses.n)
            return false;
    int64_t age = now - r->begin_us;
    return (resolver_idle(&r->resolver) && age > FAMILY_US) ||
           (failed_at(r, P_GATEWAY, STAGE_DNS) && age > SYN_US);
}

// The direct way failed, or a repeated SYN went unanswered while another way had its answer.
static bool way_closed(const struct run *r, int64_t now)
{
    const struct transfer *t = &r->t[P_GATEWAY];
    if (failed(r, P_GATEWAY))
        return t->seen.stage <= STAGE_TCP;
    return t->running && t->seen.addresses.n && !t->seen.tls_started &&
           still_us(r, P_GATEWAY, now) > SYN_US;
}

static bool decided(const struct run *r, int64_t now)
{
    if (passed(r, P_GATEWAY) || failed_at(r, P_GATEWAY, STAGE_API))
        return answered(r, now);
    if (failed_at(r, P_GATEWAY, STAGE_HTTP) && r->t[P_GATEWAY].seen.status)
        return !pending(r, P_AGENT) && !pending(r, P_CONTROL_HTTP) && !pending(r, P_OWN);
    if (!r->phase2)
        return false;
    // The proxy refused: what remains is whether there is a way without it.
    if (failed_at(r, P_GATEWAY, STAGE_PROXY) &&
        (proxy_settles(r) || now - r->begun_us[P_DIRECT] > REFUSED_US))
        return true;
    if (direct(r) && proxy_settles(r) && way_closed(r, now))
        return true;
    if (!any_pending(r))
        return r->phase3 || proxy_settles(r);
    return names_decided(r, now) || only_silence(r, now);
}

static void wait_for(struct run *r, int64_t now)
{
    struct curl_fd fds[RESOLVER_QUERIES + 2];
    size_t n = 0;
    fds[n++] = (struct curl_fd){.fd = wake[0]};
    if (r->resolver_ready)
        n += resolver_fds(&r->resolver, fds + n, RESOLVER_QUERIES);
    int64_t left_ms = (r->deadline_us - now) / 1000 + 1;
    int most = now - r->begin_us < PHASE2_US ? WAIT_EARLY_MS : WAIT_MS;
    curl_step(left_ms < most ? (int)left_ms : most, fds, n);
    r->interrupted = fds[0].readable;
}

static void loop(struct run *r)
{
    start_if(r, true, P_GATEWAY);
    start_if(r, r->plan->own_asked, P_OWN);
    curl_step(0, NULL, 0); // on its way
    if (r->plan->idle)
        r->plan->idle(r->plan->idle_ctx);
    for (int64_t now = probe_now_us(); now < r->deadline_us && !r->interrupted;
         now = probe_now_us()) {
        wait_for(r, now);
        now = probe_now_us();
        if (r->resolver_ready)
            resolver_step(&r->resolver, now);
        small_write_step(&r->small, now);
        for (int id = 0; id < P_COUNT; id++)
            transfer_watch(&r->t[id]);
        collect_finished(r);
        advance(r, now);
        r->decided = decided(r, now);
        if (r->decided)
            break;
    }
}

static const char *why_not(const struct run *r, enum probe_id id)
{
    if (r->skipped[id])
        return r->skipped[id];
    return r->interrupted ? "interrupted" : "not needed";
}

// libcurl does not say why a name did not resolve; the nameservers did.
static void name_reasons(struct observations *out)
{
    for (size_t i = 0; i < out->n; i++) {
        struct observation *o = &out->items[i];
        struct url u;
        if (o->state != PROBE_FAILED || (o->curl_code != 6 && o->curl_code != 5))
            continue;
        if (url_parse(o->curl_code == 5 ? o->route : o->url, &u) != URL_OK)
            continue;
        for (size_t k = 0; k < out->n; k++) {
            const struct observation *q = &out->items[k];
            if (str_eq(q->name, STR("resolver")) && str_eq_icase(q->dns_name, u.host) &&
                str_present(q->reason))
                o->reason = q->reason;
        }
    }
}

static void collect_all(struct run *r, struct observations *out)
{
    for (int i = 0; i < P_COUNT; i++) {
        enum probe_id id = (enum probe_id)i;
        if (pending(r, id) && r->decided && probe_now_us() - r->begun_us[id] < FAMILY_US) {
            transfer_stop(&r->t[id]); // decided without it: it had no time to say anything
            continue;
        }
        if (pending(r, id)) {
            transfer_stop(&r->t[id]);
            probe_judge(r, id);
            r->t[id].seen.us.total = probe_now_us() - r->begun_us[id];
        }
        bool told = id == P_GATEWAY || id == P_CONTROL_HTTP || id == P_CONTROL_HTTPS;
        bool withheld = r->skipped[id] || r->interrupted;
        if (!r->started[id] && (!told || !withheld || !probe_url(r, id).n))
            continue; // not needed: the question was decided without it
        if (id >= P_PROXY && id <= P_PROXY_LAST && (size_t)(id - P_PROXY) >= r->plan->proxies_n)
            continue; // no such proxy
        if (direct(r) && (id == P_DIRECT || id == P_WEB_DIRECT || id == P_CONTROL_ROUTE))
            continue; // the same as the client's route
        struct observation *o = arena_push(out, r->arena);
        *o = r->t[id].seen;
        probe_describe(r, id, o);
        if (!r->started[id]) {
            o->state = PROBE_SKIPPED;
            o->dns_rcode = -1;
            o->skipped_why = str_of(why_not(r, id));
        }
    }
    if (r->resolver_ready)
        resolver_collect(&r->resolver, out);
    if (r->small.started) {
        small_write_stop(&r->small);
        *arena_push(out, r->arena) = r->small.seen;
    }
    name_reasons(out);
}

static void mark_skips(struct run *r)
{
    const struct plan *p = r->plan;
    for (int id = 0; id < P_COUNT; id++) {
        bool gateway = probe_rows[id].to == TO_GATEWAY || probe_rows[id].to == TO_REQUEST;
        if (gateway && str_present(p->gateway_off))
            r->skipped[id] = str_z(p->gateway_off, r->arena);
        if (p->no_control && (probe_rows[id].to == TO_CONTROL_HTTP ||
                              probe_rows[id].to == TO_CONTROL_HTTPS || probe_rows[id].to == TO_DOH))
            r->skipped[id] = "--no-control";
    }
    if (url_parse(p->gateway_url, &r->url) == URL_OK &&
        (r->url.ipv6 || host_is_loopback(r->url.host)))
        r->literal = true;
}

static void no_libcurl(const struct plan *p, struct observations *out, struct arena *a)
{
    struct observation *o = arena_push(out, a);
    o->name = STR("gateway");
    o->url = url_public(p->gateway_url, a);
    o->route = p->route.label;
    o->state = PROBE_SKIPPED;
    o->reason = STR("no_libcurl");
    o->dns_rcode = -1;
    o->unacked = -1;
    o->skipped_why = STR("libcurl is not installed (Debian, Ubuntu: apt install libcurl4)");
}

struct net_result net_run(struct plan *plan, struct observations *out, struct arena *a)
{
    struct net_result result = {0};
    int64_t begin = probe_now_us();
    if (!curl_open() || !curl_begin()) {
        no_libcurl(plan, out, a);
        result.no_libcurl = true;
        return result;
    }
    struct run *r = arena_one(a, struct run);
    r->plan = plan;
    r->arena = a;
    r->begin_us = probe_now_us();
    r->deadline_us = begin + (int64_t)(plan->timeout_s * 1e6);
    mark_skips(r);
    struct sigaction old, act = {.sa_handler = on_interrupt};
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0)
        wake[0] = wake[1] = -1;
    sigaction(SIGINT, &act, &old);
    loop(r);
    sigaction(SIGINT, &old, NULL);
    collect_all(r, out);
    curl_end();
    close(wake[0]);
    close(wake[1]);
    result.interrupted = r->interrupted;
    result.us = probe_now_us() - begin;
    return result;
}
