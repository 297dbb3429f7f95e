// SPDX-License-Identifier: MIT
// Files that are read line by line.
#include "parse/project_files.h"

void project_each_line(struct project_reader *r, struct str bytes, project_on_line each)
{
    struct loc loc = {.file = r->path};
    struct str line;
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_from(bytes, 3);
    while (loc.line++, str_line(&bytes, &line))
        each(r, line, loc);
}

static size_t indent(struct str line)
{
    return line.n - str_trim_left_set(line, " ").n;
}

// Name and the rest at the last @ that is not a scope's.
static bool at_sign(struct str s, struct str *name, struct str *rest)
{
    size_t at = str_chr(str_from(s, 1), '@');
    if (at == STR_NOWHERE)
        return false;
    *name = str_slice(s, 0, at + 1);
    *rest = str_from(s, at + 2);
    return true;
}

// Below packages: or snapshots:, two blanks in: /openai@4.1.0:, 'openai@4.1.0(zod@3.0.0)':,
// /openai/4.1.0: of older files.
static void pnpm(struct project_reader *r, struct str line, struct loc loc)
{
    struct str name, version;
    if (str_trim(line).n == 0)
        return;
    if (indent(line) == 0)
        r->pending = line;
    bool inside =
        str_starts(r->pending, STR("packages:")) || str_starts(r->pending, STR("snapshots:"));
    if (!inside || indent(line) != 2 || !str_ends(str_trim(line), STR(":")))
        return;
    struct str key = str_trim_left_set(str_trim_set(str_trim(line), ":'\""), "/");
    size_t open = str_chr(key, '(');
    key = str_slice(key, 0, open == STR_NOWHERE ? key.n : open);
    size_t slash = str_rchr(key, '/');
    if (!at_sign(key, &name, &version)) {
        if (slash == STR_NOWHERE)
            return;
        name = str_slice(key, 0, slash);
        version = str_from(key, slash + 1);
    }
    project_package(r, name, version, PACKAGE_LOCKED, loc);
}

void project_pnpm_lock(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, pnpm);
}

// packages: and below it "- apps/*"; what is left out begins with '!'.
static void pnpm_workspace(struct project_reader *r, struct str line, struct loc loc)
{
    struct str text = str_trim(line);
    (void)loc;
    if (indent(line) == 0 && text.n && text.p[0] != '#' && text.p[0] != '-')
        r->pending = text;
    struct str item = str_trim_set(str_from(text, 1), " \t'\"");
    if (str_starts(r->pending, STR("packages:")) && text.n && text.p[0] == '-' &&
        !str_starts(item, STR("!")))
        project_member(r, str_slice(item, 0, str_until(item, "'\"#")));
}

void project_pnpm_workspace(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, pnpm_workspace);
}

// openai@^4.0.0: / "openai@npm:^4.0.0": and then version "4.20.0" / version: 4.20.0
static void yarn(struct project_reader *r, struct str line, struct loc loc)
{
    struct str name, rest, text = str_trim(line);
    if (text.n == 0 || text.p[0] == '#')
        return;
    if (indent(line) == 0) {
        struct str key = str_trim_left_set(text, "\"");
        r->pending = at_sign(key, &name, &rest) ? name : STR_NONE;
    } else if (indent(line) == 2 && str_present(r->pending) && str_starts(text, STR("version"))) {
        project_package(r, r->pending, str_trim_set(str_from(text, 7), ": \""), PACKAGE_LOCKED,
                        loc);
        r->pending = STR_NONE;
    }
}

void project_yarn_lock(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, yarn);
}

// Header lines up to the first empty one, which is moved out of reach.
static void metadata(struct project_reader *r, struct str line, struct loc loc)
{
    (void)loc;
    if (line.n == 0)
        r->pending = STR("body");
    if (str_present(r->pending))
        return;
    if (str_starts_icase(line, STR("Name:")))
        r->out->own_name = pypi_name(str_trim(str_from(line, 5)), r->arena);
    else if (str_starts_icase(line, STR("Version:")))
        r->out->own_version = str_trim(str_from(line, 8));
}

void project_metadata(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, metadata);
}

static struct str between_quotes(struct str *s)
{
    size_t open = 0;
    while (open < s->n && s->p[open] != '"' && s->p[open] != '\'')
        open++;
    if (open >= s->n)
        return STR_NONE;
    struct str rest = str_from(*s, open + 1);
    size_t close = str_chr(rest, s->p[open]);
    if (close == STR_NOWHERE)
        return STR_NONE;
    *s = str_from(rest, close + 1);
    return str_slice(rest, 0, close);
}

// gem "ruby-openai", "~> 6.3"
static void gem(struct project_reader *r, struct str line, struct loc loc)
{
    line = str_trim(line);
    if (!str_starts(line, STR("gem ")) && !str_starts(line, STR("gem(")))
        return;
    struct str name = between_quotes(&line);
    bool constrained = str_starts(str_trim_left_set(line, " "), STR(",")) &&
                       str_has_any(str_slice(str_trim_left_set(line, ", "), 0, 1), "\"'");
    struct str version = constrained ? between_quotes(&line) : STR("");
    project_package(r, name, version, 0, loc);
}

void project_gemfile(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, gem);
}

// Four blanks in: "    ruby-openai (6.3.0)"
static void gem_lock(struct project_reader *r, struct str line, struct loc loc)
{
    struct str text = str_trim(line);
    size_t open = str_find(text, STR(" ("));
    if (indent(line) == 4 && open != STR_NOWHERE && str_ends(text, STR(")")))
        project_package(r, str_slice(text, 0, open), str_from(text, open + 2), PACKAGE_LOCKED, loc);
}

void project_gemfile_lock(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, gem_lock);
}

static void process(struct project_reader *r, struct str line, struct loc loc)
{
    size_t colon = str_chr(line, ':');
    if (colon != STR_NOWHERE && colon > 0 && line.p[0] != '#')
        project_script(r, str_trim(str_slice(line, 0, colon)), str_trim(str_from(line, colon + 1)),
                       loc);
}

void project_procfile(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, process);
}

static void one_version(struct project_reader *r, struct str bytes, const char *name)
{
    struct str line;
    struct loc loc = {.file = r->path, .line = 1};
    if (str_line(&bytes, &line) && str_present(version_text(line)))
        project_runtime(r, name, line, PACKAGE_LOCKED, loc);
}

void project_node_version(struct project_reader *r, struct str bytes)
{
    one_version(r, bytes, "node");
}

void project_python_version(struct project_reader *r, struct str bytes)
{
    one_version(r, bytes, "python");
}

// nodejs 20.1.0
static void tool(struct project_reader *r, struct str line, struct loc loc)
{
    static const struct {
        const char *tool, *runtime;
    } tools[] = {{"nodejs", "node"}, {"node", "node"}, {"python", "python"},
                 {"golang", "go"},   {"bun", "bun"},   {"deno", "deno"}};
    struct str word;
    if (!str_word(&line, " \t", &word))
        return;
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (str_eq(word, str_of(tools[i].tool)))
            project_runtime(r, tools[i].runtime, line, PACKAGE_LOCKED, loc);
}

void project_tool_versions(struct project_reader *r, struct str bytes)
{
    project_each_line(r, bytes, tool);
}
