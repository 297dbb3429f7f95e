// SPDX-License-Identifier: MIT
// What staged text gives a variable, and whether it looks like a key that a service has made.
#ifndef NEXOENV_PARSE_STAGED_VALUE_H
#define NEXOENV_PARSE_STAGED_VALUE_H

#include "parse/staged_call.h"

// The match is the name of a key variable: the value that is assigned to it there, when it looks
// like a real key. Absent otherwise.
struct str staged_assigned(const struct staged_place *p);

// Letters and digits as a generator mixes them, and no word that says otherwise.
bool staged_is_generated(struct str value);
// "data.secrets_v2.llm12.value": names and dots, and hardly a digit.
bool staged_is_expression(struct str value);
bool staged_is_value_byte(char c);

// Over `: string = `: the type stands between a name and its value.
void staged_skip_type(struct str *s);
// Over the label of a value, where one follows; true then. A property list's is an element.
bool staged_take_label(struct str *s);
// Over what code and YAML put around a literal: `SecretStr("`, `default="`, `b"`, `( "`, `|`.
void staged_skip_wrapping(struct str *s);
const char *staged_value_label(size_t i); // NULL behind the last

#endif
