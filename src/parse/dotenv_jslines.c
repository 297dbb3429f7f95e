// SPDX-License-Identifier: MIT
// JavaScript loaders with a grammar of their own: env-cmd 11, heroku local (node-foreman's),
// the VS Code Python extension, firebase functions.
#include "parse/dotenv_impl.h"

#include <jansson.h>

static struct str js_trim(struct str s)
{
    return trim_spaces(s, SPACES_JS);
}

static size_t js_line_stop(struct str s, size_t i)
{
    while (i < s.n && !js_line_end_at(s, i))
        i++;
    return i;
}

// --- env-cmd ---

static void env_cmd_line(struct load *l, struct str line, size_t pos)
{
    size_t eq = str_chr(str_from(line, 1), '='); // at least one character in front
    if (line.n == 0 || eq == STR_NOWHERE)
        return;
    struct str name = js_trim(str_slice(line, 0, eq + 1)), v = js_trim(str_from(line, eq + 2));
    if (v.n && byte_in(v.p[0], "'\""))
        v = str_slice(v, 1, str_rchr(v, v.p[0])); // unclosed: nothing
    else
        v = js_trim(str_slice(v, 0, str_chr(v, '#')));
    load_set(l, name, unescape(v, "n", "\n", l->a), pos);
}

// Lines end where a JavaScript pattern says so; a comment is a line whose first character is "#".
void parse_env_cmd(struct load *l)
{
    struct str s = l->text;
    for (size_t at = 0, stop; at < s.n; at = stop + js_line_end_at(s, stop)) {
        stop = js_line_stop(s, at);
        struct str line = str_slice(s, at, stop);
        struct str first = trim_left(line, SPACES_JS);
        if (first.n && first.p[0] != '#')
            env_cmd_line(l, line, at);
        if (stop == s.n)
            break;
    }
}

// --- heroku local ---

// The first blanks and "#" behind which the line goes on to its end.
static struct str heroku_uncomment(struct str v)
{
    size_t last_end = 0; // behind the last line end no "#" is in the way
    for (size_t i = 0; i < v.n; i++)
        if (js_line_end_at(v, i))
            last_end = i + js_line_end_at(v, i);
    size_t hash = str_chr(str_from(v, last_end), '#');
    if (hash == STR_NOWHERE)
        return v;
    return trim_right(str_slice(v, 0, last_end + hash), SPACES_JS);
}

static void heroku_line(struct load *l, struct str line, size_t pos)
{
    size_t eq = str_chr(line, '=');
    struct str name = js_trim(str_slice(line, 0, eq));
    struct str v = eq == STR_NOWHERE ? STR("") : js_trim(str_from(line, eq + 1));
    if (v.n && byte_in(v.p[0], "'\"")) {
        size_t close = str_chr(str_from(v, 1), v.p[0]);
        if (close == STR_NOWHERE) {
            load_fail_at(l, "a quote is not closed: the program dies", pos);
            return;
        }
        v = str_slice(v, 1, close + 1);
    } else {
        v = heroku_uncomment(v);
    }
    load_set(l, name, v, pos);
}

// camelCase becomes CAMEL_CASE.
static struct str snake_upper(struct str s, struct arena *a)
{
    struct buf out = buf_in(a);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= 'A' && s.p[i] <= 'Z')
            buf_byte(&out, '_');
        buf_byte(&out, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i]);
    }
    return buf_str(&out);
}

