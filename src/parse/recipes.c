// SPDX-License-Identifier: MIT
#include "parse/recipes.h"

#include "base/shell.h"
#include "parse/yaml.h"

enum { VARIABLES_MAX = 200, LINES_MAX = 20000, VALUE_MAX = 4096, DEPTH_MAX = 4 };

struct makefile {
    struct arena *a;
    struct recipe *out;
    struct assignments variables;
    struct strs exported; // names
    bool all_exported, loads;
};

static struct str without_comment(struct str line)
{
    return str_slice(line, 0, str_chr(line, '#'));
}

static struct str first_word(struct str s)
{
    struct str word;
    return str_word(&s, " \t", &word) ? word : STR("");
}

// $(NAME) and ${NAME} of variables that the file sets, "$$" as "$"; anything else stays as it is.
static struct str expanded(const struct makefile *m, struct str s)
{
    struct buf b = buf_in(m->a);
    for (size_t i = 0; i < s.n && b.n < VALUE_MAX; i++) {
        bool opens = s.p[i] == '$' && i + 1 < s.n && (s.p[i + 1] == '(' || s.p[i + 1] == '{');
        char close = opens && s.p[i + 1] == '(' ? ')' : '}';
        size_t end = opens ? str_chr(str_from(s, i), close) : STR_NOWHERE;
        struct str name = opens && end != STR_NOWHERE ? str_slice(s, i + 2, i + end) : STR("");
        const struct assignment *set = name.n ? assignments_find(&m->variables, name) : NULL;
        if (set) {
            buf_add(&b, set->value);
            i += end;
        } else {
            buf_byte(&b, s.p[i]);
            i += s.p[i] == '$' && i + 1 < s.n && s.p[i + 1] == '$';
        }
    }
    return buf_str(&b);
}

// NAME = VALUE, := and ::= too. What `?=` gives is for an environment that lacks it.
static bool assignment(struct makefile *m, struct str line, struct str *name)
{
    size_t eq = str_chr(line, '=');
    if (eq == STR_NOWHERE || eq == 0)
        return false;
    char before = line.p[eq - 1];
    *name = str_trim(str_trim_right_set(str_slice(line, 0, eq), ":?+!"));
    if (!shell_name(*name))
        return false;
    struct str value = str_trim(without_comment(str_from(line, eq + 1)));
    if (before != '?' && before != '+' && before != '!' && m->variables.n < VARIABLES_MAX) {
        struct assignment set = {*name, expanded(m, value)};
        *arena_push(&m->variables, m->a) = set;
    }
    return true;
}

static bool included(struct makefile *m, struct str line)
{
    static const char *const words[] = {"include", "-include", "sinclude"};
    struct str rest = without_comment(line), word;
    bool is = false;
    if (!str_word(&rest, " \t", &word))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        is |= str_eq(word, str_of(words[i]));
    while (is && str_word(&rest, " \t", &word))
        if (str_has(word, STR(".env"))) {
            strs_add(&m->out->env_files, expanded(m, word), m->a);
            m->loads = true;
        }
    return is;
}

static bool exports(struct makefile *m, struct str line)
{
    struct str rest = line, word, name;
    if (!str_word(&rest, " \t", &word) || !str_eq(word, STR("export")))
        return false;
    rest = str_trim(str_from(str_trim(line), 6));
    // `export`, and `export $(shell sed ... .env)`, which names what the file holds.
    if (rest.n == 0 || rest.p[0] == '#' || str_has(rest, STR(".env"))) {
        m->all_exported = true;
    } else if (assignment(m, rest, &name)) {
        strs_add(&m->exported, name, m->a);
    } else {
        while (str_word(&rest, " \t", &word))
            strs_add(&m->exported, word, m->a);
    }
    return true;
}

