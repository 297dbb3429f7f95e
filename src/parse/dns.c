// SPDX-License-Identifier: MIT
// libc's own parser of answers (ns_initparse) lies in a library that would be mapped at every start,
// and its archive binds a program to one build of libc.
#include "parse/dns.h"

enum { HEADER = 12, FIXED = 10, CLASS_IN = 1, TYPE_A = 1, TYPE_AAAA = 28, IS_ANSWER = 0x80 };

struct cursor {
    struct str bytes;
    size_t at;
    bool bad;
};

static unsigned byte_at(const struct cursor *c, size_t at)
{
    return (unsigned char)c->bytes.p[at];
}

static unsigned word_at(const struct cursor *c, size_t at)
{
    return byte_at(c, at) << 8 | byte_at(c, at + 1);
}

// Moves on when so many bytes are there.
static bool skip(struct cursor *c, size_t n)
{
    c->bad = c->bad || c->bytes.n - c->at < n;
    if (!c->bad)
        c->at += n;
    return !c->bad;
}

// Labels up to the root or up to a pointer to the rest of the name (4.1.4). Where that leads does
// not matter here, and so it is not followed.
static void skip_name(struct cursor *c)
{
    while (!c->bad) {
        size_t at = c->at;
        if (!skip(c, 1))
            return;
        unsigned length = byte_at(c, at);
        if (length == 0)
            return;
        if (length >= 0xc0) {
            skip(c, 1);
            return;
        }
        if (length > 63)
            c->bad = true;
        else
            skip(c, length);
    }
}

static void add(struct dns_answer *out, const struct cursor *c, size_t at, bool v6)
{
    if (out->n == sizeof out->addresses / sizeof *out->addresses)
        return;
    struct dns_address *to = &out->addresses[out->n++];
    to->v6 = v6;
    memcpy(to->bytes, c->bytes.p + at, v6 ? 16 : 4);
}

// One record; its address into `out`, unless that is NULL.
static void record(struct cursor *c, struct dns_answer *out)
{
    skip_name(c);
    size_t at = c->at;
    if (c->bad || !skip(c, FIXED))
        return;
    unsigned type = word_at(c, at), class = word_at(c, at + 2), length = word_at(c, at + 8);
    at = c->at;
    if (!skip(c, length) || !out || class != CLASS_IN)
        return;
    if ((type == TYPE_A && length == 4) || (type == TYPE_AAAA && length == 16))
        add(out, c, at, type == TYPE_AAAA);
}

bool dns_answer_read(struct str message, struct dns_answer *out)
{
    *out = (struct dns_answer){0};
    struct cursor c = {.bytes = message};
    if (!skip(&c, HEADER) || !(byte_at(&c, 2) & IS_ANSWER))
        return false;
    out->rcode = (int)(byte_at(&c, 3) & 15);
    unsigned questions = word_at(&c, 4), answers = word_at(&c, 6);
    unsigned others = word_at(&c, 8) + word_at(&c, 10);
    for (unsigned i = 0; i < questions && !c.bad; i++) {
        skip_name(&c);
        skip(&c, 4);
    }
    for (unsigned i = 0; i < answers && !c.bad; i++)
        record(&c, out);
    for (unsigned i = 0; i < others && !c.bad; i++)
        record(&c, NULL);
    return !c.bad && c.at == message.n;
}
