// SPDX-License-Identifier: MIT
#include "base/punycode.h"

#include "base/utf8.h"

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, LABEL_MAX = 63 };

static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / count;
    for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t digit(char c)
{
    if (byte_is_digit(c))
        return (uint32_t)(c - '0') + 26;
    return byte_is_alpha(c) ? (uint32_t)(byte_lower(c) - 'a') : BASE;
}

struct decoder {
    uint32_t codes[LABEL_MAX];
    uint32_t n, i, next, bias;
    bool bad;
};

// One variable-length integer; moves d->i on by it.
static void integer(struct decoder *d, struct str *in)
{
    uint32_t weight = 1, k = BASE;
    for (;; k += BASE) {
        uint32_t value = in->n ? digit(in->p[0]) : BASE;
        uint32_t t = k <= d->bias ? T_MIN : k >= d->bias + T_MAX ? T_MAX : k - d->bias;
        if (value >= BASE || value > (UINT32_MAX - d->i) / weight) {
            d->bad = true;
            return;
        }
        *in = str_from(*in, 1);
        d->i += value * weight;
        if (value < t)
            return;
        if (weight > UINT32_MAX / (BASE - t)) {
            d->bad = true;
            return;
        }
        weight *= BASE - t;
    }
}

static void insert(struct decoder *d)
{
    if (d->n >= LABEL_MAX) {
        d->bad = true;
        return;
    }
    for (uint32_t k = d->n; k > d->i; k--)
        d->codes[k] = d->codes[k - 1];
    d->codes[d->i++] = d->next;
    d->n++;
}

struct str punycode_label(struct str label, struct arena *a)
{
    if (!str_starts_icase(label, STR("xn--")) || label.n > LABEL_MAX)
        return label;
    struct decoder d = {.next = 128, .bias = 72};
    struct str in = str_from(label, 4);
    size_t dash = str_rchr(in, '-');
    for (size_t k = 0; dash != STR_NOWHERE && k < dash; k++)
        d.codes[d.n++] = (unsigned char)in.p[k];
    in = dash == STR_NOWHERE ? in : str_from(in, dash + 1);
    while (in.n && !d.bad) {
        uint32_t before = d.i;
        integer(&d, &in);
        if (d.bad)
            break;
        d.bias = adapt(d.i - before, d.n + 1, before == 0);
        if (d.i / (d.n + 1) > 0x10ffff - d.next) {
            d.bad = true;
            break;
        }
        d.next += d.i / (d.n + 1);
        d.i %= d.n + 1;
        insert(&d);
    }
    if (d.bad)
        return label;
    struct buf out = buf_in(a);
    for (uint32_t k = 0; k < d.n; k++)
        utf8_add(&out, d.codes[k]);
    return buf_str(&out);
}

static char digit_of(uint32_t value)
{
    return (char)(value < 26 ? 'a' + value : '0' + value - 26);
}

static void add_integer(struct buf *out, uint32_t value, uint32_t bias)
{
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if (value < t)
            break;
        buf_byte(out, digit_of(t + (value - t) % (BASE - t)));
        value = (value - t) / (BASE - t);
    }
    buf_byte(out, digit_of(value));
}

static uint32_t lowest_from(const uint32_t *codes, size_t n, uint32_t from)
{
    uint32_t low = UINT32_MAX;
    for (size_t i = 0; i < n; i++)
        if (codes[i] >= from && codes[i] < low)
            low = codes[i];
    return low;
}

struct str punycode_of(const uint32_t *codes, size_t n, struct arena *a)
{
    struct buf out = buf_in(a);
    uint32_t plain = 0, delta = 0, bias = 72, next = 128;
    buf_z(&out, "xn--");
    for (size_t i = 0; i < n; i++)
        if (codes[i] < 128)
            buf_byte(&out, (char)codes[i]), plain++;
    if (plain)
        buf_byte(&out, '-');
    for (uint32_t done = plain; done < n; delta++, next++) {
        uint32_t low = lowest_from(codes, n, next);
        delta += (low - next) * (done + 1);
        next = low;
        for (size_t i = 0; i < n; i++) {
            delta += codes[i] < next;
            if (codes[i] != next)
                continue;
            add_integer(&out, delta, bias);
            bias = adapt(delta, done + 1, done == plain);
            delta = 0;
            done++;
        }
    }
    return buf_str(&out);
}
