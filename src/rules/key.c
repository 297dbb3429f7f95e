// SPDX-License-Identifier: MIT
// Layer "key", ranks 20 and 21: the bytes of the key that the call uses. What a byte does depends
// on the client: the same dirty key passes in one and fails in another (clients.md 9.1).
#include "parse/names.h"
#include "rules/layers.h"
#include "rules/repair.h"
#include "rules/words.h"

#include <string.h>

#define COPIED                                                                                     \
    "The dashboard supplies the key itself: there is no copy, paste or file to damage it."

enum {
    OTHER_KIND = KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED | KEY_URL | KEY_PATH | KEY_JSON |
                 KEY_EMAIL | KEY_COMMAND,
    BLANKS = KEY_LEADING_BLANK | KEY_TRAILING_BLANK | KEY_TRAILING_LF | KEY_INNER_BLANK |
             KEY_INNER_NEWLINE | KEY_CONTROL | KEY_LITERAL_ESCAPE | KEY_INNER_COMMENT,
    // Damage that no client trims.
    STAYS =
        KEY_INNER_BLANK | KEY_INNER_NEWLINE | KEY_CONTROL | KEY_LITERAL_ESCAPE | KEY_INNER_COMMENT,
};

// A kind of damage: the facts that show it, in order the first that fits names it.
struct fault {
    uint32_t facts;
    const char *what;   // "NAME ...", title and short text
    const char *remove; // "Remove ..."
    struct mend mend;
};

// clang-format off
static const struct fault crlf[] = {
    {KEY_TRAILING_CR, "ends in a carriage return (CR)", "the carriage return",
     {"tr -d '\\015'", "gsub(/\\r/,\"\",v)"}},
};
static const struct fault blanks[] = {
    {KEY_INNER_COMMENT, "has a comment behind the key", "the comment",
     {"sed 's/[[:blank:]]#.*//; s|[[:blank:]]//.*||'", 
      "sub(/[ \\t]+(#|\\/\\/).*$/,\"\",v);c=substr(v,1,1);"
      "if(c~/[\"\\047`]/&&!index(substr(v,2),c))v=v c"}},
    {KEY_INNER_NEWLINE, "has a line break in it", "the line break",
     {"tr -d '[:space:]'", NULL}},
    {KEY_INNER_BLANK, "has a blank in it", "the blank",
     {"tr -d '[:space:]'", "gsub(/[ \\t\\r]/,\"\",v)"}},
    {KEY_CONTROL, "has a control byte in it", "the control byte",
     {"LC_ALL=C tr -cd '\\041-\\176'", "gsub(/[^!-~]/,\"\",v)"}},
    {KEY_LITERAL_ESCAPE, "ends in a backslash escape (\\n or \\r) that nothing turned into a line end",
     "the two characters", {"sed 's/\\(\\\\[nr]\\)*$//'", "gsub(/\\\\[nr]/,\"\",v)"}},
    {KEY_TRAILING_LF, "ends in a line feed (LF)", "the line feed",
     {"tr -d '[:space:]'", "gsub(/\\\\[nr]/,\"\",v)"}},
    {KEY_TRAILING_BLANK, "ends in a blank", "the blank",
     {"tr -d '[:space:]'", "gsub(/[ \\t\\r]/,\"\",v)"}},
    {KEY_LEADING_BLANK, "begins with a blank", "the blank",
     {"tr -d '[:space:]'", "gsub(/[ \\t\\r]/,\"\",v)"}},
};
static const struct fault invisible[] = {
    {KEY_NON_ASCII, "holds a character outside ASCII", "the character",
     {"LC_ALL=C tr -cd '\\041-\\176'", "gsub(/[^!-~]/,\"\",v)"}},
};
static const struct fault quotes[] = {
    {KEY_QUOTED, "still has the quotes of the file around it", "the quotes",
     {"tr -d '\\042\\047\\140'", "gsub(/[\"\\047`]/,\"\",v)"}},
};
static const struct fault bearer[] = {
    {KEY_BEARER, "begins with the scheme word (Bearer), which the client adds a second time",
     "the word Bearer",
     {"sed 's/^[Aa]uthorization:[[:blank:]]*//; s/^[A-Za-z]*[[:blank:]][[:blank:]]*//; "
      "s/^[Bb][Ee][Aa][Rr][Ee][Rr]//'",
      "sub(/[Aa]uthorization:[ \\t]*/,\"\",v);sub(/[A-Za-z]+[ \\t]+/,\"\",v);"
      "sub(/[Bb][Ee][Aa][Rr][Ee][Rr]/,\"\",v)"}},
};
// clang-format on

