// SPDX-License-Identifier: MIT
// What each client would do here, in a report and in JSON, and what each probe saw.
#include "base/term.h"
#include "parse/url.h"
#include "render/parts.h"
#include "rules/differs.h"

const char *trust_base_name(enum trust_base base)
{
    static const char *const names[] = {
        [TRUST_SYSTEM] = "system", [TRUST_BUILTIN] = "builtin", [TRUST_CERTIFI] = "certifi",
        [TRUST_JAVA] = "java",     [TRUST_NONE] = "none",
    };
    return names[base];
}

static void add_part(struct buf *b, struct str what, struct str from)
{
    buf_fmt(b, "%s%.*s", b->n ? " + " : "", STR_ARG(what));
    if (from.n)
        buf_fmt(b, " (%.*s)", STR_ARG(from));
}

struct str trust_text(const struct trust *t, struct arena *a)
{
    if (!t->verify)
        return str_fmt(a, "verification off (%.*s)", STR_ARG(t->verify_from));
    struct buf b = buf_in(a);
    if (t->base != TRUST_NONE)
        add_part(&b, str_of(trust_base_name(t->base)), STR_NONE);
    if (str_present(t->file))
        add_part(&b, t->file, t->file_from);
    if (str_present(t->dir))
        add_part(&b, t->dir, t->dir_from);
    for (size_t i = 0; i < t->adds.n; i++)
        add_part(&b, t->adds.items[i], i < t->adds_from.n ? t->adds_from.items[i] : STR_NONE);
    if (b.n == 0)
        buf_z(&b, "nothing");
    if (str_present(t->broken))
        buf_fmt(&b, "; stops on %.*s", STR_ARG(t->broken));
    return buf_str(&b);
}

struct str route_text(const struct prediction *p, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_add(&b, prediction_route(p, a));
    if (p->route == ROUTE_ERROR)
        buf_fmt(&b, ": %.*s", STR_ARG(p->error));
    if (p->route_from.n)
        buf_fmt(&b, " (%.*s)", STR_ARG(p->route_from));
    return buf_str(&b);
}

static struct str key_text(const struct prediction *p, struct arena *a)
{
    if (p->key_fate == KEY_FATE_REFUSED || p->key_fate == KEY_FATE_SPLIT)
        return str_fmt(a, "%.*s, refused", STR_ARG(p->key_from));
    return p->key_from.n ? p->key_from : STR("none of its own");
}

struct str name_and_version(const struct prediction *p, struct arena *a)
{
    if (!p->version.known)
        return str_of(p->client->id);
    return str_fmt(a, "%s %.*s", p->client->id, STR_ARG(render_version(p->version, a)));
}

void client_lines(const struct prediction *p, size_t n, const struct style *s, struct buf *b)
{
    size_t room = style_width(s) - sign_width(s) - 1 - 6;
    size_t name = room * 25 / 100, route = room * 33 / 100, trust = room * 25 / 100;
    struct table t = {4, {name, route, trust, room - name - route - trust}, 1, 2};
    struct cell head[] = {{STR("client"), TONE_DIM},
                          {STR("route"), TONE_DIM},
                          {STR("trust"), TONE_DIM},
                          {STR("key"), TONE_DIM}};
    if (n == 0)
        return;
    buf_byte(b, '\n');
    table_row(b, s, &t, head, SIGN_NONE);
    for (size_t i = 0; i < n; i++) {
        bool fails = p[i].route == ROUTE_ERROR;
        struct cell cells[] = {{name_and_version(&p[i], b->a), TONE_STRONG},
                               {route_text(&p[i], b->a), fails ? TONE_ERROR : TONE_PLAIN},
                               {trust_text(&p[i].trust, b->a), TONE_PLAIN},
                               {key_text(&p[i], b->a), TONE_PLAIN}};
        table_row(b, s, &t, cells, fails ? SIGN_ERROR : SIGN_NONE);
    }
}

// A key that is nowhere set ends the call, but says nothing of the way: that is what is asked here.
static struct prediction without_missing_key(const struct prediction *p)
{
    struct prediction way = *p;
    if (p->key_fate == KEY_FATE_MISSING && !p->key_from.n && !str_present(p->base_url_error) &&
        !str_present(p->trust.broken) && !str_present(p->netrc_error))
        way.never_connects = false;
    return way;
}