// "dev start: build" names the target; *rest is what it needs first.
static bool heads(struct str line, struct str target, struct str *rest, struct str *first)
{
    size_t colon = str_chr(line, ':');
    if (colon == STR_NOWHERE || (colon + 1 < line.n && line.p[colon + 1] == '='))
        return false;
    struct str names = str_slice(line, 0, colon), word;
    *rest = without_comment(str_trim_left_set(str_from(line, colon + 1), ":"));
    *first = first_word(names);
    if (str_chr(*rest, '=') != STR_NOWHERE || str_starts(line, STR(" ")))
        return false; // a variable of this target
    if (target.n == 0)
        return first->n && first->p[0] != '.';
    while (str_word(&names, " \t", &word))
        if (str_eq(word, target))
            return true;
    return false;
}

// A line with those that a backslash joins to it.
static bool whole_line(struct str *rest, struct str *line, uint32_t *n, struct arena *a)
{
    if (!str_line(rest, line))
        return false;
    struct str more;
    for (++*n; str_ends(*line, STR("\\")) && str_line(rest, &more); ++*n) {
        struct str head = str_slice(*line, 0, line->n - 1);
        *line = str_fmt(a, "%.*s %.*s", STR_ARG(head), STR_ARG(str_trim(more)));
    }
    return true;
}

static void find_recipe(struct makefile *m, struct str bytes, struct str path, struct str target,
                        int depth)
{
    struct str rest = bytes, line, needs = STR(""), first, word;
    struct buf commands = buf_in(m->a);
    bool inside = false;
    uint32_t n = 0;
    while (n < LINES_MAX) {
        uint32_t at = n + 1;
        if (!whole_line(&rest, &line, &n, m->a))
            break;
        if (str_starts(line, STR("\t"))) {
            if (inside)
                buf_fmt(&commands, "%.*s\n",
                        STR_ARG(expanded(m, str_trim_left_set(line, "\t @-+"))));
        } else if (str_trim(line).n && line.p[0] != '#') {
            struct str after;
            inside = heads(line, target, &after, &first);
            if (inside) {
                needs = after.n ? after : needs;
                m->out->found = true;
                m->out->loc = (struct loc){path, at, 1};
                target = target.n ? target : first;
            }
        }
    }
    m->out->commands = buf_str(&commands);
    if (m->out->found && commands.n == 0 && depth < DEPTH_MAX && str_word(&needs, " \t", &word))
        find_recipe(m, bytes, path, word, depth + 1);
}

struct recipe recipe_of_makefile(struct str bytes, struct str path, struct str target,
                                 struct arena *a)
{
    struct recipe out = {0};
    struct makefile m = {.a = a, .out = &out};
    struct str rest = bytes, line, name;
    uint32_t n = 0;
    while (n < LINES_MAX && whole_line(&rest, &line, &n, a)) {
        struct str text = str_trim(line);
        if (str_starts(line, STR("\t")) || text.n == 0 || text.p[0] == '#')
            continue;
        m.all_exported |= str_starts(text, STR(".EXPORT_ALL_VARIABLES:"));
        if (!included(&m, text) && !exports(&m, text))
            assignment(&m, text, &name);
    }
    find_recipe(&m, bytes, path, target, 0);
    out.loader = m.loads && m.all_exported ? "make-include" : NULL;
    for (size_t i = 0; i < m.variables.n; i++) {
        const struct assignment *v = &m.variables.items[i];
        if (m.all_exported || strs_have(&m.exported, v->name))
            *arena_push(&out.exported, a) = *v;
    }
    return out;
}

// ---- just ----

// `set dotenv-load`, with or without `:= true`; `set dotenv-filename := "x"`.
static void just_setting(struct recipe *out, struct str line, struct arena *a)
{
    size_t is = str_find(line, STR(":="));
    struct str name = str_trim(str_slice(line, 4, is));
    struct str value = is == STR_NOWHERE ? STR("true") : str_trim(str_from(line, is + 2));
    bool file = str_eq(name, STR("dotenv-filename")) || str_eq(name, STR("dotenv-path"));
    bool load = str_eq(name, STR("dotenv-load")) && !str_eq(value, STR("false"));
    if (file)
        strs_add(&out->env_files, str_trim_set(value, "'\""), a);
    if (file || load)
        out->loader = "dotenvy-0.15";
}

