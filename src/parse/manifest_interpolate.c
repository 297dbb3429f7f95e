// SPDX-License-Identifier: MIT
// Interpolation as compose-go does it: $V, ${V}, ${V-d}, ${V:-d}, ${V+r}, ${V:+r}, ${V?e},
// ${V:?e}, nested in the operand; $$ is a literal $ (manifests.md 3, tested with compose).
#include "parse/manifest_in.h"

enum { NESTING_MAX = 16 };

static bool name_byte(char c, bool first)
{
    return c == '_' || byte_is_alpha(c) || (!first && byte_is_digit(c));
}

static size_t name_length(struct str s)
{
    size_t n = 0;
    while (n < s.n && name_byte(s.p[n], n == 0))
        n++;
    return n;
}

// Length of the text up to the brace that closes an open "${", or SIZE_MAX.
static size_t closing(struct str s)
{
    size_t depth = 1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '$' && i + 1 < s.n && s.p[i + 1] == '{')
            depth++, i++;
        else if (s.p[i] == '}' && --depth == 0)
            return i;
    }
    return STR_NOWHERE;
}

static void expand(struct str text, struct interpolation *in, struct buf *out, int depth);

static void note_missing(struct interpolation *in, struct str name)
{
    if (!str_present(in->missing))
        in->missing = name;
}

static void braced(struct str inner, struct interpolation *in, struct buf *out, int depth)
{
    size_t n = name_length(inner);
    struct str name = str_slice(inner, 0, n), rest = str_from(inner, n);
    struct str value = in->lookup(in->ctx, name);
    bool colon = rest.n && rest.p[0] == ':';
    char op = rest.n > colon ? rest.p[colon] : '\0';
    struct str operand = str_from(rest, (size_t)colon + 1);
    if (n == 0 || (rest.n && op != '-' && op != '+' && op != '?')) {
        in->invalid = true;
        return;
    }
    bool there = colon ? value.n > 0 : str_present(value);
    if (op == '+') {
        if (there)
            expand(operand, in, out, depth + 1);
        return;
    }
    if (there || op == '\0') {
        if (!str_present(value))
            note_missing(in, name);
        buf_add(out, value);
        return;
    }
    if (op == '-') {
        expand(operand, in, out, depth + 1);
        return;
    }
    in->required |= op == '?';
    note_missing(in, name);
}

static void expand(struct str text, struct interpolation *in, struct buf *out, int depth)
{
    if (depth > NESTING_MAX)
        return;
    for (size_t i = 0; i < text.n;) {
        struct str rest = str_from(text, i + 1);
        size_t n = name_length(rest), end;
        if (text.p[i] != '$' || rest.n == 0) {
            buf_byte(out, text.p[i++]);
        } else if (rest.p[0] == '$') {
            buf_byte(out, '$');
            i += 2;
        } else if (rest.p[0] == '{' && (end = closing(str_from(rest, 1))) != STR_NOWHERE) {
            braced(str_slice(rest, 1, end + 1), in, out, depth);
            i += end + 3;
        } else if (rest.p[0] == '{') {
            in->invalid = true;
            return;
        } else if (n) {
            braced(str_slice(rest, 0, n), in, out, depth);
            i += n + 1;
        } else {
            buf_byte(out, text.p[i++]);
        }
    }
}

struct str manifest_interpolate(struct str text, struct interpolation *in, struct arena *a)
{
    if (!str_present(text) || str_chr(text, '$') == STR_NOWHERE)
        return text;
    struct buf out = buf_in(a);
    expand(text, in, &out, 0);
    return buf_str(&out);
}
