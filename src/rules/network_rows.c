// SPDX-License-Identifier: MIT
// Rows that only probes find: their causes are named by network_decide, so they have no check.
#include "rules/layers.h"

const struct rule network_rules[] = {
    {.id = "proxy.unresolvable",
     .rank = 45,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the proxy's name does not resolve",
     .why = "The name of the proxy has no address here, so no connection to it is ever tried.",
     .escape = "If the Playground calls from your browser, it goes by the browser's proxy; your "
               "code goes by its own.",
     .explain = "Check the spelling of the proxy host; company names often resolve only inside the "
                "network or the VPN. Test: getent hosts PROXY."},
    {.id = "proxy.unreachable",
     .rank = 45,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the proxy does not accept a connection, or accepts and never answers",
     .why = "The client waits for the proxy, which accepts no connection or never answers.",
     .escape = "If the Playground calls from your browser, it goes by the browser's proxy; your "
               "code goes by its own.",
     .explain = "Check host and port of the proxy, and whether you are in the network it serves "
                "(VPN). Without a need for it, unset the variable."},
    {.id = "proxy.not-a-proxy",
     .rank = 46,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the port answers, but is no proxy of that kind (not HTTP, CONNECT answered 400 or "
              "405, SOCKS against HTTP)",
     .why = "The port belongs to another kind of service, so the tunnel cannot be asked for.",
     .escape = "If the Playground calls from your browser, it goes by the browser's proxy; your "
               "code goes by its own.",
     .explain = "Check the port and the scheme: a SOCKS port wants socks5h://, an HTTP proxy "
                "http://. A web server or the API port of a proxy program is not its proxy port."},
    {.id = "proxy.auth-required",
     .rank = 47,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "407: the proxy wants a login (offered schemes named)",
     .why = "The proxy answers 407 before anything reaches the gateway. SDKs can only do Basic: a "
            "proxy that offers NTLM or Negotiate alone refuses them.",
     .escape = "The browser logs in to the proxy silently, with the account of the desktop.",
     .explain = "Put the login into the proxy URL (http://USER:PASSWORD@HOST:PORT, special "
                "characters as %XX), or run a local forwarder that logs in (px, cntlm) where only "
                "NTLM or Negotiate is offered."},
    {.id = "proxy.refuses-tunnel",
     .rank = 47,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "CONNECT is answered with 403, another 4xx, or a redirect to a login page",
     .why = "The proxy answers CONNECT with a refusal: its rules do not allow this host, port or "
            "user.",
     .escape = "If the Playground calls from your browser, it goes by the browser's proxy; your "
               "code goes by its own.",
     .explain = "Ask the owner of the proxy to allow CONNECT to the gateway on port 443; a "
                "redirect means that it wants a login in a browser first."},
    {.id = "proxy.cannot-reach",
     .rank = 48,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "CONNECT is answered with a 5xx: the proxy cannot resolve or reach the gateway",
     .why = "The proxy works but cannot resolve or reach the gateway from where it stands.",
     .escape = "If the Playground calls from your browser, it goes by the browser's proxy; your "
               "code goes by its own.",
     .explain = "Try again in a minute; then ask the owner of the proxy whether it can resolve and "
                "reach the gateway on port 443."},
    {.id = "net.offline",
     .rank = 50,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "nothing answers: neither the gateway, nor its website, nor the control, and not for "
              "want of a resolver alone",
     .why = "No connection leaves this machine, to any host.",
     .escape = "A browser that still shows pages may be on another network, another device, or its "
               "cache.",
     .explain = "Check cable, Wi-Fi, VPN and route (ip route); in a container, its network."},
    {.id = "dns.resolver-down",
     .rank = 51,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "no name resolves (resolver silent or refusing)",
     .why = "Without a resolver no name has an address, and every call fails before it begins.",
     .escape = "The browser may use DNS over HTTPS, or a proxy that resolves for it.",
     .explain = "Check /etc/resolv.conf and the VPN; in a container give it a reachable nameserver "
                "(--dns)."},
    {.id = "dns.nxdomain",
     .rank = 52,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the resolver denies the gateway's name while other names resolve",
     .why = "The resolver says that the gateway does not exist, while it knows other names: a "
            "filter, a split-horizon server, or a stale answer.",
     .escape = "The browser may use DNS over HTTPS, or a proxy that resolves for it.",
     .explain = "Compare: getent hosts of the gateway and of the website. Ask the owner of the "
                "resolver to allow the name, or use another resolver."},
    {.id = "dns.servfail",
     .rank = 52,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "SERVFAIL, REFUSED or another failure code on the gateway's name while other names "
              "resolve",
     .why = "The resolver answers with a failure for this name and works for others.",
     .escape = "The browser may use DNS over HTTPS, or a proxy that resolves for it.",
     .explain = "Often DNSSEC, a broken forwarder or a filter. Ask the owner of the resolver, or "
                "use another one."},
    {.id = "dns.timeout",
     .rank = 52,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the resolver is silent on the gateway's name while other names resolve",
     .why = "The resolver leaves questions about this name unanswered and answers others.",
     .escape = "The browser may use DNS over HTTPS, or a proxy that resolves for it.",
     .explain =
         "A filter on the way drops the question. Ask the owner of the network or the resolver."},
    {.id = "dns.sinkhole",
     .rank = 52,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the answer is 0.0.0.0, ::, loopback or a blocker's address",
     .why = "The name leads to an address where nothing can answer: an ad or content blocker took "
            "it out.",
     .escape = "The browser may use DNS over HTTPS and never ask the blocker.",
     .explain = "Allow the name in the blocker (Pi-hole, AdGuard, router, company DNS)."},
    {.id = "dns.hosts-file",
     .rank = 52,
     .severity = SEVERITY_ERROR,
     .mode = "SN",
     .title = "the hosts file pins the gateway's name to an address that does not serve it",
     .why = "The hosts file comes before DNS, and the address in it does not serve the gateway.",
     .escape = "The browser may use DNS over HTTPS or a proxy, which do not read the hosts file.",
     .explain = "Remove the line from /etc/hosts (needs root)."},
    {.id = "dns.forged-answer",
     .rank = 53,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the answer belongs elsewhere: TLS for the name fails on it",
     .why = "The resolver gives an address of somebody else: the certificate shown there is for "
            "another service.",
     .escape = "The browser may use DNS over HTTPS and get the true address.",
     .explain = "Resolve through the proxy (socks5h, or an HTTP proxy) or use another resolver."},
    {.id = "tcp.filtered",
     .rank = 55,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "SYN to the gateway is dropped while the control connects",
     .why = "Packets to the gateway vanish without an answer while others arrive: a firewall drops "
            "them.",
     .escape = "The dashboard talks to another host than the API, and a browser finds its own way.",
     .explain = "Ask the owner of the network to allow the gateway on TCP port 443, or use the "
                "proxy that the network offers."},
    {.id = "tcp.refused",
     .rank = 55,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the connection is refused while the control connects",
     .why = "Something answers for the gateway that it takes no connection, while other hosts "
            "connect: a firewall that rejects.",
     .escape = "The dashboard talks to another host than the API, and a browser finds its own way.",
     .explain = "Ask the owner of the network to allow the gateway on TCP port 443, or use the "
                "proxy that the network offers."},
    {.id = "tcp.unreachable",
     .rank = 55,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "an ICMP unreachable or prohibited, or no route, for the gateway only",
     .why =
         "A router or firewall says that the gateway cannot be reached, while other hosts connect.",
     .escape = "The dashboard talks to another host than the API, and a browser finds its own way.",
     .explain = "Check routes and VPN (ip route get ADDRESS); ask the owner of the network to "
                "allow the gateway on TCP port 443."},
    {.id = "tcp.broken-ipv6",
     .rank = 56,
     .severity = SEVERITY_WARNING,
     .mode = "N",
     .title = "one address family fails or is much slower, the other works (error for clients that "
              "neither race nor fall back)",
     .why = "The name has addresses of both families and one family does not work. Clients that "
            "try one address after the other wait for it, some give up.",
     .escape = "Browsers try both families at once and take the faster one.",
     .explain = "Repair IPv6 on this network, or prefer IPv4: Node --dns-result-order=ipv4first; "
                "Python has no switch; /etc/gai.conf for all programs."},
    {.id = "tcp.mtu-blackhole",
     .rank = 57,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "small writes pass, a write larger than one segment is never acknowledged",
     .why = "Small packets pass and large ones vanish, so the handshake hangs after the connection "
            "is made. Typical for VPNs and tunnels.",
     .escape = "The browser may be outside the tunnel, or use another transport.",
     .explain = "Lower the MTU of the tunnel interface, or clamp the MSS on the router."},
};
const size_t network_rules_n = sizeof network_rules / sizeof *network_rules;
