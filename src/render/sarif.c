// SPDX-License-Identifier: MIT
// SARIF 2.1.0 (OASIS, errata 01), held against its schema by tests/render/suite. One run; the
// rules that have results, with their catalogue texts; what was not checked as notifications.
#include "base/utf8.h"
#include "render/parts.h"

static const char *level_name(enum severity s)
{
    static const char *const names[] = {[SEVERITY_OFF] = "none",
                                        [SEVERITY_NOTE] = "note",
                                        [SEVERITY_WARNING] = "warning",
                                        [SEVERITY_ERROR] = "error"};
    return names[s];
}

static void put_text(struct jsonw *w, const char *key, struct str text)
{
    jw_open_key(w, key, '{');
    jw_put(w, "text", text);
    jw_close(w, '}');
}

// Rules in the order of their first result; results refer to them by index.
struct used {
    const struct rule **items;
    size_t n, cap;
};

static size_t index_of(const struct used *u, const struct rule *rule)
{
    size_t i = 0;
    while (i < u->n && u->items[i] != rule)
        i++;
    return i;
}

static struct used rules_used(const struct report *r, struct arena *a)
{
    struct used u = {0};
    for (size_t i = 0; i < r->findings.n; i++)
        if (index_of(&u, r->findings.items[i].rule) == u.n) {
            const struct rule **slot = arena_push(&u, a);
            *slot = r->findings.items[i].rule;
        }
    return u;
}

static void put_rule(struct jsonw *w, const struct rule *rule)
{
    jw_open(w, '{');
    jw_put_z(w, "id", rule->id);
    put_text(w, "shortDescription", str_of(rule->title));
    put_text(w, "fullDescription", str_of(rule->why ? rule->why : rule->title));
    put_text(w, "help", str_of(rule->explain ? rule->explain : rule->title));
    jw_put(w, "helpUri", render_docs(rule));
    jw_open_key(w, "defaultConfiguration", '{');
    jw_put_z(w, "level", level_name(rule->severity));
    jw_put_int(w, "rank", rule->rank);
    jw_close(w, '}');
    jw_open_key(w, "properties", '{');
    jw_open_key(w, "tags", '[');
    jw_str(w, rule_layer(rule));
    jw_close(w, ']');
    jw_close(w, '}');
    jw_close(w, '}');
}

static bool uri_byte(char c)
{
    return byte_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

// RFC 3986: a relative reference, or file:// for an absolute path.
static struct str file_uri(struct str path, struct arena *a)
{
    struct buf b = buf_in(a);
    if (path.n && path.p[0] == '/')
        buf_z(&b, "file://");
    for (size_t i = 0; i < path.n; i++)
        if (uri_byte(path.p[i]))
            buf_byte(&b, path.p[i]);
        else
            buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)path.p[i]);
    return buf_str(&b);
}

static void put_region(struct jsonw *w, const struct loc *l)
{
    if (l->line == 0)
        return;
    jw_open_key(w, "region", '{');
    jw_put_int(w, "startLine", l->line);
    if (l->column)
        jw_put_int(w, "startColumn", l->column);
    jw_close(w, '}');
}

static void put_places(struct jsonw *w, const struct loc *l)
{
    if (!str_present(l->file))
        return;
    jw_open_key(w, "locations", '[');
    jw_open(w, '{');
    jw_open_key(w, "physicalLocation", '{');
    jw_open_key(w, "artifactLocation", '{');
    jw_put(w, "uri", file_uri(l->file, w->b->a));
    if (l->file.n == 0 || l->file.p[0] != '/')
        jw_put_z(w, "uriBaseId", "%SRCROOT%");
    jw_close(w, '}');
    put_region(w, l);
    jw_close(w, '}');
    jw_close(w, '}');
    jw_close(w, ']');
}

static struct str message_of(const struct finding *f, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_add(&b, f->title);
    for (size_t i = 0; i < f->evidence.n; i++) {
        const struct evidence *e = &f->evidence.items[i];
        struct str from = origin_text(&e->origin, a);
        buf_fmt(&b, "\n%.*s%s%.*s", STR_ARG(e->what), e->value.n ? ": " : "", STR_ARG(e->value));
        if (from.n)
            buf_fmt(&b, " (%.*s)", STR_ARG(from));
    }
    if (f->fixes.n)
        buf_fmt(&b, "\nFix: %.*s", STR_ARG(f->fixes.items[0].text));
    return buf_str(&b);
}

