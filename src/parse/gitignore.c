// SPDX-License-Identifier: MIT
#include "parse/gitignore.h"

// Letters that mean something in a pattern, or in front of one; a blank at the end does not count.
#define SPECIAL "?[]\\/*"

static bool names(struct str pattern, struct str name)
{
    if (pattern.n && pattern.p[0] == '/') // beside this very file, where `name` is
        pattern = str_from(pattern, 1);
    size_t star = str_chr(pattern, '*');
    struct str front = str_slice(pattern, 0, star == STR_NOWHERE ? pattern.n : star);
    struct str back = star == STR_NOWHERE ? STR("") : str_from(pattern, star + 1);
    if (!pattern.n || str_has_any(front, SPECIAL) || str_has_any(back, SPECIAL))
        return false;
    return star == STR_NOWHERE
               ? str_eq(front, name)
               : name.n >= front.n + back.n && str_starts(name, front) && str_ends(name, back);
}

bool gitignore_surely(struct str bytes, struct str name)
{
    struct str line;
    bool ignored = false;
    if (!name.n || str_has_any(name, SPECIAL) || str_has_control(name))
        return false;
    while (str_present(bytes) && str_cut(&bytes, '\n', &line)) {
        if (line.n && line.p[line.n - 1] == '\r')
            line = str_slice(line, 0, line.n - 1);
        if (line.n && line.p[0] == '!')
            ignored = false; // an exception: perhaps of this file
        else if (line.n && line.p[0] != '#' && names(str_trim_right_set(line, " "), name))
            ignored = true;
    }
    return ignored;
}
