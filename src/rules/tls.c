// SPDX-License-Identifier: MIT
#include "rules/layers.h"

const struct rule tls_rules[] = {{.id = NULL}};
const size_t tls_rules_n = 0;
