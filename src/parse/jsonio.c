// SPDX-License-Identifier: MIT
#include "parse/jsonio.h"

#include "base/number.h"
#include "base/utf8.h"

json_t *json_from_str(struct str s, struct arena *a)
{
    if (!str_present(s))
        return json_null();
    struct str clean = utf8_clean(s, a);
    return json_stringn(clean.p, clean.n);
}

json_t *json_from_number(double d)
{
    if (!number_is(d))
        return json_null();
    bool whole = d > -9e15 && d < 9e15 && (double)(json_int_t)d == d;
    return whole ? json_integer((json_int_t)d) : json_real(d);
}

static int add_bytes(const char *bytes, size_t n, void *buf)
{
    buf_add(buf, (struct str){bytes, n});
    return 0;
}

struct str json_text(const json_t *j, struct arena *a)
{
    struct buf b = buf_in(a);
    json_dump_callback(j, add_bytes, &b, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    return buf_str(&b);
}

struct str json_member(const json_t *object, const char *key)
{
    const json_t *member = json_object_get(object, key);
    if (!json_is_string(member))
        return STR_NONE;
    return (struct str){json_string_value(member), json_string_length(member)};
}

// Blanks out [from, to) but keeps line ends, so that lines and columns stay.
static void blank_out(char *p, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (p[i] != '\n' && p[i] != '\r')
            p[i] = ' ';
}

static size_t string_end(struct str s, size_t at)
{
    for (at++; at < s.n && s.p[at] != '"' && s.p[at] != '\n'; at++)
        if (s.p[at] == '\\')
            at++;
    return at + 1;
}

static size_t comment_end(struct str s, size_t at)
{
    if (s.p[at + 1] == '/') {
        size_t n = str_chr(str_from(s, at), '\n');
        return n == STR_NOWHERE ? s.n : at + n;
    }
    size_t n = str_find(str_from(s, at + 2), STR("*/"));
    return n == STR_NOWHERE ? s.n : at + 2 + n + 2;
}

struct str jsonc_strip(struct str bytes, struct arena *a)
{
    char *out = str_z(bytes, a);
    size_t comma = STR_NOWHERE; // the last comma, when nothing but blanks follows it so far
    for (size_t at = 0; at < bytes.n;) {
        char c = bytes.p[at];
        if (c == '/' && at + 1 < bytes.n && (bytes.p[at + 1] == '/' || bytes.p[at + 1] == '*')) {
            size_t end = comment_end(bytes, at);
            blank_out(out, at, end);
            at = end;
            continue;
        }
        if ((c == ']' || c == '}') && comma != STR_NOWHERE)
            out[comma] = ' ';
        if (!byte_is_space(c))
            comma = c == ',' ? at : STR_NOWHERE;
        at = c == '"' ? string_end(bytes, at) : at + 1;
    }
    return (struct str){out, bytes.n};
}

static void report(const json_error_t *error, struct str path, struct arena *a,
                   struct problem *problem)
{
    uint32_t line = error->line > 0 ? (uint32_t)error->line : 0;
    uint32_t column = error->column > 0 ? (uint32_t)error->column : 0;
    problem->loc = (struct loc){path, line, column};
    // jansson may quote a few bytes of the text ("near 'x'"): a secret could stand there.
    struct str text = str_of(error->text);
    size_t near = str_find(text, STR(" near "));
    if (near != STR_NOWHERE)
        text = str_slice(text, 0, near);
    problem->text = str_fmt(a, "not JSON: %.*s", STR_ARG(text));
}

json_t *json_read(struct str bytes, struct str path, bool jsonc, struct arena *a,
                  struct problem *problem)
{
    json_error_t error;
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_from(bytes, 3);
    if (jsonc)
        bytes = jsonc_strip(bytes, a);
    size_t flags = JSON_ALLOW_NUL | (jsonc ? 0 : JSON_REJECT_DUPLICATES);
    json_t *j = json_loadb(bytes.p ? bytes.p : "", bytes.n, flags, &error);
    if (!j)
        report(&error, path, a, problem);
    return j;
}
