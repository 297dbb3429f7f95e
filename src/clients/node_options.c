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

// Without "=..."; "_" is "-" behind the dashes.
static struct str name_of(struct option_word *w)
{
    size_t n = 0;
    for (; n < w->n && w->text[n] != '='; n++)
        if (w->text[n] == '_' && n > 1)
            w->text[n] = '-';
    return (struct str){w->text, n};
}

// Options whose value may be the next word.
static bool takes_next(const struct option_word *w, struct str name)
{
    static const char *const names[] = {"-r",
                                        "--require",
                                        "--import",
                                        "--loader",
                                        "--experimental-loader",
                                        "-C",
                                        "--conditions",
                                        "--title",
                                        "--icu-data-dir",
                                        "--dns-result-order",
                                        "--disable-warning",
                                        "--unhandled-rejections",
                                        "--max-http-header-size",
                                        "--tls-cipher-list",
                                        "--tls-keylog",
                                        "--openssl-config",
                                        "--redirect-warnings",
                                        "--diagnostic-dir"};
    for (size_t i = 0; i < sizeof names / sizeof *names && name.n == w->n; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return false;
}

// The next option, if any; what an option takes for its value is passed over.
static bool next_option(struct str *rest, struct option_word *w)
{
    struct option_word value;
    if (!str_present(*rest) || !next_word(rest, w))
        return false;
    if (w->n < 2 || w->text[0] != '-')
        return false;
    if (takes_next(w, name_of(w)))
        next_word(rest, &value);
    return true;
}

// Where the option stands last in NODE_OPTIONS, from 1; 0: nowhere.
size_t node_option(const struct world *w, const char *option)
{
    struct str rest = world_value(w, "NODE_OPTIONS");
    struct option_word word;
    size_t at = 0;
    for (size_t i = 1; next_option(&rest, &word); i++)
        if (str_eq(name_of(&word), str_of(option)))
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

// V8 takes digits and nothing behind them.
static bool size_is_bad(struct option_word *w, struct str name)
{
    if (!str_eq(name, STR("--max-old-space-size")) && !str_eq(name, STR("--max-semi-space-size")))
        return false;
    for (size_t i = name.n + 1; i < w->n; i++)
        if (!byte_is_digit(w->text[i]))
            return true;
    return false;
}

// A line end that came along from a file makes another name of an option.
struct str node_options_fault(const struct world *w, struct version node, struct str *unknown,
                              struct arena *a)
{
    struct str rest = world_value(w, "NODE_OPTIONS"), all = rest, fault = STR_NONE;
    struct option_word word = {.n = 0};
    while (str_present(all) && next_word(&all, &word))
        if (word.open || word.escape)
            return word.escape ? STR("node: invalid value for NODE_OPTIONS (invalid escape)")
                               : STR("node: invalid value for NODE_OPTIONS (unterminated string)");
    if (word.open && str_present(rest))
        return STR("node: invalid value for NODE_OPTIONS (unterminated string)");
    while (!str_present(*unknown) && next_option(&rest, &word)) {
        struct str name = name_of(&word);
        if (!node_option_known(node, name))
            *unknown = str_dup(name, a);
        else if (size_is_bad(&word, name) && !str_present(fault))
            fault = str_fmt(a, "node: illegal value for flag %.*s of type size_t", (int)word.n,
                            word.text);
    }
    return str_present(*unknown) ? STR_NONE : fault;
}
