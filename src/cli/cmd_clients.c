// SPDX-License-Identifier: MIT
// clients: what each client would do here, side by side, and what makes the difference.
#include "cli/session.h"

#include "rules/decide.h"
#include "rules/differs.h"
#include "rules/words.h"

// What a screen shows when nothing is asked for by name: the usual ones, and the project's.
static const char *const usual[] = {
    "curl",        "python-openai", "python-requests", "python-httpx",
    "node-openai", "node-fetch",    "node-axios",      "go"};

struct chosen {
    const struct client *client;
    struct version version, runtime;
};

struct choices {
    struct chosen *items;
    size_t n, cap;
};

static void choose(const struct session *s, struct choices *list, struct chosen c, struct arena *a)
{
    for (size_t i = 0; i < list->n && c.client; i++)
        if (list->items[i].client == c.client && !c.version.known)
            return;
    if (!c.client)
        return;
    project_versions(&s->snap, c.client, &c.version, &c.runtime);
    struct chosen *slot = arena_push(list, a);
    *slot = c;
}

static struct choices choices_of(struct invocation *inv, const struct session *s)
{
    struct choices list = {0};
    bool all = inv->opt.verbose || inv->opt.format == FORMAT_JSON;
    for (size_t i = 0; i < inv->opt.clients.n; i++) {
        struct chosen c = {0};
        if (client_choose(inv->opt.clients.items[i], &c.client, &c.version, &c.runtime))
            choose(s, &list, c, inv->arena);
    }
    if (inv->opt.clients.n)
        return list;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        choose(s, &list, (struct chosen){.client = client_find(str_of(usual[i]))}, inv->arena);
    for (size_t i = 0; i < s->snap.project.clients.n; i++) {
        const struct client *c = client_find(s->snap.project.clients.items[i].id);
        choose(s, &list, (struct chosen){.client = c}, inv->arena);
    }
    for (size_t i = 0; all && i < client_count(); i++)
        choose(s, &list, (struct chosen){.client = client_at(i)}, inv->arena);
    return list;
}

// --url asks about another address than the one the code would call.
static void ask_about(struct inquiry *q, struct str url)
{
    struct changes none = {0};
    if (!url.n)
        return;
    q->call.url = url;
    struct prediction *p = arena_one(q->arena, struct prediction);
    *p = what_if(q, q->client, &none);
    q->here = p;
}

static struct inquiry *inquire(struct invocation *inv, const struct session *s,
                               const struct report *view, const struct chosen *c)
{
    const struct context *context =
        view->asked->context.n ? view->context : context_for(view->snap, c->client, false);
    struct inquiry *q = arena_one(inv->arena, struct inquiry);
    *q = inquiry_make(view, c->client, c->version, c->runtime, context, inv->arena);
    (void)s;
    ask_about(q, inv->opt.url);
    return q;
}

// Who brings no base URL is asked for the one in the first line.
static void ask_for_shown(struct inquiry *q, struct str url)
{
    if (!q->call.url.n && !q->here->base_url.n && !str_present(q->here->base_url_error))
        ask_about(q, url);
}

// No way leads to a URL that cannot be used; with the right one there would be this way.
static void show_the_way(struct inquiry *q)
{
    struct changes none = {0};
    if (q->call.url.n || !str_present(q->here->base_url_error))
        return;
    struct prediction *p = arena_one(q->arena, struct prediction);
    *p = what_if_url(q, q->client, &none, q->profile->base_url);
    p->base_url = q->here->base_url;
    p->base_url_from = q->here->base_url_from;
    p->base_url_error = q->here->base_url_error;
    q->here = p;
}

static struct str url_of(const struct invocation *inv, const struct session *s,
                         const struct inquiry *first)
{
    if (inv->opt.url.n)
        return inv->opt.url;
    if (first->here->base_url.n)
        return first->here->base_url;
    return s->profile.base_url;
}

int cmd_clients(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_TOOLS, s);
    if (status)
        return status;
    struct choices list = choices_of(inv, s);
    struct report view = {.snap = &s->snap, .profile = &s->profile, .asked = &s->asked};
    choose_client(&view);
    choose_context(&view);
    struct client_row *rows = arena_many(inv->arena, struct client_row, list.n + 1);
    struct inquiry *first = NULL;
    for (size_t i = 0; i < list.n; i++) {
        struct inquiry *q = inquire(inv, s, &view, &list.items[i]);
        first = first ? first : q;
        ask_for_shown(q, url_of(inv, s, first));
        if (inv->opt.format != FORMAT_JSON)
            show_the_way(q);
        rows[i] = client_differs(first, q);
        rows[i].assumed = !list.items[i].version.known;
    }
    struct buf b = buf_in(inv->arena);
    struct str url = url_of(inv, s, first);
    if (inv->opt.format == FORMAT_JSON)
        render_clients_json(rows, list.n, url, &b);
    else
        render_clients_term(rows, list.n, url, inv->opt.url.n > 0, &inv->style, &b);
    cli_out(buf_str(&b));
    return STATUS_OK;
}
