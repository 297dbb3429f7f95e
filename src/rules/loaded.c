// SPDX-License-Identifier: MIT
// Layer "loaded", rank 10: no usable key arrives where the code runs.
#include "base/shell.h"
#include "parse/names.h"
#include "rules/give.h"
#include "rules/layers.h"
#include "rules/loaded_common.h"
#include "rules/repair.h"
#include "rules/words.h"

// ---- loaded.unset ----

// A manifest says why it has no value: "PROD_KEY is not set in the shell or .env, so ...".
static struct str unset_words(const struct variable *v, struct arena *a)
{
    struct str words = value_words(v ? &v->value : NULL, a);
    bool plain =
        !v || v->value.state == VALUE_SET || !str_present(v->why) || v->origin.kind != ORIGIN_FILE;
    return plain ? words : str_fmt(a, "%.*s: %.*s", STR_ARG(words), STR_ARG(v->why));
}

// The key is there, under a name that a bundler publishes: code on the server reads it without.
static const struct variable *under_prefix(const struct inquiry *q)
{
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        struct str prefix = name_public_prefix(v->name);
        if (str_present(prefix) && accepted_name(q->profile, str_from(v->name, prefix.n)) &&
            key_plausible(&v->value))
            return v;
    }
    return NULL;
}

static struct str unset_fix(const struct inquiry *q, struct str name, const struct variable *public,
                            bool empty)
{
    if (public)
        return str_fmt(q->arena,
                       "Take the prefix off %.*s, and read the key in code that runs on the "
                       "server (key.in-browser-bundle has the command)",
                       STR_ARG(public->name));
    struct str prefix = name_public_prefix(name);
    if (str_present(prefix)) // never a prefix on a secret
        return str_fmt(q->arena,
                       "Make the call in code that runs on the server and read %.*s there: a "
                       "bundler copies what %.*s names into the page",
                       STR_ARG(str_from(name, prefix.n)), STR_ARG(prefix));
    if (empty && q->snap->machine.ci && context_is_here(q->context))
        return str_fmt(q->arena,
                       "Define the secret that the workflow maps to %.*s, where this run may read "
                       "it (repository, environment, protected branch): CI puts an empty text in "
                       "place of one that it does not know",
                       STR_ARG(name));
    return str_fmt(q->arena,
                   "Copy an active key from the dashboard (API Keys) and set %.*s where the code "
                   "runs: %.*s",
                   STR_ARG(name), STR_ARG(give_words(q->context, q->arena)));
}

static void check_unset(const struct rule *rule, struct inquiry *q)
{
    struct str name = main_key_name(q);
    if (!key_missing(q) || accepted_in(q, VALUE_SET))
        return;
    const struct variable *empty = accepted_in(q, VALUE_EMPTY);
    struct finding *f = finding_add(q, rule, name);
    f->title = str_fmt(q->arena, "%.*s is %s in %.*s", STR_ARG(empty ? empty->name : name),
                       empty ? "empty" : "not set", STR_ARG(q->context->name));
    f->playground = STR("an active key of your account");
    f->here = empty ? STR("empty") : STR("not set");
    f->short_text = str_fmt(q->arena, "%.*s is %s", STR_ARG(name), empty ? "empty" : "not set");
    for (size_t i = 0; i < q->profile->key_variables.n; i++) {
        struct str each = q->profile->key_variables.items[i];
        const struct variable *v = variable_find(&q->context->vars, each);
        struct origin nowhere = {.kind = context_is_here(q->context) ? ORIGIN_ENVIRONMENT
                                                                     : ORIGIN_NONE};
        finding_evidence(f, q, each, unset_words(v, q->arena), v ? v->origin : nowhere);
    }
    const struct variable *public = under_prefix(q);
    if (public)
        finding_variable(f, q, public);
    finding_fix(f, q, unset_fix(q, empty ? empty->name : name, public, empty != NULL), STR_NONE);
}

// ---- loaded.not-exported ----

// The prompt hook sees what a child cannot: set in the shell, without the export mark.
static const struct variable *unexported(const struct inquiry *q)
{
    const struct variables *vars = &q->snap->contexts.items[0].vars;
    for (size_t i = 0; i < vars->n; i++)
        if (!vars->items[i].exported && value_is_set(&vars->items[i].value) &&
            accepted_name(q->profile, vars->items[i].name))
            return &vars->items[i];
    return NULL;
}

// Without the hook: an rc file assigns the name, and no line of any exports it.
static const struct rc_assignment *rc_unexported(const struct inquiry *q)
{
    for (size_t i = 0; i < q->profile->key_variables.n; i++) {
        struct str name = q->profile->key_variables.items[i];
        const struct rc_assignment *rc = rc_find(q, name, false);
        if (rc && rc->value.state != VALUE_EMPTY && !rc_find(q, name, true) &&
            !variable_find(&q->context->vars, name))
            return rc;
    }
    return NULL;
}

static void add_unexported(const struct rule *rule, struct inquiry *q, const struct variable *v)
{
    struct finding *f = finding_add(q, rule, v->name);
    f->title = str_fmt(q->arena, "%.*s is set in this shell, but not exported: no program sees it",
                       STR_ARG(v->name));
    f->short_text = str_fmt(q->arena, "%.*s is set but not exported", STR_ARG(v->name));
    f->here = STR("set, not exported");
    finding_variable(f, q, v);
    finding_fix(f, q, str_fmt(q->arena, "Export it: export %.*s", STR_ARG(v->name)),
                str_fmt(q->arena, "export %.*s", STR_ARG(v->name)));
}

enum rc_syntax { RC_POSIX, RC_FISH, RC_FISH_UNIVERSAL, RC_CSH };

