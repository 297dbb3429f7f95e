// SPDX-License-Identifier: MIT
#include "parse/profile.h"

#include "base/number.h"
#include "base/utf8.h"

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
