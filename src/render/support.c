// SPDX-License-Identifier: MIT
#include "render/support.h"

#include "base/utf8.h"
#include "parse/url.h"
#include "render/parts.h"

// Text of others inside a Markdown cell: one line, no markup, no control bytes.
static void cell(struct buf *b, struct str s)
{
    struct str text = utf8_clean(s, b->a);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if ((unsigned char)c < 0x20 || c == 0x7f)
            buf_byte(b, ' ');
        else if (c == '|' || c == '`' || c == '<' || c == '*' || c == '[' || c == ']' || c == '\\')
            buf_fmt(b, "\\%c", c);
        else
            buf_byte(b, c);
    }
}

static void row(struct buf *b, const char *what, struct str value)
{
    buf_fmt(b, "| %s | ", what);
    cell(b, value.n ? value : STR("not known"));
    buf_z(b, " |\n");
}

// The observation that carries the answer: the request when it was replayed, else the list.
static const struct observation *answer_of(const struct report *r)
{
    const struct observation *o = observation_find(&r->snap->probes, "request");
    return o && o->status ? o : observation_find(&r->snap->probes, "gateway");
}

static struct str key_text(const struct report *r, struct arena *a)
{
    const struct variable *k = r->inquiry.uses.key;
    if (!k)
        return STR("none set here");
    if (!k->value.last4[0])
        return str_fmt(a, "%.*s, too short to name", STR_ARG(k->name));
    return str_fmt(a, "%.*s, last four %s", STR_ARG(k->name), k->value.last4);
}

static struct str endpoint(const struct observation *o, struct arena *a)
{
    struct url u;
    if (!o || url_parse(o->url, &u) != URL_OK)
        return STR_NONE;
    bool post = str_eq(o->name, STR("request"));
    return str_fmt(a, "%s %.*s", post ? "POST" : "GET", STR_ARG(u.path));
}

static struct str tool(const struct report *r, struct arena *a)
{
    if (!r->client)
        return STR_NONE;
    return str_fmt(a, "%s (%s) %.*s", r->client->title, r->client->id,
                   STR_ARG(r->version_text.n ? r->version_text : STR("version not known")));
}

static void facts(const struct report *r, const struct occasion *o, struct str email, struct buf *b)
{
    const struct observation *answer = answer_of(r);
    struct arena *a = b->a;
    buf_z(b, "| what | value |\n|---|---|\n");
    if (email.n)
        row(b, "account e-mail", email);
    row(b, "request time (UTC)", o->started);
    row(b, "request ID", answer ? answer->request_id : STR_NONE);
    row(b, "model ID", r->inquiry.uses.model);
    row(b, "error code",
        answer && answer->code.n              ? answer->code
        : answer && answer->state == PROBE_OK ? STR("none: the gateway answered")
                                              : STR_NONE);
    row(b, "HTTP status",
        answer && answer->status ? str_fmt(a, "%d", answer->status) : STR("no answer"));
    row(b, "key name or last four", key_text(r, a));
    row(b, "endpoint path", endpoint(answer, a));
    row(b, "base URL", url_public(r->inquiry.uses.base_url, a));
    row(b, "tool and version", tool(r, a));
    row(b, "short non-streaming prompt works",
        observation_find(&r->snap->probes, "request")
            ? (answer && answer->state == PROBE_OK ? STR("yes") : STR("no"))
            : STR("not tried (nexoenv report --request costs balance)"));
    row(b, "verdict", str_of(verdict_name(r->verdict)));
    row(b, "nexoenv", STR(NEXOENV_VERSION));
}

static void findings(const struct report *r, struct buf *b)
{
    buf_z(b, "\n## Findings\n\n");
    if (!r->findings.n)
        buf_z(b, "None.\n");
    for (size_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = &r->findings.items[i];
        buf_fmt(b, "- **%s** %s: ", severity_name(f->severity), f->rule->id);
        cell(b, f->title);
        buf_byte(b, '\n');
        for (size_t k = 0; k < f->evidence.n; k++) {
            buf_z(b, "  - ");
            cell(b, f->evidence.items[k].what);
            buf_z(b, f->evidence.items[k].value.n ? ": " : "");
            cell(b, f->evidence.items[k].value);
            buf_byte(b, '\n');
        }
    }
}

static void probes(const struct report *r, struct buf *b)
{
    bool any = false;
    for (size_t i = 0; i < r->snap->probes.n; i++) {
        const struct observation *o = &r->snap->probes.items[i];
        if (o->state == PROBE_SKIPPED)
            continue;
        if (!any)
            buf_z(
                b,
                "\n## Probes\n\n| probe | way | result | ms | address |\n|---|---|---|---|---|\n");
        any = true;
        buf_z(b, "| ");
        cell(b, o->name);
        buf_z(b, " | ");
        cell(b, o->route);
        buf_fmt(b, " | %s ", o->state == PROBE_OK ? "ok" : probe_stage_name(o->stage));
        cell(b, o->reason);
        if (o->status)
            buf_fmt(b, " HTTP %d", o->status);
        buf_fmt(b, " | %lld | ", (long long)(o->us.total > 0 ? o->us.total / 1000 : 0));
        cell(b, o->address);
        buf_z(b, " |\n");
    }
}

static void missing(const struct report *r, struct buf *b)
{
    if (r->not_checked.n)
        buf_z(b, "\n## Not checked\n\n");
    for (size_t i = 0; i < r->not_checked.n; i++) {
        buf_z(b, "- ");
        cell(b, r->not_checked.items[i].what);
        buf_z(b, ": ");
        cell(b, r->not_checked.items[i].why);
        buf_byte(b, '\n');
    }
}

void render_support(const struct report *r, const struct occasion *o, struct str email,
                    struct buf *b)
{
    buf_z(b, "# NexoRouter support report\n\n");
    cell(b, r->summary);
    buf_z(b, "\n\n");
    facts(r, o, email, b);
    findings(r, b);
    probes(r, b);
    missing(r, b);
    buf_z(b,
          "\nNo key, password, header or request body is in this report. Read it before you send "
          "it.\n");
}
