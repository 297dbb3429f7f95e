// SPDX-License-Identifier: MIT
#include "render/style.h"

#include "base/term.h"
#include "base/utf8.h"

// clang-format off
static const char *const tone_on[] = {
    [TONE_PLAIN]   = "",
    [TONE_STRONG]  = "\033[1m",
    [TONE_ERROR]   = "\033[1;31m",
    [TONE_WARNING] = "\033[33m",
    [TONE_NOTE]    = "\033[36m",
    [TONE_OK]      = "\033[32m",
    [TONE_DIM]     = "\033[2m",
    [TONE_CODE]    = "\033[1;36m",
};

static const struct {
    char utf8[4], ascii[8]; // each column equally wide
    enum tone tone;
} signs[] = {
    [SIGN_OK]      = {"✓", "[ok]", TONE_OK},
    [SIGN_ERROR]   = {"✗", "[XX]", TONE_ERROR},
    [SIGN_WARNING] = {"!", "[!!]", TONE_WARNING},
    [SIGN_NOTE]    = {"·", "[--]", TONE_NOTE},
    [SIGN_UNKNOWN] = {"?", "[??]", TONE_WARNING},
    [SIGN_DIFFERS] = {"≠", " != ", TONE_ERROR},
    [SIGN_THEN]    = {"└", "  ->", TONE_DIM},
    [SIGN_NONE]    = {" ", "    ", TONE_PLAIN},
};

// What our own texts use beyond ASCII, and how it is written where only ASCII is wanted.
static const struct {
    uint32_t code;
    char ascii[4];
} plain[] = {
    {0x2026, "..."}, {0x2013, "-"},  {0x2014, "-"},  {0x2192, "->"}, {0x2190, "<-"},
    {0x2018, "'"},   {0x2019, "'"},  {0x201c, "\""}, {0x201d, "\""}, {0x00b7, "-"},
    {0x00d7, "x"},   {0x2260, "!="}, {0x2265, ">="}, {0x2264, "<="}, {0x2022, "*"},
};
// clang-format on

size_t style_width(const struct style *s)
{
    return s->width < 40 ? 40 : s->width;
}

static void add_ascii(struct buf *b, struct str character, uint32_t code)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (plain[i].code == code) {
            buf_z(b, plain[i].ascii);
            return;
        }
    for (size_t i = 0; i < character.n; i++)
        buf_fmt(b, "\\x%02x", (unsigned)(unsigned char)character.p[i]);
}

struct str style_text(const struct style *s, struct str text, struct arena *a)
{
    struct str safe = term_safe(text, a);
    if (s->utf8)
        return safe;
    struct buf b = buf_in(a);
    for (size_t at = 0, n; at < safe.n; at += n) {
        uint32_t code;
        n = utf8_at(safe, at, &code);
        if (code < 0x80)
            buf_byte(&b, safe.p[at]);
        else
            add_ascii(&b, str_slice(safe, at, at + n), code);
    }
    return buf_str(&b);
}

void paint(struct buf *b, const struct style *s, enum tone tone, struct str safe)
{
    bool color = s->color && tone != TONE_PLAIN && safe.n;
    if (color)
        buf_z(b, tone_on[tone]);
    buf_add(b, safe);
    if (color)
        buf_z(b, "\033[0m");
}

void paint_z(struct buf *b, const struct style *s, enum tone tone, const char *z)
{
    paint_text(b, s, tone, str_of(z));
}

void paint_text(struct buf *b, const struct style *s, enum tone tone, struct str text)
{
    paint(b, s, tone, style_text(s, text, b->a));
}

struct str sign_text(const struct style *s, enum sign sign)
{
    return str_of(s->utf8 ? signs[sign].utf8 : signs[sign].ascii);
}

void paint_sign(struct buf *b, const struct style *s, enum sign sign)
{
    paint(b, s, sign == SIGN_NONE ? TONE_PLAIN : signs[sign].tone, sign_text(s, sign));
}

size_t sign_width(const struct style *s)
{
    return s->utf8 ? 1 : 4;
}

void pad(struct buf *b, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buf_byte(b, ' ');
}

static size_t break_at(struct str s, size_t fits, const char *bytes, size_t behind)
{
    for (size_t i = fits; i > 1; i--)
        for (const char *c = bytes; *c; c++)
            if (s.p[i - 1] == *c)
                return i - 1 + behind;
    return 0;
}

static size_t first_character(struct str s)
{
    uint32_t code;
    return utf8_at(s, 0, &code);
}

bool wrap_line(struct str *rest, size_t columns, struct str *line)
{
    *rest = str_trim_left_set(*rest, " ");
    if (rest->n == 0)
        return false;
    size_t fits = term_fit(*rest, columns);
    if (fits < rest->n && rest->p[fits] != ' ') {
        size_t at = break_at(*rest, fits, " ", 0);
        if (term_width(str_slice(*rest, 0, at)) < 2) // a sign is not left alone
            at = break_at(*rest, fits, "/,;:.-", 1);
        if (at)
            fits = at;
    }
    if (fits == 0)
        fits = first_character(*rest);
    *line = str_trim_right_set(str_slice(*rest, 0, fits), " ");
    *rest = str_from(*rest, fits);
    return true;
}

size_t wrap_text(struct buf *b, const struct style *s, enum tone tone, size_t at, size_t indent,
                 struct str text)
{
    size_t width = style_width(s);
    struct str rest = style_text(s, text, b->a), line;
    bool first = true;
    while (wrap_line(&rest, width > at + 8 ? width - at : 8, &line)) {
        if (!first) {
            buf_byte(b, '\n');
            pad(b, indent);
        }
        paint(b, s, tone, line);
        first = false;
        size_t end = (at) + term_width(line);
        at = indent;
        if (rest.n == 0)
            return end;
    }
    return at;
}

static bool cells_left(const struct str *rest, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (rest[i].n)
            return true;
    return false;
}

void table_row(struct buf *b, const struct style *s, const struct table *t,
               const struct cell *cells, enum sign sign)
{
    struct str rest[TABLE_COLUMNS], line;
    for (size_t i = 0; i < t->n; i++)
        rest[i] = style_text(s, cells[i].text, b->a);
    do {
        paint_sign(b, s, sign);
        pad(b, t->indent);
        size_t owed = 0; // blanks are written only before something: no line ends in one
        for (size_t i = 0; i < t->n; i++) {
            size_t used = 0;
            if (wrap_line(&rest[i], t->width[i], &line)) {
                pad(b, owed);
                owed = 0;
                paint(b, s, cells[i].tone, line);
                used = term_width(line);
            }
            owed += t->width[i] + t->gap - (used < t->width[i] ? used : t->width[i]);
        }
        buf_byte(b, '\n');
        sign = SIGN_NONE;
    } while (cells_left(rest, t->n));
}
