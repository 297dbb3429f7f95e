// SPDX-License-Identifier: MIT
// An option in NODE_OPTIONS that this Node does not take there ends every start of it (exit 9).
#ifndef NEXOENV_RULES_NODE_OPTIONS_H
#define NEXOENV_RULES_NODE_OPTIONS_H

#include "rules/mend.h"

// NODE_OPTIONS without what the chosen client's Node does not take there. False: it takes all.
bool change_node_options(const struct inquiry *q, struct changes *c);

// The finding, if this client's Node ends at an option that is `for_trust` or is not.
void check_node_options(const struct rule *rule, struct inquiry *q, bool for_trust);

#endif
