// SPDX-License-Identifier: MIT
// The report on a terminal (reports.md 4): the sentence first, the table Playground | here, then
// findings with evidence and fix, what was not checked, and one line of sums. A healthy machine
// gets one line.
#include "base/term.h"
#include "render/parts.h"
#include "render/render.h"

enum { LABEL_MAX = 22, SETTING_MAX = 14 };

static const struct {
    enum sign sign;
    enum tone tone;
} by_verdict[] = {
    [VERDICT_WORKS] = {SIGN_OK, TONE_OK},
    [VERDICT_CLEAN] = {SIGN_OK, TONE_OK},
    [VERDICT_FAILS] = {SIGN_ERROR, TONE_ERROR},
    [VERDICT_UNKNOWN] = {SIGN_UNKNOWN, TONE_WARNING},
};

static size_t count(const struct report *r, enum severity severity)
{
    size_t n = 0;
    for (size_t i = 0; i < r->findings.n; i++)
        n += r->findings.items[i].severity == severity;
    return n;
}

static void sentence(const struct report *r, const struct style *s, struct buf *b)
{
    enum sign sign = by_verdict[r->verdict].sign;
    if (sign == SIGN_OK && count(r, SEVERITY_ERROR))
        sign = SIGN_WARNING; // it works, but a secret is at risk
    paint_sign(b, s, sign);
    buf_byte(b, ' ');
    wrap_text(b, s, TONE_STRONG, sign_width(s) + 1, sign_width(s) + 1, r->summary);
    buf_byte(b, '\n');
}

// "not checked: probes", on the healthy line as long as it fits. The sentence itself may say so of
// the network.
static struct str not_checked_short(const struct report *r, struct arena *a)
{
    struct buf b = buf_in(a);
    bool said = str_has(r->summary, STR("not checked"));
    for (size_t i = 0; i < r->not_checked.n; i++) {
        struct str what = r->not_checked.items[i].what;
        if ((said && str_eq(what, STR("probes"))) || str_eq(what, STR("prompt hook")))
            continue;
        buf_fmt(&b, "%s%.*s", b.n ? ", " : "not checked: ", STR_ARG(what));
    }
    return buf_str(&b);
}

// "key.file-mode" of a report that has nothing but notes; "3 notes" of several.
static struct str notes_short(const struct report *r, struct arena *a)
{
    if (r->findings.n == 0)
        return STR("");
    if (r->findings.n > 1)
        return str_fmt(a, "%zu notes: --verbose", r->findings.n);
    return str_fmt(a, "note: %s", r->findings.items[0].rule->id);
}

static void list_line(const struct style *s, struct buf *b, const char *label, struct str text)
{
    size_t at = sign_width(s) + 1;
    struct str name = str_fmt(b->a, "%s: ", label);
    paint_sign(b, s, SIGN_NOTE);
    buf_byte(b, ' ');
    paint(b, s, TONE_DIM, name);
    wrap_text(b, s, TONE_DIM, at + name.n, at + 2, text);
    buf_byte(b, '\n');
}

// A hook that is silent for good looks like one that has nothing to say: never only a number.
static void prompt_hook(const struct report *r, const struct style *s, struct buf *b)
{
    for (size_t i = 0; i < r->not_checked.n; i++) {
        const struct not_checked *n = &r->not_checked.items[i];
        if (str_eq(n->what, STR("prompt hook")))
            list_line(s, b, "prompt hook", n->why);
    }
}

static void healthy(const struct report *r, const struct style *s, struct buf *b)
{
    struct str rest = not_checked_short(r, b->a);
    struct str said = style_text(s, r->summary, b->a);
    rest = style_text(s, rest, b->a);
    paint_sign(b, s, SIGN_OK);
    buf_byte(b, ' ');
    paint(b, s, TONE_PLAIN, said);
    if (rest.n) {
        size_t used = sign_width(s) + term_width(said) + 4;
        if (used + term_width(rest) > style_width(s) && r->not_checked.n > 1)
            rest = str_fmt(b->a, "%zu not checked", r->not_checked.n);
    }
    struct str notes = notes_short(r, b->a);
    if (notes.n)
        rest = str_fmt(b->a, "%.*s%s%.*s", STR_ARG(notes), rest.n ? "; " : "", STR_ARG(rest));
    if (rest.n) {
        buf_z(b, "  ");
        paint(b, s, TONE_DIM, str_fmt(b->a, "(%.*s)", STR_ARG(rest)));
    }
    buf_byte(b, '\n');
    prompt_hook(r, s, b);
}

// The two sides

static struct str here_text(const struct comparison_row *row, struct arena *a)
{
    struct str here = str_present(row->here) ? row->here : STR("not known");
    struct str from = origin_text(&row->origin, a);
    return from.n ? str_fmt(a, "%.*s  (%.*s)", STR_ARG(here), STR_ARG(from)) : here;
}