enum family { CRLF, WHITESPACE, INVISIBLE, QUOTES, BEARER };
static const struct {
    const struct fault *rows;
    size_t n;
    uint32_t unless; // another rule's words fit better
} families[] = {
    [CRLF] = {crlf, 1, OTHER_KIND},
    [WHITESPACE] = {blanks, sizeof(blanks) / sizeof(blanks[0]), OTHER_KIND | KEY_TRAILING_CR},
    [INVISIBLE] = {invisible, 1, OTHER_KIND},
    [QUOTES] = {quotes, 1, OTHER_KIND},
    [BEARER] = {bearer, 1, OTHER_KIND},
};

static const struct fault *fault_of(enum family family, uint32_t facts)
{
    uint32_t unless = families[family].unless;
    // Beside a CR at the end, only damage elsewhere is a fault of its own.
    if (family == WHITESPACE && (facts & KEY_TRAILING_CR) && (facts & (STAYS | KEY_LEADING_BLANK)))
        unless &= ~(uint32_t)KEY_TRAILING_CR;
    if (facts & unless)
        return NULL;
    for (size_t i = 0; i < families[family].n; i++)
        if (facts & families[family].rows[i].facts)
            return &families[family].rows[i];
    return NULL;
}

// What this client makes of the value, as the second half of the sentence.
static struct str fate_words(const struct inquiry *q)
{
    switch (q->here->key_fate) {
    case KEY_FATE_TRIMMED:
        return str_fmt(q->arena, "; %s trims it, other clients do not", q->client->id);
    case KEY_FATE_REFUSED: return str_fmt(q->arena, ", and %s refuses to send it", q->client->id);
    case KEY_FATE_SPLIT: return STR(", which tears the request apart");
    default: return STR("");
    }
}

static const char *byte_name(uint32_t code)
{
    // clang-format off
    static const struct { uint32_t code; char name[24]; } names[] = {
        {0x09, "tab"}, {0x0a, "line feed"}, {0x0d, "carriage return"}, {0x20, "blank"},
        {0x1b, "escape"}, {0xa0, "no-break space"}, {0xad, "soft hyphen"},
        {0x200b, "zero-width space"}, {0x200c, "zero-width non-joiner"},
        {0x200d, "zero-width joiner"}, {0x200e, "left-to-right mark"},
        {0x200f, "right-to-left mark"}, {0x2010, "hyphen"}, {0x2011, "non-breaking hyphen"},
        {0x2013, "en dash"}, {0x2014, "em dash"}, {0x2018, "left single quote"},
        {0x2019, "right single quote"}, {0x201c, "left double quote"},
        {0x201d, "right double quote"}, {0x2060, "word joiner"}, {0x3000, "ideographic space"},
        {0xfeff, "byte-order mark"},
    };
    // clang-format on
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].code == code)
            return names[i].name;
    return NULL;
}

static struct str byte_words(uint32_t code, struct arena *a)
{
    const char *name = byte_name(code);
    return str_fmt(a, "U+%04X%s%s", (unsigned)code, name ? " " : "", name ? name : "");
}

// The character itself says more than its kind: "holds a zero-width space (U+200B)".
static struct str what_words(const struct fault *fault, const struct value *v, struct arena *a)
{
    const char *name = byte_name(v->odd_byte);
    if (!(fault->facts & KEY_NON_ASCII) || v->odd_byte < 0x80)
        return str_of(fault->what);
    if (!name)
        return str_fmt(a, "%s (U+%04X)", fault->what, (unsigned)v->odd_byte);
    return str_fmt(a, "holds %s %s (U+%04X)", strchr("aeiou", name[0]) ? "an" : "a", name,
                   (unsigned)v->odd_byte);
}

