// SPDX-License-Identifier: MIT
// Layer "dotenv": bytes and lines that loaders cannot read (dotenv.md 2, 3).
#include "base/shell.h"
#include "rules/dotenv_common.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

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

bool dotenv_damaged(enum encoding e)
{
    return damage_of(e) != NULL;
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
        bool anywhere = file->encoding == ENCODING_NUL;
        struct origin o = origin_file((struct loc){.file = file->path, .line = anywhere ? 0 : 1});
        struct finding *f = finding_add(q, rule, file->path);
        if (costs_the_key(q, file) || costs_the_url(q, file))
            f->severity = SEVERITY_ERROR;
        f->concerns = loader_reads(q, file) || q->context->kind == CONTEXT_SHELL;
        f->title = str_fmt(a, "%.*s %s", STR_ARG(file->path), d->what);
        f->short_text = f->title;
        f->here = str_of(d->what);
        finding_evidence(f, q, anywhere ? STR("content") : STR("first bytes"), str_of(d->what), o);
        finding_place(f, &o);
        finding_fix(f, q, str_fmt(a, "%s%.*s", d->fix, STR_ARG(repair_copy_words(q, file->path))),
                    repair_rewrite(q, file->path, str_of(d->filter)));
    }
}

// ---- dotenv.syntax ----

enum { // when a line is told
    TOLD = 0,
    TOLD_STYLE = 1, // the common loaders of Node and Python read it: where one that counts does not
    TOLD_HARM = 2,  // only where it spoils another name
};

struct defect {
    uint32_t bit;
    const char *what, *fix;
    const char *sed; // mends the line; NULL: only a person can
    int when;
    bool whole; // of the file, not of one line: told once, and sed is for every line
};

static const struct defect *find_defect(const struct defect *rows, size_t n, uint32_t defects)
{
    for (size_t i = 0; i < n; i++)
        if (defects & rows[i].bit)
            return &rows[i];
    return NULL;
}

// clang-format off
#define QUOTE_VALUE      "{/'/!s/=[[:blank:]]*\\(.*[^[:space:]]\\)[[:space:]]*$/='\\1'/;/'/s/=[[:blank:]]*\\([^\"]*'[^\"]*[^\"[:space:]]\\)[[:space:]]*$/=\"\\1\"/;}"
#define CUT_BEHIND_QUOTE "s/^\\([^=]*=[[:blank:]]*\\([\"'\\`]\\)[^\"'\\`]*\\2\\).*/\\1/"
#define CLOSE_UP         "s/[[:blank:]]*=[[:blank:]]*/=/"

// A line that gives a relevant name.
static const struct defect named[] = {
    {DOTENV_JSON, "is JSON, which next to no dotenv loader reads", "Write NAME=value lines",
     "-n ':a;s/\"[[:blank:]]*:[[:blank:]]*\\([0-9a-z.-][^,}\"]*\\)/\":\"\\1\"/g;"
     "s/^[[:blank:],{]*\"\\([A-Za-z_][A-Za-z0-9_]*\\)\"[[:blank:]]*:[[:blank:]]*\"\\([^\"]*\\)\"/\\1=\\2\\n/;"
     "t p;d;:p;P;s/^[^\\n]*\\n//;ta'", TOLD, true},
    {DOTENV_OTHER_SHELL, "is a line of another shell (cmd, PowerShell, fish), which no dotenv loader reads",
     "Write NAME=value",
     "s/^[[:blank:]]*[$]*[A-Za-z]*[:[:blank:]]*\\(-[A-Za-z]*[[:blank:]]*\\)*\\([A-Za-z_][A-Za-z0-9_]*\\)[[:blank:]]*=*[[:blank:]]*/\\2=/", TOLD, false},
    {DOTENV_UNTERMINATED, "opens a quote and does not close it", "Close the quote",
     "s/^\\([^=]*=[[:blank:]]*\\([\"'\\`]\\)[^\"'\\`[:space:]]*\\).*$/\\1\\2/", TOLD, false},
    {DOTENV_BAD_NAME, "has a name that no shell could hold", "Write NAME=value with letters, digits and _ in the name", NULL, TOLD, false},
    {DOTENV_TEXT_AFTER_QUOTE, "has text behind the closing quote", "Take the text behind the quote away",
     CUT_BEHIND_QUOTE, TOLD, false},
    {DOTENV_NO_EQUALS, "has no equals sign", "Write NAME=value", NULL, TOLD, false},
    {DOTENV_BLANK_AROUND_EQUALS, "has blanks around the equals sign", "Take the blanks away",
     CLOSE_UP, TOLD_STYLE, false},
    {DOTENV_COLON, "has a colon in place of the equals sign", "Write NAME=value",
     "s/:[[:blank:]]*/=/", TOLD_STYLE, false},
    {DOTENV_SHELL_ACTS, "has characters without quotes that a shell acts on", "Put the value between single quotes",
     QUOTE_VALUE, TOLD_HARM, false},
};

