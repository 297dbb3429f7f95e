// SPDX-License-Identifier: MIT
#include "rules/layers.h"

const struct rule proxy_rules[] = {{.id = NULL}};
const size_t proxy_rules_n = 0;
