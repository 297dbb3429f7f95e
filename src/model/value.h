// SPDX-License-Identifier: MIT
// What may be known of a variable's value. The value of a secret is not in here and cannot be
// reached from here (DESIGN 8): only its length, last four bytes, a fingerprint that is keyed anew
// in every run, its *shape* and the facts that gather/ read off the bytes (parse/keyfacts.h).
#ifndef NEXOENV_MODEL_VALUE_H
#define NEXOENV_MODEL_VALUE_H

#include "base/str.h"

enum value_state {
    VALUE_UNSET,
    VALUE_EMPTY, // exists with length 0: not the same as unset
    VALUE_SET,
};

enum value_class {
    VALUE_PLAIN,  // text is the value
    VALUE_PROXY,  // text is the value with the credentials' letters replaced (see below)
    VALUE_SECRET, // text is the shape
};

// Facts about a key's bytes (key-formats.md 5, 6). One bit each; several may hold.
enum key_fact {
    KEY_LEADING_BLANK = 1 << 0,   // space or tab in front
    KEY_TRAILING_BLANK = 1 << 1,  // space or tab behind
    KEY_TRAILING_CR = 1 << 2,     //
    KEY_TRAILING_LF = 1 << 3,     //
    KEY_INNER_BLANK = 1 << 4,     //
    KEY_INNER_NEWLINE = 1 << 5,   // CR or LF inside
    KEY_CONTROL = 1 << 6,         // another byte below 0x20, or 0x7f
    KEY_NON_ASCII = 1 << 7,       // a byte above 0x7e
    KEY_QUOTED = 1 << 8,          // begins and ends with the same quote, or has one at one end
    KEY_BEARER = 1 << 9,          // begins with "Bearer " (any case) or "Authorization:"
    KEY_PLACEHOLDER = 1 << 10,    // words, brackets, repeated characters, sequences
    KEY_UNEXPANDED = 1 << 11,     // $NAME, ${NAME}, %NAME%, ${{ }}, a secret manager's reference
    KEY_MASKED = 1 << 12,         // "...", "…", stars: copied from a list view
    KEY_URL = 1 << 13,            //
    KEY_PATH = 1 << 14,           //
    KEY_JSON = 1 << 15,           //
    KEY_EMAIL = 1 << 16,          //
    KEY_ASSIGNMENT = 1 << 17,     // begins with NAME= or export
    KEY_FOREIGN = 1 << 18,        // unmistakable form of another provider; `detail` names it
    KEY_BASE64_TEXT = 1 << 19,    // decodes to printable text that ends in LF, or to a key again
    KEY_LITERAL_ESCAPE = 1 << 20, // ends in the two characters \n or \r
    KEY_TRAILING_PUNCT = 1 << 21, // , ; ) } at the end
    KEY_TWO_JOINED = 1 << 22,     // the prefix occurs twice
    KEY_OTHER_VARIABLE = 1 << 23, // equals the value of another relevant variable
    KEY_TRUNCATED_FORM = 1 << 24, // known prefix, wrong length
    KEY_INNER_COMMENT = 1 << 25,  // " #" and words behind the key
    KEY_LOOKS_REAL = 1 << 26,     // long and varied enough to be a key (16 bytes or more)
    KEY_COMMAND = 1 << 27,        // a curl line or its -H option
    KEY_PERCENT = 1 << 29,        // percent-encoded: %2B, %3D
    KEY_ID = 1 << 28,             // an id that is no secret: org-..., proj_..., asst_..., pk-...
};

struct value {
    enum value_state state;
    enum value_class class;
    // VALUE_PLAIN: the bytes. VALUE_PROXY: the bytes, but in the userinfo every run of ASCII
    // letters and digits is one 'x' (a valid %HH is "%78", that of a control stays), so that the text
    // still parses as the real one does in every client; in options (JAVA_TOOL_OPTIONS) word by word. VALUE_SECRET: every run of bytes 0x21..0x7e is one 'x', save
    // quotes at the ends; blanks, controls and bytes above 0x7e stay. Absent when unset.
    struct str text;
    size_t length;       // bytes of the real value
    char last4[5];       // C string; "" when shorter than 16 or not a secret
    uint64_t print;      // keyed fingerprint, other in every run; 0 when unset. Equal = same bytes
    uint32_t facts;      // enum key_fact; secrets only
    struct str detail;   // provider, kind of placeholder: words of ours, never bytes of the value
    bool opaque;         // set, but what to cannot be seen here (a CI secret, a vault)
    uint32_t odd_offset; // first byte that a fact complains of, from 0
    uint32_t odd_byte;   // that byte or code point
    uint32_t secret;     // handle into gather/'s secret store, 0: none. Never written, never shown
};

#define VALUE_NONE ((struct value){.state = VALUE_UNSET})

struct value value_plain(struct str text); // unset for an absent text
bool value_is_set(const struct value *v);  // set and not empty

// Both set to the same bytes (by fingerprint, else by text), or both empty, or both unset.
bool value_same(const struct value *a, const struct value *b);

#endif
