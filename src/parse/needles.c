// SPDX-License-Identifier: MIT
#include "parse/needles.h"

#include "parse/base64.h"
#include "parse/keyfacts.h"
#include "parse/staged_call.h"
#include "parse/staged_section.h"
#include "parse/staged_spelled.h"
#include "parse/staged_split.h"

#include <string.h>

enum { HALF_MIN = 16, NEEDLES_MAX = UINT16_MAX - 1 };

static size_t class_of(char c)
{
    return byte_is_digit(c) ? 0 : !byte_is_alpha(c) ? 1 : byte_lower(c) == c ? 2 : 3;
}

static size_t classes_of(const char *mark)
{
    bool seen[4] = {false};
    size_t n = 0;
    for (size_t i = 0; i < SIEVE_MARK; i++) {
        size_t class = class_of(mark[i]);
        n += !seen[class];
        seen[class] = true;
    }
    return n;
}

// Three bytes of a key may be any of it: those of the most classes are the rarest in a text. Of a
// word they are its first, so that words are found in the order in which they stand.
static size_t mark_of(const struct needle *needle)
{
    size_t best = 0, most = 0;
    for (size_t i = 0; needle->kind <= NEEDLE_ANCHOR && i + SIEVE_MARK <= needle->bytes.n; i++) {
        size_t classes = classes_of(needle->bytes.p + i);
        if (classes > most) {
            most = classes;
            best = i;
        }
    }
    return best;
}

static void add(struct needles *s, struct needle needle, struct arena *a)
{
    if (s->n >= NEEDLES_MAX)
        return;
    needle.mark = mark_of(&needle);
    const char *mark = needle.bytes.p + needle.mark;
    size_t slot = sieve_slot(mark);
    needle.next = s->slots[slot];
    *arena_push(s, a) = needle;
    s->slots[slot] = (uint16_t)s->n;
    if (needle.mark > s->furthest)
        s->furthest = needle.mark;
    bool form = needle.kind == NEEDLE_FORM || needle.kind == NEEDLE_FORM64;
    sieve_add(&s->sieve, form ? NEEDLES_FORMS : NEEDLES_KNOWN, mark,
              needle.kind == NEEDLE_HOST || needle.kind == NEEDLE_BRAND);
}

static void add_needle(struct needles *s, struct needle needle, struct arena *a)
{
    if (needle.bytes.n < 8)
        return;
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->items[i].bytes, needle.bytes))
            return;
    add(s, needle, a);
}

// The key may stand anywhere in the encoded bytes: three alignments, and of each the characters
// that no neighbour takes part in. Both alphabets.
static void add_base64(struct needles *s, const struct staged_key *key, struct arena *a)
{
    for (size_t skip = 0; skip < 3; skip++) {
        struct buf b = buf_in(a);
        for (size_t i = 0; i < skip; i++)
            buf_byte(&b, '\0');
        buf_add(&b, key->bytes);
        size_t bits = b.n * 8;
        struct str code = base64_encode(buf_str(&b), a);
        struct str core = str_slice(code, skip ? skip + 1 : 0, bits / 6);
        char *other = str_z(core, a);
        for (size_t i = 0; i < core.n; i++)
            other[i] = other[i] == '+' ? '-' : other[i] == '/' ? '_' : other[i];
        add_needle(s, (struct needle){core, NEEDLE_BASE64, key->name, 0, 0}, a);
        add_needle(s, (struct needle){{other, core.n}, NEEDLE_BASE64, key->name, 0, 0}, a);
        // Base64 is broken into lines: the half without a break is enough to know it.
        for (size_t half = 0; half < 2 && core.n >= 2 * HALF_MIN; half++) {
            struct str piece = half ? str_from(core, core.n / 2) : str_slice(core, 0, core.n / 2);
            add_needle(s, (struct needle){piece, NEEDLE_BASE64, key->name, 0, 0}, a);
        }
    }
}

// `keep`: what is left as it is besides letters and digits; some encoders leave nothing.
static void add_percent(struct needles *s, const struct staged_key *key, const char *hex,
                        const char *keep, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < key->bytes.n; i++) {
        unsigned char c = (unsigned char)key->bytes.p[i];
        if (byte_is_alnum((char)c) || (c && strchr(keep, (char)c)))
            buf_byte(&b, (char)c);
        else
            buf_fmt(&b, "%%%c%c", hex[c >> 4], hex[c & 15]);
    }
    add_needle(s, (struct needle){buf_str(&b), NEEDLE_PERCENT, key->name, 0, 0}, a);
}

// The first variable as configuration and code of other kinds write it.
static void add_spellings(struct needles *s, struct str name, struct arena *a)
{
    for (const char *joint = "_-. "; *joint; joint++) {
        struct buf b = buf_in(a);
        for (size_t i = 0; i < name.n; i++) {
            bool word = i > 0 && name.p[i - 1] == '_';
            if (name.p[i] != '_')
                buf_byte(&b, word && *joint == ' ' ? name.p[i] : byte_lower(name.p[i]));
            else if (*joint != ' ')
                buf_byte(&b, *joint);
        }
        add_needle(s, (struct needle){buf_str(&b), NEEDLE_SPELLING, name, 0, 0}, a);
    }
}