static size_t widest(size_t least, size_t most, struct str safe)
{
    size_t w = term_width(safe);
    w = w < most ? w : most;
    return w > least ? w : least;
}

// The Playground's column takes what it needs, at most half of the room.
static struct table comparison_columns(const struct report *r, const struct style *s,
                                       struct arena scratch)
{
    struct table t = {.n = 3, .indent = 1, .gap = 2, .width = {4, term_width(STR("Playground"))}};
    for (size_t i = 0; i < r->comparison.n; i++)
        t.width[0] = widest(t.width[0], SETTING_MAX,
                            style_text(s, r->comparison.items[i].setting, &scratch));
    size_t room = style_width(s) - sign_width(s) - 1 - t.width[0] - 4;
    for (size_t i = 0; i < r->comparison.n; i++) {
        struct str text = r->comparison.items[i].playground;
        t.width[1] =
            widest(t.width[1], room / 2,
                   style_text(s, str_present(text) ? text : STR("not documented"), &scratch));
    }
    t.width[2] = room - t.width[1];
    return t;
}

static void comparison(const struct report *r, const struct style *s, struct buf *b)
{
    if (r->comparison.n == 0)
        return;
    struct table t = comparison_columns(r, s, *b->a);
    struct str here =
        str_fmt(b->a, "here (%.*s)", STR_ARG(r->context ? r->context->name : STR("")));
    struct cell head[] = {{STR(""), TONE_PLAIN}, {STR("Playground"), TONE_DIM}, {here, TONE_DIM}};
    buf_byte(b, '\n');
    table_row(b, s, &t, head, SIGN_NONE);
    for (size_t i = 0; i < r->comparison.n; i++) {
        const struct comparison_row *row = &r->comparison.items[i];
        bool differs = row->same == 0;
        struct cell cells[] = {
            {row->setting, differs ? TONE_STRONG : TONE_PLAIN},
            {str_present(row->playground) ? row->playground : STR("not documented"),
             str_present(row->playground) ? TONE_PLAIN : TONE_DIM},
            {here_text(row, b->a), differs ? TONE_ERROR : TONE_PLAIN},
        };
        table_row(b, s, &t, cells, differs ? SIGN_DIFFERS : SIGN_NONE);
    }
}

// Findings

struct block { // one finding's lines: labels in one column
    const struct style *s;
    struct buf *b;
    size_t label; // width of the labels
};

static void labelled(const struct block *k, const char *label, enum tone tone, struct str text)
{
    size_t indent = sign_width(k->s) + 3, at = indent + k->label + 2;
    struct str name = style_text(k->s, str_of(label), k->b->a);
    pad(k->b, indent);
    paint(k->b, k->s, TONE_DIM, name);
    pad(k->b, at - indent - term_width(name));
    wrap_text(k->b, k->s, tone, at, at, text);
    buf_byte(k->b, '\n');
}

static void evidence_line(const struct block *k, const struct evidence *e)
{
    size_t indent = sign_width(k->s) + 3, at = indent + k->label + 2;
    struct str from = style_text(k->s, origin_text(&e->origin, k->b->a), k->b->a);
    struct str value = style_text(k->s, e->value, k->b->a);
    pad(k->b, indent);
    size_t used = wrap_text(k->b, k->s, TONE_PLAIN, indent, indent, e->what);
    if (value.n == 0 && from.n == 0) {
        buf_byte(k->b, '\n');
        return;
    }
    if (used > at - 2) { // too long for its column: the value goes below
        buf_byte(k->b, '\n');
        used = 0;
    }
    pad(k->b, at - used);
    size_t end = value.n ? wrap_text(k->b, k->s, TONE_STRONG, at, at, value) : at;
    if (from.n && value.n && end + 2 + term_width(from) > style_width(k->s)) {
        buf_byte(k->b, '\n');
        pad(k->b, at);
        end = at;
    } else if (from.n && value.n) {
        pad(k->b, 2);
        end += 2;
    }
    if (from.n)
        wrap_text(k->b, k->s, TONE_DIM, end, at, from);
    buf_byte(k->b, '\n');
}

static void fix_lines(const struct block *k, const struct fix *fix, const char *label)
{
    struct buf *b = k->b;
    labelled(k, label, TONE_PLAIN, fix->text);
    if (!str_present(fix->command))
        return;
    struct str command = render_command(fix->command, k->s->syntax, b->a);
    if (!str_present(command) && k->s->syntax != SYNTAX_POSIX) {
        command = render_command(fix->command, SYNTAX_POSIX, b->a);
        if (str_present(command))
            labelled(k, "", TONE_DIM, STR("in sh or bash:"));
    }
    if (!str_present(command)) {
        labelled(k, "", TONE_DIM,
                 STR("(the command holds bytes that no terminal shows: see --json)"));
        return;
    }
    for (struct str line; str_line(&command, &line);) {
        pad(b, sign_width(k->s) + 3 + k->label + 2); // never wrapped: it is there to be copied
        paint(b, k->s, TONE_CODE, line);
        buf_byte(b, '\n');
    }
}

