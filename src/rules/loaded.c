// SPDX-License-Identifier: MIT
// Layer "loaded", rank 10: no usable key arrives where the code runs.
#include "base/shell.h"
#include "parse/names.h"
#include "rules/give.h"
#include "rules/layers.h"
#include "rules/mend.h"
#include "rules/repair.h"
#include "rules/words.h"

#define DASHBOARD "The dashboard supplies the key itself: nothing is copied, loaded or named there."

// The key variable that documented code reads.
static struct str main_name(const struct inquiry *q)
{
    return q->profile->key_variables.items[0];
}

// Nothing accepted is set, and the context is one where that means something.
static bool key_missing(const struct inquiry *q)
{
    return q->uses.key == NULL && !context_may_have_more(q->context);
}

// A variable of an accepted name, in the context, in that state.
static const struct variable *accepted_in(const struct inquiry *q, enum value_state state)
{
    for (size_t i = 0; i < q->profile->key_variables.n; i++) {
        const struct variable *v =
            variable_find(&q->context->vars, q->profile->key_variables.items[i]);
        if (v && v->exported && v->value.state == state)
            return v;
    }
    return NULL;
}

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

static struct str unset_fix(const struct inquiry *q, struct str name, const struct variable *public)
{
    if (public)
        return str_fmt(q->arena,
                       "Take the prefix off %.*s, and read the key in code that runs on the "
                       "server (key.in-browser-bundle has the command)",
                       STR_ARG(public->name));
    return str_fmt(q->arena,
                   "Copy an active key from the dashboard (API Keys) and set %.*s where the code "
                   "runs: %.*s",
                   STR_ARG(name), STR_ARG(give_words(q->context, q->arena)));
}

