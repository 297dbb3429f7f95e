// SPDX-License-Identifier: MIT
// The key that code gives a call: written out, damaged or not, or taken from elsewhere.
#include "base/shell.h"
#include "parse/keyfacts.h"
#include "parse/source_impl.h"

// What no program could mean to send. Other texts ("local", "x") may be meant for another server.
enum {
    DAMAGE = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_LEADING_BLANK |
             KEY_TRAILING_BLANK | KEY_TRAILING_LF | KEY_TRAILING_CR | KEY_INNER_BLANK |
             KEY_INNER_NEWLINE | KEY_CONTROL | KEY_NON_ASCII | KEY_QUOTED | KEY_BEARER | KEY_URL |
             KEY_ASSIGNMENT,
};

static void add_key(struct source_reader *r, struct str name, struct str text, bool ours,
                    struct loc loc)
{
    struct value v = value_read(STR("NEXOROUTER_API_KEY"), text, r->scratch);
    if (v.state != VALUE_SET || (v.facts != KEY_LOOKS_REAL && !(ours && v.facts & DAMAGE)))
        return;
    v.text = str_dup(v.text, r->a);
    source_add(r, (struct source_fact){.kind = SOURCE_KEY,
                                       .text = str_of(v.last4),
                                       .url = name,
                                       .number = (double)v.length,
                                       .value = v,
                                       .loc = loc});
}

void source_key(struct source_reader *r, struct str text, bool ours, struct loc loc)
{
    add_key(r, STR(""), text, ours, loc);
}

void source_key_set(struct source_reader *r, struct str name, struct str text, struct loc loc)
{
    add_key(r, name, text, r->gateway, loc);
}

void source_header(struct source_reader *r, struct str text, struct loc loc)
{
    struct str scheme = STR("Bearer ");
    if (!str_starts_icase(text, scheme))
        return;
    if (text.n == scheme.n || str_has(text, STR("%s")) || str_has(text, STR("{}")))
        source_key_elsewhere(r, STR(""), STR(""), loc); // a format, or one half of a text
    else
        source_key(r, str_from(text, scheme.n), r->gateway, loc);
}

static void once_a_file(struct source_reader *r, struct source_fact fact)
{
    for (size_t i = 0; i < r->out->n; i++) {
        const struct source_fact *f = &r->out->items[i];
        if (f->kind == fact.kind && f->number == fact.number && str_eq(f->text, fact.text) &&
            str_eq(f->url, fact.url) && str_eq(f->loc.file, r->path))
            return;
    }
    source_add(r, fact);
}

void source_key_elsewhere(struct source_reader *r, struct str name, struct str url, struct loc loc)
{
    once_a_file(r, (struct source_fact){
                       .kind = SOURCE_KEY_ELSEWHERE, .text = name, .url = url, .loc = loc});
}

void source_key_default(struct source_reader *r, struct str own, bool gateway, struct loc loc)
{
    once_a_file(r, (struct source_fact){.kind = SOURCE_KEY_DEFAULT,
                                        .text = own,
                                        .number = gateway ? 1 : 0,
                                        .url = STR(""),
                                        .loc = loc});
}

const struct source_fact *source_key_variable(const struct source_fact *facts, size_t n)
{
    const struct source_fact *found = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct source_fact *f = &facts[i];
        if (f->kind == SOURCE_KEY)
            return NULL;
        if (f->kind != SOURCE_KEY_ELSEWHERE && f->kind != SOURCE_KEY_DEFAULT)
            continue;
        if (!shell_name(f->text) || (found && !str_eq(f->text, found->text)))
            return NULL;
        if (!found || f->kind == SOURCE_KEY_ELSEWHERE)
            found = f;
    }
    return found && found->kind == SOURCE_KEY_ELSEWHERE ? found : NULL;
}

// A call in that language reads its key from a variable: is it `name`? True when none is seen.
static bool is_read(const struct source_fact *facts, size_t n, struct str name, struct str language)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const struct source_fact *f = &facts[i];
        bool reads = f->kind == SOURCE_KEY_ELSEWHERE || f->kind == SOURCE_KEY_DEFAULT;
        if (!reads || !f->text.n || !str_eq(source_language(f->loc.file), language))
            continue;
        if (str_eq(f->text, name))
            return true;
        any = true;
    }
    return !any;
}

// A file of settings is nobody's alone.
static bool concerns(const struct source_fact *f, struct str language)
{
    struct str own = source_language(f->loc.file);
    return own.n == 0 || str_eq(own, language);
}

const struct source_fact *source_key_filled(const struct source_fact *facts, size_t n,
                                            struct str language)
{
    for (size_t i = 0; i < n; i++)
        if (facts[i].kind == SOURCE_KEY_FILLED && concerns(&facts[i], language) &&
            (facts[i].number == 1 || is_read(facts, n, facts[i].text, language)))
            return &facts[i];
    return NULL;
}
