// SPDX-License-Identifier: MIT
// What libcurl does not tell of a certificate when it is built with GnuTLS (7.88.1: neither the names
// nor where the issuer can be fetched): read from the certificate itself (RFC 5280 4.2).
#ifndef NEXOENV_PARSE_CERTIFICATE_H
#define NEXOENV_PARSE_CERTIFICATE_H

#include "base/str.h"

// pem: one certificate, with its BEGIN and END lines. *names as OpenSSL writes them ("DNS:a, DNS:b"; only
// DNS names), *has_aia: an address of the issuer's certificate is given. False: no certificate.
bool certificate_extensions(struct str pem, struct str *names, bool *has_aia, struct arena *a);

#endif
