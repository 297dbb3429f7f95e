// SPDX-License-Identifier: MIT
#include "parse/assignments.h"

#include "base/shell.h"

bool assignment_is(struct str word)
{
    size_t eq = str_chr(word, '=');
    return eq != STR_NOWHERE && shell_name(str_slice(word, 0, eq));
}

struct assignment assignment_of(struct str word)
{
    size_t eq = str_chr(word, '=');
    return (struct assignment){.name = str_slice(word, 0, eq),
                               .value = eq == STR_NOWHERE ? STR_NONE : str_from(word, eq + 1)};
}

const struct assignment *assignments_find(const struct assignments *list, struct str name)
{
    for (size_t i = list->n; i > 0; i--)
        if (str_eq(list->items[i - 1].name, name))
            return &list->items[i - 1];
    return NULL;
}
