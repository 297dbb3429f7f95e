// SPDX-License-Identifier: MIT
// A name server's answer as it comes over the wire (RFC 1035, 4.1): the code and the addresses.
#ifndef NEXOENV_PARSE_DNS_H
#define NEXOENV_PARSE_DNS_H

#include "base/str.h"

struct dns_address {
    bool v6;
    unsigned char bytes[16]; // 4 of them when not v6, network order
};

struct dns_answer {
    int rcode; // RFC 1035, 4.1.1: 0 no error, 2 server failure, 3 no such name, 5 refused
    struct dns_address addresses[32];
    size_t n;
};

// False when the bytes are no answer, end too early or too late, or a name in them is malformed.
// A and AAAA records of class IN count, under whatever name (an alias leads to them); more than 32
// are left out.
bool dns_answer_read(struct str message, struct dns_answer *out);

#endif
