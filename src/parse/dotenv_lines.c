// SPDX-License-Identifier: MIT
// Files that are lists of NAME=VALUE without quotes or escapes: docker, podman, kubectl,
// kustomize (dotenv.md 4, D5).
#include "parse/dotenv_impl.h"

// Go's bufio.Scanner gives up on a line that does not fit its buffer.
enum { SCANNER_MOST = 65536 };

struct line_rules {
    bool unicode_trim;     // white space in front of a line, else space and tab
    bool strict_utf8;      //
    bool no_bom;           //
    bool blank_in_name;    // refused
    bool env_name;         // Kubernetes' names only
    bool twice;            // a name that stands twice is refused
    bool bare_is_empty;    // a name without "=" is empty, else the host's value
    bool bare_host_empty;  // the host's value, empty when the host has none
    bool star;             // NAME* takes every host variable that begins so
    bool long_line_fails;  // else the rest of the file is silently lost
    bool empty_name_fails; //
};

static const struct line_rules rules[] = {
    [LINES_DOCKER] = {.unicode_trim = true,
                      .strict_utf8 = true,
                      .no_bom = true,
                      .blank_in_name = true,
                      .long_line_fails = true,
                      .empty_name_fails = true},
    [LINES_PODMAN] = {.star = true, .long_line_fails = true, .empty_name_fails = true},
    [LINES_KUBECTL] = {.unicode_trim = true,
                       .strict_utf8 = true,
                       .no_bom = true,
                       .env_name = true,
                       .twice = true,
                       .bare_host_empty = true},
    [LINES_KUSTOMIZE] = {.unicode_trim = true,
                         .strict_utf8 = true,
                         .no_bom = true,
                         .twice = true,
                         .bare_is_empty = true},
};

// [-._a-zA-Z][-._a-zA-Z0-9]*, not "." and nothing that begins with "..".
static bool env_name(struct str s)
{
    if (s.n == 0 || byte_is_digit(s.p[0]) || str_starts(s, STR("..")) || str_eq(s, STR(".")))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_word(s.p[i]) && !byte_in(s.p[i], "-."))
            return false;
    return true;
}

static const char *bad_name(const struct line_rules *r, struct str name)
{
    if (r->empty_name_fails && name.n == 0)
        return "no variable name in front of \"=\"";
    if (r->blank_in_name && str_has_any(name, " \t"))
        return "blank in a variable name";
    if (r->env_name && !env_name(name))
        return "not a valid variable name";
    return NULL;
}

static void star(struct load *l, struct str prefix, size_t pos)
{
    for (size_t i = 0; i < l->env->n; i++)
        if (str_starts(l->env->items[i].name, prefix))
            load_set(l, l->env->items[i].name, l->env->items[i].value, pos);
}

static void bare(struct load *l, const struct line_rules *r, struct str name, size_t pos)
{
    if (r->star && str_ends(name, STR("*"))) {
        star(l, str_slice(name, 0, name.n - 1), pos);
        return;
    }
    struct str value = r->bare_is_empty ? STR("") : load_env(l, name);
    if (!str_present(value) && r->bare_host_empty)
        value = STR("");
    if (str_present(value))
        load_set(l, name, value, pos);
}

static void one_line(struct load *l, const struct line_rules *r, struct str line, size_t pos)
{
    line = r->unicode_trim ? trim_left(line, SPACES_UNICODE) : str_trim_left_set(line, " \t");
    if (line.n == 0 || line.p[0] == '#')
        return;
    size_t eq = str_chr(line, '=');
    struct str name = str_slice(line, 0, eq);
    const char *why = bad_name(r, name);
    if (!why && name.n == 0)
        return; // Kubernetes takes it for an empty line
    if (!why && r->twice && pairs_find(&l->file, name))
        why = "the name stands twice";
    if (why)
        load_fail_at(l, why, pos);
    else if (eq == STR_NOWHERE)
        bare(l, r, name, pos);
    else
        load_set(l, name, str_from(line, eq + 1), pos);
}

void parse_env_lines(struct load *l)
{
    const struct line_rules *r = &rules[l->d->flags];
    struct str line;
    for (size_t at = 0, from = 0; !l->failed && next_line(l->text, &at, &line); from = at) {
        if (line.n >= SCANNER_MOST) {
            if (r->long_line_fails)
                load_fail_at(l, "line too long", from);
            return;
        }
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        if (r->strict_utf8 && !utf8_ok(line)) {
            load_fail_at(l, "invalid UTF-8", from);
            return;
        }
        if (r->no_bom && from == 0 && str_starts(line, STR("\xef\xbb\xbf")))
            line = str_from(line, 3);
        one_line(l, r, line, from);
    }
    // podman's JSON replaces what is not UTF-8; U+0085 ends a line in kustomize's YAML, and is
    // folded into a blank when that is read.
    for (size_t i = 0; i < l->file.n; i++) {
        struct pair *p = &l->file.items[i];
        if (l->d->flags == LINES_PODMAN)
            p->value = utf8_replace(p->value, STR("\xef\xbf\xbd"), true, l->a);
        else if (l->d->flags == LINES_KUSTOMIZE)
            p->value = replace_all(p->value, STR("\xc2\x85"), STR(" "), l->a);
    }
}
