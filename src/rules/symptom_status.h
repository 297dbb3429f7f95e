// SPDX-License-Identifier: MIT
// What an error text speaks of before its words are looked at: HTTP statuses, whatever library
// printed them, and other services.
#ifndef NEXOENV_RULES_SYMPTOM_STATUS_H
#define NEXOENV_RULES_SYMPTOM_STATUS_H

#include "base/str.h"

// The text (in lower case) with "http-status-404 " and the like in front, and with curl's exit
// statuses as "curl: (28)" also where PHP and others say "cURL error 28".
struct str symptom_statuses(struct str text, struct arena *a);

// The text (in lower case) is a database's or a queue's, and no word in it is an API's: "connection
// refused" says nothing of the gateway there.
bool symptom_is_foreign(struct str text);

#endif
