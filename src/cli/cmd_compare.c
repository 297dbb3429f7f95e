// SPDX-License-Identifier: MIT
// compare: contexts side by side with the Playground, or one call of the user's own.
#include "cli/session.h"

#include "parse/keyfacts.h"
#include "parse/names.h"

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
static int choose(struct invocation *inv, const struct session *s, struct strs *names)
{
    for (size_t i = 0; i < inv->arg_count; i++) {
        int status = session_check_context(inv, s, inv->args[i]);
        if (status)
            return status;
        strs_add(names, inv->args[i], inv->arena);
    }
    if (s->asked.context.n && !strs_have(names, s->asked.context))
        strs_add(names, s->asked.context, inv->arena);
    for (size_t i = 0;
         i < s->snap.contexts.n && names->n < 16 && inv->arg_count == 0 && !s->asked.context.n; i++)
        strs_add(names, s->snap.contexts.items[i].name, inv->arena);
    return 0;
}

int cmd_compare(struct invocation *inv)
{
    struct session *s = arena_one(inv->arena, struct session);
    int status = session_open(inv, GATHER_DOCTOR, s);
    struct strs names = {0};
    if (!status)
        status = check_show(inv, s);
    if (!status)
        status = choose(inv, s, &names);
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
    struct buf b = buf_in(inv->arena);
    if (inv->opt.format == FORMAT_JSON)
        render_compare_json(reports, names.n, inv->opt.show, &b);
    else
        render_compare_term(reports, names.n, inv->opt.show, &inv->style, &b);
    cli_out(buf_str(&b));
    return STATUS_OK;
}
