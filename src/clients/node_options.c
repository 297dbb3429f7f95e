// SPDX-License-Identifier: MIT
// NODE_OPTIONS as Node takes it apart (ParseNodeOptionsEnvVar of src/node_options.cc): blanks part
// words, and nothing else does; double quotes group, a backslash escapes inside of them. A word
// without a dash in front ends the options.
#include "clients/family.h"

struct option_word {
    char text[80]; // of a longer one the beginning
    size_t n;
    struct str raw; // as written
    bool open, escape;
};

static bool next_word(struct str *rest, struct option_word *w)
{
    struct str s = *rest;
    size_t i = 0;
    *w = (struct option_word){.n = 0};
    bool any = false;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (c == ' ' && !w->open && any)
            break;
        if (c == '"')
            w->open = !w->open;
        if (c == '"' || (c == ' ' && !w->open))
            continue;
        if (c == '\\' && w->open) {
            w->escape = i + 1 == s.n;
            c = w->escape ? c : s.p[++i];
        }
        any = true;
        if (w->n < sizeof w->text)
            w->text[w->n++] = c;
    }
    w->raw = str_trim_set(str_slice(s, 0, i), " ");
    *rest = str_from(s, i);
    return any;
}

// Without "=...", where two dashes stand in front; "_" is "-" behind them.
static struct str name_of(struct option_word *w)
{
    bool whole = w->n > 1 && w->text[1] != '-';
    size_t n = 0;
    for (; n < w->n && (whole || w->text[n] != '='); n++)
        if (w->text[n] == '_' && n > 1)
            w->text[n] = '-';
    return (struct str){w->text, n};
}

// What stands behind "=", also when it is nothing; absent: no "=".
static struct str value_in(const struct option_word *w, size_t name)
{
    return name < w->n ? (struct str){w->text + name + 1, w->n - name - 1} : STR_NONE;
}

struct option {
    struct str name, value; // value absent: none
};

// The next option, if any, with the word behind it where that is its value.
static bool next_option(struct str *rest, struct option_word w[2], struct option *o)
{
    if (!str_present(*rest) || !next_word(rest, &w[0]))
        return false;
    if (w[0].n < 2 || w[0].text[0] != '-')
        return false;
    o->name = name_of(&w[0]);
    o->value = value_in(&w[0], o->name.n);
    if (str_present(o->value) || !node_value_wanted(o->name))
        return true;
    struct str behind = *rest;
    if (next_word(&behind, &w[1]) && w[1].n && w[1].text[0] != '-') {
        o->value = (struct str){w[1].text, w[1].n};
        *rest = behind;
    }
    return true;
}

// Where the option stands last in NODE_OPTIONS, from 1; 0: nowhere.
size_t node_option(const struct world *w, const char *option)
{
    struct str rest = world_value(w, "NODE_OPTIONS");
    struct option_word words[2];
    struct option o;
    size_t at = 0;
    for (size_t i = 1; next_option(&rest, words, &o); i++)
        if (str_eq(o.name, str_of(option)))
            at = i;
    return at;
}

struct str node_options_without(struct str options, struct str option, struct arena *a)
{
    struct buf b = buf_in(a);
    struct option_word word;
    while (str_present(options) && next_word(&options, &word))
        if (!str_eq(name_of(&word), option))
            buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(word.raw));
    return buf_str(&b);
}

// A line end that came along from a file makes another name of an option.
struct str node_options_fault(const struct world *w, struct version node, struct str *unknown,
                              struct arena *a)
{
    struct str rest = world_value(w, "NODE_OPTIONS"), all = rest, fault = STR_NONE;
    struct option_word word = {.n = 0}, words[2];
    struct option o;
    while (str_present(all) && next_word(&all, &word))
        if (word.open || word.escape)
            return word.escape ? STR("node: invalid value for NODE_OPTIONS (invalid escape)")
                               : STR("node: invalid value for NODE_OPTIONS (unterminated string)");
    if (word.open && str_present(rest))
        return STR("node: invalid value for NODE_OPTIONS (unterminated string)");
    while (!str_present(*unknown) && next_option(&rest, words, &o)) {
        if (!node_option_known(node, o.name))
            *unknown = str_dup(o.name, a);
        else if (!str_present(fault))
            fault = node_value_fault(w, node, o.name, o.value, a);
    }
    return str_present(*unknown) ? STR_NONE : fault;
}
