// SPDX-License-Identifier: MIT
#include "base/number.h"

bool number_is(double d)
{
    return d == d;
}

static bool exponent(struct str s, int *out)
{
    bool minus = s.n && s.p[0] == '-';
    if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
        s = str_from(s, 1);
    uint64_t n;
    if (s.n > 4 || !str_to_u64(s, &n))
        return false;
    *out += minus ? -(int)n : (int)n;
    return true;
}

// Exact for what people write: up to 2^53, and powers of ten up to 10^22 are exact doubles.
static double scaled(double mantissa, int power)
{
    double ten = 1;
    int n = power < 0 ? -power : power;
    for (int i = 0; i < n && i < 308; i++)
        ten *= 10;
    return power < 0 ? mantissa / ten : mantissa * ten;
}

bool str_to_double(struct str s, double *out)
{
    bool minus = s.n && s.p[0] == '-', point = false;
    size_t at = s.n && (s.p[0] == '-' || s.p[0] == '+'), digits = 0;
    uint64_t mantissa = 0;
    int power = 0;
    for (; at < s.n; at++) {
        char c = s.p[at];
        if (byte_is_digit(c)) {
            if (++digits > 18)
                return false;
            mantissa = mantissa * 10 + (uint64_t)(c - '0');
            power -= point;
        } else if (c == '.' && !point) {
            point = true;
        } else if (c == '_' && at && byte_is_digit(s.p[at - 1]) && at + 1 < s.n) {
            continue;
        } else {
            break;
        }
    }
    if (digits == 0)
        return false;
    if (at < s.n) {
        bool e = s.p[at] == 'e' || s.p[at] == 'E';
        if (!e || !exponent(str_from(s, at + 1), &power))
            return false;
    }
    if (power < -400 || power > 300)
        return false;
    double value = scaled((double)mantissa, power);
    *out = minus ? -value : value;
    return true;
}

struct str number_text(double d, struct arena *a)
{
    bool whole = d > -1e15 && d < 1e15 && (double)(long long)d == d;
    return whole ? str_fmt(a, "%lld", (long long)d) : str_fmt(a, "%.15g", d);
}
