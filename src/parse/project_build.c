// SPDX-License-Identifier: MIT
// Files of build tools, of which only dependencies written out are found: conda's environment.yml,
// Maven's pom.xml, Gradle.
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

// --- Maven: <dependency> with groupId, artifactId and version, in any layout ------------------------

static struct str element(struct str s, const char *open, const char *close)
{
    size_t from = str_find(s, str_of(open));
    if (from == STR_NOWHERE)
        return STR("");
    s = str_from(s, from + strlen(open));
    return str_trim(str_slice(s, 0, str_find(s, str_of(close))));
}

// "group:artifact" with its version; a property ("${x}") is none that is known here.
static void artifact(struct project_reader *r, struct str group, struct str name,
                     struct str version, struct loc loc)
{
    bool written = version.n && byte_is_digit(version.p[0]);
    if (group.n && name.n && group.n + name.n < 190)
        project_package(r, str_fmt(r->arena, "%.*s:%.*s", STR_ARG(group), STR_ARG(name)),
                        written ? version : STR(""), written ? PACKAGE_LOCKED : 0, loc);
}

void project_pom(struct project_reader *r, struct str bytes)
{
    struct loc loc = {.file = r->path, .line = 1};
    size_t at;
    r->out->partial = true;
    while ((at = str_find(bytes, STR("<dependency>"))) != STR_NOWHERE) {
        size_t comment = str_find(str_slice(bytes, 0, at), STR("<!--"));
        if (comment != STR_NOWHERE) { // what is commented out is none
            struct str rest = str_from(bytes, comment);
            size_t end = str_find(rest, STR("-->"));
            if (end == STR_NOWHERE)
                return;
            for (size_t i = 0; i < comment + end; i++)
                loc.line += bytes.p[i] == '\n';
            bytes = str_from(rest, end + 3);
            continue;
        }
        for (size_t i = 0; i < at; i++)
            loc.line += bytes.p[i] == '\n';
        bytes = str_from(bytes, at);
        struct str one = str_slice(bytes, 0, str_find(bytes, STR("</dependency>")));
        artifact(r, element(one, "<groupId>", "</groupId>"),
                 element(one, "<artifactId>", "</artifactId>"),
                 element(one, "<version>", "</version>"), loc);
        for (size_t i = 0; i < one.n; i++)
            loc.line += bytes.p[i] == '\n';
        bytes = str_from(bytes, one.n);
    }
}

// --- Gradle: "group:artifact:version" in quotes -------------------------------------------------------

// "$okVersion", "${okVersion}": what the file gives that name, in quotes.
static struct str gradle_version(struct str bytes, struct str version)
{
    if (!version.n || version.p[0] != '$')
        return version;
    struct str name = str_trim_set(version, "${}");
    size_t at;
    while (name.n && (at = str_find(bytes, name)) != STR_NOWHERE) {
        bytes = str_from(bytes, at + name.n);
        struct str rest = str_trim_left_set(bytes, " \t");
        if (rest.n < 2 || rest.p[0] != '=')
            continue;
        rest = str_trim_left_set(str_from(rest, 1), " \t");
        if (rest.n && (rest.p[0] == '"' || rest.p[0] == '\''))
            return str_slice(rest, 1, 1 + str_chr(str_from(rest, 1), rest.p[0]));
    }
    return STR("");
}

// group: 'a.b', name: 'c', version: '1': what stands in quotes behind the word.
static struct str gradle_part(struct str line, const char *word)
{
    size_t at = str_find(line, str_of(word));
    if (at == STR_NOWHERE)
        return STR("");
    struct str rest = str_trim_left_set(str_from(line, at + strlen(word)), " \t:=");
    if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\''))
        return STR("");
    size_t end = str_chr(str_from(rest, 1), rest.p[0]);
    return end == STR_NOWHERE ? STR("") : str_slice(rest, 1, 1 + end);
}

static void gradle_line(struct project_reader *r, struct str whole, struct str line, struct loc loc)
{
    struct str text = str_trim(line);
    if (str_starts(text, STR("//")) || str_starts(text, STR("*")) || str_starts(text, STR("/*")))
        return;
    size_t comment = str_find(line, STR(" //"));
    line = str_slice(line, 0, comment);
    struct str rest = line, word, group, name;
    artifact(r, gradle_part(line, "group"), gradle_part(line, "name"),
             gradle_version(whole, gradle_part(line, "version")), loc);
    while (str_word(&rest, "'\"() \t", &word) && word.n) {
        struct str parts = word;
        if (str_chr(word, '/') == STR_NOWHERE && str_cut(&parts, ':', &group) &&
            str_present(parts) && str_cut(&parts, ':', &name) && str_chr(group, '.') != STR_NOWHERE)
            artifact(r, group, name, str_present(parts) ? gradle_version(whole, parts) : STR(""),
                     loc);
    }
}

void project_gradle(struct project_reader *r, struct str bytes)
{
    struct loc loc = {.file = r->path};
    struct str line, whole = bytes;
    r->out->partial = true;
    while (loc.line++, str_line(&bytes, &line))
        gradle_line(r, whole, line, loc);
}