static enum rc_syntax rc_syntax(struct str file)
{
    if (str_ends(file, STR("fish_variables")))
        return RC_FISH_UNIVERSAL; // fish's own: it writes over what others write there
    if (str_ends(file, STR(".fish")))
        return RC_FISH;
    return str_has(file, STR("csh")) ? RC_CSH : RC_POSIX;
}

static struct str how_to_export(const struct rc_assignment *rc, struct str place, struct inquiry *q)
{
    struct arena *a = q->arena;
    struct str copy = repair_copy_words(q, rc->loc.file);
    switch (rc_syntax(rc->loc.file)) {
    case RC_FISH_UNIVERSAL:
        return str_fmt(a, "Let fish export it with set -Ux%.*s, and export it in this shell",
                       STR_ARG(copy));
    case RC_FISH:
        return str_fmt(a, "Write set -gx in front of %.*s in %.*s%.*s, and export it in this shell",
                       STR_ARG(rc->name), STR_ARG(place), STR_ARG(copy));
    case RC_CSH:
        return str_fmt(a, "Write setenv in place of set in %.*s, and set it in this shell",
                       STR_ARG(place));
    case RC_POSIX: break;
    }
    return str_fmt(a, "Put export before %.*s in %.*s%.*s, and export it in this shell",
                   STR_ARG(rc->name), STR_ARG(place), STR_ARG(copy));
}

static struct str universal_command(const struct inquiry *q, const struct rc_assignment *rc)
{
    struct str keep = repair_keep(q, rc->loc.file), name = rc->name;
    if (!str_present(keep))
        return STR_NONE;
    return str_fmt(
        q->arena, "%.*s && fish -c 'set -Ux %.*s $%.*s' && export %.*s=\"$(fish -c 'echo $%.*s')\"",
        STR_ARG(keep), STR_ARG(name), STR_ARG(name), STR_ARG(name), STR_ARG(name));
}

// How the file's shell writes it; setenv of the C shells is a person's to write.
static struct str export_command(const struct inquiry *q, const struct rc_assignment *rc)
{
    enum rc_syntax syntax = rc_syntax(rc->loc.file);
    if (syntax == RC_CSH || !shell_name(rc->name))
        return STR_NONE;
    if (syntax == RC_FISH_UNIVERSAL)
        return universal_command(q, rc);
    // Before the name, which need not begin the line; readonly and its like give way.
    struct str sed = str_fmt(q->arena,
                             "{s/%.*s=/export &/;s/readonly export /export /;"
                             "s/declare export /export /;s/typeset export /export /;}",
                             STR_ARG(rc->name));
    if (syntax == RC_FISH)
        sed = str_fmt(q->arena, "s/set\\( -[A-Za-z-]*\\)* *%.*s /set -gx %.*s /", STR_ARG(rc->name),
                      STR_ARG(rc->name));
    struct str edit = repair_line(q, rc->loc, str_z(sed, q->arena));
    // A shell that read the file before has the value; any other takes it from the line.
    bool literal = rc->value.state == VALUE_SET && !(rc->value.facts & KEY_UNEXPANDED);
    struct str here = literal ? repair_take(q, rc->name, rc->loc)
                              : str_fmt(q->arena, "export %.*s", STR_ARG(rc->name));
    return str_present(edit) ? str_fmt(q->arena, "%.*s && %.*s", STR_ARG(edit), STR_ARG(here))
                             : edit;
}

static void check_not_exported(const struct rule *rule, struct inquiry *q)
{
    const struct variable *v = unexported(q);
    if (!key_missing(q) || !context_is_here(q->context))
        return;
    if (v) {
        add_unexported(rule, q, v);
        return;
    }
    const struct rc_assignment *rc = rc_unexported(q);
    if (rc == NULL)
        return;
    struct origin o = origin_file(rc->loc);
    struct str place = origin_text(&o, q->arena);
    struct finding *f = finding_add(q, rule, rc->name);
    f->title = str_fmt(q->arena, "%.*s is assigned in %.*s without export: no program sees it",
                       STR_ARG(rc->name), STR_ARG(place));
    f->short_text =
        str_fmt(q->arena, "%.*s is not exported (%.*s)", STR_ARG(rc->name), STR_ARG(place));
    f->here = STR("assigned, not exported");
    finding_evidence(f, q, rc->name, value_words(&rc->value, q->arena), o);
    finding_place(f, &o);
    finding_fix(f, q, how_to_export(rc, place, q), export_command(q, rc));
}

const struct rule loaded_rules[] = {
    {.id = "loaded.unset",
     .rank = 10,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "no accepted key variable is set in this context, and none of the loaded files "
              "supplies it",
     .why =
         "Python stops with KeyError or \"Missing credentials\", JavaScript sends undefined, and "
         "curl sends \"Authorization: Bearer \" with nothing after it, which the gateway answers "
         "with invalid_api_key.",
     .escape = DASHBOARD,
     .explain =
         "Look at the context that runs the code, not at another terminal: nexoenv doctor "
         "names the one it inspected, --context another. Set NEXOROUTER_API_KEY there, or "
         "OPENAI_API_KEY together with OPENAI_BASE_URL for tools that know only those names.",
     .check = check_unset},
    {.id = "loaded.not-exported",
     .rank = 10,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "the shell has the variable but does not export it, so no program sees it",
     .why = "echo prints the value, because the shell itself knows it; a program that is started "
            "from the shell gets only what is exported.",
     .escape = DASHBOARD,
     .explain = "Check with: env | grep -c '^NEXOROUTER_API_KEY='. Export it (fish: set -gx), and "
                "put export before the assignment in the rc file.",
     .check = check_not_exported},
};
const size_t loaded_rules_n = sizeof(loaded_rules) / sizeof(loaded_rules[0]);