static size_t label_width(const struct finding *f, const struct style *s, struct arena scratch)
{
    size_t width = term_width(STR("Playground"));
    for (size_t i = 0; i < f->evidence.n; i++) {
        size_t w = term_width(style_text(s, f->evidence.items[i].what, &scratch));
        if (w > width && w <= LABEL_MAX)
            width = w;
    }
    return width;
}

static struct str headline(const struct finding *f, struct arena *a)
{
    bool doubt = !f->proven && !str_has(f->title, STR("not verified"));
    return doubt ? str_fmt(a, "%.*s (not verified)", STR_ARG(f->title)) : f->title;
}

void finding_head(const struct finding *f, const struct style *s, struct buf *b)
{
    // clang-format off
    static const struct { enum sign sign; enum tone tone; } looks[] = {
        [SEVERITY_OFF]     = {SIGN_NONE,    TONE_PLAIN},
        [SEVERITY_NOTE]    = {SIGN_NOTE,    TONE_NOTE},
        [SEVERITY_WARNING] = {SIGN_WARNING, TONE_WARNING},
        [SEVERITY_ERROR]   = {SIGN_ERROR,   TONE_ERROR},
    };
    // clang-format on
    struct str id = str_of(f->rule->id);
    size_t at = sign_width(s) + 1;
    paint_sign(b, s, looks[f->severity].sign);
    buf_byte(b, ' ');
    paint(b, s, looks[f->severity].tone, id);
    buf_z(b, "  ");
    wrap_text(b, s, TONE_STRONG, at + id.n + 2, at, headline(f, b->a));
    buf_byte(b, '\n');
}

static void consequences(const struct report *r, const struct finding *cause, const struct block *k)
{
    for (size_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = &r->findings.items[i];
        if (!str_present(f->consequence_of) || !str_eq(f->consequence_of, str_of(cause->rule->id)))
            continue;
        size_t at = sign_width(k->s) + 3;
        pad(k->b, 2);
        paint_sign(k->b, k->s, SIGN_THEN);
        buf_byte(k->b, ' ');
        wrap_text(k->b, k->s, TONE_DIM, at, at,
                  str_fmt(k->b->a, "hence %s: %.*s", f->rule->id, STR_ARG(f->title)));
        buf_byte(k->b, '\n');
    }
}

void finding_block(const struct report *r, const struct finding *f, const struct style *s,
                   struct buf *b)
{
    struct block k = {s, b, label_width(f, s, *b->a)};
    bool whole = f->severity == SEVERITY_ERROR || s->verbose;
    finding_head(f, s, b);
    for (size_t i = 0; i < f->evidence.n; i++)
        evidence_line(&k, &f->evidence.items[i]);
    if (whole && f->why.n)
        labelled(&k, "why", TONE_PLAIN, f->why);
    if (whole && f->escape.n)
        labelled(&k, "Playground", TONE_PLAIN, f->escape);
    for (size_t i = 0; i < f->fixes.n && (i == 0 || whole); i++)
        fix_lines(&k, &f->fixes.items[i], i ? "or" : "fix");
    consequences(r, f, &k);
}

static bool cause_is_shown(const struct report *r, const struct finding *f)
{
    for (size_t i = 0; i < r->findings.n; i++)
        if (str_eq(str_of(r->findings.items[i].rule->id), f->consequence_of) &&
            !str_present(r->findings.items[i].consequence_of))
            return true;
    return false;
}

static void findings(const struct report *r, const struct style *s, struct buf *b)
{
    enum severity before = SEVERITY_OFF;
    for (size_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = &r->findings.items[i];
        if (str_present(f->consequence_of) && cause_is_shown(r, f))
            continue;
        bool short_note = f->severity == SEVERITY_NOTE && !s->verbose;
        if (!short_note || before != SEVERITY_NOTE)
            buf_byte(b, '\n');
        if (short_note)
            finding_head(f, s, b);
        else
            finding_block(r, f, s, b);
        before = f->severity;
    }
}

// The rest

static void others(const struct report *r, const struct style *s, struct buf *b)
{
    struct buf text = buf_in(b->a);
    for (size_t i = 0; i < r->others.n; i++) {
        const struct other *o = &r->others.items[i];
        if (o->verdict != VERDICT_FAILS && !s->verbose)
            continue;
        buf_fmt(&text, "%s%.*s in %.*s %s", text.n ? "; " : "", STR_ARG(o->client),
                STR_ARG(o->context), verdict_name(o->verdict));
        if (str_present(o->root_cause))
            buf_fmt(&text, " (%.*s)", STR_ARG(o->root_cause));
    }
    if (text.n)
        list_line(s, b, "other clients and contexts", buf_str(&text));
}

