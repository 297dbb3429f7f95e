// SPDX-License-Identifier: MIT
// `nexoenv clients`: what each client would do, side by side, the cells that differ marked, and below
// it what makes the difference and the fix of each.
#include "base/term.h"
#include "parse/url.h"
#include "render/parts.h"
#include "rules/differs.h"

static struct str marked(const struct style *s, struct str text, bool differs, struct arena *a)
{
    struct str sign = sign_text(s, SIGN_DIFFERS);
    return differs ? str_fmt(a, "%.*s %.*s", STR_ARG(sign), STR_ARG(text)) : text;
}

static struct str way_text(const struct prediction *p, struct arena *a)
{
    struct prediction way = *p;
    way.never_connects = false; // the key has a column of its own
    struct str route = prediction_route(&way, a);
    if (p->route == ROUTE_ERROR)
        return p->dies_at_start ? STR("dies at start") : STR("fails");
    return p->absolute_form ? str_fmt(a, "%.*s, in clear text", STR_ARG(route)) : route;
}

static struct str short_trust(const struct trust *t, struct arena *a)
{
    if (!t->verify)
        return STR("not verified");
    if (str_present(t->broken))
        return STR("stops"); // on what stands below
    struct buf b = buf_in(a);
    if (t->base != TRUST_NONE)
        buf_z(&b, trust_base_name(t->base));
    struct str from[] = {t->file_from, t->dir_from,
                         t->adds_from.n ? t->adds_from.items[0] : STR_NONE};
    for (size_t i = 0; i < 3; i++)
        if (str_present(from[i]))
            buf_fmt(&b, "%s%.*s", b.n ? " + " : "", STR_ARG(from[i]));
    return buf_str(&b);
}

static struct str short_key(const struct prediction *p)
{
    switch (p->key_fate) {
    case KEY_FATE_MISSING: return STR("none");
    case KEY_FATE_REFUSED: return STR("refused");
    default: return p->key_from.n ? p->key_from : STR("none");
    }
}

static struct str patience(const struct prediction *p, struct arena *a)
{
    struct str seconds = render_seconds(p->timeout_s, a);
    return p->retries ? str_fmt(a, "%.*s, +%d", STR_ARG(seconds), p->retries) : seconds;
}

enum column { C_CLIENT, C_ROUTE, C_TRUST, C_KEY, C_BASE, C_TIMEOUT, MATRIX };

// What is called, as short as it can be said.
static struct str short_base(const struct prediction *p, struct arena *a)
{
    if (str_present(p->base_url_error))
        return STR("unusable");
    struct str url = str_trim_right_set(url_public(p->base_url, a), "/");
    if (!str_present(p->base_url) || !url.n)
        return STR("from the code");
    return str_starts(url, STR("https://")) ? str_from(url, 8) : url;
}

static bool has_blanks(struct str url)
{
    return str_trim(url).n < url.n;
}

// In a table below the line that says it in full. A blank at an end goes into the path: it must be
// seen.
static struct str base_below(struct str url, struct str told, struct arena *a)
{
    struct str bare = str_trim(url);
    bare = str_starts(bare, STR("https://")) ? str_from(bare, 8) : bare;
    if (str_eq(bare, told))
        return bare.n < url.n ? STR("with its blanks") : STR("as above");
    return has_blanks(url) ? str_fmt(a, "\"%.*s\"", STR_ARG(url)) : url;
}

// Key and base URL get a column when they differ; else the line above the table says them once.
struct columns {
    bool key, base;
    bool no_guess;   // without the versions that are only assumed
    struct str told; // the base URL in that line, short
};

static void matrix_cells(const struct client_row *row, const struct style *s, struct columns shown,
                         struct cell cells[MATRIX], struct arena *a)
{
    const struct prediction *p = row->p;
    struct str url = base_below(short_base(p, a), shown.told, a);
    bool fails = p->route == ROUTE_ERROR;
    bool route = row->cells & CELL_ROUTE, trust = row->cells & CELL_TRUST,
         key = row->cells & CELL_KEY, base = row->cells & CELL_URL;
    enum tone way = fails ? TONE_ERROR : route ? TONE_WARNING : TONE_PLAIN;
    bool bare = shown.no_guess && row->assumed;
    cells[C_CLIENT] =
        (struct cell){bare ? str_of(p->client->id) : name_and_version(p, a), TONE_STRONG};
    cells[C_ROUTE] = (struct cell){marked(s, way_text(p, a), route, a), way};
    cells[C_TRUST] = (struct cell){marked(s, short_trust(&p->trust, a), trust, a),
                                   trust ? TONE_WARNING : TONE_PLAIN};
    cells[C_KEY] = (struct cell){marked(s, short_key(p), key, a), key ? TONE_WARNING : TONE_PLAIN};
    cells[C_BASE] = (struct cell){marked(s, url, base, a), base ? TONE_WARNING : TONE_PLAIN};
    cells[C_TIMEOUT] = (struct cell){patience(p, a), TONE_DIM};
}