static void check_unset(const struct rule *rule, struct inquiry *q)
{
    struct str name = main_name(q);
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
    finding_fix(f, q, unset_fix(q, name, public), STR_NONE);
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

// ---- loaded.wrong-name ----

// A variable, an option or the code names the gateway. Without that an API_KEY is anybody's, and
// must not be offered to this one.
static bool url_names_the_gateway(const struct inquiry *q)
{
    enum origin_kind from = q->uses.base_url_origin.kind;
    return str_present(q->uses.base_url) && from != ORIGIN_PROFILE && from != ORIGIN_DEFAULT &&
           host_trusted(q->profile, host_of(q->uses.base_url));
}

// The expected name that this near miss stands for, when that is unset or empty.
static struct str missing_twin(const struct inquiry *q, const struct variable *v)
{
    struct str twin = q->asked->snippet ? main_name(q) : name_near_of(v->name);
    if (!str_present(twin) || (str_eq(v->name, STR("API_KEY")) && !url_names_the_gateway(q)))
        return STR_NONE;
    // A client that reads no key variable itself is given the documented one by the code.
    struct changes c = {0};
    change_add(&c, CHANGE_SET, twin, STR("x"));
    if (!str_present(what_if(q, q->client, &c).key_from) && !accepted_in(q, VALUE_EMPTY))
        twin = q->profile->key_variables.items[0];
    const struct variable *have = variable_find(&q->context->vars, twin);
    return have && value_is_set(&have->value) ? STR_NONE : twin;
}

static void rename_in_file(struct finding *f, struct inquiry *q, const struct variable *v,
                           struct str twin)
{
    struct arena *a = q->arena;
    struct str sed = str_fmt(a, "s/%.*s/%.*s/", STR_ARG(v->name), STR_ARG(twin));
    finding_fix(f, q,
                str_fmt(a, "Rename it to %.*s in %.*s%.*s", STR_ARG(twin),
                        STR_ARG(origin_text(&v->origin, a)),
                        STR_ARG(repair_copy_words(q, v->origin.loc.file))),
                repair_line(q, v->origin.loc, str_z(sed, a)));
}

static void copy_in_shell(struct finding *f, struct inquiry *q, const struct variable *v,
                          struct str twin)
{
    struct arena *a = q->arena;
    const struct rc_assignment *rc = rc_find(q, v->name, true);
    struct origin o = rc ? origin_file(rc->loc) : v->origin;
    finding_fix(f, q,
                str_fmt(a, "Set %.*s from it in this shell, and rename it where it is set%.*s",
                        STR_ARG(twin), STR_ARG(from_words(&o, a))),
                v->origin.kind == ORIGIN_ENVIRONMENT ? repair_copy(q, twin, v->name) : STR_NONE);
}

static void read_in_call(struct finding *f, struct inquiry *q, const struct variable *v)
{
    struct origin o = origin_file(q->asked->snippet->key_loc);
    finding_fix(f, q,
                str_fmt(q->arena, "Let the call read %.*s (%.*s)", STR_ARG(v->name),
                        STR_ARG(origin_text(&o, q->arena))),
                STR_NONE);
}

static void add_wrong_name(const struct rule *rule, struct inquiry *q, const struct variable *v,
                           struct str twin)
{
    const struct snippet *call = q->asked->snippet;
    bool from_file = v->origin.kind == ORIGIN_FILE;
    struct finding *f = finding_add(q, rule, v->name);
    f->title = str_fmt(q->arena, "The key stands under %.*s, but %s %.*s", STR_ARG(v->name),
                       call ? "the call reads" : "programs read", STR_ARG(twin));
    f->short_text = str_fmt(q->arena, "%.*s should be %.*s", STR_ARG(v->name), STR_ARG(twin));
    f->playground = twin;
    f->here = v->name;
    finding_variable(f, q, v);
    finding_evidence(f, q, twin, STR("not set"), (struct origin){.kind = ORIGIN_ENVIRONMENT});
    if (from_file && !call)
        rename_in_file(f, q, v, twin);
    else if (!from_file)
        copy_in_shell(f, q, v, twin);
    if (call)
        read_in_call(f, q, v);
}

// A near miss; for a call that names its variable, any other name of a key as well.
static bool meant_as_key(const struct inquiry *q, struct str name)
{
    enum name_role role = name_role(name);
    return role == NAME_KEY_NEAR || (q->asked->snippet && role == NAME_KEY);
}

// A line of a dotenv file under a near miss: no loader could make a key of it.
static void wrong_name_in_files(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        for (size_t j = 0; !file->is_template && j < file->n; j++) {
            const struct dotenv_entry *e = &file->items[j];
            const struct value *v = entry_value(e);
            if (!e->last || v == NULL || name_role(e->name) != NAME_KEY_NEAR ||
                !shell_name(e->name) || !key_plausible(v) || !(v->facts & KEY_LOOKS_REAL) ||
                variable_find(&q->context->vars, e->name))
                continue;
            struct variable line = {.name = e->name, .value = *v, .origin = origin_file(e->loc)};
            struct str twin = missing_twin(q, &line);
            if (str_present(twin))
                add_wrong_name(rule, q, &line, twin);
        }
    }
}

static void check_wrong_name(const struct rule *rule, struct inquiry *q)
{
    if (!key_missing(q) || accepted_in(q, VALUE_SET))
        return;
    if (key_entry_find(q, false).file == NULL)
        wrong_name_in_files(rule, q);
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        if (!meant_as_key(q, v->name) || !key_plausible(&v->value) ||
            !(v->value.facts & KEY_LOOKS_REAL) || !shell_name(v->name))
            continue;
        struct str twin = missing_twin(q, v);
        if (str_present(twin))
            add_wrong_name(rule, q, v, twin);
    }
}

// ---- loaded.shadowed-by-empty ----

// What a dotenv file holds for the name, when an empty variable stands before it.
static const struct value *hidden_value(const struct inquiry *q, const struct variable *v,
                                        struct loc *where)
{
    if (v->hidden && key_plausible(&v->hidden->value)) {
        *where = v->hidden->origin.loc;
        return &v->hidden->value;
    }
    // What a manifest sets does not stand before this machine's files.
    for (size_t i = 0; context_is_here(q->context) && i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        for (size_t j = 0; !file->is_template && j < file->n; j++) {
            const struct value *have = entry_value(&file->items[j]);
            if (str_eq(file->items[j].name, v->name) && have && key_plausible(have)) {
                *where = file->items[j].loc;
                return have;
            }
        }
    }
    return NULL;
}