// A line of any other name, or of none, which does harm to a relevant one.
static const struct defect others[] = {
    {DOTENV_MERGE_MARK, "is the mark of a merge that was not finished",
     "Keep one of the two versions, and comment out the marks",
     "'s/^<<<<<<</# &/;s/^|||||||/# &/;s/^=======[[:space:]]*$/# &/;s/^>>>>>>>/# &/'", TOLD, true},
    {DOTENV_REST_OF_KEY, "looks like the rest of the key in the line above", "Join it with the line above",
     NULL, TOLD, false},
    {DOTENV_OTHER_SHELL, "is a line of another shell (cmd, PowerShell, fish), which no dotenv loader reads",
     "Put a # in front of it, or take it away,", "s/^/# /", TOLD_HARM, false},
    {DOTENV_UNTERMINATED, "opens a quote and does not close it", "Close the quote",
     "s/^\\([^=]*=[[:blank:]]*\\([\"'\\`]\\).*\\)$/\\1\\2/", TOLD_HARM, false},
    {DOTENV_BAD_NAME, "has a name that no shell could hold", "Write NAME=value with letters, digits and _ in the name", NULL, TOLD_HARM, false},
    {DOTENV_TEXT_AFTER_QUOTE, "has text behind the closing quote", "Take the text behind the quote away",
     CUT_BEHIND_QUOTE, TOLD_HARM, false},
    {DOTENV_NO_EQUALS, "is no NAME=value line and no comment", "Put a # in front of it, or take it away,",
     "s/^/# /", TOLD_HARM, false},
    {DOTENV_BLANK_AROUND_EQUALS, "has blanks around the equals sign", "Take the blanks away",
     CLOSE_UP, TOLD_HARM, false},
    {DOTENV_COLON, "has a colon in place of the equals sign", "Write NAME=value",
     "s/:[[:blank:]]*/=/", TOLD_HARM, false},
    {DOTENV_SHELL_ACTS, "has characters without quotes that a shell acts on", "Put the value between single quotes",
     QUOTE_VALUE, TOLD_HARM, false},
};
// clang-format on

static const struct defect *defect_of(const struct dotenv_entry *e)
{
    if (e->name.n)
        return find_defect(named, sizeof(named) / sizeof(named[0]), e->defects);
    return find_defect(others, sizeof(others) / sizeof(others[0]), e->defects);
}

bool dotenv_has_defect(const struct dotenv_entry *e)
{
    const struct defect *d = defect_of(e);
    return d && d->when != TOLD_HARM;
}

// Whose readings count: faults of style matter to the loaders that the project shows.
static uint64_t scope_of(const struct inquiry *q, const struct dotenv_entry *e)
{
    uint64_t shown = shown_loaders(q);
    bool style = e->defects & (DOTENV_BLANK_AROUND_EQUALS | DOTENV_COLON | DOTENV_SHELL_ACTS);
    return style && shown ? shown : compared_loaders(shown);
}

static bool is_told(const struct inquiry *q, const struct dotenv_entry *e, const struct defect *d)
{
    uint64_t shown = shown_loaders(q);
    if (d->when == TOLD)
        return true;
    if (q->asked->status && shown) // the prompt says nothing of loaders that nobody uses here
        return e->spoils & shown;
    if (e->spoils & scope_of(q, e))
        return true;
    return d->when == TOLD_STYLE && (shown == 0 || losers(e, shown));
}

// Of that file another line was told that stands for the same fault of all.
static bool told_before(const struct dotenv_file *file, size_t at, const struct defect *d)
{
    for (size_t i = 0; d->whole && i < at; i++)
        if (defect_of(&file->items[i]) == d)
            return true;
    return false;
}

// The line changes what the loader in use makes of the key.
static bool spoils_the_key(const struct inquiry *q, const struct dotenv_file *file,
                           const struct dotenv_entry *e)
{
    const struct variable *key = q->uses.key;
    uint64_t mine = loader_bit(q->loader);
    if ((e->spoils & mine) && (costs_the_key(q, file) || costs_the_url(q, file)))
        return true;
    if ((e->defects & DOTENV_REST_OF_KEY) && costs_the_key(q, file))
        return true;
    if (key == NULL || key->origin.kind != ORIGIN_FILE ||
        !str_eq(key->origin.loc.file, file->path) || !loader_reads(q, file))
        return false;
    if (e->defects & DOTENV_REST_OF_KEY)
        return key->origin.loc.line + 1 == e->loc.line;
    for (size_t i = 0; i < file->n; i++)
        if (file->items[i].last && str_eq(file->items[i].name, key->name))
            return e->spoils & file->items[i].spoiled & mine;
    return false;
}

