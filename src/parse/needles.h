// SPDX-License-Identifier: MIT
// What the staged scan knows the bytes of: keys and their encoded forms, variables, hosts, headers,
// and what keys of other providers begin with. Found in a text by a sieve of three bytes of each,
// then by comparing.
#ifndef NEXOENV_PARSE_NEEDLES_H
#define NEXOENV_PARSE_NEEDLES_H

#include "parse/sieve.h"
#include "parse/staged.h"

enum needle_kind {
    NEEDLE_KEY,
    NEEDLE_BASE64,
    NEEDLE_PERCENT,
    NEEDLE_ANCHOR, // the beginning or the end of a key that may be written in pieces
    NEEDLE_VARIABLE,
    NEEDLE_SPELLING, // the variable as other files write it: nexorouter_api_key, nexorouterApiKey
    NEEDLE_HEADER,
    NEEDLE_HOST,
    NEEDLE_BRAND, // the first part of the host: what sections and names are called after
    NEEDLE_FORM,  // what a key of another provider begins with
    NEEDLE_FORM64 // the same in base64, as Kubernetes' secrets hold it
};

// Buckets of the sieve.
enum { NEEDLES_FORMS = 0x1f, NEEDLES_KNOWN = 0xe0 };

struct needle {
    struct str bytes;
    enum needle_kind kind;
    struct str name;
    size_t mark; // where in the bytes the three stand that the sieve knows
    size_t next; // index + 1 of the next needle of the same slot; 0: none
};

struct needles {
    struct needle *items;
    size_t n, cap;
    uint16_t slots[SIEVE_SLOTS]; // by sieve_slot of the mark: index + 1 of the first needle
    size_t furthest;             // the largest `mark`
    struct str brand;            // of the website's host, in small letters
    struct sieve sieve, spelled; // `spelled`: of staged_spelled's words
};

struct needles *needles_make(const struct staged_ask *ask, struct arena *a);

// The needle whose mark stands at `at` in the text, with all its other bytes around it; the next
// one behind `last`, which is NULL at first. NULL: none.
const struct needle *needles_at(const struct needles *s, struct str text, size_t at,
                                const struct needle *last);

#endif
