// SPDX-License-Identifier: MIT
// What the rows on base URLs share. Private to url.c and url_path.c.
#ifndef NEXOENV_RULES_URL_COMMON_H
#define NEXOENV_RULES_URL_COMMON_H

#include "rules/hosts.h"
#include "rules/rule.h"

// A variable of the chosen context by its name, or NULL; whether it exists and is not empty.
const struct variable *url_named(const struct inquiry *q, const char *name);
bool variable_set(const struct variable *v);

// The variable that gives the base URL; NULL when an option, the source or a default does.
const struct variable *url_variable(const struct inquiry *q);
// What the base URL's host is (rules/hosts.h); HOST_NONE when no URL is known.
enum host_kind url_kind(const struct inquiry *q, const char **vendor, const char **how);

// A finding about the base URL with its two sides, the variable and the place.
struct finding *url_add(const struct rule *rule, struct inquiry *q);
// "OPENAI_BASE_URL lacks /v1 (from .env:3)" for the prompt.
struct str url_short(const struct inquiry *q, const char *what);
// The gateway's base URL, without what the user's own call writes behind the variable.
struct str url_right(const struct inquiry *q);
// The one fix of nearly every row: the gateway's base URL where the wrong one stands.
void url_fix(struct finding *f, struct inquiry *q);

#endif