static void fix_empty(struct finding *f, struct inquiry *q, const struct variable *v)
{
    struct arena *a = q->arena;
    if (v->origin.kind == ORIGIN_FILE && !context_is_here(q->context)) {
        finding_fix(f, q,
                    str_fmt(a, "Fill or remove it in %.*s: %.*s",
                            STR_ARG(origin_text(&v->origin, a)),
                            STR_ARG(give_words(q->context, a))),
                    STR_NONE);
        return;
    }
    if (v->origin.kind == ORIGIN_FILE) {
        finding_fix(f, q,
                    str_fmt(a, "Take the empty line out of %.*s%.*s",
                            STR_ARG(origin_text(&v->origin, a)),
                            STR_ARG(repair_copy_words(q, v->origin.loc.file))),
                    repair_line(q, v->origin.loc, "s/^/# /"));
        return;
    }
    const struct rc_assignment *rc = rc_find(q, v->name, true);
    struct origin o = rc ? origin_file(rc->loc) : v->origin;
    finding_fix(f, q,
                str_fmt(a,
                        "Unset it (setting it to \"\" is not the same), and remove the empty "
                        "assignment where it is made%.*s",
                        STR_ARG(from_words(&o, a))),
                v->origin.kind == ORIGIN_ENVIRONMENT ? repair_unset(q, v->name) : STR_NONE);
}

static void check_shadowed_by_empty(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *v = &q->context->vars.items[i];
        bool relevant = accepted_name(q->profile, v->name) || name_role(v->name) == NAME_BASE_URL;
        struct loc where = {0};
        if (v->value.state != VALUE_EMPTY || !relevant)
            continue;
        const struct value *hidden = hidden_value(q, v, &where);
        if (hidden == NULL || q->snap->machine.ci_fork)
            continue;
        struct origin o = origin_file(where);
        struct finding *f = finding_add(q, rule, v->name);
        f->concerns = q->uses.key == NULL || name_role(v->name) == NAME_BASE_URL;
        f->title = str_fmt(q->arena, "%.*s exists with length 0%.*s and hides the value in %.*s",
                           STR_ARG(v->name), STR_ARG(from_words(&v->origin, q->arena)),
                           STR_ARG(origin_text(&o, q->arena)));
        f->short_text = str_fmt(q->arena, "%.*s is empty and hides %.*s", STR_ARG(v->name),
                                STR_ARG(origin_text(&o, q->arena)));
        f->here = STR("empty");
        finding_variable(f, q, v);
        finding_evidence(f, q, v->name, value_words(hidden, q->arena), o);
        fix_empty(f, q, v);
    }
}

// ---- loaded.template-edited ----

// The real file of the same directory, and its line of that name.
static const struct dotenv_entry *real_entry(const struct inquiry *q, struct key_entry template,
                                             const struct dotenv_file **file)
{
    *file = NULL;
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *f = &q->snap->dotenv.items[i];
        if (f->is_template || !str_eq(dir_of(f->path), dir_of(template.file->path)) ||
            !str_eq(base_of(f->path), STR(".env")))
            continue;
        *file = f;
        for (size_t j = 0; j < f->n; j++)
            if (f->items[j].last && str_eq(f->items[j].name, template.entry->name))
                return &f->items[j];
    }
    return NULL;
}

static struct str fill_from_template(const struct inquiry *q, struct key_entry template,
                                     const struct dotenv_entry *to)
{
    struct str from = repair_path(q, template.file->path);
    if (!str_present(from))
        return STR_NONE;
    // The template's line stands in for the placeholder's; both are read as data.
    struct str script = str_fmt(q->arena, "NR==FNR{if(FNR==%u)l=$0;next}FNR==%u{$0=l}1",
                                (unsigned)template.entry->loc.line, (unsigned)to->loc.line);
    struct str filter = str_fmt(q->arena, "awk '%.*s' %.*s -", STR_ARG(script), STR_ARG(from));
    return repair_rewrite(q, to->loc.file, filter);
}