// One for all forms that begin with the same three bytes: what follows is read there.
static void add_forms(struct needles *s, struct arena *a)
{
    const char *prefix;
    for (size_t i = 0; (prefix = key_form_prefix(i)); i++) {
        struct str mark = {prefix, SIEVE_MARK};
        bool known = false;
        for (size_t k = 0; k < s->n && !known; k++)
            known = s->items[k].kind == NEEDLE_FORM && str_eq(s->items[k].bytes, mark);
        if (!known)
            add(s, (struct needle){mark, NEEDLE_FORM, STR_NONE, 0, 0}, a);
    }
}

// Of a prefix that is long enough to be known by it.
static void add_encoded_forms(struct needles *s, struct arena *a)
{
    const char *prefix;
    for (size_t i = 0; (prefix = key_form_prefix(i)); i++) {
        size_t n = strlen(prefix);
        struct str code = str_slice(base64_encode(str_of(prefix), a), 0, n * 8 / 6);
        bool known = n < 4;
        for (size_t k = 0; k < s->n && !known; k++)
            known = s->items[k].kind == NEEDLE_FORM64 && str_starts(code, s->items[k].bytes);
        if (!known)
            add(s, (struct needle){code, NEEDLE_FORM64, STR_NONE, 0, 0}, a);
    }
}

static void add_anchors(struct needles *s, const struct staged_key *key, struct arena *a)
{
    struct str head = str_slice(key->bytes, 0, STAGED_ANCHOR);
    struct str tail = str_from(key->bytes, key->bytes.n - STAGED_ANCHOR);
    add_needle(s, (struct needle){head, NEEDLE_ANCHOR, key->name, 0, 0}, a);
    add_needle(s, (struct needle){tail, NEEDLE_ANCHOR, key->name, 0, 0}, a);
}

struct needles *needles_make(const struct staged_ask *ask, struct arena *a)
{
    static const char *const kept[] = {"-_.~", "_.", ""};
    struct needles *s = arena_one(a, struct needles);
    sieve_make(&s->sieve, NEEDLES_FORMS);
    sieve_make(&s->spelled, 0);
    for (size_t i = 0; staged_spelled_word(i); i++)
        sieve_add(&s->spelled, UINT8_MAX, staged_spelled_word(i), true);
    add_forms(s, a);
    add_encoded_forms(s, a);
    for (size_t i = 0; i < ask->keys.n; i++) {
        const struct staged_key *key = &ask->keys.items[i];
        add_needle(s, (struct needle){key->bytes, NEEDLE_KEY, key->name, 0, 0}, a);
        add_base64(s, key, a);
        add_anchors(s, key, a);
        for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
            add_percent(s, key, "0123456789ABCDEF", kept[k], a);
            add_percent(s, key, "0123456789abcdef", kept[k], a);
        }
    }
    for (size_t i = 0; i < ask->key_variables.n; i++) {
        struct str name = ask->key_variables.items[i];
        add_needle(s, (struct needle){name, NEEDLE_VARIABLE, name, 0, 0}, a);
        if (i == 0)
            add_spellings(s, name, a);
    }
    s->brand = str_lower(str_slice(ask->website_host, 0, str_chr(ask->website_host, '.')), a);
    add_needle(s, (struct needle){s->brand, NEEDLE_BRAND, STR_NONE, 0, 0}, a);
    add_needle(s, (struct needle){ask->website_host, NEEDLE_HOST, STR_NONE, 0, 0}, a);
    if (!str_ends(ask->api_host, ask->website_host))
        add_needle(s, (struct needle){ask->api_host, NEEDLE_HOST, STR_NONE, 0, 0}, a);
    add_needle(s, (struct needle){STR("Authorization"), NEEDLE_HEADER, STR_NONE, 0, 0}, a);
    add_needle(s, (struct needle){STR("authorization"), NEEDLE_HEADER, STR_NONE, 0, 0}, a);
    add_needle(s, (struct needle){STR("AUTHORIZATION"), NEEDLE_HEADER, STR_NONE, 0, 0}, a);
    return s;
}

// No part of something longer: "N-fw_...", of a hash in base64, is none.
static bool begins_word(struct str text, size_t at)
{
    char before = at ? text.p[at - 1] : ' ', more = at > 1 ? text.p[at - 2] : ' ';
    return !byte_is_alnum(before) && before != '_' && !(before == '-' && byte_is_alnum(more));
}

static bool is_at(const struct needle *needle, struct str text, size_t at)
{
    if (at < needle->mark)
        return false;
    size_t from = at - needle->mark;
    if (needle->kind == NEEDLE_BRAND)
        return staged_is_brand(str_from(text, from), needle->bytes);
    struct str there = str_slice(text, from, from + needle->bytes.n);
    if ((needle->kind == NEEDLE_FORM || needle->kind == NEEDLE_FORM64) && !begins_word(text, from))
        return false;
    return needle->kind == NEEDLE_HOST ? str_eq_icase(there, needle->bytes)
                                       : str_eq(there, needle->bytes);
}

const struct needle *needles_at(const struct needles *s, struct str text, size_t at,
                                const struct needle *last)
{
    size_t next = last ? last->next : s->slots[sieve_slot(text.p + at)];
    while (next && !is_at(&s->items[next - 1], text, at))
        next = s->items[next - 1].next;
    return next ? &s->items[next - 1] : NULL;
}
