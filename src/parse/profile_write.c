// SPDX-License-Identifier: MIT
#include "parse/profile.h"

#include "base/number.h"
#include "base/utf8.h"
#include "parse/jsonio.h"

// Always double-quoted: nothing that was typed can turn into another type or another line.
static void add_quoted(struct buf *b, struct str s)
{
    struct str clean = utf8_clean(s, b->a);
    buf_byte(b, '"');
    for (size_t at = 0, n; at < clean.n; at += n) {
        uint32_t code;
        n = utf8_at(clean, at, &code);
        if (code == '"' || code == '\\')
            buf_fmt(b, "\\%c", (char)code);
        else if (code == '\n')
            buf_z(b, "\\n");
        else if (code < 0x20 || (code >= 0x7f && code < 0xa0))
            buf_fmt(b, "\\x%02x", (unsigned)code);
        else if (code == 0x2028 || code == 0x2029 || (code >= 0xfe00 && code <= 0xffff))
            buf_fmt(b, "\\u%04x", (unsigned)code);
        else
            buf_add(b, str_slice(clean, at, at + n));
    }
    buf_byte(b, '"');
}

static void add_text(struct buf *b, const char *name, struct str s)
{
    if (!str_present(s))
        return;
    buf_fmt(b, "  %s: ", name);
    add_quoted(b, s);
    buf_byte(b, '\n');
}

static void add_list(struct buf *b, const char *name, const struct strs *list)
{
    if (list->n == 0)
        return;
    buf_fmt(b, "  %s: [", name);
    for (size_t i = 0; i < list->n; i++) {
        buf_z(b, i ? ", " : "");
        add_quoted(b, list->items[i]);
    }
    buf_z(b, "]\n");
}

static void add_number(struct buf *b, const char *name, double d)
{
    if (number_is(d))
        buf_fmt(b, "  %s: %.15g\n", name, d);
}

static void add_request(struct buf *b, const struct profile *p)
{
    buf_z(b, "request:\n");
    add_text(b, "model", p->model);
    if (p->message_count)
        buf_z(b, "  messages:\n");
    for (size_t i = 0; i < p->message_count; i++) {
        buf_z(b, "    - role: ");
        add_quoted(b, p->messages[i].role);
        buf_z(b, "\n      content: ");
        add_quoted(b, p->messages[i].content);
        buf_byte(b, '\n');
    }
    add_number(b, "temperature", p->temperature);
    add_number(b, "top_p", p->top_p);
    add_number(b, "max_tokens", p->max_tokens);
    if (p->stream >= 0)
        buf_fmt(b, "  stream: %s\n", p->stream ? "true" : "false");
    add_list(b, "headers", &p->header_names);
}

static void add_code(struct buf *b, const struct gateway_code *c)
{
    buf_z(b, "    - code: ");
    add_quoted(b, c->code);
    buf_z(b, "\n      id: ");
    add_quoted(b, c->id);
    if (c->status)
        buf_fmt(b, "\n      status: %d", c->status);
    const struct {
        const char *name;
        struct str text;
    } texts[] = {{"means", c->means}, {"first", c->first}, {"docs", c->docs}};
    for (size_t i = 0; i < 3; i++) {
        if (!str_present(texts[i].text))
            continue;
        buf_fmt(b, "\n      %s: ", texts[i].name);
        add_quoted(b, texts[i].text);
    }
    buf_byte(b, '\n');
}

static void add_comment(struct buf *b, struct str text)
{
    struct str line;
    while (str_line(&text, &line)) {
        buf_z(b, "# ");
        buf_add(b, utf8_clean(line, b->a));
        buf_byte(b, '\n');
    }
}

