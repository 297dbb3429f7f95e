// SPDX-License-Identifier: MIT
// conda's environment.yml, of which only dependencies written out are found.
#include "parse/project_files.h"

// --- conda: "- openai=1.40.0", "- conda-forge::openai >=1", and pip's own lines below "- pip:" ---

static void conda_line(struct project_reader *r, struct str line, struct loc loc)
{
    struct str text = str_trim(line);
    if (!str_starts(text, STR("- ")))
        return;
    text = str_trim_set(str_trim(str_from(text, 2)), "'\"");
    size_t channel = str_find(text, STR("::"));
    text = channel == STR_NOWHERE ? text : str_from(text, channel + 2);
    // "=1.40" of conda is as good as exact.
    bool range = str_has_any(text, "<>!~*");
    struct str version =
        str_from(text, str_chr(text, '=') == STR_NOWHERE ? text.n : str_chr(text, '=') + 1);
    if (str_starts(text, STR("python")) && text.n > 6 && memchr("= <>", text.p[6], 4))
        project_runtime(r, "python", version, 0, loc);
    else if (!str_ends(text, STR(":")))
        project_requirement(r, text, !range && version.n ? PACKAGE_LOCKED : 0, loc);
}

void project_conda(struct project_reader *r, struct str bytes)
{
    struct loc loc = {.file = r->path};
    struct str line;
    while (loc.line++, str_line(&bytes, &line))
        conda_line(r, line, loc);
}
