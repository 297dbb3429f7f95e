// SPDX-License-Identifier: MIT
// Decimal numbers without a locale.
#ifndef NEXOENV_BASE_NUMBER_H
#define NEXOENV_BASE_NUMBER_H

#include "base/str.h"

// The value "not there". Compare with number_is.
#define NUMBER_NONE __builtin_nan("")
bool number_is(double d); // not NUMBER_NONE

// A number as JSON, Python and JavaScript write it: sign, digits, fraction, exponent, also ".5",
// "5." and "1_000". False when the text as a whole is none, or has more than 18 digits.
bool str_to_double(struct str s, double *out);

// The other way: "60", "0.7". Whole numbers, which nearly all are, cost none of printf's arithmetic.
struct str number_text(double d, struct arena *a);

#endif
