// SPDX-License-Identifier: MIT
// The catalogue and what it says of one id, of one gateway code, of an error text.
#include "base/term.h"
#include "render/parts.h"
#include "rules/symptoms.h"

static const char *mode_text(char letter)
{
    switch (letter) {
    case 'S': return "offline, from environment and files";
    case 'P': return "from another process or context";
    case 'N': return "over the network, without the key";
    case 'K': return "over the network, with the key";
    }
    return "";
}

static enum tone severity_tone(enum severity s)
{
    return s == SEVERITY_ERROR ? TONE_ERROR : s == SEVERITY_WARNING ? TONE_WARNING : TONE_NOTE;
}

void render_rules_term(const struct style *s, struct buf *b)
{
    size_t room = style_width(s) - sign_width(s) - 1 - 27 - 7 - 4 - 6;
    struct table t = {4, {27, 7, 4, room}, 0, 2};
    struct cell head[] = {{STR("id"), TONE_DIM},
                          {STR("level"), TONE_DIM},
                          {STR("mode"), TONE_DIM},
                          {STR("meaning"), TONE_DIM}};
    table_row(b, s, &t, head, SIGN_NONE);
    for (size_t i = 0; i < rule_count(); i++) {
        const struct rule *r = rule_at(i);
        struct cell cells[] = {{str_of(r->id), TONE_STRONG},
                               {str_of(severity_name(r->severity)), severity_tone(r->severity)},
                               {str_of(r->mode), TONE_PLAIN},
                               {str_of(r->title), TONE_PLAIN}};
        table_row(b, s, &t, cells, SIGN_NONE);
    }
}

static void put_rule(struct jsonw *w, const struct rule *r)
{
    jw_put_z(w, "id", r->id);
    jw_put(w, "layer", rule_layer(r));
    jw_put_int(w, "rank", r->rank);
    jw_put_z(w, "severity", severity_name(r->severity));
    jw_put_z(w, "mode", r->mode);
    jw_put_z(w, "title", r->title);
}

void render_rules_json(struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.rules/1");
    jw_open_key(&w, "rules", '[');
    for (size_t i = 0; i < rule_count(); i++) {
        jw_open(&w, '{');
        put_rule(&w, rule_at(i));
        jw_close(&w, '}');
    }
    jw_close(&w, ']');
    jw_close(&w, '}');
}

// Paragraphs with a heading word in one column.
static void part(struct buf *b, const struct style *s, const char *label, struct str text)
{
    enum { LABEL = 12 };
    if (text.n == 0)
        return;
    struct str rest = text, line;
    bool first = true;
    while (str_line(&rest, &line)) {
        struct str name = first ? str_of(label) : STR("");
        paint(b, s, TONE_DIM, name);
        if (line.n)
            pad(b, LABEL - name.n);
        wrap_text(b, s, TONE_PLAIN, LABEL, LABEL, line);
        buf_byte(b, '\n');
        first = false;
    }
}

static struct str found_by(const struct rule *r, struct arena *a)
{
    struct buf b = buf_in(a);
    for (const char *m = r->mode; *m; m++)
        buf_fmt(&b, "%s%s", b.n ? "; proven " : "", mode_text(*m));
    return buf_str(&b);
}

void render_explain_rule_term(const struct rule *r, const struct style *s, struct buf *b)
{
    paint_z(b, s, severity_tone(r->severity), r->id);
    buf_z(b, "  ");
    size_t at = strlen(r->id) + 2;
    wrap_text(b, s, TONE_STRONG, at, 0, str_of(r->title));
    buf_z(b, "\n\n");
    part(b, s, "what", str_of(r->why));
    part(b, s, "Playground", str_of(r->escape));
    part(b, s, "check, fix", str_of(r->explain));
    part(b, s, "found", found_by(r, b->a));
    part(b, s, "level", str_fmt(b->a, "%s, rank %u", severity_name(r->severity), r->rank));
    part(b, s, "docs", render_docs(r));
}

void render_explain_rule_json(const struct rule *r, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.explain/1");
    jw_put_z(&w, "kind", "rule");
    put_rule(&w, r);
    jw_put_z(&w, "why", r->why);
    jw_put_z(&w, "escape", r->escape);
    jw_put_z(&w, "explain", r->explain);
    jw_put(&w, "docs", render_docs(r));
    jw_close(&w, '}');
}

void render_explain_code_term(const struct gateway_code *c, const struct style *s, struct buf *b)
{
    paint_text(b, s, TONE_ERROR, c->code);
    struct str status = c->status ? str_fmt(b->a, "  HTTP %d", c->status) : STR("");
    paint(b, s, TONE_STRONG, status);
    paint_z(b, s, TONE_DIM, "  a code of the gateway");
    buf_z(b, "\n\n");
    part(b, s, "what", c->means);
    part(b, s, "check, fix", c->first);
    part(b, s, "id", c->id);
    part(b, s, "docs", c->docs);
}

void render_explain_code_json(const struct gateway_code *c, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.explain/1");
    jw_put_z(&w, "kind", "code");
    jw_put(&w, "code", c->code);
    jw_key(&w, "status");
    c->status ? jw_int(&w, c->status) : jw_null(&w);
    jw_put(&w, "id", c->id);
    jw_put(&w, "means", c->means);
    jw_put(&w, "first", c->first);
    jw_put(&w, "docs", c->docs);
    jw_close(&w, '}');
}

void render_symptoms_term(const struct symptom_match *m, size_t n, const struct style *s,
                          struct buf *b)
{
    if (n == 0) {
        paint_z(b, s, TONE_STRONG, "Nothing in this text is known here.");
        buf_z(b, "\nPaste the whole message, with the lines that name the cause, or run nexoenv "
                 "doctor.\n");
        return;
    }
    paint_z(b, s, TONE_STRONG,
            n == 1 ? "This text points to:" : "This text points to, likeliest first:");
    buf_byte(b, '\n');
    size_t at = sign_width(s) + 1;
    for (size_t i = 0; i < n; i++) {
        buf_byte(b, '\n');
        paint_sign(b, s, i ? SIGN_NOTE : SIGN_UNKNOWN);
        buf_byte(b, ' ');
        paint_text(b, s, i ? TONE_PLAIN : TONE_STRONG, m[i].id);
        if (m[i].rule) {
            buf_z(b, "  ");
            wrap_text(b, s, TONE_PLAIN, at + m[i].id.n + 2, at, str_of(m[i].rule->title));
        }
        buf_byte(b, '\n');
        pad(b, at + 2);
        wrap_text(b, s, TONE_DIM, at + 2, at + 2, m[i].reason);
        buf_byte(b, '\n');
    }
    buf_byte(b, '\n');
    paint_z(b, s, TONE_DIM, "nexoenv doctor tells which it is; nexoenv explain ID says more.");
    buf_byte(b, '\n');
}

void render_symptoms_json(const struct symptom_match *m, size_t n, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.explain/1");
    jw_put_z(&w, "kind", "text");
    jw_open_key(&w, "likely", '[');
    for (size_t i = 0; i < n; i++) {
        jw_open(&w, '{');
        jw_put(&w, "id", m[i].id);
        jw_put_z(&w, "title", m[i].rule ? m[i].rule->title : NULL);
        jw_put(&w, "reason", m[i].reason);
        jw_close(&w, '}');
    }
    jw_close(&w, ']');
    jw_close(&w, '}');
}
