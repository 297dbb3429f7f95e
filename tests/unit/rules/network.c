// SPDX-License-Identifier: MIT
// The decision over recorded observations: where each line of causes.md 15.5 fits, and near misses.
#include "rules/network.h"
#include "check.h"

static struct arena arena;

static struct observation failed(enum probe_stage stage, const char *reason)
{
    return (struct observation){.name = STR("gateway"),
                                .route = STR("direct"),
                                .state = PROBE_FAILED,
                                .stage = stage,
                                .reason = str_of(reason),
                                .unacked = -1,
                                .dns_rcode = -1};
}

static struct observation answered(void)
{
    return (struct observation){.name = STR("x"),
                                .route = STR("direct"),
                                .state = PROBE_OK,
                                .stage = STAGE_DONE,
                                .status = 200,
                                .verified = true,
                                .dns_rcode = -1};
}

static struct observation through(struct observation o, const char *route)
{
    o.route = str_of(route);
    return o;
}

static struct observation at(struct observation o, const char *address)
{
    o.address = str_of(address);
    *arena_push(&o.addresses, &arena) = o.address;
    return o;
}

static struct observation named(const char *name, const char *server, int rcode,
                                const char *address)
{
    struct observation o = failed(STAGE_DNS, "x");
    o.name = STR("resolver");
    o.dns_name = str_of(name);
    o.dns_server = str_of(server);
    o.dns_rcode = rcode;
    if (address) {
        o.state = PROBE_OK;
        *arena_push(&o.addresses, &arena) = str_of(address);
    }
    return o;
}

static struct observation chain(const char *subject, const char *issuer)
{
    struct observation o = answered();
    o.name = STR("chain");
    struct certificate *c = arena_push(&o.chain, &arena);
    c->subject = str_of(subject);
    c->issuer = str_of(issuer);
    c->self_signed = str_eq(c->subject, c->issuer);
    c->names = STR("DNS:api.nexorouter.com");
    return o;
}

static struct observations none;

static struct network network(const struct observation *gateway)
{
    return (struct network){.gateway = gateway,
                            .all = &none,
                            .host = STR("api.nexorouter.com"),
                            .proxied = gateway && !str_eq(gateway->route, STR("direct")),
                            .now_s = 1800000000};
}

static void says(const struct network *n, const char *id)
{
    struct diagnosis d = network_decide(n);
    if (!str_same(str_of(d.id), str_of(id)))
        print_message("got %s, expected %s\n", d.id ? d.id : "nothing", id ? id : "nothing");
    assert_true(str_same(str_of(d.id), str_of(id)));
}

static void test_control_decides(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_TCP, "generic_timeout_error"), ok = answered();
    struct network n = network(&g);
    says(&n, NULL); // no control: unknown, never "blocked"
    n.control_https = &ok;
    says(&n, "tcp.filtered");
    g.reason = STR("connection_refused");
    says(&n, "tcp.refused");
    g.reason = STR("host_unreachable");
    says(&n, "tcp.unreachable");
    struct observation dead = failed(STAGE_TCP, "generic_timeout_error");
    n.control_https = n.control_http = n.web = &dead;
    g.reason = STR("generic_timeout_error");
    says(&n, "net.offline");
    n.web = &ok; // the website answers: not offline, and still no control
    says(&n, NULL);
}

static void test_names(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_DNS, "dns_temporary_failure");
    struct observation list[3] = {named("api.nexorouter.com", "10.0.0.1", 3, NULL),
                                  named("nexorouter.com", "10.0.0.1", 0, "203.0.113.20")};
    struct observations all = {list, 2, 2};
    struct network n = network(&g);
    n.all = &all;
    says(&n, "dns.nxdomain");
    list[0].dns_rcode = 2;
    says(&n, "dns.servfail");
    list[0].dns_rcode = 5;
    says(&n, "dns.servfail");
    list[0].dns_rcode = -1;
    says(&n, "dns.timeout");
    list[1].addresses.n = 0;
    list[1].dns_rcode = -1;
    says(&n, "dns.resolver-down");
    list[0].reason = list[1].reason = STR("network_unreachable");
    says(&n, "net.offline");
    list[1].reason = STR("connection_refused"); // the resolver's host answers
    says(&n, "dns.resolver-down");
}

