// SPDX-License-Identifier: MIT
#include "model/finding.h"

const char *severity_name(enum severity s)
{
    static const char *const names[] = {[SEVERITY_OFF] = "off",
                                        [SEVERITY_NOTE] = "note",
                                        [SEVERITY_WARNING] = "warning",
                                        [SEVERITY_ERROR] = "error"};
    return names[s];
}
