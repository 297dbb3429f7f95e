// SPDX-License-Identifier: MIT
// The reference configuration, as `playground show` prints it.
#include "parse/url.h"
#include "render/parts.h"

static bool is_number(double d)
{
    return d > -1e300 && d < 1e300; // false for NAN, which the profile uses for "absent"
}

static struct str joined(const struct strs *list, struct arena *a)
{
    struct buf b = buf_in(a);
    for (size_t i = 0; i < list->n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(list->items[i]));
    return b.n ? buf_str(&b) : STR_NONE;
}

static struct str number(double d, struct arena *a)
{
    return is_number(d) ? str_fmt(a, "%.15g", d) : STR_NONE;
}

static void line(struct buf *b, const struct style *s, const char *name, struct str value)
{
    enum { LABEL = 16 };
    bool known = str_present(value);
    struct str label = str_of(name);
    paint(b, s, TONE_DIM, label);
    pad(b, LABEL - label.n);
    wrap_text(b, s, known ? TONE_PLAIN : TONE_DIM, LABEL, LABEL,
              known ? value : STR("not documented"));
    buf_byte(b, '\n');
}

static struct str key_line(const struct profile *p, struct arena *a)
{
    return str_present(p->key_last4) ? str_fmt(a, "…%.*s", STR_ARG(p->key_last4)) : STR_NONE;
}

static struct str stream_text(const struct profile *p)
{
    return p->stream < 0 ? STR_NONE : p->stream ? STR("true") : STR("false");
}

void render_profile_term(const struct profile *p, const struct style *s, struct buf *b)
{
    struct arena *a = b->a;
    line(b, s, "base URL", p->base_url);
    line(b, s, "trusted hosts", joined(&p->trusted_hosts, a));
    line(b, s, "website", p->website_host);
    line(b, s, "local URL", p->local_url);
    line(b, s, "key variables", joined(&p->key_variables, a));
    line(b, s, "header", str_fmt(a, "%.*s: %.*s KEY", STR_ARG(p->header), STR_ARG(p->scheme)));
    line(b, s, "more headers", joined(&p->header_names, a));
    line(b, s, "key", key_line(p, a));
    line(b, s, "model", p->model);
    for (size_t i = 0; i < p->message_count; i++)
        line(b, s, i ? "" : "messages",
             str_fmt(a, "%.*s: %.*s", STR_ARG(p->messages[i].role),
                     STR_ARG(p->messages[i].content)));
    line(b, s, "temperature", number(p->temperature, a));
    line(b, s, "top_p", number(p->top_p, a));
    line(b, s, "max_tokens", number(p->max_tokens, a));
    line(b, s, "stream", stream_text(p));
    line(b, s, "timeout",
         str_fmt(a, "%.*s; slow models %.*s", STR_ARG(render_seconds(p->timeout_s, a)),
                 STR_ARG(render_seconds(p->timeout_slow_s, a))));
    line(b, s, "from", origin_text(&p->origin, a));
}

static void put_number(struct jsonw *w, const char *key, double d)
{
    jw_key(w, key);
    jw_number(w, d);
}

static void put_request(struct jsonw *w, const struct profile *p)
{
    jw_open_key(w, "request", '{');
    jw_put(w, "model", p->model);
    jw_open_key(w, "messages", '[');
    for (size_t i = 0; i < p->message_count; i++) {
        jw_open(w, '{');
        jw_put(w, "role", p->messages[i].role);
        jw_put(w, "content", p->messages[i].content);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    put_number(w, "temperature", p->temperature);
    put_number(w, "top_p", p->top_p);
    put_number(w, "max_tokens", p->max_tokens);
    jw_key(w, "stream");
    p->stream < 0 ? jw_null(w) : jw_bool(w, p->stream);
    jw_close(w, '}');
}

static void put_codes(struct jsonw *w, const struct profile *p)
{
    jw_open_key(w, "codes", '[');
    for (size_t i = 0; i < p->codes.n; i++) {
        const struct gateway_code *c = &p->codes.items[i];
        jw_open(w, '{');
        jw_put(w, "code", c->code);
        jw_key(w, "status");
        c->status ? jw_int(w, c->status) : jw_null(w);
        jw_put(w, "id", c->id);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

void render_profile_json(const struct profile *p, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.profile/1");
    jw_put(&w, "origin", origin_text(&p->origin, b->a));
    jw_put(&w, "base_url", p->base_url);
    jw_put(&w, "website_host", p->website_host);
    jw_put(&w, "local_url", p->local_url);
    jw_put_strs(&w, "trusted_hosts", &p->trusted_hosts);
    jw_put_strs(&w, "key_variables", &p->key_variables);
    jw_put(&w, "header", p->header);
    jw_put(&w, "scheme", p->scheme);
    jw_put_strs(&w, "header_names", &p->header_names);
    jw_put(&w, "key_last4", p->key_last4);
    put_request(&w, p);
    put_number(&w, "timeout_s", p->timeout_s);
    put_number(&w, "timeout_slow_s", p->timeout_slow_s);
    put_codes(&w, p);
    jw_close(&w, '}');
}