// The system asks the nameservers in their order: the first that gives or denies an address decides.
static void test_nameservers_in_their_order(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_DNS, "dns_temporary_failure"), ok = answered();
    struct observation list[3] = {named("api.nexorouter.com", "10.0.0.1", 3, NULL),
                                  named("api.nexorouter.com", "10.0.0.2", 0, "203.0.113.10"),
                                  named("nexorouter.com", "10.0.0.1", 0, "203.0.113.20")};
    struct observations all = {list, 3, 3};
    struct network n = network(&g);
    n.all = &all;
    n.web = &ok;
    says(&n, "dns.nxdomain"); // the second was never asked
    list[0].dns_rcode = 2;    // a failure is passed on to the second, which knows the name
    says(&n, "dns.servfail"); // and still the lookup ends without it
    n.web = NULL;
    says(&n, "dns.resolver-down"); // as does every other
    list[0].dns_rcode = -1;
    list[0].reason = g.reason = STR("generic_timeout_error");
    says(&n, NULL); // the lookup had not come to the second yet
}

static void test_hosts_file_that_leads_nowhere(void **state)
{
    (void)state;
    struct observation g = at(failed(STAGE_TCP, "connection_refused"), "127.0.0.1");
    struct network n = network(&g);
    says(&n, "dns.sinkhole");
    n.hosts_ip = STR("127.0.0.1");
    says(&n, "dns.hosts-file"); // whatever DNS says
    n.host = STR("localhost");
    n.hosts_ip = STR_NONE;
    says(&n, NULL); // its own name is no sinkhole
}

static void test_proxy_that_waits_for_the_gateway(void **state)
{
    (void)state;
    const char *route = "http://proxy.corp.test:3128";
    struct observation g = through(failed(STAGE_PROXY, "generic_timeout_error"), route);
    struct observation ok = through(answered(), route);
    struct network n = network(&g);
    says(&n, "proxy.unreachable");
    n.control_route = &ok;
    says(&n, "proxy.cannot-reach");
}

static void test_certificate_of_the_proxy(void **state)
{
    (void)state;
    struct observation g =
        through(failed(STAGE_PROXY, "ssl_unknown_authority"), "https://proxy.corp.test:3128");
    struct network n = network(&g);
    n.https_proxy = true;
    says(&n, "tls.untrusted-issuer");
    g.reason = STR("ssl_invalid_hostname");
    says(&n, "tls.name-mismatch");
    g.reason = STR("ssl_invalid_certificate");
    says(&n, "tls.expired");
}

static void test_sinkhole_needs_every_address(void **state)
{
    (void)state;
    struct observation ok = answered();
    struct observation g = at(failed(STAGE_TCP, "connection_refused"), "0.0.0.0");
    struct network n = network(&g);
    n.control_https = &ok;
    says(&n, "dns.sinkhole");
    *arena_push(&g.addresses, &arena) = STR("203.0.113.10");
    says(&n, "tcp.refused");
    g = at(failed(STAGE_TCP, "connection_refused"), "203.0.113.99");
    n.hosts_ip = STR("203.0.113.99");
    says(&n, "tcp.refused"); // the address may be right
    struct observation dns = named("api.nexorouter.com", "10.0.0.1", 0, "203.0.113.99");
    struct observations all = {&dns, 1, 1};
    n.all = &all;
    says(&n, "tcp.refused"); // DNS says the same
    dns = named("api.nexorouter.com", "10.0.0.1", 0, "203.0.113.10");
    says(&n, "dns.hosts-file");
    n.hosts_ip = STR("203.0.113.98");
    says(&n, "tcp.refused");
}