struct recipe recipe_of_justfile(struct str bytes, struct str path, struct str target,
                                 struct arena *a)
{
    struct recipe out = {0};
    struct buf commands = buf_in(a);
    struct str rest = bytes, line;
    bool inside = false;
    uint32_t n = 0;
    while (n < LINES_MAX) {
        uint32_t at = n + 1;
        if (!whole_line(&rest, &line, &n, a))
            break;
        bool indented = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
        if (inside && indented)
            buf_fmt(&commands, "%.*s\n", STR_ARG(str_trim_left_set(line, " \t@-")));
        if (indented || str_trim(line).n == 0 || line.p[0] == '#' || line.p[0] == '[')
            continue;
        inside = false;
        size_t colon = str_chr(line, ':');
        bool assigns = colon != STR_NOWHERE && colon + 1 < line.n && line.p[colon + 1] == '=';
        struct str name = str_trim_left_set(first_word(str_slice(line, 0, colon)), "@");
        if (str_starts(line, STR("set ")))
            just_setting(&out, without_comment(line), a);
        else if (colon != STR_NOWHERE && !assigns && !out.found &&
                 (target.n == 0 || str_eq(name, target))) {
            inside = out.found = true;
            out.loc = (struct loc){path, at, 1};
        }
    }
    out.commands = buf_str(&commands);
    return out;
}

// ---- task ----

static void add_command(struct buf *b, const struct yaml_node *n)
{
    struct str text = yaml_text(n);
    if (!str_present(text))
        text = yaml_text(yaml_get(n, "cmd"));
    if (str_present(text))
        buf_fmt(b, "%.*s\n", STR_ARG(text));
}

static void add_commands(struct buf *b, const struct yaml_node *task)
{
    const struct yaml_node *list = yaml_get(task, "cmds");
    add_command(b, task);
    for (size_t i = 0; i < yaml_count(list); i++)
        add_command(b, yaml_item(list, i));
    for (size_t i = 0; i < yaml_count(task); i++)
        add_command(b, yaml_item(task, i));
}

static void add_env(struct recipe *out, const struct yaml_node *env, struct arena *a)
{
    struct yaml_pair p;
    for (size_t i = 0; yaml_pair_at(env, i, &p); i++)
        if (str_present(yaml_text(p.value)))
            *arena_push(&out->exported, a) =
                (struct assignment){yaml_raw(p.key), yaml_text(p.value)};
}

struct recipe recipe_of_taskfile(struct str bytes, struct str path, struct str target,
                                 struct arena *a)
{
    struct recipe out = {0};
    struct buf commands = buf_in(a);
    struct yaml_file y = yaml_read(bytes, path, a);
    const struct yaml_node *root = y.docs.n ? y.docs.items[0].root : NULL;
    struct str name = target.n ? target : STR("default");
    const struct yaml_node *task = yaml_get(yaml_get(root, "tasks"), str_z(name, a));
    if (!task)
        return out;
    out.found = true;
    out.loc = task->loc;
    const struct yaml_node *lists[] = {yaml_get(task, "dotenv"), yaml_get(root, "dotenv")};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < yaml_count(lists[k]); i++) {
            struct str file = yaml_text(yaml_item(lists[k], i));
            if (str_present(file))
                strs_add(&out.env_files, file, a);
        }
    if (out.env_files.n)
        out.loader = "godotenv-1.5";
    add_env(&out, yaml_get(root, "env"), a);
    add_env(&out, yaml_get(task, "env"), a);
    add_commands(&commands, task);
    out.commands = buf_str(&commands);
    return out;
}
