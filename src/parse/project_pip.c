// SPDX-License-Identifier: MIT
// What pip is told: PEP 508, and requirements files.
#include "parse/project_files.h"

// A file or repository instead of a version. Of a wheel or an archive its name says both
// ("openai-1.40.2-py3-none-any.whl"), of a repository the tag says the version ("….git@v1.40.2").
struct place {
    struct str name, version;
};

static bool is_file(struct str s)
{
    return str_ends(s, STR(".whl")) || str_ends(s, STR(".tar.gz")) || str_ends(s, STR(".zip"));
}

static struct place place_of_file(struct str base)
{
    for (size_t i = 1; i + 1 < base.n; i++)
        if (base.p[i] == '-' && byte_is_digit(base.p[i + 1])) {
            struct str version = str_from(base, i + 1);
            size_t end = str_ends(base, STR(".whl"))
                             ? str_chr(version, '-')
                             : version.n - (str_ends(base, STR(".zip")) ? 4 : 7);
            return (struct place){str_slice(base, 0, i), str_slice(version, 0, end)};
        }
    return (struct place){STR_NONE, STR("")};
}

// github.com/openai/openai-python: vendors name the repository of a package so.
static struct str name_of_repository(struct str base)
{
    static const char *const endings[] = {".git", "-python", "-sdk"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(base, str_of(endings[i])))
            base = str_slice(base, 0, base.n - strlen(endings[i]));
    return base;
}

static struct place place_of(struct str url)
{
    size_t hash = str_chr(url, '#'), egg = str_find(url, STR("egg="));
    struct str named = egg == STR_NOWHERE ? STR_NONE : str_from(url, egg + 4);
    struct str path = str_trim(str_slice(url, 0, hash == STR_NOWHERE ? url.n : hash));
    bool repository = str_starts(path, STR("git+"));
    size_t slash = str_rchr(path, '/');
    struct str base = slash == STR_NOWHERE ? path : str_from(path, slash + 1);
    struct place out = {STR_NONE, STR("")};
    if (repository) {
        size_t at = str_chr(base, '@');
        struct str tag = at == STR_NOWHERE ? STR("") : str_from(base, at + 1);
        bool numbered = str_has_any(str_slice(tag, 0, 2), "0123456789") && str_has(tag, STR("."));
        out.name = name_of_repository(str_slice(base, 0, at == STR_NOWHERE ? base.n : at));
        out.version = numbered ? tag : STR("");
    } else if (is_file(base)) {
        out = place_of_file(base);
    }
    if (str_present(named))
        out.name = str_slice(named, 0, str_until(named, "&[ "));
    return out;
}

static bool is_place(struct str s)
{
    return str_has(str_slice(s, 0, str_until(s, " \t;")), STR("://")) || str_starts(s, STR("./")) ||
           is_file(str_slice(s, 0, str_until(s, " \t;")));
}

static void place_add(struct project_reader *r, struct str name, struct str text, unsigned bits,
                      struct loc loc)
{
    struct place place = place_of(str_slice(text, 0, str_until(text, " \t")));
    if (str_present(place.name) || str_present(name))
        project_package(r, str_present(name) ? name : place.name, place.version,
                        bits | (place.version.n ? PACKAGE_LOCKED : 0), loc);
}

void project_requirement(struct project_reader *r, struct str text, unsigned bits, struct loc loc)
{
    size_t comment = str_find(text, STR(" #")), marker = str_chr(text, ';');
    text = str_slice(text, 0, comment == STR_NOWHERE ? text.n : comment);
    text = str_trim(str_slice(text, 0, marker == STR_NOWHERE ? text.n : marker));
    size_t end = 0;
    while (end < text.n && (byte_is_alnum(text.p[end]) || text.p[end] == '-' ||
                            text.p[end] == '_' || text.p[end] == '.'))
        end++;
    if (is_place(text)) {
        place_add(r, STR_NONE, text, bits, loc);
        return;
    }
    if (end == 0 || !byte_is_alnum(text.p[0]))
        return;
    struct str rest = str_trim(str_from(text, end));
    size_t close = str_starts(rest, STR("[")) ? str_chr(rest, ']') : STR_NOWHERE;
    if (close != STR_NOWHERE)
        rest = str_trim(str_from(rest, close + 1));
    if (str_starts(rest, STR("@"))) {
        place_add(r, str_slice(text, 0, end), str_trim(str_from(rest, 1)), bits, loc);
        return;
    }
    if (str_starts(rest, STR("==")) && !str_has(rest, STR("*")))
        bits |= PACKAGE_LOCKED;
    project_package(r, str_slice(text, 0, end), rest, bits, loc);
}

// requirements-dev.txt, requirements/test.txt: what the program itself may do without.
static bool for_developers(struct str path)
{
    static const char *const words[] = {"dev", "test", "lint", "docs"};
    struct str base =
        str_from(path, str_rchr(path, '/') == STR_NOWHERE ? 0 : str_rchr(path, '/') + 1);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_has(base, str_of(words[i])))
            return true;
    return false;
}

// "base.txt", "../base.txt" of requirements/dev.txt, as a path like its own; absent above the root.
static struct str beside(struct project_reader *r, struct str file)
{
    size_t slash = str_rchr(r->path, '/');
    struct str dir = slash == STR_NOWHERE ? STR("") : str_slice(r->path, 0, slash);
    for (;;) {
        if (str_starts(file, STR("./"))) {
            file = str_from(file, 2);
        } else if (str_starts(file, STR("../")) && dir.n) {
            slash = str_rchr(dir, '/');
            dir = slash == STR_NOWHERE ? STR("") : str_slice(dir, 0, slash);
            file = str_from(file, 3);
        } else {
            break;
        }
    }
    if (!file.n || file.p[0] == '/' || str_has(file, STR("..")))
        return STR_NONE;
    return dir.n ? str_fmt(r->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(file)) : file;
}

static void requirement(struct project_reader *r, struct str line, struct loc loc)
{
    struct {
        const char *option;
        struct strs *files;
    } rows[] = {{"-r", &r->out->includes},
                {"--requirement", &r->out->includes},
                {"-c", &r->out->constraints},
                {"--constraint", &r->out->constraints}};
    unsigned bits = for_developers(r->path) ? PACKAGE_DEVELOPMENT : 0;
    line = str_trim(line);
    if (str_starts(line, STR("-e ")) || str_starts(line, STR("--editable")))
        line = str_trim(str_from(line, str_until(line, " =\t") + 1));
    if (line.n && line.p[0] != '#' && line.p[0] != '-')
        project_requirement(r, line, bits, loc);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!str_starts(line, str_of(rows[i].option)) || rows[i].files->n >= 8)
            continue;
        struct str rest = str_from(line, strlen(rows[i].option)), file = STR_NONE;
        if (rest.n && memchr(" \t=", rest.p[0], 3) && str_word(&rest, " \t=", &file) && file.n)
            file = beside(r, file);
        if (file.n && !strs_have(rows[i].files, file))
            strs_add(rows[i].files, file, r->arena);
    }
}

void project_requirements(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, requirement);
}
