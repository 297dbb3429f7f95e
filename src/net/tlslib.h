// SPDX-License-Identifier: MIT
// libcurl reports TLS in the words and numbers of the library it was built with. The observation has
// OpenSSL's; what GnuTLS (Debian's libcurl3-gnutls, the only one where git alone is installed) says
// otherwise is told here. Measured with libcurl 7.88.1 and GnuTLS 3.7.9.
#ifndef NEXOENV_NET_TLSLIB_H
#define NEXOENV_NET_TLSLIB_H

#include "base/str.h"

// The verify result as an X509_V_* number. raw: CURLINFO_SSL_VERIFYRESULT; GnuTLS: a set of
// gnutls_certificate_status_t, where an unknown issuer comes before dates, as in OpenSSL.
long tlslib_verify_result(bool gnutls, long raw);

// The trace line that GnuTLS's code writes just before the ClientHello: it traces no TLS bytes.
bool tlslib_says_hello(struct str trace_line);

// A certificate's date in a form that curl_getdate reads ("2026-11-27 08:00:47 GMT" is none).
struct str tlslib_date(struct str date, struct arena *a);

#endif
