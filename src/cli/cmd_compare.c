// SPDX-License-Identifier: MIT
// compare: contexts side by side with the Playground, or one call of the user's own.
#include "cli/session.h"

#include "parse/keyfacts.h"
#include "parse/names.h"
#include "rules/calls.h"

// --show prints a value in full: never a key, nothing with credentials in it (DESIGN 8).
static int check_show(struct invocation *inv, const struct session *s)
{
    struct str name = inv->opt.show;
    if (!name.n)
        return 0;
    enum name_role role = name_role(name);
    if (role == NAME_IRRELEVANT)
        return cli_usage(inv, "--show %.*s: this variable is not looked at", STR_ARG(name));
    if (role == NAME_KEY || role == NAME_FOREIGN_KEY || role == NAME_KEY_NEAR ||
        role == NAME_PUBLIC_KEY || role == NAME_HEADERS)
        return cli_usage(inv, "--show %.*s: keys are never shown", STR_ARG(name));
    for (size_t c = 0; c < s->snap.contexts.n; c++) {
        const struct variable *v = variable_find(&s->snap.contexts.items[c].vars, name);
        if (v && value_is_set(&v->value) &&
            (v->value.class != VALUE_PLAIN || key_like(v->value.text, NULL) ||
             str_chr(v->value.text, '@') != STR_NOWHERE))
            return cli_usage(inv, "--show %.*s: its value holds, or may hold, a login or a key",
                             STR_ARG(name));
    }
    return 0;
}

// The contexts that were named, else the shell and all that the project shows.
static int choose(struct invocation *inv, const struct session *s, struct strs *names,
                  struct compared *rest)
{
    enum { CONTEXTS_MAX = 16 };
    for (size_t i = 0; i < inv->arg_count; i++) {
        int status = session_check_context(inv, s, inv->args[i]);
        if (status)
            return status;
        strs_add(names, inv->args[i], inv->arena);
    }
    if (s->asked.context.n && !strs_have(names, s->asked.context))
        strs_add(names, s->asked.context, inv->arena);
    for (size_t i = 0; i < s->snap.contexts.n && inv->arg_count == 0 && !s->asked.context.n; i++) {
        const struct context *c = &s->snap.contexts.items[i];
        bool unread = c->kind == CONTEXT_MANIFEST && c->state == SEEN_PARTIAL && !c->vars.n;
        struct strs *list = unread                    ? &rest->unread
                            : !context_calls(c)       ? &rest->idle
                            : names->n < CONTEXTS_MAX ? names
                                                      : &rest->beyond;
        strs_add(list,
                 unread ? str_fmt(inv->arena, "%.*s (%.*s)", STR_ARG(c->name), STR_ARG(c->detail))
                        : c->name,
                 inv->arena);
    }
    return 0;
}

// The client that the snippet is written for, unless --for says another.
static struct str client_of(const struct snippet *snip)
{
    if (snip->client)
        return str_of(snip->client);
    switch (snip->language) {
    case SNIPPET_CURL: return STR("curl");
    case SNIPPET_PYTHON: return STR("python-openai");
    case SNIPPET_JAVASCRIPT: return STR("node-openai");
    }
    return STR_NONE;
}

// A key that is written out in the snippet stands in a context of its own: this shell's, with the
// snippet's key. Only facts of it and its last four characters are known here.
static void add_literal_key(struct session *s, const struct snippet *snip, struct arena *a)
{
    struct context c = *(s->asked.context.n ? context_find(&s->snap, s->asked.context)
                                            : &s->snap.contexts.items[0]);
    struct variables vars = {0};
    struct variable key = {.name = s->profile.key_variables.items[0], .exported = true};
    key.value = (struct value){.state = VALUE_SET, .class = VALUE_SECRET, .text = STR("x")};
    key.value.facts = snip->key_facts;
    key.value.length = snip->key_length;
    key.origin = (struct origin){.kind = ORIGIN_FILE, .loc = snip->key_loc};
    memcpy(key.value.last4, snip->key_last4, sizeof key.value.last4);
    *arena_push(&vars, a) = key;
    for (size_t i = 0; i < c.vars.n; i++)
        if (!str_eq(c.vars.items[i].name, key.name))
            *arena_push(&vars, a) = c.vars.items[i];
    c.vars = vars;
    c.name = STR("snippet");
    c.kind = CONTEXT_SHELL;
    *arena_push(&s->snap.contexts, a) = c;
    s->asked.context = c.name;
}

// The call says itself which variable it reads, and no other is of use to it.
static void take_key_variable(struct session *s, const struct snippet *snip, struct arena *a)
{
    struct strs only = {0};
    if (snip->key_variable.n == 0)
        return;
    strs_add(&only, snip->key_variable, a);
    s->profile.key_variables = only;
}

// Read before anything is gathered: the variable that it names is looked at too.
static int open_snippet(struct invocation *inv, struct snippet *snip)
{
    if (!inv->opt.snippet.n)
        return 0;
    if (inv->arg_count)
        return cli_usage(inv, "--snippet compares one call: name its context with --context");
    int status = session_snippet(inv, inv->opt.snippet, snip);
    if (status)
        return status;
    name_accept(snip->key_variable, NAME_KEY);
    name_accept(snip->base_url_variable, NAME_BASE_URL);
    return 0;
}

static int compare_snippet(struct invocation *inv, struct session *s, struct snippet *snip)
{
    take_key_variable(s, snip, inv->arena);
    if (!s->asked.clients.n)
        strs_add(&s->asked.clients, client_of(snip), inv->arena);
    if (snip->key_literal)
        add_literal_key(s, snip, inv->arena);
    s->asked.snippet = snip;
    s->asked.offline = true;
    struct report r = judge(&s->snap, &s->profile, &s->asked, inv->arena);
    session_stop_clock(inv, s);
    session_print(inv, s, &r, 1);
    return STATUS_OK;
}

int cmd_compare(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    struct snippet *snip = arena_one(inv->arena, struct snippet);
    struct strs names = {0};
    struct compared all = {.show = inv->opt.show};
    int status = open_snippet(inv, snip);
    if (!status)
        status = session_open(inv, GATHER_DOCTOR, s);
    if (!status)
        status = check_show(inv, s);
    if (!status && inv->opt.snippet.n)
        return compare_snippet(inv, s, snip);
    if (!status)
        status = choose(inv, s, &names, &all);
    if (status)
        return status;
    struct report *reports = arena_many(inv->arena, struct report, names.n + 1);
    for (size_t i = 0; i < names.n; i++) {
        struct asked *asked = arena_one(inv->arena, struct asked);
        *asked = s->asked;
        asked->context = names.items[i];
        asked->offline = true;
        reports[i] = judge(&s->snap, &s->profile, asked, inv->arena);
    }
    all.items = reports;
    all.n = names.n;
    struct buf b = buf_in(inv->arena);
    if (inv->opt.format == FORMAT_JSON)
        render_compare_json(&all, &b);
    else
        render_compare_term(&all, &inv->style, &b);
    cli_out(buf_str(&b));
    return STATUS_OK;
}
