// SPDX-License-Identifier: MIT
#include "parse/gitconfig.h"

#define END (-1)

// One byte; CR LF is a line end, and a last line without one has one.
static int next(struct gitconfig *g)
{
    if (!g->rest.n)
        return END;
    bool crlf = str_starts(g->rest, STR("\r\n"));
    char c = crlf ? '\n' : g->rest.p[0];
    g->rest = str_from(g->rest, crlf ? 2 : 1);
    g->broke = c == '\n';
    g->line += g->broke;
    return (unsigned char)c;
}

static bool is_key(int c)
{
    return c > 0 && (byte_is_alnum((char)c) || c == '-');
}

static bool is_space(int c)
{
    return c > 0 && byte_is_space((char)c);
}

// What stands between quotes behind the name of a section, up to "]".
static bool read_subsection(struct gitconfig *g, struct buf *b, int c)
{
    while (is_space(c) && c != '\n')
        c = next(g);
    if (c != '"')
        return false;
    buf_byte(b, '.');
    while ((c = next(g)) != '"') {
        if (c == '\\')
            c = next(g);
        if (c == '\n' || c == END)
            return false;
        buf_byte(b, (char)c);
    }
    return next(g) == ']';
}

static bool read_section(struct gitconfig *g)
{
    struct buf b = buf_in(g->a);
    int c;
    bool good = true;
    while (good && (c = next(g)) != ']') {
        if (is_space(c)) {
            good = read_subsection(g, &b, c);
            break;
        }
        good = is_key(c) || c == '.';
        if (good)
            buf_byte(&b, byte_lower((char)c));
    }
    g->section = buf_str(&b);
    return good && b.n;
}

static bool escaped(struct buf *b, int c)
{
    static const char from[] = "tbn\\\"", to[] = "\t\b\n\\\"";
    const char *hit = c > 0 ? strchr(from, c) : NULL;
    if (hit)
        buf_byte(b, to[hit - from]);
    return hit || c == '\n'; // a line end goes on in the next line
}

// Quotes group, '#' and ';' begin a comment outside of them, blanks at the end do not count.
static bool read_value(struct gitconfig *g, struct str *value)
{
    struct buf b = buf_in(g->a);
    bool quoted = false, comment = false, good = true;
    size_t blanks = 0;
    int c;
    while (good && (c = next(g)) != '\n' && c != END) {
        if (comment)
            continue;
        if (is_space(c) && !quoted) {
            blanks += b.n > 0;
            continue;
        }
        comment = !quoted && (c == '#' || c == ';');
        if (comment)
            continue;
        for (; blanks; blanks--)
            buf_byte(&b, ' ');
        if (c == '"')
            quoted = !quoted;
        else if (c == '\\')
            good = escaped(&b, next(g));
        else
            buf_byte(&b, (char)c);
    }
    *value = buf_str(&b);
    return good && !quoted;
}

static bool read_variable(struct gitconfig *g, int c, struct str *key, struct str *value)
{
    struct buf name = buf_in(g->a);
    buf_fmt(&name, "%.*s.", STR_ARG(g->section));
    for (; is_key(c); c = next(g))
        buf_byte(&name, (char)c);
    while (c == ' ' || c == '\t')
        c = next(g);
    *key = buf_str(&name);
    *value = STR_NONE;
    return c == '\n' || c == END || (c == '=' && read_value(g, value));
}

struct gitconfig gitconfig_of(struct str bytes, struct arena *a)
{
    bool mark = str_starts(bytes, STR("\xef\xbb\xbf"));
    return (struct gitconfig){
        .rest = str_from(bytes, mark ? 3 : 0), .line = 1, .section = STR(""), .a = a};
}

bool gitconfig_next(struct gitconfig *g, struct str *key, struct str *value)
{
    while (!g->failed) {
        g->at = g->line;
        int c = next(g);
        if (c == END)
            return false;
        if (is_space(c))
            continue;
        if (c == '#' || c == ';') {
            while (c != '\n' && c != END)
                c = next(g);
        } else if (c == '[') {
            g->failed = !read_section(g);
        } else if (c > 0 && byte_is_alpha((char)c)) {
            g->failed = !read_variable(g, c, key, value);
            if (!g->failed)
                return true;
        } else {
            g->failed = true;
        }
    }
    g->at = g->line - g->broke; // what git names is the line of the byte that it stops at
    return false;
}
