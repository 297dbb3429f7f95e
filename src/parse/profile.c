// SPDX-License-Identifier: MIT
// Every field is a row: where it stands, what it may hold, where it goes. The first fault ends the
// reading; the profile is changed only when there was none.
#include "parse/profile.h"

#include "base/number.h"
#include "base/shell.h"
#include "parse/url.h"
#include "parse/yaml.h"

#include <stddef.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { TEXT_MAX = 4096, CONTENT_MAX = 64 * 1024, LIST_MAX = 64, MESSAGE_MAX = 8 };

struct reader {
    struct profile *p;
    struct arena *arena;
    struct problem *problem;
};

struct field;
typedef bool (*read_field)(struct reader *, const struct field *, const struct yaml_node *);

struct field {
    const char *section, *name;
    read_field read;
    size_t offset;
    double least, most;
    const char *expected;
};

static bool refuse(struct reader *r, const struct yaml_node *n, struct str text)
{
    *r->problem = (struct problem){n->loc, text};
    return false;
}

static bool expected(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    return refuse(r, n, str_fmt(r->arena, "expected %s for %s", f->expected, f->name));
}

static void *target(struct reader *r, const struct field *f)
{
    return (char *)r->p + f->offset;
}

// Printable, so that nothing of a profile can act on a terminal or a header.
static bool printable(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return false;
    return s.n > 0 && s.n <= TEXT_MAX;
}

static bool is_token(struct str s) // RFC 9110: header names and schemes
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && !memchr("!#$%&'*+-.^_`|~", s.p[i], 15))
            return false;
    return s.n > 0 && s.n <= 64;
}

static bool is_hostname(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '.')
            return false;
    return s.n > 0 && s.n <= 253 && s.p[0] != '.' && s.p[0] != '-' && !str_ends(s, STR("."));
}

static bool clean_url(struct str s, struct url *u)
{
    return url_parse(s, u) == URL_OK && !str_present(u->userinfo) && !str_present(u->query) &&
           !str_present(u->fragment) && s.n <= TEXT_MAX;
}

static bool read_base_url(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    struct url u;
    struct str text = yaml_text(n);
    if (!clean_url(text, &u) || !str_eq(u.scheme, STR("https")))
        return expected(r, f, n);
    struct str host = str_lower(u.host, r->arena);
    if (str_present(r->p->host) && !str_eq(host, r->p->host))
        r->p->embedded = false;
    r->p->base_url = text;
    r->p->host = host;
    r->p->path = u.path;
    return true;
}

static bool read_local_url(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    struct url u;
    struct str text = yaml_text(n);
    if (!clean_url(text, &u) || !str_starts(u.scheme, STR("http")) || !host_is_loopback(u.host))
        return expected(r, f, n);
    r->p->local_url = text;
    return true;
}

static bool read_host(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    if (!is_hostname(yaml_text(n)))
        return expected(r, f, n);
    *(struct str *)target(r, f) = str_lower(yaml_text(n), r->arena);
    return true;
}

static bool read_token(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    if (!is_token(yaml_text(n)))
        return expected(r, f, n);
    *(struct str *)target(r, f) = yaml_text(n);
    return true;
}

static bool read_text(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    if (!printable(yaml_text(n)))
        return expected(r, f, n);
    *(struct str *)target(r, f) = yaml_text(n);
    return true;
}

static bool read_last4(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    struct str text = yaml_text(n);
    if (text.n != 4 || !printable(text) || str_has_any(text, " "))
        return expected(r, f, n);
    r->p->key_last4 = text;
    return true;
}

static bool read_number(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    double d;
    if (n->style != YAML_PLAIN || !str_to_double(yaml_text(n), &d) || d < f->least || d > f->most)
        return expected(r, f, n);
    *(double *)target(r, f) = d;
    return true;
}

static bool read_whole(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    double d;
    if (n->style != YAML_PLAIN || !str_to_double(yaml_text(n), &d) || d < f->least || d > f->most ||
        (double)(int64_t)d != d)
        return expected(r, f, n);
    *(double *)target(r, f) = d;
    return true;
}

