// SPDX-License-Identifier: MIT
// Layer "dotenv": what a dotenv file's bytes mean to its readers (dotenv.md 2, 3).
#include "base/shell.h"
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

#define NO_FILE "The Playground reads no file: the dashboard supplies the key."

static bool matters(const struct inquiry *q, struct str name)
{
    return accepted_name(q->profile, name) || name_role(name) == NAME_BASE_URL;
}

// The file is one that the chosen context's loader reads and the key is not there all the same.
static bool costs_the_key(const struct inquiry *q, const struct dotenv_file *file)
{
    return q->uses.key == NULL && !context_is_blind(q->context) && loader_reads(q, file);
}

// The same for the base URL: its line is there, and the client goes to its vendor all the same.
static bool costs_the_url(const struct inquiry *q, const struct dotenv_file *file)
{
    if (q->uses.base_url_origin.kind != ORIGIN_DEFAULT || !loader_reads(q, file))
        return false;
    for (size_t i = 0; i < file->n; i++)
        if (name_role(file->items[i].name) == NAME_BASE_URL)
            return true;
    return false;
}

// ---- dotenv.encoding ----

struct damage {
    const char *what, *fix;
    const char *filter; // reads the copy, writes the mended file
};

static const struct damage *damage_of(enum encoding e)
{
    static const struct damage bom = {"begins with a byte-order mark",
                                      "Save it as UTF-8 without the mark", "tail -c +4"};
    static const struct damage utf16 = {"is UTF-16, which next to no loader reads",
                                        "Save it as UTF-8", "iconv -f UTF-16 -t UTF-8"};
    static const struct damage nul = {"contains NUL bytes", "Save it as plain text",
                                      "tr -d '\\000'"};
    switch (e) {
    case ENCODING_UTF8_BOM: return &bom;
    case ENCODING_UTF16: return &utf16;
    case ENCODING_NUL: return &nul;
    default: return NULL;
    }
}

static void check_encoding(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        const struct damage *d = damage_of(file->encoding);
        // A mark before lines that have nothing to do with the gateway harms nobody.
        if (d == NULL || file->is_template || (file->encoding == ENCODING_UTF8_BOM && file->n == 0))
            continue;
        struct origin o = origin_file((struct loc){.file = file->path});
        struct finding *f = finding_add(q, rule, file->path);
        if (costs_the_key(q, file) || costs_the_url(q, file))
            f->severity = SEVERITY_ERROR;
        f->concerns = loader_reads(q, file) || q->context->kind == CONTEXT_SHELL;
        f->title = str_fmt(a, "%.*s %s", STR_ARG(file->path), d->what);
        f->short_text = f->title;
        f->here = str_of(d->what);
        finding_evidence(f, q, STR("first bytes"), str_of(d->what), o);
        finding_place(f, &o);
        finding_fix(f, q, str_fmt(a, "%s%.*s", d->fix, STR_ARG(repair_copy_words(q, file->path))),
                    repair_rewrite(q, file->path, str_of(d->filter)));
    }
}

// ---- dotenv.syntax ----

struct defect {
    uint32_t bit;
    const char *what, *fix;
    const char *sed; // mends the line; NULL: only a person can
    bool style;      // the common loaders of Node and Python read it
};

static const struct defect *defect_of(uint32_t defects)
{
    // clang-format off
    static const struct defect rows[] = {
        {DOTENV_OTHER_SHELL, "is a line of another shell (cmd, PowerShell, fish), which no dotenv loader reads",
         "Write NAME=value",
         "s/^[[:blank:]]*[$]*[A-Za-z]*[:[:blank:]]*\\(-[A-Za-z]*[[:blank:]]*\\)*\\([A-Za-z_][A-Za-z0-9_]*\\)[[:blank:]]*=*[[:blank:]]*/\\2=/", false},
        {DOTENV_UNTERMINATED, "opens a quote and does not close it", "Close the quote",
         "s/^\\([^=]*=[[:blank:]]*\\([\"'\\`]\\)[^\"'\\`[:space:]]*\\).*$/\\1\\2/", false},
        {DOTENV_BAD_NAME, "has a name that no shell could hold", "Write NAME=value with letters, digits and _ in the name", NULL, false},
        {DOTENV_TEXT_AFTER_QUOTE, "has text behind the closing quote", "Take the text behind the quote away",
         "s/^\\([^=]*=[[:blank:]]*\\([\"'\\`]\\)[^\"'\\`]*\\2\\).*/\\1/", false},
        {DOTENV_NO_EQUALS, "has no equals sign", "Write NAME=value", NULL, false},
        {DOTENV_BLANK_AROUND_EQUALS, "has blanks around the equals sign", "Take the blanks away",
         "s/[[:blank:]]*=[[:blank:]]*/=/", true},
        {DOTENV_COLON, "has a colon in place of the equals sign", "Write NAME=value",
         "s/:[[:blank:]]*/=/", true},
    };
    // clang-format on
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (defects & rows[i].bit)
            return &rows[i];
    return NULL;
}

static uint64_t bit_of(const struct loader *l)
{
    return l ? UINT64_C(1) << loader_index(l) : 0;
}

// The loaders that the project shows; 0: none.
static uint64_t shown_loaders(const struct inquiry *q)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < q->snap->project.loaders.n; i++)
        mask |= bit_of(loader_find(q->snap->project.loaders.items[i].id));
    return mask | bit_of(q->loader);
}

// Loaders of the mask that get nothing from the line.
static uint64_t losers(const struct dotenv_entry *e, uint64_t mask)
{
    uint64_t lost = 0;
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].refused || e->items[i].value.state == VALUE_UNSET)
            lost |= e->items[i].loaders & mask;
    return lost;
}