// A character that carries nothing can be taken out; a look-alike letter or hyphen stands for one
// that is lost.
static bool carries_nothing(uint32_t code)
{
    return code == 0xa0 || code == 0xad || (code >= 0x2007 && code <= 0x200f) ||
           (code >= 0x2018 && code <= 0x201f) || code == 0x2039 || code == 0x203a || code == 0x85 ||
           (code >= 0x2028 && code <= 0x202f) || code == 0x2060 || code == 0x3000 ||
           code == 0xfeff || code == 0xab || code == 0xbb;
}

static const struct dotenv_file *file_of(const struct inquiry *q, const struct origin *o)
{
    for (size_t i = 0; o->kind == ORIGIN_FILE && i < q->snap->dotenv.n; i++)
        if (str_eq(q->snap->dotenv.items[i].path, o->loc.file))
            return &q->snap->dotenv.items[i];
    return NULL;
}

// JavaScript's trim() takes a no-break space and a byte-order mark off an end as well, and axios
// leaves line breaks and invisible characters out wherever they stand.
static bool trims_all_of_it(const struct inquiry *q, const struct value *v)
{
    struct str sent = q->here->auth;
    uint32_t stays = STAYS & ~(uint32_t)(KEY_INNER_NEWLINE | KEY_CONTROL);
    if (q->here->key_fate != KEY_FATE_TRIMMED || (v->facts & stays))
        return false;
    for (size_t i = 0; i < sent.n; i++)
        if ((unsigned char)sent.p[i] > 0x7e)
            return false;
    return true;
}

static void add_fault(const struct rule *rule, struct inquiry *q, const struct fault *fault)
{
    struct arena *a = q->arena;
    const struct variable *v = q->uses.key;
    struct str name = variable_words(v, a);
    struct finding *f = finding_add(q, rule, v->name);
    if (trims_all_of_it(q, &v->value) &&
        (rule->arg == CRLF || rule->arg == WHITESPACE || rule->arg == INVISIBLE))
        f->severity = SEVERITY_WARNING;
    struct str what = what_words(fault, &v->value, a);
    f->title = str_fmt(a, "%.*s %.*s%.*s", STR_ARG(name), STR_ARG(what), STR_ARG(fate_words(q)));
    f->short_text = str_fmt(a, "%.*s %.*s", STR_ARG(name), STR_ARG(what));
    f->here = what;
    finding_variable(f, q, v);
    if (fault->facts & (BLANKS | KEY_TRAILING_CR | KEY_NON_ASCII) && v->value.odd_byte)
        finding_evidence(f, q, str_fmt(a, "byte %u", (unsigned)v->value.odd_offset + 1),
                         byte_words(v->value.odd_byte, a), v->origin);
    if (q->here->key_error.n)
        finding_evidence(f, q, str_of(q->client->id), q->here->key_error,
                         (struct origin){.kind = ORIGIN_NONE});
    if (rule->arg == INVISIBLE && !carries_nothing(v->value.odd_byte)) {
        finding_fix(f, q,
                    STR("Copy the key again from the dashboard (API Keys): a look-alike character "
                        "stands where a plain one was"),
                    STR_NONE);
        return;
    }
    const struct dotenv_file *file = rule->arg == CRLF ? file_of(q, &v->origin) : NULL;
    if (file && file->crlf)
        finding_fix(f, q,
                    str_fmt(a, "Save %.*s with LF line ends%.*s", STR_ARG(file->path),
                            STR_ARG(repair_copy_words(q, file->path))),
                    repair_rewrite(q, file->path, STR("tr -d '\\015'")));
    else
        repair_add(f, q, v, str_of(fault->remove), &fault->mend);
}

