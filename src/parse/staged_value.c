// SPDX-License-Identifier: MIT
#include "parse/staged_value.h"

#include "parse/staged_command.h"
#include "parse/staged_default.h"
#include "parse/staged_yaml.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

// A pair whose value has a label of its own: Kubernetes' next line, `"value": "` of task lists and
// templates, <add key=... value=...>; options of the commands that store it.
static const char *const value_labels[] = {
    "value:",  "value\":", "value=",  "value =", "--value ", "--value=",
    "--body ", "--body=",  "-value ", "-b ",     "-w "};

const char *staged_value_label(size_t i)
{
    return i < COUNT(value_labels) ? value_labels[i] : NULL;
}

bool staged_is_value_byte(char c)
{
    return byte_is_alnum(c) || one_of(c, "_-.+/=~");
}

// Letters and digits mixed as no word of a program mixes them.
static bool generated(struct str s)
{
    size_t digits = 0, letters = 0, capitals = 0;
    for (size_t i = 0; i < s.n; i++) {
        digits += byte_is_digit(s.p[i]);
        letters += byte_is_alpha(s.p[i]);
        capitals += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    bool constant = capitals == letters && str_chr(s, '_') != STR_NOWHERE; // a name: LLM_KEY_2024
    return digits >= 2 && letters >= 4 && !constant && !str_has(s, STR("API_KEY")) &&
           !str_has(s, STR("process.")) && !str_has(s, STR("://"));
}

// "12345678", "abcdefgh", "a1b2c3d4e5": no generator draws it. `step`: how far apart the bytes are
// that follow each other.
static bool counts(struct str s, size_t step)
{
    enum { RUN = 8 };
    size_t run = step, back = step;
    for (size_t i = step; i < s.n && run < RUN && back < RUN; i++) {
        char c = byte_lower(s.p[i]), before = byte_lower(s.p[i - step]);
        run = c == before + 1 || (c == '0' && before == '9') ? run + 1 : step;
        back = step > 1 && (c == before - 1 || (c == '9' && before == '0')) ? back + 1 : step;
    }
    return run == RUN || back == RUN;
}

static bool counts_up(struct str s)
{
    return counts(s, 1) || counts(s, 2);
}

// "my-super-secret-key-12345": three or more words or numbers, and no mixture.
static bool is_phrase(struct str s)
{
    struct str word;
    size_t words = 0;
    while (str_word(&s, "-_./", &word)) {
        size_t digits = 0;
        for (size_t i = 0; i < word.n; i++) {
            digits += byte_is_digit(word.p[i]);
            if (!byte_is_digit(word.p[i]) && (word.p[i] < 'a' || word.p[i] > 'z'))
                return false;
        }
        if (digits && digits < word.n)
            return false;
        words++;
    }
    return words > 2;
}

// Words by which a made-up value says so: between separators, so that no text drawn at random has one.
static bool says_made_up(struct str s)
{
    static const char *const words[] = {"your",     "here",    "fake",    "dummy",       "example",
                                        "sample",   "mock",    "invalid", "placeholder", "redacted",
                                        "changeme", "replace", "insert",  "tests",       "notreal"};
    static const char *const phrases[] = {"test-key", "test_key", "test-api", "test_api",
                                          "key-for",  "key_for",  "not-a",    "not_a"};
    struct str rest = s, word;
    if (counts_up(s) || is_phrase(s) || str_has(s, STR("EXAMPLE")))
        return true;
    for (size_t i = 0; i < COUNT(phrases); i++)
        if (str_find_icase(s, str_of(phrases[i])) != STR_NOWHERE)
            return true;
    while (str_word(&rest, "-_./", &word))
        for (size_t i = 0; i < COUNT(words); i++)
            if (str_eq_icase(word, str_of(words[i])))
                return true;
    return false;
}

// A certificate, or a key that is for everybody.
static bool is_public(struct str s)
{
    return (str_starts(s, STR("MII")) && s.n >= 40) || str_starts(s, STR("AAAAB3NzaC1")) ||
           str_starts(s, STR("AAAAC3NzaC1"));
}

bool staged_is_generated(struct str value)
{
    return value.n >= 16 && value.n <= 512 && generated(value) && !is_public(value) &&
           !says_made_up(value);
}

// "data.secrets_v2.llm12.value": names and dots, and hardly a digit.
bool staged_is_expression(struct str s)
{
    size_t digits = 0;
    struct str rest = s, word;
    while (str_cut(&rest, '.', &word)) {
        if (word.n == 0 || byte_is_digit(word.p[0]))
            return false;
        for (size_t i = 0; i < word.n; i++) {
            digits += byte_is_digit(word.p[i]);
            if (!byte_is_alnum(word.p[i]) && word.p[i] != '_')
                return false;
        }
    }
    return str_chr(s, '.') != STR_NOWHERE && digits * 8 <= s.n;
}

// `: string = "`, `: &str = "`, `: Final[str] = "`: the type stands between, and the value behind.
void staged_skip_type(struct str *s)
{
    size_t n = 0;
    while (n < s->n && n < 40 && (byte_is_alnum(s->p[n]) || one_of(s->p[n], " \t_&'<>[]|.,?")))
        n++;
    if (n > 0 && n + 1 < s->n && s->p[n] == '=' && s->p[n + 1] != '=')
        *s = str_from(*s, n + 1);
}

// A block that declares the variable and its default: Terraform's variable "x" { default = "..." }.
static bool take_default(struct str *s)
{
    struct str block = str_trim_left_set(*s, "\"' \t"), word = STR("default");
    if (block.n == 0 || block.p[0] != '{')
        return false;
    block = str_slice(block, 0, str_chr(block, '}'));
    size_t at = str_find(block, word);
    if (at == STR_NOWHERE)
        return false;
    struct str value = str_trim_left_set(str_from(block, at + word.n), " \t");
    if (value.n == 0 || value.p[0] != '=')
        return false;
    *s = str_from(value, 1);
    return true;
}

// Over a label of the value; a property list's is an element of its own.
bool staged_take_label(struct str *s)
{
    struct str rest = str_trim_left_set(*s, "\"'\\, \t\r\n"), list = STR("</key>");
    const char *label;
    if (take_default(s))
        return true;
    for (size_t i = 0; (label = staged_value_label(i)); i++)
        if (str_starts_icase(rest, str_of(label))) {
            *s = str_from(rest, strlen(label));
            return true;
        }
    if (!str_starts_icase(rest, list))
        return false;
    *s = str_trim_left_set(str_from(rest, list.n), " \t\r\n");
    if (str_starts(*s, STR("<string>")))
        *s = str_from(*s, 8);
    return true;
}

// A pair of name and value with something else between them: {"key": NAME, "type": ..., "value": ...},
// Kubernetes' lines. To the end of the object, the tag or the item.
static bool take_far_label(struct str *s, struct str before)
{
    enum { FAR = 240 };
    static const char *const ends[] = {"}", ">", "\n-", " - ", "\n\n"};
    static const char *const names[] = {"name", "key", "var", "variable"};
    struct str object = str_slice(*s, 0, FAR), label = STR("value");
    before = str_trim_right_set(before, "\"' \t=:");
    bool pair = false;
    for (size_t i = 0; i < COUNT(names); i++)
        pair |= str_ends_icase(before, str_of(names[i]));
    for (size_t i = 0; i < COUNT(ends); i++)
        object = str_slice(object, 0, str_find(object, str_of(ends[i])));
    size_t at = pair ? str_find_icase(object, label) : STR_NOWHERE;
    if (at == STR_NOWHERE)
        return false;
    struct str rest = str_trim_left_set(str_from(*s, at + label.n), "\"' \t");
    if (rest.n == 0 || !one_of(rest.p[0], ":="))
        return false;
    *s = str_from(rest, 1);
    return true;
}

// Over what code and YAML put around a literal: `SecretStr("`, `default="`, `b"`, `( "`, `|`, `{ value =`.
void staged_skip_wrapping(struct str *s)
{
    static const char *const words[] = {
        "ref(",     "useState(", "useRef(",  "SecretStr(",
        "Field(",   "str(",      "String(",  "JSON.stringify(",
        "default=", "default:",  "default(", "default_factory=lambda:",
        "Bearer ",  "bearer "};
    bool more = true;
    while (more) {
        struct str rest = str_trim_left_set(*s, " \t");
        more = false;
        for (size_t i = 0; i < COUNT(words) && !more; i++)
            if ((more = str_starts(rest, str_of(words[i]))))
                *s = str_from(rest, strlen(words[i]));
        if (more)
            continue;
        size_t sign = rest.n && one_of(rest.p[0], "|>");
        while (sign && sign < rest.n && one_of(rest.p[sign], "+-123456789"))
            sign++;
        struct str inside = str_trim_left_set(str_from(rest, rest.n > 0), " \t\r\n");
        if (sign && sign < rest.n && one_of(rest.p[sign], "\r\n")) { // a block of YAML
            *s = str_trim_left_set(str_from(rest, sign), " \t\r\n");
        } else if (rest.n && rest.p[0] == '{' && staged_take_label(&inside)) {
            *s = inside;
        } else if (rest.n && one_of(rest.p[0], "({") && inside.n && one_of(inside.p[0], "\"'")) {
            *s = inside;
        } else if (rest.n > 1 && one_of(rest.p[0], "bBrRfFuU@") && one_of(rest.p[1], "\"'")) {
            *s = str_from(rest, 1);
        } else if (rest.n > 7 && one_of(rest.p[0], "\"'`") &&
                   str_starts_icase(str_from(rest, 1), STR("bearer "))) {
            *s = str_from(rest, 8);
        } else if (rest.n && rest.p[0] == '&') { // YAML's anchor
            struct str word;
            str_word(&rest, " \t", &word);
            *s = rest;
        }
    }
}

// Lisp's `(or (System/getenv "X") "...")`, `(get env "X" "...")`.
static bool take_lisp(struct str *s, struct str before)
{
    struct str behind = str_from(*s, 1);
    size_t n = str_until(behind, "\"\n");
    struct str between = str_slice(behind, 0, n);
    bool closed = str_chr(between, ')') != STR_NOWHERE;
    if (s->n == 0 || s->p[0] != '"' || n == behind.n || behind.p[n] != '"' ||
        str_trim_set(between, ") ").n || !str_has(before, closed ? STR("(or ") : STR("(get ")))
        return false;
    *s = str_from(behind, n);
    return true;
}

// Steps over what joins the variable to a value: `=`, `: `, `", "` (of a default or a setter), `||`,
// `??`, a blank behind `set -x` and `ENV`, an element's `>`, a label. False when nothing does.
static bool take_joint(struct str *s, struct str before)
{
    static const char *const joints[] = {"==",  "=>", "=",    "<-", ":=",  "::=", ":::=", "?=",
                                         "||=", "||", "?\?=", "??", "%3D", "%3d", ":"};
    static const char *const setters[] = {
        "set", "setx", "setenv", "ENV", "SETX", "#define", "%env", "%set_env", "set-environment"};
    struct str rest = str_trim_left_set(*s, "\"'`])\\ \t"), word;
    if (rest.n > 1 && rest.p[0] == '!' && rest.p[1] != '=') // TypeScript's: it is there
        rest = str_trim_left_set(rest, "\"'`])!\\ \t");
    if (staged_take_yaml(before, s) || staged_take_label(s) || take_far_label(s, before))
        return true;
    bool perl = str_ends(str_trim_right_set(before, "'\""), STR("ENV{"));
    if (rest.n && rest.p[0] == '}' && (perl || str_ends(before, STR("${env:")))) // PowerShell's
        rest = str_trim_left_set(rest, "} \t");
    if (str_starts(rest, STR("}  ")) && str_ends(before, STR("${"))) { // Robot Framework's
        *s = str_trim_left_set(rest, "} \t");
        return true;
    }
    for (size_t i = 0; i < COUNT(joints); i++)
        if (str_starts(rest, str_of(joints[i]))) {
            *s = str_from(rest, strlen(joints[i]));
            if (i == COUNT(joints) - 1)
                staged_skip_type(s);
            return i > 0;
        }
    if (rest.n && rest.p[0] == ',') {
        *s = str_trim_left_set(str_from(rest, 1), " \t\\");
        if (s->n && one_of(s->p[0], "\r\n")) // in the next line
            *s = str_trim_left_set(*s, " \t\r\n");
        staged_skip_wrapping(s);
        return s->n && one_of(s->p[0], "\"'`");
    }
    // Python's `or "..."`, Ruby's { "..." }
    size_t other = str_starts(rest, STR("or ")) ? 3 : str_starts(rest, STR("{ ")) ? 2 : 0;
    if (other && rest.n > other && one_of(rest.p[other], "\"'")) {
        *s = str_from(rest, other);
        return true;
    }
    if (take_lisp(s, before))
        return true;
    // <string name="...">, <string name="..." translatable="false">, <entry key="...">
    if (rest.n && before.n > 1 && before.p[before.n - 2] == '=' &&
        str_find(rest, STR("=\"")) < str_chr(rest, '>'))
        rest = str_from(rest, str_chr(rest, '>'));
    if (rest.n && rest.p[0] == '>' && before.n > 1 && before.p[before.n - 2] == '=') {
        *s = str_from(rest, 1);
        return true;
    }
    if (s->n && s->p[0] == '>' && before.n && before.p[before.n - 1] == '<') {
        *s = str_from(*s, 1);
        return true;
    }
    str_word(&before, " \t", &word);
    word = str_trim_left_set(word, "(\"");
    struct str value = str_trim_left_set(*s, "\"')"); // (setenv "X" "..."), Tcl's set env(X) ...
    for (size_t i = 0; i < COUNT(setters) && value.n && one_of(value.p[0], " \t"); i++)
        if (str_eq(word, str_of(setters[i]))) {
            *s = value;
            return true;
        }
    bool lines = str_eq(word, STR("define")) && s->n && one_of(s->p[0], "\r\n"); // Make's
    *s = lines ? str_trim_left_set(*s, "\r\n") : *s;
    return lines;
}

// A row of a table: the cell behind.
static bool take_cell(struct str *s, struct str path)
{
    static const char *const tables[] = {".csv", ".tsv", ".psv"};
    for (size_t i = 0; i < COUNT(tables); i++) {
        struct str rest = str_trim_left_set(*s, "\"' ");
        if (!str_ends_icase(path, str_of(tables[i])) || rest.n == 0 || !one_of(rest.p[0], ",;|\t"))
            continue;
        *s = str_from(rest, 1);
        return true;
    }
    return false;
}

// `value="..." name="NAME"`: the pair the other way round, in the same tag or object.
static struct str valued_before(struct str before)
{
    static const char *const open[] = {"value=", "value\":", "value:", "fromMaybe", "~default:"};
    size_t tag = str_rchr(before, '>');
    bool over = tag != STR_NOWHERE && tag > 0 && before.p[tag - 1] != '$'; // Haskell's <$>
    before = str_from(before, over ? tag + 1 : 0);
    before = str_from(before, str_rchr(before, '}') == STR_NOWHERE ? 0 : str_rchr(before, '}') + 1);
    for (size_t i = 0; i < COUNT(open); i++) {
        size_t at = str_find_icase(before, str_of(open[i]));
        if (at == STR_NOWHERE)
            continue;
        struct str s = str_trim_left_set(str_from(before, at + strlen(open[i])), " \t"), value;
        if (s.n == 0 || !one_of(s.p[0], "\"'"))
            continue;
        value = str_slice(s, 1, 1 + str_chr(str_from(s, 1), s.p[0]));
        size_t n = 0;
        while (n < value.n && staged_is_value_byte(value.p[n]))
            n++;
        if (n == value.n && staged_is_generated(value))
            return value;
    }
    return STR_NONE;
}

struct str staged_assigned(const struct staged_place *p)
{
    struct str s = str_slice(p->text, p->at + p->n, p->at + p->n + 1024);
    struct str before = str_slice(p->text, (size_t)(p->line.p - p->text.p), p->at);
    struct str behind = s;
    if (!take_joint(&s, before)) {
        s = behind;
        if (!take_cell(&s, p->path)) {
            struct str value = staged_default(p->text, p->at + p->n);
            if (!str_present(value))
                value = valued_before(before);
            return str_present(value) ? value : staged_handed(p);
        }
    }
    staged_skip_wrapping(&s);
    s = str_trim_left_set(s, " \t\"'`\\");
    size_t n = 0;
    while (n < s.n && staged_is_value_byte(s.p[n]))
        n++;
    if (n < s.n && one_of(s.p[n], "([{$")) // an expression goes on here
        return staged_default(p->text, p->at + p->n);
    struct str value = str_slice(s, 0, n);
    bool quoted = one_of(value.p[-1], "\"'`");
    return staged_is_generated(value) && (quoted || !staged_is_expression(value))
               ? value
               : staged_default(p->text, p->at + p->n);
}