static void test_proxy(void **state)
{
    (void)state;
    static const struct {
        const char *reason, *id;
    } rows[] = {
        {"proxy_auth", "proxy.auth-required"},       {"proxy_refused", "proxy.refuses-tunnel"},
        {"proxy_status", "proxy.cannot-reach"},      {"not_a_proxy", "proxy.not-a-proxy"},
        {"connection_refused", "proxy.unreachable"}, {"generic_timeout_error", "proxy.unreachable"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct observation g = through(failed(STAGE_PROXY, rows[i].reason), "http://p.test:3128");
        struct network n = network(&g);
        says(&n, rows[i].id);
    }
    struct observation g = through(failed(STAGE_PROXY, "connection_refused"), "http://127.0.0.1:9");
    struct network n = network(&g);
    n.loopback_proxy = true;
    says(&n, "proxy.dead-listener");
    g = through(failed(STAGE_PROXY, "tls_protocol"), "https://p.test:3128");
    n = network(&g);
    n.https_proxy = true;
    says(&n, "proxy.tls-to-plain-proxy");
    g = through(failed(STAGE_PROXY, "dns_temporary_failure"), "http://p.test:3128");
    g.curl_code = 5;
    struct observation ok = answered();
    n = network(&g);
    n.control_https = &ok;
    says(&n, "proxy.unresolvable");
    assert_null(network_decide(&n).cause);
    n.control_https = NULL; // no name at all: the resolver explains it
    assert_string_equal(network_decide(&n).cause, "dns.resolver-down");
    // The same port in the other manner works.
    g = through(failed(STAGE_PROXY, "generic_timeout_error"), "socks5h://p.test:3128");
    struct observation swapped = through(answered(), "http://p.test:3128");
    n = network(&g);
    n.proxies[0] = &swapped;
    says(&n, "proxy.not-a-proxy");
}

static void test_another_way_works(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_TCP, "generic_timeout_error");
    struct observation other = through(answered(), "http://p.test:3128");
    struct network n = network(&g);
    n.proxies[0] = &other;
    says(&n, "proxy.needed-not-set");
    n.proxies[0] = NULL;
    n.pac_only = true;
    struct observation ok = answered();
    n.control_https = &ok;
    says(&n, "proxy.pac-only");
    g = failed(STAGE_TLS, "ssl_unknown_authority");
    says(&n, "tls.untrusted-issuer"); // it connects: a script has nothing to do with it
}

static void test_certificates(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_TLS, "ssl_unknown_authority"), ok = answered();
    struct observation c = chain("CN = api.nexorouter.com", "CN = Nobody");
    struct network n = network(&g);
    n.control_https = &ok;
    n.chain = &c;
    says(&n, "tls.untrusted-issuer");
    c.chain.items[0].has_aia = true;
    says(&n, "tls.incomplete-chain");
    c.chain.items[0].has_aia = false;
    struct observation same = chain("CN = www.cloudflare.com", "CN = Nobody");
    n.chain_control = &same;
    says(&n, "tls.inspection-untrusted");
    n.chain_control = NULL;
    c.chain.items[0].issuer = STR("CN = Zscaler Intermediate Root CA (zscaler.net)");
    says(&n, "tls.inspection-untrusted");
    c.chain.items[0].issuer = STR("CN = Avast Web/Mail Shield Root");
    says(&n, "tls.antivirus");
    struct observation sys = answered();
    n.chain_system = &sys;
    says(&n, "tls.runtime-own-roots");
    n.chain_system = NULL;
    g = failed(STAGE_TLS, "ssl_invalid_hostname");
    says(&n, "tls.name-mismatch");
    n.doh_gateway = &ok;
    says(&n, "dns.forged-answer");
}

