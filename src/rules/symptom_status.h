// SPDX-License-Identifier: MIT
// The HTTP statuses that an error text speaks of, whatever library printed it.
#ifndef NEXOENV_RULES_SYMPTOM_STATUS_H
#define NEXOENV_RULES_SYMPTOM_STATUS_H

#include "base/str.h"

// The text (in lower case) with "http-status-404 " and the like in front, and with curl's exit
// statuses as "curl: (28)" also where PHP and others say "cURL error 28".
struct str symptom_statuses(struct str text, struct arena *a);

#endif