static bool read_switch(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    bool yes = str_eq(yaml_text(n), STR("true")), no = str_eq(yaml_text(n), STR("false"));
    if (n->style != YAML_PLAIN || (!yes && !no))
        return expected(r, f, n);
    *(int *)target(r, f) = yes;
    return true;
}

typedef bool (*is_item)(struct str);

static bool read_list(struct reader *r, const struct field *f, const struct yaml_node *n,
                      is_item fits)
{
    struct strs list = {0};
    if (n->kind != YAML_LIST || yaml_count(n) > LIST_MAX)
        return expected(r, f, n);
    for (size_t i = 0; i < yaml_count(n); i++) {
        const struct yaml_node *item = yaml_item(n, i);
        if (!fits(yaml_text(item)))
            return expected(r, f, item);
        strs_add(&list, yaml_text(item), r->arena);
    }
    *(struct strs *)target(r, f) = list;
    return true;
}

static bool read_hosts(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    if (!read_list(r, f, n, is_hostname))
        return false;
    struct strs *list = target(r, f);
    for (size_t i = 0; i < list->n; i++)
        list->items[i] = str_lower(list->items[i], r->arena);
    return true;
}

static bool read_names(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    return read_list(r, f, n, shell_name);
}

static bool read_headers(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    return read_list(r, f, n, is_token);
}

// Only these keys may stand in a map; says which one does not belong.
static bool only_keys(struct reader *r, const struct yaml_node *map, const char *const *keys,
                      size_t n)
{
    struct yaml_pair p;
    for (size_t i = 0; yaml_written_at(map, i, &p); i++) {
        struct str key = yaml_raw(p.key);
        size_t k = 0;
        while (k < n && !str_eq(key, str_of(keys[k])))
            k++;
        if (k < n)
            continue;
        struct buf b = buf_in(r->arena);
        buf_z(&b, "unknown field; expected one of");
        for (k = 0; k < n; k++)
            buf_fmt(&b, "%s %s", k ? "," : "", keys[k]);
        return refuse(r, p.key, buf_str(&b));
    }
    if (map->duplicate)
        return refuse(r, map, STR("expected every field once, and one stands twice"));
    return true;
}

static bool read_message(struct reader *r, const struct field *f, const struct yaml_node *n,
                         struct str *role, struct str *content)
{
    static const char *const keys[] = {"role", "content"};
    static const char *const roles[] = {"system", "user", "assistant", "developer", "tool"};
    if (n->kind != YAML_MAP)
        return expected(r, f, n);
    if (!only_keys(r, n, keys, COUNT(keys)))
        return false;
    *role = yaml_text(yaml_get(n, "role"));
    *content = yaml_text(yaml_get(n, "content"));
    bool known = false;
    for (size_t i = 0; i < COUNT(roles); i++)
        known |= str_eq(*role, str_of(roles[i]));
    return known && str_present(*content) && content->n <= CONTENT_MAX ? true : expected(r, f, n);
}

static bool read_messages(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    if (n->kind != YAML_LIST || yaml_count(n) == 0 || yaml_count(n) > MESSAGE_MAX)
        return expected(r, f, n);
    for (size_t i = 0; i < yaml_count(n); i++)
        if (!read_message(r, f, yaml_item(n, i), &r->p->messages[i].role,
                          &r->p->messages[i].content))
            return false;
    r->p->message_count = yaml_count(n);
    return true;
}

static bool is_code(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!byte_is_alnum(s.p[i]) && s.p[i] != '_' && s.p[i] != '-' && s.p[i] != '.')
            return false;
    return s.n > 0 && s.n <= 64;
}