static struct str json_text(const json_t *v, struct arena *a)
{
    if (json_is_string(v))
        return str_dup((struct str){json_string_value(v), json_string_length(v)}, a);
    if (json_is_true(v) || json_is_false(v))
        return json_is_true(v) ? STR("true") : STR("false");
    if (json_is_integer(v))
        return str_fmt(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    return str_fmt(a, "%.17g", json_real_value(v));
}

enum { JSON_DEPTH = 24, JSON_PATH = 1024 };

static void json_walk(struct load *l, json_t *at, struct str path, int depth)
{
    if (depth > JSON_DEPTH || path.n > JSON_PATH)
        return;
    if (!json_is_object(at) && !json_is_array(at)) {
        if (path.n && !json_is_null(at))
            load_set(l, path, json_text(at, l->a), 0);
        return;
    }
    size_t i;
    const char *key;
    json_t *item;
    struct str join = path.n ? STR("_") : STR("");
    path = str_join(path, join, l->a);
    json_array_foreach(at, i, item)
        json_walk(l, item, str_fmt(l->a, "%.*s%zu", STR_ARG(path), i), depth + 1);
    json_object_foreach(at, key, item)
    {
        struct str name = snake_upper(str_of(key), l->a);
        json_walk(l, item, str_join(path, name, l->a), depth + 1);
    }
}

static bool heroku_json(struct load *l)
{
    struct str s = trim_left(l->text, SPACES_ASCII);
    if (s.n == 0 || !(byte_in(s.p[0], "{[\"tfn-") || byte_is_digit(s.p[0])))
        return false;
    json_error_t error;
    json_t *root = json_loadb(l->text.p, l->text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (!root)
        return false;
    json_walk(l, root, STR(""), 0);
    json_decref(root);
    return true;
}

// End of the last line end inside of s[from, to), or `from`: where "$" holds.
static size_t last_line_end(struct str s, size_t from, size_t to)
{
    for (size_t i = to; i > from; i--)
        if (js_line_end_at(s, i - 1) && i - 1 + js_line_end_at(s, i - 1) <= to)
            return i - 1;
    return STR_NOWHERE;
}

// text.replace(/^\s*#.*$/gm, "") or text.replace(/^\s*$/gm, ""): what a line start, white space
// and (a comment up to) a line's end span, lines in between included. A CR or U+2028 ends a line
// here, but only LF does for what follows.
static struct str heroku_strip(struct load *l, struct str s, bool comments)
{
    struct buf out = buf_in(l->a);
    for (size_t at = 0; at < s.n;) { // at: a line start
        size_t first = skip_spaces(s, at, SPACES_JS), end = STR_NOWHERE;
        if (comments && first < s.n && s.p[first] == '#')
            end = js_line_stop(s, first);
        else if (!comments)
            end = first == s.n ? s.n : last_line_end(s, at, first);
        size_t from = end == STR_NOWHERE ? at : end;
        at = js_line_stop(s, end == STR_NOWHERE ? first : end);
        at += js_line_end_at(s, at);
        buf_add(&out, str_slice(s, from, at));
    }
    return buf_str(&out);
}

void parse_heroku(struct load *l)
{
    if (heroku_json(l))
        return;
    struct str s = heroku_strip(l, heroku_strip(l, l->text, true), false), line;
    l->text = s;
    for (size_t at = 0, from = 0; !l->failed && next_line(s, &at, &line); from = at) {
        line = js_trim(line);
        if (line.n > 2)
            heroku_line(l, line, from);
    }
}

// --- VS Code Python ---

static bool vscode_line(struct str line, struct str *name, struct str *v)
{
    size_t at = skip_spaces(line, 0, SPACES_JS), end = at;
    while (end < line.n && line.p[end] == '_')
        end++;
    if (end >= line.n || !byte_is_alpha(line.p[end]))
        return false;
    while (end < line.n && byte_is_word(line.p[end]))
        end++;
    size_t eq = skip_spaces(line, end, SPACES_JS);
    if (eq >= line.n || line.p[eq] != '=')
        return false;
    *name = str_slice(line, at, end);
    *v = js_trim(str_from(line, eq + 1));
    return js_line_stop(*v, 0) == v->n;
}

// The line that references are looked for in: where it stops, and what stands behind its last "}".
// Found once a line, or a value of many "${" would be gone over once for each.
struct vscode_span {
    bool known;
    size_t stop, close;
};

static void vscode_find(struct vscode_span *line, struct str v, size_t from)
{
    if (line->known && from <= line->stop)
        return;
    line->known = true;
    line->stop = line->close = js_line_stop(v, from);
    while (line->close > from && v.p[line->close - 1] != '}')
        line->close--;
}

// "${" name "}"; with anything behind the name up to the last "}" of the line it is bogus, and
// then nothing in the value is replaced.
static size_t vscode_reference(struct str v, size_t at, struct vscode_span *line, struct str *name,
                               bool *bogus)
{
    size_t from = at + 2, end = from;
    if (end < v.n && byte_is_alpha(v.p[end]))
        while (end < v.n && byte_is_word(v.p[end]))
            end++;
    *name = str_slice(v, from, end);
    *bogus = false;
    if (end < v.n && v.p[end] == '}')
        return end + 1;
    vscode_find(line, v, end + (end < v.n));
    *bogus = true;
    bool starts = end < v.n && !byte_is_word(v.p[end]);
    return starts && line->close > end + 1 ? line->close : 0;
}

static struct str vscode_expand(struct load *l, struct str v)
{
    struct buf out = buf_in(l->a);
    struct vscode_span line = {.known = false};
    size_t seen = 0;
    bool invalid = false;
    size_t i = 0, end;
    while (i < v.n) {
        struct str name;
        bool bogus;
        bool opens = v.p[i] == '$' && i + 1 < v.n && v.p[i + 1] == '{';
        if (!opens || (end = vscode_reference(v, i, &line, &name, &bogus)) == 0) {
            buf_byte(&out, v.p[i++]);
            continue;
        }
        if (i > 0 && v.p[i - 1] == '\\') {
            buf_add(&out, str_slice(v, i, end));
        } else if (bogus || name.n == 0) {
            invalid = true;
        } else {
            struct str value = load_file_value(l, name);
            buf_add(&out, value.n ? value : load_env(l, name));
        }
        i = end;
        if (!load_spend_growth(l, &seen, out.n))
            break;
    }
    return invalid ? v : buf_str(&out);
}

void parse_vscode(struct load *l)
{
    struct str line, name, v;
    for (size_t at = 0, from = 0; next_line(l->text, &at, &line); from = at) {
        if (!vscode_line(line, &name, &v))
            continue;
        struct str inside = quoted_pair(v, "'\"");
        if (str_present(inside))
            v = unescape(inside, "n", "\n", l->a);
        v = vscode_expand(l, v);
        load_set(l, name, replace_all(v, STR("\\$"), STR("$"), l->a), from);
    }
}

// --- firebase functions ---

static const struct d1 firebase = {.spaces = SPACES_JS,
                                   .key_extra = "./",
                                   .quotes = "'\"",
                                   .export_glued = true,
                                   .tabs_after_eq = true,
                                   .js_lines = true,
                                   .always_value = true,
                                   .comment_to_lf = true};

static const char reserved[][32] = {"FIREBASE_CONFIG",
                                    "CLOUD_RUNTIME_CONFIG",
                                    "EVENTARC_CLOUD_EVENT_SOURCE",
                                    "ENTRY_POINT",
                                    "GCP_PROJECT",
                                    "GCLOUD_PROJECT",
                                    "GOOGLE_CLOUD_PROJECT",
                                    "FUNCTION_TRIGGER_TYPE",
                                    "FUNCTION_NAME",
                                    "FUNCTION_MEMORY_MB",
                                    "FUNCTION_TIMEOUT_SEC",
                                    "FUNCTION_IDENTITY",
                                    "FUNCTION_REGION",
                                    "FUNCTION_TARGET",
                                    "FUNCTION_SIGNATURE_TYPE",
                                    "K_SERVICE",
                                    "K_REVISION",
                                    "PORT",
                                    "K_CONFIGURATION"};
static const char *const reserved_prefixes[] = {"X_GOOGLE_", "FIREBASE_", "EXT_", "KIT_", NULL};

static bool upper_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_word(s.p[i]) || (s.p[i] >= 'a' && s.p[i] <= 'z'))
            return false;
    return s.n > 0 && !byte_is_digit(s.p[0]);
}