// Which client is meant, and why; whoever named it with --for knows.
static void chosen_client(const struct report *r, const struct style *s, struct buf *b)
{
    struct str by = str_of(r->client_chosen_by), place = STR_NONE;
    struct buf text = buf_in(b->a);
    if (!r->client || r->asked->snippet || str_eq(by, STR("option")))
        return;
    if (str_present(r->client_shown.file)) {
        struct origin o = {.kind = ORIGIN_FILE, .loc = r->client_shown};
        place = origin_text(&o, b->a);
    }
    buf_fmt(&text, "%s%s%.*s", r->client->id, r->version_text.n ? " " : "",
            STR_ARG(r->version_text.n ? r->version_text : STR("")));
    if (str_eq(by, STR("process")))
        buf_fmt(&text, ", as the program is written in %.*s", STR_ARG(client_language(r->client)));
    if (str_present(place))
        buf_fmt(&text, ", found in %.*s", STR_ARG(place));
    else if (str_eq(by, STR("default")))
        buf_z(&text, ", as the project shows none");
    list_line(s, b, "client", buf_str(&text));
}

static void not_checked(const struct report *r, const struct style *s, struct buf *b)
{
    struct buf text = buf_in(b->a);
    for (size_t i = 0; i < r->not_checked.n; i++) {
        const struct not_checked *n = &r->not_checked.items[i];
        buf_fmt(&text, "%s%.*s", i ? ", " : "", STR_ARG(n->what));
        if (n->why.n)
            buf_fmt(&text, " (%.*s)", STR_ARG(n->why));
    }
    if (text.n)
        list_line(s, b, "not checked", buf_str(&text));
}

static void changed(const struct report *r, const struct style *s, struct buf *b)
{
    struct buf text = buf_in(b->a);
    for (size_t i = 0; i < r->changed.n; i++)
        buf_fmt(&text, "%s%.*s", i ? ", " : "", STR_ARG(r->changed.items[i]));
    if (text.n)
        list_line(s, b, "changed since it last worked", buf_str(&text));
}

static void add_count(struct buf *b, size_t n, const char *one, const char *many)
{
    if (n)
        buf_fmt(b, "%s%zu %s", b->n ? ", " : "", n, n == 1 ? one : many);
}

static void sums(const struct report *r, const struct occasion *o, const struct style *s,
                 struct buf *b)
{
    struct buf text = buf_in(b->a);
    add_count(&text, count(r, SEVERITY_ERROR), "error", "errors");
    add_count(&text, count(r, SEVERITY_WARNING), "warning", "warnings");
    add_count(&text, count(r, SEVERITY_NOTE), "note", "notes");
    add_count(&text, r->not_checked.n, "not checked", "not checked");
    if (text.n == 0)
        buf_z(&text, "no findings");
    if (o->elapsed_ms >= 0)
        buf_fmt(&text, "   %lld.%lld s", (long long)(o->elapsed_ms / 1000),
                (long long)(o->elapsed_ms % 1000 / 100));
    if (!r->asked->snippet) // compare shows, its status says nothing
        buf_fmt(&text, "   exit %d", report_status(r));
    size_t end = wrap_text(b, s, TONE_DIM, 0, 0, buf_str(&text));
    if (r->root) {
        struct str more = str_fmt(b->a, "more: nexoenv explain %s", r->root->rule->id);
        bool fits = end + 3 + more.n <= style_width(s);
        buf_z(b, fits ? "   " : "\n");
        paint(b, s, TONE_DIM, more);
    }
    buf_byte(b, '\n');
}

static bool is_healthy(const struct report *r)
{
    if (r->verdict != VERDICT_WORKS && r->verdict != VERDICT_CLEAN)
        return false;
    for (size_t i = 0; i < r->findings.n; i++)
        if (r->findings.items[i].severity != SEVERITY_NOTE)
            return false;
    return true;
}

void render_report_term(const struct report *r, const struct occasion *o, const struct style *s,
                        struct buf *b)
{
    if (s->quiet) {
        if (report_status(r) != 0)
            sentence(r, s, b);
        return;
    }
    if (is_healthy(r) && !s->verbose) {
        healthy(r, s, b);
        return;
    }
    sentence(r, s, b);
    comparison(r, s, b);
    findings(r, s, b);
    if (s->verbose) {
        probe_lines(r, s, b);
        client_lines(r->predictions, r->prediction_count, s, b);
    }
    buf_byte(b, '\n');
    changed(r, s, b);
    chosen_client(r, s, b);
    others(r, s, b);
    not_checked(r, s, b);
    sums(r, o, s, b);
}
