// SPDX-License-Identifier: MIT
#include "rules/layers.h"

const struct rule url_rules[] = {{.id = NULL}};
const size_t url_rules_n = 0;