static void test_dates(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_TLS, "ssl_invalid_certificate");
    struct observation c = chain("CN = a", "CN = b"), clock = answered();
    struct network n = network(&g);
    says(&n, NULL); // no clock to compare with
    c.chain.items[0].not_before_s = 2100000000;
    c.chain.items[0].not_after_s = 2200000000;
    clock.clock_known = true;
    n.chain = &c;
    n.control_http = &clock;
    says(&n, "tls.expired"); // the clock is right
    clock.clock_skew_s = 1800000000 - 2150000000;
    says(&n, "tls.clock-skew");
    clock.clock_skew_s = 400; // off, but the certificate is wrong by any clock
    says(&n, "tls.expired");
}

static void test_silence(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_TLS, "generic_timeout_error"), ok = answered();
    struct observation small = answered();
    struct network n = network(&g);
    says(&n, NULL);
    n.control_https = &ok;
    says(&n, "tls.silent");
    g.unacked = 517;
    says(&n, "tls.silent"); // nothing passes at all
    n.small = &small;
    says(&n, "tcp.mtu-blackhole");
    g.unacked = 0;
    says(&n, "tls.silent");
    g.unacked = 517;
    struct observation stuck = g;
    n.control_https = &stuck; // the same towards every host
    says(&n, "tcp.mtu-blackhole");
    g = failed(STAGE_TLS, "connection_reset");
    says(&n, NULL);
    n.control_https = &ok;
    says(&n, "tls.reset");
    g = failed(STAGE_TLS, "tls_protocol");
    says(&n, "tls.protocol");
}

static void test_portal(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_TLS, "ssl_invalid_hostname");
    struct observation portal = failed(STAGE_HTTP, "http_unexpected_redirect_url");
    portal.status = 302;
    struct network n = network(&g);
    n.control_http = &portal;
    says(&n, "tls.name-mismatch");
    assert_string_equal(network_decide(&n).cause, "http.captive-portal");
    portal.expected = true;
    assert_null(network_decide(&n).cause);
}

static void test_pages(void **state)
{
    (void)state;
    struct observation g = failed(STAGE_HTTP, "http_unexpected_status_code");
    struct network n = network(&g);
    g.verified = true;
    g.status = 404;
    g.html = true;
    says(&n, "http.not-the-gateway");
    g.status = 403;
    g.filter = STR("FortiGuard");
    says(&n, "http.block-page");
    g.challenge = true;
    says(&n, "http.edge-challenge");
    g.edge_banned_ua = true;
    says(&n, "http.edge-user-agent");
    g = failed(STAGE_HTTP, "http_unexpected_redirect_url");
    g.status = 308;
    g.verified = true;
    g.location = STR("https://api.nexorouter.com/v1/models");
    says(&n, "url.redirect-drops-auth");
}

static void test_family(void **state)
{
    (void)state;
    const struct observation *seen = NULL;
    struct observation g = at(answered(), "203.0.113.10");
    struct observation six = at(failed(STAGE_TCP, "generic_timeout_error"), "2001:db8::1");
    struct network n = network(&g);
    assert_false(network_broken_family(&n, &seen));
    n.v6 = &six;
    assert_true(network_broken_family(&n, &seen));
    six.reason = STR("network_unreachable"); // no IPv6 here at all: nobody waits
    assert_false(network_broken_family(&n, &seen));
    six = failed(STAGE_TCP, "host_unreachable"); // no address of that family
    assert_false(network_broken_family(&n, &seen));
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new((size_t)1 << 22);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_control_decides),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_nameservers_in_their_order),
        cmocka_unit_test(test_hosts_file_that_leads_nowhere),
        cmocka_unit_test(test_proxy_that_waits_for_the_gateway),
        cmocka_unit_test(test_certificate_of_the_proxy),
        cmocka_unit_test(test_sinkhole_needs_every_address),
        cmocka_unit_test(test_proxy),
        cmocka_unit_test(test_another_way_works),
        cmocka_unit_test(test_certificates),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_silence),
        cmocka_unit_test(test_portal),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_family),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