static void fix_template(struct finding *f, struct inquiry *q, struct key_entry template,
                         const struct dotenv_file *file, const struct dotenv_entry *to)
{
    struct arena *a = q->arena;
    struct str dir = dir_of(template.file->path);
    struct str env = str_eq(dir, STR(".")) ? STR(".env") : str_fmt(a, "%.*s/.env", STR_ARG(dir));
    struct str from = repair_path(q, template.file->path), at = repair_path(q, env);
    if (file == NULL) {
        finding_fix(f, q,
                    str_fmt(a,
                            "Copy %.*s to %.*s, then put the placeholder back into the template "
                            "(if git tracks it, treat the key as leaked)",
                            STR_ARG(template.file->path), STR_ARG(env)),
                    str_present(from) && str_present(at)
                        ? str_fmt(a, "cp -p %.*s %.*s", STR_ARG(from), STR_ARG(at))
                        : STR_NONE);
        return;
    }
    finding_fix(f, q,
                str_fmt(a,
                        "Put the key from %.*s into %.*s%.*s, and the placeholder back into the "
                        "template (if git tracks it, treat the key as leaked)",
                        STR_ARG(template.file->path), STR_ARG(env),
                        STR_ARG(repair_copy_words(q, env))),
                to ? fill_from_template(q, template, to) : STR_NONE);
}

static void check_template_edited(const struct rule *rule, struct inquiry *q)
{
    if (context_is_blind(q->context) || (q->uses.key && key_plausible(&q->uses.key->value)))
        return;
    struct key_entry template = key_entry_find(q, true);
    if (template.file == NULL || !(entry_value(template.entry)->facts & KEY_LOOKS_REAL))
        return;
    const struct dotenv_file *file;
    const struct dotenv_entry *to = real_entry(q, template, &file);
    const struct value *there = to ? entry_value(to) : NULL;
    if (there && key_plausible(there))
        return;
    struct origin o = origin_file(template.entry->loc);
    struct finding *f = finding_add(q, rule, template.entry->name);
    f->title =
        str_fmt(q->arena, "The key was written into the template %.*s, which no program reads",
                STR_ARG(template.file->path));
    f->short_text =
        str_fmt(q->arena, "the key stands in %.*s, not in .env", STR_ARG(template.file->path));
    f->here = there ? STR("the real file holds a placeholder") : STR("no real file holds the key");
    finding_evidence(f, q, template.entry->name, value_words(entry_value(template.entry), q->arena),
                     o);
    finding_place(f, &o);
    fix_template(f, q, template, file, to);
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
    {.id = "loaded.wrong-name",
     .rank = 10,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "a near-miss name holds a key-like value while the expected name is unset",
     .why = "Names are compared letter by letter and with their case: under the name that is asked "
            "for, nothing is there.",
     .escape = DASHBOARD,
     .explain = "Compare the two names side by side and rename the variable where it is set.",
     .check = check_wrong_name},
    {.id = "loaded.shadowed-by-empty",
     .rank = 10,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "the variable exists with length 0 and hides the value in the dotenv file",
     .why = "Loaders ask whether the name exists, not whether it has a value: an empty variable "
            "counts as already set, and the file's value is ignored. An empty line in a stronger "
            "file hides a weaker file in the same way.",
     .escape = DASHBOARD,
     .explain = "Unset the variable (setting it to \"\" keeps it), and find what exports it empty: "
                "an rc file, a CI secret that resolved to nothing, a compose environment entry.",
     .check = check_shadowed_by_empty},
    {.id = "loaded.template-edited",
     .rank = 10,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title =
         "the real value stands in .env.example (or similar), the real file is absent or holds "
         "the placeholder",
     .why = "Templates are read by nobody: the program sees no key, or the placeholder.",
     .escape = DASHBOARD,
     .explain =
         "Copy the template to .env and put the key there. If git tracks the template, revoke "
         "the key and make a new one: it must count as leaked.",
     .check = check_template_edited},
};
const size_t loaded_rules_n = sizeof(loaded_rules) / sizeof(loaded_rules[0]);
