// SPDX-License-Identifier: MIT
// The statement grammar that motdotla's dotenv, ruby's dotenv 3 and firebase share: a pattern over
// the whole text, written out by hand so that it costs linear time (dotenv.md 4, D1 and D6).
#include "parse/dotenv_impl.h"

static size_t line_end_at(const struct d1 *g, struct str s, size_t i)
{
    return g->js_lines ? js_line_end_at(s, i) : (size_t)(i < s.n && s.p[i] == '\n');
}

static size_t to_line_end(const struct d1 *g, struct str s, size_t i)
{
    while (i < s.n && !line_end_at(g, s, i))
        i++;
    return i;
}

// Offset of the first line end in front of `end`, searched backwards down to `from`.
static bool line_end_before(const struct d1 *g, struct str s, size_t from, size_t *end)
{
    for (size_t i = *end; i > from; i--)
        if (line_end_at(g, s, i - 1)) {
            *end = i - 1;
            return true;
        }
    return false;
}

// White space, a comment, the end of a line: what may stand behind a value.
static bool tail(const struct d1 *g, struct str s, size_t at, size_t *end)
{
    size_t stop = skip_spaces(s, at, g->spaces);
    *end = stop;
    if (stop == s.n)
        return true;
    if (s.p[stop] == '#') {
        size_t feed = str_chr(str_from(s, stop), '\n');
        size_t lf = feed == STR_NOWHERE ? s.n : stop + feed;
        *end = g->comment_to_lf ? lf : to_line_end(g, s, stop);
        return true;
    }
    return line_end_before(g, s, at, end);
}

// The quoted form that opens at `open`: the first quote without a backslash in front closes it; if
// the text behind forbids that, the escaped ones are tried backwards, as a backtracking matcher does.
static bool quoted(const struct d1 *g, struct str s, size_t open, size_t *close, size_t *end)
{
    size_t i = open + 1;
    while (i < s.n && (s.p[i] != s.p[open] || s.p[i - 1] == '\\'))
        i++;
    for (; i > open; i--) {
        if (i < s.n && s.p[i] == s.p[open] && tail(g, s, i + 1, end)) {
            *close = i;
            return true;
        }
    }
    return false;
}

static size_t unquoted_end(const struct d1 *g, struct str s, size_t i)
{
    while (i < s.n && s.p[i] != '#' && s.p[i] != '\n' && !(g->js_lines && s.p[i] == '\r'))
        i++;
    return i;
}

static void value(const struct d1 *g, struct str s, size_t at, struct d1_match *m)
{
    while (g->tabs_after_eq && at < s.n && byte_in(s.p[at], "\f\t\v"))
        at++;
    size_t open = skip_spaces(s, at, g->spaces), close;
    if (open < s.n && byte_in(s.p[open], g->quotes) && quoted(g, s, open, &close, &m->end)) {
        m->value = str_slice(s, at, close + 1);
        return;
    }
    size_t stop = unquoted_end(g, s, at);
    m->value = stop > at || g->always_value ? str_slice(s, at, stop) : STR_NONE;
    tail(g, s, stop, &m->end);
}

static bool statement(const struct d1 *g, struct str s, size_t at, struct d1_match *m)
{
    size_t end = at;
    while (end < s.n && (byte_is_word(s.p[end]) || byte_in(s.p[end], g->key_extra)))
        end++;
    if (end == at)
        return false;
    m->key = str_slice(s, at, end);
    size_t sep = skip_spaces(s, end, g->spaces), blank;
    if (sep < s.n && s.p[sep] == '=') {
        value(g, s, sep + 1, m);
        return true;
    }
    if (g->colon && end < s.n && s.p[end] == ':' && (blank = space_at(s, end + 1, g->spaces))) {
        value(g, s, end + 1 + blank, m);
        return true;
    }
    m->value = STR_NONE;
    return g->lone_name && tail(g, s, end, &m->end);
}

static bool match_at(const struct d1 *g, struct str s, size_t at, struct d1_match *m)
{
    if (str_starts(str_from(s, at), STR("export"))) {
        size_t key = skip_spaces(s, at + 6, g->spaces);
        m->exported = true;
        if ((key > at + 6 || g->export_glued) && statement(g, s, key, m))
            return true;
    }
    m->exported = false;
    return statement(g, s, at, m);
}

static bool at_line_start(const struct d1 *g, struct str s, size_t at)
{
    if (at == 0 || s.p[at - 1] == '\n')
        return true;
    return g->js_lines && (s.p[at - 1] == '\r' || (at >= 3 && js_line_end_at(s, at - 3) == 3));
}

bool d1_next(const struct d1 *g, struct str s, size_t at, struct d1_match *m)
{
    if (at < s.n && !at_line_start(g, s, at)) {
        at = to_line_end(g, s, at);
        at += line_end_at(g, s, at);
    }
    while (at < s.n) {
        // Every line start inside this white space would come to the same first character.
        size_t first = skip_spaces(s, at, g->spaces);
        if (first < s.n && match_at(g, s, first, m)) {
            m->start = first;
            return true;
        }
        at = to_line_end(g, s, first);
        at += line_end_at(g, s, at);
    }
    return false;
}
