// SPDX-License-Identifier: MIT
#include "parse/staged_split.h"

#include <string.h>

enum {
    JOINT_MAX = 200, // indentation of the next line
    FIRST_MIN = 16,  // a prefix alone in the first literal is how documentation takes keys apart
    PIECE_MIN = 8,
    LOOK_BACK = 600,
};

static size_t blanks(struct str s)
{
    return s.n - str_trim_left_set(s, " \t\r\n").n;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

// `"abc" + "def"`: from the closing quote to behind the next opening one. 0: no joint.
static size_t between_literals(struct str s)
{
    static const char *const joints[] = {"++", "..", "<>", "+", ".", "~", "&", "\\\n", "\\\r\n"};
    size_t at = 1 + blanks(str_from(s, 1));
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (str_starts(str_from(s, at), str_of(joints[i]))) {
            at += strlen(joints[i]);
            break;
        }
    at += blanks(str_from(s, at));
    for (int i = 0; i < 2 && at < s.n && s.p[at] && strchr("rRfFbBuUL@$", s.p[at]); i++)
        at++; // Python's r"", C's L""
    return at < s.n && is_quote(s.p[at]) ? at + 1 : 0;
}

// The joint that the text begins with; 0: none.
static size_t joint(struct str s)
{
    s = str_slice(s, 0, JOINT_MAX);
    if (s.n == 0)
        return 0;
    if (str_starts(s, STR("\\\n")) || str_starts(s, STR("\\\r\n")))
        return 2 + blanks(str_from(s, 2));
    return is_quote(s.p[0]) ? between_literals(s) : 0;
}

size_t staged_split_known(struct str text, size_t at, struct str key)
{
    struct str s = str_from(text, at);
    size_t i = 0, taken = 0, joints = 0;
    while (taken < key.n && i < s.n) {
        if (s.p[i] == key.p[taken]) {
            i++;
            taken++;
            continue;
        }
        size_t n = taken ? joint(str_from(s, i)) : 0;
        if (n == 0)
            return 0;
        i += n;
        joints++;
    }
    return taken == key.n && joints ? i : 0;
}

size_t staged_split_ending(struct str text, size_t *at, struct str key)
{
    size_t least = *at > LOOK_BACK + key.n ? *at - LOOK_BACK - key.n : 0;
    for (size_t from = *at; from > least; from--) {
        if (text.p[from - 1] != key.p[0])
            continue;
        size_t n = staged_split_known(text, from - 1, key);
        if (n == 0 || from - 1 + n < *at)
            continue;
        *at = from - 1;
        return n;
    }
    return 0;
}

static bool is_key_byte(char c)
{
    return byte_is_alnum(c) || (c && strchr("_-.+/=", c));
}

// Bytes of a key that the text goes on with, up to `most`.
static size_t piece_of(struct str s, size_t most)
{
    size_t n = 0;
    while (n < s.n && n < most && is_key_byte(s.p[n]))
        n++;
    return n;
}

bool staged_split_begins(struct str text, size_t at)
{
    return piece_of(str_from(text, at), FIRST_MIN) == FIRST_MIN;
}

struct str staged_split_joined(struct str text, size_t at, size_t most, size_t *span,
                               struct arena *a)
{
    struct str s = str_from(text, at);
    size_t i = 0, piece = piece_of(s, most), joints = 0;
    if (piece < FIRST_MIN || !joint(str_from(s, piece)))
        return STR_NONE; // nearly always
    piece = 0;
    char *out = arena_many(a, char, most);
    size_t n = 0;
    while (i < s.n && n < most) {
        if (is_key_byte(s.p[i])) {
            out[n++] = s.p[i++];
            piece++;
            continue;
        }
        size_t width = joint(str_from(s, i));
        if (width == 0 || piece < (joints ? PIECE_MIN : FIRST_MIN))
            break;
        i += width;
        joints++;
        piece = 0;
    }
    *span = i;
    bool whole = joints && piece >= PIECE_MIN && i < s.n && is_quote(s.p[i]);
    return whole ? (struct str){out, n} : STR_NONE;
}