// Says "the same finding as last time" across edits: rule, subject and file, never the line.
static struct str fingerprint(const struct finding *f, struct arena *a)
{
    struct str parts[] = {str_of(f->rule->id), f->subject, f->location.file};
    uint64_t hash = UINT64_C(0xcbf29ce484222325); // FNV-1a
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        for (size_t i = 0; i < parts[k].n; i++)
            hash = (hash ^ (unsigned char)parts[k].p[i]) * UINT64_C(0x100000001b3);
        hash = (hash ^ 0xff) * UINT64_C(0x100000001b3);
    }
    return str_fmt(a, "%016llx", (unsigned long long)hash);
}

static void put_result(struct jsonw *w, const struct finding *f, const struct used *u)
{
    jw_open(w, '{');
    jw_put_z(w, "ruleId", f->rule->id);
    jw_put_int(w, "ruleIndex", (int64_t)index_of(u, f->rule));
    jw_put_z(w, "level", level_name(f->severity));
    put_text(w, "message", message_of(f, w->b->a));
    put_places(w, &f->location);
    jw_open_key(w, "partialFingerprints", '{');
    jw_put(w, "nexoenv/v1", fingerprint(f, w->b->a));
    jw_close(w, '}');
    jw_open_key(w, "properties", '{');
    jw_put_bool(w, "proven", f->proven);
    if (str_present(f->consequence_of))
        jw_put(w, "consequenceOf", f->consequence_of);
    if (f->fixes.n && str_present(f->fixes.items[0].command))
        jw_put(w, "command", f->fixes.items[0].command);
    jw_close(w, '}');
    jw_close(w, '}');
}

static void put_invocation(struct jsonw *w, const struct report *r, const struct occasion *o)
{
    jw_open_key(w, "invocations", '[');
    jw_open(w, '{');
    jw_put_bool(w, "executionSuccessful", true);
    jw_put_int(w, "exitCode", report_status(r));
    if (str_present(o->started))
        jw_put(w, "startTimeUtc", o->started);
    jw_open_key(w, "toolExecutionNotifications", '[');
    for (size_t i = 0; i < r->not_checked.n; i++) {
        const struct not_checked *n = &r->not_checked.items[i];
        jw_open(w, '{');
        jw_put_z(w, "level", "note");
        put_text(w, "message",
                 str_fmt(w->b->a, "not checked: %.*s (%.*s)", STR_ARG(n->what), STR_ARG(n->why)));
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_close(w, '}');
    jw_close(w, ']');
}

static void put_driver(struct jsonw *w, const struct used *u)
{
    jw_open_key(w, "tool", '{');
    jw_open_key(w, "driver", '{');
    jw_put_z(w, "name", "nexoenv");
    jw_put_z(w, "version", NEXOENV_VERSION);
    jw_put_z(w, "semanticVersion", NEXOENV_VERSION);
    jw_put_z(w, "informationUri", "https://nexorouter.com/en/docs/troubleshooting");
    jw_open_key(w, "rules", '[');
    for (size_t i = 0; i < u->n; i++)
        put_rule(w, u->items[i]);
    jw_close(w, ']');
    jw_close(w, '}');
    jw_close(w, '}');
}

// Runs of one tool in one file are told apart by their id: without it a reader may refuse them.
static void put_run(struct jsonw *w, const struct report *r, bool only, const struct occasion *o)
{
    struct used u = rules_used(r, w->b->a);
    jw_open(w, '{');
    put_driver(w, &u);
    if (!only) {
        jw_open_key(w, "automationDetails", '{');
        jw_put(w, "id", str_fmt(w->b->a, "nexoenv/%s/", r->client->id));
        jw_close(w, '}');
    }
    put_invocation(w, r, o);
    jw_open_key(w, "results", '[');
    for (size_t i = 0; i < r->findings.n; i++)
        put_result(w, &r->findings.items[i], &u);
    jw_close(w, ']');
    jw_open_key(w, "properties", '{');
    jw_put_z(w, "verdict", verdict_name(r->verdict));
    jw_put_z(w, "rootCause", r->root ? r->root->rule->id : NULL);
    jw_put(w, "summary", r->summary);
    jw_close(w, '}');
    jw_close(w, '}');
}

void render_report_sarif(const struct report *r, size_t n, const struct occasion *o, struct buf *b)
{
    struct jsonw w = jw_to(b);
    jw_open(&w, '{');
    jw_put_z(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    jw_put_z(&w, "version", "2.1.0");
    jw_open_key(&w, "runs", '[');
    for (size_t i = 0; i < n; i++)
        put_run(&w, &r[i], n == 1, o);
    jw_close(&w, ']');
    jw_close(&w, '}');
}
