// SPDX-License-Identifier: MIT
// Rows that only probes find: their causes are named by network_decide, so they have no check.
#include "rules/layers.h"

const struct rule network_tls_rules[] = {
    {.id = "tls.inspection-untrusted",
     .rank = 60,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the chain ends in a root this client does not trust, and it is an inspection "
              "product's or the same for the control",
     .why = "A device on the way opens TLS and signs with a certificate of its own, which this "
            "client does not trust.",
     .escape = "The company root is in the store of the operating system, which the browser uses.",
     .explain =
         "Get the root certificate (PEM) from the owner of the network and name it in the variable "
         "that this client reads: SSL_CERT_FILE, REQUESTS_CA_BUNDLE, NODE_EXTRA_CA_CERTS."},
    {.id = "tls.runtime-own-roots",
     .rank = 61,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the chain verifies with the system store, not with this client's own roots, or not "
              "with the bundle that a variable gave it",
     .why = "This client brings its own list of roots, or was given one, and the issuer is not in "
            "it; the store of the system knows it.",
     .escape = "The browser trusts what the operating system trusts, and fetches what a server "
               "forgets to send.",
     .explain = "Point the client at the store of the system: SSL_CERT_FILE or REQUESTS_CA_BUNDLE "
                "for Python, NODE_EXTRA_CA_CERTS or --use-system-ca for Node."},
    {.id = "tls.antivirus",
     .rank = 60,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "as inspection, by an antivirus product",
     .why = "An antivirus program on this machine opens TLS and signs with its own root, which "
            "this client does not trust.",
     .escape = "The antivirus put its root into the store that the browser uses.",
     .explain = "Switch off HTTPS scanning for this host, or name its root in the variable that "
                "this client reads."},
    {.id = "tls.incomplete-chain",
     .rank = 60,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "an intermediate is missing from the presented chain",
     .why =
         "The server leaves out an intermediate certificate, so the chain does not reach a root.",
     .escape = "The browser trusts what the operating system trusts, and fetches what a server "
               "forgets to send.",
     .explain = "The server or the proxy must send the whole chain. Until then, a bundle with the "
                "intermediate can be named in the CA variable of this client."},
    {.id = "tls.untrusted-issuer",
     .rank = 60,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the gateway alone shows a certificate of an unknown issuer (self-signed or "
              "private), the control is clean",
     .why = "What answers for the gateway shows a certificate of an issuer that nobody here knows; "
            "other hosts are clean.",
     .escape = "The browser trusts what the operating system trusts, and fetches what a server "
               "forgets to send.",
     .explain = "Do not switch verification off. Find out who answers at that address: a hosts "
                "entry, a DNS answer, a proxy or a device for this host alone."},
    {.id = "tls.name-mismatch",
     .rank = 62,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the certificate is for another name",
     .why = "The certificate belongs to another name: another server answers at that address. The "
            "DNS answer may be forged.",
     .escape = "The browser may have another address for the name.",
     .explain = "Compare the address with one from another network; look for a captive portal, a "
                "hosts entry or a changed DNS answer."},
    {.id = "tls.expired",
     .rank = 63,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the certificate's dates are wrong and the local clock is right",
     .why = "The certificate is outside its dates, and the clock of this machine is right.",
     .escape = "The browser would refuse it too.",
     .explain = "The owner of the server or of the inspecting device must renew it."},
    {.id = "tls.clock-skew",
     .rank = 59,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the local clock is wrong (confirmed by the Date header)",
     .why = "By the clock of this machine a good certificate is not valid yet, or no more.",
     .escape = "The browser may run on a host with the right clock (WSL, VM, container).",
     .explain = "Set the clock (needs root): timedatectl set-ntp true; in WSL restart it after "
                "sleep: wsl --shutdown."},
    {.id = "tls.reset",
     .rank = 64,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "the connection is reset or closed right after the ClientHello",
     .why = "The connection is cut right after the first TLS message, which names the host: a "
            "filter on names or on the form of the hello.",
     .escape = "The dashboard talks to another host than the API, and a browser finds its own way.",
     .explain = "Ask the owner of the network; try another network to be sure. An old device may "
                "also fail on large hellos."},
    {.id = "tls.silent",
     .rank = 64,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "TCP connects, the ClientHello is never answered",
     .why = "TCP connects, and the first TLS message is never answered, while other hosts complete "
            "the handshake.",
     .escape = "The dashboard talks to another host than the API, and a browser finds its own way.",
     .explain = "A device swallows the handshake for this host. Ask the owner of the network; try "
                "another network to be sure."},
    {.id = "tls.protocol",
     .rank = 64,
     .severity = SEVERITY_ERROR,
     .mode = "N",
     .title = "no common version or cipher, or no TLS on that port",
     .why =
         "Client and server find no common TLS version or cipher, or there is no TLS on that port.",
     .escape = "The browser may use the right port, or a newer TLS library.",
     .explain = "Check scheme and port of the base URL; an inspecting device may only speak old "
                "versions."},
};
const size_t network_tls_rules_n = sizeof network_tls_rules / sizeof *network_tls_rules;
