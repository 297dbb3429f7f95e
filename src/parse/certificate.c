// SPDX-License-Identifier: MIT
#include "parse/certificate.h"

#include "parse/base64.h"

// The object identifiers as they stand in DER; nothing else in a certificate looks like them.
#define SUBJECT_ALT_NAME STR("\x06\x03\x55\x1d\x11")
#define CA_ISSUERS       STR("\x06\x08\x2b\x06\x01\x05\x05\x07\x30\x02")

enum { SEQUENCE = 0x30, OCTETS = 0x04, BOOLEAN = 0x01, DNS_NAME = 0x82, NAMES_MAX = 200 };

// Takes one value off the front of *der. False at its end, or where it is none (X.690 8.1).
static bool take(struct str *der, unsigned char *tag, struct str *value)
{
    if (der->n < 2)
        return false;
    const unsigned char *p = (const unsigned char *)der->p;
    size_t n = p[1], at = 2;
    if (n & 0x80) {
        size_t bytes = n & 0x7f;
        if (!bytes || bytes > 3 || der->n < 2 + bytes)
            return false;
        for (n = 0; at < 2 + bytes; at++)
            n = n << 8 | p[at];
    }
    if (n > der->n - at)
        return false;
    *tag = p[0];
    *value = str_slice(*der, at, at + n);
    *der = str_from(*der, at + n);
    return true;
}

static bool take_as(struct str *der, unsigned char wanted, struct str *value)
{
    unsigned char tag;
    struct str rest = *der;
    if (!take(&rest, &tag, value) || tag != wanted)
        return false;
    *der = rest;
    return true;
}

static struct str dns_names(struct str der, struct arena *a)
{
    struct buf out = buf_in(a);
    size_t at = str_find(der, SUBJECT_ALT_NAME);
    if (at == STR_NOWHERE)
        return STR_NONE;
    struct str rest = str_from(der, at + SUBJECT_ALT_NAME.n), octets, list, name;
    (void)take_as(&rest, BOOLEAN, &name); // critical
    if (!take_as(&rest, OCTETS, &octets) || !take_as(&octets, SEQUENCE, &list))
        return STR_NONE;
    unsigned char tag;
    for (int i = 0; i < NAMES_MAX && take(&list, &tag, &name); i++)
        if (tag == DNS_NAME)
            buf_fmt(&out, "%sDNS:%.*s", out.n ? ", " : "", STR_ARG(name));
    return buf_str(&out);
}

bool certificate_extensions(struct str pem, struct str *names, bool *has_aia, struct arena *a)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----";
    size_t from = str_find(pem, str_of(begin)), to;
    if (from == STR_NOWHERE)
        return false;
    struct str body = str_from(pem, from + sizeof begin - 1), der;
    to = str_find(body, STR("-----END"));
    if (to == STR_NOWHERE || !base64_decode(str_slice(body, 0, to), &der, a))
        return false;
    *names = dns_names(der, a);
    *has_aia = str_has(der, CA_ISSUERS);
    return true;
}