static bool firebase_name(struct str s)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (str_eq(s, str_of(reserved[i])))
            return false;
    bool allowed = (str_starts(s, STR("FIREBASE_SECRET_REF_")) && s.n > 20) ||
                   (str_starts(s, STR("EXT_MIGRATED_SYSTEM_")) && s.n > 20) ||
                   str_eq(s, STR("EXT_SELECTED_EVENTS"));
    for (size_t i = 0; reserved_prefixes[i] && !allowed; i++)
        if (str_starts(s, str_of(reserved_prefixes[i])))
            return false;
    return upper_name(s);
}

static void firebase_junk(struct load *l, struct str s, size_t from, size_t to)
{
    for (size_t at = from; at < to;) {
        size_t stop = at;
        while (stop < to && !byte_in(s.p[stop], "\r\n"))
            stop++;
        struct str line = js_trim(str_slice(s, at, stop));
        if (line.n && line.p[0] != '#')
            load_fail_at(l, "not a NAME=value line", at);
        at = stop + 1;
    }
}

static struct str firebase_value(struct load *l, struct str raw)
{
    struct str v = js_trim(raw), inside = quoted_pair(v, "'\"");
    if (!str_present(inside))
        return v;
    return v.p[0] == '"' ? unescape(inside, "nrtv\\'\"", "\n\r\t\v\\'\"", l->a) : inside;
}

void parse_firebase(struct load *l)
{
    size_t cr = str_chr(l->text, '\r'); // only the first line end is made plain
    if (cr != STR_NOWHERE) {
        bool crlf = cr + 1 < l->text.n && l->text.p[cr + 1] == '\n';
        struct str head = str_join(str_slice(l->text, 0, cr), STR("\n"), l->a);
        l->text = str_join(head, str_from(l->text, cr + 1 + crlf), l->a);
    }
    struct d1_match m;
    size_t at = 0;
    for (; d1_next(&firebase, l->text, at, &m); at = m.end) {
        firebase_junk(l, l->text, at, m.start);
        if (!firebase_name(m.key))
            load_fail_at(l, "this name is not allowed", m.start);
        load_set(l, m.key, firebase_value(l, m.value), m.start);
    }
    firebase_junk(l, l->text, at, l->text.n);
}
