// SPDX-License-Identifier: MIT
// What setuptools is told: setup.py, as far as its lists are written out, and setup.cfg.
#include "parse/project_files.h"

// --- setup.cfg: indented lines below install_requires, and below each name of extras_require -----

void project_setup_cfg(struct project_reader *r, struct str bytes)
{
    struct loc loc = {.file = r->path};
    struct str line, section = STR("");
    bool wanted = false;
    while (loc.line++, str_line(&bytes, &line)) {
        struct str text = str_trim(line);
        if (!text.n || text.p[0] == '#' || text.p[0] == ';')
            continue;
        if (text.p[0] == '[') {
            section = text;
            wanted = false;
            continue;
        }
        if (!byte_is_space(line.p[0])) {
            size_t eq = str_chr(text, '=');
            struct str key = str_trim(str_slice(text, 0, eq));
            wanted = (str_eq(section, STR("[options]")) && str_eq(key, STR("install_requires"))) ||
                     str_eq(section, STR("[options.extras_require]"));
            text = eq == STR_NOWHERE ? STR("") : str_trim(str_from(text, eq + 1));
        }
        if (wanted && text.n)
            project_requirement(r, text, 0, loc);
    }
}

// --- setup.py: the texts of the list behind install_requires -------------------------------------

static size_t line_of(struct str bytes, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes.p[i] == '\n';
    return line;
}

// Texts in quotes up to the bracket that closes the list; what stands behind # is none.
static void read_list(struct project_reader *r, struct str bytes, size_t at)
{
    while (at < bytes.n && bytes.p[at] != ']') {
        char c = bytes.p[at];
        struct str rest = str_from(bytes, at + 1);
        size_t end = c == '#' ? str_chr(rest, '\n') : str_chr(rest, c);
        if (c != '#' && c != '"' && c != '\'') {
            at++;
            continue;
        }
        if (end == STR_NOWHERE)
            return;
        if (c != '#')
            project_requirement(
                r, str_slice(rest, 0, end), 0,
                (struct loc){.file = r->path, .line = (uint32_t)line_of(bytes, at)});
        at += end + 2;
    }
}

static bool in_comment(struct str bytes, size_t at)
{
    size_t from = at;
    while (from > 0 && bytes.p[from - 1] != '\n')
        from--;
    return str_chr(str_slice(bytes, from, at), '#') != STR_NOWHERE;
}

// Where the list begins that `name` is given: behind its bracket. Lists by another name are looked up.
static size_t list_of(struct str bytes, struct str name, bool look_up)
{
    size_t at = 0, found;
    while ((found = str_find(str_from(bytes, at), name)) != STR_NOWHERE) {
        size_t i = at + found + name.n, from;
        at = i;
        if (in_comment(bytes, i))
            continue;
        while (i < bytes.n && strchr(" \t\"'", bytes.p[i]))
            i++;
        if (i >= bytes.n || (bytes.p[i] != '=' && bytes.p[i] != ':'))
            continue;
        for (i++; i < bytes.n && byte_is_space(bytes.p[i]); i++)
            ;
        if (i < bytes.n && bytes.p[i] == '[')
            return i + 1;
        for (from = i; i < bytes.n && (byte_is_alnum(bytes.p[i]) || bytes.p[i] == '_'); i++)
            ;
        if (look_up && i > from)
            return list_of(bytes, str_slice(bytes, from, i), false);
    }
    return STR_NOWHERE;
}

void project_setup_py(struct project_reader *r, struct str bytes)
{
    size_t at = list_of(bytes, STR("install_requires"), true);
    r->out->partial = true; // it is a program: what it computes is not known
    if (at != STR_NOWHERE)
        read_list(r, bytes, at);
}
