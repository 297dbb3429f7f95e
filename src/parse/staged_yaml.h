// SPDX-License-Identifier: MIT
// What YAML may put between a key and its value: `? key`, tags, anchors, blocks, the next line.
#ifndef NEXOENV_PARSE_STAGED_YAML_H
#define NEXOENV_PARSE_STAGED_YAML_H

#include "base/str.h"

// `before`: the line as far as the name; `*s`: what follows the name, and then the value. False, and
// nothing taken, where the value simply follows a colon.
bool staged_take_yaml(struct str before, struct str *s);

#endif