static bool read_code(struct reader *r, const struct field *f, const struct yaml_node *n,
                      struct gateway_code *out)
{
    static const char *const keys[] = {"code", "status", "id", "means", "first", "docs"};
    if (n->kind != YAML_MAP)
        return expected(r, f, n);
    if (!only_keys(r, n, keys, COUNT(keys)))
        return false;
    const struct yaml_node *status = yaml_get(n, "status");
    double number = 0;
    if (status && !yaml_is_null(status) &&
        (!str_to_double(yaml_text(status), &number) || number < 100 || number > 599))
        return refuse(r, status, STR("expected an HTTP status, 100 to 599"));
    *out = (struct gateway_code){.code = yaml_text(yaml_get(n, "code")),
                                 .status = (int)number,
                                 .id = yaml_text(yaml_get(n, "id")),
                                 .means = yaml_text(yaml_get(n, "means")),
                                 .first = yaml_text(yaml_get(n, "first")),
                                 .docs = yaml_text(yaml_get(n, "docs"))};
    if (!is_code(out->code) || !is_code(out->id) || !str_starts(out->id, STR("api.")))
        return expected(r, f, n);
    struct str texts[] = {out->means, out->first, out->docs};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (str_present(texts[i]) && !printable(texts[i]))
            return expected(r, f, n);
    return true;
}

static bool read_codes(struct reader *r, const struct field *f, const struct yaml_node *n)
{
    struct gateway_code *items = arena_many(r->arena, struct gateway_code, LIST_MAX);
    if (n->kind != YAML_LIST || yaml_count(n) > LIST_MAX)
        return expected(r, f, n);
    for (size_t i = 0; i < yaml_count(n); i++)
        if (!read_code(r, f, yaml_item(n, i), &items[i]))
            return false;
    r->p->codes.items = items;
    r->p->codes.n = r->p->codes.cap = yaml_count(n);
    return true;
}

#define AT(member) offsetof(struct profile, member)
// clang-format off
static const struct field fields[] = {
    {"gateway", "base_url",      read_base_url,  0, 0, 0, "an https:// URL without login, query and fragment"},
    {"gateway", "local_url",     read_local_url, 0, 0, 0, "an http:// URL on this machine"},
    {"gateway", "website_host",  read_host,      AT(website_host), 0, 0, "a host name"},
    {"gateway", "trusted_hosts", read_hosts,     AT(trusted_hosts), 0, 0, "a list of host names"},
    {"key",     "variables",     read_names,     AT(key_variables), 0, 0, "a list of variable names"},
    {"key",     "header",        read_token,     AT(header), 0, 0, "a header name"},
    {"key",     "scheme",        read_token,     AT(scheme), 0, 0, "one word"},
    {"key",     "last4",         read_last4,     0, 0, 0, "exactly the last four characters"},
    {"request", "model",         read_text,      AT(model), 0, 0, "a model id"},
    {"request", "messages",      read_messages,  0, 0, 0, "1 to 8 messages of role (system, user, assistant) and content"},
    {"request", "temperature",   read_number,    AT(temperature), 0, 2, "a number from 0 to 2"},
    {"request", "top_p",         read_number,    AT(top_p), 0, 1, "a number from 0 to 1"},
    {"request", "max_tokens",    read_whole,     AT(max_tokens), 1, 1e9, "a whole number above 0"},
    {"request", "stream",        read_switch,    AT(stream), 0, 0, "true or false"},
    {"request", "headers",       read_headers,   AT(header_names), 0, 0, "a list of header names"},
    {"timeouts", "standard",     read_number,    AT(timeout_s), 1, 3600, "seconds, 1 to 3600"},
    {"timeouts", "slow",         read_number,    AT(timeout_slow_s), 1, 3600, "seconds, 1 to 3600"},
    {"errors",  "codes",         read_codes,     0, 0, 0, "a list of code, status, id (api.…), means, first, docs"},
};
// clang-format on

static const char *const sections[] = {"schema", "gateway", "key", "request", "timeouts", "errors"};