static struct columns columns_of(const struct client_row *rows, size_t n, struct str url,
                                 bool asked_url, struct arena *a)
{
    struct prediction told = {.base_url = str_trim(url)};
    struct columns c = {.key = n == 1, .told = short_base(&told, a)};
    c.base = n == 1 && !str_eq(short_base(rows[0].p, a), c.told);
    for (size_t i = 1; i < n; i++) {
        c.key = c.key || rows[i].cells & CELL_KEY ||
                !str_eq(short_key(rows[i].p), short_key(rows[0].p));
        c.base = c.base || rows[i].cells & CELL_URL || has_blanks(short_base(rows[i].p, a)) ||
                 !str_eq(short_base(rows[i].p, a), short_base(rows[0].p, a));
    }
    c.base = c.base && !asked_url;
    return c;
}

// Takes the cells of columns that are not shown out.
static void drop_columns(struct cell cells[MATRIX], struct columns c)
{
    size_t n = 0;
    for (size_t i = 0; i < MATRIX; i++)
        if (!(i == C_KEY && !c.key) && !(i == C_BASE && !c.base))
            cells[n++] = cells[i];
}

// The cells of all rows, as they are written, and how many lines each takes.
struct sheet {
    struct table t;
    size_t rows;
    struct cell (*cells)[MATRIX];
    size_t (*lines)[MATRIX];
    struct arena *a;
};

static size_t lines_in(struct str text, size_t width)
{
    size_t n = 0;
    for (struct str line; wrap_line(&text, width, &line);)
        n++;
    return n;
}

// How many lines the table takes when one column is a character narrower.
static size_t lines_without_one(const struct sheet *m, size_t column)
{
    size_t sum = 0;
    for (size_t r = 0; r < m->rows; r++) {
        size_t most = lines_in(m->cells[r][column].text, m->t.width[column] - 1);
        for (size_t i = 0; i < m->t.n; i++)
            if (i != column && m->lines[r][i] > most)
                most = m->lines[r][i];
        sum += most;
    }
    return sum;
}

static void narrow(struct sheet *m, size_t column)
{
    m->t.width[column]--;
    for (size_t r = 0; r < m->rows; r++)
        m->lines[r][column] = lines_in(m->cells[r][column].text, m->t.width[column]);
}

static size_t width_of(const struct table *t)
{
    size_t sum = 0;
    for (size_t i = 0; i < t->n; i++)
        sum += t->width[i];
    return sum;
}

// The widest piece of a column that no blank divides; a sign belongs to the word behind it.
static size_t longest_word(const struct sheet *m, size_t column)
{
    size_t most = 0;
    for (size_t r = 0; r < m->rows; r++) {
        struct str rest = m->cells[r][column].text, word;
        size_t sign = 0;
        while (str_word(&rest, " ", &word) && word.n) {
            size_t width = term_width(word);
            most = sign + width > most ? sign + width : most;
            sign = width == 1 ? 2 : 0;
        }
    }
    return most;
}

// Columns as wide as their contents; while a line does not fit, the one gives way that costs the
// fewest lines, and of those the widest. None gets narrower than `least`.
static void give_way(struct sheet *m, size_t room, const size_t least[MATRIX])
{
    while (width_of(&m->t) > room) {
        size_t best = MATRIX, fewest = 0;
        for (size_t i = 0; i < m->t.n; i++) {
            if (m->t.width[i] <= least[i])
                continue;
            size_t lines = lines_without_one(m, i);
            if (best == MATRIX || lines < fewest ||
                (lines == fewest && m->t.width[i] > m->t.width[best])) {
                best = i;
                fewest = lines;
            }
        }
        if (best == MATRIX)
            return;
        narrow(m, best);
    }
}

static void fit(struct sheet *m, size_t room)
{
    size_t words[MATRIX], any[MATRIX] = {0, 7, 7, 7, 7, 7};
    for (size_t i = 0; i < m->t.n; i++)
        words[i] = i + 1 < m->t.n ? longest_word(m, i) : m->t.width[i]; // "600 s, +2"
    give_way(m, room, words);
    any[C_CLIENT] = words[C_CLIENT] < 16 ? words[C_CLIENT] : 16; // who it is stays whole
    any[C_TRUST] = words[C_TRUST] < 13 ? words[C_TRUST] : 13;    // SSL_CERT_FILE too, while it can
    give_way(m, room, any);
    any[C_TRUST] = 7;
    give_way(m, room, any);
}

