// SPDX-License-Identifier: MIT
// nexoenv.report/1 (DESIGN 5), member by member in the order of that page.
#include "parse/names.h"
#include "parse/url.h"
#include "render/parts.h"

static void client_of(struct jsonw *w, const struct report *r)
{
    jw_open_key(w, "client", '{');
    jw_put_z(w, "name", r->client ? r->client->id : NULL);
    jw_put(w, "version", r->version_text);
    jw_put_z(w, "chosen_by", r->client_chosen_by);
    struct origin shown = {.kind = ORIGIN_FILE, .loc = r->client_shown};
    bool known = str_present(r->client_shown.file);
    jw_put(w, "shown", known ? origin_text(&shown, w->b->a) : STR_NONE);
    jw_close(w, '}');
    jw_open_key(w, "context", '{');
    jw_put(w, "name", r->context ? r->context->name : STR_NONE);
    jw_put_z(w, "chosen_by", r->context_chosen_by);
    jw_close(w, '}');
}

static void put_origin(struct jsonw *w, const struct origin *o)
{
    jw_put(w, "origin", o->kind == ORIGIN_NONE ? STR_NONE : origin_text(o, w->b->a));
}

static void put_location(struct jsonw *w, const struct loc *l)
{
    if (!str_present(l->file)) {
        jw_put_null(w, "location");
        return;
    }
    jw_open_key(w, "location", '{');
    jw_put(w, "file", l->file);
    jw_key(w, "line");
    l->line ? jw_int(w, l->line) : jw_null(w);
    jw_key(w, "column");
    l->column ? jw_int(w, l->column) : jw_null(w);
    jw_close(w, '}');
}

