// SPDX-License-Identifier: MIT
// explain: a finding id, a code of the gateway, or an error text on stdin. The text is never
// repeated: it may hold a key.
#include "cli/session.h"
#include "rules/symptoms.h"

#include <unistd.h>

static const struct gateway_code *code_find(const struct profile *p, struct str code)
{
    for (size_t i = 0; i < p->codes.n; i++)
        if (str_eq_icase(p->codes.items[i].code, code))
            return &p->codes.items[i];
    return NULL;
}

static int explain_text(struct invocation *inv)
{
    struct str text = os_read_input(OS_FILE_MAX, secrets_arena(inv->secrets));
    if (!str_present(text))
        return cli_usage(inv, "standard input cannot be read");
    struct symptom_matches found = symptoms_read(text, inv->arena);
    struct buf b = buf_in(inv->arena);
    if (inv->opt.format == FORMAT_JSON)
        render_symptoms_json(found.items, found.n, &b);
    else
        render_symptoms_term(found.items, found.n, &inv->style, &b);
    cli_out(buf_str(&b));
    return found.n ? STATUS_OK : STATUS_USAGE;
}

// The nearest finding id or gateway code, for a mistyped one.
static struct str near_to(const struct profile *p, struct str word)
{
    size_t best = word.n > 8 ? 4 : 3;
    struct str near = STR_NONE;
    for (size_t i = 0; i < rule_count() + p->codes.n; i++) {
        struct str name =
            i < rule_count() ? str_of(rule_at(i)->id) : p->codes.items[i - rule_count()].code;
        size_t distance = str_distance(word, name, best);
        // "crlf" for "key.crlf"
        size_t dot = str_chr(name, '.');
        if (dot != STR_NOWHERE && str_eq(str_from(name, dot + 1), word))
            distance = 0;
        if (distance < best)
            best = distance, near = name;
    }
    return near;
}

static int unknown(struct invocation *inv, const struct profile *p)
{
    // What was typed may be an error text with a key in it: only a plain word is said again.
    struct str word = inv->args[0], near = near_to(p, word);
    bool plain = word.n <= 40;
    for (size_t i = 0; i < word.n; i++)
        plain &= byte_is_alnum(word.p[i]) || strchr("._-", word.p[i]);
    plain &= str_present(near);
    if (plain)
        return cli_usage(inv, "nothing is known of that; did you mean '%.*s'?", STR_ARG(near));
    return cli_usage(inv, "nothing is known of that: neither a finding (nexoenv rules) nor a code "
                          "of the gateway; an error text goes to nexoenv explain -");
}

int cmd_explain(struct invocation *inv)
{
    if (inv->arg_count == 0 && os_is_tty(STDIN_FILENO))
        return cli_usage(inv, "explain what? A finding, a code of the gateway, or - and an error "
                              "text on standard input");
    if (inv->arg_count == 0 || str_eq(inv->args[0], STR("-")))
        return explain_text(inv);
    struct session *s = arena_one(inv->arena, struct session);
    session_paths(inv, GATHER_STATUS, s);
    int status = session_config(inv, s);
    if (!status)
        status = session_profile(inv, s);
    if (status)
        return status;
    const struct rule *rule = rule_find(inv->args[0]);
    const struct gateway_code *code = rule ? NULL : code_find(&s->profile, inv->args[0]);
    if (!rule && !code)
        return unknown(inv, &s->profile);
    struct buf b = buf_in(inv->arena);
    bool json = inv->opt.format == FORMAT_JSON;
    if (rule && json)
        render_explain_rule_json(rule, &b);
    else if (rule)
        render_explain_rule_term(rule, &inv->style, &b);
    else if (json)
        render_explain_code_json(code, &b);
    else
        render_explain_code_term(code, &inv->style, &b);
    cli_out(buf_str(&b));
    return STATUS_OK;
}