// The store that the key comes from is the nearer cause of a line feed at its end.
static bool told_by_store(const struct inquiry *q)
{
    for (size_t i = 0; i < q->findings->n; i++) {
        const struct finding *f = &q->findings->items[i];
        if (f->concerns && str_eq(str_of(f->rule->id), STR("key.secret-store-newline")))
            return true;
    }
    return false;
}

static void check_bytes(const struct rule *rule, struct inquiry *q)
{
    const struct variable *v = q->uses.key;
    if (v == NULL || v->value.class != VALUE_SECRET)
        return;
    if (rule->arg == WHITESPACE && !(v->value.facts & STAYS) && told_by_store(q))
        return;
    const struct fault *fault = fault_of((enum family)rule->arg, v->value.facts);
    if (fault)
        add_fault(rule, q, fault);
}

// ---- key.bearer-missing ----

static void check_bearer_missing(const struct rule *rule, struct inquiry *q)
{
    const struct snippet *s = q->asked->snippet;
    if (s == NULL || s->auth == AUTH_FINE)
        return;
    struct origin o = origin_file(s->auth_loc);
    struct str place = origin_text(&o, q->arena);
    struct finding *f = finding_add(q, rule, place);
    f->title =
        str_fmt(q->arena, "The Authorization header of the call%s%.*s%s %s", place.n ? " (" : "",
                STR_ARG(place), place.n ? ")" : "", auth_fault_text(s->auth));
    f->short_text = f->title;
    f->playground = STR("Authorization: Bearer KEY");
    f->here = str_of(auth_fault_text(s->auth));
    finding_evidence(f, q, STR("Authorization"), f->here, o);
    finding_place(f, &o);
    finding_fix(f, q,
                STR("Write the header as Authorization: Bearer $NEXOROUTER_API_KEY, with the word, "
                    "one blank and no quotes around the key"),
                STR_NONE);
}

// ---- key.placeholder ----

static struct str placeholder_fix(const struct inquiry *q, const struct variable *v)
{
    struct str main = q->profile->key_variables.items[0];
    if (str_eq(v->name, STR(IN_CODE)))
        return str_fmt(q->arena,
                       "Let the code read %.*s from the environment in place of that text, and "
                       "set the variable to an active key from the dashboard (API Keys)",
                       STR_ARG(main));
    if (v->value.facts & KEY_UNEXPANDED)
        return STR("Put the value itself there, or start the program through the tool that "
                   "resolves the reference");
    return STR("Copy an active key in full from the dashboard (API Keys) and put it there");
}

static void check_placeholder(const struct rule *rule, struct inquiry *q)
{
    struct arena *a = q->arena;
    const struct variable *v = q->uses.key;
    if (v == NULL || !(v->value.facts & (KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED)))
        return;
    const char *kind = v->value.facts & KEY_MASKED       ? "a masked copy of the key"
                       : v->value.facts & KEY_UNEXPANDED ? "a reference that nothing resolved"
                                                         : "a placeholder";
    struct finding *f = finding_add(q, rule, v->name);
    f->title = str_fmt(a, "%.*s holds %s, not a key", STR_ARG(variable_words(v, a)), kind);
    f->short_text = str_fmt(a, "%.*s holds %s", STR_ARG(variable_words(v, a)), kind);
    f->here = str_of(kind);
    finding_variable(f, q, v);
    if (v->value.detail.n)
        finding_evidence(f, q, STR("form"), v->value.detail, v->origin);
    finding_fix(f, q, placeholder_fix(q, v), STR_NONE);
}

// ---- key.not-a-key ----

// Another variable of the same value, of a kind that is never a key of this gateway.
static const struct variable *same_as(const struct inquiry *q, const struct variable *v)
{
    for (size_t i = 0; i < q->context->vars.n; i++) {
        const struct variable *other = &q->context->vars.items[i];
        enum name_role role = name_role(other->name);
        if ((role == NAME_BASE_URL || role == NAME_ORG || role == NAME_MODEL) &&
            value_same(&other->value, &v->value))
            return other;
    }
    return NULL;
}

