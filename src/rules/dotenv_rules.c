// SPDX-License-Identifier: MIT
// Layer "dotenv": what a dotenv file's bytes mean to its readers (dotenv.md 2, 3).
#include "base/shell.h"
#include "rules/dotenv_common.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

// ---- dotenv.loaders-disagree ----

static struct str reading_words(const struct dotenv_reading *r, struct arena *a)
{
    if (r->refused)
        return STR("refuse the file");
    return str_fmt(a, "%.*s", STR_ARG(value_words(&r->value, a)));
}

// At least two readings among the compared loaders differ in the value they give.
static bool disagree(const struct dotenv_entry *e, uint64_t mask)
{
    const struct dotenv_reading *first = NULL;
    for (size_t i = 0; i < e->n; i++) {
        if (!(e->items[i].loaders & mask))
            continue;
        if (first && (first->refused != e->items[i].refused ||
                      !value_same(&first->value, &e->items[i].value)))
            return true;
        if (first == NULL)
            first = &e->items[i];
    }
    return false;
}

static void add_disagree(const struct rule *rule, struct inquiry *q, const struct dotenv_file *file,
                         const struct dotenv_entry *e, uint64_t mask)
{
    struct arena *a = q->arena;
    struct origin o = origin_file(e->loc);
    struct str place = origin_text(&o, a);
    struct finding *f = finding_add(q, rule, place);
    f->concerns = loader_reads(q, file);
    if (line_costs_the_key(q, file, e))
        f->severity = SEVERITY_ERROR;
    f->title = str_fmt(a, "%.*s in %.*s means different values to different loaders",
                       STR_ARG(e->name), STR_ARG(place));
    f->short_text = str_fmt(a, "%.*s: loaders disagree on %.*s", STR_ARG(place), STR_ARG(e->name));
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].loaders & mask)
            finding_evidence(f, q, loader_titles(e->items[i].loaders & mask, a),
                             reading_words(&e->items[i], a), o);
    finding_place(f, &o);
    if (file->crlf)
        finding_fix(
            f, q,
            str_fmt(a, "Save it with LF line ends%.*s", STR_ARG(repair_copy_words(q, file->path))),
            repair_rewrite(q, file->path, STR("tr -d '\\015'")));
    else
        finding_fix(f, q,
                    str_fmt(a,
                            "Put the value in %.*s between single quotes (and write no $ or # "
                            "into it); comments go on a line of their own",
                            STR_ARG(place)),
                    STR_NONE);
}

static void check_disagree(const struct rule *rule, struct inquiry *q)
{
    uint64_t mask = 0; // asked for late: nearly always all loaders read a file alike
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        if (file->is_template || file->is_script || dotenv_damaged(file->encoding))
            continue;
        for (size_t j = 0; j < file->n; j++) {
            const struct dotenv_entry *e = &file->items[j];
            if (e->n < 2)
                continue;
            mask = mask ? mask : compared_loaders(shown_loaders(q));
            uint64_t own = mask & ~e->spoiled; // dotenv.syntax tells the line that is to blame
            if (e->last && dotenv_matters(q, e->name) && !dotenv_has_defect(e) && disagree(e, own))
                add_disagree(rule, q, file, e, own);
        }
    }
}

// ---- dotenv.duplicate ----

// What a loader that keeps the first line makes of the name; the readings stand at the last line.
static const struct value *first_value(const struct dotenv_entry *e)
{
    static const char *const first_wins[] = {"dotenvy", "deno"};
    for (size_t l = 0; l < 2; l++) {
        uint64_t bit = loader_bit(loader_find(str_of(first_wins[l])));
        for (size_t i = 0; i < e->n; i++)
            if ((e->items[i].loaders & bit) && !e->items[i].refused)
                return &e->items[i].value;
    }
    return NULL;
}

// The earlier lines of that name; the first of them, and a sed script that comments all out.
static const struct dotenv_entry *earlier(const struct dotenv_file *file, size_t at,
                                          struct buf *sed)
{
    const struct dotenv_entry *first = NULL;
    for (size_t i = 0; i < at; i++) {
        if (!str_eq(file->items[i].name, file->items[at].name))
            continue;
        buf_fmt(sed, "%s%us/^/# /", sed->n ? ";" : "", (unsigned)file->items[i].loc.line);
        if (first == NULL)
            first = &file->items[i];
    }
    return first;
}