// An explicit null says "not known": what the embedded profile says is forgotten.
static void forget(struct reader *r, const struct field *f)
{
    if (f->read == read_number || f->read == read_whole)
        *(double *)target(r, f) = NUMBER_NONE;
    else if (f->read == read_switch)
        *(int *)target(r, f) = -1;
    else if (f->read == read_names || f->read == read_hosts || f->read == read_headers)
        *(struct strs *)target(r, f) = (struct strs){0};
    else if (f->read == read_last4)
        r->p->key_last4 = STR_NONE;
    else if (f->read == read_messages)
        r->p->message_count = 0;
    else if (f->read == read_local_url)
        r->p->local_url = STR_NONE;
    else if (f->read != read_base_url && f->read != read_codes)
        *(struct str *)target(r, f) = STR_NONE;
}

static bool read_section(struct reader *r, const char *name, const struct yaml_node *map)
{
    const char *keys[COUNT(fields)];
    size_t n = 0;
    if (yaml_is_null(map))
        return true;
    if (map->kind != YAML_MAP)
        return refuse(r, map, str_fmt(r->arena, "expected fields under %s", name));
    for (size_t i = 0; i < COUNT(fields); i++)
        if (strcmp(fields[i].section, name) == 0)
            keys[n++] = fields[i].name;
    if (!only_keys(r, map, keys, n))
        return false;
    for (size_t i = 0; i < COUNT(fields); i++) {
        const struct field *f = &fields[i];
        const struct yaml_node *value =
            strcmp(f->section, name) == 0 ? yaml_get(map, f->name) : NULL;
        if (!value)
            continue;
        if (yaml_is_null(value))
            forget(r, f);
        else if (!f->read(r, f, value))
            return false;
    }
    return true;
}

static bool read_root(struct reader *r, const struct yaml_node *root)
{
    if (root->kind != YAML_MAP)
        return refuse(r, root, STR("expected a profile: gateway, key, request, timeouts, errors"));
    if (!only_keys(r, root, sections, COUNT(sections)))
        return false;
    const struct yaml_node *schema = yaml_get(root, "schema");
    if (schema && !str_eq(yaml_text(schema), STR("nexoenv.profile/1")))
        return refuse(r, schema, STR("expected nexoenv.profile/1"));
    for (size_t i = 1; i < COUNT(sections); i++) {
        const struct yaml_node *section = yaml_get(root, sections[i]);
        if (section && !read_section(r, sections[i], section))
            return false;
    }
    return true;
}

struct profile profile_none(void)
{
    return (struct profile){.temperature = NUMBER_NONE,
                            .top_p = NUMBER_NONE,
                            .max_tokens = NUMBER_NONE,
                            .stream = -1,
                            .timeout_s = NUMBER_NONE,
                            .timeout_slow_s = NUMBER_NONE};
}

static bool no_yaml(const struct yaml_file *file, struct str path, struct problem *problem)
{
    if (str_present(file->error))
        *problem = (struct problem){file->error_loc, file->error};
    else if (file->templated)
        *problem = (struct problem){{path, 0, 0}, STR("expected a profile, found a template")};
    else if (file->alias.line)
        *problem = (struct problem){file->alias, STR("expected a value, found an alias")};
    else if (file->docs.n != 1)
        *problem = (struct problem){{path, 0, 0}, STR("expected one YAML document")};
    else
        return false;
    return true;
}

bool profile_read(struct str bytes, struct str path, struct profile *p, struct arena *a,
                  struct problem *problem)
{
    if (bytes.n > PROFILE_BYTES_MAX) {
        *problem = (struct problem){{path, 0, 0}, STR("expected at most 256 KiB")};
        return false;
    }
    struct yaml_file file = yaml_read(bytes, path, a);
    if (no_yaml(&file, path, problem))
        return false;
    struct profile next = *p;
    struct reader r = {&next, a, problem};
    if (!read_root(&r, file.docs.items[0].root))
        return false;
    next.origin = str_present(path) ? (struct origin){.kind = ORIGIN_FILE, .loc = {.file = path}}
                                    : (struct origin){.kind = ORIGIN_PROFILE};
    *p = next;
    return true;
}