struct str profile_write(const struct profile *p, struct str head, struct arena *a)
{
    struct buf b = buf_in(a);
    if (str_present(head))
        add_comment(&b, head);
    buf_z(&b, "schema: nexoenv.profile/1\ngateway:\n");
    add_text(&b, "base_url", p->base_url);
    add_text(&b, "local_url", p->local_url);
    add_text(&b, "website_host", p->website_host);
    add_list(&b, "trusted_hosts", &p->trusted_hosts);
    buf_z(&b, "key:\n");
    add_list(&b, "variables", &p->key_variables);
    add_text(&b, "header", p->header);
    add_text(&b, "scheme", p->scheme);
    add_text(&b, "last4", p->key_last4);
    add_request(&b, p);
    buf_z(&b, "timeouts:\n");
    add_number(&b, "standard", p->timeout_s);
    add_number(&b, "slow", p->timeout_slow_s);
    buf_z(&b, "errors:\n");
    if (p->codes.n)
        buf_z(&b, "  codes:\n");
    for (size_t i = 0; i < p->codes.n; i++)
        add_code(&b, &p->codes.items[i]);
    return buf_str(&b);
}

static json_t *json_messages(const struct profile *p, struct arena *a)
{
    json_t *list = json_array();
    for (size_t i = 0; i < p->message_count; i++) {
        json_t *m = json_object();
        json_object_set_new(m, "role", json_from_str(p->messages[i].role, a));
        json_object_set_new(m, "content", json_from_str(p->messages[i].content, a));
        json_array_append_new(list, m);
    }
    return list;
}

static json_t *json_codes(const struct profile *p, struct arena *a)
{
    json_t *list = json_array();
    for (size_t i = 0; i < p->codes.n; i++) {
        const struct gateway_code *c = &p->codes.items[i];
        json_t *o = json_object();
        json_object_set_new(o, "code", json_from_str(c->code, a));
        json_object_set_new(o, "status", c->status ? json_integer(c->status) : json_null());
        json_object_set_new(o, "id", json_from_str(c->id, a));
        json_object_set_new(o, "means", json_from_str(c->means, a));
        json_object_set_new(o, "first", json_from_str(c->first, a));
        json_object_set_new(o, "docs", json_from_str(c->docs, a));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *json_request(const struct profile *p, struct arena *a)
{
    json_t *o = json_object();
    json_object_set_new(o, "model", json_from_str(p->model, a));
    json_object_set_new(o, "messages", json_messages(p, a));
    json_object_set_new(o, "temperature", json_from_number(p->temperature));
    json_object_set_new(o, "top_p", json_from_number(p->top_p));
    json_object_set_new(o, "max_tokens", json_from_number(p->max_tokens));
    json_object_set_new(o, "stream", p->stream < 0 ? json_null() : json_boolean(p->stream));
    json_object_set_new(o, "headers", json_from_strs(p->header_names.items, p->header_names.n, a));
    return o;
}

struct str profile_json(const struct profile *p, struct arena *a)
{
    json_t *o = json_object(), *gateway = json_object(), *key = json_object();
    json_t *timeouts = json_object();
    json_object_set_new(gateway, "base_url", json_from_str(p->base_url, a));
    json_object_set_new(gateway, "local_url", json_from_str(p->local_url, a));
    json_object_set_new(gateway, "website_host", json_from_str(p->website_host, a));
    json_object_set_new(gateway, "trusted_hosts",
                        json_from_strs(p->trusted_hosts.items, p->trusted_hosts.n, a));
    json_object_set_new(key, "variables",
                        json_from_strs(p->key_variables.items, p->key_variables.n, a));
    json_object_set_new(key, "header", json_from_str(p->header, a));
    json_object_set_new(key, "scheme", json_from_str(p->scheme, a));
    json_object_set_new(key, "last4", json_from_str(p->key_last4, a));
    json_object_set_new(timeouts, "standard", json_from_number(p->timeout_s));
    json_object_set_new(timeouts, "slow", json_from_number(p->timeout_slow_s));
    json_object_set_new(o, "schema", json_string("nexoenv.profile/1"));
    json_object_set_new(o, "origin", json_from_str(origin_text(&p->origin, a), a));
    json_object_set_new(o, "gateway", gateway);
    json_object_set_new(o, "key", key);
    json_object_set_new(o, "request", json_request(p, a));
    json_object_set_new(o, "timeouts", timeouts);
    json_object_set_new(o, "codes", json_codes(p, a));
    struct str text = json_text(o, a);
    json_decref(o);
    return text;
}
