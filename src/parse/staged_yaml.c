// SPDX-License-Identifier: MIT
#include "parse/staged_yaml.h"

#include <string.h>

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static bool is_break(struct str s)
{
    return s.n && one_of(s.p[0], "\r\n");
}

static struct str next_line(struct str s)
{
    return str_from(s, str_until(s, "\n") + 1);
}

// Over `!!str`, which changes nothing. Other tags make something else of the value: !secret.
static bool take_tag(struct str *s)
{
    static const char *const tags[] = {"!!str ", "!!binary ", "!<tag:yaml.org,2002:str> "};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_starts(*s, str_of(tags[i]))) {
            *s = str_trim_left_set(str_from(*s, strlen(tags[i])), " \t");
            return true;
        }
    return false;
}

// Over the head of a block, `|-`, `>2`, and a comment behind it.
static bool take_block(struct str *s)
{
    size_t n = 1;
    if (s->n == 0 || !one_of(s->p[0], "|>"))
        return false;
    while (n < s->n && one_of(s->p[n], "+-123456789"))
        n++;
    struct str rest = str_trim_left_set(str_from(*s, n), " \t");
    if (!is_break(rest) && !str_starts(rest, STR("#")))
        return false;
    *s = str_trim_left_set(next_line(rest), " \t\r\n");
    return true;
}

// A scalar alone on a line that is further in: not the first key of a mapping, nor a list.
static bool take_next_line(struct str *s, size_t indent)
{
    struct str rest = str_trim_left_set(next_line(*s), " \t");
    size_t in = (size_t)(rest.p - next_line(*s).p);
    struct str line = str_trim(str_slice(rest, 0, str_until(rest, "\n")));
    if (!is_break(*s) || in <= indent || str_has_any(line, " \t:"))
        return false;
    *s = rest;
    return true;
}

bool staged_take_yaml(struct str before, struct str *s)
{
    struct str rest = str_trim_left_set(*s, "\"' \t");
    struct str head = str_trim_left_set(before, " \t-");
    bool asked = str_starts(head, STR("? "));
    if (asked && is_break(rest))
        rest = str_trim_left_set(rest, " \t\r\n");
    else
        asked = false;
    if (rest.n == 0 || rest.p[0] != ':')
        return false;
    rest = str_trim_left_set(str_from(rest, 1), " \t");
    bool taken = take_tag(&rest) || asked;
    taken |= take_block(&rest) || take_next_line(&rest, before.n - head.n);
    if (str_starts(rest, STR("\"\\\n"))) { // the break is no part of the text
        rest = str_trim_left_set(str_from(rest, 3), " \t");
        taken = true;
    }
    if (taken)
        *s = rest;
    return taken;
}
