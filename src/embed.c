// SPDX-License-Identifier: MIT
// Build step: reads src/profiles/playground.yaml on stdin through the program's own parser and
// writes it as a constant in C, so that no start of nexoenv pays for YAML (DESIGN 10). A malformed
// profile stops the build with file, line and column.
#include "base/number.h"
#include "parse/profile.h"

static void text(struct str s)
{
    if (!str_present(s)) {
        printf("{NULL, 0}");
        return;
    }
    printf("{\"");
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '?';
        printf(plain ? "%c" : "\\%03o", c);
    }
    printf("\", %zu}", s.n);
}

static void field(const char *name, struct str s)
{
    printf("    .%s = ", name);
    text(s);
    printf(",\n");
}

static void number(const char *name, double d)
{
    if (number_is(d))
        printf("    .%s = %.17g,\n", name, d);
    else
        printf("    .%s = NUMBER_NONE,\n", name);
}

static void list_items(const char *name, const struct strs *list)
{
    printf("static struct str embedded_%s[] = {\n", name);
    for (size_t i = 0; i < list->n; i++) {
        printf("    ");
        text(list->items[i]);
        printf(",\n");
    }
    printf("    {NULL, 0},\n};\n\n");
}

static void list_field(const char *name, const struct strs *list)
{
    printf("    .%s = {embedded_%s, %zu, %zu},\n", name, name, list->n, list->n);
}

static void codes(const struct profile *p)
{
    printf("static struct gateway_code embedded_codes[] = {\n");
    for (size_t i = 0; i < p->codes.n; i++) {
        const struct gateway_code *c = &p->codes.items[i];
        printf("    {.status = %d,\n", c->status);
        field("code", c->code);
        field("id", c->id);
        field("means", c->means);
        field("first", c->first);
        field("docs", c->docs);
        printf("    },\n");
    }
    printf("    {.status = 0},\n};\n\n");
}

static void messages(const struct profile *p)
{
    printf("    .messages = {\n");
    for (size_t i = 0; i < p->message_count; i++) {
        printf("        {.role = ");
        text(p->messages[i].role);
        printf(", .content = ");
        text(p->messages[i].content);
        printf("},\n");
    }
    printf("    },\n    .message_count = %zu,\n", p->message_count);
}

static void profile(const struct profile *p)
{
    list_items("trusted_hosts", &p->trusted_hosts);
    list_items("key_variables", &p->key_variables);
    list_items("header_names", &p->header_names);
    codes(p);
    printf("static const struct profile embedded_profile = {\n");
    field("base_url", p->base_url);
    field("host", p->host);
    field("path", p->path);
    field("website_host", p->website_host);
    field("local_url", p->local_url);
    field("header", p->header);
    field("scheme", p->scheme);
    field("model", p->model);
    field("key_last4", p->key_last4);
    list_field("trusted_hosts", &p->trusted_hosts);
    list_field("key_variables", &p->key_variables);
    list_field("header_names", &p->header_names);
    printf("    .codes = {embedded_codes, %zu, %zu},\n", p->codes.n, p->codes.n);
    messages(p);
    number("temperature", p->temperature);
    number("top_p", p->top_p);
    number("max_tokens", p->max_tokens);
    number("timeout_s", p->timeout_s);
    number("timeout_slow_s", p->timeout_slow_s);
    printf("    .stream = %d,\n    .embedded = true,\n", p->stream);
    printf("    .origin = {.kind = ORIGIN_PROFILE},\n};\n");
}

int main(void)
{
    struct arena arena = arena_new(64 << 20);
    char *bytes = arena_many(&arena, char, PROFILE_BYTES_MAX);
    size_t n = fread(bytes, 1, PROFILE_BYTES_MAX, stdin);
    struct profile p = profile_none();
    struct problem problem;
    if (!profile_read((struct str){bytes, n}, STR("src/profiles/playground.yaml"), &p, &arena,
                      &problem)) {
        fprintf(stderr, "%.*s\n", STR_ARG(problem_text(&problem, &arena)));
        return 1;
    }
    profile(&p);
    return 0;
}
