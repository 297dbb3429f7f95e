// SPDX-License-Identifier: MIT
// The lines under a prompt (DESIGN 9): one per problem, at most two, the rest counted. And the
// gateway's list of models, and the profile: short answers to short questions.
#include "base/term.h"
#include "render/parts.h"

enum { TOLD = 2 };

static size_t worth_telling(const struct findings *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        n += f->items[i].severity >= SEVERITY_WARNING && !str_present(f->items[i].consequence_of);
    return n;
}

static void status_line(const struct finding *f, size_t more, const struct style *s, struct buf *b)
{
    bool error = f->severity == SEVERITY_ERROR;
    struct str tail = more ? str_fmt(b->a, "  (+%zu)", more) : STR("");
    struct str text = style_text(s, f->short_text.n ? f->short_text : f->title, b->a);
    struct str dot = style_text(s, STR(" · "), b->a);
    struct str id = str_fmt(b->a, "nexoenv explain %s", f->rule->id);
    size_t used = term_width(STR("nexoenv: ")) + term_width(dot) + id.n + tail.n;
    size_t room = style_width(s) > used + 16 ? style_width(s) - used : 16;
    paint_z(b, s, error ? TONE_ERROR : TONE_WARNING, "nexoenv: ");
    if (term_width(text) > room) { // a prompt's line never wraps
        struct str dots = str_of(s->utf8 ? "…" : "...");
        text = str_slice(text, 0, term_fit(text, room - term_width(dots)));
        paint(b, s, TONE_PLAIN, str_join(text, dots, b->a));
    } else {
        paint(b, s, TONE_PLAIN, text);
    }
    paint(b, s, TONE_DIM, dot);
    paint(b, s, TONE_DIM, id);
    paint(b, s, TONE_DIM, tail);
    buf_byte(b, '\n');
}

void render_status_term(const struct findings *f, size_t gone, const struct style *s, struct buf *b)
{
    size_t all = worth_telling(f), told = 0;
    for (size_t i = 0; i < f->n && told < TOLD; i++) {
        const struct finding *one = &f->items[i];
        if (one->severity < SEVERITY_WARNING || str_present(one->consequence_of))
            continue;
        told++;
        status_line(one, told == TOLD ? all - told : 0, s, b);
    }
    if (all == 0 && gone) {
        paint_z(b, s, TONE_DIM, "nexoenv: ");
        paint_z(b, s, TONE_OK, "ok");
        buf_byte(b, '\n');
    }
}

void render_status_json(const struct findings *f, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.status/1");
    jw_open_key(&w, "problems", '[');
    for (size_t i = 0; i < f->n; i++) {
        const struct finding *one = &f->items[i];
        if (one->severity < SEVERITY_WARNING || str_present(one->consequence_of))
            continue;
        jw_open(&w, '{');
        jw_put_z(&w, "id", one->rule->id);
        jw_put_z(&w, "severity", severity_name(one->severity));
        jw_put(&w, "text", one->short_text.n ? one->short_text : one->title);
        jw_close(&w, '}');
    }
    jw_close(&w, ']');
    jw_close(&w, '}');
}

void render_models_term(const struct models_answer *m, const struct style *s, struct buf *b)
{
    if (!str_present(m->asked)) {
        for (size_t i = 0; i < m->ids->n; i++) {
            term_escape(b, m->ids->items[i]);
            buf_byte(b, '\n');
        }
        return;
    }
    paint_sign(b, s, m->found ? SIGN_OK : SIGN_ERROR);
    buf_byte(b, ' ');
    paint_text(b, s, TONE_STRONG, m->asked);
    paint_z(b, s, TONE_PLAIN,
            m->found ? " is in the gateway's list" : " is not in the gateway's list");
    for (size_t i = 0; i < m->near.n; i++) {
        paint_z(b, s, TONE_PLAIN, i ? ", " : "; nearest: ");
        paint_text(b, s, TONE_CODE, m->near.items[i]);
    }
    buf_byte(b, '\n');
}

void render_models_json(const struct models_answer *m, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.models/1");
    jw_put(&w, "asked", m->asked);
    jw_key(&w, "found");
    str_present(m->asked) ? jw_bool(&w, m->found) : jw_null(&w);
    jw_put_strs(&w, "near", &m->near);
    jw_put_strs(&w, "models", m->ids);
    jw_close(&w, '}');
}