static const char *not_a_key(uint32_t facts)
{
    // clang-format off
    static const struct { uint32_t fact; char what[60]; } rows[] = {
        {KEY_URL, "a URL"}, {KEY_PATH, "a path"}, {KEY_JSON, "JSON"}, {KEY_EMAIL, "an e-mail address"},
        {KEY_COMMAND, "a piece of a command line"},
        {KEY_ASSIGNMENT, "an assignment (NAME=...) with the key behind it"},
        {KEY_ID, "an id of an account, project or assistant"},
        {KEY_PERCENT, "a percent-encoded key, as URLs write it (%2D, %3D)"},
        {KEY_TWO_JOINED, "two keys without anything between them"},
        {KEY_TRAILING_PUNCT, "a key with a punctuation mark at its end"},
    };
    // clang-format on
    if (facts & (KEY_PLACEHOLDER | KEY_UNEXPANDED | KEY_MASKED))
        return NULL;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (facts & rows[i].fact)
            return rows[i].what;
    return NULL;
}

static void check_not_a_key(const struct rule *rule, struct inquiry *q)
{
    static const struct mend unassign = {
        "sed 's/^export[[:blank:]]*//; s/^[A-Za-z_][A-Za-z0-9_-]*[[:blank:]]*[=:][[:blank:]]*//'",
        "sub(/(export[ \\t]+)?[A-Za-z_][A-Za-z0-9_-]*[ \\t]*[=:][ \\t]*/,\"\",v)"};
    static const struct mend unpoint = {"sed 's/[],;)}.\\\\]*$//'",
                                        "sub(/[],;)}.\\\\]+[ \\t\\r]*$/,\"\",v)"};
    static const struct mend decode = {
        "sed 's/%2[Dd]/-/g; s/%5[Ff]/_/g; s/%2[Bb]/+/g; s/%3[Dd]/=/g; s/%2[Ff]/\\//g; "
        "s/%2[Ee]/./g; "
        "s/%0[AaDd]//g; s/%20//g; s/%2[27]//g'",
        "gsub(/%2[Dd]/,\"-\",v);gsub(/%5[Ff]/,\"_\",v);gsub(/%2[Bb]/,\"+\",v);"
        "gsub(/%3[Dd]/,\"=\",v);gsub(/%2[Ff]/,\"/\",v);gsub(/%2[Ee]/,\".\",v);"
        "gsub(/%0[AaDd]|%20|%2[27]/,\"\",v)"};
    struct arena *a = q->arena;
    const struct variable *v = q->uses.key;
    if (v == NULL || v->value.class != VALUE_SECRET)
        return;
    const struct variable *twin = same_as(q, v);
    const char *what = twin ? "the value of another variable" : not_a_key(v->value.facts);
    if (what == NULL || (v->value.facts & KEY_QUOTED && v->value.facts & KEY_TRAILING_PUNCT))
        return;
    struct finding *f = finding_add(q, rule, v->name);
    // What a key may end in, or whether one may repeat itself, is not documented.
    uint32_t doubtful = KEY_TWO_JOINED | KEY_TRAILING_PUNCT;
    if (!twin &&
        !(v->value.facts & (KEY_URL | KEY_PATH | KEY_JSON | KEY_EMAIL | KEY_COMMAND |
                            KEY_ASSIGNMENT | KEY_ID | KEY_PERCENT)) &&
        v->value.facts & doubtful)
        f->severity = SEVERITY_WARNING;
    f->title = str_fmt(a, "%.*s holds %s", STR_ARG(variable_words(v, a)), what);
    f->short_text = f->title;
    f->here = str_of(what);
    finding_variable(f, q, v);
    finding_variable(f, q, twin);
    if (v->value.facts & KEY_ASSIGNMENT)
        repair_add(f, q, v, STR("the name and the equals sign"), &unassign);
    else if (v->value.facts & KEY_PERCENT)
        repair_add(f, q, v, STR("the percent-encoding"), &decode);
    else if (f->severity == SEVERITY_WARNING && v->value.facts & KEY_TRAILING_PUNCT)
        repair_add(f, q, v, STR("the punctuation mark"), &unpoint);
    else
        finding_fix(f, q,
                    STR("Copy an active key from the dashboard (API Keys) and put it there; if the "
                        "fields were swapped, swap them back"),
                    STR_NONE);
}