// What each client says of it is its own affair.
static bool same_difference(const struct difference *x, const struct difference *y)
{
    return str_same(x->why, y->why) && str_same(x->fix, y->fix) && str_same(x->command, y->command);
}

// Clients with the same reason and the same fix stand in one paragraph.
static bool told_before(const struct client_row *rows, size_t at, const struct difference *d)
{
    for (size_t i = 0; i < at; i++)
        for (size_t k = 0; k < rows[i].n; k++)
            if (same_difference(&rows[i].items[k], d))
                return true;
    return false;
}

// The fix too, for another reason: it is not said twice.
static bool mended_before(const struct client_row *rows, size_t n, const struct difference *d)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows[i].n; k++) {
            if (&rows[i].items[k] == d)
                return false;
            if (str_same(rows[i].items[k].fix, d->fix) &&
                str_same(rows[i].items[k].command, d->command))
                return true;
        }
    return false;
}

static struct str who_differs(const struct client_row *rows, size_t n, const struct difference *d,
                              struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows[i].n; k++)
            if (same_difference(&rows[i].items[k], d))
                buf_fmt(&b, "%s%s", b.n ? ", " : "", rows[i].p->client->id);
    return buf_str(&b);
}

// Each reason begins with what one client does: "does not read ...", "goes by ...", "verifies ...".
static struct str of_several(struct str why, struct arena *a)
{
    size_t end = str_chr(why, ' ');
    struct str verb = str_slice(why, 0, end), rest = str_from(why, verb.n);
    bool es = str_eq(verb, STR("does")) || str_eq(verb, STR("goes"));
    if (str_ends(verb, STR("ies")))
        return str_fmt(a, "%.*sy%.*s", STR_ARG(str_slice(verb, 0, verb.n - 3)), STR_ARG(rest));
    if (!str_ends(verb, STR("s")))
        return why;
    return str_join(str_slice(verb, 0, verb.n - (es ? 2 : 1)), rest, a);
}

// Where the next statement of a command begins; its end when there is none. Quotes hold together.
static size_t statement(struct str command)
{
    char quote = 0;
    for (size_t i = 0; i < command.n; i++) {
        char c = command.p[i];
        if (quote ? c == quote : c == '\'' || c == '"')
            quote = quote ? 0 : c;
        else if (!quote && c == ';' && i + 1 < command.n && command.p[i + 1] == ' ')
            return i + 2;
    }
    return command.n;
}

// One line where it fits, else one for each statement: pasted, they do the same.
static void command_lines(struct buf *b, const struct style *s, size_t at, struct str command)
{
    bool fits = at + term_width(style_text(s, command, b->a)) <= style_width(s);
    while (command.n) {
        size_t n = fits ? command.n : statement(command);
        struct str one = str_slice(command, 0, n);
        command = str_from(command, n);
        if (command.n)
            one = str_slice(one, 0, n - 2); // without "; "
        buf_byte(b, '\n');
        pad(b, at);
        paint_text(b, s, TONE_CODE, one);
    }
}

static void difference_lines(const struct client_row *rows, size_t n, const struct difference *d,
                             const struct style *s, struct buf *b)
{
    size_t at = sign_width(s) + 1;
    struct str who = who_differs(rows, n, d, b->a), why = whole_why(d, b->a);
    if (str_chr(who, ',') != STR_NOWHERE)
        why = of_several(why, b->a);
    buf_byte(b, '\n');
    paint_sign(b, s, SIGN_DIFFERS);
    pad(b, 1);
    wrap_text(b, s, TONE_PLAIN, at, at + 2,
              str_fmt(b->a, "%.*s: %.*s", STR_ARG(who), STR_ARG(why)));
    if (mended_before(rows, n, d))
        return;
    struct str command =
        str_present(d->command) ? render_command(d->command, s->syntax, b->a) : STR_NONE;
    size_t end = at;
    if (str_present(d->fix)) {
        buf_byte(b, '\n');
        pad(b, at + 2);
        end = wrap_text(b, s, TONE_DIM, at + 2, at + 4, d->fix);
    }
    // Behind the words where it fits, else below them: it is copied whole.
    if (str_present(command) && end > at &&
        end + 2 + term_width(style_text(s, command, b->a)) <= style_width(s)) {
        paint_z(b, s, TONE_DIM, ": ");
        paint_text(b, s, TONE_CODE, command);
    } else if (str_present(command)) {
        command_lines(b, s, at + 4, command);
    }
}