// What that does to the names that matter: "dotenv, Vite: get no NEXOROUTER_API_KEY".
static void add_harm(struct finding *f, struct inquiry *q, const struct dotenv_file *file,
                     const struct dotenv_entry *e)
{
    struct arena *a = q->arena;
    uint64_t scope = scope_of(q, e) & e->spoils, refusing = 0;
    struct origin o = origin_file(e->loc);
    for (size_t i = 0; i < file->n; i++) {
        const struct dotenv_entry *other = &file->items[i];
        uint64_t none = 0, wrong = 0, mask = other->spoiled & scope;
        if (!other->last || other == e || mask == 0)
            continue;
        for (size_t k = 0; k < other->n; k++) {
            const struct dotenv_reading *r = &other->items[k];
            if (r->refused)
                refusing |= r->loaders & mask;
            else if (r->value.state == VALUE_UNSET)
                none |= r->loaders & mask;
            else
                wrong |= r->loaders & mask;
        }
        if (none)
            finding_evidence(f, q, loader_titles(none, a),
                             str_fmt(a, "no %.*s because of it", STR_ARG(other->name)), o);
        if (wrong)
            finding_evidence(f, q, loader_titles(wrong, a),
                             str_fmt(a, "another %.*s because of it", STR_ARG(other->name)), o);
    }
    if (refusing)
        finding_evidence(f, q, loader_titles(refusing, a), STR("the file is refused for it"), o);
}

static struct str mending(const struct inquiry *q, const struct dotenv_file *file,
                          const struct dotenv_entry *e, const struct defect *d)
{
    struct arena *a = q->arena;
    unsigned first = (unsigned)e->loc.line, last = first + (e->lines > 1 ? e->lines - 1 : 0);
    if (first == 0)
        return STR_NONE;
    if (d->bit == DOTENV_REST_OF_KEY) {
        struct str script = str_fmt(a, "%u{N;s/[[:space:]]*\\n[[:space:]]*//;}", first - 1);
        struct str word = shell_quote(script, a);
        return repair_rewrite(q, file->path, str_fmt(a, "sed %.*s", STR_ARG(word)));
    }
    if (d->sed == NULL)
        return STR_NONE;
    if (d->whole)
        return repair_rewrite(q, file->path, str_fmt(a, "sed %s", d->sed));
    if (last == first)
        return repair_line(q, e->loc, d->sed);
    struct str word = shell_quote(str_fmt(a, "%u,%u%s", first, last, d->sed), a);
    return repair_rewrite(q, file->path, str_fmt(a, "sed %.*s", STR_ARG(word)));
}

static void add_syntax(const struct rule *rule, struct inquiry *q, const struct dotenv_file *file,
                       const struct dotenv_entry *e, const struct defect *d)
{
    struct arena *a = q->arena;
    struct origin o = origin_file(e->loc);
    struct str place = origin_text(&o, a);
    struct finding *f = finding_add(q, rule, place);
    for (size_t i = 0; i < file->n; i++) {
        const struct dotenv_entry *same = d->whole ? &file->items[i] : e;
        if (defect_of(same) == d &&
            (line_costs_the_key(q, file, same) || spoils_the_key(q, file, same)))
            f->severity = SEVERITY_ERROR;
    }
    f->concerns = loader_reads(q, file) || q->context->kind == CONTEXT_SHELL;
    f->title = str_fmt(a, "%.*s %s", STR_ARG(place), d->what);
    f->short_text = f->title;
    f->here = str_of(d->what);
    if (e->name.n)
        finding_evidence(f, q, e->name, str_of(d->what), o);
    if (e->name.n && q->loader && losers(e, loader_bit(q->loader)))
        finding_evidence(f, q, str_of(q->loader->title), STR("gets no value from this line"), o);
    add_harm(f, q, file, e);
    if (f->evidence.n == 0)
        finding_evidence(f, q, STR("line"), str_of(d->what), o);
    finding_place(f, &o);
    struct str command = mending(q, file, e, d);
    struct str copy = str_present(command) ? repair_copy_words(q, file->path) : STR("");
    finding_fix(f, q, str_fmt(a, "%s in %.*s%.*s", d->fix, STR_ARG(place), STR_ARG(copy)), command);
}

static void check_syntax(const struct rule *rule, struct inquiry *q)
{
    for (size_t i = 0; i < q->snap->dotenv.n; i++) {
        const struct dotenv_file *file = &q->snap->dotenv.items[i];
        for (size_t j = 0; !file->is_template && !file->is_script && j < file->n; j++) {
            const struct dotenv_entry *e = &file->items[j];
            const struct defect *d = defect_of(e);
            if (d && is_told(q, e, d) && !told_before(file, j, d))
                add_syntax(rule, q, file, e, d);
        }
    }
}

const struct rule dotenv_line_rules[] = {
    {.id = "dotenv.encoding",
     .rank = 12,
     .severity = SEVERITY_WARNING,
     .mode = "S",
     .title = "byte-order mark, UTF-16 or NUL bytes in a dotenv file (error when the chosen "
              "context's loader reads the file and the key comes from it)",
     .why = "A byte-order mark becomes part of the first name, so that variable is missing; NUL "
            "bytes and UTF-16 (PowerShell's >) are read by next to no loader, and half of them say "
            "nothing.",
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
};
const size_t dotenv_line_rules_n = sizeof(dotenv_line_rules) / sizeof(dotenv_line_rules[0]);