// The loader in use refuses the file for this line, or the line is the key's and gives it nothing.
static bool line_costs_the_key(const struct inquiry *q, const struct dotenv_file *file,
                               const struct dotenv_entry *e)
{
    uint64_t mine = bit_of(q->loader);
    if (!costs_the_key(q, file))
        return false;
    for (size_t i = 0; i < e->n; i++)
        if (e->items[i].refused && (e->items[i].loaders & mine))
            return true;
    return accepted_name(q->profile, e->name) && losers(e, mine);
}

static void add_syntax(const struct rule *rule, struct inquiry *q, const struct dotenv_file *file,
                       const struct dotenv_entry *e, const struct defect *d)
{
    struct arena *a = q->arena;
    struct origin o = origin_file(e->loc);
    struct str place = origin_text(&o, a);
    struct finding *f = finding_add(q, rule, place);
    if (line_costs_the_key(q, file, e))
        f->severity = SEVERITY_ERROR;
    f->concerns = loader_reads(q, file) || q->context->kind == CONTEXT_SHELL;
    f->title = str_fmt(a, "%.*s %s", STR_ARG(place), d->what);
    f->short_text = f->title;
    f->here = str_of(d->what);
    finding_evidence(f, q, e->name.n ? e->name : STR("line"), str_of(d->what), o);
    if (q->loader && losers(e, bit_of(q->loader)))
        finding_evidence(f, q, str_of(q->loader->title), STR("gets no value from this line"), o);
    finding_place(f, &o);
    struct str copy = d->sed ? repair_copy_words(q, file->path) : STR("");
    finding_fix(f, q, str_fmt(a, "%s in %.*s%.*s", d->fix, STR_ARG(place), STR_ARG(copy)),
                d->sed ? repair_line(q, e->loc, d->sed) : STR_NONE);
}

static void check_syntax(const struct rule *rule, struct inquiry *q)
{
    uint64_t shown = shown_loaders(q);
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        for (size_t j = 0; !file->is_template && j < file->n; j++) {
            const struct dotenv_entry *e = &file->items[j];
            const struct defect *d = defect_of(e->defects);
            if (d == NULL || (d->style && shown && !losers(e, shown)))
                continue;
            add_syntax(rule, q, file, e, d);
        }
    }
}

// ---- dotenv.loaders-disagree ----

// Whose readings are compared: the loaders that the project shows, and those that a project of any
// kind may meet. Container loaders keep every quote: they count only where they are shown, and
// shells only where they are shown or nothing is.
static uint64_t compared_loaders(uint64_t shown)
{
    static const char *const common[] = {"dotenv",      "next",     "vite",
                                         "node",        "bun",      "python-dotenv",
                                         "ruby-dotenv", "godotenv", "compose-v2-dotenv"};
    uint64_t mask = shown;
    for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
        mask |= bit_of(loader_find(str_of(common[i])));
    if (shown == 0)
        mask |= bit_of(loader_find(STR("bash-source")));
    return mask;
}

// "Next.js, Vite": up to three titles of the mask.
static struct str titles(uint64_t mask, struct arena *a)
{
    struct buf b = buf_in(a);
    unsigned named = 0, more = 0;
    for (size_t i = 0; i < loader_count() && i < LOADER_MAX; i++) {
        if (!(mask & UINT64_C(1) << i))
            continue;
        if (named == 3) {
            more++;
            continue;
        }
        buf_fmt(&b, "%s%s", named++ ? ", " : "", loader_at(i)->title);
    }
    if (more)
        buf_fmt(&b, " and %u more", more);
    return buf_str(&b);
}

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
            finding_evidence(f, q, titles(e->items[i].loaders & mask, a),
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
    uint64_t mask = compared_loaders(shown_loaders(q));
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        if (file->is_template || damage_of(file->encoding))
            continue;
        for (size_t j = 0; j < file->n; j++) {
            const struct dotenv_entry *e = &file->items[j];
            if (e->last && matters(q, e->name) && defect_of(e->defects) == NULL &&
                disagree(e, mask))
                add_disagree(rule, q, file, e, mask);
        }
    }
}

// ---- dotenv.duplicate ----

// What a loader that keeps the first line makes of the name; the readings stand at the last line.
static const struct value *first_value(const struct dotenv_entry *e)
{
    static const char *const first_wins[] = {"dotenvy", "deno"};
    for (size_t l = 0; l < 2; l++) {
        uint64_t bit = bit_of(loader_find(str_of(first_wins[l])));
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
        for (size_t j = 0; !file->is_template && j < file->n; j++)
            if (file->items[j].last)
                add_duplicate(rule, q, file, j);
    }
}

const struct rule dotenv_rules[] = {
    {.id = "dotenv.encoding",
     .rank = 12,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "byte-order mark, UTF-16 or NUL bytes in a dotenv file (error when the chosen "
              "context's loader reads the file and the key comes from it)",
     .why = "A byte-order mark becomes part of the first name, so that variable is missing; UTF-16 "
            "(PowerShell's >) is read by next to no loader, and half of them say nothing.",
     .escape = NO_FILE,
     .explain = "Save the file as UTF-8 without a mark (file .env shows what it is now).",
     .check = check_encoding},
    {.id = "dotenv.syntax",
     .rank = 12,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "a line that no loader, or only some loaders, can read (unterminated quote, blanks "
              "around =, missing =)",
     .why =
         "Some loaders skip such a line without a word, some refuse the whole file, some swallow "
         "the next line with it.",
     .escape = NO_FILE,
     .explain = "Write NAME=value, one a line, without blanks around the equals sign, and close "
                "every quote.",
     .check = check_syntax},
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
