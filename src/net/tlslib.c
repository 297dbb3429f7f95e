// SPDX-License-Identifier: MIT
#include "net/tlslib.h"

enum { X509_UNSPECIFIED = 1, X509_NOT_YET = 9, X509_EXPIRED = 10, X509_NO_ISSUER = 20 };

long tlslib_verify_result(bool gnutls, long raw)
{
    static const struct {
        long bit, result;
    } rows[] = {
        {1 << 6, X509_NO_ISSUER}, // GNUTLS_CERT_SIGNER_NOT_FOUND
        {1 << 7, X509_NO_ISSUER}, // GNUTLS_CERT_SIGNER_NOT_CA
        {1 << 9, X509_NOT_YET},   // GNUTLS_CERT_NOT_ACTIVATED
        {1 << 10, X509_EXPIRED},  // GNUTLS_CERT_EXPIRED
        {~0L, X509_UNSPECIFIED},
    };
    if (!gnutls || raw == 0)
        return raw;
    size_t i = 0;
    while (!(raw & rows[i].bit))
        i++;
    return rows[i].result;
}

bool tlslib_says_hello(struct str trace_line)
{
    return str_starts(trace_line, STR("ALPN")) && str_has(trace_line, STR("offer"));
}

struct str tlslib_date(struct str date, struct arena *a)
{
    bool iso = date.n > 10 && date.p[4] == '-' && date.p[7] == '-';
    if (!iso)
        return date;
    return str_fmt(a, "%.4s%.2s%.*s", date.p, date.p + 5, STR_ARG(str_from(date, 8)));
}
