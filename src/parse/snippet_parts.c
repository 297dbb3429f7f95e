// SPDX-License-Identifier: MIT
#include "parse/snippet_parts.h"

#include "base/number.h"
#include "parse/jsonio.h"
#include "parse/keyfacts.h"
#include "parse/names.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

// Stands in a text for what is not known: no header and no JSON string can hold it.
#define HOLE "\x1a"

enum { MESSAGES_MAX = 256, FAULTS_MAX = 64, HEADERS_MAX = 64 };

static struct loc loc_of(const struct snippet_reader *s, const struct literal *l)
{
    return (struct loc){s->path, l->line, l->column};
}

// The text with a hole for every variable and unknown; the first variable goes to *variable.
static struct str with_holes(const struct literal *l, struct str *variable, struct arena *a)
{
    struct buf b = buf_in(a);
    *variable = STR_NONE;
    for (size_t i = 0; i < l->parts.n; i++) {
        const struct part *p = &l->parts.items[i];
        if (p->kind == PART_TEXT) {
            buf_add(&b, p->text);
            continue;
        }
        if (p->kind == PART_VARIABLE && !str_present(*variable))
            *variable = p->text;
        buf_z(&b, HOLE);
    }
    return buf_str(&b);
}

static bool has_hole(struct str s)
{
    return str_chr(s, *HOLE) != STR_NOWHERE;
}

void snippet_fault_add(struct snippet_reader *s, const char *field, struct loc loc, struct str text)
{
    if (s->out->faults.n < FAULTS_MAX)
        *arena_push(&s->out->faults, s->arena) = (struct snippet_fault){str_of(field), text, loc};
}

static void literal_key(struct snippet_reader *s, struct str key)
{
    struct value v = value_read(STR("NEXOROUTER_API_KEY"), key, s->arena);
    s->out->key_literal = true;
    memcpy(s->out->key_last4, v.last4, sizeof s->out->key_last4);
    s->out->key_facts = v.facts;
    s->out->key_length = key.n;
}

// $NAME, ${NAME}, {name}, %NAME%: the name inside; absent when the text is none of these.
static struct str written_name(struct str s)
{
    struct str name = str_trim_set(s, "${}% ");
    bool marked = name.n < s.n && s.n && (s.p[0] == '$' || s.p[0] == '{' || s.p[0] == '%');
    for (size_t i = 0; i < name.n; i++)
        if (!byte_is_alnum(name.p[i]) && name.p[i] != '_' && name.p[i] != '.')
            return STR_NONE;
    return marked && name.n ? name : STR_NONE;
}

static void unexpanded_name(struct snippet_reader *s, struct str name)
{
    size_t dot = str_rchr(name, '.'); // process.env.NAME
    if (dot != STR_NOWHERE)
        name = str_from(name, dot + 1);
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] >= 'a' && name.p[i] <= 'z')
            return; // "{key}" is a name of the program, not of its environment
    if (!str_present(s->out->key_variable))
        s->out->key_variable = name;
}

// What stands behind the scheme.
static enum auth_fault judge_key(struct snippet_reader *s, struct str key)
{
    if (has_hole(key)) // a variable: quotes around it would be sent too
        return key.p[0] == '"' || key.p[0] == '\'' ? AUTH_QUOTED_KEY : AUTH_FINE;
    struct str name = written_name(key);
    if (str_present(name)) {
        unexpanded_name(s, name);
        return AUTH_UNEXPANDED;
    }
    literal_key(s, key);
    return key.p[0] == '"' || key.p[0] == '\'' ? AUTH_QUOTED_KEY : AUTH_FINE;
}

static enum auth_fault judge_auth(struct snippet_reader *s, struct str value)
{
    static const char *const others[] = {"basic ", "token ", "apikey ", "api-key ", "digest "};
    value = str_trim_set(value, " \t\r\n");
    if (!str_starts_icase(value, STR("bearer"))) {
        for (size_t i = 0; i < COUNT(others); i++)
            if (str_starts_icase(value, str_of(others[i])))
                return AUTH_OTHER_SCHEME;
        if (value.n == 0)
            return AUTH_NO_KEY;
        enum auth_fault fault = judge_key(s, value);
        return fault == AUTH_UNEXPANDED ? fault : AUTH_NO_BEARER;
    }
    struct str rest = str_from(value, 6);
    struct str key = str_trim_left_set(rest, " \t");
    size_t blanks = rest.n - key.n;
    if (key.n == 0)
        return AUTH_NO_KEY;
    enum auth_fault fault = judge_key(s, key);
    if (blanks == 0)
        return AUTH_NO_BLANK;
    if (blanks > 1 || rest.p[0] == '\t')
        return AUTH_MANY_BLANKS;
    return fault;
}