// The last line holds nothing that could be a key, and an earlier one does: that one is meant.
static bool earlier_is_meant(const struct inquiry *q, const struct dotenv_entry *e,
                             const struct value *first, const struct value *last)
{
    return accepted_name(q->profile, e->name) && key_plausible(first) && !key_plausible(last);
}

// The loader took that last line.
static bool last_was_taken(const struct inquiry *q, const struct dotenv_file *file,
                           const struct dotenv_entry *e)
{
    const struct variable *v = variable_find(&q->context->vars, e->name);
    return v && v->origin.kind == ORIGIN_FILE && str_eq(v->origin.loc.file, file->path) &&
           v->origin.loc.line == e->loc.line && (q->uses.key == NULL || q->uses.key == v);
}

static void add_duplicate(const struct rule *rule, struct inquiry *q,
                          const struct dotenv_file *file, size_t at)
{
    struct arena *a = q->arena;
    const struct dotenv_entry *e = &file->items[at];
    struct buf sed = buf_in(a);
    const struct dotenv_entry *other = earlier(file, at, &sed);
    const struct value *first = first_value(e), *last = entry_value(e);
    if (other == NULL || first == NULL || last == NULL || value_same(first, last))
        return;
    struct origin o = origin_file(e->loc), before = origin_file(other->loc);
    struct finding *f =
        finding_add(q, rule, str_fmt(a, "%.*s %.*s", STR_ARG(file->path), STR_ARG(e->name)));
    f->concerns = loader_reads(q, file) || q->context->kind == CONTEXT_SHELL;
    bool keep_first = earlier_is_meant(q, e, first, last);
    if (keep_first && last_was_taken(q, file, e))
        f->severity = SEVERITY_ERROR;
    f->title = str_fmt(a, "%.*s stands more than once in %.*s, with different values",
                       STR_ARG(e->name), STR_ARG(file->path));
    f->short_text = f->title;
    f->here = STR("most loaders take the last line, some the first");
    finding_evidence(f, q, e->name, value_words(first, a), before);
    finding_evidence(f, q, e->name, value_words(last, a), o);
    finding_place(f, &before);
    struct str out = keep_first ? str_fmt(a, "%us/^/# /", (unsigned)e->loc.line) : buf_str(&sed);
    struct str script = shell_quote(out, a);
    finding_fix(f, q,
                str_fmt(a, "Keep the %s line and comment out %.*s%.*s",
                        keep_first ? "earlier" : "last",
                        STR_ARG(origin_text(keep_first ? &o : &before, a)),
                        STR_ARG(repair_copy_words(q, file->path))),
                repair_rewrite(q, file->path, str_fmt(a, "sed %.*s", STR_ARG(script))));
}

static void check_duplicate(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        for (size_t j = 0; !file->is_template && !file->is_script && j < file->n; j++)
            if (file->items[j].last)
                add_duplicate(rule, q, file, j);
    }
}

const struct rule dotenv_rules[] = {
    {.id = "dotenv.loaders-disagree",
     .rank = 12,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title =
         "one line means different values to different loaders; names the loaders and what each "
         "gets (masked)",
     .why = "Comments, $, quotes and line ends are read by different rules: the same file works in "
            "one program and breaks the key in another.",
     .escape = NO_FILE,
     .explain = "nexoenv compare --env-file .env --loader NAME shows what each loader gets. Single "
                "quotes around a value without $ and # mean the same to nearly all.",
     .check = check_disagree},
    {.id = "dotenv.duplicate",
     .rank = 13,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "the same name twice in one file with different values",
     .why =
         "The last line wins nearly everywhere, the first in Deno and uv, and kubectl refuses the "
         "file.",
     .escape = NO_FILE,
     .explain = "Keep one of the lines.",
     .check = check_duplicate},
};
const size_t dotenv_rules_n = sizeof(dotenv_rules) / sizeof(dotenv_rules[0]);
