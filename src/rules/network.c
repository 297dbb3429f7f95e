// SPDX-License-Identifier: MIT
#include "rules/layers.h"

const struct rule network_rules[] = {{.id = NULL}};
const size_t network_rules_n = 0;