static bool is_key_header(struct str name)
{
    static const char *const names[] = {"x-api-key", "api-key", "x-goog-api-key", "apikey"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq_icase(name, str_of(names[i])))
            return true;
    return false;
}

void snippet_header(struct snippet_reader *s, struct str name, const struct literal *value)
{
    struct snippet *out = s->out;
    struct str variable, text = with_holes(value, &variable, s->arena);
    bool authorization = str_eq_icase(name, STR("authorization"));
    bool other = is_key_header(name);
    bool hidden = name_class(name, text) != VALUE_PLAIN || has_hole(text); // Cookie, X-Auth-Token
    if (out->headers.n < HEADERS_MAX)
        *arena_push(&out->headers, s->arena) =
            (struct snippet_header){name, hidden ? STR_NONE : text, loc_of(s, value)};
    if (!authorization && !(other && out->auth == AUTH_NO_HEADER))
        return;
    out->auth_loc = out->key_loc = loc_of(s, value);
    if (str_present(variable))
        out->key_variable = variable;
    if (value->kind != LITERAL_TEXT)
        out->auth = AUTH_FINE; // put together elsewhere: nothing can be said
    else
        out->auth = authorization ? judge_auth(s, text) : AUTH_OTHER_HEADER;
}

void snippet_key(struct snippet_reader *s, const struct literal *key)
{
    struct str variable;
    struct str text = with_holes(key, &variable, s->arena);
    s->out->key_loc = loc_of(s, key);
    if (str_present(variable))
        s->out->key_variable = variable;
    else if (key->kind == LITERAL_TEXT && !has_hole(text))
        literal_key(s, text);
}

void snippet_url(struct snippet_reader *s, const struct literal *url, bool base)
{
    struct str variable, text = with_holes(url, &variable, s->arena);
    s->out->url_loc = loc_of(s, url);
    if (url->kind == LITERAL_TEXT && !has_hole(text))
        *(base ? &s->out->base_url : &s->out->url) = text;
    else if (str_present(variable) && url->parts.items[0].kind == PART_VARIABLE &&
             !has_hole(str_from(text, 1))) {
        s->out->base_url_variable = variable;
        s->out->base_url_rest = str_from(text, 1);
        struct str other = url->parts.items[0].otherwise;
        if (str_present(other))
            s->out->base_url_otherwise = str_join(other, s->out->base_url_rest, s->arena);
    }
}

// ---- body

struct bound {
    const char *name;
    size_t offset;
    double least, most;
    bool whole;
    const char *rule;
};

static const struct bound bounds[] = {
    {"temperature", offsetof(struct snippet, temperature), 0, 2, false, "a number from 0 to 2"},
    {"top_p", offsetof(struct snippet, top_p), 0, 1, false, "a number from 0 to 1"},
    {"max_tokens", offsetof(struct snippet, max_tokens), 1, 1e9, true, "a whole number above 0"},
};

static void read_bound(struct snippet_reader *s, const struct literal *body, const struct bound *b)
{
    const struct literal *l = literal_get(body, b->name);
    if (!l || l->kind == LITERAL_UNKNOWN || l->kind == LITERAL_NULL)
        return;
    struct snippet_number *n = (void *)((char *)s->out + b->offset);
    n->loc = loc_of(s, l);
    n->not_a_number = l->kind != LITERAL_NUMBER;
    if (n->not_a_number) {
        snippet_fault_add(s, b->name, n->loc,
                          str_fmt(s->arena, "%s is no number; it must be %s", b->name, b->rule));
        return;
    }
    n->value = l->number;
    if (n->value < b->least || n->value > b->most ||
        (b->whole && (double)(int64_t)n->value != n->value))
        snippet_fault_add(
            s, b->name, n->loc,
            str_fmt(s->arena, "%s is %.15g; it must be %s", b->name, n->value, b->rule));
}

static void read_model(struct snippet_reader *s, const struct literal *body)
{
    const struct literal *l = literal_get(body, "model");
    if (!l) {
        if (!body->open)
            snippet_fault_add(s, "model", loc_of(s, body), STR("the body names no model"));
        return;
    }
    s->out->model_loc = loc_of(s, l);
    struct str text = literal_text(l, s->arena);
    if (l->kind == LITERAL_UNKNOWN || (l->kind == LITERAL_TEXT && !str_present(text)) ||
        has_hole(text))
        return;
    if (text.n == 0)
        snippet_fault_add(s, "model", s->out->model_loc,
                          l->kind == LITERAL_TEXT ? STR("model is empty")
                                                  : STR("model is no text"));
    else
        s->out->model = text;
}