static void put_evidence(struct jsonw *w, const struct finding *f)
{
    jw_open_key(w, "evidence", '[');
    for (size_t i = 0; i < f->evidence.n; i++) {
        const struct evidence *e = &f->evidence.items[i];
        jw_open(w, '{');
        jw_put(w, "what", e->what);
        jw_put(w, "value", e->value);
        put_origin(w, &e->origin);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_open_key(w, "fix", '[');
    for (size_t i = 0; i < f->fixes.n; i++) {
        jw_open(w, '{');
        jw_put(w, "text", f->fixes.items[i].text);
        jw_put(w, "command", f->fixes.items[i].command);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

void json_finding(struct jsonw *w, const struct finding *f)
{
    jw_open(w, '{');
    jw_put_z(w, "id", f->rule->id);
    jw_put(w, "layer", rule_layer(f->rule));
    jw_put_z(w, "severity", severity_name(f->severity));
    jw_put_bool(w, "proven", f->proven);
    jw_put(w, "title", f->title);
    jw_put(w, "why", f->why);
    jw_put(w, "escape", f->escape);
    jw_put(w, "playground", f->playground);
    jw_put(w, "here", f->here);
    put_evidence(w, f);
    put_location(w, &f->location);
    jw_put(w, "consequence_of", f->consequence_of);
    jw_put(w, "docs", render_docs(f->rule));
    jw_close(w, '}');
}

// Contexts

static void put_value(struct jsonw *w, const struct variable *variable, bool whole)
{
    static const char *const states[] = {
        [VALUE_UNSET] = "unset", [VALUE_EMPTY] = "empty", [VALUE_SET] = "set"};
    const struct value *v = &variable->value;
    bool secret = v->state == VALUE_SET && v->class == VALUE_SECRET;
    struct str value = STR_NONE;
    if (v->state == VALUE_SET && !secret)
        value =
            whole && v->class == VALUE_PLAIN ? v->text : render_value(variable->name, v, w->b->a);
    jw_put_z(w, "state", states[v->state]);
    jw_put(w, "value", value);
    jw_put(w, "last4", secret && v->last4[0] ? str_of(v->last4) : STR_NONE);
    jw_key(w, "length");
    v->state == VALUE_UNSET ? jw_null(w) : jw_int(w, (int64_t)v->length);
    put_origin(w, &variable->origin);
    put_location(w,
                 variable->origin.kind == ORIGIN_FILE ? &variable->origin.loc : &(struct loc){0});
    jw_put(w, "why", variable->why);
}

// The value, and those that it wins over, the strongest first.
static void put_variable(struct jsonw *w, const struct variable *v, bool whole)
{
    enum { HIDDEN_MAX = 8 };
    jw_open(w, '{');
    jw_put(w, "name", v->name);
    put_value(w, v, whole);
    jw_open_key(w, "hides", '[');
    const struct variable *loser = v->hidden;
    for (int i = 0; loser && i < HIDDEN_MAX; i++, loser = loser->hidden) {
        jw_open(w, '{');
        put_value(w, loser, whole);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_close(w, '}');
}

// What is expected and not there is said too: "unset" is an answer.
static void put_unset(struct jsonw *w, const struct context *c, struct str name)
{
    struct variable none = {.name = name, .value = VALUE_NONE};
    if (!variable_find(&c->vars, name))
        put_variable(w, &none, false);
}

void json_context(struct jsonw *w, const struct context *c, const struct profile *p,
                  struct str show)
{
    jw_open(w, '{');
    jw_put(w, "name", c->name);
    jw_put_z(w, "kind", context_kind_name(c->kind));
    jw_put_z(w, "state", seen_name(c->state));
    jw_put(w, "detail", c->detail);
    jw_open_key(w, "variables", '[');
    for (size_t i = 0; i < c->vars.n; i++) {
        const struct variable *v = &c->vars.items[i];
        put_variable(w, v, str_same(v->name, show));
    }
    for (size_t i = 0; p && i < p->key_variables.n; i++)
        put_unset(w, c, p->key_variables.items[i]);
    put_unset(w, c, STR("OPENAI_BASE_URL"));
    jw_close(w, ']');
    jw_close(w, '}');
}

// Comparison, probes and the rest

static void put_comparison(struct jsonw *w, const struct report *r)
{
    jw_open_key(w, "comparison", '[');
    for (size_t i = 0; i < r->comparison.n; i++) {
        const struct comparison_row *row = &r->comparison.items[i];
        jw_open(w, '{');
        jw_put(w, "setting", row->setting);
        jw_put(w, "playground", row->playground);
        jw_put(w, "here", row->here);
        put_origin(w, &row->origin);
        jw_key(w, "same");
        row->same < 0 ? jw_null(w) : jw_bool(w, row->same);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void put_ms(struct jsonw *w, const char *key, int64_t us)
{
    jw_key(w, key);
    us < 0 ? jw_null(w) : jw_int(w, us / 1000);
}

static void put_probe(struct jsonw *w, const struct observation *o)
{
    bool ok = o->state == PROBE_OK;
    jw_open(w, '{');
    jw_put(w, "name", o->name);
    jw_put(w, "url", o->url);
    jw_put(w, "route", o->route);
    jw_put_z(w, "family", o->family == 4 ? "4" : o->family == 6 ? "6" : "any");
    jw_put_z(w, "state", probe_state_name(o->state));
    jw_put_z(w, "stage", o->stage == STAGE_NONE ? NULL : probe_stage_name(o->stage));
    jw_put(w, "reason", ok ? STR_NONE : o->state == PROBE_SKIPPED ? o->skipped_why : o->reason);
    jw_open_key(w, "ms", '{');
    put_ms(w, "dns", o->us.dns);
    put_ms(w, "tcp", o->us.tcp);
    put_ms(w, "tls", o->us.tls);
    put_ms(w, "total", o->us.total);
    jw_close(w, '}');
    jw_put(w, "address", o->address);
    jw_put(w, "issuer", o->chain.n ? o->chain.items[0].issuer : STR_NONE);
    jw_key(w, "status");
    o->status ? jw_int(w, o->status) : jw_null(w);
    jw_put(w, "code", o->code);
    jw_put(w, "request_id", o->request_id);
    jw_put_bool(w, "with_key", o->with_key);
    jw_close(w, '}');
}

static void put_others(struct jsonw *w, const struct report *r)
{
    jw_open_key(w, "others", '[');
    for (size_t i = 0; i < r->others.n; i++) {
        const struct other *o = &r->others.items[i];
        jw_open(w, '{');
        jw_put(w, "client", o->client);
        jw_put(w, "context", o->context);
        jw_put_z(w, "verdict", verdict_name(o->verdict));
        jw_put(w, "root_cause", o->root_cause);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_open_key(w, "not_checked", '[');
    for (size_t i = 0; i < r->not_checked.n; i++) {
        jw_open(w, '{');
        jw_put(w, "what", r->not_checked.items[i].what);
        jw_put(w, "why", r->not_checked.items[i].why);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_open_key(w, "changed", '[');
    for (size_t i = 0; i < r->changed.n; i++)
        jw_str(w, r->changed.items[i]);
    jw_close(w, ']');
}

static void put_lists(struct jsonw *w, const struct report *r)
{
    jw_open_key(w, "findings", '[');
    for (size_t i = 0; i < r->findings.n; i++)
        json_finding(w, &r->findings.items[i]);
    jw_close(w, ']');
    put_comparison(w, r);
    jw_open_key(w, "contexts", '[');
    for (size_t i = 0; i < r->snap->contexts.n; i++)
        json_context(w, &r->snap->contexts.items[i], r->profile, STR_NONE);
    jw_close(w, ']');
    jw_open_key(w, "clients", '[');
    for (size_t i = 0; i < r->prediction_count; i++) {
        const struct prediction *p = &r->predictions[i];
        json_prediction(w, p, p->client == r->client ? r->version_text : STR_NONE);
    }
    jw_close(w, ']');
    jw_open_key(w, "probes", '[');
    for (size_t i = 0; i < r->snap->probes.n; i++)
        put_probe(w, &r->snap->probes.items[i]);
    jw_close(w, ']');
}

static void put_report(struct jsonw *w, const struct report *r, const struct occasion *o)
{
    jw_put_z(w, "schema", "nexoenv.report/1");
    jw_put_z(w, "version", NEXOENV_VERSION);
    jw_put(w, "command", o->command);
    jw_put(w, "started", o->started);
    jw_key(w, "elapsed_ms");
    o->elapsed_ms < 0 ? jw_null(w) : jw_int(w, o->elapsed_ms);
    client_of(w, r);
    jw_put_z(w, "verdict", verdict_name(r->verdict));
    jw_put_z(w, "root_cause", r->root ? r->root->rule->id : NULL);
    jw_put(w, "summary", r->summary);
    put_lists(w, r);
    put_others(w, r);
}

// The first client's report is the document; those of the others asked for stand whole inside it.
void render_report_json(const struct report *r, size_t n, const struct occasion *o, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    put_report(&w, r, o);
    if (n > 1)
        jw_open_key(&w, "reports", '[');
    for (size_t i = 1; i < n; i++) {
        jw_open(&w, '{');
        put_report(&w, &r[i], o);
        jw_close(&w, '}');
    }
    if (n > 1)
        jw_close(&w, ']');
    jw_close(&w, '}');
}