const struct rule key_rules[] = {
    {.id = "key.whitespace",
     .rank = 20,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title =
         "blank, tab, CR or LF at an end of the key, or inside it; warning for clients that trim",
     .why = "Some clients refuse such a header, so that it looks like a network fault "
            "(\"Connection error.\"), some send it and get invalid_api_key, some trim it and work.",
     .escape = COPIED,
     .explain = "Look at the bytes (printf %s \"$NEXOROUTER_API_KEY\" | od -c | tail -2) and trim "
                "the value where it is stored.",
     .check = check_bytes,
     .arg = WHITESPACE},
    {.id = "key.crlf",
     .rank = 20,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "the key ends in CR (file saved with CRLF line ends); warning for clients that trim",
     .why = "A shell that reads a file with Windows line ends keeps the CR in every value; in a "
            "header it is refused or sent as part of the key.",
     .escape = COPIED,
     .explain = "Save the file with LF line ends (dos2unix, or the editor's line-end setting) and "
                "read it again.",
     .check = check_bytes,
     .arg = CRLF},
    {.id = "key.invisible-char",
     .rank = 20,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "a byte outside printable ASCII in the key",
     .why = "A zero-width or no-break space, a smart quote or a look-alike hyphen came with a copy "
            "from a chat or a page: Python and Node refuse to encode it, others send another key.",
     .escape = COPIED,
     .explain = "The evidence names the character and its place. Copy the key again from the "
                "dashboard.",
     .check = check_bytes,
     .arg = INVISIBLE},
    {.id = "key.quotes-kept",
     .rank = 20,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "the quotes of the file became part of the value",
     .why = "docker and podman --env-file, kubectl, make and compose list entries do not strip "
            "quotes as a shell would: the gateway gets a key with quotes and answers "
            "invalid_api_key.",
     .escape = COPIED,
     .explain = "Take the quotes out of that file.",
     .check = check_bytes,
     .arg = QUOTES},
    {.id = "key.bearer-prefix",
     .rank = 20,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "the value begins with \"Bearer \"; the client adds it a second time",
     .why = "The header becomes Authorization: Bearer Bearer ..., which the gateway cannot read.",
     .escape = COPIED,
     .explain = "Keep only the key in the variable; clients add the scheme themselves.",
     .check = check_bytes,
     .arg = BEARER},
    {.id = "key.bearer-missing",
     .rank = 20,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "the call's own header lacks Bearer, or the one blank after it (compare --snippet, "
              "staged code)",
     .why = "The gateway wants exactly: Authorization: Bearer KEY. Anything else is answered with "
            "invalid_api_key.",
     .escape = "The Playground builds the header itself, as its snippets show.",
     .explain = "Compare the header letter by letter with the Playground's snippet.",
     .check = check_bearer_missing},
    {.id = "key.placeholder",
     .rank = 21,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "a placeholder, a masked copy, or an unexpanded reference",
     .why = "The program sends that text as the key and gets invalid_api_key.",
     .escape = COPIED,
     .explain = "Reveal the key in the dashboard (API Keys), copy it in full, and put it where the "
                "placeholder stands.",
     .check = check_placeholder},
    {.id = "key.not-a-key",
     .rank = 21,
     .severity = SEVERITY_ERROR,
     .mode = "S",
     .title = "a URL, a path, JSON, an e-mail or another variable's value",
     .why = "Something else was pasted into the key's place; the gateway answers invalid_api_key.",
     .escape = COPIED,
     .explain = "Look which field the value belongs to, and put an active key in its place.",
     .check = check_not_a_key},
};
const size_t key_rules_n = sizeof(key_rules) / sizeof(key_rules[0]);