static void read_message(struct snippet_reader *s, const struct literal *l)
{
    struct snippet_message m = {.loc = loc_of(s, l)};
    if (l->kind == LITERAL_UNKNOWN)
        return;
    const struct literal *role = literal_get(l, "role"), *content = literal_get(l, "content");
    if (l->kind != LITERAL_MAP || (!l->open && (!role || !content))) {
        snippet_fault_add(s, "messages", m.loc, STR("a message needs role and content"));
        return;
    }
    m.role = literal_text(role, s->arena);
    m.content = literal_text(content, s->arena);
    if (s->out->messages.n < MESSAGES_MAX)
        *arena_push(&s->out->messages, s->arena) = m;
}

static void read_messages(struct snippet_reader *s, const struct literal *body)
{
    const struct literal *l = literal_get(body, "messages");
    if (!l) {
        if (!body->open)
            snippet_fault_add(s, "messages", loc_of(s, body), STR("the body has no messages"));
        return;
    }
    s->out->has_messages = true;
    s->out->messages_loc = loc_of(s, l);
    if (l->kind == LITERAL_UNKNOWN)
        return;
    if (l->kind != LITERAL_LIST)
        snippet_fault_add(s, "messages", loc_of(s, l), STR("messages is no list"));
    else if (l->list.n == 0 && !l->open)
        snippet_fault_add(s, "messages", loc_of(s, l), STR("messages is empty"));
    for (size_t i = 0; i < l->list.n; i++)
        read_message(s, l->list.items[i]);
}

static void read_stream(struct snippet_reader *s, const struct literal *body)
{
    const struct literal *l = literal_get(body, "stream");
    if (!l || l->kind == LITERAL_UNKNOWN || l->kind == LITERAL_NULL)
        return;
    s->out->stream_loc = loc_of(s, l);
    if (l->kind == LITERAL_TRUE || l->kind == LITERAL_FALSE)
        s->out->stream = l->kind == LITERAL_TRUE;
    else
        snippet_fault_add(s, "stream", s->out->stream_loc, STR("stream is neither true nor false"));
}

static void read_fields(struct snippet_reader *s, const struct literal *body)
{
    read_model(s, body);
    read_messages(s, body);
    for (size_t i = 0; i < COUNT(bounds); i++)
        read_bound(s, body, &bounds[i]);
    read_stream(s, body);
}

// Where JSON is broken, counted from the place of the text.
static bool strict_json(struct snippet_reader *s, const struct literal *l, struct str text)
{
    json_error_t error;
    json_t *j = json_loadb(text.p, text.n, 0, &error);
    if (j) {
        json_decref(j);
        return true;
    }
    struct loc loc = loc_of(s, l);
    if (error.line > 1) {
        loc.line += (uint32_t)error.line - 1;
        loc.column = error.column > 0 ? (uint32_t)error.column : 1;
    }
    snippet_fault_add(s, "body", loc, STR("the body is no JSON"));
    return false;
}

// JSON is read a second time as JavaScript writes it: that reader keeps places.
static void read_json(struct snippet_reader *s, const struct literal *l)
{
    struct problem ignored;
    struct str variable, text = with_holes(l, &variable, s->arena);
    if (!has_hole(text) && !strict_json(s, l, text))
        return;
    if (str_trim(text).n && str_trim(text).p[0] == *HOLE) {
        s->out->body_unread = true;
        return;
    }
    struct code_reader r = code_read(STR(""), s->path, CODE_JAVASCRIPT, s->arena, &ignored);
    r.lexer.text = text;
    r.lexer.line = l->line;
    r.lexer.line_start = (size_t)0 - l->column; // columns of the first line begin behind the quote
    code_step(&r);
    struct literal *body = code_value(&r);
    if (body->kind == LITERAL_MAP)
        read_fields(s, body);
    else
        snippet_fault_add(s, "body", loc_of(s, l), STR("the body is no JSON object"));
}

void snippet_body(struct snippet_reader *s, const struct literal *body)
{
    s->out->has_body = true;
    s->out->body_loc = loc_of(s, body);
    if (body->kind == LITERAL_MAP)
        read_fields(s, body);
    else if (body->kind == LITERAL_TEXT)
        read_json(s, body);
    else
        s->out->body_unread = true;
}