void json_prediction(struct jsonw *w, const struct prediction *full, struct str version)
{
    struct arena *a = w->b->a;
    struct prediction way = without_missing_key(full);
    const struct prediction *p = &way;
    bool known = p->version.known;
    jw_open(w, '{');
    jw_put_z(w, "client", p->client->id);
    jw_put(w, "version",
           str_present(version) ? version
           : known              ? render_version(p->version, a)
                                : STR_NONE);
    jw_put(w, "route", prediction_route(p, a));
    jw_put(w, "route_from", p->route_from);
    jw_put(w, "error",
           p->route == ROUTE_ERROR ? p->error
           : p->never_connects     ? p->never_words
                                   : STR_NONE);
    jw_put_strs(w, "ignored", &p->ignored);
    jw_open_key(w, "trust", '{');
    jw_put_z(w, "base", trust_base_name(p->trust.base));
    jw_put(w, "file", p->trust.file);
    jw_put(w, "dir", p->trust.dir);
    jw_put_strs(w, "adds", &p->trust.adds);
    jw_put_bool(w, "verify", p->trust.verify);
    jw_close(w, '}');
    jw_put(w, "key_from", p->key_from);
    jw_put(w, "key_error", p->key_error);
    jw_put(w, "base_url", str_present(p->base_url) ? url_public(p->base_url, a) : STR_NONE);
    jw_put(w, "base_url_from", p->base_url_from);
    jw_key(w, "timeout_s");
    if (p->timeout_s > 0)
        jw_number(w, p->timeout_s);
    else
        jw_null(w);
    jw_put_int(w, "retries", p->retries);
    jw_close(w, '}');
}

struct str whole_why(const struct difference *d, struct arena *a)
{
    return str_present(d->words) ? str_fmt(a, "%.*s: %.*s", STR_ARG(d->why), STR_ARG(d->words))
                                 : d->why;
}

void render_clients_json(const struct client_row *rows, size_t n, struct str url, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "schema", "nexoenv.clients/1");
    jw_put(&w, "url", str_present(url) ? url_public(url, b->a) : STR_NONE);
    jw_open_key(&w, "clients", '[');
    for (size_t i = 0; i < n; i++)
        json_prediction(&w, rows[i].p, STR_NONE);
    jw_close(&w, ']');
    jw_open_key(&w, "differences", '[');
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows[i].n; k++) {
            jw_open(&w, '{');
            jw_put_z(&w, "client", rows[i].p->client->id);
            jw_put(&w, "why", whole_why(&rows[i].items[k], b->a));
            jw_put(&w, "fix", rows[i].items[k].fix);
            jw_put(&w, "command", rows[i].items[k].command);
            jw_close(&w, '}');
        }
    jw_close(&w, ']');
    jw_close(&w, '}');
}

// Probes

static void add_time(struct buf *b, const char *name, int64_t us)
{
    if (us >= 0)
        buf_fmt(b, " %s %lld", name, (long long)(us / 1000));
}

static struct str probe_text(const struct observation *o, struct arena *a)
{
    struct buf b = buf_in(a);
    if (o->state == PROBE_SKIPPED) {
        buf_fmt(&b, "skipped: %.*s", STR_ARG(o->skipped_why));
        return buf_str(&b);
    }
    buf_fmt(&b, "%.*s", STR_ARG(o->route));
    if (o->address.n)
        buf_fmt(&b, ", %.*s", STR_ARG(o->address));
    if (o->state == PROBE_FAILED)
        buf_fmt(&b, ", failed at %s: %.*s", probe_stage_name(o->stage), STR_ARG(o->reason));
    if (o->status)
        buf_fmt(&b, ", HTTP %d", o->status);
    if (o->us.total >= 0)
        buf_z(&b, ", ms");
    add_time(&b, "dns", o->us.dns);
    add_time(&b, "tcp", o->us.tcp);
    add_time(&b, "proxy", o->us.proxy);
    add_time(&b, "tls", o->us.tls);
    add_time(&b, "total", o->us.total);
    return buf_str(&b);
}

void probe_lines(const struct report *r, const struct style *s, struct buf *b)
{
    static const enum sign signs[] = {
        [PROBE_SKIPPED] = SIGN_NOTE, [PROBE_OK] = SIGN_OK, [PROBE_FAILED] = SIGN_ERROR};
    const struct observations *list = &r->snap->probes;
    if (list->n == 0)
        return;
    struct table t = {2, {16, style_width(s) - sign_width(s) - 1 - 18}, 1, 2};
    buf_byte(b, '\n');
    for (size_t i = 0; i < list->n; i++) {
        const struct observation *o = &list->items[i];
        struct cell cells[] = {{o->name, TONE_PLAIN}, {probe_text(o, b->a), TONE_DIM}};
        table_row(b, s, &t, cells, signs[o->state]);
    }
}
