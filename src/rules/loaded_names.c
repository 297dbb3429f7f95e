// SPDX-License-Identifier: MIT
// Layer "loaded", rank 10: the key is there, under another name, behind an empty one, or in the
// template.
#include "base/shell.h"
#include "parse/names.h"
#include "rules/give.h"
#include "rules/layers.h"
#include "rules/loaded_common.h"
#include "rules/mend.h"
#include "rules/repair.h"
#include "rules/words.h"

// ---- loaded.wrong-name ----

// A variable, an option or the code names the gateway. Without that an API_KEY is anybody's, and
// must not be offered to this one.
static bool url_names_the_gateway(const struct inquiry *q)
{
    enum origin_kind from = q->uses.base_url_origin.kind;
    return str_present(q->uses.base_url) && from != ORIGIN_PROFILE && from != ORIGIN_DEFAULT &&
           host_trusted(q->profile, host_of(q->uses.base_url));
}

// Where it is known which variable the call reads: the user's own, or the project's code.
static const struct loc *call_loc(const struct inquiry *q)
{
    if (q->asked->snippet)
        return &q->asked->snippet->key_loc;
    return q->asked->code_variable.n ? &q->asked->code_variable_loc : NULL;
}

// The expected name that this near miss stands for, when that is unset or empty.
static struct str missing_twin(const struct inquiry *q, const struct variable *v)
{
    struct str twin = call_loc(q) ? main_key_name(q) : name_near_of(v->name);
    if (!str_present(twin) || str_present(name_public_prefix(twin)) ||
        (str_eq(v->name, STR("API_KEY")) && !url_names_the_gateway(q)))
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
    struct origin o = origin_file(*call_loc(q));
    finding_fix(f, q,
                str_fmt(q->arena, "Let the call read %.*s (%.*s)", STR_ARG(v->name),
                        STR_ARG(origin_text(&o, q->arena))),
                STR_NONE);
}

static void add_wrong_name(const struct rule *rule, struct inquiry *q, const struct variable *v,
                           struct str twin)
{
    bool call = call_loc(q) != NULL;
    struct str reads = STR("programs read");
    if (q->asked->snippet)
        reads = STR("the call reads");
    else if (call)
        reads = str_fmt(q->arena, "%.*s reads", STR_ARG(q->asked->code_variable_loc.file));
    bool from_file = v->origin.kind == ORIGIN_FILE;
    struct finding *f = finding_add(q, rule, v->name);
    f->title = str_fmt(q->arena, "The key stands under %.*s, but %.*s %.*s", STR_ARG(v->name),
                       STR_ARG(reads), STR_ARG(twin));
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
    return role == NAME_KEY_NEAR || (call_loc(q) && role == NAME_KEY);
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

// DESIGN 5.1 takes the documented variable for the call's key, since documented code passes it. This
// code passes none: a warning, as another place may do so that was not read.
static void default_name(const struct rule *rule, struct inquiry *q)
{
    const struct source_fact *call = key_by_default(q);
    const struct variable *key = q->uses.key;
    if (!call || !key || !q->client->openai_variables || str_eq(key->name, call->text) ||
        !host_trusted(q->profile, host_of(q->uses.base_url)))
        return;
    const struct variable *own = variable_find(&q->context->vars, call->text);
    if (own && own->exported && value_is_set(&own->value))
        return;
    bool url_too = call->number == 0 && !str_eq(q->uses.base_url_name, STR("OPENAI_BASE_URL"));
    struct arena *a = q->arena;
    struct origin o = origin_file(call->loc);
    struct str at = origin_text(&o, a), words = value_words(own ? &own->value : NULL, a);
    struct str none = url_too ? STR("neither a key nor a base URL") : STR("no key");
    struct finding *f = finding_add(q, rule, key->name);
    f->severity = SEVERITY_WARNING;
    f->title = str_fmt(a, "%.*s passes %.*s: the client reads %.*s (%.*s), not %.*s", STR_ARG(at),
                       STR_ARG(none), STR_ARG(call->text), STR_ARG(words), STR_ARG(key->name));
    f->short_text = str_fmt(a, "%.*s passes %.*s", STR_ARG(at), STR_ARG(none));
    f->playground = call->text;
    f->here = key->name;
    finding_variable(f, q, key);
    finding_evidence(f, q, call->text, words, (struct origin){.kind = ORIGIN_ENVIRONMENT});
    finding_place(f, &o);
    struct str copy = repair_copy(q, call->text, key->name);
    struct str set = repair_set(q, STR("OPENAI_BASE_URL"), q->profile->base_url);
    finding_fix(f, q,
                str_fmt(a,
                        url_too ? "Pass both in the call (%.*s), or set %.*s and OPENAI_BASE_URL"
                                : "Pass it in the call (%.*s), or set %.*s from it",
                        STR_ARG(at), STR_ARG(call->text)),
                key->origin.kind != ORIGIN_ENVIRONMENT ? STR_NONE
                : url_too ? str_fmt(a, "%.*s && %.*s", STR_ARG(copy), STR_ARG(set))
                          : copy);
}

static void check_wrong_name(const struct rule *rule, struct inquiry *q)
{
    default_name(rule, q);
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

const struct rule loaded_name_rules[] = {
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
const size_t loaded_name_rules_n = sizeof(loaded_name_rules) / sizeof(loaded_name_rules[0]);
