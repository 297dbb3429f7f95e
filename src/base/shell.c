// SPDX-License-Identifier: MIT
#include "base/shell.h"

struct style {
    const char *quote, *backslash; // what stands for these bytes inside the quotes
};

static struct str quote(struct str s, const struct style *style, struct arena *a)
{
    if (str_chr(s, '\0') != STR_NOWHERE)
        return STR_NONE;
    struct buf b = buf_in(a);
    buf_byte(&b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            buf_z(&b, style->quote);
        else if (s.p[i] == '\\')
            buf_z(&b, style->backslash);
        else
            buf_byte(&b, s.p[i]);
    }
    buf_byte(&b, '\'');
    return buf_str(&b);
}

struct str shell_quote(struct str s, struct arena *a)
{
    static const struct style posix = {"'\\''", "\\"};
    return quote(s, &posix, a);
}

struct str shell_quote_fish(struct str s, struct arena *a)
{
    static const struct style fish = {"\\'", "\\\\"};
    return quote(s, &fish, a);
}

bool shell_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alpha(s.p[i]) && s.p[i] != '_' && !(i > 0 && byte_is_digit(s.p[i])))
            return false;
    return s.n > 0;
}
