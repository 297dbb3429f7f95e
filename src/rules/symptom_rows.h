// SPDX-License-Identifier: MIT
// Private to rules/symptom*: what an error text points to, a row each.
#ifndef NEXOENV_RULES_SYMPTOM_ROWS_H
#define NEXOENV_RULES_SYMPTOM_ROWS_H

#include <stddef.h>

// When `text` stands in the error text, and `also` if it is not empty, `id` gets so many points, and
// `reason` is why, in our words. Both texts in lower case.
//
// A row stands in the text of its table, five words with a NUL behind each, and an empty one ends the
// table. As structs of pointers the rows would be relocated at every start of every command.
#define ROW(text, also, id, points, reason) text "\0" also "\0" id "\0" #points "\0" reason "\0"

extern const char *const symptom_codes; // the gateway's own codes
extern const char *const symptom_http;  // statuses: asked only where no such code stands

// Tables, with NULL at the end.
extern const char *const symptom_rows[];
extern const char *const symptom_network_rows[];

#endif