static bool never_arrives(const struct prediction *p)
{
    return p->route == ROUTE_ERROR || str_present(p->trust.broken) ||
           str_present(p->base_url_error) || p->key_fate == KEY_FATE_REFUSED;
}

static void take_row(struct sheet *m, size_t at, const struct style *s, const struct columns shown)
{
    drop_columns(m->cells[at], shown);
    for (size_t i = 0; i < m->t.n; i++) {
        struct str text = m->cells[at][i].text = style_text(s, m->cells[at][i].text, m->a);
        m->lines[at][i] = 1;
        if (term_width(text) > m->t.width[i])
            m->t.width[i] = term_width(text);
    }
}

static struct sheet sheet_of(const struct client_row *rows, size_t n, struct columns shown,
                             const struct style *s, struct arena *a)
{
    struct cell head[MATRIX] = {{STR("client"), TONE_DIM},   {STR("route"), TONE_DIM},
                                {STR("trust"), TONE_DIM},    {STR("key"), TONE_DIM},
                                {STR("base URL"), TONE_DIM}, {STR("timeout"), TONE_DIM}};
    struct sheet m = {.t = {.indent = 1, .gap = 2}, .rows = n + 1, .a = a};
    m.cells = (struct cell(*)[MATRIX])arena_many(a, struct cell, (n + 1) * MATRIX);
    m.lines = (size_t(*)[MATRIX])arena_many(a, size_t, (n + 1) * MATRIX);
    for (size_t i = 0; i < MATRIX; i++)
        m.cells[0][i] = head[i];
    m.t.n = MATRIX - !shown.key - !shown.base;
    take_row(&m, 0, s, shown);
    for (size_t i = 0; i < n; i++) {
        matrix_cells(&rows[i], s, shown, m.cells[i + 1], a);
        take_row(&m, i + 1, s, shown);
    }
    return m;
}

static void matrix(const struct client_row *rows, size_t n, struct columns shown,
                   const struct style *s, struct buf *b)
{
    struct sheet m = sheet_of(rows, n, shown, s, b->a);
    size_t room = style_width(s) - sign_width(s) - 1 - (m.t.n - 1) * m.t.gap;
    if (width_of(&m.t) > room && n > 1) {
        // What is only assumed gives way first.
        shown.no_guess = true;
        m = sheet_of(rows, n, shown, s, b->a);
    }
    fit(&m, room);
    table_row(b, s, &m.t, m.cells[0], SIGN_NONE);
    for (size_t i = 0; i < n; i++)
        table_row(b, s, &m.t, m.cells[i + 1],
                  never_arrives(rows[i].p) ? SIGN_ERROR
                  : rows[i].cells          ? SIGN_DIFFERS
                                           : SIGN_NONE);
}

static bool differences(const struct client_row *rows, size_t n, const struct style *s,
                        struct buf *b)
{
    bool told = false;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows[i].n; k++)
            if (!told_before(rows, i, &rows[i].items[k])) {
                difference_lines(rows, n, &rows[i].items[k], s, b);
                told = true;
            }
    return told;
}

// Ways to different hosts are no difference in the table above, and still not the same.
static bool one_way(const struct client_row *rows, size_t n, struct arena *a)
{
    for (size_t i = 1; i < n; i++)
        if (!str_eq(prediction_route(rows[i].p, a), prediction_route(rows[0].p, a)))
            return false;
    return true;
}

void render_clients_term(const struct client_row *rows, size_t n, struct str url, bool asked_url,
                         const struct style *s, struct buf *b)
{
    struct columns shown = columns_of(rows, n, url, asked_url, b->a);
    pad(b, sign_width(s) + 1);
    paint_z(b, s, TONE_DIM, "for ");
    paint_text(b, s, TONE_STRONG, str_trim(url_public(url, b->a)));
    if (n && !shown.key) {
        struct str key = short_key(rows[0].p);
        paint_text(b, s, TONE_DIM,
                   str_eq(key, STR("none")) ? STR(", without a key")
                                            : str_fmt(b->a, ", key from %.*s", STR_ARG(key)));
    }
    buf_z(b, "\n\n");
    matrix(rows, n, shown, s, b);
    if (s->quiet)
        return;
    if (differences(rows, n, s, b)) {
        buf_byte(b, '\n');
    } else if (n > 1) {
        bool same = one_way(rows, n, b->a);
        paint_sign(b, s, same ? SIGN_OK : SIGN_NOTE);
        pad(b, 1);
        if (same)
            paint_text(b, s, TONE_OK, STR("all of them go the same way"));
        else
            paint_text(b, s, TONE_PLAIN,
                       STR("they call different hosts; --url compares the ways to one"));
        buf_byte(b, '\n');
    }
}
